//! Building a store: rows into order, cells, cubes.

use super::columns::Columns;
use super::cube::Cube;
use super::tiles::Tiles;
use super::{Part, Row, Store, order};
use crate::model::Second;
use std::collections::HashMap;
use std::thread;

/// The finest level of the cells that are counted ahead: 19 km wide at the equator.
pub(crate) const LEVEL: u32 = 11;
/// Cells and categories that a cube may have, for each event.
const SLOTS_PER_EVENT: usize = 3;
/// The fewest slots that are allowed however few the events.
const LEAST_SLOTS: usize = 1 << 14;
/// Events looked at to find the commonest length.
const SAMPLE: usize = 100_000;

/// Collects events for a [`Store`].
#[derive(Debug, Default)]
pub struct Builder {
    rows: Vec<Row>,
    categories: usize,
}

impl Builder {
    /// An empty one, for as many categories.
    #[must_use]
    pub fn new(categories: usize) -> Self {
        Self { rows: Vec::new(), categories: categories.clamp(1, 255) }
    }

    /// Room for so many events.
    #[must_use]
    pub fn with_capacity(categories: usize, events: usize) -> Self {
        Self { rows: Vec::with_capacity(events), ..Self::new(categories) }
    }

    /// Adds an event. A category that the store has not is taken for its last; an end that is not
    /// after the beginning for the next second.
    pub fn push(&mut self, mut row: Row) {
        row.category = row.category.min((self.categories - 1) as u8);
        row.end = row.end.max(Second(row.begin.0.saturating_add(1)));
        self.rows.push(row);
    }

    /// The store. Each event is known in it by its position in the order in which they were pushed.
    #[must_use]
    pub fn build(self) -> Store {
        let Self { rows, categories } = self;
        let (level, cells) = cells(&rows, categories);
        let numbers = Numbers::new(level, &cells);
        let length = commonest_length(&rows);
        let (mut even, mut uneven) = (Vec::new(), Vec::new());
        even.reserve_exact(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let part = if length_s(row) == length { &mut even } else { &mut uneven };
            part.push((row.begin.0, at as u32));
        }
        let source = Source { rows: &rows, categories, level, numbers: &numbers };
        let uneven = source.part(uneven, None);
        let even = source.part(even, Some(length));
        Store { categories, level, cells, even, uneven }
    }
}

fn length_s(row: &Row) -> i64 {
    row.end.0.saturating_sub(row.begin.0)
}

fn code(level: u32, [x, y]: [u32; 2]) -> u32 {
    (y >> (32 - level)) << level | x >> (32 - level)
}

/// The occupied cells of the finest level whose counts are affordable, as codes in order.
fn cells(rows: &[Row], categories: usize) -> (u32, Vec<u32>) {
    let mut level = LEVEL;
    let mut seen = vec![false; 1 << (2 * LEVEL)];
    for at in rows.iter().filter_map(|row| row.at) {
        if let Some(slot) = seen.get_mut(code(level, at) as usize) {
            *slot = true;
        }
    }
    let occupied = seen.iter().enumerate().filter(|(_, seen)| **seen);
    let mut codes: Vec<u32> = occupied.map(|(code, _)| code as u32).collect();
    let affordable = (rows.len() * SLOTS_PER_EVENT / 16).max(LEAST_SLOTS);
    while level > 2 && codes.len() * categories > affordable {
        let mask = (1 << level) - 1;
        for code in &mut codes {
            *code = (*code >> level >> 1) << (level - 1) | (*code & mask) >> 1;
        }
        codes.sort_unstable();
        codes.dedup();
        level -= 1;
    }
    (level, codes)
}

/// From a cell's code to its number.
struct Numbers {
    level: u32,
    by_code: Vec<u32>,
    unplaced: u32,
}

impl Numbers {
    fn new(level: u32, cells: &[u32]) -> Self {
        let unplaced = cells.len() as u32;
        let mut by_code = vec![unplaced; 1 << (2 * level)];
        for (number, code) in cells.iter().enumerate() {
            if let Some(slot) = by_code.get_mut(*code as usize) {
                *slot = number as u32;
            }
        }
        Self { level, by_code, unplaced }
    }

    fn of(&self, at: Option<[u32; 2]>) -> u32 {
        let code = at.map(|at| code(self.level, at) as usize);
        code.and_then(|code| self.by_code.get(code)).copied().unwrap_or(self.unplaced)
    }
}

/// The length in seconds that most events have, by a sample.
fn commonest_length(rows: &[Row]) -> i64 {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for row in rows.iter().step_by((rows.len() / SAMPLE).max(1)) {
        *counts.entry(length_s(row)).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(length, count)| (*count, -*length));
    most.map_or(1, |(length, _)| length)
}

struct Source<'a> {
    rows: &'a [Row],
    categories: usize,
    level: u32,
    numbers: &'a Numbers,
}

impl Source<'_> {
    fn part(&self, mut keys: Vec<(i64, u32)>, length_s: Option<i64>) -> Part {
        order::sort(&mut keys);
        let count = self.numbers.unplaced as usize + 1;
        let begins = self.columns(&keys);
        let within: Vec<[u16; 2]> = self.each(&keys, |row| {
            let inside = |part: u32| (part << self.level >> 16) as u16;
            row.at.map_or([0; 2], |at| at.map(inside))
        });
        let rows: Vec<u32> = keys.iter().map(|(_, at)| *at).collect();
        let ended: Vec<i64> =
            if length_s.is_none() { self.each(&keys, |row| row.end.0) } else { Vec::new() };
        let (cube, tiles) = thread::scope(|scope| {
            let cube = scope.spawn(|| begins.cube(count));
            let tiles = Tiles::new(&begins, count, &within, &ended);
            (cube.join().unwrap_or_else(|_| Cube::new(&begins, count, self.categories)), tiles)
        });
        let mut part = Part { length_s, begins, ends: None, cube, ends_cube: None, tiles, rows };
        if length_s.is_none() {
            for key in &mut keys {
                let row = self.rows.get(key.1 as usize);
                key.0 = row.map_or(key.0, |row| row.end.0);
            }
            order::sort(&mut keys);
            let ends = self.columns(&keys);
            part.ends_cube = Some(ends.cube(count));
            part.ends = Some(ends);
        }
        part
    }

    fn columns(&self, keys: &[(i64, u32)]) -> Columns {
        Columns::new(
            keys.iter().map(|(time, _)| *time).collect(),
            self.each(keys, |row| self.numbers.of(row.at)),
            self.each(keys, |row| row.category),
            self.categories,
        )
    }

    fn each<T: Send + Clone + Default>(
        &self,
        keys: &[(i64, u32)],
        of: impl Fn(&Row) -> T + Sync,
    ) -> Vec<T> {
        let mut out = vec![T::default(); keys.len()];
        let half = keys.len() / 2;
        let (low, high) = keys.split_at(half);
        let (out_low, out_high) = out.split_at_mut(half);
        let fill = |keys: &[(i64, u32)], out: &mut [T]| {
            for (slot, (_, at)) in out.iter_mut().zip(keys) {
                if let Some(row) = self.rows.get(*at as usize) {
                    *slot = of(row);
                }
            }
        };
        thread::scope(|scope| {
            scope.spawn(|| fill(low, out_low));
            fill(high, out_high);
        });
        out
    }
}
