//! The pages of a column, read as the numbers of its dictionary as long as they refer to one.
//!
//! A page of references is read by the crate's own reader of 32-bit integers: it is given a dictionary in
//! which each value is its own code. So levels, runs and packed bits are decoded, and checked, by the
//! library; only values are left alone until the dictionary is looked at, once. A page that holds texts
//! itself is handed over likewise: the levels as they are, and for each text a code of its own. From the
//! first page of another kind on, the column is read as its own type.

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

/// The values of a dictionary, in their order.
pub(super) enum Values {
    /// Texts, as they lie in its page.
    Texts(Box<Texts>),
    /// Of any type, to be read one after the other; each of them is there.
    Read(Box<ColumnReader>),
}

/// Bytes of a page of texts beyond which they are read one by one.
const LARGEST_PAGE: usize = 64 << 20;

/// The first page of a column and those behind it.
pub(super) struct Begun {
    column: ColumnDescPtr,
    first: Option<Page>,
    rest: Box<dyn PageReader>,
}

/// A column as codes: 0 where there is no value, then those of the dictionary's values in their order,
/// then those of texts that stand in pages, each once.
pub(super) struct Codes {
    reader: ColumnReaderImpl<Int32Type>,
    shared: Arc<Mutex<Shared>>,
    column: ColumnDescPtr,
}

/// What is left of a column's pages.
struct Shared {
    rest: Box<dyn PageReader>,
    dictionary: Option<Page>,
    /// The first page of another kind.
    held: Option<Page>,
    /// Pages of texts that were met and not asked for yet.
    texts: Vec<Texts>,
    /// The first code that no value has.
    free: u32,
    /// Whether values of the column begin with their length.
    is_text: bool,
    levels: i16,
}

/// The texts of one page.
pub(super) struct Texts {
    /// The code of the first of them.
    first: u32,
    page: Page,
    /// Where each lies in the page.
    ranges: Vec<[u32; 2]>,
}

impl Texts {
    /// The code after the last of them.
    pub fn end(&self) -> u32 {
        self.first.saturating_add(u32::try_from(self.ranges.len()).unwrap_or(u32::MAX))
    }

    /// A text by its code.
    pub fn get(&self, code: u32) -> Option<&[u8]> {
        let [from, to] = self.ranges.get(code.checked_sub(self.first)? as usize)?;
        self.page.buffer().get(*from as usize..*to as usize)
    }
}

fn refusal(words: &str) -> Refusal {
    Refusal::General(words.to_owned())
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

impl Begun {
    /// With the pages of a column.
    pub fn new(column: ColumnDescPtr, mut pages: Box<dyn PageReader>) -> Result<Self, Refusal> {
        Ok(Self { column, first: pages.get_next_page()?, rest: pages })
    }

    /// The dictionary that it begins with: small, and of values each of which takes a byte at least, so
    /// that a number that only the header knows fills no memory.
    fn dictionary(&self) -> Option<&Page> {
        self.first.as_ref().filter(|page| {
            page.is_dictionary_page()
                && page.buffer().len() <= LARGEST_DICTIONARY
                && page.num_values() as usize <= page.buffer().len()
                && matches!(page.encoding(), Encoding::PLAIN | Encoding::PLAIN_DICTIONARY)
        })
    }

    /// How many bytes its dictionary has; none where there is none of the usual kind.
    pub fn dictionary_bytes(&self) -> usize {
        self.dictionary().map_or(0, |page| page.buffer().len())
    }

    /// The values of its dictionary, and how many it says it has.
    pub fn dictionary_values(&self) -> Option<(Values, u32)> {
        let dictionary = self.dictionary()?;
        let num_values = dictionary.num_values();
        if self.column.physical_type() == Physical::BYTE_ARRAY
            && let Some(ranges) = ranges(dictionary.buffer(), 0, num_values as usize)
            && ranges.len() == num_values as usize
        {
            let texts = Box::new(Texts { first: 1, page: dictionary.clone(), ranges });
            return Some((Values::Texts(texts), num_values));
        }
        let page = Page::DataPage {
            buf: dictionary.buffer().clone(),
            num_values,
            encoding: Encoding::PLAIN,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let kind = self.column.self_type_ptr();
        let values = ColumnDescriptor::new(kind, 0, 0, self.column.path().clone());
        let pages = Box::new(Pages { first: [page].into(), rest: None });
        Some((Values::Read(Box::new(get_column_reader(Arc::new(values), pages))), num_values))
    }

    /// Leaves it to the reader of the column's own type.
    pub fn into_values(self) -> ColumnReader {
        values(self.column, self.first, self.rest)
    }

    /// Reads its pages as codes, as far as they can be.
    pub fn into_codes(self) -> Result<Codes, Refusal> {
        let of_codes = self.dictionary().map(|dictionary| Page::DictionaryPage {
            buf: bytes_of(1..=dictionary.num_values()).into(),
            num_values: dictionary.num_values(),
            encoding: Encoding::PLAIN,
            is_sorted: false,
        });
        let Self { column, first, rest } = self;
        let rest: Box<dyn PageReader> = Box::new(Pages {
            first: first.clone().filter(|_| of_codes.is_none()).into_iter().collect(),
            rest: Some(rest),
        });
        let levels = column.max_def_level();
        let shared = Arc::new(Mutex::new(Shared {
            rest,
            free: of_codes.as_ref().map_or(0, Page::num_values) + 1,
            dictionary: first.filter(|_| of_codes.is_some()),
            held: None,
            texts: Vec::new(),
            is_text: column.physical_type() == Physical::BYTE_ARRAY,
            levels,
        }));
        let kind = Arc::new(Type::primitive_type_builder("code", Physical::INT32).build()?);
        let numbers = Arc::new(ColumnDescriptor::new(kind, levels, 0, column.path().clone()));
        let pages = CodePages { first: of_codes, shared: Arc::clone(&shared) };
        let reader = get_typed_column_reader(get_column_reader(numbers, Box::new(pages)));
        Ok(Codes { reader, shared, column })
    }
}

/// Codes as pages have them.
fn bytes_of(codes: impl Iterator<Item = u32>) -> Vec<u8> {
    codes.flat_map(u32::to_le_bytes).collect()
}

impl Codes {
    /// Reads so many rows at most: their levels where values may be missing, and the codes of those
    /// that are there. Fewer rows where no further page can be read as codes.
    pub fn read(
        &mut self,
        rows: usize,
        levels: Option<&mut Vec<i16>>,
        codes: &mut Vec<i32>,
    ) -> Result<usize, Refusal> {
        Ok(self.reader.read_records(rows, levels, None, codes)?.0)
    }

    /// Takes over the pages of texts that were met since this was last asked.
    pub fn texts(&mut self) -> impl Iterator<Item = Texts> {
        std::mem::take(&mut lock(&self.shared).texts).into_iter()
    }

    /// A reader of what follows the last page that can be read as codes; nothing where nothing does.
    pub fn into_values(self) -> Option<ColumnReader> {
        let mut shared = lock(&self.shared);
        let held = shared.held.take()?;
        let first = shared.dictionary.take().into_iter().chain([held]);
        let none = Box::new(Pages { first: VecDeque::new(), rest: None });
        let rest = std::mem::replace(&mut shared.rest, none);
        Some(values(Arc::clone(&self.column), first, rest))
    }
}

impl Shared {
    /// A page in which codes stand for the texts; nothing where it is none of texts, or not whole.
    fn coded(&mut self, page: &Page) -> Option<Page> {
        let all = page.buffer();
        if !self.is_text || page.encoding() != Encoding::PLAIN || all.len() > LARGEST_PAGE {
            return None;
        }
        let before = match page {
            Page::DataPage { .. } if self.levels == 0 => 0,
            Page::DataPage { def_level_encoding: Encoding::RLE, .. } => {
                let (length, _) = all.split_first_chunk::<4>()?;
                usize::try_from(u32::from_le_bytes(*length)).ok()?.checked_add(4)?
            }
            Page::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } => {
                usize::try_from(def_levels_byte_len.checked_add(*rep_levels_byte_len)?).ok()?
            }
            _ => return None,
        };
        let ranges = ranges(all, before, page.num_values() as usize)?;
        let (first, count) = (self.free, u32::try_from(ranges.len()).ok()?);
        let free = first.checked_add(count).filter(|free| *free <= i32::MAX.unsigned_abs())?;
        let mut bytes = all.get(..before)?.to_vec();
        bytes.extend(bytes_of(first..free));
        let mut coded = page.clone();
        match &mut coded {
            Page::DataPage { buf, .. } | Page::DataPageV2 { buf, .. } => *buf = bytes.into(),
            Page::DictionaryPage { .. } => return None,
        }
        self.free = free;
        self.texts.push(Texts { first, page: page.clone(), ranges });
        Some(coded)
    }
}

/// Where the texts lie that follow each other in a page, each behind its length; nothing where the last
/// is cut short.
fn ranges(page: &[u8], mut at: usize, most: usize) -> Option<Vec<[u32; 2]>> {
    let mut ranges = Vec::with_capacity(most.min(page.len() / 4));
    while ranges.len() < most && at < page.len() {
        let length = page.get(at..)?.first_chunk::<4>()?;
        let from = at + 4;
        at = from.checked_add(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        if at > page.len() {
            return None;
        }
        ranges.push([u32::try_from(from).ok()?, u32::try_from(at).ok()?]);
    }
    Some(ranges)
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The dictionary of codes, and pages of codes up to the first of another kind.
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
        let Some(page) = shared.rest.get_next_page()? else { return Ok(None) };
        let refers = page.is_data_page()
            && shared.dictionary.is_some()
            && matches!(page.encoding(), Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
        if refers {
            return Ok(Some(page));
        }
        let coded = shared.coded(&page);
        if coded.is_none() {
            shared.held = Some(page);
        }
        Ok(coded)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn column() -> ColumnDescPtr {
        let kind = Type::primitive_type_builder("place", Physical::BYTE_ARRAY).build().unwrap();
        Arc::new(ColumnDescriptor::new(Arc::new(kind), 0, 0, vec!["place".to_owned()].into()))
    }

    fn begun<const N: usize>(pages: [Page; N]) -> Begun {
        Begun::new(column(), Box::new(Pages { first: pages.into(), rest: None })).unwrap()
    }

    fn plain(texts: &[&str]) -> Vec<u8> {
        let length = |text: &str| u32::try_from(text.len()).unwrap().to_le_bytes();
        texts
            .iter()
            .flat_map(|t| length(t).into_iter().chain(t.bytes()).collect::<Vec<_>>())
            .collect()
    }

    fn dictionary(bytes: Vec<u8>, num_values: u32) -> Page {
        let encoding = Encoding::PLAIN;
        Page::DictionaryPage { buf: bytes.into(), num_values, encoding, is_sorted: false }
    }

    fn data(bytes: Vec<u8>, num_values: u32, encoding: Encoding) -> Page {
        Page::DataPage {
            buf: bytes.into(),
            num_values,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        }
    }

    #[test]
    fn a_dictionary_has_no_more_values_than_bytes() {
        let begun = begun([dictionary(plain(&["Homs"]), u32::MAX)]);
        assert_eq!(begun.dictionary_bytes(), 0);
        assert!(begun.dictionary_values().is_none());
    }

    #[test]
    fn texts_of_pages_get_codes_behind_those_of_the_dictionary() {
        // A run of two references to the second value, in one bit each.
        let references = data(vec![1, 2 << 1, 1], 2, Encoding::RLE_DICTIONARY);
        let texts = data(plain(&["Idlib", "", "Hama"]), 3, Encoding::PLAIN);
        let pages = [dictionary(plain(&["Homs", "Aleppo"]), 2), references, texts];
        let mut codes = begun(pages).into_codes().unwrap();
        let mut read = Vec::new();
        assert_eq!(codes.read(100, None, &mut read).unwrap(), 5);
        assert_eq!(read, [2, 2, 3, 4, 5]);
        let texts: Vec<Texts> = codes.texts().collect();
        let said: Vec<_> = (2..7).map(|code| texts[0].get(code)).collect();
        assert_eq!(said, [None, Some(&b"Idlib"[..]), Some(b""), Some(b"Hama"), None]);
        assert!(codes.texts().next().is_none() && codes.into_values().is_none());
    }

    #[test]
    fn what_cannot_be_read_as_codes_is_left_to_the_columns_own_reader() {
        let mut short = plain(&["Idlib", "Hama"]);
        short.pop();
        for page in [
            data(short, 2, Encoding::PLAIN),
            data(vec![1, 2 << 1, 1], 2, Encoding::RLE_DICTIONARY),
            data(vec![0; 8], 2, Encoding::DELTA_BYTE_ARRAY),
        ] {
            let mut codes = begun([page]).into_codes().unwrap();
            assert_eq!(codes.read(100, None, &mut Vec::new()).unwrap(), 0);
            assert!(codes.into_values().is_some());
        }
    }
}
