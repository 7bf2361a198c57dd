//! What the inspector shows of a place, worked out without a window.

mod coordinates;
mod kind;
mod language;
mod status;

use crate::model::country_name;
pub use crate::task::grouped;
pub use coordinates::{coordinates, distance_words};
pub use kind::kind_words;
pub use language::language_name;
pub use status::{Status, StatusLine, statuses};

use crate::model::{
    Certainty, Dataset, DatedFrom, Event, EventId, EventKind, Language, Name, Passage, Place,
    PlaceId, PlaceShape, Second, Source, SourceId,
};
use std::cmp::Ordering;
use std::ops::Range;

/// All that is shown of one place at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceCard {
    /// The name shown first, in the language that names are shown in.
    pub name: String,
    /// The usual name, where that is another.
    pub usual_name: Option<String>,
    /// What sort of thing it is, and where: "air base in Latakia, Syria".
    pub kind: String,
    /// Position with its precision: "37.05° N, 41.23° E ± 6 km".
    pub coordinates: String,
    /// "about 184,000 inhabitants", where known.
    pub population: Option<String>,
    /// Names by language, English first, those of no known language last.
    pub names: Vec<LanguageNames>,
    /// States at the cursor: "Russian presence: withdrawn".
    pub states: Vec<StatusLine>,
    /// What happened there, in time order; undated events last.
    pub events: Vec<EventLine>,
    /// Where the entry comes from, and what is disputed.
    pub note: String,
}

/// The names that a place has in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageNames {
    /// The language's English name; "Other spellings" where the source tells none.
    pub language: String,
    /// ISO 639 code, where known.
    pub lang: Option<String>,
    /// The names, in logical order of letters.
    pub names: Vec<String>,
}

/// One event as a row.
#[derive(Clone, Debug, PartialEq)]
pub struct EventLine {
    /// The event.
    pub id: EventId,
    /// One line saying what happened.
    pub title: String,
    /// When, in words; "undated" where nobody says.
    pub when: String,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Whether it is a state.
    pub is_state: bool,
    /// The passages that say so.
    pub quotes: Vec<QuoteLine>,
}

/// A quoted passage with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteLine {
    /// The source.
    pub source: SourceId,
    /// Code points in its text, half-open.
    pub range: Range<usize>,
    /// The words quoted, white space folded.
    pub text: String,
    /// Headline or file name of the source.
    pub heading: String,
    /// Who published it; may be empty.
    pub publisher: String,
    /// Its date in words; "undated" where unknown.
    pub date: String,
}

/// The card of a place at an instant; `events` are the events at it, in any order.
#[must_use]
pub fn place_card(
    dataset: &Dataset,
    id: PlaceId,
    events: &[EventId],
    cursor: Second,
    language: Option<Language>,
) -> Option<PlaceCard> {
    let place = dataset.place(id)?;
    let name = place.name_in(language).to_owned();
    Some(PlaceCard {
        usual_name: Some(place.name.clone()).filter(|usual| *usual != name),
        name,
        kind: place_line(&place),
        coordinates: coordinates(place.position, place.radius_m),
        population: place.population.filter(|n| *n > 0).map(population_words),
        names: names_by_language(&place.names),
        states: statuses(dataset, events, cursor),
        events: event_lines(dataset, events),
        note: place.note.clone(),
    })
}

/// What a place is and where: "city in Al-Hasakah, Syria", "air base", "region of Syria".
#[must_use]
pub fn place_line(place: &Place) -> String {
    let code = &place.feature.code;
    let kind = kind_words(place.feature.class, code).unwrap_or("place").to_owned();
    if place.feature.class == 'A' && code.starts_with("PCL") {
        return kind;
    }
    let country = place.country.as_deref().map(country_name);
    match (place.admin1.as_deref().filter(|a| !same_name(a, place)), country) {
        (Some(admin1), Some(country)) => format!("{kind} in {admin1}, {country}"),
        (Some(admin1), None) => format!("{kind} in {admin1}"),
        (None, Some(country)) => format!("{kind} in {country}"),
        (None, None) => kind,
    }
}

fn same_name(admin1: &str, place: &Place) -> bool {
    admin1 == place.name
}

fn population_words(inhabitants: u64) -> String {
    let step = if inhabitants >= 100_000 { 1_000 } else { 100 };
    let rounded = (inhabitants + step / 2) / step * step;
    let shown = if inhabitants < 1_000 { inhabitants } else { rounded };
    format!("about {} inhabitants", grouped(shown))
}

/// Names gathered by language: English first, the others by the language's name, those of no known
/// language last. A name given twice in a language is kept once.
#[must_use]
pub fn names_by_language(names: &[Name]) -> Vec<LanguageNames> {
    let mut out: Vec<LanguageNames> = Vec::new();
    for name in names {
        let of_language = out.iter_mut().find(|group| group.lang == name.lang);
        match of_language {
            Some(group) => {
                if !group.names.contains(&name.text) {
                    group.names.push(name.text.clone());
                }
            }
            None => out.push(LanguageNames {
                language: name.lang.as_deref().map_or_else(
                    || "Other spellings".to_owned(),
                    |code| language_name(code).to_owned(),
                ),
                lang: name.lang.clone(),
                names: vec![name.text.clone()],
            }),
        }
    }
    let rank = |group: &LanguageNames| match group.lang.as_deref() {
        Some("en") => 0,
        Some(_) => 1,
        None => 2,
    };
    out.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.language.cmp(&b.language)));
    out
}

/// Events as rows, in time order, undated ones last.
#[must_use]
pub fn event_lines(dataset: &Dataset, events: &[EventId]) -> Vec<EventLine> {
    let mut ids: Vec<EventId> = events.to_vec();
    ids.sort_by(|a, b| in_time_order(dataset, *a, *b));
    ids.dedup();
    ids.into_iter().filter_map(|id| Some(event_line(dataset, id, &*dataset.event(id)?))).collect()
}

/// The order of events in time: by begin, then by end; undated ones last, otherwise by id.
#[must_use]
pub fn in_time_order(dataset: &Dataset, a: EventId, b: EventId) -> Ordering {
    let when = |id: EventId| dataset.event(id)?.when.clone();
    match (when(a), when(b)) {
        (Some(x), Some(y)) => x.cmp(&y),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
    .then(a.cmp(&b))
}

/// One event as a row.
#[must_use]
pub fn event_line(dataset: &Dataset, id: EventId, event: &Event) -> EventLine {
    EventLine {
        id,
        title: event.title.clone(),
        when: event.when.as_ref().map_or_else(|| "undated".to_owned(), |span| span.label()),
        certainty: event.certainty,
        is_state: matches!(event.kind, EventKind::State(_)),
        quotes: event.evidence.iter().filter_map(|passage| quote_line(dataset, passage)).collect(),
    }
}

/// A passage as it is quoted.
#[must_use]
pub fn quote_line(dataset: &Dataset, passage: &Passage) -> Option<QuoteLine> {
    let source = dataset.source(passage.source)?;
    let quoted = source.quote(&passage.range);
    let mut text = String::with_capacity(quoted.len());
    for word in quoted.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    Some(QuoteLine {
        source: passage.source,
        range: passage.range.clone(),
        text,
        heading: source.heading().to_owned(),
        publisher: source.publisher.clone(),
        date: source.dated.as_ref().map_or_else(|| "undated".to_owned(), |span| span.label()),
    })
}

/// "Chronotope · 28 January 2026".
#[must_use]
pub fn byline(publisher: &str, date: &str) -> String {
    if publisher.is_empty() { date.to_owned() } else { format!("{publisher} · {date}") }
}

/// How the date is known, in a sentence.
#[must_use]
pub fn date_known(source: &Source) -> String {
    match &source.dated_from {
        Some(DatedFrom::Option) => "The date was given by you.".to_owned(),
        Some(DatedFrom::Metadata(field)) => format!("The date stands in the file ({field})."),
        Some(DatedFrom::Text(reason)) => format!("The date was worked out: {reason}"),
        None => String::new(),
    }
}

/// Whether a place is drawn as ground rather than as a point.
#[must_use]
pub fn is_area(place: &Place) -> bool {
    matches!(place.shape, PlaceShape::Area(_))
}

#[cfg(test)]
mod tests;
