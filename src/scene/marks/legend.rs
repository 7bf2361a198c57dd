use super::look::Look;
use super::state::Holding;
use crate::model::{Category, Certainty};
use crate::scene::Subject;
use crate::scene::palette::{MarkShape, MarkStyle, Palette};
use crate::scene::shape::{Pt, Shape};

/// A category that the map shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendRow {
    /// Its name.
    pub category: Category,
    /// How it is marked.
    pub style: MarkStyle,
    /// Placed events of it that the window shows, and undated ones.
    pub shown: usize,
    /// All placed events of it.
    pub total: usize,
}

/// The categories of all placed events, the most frequent first.
#[must_use]
pub fn legend(subject: &Subject<'_>) -> Vec<LegendRow> {
    let matches = subject.matches;
    let entries = matches.index().categories().iter().zip(&matches.placed);
    let mut rows: Vec<LegendRow> = entries
        .filter(|(entry, _)| entry.placed > 0)
        .map(|(entry, shown)| LegendRow {
            category: entry.category.clone(),
            style: subject.palette.mark(entry.category.as_str()),
            shown: *shown,
            total: entry.placed,
        })
        .collect();
    rows.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.category.cmp(&b.category)));
    rows
}

/// The mark of a legend row.
#[must_use]
pub fn legend_mark(subject: &Subject<'_>, row: &LegendRow, center: Pt) -> Vec<Shape> {
    let mut shapes = Vec::new();
    Look::plain(row.style).draw(subject.palette, center, 5.5, &mut shapes);
    shapes
}

/// What fill and outline of a mark say, whatever its category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A state in force at the cursor.
    InForce,
    /// A state that is over.
    Over,
    /// An event that the source hedges, or that is still to come.
    Hedged,
    /// An event without a date.
    Undated,
}

impl Sign {
    /// All, in the order of the legend.
    pub const ALL: [Self; 4] = [Self::InForce, Self::Over, Self::Hedged, Self::Undated];

    /// What it says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "state in force",
            Self::Over => "state over",
            Self::Hedged => "reported, planned",
            Self::Undated => "undated",
        }
    }

    /// An example of it in no category's colour.
    #[must_use]
    pub fn shapes(self, palette: &Palette, center: Pt) -> Vec<Shape> {
        let plain = Look::plain(MarkStyle { shape: MarkShape::Circle, color: palette.muted });
        let mut shapes = Vec::new();
        let look = match self {
            Self::InForce => plain.as_state(Holding::Holds { certain: true }),
            Self::Over => plain.as_state(Holding::Over),
            Self::Hedged => plain.with_certainty(Certainty::Reported),
            Self::Undated => plain.undated(),
        };
        look.draw(palette, center, 5.0, &mut shapes);
        shapes
    }
}
