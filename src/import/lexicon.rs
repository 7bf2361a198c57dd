//! The lexicon of events as the user has it: the program's own, with the rows of a file of theirs.

use crate::reading::Lexicon;
use crate::system::data_folder;
use crate::task::Task;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file in the user's data folder.
const FILE: &str = "lexicon.tsv";
/// No lexicon is larger; what is, was not meant.
const LARGEST_BYTES: u64 = 8_000_000;

/// Where the user's own lexicon lies where nobody names another: `lexicon.tsv` in the folder of
/// `CHRONOTOPE_DATA`, or in the user's data folder. Nothing where no such folder is known.
#[must_use]
pub fn usual_place() -> Option<PathBuf> {
    data_folder().map(|folder| folder.join(FILE))
}

/// The program's lexicon with the rows of a file. A file that cannot be read, or that has rows that
/// cannot, becomes warnings by file and line, and the program's own lexicon stands.
#[must_use]
pub fn lexicon(path: &Path, task: &Task) -> Arc<Lexicon> {
    let built_in = Lexicon::built_in();
    let name = path.display().to_string();
    let text = match read(path) {
        Ok(text) => text,
        Err(why) => {
            task.warn(name, why);
            return built_in;
        }
    };
    match built_in.extended(&text) {
        Ok(lexicon) => Arc::new(lexicon),
        Err(problems) => {
            for problem in problems {
                let place = format!("{name}:{}", problem.line);
                task.warn(place, format!("{}; until then the file is left out", problem.message));
            }
            built_in
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    let meta = std::fs::metadata(path).map_err(|why| super::cannot_open(&why))?;
    if !meta.is_file() {
        return Err("is no file; name a file of tab-separated rows".to_owned());
    }
    if meta.len() > LARGEST_BYTES {
        return Err("is larger than a lexicon may be (8 MB); is it the right file?".to_owned());
    }
    let bytes = std::fs::read(path).map_err(|why| super::cannot_open(&why))?;
    String::from_utf8(bytes).map_err(|_| "is not UTF-8; save it as UTF-8".to_owned())
}
