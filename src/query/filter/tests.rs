//! What a filter leaves, beside asking every event; and the narrowed index beside one that was made
//! afresh of the events that are left.

use super::*;
use crate::model::{Category, Dataset, Event, EventId, LonLat, PlaceId, SourceId, Table};
use crate::projection::World;
use crate::query::arbitrary::{self, Kept};
use crate::query::{Area, EventIndex, Matches, Query, SPOT_M, Standing, all_time};
use crate::task::Task;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What hides an event, asked in the plainest way.
fn hides(filter: &Filter, facet: Facet, dataset: &Dataset, event: &Event) -> bool {
    let places = || event.places.iter().filter_map(|place| dataset.place(*place));
    let sources: Vec<SourceId> = match event.evidence.as_slice() {
        [] => vec![SourceId(3)],
        evidence => evidence.iter().map(|passage| passage.source).collect(),
    };
    filter.uses(facet)
        && match facet {
            Facet::Category => filter.categories.contains(&event.category),
            Facet::Certainty => filter.certainties.contains(&event.certainty),
            Facet::Actor => !event.actors.iter().any(|actor| filter.actors.contains(actor)),
            Facet::Source => {
                sources.iter().all(|id| filter.sources.contains(&dataset.source(*id).unwrap().name))
            }
            Facet::PlacePrecision => {
                let best = places().map(|place| PlacePrecision::of_radius(place.radius_m)).min();
                filter.places.contains(&best.unwrap_or(PlacePrecision::Unplaced))
            }
            Facet::DatePrecision => {
                let precision = event.when.as_ref().map(crate::model::TimeSpan::precision);
                filter.dates.contains(&DatePrecision::of(precision))
            }
            Facet::Region => !places().any(|place| {
                let sure = place.radius_m <= SPOT_M;
                sure && filter.regions.iter().any(|region| region.contains(place.position))
            }),
            Facet::Text => {
                let key = crate::gazetteer::fold(&filter.text);
                let quoted = event.evidence.iter().filter_map(|p| dataset.quote(p));
                let names = places().flat_map(|place| {
                    let others = place.names.iter().map(|name| name.text.clone());
                    others.chain([place.name.clone()]).collect::<Vec<_>>()
                });
                let all = quoted.map(|quote| quote.into_owned()).chain(names);
                let all = all.chain(event.actors.iter().cloned()).chain([event.title.clone()]);
                !all.into_iter().any(|text| crate::gazetteer::fold(&text).contains(&key))
            }
        }
}

struct Filtered {
    failing: Failing,
    traits: Traits,
    narrowed: Arc<EventIndex>,
}

fn filtered(index: &EventIndex, filter: &Filter) -> Filtered {
    let task = Task::new();
    let traits = Traits::build(index, &task).unwrap();
    let text = TextIndex::build(index.dataset(), &filter.text, &task).unwrap();
    let failing = filter.failing(index, &traits, &text, &task).unwrap();
    let narrowed = index.narrowed(&traits, Arc::clone(failing.kept()), &task).unwrap();
    Filtered { failing, traits, narrowed: Arc::new(narrowed) }
}

/// A dataset of the events that are left, and for each of them which it was.
fn left(dataset: &Dataset, failing: &Failing) -> (Dataset, Vec<EventId>) {
    let mut ids = Vec::new();
    let mut keep = |at: usize| {
        let id = EventId::from_index(at);
        failing.passes(id).then(|| ids.push(id)).is_some()
    };
    let events = dataset.events.iter().enumerate();
    let events = events.filter(|(at, _)| keep(*at)).map(|(_, event)| event.clone()).collect();
    let mut first = dataset.events.len();
    let mut tables = Vec::new();
    for table in &dataset.tables {
        let rows = (0..table.events()).filter(|row| keep(first + row));
        let rows = rows.map(|row| table.rows.event(row).unwrap()).collect();
        tables.push(Table { source: table.source, rows: Kept::rows(rows) });
        first += table.events();
    }
    (Dataset { events, tables, ..dataset.clone() }, ids)
}

fn shown(matches: &Matches) -> BTreeSet<EventId> {
    let index = matches.index();
    index.shown(matches.query()).iter().filter_map(|rank| index.order().id(rank)).collect()
}

proptest! {
    #[test]
    fn a_filter_hides_what_each_event_says(index in arbitrary::index(), filter in arbitrary::filter()) {
        let dataset = index.dataset();
        let Filtered { failing, .. } = filtered(&index, &filter);
        for (id, event) in dataset.all_events() {
            let hiding: Vec<Facet> = failing.of(id).collect();
            let plainly = Facet::ALL.into_iter().filter(|f| hides(&filter, *f, dataset, &event));
            prop_assert_eq!(hiding, plainly.collect::<Vec<_>>(), "{:?}", event);
        }
        prop_assert_eq!(failing.hidden(0).count() + failing.kept().count(), dataset.event_count());
    }

    #[test]
    fn every_view_of_a_narrowed_index_is_that_of_the_events_left(
        index in arbitrary::index(), filter in arbitrary::filter(), query in arbitrary::query(), level in 3u32..16,
    ) {
        let Filtered { failing, narrowed, .. } = filtered(&index, &filter);
        let (dataset, ids) = left(index.dataset(), &failing);
        let afresh = Arc::new(EventIndex::new(Arc::new(dataset)));
        let was = |id: &EventId| ids[id.index()];
        let (matches, expected) = (query.run(&narrowed), query.run(&afresh));
        // The line of counts and the lists.
        let filtered = index.dataset().event_count() - ids.len();
        prop_assert_eq!(matches.counts, crate::query::Counts { filtered, ..expected.counts });
        for (id, event) in index.dataset().all_events() {
            let standing = match failing.passes(id) {
                true => query.standing(&event),
                false => Standing::Filtered,
            };
            prop_assert_eq!(matches.of(id), standing);
        }
        let again: BTreeSet<EventId> = shown(&expected).iter().map(was).collect();
        prop_assert_eq!(shown(&matches), again);
        prop_assert_eq!(narrowed.undated(), afresh.undated().iter().map(was).collect::<Vec<_>>());
        let unplaced = |index: &EventIndex| index.unplaced().iter().copied().collect::<BTreeSet<_>>();
        let again: BTreeSet<EventId> = unplaced(&afresh).iter().map(was).collect();
        prop_assert_eq!(unplaced(&narrowed), again);
        // The legend.
        for (entry, placed) in narrowed.categories().iter().zip(&matches.placed) {
            let there = afresh.categories().iter().position(|e| e.category == entry.category);
            let Some(there) = there else {
                prop_assert_eq!((entry.dated, entry.placed, *placed), (0, 0, 0));
                continue;
            };
            prop_assert_eq!(entry, &afresh.categories()[there]);
            prop_assert_eq!(*placed, expected.placed[there]);
        }
        // The map.
        let window = query.window.unwrap_or_else(all_time);
        let at = World::from_lonlat(LonLat::clamped(36.3, 33.5));
        let side = f64::from(level).exp2();
        let area = Area {
            level,
            left: ((at.x * side) as u32).saturating_sub(2),
            top: ((at.y * side) as u32).saturating_sub(2),
            width: 5,
            height: 5,
        };
        for area in [area, Area { level: 4, left: 0, top: 0, width: 16, height: 16 }] {
            let (here, there) = (narrowed.spot_view(area), afresh.spot_view(area));
            prop_assert_eq!(narrowed.spots_in(&here, window), afresh.spots_in(&there, window));
            let again: Vec<EventId> = afresh.events_in(area).iter().map(was).collect();
            prop_assert_eq!(narrowed.events_in(area), again);
        }
        prop_assert_eq!(narrowed.bounds(window).is_some(), afresh.bounds(window).is_some());
        for place in (0..index.dataset().place_count()).map(PlaceId::from_index) {
            let here = narrowed.events_at(place).to_vec();
            // Places of tables are numbered on after those before, which are the same in both.
            let again: Vec<EventId> = afresh.events_at(place).iter().map(was).collect();
            prop_assert_eq!(here, again);
        }
        let rough = |index: &EventIndex| {
            let mut all: Vec<_> = index.rough().iter().map(|r| (r.place, r.meeting(window))).collect();
            all.sort_unstable();
            all
        };
        prop_assert_eq!(rough(&narrowed), rough(&afresh));
        // The timeline.
        let all = Query { window: None };
        let left: BTreeSet<EventId> = shown(&all.run(&narrowed));
        prop_assert_eq!(left.len(), narrowed.order().len());
    }

    #[test]
    fn sums_follow_the_other_filters_and_the_window(
        index in arbitrary::index(), filter in arbitrary::filter(), query in arbitrary::query(),
    ) {
        let dataset = index.dataset();
        let Filtered { failing, traits, .. } = filtered(&index, &filter);
        let sums = FilterSums::count(&index, &traits, &failing, query.window, &Task::new()).unwrap();
        let query = Query { window: Some(query.window.unwrap_or_else(all_time)) };
        let counted: Vec<(EventId, Event)> = dataset
            .all_events()
            .filter(|(_, event)| query.standing(event) != Standing::Outside)
            .map(|(id, event)| (id, event.into_owned()))
            .collect();
        let passes = |event: &Event, but: Option<Facet>| {
            let others = Facet::ALL.into_iter().filter(|facet| Some(*facet) != but);
            !others.into_iter().any(|facet| hides(&filter, facet, dataset, event))
        };
        let passing = counted.iter().filter(|(_, event)| passes(event, None)).count();
        prop_assert_eq!(sums.passing, passing);
        for (entry, sum) in index.categories().iter().zip(&sums.categories) {
            let there = counted.iter().filter(|(_, event)| {
                event.category == entry.category && passes(event, Some(Facet::Category))
            });
            prop_assert_eq!(*sum, there.count());
        }
        for (name, sum) in traits.actors().names().iter().zip(&sums.actors) {
            let there = counted.iter().filter(|(_, event)| {
                event.actors.contains(name) && passes(event, Some(Facet::Actor))
            });
            prop_assert_eq!(*sum, there.count());
        }
        for (facet, (all, alone)) in Facet::ALL.into_iter().zip(sums.hidden) {
            let hidden = counted.iter().filter(|(_, e)| hides(&filter, facet, dataset, e));
            prop_assert_eq!(all, hidden.count());
            let only = counted.iter().filter(|(_, event)| {
                hides(&filter, facet, dataset, event) && passes(event, Some(facet))
            });
            prop_assert_eq!(alone, only.count());
        }
    }
}

#[test]
fn a_lasso_that_crosses_the_antimeridian_holds_both_sides() {
    let ring = [(178.0, 1.0), (-178.0, 1.0), (-178.0, -1.0), (178.0, -1.0)];
    let region = Region::Polygon(ring.map(|(lon, lat)| LonLat::clamped(lon, lat)).to_vec());
    for lon in [178.5, 180.0, -179.0] {
        assert!(region.contains(LonLat::clamped(lon, 0.0)), "{lon}");
    }
    assert!(!region.contains(LonLat::clamped(0.0, 0.0)));
    assert!(!region.contains(LonLat::clamped(177.0, 0.0)));
    assert!(!Region::Polygon(Vec::new()).contains(LonLat::clamped(0.0, 0.0)));
}

#[test]
fn a_filter_can_be_saved_and_read_again() {
    let filter = Filter {
        categories: [Category::new("battle")].into(),
        dates: [DatePrecision::Undated].into(),
        regions: vec![Region::Circle { center: LonLat::clamped(41.2, 37.0), radius_m: 5_000.0 }],
        text: "mill".to_owned(),
        ..Filter::default()
    };
    let saved = serde_json::to_string(&filter).unwrap();
    assert_eq!(serde_json::from_str::<Filter>(&saved).unwrap(), filter);
    assert_eq!(serde_json::from_str::<Filter>("{}").unwrap(), Filter::default());
}
