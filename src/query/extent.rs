use super::index::{Counted, all_counted};
use crate::model::{Dataset, Edge, Second, Unit, Window};

/// The stretch of time that a dataset is about: from the first to the last thing that happened, with
/// a margin of a twentieth, in whole days, or, where all of it takes less than one, in whole hours or
/// minutes. A few states that begin or end farther away from what happened than that takes in all do
/// not stretch it; where more do so than anything happened, they are what it is about. Nothing where
/// nothing is dated.
#[must_use]
pub fn extent(dataset: &Dataset) -> Option<Window> {
    let mut extent = Extent::default();
    all_counted(dataset).for_each(|counted| extent.add(&counted));
    extent.window()
}

/// [`extent`] while the events are walked through.
pub(super) struct Extent {
    happened: (i64, i64),
    /// How many begins and ends that is.
    edges: usize,
    /// Where states begin and end, in no order.
    states: Vec<(i64, i64)>,
}

impl Default for Extent {
    fn default() -> Self {
        Self { happened: NOTHING, edges: 0, states: Vec::new() }
    }
}

/// Of a stretch in which nothing lies.
const NOTHING: (i64, i64) = (i64::MAX, i64::MIN);

fn together(a: (i64, i64), b: (i64, i64)) -> (i64, i64) {
    (a.0.min(b.0), a.1.max(b.1))
}

impl Extent {
    pub fn add(&mut self, counted: &Counted<'_>) {
        let mut reach_to = |first: i64, last: i64| match counted.is_state() {
            true => self.states.push((first, last)),
            false => {
                self.happened = together(self.happened, (first, last));
                self.edges += 1;
            }
        };
        match counted.when() {
            Some(when) => {
                for edge in [when.begin(), when.end()] {
                    if let Edge::Known { earliest: Second(first), latest: Second(last) } = edge {
                        reach_to(first, last);
                    }
                }
            }
            // An end of a row that nobody knows lies at the end of the calendar.
            None => {
                let Some((begin, end)) = counted.hull else { return };
                match (begin > Second::MIN, end < Second::MAX) {
                    (true, true) => reach_to(begin.0, end.0),
                    (true, false) => reach_to(begin.0, begin.0),
                    (false, true) => reach_to(end.0, end.0),
                    (false, false) => {}
                }
            }
        }
    }

    /// The stretch with its margin; nothing where nothing is dated.
    pub fn window(&self) -> Option<Window> {
        let (first, last) = self.happened;
        // Nothing happened: states are all that there is.
        let (from, to) = match first < last {
            true => {
                let length_s = last.saturating_sub(first);
                (first.saturating_sub(length_s), last.saturating_add(length_s))
            }
            false => (i64::MIN, i64::MAX),
        };
        let is_near = |(a, b): &&(i64, i64)| from <= *a && *b <= to;
        let few = self.states.len() - self.states.iter().filter(is_near).count() < self.edges;
        let states = self.states.iter().filter(|state| !few || is_near(state));
        let (begin, end) = states.copied().fold(self.happened, together);
        if begin >= end {
            return None;
        }
        let length_s = end.saturating_sub(begin);
        let (unit, least_s) = match length_s {
            ..7_200 => (Unit::Minute, 30),
            7_200..86_400 => (Unit::Hour, 1_800),
            _ => (Unit::Day, 43_200),
        };
        let margin = (length_s / 20).max(least_s);
        let begin = Second(begin.saturating_sub(margin)).floor(unit);
        let end = Second(end.saturating_add(margin)).floor(unit).step(unit, 1);
        Some(Window::new(begin, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(begin: &str, end: &str) -> (String, String) {
        let at = |text: &str| crate::model::fixture::instant(text).0;
        let extent = Extent { happened: (at(begin), at(end)), ..Extent::default() };
        let window = extent.window().unwrap();
        let words = |at: Second| {
            let c = at.civil();
            format!("{}-{}-{} {}:{:02}", c.year, c.month, c.day, c.hour, c.minute)
        };
        (words(window.begin()), words(window.end()))
    }

    #[test]
    fn states_that_begin_and_end_near_what_happened_are_within() {
        let at = |text: &str| text.parse::<crate::model::TimeSpan>().unwrap().earliest().unwrap().0;
        let mut extent = Extent {
            happened: (at("2025-01-01"), at("2025-05-06")),
            edges: 8,
            ..Extent::default()
        };
        extent.states.push((at("2025-07-01"), at("2025-07-02")));
        extent.states.push((at("2011-03-15"), at("2011-03-16")));
        let window = extent.window().unwrap();
        assert!(window.contains(Second(at("2025-07-01"))), "it began within the year");
        assert!(!window.contains(Second(at("2024-01-01"))), "what began long before is no part");
        extent.edges = 1;
        assert!(extent.window().unwrap().contains(Second(at("2012-01-01"))), "as much as happened");
        (extent.happened, extent.edges) = (NOTHING, 0);
        assert!(extent.window().unwrap().contains(Second(at("2012-01-01"))), "nothing else");
    }

    #[test]
    fn the_margin_is_as_fine_as_what_happened_is_short() {
        let minutes = around("2026-01-20T14:03:10Z", "2026-01-20T14:06:55Z");
        assert_eq!(minutes, ("2026-1-20 14:02".into(), "2026-1-20 14:08".into()));
        let hours = around("2026-01-20T06:10:00Z", "2026-01-20T18:20:00Z");
        assert_eq!(hours, ("2026-1-20 5:00".into(), "2026-1-20 19:00".into()));
        let days = around("2026-01-20", "2026-01-30");
        assert_eq!(days, ("2026-1-19 0:00".into(), "2026-1-31 0:00".into()));
        let one = around("2026-01-20", "2026-01-21");
        assert_eq!(
            one,
            ("2026-1-19 0:00".into(), "2026-1-22 0:00".into()),
            "a day has a day around"
        );
    }
}
