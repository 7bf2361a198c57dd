//! What sorts of event there are, and which events are of one.

use crate::model::{Category, Dataset, EventId, Table};
use crate::system::parallel;
use crate::task::{Cancelled, Task};
use std::collections::HashMap;
use std::ops::Range;

/// Rows that a core looks through at a time.
const PIECE: usize = 1 << 16;

/// The categories of events, each once, with how many events they have; most first.
pub(super) fn categories(
    dataset: &Dataset,
    task: &Task,
) -> Result<Vec<(Category, usize)>, Cancelled> {
    let mut counts: HashMap<&Category, usize> = HashMap::new();
    for event in &dataset.events {
        *counts.entry(&event.category).or_default() += 1;
    }
    for table in &dataset.tables {
        let names = table.rows.categories();
        let counted = in_pieces(table, |rows| {
            let mut counts = vec![0_usize; names.len()];
            for category in rows.filter_map(|row| table.rows.category(row)) {
                if let Some(count) = counts.get_mut(usize::from(category)) {
                    *count += 1;
                }
            }
            task.check().map(|()| counts)
        });
        for part in counted {
            for (name, events) in names.iter().zip(part?) {
                *counts.entry(name).or_default() += events;
            }
        }
    }
    let mut names: Vec<(Category, usize)> = counts
        .into_iter()
        .filter(|(_, events)| *events > 0)
        .map(|(name, events)| (name.clone(), events))
        .collect();
    names.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(names)
}

/// The events of a category, in the dataset's order.
#[must_use]
pub fn events_of_category(dataset: &Dataset, category: &Category) -> Vec<EventId> {
    let held = dataset.events.iter().enumerate();
    let held = held.filter(|(_, event)| event.category == *category);
    let mut found: Vec<EventId> = held.map(|(at, _)| EventId::from_index(at)).collect();
    let mut first = dataset.events.len();
    for table in &dataset.tables {
        let is_named: Vec<bool> =
            table.rows.categories().iter().map(|name| name == category).collect();
        if is_named.contains(&true) {
            let is_of = |row: &usize| {
                let category = table.rows.category(*row);
                category.and_then(|at| is_named.get(usize::from(at))).copied() == Some(true)
            };
            let parts = in_pieces(table, |rows| {
                rows.filter(is_of).map(|row| EventId::from_index(first + row)).collect::<Vec<_>>()
            });
            found.extend(parts.into_iter().flatten());
        }
        first += table.events();
    }
    found
}

/// What `work` makes of all rows of a table, piece by piece, in their order; on all cores.
fn in_pieces<R: Send>(table: &Table, work: impl Fn(Range<usize>) -> R + Sync) -> Vec<R> {
    let rows = table.events();
    let pieces = (0..rows).step_by(PIECE).map(|from| from..rows.min(from + PIECE)).collect();
    parallel::map(pieces, work)
}
