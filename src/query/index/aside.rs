//! The index of a table of very many rows: made one part after the other, each written into the file that
//! the index is kept in and given back, so that memory holds the largest part and not all of them.

use super::collect::{Rows, key};
use super::counted::all_counted;
use super::kept::{Head, Shelf, bytes_of};
use super::{Categories, EventIndex, Extent, STRIDE, sort_by_time};
use crate::model::{Dataset, EventId};
use crate::query::grouped::Grouped;
use crate::query::order::TimeOrder;
use crate::query::rough::Rough;
use crate::task::{Cancelled, Task};
use std::io;
use std::sync::Arc;

/// From so many events on. Below, all parts are made at once on as many cores.
pub(super) const MANY: usize = 30_000_000;

/// Why there is no index.
enum Stop {
    Cancelled,
    /// The file cannot be written: the index has to be made in memory.
    Disk,
}

impl From<Cancelled> for Stop {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Disk
    }
}

impl EventIndex {
    /// The index, mapped from the file that it is kept in; nothing where it cannot be kept.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub(in crate::query) fn build_aside(
        dataset: &Arc<Dataset>,
        task: &Task,
    ) -> Result<Option<Self>, Cancelled> {
        let Some(Ok(shelf)) = Shelf::of(dataset) else { return Ok(None) };
        match parts(dataset, shelf, task) {
            Ok(()) => Ok(Self::kept(dataset)),
            Err(Stop::Disk) => Ok(None),
            Err(Stop::Cancelled) => Err(Cancelled),
        }
    }
}

fn parts(dataset: &Arc<Dataset>, mut shelf: Shelf, task: &Task) -> Result<(), Stop> {
    let mut categories = Categories::new(dataset);
    for (at, counted) in all_counted(dataset).enumerate() {
        if at % STRIDE == 0 {
            task.check()?;
        }
        categories.add(&counted);
    }
    let categories = categories.ranked();
    let mut rows = Rows::new(dataset, categories.entries.len()).without_keys();
    let mut extent = Extent::default();
    for (at, counted) in all_counted(dataset).enumerate() {
        if at % STRIDE == 0 {
            task.check()?;
            task.advance(STRIDE as u64);
        }
        extent.add(&counted);
        rows.add(&counted, categories.code(&counted));
    }
    let Rows { dated, dated_ids, further, further_ids, nowhere, undated, unplaced, .. } = rows;
    let (mut unplaced, rough) = (unplaced, Rough::sorted(rows.rough));
    {
        let stores = [dated.build(), further.build(), nowhere.build()];
        task.check()?;
        shelf.stores(stores.each_ref())?;
    }
    for ids in [dated_ids, further_ids, undated] {
        shelf.plain(bytes_of(&ids))?;
    }
    let length_s = {
        let mut keys = Vec::with_capacity(dataset.event_count());
        let each = all_counted(dataset);
        keys.extend(each.filter_map(|counted| key(&counted, categories.code(&counted))));
        let order = TimeOrder::new(keys);
        task.check()?;
        sort_by_time(&mut unplaced, &order, dataset);
        shelf.plain(bytes_of(&unplaced))?;
        order.columns().into_iter().try_for_each(|bytes| shelf.plain(bytes))?;
        order.length_s()
    };
    let at_place = Grouped::new(dataset.place_count(), EventId(0), || {
        all_counted(dataset)
            .flat_map(|counted| counted.places().map(move |p| (p.index(), counted.id)))
    });
    task.check()?;
    shelf.grouped(&at_place)?;
    drop(at_place);
    let head = Head { categories: categories.entries, extent: extent.window(), rough, length_s };
    Ok(shelf.finish(&head)?)
}
