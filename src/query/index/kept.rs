//! The index of a single table, kept beside its columns, so that opening the table again maps it.
//!
//! What is kept depends on the rows alone. It is looked for only where the dataset is that table and
//! nothing else: among other events the numbers would be others.

use super::{CategoryEntry, EventIndex};
use crate::model::{Dataset, EventId, Table, Window};
use crate::query::grouped::Grouped;
use crate::query::order::TimeOrder;
use crate::query::rough::Rough;
use crate::store::Store;
use crate::system::bytes::Checksum;
use crate::system::{Bytes, Column, ShelfWriter, open_shelf};
use bytemuck::Pod;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Raised when the columns mean something else, or an index is made otherwise of the same rows.
const FORMAT: u64 = 2;
/// The ending of the file.
const ENDING: &str = "index";
/// Columns of the file.
const COLUMNS: usize = 15;
/// Events at ground rather than spots that are kept at most: they are written as text.
const ROUGH_MOST: usize = 200_000;

/// What is small.
#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    pub categories: Vec<CategoryEntry>,
    pub extent: Option<Window>,
    pub rough: Vec<Rough>,
    pub length_s: i64,
}

/// The table that a dataset is, and a number for what it was when it was read.
fn only_table(dataset: &Dataset) -> Option<(&Table, u64)> {
    let [table] = dataset.tables.as_slice() else { return None };
    if !dataset.events.is_empty() || !dataset.places.is_empty() || table.rows.is_empty() {
        return None;
    }
    let mut sum = Checksum::new();
    for number in [FORMAT, table.events() as u64, table.places() as u64] {
        sum.add(&number.to_le_bytes());
    }
    Some((table, sum.finish()))
}

impl EventIndex {
    /// The index that was kept of the same rows; nothing where there is none, or it is damaged.
    pub(super) fn kept(dataset: &Arc<Dataset>) -> Option<Self> {
        let (table, made_from) = only_table(dataset)?;
        let path = table.rows.beside(ENDING)?;
        let mut columns = open_shelf(&path, COLUMNS, made_from)?.into_iter();
        let head: Head = serde_json::from_slice(columns.next_back()?.as_ref()).ok()?;
        let mut next = || columns.next();
        let stores = [next()?, next()?, next()?].map(|bytes| Store::of(bytes, &path).ok());
        let [Some(dated), Some(further), Some(nowhere)] = stores else { return None };
        let [dated_ids, further_ids, undated, unplaced] = [next()?, next()?, next()?, next()?];
        let order = TimeOrder::from_columns(
            ids(dated.len(), next()?)?,
            Column::of(next()?)?,
            Column::of(next()?)?,
            Column::of(next()?)?,
            head.length_s,
            Column::of(next()?)?,
        )?;
        let at_place = Grouped::from_columns(Column::of(next()?)?, Column::of(next()?)?)?;
        Some(Self {
            categories: head.categories,
            dated_ids: Arc::new(ids(dated.len(), dated_ids)?),
            dated,
            further_ids: Arc::new(ids(further.len(), further_ids)?),
            further,
            nowhere,
            order,
            gapped: Vec::new(),
            undated: Column::of(undated)?,
            unplaced: Column::of(unplaced)?,
            rough: head.rough.into(),
            at_place: Arc::new(at_place),
            nowhere_ids: Arc::default(),
            passing: None,
            filtered: 0,
            extent: head.extent,
            dataset: Arc::clone(dataset),
        })
    }

    /// Whether it lies in a file from which it is mapped.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.undated.is_mapped()
    }

    /// Keeps the index for the next time where it can be kept; where it cannot, the next opening
    /// takes longer.
    pub fn keep(&self) {
        let Some((table, made_from)) = only_table(&self.dataset) else { return };
        let rough = self.rough.iter().map(Rough::len).sum::<usize>();
        let Some(path) = table.rows.beside(ENDING).filter(|_| rough <= ROUGH_MOST) else { return };
        if open_shelf(&path, COLUMNS, made_from).is_none() {
            // A full disk, or a folder that may not be written.
            let _ = self.write(&path, made_from);
        }
    }

    fn write(&self, path: &Path, made_from: u64) -> io::Result<()> {
        let head = Head {
            categories: self.categories.clone(),
            extent: self.extent,
            rough: self.rough.to_vec(),
            length_s: self.order.length_s(),
        };
        let mut shelf = Shelf::create(path, made_from)?;
        shelf.stores([&self.dated, &self.further, &self.nowhere])?;
        shelf.plain(bytes_of(&self.dated_ids))?;
        shelf.plain(bytes_of(&self.further_ids))?;
        shelf.plain(bytes_of(&self.undated))?;
        shelf.plain(bytes_of(&self.unplaced))?;
        self.order.columns().into_iter().try_for_each(|bytes| shelf.plain(bytes))?;
        shelf.grouped(&self.at_place)?;
        shelf.finish(&head)
    }
}

/// The file of an index while it is written: what belongs to it, in its order.
pub(super) struct Shelf(ShelfWriter);

impl Shelf {
    /// Begins the file that the index of a dataset is kept in; nothing where none is.
    pub fn of(dataset: &Dataset) -> Option<io::Result<Self>> {
        let (table, made_from) = only_table(dataset)?;
        Some(Self::create(&table.rows.beside(ENDING)?, made_from))
    }

    fn create(path: &Path, made_from: u64) -> io::Result<Self> {
        ShelfWriter::create(path, COLUMNS, made_from).map(Self)
    }

    pub fn stores(&mut self, stores: [&Store; 3]) -> io::Result<()> {
        stores.into_iter().try_for_each(|store| self.0.column(|out| store.write(out)))
    }

    pub fn plain(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.column(|out| out.write_all(bytes))
    }

    pub fn grouped(&mut self, grouped: &Grouped<EventId>) -> io::Result<()> {
        let (start, members) = grouped.columns();
        self.plain(bytes_of(start))?;
        self.plain(bytes_of(members))
    }

    /// The head comes last: what it says is known only then.
    pub fn finish(mut self, head: &Head) -> io::Result<()> {
        let head = serde_json::to_vec(head)?;
        self.plain(&head)?;
        self.0.finish()
    }
}

pub(super) fn bytes_of<T: Pod>(column: &[T]) -> &[u8] {
    bytemuck::cast_slice(column)
}

/// So many ids.
fn ids(count: usize, bytes: Bytes) -> Option<Column<EventId>> {
    Column::of(bytes).filter(|column: &Column<EventId>| column.len() == count)
}
