use crate::gazetteer::fold;
use crate::model::{Dataset, Event, EventId, Place, Within};
use crate::store::Mask;
use crate::system::parallel;
use crate::task::{Cancelled, Task};

/// Which events have the words that somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextIndex {
    words: String,
    having: Mask,
}

/// Events that a thread looks at in one go.
const PIECE: usize = 1 << 10;

impl TextIndex {
    /// Looks for words in all events of a dataset: in the title, the names of actors, those of places
    /// in any language, and the passages, whatever their case and accents; of a row of a large table,
    /// in its text.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn build(dataset: &Dataset, words: &str, task: &Task) -> Result<Self, Cancelled> {
        let key = fold(words);
        let count = dataset.event_count();
        let mut having = Mask::none(count);
        if key.is_empty() {
            return Ok(Self { words: words.to_owned(), having });
        }
        let held = dataset.events.len();
        let pieces = (0..held).step_by(PIECE).collect();
        let found = parallel::map(pieces, |from: usize| {
            if task.check().is_err() {
                return Vec::new();
            }
            let ids = (from..held.min(from + PIECE)).map(EventId::from_index);
            ids.filter(|id| has(dataset, *id, &key)).collect::<Vec<_>>()
        });
        task.check()?;
        found.into_iter().flatten().for_each(|id| having.set(id.0, true));
        let mut first = held;
        for table in &dataset.tables {
            let mut from = 0;
            loop {
                let stop = || task.check().is_err();
                let found = table.rows.find(words, Within::Row, from, usize::MAX, &stop);
                task.check()?;
                let ids = found
                    .rows
                    .iter()
                    .filter_map(|row| u32::try_from(first).ok()?.checked_add(*row));
                ids.for_each(|id| having.set(id, true));
                if found.done || found.next <= from {
                    break;
                }
                from = found.next;
            }
            first += table.events();
        }
        Ok(Self { words: words.to_owned(), having })
    }

    /// The words that were looked for.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The events that have them, by the numbers of their ids.
    #[must_use]
    pub fn having(&self) -> &Mask {
        &self.having
    }
}

fn has(dataset: &Dataset, id: EventId, key: &str) -> bool {
    let Some(event) = dataset.event(id) else { return false };
    let within = |text: &str| fold(text).contains(key);
    let named =
        |place: &Place| within(&place.name) || place.names.iter().any(|name| within(&name.text));
    let in_place =
        || event.places.iter().any(|id| dataset.place(*id).is_some_and(|place| named(&place)));
    within(&event.title)
        || event.actors.iter().any(|actor| within(actor))
        || in_place()
        || in_passages(dataset, &event, within)
}

fn in_passages(dataset: &Dataset, event: &Event, within: impl Fn(&str) -> bool) -> bool {
    event.evidence.iter().any(|passage| dataset.quote(passage).is_some_and(|text| within(&text)))
}
