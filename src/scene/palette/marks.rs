//! The marks of categories: shape and colour, either of which tells them apart.

use super::{Palette, Rgba};
use std::collections::BTreeMap;

/// The outline of a category's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkShape {
    /// ●
    Circle,
    /// ■
    Square,
    /// ◆
    Diamond,
    /// ▲
    TriangleUp,
    /// ▼
    TriangleDown,
    /// ⬟
    Pentagon,
    /// ⬢
    Hexagon,
    /// ★
    Star,
    /// ✚
    Cross,
}

/// How a category is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkStyle {
    /// Outline.
    pub shape: MarkShape,
    /// Fill.
    pub color: Rgba,
}

/// Outlines of marks, in the order in which names of categories choose among them.
const SHAPES: [MarkShape; 9] = [
    MarkShape::Circle,
    MarkShape::Square,
    MarkShape::Diamond,
    MarkShape::TriangleUp,
    MarkShape::TriangleDown,
    MarkShape::Pentagon,
    MarkShape::Hexagon,
    MarkShape::Star,
    MarkShape::Cross,
];

/// Categories with a mark that is theirs in all data.
const KNOWN: [&str; 13] = [
    "meeting",
    "agreement",
    "ceasefire",
    "deployment",
    "presence",
    "withdrawal",
    "attack",
    "advance",
    "control",
    "demand",
    "protest",
    "disaster",
    "other",
];

impl Palette {
    /// The same with a mark of its own for each of some categories, of which the first has its usual
    /// one: no two of them are marked alike, as long as there are marks left.
    #[must_use]
    pub fn marking<'a>(mut self, categories: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = categories.into_iter().collect();
        let (known, others): (Vec<&str>, Vec<&str>) =
            names.into_iter().partition(|name| KNOWN.contains(name));
        let mut taken: Vec<MarkStyle> = known.into_iter().map(|name| self.usual(name)).collect();
        let mut own = BTreeMap::new();
        for name in others {
            let usual = self.usual(name);
            let style = match taken.contains(&usual) {
                true => self.free(usual, &taken).unwrap_or(usual),
                false => usual,
            };
            taken.push(style);
            own.insert(name.to_owned(), style);
        }
        self.own = own;
        self
    }

    /// A mark that nothing has, of another shape than one that something has: the colour stays where
    /// it can.
    fn free(&self, usual: MarkStyle, taken: &[MarkStyle]) -> Option<MarkStyle> {
        let colors = self.colors();
        let first = colors.iter().position(|color| *color == usual.color).unwrap_or_default();
        let colors = colors.iter().cycle().skip(first).take(colors.len());
        let mut all =
            colors.flat_map(|color| SHAPES.map(|shape| MarkStyle { shape, color: *color }));
        all.find(|style| !taken.contains(style))
    }

    /// The colours of categories: Okabe-Ito, with yellow darkened on light ground so that it keeps 3:1
    /// against land.
    fn colors(&self) -> [Rgba; 7] {
        let yellow = if self.dark { Rgba::hex(0xf0_e442) } else { Rgba::hex(0xb0_9a00) };
        let blue = if self.dark { Rgba::hex(0x4a_9be0) } else { Rgba::hex(0x00_72b2) };
        let [orange, sky, green] = [0xe6_9f00, 0x56_b4e9, 0x00_9e73].map(Rgba::hex);
        [orange, sky, green, yellow, blue, Rgba::hex(0xd5_5e00), Rgba::hex(0xcc_79a7)]
    }

    /// How a category is marked; a category without a mark of its own gets one by the letters of its name.
    #[must_use]
    pub fn mark(&self, category: &str) -> MarkStyle {
        self.own.get(category).copied().unwrap_or_else(|| self.usual(category))
    }

    fn usual(&self, category: &str) -> MarkStyle {
        use MarkShape::{
            Circle, Cross, Diamond, Hexagon, Pentagon, Square, Star, TriangleDown, TriangleUp,
        };
        let colors = self.colors();
        let [orange, sky, green, yellow, blue, red, pink] = colors;
        let grey = if self.dark { Rgba::hex(0xa9_adb3) } else { Rgba::hex(0x6a_6e76) };
        let (shape, color) = match category {
            "meeting" => (Circle, blue),
            "agreement" => (Hexagon, green),
            "ceasefire" => (Square, green),
            "deployment" => (TriangleUp, sky),
            "presence" => (Pentagon, sky),
            "withdrawal" => (TriangleDown, orange),
            "attack" => (Star, red),
            "advance" => (Diamond, red),
            "control" => (Square, pink),
            "demand" => (Diamond, yellow),
            "protest" => (Cross, pink),
            "disaster" => (Cross, red),
            "other" => (Circle, grey),
            name => {
                // FNV-1a, 32 bits: the same mark in every run and on every machine.
                let hash = name
                    .bytes()
                    .fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
                    as usize;
                let shape = SHAPES.get(hash % SHAPES.len()).copied().unwrap_or(Circle);
                (shape, colors.get(hash / 16 % colors.len()).copied().unwrap_or(grey))
            }
        };
        MarkStyle { shape, color }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_categories_are_those_with_a_mark_of_their_own() {
        // The usual marks of these do not hang on the letters of their names.
        let palette = Palette::light();
        let marks: Vec<MarkStyle> = KNOWN.iter().map(|name| palette.mark(name)).collect();
        for (at, mark) in marks.iter().enumerate() {
            assert!(!marks[..at].contains(mark), "{} is marked as another is", KNOWN[at]);
        }
    }

    proptest! {
        #[test]
        fn no_two_categories_of_the_same_data_are_marked_alike(
            names in prop::collection::btree_set("[a-z]{1,6}", 0..50),
            known in prop::sample::subsequence(KNOWN.to_vec(), 0..=13),
            dark in any::<bool>(),
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str)
                .filter(|name| !KNOWN.contains(name))
                .chain(known.iter().copied())
                .collect();
            let usual = if dark { Palette::dark() } else { Palette::light() };
            let palette = usual.clone().marking(names.iter().copied());
            let mut seen: Vec<MarkStyle> = Vec::new();
            for name in &names {
                let mark = palette.mark(name);
                prop_assert!(!seen.contains(&mark), "{name}");
                prop_assert!(!KNOWN.contains(name) || mark == usual.mark(name));
                seen.push(mark);
            }
            // The first keeps what it has in all data.
            if let Some(first) = names.first().filter(|_| known.is_empty()) {
                prop_assert_eq!(palette.mark(first), usual.mark(first));
            }
        }
    }
}
