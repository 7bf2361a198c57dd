use super::index::{Counted, all_counted};
use crate::model::{Dataset, Edge, Second, Unit, Window};

/// The stretch of time that a dataset is about: from the first to the last thing that happened, with
/// a margin of a twentieth, in whole days. States that began long before do not stretch it, unless
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

    /// The stretch with a margin of a twentieth, in whole days; nothing where nothing is dated.
    pub fn window(&self) -> Option<Window> {
        let known = [self.happened, self.states].into_iter().find(|(begin, end)| begin < end);
        let (begin, end) = known?;
        let margin = (end.saturating_sub(begin) / 20).max(43_200);
        let begin = Second(begin.saturating_sub(margin)).floor(Unit::Day);
        let end = Second(end.saturating_add(margin)).floor(Unit::Day).step(Unit::Day, 1);
        Some(Window::new(begin, end))
    }
}
