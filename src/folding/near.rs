//! Finds the pairs of reports that agree: only those are compared that are of one kind, not of
//! one table, overlap in time and stand near each other. A sweep over time with a grid over the
//! ground keeps this near linear.

use super::judge::Judge;
use super::places::SPOT_M;
use super::report::Report;
use crate::model::{Dataset, LonLat, SourceId};
use crate::task::{Cancelled, Task};
use std::collections::HashMap;

/// The Earth's mean radius in metres (IUGG), as in [`crate::projection::distance_m`].
const EARTH_M: f64 = 6_371_008.8;

/// Edge of a cell in metres: two spots that can be one lie in cells that touch.
const CELL_M: f64 = 2.0 * SPOT_M;

/// So many reports at one time and place are a crowd, in which nobody can tell who means what.
const CROWD: usize = 1_000;

/// Comparisons that are made at most: a few seconds' worth.
const MOST: usize = 20_000_000;

/// Where on the ground: a cell of a grid in space, which knows neither poles nor a date line.
type Cell = (i32, i32, i32);

/// What can hold reports that are never compared with each other: a table.
type Holder = Option<SourceId>;

/// Two reports that agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub a: u32,
    pub b: u32,
    /// How firmly; see [`Judge::strength`].
    pub strength: u8,
}

/// The pairs, and how many reports stood in crowds and were not compared with all others there.
#[derive(Debug, Default)]
pub(super) struct Near {
    pub matches: Vec<Match>,
    pub crowded: usize,
}

/// Finds the pairs among all reports.
pub(super) fn matches<'a>(
    dataset: &'a Dataset,
    reports: &'a [Option<Report<'a>>],
    judge: &mut Judge<'a>,
    task: &Task,
) -> Result<Near, Cancelled> {
    let mut sorts: HashMap<(&str, bool), Vec<u32>> = HashMap::new();
    for (at, report) in reports.iter().enumerate() {
        if let (Some(report), Ok(at)) = (report, u32::try_from(at)) {
            let key = (report.kind, report.is_state());
            sorts.entry(key).or_default().push(at);
        }
    }
    let mut sorts: Vec<_> = sorts.into_iter().collect();
    sorts.sort_unstable_by_key(|(key, _)| *key);
    let mut sweep = Sweep { dataset, reports, judge, near: Near::default(), made: 0 };
    for (_, members) in sorts {
        task.check()?;
        let count = members.len() as u64;
        if sweep.several(&members) {
            sweep.run(members, task)?;
        }
        task.advance(count);
    }
    Ok(sweep.near)
}

struct Sweep<'a, 'j> {
    dataset: &'a Dataset,
    reports: &'a [Option<Report<'a>>],
    judge: &'j mut Judge<'a>,
    near: Near,
    made: usize,
}

/// Reports that may still meet later ones, by what holds them.
#[derive(Default)]
struct Waiting {
    by_holder: Vec<(Holder, Queue)>,
}

/// Reports in the order in which they came; those that are over are taken out now and then.
#[derive(Default)]
struct Queue {
    list: Vec<u32>,
    /// How many were left when those that were over were last taken out.
    kept: usize,
}

impl Queue {
    /// Takes out what is over. A crowd is looked through only after it has grown by a part, so that
    /// the work stays linear.
    fn prune(&mut self, keep: impl Fn(u32) -> bool) {
        let grown = self.list.len().saturating_sub(self.kept);
        if self.list.len() <= CROWD || grown >= (CROWD / 2).max(self.kept / 4) {
            self.list.retain(|at| keep(*at));
            self.kept = self.list.len();
        }
    }
}

impl Waiting {
    fn add(&mut self, holder: Holder, at: u32) {
        match self.by_holder.iter_mut().find(|(there, _)| *there == holder) {
            Some((_, queue)) => queue.list.push(at),
            None => self.by_holder.push((holder, Queue { list: vec![at], kept: 0 })),
        }
    }
}

impl<'a> Sweep<'a, '_> {
    fn report(&self, at: u32) -> Option<&'a Report<'a>> {
        self.reports.get(at as usize)?.as_ref()
    }

    /// Whether there is anything to compare: more than one report, not all of one table.
    fn several(&self, members: &[u32]) -> bool {
        let mut holders = members.iter().filter_map(|at| self.report(*at)).map(holder);
        let first = holders.next();
        members.len() > 1 && (first == Some(None) || holders.any(|next| Some(next) != first))
    }

    fn run(&mut self, mut members: Vec<u32>, task: &Task) -> Result<(), Cancelled> {
        members.sort_by_cached_key(|at| self.report(*at).map(|r| (r.begin, r.end, r.source, *at)));
        let mut cells: HashMap<Cell, Waiting> = HashMap::new();
        // What is vague or unplaced meets everything; all that there is waits in `all` for it.
        let (mut wide, mut all) = (Waiting::default(), Waiting::default());
        for (count, at) in members.into_iter().enumerate() {
            if count % 1_024 == 0 {
                task.check()?;
            }
            let Some(report) = self.report(at) else { continue };
            let holder = holder(report);
            match self.spots(report) {
                Some(spots) => {
                    let first = self.near.matches.len();
                    let mut seen: Vec<Cell> = Vec::with_capacity(27);
                    for cell in spots.iter().flat_map(|cell| around(*cell)) {
                        if !seen.contains(&cell) {
                            seen.push(cell);
                            if let Some(waiting) = cells.get_mut(&cell) {
                                self.meet(at, report, holder, waiting);
                            }
                        }
                    }
                    self.meet(at, report, holder, &mut wide);
                    // One that stands in several cells was met several times.
                    if let Some(new) = self.near.matches.get_mut(first..) {
                        new.sort_unstable_by_key(|m| m.b);
                    }
                    for cell in spots {
                        cells.entry(cell).or_default().add(holder, at);
                    }
                }
                None => {
                    self.meet(at, report, holder, &mut all);
                    wide.add(holder, at);
                }
            }
            all.add(holder, at);
        }
        self.near.matches.dedup();
        Ok(())
    }

    /// The cells of a report that names spots only; nothing for one that is vague or unplaced.
    fn spots(&self, report: &Report<'_>) -> Option<Vec<Cell>> {
        let mut cells = Vec::with_capacity(report.event.places.len());
        for id in &report.event.places {
            let place =
                self.dataset.places.get(id.index()).filter(|place| place.radius_m <= SPOT_M)?;
            let cell = cell(place.position);
            if !cells.contains(&cell) {
                cells.push(cell);
            }
        }
        (!cells.is_empty()).then_some(cells)
    }

    /// Pairs a report with those that wait, and lets those go that are over.
    fn meet(&mut self, at: u32, report: &Report<'_>, holder: Holder, waiting: &mut Waiting) {
        for (other, queue) in &mut waiting.by_holder {
            if *other == holder && holder.is_some() {
                continue;
            }
            let begin = report.begin;
            queue.prune(|there| self.report(there).is_some_and(|there| there.end > begin));
            if queue.list.len() > CROWD || self.made > MOST {
                self.near.crowded += 1;
                continue;
            }
            self.made += queue.list.len();
            for there in &queue.list {
                if let Ok(agreement) = self.judge.compare(at, *there) {
                    let strength = self.judge.strength(at, *there, agreement);
                    self.near.matches.push(Match { a: at, b: *there, strength });
                }
            }
        }
    }
}

fn holder(report: &Report<'_>) -> Holder {
    report.table.then_some(report.source)
}

/// The cell of a position on the sphere.
#[allow(clippy::cast_possible_truncation)] // at most some 130 cells from the middle
fn cell(at: LonLat) -> Cell {
    let (lon, lat) = (at.lon().to_radians(), at.lat().to_radians());
    let step = |v: f64| (v * EARTH_M / CELL_M).floor() as i32;
    (step(lat.cos() * lon.cos()), step(lat.cos() * lon.sin()), step(lat.sin()))
}

/// A cell and those that touch it.
fn around((x, y, z): Cell) -> impl Iterator<Item = Cell> {
    let near = |v: i32| v - 1..=v + 1;
    near(x).flat_map(move |x| near(y).flat_map(move |y| near(z).map(move |z| (x, y, z))))
}
