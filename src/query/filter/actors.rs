use crate::model::{Dataset, EventId};
use crate::query::Grouped;
use crate::task::{Cancelled, Task};
use std::collections::HashMap;

/// Who takes part in the events of a dataset: each name once, with a number.
#[derive(Debug, Default)]
pub struct Actors {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    /// Of events that are held.
    held: Grouped<u32>,
}

/// Events between two looks at whether to stop.
const STRIDE: usize = 8_192;

impl Actors {
    pub(super) fn of(dataset: &Dataset, task: &Task) -> Result<Self, Cancelled> {
        let mut new = Self::default();
        let mut pairs = Vec::new();
        for (at, event) in dataset.events.iter().enumerate() {
            if at % STRIDE == 0 {
                task.check()?;
            }
            for (nth, name) in event.actors.iter().enumerate() {
                if !event.actors.iter().take(nth).any(|before| before == name) {
                    pairs.push((at, new.number(name)));
                }
            }
        }
        new.held = Grouped::new(dataset.events.len(), 0, || pairs.iter().copied());
        Ok(new)
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Their names, by number.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The numbers of those who take part in an event.
    pub(super) fn of_event(&self, id: EventId) -> impl Iterator<Item = u32> + '_ {
        self.held.of(id.index()).iter().copied()
    }
}
