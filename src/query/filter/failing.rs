use super::region::Prepared;
use super::traits::{PIECE, Traits};
use super::{DatePrecision, Facet, Filter, PlacePrecision, TextIndex};
use crate::model::{Certainty, Dataset, EventId, PlaceId};
use crate::query::index::counted_of;
use crate::query::{EventIndex, SPOT_M};
use crate::store::Mask;
use crate::system::parallel;
use crate::task::{Cancelled, Task};
use std::collections::HashSet;
use std::sync::Arc;

/// Which filters do not let an event pass, for every event of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failing {
    bits: Vec<u8>,
    kept: Arc<Mask>,
}

impl Failing {
    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bits.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    /// The filters that hide an event.
    pub fn of(&self, id: EventId) -> impl Iterator<Item = Facet> + use<> {
        let bits = self.bits(id);
        Facet::ALL.into_iter().filter(move |facet| bits & facet.bit() != 0)
    }

    /// Whether an event passes.
    #[must_use]
    pub fn passes(&self, id: EventId) -> bool {
        self.bits(id) == 0
    }

    pub(super) fn bits(&self, id: EventId) -> u8 {
        self.bits.get(id.index()).copied().unwrap_or_default()
    }

    /// The events that pass, by the numbers of their ids.
    #[must_use]
    pub fn kept(&self) -> &Arc<Mask> {
        &self.kept
    }

    /// The events that do not pass, in the dataset's order, from the `from`th event on.
    pub fn hidden(&self, from: usize) -> impl Iterator<Item = EventId> + '_ {
        let rest = self.bits.iter().enumerate().skip(from);
        rest.filter(|(_, bits)| **bits != 0).map(|(at, _)| EventId::from_index(at))
    }
}

/// A filter put into terms of codes.
struct Terms {
    /// For each of the four codes of an event that a filter asks for, the bit that it sets.
    hidden: [Option<[u8; 256]>; 4],
    /// Whether somebody of a party is wanted, by number; nothing where all are.
    actors: Option<Vec<bool>>,
    /// Whether a source is hidden, by number; nothing where none is.
    sources: Option<Vec<bool>>,
    /// Whether a place lies on wanted ground, by number; nothing where all do.
    places: Option<Vec<bool>>,
}

/// The facets of the four codes.
pub(super) const CODED: [Facet; 4] =
    [Facet::Category, Facet::Certainty, Facet::PlacePrecision, Facet::DatePrecision];

impl Filter {
    /// What the filter does to each event of a dataset. `text` holds which events have the words of
    /// [`Self::text`]; it is not asked where there are none.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn failing(
        &self,
        index: &EventIndex,
        traits: &Traits,
        text: &TextIndex,
        task: &Task,
    ) -> Result<Failing, Cancelled> {
        let terms = self.terms(index, traits, task)?;
        let dataset = traits.dataset.as_ref();
        let words = self.uses(Facet::Text).then(|| text.having());
        let mut bits = vec![0u8; traits.codes.len()];
        let mut kept = vec![0u64; bits.len().div_ceil(64)];
        let pieces = bits.chunks_mut(PIECE).zip(kept.chunks_mut(PIECE / 64)).enumerate().collect();
        parallel::map(pieces, |(at, (slots, kept)): (usize, (&mut [u8], &mut [u64]))| {
            if task.check().is_err() {
                return;
            }
            let from = at * PIECE;
            terms.by_code(traits, from, slots);
            if let Some(words) = words {
                for (slot, id) in slots.iter_mut().zip((0u32..).skip(from)) {
                    *slot |= if words.has(id) { 0 } else { Facet::Text.bit() };
                }
            }
            terms.by_actor(traits, from, slots);
            terms.by_source(dataset, from, slots);
            terms.by_place(dataset, from, slots);
            for (word, slots) in kept.iter_mut().zip(slots.chunks(64)) {
                *word = passing(slots);
            }
        });
        task.check()?;
        let kept = Arc::new(Mask::from_words(kept, bits.len()));
        Ok(Failing { bits, kept })
    }

    fn terms(&self, index: &EventIndex, traits: &Traits, task: &Task) -> Result<Terms, Cancelled> {
        let category = |code: usize| {
            let entry = index.categories().get(code);
            entry.is_some_and(|entry| self.categories.contains(&entry.category))
        };
        let certainty =
            |code| Certainty::ALL.get(code).is_some_and(|c| self.certainties.contains(c));
        let place = |code| PlacePrecision::ALL.get(code).is_some_and(|p| self.places.contains(p));
        let date = |code| DatePrecision::ALL.get(code).is_some_and(|p| self.dates.contains(p));
        let asks: [&dyn Fn(usize) -> bool; 4] = [&category, &certainty, &place, &date];
        let mut hidden = [None; 4];
        for ((hidden, hides), facet) in hidden.iter_mut().zip(asks).zip(CODED) {
            let bit = |code| if hides(code) { facet.bit() } else { 0 };
            *hidden = self.uses(facet).then(|| std::array::from_fn(bit));
        }
        let actors = self.uses(Facet::Actor).then(|| {
            let wanted = self.actors.iter().filter_map(|name| traits.actors.find(name));
            let wanted: HashSet<u32> = wanted.collect();
            let parties = (0..traits.actors.parties()).map(|party| traits.actors.members(party));
            parties.map(|party| party.iter().any(|actor| wanted.contains(actor))).collect()
        });
        let sources = self.uses(Facet::Source).then(|| {
            let sources = traits.dataset.sources.iter();
            sources.map(|source| self.sources.contains(&source.name)).collect()
        });
        let places = match self.uses(Facet::Region) {
            true => Some(self.on_ground(&traits.dataset, task)?),
            false => None,
        };
        Ok(Terms { hidden, actors, sources, places })
    }

    /// Whether each place lies on wanted ground. A place that is a spot does with its point; one known
    /// less well only where all the ground that it may be on is wanted.
    fn on_ground(&self, dataset: &Dataset, task: &Task) -> Result<Vec<bool>, Cancelled> {
        let regions: Vec<Prepared> = self.regions.iter().map(super::Region::prepared).collect();
        let mut on = vec![false; dataset.place_count()];
        let pieces = on.chunks_mut(PIECE).enumerate().collect();
        parallel::map(pieces, |(at, slots): (usize, &mut [bool])| {
            if task.check().is_err() {
                return;
            }
            for (slot, place) in slots.iter_mut().zip(at * PIECE..) {
                let Some((at, radius_m)) = dataset.spot(PlaceId::from_index(place)) else {
                    continue;
                };
                *slot = regions.iter().any(|region| match radius_m <= SPOT_M {
                    true => region.contains(at),
                    false => region.contains_circle(at, radius_m),
                });
            }
        });
        task.check()?;
        Ok(on)
    }
}

/// A bit for each of up to 64 events that nothing hides, the first's lowest.
fn passing(slots: &[u8]) -> u64 {
    /// The highest bit of each byte.
    const HIGH: u64 = 0x8080_8080_8080_8080;
    /// Multiplied by this, the lowest bits of eight bytes meet in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, rest) = slots.as_chunks::<8>();
    let mut word = 0;
    for (eight, at) in eights.iter().zip((0..).step_by(8)) {
        let bytes = u64::from_le_bytes(*eight);
        let hidden = (((bytes & !HIGH) + !HIGH) | bytes) & HIGH;
        word |= ((!hidden & HIGH) >> 7).wrapping_mul(GATHER) >> 56 << at;
    }
    for (slot, at) in rest.iter().zip(eights.len() * 8..) {
        word |= u64::from(*slot == 0) << at;
    }
    word
}

impl Terms {
    fn by_code(&self, traits: &Traits, from: usize, slots: &mut [u8]) {
        let codes = traits.codes.get(from..from + slots.len()).unwrap_or_default();
        for (at, hidden) in self.hidden.iter().enumerate() {
            let Some(hidden) = hidden else { continue };
            for (slot, codes) in slots.iter_mut().zip(codes) {
                let code = codes.get(at).copied().unwrap_or_default();
                *slot |= hidden.get(usize::from(code)).copied().unwrap_or_default();
            }
        }
    }

    fn by_actor(&self, traits: &Traits, from: usize, slots: &mut [u8]) {
        let Some(wanted) = &self.actors else { return };
        let ids = from..from + slots.len();
        let mut slots = slots.iter_mut();
        traits.actors.each_party(&traits.dataset, ids, |party| {
            if let Some(slot) = slots.next()
                && wanted.get(party) != Some(&true)
            {
                *slot |= Facet::Actor.bit();
            }
        });
    }

    /// Sets the bit of events all of whose sources are hidden.
    fn by_source(&self, dataset: &Dataset, from: usize, slots: &mut [u8]) {
        let Some(hidden) = &self.sources else { return };
        let is_hidden = |source: usize| hidden.get(source) == Some(&true);
        let held = dataset.events.iter().skip(from);
        for (slot, event) in slots.iter_mut().zip(held) {
            if event.evidence.iter().all(|passage| is_hidden(passage.source.index())) {
                *slot |= Facet::Source.bit();
            }
        }
        let mut first = dataset.events.len();
        for table in &dataset.tables {
            let rows = first..first + table.events();
            first = rows.end;
            if is_hidden(table.source.index()) {
                let begin = rows.start.saturating_sub(from).min(slots.len());
                let end = rows.end.saturating_sub(from).min(slots.len());
                let slots = slots.get_mut(begin..end).unwrap_or_default();
                slots.iter_mut().for_each(|slot| *slot |= Facet::Source.bit());
            }
        }
    }

    fn by_place(&self, dataset: &Dataset, from: usize, slots: &mut [u8]) {
        let Some(on) = &self.places else { return };
        let rows = from..from + slots.len();
        for (slot, counted) in slots.iter_mut().zip(counted_of(dataset, rows)) {
            if !counted.places().any(|place| on.get(place.index()) == Some(&true)) {
                *slot |= Facet::Region.bit();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_are_set_for_what_nothing_hides(
            slots in prop::collection::vec(prop_oneof![Just(0u8), any::<u8>()], 0..=64),
        ) {
            let word = passing(&slots);
            for at in 0..64 {
                prop_assert_eq!(word >> at & 1 == 1, slots.get(at) == Some(&0));
            }
        }
    }
}
