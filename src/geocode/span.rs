//! A stretch of text that names a place, before it is known which.

use super::cues::Target;
use super::names::Known;
use crate::model::ToponymForm;
use std::ops::Range;
use std::sync::Arc;

/// What sort of place the words around a name ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ask {
    Any,
    Division,
    Water,
    Land,
    Town,
    Airfield,
    Naval,
    Site,
    Road,
}

/// A name and what is known of it from the text alone.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// Tokens that the mention covers.
    pub tokens: Range<usize>,
    /// Tokens of the bare name: "Qamishli" of "Qamishli airport".
    pub name: Range<usize>,
    /// How it is used.
    pub form: ToponymForm,
    /// What is asked for.
    pub ask: Ask,
    /// Entries that bear the name, shared by all spans of that name.
    pub hits: Arc<[Known]>,
    /// The place is given by the word itself: "Syrian", "Calif.".
    pub target: Option<&'static Target>,
    /// Direction words before it, lower case: "northeastern".
    pub direction: Option<Direction>,
    /// How much speaks for its being a place, as a sum of weights.
    pub weight: f32,
}

/// A part of a country or a province by compass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Direction {
    /// -1 south, 0 neither, 1 north.
    pub north: i8,
    /// -1 west, 0 neither, 1 east.
    pub east: i8,
}

impl Direction {
    /// The direction of a compass word such as "northeastern" or "south".
    pub fn read(word: &str) -> Option<Self> {
        let lower = word.to_lowercase().replace('-', "");
        let stem = lower.strip_suffix("ern").unwrap_or(&lower);
        let (north, rest) = match (stem.strip_prefix("north"), stem.strip_prefix("south")) {
            (Some(rest), _) => (1, rest),
            (_, Some(rest)) => (-1, rest),
            _ => (0, stem),
        };
        let east = match rest {
            "east" => 1,
            "west" => -1,
            "" if north != 0 => 0,
            "central" if north == 0 => 0,
            _ => return None,
        };
        Some(Self { north, east })
    }

    /// The word shown: "northeastern", "central".
    pub fn word(self) -> &'static str {
        match (self.north, self.east) {
            (1, 1) => "northeastern",
            (1, -1) => "northwestern",
            (-1, 1) => "southeastern",
            (-1, -1) => "southwestern",
            (1, _) => "northern",
            (-1, _) => "southern",
            (_, 1) => "eastern",
            (_, -1) => "western",
            _ => "central",
        }
    }
}

impl Span {
    /// A word whose place, if any, does not come from the gazetteer's names.
    pub fn bare(tokens: Range<usize>) -> Self {
        Self::new(tokens, Arc::default())
    }

    /// A name that covers its tokens, with nothing known of it yet.
    pub fn new(tokens: Range<usize>, hits: Arc<[Known]>) -> Self {
        Self {
            name: tokens.clone(),
            tokens,
            form: ToponymForm::Literal,
            ask: Ask::Any,
            hits,
            target: None,
            direction: None,
            weight: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compass_words_are_read_in_all_their_spellings() {
        for (word, north, east) in
            [("northeastern", 1, 1), ("south-west", -1, -1), ("North", 1, 0), ("central", 0, 0)]
        {
            assert_eq!(Direction::read(word), Some(Direction { north, east }), "{word}");
        }
        for word in ["", "ern", "norther", "lower", "northcentral"] {
            assert_eq!(Direction::read(word), None, "{word}");
        }
        let all = [(1, 1), (1, -1), (-1, 1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1), (0, 0)];
        for (north, east) in all {
            let direction = Direction { north, east };
            assert_eq!(Direction::read(direction.word()), Some(direction));
        }
    }
}
