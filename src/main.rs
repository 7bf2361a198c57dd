//! The program: a window, or a command without one.

use chronotope::cli::{self, WindowRequest};
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main(open_window).into()
}

#[cfg(feature = "gui")]
fn open_window(request: WindowRequest) -> Result<(), String> {
    chronotope::views::run(request.files, request.dated, request.lexicon, request.calendar)
        .map_err(|why| why.to_string())
}

#[cfg(not(feature = "gui"))]
fn open_window(_request: WindowRequest) -> Result<(), String> {
    Err("this build has no window; use `chronotope read`, `snapshot`, `geocode`, `check` or `convert`, or build it with the feature `gui`".to_owned())
}
