//! Files as users download them: a ZIP with one table in it, or the table itself.

use super::{Problem, TableError};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// The most that one table may unpack to, in bytes: ten times GeoNames' largest.
const MOST_BYTES: u64 = 16 << 30;
/// The most that a packed byte may unpack to. GeoNames' tables take about a fifth of their size; no
/// text that people wrote comes near this.
const MOST_RATIO: u64 = 200;
/// Members smaller than this may unpack to any size up to it.
const HARMLESS_BYTES: u64 = 64 << 20;
/// What lies beside the tables in GeoNames' archives.
const NO_TABLES: [&str; 2] = ["readme.txt", "iso-languagecodes.txt"];

/// A table in a file.
pub(super) struct Table<'a> {
    /// The file, and the member of the archive where it is one.
    pub(super) place: String,
    /// Its size in bytes, unpacked, as far as the file tells.
    pub(super) byte_len: u64,
    pub(super) bytes: &'a mut dyn Read,
}

/// Calls `take` with each table of a file.
pub(super) fn each_table<E: From<TableError>>(
    path: &Path,
    take: &mut dyn FnMut(Table<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let place = path.display().to_string();
    let failed = |problem: Problem| TableError::new(&place, problem);
    let mut file = File::open(path).map_err(|error| failed(Problem::Io(error)))?;
    let mut magic = Vec::new();
    let read = (&mut file).take(4).read_to_end(&mut magic);
    let back = read.and_then(|_| file.seek(SeekFrom::Start(0)));
    let byte_len = back.and_then(|_| file.metadata()).map_err(|e| failed(Problem::Io(e)))?.len();
    if magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06") {
        return each_member(&place, file, take);
    }
    take(Table { place, byte_len, bytes: &mut file })
}

fn each_member<E: From<TableError>>(
    place: &str,
    file: File,
    take: &mut dyn FnMut(Table<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |problem: Problem| TableError::new(place, problem);
    let mut archive =
        ZipArchive::new(BufReader::new(file)).map_err(|error| failed(broken(error)))?;
    let members = members(&archive).map_err(failed)?;
    if members.is_empty() {
        return Err(failed(Problem::NoTable).into());
    }
    for Member { at, name, limit } in members {
        let mut member = archive.by_index(at).map_err(|error| failed(broken(error)))?;
        let byte_len = member.size();
        let mut bytes = Limited { inner: &mut member, left: limit };
        take(Table { place: format!("{place}/{name}"), byte_len, bytes: &mut bytes })?;
    }
    Ok(())
}

struct Member {
    at: usize,
    name: String,
    limit: u64,
}

/// The members of an archive that may be tables.
fn members<R>(archive: &ZipArchive<R>) -> Result<Vec<Member>, Problem>
where
    R: Read + Seek,
{
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let member = archive.by_index_data(at).map_err(broken)?;
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        if name.contains(['/', '\\']) || name.contains("..") {
            return Err(Problem::Nested(name));
        }
        let lower = name.to_ascii_lowercase();
        if NO_TABLES.contains(&lower.as_str()) || !lower.ends_with(".txt") {
            continue;
        }
        if member.encrypted() {
            return Err(Problem::Encrypted(name));
        }
        let limit = member.compressed_size().saturating_mul(MOST_RATIO);
        let limit = limit.clamp(HARMLESS_BYTES, MOST_BYTES);
        if member.size() > limit {
            return Err(Problem::Bomb);
        }
        found.push(Member { at, name, limit });
    }
    Ok(found)
}

fn broken(error: ZipError) -> Problem {
    match error {
        ZipError::Io(error) => Problem::Damaged(error.to_string()),
        ZipError::UnsupportedArchive(why) => Problem::Packed(why.to_owned()),
        ZipError::CompressionMethodNotSupported(number) => {
            Problem::Packed(format!("compression method {number}"))
        }
        other => Problem::Damaged(other.to_string()),
    }
}

/// A reader that fails when it has given all that it may.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        // The kind is what the caller knows a bomb by.
        let left = self.left.checked_sub(read as u64);
        self.left = left.ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}
