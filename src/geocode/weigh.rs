//! How much speaks for a gazetteer name's being a place where it stands.
//!
//! A sum of hand-set weights; the name counts as a place above 0.

use super::cues::{self, Cue, Cues};
use super::names::{Known, NameIndex};
use super::recognise::Search;
use super::span::Span;
use super::text::{Sentence, Shape, Token, Words};

/// What the entries themselves speak for: countries and cities are named more than hamlets.
pub(crate) fn prior(index: &dyn NameIndex, hits: &[Known]) -> f32 {
    let each = hits.iter().filter_map(|hit| {
        let sketch = index.sketch(hit.id)?;
        let base = match (sketch.class, sketch.code) {
            _ if sketch.is_obscure() => -1.0,
            ('A', code) if code.starts_with("PCL") => 2.6,
            ('A', "ADM1") => 1.6,
            ('P', _) => {
                let people = (sketch.population.max(100) as f32).log10();
                ((people - 4.3) * 0.7).clamp(-1.0, 1.6)
            }
            ('S', _) => 0.0,
            ('L', _) => 2.0,
            _ => 0.9,
        };
        Some(base - (1.0 - hit.quality) * 2.5)
    });
    each.fold(-1.5, f32::max)
}

/// The weight of a gazetteer name.
pub(crate) fn name(search: &Search<'_>, span: &Span, sentence: &Sentence) -> f32 {
    let words = search.words;
    let (from, to) = (span.tokens.start, span.tokens.end);
    let count = (from..to).filter(|at| words.get(*at).is_some_and(Token::word)).count();
    let prior = prior(search.index, &span.hits);
    let mut weight = prior - 0.4;
    weight += before(search, span) + after(search, span);
    if words.get(to - 1).is_some_and(|t| t.is(Cue::Seat)) && sight(search, span, &['S']) {
        weight += 2.0;
    }
    if count > 1 {
        return weight + 1.0 - refuse_plain(words, span) - saint(words, span);
    }
    weight + single(search, span, sentence, prior)
}

/// A name of ordinary words only, "Big Lake" aside, is doubtful: "New Year", "The Rock".
fn refuse_plain(words: &Words<'_>, span: &Span) -> f32 {
    let plain = |at: usize| {
        words.get(at).is_none_or(|t| t.is(Cue::Ordinary) || !t.word() || t.shape == Shape::Lower)
    };
    let all = span.tokens.clone().all(plain);
    let opener = cues::opener(words.str(span.tokens.start));
    let family = words.get(span.tokens.end - 1).is_some_and(|t| t.is(Cue::Calendar));
    f32::from(u8::from(all)) * 1.2
        + f32::from(u8::from(opener)) * 2.0
        + f32::from(u8::from(family)) * 3.0
}

/// "St. Mary's School", "St. Paul's": a church or a school of the saint rather than a town.
fn saint(words: &Words<'_>, span: &Span) -> f32 {
    let saint = matches!(words.str(span.tokens.start), "St" | "St." | "Saint" | "Sts.");
    let next = span.tokens.end;
    let school = matches!(words.str(next), "’s" | "'s")
        || words.get(next).is_some_and(|t| t.named() && t.is(Cue::Org));
    if saint && school { 3.0 } else { 0.0 }
}

fn before(search: &Search<'_>, span: &Span) -> f32 {
    let (words, from, to) = (search.words, span.tokens.start, span.tokens.end);
    let Some(prev) = words.before(from, 1) else { return 0.0 };
    let word = words.str_before(from, 1);
    if prev.named() {
        return match () {
            () if prev.is(Cue::Ship) => -3.0,
            () if prev.is(Cue::Given) => -2.5,
            () if word.len() == 2 && word.ends_with('.') => -2.5,
            () if cues::demonym(word).is_some() => -0.4,
            () if prev.is(Cue::Direction) => 0.2,
            () if prev.is(Cue::Title) => -1.0,
            () if prev.opens && prev.is(Cue::Ordinary) => 0.0,
            () if prev.is(Cue::Org) => -0.4,
            () => -1.3,
        };
    }
    if prev.is(Cue::Ship) || prev.is(Cue::Kin) {
        return -3.0;
    }
    match word.to_lowercase().as_str() {
        "in" => 1.6,
        "near" | "from" | "outside" | "across" | "throughout" | "around" | "toward" | "towards"
        | "at" | "to" | "into" | "via" | "inside" | "within" => 1.0,
        "of" => 0.4,
        "a" | "an" | "the" if modifies(words, to) => 0.2,
        "a" | "an" => -1.2,
        // "The Atlantic", "the Alps", "the Levant".
        "the" if sight(search, span, &['H', 'T', 'L']) => 0.3,
        "the" => -0.9,
        _ if prev.is(Cue::Motion) => 1.0,
        _ if prev.is(Cue::Title) && prev.shape == Shape::Lower => -1.2,
        _ => 0.0,
    }
}

/// Whether a name has an entry of one of the feature classes: a site, or ground wider than a town.
fn sight(search: &Search<'_>, span: &Span, classes: &[char]) -> bool {
    /// Radius in metres of ground that is named like a country rather than like a pond.
    const WIDE_M: f64 = 50_000.0;
    span.hits
        .iter()
        .filter_map(|hit| search.index.sketch(hit.id))
        .any(|s| classes.contains(&s.class) && (s.class == 'S' || s.radius_m >= WIDE_M))
}

/// Whether a name modifies what follows: "the Henderson Police Department", "a Lancaster park".
fn modifies(words: &Words<'_>, to: usize) -> bool {
    let organised = (to..to + 4)
        .map_while(|at| words.get(at).filter(|t| t.named()))
        .any(|token| token.is(Cue::Org) || token.is(Cue::Site));
    let noun = words.get(to).is_some_and(|t| {
        t.shape == Shape::Lower
            && !t.is(Cue::Locative)
            && !t.is(Cue::Speech)
            && !copula(words.str(to))
    });
    organised || noun
}

fn copula(word: &str) -> bool {
    matches!(
        word,
        "is" | "are" | "was" | "were" | "has" | "had" | "have" | "and" | "or" | "who" | "that"
    )
}

fn after(search: &Search<'_>, span: &Span) -> f32 {
    let (words, to) = (search.words, span.tokens.end);
    let Some(next) = words.get(to) else { return 0.0 };
    let word = words.str(to);
    if word == "," {
        return if container_follows(search, to + 1) { 2.5 } else { 0.0 };
    }
    if next.named() && next.shape != Shape::Caseless {
        return match () {
            () if next.is(Cue::Family) => -3.0,
            () if word == "Administration" && prior(search.index, &span.hits) < 1.5 => -2.5,
            () if next.is(Cue::Org) => 0.2,
            () if cues::demonym(word).is_some() || cues::short(word).is_some() => 0.3,
            () if next.is(Cue::Title) => 0.0,
            () if surname(search, span) => -1.7,
            () => -0.9,
        };
    }
    let head = [Cue::Admin, Cue::Street, Cue::Water, Cue::Facility].iter().any(|c| next.is(*c));
    match () {
        () if next.shape == Shape::Lower && head => 1.0,
        () if next.is(Cue::Speech) => -0.5,
        () if word == "-" && next.joined => 0.0,
        () => 0.0,
    }
}

/// Whether the capitalised word after a town's name is nothing that the lists or the gazetteer's
/// divisions know, and ends its run of capitals: it is more likely a last name, "Paris *Hilton*".
fn surname(search: &Search<'_>, span: &Span) -> bool {
    let (words, at) = (search.words, span.tokens.end);
    let best = span.hits.first().and_then(|hit| search.index.sketch(hit.id));
    let town = best.is_some_and(|s| s.class == 'P');
    let plain =
        words.get(at).is_some_and(|t| t.shape == Shape::Capital && t.cues == Cues::default());
    let next = words.str(at + 1);
    let last = words.get(at + 1).is_none_or(|t| !t.named()) && !matches!(next, "’s" | "'s");
    town && plain && last && !super::context::team(words, at) && !container_follows(search, at)
}

/// Whether a country or a first-level division stands at a token: "Paris, *Texas*".
pub(crate) fn container_follows(search: &Search<'_>, at: usize) -> bool {
    let words = search.words;
    if cues::short(words.str(at)).is_some() {
        return true;
    }
    if !words.get(at).is_some_and(Token::named) {
        return false;
    }
    let two = words.slice(&words.bytes(&(at..at + 2)));
    [two, words.str(at)].iter().any(|name| {
        !name.contains(',')
            && search.index.lookup(name).iter().any(|hit| {
                let division = |s: super::names::Sketch<'_>| {
                    s.class == 'A' && (s.code.starts_with("PCL") || s.code == "ADM1")
                };
                hit.quality > 0.7 && search.index.sketch(hit.id).is_some_and(division)
            })
    })
}

/// What speaks about a name of one word.
fn single(search: &Search<'_>, span: &Span, sentence: &Sentence, prior: f32) -> f32 {
    let (words, at) = (search.words, span.tokens.start);
    let own_name = span.hits.iter().any(|hit| hit.quality > 0.8);
    let Some(token) = words.get(at) else { return 0.0 };
    let word = words.str(at);
    let lone = [Cue::Calendar, Cue::Before, Cue::Direction];
    if lone.iter().any(|cue| token.is(*cue)) || cues::opener(word) {
        return -6.0;
    }
    let mut weight = 0.0;
    if token.is(Cue::Ordinary) {
        // "China" and "Turkey" are far more often the countries than the things.
        let known = if prior > 1.5 { 0.4 } else { 1.0 };
        weight -= known * if token.opens || sentence.headline { 2.6 } else { 1.2 };
        weight -= if own_name { 0.0 } else { 1.0 };
    } else if place_or_org(token) || token.is(Cue::Title) {
        weight -= 1.5;
    } else if !token.is(Cue::Given) && !search.people.last_name(word) {
        weight += 0.4;
    }
    if contraction(word) {
        return -6.0;
    }
    if search.lower.contains(word.to_lowercase().as_str()) {
        weight -= 1.0;
    }
    if token.is(Cue::Given) {
        weight -= 0.8;
    }
    if search.people.last_name(word) {
        weight -= 2.5;
    } else if prior < 1.5 && search.people.maybe_last_name(word) {
        weight -= 0.8;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters <= 1 && token.shape != Shape::Caseless {
        return -6.0;
    }
    if token.shape == Shape::Caseless || foreign(word) {
        // In English text a name in another script is a name for sure.
        weight += 1.5;
    } else if letters <= 3 {
        weight -= if token.shape == Shape::AllCaps { 2.5 } else { 0.8 };
    }
    if token.opens && dateline(words, at) {
        weight += 2.0;
    }
    weight
}

/// A word in Cyrillic, Greek, Armenian or Georgian letters.
fn foreign(word: &str) -> bool {
    word.chars().all(|c| matches!(c, '\u{370}'..='\u{58f}' | '\u{10a0}'..='\u{10ff}'))
}

/// "I'll", "We’re".
fn contraction(word: &str) -> bool {
    let word = word.to_lowercase().replace('’', "'");
    ["'ll", "'re", "'ve", "'m", "'d", "n't"].iter().any(|end| word.ends_with(end))
}

fn place_or_org(token: &Token) -> bool {
    [Cue::Org, Cue::Site, Cue::Admin, Cue::Street, Cue::Water, Cue::Land]
        .iter()
        .any(|c| token.is(*c))
}

/// "BEIRUT (AP) —", "MOSCOW —", "LONDON, Jan. 3".
fn dateline(words: &Words<'_>, at: usize) -> bool {
    let caps = words.get(at).is_some_and(|t| t.shape == Shape::AllCaps);
    matches!(words.str(at + 1), "(" | "—" | "–" | "--") || (caps && words.str(at + 1) == ",")
}

/// Whether nothing but commas and "and" stands between two names.
pub(crate) fn listed(words: &Words<'_>, from: usize, to: usize) -> bool {
    (1..=3).contains(&to.saturating_sub(from))
        && (from..to)
            .all(|at| matches!(words.str(at), "," | "and" | "or" | "&" | "/" | "-" | "the"))
}
