//! The rows of a large table: columns for what is counted, the file itself for what is read.

use super::find::Ground;
use super::problems::Problems;
use super::rows::{LONGEST_CELL_BYTES, Row, Rows as Lines};
use super::sheet::{self, Proof, Sheet};
use super::{TableError, cells};
use crate::model::time::Calendar;
use crate::model::{
    Category, Event, Found, LonLat, Mention, Passage, Place, PlaceId, RowColumns, RowKey, Rows,
    SourceId, Within,
};
use crate::tables::{Columns, Text};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Bytes of a row that are read at first; longer ones are read in full when they turn out to be.
const ROW_BYTES: u64 = 64 << 10;

/// What is kept with the columns to read their rows again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Memo {
    /// The character that parts the cells.
    pub delimiter: u8,
    /// Bytes of the text that the header takes.
    pub header_bytes: u64,
    /// The order of numeric dates.
    pub order: Proof,
    /// The calendar that dates are written on.
    pub calendar: Calendar,
    /// What was wrong.
    pub problems: Problems,
}

/// The rows of a table in columns.
#[derive(Debug)]
pub(super) struct Kept {
    file: PathBuf,
    text: Text,
    columns: Columns,
    sheet: Sheet,
    delimiter: u8,
}

/// The text of one row, and where it stands.
struct Lying {
    row: Row,
    text: String,
    byte: u64,
    char: usize,
}

impl Lying {
    fn passage(&self, bytes: &Range<usize>) -> Passage {
        let chars = |to: usize| self.text.get(..to).map_or(0, |head| head.chars().count());
        let range = self.char + chars(bytes.start)..self.char + chars(bytes.end);
        Passage { source: SourceId(0), range }
    }
}

impl Kept {
    /// Puts columns and text together; `file` is what the text was made from.
    ///
    /// # Errors
    /// When the text's header is not one that makes events.
    pub(super) fn new(
        file: PathBuf,
        text: Text,
        columns: Columns,
        memo: &Memo,
    ) -> Result<Self, TableError> {
        let head = text.read(0..memo.header_bytes).unwrap_or_default();
        let head = String::from_utf8_lossy(&head);
        let (_, sheet) = sheet::header(&head, memo.delimiter)?;
        let sheet = Sheet { order: memo.order, calendar: memo.calendar, ..sheet };
        Ok(Self { file, text, columns, sheet, delimiter: memo.delimiter })
    }

    /// A row as it stands in the text.
    fn lying(&self, row: usize) -> Option<Lying> {
        let range = self.columns.row_range(row)?;
        let char = self.columns.char_of(&self.text, range.start)?;
        let short = range.start..range.end.min(range.start + ROW_BYTES);
        let lying = |range: Range<u64>| -> Option<Lying> {
            let bytes = self.text.read(range.clone())?;
            let text = match String::from_utf8(bytes) {
                Ok(text) => text,
                // Cut within a character: what of it is whole.
                Err(cut) => {
                    let whole = cut.utf8_error().valid_up_to();
                    String::from_utf8(cut.into_bytes().get(..whole)?.to_vec()).ok()?
                }
            };
            let mut row = Lines::new(&text, self.delimiter).next()?;
            row.ends_text &= range.end == self.columns.text_bytes();
            Some(Lying { row, text, byte: range.start, char })
        };
        let found = lying(short.clone())?;
        let whole = short == range
            || (!found.row.stray_quote && found.row.bytes.end + 2 < found.text.len());
        if whole {
            return Some(found);
        }
        let most = range.start + 16 * LONGEST_CELL_BYTES as u64;
        lying(range.start..range.end.min(most))
    }

    fn place_of(&self, row: usize) -> Option<PlaceId> {
        Some(PlaceId(self.columns.key(row)?.place?))
    }
}

impl Rows for Kept {
    fn file(&self) -> &Path {
        &self.file
    }

    fn len(&self) -> usize {
        self.columns.len()
    }

    fn places(&self) -> usize {
        self.columns.places()
    }

    fn categories(&self) -> &[Category] {
        self.columns.categories()
    }

    fn key(&self, row: usize) -> Option<RowKey> {
        self.columns.key(row)
    }

    fn category(&self, row: usize) -> Option<u16> {
        self.columns.category(row)
    }

    fn columns(&self) -> Option<RowColumns<'_>> {
        Some(self.columns.all())
    }

    fn actors(&self) -> usize {
        self.columns.actors()
    }

    fn actor(&self, actor: usize) -> Option<&str> {
        self.columns.actor(actor)
    }

    fn parties(&self) -> usize {
        self.columns.parties()
    }

    fn party(&self, party: usize) -> &[u32] {
        self.columns.party(party)
    }

    fn spot(&self, place: usize) -> Option<(LonLat, f64)> {
        self.columns.spot(place)
    }

    fn event(&self, row: usize) -> Option<Event> {
        let key = self.columns.key(row)?;
        let lying = self.lying(row)?;
        let mut said = self.sheet.read(&lying.row, |_| ())?;
        if self.columns.is_other(key.category) {
            let other = self.columns.categories().get(usize::from(key.category))?;
            other.as_str().clone_into(&mut said.category);
        }
        let evidence = lying.passage(&lying.row.bytes);
        let line = || self.columns.line_of(&self.text, lying.byte).unwrap_or(row);
        let place = key.place.map(PlaceId);
        Some(self.sheet.event(&lying.row, said, place, evidence, line))
    }

    fn place(&self, place: usize) -> Option<Place> {
        let [name, country, admin1] = self.columns.label(place)?;
        if !name.is_empty() {
            let (position, radius_m) = self.columns.spot(place)?;
            return Some(cells::place(name.to_owned(), position, radius_m, country, admin1));
        }
        // A place without a name is called by its position, as the row writes it.
        let lying = self.lying(self.columns.first_row_at(place)?)?;
        let spot = self.sheet.read(&lying.row, |_| ())?.spot?;
        Some(self.sheet.place(&lying.row, &spot))
    }

    fn mentions(&self, row: usize) -> Vec<Mention> {
        let Some(lying) = self.lying(row) else { return Vec::new() };
        let Some(said) = self.sheet.read(&lying.row, |_| ()) else { return Vec::new() };
        self.sheet.mentions(&lying.row, &said, self.place_of(row), |b| lying.passage(b))
    }

    fn text(&self, range: Range<usize>) -> Option<String> {
        let from = self.columns.byte_of_char(&self.text, range.start)?;
        let to = self.columns.byte_of_char(&self.text, range.end.max(range.start))?;
        String::from_utf8(self.text.read(from..to)?).ok()
    }

    fn rows_in(&self, range: Range<usize>) -> Range<usize> {
        let byte = |char: usize| self.columns.byte_of_char(&self.text, char);
        let (Some(from), Some(to)) = (byte(range.start), byte(range.end)) else { return 0..0 };
        let mut first = self.columns.rows_before(from, true);
        // The row before may reach into the range.
        if let Some(before) = first.checked_sub(1)
            && let Some(lying) = self.lying(before)
            && lying.byte + lying.row.bytes.len() as u64 > from
        {
            first = before;
        }
        if to <= from {
            return first..first;
        }
        first..self.columns.rows_before(to, false).max(first)
    }

    fn find(
        &self,
        words: &str,
        within: Within,
        from: usize,
        most: usize,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Found {
        let Self { text, columns, sheet, delimiter, .. } = self;
        let ground = Ground { text, columns, sheet, delimiter: *delimiter };
        ground.find(words, within, from, most, stop)
    }

    fn chars(&self) -> usize {
        self.columns.chars()
    }

    fn beside(&self, ending: &str) -> Option<PathBuf> {
        self.columns.beside(ending)
    }

    fn lost(&self) -> Option<String> {
        self.text.is_changed().then(|| {
            "was changed since it was read, so its rows can no longer be shown; open it again"
                .to_owned()
        })
    }
}
