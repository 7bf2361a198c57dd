use crate::model::Dataset;
use crate::query::Grouped;
use crate::task::{Cancelled, Task};
use std::collections::HashMap;
use std::ops::Range;

/// Who takes part in the events of a dataset: each name once, with a number.
///
/// Whoever takes part in an event together is its party; parties are few where events are many.
#[derive(Debug, Default)]
pub struct Actors {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    /// The party of each event that is held.
    held: Vec<u32>,
    /// For each table, its first event and which of the parties is its first; nothing where its rows
    /// name nobody.
    tables: Vec<(usize, Option<u32>)>,
    parties: Grouped<u32>,
}

/// Events between two looks at whether to stop.
const STRIDE: usize = 8_192;

impl Actors {
    pub(super) fn of(dataset: &Dataset, task: &Task) -> Result<Self, Cancelled> {
        let mut new = Self::default();
        // Party 0 is nobody.
        let mut parties: Vec<Vec<u32>> = vec![Vec::new()];
        let mut known: HashMap<Vec<u32>, u32> = HashMap::from([(Vec::new(), 0)]);
        let mut party_of = |new: &mut Self, names: &[String]| -> u32 {
            let mut party: Vec<u32> = Vec::with_capacity(names.len());
            for name in names {
                let number = new.number(name);
                if !party.contains(&number) {
                    party.push(number);
                }
            }
            *known.entry(party).or_insert_with_key(|party| {
                parties.push(party.clone());
                u32::try_from(parties.len() - 1).unwrap_or_default()
            })
        };
        for (at, event) in dataset.events.iter().enumerate() {
            if at % STRIDE == 0 {
                task.check()?;
            }
            let party = party_of(&mut new, &event.actors);
            new.held.push(party);
        }
        let mut first = dataset.events.len();
        for table in &dataset.tables {
            let rows = table.rows.as_ref();
            let has_parties = rows.columns().is_some_and(|columns| !columns.parties.is_empty());
            let begin = u32::try_from(parties.len()).ok().filter(|_| has_parties);
            new.tables.push((first, begin));
            first += table.events();
            if !has_parties {
                continue;
            }
            let actor = |actor| new.number(rows.actor(actor).unwrap_or_default());
            let numbers: Vec<u32> = (0..rows.actors()).map(actor).collect();
            for party in 0..rows.parties() {
                if party % STRIDE == 0 {
                    task.check()?;
                }
                let actors = rows.party(party).iter();
                let number = |actor: &u32| numbers.get(*actor as usize).copied();
                parties.push(actors.filter_map(number).collect());
            }
        }
        new.parties = Grouped::new(parties.len(), 0, || {
            let all = parties.iter().enumerate();
            all.flat_map(|(at, party)| party.iter().map(move |actor| (at, *actor)))
        });
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

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether nobody takes part in anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of one.
    #[must_use]
    pub fn name(&self, actor: u32) -> Option<&str> {
        self.names.get(actor as usize).map(String::as_str)
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

    /// Who makes up a party.
    pub(super) fn members(&self, party: usize) -> &[u32] {
        self.parties.of(party)
    }

    /// How many parties there are.
    pub(super) fn parties(&self) -> usize {
        self.parties.columns().0.len().saturating_sub(1)
    }

    /// Calls `found` with the party of each of some events, in the order of their ids.
    pub(super) fn each_party(
        &self,
        dataset: &Dataset,
        ids: Range<usize>,
        mut found: impl FnMut(usize),
    ) {
        let held = self.held.iter().take(ids.end).skip(ids.start);
        held.for_each(|party| found(*party as usize));
        for (table, (first, begin)) in dataset.tables.iter().zip(&self.tables) {
            let from = ids.start.saturating_sub(*first).min(table.events());
            let to = ids.end.saturating_sub(*first).min(table.events());
            if from >= to {
                continue;
            }
            let parties = table.rows.columns().map(|columns| columns.parties).unwrap_or_default();
            match (begin, parties.get(from..to)) {
                (Some(begin), Some(parties)) => {
                    parties.iter().for_each(|party| found((*begin + *party) as usize));
                }
                _ => (from..to).for_each(|_| found(0)),
            }
        }
    }
}
