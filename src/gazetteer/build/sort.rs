//! Sorts more than fits in memory: pieces are sorted as they fill up and put on the disk as runs,
//! which are then read side by side.
//!
//! An item is a key and a payload, both bytes. Items come out by key, then by payload; since that is
//! a total order, the outcome does not depend on how large the pieces were or who sorted them.

use super::disk::{Disk, DiskFile};
use crate::gazetteer::bytes::put_varint;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// So many runs on a disk become one, which bounds open files and the memory of their buffers.
const MOST_RUNS: usize = 64;
/// Buffer of one run while it is read, in bytes.
const READ_BYTES: usize = 1 << 17;

/// Takes items in any order.
pub(crate) struct Sorter<'d> {
    piece: Piece,
    piece_bytes: usize,
    disk: Option<&'d Disk>,
    runs: Vec<Run<'d>>,
    items: u64,
}

impl<'d> Sorter<'d> {
    /// A sorter that holds about `piece_bytes` at once, the rest on the disk. Without a disk all of
    /// it stays in memory.
    pub(crate) fn new(piece_bytes: usize, disk: Option<&'d Disk>) -> Self {
        // Items count the bytes of a piece in 32 bits.
        let piece_bytes = piece_bytes.min(1 << 30);
        Self { piece: Piece::default(), piece_bytes, disk, runs: Vec::new(), items: 0 }
    }

    /// How many items were put in.
    pub(crate) fn len(&self) -> u64 {
        self.items
    }

    /// Puts an item in. Keys beyond 65,535 bytes are none that anybody would look for; they are
    /// left out.
    pub(crate) fn put(&mut self, key: &[&[u8]], payload: &[u8]) -> io::Result<()> {
        if self.piece.put(key, payload) {
            self.items += 1;
        }
        if self.piece.byte_len() >= self.piece_bytes { self.seal() } else { Ok(()) }
    }

    fn seal(&mut self) -> io::Result<()> {
        self.piece.sort();
        let Some(disk) = self.disk else {
            self.runs.push(Run::Memory(std::mem::take(&mut self.piece)));
            return Ok(());
        };
        let mut out = RunWriter::new(disk)?;
        for item in &self.piece.items {
            out.put(self.piece.key(item), self.piece.payload(item))?;
        }
        self.runs.push(out.finish()?);
        self.piece.clear();
        if self.runs.len() >= MOST_RUNS {
            let mut merged = Merged::new(std::mem::take(&mut self.runs))?;
            let mut out = RunWriter::new(disk)?;
            while let Some((key, payload)) = merged.item() {
                out.put(key, payload)?;
                merged.advance()?;
            }
            self.runs.push(out.finish()?);
        }
        Ok(())
    }

    /// The sorted runs. The last one stays in memory.
    pub(crate) fn finish(mut self) -> Vec<Run<'d>> {
        self.piece.sort();
        self.runs.push(Run::Memory(self.piece));
        self.runs
    }
}

/// One item of a piece, its bytes in the arena: the key, then the payload.
#[derive(Clone, Copy)]
struct Item {
    /// The first eight bytes of the key, big-endian: most comparisons need no more.
    head: u64,
    from: u32,
    payload: u32,
    key: u16,
}

#[derive(Default)]
pub(crate) struct Piece {
    arena: Vec<u8>,
    items: Vec<Item>,
}

impl Piece {
    fn put(&mut self, key: &[&[u8]], payload: &[u8]) -> bool {
        let length: usize = key.iter().map(|part| part.len()).sum();
        let (Ok(from), Ok(key_length), Ok(payload_length)) =
            (u32::try_from(self.arena.len()), u16::try_from(length), u32::try_from(payload.len()))
        else {
            return false;
        };
        for part in key {
            self.arena.extend_from_slice(part);
        }
        let head = head(self.arena.get(from as usize..).unwrap_or_default());
        self.arena.extend_from_slice(payload);
        self.items.push(Item { head, from, payload: payload_length, key: key_length });
        true
    }

    fn byte_len(&self) -> usize {
        self.arena.len() + self.items.len() * size_of::<Item>()
    }

    fn sort(&mut self) {
        let arena = &self.arena;
        self.items.sort_unstable_by(|a, b| {
            a.head
                .cmp(&b.head)
                .then_with(|| key_of(arena, a).cmp(key_of(arena, b)))
                .then_with(|| payload_of(arena, a).cmp(payload_of(arena, b)))
        });
    }

    fn clear(&mut self) {
        self.arena.clear();
        self.items.clear();
    }

    fn key(&self, item: &Item) -> &[u8] {
        key_of(&self.arena, item)
    }

    fn payload(&self, item: &Item) -> &[u8] {
        payload_of(&self.arena, item)
    }
}

fn key_of<'a>(arena: &'a [u8], item: &Item) -> &'a [u8] {
    let from = item.from as usize;
    arena.get(from..from + usize::from(item.key)).unwrap_or_default()
}

fn payload_of<'a>(arena: &'a [u8], item: &Item) -> &'a [u8] {
    let from = item.from as usize + usize::from(item.key);
    arena.get(from..from + item.payload as usize).unwrap_or_default()
}

fn head(key: &[u8]) -> u64 {
    if let Some(first) = key.first_chunk::<8>() {
        return u64::from_be_bytes(*first);
    }
    let mut head = [0u8; 8];
    for (to, from) in head.iter_mut().zip(key) {
        *to = *from;
    }
    u64::from_be_bytes(head)
}

/// Sorted items.
pub(crate) enum Run<'d> {
    Memory(Piece),
    /// For each item: bytes that its key shares with the one before, bytes of the rest of the key
    /// and of the payload, all as varints; then the rest and the payload.
    File {
        file: DiskFile<'d>,
        items: u64,
    },
}

struct RunWriter<'d> {
    out: BufWriter<DiskFile<'d>>,
    before: Vec<u8>,
    frame: Vec<u8>,
    items: u64,
}

impl<'d> RunWriter<'d> {
    fn new(disk: &'d Disk) -> io::Result<Self> {
        let out = BufWriter::with_capacity(1 << 18, disk.scratch()?);
        Ok(Self { out, before: Vec::new(), frame: Vec::new(), items: 0 })
    }

    fn put(&mut self, key: &[u8], payload: &[u8]) -> io::Result<()> {
        let shared = self.before.iter().zip(key).take_while(|(a, b)| a == b).count();
        let rest = key.get(shared..).unwrap_or_default();
        self.frame.clear();
        put_varint(&mut self.frame, shared as u64);
        put_varint(&mut self.frame, rest.len() as u64);
        put_varint(&mut self.frame, payload.len() as u64);
        self.frame.extend_from_slice(rest);
        self.frame.extend_from_slice(payload);
        self.out.write_all(&self.frame)?;
        self.before.truncate(shared);
        self.before.extend_from_slice(rest);
        self.items += 1;
        Ok(())
    }

    fn finish(self) -> io::Result<Run<'d>> {
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Run::File { file, items: self.items })
    }
}

enum Rest<'d> {
    Memory { piece: Piece, at: usize },
    File { input: BufReader<DiskFile<'d>>, items: u64 },
}

/// A run while it is read: its present item, and the rest of it.
struct Front<'d> {
    head: u64,
    key: Vec<u8>,
    payload: Vec<u8>,
    rest: Rest<'d>,
}

impl<'d> Front<'d> {
    /// The first item of a run; `None` where it has none.
    fn open(run: Run<'d>) -> io::Result<Option<Box<Self>>> {
        let rest = match run {
            Run::Memory(piece) => Rest::Memory { piece, at: 0 },
            Run::File { file, items } => {
                Rest::File { input: BufReader::with_capacity(READ_BYTES, file), items }
            }
        };
        let mut front = Box::new(Self { head: 0, key: Vec::new(), payload: Vec::new(), rest });
        Ok(front.advance()?.then_some(front))
    }

    /// Takes the next item of the run; whether there was one.
    fn advance(&mut self) -> io::Result<bool> {
        match &mut self.rest {
            Rest::Memory { piece, at } => {
                let Some(item) = piece.items.get(*at) else { return Ok(false) };
                *at += 1;
                self.key.clear();
                self.key.extend_from_slice(piece.key(item));
                self.payload.clear();
                self.payload.extend_from_slice(piece.payload(item));
            }
            Rest::File { input, items } => {
                if *items == 0 {
                    return Ok(false);
                }
                *items -= 1;
                let (shared, rest) = (length(input)?, length(input)?);
                let payload = length(input)?;
                self.key.truncate(shared);
                self.key.resize(shared + rest, 0);
                input.read_exact(self.key.get_mut(shared..).unwrap_or_default())?;
                self.payload.resize(payload, 0);
                input.read_exact(&mut self.payload)?;
            }
        }
        self.head = head(&self.key);
        Ok(true)
    }
}

fn length(input: &mut impl BufRead) -> io::Result<usize> {
    let mut value = 0usize;
    for shift in (0..usize::BITS).step_by(7) {
        let mut byte = [0u8];
        input.read_exact(&mut byte)?;
        let [byte] = byte;
        value |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

impl PartialEq for Front<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Front<'_> {}

impl PartialOrd for Front<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Front<'_> {
    /// The least item is the greatest front: a heap gives its greatest first.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_key = other.head.cmp(&self.head).then_with(|| other.key.cmp(&self.key));
        by_key.then_with(|| other.payload.cmp(&self.payload))
    }
}

/// All items of some runs, in order.
pub(crate) struct Merged<'d> {
    fronts: BinaryHeap<Box<Front<'d>>>,
}

impl<'d> Merged<'d> {
    pub(crate) fn new(runs: Vec<Run<'d>>) -> io::Result<Self> {
        let fronts = runs.into_iter().filter_map(|run| Front::open(run).transpose());
        Ok(Self { fronts: fronts.collect::<io::Result<_>>()? })
    }

    /// The present item, key and payload; `None` at the end.
    pub(crate) fn item(&self) -> Option<(&[u8], &[u8])> {
        self.fronts.peek().map(|front| (front.key.as_slice(), front.payload.as_slice()))
    }

    /// Goes on to the next item.
    pub(crate) fn advance(&mut self) -> io::Result<()> {
        if let Some(mut front) = self.fronts.peek_mut()
            && !front.advance()?
        {
            PeekMut::pop(front);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(
        items: &[(Vec<u8>, Vec<u8>)],
        bytes: usize,
        disk: Option<&Disk>,
    ) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut sorters = [Sorter::new(bytes, disk), Sorter::new(bytes * 3, disk)];
        for (at, (key, payload)) in items.iter().enumerate() {
            let (a, b) = key.split_at(key.len() / 2);
            sorters[at % 2].put(&[a, b], payload).unwrap();
        }
        let runs = sorters.into_iter().flat_map(Sorter::finish).collect();
        let mut merged = Merged::new(runs).unwrap();
        let mut out = Vec::new();
        while let Some((key, payload)) = merged.item() {
            out.push((key.to_vec(), payload.to_vec()));
            merged.advance().unwrap();
        }
        out
    }

    proptest! {
        #[test]
        fn it_sorts_as_sorting_does(
            mut items in prop::collection::vec(
                (prop::collection::vec(0u8..4, 0..12), prop::collection::vec(any::<u8>(), 0..6)), 0..300),
            bytes in 1usize..2_000,
        ) {
            let folder = std::env::temp_dir().join(format!("chronotope-sort-{}", std::process::id()));
            let disk = Disk::take(folder, u64::MAX).unwrap();
            let (in_memory, on_disk) = (sorted(&items, bytes, None), sorted(&items, bytes, Some(&disk)));
            items.sort();
            prop_assert_eq!(&in_memory, &items);
            prop_assert_eq!(&on_disk, &items);
        }
    }
}
