use crate::app::Frame;
use crate::app::jobs::{Job, Outcome, Revision};
use crate::app::table::{Sort, TableRows};
use crate::query::{EventIndex, Query};
use std::sync::Arc;

/// So many rows are sorted while the frame waits: a few milliseconds.
const AT_ONCE: usize = 3_000;

/// Rows that are being sorted, and what for.
struct Sorting {
    job: Job<Option<TableRows>>,
    index: Arc<EventIndex>,
    query: Query,
    sort: Sort,
}

/// The rows that are shown, and a job that sorts others.
#[derive(Default)]
pub struct Rows {
    rows: Option<TableRows>,
    job: Option<Sorting>,
    revision: u64,
}

impl Rows {
    /// Brings the rows up to what is asked; true where they changed. In the order of time they are
    /// there at once; in another, those of before stay until they are sorted, but for rows that the
    /// window has left.
    pub fn refresh(&mut self, ctx: &egui::Context, frame: &Frame<'_>) -> bool {
        let matches = frame.subject.matches;
        let (index, query, sort) = (matches.index(), matches.query(), frame.session.table.sort);
        if let Some(sorting) = &mut self.job
            && let Some(outcome) = sorting.job.poll(Revision(self.revision))
        {
            self.job = None;
            if let Outcome::Done(Some(rows)) = outcome {
                self.rows = Some(rows);
                return true;
            }
        }
        if self.rows.as_ref().is_some_and(|rows| rows.answer(index, query, sort)) {
            self.job = None;
            return false;
        }
        let plain = TableRows::in_time(index, query, sort.descending);
        let few = plain.len() <= AT_ONCE;
        if sort.by == crate::app::table::Column::When || !TableRows::can_sort(sort.by, plain.len())
        {
            self.job = None;
            self.rows = Some(plain);
            return true;
        }
        if few {
            let sorted = TableRows::sorted(index, query, sort, &crate::task::Task::new());
            self.rows = Some(sorted.unwrap_or(plain));
            self.job = None;
            return true;
        }
        let same = |sorting: &Sorting| {
            let Sorting { index: of, query: asked, sort: by, .. } = sorting;
            Arc::ptr_eq(of, index) && asked == query && *by == sort
        };
        if self.job.as_ref().is_some_and(same) {
            return false;
        }
        self.revision += 1;
        let (of, asked, wake) = (Arc::clone(index), query.clone(), ctx.clone());
        let work = move |task: &crate::task::Task| TableRows::sorted(&of, &asked, sort, task).ok();
        let job = Job::start("sorting rows", Revision(self.revision), work, move || {
            wake.request_repaint();
        });
        self.job = Some(Sorting { job, index: Arc::clone(index), query: query.clone(), sort });
        // Rows of another index or window would show what is hidden now.
        let stale = self.rows.as_ref().is_none_or(|rows| !rows.is_of(index, query));
        if stale {
            self.rows = Some(plain);
        }
        stale
    }

    /// The rows.
    pub fn get(&self) -> Option<&TableRows> {
        self.rows.as_ref()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.as_ref().map_or(0, TableRows::len)
    }

    /// Whether others are being sorted.
    pub fn is_sorting(&self) -> bool {
        self.job.is_some()
    }
}
