//! A bar on standard error while long work runs: only where that is a terminal, and only once the
//! work has taken half a second.

use crate::task::{Counted, Task, grouped};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Work shorter than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Time between two looks at how far the work is.
const BEAT: Duration = Duration::from_millis(100);

/// A bar that lives as long as this value.
#[derive(Default)]
pub(super) struct Progress {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Shows how far a task is, where anybody can see it.
    pub(super) fn show(task: &Task) -> Self {
        if !io::stderr().is_terminal() {
            return Self::default();
        }
        let (stop, stopped) = channel::<()>();
        let task = task.clone();
        let thread = std::thread::spawn(move || {
            let mut wait = PATIENCE;
            let mut bar = None;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = BEAT;
                let bar = bar.get_or_insert_with(|| {
                    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
                });
                draw(bar, &task);
            }
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

fn draw(bar: &ProgressBar, task: &Task) {
    let progress = task.progress();
    let template = match (progress.total, progress.counted) {
        (0, _) => "{spinner} {msg} {elapsed}",
        (_, Counted::Steps) => "{msg} {wide_bar} {percent} %, {eta} left",
        (_, Counted::Bytes) => {
            "{msg} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"
        }
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_length(progress.total.max(1));
    bar.set_position(progress.done.min(progress.total));
    let rows = match progress.rows {
        0 => String::new(),
        rows => format!(", {} rows", grouped(rows)),
    };
    bar.set_message(format!("{}{rows}", progress.stage));
    bar.tick();
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A bar that broke is no reason to lose the work.
            let _broken = thread.join();
        }
    }
}
