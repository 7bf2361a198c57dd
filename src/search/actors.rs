//! Who takes part in events, and in which.

use crate::model::{Dataset, EventId};
use crate::task::{Cancelled, Task};
use std::collections::{BTreeSet, HashMap};

/// Those who take part in events, each name once, with how many events they have; most first.
pub(super) fn actors(dataset: &Dataset, task: &Task) -> Result<Vec<(String, usize)>, Cancelled> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for event in &dataset.events {
        let names: BTreeSet<&str> = event.actors.iter().map(String::as_str).collect();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    for table in &dataset.tables {
        let rows = &table.rows;
        let Some(columns) = rows.columns() else { continue };
        let mut events = vec![0_usize; rows.parties()];
        for party in columns.parties {
            if let Some(count) = events.get_mut(*party as usize) {
                *count += 1;
            }
        }
        task.check()?;
        for (party, events) in events.into_iter().enumerate() {
            for actor in rows.party(party) {
                if let Some(name) = rows.actor(*actor as usize) {
                    *counts.entry(name).or_default() += events;
                }
            }
        }
    }
    let mut names: Vec<(String, usize)> =
        counts.into_iter().map(|(name, events)| (name.to_owned(), events)).collect();
    names.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(names)
}

/// The events in which somebody of this very name takes part, in the dataset's order.
#[must_use]
pub fn events_of_actor(dataset: &Dataset, name: &str) -> Vec<EventId> {
    let held = dataset.events.iter().enumerate();
    let held = held.filter(|(_, event)| event.actors.iter().any(|actor| actor == name));
    let mut found: Vec<EventId> = held.map(|(at, _)| EventId::from_index(at)).collect();
    let mut first = dataset.events.len();
    for table in &dataset.tables {
        let rows = &table.rows;
        let is_named = |actor: &u32| rows.actor(*actor as usize) == Some(name);
        let of_name: Vec<bool> =
            (0..rows.parties()).map(|party| rows.party(party).iter().any(is_named)).collect();
        if let Some(columns) = rows.columns().filter(|_| of_name.contains(&true)) {
            let takes_part = |party: &u32| of_name.get(*party as usize).copied().unwrap_or(false);
            let rows = columns.parties.iter().enumerate().filter(|(_, party)| takes_part(party));
            found.extend(rows.map(|(row, _)| EventId::from_index(first + row)));
        }
        first += table.events();
    }
    found
}
