//! Floor 5: the command line. One file for each command; one place that prints errors; one enum of
//! exit codes.

mod args;
mod check;
mod convert;
mod engine;
mod exit;
mod failure;
mod gazetteer;
mod geocode;
mod progress;
mod read;
mod report;
mod snapshot;
mod terminal;
mod values;
mod whereabouts;

pub use args::Cli;
pub use exit::Exit;

use crate::model::TimeSpan;
use crate::model::time::Calendar;
use crate::task::Task;
use args::Command;
use clap::Parser;
use failure::Failure;
use std::path::PathBuf;
use std::time::Duration;

/// What the window is asked to open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowRequest {
    /// Files and folders; none for the built-in dataset.
    pub files: Vec<PathBuf>,
    /// The date that documents are read as of.
    pub dated: Option<TimeSpan>,
    /// The user's lexicon, where another than in its usual place.
    pub lexicon: Option<PathBuf>,
    /// The calendar that texts and tables write their dates on.
    pub calendar: Calendar,
}

/// Runs what the command line asks for. `open_window` shows the window and comes back when it is
/// closed; its error is one line that says what is missing and the way out.
pub fn main(open_window: impl FnOnce(WindowRequest) -> Result<(), String>) -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version come this way too. Nobody may be reading.
            let _closed = answer.print();
            return if answer.use_stderr() { Exit::Usage } else { Exit::Fine };
        }
    };
    let Some(command) = cli.command else {
        let request = WindowRequest {
            files: cli.files,
            dated: cli.reading.dated,
            lexicon: cli.reading.lexicon,
            calendar: cli.reading.calendar.into(),
        };
        return match open_window(request) {
            Ok(()) => Exit::Fine,
            Err(why) => {
                terminal::say(&why);
                Exit::Failed
            }
        };
    };
    let task = Task::new();
    // Files that are being built are to be cleared away, which takes more than a moment.
    let grace = if matches!(command, Command::Gazetteer(_)) { TIDYING } else { GRACE };
    stop_on_ctrl_c(&task, grace);
    let result = match command {
        Command::Read(args) => read::run(&args, &task),
        Command::Geocode(args) => geocode::run(&args, &task),
        Command::Snapshot(args) => snapshot::run(&args, &task),
        Command::Check(args) => check::run(&args, &task),
        Command::Convert(args) => convert::run(&args, &task),
        Command::Gazetteer(what) => gazetteer::run(&what, &task),
    };
    finish(result, &task)
}

/// A command's exit: what it said itself, unless warnings are still to be said.
fn finish(result: Result<Exit, Failure>, task: &Task) -> Exit {
    let failed = terminal::say_warnings(&task.take_warnings());
    match result {
        Ok(_) if task.is_cancelled() => Exit::Interrupted,
        Ok(Exit::Fine) if failed => Exit::Failed,
        Ok(exit) => exit,
        Err(failure) => {
            terminal::say_failure(&failure);
            failure.exit()
        }
    }
}

/// Time that the work has to stop by itself: it may be waiting for input that never comes.
const GRACE: Duration = Duration::from_secs(1);
/// The same for work on files that never waits for input.
const TIDYING: Duration = Duration::from_secs(20);

/// Ctrl-C asks the work to stop at its next step, and ends the program where it does not. The second
/// one ends it at once.
fn stop_on_ctrl_c(task: &Task, grace: Duration) {
    let task = task.clone();
    let end = || std::process::exit(i32::from(Exit::Interrupted.code()));
    let handler = move || {
        if task.is_cancelled() {
            end();
        }
        task.cancel();
        std::thread::spawn(move || {
            std::thread::sleep(grace);
            end();
        });
    };
    if let Err(why) = ctrlc::set_handler(handler) {
        terminal::say(&format!("Ctrl-C will end the program without finishing its output ({why})"));
    }
}
