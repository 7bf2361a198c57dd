//! All pieces of a table, read by all cores and put together in the order of the file.

use super::BulkError;
use super::piece::{Broken, Piece, Plan, Worker};
use super::reader::Reading;
use super::seats::Seats;
use crate::formats::dates::Order;
use crate::formats::table::problems::{PROBLEMS_KEPT, Problems};
use crate::formats::table::sheet::{Proof, Sheet};
use crate::tables::{Marks, Part, Text, Words};
use crate::task::Task;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// One walk over a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass<'a> {
    pub text: &'a Text,
    pub delimiter: u8,
    pub sheet: &'a Sheet,
    pub piece_bytes: u64,
    /// The line of the first row.
    pub first_line: usize,
    pub threads: usize,
    /// Whether the task is to count its bytes and rows.
    pub counts: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub parts: Vec<Part>,
    pub words: Vec<Words>,
    /// Marks of what was walked over.
    pub marks: Marks,
    pub order: Proof,
    /// Whether there is a date whose order had to come from elsewhere.
    pub leans: bool,
    pub any: bool,
    pub problems: Problems,
}

/// What the threads share.
struct Shared<'a> {
    next: AtomicU64,
    stop: AtomicBool,
    /// Problems that pieces read so far keep, by the number of the piece.
    kept: Mutex<Vec<(usize, usize)>>,
    task: &'a Task,
    range: Range<u64>,
}

impl Pass<'_> {
    /// Reads the rows that begin in a range of the text, which begins with one.
    pub(super) fn over(&self, range: Range<u64>, task: &Task) -> Result<Joined, BulkError> {
        let seats = Seats::of(self.sheet);
        let Self { text, delimiter, sheet, .. } = *self;
        let plan = Plan { text, reading: Reading { delimiter, sheet, seats: &seats } };
        let shared = Shared {
            next: AtomicU64::new(0),
            stop: AtomicBool::new(false),
            kept: Mutex::default(),
            task,
            range: range.clone(),
        };
        let threads = self.threads.max(1);
        let done: Vec<Result<(Vec<Piece>, Words), Broken>> = thread::scope(|scope| {
            let started: Vec<_> = (0..threads)
                .map(|number| {
                    let shared = &shared;
                    scope.spawn(move || self.work(Worker::new(plan, number), shared))
                })
                .collect();
            let ended = started.into_iter().map(|thread| thread.join());
            ended.map(|result| result.unwrap_or_else(|panic| resume_unwind(panic))).collect()
        });
        task.check()?;
        let mut pieces = Vec::new();
        let mut words = Vec::new();
        for result in done {
            let (of_thread, its_words) = result?;
            pieces.extend(of_thread);
            words.push(its_words);
        }
        pieces.sort_by_key(|piece| piece.number);
        self.join(pieces, words, plan, range, task)
    }

    /// One thread: takes the next piece until there is none.
    fn work(
        &self,
        mut worker: Worker<'_>,
        shared: &Shared<'_>,
    ) -> Result<(Vec<Piece>, Words), Broken> {
        let mut pieces = Vec::new();
        let ends = || shared.task.is_cancelled() || (self.counts && shared.task.is_enough());
        while !ends() && !shared.stop.load(Ordering::Relaxed) {
            let number = shared.next.fetch_add(1, Ordering::Relaxed);
            let from = shared.range.start.saturating_add(number.saturating_mul(self.piece_bytes));
            if from >= shared.range.end {
                break;
            }
            let own = from..from.saturating_add(self.piece_bytes).min(shared.range.end);
            let start = (number == 0).then_some(from);
            let bytes = own.end - own.start;
            let piece = worker.piece(number as usize, own, start).inspect_err(|_| {
                shared.stop.store(true, Ordering::Relaxed);
            });
            let mut piece = piece?;
            shared.bound(&mut piece);
            if self.counts {
                shared.task.advance(bytes);
                shared.task.count_rows(piece.part.len() as u64);
            }
            pieces.push(piece);
        }
        Ok((pieces, worker.reader.words))
    }

    /// Puts pieces together; reads those again that did not begin where the one before ended.
    fn join(
        &self,
        pieces: Vec<Piece>,
        words: Vec<Words>,
        plan: Plan<'_>,
        range: Range<u64>,
        task: &Task,
    ) -> Result<Joined, BulkError> {
        let mut joined = Joined { words, ..Joined::default() };
        joined.marks = Marks::from_byte(range.start);
        let mut again = Worker::new(plan, joined.words.len());
        let mut end = range.start;
        let mut line = self.first_line;
        for (number, mut piece) in pieces.into_iter().enumerate() {
            task.check()?;
            if piece.number != number {
                // Reading ended early, and what lies between is missing.
                break;
            }
            let begins = piece.rows.as_ref().map(|rows| rows.start);
            if end >= piece.own.end {
                // It lies within a row of a piece before.
                joined.marks.append(&piece.marks);
                continue;
            }
            if begins != Some(end) {
                piece = again.piece(piece.number, piece.own, Some(end))?;
            }
            end = piece.rows.as_ref().map_or(end, |rows| rows.end);
            joined.take(piece, &mut line);
        }
        joined.words.push(again.reader.words);
        joined.marks.add(&rest(self.text, range.start + joined.marks.bytes()..end)?);
        Ok(joined)
    }
}

/// What the last row has beyond the last piece, where reading ended early.
fn rest(text: &Text, range: Range<u64>) -> Result<Vec<u8>, BulkError> {
    let mut bytes = vec![0; usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(0)];
    let read = text.fill(range.start, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}

impl Shared<'_> {
    /// Lets a piece keep its problems only where earlier ones do not fill the list already.
    fn bound(&self, piece: &mut Piece) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = kept.iter().filter(|(number, _)| *number < piece.number);
        if earlier.map(|(_, count)| count).sum::<usize>() >= PROBLEMS_KEPT {
            piece.problems.only_count();
        }
        let count = piece.problems.kept().len();
        if count > 0 {
            kept.push((piece.number, count));
        }
    }
}

impl Joined {
    /// Puts a piece behind, whose first row stands in `line`.
    pub(super) fn take(&mut self, piece: Piece, line: &mut usize) {
        let before = *line - 1;
        let [day, month] = piece.proofs;
        let mut proofs: Vec<(usize, Order)> = Vec::new();
        proofs.extend(day.map(|line| (line, Order::DayFirst)));
        proofs.extend(month.map(|line| (line, Order::MonthFirst)));
        proofs.sort_by_key(|(line, _)| *line);
        for (line, order) in proofs {
            self.order = self.order.with(order, before + line);
        }
        self.leans |= piece.leans;
        self.any |= piece.any;
        self.problems.append(piece.problems, before);
        self.marks.append(&piece.marks);
        if !piece.part.is_empty() {
            self.parts.push(piece.part);
        }
        *line += piece.lines;
    }
}
