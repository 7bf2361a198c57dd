//! Builds an index from records: the same for the embedded gazetteer and for what users bring.
//!
//! One thread takes the records and keeps what is fixed of each; others fold the names and sort the
//! keys. Then one merges the sorted keys while another builds the map. The bytes that come out do not
//! depend on how many threads there are, nor on whether the keys fitted in memory.

mod disk;
mod keys;
mod plan;
mod post;
mod rows;
mod sections;
mod sort;
#[cfg(test)]
mod tests;

pub(crate) use disk::Disk;
#[cfg(test)]
pub(crate) use keys::is_code;
pub(crate) use plan::Plan;
pub(crate) use sort::{Merged, Sorter};

use super::GazetteerError;
use super::format::{IndexWriter, Section};
use super::near;
use super::record::Record;
use crate::task::Task;
use disk::Spool;
use keys::KeyMaker;
use rows::Rows;
use sort::Run;
use std::io::{self, Cursor, Seek, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Records that go to a worker at once.
const BATCH: usize = 256;

/// Builds an index of `records`, in memory. `key` says what it was made from and is kept in its
/// header. Records that give their first-level division by name must come after the divisions.
///
/// # Errors
/// When the task is cancelled, or there are more entries than an index can hold (2^29).
pub fn build_index(
    records: impl Iterator<Item = Record>,
    key: u64,
    task: &Task,
) -> Result<Vec<u8>, GazetteerError> {
    let plan = Plan::in_memory(key);
    let out = build(records.map(Ok), &plan, Cursor::new(Vec::new()), task)?;
    Ok(out.into_inner())
}

/// Builds an index of `records` into `out`, as planned.
///
/// # Errors
/// The first that `records` gives; when the task is cancelled, there is too much for an index, or
/// something cannot be written.
pub(crate) fn build<W: Write + Seek>(
    records: impl Iterator<Item = Result<Record, GazetteerError>>,
    plan: &Plan<'_>,
    out: W,
    task: &Task,
) -> Result<W, GazetteerError> {
    let mut rows = Rows::new(plan)?;
    let (runs, keys) = gather(records, &mut rows, plan, task)?;
    task.check()?;
    rows.weigh_divisions();
    let order = rows.order();
    let mut rank = vec![0u32; order.len()];
    for (place, row) in (0u32..).zip(&order) {
        if let Some(slot) = rank.get_mut(*row as usize) {
            *slot = place;
        }
    }
    task.stage("writing the name index", keys);
    let failed = |error| plan.failed(error);
    let mut index = IndexWriter::new(out).map_err(failed)?;
    let lists = index
        .section(Section::Keys, |out| Ok(post::post(runs, &rows, &rank, out, plan, task)))
        .map_err(failed)??;
    index.section(Section::Postings, |out| lists.copy_into(out)).map_err(failed)?;
    task.check()?;
    write_places(rows, &order, &rank, index, plan.key, &plan.sources).map_err(failed)
}

/// Writes what is behind the keys and the lists.
fn write_places<W: Write + Seek>(
    mut rows: Rows<'_>,
    order: &[u32],
    rank: &[u32],
    mut index: IndexWriter<W>,
    key: u64,
    sources: &[u8],
) -> io::Result<W> {
    index.section(Section::Entries, |out| {
        let mut entries = order.iter().filter_map(|row| rows.entry(*row));
        entries.try_for_each(|fixed| out.write_all(fixed))
    })?;
    let names = std::mem::replace(&mut rows.names, Spool::Memory(Vec::new()));
    index.section(Section::Names, |out| names.copy_into(out))?;
    let points: Vec<(f64, f64)> = order.iter().map(|row| rows.position(*row)).collect();
    let cells_per_degree = near::cells_per_degree(points.len());
    let (cells, cell_entries) = near::grid(&points, cells_per_degree);
    drop(points);
    let (extras, extra_texts) = rows.extras(rank);
    for (section, bytes) in [
        (Section::Tables, rows.tables().as_slice()),
        (Section::Cells, &cells),
        (Section::CellEntries, &cell_entries),
        (Section::Divisions, &rows.divisions(order)),
        (Section::Numbers, &rows.numbers(order)),
        (Section::Extras, &extras),
        (Section::ExtraTexts, &extra_texts),
        (Section::Sources, sources),
    ] {
        index.section(section, |out| out.write_all(bytes))?;
    }
    let count = u32::try_from(order.len()).unwrap_or(u32::MAX);
    index.finish(key, count, cells_per_degree)
}

/// Takes all records in: their rows, and their keys sorted in runs, with how many there are.
fn gather<'d>(
    records: impl Iterator<Item = Result<Record, GazetteerError>>,
    rows: &mut Rows<'d>,
    plan: &Plan<'d>,
    task: &Task,
) -> Result<(Vec<Run<'d>>, u64), GazetteerError> {
    std::thread::scope(|scope| {
        let (sender, batches) = sync_channel(2 * plan.workers);
        let batches = Arc::new(Mutex::new(batches));
        let workers: Vec<_> = (0..plan.workers)
            .map(|_| {
                let batches = Arc::clone(&batches);
                scope.spawn(move || work(&batches, plan, task))
            })
            .collect();
        // Once every worker is gone, so is the last hold on the batches, and sending fails.
        drop(batches);
        let fed = feed(records, rows, &sender, plan, task);
        drop(sender);
        let (mut runs, mut keys, mut done) = (Vec::new(), 0, fed);
        for worker in workers {
            match worker.join() {
                Ok(Ok((own, count))) => {
                    runs.extend(own);
                    keys += count;
                }
                Ok(Err(error)) => done = done.and(Err(error)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done.map(|()| (runs, keys))
    })
}

type Batch = Vec<(u32, Record)>;

/// Hands the records out to the workers, once their rows are taken.
fn feed(
    records: impl Iterator<Item = Result<Record, GazetteerError>>,
    rows: &mut Rows<'_>,
    sender: &SyncSender<Batch>,
    plan: &Plan<'_>,
    task: &Task,
) -> Result<(), GazetteerError> {
    let mut batch = Vec::with_capacity(BATCH);
    for record in records {
        let record = record?;
        batch.push((rows.add(&record, plan)?, record));
        if batch.len() == BATCH {
            task.check()?;
            task.advance(BATCH as u64);
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if sender.send(full).is_err() {
                // The workers have ended early, and say why.
                return Ok(());
            }
        }
    }
    task.check()?;
    let _ = sender.send(batch);
    Ok(())
}

/// Turns records into sorted keys until there are no more.
fn work<'d>(
    batches: &Mutex<Receiver<Batch>>,
    plan: &Plan<'d>,
    task: &Task,
) -> Result<(Vec<Run<'d>>, u64), GazetteerError> {
    let mut keys = KeyMaker::new(plan);
    loop {
        let next = batches.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = next else { break };
        task.check()?;
        for (row, record) in &batch {
            keys.add(*row, record).map_err(|error| plan.failed(error))?;
        }
    }
    task.check()?;
    keys.finish()
}
