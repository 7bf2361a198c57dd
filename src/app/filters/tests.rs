//! Every view obeys the same query: the line of counts, the table, the timeline, the map and the lists
//! name the same events, whatever is filtered and wherever the window stands.

use crate::app::table::{Column, Sort, TableRows};
use crate::app::{Action, Filters, State};
use crate::model::{EventId, PlaceId};
use crate::query::{EventIndex, Filter, Standing, arbitrary};
use crate::scene::timeline::{Entries, Grouping};
use crate::task::Task;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

fn set(ids: impl IntoIterator<Item = EventId>) -> BTreeSet<EventId> {
    ids.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_view_obeys_the_same_query(
        index in arbitrary::index(), filter in arbitrary::filter(), query in arbitrary::query(),
        by in proptest::sample::select(Column::ALL.to_vec()), descending in any::<bool>(),
    ) {
        let mut state = State::new((**index.dataset()).clone());
        if let Some(window) = query.window {
            state.apply(Action::SetWindow(window));
        }
        state.apply(Action::SetFilter(Box::new(filter.clone())));
        prop_assert!(state.filters().is_settled());
        let (matches, dataset) = (state.matches(), state.dataset());
        let (index, query) = (matches.index(), matches.query());
        let standing = |wanted: fn(Standing) -> bool| {
            set(dataset.all_events().map(|(id, _)| id).filter(|id| wanted(matches.of(*id))))
        };
        let shown = standing(|s| matches!(s, Standing::Shown { .. }));
        let outside = standing(|s| s == Standing::Outside);
        let undated = standing(|s| s == Standing::Undated);
        let filtered = standing(|s| s == Standing::Filtered);
        // The line of counts.
        let c = matches.counts;
        prop_assert_eq!(
            [c.shown, c.outside, c.undated, c.filtered],
            [shown.len(), outside.len(), undated.len(), filtered.len()]
        );
        // What is hidden names what hides it, and nothing else does.
        for (id, _) in dataset.all_events() {
            let hiding = state.filters().hiding(id);
            prop_assert_eq!(!hiding.is_empty(), filtered.contains(&id));
            prop_assert!(hiding.iter().all(|facet| filter.uses(*facet)));
        }
        // The table, in whatever order.
        let rows = TableRows::sorted(index, query, Sort { by, descending }, &Task::new()).unwrap();
        let listed: Vec<EventId> = (0..rows.len()).filter_map(|row| rows.get(row)).collect();
        prop_assert_eq!(listed.len(), shown.len() + undated.len());
        prop_assert_eq!(set(listed), shown.union(&undated).copied().collect::<BTreeSet<_>>());
        // The lists.
        let list = |ranks: crate::query::Ranks| set(ranks.iter().filter_map(|r| index.order().id(r)));
        prop_assert_eq!(list(index.shown(query)), shown.clone());
        prop_assert_eq!(list(index.outside(query)), outside.clone());
        prop_assert_eq!(set(index.undated().iter().copied()), undated.clone());
        // The timeline has all that filters leave, whatever the window.
        let entries = Entries::new(index, Grouping::default());
        prop_assert_eq!(entries.len(), shown.len() + outside.len() + undated.len());
        // The map: what stands at places, and the legend's sums.
        let placed = (0..dataset.place_count()).map(PlaceId::from_index);
        let at_places = set(placed.flat_map(|place| index.events_at(place).into_owned()));
        prop_assert!(at_places.is_disjoint(&filtered));
        let on_map: usize = matches.placed.iter().sum();
        let met = at_places.iter().filter(|id| matches.of(**id) != Standing::Outside).count();
        prop_assert_eq!(on_map, met);
        // Taking the filters away brings everything back.
        let all = dataset.event_count();
        state.apply(Action::SetFilter(Box::default()));
        let c = state.matches().counts;
        prop_assert_eq!((c.shown + c.outside + c.undated, c.filtered), (all, 0));
    }
}

#[test]
fn what_was_worked_out_for_filters_that_changed_meanwhile_is_not_taken() {
    let dataset = Arc::new(crate::app::embedded().unwrap());
    let whole = Arc::new(EventIndex::new(dataset));
    let window = whole.extent().unwrap();
    let with = |text: &str| Filter { text: text.to_owned(), ..Filter::default() };
    let mut filters = Filters::default();
    filters.set(with("qamishli"));
    let early = filters.due(&whole, window).unwrap().make(&Task::new()).unwrap();
    filters.set(with("putin"));
    assert!(!filters.take(early));
    assert_eq!(filters.index(&whole).filtered(), 0, "nothing is hidden by what is not asked");
    let late = filters.due(&whole, window).unwrap().make(&Task::new()).unwrap();
    assert!(filters.take(late) && filters.is_settled());
    assert!(filters.index(&whole).filtered() > 0);
    // What is left is in view; then it is made quick to count, and the open panel gets its counts.
    filters.show(true);
    assert!(!filters.index(&whole).is_counted_ahead() && filters.sums().is_none());
    let then = filters.due(&whole, window).unwrap().make(&Task::new()).unwrap();
    assert!(filters.take(then) && filters.index(&whole).is_counted_ahead());
    let passing = filters.sums().map(|sums| sums.passing);
    assert_eq!(
        passing,
        Some(whole.order().len() + whole.undated().len() - filters.index(&whole).filtered())
    );
    assert!(filters.due(&whole, window).is_none());
    // Other data: what was worked out is of no use.
    filters.restart();
    assert!(filters.due(&whole, window).is_some());
}
