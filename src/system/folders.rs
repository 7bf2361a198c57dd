//! Where the user's files lie.

use etcetera::BaseStrategy;
use std::path::PathBuf;

/// The folder for what can be built again: `CHRONOTOPE_CACHE`, or the user's cache folder. Nothing
/// where no home folder is known.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    let usual = || Some(etcetera::choose_base_strategy().ok()?.cache_dir());
    named("CHRONOTOPE_CACHE", usual)
}

/// The folder for what the user made: `CHRONOTOPE_DATA`, or the user's data folder. Nothing where no
/// home folder is known.
pub(crate) fn data_folder() -> Option<PathBuf> {
    let usual = || Some(etcetera::choose_base_strategy().ok()?.data_dir());
    named("CHRONOTOPE_DATA", usual)
}

fn named(variable: &str, usual: impl Fn() -> Option<PathBuf>) -> Option<PathBuf> {
    match std::env::var_os(variable) {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => usual().map(|folder| folder.join("chronotope")),
    }
}
