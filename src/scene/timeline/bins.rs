//! The activity histogram: how much happened when.
//!
//! Every dated event weighs one. A happening whose date is imprecise spreads that evenly over its
//! span, so that "in October" lifts each week of October a little and no single day. A state weighs
//! where it begins, or where it ends if nobody says when it began: what lasts is no activity. Bins
//! are calendar units: an hour, a day, a week, a month, a year, whatever is some points wide.
//!
//! Large datasets are counted, not walked through ([`Counted`]): there a bar counts every event that
//! may have been within its bin, and its sure part those that were wholly within it.

use super::entries::{Bounds, End, Entries, Entry, LaneCounts};
use super::groups::Times;
use super::scale::TimeScale;
use super::seen::Seen;
use super::ticks::Every;
use crate::model::{EventId, Second, Window};
use crate::query::EventIndex;
use crate::store::{Flow, Histogram};
use std::ops::Range;

/// The least width of a bin, in points.
pub const LEAST_PX: f64 = 7.0;
/// The least width of a bin of the overview, in points.
pub const OVERVIEW_PX: f64 = 3.0;
/// A day this wide is divided into hours, in points.
const DAY_PX: f64 = 260.0;

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Its first instant.
    pub begin: Second,
    /// The instant after its last.
    pub end: Second,
    /// Events that lie within it whatever the truth within their bounds.
    pub sure: f64,
    /// Weight spread into it by events that may have been elsewhere.
    pub spread: f64,
}

/// The bars of a view.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    /// How long a bin is.
    pub every: Every,
    /// Bins in order; empty ones are included.
    pub bins: Vec<Bin>,
    /// The highest bar.
    pub most: f64,
}

/// Where an event's weight lies, in seconds: the same twice for an instant. Nothing where no end is known.
#[must_use]
pub fn weight_span(bounds: &Bounds, state: bool) -> Option<(f64, f64)> {
    match (bounds.begin, bounds.end, state) {
        (End::Between(a, b), _, true) => Some((a, b)),
        (End::Open | End::Unknown, End::Between(a, b), _) => Some((a, b)),
        (End::Between(a, _), End::Between(_, b), false) => Some((a, b.max(a))),
        (End::Between(a, b), End::Open | End::Unknown, false) => Some((a, b)),
        (End::Open | End::Unknown, End::Open | End::Unknown, _) => None,
    }
}

/// The histogram of what `shown` lets through, over the whole of a scale's view, in bins of at least
/// `least_px` points. Every event counts once, in however many lanes it stands.
#[must_use]
pub fn bins(
    entries: &Entries,
    scale: &TimeScale,
    least_px: f64,
    shown: &dyn Fn(EventId) -> bool,
) -> Bins {
    let all = entries.lanes.iter().flat_map(|lane| &lane.entries);
    weighed(all.filter(|entry| entry.counts), scale, least_px, shown)
}

/// The same of one lane's entries.
pub(super) fn of_lane(
    entries: &[Entry],
    scale: &TimeScale,
    shown: &dyn Fn(EventId) -> bool,
) -> Bins {
    weighed(entries.iter(), scale, LEAST_PX, shown)
}

fn weighed<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    scale: &TimeScale,
    least_px: f64,
    shown: &dyn Fn(EventId) -> bool,
) -> Bins {
    let every = bin_length(scale, least_px);
    let mut bins = empty_bins(every, scale);
    for entry in entries {
        if let Some(span) = weight_span(&entry.bounds, entry.state)
            && shown(entry.id)
        {
            add(&mut bins, span);
        }
    }
    let most = bins.iter().map(|b| b.sure + b.spread).fold(0.0, f64::max);
    Bins { every, bins, most }
}

/// The bars of a large dataset, all together and by category.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    every: Every,
    /// The bins, with the part of each that is counted; nothing where none is.
    bins: Vec<(Bin, Option<Window>)>,
    /// The ends of those parts, ascending.
    instants: Vec<Second>,
    sums: Sums,
    categories: u8,
}

#[derive(Clone, Debug, PartialEq)]
enum Sums {
    /// Of all events.
    Flow(Flow),
    /// Of those in view of the map.
    Seen(Histogram),
}

impl Counted {
    /// Counts the bins of a scale's view, of at least `least_px` points; those of `only` where it is
    /// given, and of the events that are `seen`.
    #[must_use]
    pub fn new(
        index: &EventIndex,
        scale: &TimeScale,
        least_px: f64,
        only: Option<Window>,
        seen: Option<&Seen>,
    ) -> Self {
        let every = bin_length(scale, least_px);
        let mut instants: Vec<Second> = Vec::new();
        let bins = empty_bins(every, scale);
        let bins = bins.into_iter().map(|bin| {
            let (from, to) = only.map_or((bin.begin, bin.end), |only| {
                (bin.begin.max(only.begin()), bin.end.min(only.end()))
            });
            let part = (from < to).then(|| {
                instants.extend([from, to]);
                Window::new(from, to)
            });
            (bin, part)
        });
        let bins = bins.collect();
        instants.dedup();
        let categories = u8::try_from(index.categories().len()).unwrap_or(u8::MAX);
        let sums = match seen {
            Some(seen) => Sums::Seen(seen.counts(index, &instants)),
            None => Sums::Flow(index.dated().flow(&instants)),
        };
        Self { every, bins, instants, sums, categories }
    }

    /// The bars of all events.
    #[must_use]
    pub fn all(&self) -> Bins {
        self.of(0..self.categories)
    }

    /// The bars of a lane.
    #[must_use]
    pub fn lane(&self, counts: &LaneCounts) -> Bins {
        match counts {
            LaneCounts::Category(code) => self.of(*code..code.saturating_add(1)),
            LaneCounts::All => self.all(),
            LaneCounts::Own(times) => self.filled(&|part| own(times, part)),
        }
    }

    fn of(&self, codes: Range<u8>) -> Bins {
        self.filled(&|part| self.sum(&codes, part))
    }

    /// How many of some categories may have been in a part, and how many of them surely were.
    fn sum(&self, codes: &Range<u8>, part: Window) -> (i64, i64) {
        let at = self.instants.partition_point(|instant| *instant < part.begin());
        let codes = codes.clone();
        match &self.sums {
            Sums::Flow(flow) => codes.fold((0, 0), |(met, within), code| {
                (met + flow.between(at, at + 1, code), within + flow.within(at, at + 1, code))
            }),
            // What lies on both sides of a bar's end is not told apart here.
            Sums::Seen(seen) => {
                let counts = seen.window(at).iter().enumerate();
                let wanted = counts.filter(|(code, _)| codes.contains(&(*code as u8)));
                let met = wanted.map(|(_, count)| count).sum();
                (met, met)
            }
        }
    }

    fn filled(&self, count: &dyn Fn(Window) -> (i64, i64)) -> Bins {
        let filled = self.bins.iter().map(|(bin, part)| {
            let Some(part) = *part else { return *bin };
            let (met, within) = count(part);
            let sure = within.min(met) as f64;
            Bin { sure, spread: met as f64 - sure, ..*bin }
        });
        let bins: Vec<Bin> = filled.collect();
        let most = bins.iter().map(|b| b.sure + b.spread).fold(0.0, f64::max);
        Bins { every: self.every, bins, most }
    }
}

/// How many events of a lane may have been in a part, and the fewest that lie within it.
fn own(times: &Times, part: Window) -> (i64, i64) {
    let within = times.ended(part.end()).saturating_sub(times.begun(part.begin()));
    (times.meeting(part) as i64, within as i64)
}

/// The finest calendar unit that is wide enough. Parts of a day only where a day is very wide: most
/// dates are days, and would be spread thin.
fn bin_length(scale: &TimeScale, least_px: f64) -> Every {
    let every = Every::at_least(scale.seconds_per_px() * least_px);
    let day_px = 86_400.0 / scale.seconds_per_px();
    if matches!(every, Every::Seconds(_)) && day_px < DAY_PX { Every::Days(1) } else { every }
}

fn empty_bins(every: Every, scale: &TimeScale) -> Vec<Bin> {
    let view = scale.view();
    let mut begin = every.floor(view.begin());
    let mut bins = Vec::new();
    while begin < view.end() && bins.len() < 4096 {
        let end = every.next(begin);
        if end <= begin {
            break;
        }
        bins.push(Bin { begin, end, sure: 0.0, spread: 0.0 });
        begin = end;
    }
    bins
}

/// Adds one event's weight, which lies between two instants.
fn add(bins: &mut [Bin], (from, to): (f64, f64)) {
    let first = bins.partition_point(|bin| bin.end.0 as f64 <= from);
    for bin in bins.iter_mut().skip(first) {
        let (begin, end) = (bin.begin.0 as f64, bin.end.0 as f64);
        if begin <= from && to <= end && from < end {
            bin.sure += 1.0;
            return;
        }
        if begin >= to {
            return;
        }
        bin.spread += (to.min(end) - from.max(begin)) / (to - from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(begin: i64, end: i64) -> Vec<Bin> {
        let scale = TimeScale::new(Window::new(Second(begin), Second(end)), 0.0, 700.0);
        empty_bins(bin_length(&scale, LEAST_PX), &scale)
    }

    proptest! {
        #[test]
        fn every_event_in_view_weighs_one(
            from in 0_i64..5_000_000, length in 0_i64..2_000_000,
        ) {
            let mut bins = view(-100_000, 10_000_000);
            add(&mut bins, (from as f64, (from + length) as f64));
            let sum: f64 = bins.iter().map(|b| b.sure + b.spread).sum();
            prop_assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        }

        #[test]
        fn bins_lie_side_by_side_and_cover_the_view(begin in -4_000_000_000_i64..4_000_000_000,
            length in 3600_i64..900_000_000) {
            let bins = view(begin, begin + length);
            prop_assert!(bins.first().is_some_and(|b| b.begin.0 <= begin));
            prop_assert!(bins.last().is_some_and(|b| b.end.0 >= begin + length));
            for pair in bins.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].begin);
            }
            prop_assert!(bins.len() < 110);
        }
    }

    #[test]
    fn a_state_weighs_where_it_begins() {
        let since = Bounds { begin: End::Between(10.0, 20.0), end: End::Open };
        assert_eq!(weight_span(&since, true), Some((10.0, 20.0)));
        let until = Bounds { begin: End::Unknown, end: End::Between(5.0, 6.0) };
        assert_eq!(weight_span(&until, true), Some((5.0, 6.0)));
        let always = Bounds { begin: End::Open, end: End::Open };
        assert_eq!(weight_span(&always, true), None);
    }
}
