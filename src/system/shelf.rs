//! Several columns in one file, to be mapped.
//!
//! | bytes | |
//! |---|---|
//! | 0 | `CTSHELF` and the format |
//! | 8 | the order of bytes on the machine that wrote it, and how many columns there are |
//! | 16 | what the columns were made from, as a number |
//! | 24 | for each column where it begins and its length, in bytes |
//! | after that | the checksum of all of it |
//!
//! The header is little-endian and comes last in time: a file that was not finished has none. Columns
//! are as the machine has them and begin at multiples of [`ALIGN`].

use super::Bytes;
use super::bytes::{Checksum, u32_at, u64_at};
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"CTSHELF\x01";
/// Reads otherwise on a machine of the other order of bytes.
const ORDER: u32 = 0x0102_0304;
/// Columns begin at multiples of so many bytes: a line of a processor's cache.
const ALIGN: u64 = 64;
const COLUMNS_AT: usize = 24;

/// A file of columns that is being written, beside its place until it is whole.
#[derive(Debug)]
pub(crate) struct ShelfWriter {
    out: BufWriter<File>,
    beside: PathBuf,
    path: PathBuf,
    made_from: u64,
    columns: usize,
    places: Vec<(u64, u64)>,
    finished: bool,
}

impl ShelfWriter {
    /// Begins a file of so many columns.
    pub(crate) fn create(path: &Path, columns: usize, made_from: u64) -> io::Result<Self> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}.part", std::process::id()));
        let beside = PathBuf::from(beside);
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&beside)?);
        out.write_all(&vec![0; header_bytes(columns)])?;
        let path = path.to_owned();
        Ok(Self { out, beside, path, made_from, columns, places: Vec::new(), finished: false })
    }

    /// Adds a column that `write` writes, from where the writer stands.
    pub(crate) fn column(
        &mut self,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<()> {
        let at = self.out.stream_position()?;
        let from = at.next_multiple_of(ALIGN);
        let padding = [0; ALIGN as usize];
        self.out.write_all(padding.get(..(from - at) as usize).unwrap_or_default())?;
        write(&mut self.out)?;
        self.places.push((from, self.out.stream_position()?.saturating_sub(from)));
        Ok(())
    }

    /// Writes the header and puts the file in its place.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.places.len() != self.columns {
            return Err(io::Error::other("another number of columns than was said"));
        }
        let mut head = MAGIC.to_vec();
        head.extend(ORDER.to_ne_bytes());
        head.extend((self.columns as u32).to_le_bytes());
        head.extend(self.made_from.to_le_bytes());
        for (from, length) in &self.places {
            head.extend(from.to_le_bytes());
            head.extend(length.to_le_bytes());
        }
        head.extend(Checksum::of(&head).to_le_bytes());
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&head)?;
        self.out.flush()?;
        std::fs::rename(&self.beside, &self.path)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for ShelfWriter {
    fn drop(&mut self) {
        if !self.finished {
            // Half a file is of no use; where it cannot be removed it is cleared away by its age.
            let _ = std::fs::remove_file(&self.beside);
        }
    }
}

fn header_bytes(columns: usize) -> usize {
    COLUMNS_AT + columns * 16 + 8
}

/// The columns of a file, mapped; nothing where there is none of so many columns made from that, or
/// it is damaged where it is looked at. What the columns say is not checked.
pub(crate) fn open_shelf(path: &Path, columns: usize, made_from: u64) -> Option<Vec<Bytes>> {
    let bytes = Bytes::map(&File::open(path).ok()?).ok()?;
    let all = bytes.as_ref();
    let head = all.get(..header_bytes(columns))?;
    let (said, sum) = head.split_at_checked(head.len() - 8)?;
    let sound = said.starts_with(MAGIC)
        && sum == Checksum::of(said).to_le_bytes()
        && said.get(8..12)? == ORDER.to_ne_bytes()
        && u32_at(said, 12)? as usize == columns
        && u64_at(said, 16)? == made_from;
    if !sound {
        return None;
    }
    let column = |at: usize| {
        let from = usize::try_from(u64_at(said, COLUMNS_AT + at * 16)?).ok()?;
        let length = usize::try_from(u64_at(said, COLUMNS_AT + at * 16 + 8)?).ok()?;
        let to = from.checked_add(length).filter(|to| *to <= all.len())?;
        Some(bytes.part(from..to))
    };
    (0..columns).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("chronotope-shelf-{name}-{}", std::process::id()))
    }

    fn write(path: &Path, made_from: u64) {
        let mut shelf = ShelfWriter::create(path, 2, made_from).unwrap();
        shelf.column(|out| out.write_all(b"first")).unwrap();
        shelf.column(|out| out.write_all(&[7; 100])).unwrap();
        shelf.finish().unwrap();
    }

    #[test]
    fn columns_come_back_aligned() {
        let path = path("back");
        write(&path, 5);
        let columns = open_shelf(&path, 2, 5).unwrap();
        assert_eq!(columns[0].as_ref(), b"first");
        assert_eq!(columns[1].as_ref(), [7; 100]);
        assert_eq!(columns[1].as_ref().as_ptr() as usize % ALIGN as usize, 0);
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn what_was_made_from_other_things_or_is_damaged_is_not_there() {
        let path = path("damaged");
        write(&path, 5);
        assert!(open_shelf(&path, 2, 6).is_none());
        assert!(open_shelf(&path, 3, 5).is_none());
        let whole = std::fs::read(&path).unwrap();
        for length in [0, 7, 20, 60, whole.len() - 1] {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert!(open_shelf(&path, 2, 5).is_none(), "cut to {length}");
        }
        for at in 0..header_bytes(2) {
            let mut flipped = whole.clone();
            flipped[at] ^= 4;
            std::fs::write(&path, &flipped).unwrap();
            assert!(open_shelf(&path, 2, 5).is_none(), "byte {at}");
        }
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let path = path("unfinished");
        let mut shelf = ShelfWriter::create(&path, 2, 5).unwrap();
        shelf.column(|out| out.write_all(b"first")).unwrap();
        let beside = shelf.beside.clone();
        assert!(beside.exists());
        assert!(shelf.finish().is_err());
        assert!(!path.exists() && !beside.exists());
    }
}
