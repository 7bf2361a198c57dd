//! The picture as a whole: nothing lost, nothing over another, whatever the data and the room.

use super::*;
use crate::model::fixture;
use crate::model::{Certainty, Dataset, Event, EventKind, Second, TimeSpan};
use crate::query::{EventIndex, Query};
use crate::scene::palette::Palette;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY: i64 = 86_400;

fn event(category: &str, when: Option<&str>, state: bool, certainty: Certainty) -> Event {
    let title = format!("Something of {category} that has a name");
    let presence = fixture::state("Presence", "in place", "over");
    let kind = if state { presence } else { EventKind::Happening };
    Event { kind, certainty, ..fixture::event(&title, category, when, &[]) }
}

fn when() -> impl Strategy<Value = Option<String>> {
    let day =
        |d: i64| TimeSpan::day(2026, 1 + (d / 28) as u8, 1 + (d % 28) as u8).map(|s| s.to_string());
    prop_oneof![
        Just(None),
        (0_i64..168).prop_map(day),
        (0_i64..168).prop_map(move |d| day(d).map(|d| format!("{d}~"))),
        (0_i64..84, 1_i64..84).prop_map(move |(a, b)| Some(format!("{}/{}", day(a)?, day(a + b)?))),
        (0_i64..168).prop_map(move |d| day(d).map(|d| format!("{d}/.."))),
        (0_i64..168).prop_map(move |d| day(d).map(|d| format!("/{d}"))),
        Just(Some("2026-03".to_owned())),
        Just(Some("2025".to_owned())),
        Just(Some("-0480/2030".to_owned())),
    ]
}

fn dataset() -> impl Strategy<Value = Dataset> {
    let category = prop::sample::select(vec!["attack", "presence", "meeting", "something else"]);
    let certainty = prop::sample::select(Certainty::ALL.to_vec());
    let one = (category, when(), any::<bool>(), certainty)
        .prop_map(|(category, when, state, c)| event(category, when.as_deref(), state, c));
    prop::collection::vec(one, 0..60).prop_map(|events| Dataset { events, ..Dataset::default() })
}

/// The picture of a dataset in a view of `days` from 1 January 2026, and the height of its lanes.
fn drawn(dataset: &Dataset, days: i64, width: f32, height: f32, hide: bool) -> Picture {
    let begin = calendar::midnight(2026, 1, 1);
    let window = Window::new(begin, Second(begin.0 + 20 * DAY));
    let matches =
        Query { window: Some(window) }.run(&Arc::new(EventIndex::new(Arc::new(dataset.clone()))));
    let palette = Palette::light();
    let subject = Subject { hide_outside: hide, ..Subject::of(&matches, &palette) };
    let entries = Entries::new(matches.index(), Grouping::Category);
    let rect = Rect::new(Pt::new(0.0, 0.0), Pt::new(width, height));
    let layout = Layout::new(rect, !entries.undated.is_empty());
    let view = Window::new(begin, Second(begin.0 + days * DAY));
    picture(&subject, &entries, &layout, view, &Manner::default())
}

/// How often each event can be pointed at, alone or in a "+n".
fn seen(picture: &Picture) -> BTreeMap<EventId, usize> {
    let mut seen = BTreeMap::new();
    for hit in &picture.scene.hits {
        match &hit.target {
            Target::Event(id) => *seen.entry(*id).or_default() += 1,
            Target::Stack(ids) => ids.iter().for_each(|id| *seen.entry(*id).or_default() += 1),
            Target::Place(_) | Target::Span(..) => {}
        }
    }
    seen
}

fn finite(shape: &Shape) -> bool {
    let ok = |p: &Pt| p.x.is_finite() && p.y.is_finite();
    match shape {
        Shape::Area { rings, .. } => rings.iter().flatten().all(ok),
        Shape::Line { points, .. } => points.iter().all(ok),
        Shape::Circle { center, radius, .. } => ok(center) && radius.is_finite(),
        Shape::Rect { rect, .. } => {
            ok(&rect.min) && ok(&rect.max) && rect.width() >= -0.01 && rect.height() >= -0.01
        }
        Shape::Cells(cells) => cells.iter().all(|(r, _)| ok(&r.min) && ok(&r.max)),
        Shape::Text(text) => ok(&text.at) && !text.text.is_empty(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn with_room_every_event_in_view_is_seen_once(data in dataset(), days in 30_i64..400) {
        let picture = drawn(&data, days, 1200.0, 3000.0, false);
        let seen = seen(&picture);
        let end = Second(calendar::midnight(2026, 1, 1).0 + days * DAY);
        let view = Window::new(calendar::midnight(2026, 1, 1), end);
        for (i, event) in data.events.iter().enumerate() {
            let times = seen.get(&EventId::from_index(i)).copied().unwrap_or(0);
            prop_assert!(times <= 1, "{event:?} is drawn {times} times");
            let in_view = event.when.as_ref().is_none_or(|w| {
                w.earliest().is_none_or(|s| s < view.end())
                    && w.latest().is_none_or(|s| s > view.begin())
                    && (w.earliest().is_some() || w.latest().is_none_or(|s| s < view.end()))
            });
            prop_assert!(!in_view || times == 1, "{:?} is not drawn", event.when);
        }
    }

    #[test]
    fn events_stand_clear_of_each_other(data in dataset(), days in 5_i64..400, h in 120.0_f32..500.0) {
        let picture = drawn(&data, days, 1200.0, h, false);
        let single: Vec<&Hit> = picture
            .scene
            .hits
            .iter()
            .filter(|hit| matches!(hit.target, Target::Event(_)))
            .collect();
        for (i, a) in single.iter().enumerate() {
            for b in single.iter().skip(i + 1) {
                // Highlights may touch by the width of their rims.
                let less = Rect::new(
                    Pt::new(a.rect.min.x + 3.0, a.rect.min.y + 1.0),
                    Pt::new(a.rect.max.x - 3.0, a.rect.max.y - 1.0),
                );
                prop_assert!(!less.intersects(b.rect), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn all_numbers_are_numbers_whatever_the_room(
        data in dataset(), days in 1_i64..900_000, w in 1.0_f32..2000.0, h in 1.0_f32..600.0,
        hide: bool,
    ) {
        let picture = drawn(&data, days, w, h, hide);
        let wrong = picture.scene.shapes.iter().find(|shape| !finite(shape));
        prop_assert!(wrong.is_none(), "{wrong:?}");
        prop_assert!(picture.lanes_px.is_finite());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn lanes_sorted_aside_are_those_sorted_at_once(
        data in dataset(), by in prop::sample::select(vec![Grouping::Actor, Grouping::Place, Grouping::Source]),
        who in prop::collection::vec(prop::collection::vec(0_usize..4, 0..3), 60),
    ) {
        let mut data = data;
        for (event, who) in data.events.iter_mut().zip(&who) {
            event.actors = who.iter().map(|n| format!("Actor {n}")).collect();
        }
        let index = Arc::new(EventIndex::new(Arc::new(data)));
        let whole = Entries::new(&index, by);
        let groups = Groups::build(&index, by, &crate::task::Task::new()).expect("nobody stops it");
        prop_assert!(groups.are_of(&index, by));
        let all = Window::new(Second::MIN, Second::MAX);
        let lanes = groups.lanes(all);
        let told = |lanes: &[entries::Lane]| {
            lanes.iter().map(|lane| (lane.name.clone(), lane.total)).collect::<BTreeMap<_, _>>()
        };
        prop_assert_eq!(told(&lanes), told(&whole.lanes));
        for lane in lanes.iter().filter(|lane| !lane.crowded) {
            let same = whole.lanes.iter().find(|other| other.name == lane.name);
            let ids = |lane: &entries::Lane| {
                let mut ids: Vec<EventId> = lane.entries.iter().map(|entry| entry.id).collect();
                ids.sort();
                ids
            };
            prop_assert_eq!(Some(ids(lane)), same.map(ids));
        }
    }

    #[test]
    fn an_event_in_several_lanes_counts_once(data in dataset(), days in 30_i64..400) {
        let mut data = data;
        for (at, event) in data.events.iter_mut().enumerate() {
            event.actors = (0..at % 3).map(|n| format!("Actor {n}")).collect();
        }
        let index = EventIndex::new(Arc::new(data));
        let begin = calendar::midnight(2026, 1, 1);
        let scale = TimeScale::new(Window::new(begin, Second(begin.0 + days * DAY)), 0.0, 900.0);
        let sum = |by| {
            let entries = Entries::new(&index, by);
            let bins = bins::bins(&entries, &scale, bins::LEAST_PX, &|_| true);
            bins.bins.iter().map(|bin| bin.sure + bin.spread).sum::<f64>()
        };
        prop_assert!((sum(Grouping::Category) - sum(Grouping::Actor)).abs() < 1e-6);
        prop_assert!((sum(Grouping::Category) - sum(Grouping::None)).abs() < 1e-6);
    }
}

#[test]
fn what_the_map_does_not_show_is_not_counted() {
    use crate::model::{LonLat, PlaceId};
    use crate::projection::Viewport;
    let place = |name: &str, lon, lat| fixture::place(name, lon, lat, 500.0);
    let at = |day: &str, place: Option<u32>| Event {
        places: place.into_iter().map(PlaceId).collect(),
        ..event("attack", Some(day), false, Certainty::Stated)
    };
    let days = ["2026-01-05", "2026-01-06", "2026-01-20"];
    let mut events: Vec<Event> = days.iter().map(|day| at(day, Some(0))).collect();
    events.extend([at("2026-01-05", Some(1)), at("2026-01-05", None)]);
    let places = vec![place("Homs", 36.7, 34.7), place("Moscow", 37.6, 55.75)];
    let index = EventIndex::new(Arc::new(Dataset { events, places, ..Dataset::default() }));
    let viewport = Viewport::new(LonLat::new(36.7, 34.7).expect("Homs"), 7.0, 800.0, 500.0);
    let begin = calendar::midnight(2026, 1, 1);
    let scale = TimeScale::new(Window::new(begin, Second(begin.0 + 30 * DAY)), 0.0, 900.0);
    let count = |bins: bins::Bins| bins.bins.iter().map(|bin| bin.sure + bin.spread).sum::<f64>();
    let one_by_one = Seen::new(&index, viewport, true);
    let entries = Entries::new(&index, Grouping::Category);
    let shown = |id| one_by_one.has(&index, id);
    assert_eq!(count(bins::bins(&entries, &scale, bins::LEAST_PX, &shown)), 3.0);
    let in_squares = Seen::new(&index, viewport, false);
    let counted = bins::Counted::new(&index, &scale, bins::LEAST_PX, None, Some(&in_squares));
    assert_eq!(count(counted.all()), 3.0);
    assert!(in_squares.has(&index, EventId(0)) && !in_squares.has(&index, EventId(3)));
}

#[test]
fn a_collapsed_lane_is_one_row_of_counts_and_an_ordered_one_stands_where_it_was_put() {
    let data = Dataset {
        events: (1..9)
            .map(|day| event("attack", Some(&format!("2026-01-0{day}")), false, Certainty::Stated))
            .chain([event("meeting", Some("2026-01-05"), false, Certainty::Stated)])
            .collect(),
        ..Dataset::default()
    };
    let index = Arc::new(EventIndex::new(Arc::new(data)));
    let begin = calendar::midnight(2026, 1, 1);
    let view = Window::new(begin, Second(begin.0 + 20 * DAY));
    let matches = Query { window: Some(view) }.run(&index);
    let palette = Palette::light();
    let subject = Subject::of(&matches, &palette);
    let layout = Layout::new(Rect::new(Pt::new(0.0, 0.0), Pt::new(1000.0, 400.0)), false);
    let mut arrangement = Arrangement::default();
    arrangement.toggle("Attack");
    arrangement.order = vec!["Meeting".to_owned()];
    let manner = Manner { arrangement: Some(&arrangement), ..Manner::default() };
    let entries = Entries::new(&index, Grouping::Category);
    let picture = picture(&subject, &entries, &layout, view, &manner);
    let heads: Vec<(&str, bool)> =
        picture.heads.iter().map(|head| (head.name.as_str(), head.collapsed)).collect();
    assert_eq!(heads, [("Meeting", false), ("Attack", true)]);
    assert_eq!(seen(&picture).len(), 1, "the attacks are counted, not named");
    let bars: Vec<&str> = picture
        .scene
        .hits
        .iter()
        .filter(|hit| matches!(hit.target, Target::Span(..)))
        .map(|hit| hit.label.as_str())
        .collect();
    assert_eq!(bars.len(), 8);
    assert_eq!(bars[0], "Attack: 1 on 1 Jan 2026");
    assert!(picture.heads[1].rect.height() < 30.0);
}

#[test]
fn hidden_events_leave_and_dimmed_ones_stay() {
    let data = Dataset {
        events: vec![
            event("meeting", Some("2026-01-05"), false, Certainty::Stated),
            event("meeting", Some("2026-02-20"), false, Certainty::Stated),
        ],
        ..Dataset::default()
    };
    assert_eq!(seen(&drawn(&data, 90, 1000.0, 300.0, false)).len(), 2);
    assert_eq!(seen(&drawn(&data, 90, 1000.0, 300.0, true)).len(), 1);
}

#[test]
fn a_screen_reader_hears_when_what_and_how_sure() {
    let data = Dataset {
        events: vec![event("meeting", Some("2026-01-18"), false, Certainty::Reported)],
        ..Dataset::default()
    };
    let picture = drawn(&data, 30, 1000.0, 300.0, false);
    let label = &picture.scene.hits[0].label;
    assert_eq!(label, "18 January 2026: Something of meeting that has a name, reported");
}

#[test]
fn panning_moves_no_event_to_another_row() {
    let events = (0..40)
        .map(|i| {
            let day = format!("2026-01-{:02}", 1 + i % 28);
            event("attack", Some(&day), i % 5 == 0, Certainty::Stated)
        })
        .collect();
    let data = Dataset { events, ..Dataset::default() };
    let rows = |shift_days: i64| {
        let begin = Second(calendar::midnight(2026, 1, 1).0 + shift_days * DAY);
        let matches = Query::default().run(&Arc::new(EventIndex::new(Arc::new(data.clone()))));
        let palette = Palette::light();
        let view = Window::new(begin, Second(begin.0 + 40 * DAY));
        let subject = Subject { window: view, cursor: begin, ..Subject::of(&matches, &palette) };
        let rect = Rect::new(Pt::new(0.0, 0.0), Pt::new(1200.0, 260.0));
        let hits = scene(&subject, view, rect).hits;
        let row = |hit: Hit| match hit.target {
            Target::Event(id) => Some((id, hit.rect.min.y as i32)),
            _ => None,
        };
        hits.into_iter().filter_map(row).collect::<BTreeMap<_, _>>()
    };
    let (here, there) = (rows(0), rows(-3));
    for (id, y) in &here {
        assert!(there.get(id).is_none_or(|other| other == y), "{id:?}");
    }
}

#[test]
fn long_sums_are_rounded_to_three_figures() {
    let cases = [
        (0, "0"),
        (9_999, "9,999"),
        (45_678, "45.7k"),
        (999_499, "999k"),
        (999_500, "1.00M"),
        (1_567_579, "1.57M"),
        (123_456_789, "123M"),
    ];
    for (n, shown) in cases {
        assert_eq!(heads::rounded(n), shown);
    }
}
