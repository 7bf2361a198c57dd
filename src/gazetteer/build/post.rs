//! From sorted keys to the finite-state map and the lists that it points to.

use super::disk::Spool;
use super::keys::from_payload;
use super::plan::Plan;
use super::rows::Rows;
use super::sort::{Merged, Run};
use crate::gazetteer::GazetteerError;
use crate::gazetteer::format::{Posting, REVERSED_PREFIX};
use crate::task::Task;
use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, sync_channel};

/// Keys that go from the thread that merges to the one that builds the map at once.
const BATCH: usize = 4096;

#[derive(Default)]
struct Batch {
    text: Vec<u8>,
    /// Length of the key, row, way to come by it.
    keys: Vec<(u16, u32, u8)>,
}

/// Writes the map of all keys to `out` and gives back the lists.
pub(super) fn post<'d, W: Write>(
    runs: Vec<Run<'d>>,
    rows: &Rows<'_>,
    rank: &[u32],
    out: W,
    plan: &Plan<'d>,
    task: &Task,
) -> Result<Spool<'d>, GazetteerError> {
    let mut poster = Poster {
        map: fst::raw::Builder::new(out).map_err(|error| failed(plan, error))?,
        lists: Spool::new(plan.disk).map_err(|error| plan.failed(error))?,
        rows,
        rank,
        key: Vec::new(),
        group: Vec::new(),
        frame: Vec::new(),
    };
    std::thread::scope(|scope| {
        let (sender, batches) = sync_channel::<Batch>(8);
        let merging = scope.spawn(move || merge(runs, &sender));
        let mut posted = Ok(());
        for batch in &batches {
            posted = task.check().map_err(GazetteerError::from);
            task.advance(batch.keys.len() as u64);
            posted = posted.and_then(|()| poster.batch(&batch).map_err(|e| failed(plan, e)));
            if posted.is_err() {
                break;
            }
        }
        // The thread that merges stops when nobody takes its batches any more.
        drop(batches);
        match merging.join() {
            Ok(merged) => posted.and(merged.map_err(|error| plan.failed(error))),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })?;
    poster.flush().map_err(|error| failed(plan, error))?;
    poster.map.finish().map_err(|error| failed(plan, error))?;
    Ok(poster.lists)
}

fn failed(plan: &Plan<'_>, error: fst::Error) -> GazetteerError {
    match error {
        fst::Error::Io(error) => plan.failed(error),
        other => GazetteerError::index(other),
    }
}

fn merge(runs: Vec<Run<'_>>, sender: &SyncSender<Batch>) -> io::Result<()> {
    let mut merged = Merged::new(runs)?;
    let mut batch = Batch::default();
    while let Some((key, payload)) = merged.item() {
        if let (Some((row, via)), Ok(length)) = (from_payload(payload), u16::try_from(key.len())) {
            batch.text.extend_from_slice(key);
            batch.keys.push((length, row, via));
        }
        merged.advance()?;
        if batch.keys.len() == BATCH && sender.send(std::mem::take(&mut batch)).is_err() {
            return Ok(());
        }
    }
    // A receiver that is gone has its own reason.
    let _ = sender.send(batch);
    Ok(())
}

struct Poster<'r, 'd, W: Write> {
    map: fst::raw::Builder<W>,
    lists: Spool<'d>,
    rows: &'r Rows<'r>,
    rank: &'r [u32],
    /// The key whose group is being gathered.
    key: Vec<u8>,
    /// Rows of that key, and how they came by it.
    group: Vec<(u32, u8)>,
    frame: Vec<u8>,
}

impl<W: Write> Poster<'_, '_, W> {
    fn batch(&mut self, batch: &Batch) -> Result<(), fst::Error> {
        let mut at = 0;
        for (length, row, via) in &batch.keys {
            let to = at + usize::from(*length);
            let text = batch.text.get(at..to).unwrap_or_default();
            at = to;
            if self.key != text {
                self.flush()?;
                self.key.clear();
                self.key.extend_from_slice(text);
            }
            self.group.push((*row, *via));
        }
        Ok(())
    }

    /// Puts the gathered key into the map.
    fn flush(&mut self) -> Result<(), fst::Error> {
        let mut group = std::mem::take(&mut self.group);
        let value = match group.as_slice() {
            [] => return Ok(()),
            // A name backwards leads to the name, which has the postings.
            _ if self.key.first() == Some(&REVERSED_PREFIX) => 0,
            [(row, via)] => u64::from(self.posting(*row, *via)) << 1 | 1,
            _ => {
                // Equals in the order of their ranks, so that the order is that of the scores alone.
                group.sort_unstable_by(|a, b| {
                    let score = self.rows.score(b.0, b.1).total_cmp(&self.rows.score(a.0, a.1));
                    score.then_with(|| self.rank_of(a.0).cmp(&self.rank_of(b.0)))
                });
                let offset = self.lists.len() / 4;
                self.frame.clear();
                self.frame.extend((group.len() as u32).to_le_bytes());
                for (row, via) in &group {
                    let posting = self.posting(*row, *via);
                    self.frame.extend(posting.to_le_bytes());
                }
                self.lists.put(&self.frame)?;
                offset << 1
            }
        };
        self.map.insert(&self.key, value)?;
        group.clear();
        self.group = group;
        Ok(())
    }

    fn rank_of(&self, row: u32) -> u32 {
        self.rank.get(row as usize).copied().unwrap_or_default()
    }

    fn posting(&self, row: u32, via: u8) -> u32 {
        Posting::of(self.rank_of(row), via).0
    }
}
