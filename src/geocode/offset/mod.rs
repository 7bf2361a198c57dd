//! Places that a text gives by another: "30 km north of Aleppo", "near Homs", "the road between
//! Homs and Hama", "the western countryside of Deir ez-Zor".
//!
//! The mention stays the name. What it stands for becomes a place derived from the one named, with
//! the words and the reckoning as its reason; the place named stays as the next candidate. The
//! position moves only where the text says by how much or which part; words of nearness widen the
//! radius. Countries and provinces are left alone but for their parts.

mod figure;
mod phrase;
mod shape;

use super::region::Regions;
use super::span::{Direction, Span};
use super::text::Words;
use super::{RankedPlace, ToponymMention};
use crate::model::{Feature, LonLat, Name, Place, PlaceShape, ToponymForm};
use figure::Distance;
use phrase::{Extent, Pair, Reach, Relation};
use shape::Stretch;
use std::sync::Arc;

/// Candidates kept for each mention.
const KEPT: usize = 5;
/// What "near" adds to twice the radius of a place, in metres.
const NEAR_M: f64 = 5_000.0;
/// What "outside" and "on the outskirts of" add to its radius.
const OUTSIDE_M: f64 = 5_000.0;
/// What "north of" adds, where no distance is said: places are named by the nearest of their size.
const BEYOND_M: f64 = 20_000.0;
/// What "the countryside of" adds.
const COUNTRYSIDE_M: f64 = 25_000.0;
/// How far out "off the coast of" reaches, where no distance is said: about the territorial sea of
/// 12 nautical miles (UNCLOS, article 3) and as much again.
const OFF_COAST_M: f64 = 44_448.0;
/// Places of a larger radius are regions, near which and outside which says nothing.
const LARGEST_M: f64 = 60_000.0;
/// Places farther apart are no pair with a road or a stretch of land between them.
const PAIR_M: f64 = 300_000.0;

/// Puts derived places in front of the candidates of mentions whose words ask for them.
pub(crate) fn apply(
    words: &Words<'_>,
    spans: &[Span],
    regions: &Regions,
    mentions: &mut [ToponymMention],
) {
    for at in 0..mentions.len().min(spans.len()) {
        let (Some(span), Some(mention)) = (spans.get(at), mentions.get(at)) else { break };
        if let Some(derived) = single(words, span, mention, regions) {
            put_first(mentions.get_mut(at), &derived);
        }
    }
    for (at, two) in spans.windows(2).enumerate() {
        let [a, b] = two else { continue };
        let Some(kind) = phrase::pair(words, a, b) else { continue };
        let named = |at: usize| mentions.get(at).and_then(|m| plain(m, spans.get(at)?));
        let (Some(first), Some(second)) = (named(at), named(at + 1)) else { continue };
        if let Some(derived) = between(kind, &first, &second) {
            put_first(mentions.get_mut(at), &derived);
            put_first(mentions.get_mut(at + 1), &derived);
        }
    }
}

/// A place and why it is taken.
struct Derived {
    place: Arc<Place>,
    reason: String,
}

fn put_first(mention: Option<&mut ToponymMention>, derived: &Derived) {
    let Some(mention) = mention else { return };
    let Some(first) = mention.candidates.first() else { return };
    let mut reasons = vec![derived.reason.clone()];
    reasons.extend(first.reasons.iter().cloned());
    let place = derived.place.clone();
    let own = RankedPlace { place, score: first.score, reasons: reasons.into() };
    let rest = mention.candidates.iter().take(KEPT - 1).cloned();
    mention.candidates = std::iter::once(own).chain(rest).collect();
}

/// The place that a mention stands for, where it is used as a place, as small as a town, and not
/// derived from another already.
fn plain(mention: &ToponymMention, span: &Span) -> Option<Arc<Place>> {
    let used = matches!(mention.form, ToponymForm::Literal | ToponymForm::Facility);
    let place = mention.candidates.first().filter(|_| used && mention.resolved)?.place.clone();
    let small = matches!(place.feature.class, 'P' | 'S' | 'L' | 'T' | 'H' | 'V' | 'A')
        && place.radius_m <= LARGEST_M
        && !place.feature.code.starts_with("PCL")
        && place.feature.code != "ADM1";
    (small && (span.target.is_none() || place.feature.class == 'P')).then_some(place)
}

fn single(
    words: &Words<'_>,
    span: &Span,
    mention: &ToponymMention,
    regions: &Regions,
) -> Option<Derived> {
    let first = &mention.candidates.first().filter(|_| mention.resolved)?.place;
    let used = matches!(mention.form, ToponymForm::Literal | ToponymForm::Facility);
    let relation = phrase::relation(words, span).filter(|_| used)?;
    if let Relation::Part { direction, extent: Extent::Countryside } = relation
        && let Some(part) = countryside_part(first, direction, regions)
    {
        return Some(part);
    }
    let place = plain(mention, span)?;
    derive(&place, relation, regions)
}

/// A part of the province: the one named, or the one that bears the name of its seat.
fn countryside_part(place: &Place, direction: Direction, regions: &Regions) -> Option<Derived> {
    let mut whole = place.clone();
    if place.feature.class == 'P' {
        // The countryside of a town is that of its province where both have one name.
        whole.feature = Feature::new('A', "ADM1");
    }
    let part = regions.part(&whole, direction)?;
    let reason =
        format!("the words say its {} countryside, cut from the province", direction.word());
    Some(Derived { place: part, reason })
}

fn derive(base: &Place, relation: Relation, regions: &Regions) -> Option<Derived> {
    let (at, radius) = (base.position, base.radius_m.max(0.0));
    let name = |words: &str| format!("{} {}", lower_first(words), base.name);
    let widened = |radius_m| Stretch { position: at, radius_m, ring: Vec::new() };
    let town = base.feature.class == 'P';
    let (name, stretch, how) = match relation {
        Relation::Away { distance, bearing: Some(bearing), words } => {
            let stretch = shape::away(at, radius, &distance, bearing);
            (name(&words), stretch, "reckoned by the geodesic")
        }
        Relation::Away { distance, bearing: None, words } => {
            (name(&words), shape::ring_of(at, radius, &distance), "in which direction is not said")
        }
        Relation::Within { distance, words } => {
            (name(&words), widened(distance.metres + radius), "anywhere within")
        }
        Relation::Off { distance, words } => {
            let (stretch, how) = off(at, radius, distance, regions)?;
            (name(&words), stretch, how)
        }
        Relation::Near { reach, words } => {
            let radius_m = match reach {
                Reach::Near => 2.0 * radius + NEAR_M,
                Reach::Edge => radius + OUTSIDE_M,
            };
            (name(&words), widened(radius_m), "how far is not said")
        }
        Relation::Beyond { words, .. } if town => {
            (name(&words), widened(radius + BEYOND_M), "how far is not said")
        }
        // "Eastern Ghouta" is a part already.
        Relation::Part { direction, .. } if names_direction(&base.name, direction) => return None,
        Relation::Part { direction, extent } if matches!(base.feature.class, 'P' | 'L') => {
            let (more_m, of) = match extent {
                Extent::Inside => (0.0, ""),
                Extent::Outskirts => (OUTSIDE_M, "outskirts of "),
                Extent::Countryside => (COUNTRYSIDE_M, "countryside of "),
            };
            let name = format!("{} {of}{}", direction.word(), base.name);
            let stretch = part(at, radius + more_m, direction);
            (name, stretch, "half of the circle that stands for it")
        }
        Relation::Countryside { words } if town => {
            (name(&words), widened(radius + COUNTRYSIDE_M), "how far is not said")
        }
        _ => return None,
    };
    Some(derived(base, name, stretch, how, regions))
}

fn names_direction(name: &str, direction: Direction) -> bool {
    name.split_whitespace().any(|word| Direction::read(word) == Some(direction))
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn part(at: LonLat, radius_m: f64, direction: Direction) -> Stretch {
    let (north, east) = (f64::from(direction.north), f64::from(direction.east));
    if (direction.north, direction.east) == (0, 0) {
        return Stretch { position: at, radius_m: radius_m / 2.0, ring: Vec::new() };
    }
    shape::half_disc(at, radius_m, east.atan2(north).to_degrees())
}

fn off(
    at: LonLat,
    radius_m: f64,
    distance: Option<Distance>,
    regions: &Regions,
) -> Option<(Stretch, &'static str)> {
    let Some(distance) = distance else {
        let radius_m = radius_m + OFF_COAST_M;
        return Some((Stretch { position: at, radius_m, ring: Vec::new() }, "how far is not said"));
    };
    let is_land = |at: LonLat| regions.ground().standing(at).is_none_or(|s| s.country.is_some());
    match shape::at_sea(at, radius_m, &distance, &is_land) {
        Some(stretch) => Some((stretch, "straight out to sea by the geodesic")),
        None => Some((shape::ring_of(at, radius_m, &distance), "in which direction is not said")),
    }
}

fn between(kind: Pair, a: &Place, b: &Place) -> Option<Derived> {
    if a == b || shape::distance_m(a.position, b.position) > PAIR_M {
        return None;
    }
    let ends = ((a.position, a.radius_m), (b.position, b.radius_m));
    let (name, stretch, how) = match kind {
        Pair::Halfway => {
            let name = format!("halfway between {} and {}", a.name, b.name);
            (name, shape::halfway(ends.0, ends.1), "the middle of the geodesic")
        }
        Pair::Between => {
            let name = format!("between {} and {}", a.name, b.name);
            (name, shape::corridor(ends.0, ends.1), "the ground along the geodesic")
        }
        Pair::Road => {
            let name = format!("the road from {} to {}", a.name, b.name);
            (name, shape::corridor(ends.0, ends.1), "the ground along the geodesic")
        }
    };
    let same = |x: &Option<String>, y: &Option<String>| x.clone().filter(|_| x == y);
    let (country, admin1) = (same(&a.country, &b.country), same(&a.admin1, &b.admin1));
    Some(placed(name, stretch, how, country, admin1))
}

fn derived(base: &Place, name: String, stretch: Stretch, how: &str, regions: &Regions) -> Derived {
    let moved = stretch.ring.is_empty() && stretch.position != base.position;
    let (country, admin1) = if moved {
        let standing = regions.ground().standing(stretch.position).unwrap_or_default();
        let code = standing.country.map(|country| country.iso2);
        (code.filter(|iso2| !iso2.is_empty()), standing.division)
    } else {
        (base.country.clone(), base.admin1.clone())
    };
    placed(name, stretch, how, country, admin1)
}

fn placed(
    name: String,
    stretch: Stretch,
    how: &str,
    country: Option<String>,
    admin1: Option<String>,
) -> Derived {
    let reason = format!("{name}: {how}; ±{}", kilometres(stretch.radius_m));
    let ring = stretch.ring;
    let place = Place {
        names: vec![Name { text: name.clone(), lang: Some("en".to_owned()) }],
        note: format!("{name}, as the text says: {how}"),
        name,
        // GeoNames: a tract of land without homogeneous character or boundaries.
        feature: Feature::new('L', "AREA"),
        position: stretch.position,
        shape: if ring.is_empty() { PlaceShape::Point } else { PlaceShape::Area(vec![vec![ring]]) },
        radius_m: stretch.radius_m,
        population: None,
        country,
        admin1,
        geonameid: None,
    };
    Derived { place: Arc::new(place), reason }
}

fn kilometres(metres: f64) -> String {
    if metres < 10_000.0 {
        format!("{:.1} km", metres / 1000.0)
    } else {
        format!("{:.0} km", metres / 1000.0)
    }
}

#[cfg(test)]
mod tests;
