//! Where the axis is marked: units from seconds to hundreds of millennia, each mark on the calendar,
//! each label clear of the next.

use super::calendar::{DAY_S, midnight, year_label};
use super::scale::{TimeScale, YEAR_S};
use crate::model::Second;
use crate::model::time::{month_name, month_short};

/// The distance between marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Every {
    /// So many seconds, counted from midnight.
    Seconds(i64),
    /// So many days of the month, counted from the first; none in the last half step of a month.
    Days(i64),
    /// Weeks, on Mondays.
    Weeks,
    /// So many months, counted from January.
    Months(i64),
    /// So many years, on round numbers as people count them.
    Years(i64),
}

/// All distances, shortest first.
pub const LADDER: [Every; 37] = [
    Every::Seconds(1),
    Every::Seconds(5),
    Every::Seconds(15),
    Every::Seconds(30),
    Every::Seconds(60),
    Every::Seconds(300),
    Every::Seconds(900),
    Every::Seconds(1800),
    Every::Seconds(3600),
    Every::Seconds(10_800),
    Every::Seconds(21_600),
    Every::Seconds(43_200),
    Every::Days(1),
    Every::Days(2),
    Every::Weeks,
    Every::Days(15),
    Every::Months(1),
    Every::Months(3),
    Every::Months(6),
    Every::Years(1),
    Every::Years(2),
    Every::Years(5),
    Every::Years(10),
    Every::Years(20),
    Every::Years(50),
    Every::Years(100),
    Every::Years(200),
    Every::Years(500),
    Every::Years(1000),
    Every::Years(2000),
    Every::Years(5000),
    Every::Years(10_000),
    Every::Years(20_000),
    Every::Years(50_000),
    Every::Years(100_000),
    Every::Years(200_000),
    Every::Years(500_000),
];

/// More marks than this are never made, whatever is asked for.
const MOST: usize = 4096;

/// A mark on the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// When.
    pub at: Second,
    /// Where, in points.
    pub x: f32,
    /// What is written beside it; empty where there is no room.
    pub label: String,
}

/// The marks of a view: fine ones with labels, and the bands that they lie in.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// The distance between the fine marks.
    pub every: Every,
    /// Fine marks, in order: "18", "Jan", "2025", "480 BCE".
    pub fine: Vec<Tick>,
    /// Where the bands above begin, in order, each with its name: "January 2026". The first one's
    /// name stands at the left edge if it began before. Empty where years need none.
    pub bands: Vec<Tick>,
}

impl Every {
    /// Its length in seconds: the mean, for months and years.
    #[must_use]
    pub fn seconds(self) -> f64 {
        match self {
            Self::Seconds(n) => n as f64,
            Self::Days(n) => (n * DAY_S) as f64,
            Self::Weeks => (7 * DAY_S) as f64,
            Self::Months(n) => n as f64 * YEAR_S / 12.0,
            Self::Years(n) => n as f64 * YEAR_S,
        }
    }

    /// What it is called beside a count: "hour", "week", "3 months", "100 years".
    #[must_use]
    pub fn label(self) -> String {
        let (n, unit) = match self {
            Self::Seconds(n) if n % 3600 == 0 => (n / 3600, "hour"),
            Self::Seconds(n) if n % 60 == 0 => (n / 60, "minute"),
            Self::Seconds(n) => (n, "second"),
            Self::Days(n) => (n, "day"),
            Self::Weeks => (1, "week"),
            Self::Months(n) => (n, "month"),
            Self::Years(n) => (n, "year"),
        };
        if n == 1 { unit.to_owned() } else { format!("{n} {unit}s") }
    }

    /// The finest distance that is at least so many seconds; the longest where none is.
    #[must_use]
    pub fn at_least(seconds: f64) -> Self {
        LADDER
            .iter()
            .copied()
            .find(|every| every.seconds() >= seconds)
            .unwrap_or(Every::Years(500_000))
    }

    /// The last mark at or before an instant.
    #[must_use]
    pub fn floor(self, at: Second) -> Second {
        let at = at.clamp(Second::MIN, Second::MAX);
        match self {
            Self::Seconds(n) => Second(at.0.div_euclid(n.max(1)) * n.max(1)),
            Self::Weeks => {
                // 1970-01-05 was a Monday.
                let monday = 4 * DAY_S;
                Second((at.0 - monday).div_euclid(7 * DAY_S) * 7 * DAY_S + monday)
            }
            Self::Days(n) => {
                let c = at.civil();
                let mut day = (i64::from(c.day) - 1) / n.max(1) * n.max(1) + 1;
                if cut(n, day, c.year, c.month) {
                    day -= n.max(1);
                }
                midnight(i64::from(c.year), i64::from(c.month), day.max(1))
            }
            Self::Months(n) => {
                let c = at.civil();
                let month = (i64::from(c.month) - 1) / n.max(1) * n.max(1) + 1;
                midnight(i64::from(c.year), month, 1)
            }
            Self::Years(n) => midnight(floor_year(i64::from(at.civil().year), n.max(1)), 1, 1),
        }
    }

    /// The first mark after one.
    #[must_use]
    pub fn next(self, mark: Second) -> Second {
        match self {
            Self::Seconds(n) => Second(mark.0.saturating_add(n.max(1))),
            Self::Weeks => Second(mark.0.saturating_add(7 * DAY_S)),
            Self::Days(n) => {
                let c = mark.civil();
                let next = Second(mark.0.saturating_add(n.max(1) * DAY_S));
                let d = next.civil();
                if d.month != c.month || cut(n, i64::from(d.day), d.year, d.month) {
                    midnight(i64::from(c.year), i64::from(c.month) + 1, 1)
                } else {
                    next
                }
            }
            Self::Months(n) => {
                let c = mark.civil();
                midnight(i64::from(c.year), i64::from(c.month) + n.max(1), 1)
            }
            Self::Years(n) => {
                let year = i64::from(mark.civil().year);
                midnight(next_year(year, n.max(1)), 1, 1)
            }
        }
    }

    fn label_of(self, at: Second) -> String {
        let c = at.civil();
        match self {
            Self::Seconds(n) if n < 60 => format!("{:02}:{:02}:{:02}", c.hour, c.minute, c.second),
            Self::Seconds(_) => format!("{:02}:{:02}", c.hour, c.minute),
            Self::Days(_) => c.day.to_string(),
            Self::Weeks => format!("{} {}", c.day, month_short(c.month)),
            Self::Months(_) => month_short(c.month).to_owned(),
            Self::Years(_) => year_label(i64::from(c.year)),
        }
    }

    /// What the bands above the marks are, and how they are called.
    fn band(self) -> Option<Every> {
        match self {
            Self::Seconds(_) => Some(Self::Days(1)),
            Self::Days(_) | Self::Weeks => Some(Self::Months(1)),
            Self::Months(_) => Some(Self::Years(1)),
            Self::Years(_) => None,
        }
    }

    fn band_label(self, at: Second, short: bool) -> String {
        let c = at.civil();
        let year = year_label(i64::from(c.year));
        let month = if short { month_short(c.month) } else { month_name(c.month) };
        match self {
            Self::Days(_) => format!("{} {month} {year}", c.day),
            Self::Months(_) => format!("{month} {year}"),
            _ => year,
        }
    }
}

/// Whether a day's mark is left out because the next month begins within half a step.
fn cut(n: i64, day: i64, year: i32, month: u8) -> bool {
    if n <= 1 || day == 1 {
        return false;
    }
    let next = midnight(i64::from(year), i64::from(month) + 1, 1);
    let this = midnight(i64::from(year), i64::from(month), day);
    (next.0 - this.0) * 2 <= n * DAY_S
}

/// Round years as people count them: with a step of 100, …, 200 BCE, 100 BCE, 1 CE, 100 CE, ….
/// Astronomical year 0 is 1 BCE.
fn floor_year(year: i64, n: i64) -> i64 {
    if n == 1 {
        year
    } else if year >= n {
        year / n * n
    } else if year >= 1 {
        1
    } else {
        // k * n BCE is the astronomical year 1 - k * n; the last one at or before `year`.
        1 - (1 - year + n - 1).div_euclid(n) * n
    }
}

fn next_year(year: i64, n: i64) -> i64 {
    if n == 1 {
        year + 1
    } else if year == 1 {
        n
    } else if year > 1 {
        year + n
    } else if year + n >= 1 {
        1
    } else {
        year + n
    }
}

/// The marks of a scale, as dense as labels allow: at least `gap_px` points between one label's end
/// and the next one's beginning, where `width` says how wide a label is, in points. Labels stand to
/// the right of their marks, from `x` on.
#[must_use]
pub fn ticks(scale: &TimeScale, gap_px: f32, width: &dyn Fn(&str) -> f32) -> Ticks {
    let every = LADDER
        .iter()
        .copied()
        .find(|every| {
            let room = |every: Every| (every.seconds() / scale.seconds_per_px()) as f32;
            room(*every) >= gap_px + widest(*every, scale, width)
                && every.band().is_none_or(|band| {
                    // A twelfth less: February is shorter than the mean month.
                    room(band) * 0.92 >= gap_px + widest_band(band, scale, true, width)
                })
        })
        .unwrap_or(Every::Years(500_000));
    let mut fine = marks(every, scale);
    let mut clear_of = f32::NEG_INFINITY;
    for tick in &mut fine {
        tick.label = every.label_of(tick.at);
        if tick.x < clear_of {
            tick.label.clear();
        } else {
            clear_of = tick.x + width(&tick.label) + gap_px;
        }
    }
    Ticks { every, fine, bands: bands(every, scale, gap_px, width) }
}

/// The widest label that a distance needs in this view: the years' digits differ, the rest do not.
fn widest(every: Every, scale: &TimeScale, width: &dyn Fn(&str) -> f32) -> f32 {
    match every {
        Every::Seconds(n) if n < 60 => width("00:00:00"),
        Every::Seconds(_) => width("00:00"),
        Every::Days(_) => width("30"),
        Every::Weeks => width("30 May"),
        Every::Months(_) => width("May"),
        Every::Years(_) => {
            let label = |s: f64| every.label_of(Second(s as i64));
            width(&label(scale.begin_s())).max(width(&label(scale.end_s())))
        }
    }
}

/// The widest name of a band in this view.
fn widest_band(band: Every, scale: &TimeScale, short: bool, width: &dyn Fn(&str) -> f32) -> f32 {
    let year = widest(Every::Years(1), scale, width);
    match band {
        Every::Days(_) if short => width("30 May ") + year,
        Every::Days(_) => width("30 September ") + year,
        Every::Months(_) if short => width("May ") + year,
        Every::Months(_) => width("September ") + year,
        _ => year,
    }
}

fn marks(every: Every, scale: &TimeScale) -> Vec<Tick> {
    let view = scale.view();
    let mut at = every.floor(view.begin());
    let mut out = Vec::new();
    while at < view.end() && out.len() < MOST {
        if at >= view.begin() {
            out.push(Tick { at, x: scale.x(at), label: String::new() });
        }
        let next = every.next(at);
        if next <= at || next > Second::MAX {
            break;
        }
        at = next;
    }
    out
}

fn bands(every: Every, scale: &TimeScale, gap_px: f32, width: &dyn Fn(&str) -> f32) -> Vec<Tick> {
    let Some(band) = every.band() else { return Vec::new() };
    let room = (band.seconds() / scale.seconds_per_px()) as f32 * 0.92;
    let short = room < gap_px + widest_band(band, scale, false, width);
    let mut out = marks(band, scale);
    let first = band.floor(scale.view().begin());
    if out.first().is_none_or(|tick| tick.at > first) {
        out.insert(0, Tick { at: first, x: scale.left(), label: String::new() });
    }
    for tick in &mut out {
        tick.label = band.band_label(tick.at, short);
    }
    out
}

#[cfg(test)]
#[path = "ticks_tests.rs"]
mod tests;
