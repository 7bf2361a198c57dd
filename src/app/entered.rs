//! Where a dataset is entered, before anybody has looked around in it.

use super::table::TableChoices;
use super::{Appearance, Index, Layers, List, Multiples, Outside, Session, Step, TimelineChoices};
use crate::model::{Dataset, Second, SourceId, SourceKind, Unit, Window};
use crate::projection::World;

/// So many of the last events are asked when they began; those without a known begin pass.
const ASKED: usize = 64;

/// Where a dataset is entered: all of its time selected, the cursor as [`first_cursor`] has it, the
/// map on the world until it is fitted.
pub(super) fn first_session(dataset: &Dataset, index: &Index, extent: Window) -> Session {
    let asking_date = dataset
        .sources
        .iter()
        .enumerate()
        .filter(|(_, s)| s.dated.is_none() && s.kind == SourceKind::Document)
        .map(|(i, s)| (SourceId::from_index(i), s.suggested_date.clone().map(|(span, _)| span)))
        .collect();
    Session {
        selection: None,
        hover: None,
        list: List::Shown,
        window: extent,
        cursor: first_cursor(dataset, index, extent),
        span_in_view: extent,
        map_center: World { x: 0.5, y: 0.5 },
        map_zoom: 1.5,
        outside: Outside::default(),
        appearance: Appearance::default(),
        names: None,
        choosing_names: false,
        playing: false,
        speed: 4.0,
        step: step_for(extent),
        document: None,
        asking_date,
        found: None,
        pin: None,
        reading: false,
        marking: None,
        editing: None,
        less_motion: false,
        table: TableChoices::default(),
        timeline: TimelineChoices::default(),
        compared: None,
        multiples: Multiples::default(),
        layers: Layers::default(),
    }
}

/// The instant "as of" which a dataset is entered: the day on which the newest document was written,
/// for then all was as it says. Where that lies years after what it tells, or nothing is dated, the
/// begin of what happened last: the cursor is to be seen, and never in the empty margin of the data.
fn first_cursor(dataset: &Dataset, index: &Index, extent: Window) -> Second {
    let dates = dataset.sources.iter().filter_map(|source| source.dated.as_ref()?.earliest());
    let written = dates.max().filter(|at| *at < extent.end());
    let written = written.map(|at| at.max(extent.begin()));
    let last = || last_begun(dataset, index).filter(|at| extent.contains(*at));
    written.or_else(last).unwrap_or_else(|| last_day(extent))
}

/// When the last event began whose begin is known.
fn last_begun(dataset: &Dataset, index: &Index) -> Option<Second> {
    let order = index.events().order();
    let begun = |rank: usize| {
        let id = order.id(rank)?;
        match dataset.events.get(id.index()) {
            Some(event) => event.when.as_ref()?.earliest(),
            None => dataset.row_key(id)?.span.map(|(first, _)| first),
        }
    };
    let known = |at: &Second| Second::MIN < *at;
    (0..order.len()).rev().take(ASKED).find_map(|rank| begun(rank).filter(known))
}

/// The step with which playing through all of it takes some tens of steps.
fn step_for(extent: Window) -> Step {
    match extent.seconds() / 86_400 {
        ..1 if extent.seconds() <= 4 * 3_600 => Step::Minute,
        ..=4 => Step::Hour,
        5..=90 => Step::Day,
        91..=900 => Step::Week,
        901..=7_300 => Step::Month,
        _ => Step::Year,
    }
}

/// The beginning of a window's last day: "as of" a day, not a second before midnight.
pub(super) fn last_day(window: Window) -> Second {
    Second(window.end().0 - 1).floor(Unit::Day).max(window.begin())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::State;
    use crate::model::Source;
    use crate::model::fixture::{event, instant as day, source};

    fn entered(written: Option<&str>, happened: &[&str]) -> State {
        let dated = written.map(|day| day.parse().unwrap());
        let source = Source { dated, ..source("report.txt", "") };
        let event = |when: &&str| event("Battle", "battle", Some(when), &[]);
        let events = happened.iter().map(event).collect();
        State::new(Dataset { sources: vec![source], events, ..Dataset::default() })
    }

    #[test]
    fn the_cursor_begins_where_the_data_are() {
        let cursor = |state: State| state.session.cursor;
        let january = ["2026-01-17", "2026-01-25"];
        assert_eq!(cursor(entered(Some("2026-01-26"), &january)), day("2026-01-26"), "as written");
        assert_eq!(cursor(entered(None, &january)), day("2026-01-25"));
        // A book of today about a war of a century ago is entered in that war.
        let war = ["1914-08-04", "1918-11-11"];
        assert_eq!(cursor(entered(Some("2026-01-26"), &war)), day("1918-11-11"));
        // Nothing that is only planned has happened yet.
        let planned = entered(Some("2025-01-01"), &january);
        assert_eq!(planned.session.cursor, planned.extent().begin());
        // Ten thousand years have a margin of five hundred, in which nothing is.
        assert_eq!(cursor(entered(None, &["-8000", "1969-07-20"])), day("1969-07-20"));
        let none = entered(None, &[]);
        assert!(none.extent().contains(none.session.cursor));
    }
}
