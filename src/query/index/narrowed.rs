//! The index of some of a dataset's events: what every view draws once a filter has been set.

use super::{CategoryEntry, EventIndex, counted_of};
use crate::model::{EventId, EventKind, Second};
use crate::query::Traits;
use crate::query::rough::Rough;
use crate::store::{Mask, Store};
use crate::task::{Cancelled, Task};
use std::collections::HashMap;
use std::sync::Arc;

impl EventIndex {
    /// The index of the events that a mask keeps, by the numbers of their ids. Columns are shared with
    /// this one, so that it can be asked at once; [`Self::count_ahead`] makes it as quick as this.
    /// Categories keep their numbers and the extent is that of the whole, so that nothing jumps.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn narrowed(
        &self,
        traits: &Traits,
        kept: Arc<Mask>,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let keeps = |id: EventId| kept.has(id.0);
        let dated = subset(&self.dated, &self.dated_ids, &kept);
        task.check()?;
        let further = subset(&self.further, &self.further_ids, &kept);
        let nowhere = subset(&self.nowhere, self.nowhere_ids(), &kept);
        task.check()?;
        let order = self.order.narrowed(&kept);
        task.check()?;
        let gapped = self.gapped.iter().filter_map(|rank| {
            let at = self.order.position(*rank as usize)?;
            let left = self.order.id(*rank as usize).is_some_and(keeps);
            u32::try_from(order.rank_of(at)).ok().filter(|_| left)
        });
        let gapped = gapped.collect();
        let some = |ids: &[EventId]| -> Vec<EventId> {
            ids.iter().copied().filter(|id| keeps(*id)).collect()
        };
        let (undated, unplaced) = (some(&self.undated), some(&self.unplaced));
        task.check()?;
        let mut narrowed = Self {
            dataset: Arc::clone(&self.dataset),
            categories: Vec::new(),
            dated,
            dated_ids: Arc::clone(&self.dated_ids),
            further,
            further_ids: Arc::clone(&self.further_ids),
            nowhere,
            order,
            gapped,
            undated: undated.into(),
            unplaced: unplaced.into(),
            rough: Arc::default(),
            at_place: Arc::clone(&self.at_place),
            nowhere_ids: Arc::clone(&self.nowhere_ids),
            extent: self.extent,
            filtered: kept.len() - kept.count(),
            passing: Some(kept),
        };
        narrowed.rough = self.rough_again(&narrowed, traits).into();
        narrowed.categories = self.categories_again(&narrowed, traits);
        Ok(narrowed)
    }

    /// The events of [`Self::nowhere`] by their positions there: dated ones without a place, in the
    /// dataset's order.
    pub(in crate::query) fn nowhere_ids(&self) -> &[EventId] {
        self.nowhere_ids.get_or_init(|| {
            let dated = |id: &EventId| self.undated.binary_search(id).is_err();
            let mut ids: Vec<EventId> = self.unplaced.iter().copied().filter(dated).collect();
            ids.sort_unstable();
            ids
        })
    }

    fn rough_again(&self, narrowed: &Self, traits: &Traits) -> Vec<Rough> {
        let again = self.rough.iter().map(|rough| {
            let mut again = Rough::new(rough.place);
            for id in narrowed.events_at(rough.place).iter() {
                let one = counted_of(&self.dataset, id.index()..id.index() + 1).next();
                let hull = one.and_then(|counted| counted.hull);
                let (begin, end) = hull.unwrap_or((Second::LONG_AGO, Second::FAR_OFF));
                again.push(begin, end, traits.category(*id));
            }
            (rough.place, again)
        });
        let again: HashMap<_, _> = again.filter(|(_, rough)| !rough.is_empty()).collect();
        Rough::sorted(again)
    }

    fn categories_again(&self, narrowed: &Self, traits: &Traits) -> Vec<CategoryEntry> {
        let nothing = |entry: &CategoryEntry| CategoryEntry {
            category: entry.category.clone(),
            dated: 0,
            states: 0,
            placed: 0,
            undated_placed: 0,
        };
        let mut entries: Vec<CategoryEntry> = self.categories.iter().map(nothing).collect();
        let all = super::all_time();
        let (dated, nowhere) = (narrowed.dated.anywhere(all), narrowed.nowhere.anywhere(all));
        for (entry, (dated, nowhere)) in entries.iter_mut().zip(dated.iter().zip(&nowhere)) {
            entry.dated = usize::try_from(*dated).unwrap_or_default();
            entry.placed = usize::try_from(dated - nowhere).unwrap_or_default();
        }
        for id in narrowed.undated.iter() {
            let placed = counted_of(&self.dataset, id.index()..id.index() + 1)
                .any(|counted| counted.is_placed());
            if placed && let Some(entry) = entries.get_mut(usize::from(traits.category(*id))) {
                entry.undated_placed += 1;
                entry.placed += 1;
            }
        }
        // Rows of tables are no states.
        for (at, event) in self.dataset.events.iter().enumerate() {
            let id = EventId::from_index(at);
            let is_state = matches!(event.kind, EventKind::State(_)) && event.when.is_some();
            if is_state
                && narrowed.has(id)
                && let Some(entry) = entries.get_mut(usize::from(traits.category(id)))
            {
                entry.states += 1;
            }
        }
        entries
    }
}

/// The events of a store that a mask keeps by the numbers of their ids, which ascend.
fn subset(store: &Store, ids: &[EventId], kept: &Mask) -> Store {
    let all =
        ids.len() == kept.len() && ids.last().is_some_and(|last| last.index() + 1 == ids.len());
    if all {
        // Then an event's number is its position in the store.
        return store.subset(kept);
    }
    let has = |at: u32| ids.get(at as usize).is_some_and(|id| kept.has(id.0));
    store.subset(&Mask::of(ids.len(), has))
}
