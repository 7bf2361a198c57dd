//! How wide the columns are, and which of them are in view.

use crate::app::table::Column;
use crate::scene::text;
use crate::views::theme;
use egui::Rangef;

/// Room in a heading beside its word: space at both ends and the sign of the order.
const BESIDE: f32 = 28.0;

/// The columns as they stand, of which a part may be out of view at the left or right.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// The columns and where they stand, from the left edge of the first, in points.
    places: Vec<(Column, Rangef)>,
    /// How much of the first columns is scrolled past, in points.
    pub left: f32,
    /// How wide the part in view is, in points.
    room: f32,
}

impl Columns {
    /// Lays columns out in so much room. Where that is not enough for every heading and a few words
    /// beneath it, they stand side by side as wide as they must be, and are scrolled.
    pub fn lay_out(&mut self, columns: &[Column], room: f32) {
        self.room = room.max(1.0);
        let mut left = 0.0;
        self.places.clear();
        for (column, width) in columns.iter().zip(widths(columns, self.room)) {
            self.places.push((*column, Rangef::new(left, left + width)));
            left += width;
        }
        self.scroll(0.0);
    }

    /// The columns and where they stand, in points, where the part in view begins at `x`; also those that
    /// are out of view.
    pub fn places(&self, x: f32) -> impl Iterator<Item = (Column, Rangef)> + '_ {
        let by = x - self.left;
        self.places.iter().map(move |(column, x)| (*column, Rangef::new(x.min + by, x.max + by)))
    }

    /// How wide all columns are, in points.
    pub fn whole(&self) -> f32 {
        self.places.last().map_or(0.0, |(_, x)| x.max)
    }

    /// How far can be scrolled, in points; nothing where all columns are in view.
    pub fn beyond(&self) -> f32 {
        let beyond = self.whole() - self.room;
        if beyond > 0.5 { beyond } else { 0.0 }
    }

    /// Scrolls by so many points.
    pub fn scroll(&mut self, by: f32) {
        let by = if by.is_finite() { by } else { 0.0 };
        self.left = (self.left + by).clamp(0.0, self.beyond());
    }

    /// Scrolls so that a column is in view, its beginning first.
    pub fn bring(&mut self, column: Column) {
        let Some((_, x)) = self.places.iter().find(|(own, _)| *own == column).copied() else {
            return;
        };
        if x.max > self.left + self.room {
            self.left = x.max - self.room;
        }
        self.left = self.left.min(x.min);
        self.scroll(0.0);
    }
}

/// The least width of a column, in points: its heading uncut, and a few words of what stands below.
fn least(column: Column) -> f32 {
    let cells = match column {
        Column::Title | Column::Passage => 150.0,
        Column::Position => 120.0,
        Column::When | Column::Place | Column::Actors | Column::Source => 96.0,
        Column::Category => 88.0,
        Column::Certainty | Column::Within | Column::Reports => 70.0,
    };
    (text::width(column.label(), theme::SMALL, true) + BESIDE).max(cells)
}

/// Widths of columns that fill so much room by their weights, none below its least.
fn widths(columns: &[Column], room: f32) -> Vec<f32> {
    let mut widths: Vec<Option<f32>> = vec![None; columns.len()];
    // Whoever would get less than it needs gets that, and the others share what is left.
    loop {
        let given: f32 = widths.iter().flatten().sum();
        let open = || columns.iter().zip(&widths).filter(|(_, width)| width.is_none());
        let weights: f32 = open().map(|(column, _)| column.weight()).sum();
        let share = |column: Column| (room - given).max(0.0) * column.weight() / weights.max(0.1);
        let short: Vec<usize> = (0..columns.len())
            .filter(|at| widths.get(*at) == Some(&None))
            .filter(|at| columns.get(*at).is_some_and(|own| share(*own) < least(*own)))
            .collect();
        if short.is_empty() {
            let all = columns.iter().zip(&widths);
            return all.map(|(column, width)| width.unwrap_or_else(|| share(*column))).collect();
        }
        for at in short {
            if let (Some(slot), Some(column)) = (widths.get_mut(at), columns.get(at)) {
                *slot = Some(least(*column));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_heading_fits_and_all_room_is_used(
            columns in proptest::sample::subsequence(Column::ALL.to_vec(), 1..=11), room in 0.0..3_000.0f32,
        ) {
            let widths = widths(&columns, room);
            for (column, width) in columns.iter().zip(&widths) {
                prop_assert!(*width >= least(*column) - 0.01);
            }
            let (sum, least): (f32, f32) =
                (widths.iter().sum(), columns.iter().map(|column| least(*column)).sum());
            prop_assert!((sum - room.max(least)).abs() < 0.5, "{sum} {room} {least}");
        }

        #[test]
        fn any_column_can_be_brought_into_view(
            columns in proptest::sample::subsequence(Column::ALL.to_vec(), 1..=11), room in 160.0..900.0f32,
            from in 0.0..2_000.0f32, wanted in any::<proptest::sample::Index>(),
        ) {
            let mut laid = Columns { left: from, ..Columns::default() };
            laid.lay_out(&columns, room);
            prop_assert!(laid.left >= 0.0 && laid.left <= laid.beyond());
            let wanted = *wanted.get(&columns);
            laid.bring(wanted);
            let (_, x) = laid.places(0.0).find(|(column, _)| *column == wanted).unwrap();
            prop_assert!(x.min >= -0.01, "{x:?}");
            // Less than half a point beyond the room is no reason to scroll.
            prop_assert!(x.max <= room + 0.51 || x.min < 0.01, "{x:?}");
        }
    }
}
