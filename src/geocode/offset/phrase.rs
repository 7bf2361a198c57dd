//! What the words around a name say of where it is meant: near it, off it, so far from it.

use super::figure::{Bearing, Distance, bearing_before, distance_before};
use crate::geocode::cues::{self, Cue};
use crate::geocode::span::{Direction, Span};
use crate::geocode::text::{Shape, Words};

/// How the ground that is meant lies to the place that is named.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Relation {
    /// "30 km north of", "25 miles from".
    Away { distance: Distance, bearing: Option<Bearing>, words: String },
    /// "within 10 km of".
    Within { distance: Distance, words: String },
    /// "off the coast of", "20 km off".
    Off { distance: Option<Distance>, words: String },
    /// "near", "outside", "on the outskirts of".
    Near { reach: Reach, words: String },
    /// "north of", without saying how far.
    Beyond { bearing: Bearing, words: String },
    /// "southern", "the northern outskirts of", "the western countryside of".
    Part { direction: Direction, extent: Extent },
    /// "the countryside of", "rural".
    Countryside { words: String },
}

/// How far words of nearness reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// "near", "close to", "around".
    Near,
    /// "outside", "on the outskirts of".
    Edge,
}

/// How far the ground goes of which a direction names a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The place itself.
    Inside,
    /// "outskirts", "suburbs".
    Outskirts,
    /// "countryside", "rural".
    Countryside,
}

/// What the words around a name say.
pub(crate) fn relation(words: &Words<'_>, span: &Span) -> Option<Relation> {
    let from = span.tokens.start;
    if is_piece(words, span.tokens.end) {
        return None;
    }
    let sentence = sentence_start(words, from);
    let to = span.tokens.end;
    let at = Cursor { words, from: skip_modifiers(words, from, sentence), sentence, to };
    at.outskirts()
        .or_else(|| at.off())
        .or_else(|| at.away())
        .or_else(|| at.near())
        .or_else(|| rural(words, from))
        .or_else(|| after(words, to))
        .or_else(|| {
            let direction = sharpened(words, from, span.direction?);
            Some(Relation::Part { direction, extent: Extent::Inside })
        })
}

/// Whether a name goes on with something else that bears it, "the Dublin Branch", or with a border.
fn is_piece(words: &Words<'_>, to: usize) -> bool {
    let goes_on = words.get(to).is_some_and(|t| t.named() && !t.is(Cue::Calendar) && !t.opens);
    goes_on || matches!(words.str(to), "border" | "borders" | "line")
}

/// "north west London" and "north-western London" are not in the west.
fn sharpened(words: &Words<'_>, from: usize, direction: Direction) -> Direction {
    let back = 1 + usize::from(words.str_before(from, 2) == "-");
    let before = words.str_before(from, back + 1).to_lowercase();
    let north = match before.as_str() {
        "north" => 1,
        "south" => -1,
        _ => direction.north,
    };
    let beside = Direction::read(words.str_before(from, 1)) == Some(direction);
    if direction.north == 0 && direction.east != 0 && beside {
        Direction { north, ..direction }
    } else {
        direction
    }
}

fn sentence_start(words: &Words<'_>, at: usize) -> usize {
    let sentences = &words.sentences;
    let next = sentences.partition_point(|s| s.tokens.start <= at);
    next.checked_sub(1).and_then(|s| sentences.get(s)).map_or(0, |s| s.tokens.start)
}

/// Steps back over "the", "the city of", "the Nigerian capital of", "downtown".
fn skip_modifiers(words: &Words<'_>, from: usize, sentence: usize) -> usize {
    let mut at = from;
    let mut kind = false;
    while at > sentence {
        let word = words.str_before(at, 1);
        let noun = is_kind(word);
        let skipped = match word {
            "the" | "-" if at < from || word == "the" => true,
            "of" => is_kind(words.str_before(at, 2)),
            "central" | "downtown" | "nearby" => true,
            _ => noun || (kind && cues::demonym(word).is_some()),
        };
        if !skipped || from - at >= 6 {
            break;
        }
        kind |= noun;
        at -= 1;
        if word == "the" {
            break;
        }
    }
    at
}

fn is_kind(word: &str) -> bool {
    matches!(
        word,
        "city" | "town" | "village" | "capital" | "district" | "suburb" | "port" | "neighbourhood"
    )
}

/// A place in the text behind which a name comes, modifiers aside.
struct Cursor<'w, 't> {
    words: &'w Words<'t>,
    from: usize,
    /// The first token of the sentence.
    sentence: usize,
    /// The token behind the name.
    to: usize,
}

impl Cursor<'_, '_> {
    /// The lower-case word so many steps back; nothing before the sentence.
    fn back(&self, steps: usize) -> String {
        if self.from < self.sentence + steps {
            return String::new();
        }
        self.words.str_before(self.from, steps).to_lowercase()
    }

    fn written(&self, start: usize) -> String {
        let slice = self.words.slice(&self.words.bytes(&(start..self.from)));
        slice.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// "on the outskirts of", "the western countryside of", "in the vicinity of".
    fn outskirts(&self) -> Option<Relation> {
        if self.back(1) != "of" {
            return None;
        }
        let reach = match self.back(2).as_str() {
            "outskirts" | "outskirt" | "edge" | "edges" | "fringes" | "suburbs" => {
                Some(Reach::Edge)
            }
            "vicinity" | "surroundings" | "environs" => Some(Reach::Near),
            "countryside" | "hinterland" => None,
            _ => return None,
        };
        let direction = Direction::read(&self.back(3));
        Some(match (reach, direction) {
            (Some(Reach::Edge), Some(direction)) => {
                Relation::Part { direction, extent: Extent::Outskirts }
            }
            (None, Some(direction)) => Relation::Part { direction, extent: Extent::Countryside },
            (Some(reach), _) => Relation::Near { reach, words: self.written(self.from - 2) },
            (None, None) => Relation::Countryside { words: self.written(self.from - 2) },
        })
    }

    /// "off", "20 km off the coast of".
    fn off(&self) -> Option<Relation> {
        let coast = matches!(self.back(2).as_str(), "coast" | "coasts" | "shore" | "shores");
        let at = match self.back(1).as_str() {
            "of" if coast => self.from - 2 - usize::from(self.back(3) == "the"),
            "off" => self.from,
            _ => return None,
        };
        if at <= self.sentence || self.words.str_before(at, 1) != "off" {
            return None;
        }
        let distance = distance_before(self.words, at - 1).filter(|(_, s)| *s >= self.sentence);
        // "took off Tuesday", "a mile off Exit 12" and "cut off Homs" are not at sea.
        if distance.is_none() && !coast {
            return None;
        }
        let (distance, start) = distance.map_or((None, at - 1), |(d, start)| (Some(d), start));
        Some(Relation::Off { distance, words: self.written(start) })
    }

    /// "30 km north of", "30 km to the north of", "25 miles from", "within 10 km of", "north of".
    fn away(&self) -> Option<Relation> {
        let mut at = match self.back(1).as_str() {
            "of" if self.back(2) == "outside" => self.from - 2,
            "of" | "from" | "outside" => self.from - 1,
            _ => return None,
        };
        let preposition = self.back(1);
        if at > self.sentence && self.words.str_before(at, 1) == "away" {
            at -= 1;
        }
        let bearing = bearing_before(self.words, at).filter(|(_, s)| *s >= self.sentence);
        if let Some((_, start)) = bearing {
            at = start;
        }
        let bearing = bearing.map(|(bearing, _)| bearing);
        let to_the = |at: usize| {
            self.words.str_before(at, 1) == "the" && self.words.str_before(at, 2) == "to"
        };
        let due = self.words.str_before(at, 1) == "due";
        let measured = match () {
            () if bearing.is_some() && to_the(at) => at - 2,
            () if bearing.is_some() && due => at - 1,
            () => at,
        };
        let distance = distance_before(self.words, measured).filter(|(_, s)| *s >= self.sentence);
        match (distance, bearing) {
            (Some((distance, start)), None) if preposition == "of" && at == self.from - 1 => {
                let within = start > self.sentence
                    && self.words.str_before(start, 1).eq_ignore_ascii_case("within");
                let words = self.written(start.saturating_sub(1));
                within.then_some(Relation::Within { distance, words })
            }
            // "109 miles from Paredes to Baltanas" is a way, not a place.
            (Some(_), None) if preposition == "from" && self.words.str(self.to) == "to" => None,
            (Some((distance, start)), bearing) => {
                Some(Relation::Away { distance, bearing, words: self.written(start) })
            }
            (None, Some(bearing)) if preposition == "of" && measured == at => {
                // "the north of Homs" is a part of it, "north of Homs" is not.
                let part = self.words.str_before(at, 1) == "the";
                (!part).then(|| Relation::Beyond { bearing, words: self.written(at) })
            }
            _ => None,
        }
    }

    /// "near", "close to", "just outside", "around".
    fn near(&self) -> Option<Relation> {
        let (reach, steps) = match self.back(1).as_str() {
            "near" | "nearby" | "around" | "surrounding" => (Reach::Near, 1),
            "to" if matches!(self.back(2).as_str(), "close" | "near" | "next") => (Reach::Near, 2),
            "from" if self.back(2) == "far" && self.back(3) == "not" => (Reach::Near, 3),
            "outside" => (Reach::Edge, 1),
            "of" if self.back(2) == "outside" => (Reach::Edge, 2),
            _ => return None,
        };
        Some(Relation::Near { reach, words: self.written(self.from - steps) })
    }
}

/// "rural Homs", "northern rural Hama".
fn rural(words: &Words<'_>, from: usize) -> Option<Relation> {
    if !words.str_before(from, 1).eq_ignore_ascii_case("rural") {
        return None;
    }
    let direction = Direction::read(words.str_before(from, 2));
    Some(match direction {
        Some(direction) => Relation::Part { direction, extent: Extent::Countryside },
        None => Relation::Countryside { words: "rural".to_owned() },
    })
}

/// "the Aleppo area", "Homs’s northern countryside", "Hama’s outskirts".
fn after(words: &Words<'_>, to: usize) -> Option<Relation> {
    let mut at = to;
    if matches!(words.str(at), "’s" | "'s" | "’" | "'") {
        at += 1;
    }
    let direction = Direction::read(words.str(at)).filter(|_| at > to);
    at += usize::from(direction.is_some());
    let noun = words.str(at);
    if words.get(at).is_none_or(|t| t.shape != Shape::Lower) {
        return None;
    }
    let countryside = matches!(noun, "countryside" | "hinterland");
    let edge = matches!(noun, "outskirts" | "suburbs" | "fringes");
    let area = matches!(noun, "area" | "vicinity") && at == to;
    match direction {
        Some(direction) if countryside => {
            Some(Relation::Part { direction, extent: Extent::Countryside })
        }
        Some(direction) if edge => Some(Relation::Part { direction, extent: Extent::Outskirts }),
        None if countryside => Some(Relation::Countryside { words: "the countryside of".into() }),
        None if edge => {
            Some(Relation::Near { reach: Reach::Edge, words: format!("the {noun} of") })
        }
        None if area => {
            Some(Relation::Near { reach: Reach::Near, words: "the area of".to_owned() })
        }
        _ => None,
    }
}

/// How two names that follow each other belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// "halfway between Homs and Hama".
    Halfway,
    /// "on the road between Homs and Hama".
    Between,
    /// "along the Homs-Hama highway".
    Road,
}

/// What is said of two names as a pair.
pub(crate) fn pair(words: &Words<'_>, a: &Span, b: &Span) -> Option<Pair> {
    let (from, gap) = (a.tokens.start, a.tokens.end..b.tokens.start);
    let linked = |links: &[&str]| gap.len() == 1 && links.contains(&words.str(gap.start));
    let way = |word: &str| {
        matches!(word, "road" | "highway" | "motorway" | "route" | "railway" | "corridor")
    };
    if linked(&["-", "–", "—"]) && way(words.str(b.tokens.end)) {
        return Some(Pair::Road);
    }
    let the = usize::from(words.str_before(from, 1) == "the");
    let between = from.checked_sub(the).filter(|at| words.str_before(*at, 1) == "between")?;
    if !linked(&["and"]) {
        return None;
    }
    let before = words.str_before(between, 2).to_lowercase();
    let ahead = words.str_before(between, 3).to_lowercase();
    match before.as_str() {
        "halfway" | "midway" | "way" if before != "way" || ahead == "half" => Some(Pair::Halfway),
        "road" | "highway" | "motorway" | "route" | "railway" | "corridor" | "area" | "stretch"
        | "somewhere" | "located" | "situated" | "lies" | "line" | "village" | "villages" => {
            Some(Pair::Between)
        }
        _ => None,
    }
}
