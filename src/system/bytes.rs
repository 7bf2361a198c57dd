//! Small pieces for reading and writing bytes: variable-length integers, little-endian numbers, a checksum.

/// Appends `value` in groups of seven bits, least significant first.
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed value so that small magnitudes stay short.
pub(crate) fn put_signed(out: &mut Vec<u8>, value: i64) {
    put_varint(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// A reader over bytes that answers `None` past the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(head)
    }

    pub(crate) fn varint(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(crate) fn length(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    pub(crate) fn signed(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The text up to the next line break, which is taken too.
    pub(crate) fn line(&mut self) -> Option<&'a str> {
        let end = memchr::memchr(b'\n', self.rest)?;
        let line = self.take(end)?;
        self.byte()?;
        std::str::from_utf8(line).ok()
    }
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// A fast 64-bit checksum against damage, not against malice. Fed in pieces, it depends on where
/// they are cut only if a piece other than the last is no multiple of 32 bytes.
#[derive(Clone, Debug)]
pub(crate) struct Checksum {
    lanes: [u64; 4],
    length: u64,
}

impl Checksum {
    // Odd constants with about half of their bits set, from the fractional part of the golden ratio.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

    pub(crate) fn new() -> Self {
        Self { lanes: [1, 2, 3, 4], length: 0 }
    }

    pub(crate) fn of(bytes: &[u8]) -> u64 {
        let mut sum = Self::new();
        sum.add(bytes);
        sum.finish()
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.length = self.length.wrapping_add(bytes.len() as u64);
        let (blocks, tail) = bytes.as_chunks::<32>();
        for block in blocks {
            self.block(block);
        }
        if !tail.is_empty() {
            let mut padded = [0u8; 32];
            for (to, from) in padded.iter_mut().zip(tail) {
                *to = *from;
            }
            self.block(&padded);
        }
    }

    fn block(&mut self, block: &[u8; 32]) {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in self.lanes.iter_mut().zip(words) {
            *lane =
                (*lane ^ u64::from_le_bytes(*word)).wrapping_mul(Self::MULTIPLIER).rotate_left(29);
        }
    }

    pub(crate) fn finish(&self) -> u64 {
        let mut sum = self.length;
        for lane in self.lanes {
            sum = (sum ^ lane).wrapping_mul(Self::MULTIPLIER);
            sum ^= sum >> 32;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(values in prop::collection::vec(any::<i64>(), 0..20)) {
            let mut out = Vec::new();
            for v in &values {
                put_signed(&mut out, *v);
                put_varint(&mut out, *v as u64);
            }
            let mut cursor = Cursor::new(&out);
            for v in &values {
                prop_assert_eq!(cursor.signed(), Some(*v));
                prop_assert_eq!(cursor.varint(), Some(*v as u64));
            }
            prop_assert_eq!(cursor.byte(), None);
        }

        #[test]
        fn one_flipped_bit_changes_the_checksum(mut bytes in prop::collection::vec(any::<u8>(), 1..200), at in any::<prop::sample::Index>(), bit in 0..8u8) {
            let before = Checksum::of(&bytes);
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert_ne!(Checksum::of(&bytes), before);
        }

        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut cursor = Cursor::new(&bytes);
            while cursor.varint().is_some() {}
            let _ = cursor.line();
            let _ = u64_at(&bytes, 3);
        }
    }

    #[test]
    fn a_checksum_can_be_fed_in_pieces() {
        let bytes: Vec<u8> = (0..100u8).collect();
        let mut sum = Checksum::new();
        sum.add(&bytes[..64]);
        sum.add(&bytes[64..]);
        assert_eq!(sum.finish(), Checksum::of(&bytes));
    }
}
