//! `chronotope check`: what is wrong with files.

use super::args::Check;
use super::engine;
use super::exit::Exit;
use super::failure::Failure;
use super::progress::Progress;
use super::terminal::{clean, say_warnings};
use crate::import::check;
use crate::task::Task;
use std::fmt::Write as _;

pub(super) fn run(args: &Check, task: &Task) -> Result<Exit, Failure> {
    let findings = {
        let _bar = Progress::show(task);
        check::files(&args.files, args.calendar.into(), task)?
    };
    // What a path could not give at all is said on standard error, like everywhere.
    let mut failed = say_warnings(&task.take_warnings());
    let mut out = String::new();
    for finding in &findings {
        let name = clean(&finding.name);
        let verdict = match finding.problems.len() {
            0 => "fine".to_owned(),
            1 => "1 problem".to_owned(),
            n => format!("{n} problems"),
        };
        let _ = writeln!(out, "{name}: {verdict}; {}", clean(&finding.summary));
        for remark in &finding.remarks {
            let _ = writeln!(out, "{name}: {}", clean(remark));
        }
        for problem in &finding.problems {
            let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
            let _ = writeln!(out, "{name}{line}: {}", clean(&problem.message));
        }
        failed |= !finding.problems.is_empty();
    }
    engine::print(&out)?;
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}
