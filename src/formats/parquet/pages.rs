//! The pages of a column, read as the numbers of its dictionary as long as they refer to one.
//!
//! A page of references is read by the crate's own reader of 32-bit integers: it is given a dictionary in
//! which each value is its own code. So levels, runs and packed bits are decoded, and checked, by the
//! library; only values are left alone until the dictionary is looked at, once. From the first page on
//! that holds values itself, the column is read as its own type.

use parquet::basic::{Encoding, Type as Physical};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::{
    ColumnReader, ColumnReaderImpl, get_column_reader, get_typed_column_reader,
};
use parquet::data_type::Int32Type;
use parquet::errors::ParquetError as Refusal;
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor, Type};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of a dictionary beyond which a column is read value by value: writers end theirs at one or two
/// megabytes.
const LARGEST_DICTIONARY: usize = 8 << 20;

/// How a column begins.
pub(super) enum Begin {
    /// With a dictionary.
    Dictionary(Dictionary),
    /// With values, or with a dictionary that no writer makes.
    Values(ColumnReader),
}

/// A dictionary that pages may refer to.
pub(super) struct Dictionary {
    column: ColumnDescPtr,
    page: Page,
    rest: Box<dyn PageReader>,
}

/// A column as codes: 0 where there is no value, else one more than the number in the dictionary.
pub(super) struct Codes {
    reader: ColumnReaderImpl<Int32Type>,
    shared: Arc<Mutex<Shared>>,
    column: ColumnDescPtr,
}

/// What is left of a column's pages.
struct Shared {
    rest: Box<dyn PageReader>,
    dictionary: Page,
    /// The first page that holds values itself.
    held: Option<Page>,
}

fn refusal(words: &str) -> Refusal {
    Refusal::General(words.to_owned())
}

/// Begins with the pages of a column.
pub(super) fn begin(
    column: ColumnDescPtr,
    mut pages: Box<dyn PageReader>,
) -> Result<Begin, Refusal> {
    let first = pages.get_next_page()?;
    match first {
        Some(page @ Page::DictionaryPage { .. }) if is_usual(&page) => {
            Ok(Begin::Dictionary(Dictionary { column, page, rest: pages }))
        }
        _ => Ok(Begin::Values(values(column, first, pages))),
    }
}

/// Whether a dictionary is small, and each of its values takes a byte at least: so a number that only the
/// header knows fills no memory.
fn is_usual(page: &Page) -> bool {
    let bytes = page.buffer().len();
    bytes <= LARGEST_DICTIONARY
        && page.num_values() as usize <= bytes
        && matches!(page.encoding(), Encoding::PLAIN | Encoding::PLAIN_DICTIONARY)
}

/// A reader of a column's own type over the pages that were taken already and those that follow.
fn values(
    column: ColumnDescPtr,
    first: impl IntoIterator<Item = Page>,
    rest: Box<dyn PageReader>,
) -> ColumnReader {
    let pages = Pages { first: first.into_iter().collect(), rest: Some(rest) };
    get_column_reader(column, Box::new(pages))
}

impl Dictionary {
    /// How many values it says it has.
    pub fn len(&self) -> usize {
        self.page.num_values() as usize
    }

    /// A reader of its values, each of which is there.
    pub fn values(&self) -> ColumnReader {
        let page = Page::DataPage {
            buf: self.page.buffer().clone(),
            num_values: self.page.num_values(),
            encoding: Encoding::PLAIN,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let kind = self.column.self_type_ptr();
        let values = ColumnDescriptor::new(kind, 0, 0, self.column.path().clone());
        get_column_reader(Arc::new(values), Box::new(Pages { first: [page].into(), rest: None }))
    }

    /// Leaves it to the reader of the column's own type.
    pub fn into_values(self) -> ColumnReader {
        values(self.column, [self.page], self.rest)
    }

    /// Reads the pages that refer to it as codes.
    pub fn into_codes(self) -> Result<Codes, Refusal> {
        let Self { column, page, rest } = self;
        let codes: Vec<u8> = (1..=page.num_values()).flat_map(u32::to_le_bytes).collect();
        let of_codes = Page::DictionaryPage {
            buf: codes.into(),
            num_values: page.num_values(),
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        let shared = Arc::new(Mutex::new(Shared { rest, dictionary: page, held: None }));
        let kind = Arc::new(Type::primitive_type_builder("code", Physical::INT32).build()?);
        let levels = column.max_def_level();
        let numbers = Arc::new(ColumnDescriptor::new(kind, levels, 0, column.path().clone()));
        let pages = CodePages { first: Some(of_codes), shared: Arc::clone(&shared) };
        let reader = get_typed_column_reader(get_column_reader(numbers, Box::new(pages)));
        Ok(Codes { reader, shared, column })
    }
}

impl Codes {
    /// Reads so many rows at most: their levels where values may be missing, and the codes of those
    /// that are there. Fewer rows where no further page refers to the dictionary.
    pub fn read(
        &mut self,
        rows: usize,
        levels: Option<&mut Vec<i16>>,
        codes: &mut Vec<i32>,
    ) -> Result<usize, Refusal> {
        Ok(self.reader.read_records(rows, levels, None, codes)?.0)
    }

    /// A reader of what follows the last page of references; nothing where nothing does.
    pub fn into_values(self) -> Option<ColumnReader> {
        let mut shared = lock(&self.shared);
        let held = shared.held.take()?;
        let first = [shared.dictionary.clone(), held];
        let none = Box::new(Pages { first: VecDeque::new(), rest: None });
        let rest = std::mem::replace(&mut shared.rest, none);
        Some(values(Arc::clone(&self.column), first, rest))
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The dictionary of codes, and the pages of references up to the first of another kind.
struct CodePages {
    first: Option<Page>,
    shared: Arc<Mutex<Shared>>,
}

impl Iterator for CodePages {
    type Item = Result<Page, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CodePages {
    fn get_next_page(&mut self) -> Result<Option<Page>, Refusal> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let mut shared = lock(&self.shared);
        if shared.held.is_some() {
            return Ok(None);
        }
        let page = shared.rest.get_next_page()?;
        let refers = |page: &Page| {
            matches!(page.encoding(), Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY)
                && page.is_data_page()
        };
        if page.as_ref().is_none_or(refers) {
            return Ok(page);
        }
        shared.held = page;
        Ok(None)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>, Refusal> {
        Err(refusal("pages are not looked ahead at"))
    }

    fn skip_next_page(&mut self) -> Result<(), Refusal> {
        Err(refusal("pages are not left out"))
    }
}

/// Pages that were taken already, and those that follow.
struct Pages {
    first: VecDeque<Page>,
    rest: Option<Box<dyn PageReader>>,
}

impl Iterator for Pages {
    type Item = Result<Page, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>, Refusal> {
        match (self.first.pop_front(), &mut self.rest) {
            (Some(page), _) => Ok(Some(page)),
            (None, Some(rest)) => rest.get_next_page(),
            (None, None) => Ok(None),
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>, Refusal> {
        Err(refusal("pages are not looked ahead at"))
    }

    fn skip_next_page(&mut self) -> Result<(), Refusal> {
        Err(refusal("pages are not left out"))
    }
}
