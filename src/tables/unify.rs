//! From the codes of each thread to those of the table, numbered in the order of the file, so that the
//! outcome does not depend on how many threads there were.

use super::dictionary::Dictionary;
use super::part::{Part, UNPLACED, Words, radius_code};
use crate::task::{Cancelled, Task};
use std::collections::HashSet;

/// Categories that are told apart; the rest is one more, [`OTHER`].
pub(super) const CATEGORIES: usize = u16::MAX as usize;

/// What the categories beyond [`CATEGORIES`] are called.
pub(super) const OTHER: &str = "other";

/// No code yet.
const UNSEEN: u32 = u32::MAX;

/// The dictionaries of a table.
#[derive(Debug, Default)]
pub(super) struct Unified {
    /// At most [`CATEGORIES`] and [`OTHER`].
    pub categories: Dictionary,
    /// Names, countries and divisions of places.
    pub strings: Dictionary,
    /// Names of actors.
    pub actors: Dictionary,
    /// Codes of `actors`, those of one party after the other.
    pub party_actors: Vec<u32>,
    /// Where the actors of each party end.
    pub party_ends: Vec<u64>,
    /// Name, country and division by the codes of `strings`.
    pub labels: Vec<[u32; 3]>,
    /// Uncertainty radii in metres.
    pub radii: Vec<f64>,
}

/// Rewrites the codes of all parts to those of the table.
pub(super) fn unify(
    parts: &mut [Part],
    words: &[Words],
    task: &Task,
) -> Result<Unified, Cancelled> {
    let mut all = Unified::default();
    let mut labels = Dictionary::default();
    let mut parties = Dictionary::default();
    let mut maps: Vec<Maps> = words.iter().map(Maps::of).collect();
    let mut scratch = Vec::new();
    for part in parts {
        task.check()?;
        let (Some(words), Some(maps)) = (words.get(part.words), maps.get_mut(part.words)) else {
            continue;
        };
        for code in &mut part.category {
            *code = known(&mut maps.categories, *code, |code| {
                let name = words.categories.get(code);
                if all.categories.len() < CATEGORIES {
                    all.categories.code(name)
                } else {
                    all.categories.code(OTHER.as_bytes()).min(CATEGORIES as u32)
                }
            });
        }
        for code in part.label.iter_mut().filter(|code| **code != UNPLACED) {
            *code = known(&mut maps.labels, *code, |code| {
                let codes = words.parts_of_label(code).map(|text| all.strings.code(text));
                scratch.clear();
                codes.iter().for_each(|code| scratch.extend(code.to_le_bytes()));
                let label = labels.code(&scratch);
                if label as usize == all.labels.len() {
                    all.labels.push(codes);
                }
                label
            });
        }
        for code in &mut part.party {
            *code = known(&mut maps.parties, *code, |code| {
                let mut met = HashSet::new();
                let codes = words.names_of_party(code).map(|name| all.actors.code(name.as_bytes()));
                let codes: Vec<u32> = codes.filter(|code| met.insert(*code)).collect();
                scratch.clear();
                codes.iter().for_each(|code| scratch.extend(code.to_le_bytes()));
                let party = parties.code(&scratch);
                if party as usize == all.party_ends.len() {
                    all.party_actors.extend(codes);
                    all.party_ends.push(all.party_actors.len() as u64);
                }
                party
            });
        }
        let radii: Vec<u8> =
            words.radii.iter().map(|radius| radius_code(&mut all.radii, *radius)).collect();
        for (code, _) in part.radius.iter_mut().zip(&part.label).filter(|(_, l)| **l != UNPLACED) {
            *code = radii.get(usize::from(*code)).copied().unwrap_or_default();
        }
    }
    Ok(all)
}

/// What the codes of one thread are in the table.
struct Maps {
    categories: Vec<u32>,
    labels: Vec<u32>,
    parties: Vec<u32>,
}

impl Maps {
    fn of(words: &Words) -> Self {
        Self {
            categories: vec![UNSEEN; words.categories.len()],
            labels: vec![UNSEEN; words.labels.len()],
            parties: vec![UNSEEN; words.parties.len()],
        }
    }
}

/// The table's code for a thread's, made when it is first met.
fn known(map: &mut [u32], code: u32, make: impl FnOnce(u32) -> u32) -> u32 {
    match map.get_mut(code as usize) {
        Some(known) if *known != UNSEEN => *known,
        Some(unknown) => {
            *unknown = make(code);
            *unknown
        }
        None => 0,
    }
}
