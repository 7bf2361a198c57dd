//! Filters over very many events, worked out beside the window.

use crate::app::jobs::{Job, Outcome, Revision};
use crate::app::{Due, Made, State};
use crate::model::Window;

/// The job under way: one at a time for a filter, and what it was started for.
#[derive(Default)]
pub struct Filtering {
    job: Option<(Job<Option<Made>>, Option<Window>)>,
    /// What failed is not tried again until something else is asked.
    failed: Option<(u64, Option<Window>)>,
}

impl Filtering {
    /// Takes what was worked out, and starts what is due: at once where the filters changed, and after
    /// the count under way where only the window moved.
    pub fn advance(&mut self, ctx: &egui::Context, state: &mut State) {
        if let Some((job, window)) = &mut self.job
            && let Some(outcome) = job.poll(job.revision())
        {
            let asked = (job.revision().0, *window);
            self.job = None;
            match outcome {
                Outcome::Done(Some(made)) => {
                    state.filtered(made);
                }
                Outcome::Failed(_) => self.failed = Some(asked),
                Outcome::Done(None) | Outcome::Cancelled | Outcome::Stale => {}
            }
        }
        let Some(due) = state.filtering_due() else {
            self.job = None;
            return;
        };
        let asked = (due.revision, due.window);
        let running = self.job.as_ref().is_some_and(|(job, _)| job.revision().0 == due.revision);
        if !running && self.failed != Some(asked) {
            self.start(ctx, due);
        }
    }

    fn start(&mut self, ctx: &egui::Context, due: Due) {
        let (revision, window, wake) = (Revision(due.revision), due.window, ctx.clone());
        let work = move |task: &crate::task::Task| due.make(task).ok();
        let job = Job::start("filtering", revision, work, move || wake.request_repaint());
        self.job = Some((job, window));
    }
}
