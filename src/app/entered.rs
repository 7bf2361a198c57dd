//! Where a dataset is entered, before anybody has looked around in it.

use super::table::TableChoices;
use super::{Appearance, Layers, List, Multiples, Outside, Session, Step, TimelineChoices};
use crate::model::{Dataset, Second, SourceId, SourceKind, Unit, Window};
use crate::projection::World;

/// Where a dataset is entered: all of its time selected, the cursor at the newest document or the
/// last event, the map on the world until it is fitted.
pub(super) fn first_session(dataset: &Dataset, extent: Window) -> Session {
    let newest = dataset
        .sources
        .iter()
        .filter_map(|s| s.dated.as_ref())
        .filter_map(|span| span.earliest())
        .max();
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
        cursor: newest.unwrap_or_else(|| last_day(extent)),
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
        less_motion: false,
        table: TableChoices::default(),
        timeline: TimelineChoices::default(),
        compared: None,
        multiples: Multiples::default(),
        layers: Layers::default(),
    }
}

/// The step with which playing through all of it takes some tens of steps.
fn step_for(extent: Window) -> Step {
    match extent.seconds() / 86_400 {
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
