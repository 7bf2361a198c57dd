use super::{PlaceId, SourceId, TimeSpan};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Where something was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// File name or other short handle, shown where there is no title.
    pub name: String,
    /// Headline, where known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Who published it, where known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// Where it can be read, where known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// The date that it is read as of; relative expressions count from it. Nothing where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<TimeSpan>,
    /// How that date is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_from: Option<DatedFrom>,
    /// Date that the text itself suggests, offered to the user, with the reasoning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested_date: Option<(TimeSpan, String)>,
    /// What it is.
    pub kind: SourceKind,
    /// The full text, against which passages count.
    pub text: String,
}

/// How a document's date is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by", content = "how")]
pub enum DatedFrom {
    /// The user said so (on the command line or in the window).
    Option,
    /// The file says so; the words name the field.
    Metadata(String),
    /// Worked out from the text; the words give the reasoning.
    Text(String),
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Running text.
    Document,
    /// A table; each row is a line of the text.
    Table,
}

/// A span of a source: Unicode code points, half-open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// The source.
    pub source: SourceId,
    /// Code points from its start, half-open.
    pub range: Range<usize>,
}

/// A passage that names a place or a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands.
    pub passage: Passage,
    /// What it names.
    pub kind: MentionKind,
}

/// What a mention names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// A place name.
    Toponym {
        /// How the name is used.
        form: ToponymForm,
        /// The place it was resolved to; nothing when the evidence is too weak.
        place: Option<PlaceId>,
        /// Places that it could be, best first; mentions of one name share them.
        candidates: Arc<[Candidate]>,
    },
    /// A time expression.
    Time {
        /// TIMEX3 type.
        timex: TimexType,
        /// TIMEX3 value, such as `2026-W04`, `P3M`, `PRESENT_REF`.
        value: String,
        /// The span on the calendar; nothing while relative to an unknown date, and for durations and sets.
        span: Option<TimeSpan>,
        /// How it was read, in words.
        reading: String,
    },
}

/// How a place name is used in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToponymForm {
    /// The place itself: "in Qamishli".
    Literal,
    /// A building or site: "Qamishli airport".
    Facility,
    /// A part cut by direction or a region: "northeastern Syria".
    Region,
    /// The government or people that sit there: "talks with Damascus".
    Metonym,
    /// An adjective or people: "Syrian".
    Demonym,
}

/// TIMEX3 types (TimeML 1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A calendar date or coarser.
    Date,
    /// A time of day.
    Time,
    /// A length.
    Duration,
    /// A recurrence.
    Set,
}

/// A place that a mention could be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The place.
    pub place: PlaceId,
    /// How likely, 0..=1.
    pub score: f32,
    /// Why, in words.
    pub reasons: Vec<String>,
}

impl Source {
    /// The text of a passage, by code points; what lies past the end is left out.
    #[must_use]
    pub fn quote(&self, range: &Range<usize>) -> &str {
        let from = byte_of(&self.text, range.start);
        let rest = self.text.get(from..).unwrap_or_default();
        let to = byte_of(rest, range.end.saturating_sub(range.start));
        rest.get(..to).unwrap_or_default()
    }

    /// The headline, or the file name where there is none.
    #[must_use]
    pub fn heading(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }
}

/// Where the code point of a number begins, in bytes; the text's end where it has fewer. Tables may
/// have hundreds of megabytes, so whole pieces are counted by their leading bytes, many at a time.
fn byte_of(text: &str, chars: usize) -> usize {
    const PIECE: usize = 4_096;
    let (mut at, mut left) = (0, chars);
    for piece in text.as_bytes().chunks(PIECE) {
        let leading = piece.iter().filter(|byte| (**byte).cast_signed() >= -0x40).count();
        if leading > left {
            break;
        }
        left -= leading;
        at += piece.len();
    }
    let boundary = (0..4).find_map(|back| text.get(at.checked_sub(back)?..).map(|_| back));
    // A piece may end within a code point, whose first byte was counted in it.
    let back = boundary.unwrap_or_default();
    let (at, left) = (at - back, left + usize::from(back > 0));
    let rest = text.get(at..).unwrap_or_default();
    at + rest.char_indices().nth(left).map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_are_found_as_by_walking(
            piece in "[a-zé\u{65e5}\u{1f600}]{1,40}", times in 1usize..400, chars in 0usize..20_000,
        ) {
            let text = piece.repeat(times);
            let walked = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
            prop_assert_eq!(byte_of(&text, chars), walked);
        }
    }
}
