//! Numbers and texts as bytes: LEB128 varints, zigzag for signed ones, texts with their length.

/// The bytes end too early or do not make sense; the words say what was being read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the base map is damaged while reading {what}")]
pub struct Damaged {
    /// What was being read.
    pub what: &'static str,
}

/// Builds bytes; the counterpart of [`Reader`], used by the asset build.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// The bytes written so far.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// One byte.
    pub fn byte(&mut self, v: u8) {
        self.bytes.push(v);
    }

    /// An unsigned number.
    pub fn unsigned(&mut self, mut v: u64) {
        while v >= 0x80 {
            self.bytes.push((v as u8) | 0x80);
            v >>= 7;
        }
        self.bytes.push(v as u8);
    }

    /// A length or an index.
    pub fn size(&mut self, v: usize) {
        self.unsigned(v as u64);
    }

    /// A signed number.
    pub fn signed(&mut self, v: i64) {
        self.unsigned(((v << 1) ^ (v >> 63)) as u64);
    }

    /// A text.
    pub fn text(&mut self, v: &str) {
        self.size(v.len());
        self.bytes.extend_from_slice(v.as_bytes());
    }
}

/// Takes bytes apart again; every method fails instead of reading past the end.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, what: "its head" }
    }

    /// Names what is read from here on, for the error's words.
    pub fn section(&mut self, what: &'static str) {
        self.what = what;
    }

    /// The error for here.
    #[must_use]
    pub fn damaged(&self) -> Damaged {
        Damaged { what: self.what }
    }

    /// One byte.
    ///
    /// # Errors
    /// At the end.
    pub fn byte(&mut self) -> Result<u8, Damaged> {
        let (&first, rest) = self.rest.split_first().ok_or(Damaged { what: self.what })?;
        self.rest = rest;
        Ok(first)
    }

    /// An unsigned number.
    ///
    /// # Errors
    /// At the end, or past 64 bits.
    pub fn unsigned(&mut self) -> Result<u64, Damaged> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.damaged())
    }

    /// A length of things that take at least one byte each, so that no length asks for more memory
    /// than there are bytes.
    ///
    /// # Errors
    /// At the end, or when fewer bytes are left than the length says.
    pub fn size(&mut self) -> Result<usize, Damaged> {
        let size = usize::try_from(self.unsigned()?).map_err(|_| self.damaged())?;
        if size > self.rest.len() { Err(self.damaged()) } else { Ok(size) }
    }

    /// An index into a list of `len`.
    ///
    /// # Errors
    /// At the end, or when the list has no such index.
    pub fn index(&mut self, len: usize) -> Result<u32, Damaged> {
        let v = self.unsigned()?;
        if v < len as u64 {
            u32::try_from(v).map_err(|_| self.damaged())
        } else {
            Err(self.damaged())
        }
    }

    /// A signed number.
    ///
    /// # Errors
    /// At the end, or past 64 bits.
    pub fn signed(&mut self) -> Result<i64, Damaged> {
        let v = self.unsigned()?;
        Ok((v >> 1) as i64 ^ -((v & 1) as i64))
    }

    /// A text.
    ///
    /// # Errors
    /// At the end, or when it is not UTF-8.
    pub fn text(&mut self) -> Result<&'a str, Damaged> {
        let size = self.size()?;
        let (text, rest) = self.rest.split_at_checked(size).ok_or(Damaged { what: self.what })?;
        self.rest = rest;
        std::str::from_utf8(text).map_err(|_| self.damaged())
    }

    /// A list, read one by one.
    ///
    /// # Errors
    /// As `one` fails.
    pub fn list<T>(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Result<T, Damaged>,
    ) -> Result<Vec<T>, Damaged> {
        let size = self.size()?;
        (0..size).map(|_| one(self)).collect()
    }

    /// What has not been read.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether all was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(a in any::<u64>(), b in any::<i64>(), text in ".{0,20}") {
            let mut w = Writer::default();
            w.unsigned(a);
            w.signed(b);
            w.text(&text);
            let bytes = w.into_bytes();
            let mut r = Reader::new(&bytes);
            prop_assert_eq!(r.unsigned(), Ok(a));
            prop_assert_eq!(r.signed(), Ok(b));
            prop_assert_eq!(r.text(), Ok(text.as_str()));
            prop_assert!(r.is_empty());
            for cut in 0..bytes.len() {
                let mut r = Reader::new(&bytes[..cut]);
                let all = r.unsigned().and_then(|_| r.signed()).and_then(|_| r.text().map(str::len));
                prop_assert!(all.is_err());
            }
        }

        #[test]
        fn any_bytes_are_safe(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut r = Reader::new(&bytes);
            let _ = r.list(|r| r.list(|r| r.text().map(str::len)));
            let _ = r.signed();
        }
    }
}
