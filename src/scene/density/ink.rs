use super::{COLORS, OPACITY, Scale};
use crate::scene::Subject;
use crate::scene::palette::Rgba;

/// The colours of the surface: which one a square of so many events bears.
#[derive(Clone, Debug, PartialEq)]
pub struct Ink {
    /// The fewest events of each colour, ascending, the first being one.
    pub least: Vec<u32>,
    /// The colours, as many.
    pub colors: Vec<Rgba>,
    /// The colour of a square whose events all lie outside the window, where it is drawn.
    pub outside: Option<Rgba>,
}

impl Ink {
    pub(super) fn new(scale: Scale, subject: &Subject<'_>) -> Self {
        let step = |count: u32| (scale.full(count) * COLORS as f32).round() as usize;
        let least = |of: usize| {
            let (mut low, mut high) = (1, scale.most().max(1));
            while low < high {
                let middle = low + (high - low) / 2;
                if step(middle) < of {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        let color = |step: usize| subject.palette.density(step as f32 / COLORS as f32);
        Self {
            least: (0..=COLORS).map(least).collect(),
            colors: (0..=COLORS).map(|step| color(step).alpha(OPACITY)).collect(),
            outside: (!subject.hide_outside).then(|| subject.palette.density_outside()),
        }
    }

    /// The colour of a square with so many events in the window, and so many whatever their time;
    /// nothing where it is not drawn.
    #[must_use]
    pub fn of(&self, shown: u32, all: u32) -> Option<Rgba> {
        match (shown, all) {
            (0, 0) => None,
            (0, _) => self.outside,
            (shown, _) => {
                let colors = self.least.partition_point(|least| *least <= shown);
                self.colors.get(colors.saturating_sub(1)).copied()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Dataset;
    use crate::query::{EventIndex, Query};
    use crate::scene::palette::Palette;
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn a_square_bears_the_colour_that_the_legend_has_at_its_number(
            count in 1..3_000_000u32, fullest in 1..3_000_000u32, dark: bool,
        ) {
            let palette = if dark { Palette::dark() } else { Palette::light() };
            let index = Arc::new(EventIndex::new(Arc::new(Dataset::default())));
            let matches = Query::default().run(&index);
            let subject = Subject { hide_outside: dark, ..Subject::of(&matches, &palette) };
            let scale = Scale::new(fullest);
            let ink = Ink::new(scale, &subject);
            let full = (scale.full(count) * COLORS as f32).round() / COLORS as f32;
            prop_assert_eq!(ink.of(count, count), Some(palette.density(full).alpha(OPACITY)));
            prop_assert_eq!(ink.of(0, count).is_none(), dark);
            prop_assert_eq!(ink.of(0, 0), None);
        }
    }
}
