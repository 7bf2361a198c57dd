//! A small dataset for the tests of the formats.

use crate::model::{
    Candidate, Category, Certainty, Dataset, DatedFrom, Decisions, Event, EventKind, Feature,
    LonLat, Mention, MentionKind, Name, Passage, Place, PlaceId, PlaceShape, Source, SourceId,
    SourceKind, TimexType, ToponymForm,
};

/// One document ("Élan: in Homs on 28 January 2026."), one place, two mentions, one event.
pub fn dataset() -> Dataset {
    let text = "Élan: in Homs on 28 January 2026. Also Atlantis.";
    let passage = |range: std::ops::Range<usize>| Passage { source: SourceId(0), range };
    let place = Place {
        name: "Homs".into(),
        names: vec![Name { text: "حمص".into(), lang: Some("ar".into()) }],
        feature: Feature::new('P', "PPLA"),
        position: LonLat::new(36.723_39, 34.727_82).unwrap(),
        shape: PlaceShape::Point,
        radius_m: 8_000.0,
        population: Some(775_404),
        country: Some("SY".into()),
        admin1: Some("Homs".into()),
        geonameid: Some(169_577),
        note: String::new(),
    };
    let homs = MentionKind::Toponym {
        form: ToponymForm::Literal,
        place: Some(PlaceId(0)),
        candidates: std::sync::Arc::new([Candidate {
            place: PlaceId(0),
            score: 0.9,
            reasons: vec!["large".into()],
        }]),
    };
    let time = MentionKind::Time {
        timex: TimexType::Date,
        value: "2026-01-28".into(),
        span: "2026-01-28".parse().ok(),
        reading: String::new(),
    };
    let atlantis = MentionKind::Toponym {
        form: ToponymForm::Literal,
        place: None,
        candidates: std::sync::Arc::default(),
    };
    Dataset {
        tables: Vec::new(),
        title: "Sample".into(),
        sources: vec![Source {
            name: "sample.txt".into(),
            title: "A visit".into(),
            publisher: "The Example".into(),
            url: String::new(),
            dated: "2026-01-29".parse().ok(),
            dated_from: Some(DatedFrom::Metadata("front matter `date`".into())),
            suggested_date: None,
            kind: SourceKind::Document,
            text: text.into(),
        }],
        places: vec![place],
        mentions: vec![
            Mention { passage: passage(9..13), kind: homs },
            Mention { passage: passage(17..32), kind: time },
            Mention { passage: passage(39..47), kind: atlantis },
        ],
        events: vec![Event {
            title: "A landing".into(),
            category: Category::new("moon landing"),
            kind: EventKind::Happening,
            when: "2026-01-28".parse().ok(),
            places: vec![PlaceId(0)],
            actors: vec!["Élan".into()],
            certainty: Certainty::Reported,
            evidence: vec![passage(0..33)],
            reasons: Vec::new(),
            accounts: Vec::new(),
            route: None,
        }],
        decisions: Decisions::default(),
    }
}
