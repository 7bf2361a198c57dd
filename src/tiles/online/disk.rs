//! Tiles of online services on disk, below a limit; the least recently used go.
//!
//! A tile is a file `FOLDER/SERVICE/Z-X-Y.tile`: a line of what is known of it, then its bytes. Files of
//! other names are let be.

use crate::system::{bytes::Checksum, cache_folder};
use crate::tiles::TileId;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Bytes that are kept where the user chose nothing else.
pub const CACHE_BYTES: u64 = 200_000_000;
/// Of the limit, what is left when it was passed, in percent: so that not every tile makes it pass again.
const LEFT_PERCENT: u64 = 90;
/// The first line of a kept tile begins so.
const MAGIC: &str = "chronotope-tile-1";
/// Bytes that a file may have.
const MOST_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// A tile that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    /// Until when it may be used without asking, in seconds since 1970.
    pub fresh_until_s: u64,
    /// What the service calls this state of the tile.
    pub etag: String,
    /// When it was changed, in the service's words.
    pub modified: String,
    /// Whether it may be kept.
    pub keep: bool,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// The folder, shared by all services.
#[derive(Clone, Debug)]
pub struct Cache {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    folder: Option<PathBuf>,
    most_bytes: AtomicU64,
    /// Bytes in the folder; nothing until they were counted.
    bytes: Mutex<Option<u64>>,
}

impl Cache {
    /// The user's: `CHRONOTOPE_CACHE` where that is set, else the system's folder for what can be
    /// made again.
    #[must_use]
    pub fn of_user(most_bytes: u64) -> Self {
        Self::at(cache_folder().map(|folder| folder.join("map-tiles")), most_bytes)
    }

    /// A folder of the caller's; none keeps nothing.
    #[must_use]
    pub fn at(folder: Option<PathBuf>, most_bytes: u64) -> Self {
        let inner = Inner { folder, most_bytes: most_bytes.into(), bytes: Mutex::new(None) };
        Self { inner: Arc::new(inner) }
    }

    /// Sets the limit; it is held when the next tile is kept.
    pub fn limit(&self, most_bytes: u64) {
        self.inner.most_bytes.store(most_bytes, Ordering::Relaxed);
    }

    /// Removes everything that is kept.
    pub fn clear(&self) {
        let mut bytes = self.inner.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, _, path) in self.inner.files() {
            // What cannot be removed stays, and is counted again.
            let _stays = fs::remove_file(path);
        }
        *bytes = None;
    }

    fn path(&self, service: u64, id: TileId) -> Option<PathBuf> {
        let name = format!("{}-{}-{}.tile", id.zoom(), id.x(), id.y());
        Some(self.inner.folder.as_ref()?.join(format!("{service:016x}")).join(name))
    }

    /// A tile that is kept; nothing where it is not, or is damaged.
    pub(super) fn find(&self, service: u64, id: TileId) -> Option<Stored> {
        let path = self.path(service, id)?;
        let file = File::options().read(true).write(true).open(&path);
        let file = file.or_else(|_| File::open(&path)).ok()?;
        let mut bytes = Vec::new();
        (&file).take(MOST_FILE_BYTES).read_to_end(&mut bytes).ok()?;
        let stored = Stored::read(&bytes)?;
        // The time of change says when it was used last; where it cannot be set, it goes sooner.
        let _unset = file.set_modified(SystemTime::now());
        Some(stored)
    }

    /// Keeps a tile. Where the disk is full or cannot be written, the tile is fetched again.
    pub(super) fn keep(&self, service: u64, id: TileId, tile: &Stored) {
        let Some(path) = self.path(service, id) else { return };
        if let Ok(written) = write(&path, tile) {
            self.inner.grown(written);
        }
    }
}

impl Inner {
    /// The tiles in the folder: when each was used last, its bytes, where it is.
    fn files(&self) -> Vec<(SystemTime, u64, PathBuf)> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let services = fs::read_dir(folder).into_iter().flatten().flatten();
        let tiles = services.flat_map(|service| fs::read_dir(service.path()).into_iter().flatten());
        tiles
            .flatten()
            .filter(|entry| {
                let name = entry.file_name();
                name.to_str().is_some_and(|name| name.ends_with(".tile") || name.ends_with(".part"))
            })
            .filter_map(|entry| {
                let meta = entry.metadata().ok().filter(fs::Metadata::is_file)?;
                let used = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                Some((used, meta.len(), entry.path()))
            })
            .collect()
    }

    fn grown(&self, by: u64) {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let most = self.most_bytes.load(Ordering::Relaxed);
        let now = match *bytes {
            Some(known) => known.saturating_add(by),
            None => self.files().iter().map(|(_, length, _)| length).sum(),
        };
        *bytes = Some(now);
        if now <= most {
            return;
        }
        let mut files = self.files();
        files.sort();
        let mut left: u64 = files.iter().map(|(_, length, _)| length).sum();
        let aim = most / 100 * LEFT_PERCENT;
        for (_, length, path) in files {
            if left <= aim {
                break;
            }
            if fs::remove_file(path).is_ok() {
                left = left.saturating_sub(length);
            }
        }
        *bytes = Some(left);
    }
}

/// Written beside its name and renamed, so that nobody reads half of it.
fn write(path: &Path, tile: &Stored) -> std::io::Result<u64> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let bytes = tile.bytes();
    // Two windows may fetch the same tile at a time.
    let part = path.with_extension(format!("{}.part", std::process::id()));
    let written = File::create(&part).and_then(|mut file| file.write_all(&bytes));
    let renamed = written.and_then(|()| fs::rename(&part, path));
    if renamed.is_err() {
        // It may not have come into being at all.
        let _absent = fs::remove_file(&part);
    }
    renamed.map(|()| bytes.len() as u64)
}

impl Stored {
    fn bytes(&self) -> Vec<u8> {
        let clean = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
        let mut out = format!(
            "{MAGIC}\t{}\t{:016x}\t{}\t{}\n",
            self.fresh_until_s,
            Checksum::of(&self.body),
            clean(&self.etag),
            clean(&self.modified)
        )
        .into_bytes();
        out.extend_from_slice(&self.body);
        out
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let end = memchr::memchr(b'\n', bytes)?;
        let (line, body) = bytes.split_at_checked(end)?;
        let body = body.get(1..)?;
        let mut parts = std::str::from_utf8(line).ok()?.split('\t');
        if parts.next()? != MAGIC {
            return None;
        }
        let fresh_until_s = parts.next()?.parse().ok()?;
        let sum = u64::from_str_radix(parts.next()?, 16).ok()?;
        let (etag, modified) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        (sum == Checksum::of(body)).then(|| Self {
            fresh_until_s,
            etag,
            modified,
            keep: true,
            body: body.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("chronotope-disk-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn tile(bytes: usize) -> Stored {
        Stored {
            fresh_until_s: 77,
            etag: "\"abc\"".into(),
            modified: "Sun, 06 Nov 1994 08:49:37 GMT".into(),
            keep: true,
            body: vec![b'\n'; bytes],
        }
    }

    #[test]
    fn a_kept_tile_comes_back_and_a_damaged_one_does_not() {
        let folder = folder("back");
        let cache = Cache::at(Some(folder.clone()), 10_000);
        let id = TileId::new(5, 3, 4).unwrap();
        assert_eq!(cache.find(1, id), None);
        cache.keep(1, id, &tile(100));
        assert_eq!(cache.find(1, id), Some(tile(100)));
        assert_eq!(cache.find(2, id), None, "another service");
        let path = cache.path(1, id).unwrap();
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(cache.find(1, id), None);
        cache.keep(1, id, &tile(100));
        cache.clear();
        assert_eq!(cache.find(1, id), None);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_least_recently_used_go_and_other_files_stay() {
        let folder = folder("limit");
        let cache = Cache::at(Some(folder.clone()), 10_000);
        let id = |n| TileId::new(10, n, 0).unwrap();
        for n in 0..8 {
            cache.keep(1, id(n), &tile(1000));
            let file = File::options().write(true).open(cache.path(1, id(n)).unwrap()).unwrap();
            let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1000 + u64::from(n));
            file.set_modified(then).unwrap();
        }
        let stranger = folder.join("0000000000000001").join("notes.txt");
        fs::write(&stranger, "mine").unwrap();
        // The oldest is used, so the next oldest is the one to go.
        assert!(cache.find(1, id(0)).is_some());
        cache.keep(1, id(8), &tile(1500));
        assert!(cache.find(1, id(1)).is_none() && cache.find(1, id(2)).is_none());
        assert!(cache.find(1, id(0)).is_some() && cache.find(1, id(8)).is_some());
        assert!(stranger.exists());
        let all: u64 = cache.inner.files().iter().map(|(_, bytes, _)| bytes).sum();
        assert!(all <= 10_000);
        fs::remove_dir_all(folder).unwrap();
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Stored::read(&bytes);
            let tile = Stored { body: bytes, ..tile(0) };
            prop_assert_eq!(Stored::read(&tile.bytes()), Some(tile));
        }
    }
}
