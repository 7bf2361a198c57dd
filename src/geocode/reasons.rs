//! Why a place is a candidate, in words.

use super::evidence::{Choice, Group, Kind};
use super::names::{NameIndex, Sketch};
use crate::model::Feature;
use crate::task::grouped;

/// What a reader should know of one option of a name: what it is, how the name fits, what the text
/// says for it, and what puts the first before the second.
pub(crate) fn reasons(index: &dyn NameIndex, option: &Choice, group: &Group) -> Vec<String> {
    let Some(sketch) = index.sketch(option.id) else { return Vec::new() };
    let mut out = Vec::with_capacity(4);
    let country = sketch.country.and_then(|iso| index.country_name(iso));
    let division = sketch.country.zip(sketch.admin1).and_then(|(c, a)| index.admin1_name(c, a));
    let why = option.why;
    if why.container {
        let within = division.as_ref().or(country.as_ref()).map_or("", String::as_str);
        out.push(format!("the text names {within} beside it"));
    }
    if why.asked {
        out.push("the words around ask for this kind of place".to_owned());
    }
    let share = |name: &str, part: f32| {
        format!("the document is about {name} ({:.0} % of its places)", part * 100.0)
    };
    if let Some(division) = division.as_ref().filter(|_| why.admin1 > 0.25) {
        out.push(share(division, why.admin1));
    }
    let abroad = |_: &&String| why.country > 0.25 && option.kind != Kind::Country;
    if let Some(country) = country.as_ref().filter(abroad) {
        out.push(share(country, why.country));
    }
    if why.near > 0.3 {
        out.push("other places named are near it".to_owned());
    }
    out.push(standing(&sketch, country.as_deref(), division.as_deref()));
    out.extend(name_fit(option.quality).map(str::to_owned));
    out.extend(lead(index, option, group));
    out
}

/// What the place is by itself: "capital of Syria, 1,569,394 inhabitants"; for what has no
/// inhabitants, its kind.
fn standing(sketch: &Sketch<'_>, country: Option<&str>, division: Option<&str>) -> String {
    let people = match sketch.population {
        0 if sketch.class == 'P' => "size unknown".to_owned(),
        0 => Feature::new(sketch.class, sketch.code).label().to_owned(),
        1 => "1 inhabitant".to_owned(),
        people => format!("{} inhabitants", grouped(people)),
    };
    let seat = match (sketch.class, sketch.code) {
        ('P', "PPLC") => country.map(|whole| format!("capital of {whole}")),
        ('P', "PPLA") => division.or(country).map(|whole| format!("seat of {whole}")),
        ('P', "PPLX") => Some("part of a town".to_owned()),
        _ => None,
    };
    match seat {
        Some(seat) => format!("{seat}, {people}"),
        None => people,
    }
}

/// How the name fits, where it is not the entry's own. The steps are those of [`super::names::Known`].
fn name_fit(quality: f32) -> Option<&'static str> {
    match quality {
        q if q > 0.96 => None,
        q if q > 0.9 => Some("its own name in Arabic letters"),
        q if q > 0.8 => Some("its name but for the article"),
        q if q > 0.72 => Some("another name of it"),
        q if q > 0.6 => Some("a code or short form of it"),
        q if q > 0.46 => Some("a name that sounds alike"),
        q if q > 0.3 => Some("a name one letter off"),
        _ => Some("a name two letters off"),
    }
}

/// What puts the first option before the second; for a lone one, that it has no namesake.
fn lead(index: &dyn NameIndex, option: &Choice, group: &Group) -> Option<String> {
    let [first, second, ..] = group.options.as_slice() else {
        return Some("the only place of that name in the gazetteer".to_owned());
    };
    if first.id != option.id {
        return None;
    }
    if first.why.container && !second.why.container || first.why.asked && !second.why.asked {
        return None;
    }
    let of = |choice: &Choice| index.sketch(choice.id).map_or(0, |s| s.population);
    let (mine, next) = (of(first), of(second));
    if first.kind != second.kind && first.base > second.base {
        let word = kind_words(second.kind);
        return Some(format!("named more often than the {word} of that name"));
    }
    if next > 0 && mine / next >= 2 {
        return Some(format!("{} times as many people as the next", grouped(mine / next)));
    }
    if first.quality > second.quality + 0.1 {
        return Some("the name fits it better than the next".to_owned());
    }
    (first.belief < 2.0 * second.belief).then(|| "hardly likelier than the next".to_owned())
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Country => "country",
        Kind::Admin1 => "province",
        Kind::Admin2 => "district",
        Kind::Town => "town",
        Kind::Site => "site",
        Kind::Water => "water",
        Kind::Land => "landform",
        Kind::Region => "region",
    }
}
