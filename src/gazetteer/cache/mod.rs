//! Where indexes lie: in the user's cache folder, mapped; or in memory where there is none.

use super::asset::Asset;
use super::build::{self, Plan};
use super::bytes::Checksum;
use super::format::{BUILDER_VERSION, Layout, Section};
use super::{Gazetteer, GazetteerError, overlay};
pub(crate) use crate::system::{Bytes, cache_folder as folder};
use crate::task::Task;
use std::fs::{File, TryLockError};
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How long an index that nothing asks for by this version may lie before it is cleared away.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// Opens the index of an asset and an overlay from `folder`, and builds it there where it is missing
/// or damaged. In memory where the folder is none or cannot be written.
pub(crate) fn open_or_build(
    asset: &[u8],
    overlay: &str,
    folder: Option<&Path>,
    task: &Task,
) -> Result<Gazetteer, GazetteerError> {
    let key = key(asset, overlay)?;
    let Some(folder) = folder else {
        return Gazetteer::from_index(build(asset, overlay, key, task)?);
    };
    let path = folder.join(format!("gazetteer-{key:016x}.idx"));
    if let Ok(gazetteer) = open(&path, key) {
        return Ok(gazetteer);
    }
    // Of many processes one builds, and the others wait for it; without a lock all of them build.
    let lock = lock(folder, task)?;
    if lock.is_some()
        && let Ok(gazetteer) = open(&path, key)
    {
        return Ok(gazetteer);
    }
    let index = build(asset, overlay, key, task)?;
    match write(folder, &path, &index)
        .and_then(|()| open(&path, key).map_err(|e| std::io::Error::other(e.to_string())))
    {
        Ok(gazetteer) => {
            clear_old(folder, &path);
            Ok(gazetteer)
        }
        Err(error) => {
            let message =
                format!("the name index cannot be kept there and takes memory instead: {error}");
            task.warn(path.display().to_string(), message);
            Gazetteer::from_index(index)
        }
    }
}

/// What an index is known by: the contents that it was made from, and how it is made.
pub(crate) fn key(asset: &[u8], overlay: &str) -> Result<u64, GazetteerError> {
    let asset = Asset::checksum(asset).ok_or(GazetteerError::NoAsset)?;
    let mut sum = Checksum::new();
    for part in [asset, Checksum::of(overlay.as_bytes()), BUILDER_VERSION.into(), 0] {
        sum.add(&[part.to_le_bytes(); 4].concat());
    }
    Ok(sum.finish())
}

fn build(asset: &[u8], overlay: &str, key: u64, task: &Task) -> Result<Vec<u8>, GazetteerError> {
    let places = overlay::parse(overlay)?;
    let asset = Asset::unpack(asset)?;
    let records = asset.records();
    let total = records.size_hint().1.unwrap_or_default() + places.len();
    task.stage("building the name index", total as u64);
    let records = overlay::WithOverlay::new(records.map(Ok), places);
    let out = build::build(records, &Plan::in_memory(key), Cursor::new(Vec::new()), task)?;
    Ok(out.into_inner())
}

/// Opens an index file for what `key` stands for: reads its header and checks its keys.
fn open(path: &Path, key: u64) -> Result<Gazetteer, GazetteerError> {
    let gazetteer = open_any(path)?;
    if gazetteer.layout.key == key { Ok(gazetteer) } else { Err(GazetteerError::DamagedIndex) }
}

/// Opens an index file, whatever it was made from: reads its header and checks its keys.
pub(crate) fn open_any(path: &Path) -> Result<Gazetteer, GazetteerError> {
    let at = |source| GazetteerError::File { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(at)?;
    let length = file.metadata().map_err(at)?.len();
    let mut head = Vec::new();
    (&mut file).take(Layout::BYTES as u64).read_to_end(&mut head).map_err(at)?;
    let layout = Layout::read(&head, length)?;
    file.seek(SeekFrom::Start(layout.range(Section::Keys).start as u64)).map_err(at)?;
    layout.check(Section::Keys, &mut file)?;
    Gazetteer::open(Bytes::map(&file).map_err(at)?, layout)
}

/// Waits for the folder's lock; `None` where the folder cannot be locked.
fn lock(folder: &Path, task: &Task) -> Result<Option<File>, GazetteerError> {
    if std::fs::create_dir_all(folder).is_err() {
        return Ok(None);
    }
    let Ok(file) = File::create(folder.join("gazetteer.lock")) else { return Ok(None) };
    task.stage("waiting for another program to build the name index", 0);
    loop {
        task.check()?;
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
}

/// Writes the whole index beside its path and moves it there.
fn write(folder: &Path, path: &Path, index: &[u8]) -> std::io::Result<()> {
    static WRITES: AtomicU32 = AtomicU32::new(0);
    let write = WRITES.fetch_add(1, Ordering::Relaxed);
    let beside = folder.join(format!("gazetteer-{}-{write}.part", std::process::id()));
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(index)?;
        file.sync_all()
    });
    let moved = written.and_then(|()| std::fs::rename(&beside, path));
    if moved.is_err() {
        // What could not be finished is of no use; where it cannot be removed either, so be it.
        let _ = std::fs::remove_file(&beside);
    }
    moved
}

/// Removes indexes and unfinished files that have lain for a month.
fn clear_old(folder: &Path, current: &Path) {
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name();
        let name = name.to_string_lossy();
        let ours =
            name.starts_with("gazetteer-") && (name.ends_with(".idx") || name.ends_with(".part"));
        let age = file.metadata().and_then(|m| m.modified()).ok().and_then(|t| t.elapsed().ok());
        if ours && file.path() != current && age.is_some_and(|age| age > KEPT) {
            // Another process may have removed it, or be using it: either is fine.
            let _ = std::fs::remove_file(file.path());
        }
    }
}

#[cfg(test)]
mod tests;
