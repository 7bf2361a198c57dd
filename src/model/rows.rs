use super::{Category, Event, Found, LonLat, Mention, Place, RowColumns, Second, SourceId, Within};
use std::fmt::Debug;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is counted of a row: enough to put it on the timeline and on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowKey {
    /// From the first second in which it may have been to the one after the last, as
    /// [`Event::hull`] has it; nothing where undated.
    pub span: Option<(Second, Second)>,
    /// Whether its date is marked uncertain (`?`), so that no window holds it for certain.
    pub doubted: bool,
    /// Number of its place among [`Rows::places`]; nothing where unplaced.
    pub place: Option<u32>,
    /// Number of its category in [`Rows::categories`].
    pub category: u16,
}

/// The rows of a table too large to be held as events: kept in columns, made into events, places and
/// quotes when somebody asks for one.
///
/// Numbers count from zero in the order of the file, rows that say nothing left out. Events, places
/// and mentions that are made refer to the table's own numbers: to its places by their position among
/// them, to its text by [`SourceId`] 0. [`super::Dataset`] moves them to where the table stands in it.
/// Asking for what is not there gives nothing; so does a row whose file is gone or was changed since
/// it was read, and [`Rows::lost`] says why.
pub trait Rows: Debug + Send + Sync {
    /// The file that it was read from.
    fn file(&self) -> &Path;
    /// How many events there are.
    fn len(&self) -> usize;
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// How many places there are, each with a name and a position of its own.
    fn places(&self) -> usize;
    /// The categories by number.
    fn categories(&self) -> &[Category];
    /// What is counted of a row, without touching its text.
    fn key(&self, row: usize) -> Option<RowKey>;
    /// The number of a row's category, as [`RowKey::category`]; asked of all rows, it is much faster.
    fn category(&self, row: usize) -> Option<u16> {
        self.key(row).map(|key| key.category)
    }
    /// What else is kept of all rows without their text, for filters; nothing where nothing is, and
    /// [`Rows::event`] has to be asked row by row.
    fn columns(&self) -> Option<RowColumns<'_>> {
        None
    }
    /// How many actors the rows name, each once.
    fn actors(&self) -> usize {
        0
    }
    /// An actor by number, as the rows write it.
    fn actor(&self, _actor: usize) -> Option<&str> {
        None
    }
    /// How many parties there are: those who take part in a row together, in its order. Numbers of
    /// [`RowColumns::parties`] lie below.
    fn parties(&self) -> usize {
        0
    }
    /// The actors of a party by number, each once, as [`Event::actors`] has them; empty where it has none.
    fn party(&self, _party: usize) -> &[u32] {
        &[]
    }
    /// Where a place is, and its uncertainty radius in metres, without its name.
    fn spot(&self, place: usize) -> Option<(LonLat, f64)>;
    /// A row as an event.
    fn event(&self, row: usize) -> Option<Event>;
    /// A place with its name.
    fn place(&self, place: usize) -> Option<Place>;
    /// The cells of a row that name its place and its date.
    fn mentions(&self, row: usize) -> Vec<Mention>;
    /// Part of the table's text by code points; shorter where the range reaches beyond it.
    fn text(&self, range: Range<usize>) -> Option<String>;
    /// The rows that stand in a range of the table's text, by code points; none where it is empty.
    fn rows_in(&self, range: Range<usize>) -> Range<usize>;
    /// Looks for words in the rows from `from` on, whatever their case and accents: as
    /// [`crate::gazetteer::fold`] folds both, though what that writes out (`St.` as "saint") is found by
    /// the whole word only. It ends after about `most` rows that have them, never more, or soon after
    /// `stop` says so; [`Found::next`] says where to go on. Every call looks at some rows. Rows without
    /// text have no words.
    fn find(
        &self,
        _words: &str,
        _within: Within,
        _from: usize,
        _most: usize,
        _stop: &(dyn Fn() -> bool + Sync),
    ) -> Found {
        Found { rows: Vec::new(), next: self.len(), done: true }
    }
    /// The length of the table's text in code points.
    fn chars(&self) -> usize;
    /// Where what is worked out from these rows may be kept, in a file of that ending; nothing where
    /// nothing is kept. The path is another one for every state of the rows' file.
    fn beside(&self, _ending: &str) -> Option<PathBuf> {
        None
    }
    /// Why rows cannot be shown any more, in words that follow the file's name, with the way out.
    fn lost(&self) -> Option<String>;
}

/// Rows kept outside, and which source of a dataset they are.
#[derive(Clone, Debug)]
pub struct Table {
    /// The source; its own text is empty.
    pub source: SourceId,
    /// The rows.
    pub rows: Arc<dyn Rows>,
}

impl Table {
    /// How many events it has.
    #[must_use]
    pub fn events(&self) -> usize {
        self.rows.len()
    }

    /// How many places it has.
    #[must_use]
    pub fn places(&self) -> usize {
        self.rows.places()
    }
}

impl PartialEq for Table {
    /// Whether both are the same rows of the same source.
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source && Arc::ptr_eq(&self.rows, &other.rows)
    }
}

/// A table whose rows are not there: it has none, keeps the name of its file, and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    file: PathBuf,
    why: String,
}

impl Absent {
    /// The table of a file; `why` follows its name, with the way out.
    #[must_use]
    pub fn new(file: PathBuf, why: String) -> Self {
        Self { file, why }
    }
}

impl Rows for Absent {
    fn file(&self) -> &Path {
        &self.file
    }
    fn len(&self) -> usize {
        0
    }
    fn places(&self) -> usize {
        0
    }
    fn categories(&self) -> &[Category] {
        &[]
    }
    fn key(&self, _row: usize) -> Option<RowKey> {
        None
    }
    fn spot(&self, _place: usize) -> Option<(LonLat, f64)> {
        None
    }
    fn event(&self, _row: usize) -> Option<Event> {
        None
    }
    fn place(&self, _place: usize) -> Option<Place> {
        None
    }
    fn mentions(&self, _row: usize) -> Vec<Mention> {
        Vec::new()
    }
    fn text(&self, _range: Range<usize>) -> Option<String> {
        None
    }
    fn rows_in(&self, _range: Range<usize>) -> Range<usize> {
        0..0
    }
    fn chars(&self) -> usize {
        0
    }
    fn lost(&self) -> Option<String> {
        Some(self.why.clone())
    }
}
