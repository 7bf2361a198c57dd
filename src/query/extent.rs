use super::index::{Counted, all_counted};
use crate::model::{Dataset, Edge, Second, Unit, Window};

/// The stretch of time that a dataset is about: from the first to the last thing that happened, with
/// a margin of a twentieth, in whole days, or, where all of it takes less than one, in whole hours or
/// minutes. States that began long before do not stretch it, unless
/// there is nothing else. Nothing where nothing is dated.
#[must_use]
pub fn extent(dataset: &Dataset) -> Option<Window> {
    let mut extent = Extent::default();
    all_counted(dataset).for_each(|counted| extent.add(&counted));
    extent.window()
}

/// [`extent`] while the events are walked through.
pub(super) struct Extent {
    happened: (i64, i64),
    states: (i64, i64),
}

impl Default for Extent {
    fn default() -> Self {
        let nothing = (i64::MAX, i64::MIN);
        Self { happened: nothing, states: nothing }
    }
}

impl Extent {
    pub fn add(&mut self, counted: &Counted<'_>) {
        let reach = if counted.is_state() { &mut self.states } else { &mut self.happened };
        let mut reach_to = |first: i64, last: i64| {
            *reach = (reach.0.min(first), reach.1.max(last));
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
        let known = [self.happened, self.states].into_iter().find(|(begin, end)| begin < end);
        let (begin, end) = known?;
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
