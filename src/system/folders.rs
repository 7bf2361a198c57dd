//! Where the user's files lie.

use etcetera::BaseStrategy;
use std::path::PathBuf;

/// The folder for what can be built again: `CHRONOTOPE_CACHE`, or the user's cache folder.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    match std::env::var_os("CHRONOTOPE_CACHE") {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => etcetera::choose_base_strategy().ok().map(|base| base.cache_dir().join("chronotope")),
    }
}
