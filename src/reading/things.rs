//! Things and people by the words for them, where a verb tells one thing of these and another of
//! those: "joined the alliance", "recovered bodies", "went down".

use super::phrase;
use super::tag::Sense;
use std::ops::Range;

/// Those whom a state may join.
pub(super) fn allies(sense: &Sense<'_>, object: &Range<usize>) -> bool {
    const ALLIES: &[&str] = &[
        "alliance",
        "union",
        "coalition",
        "pact",
        "league",
        "bloc",
        "eurozone",
        "nato",
        "federation",
        "confederation",
        "community",
        "treaty",
        "commonwealth",
    ];
    phrase::any_word(sense, object, ALLIES)
}

/// What divers and rescuers recover.
pub(super) fn found(sense: &Sense<'_>, object: &Range<usize>, subject: &Range<usize>) -> bool {
    const FOUND: &[&str] = &[
        "body",
        "bodies",
        "remains",
        "corpse",
        "corpses",
        "wreckage",
        "survivors",
        "survivor",
        "victims",
        "recorder",
        "recorders",
        "box",
        "weapons",
        "artefacts",
        "artifacts",
    ];
    phrase::any_word(sense, object, FOUND) || phrase::any_word(sense, subject, FOUND)
}

/// What is said, and may be brushed aside.
pub(super) fn words_only(sense: &Sense<'_>, object: &Range<usize>) -> bool {
    const WORDS: &[&str] = &[
        "accusation",
        "accusations",
        "report",
        "reports",
        "claim",
        "claims",
        "allegation",
        "allegations",
        "suggestion",
        "suggestions",
        "criticism",
        "rumours",
        "rumors",
        "charges",
        "concerns",
        "fears",
        "idea",
        "appeal",
        "case",
        "lawsuit",
        "complaint",
    ];
    phrase::any_word(sense, object, WORDS)
}

/// What is damaged without anything being broken.
pub(super) fn abstract_thing(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    const ABSTRACT: &[&str] = &[
        "deliveries",
        "sales",
        "profits",
        "earnings",
        "exports",
        "growth",
        "reputation",
        "relations",
        "economy",
        "ties",
        "confidence",
        "trust",
        "image",
        "prospects",
        "hopes",
        "credibility",
        "chances",
        "interests",
        "health",
        "career",
        "feelings",
        "pride",
        "standing",
        "brand",
        "case",
        "argument",
    ];
    phrase::any_word(sense, tokens, ABSTRACT)
}

/// Something that floats or flies, and may go down.
pub(super) fn vessel(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    const VESSELS: &[&str] = &[
        "ship",
        "boat",
        "ferry",
        "ferries",
        "trawler",
        "tanker",
        "vessel",
        "dinghy",
        "dinghies",
        "plane",
        "aircraft",
        "airliner",
        "jet",
        "helicopter",
        "freighter",
        "submarine",
        "frigate",
        "destroyer",
        "cruiser",
        "liner",
        "yacht",
        "barge",
        "airship",
        "steamer",
        "warship",
        "carrier",
        "raft",
        "canoe",
        "balloon",
        "glider",
        "transport",
        "galleon",
        "schooner",
    ];
    tokens.clone().any(|at| {
        let word = sense.lower(at);
        VESSELS.contains(&word) || VESSELS.contains(&word.strip_suffix('s').unwrap_or(word))
    })
}

/// Many people together who are there of their own will.
pub(super) fn crowd(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    const CROWD: &[&str] = &[
        "people",
        "protesters",
        "demonstrators",
        "thousands",
        "hundreds",
        "crowd",
        "crowds",
        "students",
        "workers",
        "mourners",
        "supporters",
        "residents",
        "villagers",
        "strikers",
        "activists",
        "marchers",
        "farmers",
        "opponents",
        "critics",
        "families",
        "women",
        "men",
        "citizens",
        "youths",
        "worshippers",
    ];
    phrase::any_word(sense, tokens, CROWD)
}

/// What can be brought down by force besides an army: a revolt.
pub(super) fn rising(sense: &Sense<'_>, tokens: &Range<usize>) -> bool {
    const RISING: &[&str] = &[
        "rebellion",
        "revolt",
        "uprising",
        "mutiny",
        "insurrection",
        "coup",
        "protest",
        "protests",
        "riot",
        "riots",
        "resistance",
        "fleet",
        "attack",
        "attacks",
        "assault",
        "offensive",
        "invasion",
        "raid",
    ];
    phrase::any_word(sense, tokens, RISING)
}
