//! Counts and lists beside a scan of all events.

use super::arbitrary::*;
use super::*;
use crate::model::{Dataset, PlaceId, Second, SourceId, Table, fixture};
use crate::projection::World;
use crate::store::{Cell, fixed};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn ids(index: &EventIndex, keep: impl Fn(&Event) -> bool) -> BTreeSet<EventId> {
    let events = index.dataset().all_events();
    events.filter(|(_, event)| keep(event)).map(|(id, _)| id).collect()
}

fn listed(index: &EventIndex, ranks: &Ranks) -> Vec<EventId> {
    let by_position = (0..ranks.len()).filter_map(|at| index.order().id(ranks.get(at)?));
    let listed: Vec<EventId> = by_position.collect();
    let walked: Vec<EventId> = ranks.iter().filter_map(|rank| index.order().id(rank)).collect();
    assert_eq!(listed, walked);
    listed
}

proptest! {
    #[test]
    fn counts_are_those_of_a_scan(index in index(), query in query()) {
        let matches = query.run(&index);
        let all = all(&index);
        let count = |keep: &dyn Fn(Standing) -> bool| {
            all.iter().filter(|event| keep(query.standing(event))).count()
        };
        let counts = Counts {
            shown: count(&|s| matches!(s, Standing::Shown { .. })),
            outside: count(&|s| s == Standing::Outside),
            undated: count(&|s| s == Standing::Undated),
            unplaced: all.iter().filter(|event| event.places.is_empty()).count(),
            filtered: 0,
        };
        prop_assert_eq!(matches.counts, counts);
        for (at, event) in all.iter().enumerate() {
            prop_assert_eq!(matches.of(EventId::from_index(at)), query.standing(event));
        }
        for (entry, placed) in index.categories().iter().zip(&matches.placed) {
            let scanned = all.iter().filter(|event| {
                event.category == entry.category
                    && !event.places.is_empty()
                    && query.standing(event) != Standing::Outside
            });
            prop_assert_eq!(*placed, scanned.count());
        }
    }

    #[test]
    fn lists_hold_what_a_scan_finds_in_the_order_of_time(index in index(), query in query()) {
        let shown = listed(&index, &index.shown(&query));
        let outside = listed(&index, &index.outside(&query));
        let stands = |wanted: fn(Standing) -> bool| {
            ids(&index, |event| wanted(query.standing(event)))
        };
        let set = |list: &[EventId]| list.iter().copied().collect::<BTreeSet<_>>();
        prop_assert_eq!(set(&shown), stands(|s| matches!(s, Standing::Shown { .. })));
        prop_assert_eq!(set(&outside), stands(|s| s == Standing::Outside));
        for list in [&shown, &outside] {
            let begins: Vec<Option<Second>> = list
                .iter()
                .map(|id| index.dataset().event(*id)?.when.as_ref()?.earliest())
                .collect();
            prop_assert!(begins.is_sorted(), "{begins:?}");
        }
        prop_assert_eq!(set(index.undated()), ids(&index, |event| event.when.is_none()));
        prop_assert_eq!(set(index.unplaced()), ids(&index, |event| event.places.is_empty()));
    }

    #[test]
    fn every_place_has_its_events_once(index in index()) {
        for at in 0..index.dataset().places.len() {
            let place = PlaceId::from_index(at);
            let scanned = ids(&index, |event| event.places.contains(&place));
            let listed: Vec<EventId> = scanned.into_iter().collect();
            prop_assert_eq!(index.events_at(place), listed);
        }
    }

    #[test]
    fn cells_count_the_spots_in_them(
        index in index(), query in query(), level in 3u32..16, dx in 0u32..4, dy in 0u32..4,
    ) {
        let window = query.window.unwrap_or_else(all_time);
        let spot = |id: PlaceId| {
            let place = index.dataset().place(id).filter(|p| p.radius_m <= SPOT_M)?;
            Some(fixed(World::from_lonlat(place.position)).map(|part| part >> (32 - level)))
        };
        let [x, y] = spot(PlaceId(0)).unwrap();
        let area = Area {
            level,
            left: x.wrapping_sub(dx) & ((1 << level) - 1),
            top: y.saturating_sub(dy),
            width: 5,
            height: 5,
        };
        let view = index.spot_view(area);
        let spots = index.spots_in(&view, window);
        let area = view.area();
        // Here a state between dates counts by its ends, as the map takes it.
        let there = |cell: [u32; 2]| -> (usize, BTreeSet<EventId>) {
            let mut met = (0, BTreeSet::new());
            for (id, event) in index.dataset().all_events() {
                let hull = event.hull();
                if hull.is_none_or(|(a, b)| a < window.end() && b > window.begin()) {
                    let places: BTreeSet<PlaceId> = event.places.iter().copied().collect();
                    let cells = places.into_iter().filter_map(spot);
                    let here = cells.filter(|there| *there == cell).count();
                    met.0 += here;
                    if here > 0 {
                        met.1.insert(id);
                    }
                }
            }
            met
        };
        let mut sum = 0;
        for at in 0..area.width * area.height {
            let side = (1 << level) - 1;
            let column = (area.left + at % area.width) & side;
            let row = area.top + at / area.width;
            let (count, events) = there([column, row]);
            prop_assert_eq!(spots.counts[at as usize] as usize, count);
            sum += count;
            let cell = Cell { level: level as u8, column, row };
            let found = index.cell(cell, window, 1_000);
            prop_assert_eq!(found.total, count);
            prop_assert_eq!(found.events.iter().copied().collect::<BTreeSet<_>>(), events);
            prop_assert_eq!(found.categories.iter().map(|(_, sum)| sum).sum::<usize>(), count);
        }
        prop_assert_eq!(spots.total, sum);
    }

    #[test]
    fn regions_are_counted_apart(index in index(), query in query()) {
        let window = query.window.unwrap_or_else(all_time);
        // The region of what is held, and that of each table.
        let regions = [4, 9, 14].map(PlaceId);
        let all = all(&index);
        for region in regions {
            let met = all.iter().filter(|event| {
                event.places.contains(&region)
                    && event.hull().is_none_or(|(a, b)| a < window.end() && b > window.begin())
            });
            let rough = index.rough().iter().find(|rough| rough.place == region);
            prop_assert_eq!(rough.map_or(0, |rough| rough.meeting(window)), met.count());
        }
        prop_assert!(index.rough().iter().all(|rough| regions.contains(&rough.place)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn an_index_that_was_kept_answers_as_it_did(
        events in prop::collection::vec(event(), 1..80),
        queries in prop::collection::vec(query(), 4),
        case in any::<u64>(),
    ) {
        let folder = std::env::temp_dir().join(format!("chronotope-kept-{case:x}"));
        std::fs::create_dir_all(&folder).unwrap();
        let rows = Arc::new(Kept { folder: Some(folder.clone()), ..Kept::of(events) });
        let table = Table { source: SourceId(0), rows };
        let dataset = Arc::new(Dataset { tables: vec![table], ..Dataset::default() });
        let made = Arc::new(EventIndex::new(Arc::clone(&dataset)));
        prop_assert!(!made.is_kept(), "nothing was kept yet");
        made.keep();
        let kept = Arc::new(EventIndex::new(Arc::clone(&dataset)));
        // Made part by part it is the same.
        std::fs::remove_file(folder.join("index")).unwrap();
        let aside = EventIndex::build_aside(&dataset, &crate::task::Task::new()).unwrap().unwrap();
        for kept in [kept, Arc::new(aside)] {
        prop_assert!(kept.is_kept());
        prop_assert_eq!(kept.categories(), made.categories());
        prop_assert_eq!(kept.extent(), made.extent());
        prop_assert_eq!(kept.undated(), made.undated());
        prop_assert_eq!(kept.unplaced(), made.unplaced());
        prop_assert_eq!(kept.rough(), made.rough());
        for query in &queries {
            let (a, b) = (query.run(&kept), query.run(&made));
            prop_assert_eq!((a.counts, a.placed), (b.counts, b.placed));
            prop_assert_eq!(listed(&kept, &kept.shown(query)), listed(&made, &made.shown(query)));
            let window = query.window.unwrap_or_else(all_time);
            prop_assert_eq!(kept.bounds(window), made.bounds(window));
        }
        for place in 0..dataset.place_count() {
            let place = PlaceId::from_index(place);
            prop_assert_eq!(kept.events_at(place), made.events_at(place));
        }
        }
        // Among other events its numbers would be others.
        let mut more = Dataset::clone(&dataset);
        more.places = places();
        prop_assert!(!EventIndex::new(Arc::new(more)).is_kept());
        // Damaged, it is made again.
        std::fs::write(folder.join("index"), b"CTSHELF").unwrap();
        prop_assert!(!EventIndex::new(Arc::clone(&dataset)).is_kept());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn more_categories_than_numbers_share_the_last() {
    let mut events = Vec::new();
    for at in 0..300 {
        let copies = if at < 10 { 3 } else { 1 };
        let category = format!("kind {at:03}");
        events.extend(vec![fixture::event("", &category, Some("2026-01-10"), &[0]); copies]);
    }
    let dataset = Dataset { places: places(), events, ..Dataset::default() };
    let index = Arc::new(EventIndex::new(Arc::new(dataset)));
    let names: Vec<&str> = index.categories().iter().map(|c| c.category.as_str()).collect();
    assert_eq!(names.len(), 255);
    assert_eq!((names[0], names[254]), ("kind 000", "46 other categories"));
    let matches = Query::default().run(&index);
    assert_eq!(matches.counts.shown, 320);
    assert_eq!(matches.placed.iter().sum::<usize>(), 320);
}

#[test]
fn bounds_hold_every_spot_in_the_window_closely() {
    let dataset = Dataset {
        places: vec![place(36.3, 33.5, 0.0), place(41.2, 37.0, 0.0), place(-100.0, 10.0, 0.0)],
        events: [(0, "2026-01-10"), (1, "2026-01-12"), (2, "2026-03-01")]
            .map(|(at, when)| fixture::event("", "attack", Some(when), &[at]))
            .to_vec(),
        ..Dataset::default()
    };
    let index = EventIndex::new(Arc::new(dataset));
    let january = "2026-01".parse::<TimeSpan>().unwrap().hull();
    let bounds = index.bounds(january).unwrap();
    assert!((bounds.west - 36.3).abs() < 0.1 && (bounds.east - 41.2).abs() < 0.1, "{bounds:?}");
    assert!((bounds.south - 33.5).abs() < 0.1 && (bounds.north - 37.0).abs() < 0.1);
    assert!(index.bounds(all_time()).unwrap().width_degrees() > 130.0);
    assert_eq!(index.bounds("2020".parse::<TimeSpan>().unwrap().hull()), None);
}
