use crate::app::place_card::{coordinates, distance_words};
use crate::model::{Dataset, Event};
use serde::{Deserialize, Serialize};

/// What a column tells of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// When.
    When,
    /// What.
    Title,
    /// What sort.
    Category,
    /// Where.
    Place,
    /// Where, in degrees.
    Position,
    /// Within what distance.
    Within,
    /// Who.
    Actors,
    /// How sure.
    Certainty,
    /// How many reports.
    Reports,
    /// Who said so.
    Source,
    /// In what words.
    Passage,
}

impl Column {
    /// All, in the order in which they stand.
    pub const ALL: [Self; 11] = [
        Self::When,
        Self::Title,
        Self::Category,
        Self::Place,
        Self::Position,
        Self::Within,
        Self::Actors,
        Self::Certainty,
        Self::Reports,
        Self::Source,
        Self::Passage,
    ];

    /// Its heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::When => "When",
            Self::Title => "Event",
            Self::Category => "Category",
            Self::Place => "Place",
            Self::Position => "Position",
            Self::Within => "Within",
            Self::Actors => "Actors",
            Self::Certainty => "Certainty",
            Self::Reports => "Reports",
            Self::Source => "Source",
            Self::Passage => "Passage",
        }
    }

    /// How much of the width it takes beside the others.
    #[must_use]
    pub fn weight(self) -> f32 {
        match self {
            Self::Title | Self::Passage => 3.0,
            Self::When | Self::Place | Self::Actors | Self::Source | Self::Position => 1.5,
            Self::Category | Self::Certainty => 1.0,
            Self::Within | Self::Reports => 0.7,
        }
    }
}

/// What a column says of an event; empty where there is nothing to say.
#[must_use]
pub fn cell(dataset: &Dataset, event: &Event, column: Column) -> String {
    let places = || event.places.iter().filter_map(|id| dataset.place(*id));
    match column {
        Column::When => event.when.as_ref().map_or_else(String::new, |when| when.label()),
        Column::Title => event.title.clone(),
        Column::Category => event.category.as_str().to_owned(),
        Column::Place => joined(places().map(|place| place.name.clone())),
        Column::Position => joined(places().map(|place| {
            let words = coordinates(place.position, place.radius_m);
            words.split_once(" ±").map_or_else(|| words.clone(), |(at, _)| at.to_owned())
        })),
        Column::Within => places()
            .map(|place| place.radius_m)
            .min_by(f64::total_cmp)
            .map(distance_words)
            .unwrap_or_default(),
        Column::Actors => joined(event.actors.iter().cloned()),
        Column::Certainty => event.certainty.label().to_owned(),
        Column::Reports => event.reports().to_string(),
        Column::Source => {
            let names = event.evidence.iter().filter_map(|p| dataset.source(p.source));
            joined(names.map(|source| source.heading().to_owned()))
        }
        Column::Passage => {
            let quote = event.evidence.first().and_then(|passage| dataset.quote(passage));
            quote.map(|quote| one_line(&quote)).unwrap_or_default()
        }
    }
}

/// Each part once: two places may bear one name.
fn joined(parts: impl Iterator<Item = String>) -> String {
    let mut told: Vec<String> = Vec::new();
    for part in parts {
        if !told.contains(&part) {
            told.push(part);
        }
    }
    told.join("; ")
}

/// A text with its line breaks and runs of spaces as single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
