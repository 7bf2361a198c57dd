//! What tests make their data of: values that say nothing but what a test asks for. A test names
//! what it is about and leaves the rest to these: `Event { route, ..event(…) }`. The tests beside the
//! code and those of the window, which take this file in by its path, share them.

use super::{
    Category, Certainty, Event, EventKind, Feature, LonLat, Place, PlaceId, PlaceShape, Second,
    Source, SourceKind, StateWords, TimeSpan,
};

/// What is said flatly to have happened, at places by their numbers; `when` is EDTF.
pub fn event(title: &str, category: &str, when: Option<&str>, places: &[u32]) -> Event {
    Event {
        title: title.to_owned(),
        category: Category::new(category),
        kind: EventKind::Happening,
        when: when.map(|text| text.parse().expect("an EDTF date")),
        places: places.iter().map(|id| PlaceId(*id)).collect(),
        actors: Vec::new(),
        certainty: Certainty::Stated,
        evidence: Vec::new(),
        reasons: Vec::new(),
        accounts: Vec::new(),
        route: None,
    }
}

/// A state: of what, what it is called while it holds, and once it has ended.
pub fn state(subject: &str, holding: &str, ended: &str) -> EventKind {
    EventKind::State(StateWords {
        subject: subject.to_owned(),
        holding: holding.to_owned(),
        ended: ended.to_owned(),
    })
}

/// A town of one name; degrees, and metres around it.
pub fn place(name: &str, lon: f64, lat: f64, radius_m: f64) -> Place {
    Place {
        name: name.to_owned(),
        names: Vec::new(),
        feature: Feature::new('P', "PPL"),
        position: LonLat::new(lon, lat).expect("on the globe"),
        shape: PlaceShape::Point,
        radius_m,
        population: None,
        country: None,
        admin1: None,
        geonameid: None,
        note: String::new(),
    }
}

/// A document without a date.
pub fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        title: String::new(),
        publisher: String::new(),
        url: String::new(),
        dated: None,
        dated_from: None,
        suggested_date: None,
        kind: SourceKind::Document,
        text: text.to_owned(),
    }
}

/// The first instant of an EDTF date.
pub fn instant(text: &str) -> Second {
    let span: TimeSpan = text.parse().expect("an EDTF date");
    span.earliest().expect("a date that begins")
}
