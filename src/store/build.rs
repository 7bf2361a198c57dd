//! Building a store: rows into order, cells, cubes.

use super::cells::{self, Numbers};
use super::columns::Columns;
use super::order::{self, Record};
use super::tiles::Tiles;
use super::{Part, Row, Store};
use crate::model::Second;
use crate::system::parallel;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Rows in a piece: large enough to be handed back to the system when they have been read.
const PIECE: usize = 1 << 20;
/// Events looked at to find the commonest length.
const SAMPLE: usize = 100_000;

/// Collects events for a [`Store`].
#[derive(Debug)]
pub struct Builder {
    /// In pieces, so that growing copies nothing and building gives them back one by one.
    pieces: Vec<Vec<Row>>,
    categories: usize,
}

impl Default for Builder {
    /// An empty one, for one category.
    fn default() -> Self {
        Self::new(1)
    }
}

impl Builder {
    /// An empty one, for as many categories.
    #[must_use]
    pub fn new(categories: usize) -> Self {
        Self { pieces: Vec::new(), categories: categories.clamp(1, 255) }
    }

    /// Room for so many events.
    #[must_use]
    pub fn with_capacity(categories: usize, events: usize) -> Self {
        let pieces = vec![Vec::with_capacity(events.min(PIECE))];
        Self { pieces, ..Self::new(categories) }
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(Vec::is_empty)
    }

    /// Adds an event. A category that the store has not is taken for its last; an end that is not
    /// after the beginning for the next second.
    pub fn push(&mut self, mut row: Row) {
        row.category = row.category.min((self.categories - 1) as u8);
        row.end = row.end.max(Second(row.begin.0.saturating_add(1)));
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(row),
            Some(_) => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(row);
                self.pieces.push(piece);
            }
            None => self.pieces.push(vec![row]),
        }
    }

    /// Adds the events of another builder after those of this one: threads that read parts of a
    /// file each fill their own. The other's categories are to be numbered as this one's.
    pub fn append(&mut self, other: Self) {
        let last = (self.categories - 1) as u8;
        let fewer = self.categories < other.categories;
        for mut piece in other.pieces {
            if fewer {
                piece.iter_mut().for_each(|row| row.category = row.category.min(last));
            }
            self.pieces.push(piece);
        }
    }

    /// The store, built on all cores. Each event is known in it by its position in the order in
    /// which they were pushed.
    #[must_use]
    pub fn build(self) -> Store {
        let Self { pieces, categories } = self;
        let (level, cells) = cells::occupied(&pieces, categories);
        let numbers = Numbers::new(level, &cells, pieces.iter().map(Vec::len).sum());
        let (length, share) = commonest_length(&pieces);
        let source = Source { categories, level, numbers: &numbers };
        // The larger part last, since it may give the rows back while it reads them.
        let (even, uneven) = if share < 0.5 {
            let even = source.even(pieces.iter().collect(), length);
            (even, source.uneven(pieces, length))
        } else {
            let uneven = source.uneven(pieces.iter().collect(), length);
            (source.even(pieces, length), uneven)
        };
        Store { categories, level, cells: cells.into(), even, uneven }
    }
}

fn length_s(row: &Row) -> i64 {
    row.end.0.saturating_sub(row.begin.0)
}

/// The length in seconds that most events have, and the share of those that have it, by a sample.
fn commonest_length(pieces: &[Vec<Row>]) -> (i64, f64) {
    let total: usize = pieces.iter().map(Vec::len).sum();
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for row in pieces.iter().flatten().step_by((total / SAMPLE).max(1)) {
        *counts.entry(length_s(row)).or_default() += 1;
    }
    let looked_at: usize = counts.values().sum();
    let most = counts.into_iter().max_by_key(|(length, count)| (*count, -*length));
    let (length, count) = most.unwrap_or((1, 0));
    (length, count as f64 / looked_at.max(1) as f64)
}

struct Source<'a> {
    categories: usize,
    level: u32,
    numbers: &'a Numbers,
}

/// What is told of an event in the second and third word of a record.
struct Told {
    row: u32,
    cell: u32,
    within: [u16; 2],
    category: u8,
}

impl Told {
    fn words(&self) -> [u64; 2] {
        let [x, y] = self.within;
        let within = u64::from(x) << 16 | u64::from(y);
        [u64::from(self.row) << 32 | u64::from(self.cell), within << 32 | u64::from(self.category)]
    }

    fn of([first, second]: [u64; 2]) -> Self {
        Self {
            row: (first >> 32) as u32,
            cell: first as u32,
            within: [(second >> 48) as u16, (second >> 32) as u16],
            category: second as u8,
        }
    }
}

impl Source<'_> {
    fn told(&self, row: &Row, number: u32) -> [u64; 2] {
        let inside = |part: u32| (part << self.level >> 16) as u16;
        let within = row.at.map_or([0; 2], |at| at.map(inside));
        let cell = self.numbers.of(row.at);
        Told { row: number, cell, within, category: row.category }.words()
    }

    fn even<C: AsRef<[Row]> + Send + Sync>(&self, pieces: Vec<C>, length: i64) -> Part {
        let time = |row: &Row| (length_s(row) == length).then(|| order::key(row.begin.0));
        let sorted = order::sort(pieces, time, |row, number| {
            let [a, b] = self.told(row, number);
            [order::key(row.begin.0), a, b]
        });
        let columns = self.columns(&sorted, |[_, a, b]| Told::of([*a, *b]));
        drop(sorted);
        self.part(columns, Some(length), &[])
    }

    fn uneven<C: AsRef<[Row]> + Send + Sync>(&self, pieces: Vec<C>, length: i64) -> Part {
        let time = |row: &Row| (length_s(row) != length).then(|| order::key(row.begin.0));
        let sorted = order::sort(pieces, time, |row, number| {
            let [a, b] = self.told(row, number);
            [order::key(row.begin.0), a, b, order::key(row.end.0)]
        });
        let told = |[_, a, b, _]: &Record<4>| Told::of([*a, *b]);
        let columns = self.columns(&sorted, told);
        let end_s: Vec<i64> = sorted.iter().map(|[.., end]| order::time_s(*end)).collect();
        let part = self.part(columns, None, &end_s);
        drop(end_s);
        let chunks = sorted.chunks(PIECE >> 3).collect();
        let by_end = order::sort(
            chunks,
            |[.., end]| Some(*end),
            |[begin, a, b, end], _| [*end, *a, *b, *begin],
        );
        drop(sorted);
        let Wide { time_s, cell, category, rows, .. } = self.columns(&by_end, told);
        let ends = Columns::new(time_s, cell, category, self.categories);
        let ends_cube = ends.cube(self.numbers.count()).into();
        Part { ends: Some(ends), ends_cube, ends_rows: rows.into(), ..part }
    }

    fn part(&self, columns: Wide, length_s: Option<i64>, end_s: &[i64]) -> Part {
        let Wide { time_s, cell, category, within, rows } = columns;
        let count = self.numbers.count();
        let begins = Columns::new(time_s, cell, category, self.categories);
        let tiles = Tiles::new(&begins, count, &within, end_s);
        drop(within);
        Part {
            length_s,
            cube: begins.cube(count).into(),
            placed: tiles.placed(),
            begins,
            ends: None,
            ends_cube: OnceLock::new(),
            ends_rows: Vec::new().into(),
            tiles,
            rows: rows.into(),
        }
    }

    /// Records, column by column.
    fn columns<const N: usize>(
        &self,
        sorted: &[Record<N>],
        told: impl Fn(&Record<N>) -> Told + Sync,
    ) -> Wide {
        let n = sorted.len();
        let mut wide = Wide {
            time_s: vec![0; n],
            cell: vec![0; n],
            category: vec![0; n],
            within: vec![[0; 2]; n],
            rows: vec![0; n],
        };
        let lengths = || sorted.chunks(PIECE >> 3).map(<[_]>::len);
        let pieces = sorted
            .chunks(PIECE >> 3)
            .zip(parallel::pieces(&mut wide.time_s, lengths()))
            .zip(parallel::pieces(&mut wide.cell, lengths()))
            .zip(parallel::pieces(&mut wide.category, lengths()))
            .zip(parallel::pieces(&mut wide.within, lengths()))
            .zip(parallel::pieces(&mut wide.rows, lengths()));
        parallel::map(
            pieces.collect(),
            |(((((records, time_s), cell), category), within), rows)| {
                let slots = time_s.iter_mut().zip(cell).zip(category).zip(within).zip(rows);
                for (record, ((((time_s, cell), category), within), row)) in
                    records.iter().zip(slots)
                {
                    let told = told(record);
                    *time_s = order::time_s(record.first().copied().unwrap_or_default());
                    *cell = told.cell;
                    *category = told.category;
                    *within = told.within;
                    *row = told.row;
                }
            },
        );
        wide
    }
}

/// Events in the order of a time.
struct Wide {
    time_s: Vec<i64>,
    cell: Vec<u32>,
    category: Vec<u8>,
    within: Vec<[u16; 2]>,
    rows: Vec<u32>,
}
