//! What is kept of a table's rows beyond what is counted, column by column, for scans of millions.

use super::time::Precision;
use super::{Certainty, TimeSpan};
use bytemuck::{Pod, Zeroable};

/// How a row is told, in one byte: how well its date is known, whether that is marked approximate or
/// uncertain, and how sure the source is. Sorts and filters look it up in a table of 256.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Pod, Zeroable)]
#[repr(transparent)]
pub struct RowTraits(u8);

const PRECISION: u8 = 0b0000_0111;
const APPROXIMATE: u8 = 0b0000_1000;
const UNCERTAIN: u8 = 0b0001_0000;
const CERTAINTY_SHIFT: u32 = 5;

impl RowTraits {
    /// Of an event with such a date, nothing where it is undated.
    #[must_use]
    pub fn new(when: Option<&TimeSpan>, certainty: Certainty) -> Self {
        let dated = when.map_or(0, |when| {
            let marks = [(when.is_approximate(), APPROXIMATE), (when.is_uncertain(), UNCERTAIN)];
            let marks = marks.iter().filter(|(has, _)| *has).fold(0, |all, (_, mark)| all | mark);
            // Undated is zero.
            marks | (when.precision() as u8 + 1)
        });
        Self(dated | (certainty as u8) << CERTAINTY_SHIFT)
    }

    /// All of them as one number, 0 to 255.
    #[must_use]
    pub fn code(self) -> u8 {
        self.0
    }

    /// Those that a number stands for.
    #[must_use]
    pub fn of_code(code: u8) -> Self {
        Self(code)
    }

    /// How well the date is known; nothing where it is undated.
    #[must_use]
    pub fn precision(self) -> Option<Precision> {
        let code = (self.0 & PRECISION).checked_sub(1)?;
        Precision::ALL.get(usize::from(code)).copied()
    }

    /// Whether the date is marked approximate (`~`).
    #[must_use]
    pub fn is_approximate(self) -> bool {
        self.0 & APPROXIMATE != 0
    }

    /// Whether the date is marked uncertain (`?`).
    #[must_use]
    pub fn is_uncertain(self) -> bool {
        self.0 & UNCERTAIN != 0
    }

    /// How sure the source is.
    #[must_use]
    pub fn certainty(self) -> Certainty {
        let code = usize::from(self.0 >> CERTAINTY_SHIFT);
        Certainty::ALL.get(code).copied().unwrap_or(Certainty::Stated)
    }
}

/// The place of a row that has none, in [`RowColumns::places`].
pub const NO_PLACE: u32 = u32::MAX;

/// Columns of a table's rows, in the order of the rows. They lie in a mapped file: a scan of one costs
/// what reading memory does.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowColumns<'a> {
    /// For each row how it is told.
    pub traits: &'a [RowTraits],
    /// For each row the number of its party, whose actors [`super::Rows::party`] gives; a filter looks at
    /// the parties once and then at this column. Empty where no row names an actor.
    pub parties: &'a [u32],
    /// For each row the number of its place, [`NO_PLACE`] where it has none.
    pub places: &'a [u32],
    /// For each place where its uncertainty radius stands in `radii_m`.
    pub radius_of_place: &'a [u8],
    /// The radii, in metres.
    pub radii_m: &'a [f64],
}

impl RowColumns<'_> {
    /// The uncertainty radius of a row's place in metres; nothing where it has none.
    #[must_use]
    pub fn radius_m(&self, row: usize) -> Option<f64> {
        let place = self.places.get(row).filter(|place| **place != NO_PLACE)?;
        let code = self.radius_of_place.get(*place as usize)?;
        self.radii_m.get(usize::from(*code)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_come_back() {
        for text in ["", "2026-01-28", "2026~", "2026-01?", "200X%", "../..", "2026-01-28T14:30Z"] {
            let when: Option<TimeSpan> = text.parse().ok();
            for certainty in Certainty::ALL {
                let traits = RowTraits::of_code(RowTraits::new(when.as_ref(), certainty).code());
                let when = when.as_ref();
                assert_eq!(traits.precision(), when.map(TimeSpan::precision), "{text}");
                assert_eq!(traits.is_uncertain(), when.is_some_and(TimeSpan::is_uncertain));
                assert_eq!(traits.is_approximate(), when.is_some_and(TimeSpan::is_approximate));
                assert_eq!(traits.certainty(), certainty);
            }
        }
        // Whatever a damaged file holds is read as something.
        let damaged = RowTraits::of_code(u8::MAX);
        assert_eq!((damaged.precision(), damaged.certainty()), (None, Certainty::Stated));
    }
}
