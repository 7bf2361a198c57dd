//! Filters in words.

use super::edit::{FEW, Grip};
use crate::app::place_card::coordinates;
use crate::model::{Certainty, Source};
use crate::projection::Units;
use crate::query::{DatePrecision, EventIndex, Facet, Filter, PlacePrecision, Region};
use crate::task::grouped;
use std::collections::BTreeSet;

/// So many names stand in a chip; the others are counted.
const NAMED: usize = 2;

/// A filter that is set, as a chip says it: "Category: not battle", or "Category: only talks" where
/// that is shorter. The index has the categories, its dataset the sources.
#[must_use]
pub fn chip(filter: &Filter, facet: Facet, index: &EventIndex) -> String {
    let sources = &index.dataset().sources;
    let words = match facet {
        Facet::Category => {
            let all = index.categories().iter().map(|entry| &entry.category);
            shorter(&filter.categories, all, |category| category.as_str().to_owned())
        }
        Facet::Certainty => {
            shorter(&filter.certainties, Certainty::ALL.iter(), |one| one.label().to_owned())
        }
        Facet::Source => {
            let heading = |name: &String| {
                let source = sources.iter().find(|source| source.name == *name);
                source.map_or(name.as_str(), Source::heading).to_owned()
            };
            shorter(&filter.sources, sources.iter().map(|source| &source.name), heading)
        }
        Facet::PlacePrecision => {
            shorter(&filter.places, PlacePrecision::ALL.iter(), |one| one.label().to_owned())
        }
        Facet::DatePrecision => {
            shorter(&filter.dates, DatePrecision::ALL.iter(), |one| one.label().to_owned())
        }
        Facet::Actor => listed(filter.actors.iter().cloned(), " or "),
        Facet::Region => listed(filter.regions.iter().map(region), " or "),
        Facet::Text => format!("“{}”", filter.text.trim()),
    };
    format!("{}: {words}", facet.label())
}

/// What is gone, or what is left of all where that is shorter.
fn shorter<'a, T: Ord + 'a>(
    gone: &BTreeSet<T>,
    all: impl Iterator<Item = &'a T>,
    label: impl Fn(&T) -> String,
) -> String {
    let left: Vec<&T> = all.filter(|one| !gone.contains(one)).collect();
    match left.len() {
        0 => "none".to_owned(),
        few if few < gone.len() => format!("only {}", listed(left.into_iter().map(label), ", ")),
        _ => format!("not {}", listed(gone.iter().map(label), ", ")),
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
    use crate::model::fixture::{event, source};
    use crate::model::{Category, Dataset};
    use std::sync::Arc;

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
        let names = ["battle", "strike", "talks", "visit", "truce"];
        let events = names.map(|name| event(name, name, None, &[]));
        let mut dataset = Dataset { events: events.into(), ..Dataset::default() };
        dataset.sources = ["a.md", "b.md"].map(|name| source(name, "")).into();
        dataset.sources[0].title = "The crossing".to_owned();
        let index = EventIndex::new(Arc::new(dataset));
        let chip = |filter: &Filter, facet| super::chip(filter, facet, &index);
        let mut filter = Filter::default();
        filter.categories.extend(["battle", "talks"].map(Category::new));
        assert_eq!(chip(&filter, Facet::Category), "Category: not battle, talks");
        filter.categories.extend(["visit", "strike"].map(Category::new));
        assert_eq!(chip(&filter, Facet::Category), "Category: only truce");
        filter.sources.insert("a.md".to_owned());
        assert_eq!(chip(&filter, Facet::Source), "Source: not The crossing");
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
