//! `chronotope snapshot`: map and timeline as a picture.

use super::args::Snapshot;
use super::exit::Exit;
use super::failure::Failure;
use crate::task::Task;

pub(super) fn run(_args: &Snapshot, _task: &Task) -> Result<Exit, Failure> {
    Err(Failure::cannot("snapshot", "not here yet"))
}
