//! A folder for what is in the making: files that vanish by themselves, and room that may end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// A folder of its own, emptied when it is taken and removed when it is left.
#[derive(Debug)]
pub(crate) struct Disk {
    folder: PathBuf,
    /// Bytes that may still be written.
    left: AtomicU64,
    files: AtomicU32,
}

impl Disk {
    /// Takes a folder, and clears away what an earlier run that was killed left in it. `limit` is
    /// how many bytes may be written in all.
    ///
    /// # Errors
    /// When the folder cannot be made or emptied.
    pub(crate) fn take(folder: PathBuf, limit: u64) -> io::Result<Self> {
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(&folder)?,
        }
        Ok(Self { folder, left: AtomicU64::new(limit), files: AtomicU32::new(0) })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A file without a name, gone when it is closed.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn scratch(&self) -> io::Result<DiskFile<'_>> {
        let number = self.files.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.join(format!("scratch-{number}"));
        let file = self.create(&path)?;
        // Where an open file cannot be removed it goes with the folder.
        let _ = fs::remove_file(&path);
        Ok(file)
    }

    /// A file to be moved elsewhere when it is whole, and its path until then.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn keep(&self, name: &str) -> io::Result<(PathBuf, DiskFile<'_>)> {
        let path = self.folder.join(name);
        let file = self.create(&path)?;
        Ok((path, file))
    }

    fn create(&self, path: &Path) -> io::Result<DiskFile<'_>> {
        let file = File::options().read(true).write(true).create_new(true).open(path)?;
        Ok(DiskFile { file, disk: self })
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A file on a [`Disk`].
#[derive(Debug)]
pub(crate) struct DiskFile<'d> {
    file: File,
    disk: &'d Disk,
}

impl DiskFile<'_> {
    /// Waits until what was written has reached the disk.
    ///
    /// # Errors
    /// When it does not.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

impl Write for DiskFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let wanted = bytes.len() as u64;
        let left = &self.disk.left;
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(wanted))
            .map_err(|_| io::Error::from(io::ErrorKind::StorageFull))?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Read for DiskFile<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.file.read(bytes)
    }
}

impl Seek for DiskFile<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Bytes that are written once and read back once: on a disk where there is one, else in memory.
pub(crate) enum Spool<'d> {
    Memory(Vec<u8>),
    File { out: BufWriter<DiskFile<'d>>, length: u64 },
}

impl<'d> Spool<'d> {
    pub(crate) fn new(disk: Option<&'d Disk>) -> io::Result<Self> {
        let Some(disk) = disk else { return Ok(Self::Memory(Vec::new())) };
        let out = BufWriter::with_capacity(1 << 18, disk.scratch()?);
        Ok(Self::File { out, length: 0 })
    }

    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }

    pub(crate) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Memory(all) => all.extend_from_slice(bytes),
            Self::File { out, length } => {
                out.write_all(bytes)?;
                *length += bytes.len() as u64;
            }
        }
        Ok(())
    }

    pub(crate) fn copy_into(self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Memory(bytes) => out.write_all(&bytes),
            Self::File { out: written, .. } => {
                let mut file = written.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.seek(SeekFrom::Start(0))?;
                io::copy(&mut file, out).map(drop)
            }
        }
    }
}
