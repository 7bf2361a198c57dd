use super::point::{Point, When, Zone};
use super::{Day, Edge, EdtfError, Overlap, Second, Window};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A span of time; its text form is EDTF (ISO 8601-2).
///
/// Read: level 1, and of level 2 the sets `[a,b]` ("one of"), the parts of a year 25 to 41 (seasons
/// of a hemisphere, quarters, thirds, halves), and up to three last digits of a year left open. Not
/// read, and refused with the reason and what to write instead: `{a,b}` ("all of"), exponential
/// years, significant digits, a qualifier on one part of a date only, open digits before known ones,
/// and years beyond ±999,999; of ISO 8601 lengths, repetitions, weeks, ordinal days and dates without
/// hyphens. Years of more than four digits are written `Y12345`, here also before a month and a day.
/// Beyond EDTF, `J:` before a date says that it is written on the Julian calendar.
///
/// ```
/// use chronotope::model::TimeSpan;
/// let span: TimeSpan = "2024-12~".parse()?;
/// assert_eq!(span.label(), "about December 2024");
/// assert!("2026-02-30".parse::<TimeSpan>().is_err());
/// # Ok::<(), chronotope::model::EdtfError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeSpan(pub(super) Form);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    One(Point),
    Range(End, End),
    OneOf(Box<[Member]>),
}

/// One side of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum End {
    Open,
    Unknown,
    At(Point),
}

/// One entry of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Member {
    One(Point),
    Run(Point, Point),
    Before(Point),
    After(Point),
}

impl TimeSpan {
    /// A calendar day, or nothing where there is no such day.
    #[must_use]
    pub fn day(year: i32, month: u8, day: u8) -> Option<Self> {
        Day::new(year, month, day).map(Self::from)
    }

    /// A calendar month, or nothing where there is no such month.
    #[must_use]
    pub fn month(year: i32, month: u8) -> Option<Self> {
        Day::new(year, month, 1).map(|_| Self::one(When::Month { year, month }))
    }

    /// A year, astronomical (0 is 1 BCE), or nothing outside -999999..=999999.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        Day::new(year, 1, 1).map(|_| Self::one(When::Years { year, masked: 0 }))
    }

    /// From one span's begin to another's end, or nothing where that would end before it begins.
    #[must_use]
    pub fn between(a: &Self, b: &Self) -> Option<Self> {
        let (begin, end) = (a.begin_end(), b.end_end());
        in_order(begin, end).then_some(Self(Form::Range(begin, end)))
    }

    /// From a span's begin on, with an open end.
    #[must_use]
    pub fn since(a: &Self) -> Self {
        Self(Form::Range(a.begin_end(), End::Open))
    }

    /// Up to a span's end, with an open begin.
    #[must_use]
    pub fn until(a: &Self) -> Self {
        Self(Form::Range(End::Open, a.end_end()))
    }

    /// From a span's begin to an end that nobody tells.
    #[must_use]
    pub fn from_unknown_end(a: &Self) -> Self {
        Self(Form::Range(a.begin_end(), End::Unknown))
    }

    /// From a begin that nobody tells to a span's end.
    #[must_use]
    pub fn to_unknown_begin(a: &Self) -> Self {
        Self(Form::Range(End::Unknown, a.end_end()))
    }

    /// A span of which neither end is told.
    #[must_use]
    pub fn unknown() -> Self {
        Self(Form::Range(End::Unknown, End::Unknown))
    }

    /// The same span marked approximate (`~`).
    #[must_use]
    pub fn approximate(&self) -> Self {
        self.map_points(|point| Point { approximate: true, ..point })
    }

    /// The same span marked uncertain (`?`).
    #[must_use]
    pub fn uncertain(&self) -> Self {
        self.map_points(|point| Point { uncertain: true, ..point })
    }

    /// Where it begins. A single date begins somewhere within it.
    #[must_use]
    pub fn begin(&self) -> Edge {
        match &self.0 {
            Form::One(point) => known(point.bounds()),
            Form::Range(begin, _) => begin.edge(),
            Form::OneOf(members) => merge(members.iter().map(|member| member.edges().0)),
        }
    }

    /// Where it ends. A single date ends somewhere within it.
    #[must_use]
    pub fn end(&self) -> Edge {
        match &self.0 {
            Form::One(point) => known(point.bounds()),
            Form::Range(_, end) => end.edge(),
            Form::OneOf(members) => merge(members.iter().map(|member| member.edges().1)),
        }
    }

    /// The earliest instant that it can touch; nothing where its begin is open or unknown.
    #[must_use]
    pub fn earliest(&self) -> Option<Second> {
        match self.begin() {
            Edge::Known { earliest, .. } => Some(earliest),
            Edge::Open | Edge::Unknown => None,
        }
    }

    /// The instant by which it must be over; nothing where its end is open or unknown.
    #[must_use]
    pub fn latest(&self) -> Option<Second> {
        match self.end() {
            Edge::Known { latest, .. } => Some(latest),
            Edge::Open | Edge::Unknown => None,
        }
    }

    /// The stretch over which it surely holds, whatever the truth within its bounds: from the
    /// latest begin to the earliest end. Nothing for a single date, for a set, and where begin or
    /// end is unknown; an open side reaches to the calendar's end.
    #[must_use]
    pub fn core(&self) -> Option<Window> {
        let begin = match self.begin() {
            Edge::Open => Second::MIN,
            Edge::Known { latest, .. } => latest,
            Edge::Unknown => return None,
        };
        let end = match self.end() {
            Edge::Open => Second::MAX,
            Edge::Known { earliest, .. } => earliest,
            Edge::Unknown => return None,
        };
        let interval = matches!(self.0, Form::Range(..));
        (interval && begin < end).then(|| Window::new(begin, end))
    }

    /// Whether it is written as an interval, `begin/end`.
    #[must_use]
    pub fn is_interval(&self) -> bool {
        matches!(self.0, Form::Range(..))
    }

    /// Whether it is one of several dates, `[a,b]`: there may be gaps between them.
    #[must_use]
    pub fn is_set(&self) -> bool {
        matches!(self.0, Form::OneOf(_))
    }

    /// How it lies to a window, an interval being taken to hold from its begin to its end. The
    /// module's page says what each answer means.
    #[must_use]
    pub fn overlap(&self, window: Window) -> Overlap {
        match &self.0 {
            Form::One(point) => {
                self.doubted(placements(known(point.bounds()), known(point.bounds()), window))
            }
            Form::Range(begin, end) => self.doubted(placements(begin.edge(), end.edge(), window)),
            Form::OneOf(members) => self.one_of(members, window),
        }
    }

    /// How it lies to a window, the whole span being taken as the bounds within which something
    /// happened: certain only where the window covers all of it.
    #[must_use]
    pub fn overlap_within(&self, window: Window) -> Overlap {
        let begin = self.earliest().unwrap_or(Second::MIN);
        let end = self.latest().unwrap_or(Second::MAX);
        if begin >= window.end() || end <= window.begin() {
            Overlap::No
        } else if window.begin() <= begin && end <= window.end() {
            self.doubted(Overlap::Certain)
        } else {
            Overlap::Possible
        }
    }

    /// Whether any of its dates is marked approximate (`~`).
    #[must_use]
    pub fn is_approximate(&self) -> bool {
        self.any_point(|point| point.approximate)
    }

    /// Whether any of its dates is marked uncertain (`?`).
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.any_point(|point| point.uncertain)
    }

    /// The zone that its (first) time was written with; nothing where it names no time of day.
    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        let mut found = None;
        self.any_point(|point| {
            if let (None, When::Time { zone, .. }) = (found, point.when) {
                found = Some(zone);
            }
            false
        });
        found
    }

    /// The day, where it is a single day (qualified or not).
    #[must_use]
    pub fn as_day(&self) -> Option<Day> {
        match self.0 {
            Form::One(Point { when: When::Day(day), .. }) => Some(day),
            _ => None,
        }
    }

    pub(super) fn one(when: When) -> Self {
        Self(Form::One(when.into()))
    }

    fn doubted(&self, overlap: Overlap) -> Overlap {
        if self.is_uncertain() { overlap.min(Overlap::Possible) } else { overlap }
    }

    fn one_of(&self, members: &[Member], window: Window) -> Overlap {
        let each = || {
            members.iter().map(|member| {
                let (begin, end) = member.edges();
                placements(begin, end, window)
            })
        };
        match (each().min(), each().max()) {
            (Some(worst), Some(best)) => self.doubted(worst.max(best.min(Overlap::Possible))),
            _ => Overlap::No,
        }
    }

    fn begin_end(&self) -> End {
        match &self.0 {
            Form::One(point) => End::At(*point),
            Form::Range(begin, _) => *begin,
            Form::OneOf(members) => members.first().map_or(End::Unknown, |member| match member {
                Member::One(point) | Member::Run(point, _) | Member::After(point) => {
                    End::At(*point)
                }
                Member::Before(_) => End::Unknown,
            }),
        }
    }

    fn end_end(&self) -> End {
        match &self.0 {
            Form::One(point) => End::At(*point),
            Form::Range(_, end) => *end,
            Form::OneOf(members) => members.last().map_or(End::Unknown, |member| match member {
                Member::One(point) | Member::Run(_, point) | Member::Before(point) => {
                    End::At(*point)
                }
                Member::After(_) => End::Unknown,
            }),
        }
    }

    pub(super) fn any_point(&self, mut test: impl FnMut(Point) -> bool) -> bool {
        match &self.0 {
            Form::One(point) => test(*point),
            Form::Range(begin, end) => {
                [begin, end].into_iter().any(|end| matches!(end, End::At(point) if test(*point)))
            }
            Form::OneOf(members) => members.iter().any(|member| match member {
                Member::One(a) | Member::Before(a) | Member::After(a) => test(*a),
                Member::Run(a, b) => test(*a) || test(*b),
            }),
        }
    }

    pub(super) fn map_points(&self, change: impl Fn(Point) -> Point) -> Self {
        let end = |end: End| match end {
            End::At(point) => End::At(change(point)),
            other => other,
        };
        Self(match &self.0 {
            Form::One(point) => Form::One(change(*point)),
            Form::Range(a, b) => Form::Range(end(*a), end(*b)),
            Form::OneOf(members) => {
                let changed = members.iter().map(|member| match *member {
                    Member::One(a) => Member::One(change(a)),
                    Member::Run(a, b) => Member::Run(change(a), change(b)),
                    Member::Before(a) => Member::Before(change(a)),
                    Member::After(a) => Member::After(change(a)),
                });
                Form::OneOf(changed.collect())
            }
        })
    }
}

impl End {
    fn edge(self) -> Edge {
        match self {
            Self::Open => Edge::Open,
            Self::Unknown => Edge::Unknown,
            Self::At(point) => known(point.bounds()),
        }
    }
}

impl Member {
    fn edges(self) -> (Edge, Edge) {
        match self {
            Self::One(point) => (known(point.bounds()), known(point.bounds())),
            // "One of the dates from a to b": it lies anywhere between.
            Self::Run(a, b) => {
                let whole = known((a.bounds().0, b.bounds().1));
                (whole, whole)
            }
            Self::Before(point) => (Edge::Unknown, known((Second::MIN, point.bounds().1))),
            Self::After(point) => (known((point.bounds().0, Second::MAX)), Edge::Unknown),
        }
    }
}

/// Whether an interval with these ends can exist.
pub(super) fn in_order(begin: End, end: End) -> bool {
    match (begin, end) {
        (End::At(a), End::At(b)) => a.bounds().0 < b.bounds().1,
        _ => true,
    }
}

fn known((earliest, latest): (Second, Second)) -> Edge {
    Edge::Known { earliest, latest }
}

fn merge(edges: impl Iterator<Item = Edge>) -> Edge {
    edges
        .reduce(|a, b| match (a, b) {
            (
                Edge::Known { earliest, latest },
                Edge::Known { earliest: other_earliest, latest: other_latest },
            ) => known((earliest.min(other_earliest), latest.max(other_latest))),
            (Edge::Open, _) | (_, Edge::Open) => Edge::Open,
            _ => Edge::Unknown,
        })
        .unwrap_or(Edge::Unknown)
}

/// Over all placements `[b, e)` with `b < e`, `b` in `begin` and `e` in `end`: does each, some or
/// none meet the window? Exact, whole seconds.
fn placements(begin: Edge, end: Edge, window: Window) -> Overlap {
    let (first_begin, last_begin) = match begin {
        Edge::Open => (i64::MIN, i64::MIN),
        Edge::Unknown => (i64::MIN, i64::MAX - 1),
        Edge::Known { earliest, latest } => (earliest.0, latest.0 - 1),
    };
    let (first_end, last_end) = match end {
        Edge::Open => (i64::MAX, i64::MAX),
        Edge::Unknown => (i64::MIN + 1, i64::MAX),
        Edge::Known { earliest, latest } => (earliest.0.saturating_add(1), latest.0),
    };
    let last_begin = last_begin.min(last_end.saturating_sub(1));
    let first_end = first_end.max(first_begin.saturating_add(1));
    if first_begin >= window.end().0 || last_end <= window.begin().0 {
        Overlap::No
    } else if last_begin < window.end().0 && first_end > window.begin().0 {
        Overlap::Certain
    } else {
        Overlap::Possible
    }
}

impl From<Day> for TimeSpan {
    fn from(day: Day) -> Self {
        Self::one(When::Day(day))
    }
}

impl Ord for TimeSpan {
    /// By earliest instant (open and unknown begins first), then by latest (open and unknown ends
    /// last), then by form.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |span: &Self| {
            (span.earliest().unwrap_or(Second(i64::MIN)), span.latest().unwrap_or(Second(i64::MAX)))
        };
        key(self).cmp(&key(other)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for TimeSpan {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl TryFrom<String> for TimeSpan {
    type Error = EdtfError;
    fn try_from(text: String) -> Result<Self, EdtfError> {
        text.parse()
    }
}

impl From<TimeSpan> for String {
    fn from(span: TimeSpan) -> Self {
        span.to_string()
    }
}
