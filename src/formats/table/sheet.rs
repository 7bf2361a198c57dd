//! What the rows of a table say: one reading of a row for tables of every size.

use super::cells;
use super::columns::{Columns, Role};
use super::rows::{Row, Rows};
use crate::formats::dates::{self, DateError, Order};
use crate::model::time::Calendar;
use crate::model::{
    Category, Certainty, Event, EventKind, LonLat, Mention, MentionKind, Passage, Place, PlaceId,
    TimeSpan, TimexType, ToponymForm,
};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// The order of numeric dates that a table's columns prove, with the line that does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Proof {
    /// Nothing proves one.
    #[default]
    None,
    /// The first line that proves one.
    By(Order, usize),
    /// The first line that proves one, and the first that proves the other.
    Contradiction(usize, usize),
}

impl Proof {
    pub(super) fn order(self) -> Option<Order> {
        if let Self::By(order, _) = self { Some(order) } else { None }
    }

    /// With what a later line proves.
    pub(super) fn with(self, found: Order, line: usize) -> Self {
        match self {
            Self::None => Self::By(found, line),
            Self::By(before, first) if before != found => Self::Contradiction(first, line),
            known => known,
        }
    }
}

/// How a table's rows are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Which column says what.
    pub columns: Columns,
    /// How many there are.
    pub width: usize,
    /// The order of numeric dates.
    pub order: Proof,
    /// The calendar that dates are written on.
    pub calendar: Calendar,
}

/// How sure the rows of a table are: no column of them is read for it.
pub(super) const CERTAINTY: Certainty = Certainty::Stated;

/// What a row says of an event.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub title: Option<String>,
    pub when: Option<TimeSpan>,
    pub spot: Option<SaidSpot>,
    /// Lower case; `event` where the row names none.
    pub category: String,
}

/// Where a row says it was.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SaidSpot {
    pub position: LonLat,
    pub radius_m: f64,
    /// Empty where the row names none.
    pub name: String,
}

impl Sheet {
    /// Reads a header; nothing where no column is known that would make an event.
    pub(super) fn of(header: &Row) -> Option<Self> {
        let names: Vec<&str> = header.cells.iter().map(|(name, _)| name.as_str()).collect();
        let columns = Columns::of(&names);
        let width = names.len();
        columns.is_enough().then_some(Self {
            columns,
            width,
            order: Proof::None,
            calendar: Calendar::Gregorian,
        })
    }

    /// The columns in which numbers such as 3/4/2025 can prove an order.
    pub(super) fn date_columns(&self) -> impl Iterator<Item = usize> {
        [Role::Date, Role::Begin, Role::End, Role::DateInstead]
            .into_iter()
            .filter_map(|role| self.columns.at(role))
    }

    /// The orders that a row proves by itself.
    pub(super) fn proven(&self, row: &Row) -> impl Iterator<Item = Order> {
        self.date_columns()
            .filter_map(|at| dates::read_on(row.cell(at), self.calendar).ok()?.order())
    }

    fn get<'r>(&self, row: &'r Row, role: Role) -> &'r str {
        self.columns.at(role).map_or("", |at| row.cell(at))
    }

    /// What a row says; nothing where it has to be left out. `problem` is told what of it cannot be
    /// read, and what becomes of that.
    pub(super) fn read(&self, row: &Row, mut problem: impl FnMut(String)) -> Option<Said> {
        let short = row.cells.len() < self.width;
        if row.ends_text && (short || row.stray_quote) {
            problem(format!(
                "the file ends in the middle of this row, after {} of {} cells: it was cut off; \
                 the row is read as far as it goes",
                row.cells.len(),
                self.width
            ));
        } else {
            if row.stray_quote {
                problem("a quote opens here and is never closed: read as it stands".to_owned());
            }
            if row.cells.len() != self.width {
                let (have, want) = (row.cells.len(), self.width);
                problem(format!("{have} cells where the header has {want}"));
            }
        }
        let spot = self.spot(row, &mut problem);
        let when = self.when(row, &mut problem);
        let title = self.title(row);
        if title.is_none() && spot.is_none() && when.is_none() {
            problem("says neither what, when nor where: left out".to_owned());
            return None;
        }
        Some(Said { title, when, spot, category: category(self.get(row, Role::Category)) })
    }

    fn title(&self, row: &Row) -> Option<String> {
        let first = [Role::Title, Role::Notes].map(|role| self.get(row, role));
        let text = first.into_iter().find(|text| !text.is_empty())?;
        Some(cells::shortened(text, 120))
    }

    fn spot(&self, row: &Row, problem: &mut impl FnMut(String)) -> Option<SaidSpot> {
        let (lat, lon) = (self.get(row, Role::Latitude), self.get(row, Role::Longitude));
        if lat.is_empty() && lon.is_empty() {
            if self.columns.at(Role::Latitude).is_some() {
                problem("has no position: unplaced".to_owned());
            }
            return None;
        }
        match cells::position(lat, lon) {
            Ok((position, radius_m)) => {
                let name = self.get(row, Role::Place).to_owned();
                Some(SaidSpot { position, radius_m, name })
            }
            Err(why) => {
                problem(format!("{why}: unplaced"));
                None
            }
        }
    }

    fn date(&self, row: &Row, role: Role, problem: &mut impl FnMut(String)) -> Option<TimeSpan> {
        let text = self.get(row, role);
        if text.is_empty() {
            return None;
        }
        let read = dates::read_on(text, self.calendar)
            .and_then(|reading| reading.span(self.order.order()));
        match read {
            Ok(span) => Some(span),
            Err(why) => {
                let more = match self.order {
                    Proof::Contradiction(a, b) if matches!(why, DateError::Ambiguous(_)) => {
                        format!(" (line {a} puts one first, line {b} the other)")
                    }
                    _ => String::new(),
                };
                problem(format!("{why}{more}: undated"));
                None
            }
        }
    }

    fn when(&self, row: &Row, problem: &mut impl FnMut(String)) -> Option<TimeSpan> {
        if let Some(span) = self.date(row, Role::Date, problem) {
            return Some(span);
        }
        let begin = self.date(row, Role::Begin, problem);
        if goes_on(self.get(row, Role::End)) {
            return begin.map(|begin| TimeSpan::since(&begin));
        }
        let end = self.date(row, Role::End, problem);
        match (begin, end) {
            (Some(begin), Some(end)) if begin == end => Some(begin),
            (Some(begin), Some(end)) => {
                let span = TimeSpan::between(&begin, &end);
                if span.is_none() {
                    problem(format!("begins on {begin} and ends before it, on {end}: undated"));
                }
                span
            }
            (Some(one), None) | (None, Some(one)) => Some(one),
            (None, None) => {
                let told =
                    [Role::Begin, Role::End].iter().any(|role| !self.get(row, *role).is_empty());
                // A pair that cannot be read was said, and nothing stands in for it.
                if told { None } else { self.date(row, Role::DateInstead, problem) }
            }
        }
    }

    /// The country and the first-level division that a row names; empty where it does not.
    pub(super) fn division<'r>(&self, row: &'r Row) -> [&'r str; 2] {
        [Role::Country, Role::Admin1].map(|role| self.get(row, role))
    }

    /// The place of a row that says where it was.
    pub(super) fn place(&self, row: &Row, spot: &SaidSpot) -> Place {
        let [country, admin1] = self.division(row);
        let name = match spot.name.as_str() {
            "" => {
                let [lat, lon] = [Role::Latitude, Role::Longitude].map(|role| self.get(row, role));
                format!("{lat}, {lon}")
            }
            name => name.to_owned(),
        };
        cells::place(name, spot.position, spot.radius_m, country, admin1)
    }

    /// The event of a row. `line` is asked for where nothing else tells what it is.
    pub(super) fn event(
        &self,
        row: &Row,
        said: Said,
        place: Option<PlaceId>,
        evidence: Passage,
        line: impl FnOnce() -> usize,
    ) -> Event {
        let mut reasons = Vec::new();
        let source = self.get(row, Role::Source);
        if !source.is_empty() {
            reasons.push(format!("the table names as source: {}", cells::shortened(source, 200)));
        }
        Event {
            title: said.title.unwrap_or_else(|| untitled(&said.category, line)),
            category: Category::new(&said.category),
            kind: EventKind::Happening,
            when: said.when,
            places: place.into_iter().collect(),
            actors: cells::actors(row, &self.columns.actors),
            certainty: CERTAINTY,
            evidence: vec![evidence],
            reasons,
            accounts: Vec::new(),
            route: None,
        }
    }

    /// The cells that name place and date, as mentions: both can be followed to their cell.
    pub(super) fn mentions(
        &self,
        row: &Row,
        said: &Said,
        place: Option<PlaceId>,
        passage: impl Fn(&Range<usize>) -> Passage,
    ) -> Vec<Mention> {
        let cell =
            |at: Option<usize>| row.cells.get(at?).filter(|(text, _)| !text.trim().is_empty());
        let mut found: Vec<Mention> = Vec::new();
        if let (Some(id), Some((_, bytes))) = (place, cell(self.columns.at(Role::Place))) {
            let kind = MentionKind::Toponym {
                form: ToponymForm::Literal,
                place: Some(id),
                candidates: Arc::default(),
            };
            found.push(Mention { passage: passage(bytes), kind });
        }
        let dated = [Role::Date, Role::Begin, Role::DateInstead]
            .iter()
            .find_map(|role| cell(self.columns.at(*role)));
        if let (Some(span), Some((_, bytes))) = (&said.when, dated) {
            let kind = MentionKind::Time {
                timex: TimexType::Date,
                value: span.gregorian().to_string(),
                span: Some(span.clone()),
                reading: "as the table gives it".to_owned(),
            };
            found.push(Mention { passage: passage(bytes), kind });
        }
        found.sort_by_key(|mention| mention.passage.range.start);
        found
    }
}

/// The category of what has none.
const UNSORTED: &str = "event";

/// The category of a cell.
pub(super) fn category(cell: &str) -> String {
    if cell.is_empty() { UNSORTED.to_owned() } else { cell.to_lowercase() }
}

/// The header of a table, and how its rows are to be read but for the order of dates.
///
/// # Errors
/// When no column is known that would make an event.
pub(super) fn header(text: &str, delimiter: u8) -> Result<(Row, Sheet), super::TableError> {
    let header = Rows::new(text, delimiter).next().unwrap_or_default();
    match Sheet::of(&header) {
        Some(sheet) => Ok((header, sheet)),
        None => {
            let names: Vec<&str> = header.cells.iter().map(|(name, _)| name.as_str()).collect();
            Err(super::TableError::Columns(cells::shortened(&names.join(", "), 80)))
        }
    }
}

/// Whether the cell of an end says that there is none: EDTF's sign for it, or a word for it.
fn goes_on(cell: &str) -> bool {
    let words = ["..", "ongoing", "continuing", "present", "open"];
    words.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// What an event is called that a row gives no words for: by its sort, or, where nothing else tells
/// what it is, by its line.
fn untitled(category: &str, line: impl FnOnce() -> usize) -> String {
    let mut letters = category.chars();
    match letters.next() {
        // Codes of numbers tell a reader nothing.
        Some(first) if first.is_alphabetic() && category != UNSORTED => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => format!("Row {}", line()),
    }
}
