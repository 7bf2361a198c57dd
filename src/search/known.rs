//! Places of the gazetteer by what is typed: whole names, their beginnings, what is spelt nearly so.

use super::needle::Fit;
use super::{Goal, Group, Hit, Kind};
use crate::gazetteer::{EntryId, Gazetteer, NameQuality, fold};
use crate::geocode::Geocoder;
use crate::model::{Place, country_name};
use crate::projection::degrees;
use crate::task::{Cancelled, Task};
use std::collections::HashSet;

/// The most places that are listed.
const MOST: usize = 60;
/// Phrases with something to work out, "30 km north of Aleppo", are left to the geocoder, of which
/// as many answers are listed.
const PHRASED: usize = 6;

/// The places of the gazetteer that a text can mean, best first. What begins so is found while it is
/// typed; only where nothing does, what is spelt nearly so.
///
/// # Errors
/// When the task was asked to stop.
pub fn known(
    typed: &str,
    gazetteer: &Gazetteer,
    geocoder: &Geocoder,
    task: &Task,
) -> Result<Group, Cancelled> {
    let mut group = Group::new(Kind::Known);
    if fold(typed).is_empty() {
        return Ok(group);
    }
    let exact = |quality: NameQuality| {
        matches!(
            quality,
            NameQuality::Main | NameQuality::Alternate | NameQuality::Article | NameQuality::Code
        )
    };
    let mut seen = HashSet::new();
    let named = gazetteer.lookup(typed);
    for hit in named.iter().filter(|hit| exact(hit.quality)) {
        if seen.insert(hit.entry) {
            group.hits.extend(hit_of(gazetteer, hit.entry, typed, Fit::Exact));
        }
        if group.hits.len() >= MOST {
            break;
        }
    }
    group.total = seen.len();
    let beginning = gazetteer.beginning(typed, MOST, task)?;
    for entry in &beginning.entries {
        if seen.insert(*entry) {
            group.hits.extend(hit_of(gazetteer, *entry, typed, Fit::Beginning));
        }
    }
    group.total = group.total.max(beginning.total).max(group.hits.len());
    group.whole = beginning.whole;
    if group.hits.is_empty() {
        phrased(typed, geocoder, &mut group);
    }
    task.check()?;
    if group.hits.is_empty() {
        for hit in gazetteer.lookup_fuzzy(typed, 2) {
            if seen.insert(hit.entry) {
                group.hits.extend(hit_of(gazetteer, hit.entry, typed, Fit::Near));
            }
        }
        group.total = group.hits.len();
    }
    group.hits.truncate(MOST);
    Ok(group)
}

/// "30 km north of Aleppo", "Long Beach, CA": read as in running text.
fn phrased(typed: &str, geocoder: &Geocoder, group: &mut Group) {
    if !typed.contains(|c: char| c == ',' || c.is_whitespace()) {
        return;
    }
    for ranked in geocoder.rank(typed).iter().take(PHRASED) {
        let reasons = ranked.reasons.first().cloned().unwrap_or_default();
        let place = ranked.place.as_ref().clone();
        let detail = [place_words(&place), reasons].join(" · ");
        group.hits.push(Hit {
            title: place.name.clone(),
            detail,
            fit: Fit::Word,
            marked: Vec::new(),
            goal: Goal::Known(Box::new(place)),
        });
    }
    group.total = group.hits.len();
}

fn hit_of(gazetteer: &Gazetteer, entry: EntryId, typed: &str, fit: Fit) -> Option<Hit> {
    let place = gazetteer.place(entry)?;
    let words = place_words(&place);
    // A name in another language or script is shown beside the main one.
    let wanted = fold(typed);
    let begins = |name: &&str| fold(name).starts_with(&wanted);
    let own = Some(place.name.as_str()).filter(begins);
    let other = place.names.iter().map(|name| name.text.as_str()).find(begins);
    let detail = match other.filter(|_| own.is_none()) {
        Some(name) => format!("{name} · {words}"),
        None => words,
    };
    let marked = super::Needle::new(typed).map(|needle| needle.marked(&place.name));
    Some(Hit {
        title: place.name.clone(),
        detail,
        fit,
        marked: marked.unwrap_or_default(),
        goal: Goal::Known(Box::new(place)),
    })
}

/// What sort of place it is and where: "city, Aleppo, Syria".
#[must_use]
pub fn place_words(place: &Place) -> String {
    let country = place.country.as_deref().map(country_name);
    let within = [place.admin1.as_deref().filter(|name| *name != place.name), country];
    let within = within.into_iter().flatten().filter(|name| *name != place.name);
    let words = std::iter::once(place.feature.label()).chain(within).collect::<Vec<_>>().join(", ");
    if place.country.is_some() || place.admin1.is_some() {
        return words;
    }
    // Of namesakes that a table gives by their positions alone, these tell which is which.
    format!("{words}, {}", degrees(place.position, 2))
}
