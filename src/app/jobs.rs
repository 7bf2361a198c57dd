//! Work beside the window: typed results, stamped with the revision that they were computed for.
//!
//! A result for another revision than the current one is dropped, dropping the handle asks the work
//! to stop, and work that panics is reported as failed. Nobody waits for a thread that was given
//! up: it ends at its next look at the task, and its result goes nowhere.

use crate::task::{Progress, Task};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// Counts the states of what results are computed from; a result belongs to one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

impl Revision {
    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// How a piece of work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// With its result.
    Done(T),
    /// It was asked to stop; what it had is of no use.
    Cancelled,
    /// What it was computed for is no longer current: dropped.
    Stale,
    /// It broke; the words are for the user.
    Failed(String),
}

/// A piece of work in the background. Dropping it cancels the work.
#[derive(Debug)]
pub struct Job<T> {
    task: Task,
    revision: Revision,
    results: Receiver<Result<T, String>>,
    over: bool,
}

impl<T: Send + 'static> Job<T> {
    /// Starts work for a revision. `wake` is called from the worker once the result can be had, so
    /// that a window at rest draws again. Where the system gives no thread, the job has failed.
    pub fn start(
        name: &str,
        revision: Revision,
        work: impl FnOnce(&Task) -> T + Send + 'static,
        wake: impl FnOnce() + Send + 'static,
    ) -> Self {
        let task = Task::new();
        let (sender, results) = channel();
        let (worker_task, failed) = (task.clone(), sender.clone());
        let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
            // What the work leaves half done is its own: nothing of it is looked at after a panic.
            let result = catch_unwind(AssertUnwindSafe(|| work(&worker_task)));
            let result = result.map_err(|panic| said(panic.as_ref()));
            // Nobody waits any more where this fails.
            if sender.send(result).is_ok() {
                wake();
            }
        });
        if let Err(why) = started {
            let _receiver_lives = failed.send(Err(format!("no thread could be started: {why}")));
        }
        Self { task, revision, results, over: false }
    }

    /// The revision that it works for.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.task.progress()
    }

    /// Its task: progress, cancelling, and the warnings it leaves.
    #[must_use]
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// Asks it to stop.
    pub fn cancel(&self) {
        self.task.cancel();
    }

    /// The outcome, once; nothing while it runs, and nothing after it was had. `current` is the
    /// revision that results are wanted for.
    pub fn poll(&mut self, current: Revision) -> Option<Outcome<T>> {
        if self.over {
            return None;
        }
        let result = match self.results.try_recv() {
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Err("it ended without a result".to_owned()),
            Ok(result) => result,
        };
        self.over = true;
        Some(self.outcome(result, current))
    }

    /// Waits for the outcome.
    #[must_use]
    pub fn wait(self, current: Revision) -> Outcome<T> {
        if self.over {
            return Outcome::Stale;
        }
        let result =
            self.results.recv().unwrap_or_else(|_| Err("it ended without a result".to_owned()));
        self.outcome(result, current)
    }

    fn outcome(&self, result: Result<T, String>, current: Revision) -> Outcome<T> {
        match result {
            Err(why) => Outcome::Failed(why),
            Ok(_) if self.task.is_cancelled() => Outcome::Cancelled,
            Ok(_) if self.revision != current => Outcome::Stale,
            Ok(result) => Outcome::Done(result),
        }
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.task.cancel();
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("internal error: {}", words.unwrap_or_else(|| "it broke without a word".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    const NOW: Revision = Revision(7);

    /// Work that runs until it is told what to give.
    fn held<T: Send + 'static>() -> (mpsc::Sender<T>, mpsc::Receiver<()>, Job<T>) {
        let (give, given) = channel::<T>();
        let (wake, woken) = channel();
        let job = Job::start(
            "test",
            NOW,
            move |_| given.recv().unwrap(),
            move || wake.send(()).unwrap_or(()),
        );
        (give, woken, job)
    }

    #[test]
    fn a_result_is_had_once_and_wakes_the_window() {
        let (give, woken, mut job) = held();
        assert_eq!(job.poll(NOW), None);
        give.send(42).unwrap();
        woken.recv().unwrap();
        assert_eq!(job.poll(NOW), Some(Outcome::Done(42)));
        assert_eq!(job.poll(NOW), None);
    }

    #[test]
    fn a_result_for_another_revision_is_stale() {
        let (give, woken, mut job) = held();
        give.send("old").unwrap();
        woken.recv().unwrap();
        assert_eq!(job.poll(NOW.next()), Some(Outcome::Stale));
    }

    #[test]
    fn a_panic_is_a_failed_job() {
        let job: Job<()> = Job::start("test", NOW, |_| panic!("no {}", "luck"), || {});
        assert_eq!(job.wait(NOW), Outcome::Failed("internal error: no luck".to_owned()));
        // Held work whose sender goes away panics too, on the worker's side only.
        let (give, _, job) = held::<()>();
        drop(give);
        assert!(matches!(job.wait(NOW), Outcome::Failed(_)));
    }

    #[test]
    fn dropping_the_handle_cancels() {
        let (started, seen) = channel();
        let (over, ended) = channel();
        let job: Job<()> = Job::start(
            "test",
            NOW,
            move |task| {
                started.send(()).unwrap();
                while !task.is_cancelled() {
                    thread::yield_now();
                }
                over.send(()).unwrap();
            },
            || panic!("nobody is there to wake"),
        );
        seen.recv().unwrap();
        drop(job);
        ended.recv().unwrap();
    }

    #[test]
    fn cancelled_work_has_no_result() {
        let job = Job::start("test", NOW, |task| while task.check().is_ok() {}, || {});
        job.cancel();
        assert_eq!(job.wait(NOW), Outcome::Cancelled);
    }

    #[test]
    fn progress_and_warnings_are_seen_outside() {
        let (go, went) = channel::<()>();
        let (told, tell) = channel();
        let job = Job::start(
            "test",
            NOW,
            move |task| {
                task.stage("Reading", 10);
                task.advance(4);
                task.warn("a.txt", "is empty");
                told.send(()).unwrap();
                went.recv().unwrap();
            },
            || {},
        );
        tell.recv().unwrap();
        assert_eq!((job.progress().done, job.progress().total), (4, 10));
        go.send(()).unwrap();
        let task = job.task().clone();
        assert_eq!(job.wait(NOW), Outcome::Done(()));
        assert_eq!(task.take_warnings().len(), 1);
    }
}
