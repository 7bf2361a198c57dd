//! Unpacked rows as they stand in the text.

/// Lines of text, each with its end.
#[derive(Debug, Default)]
pub struct Lines {
    /// The text and room behind it: kept, so that it need not be filled with zeros for the next lines.
    pub(super) bytes: Vec<u8>,
    pub(super) length: usize,
    pub(super) ends: Vec<usize>,
    pub(super) breaks: bool,
    pub(super) is_plain: bool,
}

impl Lines {
    /// The text: UTF-8, of which every line ends with `\n`.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Where each row ends in it, its line end aside.
    #[must_use]
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// How many rows they are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ends.len()
    }

    /// How many lines they take: more than there are rows where cells have several.
    #[must_use]
    pub fn count(&self) -> usize {
        if self.breaks { memchr::memchr_iter(b'\n', self.text()).count() } else { self.rows() }
    }

    /// Whether the text is ASCII, and each row one line of it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.is_plain
    }

    pub(super) fn clear(&mut self) {
        self.length = 0;
        self.ends.clear();
        self.breaks = false;
        self.is_plain = false;
    }
}
