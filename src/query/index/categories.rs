use super::counted::Counted;
use crate::model::{Category, Dataset};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;

/// So many categories have a number of their own; events of the others share the last.
const MOST: usize = 255;

/// A category of a dataset. Its number is its position in [`super::EventIndex::categories`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryEntry {
    /// Its name.
    pub category: Category,
    /// Its events that have a date.
    pub dated: usize,
    /// Those of them that are states.
    pub states: usize,
    /// Its events that have a place.
    pub placed: usize,
    /// Those of them that have no date.
    pub undated_placed: usize,
}

/// The categories of a dataset while their events are counted, in the order in which they came.
pub(super) struct Categories<'a> {
    numbers: HashMap<&'a str, usize>,
    /// For each table, by the table's numbers.
    of_tables: Vec<Vec<usize>>,
    entries: Vec<CategoryEntry>,
    sums: Vec<usize>,
}

/// The categories, the most frequent first, and the number of each that came.
pub(super) struct Ranked<'a> {
    numbers: HashMap<&'a str, usize>,
    of_tables: Vec<Vec<usize>>,
    codes: Vec<u8>,
    pub entries: Vec<CategoryEntry>,
}

impl<'a> Categories<'a> {
    pub fn new(dataset: &'a Dataset) -> Self {
        let mut new = Self {
            numbers: HashMap::new(),
            of_tables: Vec::new(),
            entries: Vec::new(),
            sums: Vec::new(),
        };
        new.of_tables = dataset
            .tables
            .iter()
            .map(|table| table.rows.categories().iter().map(|name| new.number(name)).collect())
            .collect();
        new
    }

    fn number(&mut self, category: &'a Category) -> usize {
        if let Some(number) = self.numbers.get(category.as_str()) {
            return *number;
        }
        self.entries.push(CategoryEntry::new(category.clone()));
        self.sums.push(0);
        self.numbers.insert(category.as_str(), self.entries.len() - 1);
        self.entries.len() - 1
    }

    pub fn add(&mut self, counted: &Counted<'a>) {
        let number = match counted.category() {
            Ok(name) => self.number(name),
            Err(row) => of_row(&self.of_tables, row),
        };
        if let (Some(entry), Some(sum)) = (self.entries.get_mut(number), self.sums.get_mut(number))
        {
            entry.add(counted);
            *sum += 1;
        }
    }

    /// Ends the counting. Categories that no event has are left out.
    pub fn ranked(self) -> Ranked<'a> {
        let Self { numbers, of_tables, entries, sums } = self;
        let used = |at: &usize| sums.get(*at).is_some_and(|sum| *sum > 0);
        let mut ranked: Vec<usize> = (0..entries.len()).filter(used).collect();
        let key = |at: &usize| {
            let name = entries.get(*at).map(|entry| &entry.category);
            (Reverse(sums.get(*at).copied()), name)
        };
        ranked.sort_by(|a, b| key(a).cmp(&key(b)));
        let last = if ranked.len() > MOST { MOST - 1 } else { usize::MAX };
        let mut codes = vec![0u8; entries.len()];
        for (code, number) in ranked.iter().enumerate() {
            if let Some(slot) = codes.get_mut(*number) {
                *slot = u8::try_from(code.min(last)).unwrap_or(u8::MAX);
            }
        }
        let mut sorted: Vec<CategoryEntry> =
            ranked.iter().filter_map(|number| entries.get(*number).cloned()).collect();
        if last < sorted.len() {
            let rest = sorted.split_off(last);
            let name = format!("{} other categories", rest.len());
            let mut joined = CategoryEntry::new(Category::new(&name));
            rest.iter().for_each(|entry| joined.join(entry));
            sorted.push(joined);
        }
        Ranked { numbers, of_tables, codes, entries: sorted }
    }
}

/// The numbers of an index's categories, to be looked up for any event of its dataset.
pub(in crate::query) struct CategoryCodes<'a> {
    names: HashMap<&'a str, u8>,
    of_tables: Vec<Vec<u8>>,
    /// What shares a number.
    others: u8,
}

impl<'a> CategoryCodes<'a> {
    pub fn new(entries: &'a [CategoryEntry], dataset: &Dataset) -> Self {
        let names: HashMap<&str, u8> =
            entries.iter().map(|entry| entry.category.as_str()).zip(0..=u8::MAX).collect();
        let others = u8::try_from(entries.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let code = |name: &Category| names.get(name.as_str()).copied().unwrap_or(others);
        let tables = dataset.tables.iter();
        let of_tables =
            tables.map(|table| table.rows.categories().iter().map(code).collect()).collect();
        Self { names, of_tables, others }
    }

    /// The number of an event's category.
    pub fn code(&self, counted: &Counted<'_>) -> u8 {
        let code = match counted.category() {
            Ok(name) => self.names.get(name.as_str()),
            Err((table, category)) => {
                self.of_tables.get(table).and_then(|codes| codes.get(usize::from(category)))
            }
        };
        code.copied().unwrap_or(self.others)
    }
}

fn of_row(of_tables: &[Vec<usize>], (table, category): (usize, u16)) -> usize {
    let number = of_tables.get(table).and_then(|numbers| numbers.get(usize::from(category)));
    number.copied().unwrap_or(usize::MAX)
}

impl Ranked<'_> {
    /// The number of an event's category.
    pub fn code(&self, counted: &Counted<'_>) -> u8 {
        let number = match counted.category() {
            Ok(name) => self.numbers.get(name.as_str()).copied().unwrap_or(usize::MAX),
            Err(row) => of_row(&self.of_tables, row),
        };
        self.codes.get(number).copied().unwrap_or_default()
    }
}

impl CategoryEntry {
    fn new(category: Category) -> Self {
        Self { category, dated: 0, states: 0, placed: 0, undated_placed: 0 }
    }

    fn add(&mut self, counted: &Counted<'_>) {
        let (dated, placed) = (counted.hull.is_some(), counted.is_placed());
        self.dated += usize::from(dated);
        self.states += usize::from(dated && counted.is_state());
        self.placed += usize::from(placed);
        self.undated_placed += usize::from(placed && !dated);
    }

    fn join(&mut self, other: &Self) {
        self.dated += other.dated;
        self.states += other.states;
        self.placed += other.placed;
        self.undated_placed += other.undated_placed;
    }
}
