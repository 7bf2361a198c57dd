//! One file opened: its size checked, its bytes read and decoded, told what it is.

use super::{Kind, decode, detect, unpack};
use crate::formats::table;
use crate::task::{Cancelled, Task};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The largest document that is read.
pub const DOCUMENT_BYTES: u64 = 32_000_000;

/// The largest project that is read, and the largest table that comes from no file.
pub const DATA_BYTES: u64 = 128_000_000;

/// A file's text and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its text, decoded.
    pub text: String,
    /// What it is read as.
    pub kind: Kind,
    /// What a reader should know about its encoding.
    pub remark: Option<String>,
}

/// Opens one file: checks its size, decodes it, tells what it is. The inner error says in words
/// that follow the file's name why it is not read, with the way out.
///
/// # Errors
/// When the task was asked to stop.
pub fn open(path: &Path, task: &Task) -> Result<Result<Opened, String>, Cancelled> {
    if unpack::is_parquet(path) {
        return unpack::open(path, task);
    }
    let bytes = match read_bytes(path, task)? {
        Ok(bytes) => bytes,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let decoded = decode(bytes);
    let remark = decoded.remark();
    if decoded.text.trim().is_empty() {
        return Ok(Err("is empty: nothing to read".to_owned()));
    }
    Ok(detect(path, &decoded.text).map(|kind| Opened { text: decoded.text, kind, remark }))
}

fn read_bytes(path: &Path, task: &Task) -> Result<Result<Vec<u8>, String>, Cancelled> {
    let mut file: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        match open_file(path) {
            Ok(file) => Box::new(file),
            Err(refusal) => return Ok(Err(refusal)),
        }
    };
    let mut bytes = Vec::new();
    let mut limit = None;
    loop {
        task.check()?;
        let part = file.by_ref().take(PART_BYTES).read_to_end(&mut bytes);
        let read = match part {
            Ok(read) => read,
            Err(error) => return Ok(Err(cannot_open(&error))),
        };
        let limit = *limit.get_or_insert_with(|| limit_of(path, &bytes));
        if bytes.len() as u64 > limit {
            return Ok(Err(too_large(bytes.len() as u64, limit)));
        }
        if bytes.len() <= detect::HEAD_BYTES || read > 0 && bytes.len() == read {
            let head = bytes.get(..bytes.len().min(detect::HEAD_BYTES)).unwrap_or_default();
            if let Err(refusal) = detect::refuse_binary(head) {
                return Ok(Err(refusal));
            }
        }
        if read == 0 {
            return Ok(Ok(bytes));
        }
    }
}

/// Bytes between two looks at whether to stop.
const PART_BYTES: u64 = 1 << 20;

fn open_file(path: &Path) -> Result<File, String> {
    let file = File::open(path).map_err(|error| cannot_open(&error))?;
    let meta = file.metadata().map_err(|error| cannot_open(&error))?;
    if is_device(&meta) {
        return Err("is a device, not a file".to_owned());
    }
    // Said before anything is read: the head decides which limit holds.
    let mut head = Vec::new();
    if meta.len() > DOCUMENT_BYTES {
        let mut start = File::open(path).map_err(|error| cannot_open(&error))?;
        let _short = start.by_ref().take(detect::HEAD_BYTES as u64).read_to_end(&mut head);
        detect::refuse_binary(&head)?;
        let limit = limit_of(path, &head);
        if meta.len() > limit {
            return Err(too_large(meta.len(), limit));
        }
    }
    Ok(file)
}

#[cfg(unix)]
fn is_device(meta: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = meta.file_type();
    kind.is_char_device() || kind.is_block_device()
}

#[cfg(not(unix))]
fn is_device(_meta: &std::fs::Metadata) -> bool {
    false
}

fn limit_of(path: &Path, head: &[u8]) -> u64 {
    let head =
        String::from_utf8_lossy(head.get(..head.len().min(detect::HEAD_BYTES)).unwrap_or(&[]));
    let ending = detect::extension(path);
    let data = head.trim_start().starts_with('{')
        || matches!(ending.as_str(), "csv" | "tsv" | "tab")
        || table::looks_like(&head);
    if data { DATA_BYTES } else { DOCUMENT_BYTES }
}

fn too_large(bytes: u64, limit: u64) -> String {
    let mb = |bytes: u64| bytes.div_ceil(1_000_000);
    let (what, way) = if limit == DATA_BYTES {
        ("projects and tables on standard input", "save a table to a file and open that")
    } else {
        ("documents", "split it, or make it a corpus of JSON lines for `chronotope read --corpus`")
    };
    format!("is larger than {what} may be ({} MB, the limit is {} MB); {way}", mb(bytes), mb(limit))
}

/// The words for a file that the system does not give, with the way out.
pub(crate) fn cannot_open(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "is not there; check the name".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "may not be read; give yourself permission (`chmod u+r`) or copy it".to_owned()
        }
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}
