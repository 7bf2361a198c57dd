use crate::model::{Dataset, Edge, EventKind, Second, Unit, Window};

/// The stretch of time that a dataset is about: from the first to the last thing that happened, with
/// a margin of a twentieth, in whole days. States that began long before do not stretch it, unless
/// there is nothing else. Nothing where nothing is dated.
#[must_use]
pub fn extent(dataset: &Dataset) -> Option<Window> {
    let of = |states: bool| {
        let (mut begin, mut end) = (i64::MAX, i64::MIN);
        for event in &dataset.events {
            let Some(when) = &event.when else { continue };
            if matches!(event.kind, EventKind::State(_)) && !states {
                continue;
            }
            for edge in [when.begin(), when.end()] {
                if let Edge::Known { earliest: Second(a), latest: Second(b) } = edge {
                    begin = begin.min(a);
                    end = end.max(b);
                }
            }
        }
        (begin < end).then_some((begin, end))
    };
    let (begin, end) = of(false).or_else(|| of(true))?;
    let margin = (end.saturating_sub(begin) / 20).max(43_200);
    let begin = Second(begin.saturating_sub(margin)).floor(Unit::Day);
    let end = Second(end.saturating_add(margin)).floor(Unit::Day).step(Unit::Day, 1);
    Some(Window::new(begin, end))
}
