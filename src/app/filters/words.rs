//! Filters in words.

use super::edit::{FEW, Grip};
use crate::app::place_card::coordinates;
use crate::projection::Units;
use crate::query::{DatePrecision, Facet, Filter, PlacePrecision, Region};
use crate::task::grouped;

/// So many names stand in a chip; the others are counted.
const NAMED: usize = 2;

/// A filter that is set, as a chip says it: "Category: not battle".
#[must_use]
pub fn chip(filter: &Filter, facet: Facet) -> String {
    let words = match facet {
        Facet::Category => hidden(filter.categories.iter().map(|c| c.as_str().to_owned())),
        Facet::Certainty => hidden(filter.certainties.iter().map(|c| c.label().to_owned())),
        Facet::Source => hidden(filter.sources.iter().cloned()),
        Facet::PlacePrecision => coded(&filter.places, &PlacePrecision::ALL, PlacePrecision::label),
        Facet::DatePrecision => coded(&filter.dates, &DatePrecision::ALL, DatePrecision::label),
        Facet::Actor => listed(filter.actors.iter().cloned(), " or "),
        Facet::Region => listed(filter.regions.iter().map(region), " or "),
        Facet::Text => format!("“{}”", filter.text.trim()),
    };
    format!("{}: {words}", facet.label())
}

fn hidden(names: impl ExactSizeIterator<Item = String>) -> String {
    format!("not {}", listed(names, ", "))
}

/// Of a short scale: what is left where that is shorter than what is gone.
fn coded<T: Ord + Copy>(
    gone: &std::collections::BTreeSet<T>,
    all: &[T],
    label: impl Fn(T) -> &'static str,
) -> String {
    let left: Vec<T> = all.iter().copied().filter(|one| !gone.contains(one)).collect();
    let name = |one: T| label(one).to_owned();
    match left.len() {
        0 => "none".to_owned(),
        few if few < gone.len() => format!("only {}", listed(left.into_iter().map(name), ", ")),
        _ => hidden(gone.iter().map(|one| name(*one))),
    }
}

fn listed(names: impl ExactSizeIterator<Item = String>, between: &str) -> String {
    let count = names.len();
    let named: Vec<String> = names.take(NAMED).collect();
    match count.saturating_sub(NAMED) {
        0 => named.join(between),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Ground in words.
#[must_use]
pub fn region(region: &Region) -> String {
    match region {
        Region::Polygon(_) if region.is_box() => "a box on the map".to_owned(),
        Region::Polygon(_) => "a shape on the map".to_owned(),
        Region::Circle { center, radius_m } => {
            let at = coordinates(*center, radius_m / 10.0);
            let at = at.split_once(" ±").map_or(at.as_str(), |(at, _)| at);
            format!("within {} of {at}", radius(*radius_m, Units::Metric))
        }
    }
}

/// A radius in metres, as exact as it was typed or drawn, and no more: "12 km", "7.25 km", "612 km".
#[must_use]
pub fn radius(radius_m: f64, units: Units) -> String {
    let told = units.length(radius_m);
    let Some((figure, unit)) = told.split_once(' ') else { return told };
    match figure.contains('.') {
        true => format!("{} {unit}", figure.trim_end_matches('0').trim_end_matches('.')),
        false => told,
    }
}

/// What an area is, beside its number: "5 corners", "box", "circle".
#[must_use]
pub fn form(region: &Region) -> String {
    match region {
        Region::Polygon(_) if region.is_box() => "box".to_owned(),
        Region::Polygon(ring) if ring.len() > FEW => {
            format!("shape of {} points", grouped(ring.len() as u64))
        }
        Region::Polygon(ring) => format!("{} corners", ring.len()),
        Region::Circle { .. } => "circle".to_owned(),
    }
}

/// What a grip of an area is called, for those who do not see it: "Corner 2 of 5 of area 1". `corners`
/// are those that can be taken, `number` counts areas from 1.
#[must_use]
pub fn grip(region: &Region, corners: &[usize], grip: Grip, number: usize, units: Units) -> String {
    let count = corners.len();
    let nth = |at: usize| corners.iter().position(|corner| *corner == at).map_or(0, |at| at + 1);
    match grip {
        Grip::Corner(at) => format!("Corner {} of {count} of area {number}", nth(at)),
        Grip::Edge(at) if region.is_box() => {
            format!("Side {} of {count} of area {number}", nth(at))
        }
        Grip::Edge(at) => {
            let from = nth(at);
            let to = from % count.max(1) + 1;
            format!("New corner between {from} and {to} of area {number}")
        }
        Grip::Whole => format!("Move area {number}"),
        Grip::Rim => match region {
            Region::Circle { radius_m, .. } => {
                format!("Radius of area {number}: {}", radius(*radius_m, units))
            }
            Region::Polygon(_) => format!("Edge of area {number}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Category;

    #[test]
    fn radii_are_told_as_they_were_typed() {
        let told = |m| radius(m, Units::Metric);
        assert_eq!(
            [50_000.0, 125_000.0, 7_500.0, 100.0].map(told),
            ["50 km", "125 km", "7.5 km", "100 m"]
        );
        assert_eq!(radius(1_609_344.0, Units::Miles), "1,000 mi");
    }

    #[test]
    fn chips_name_what_is_gone_or_the_shorter_rest() {
        let mut filter = Filter::default();
        filter.categories.extend(["battle", "talks", "visit", "strike"].map(Category::new));
        assert_eq!(chip(&filter, Facet::Category), "Category: not battle, strike and 2 more");
        filter.dates.extend(DatePrecision::ALL);
        assert_eq!(chip(&filter, Facet::DatePrecision), "Date precision: none");
        filter.dates.remove(&DatePrecision::Day);
        assert_eq!(chip(&filter, Facet::DatePrecision), "Date precision: only day");
        filter.actors.extend(["SDF", "Army"].map(str::to_owned));
        assert_eq!(chip(&filter, Facet::Actor), "Actor: Army or SDF");
        filter.text = " mill ".to_owned();
        assert_eq!(chip(&filter, Facet::Text), "Text: “mill”");
    }
}
