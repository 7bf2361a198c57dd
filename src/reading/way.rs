//! Movements: a clause that says from where to where.

use super::build::Near;
use super::clause::Clause;
use super::pick::Hit;
use super::tag::Tag;
use crate::geocode::ToponymMention;
use crate::model::ToponymForm;

/// Words between "from" or "to" and the name, at most: "from its base near the town of".
const REACH: usize = 7;

/// Verbs of going and bringing, in the forms that are told.
const GOES: [&str; 40] = [
    "arrive",
    "arrived",
    "drive",
    "driven",
    "drove",
    "fled",
    "flee",
    "flew",
    "flown",
    "fly",
    "head",
    "headed",
    "heads",
    "march",
    "marched",
    "move",
    "moved",
    "moves",
    "moving",
    "redeployed",
    "relocate",
    "relocated",
    "retreated",
    "return",
    "returned",
    "returns",
    "sail",
    "sailed",
    "sent",
    "ship",
    "shipped",
    "shifted",
    "travel",
    "traveled",
    "travelled",
    "travelling",
    "travels",
    "transfer",
    "transferred",
    "went",
];

/// Nouns that "from … to …" tells the length of, not where something went.
const STRETCHES: [&str; 18] = [
    "border",
    "corridor",
    "coast",
    "distance",
    "front",
    "highway",
    "journey",
    "length",
    "line",
    "motorway",
    "pipeline",
    "railway",
    "road",
    "route",
    "stretch",
    "stretched",
    "stretches",
    "stretching",
];

/// A place that is named as an end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    From,
    To,
}

impl Near<'_, '_> {
    /// From where to where a clause says that something moved, by position in the whole list of
    /// mentions; nothing where it does not name both, or tells of no movement.
    pub(super) fn way(&self, hit: &Hit<'_>, clause: &Clause) -> Option<(usize, usize)> {
        let category = hit.category.unwrap_or(hit.trigger.category.as_str());
        let moves = matches!(category, "withdrawal" | "deployment" | "advance")
            || GOES.contains(&self.sense.lower(hit.at));
        if !moves {
            return None;
        }
        let bytes = self.sense.words.bytes(&clause.tokens);
        let inside = |m: &ToponymMention| {
            m.resolved
                && m.range.start >= bytes.start
                && m.range.end <= bytes.end
                && !matches!(m.form, ToponymForm::Metonym | ToponymForm::Demonym)
        };
        let mentions = self.mentions.iter().enumerate().filter(|(_, m)| inside(m));
        let ends: Vec<(End, usize)> =
            mentions.filter_map(|(at, m)| Some((self.end(m, clause)?, at + self.first))).collect();
        let of = |wanted: End| {
            let mut found = ends.iter().filter(|(end, _)| *end == wanted).map(|(_, at)| *at);
            // Two of a kind are a list, and nothing says which goes with which.
            found.next().filter(|_| found.next().is_none())
        };
        Some((of(End::From)?, of(End::To)?))
    }

    /// Whether a mention stands after "from", or after "to" or "into", within its own phrase.
    fn end(&self, mention: &ToponymMention, clause: &Clause) -> Option<End> {
        let sense = self.sense;
        let tokens = &sense.words.tokens;
        let at = tokens.partition_point(|t| t.range.start < mention.range.start);
        let nearest = at.saturating_sub(REACH).max(clause.tokens.start);
        for before in (nearest..at).rev() {
            match sense.lower(before) {
                "from" => {
                    let measured = before > clause.tokens.start
                        && STRETCHES.contains(&sense.lower(before - 1));
                    return (!measured).then_some(End::From);
                }
                "to" | "into" | "towards" | "toward" => return Some(End::To),
                // "its base in", "the town of", "an airfield near"
                "in" | "of" | "at" | "near" | "outside" => {}
                _ => match sense.tag(before) {
                    tag if tag.verb() || tag.parts() => return None,
                    Tag::Prep | Tag::And | Tag::But | Tag::Rel | Tag::That => return None,
                    // Another place on the way: "to Homs in Syria" is one end, and Syria is none.
                    Tag::Name => return None,
                    _ => {}
                },
            }
        }
        None
    }
}
