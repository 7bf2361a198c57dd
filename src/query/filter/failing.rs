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

/// Which filters do not let an event pass, for every event of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failing {
    bits: Vec<u8>,
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
    pub fn kept(&self) -> Mask {
        Mask::of(self.bits.len(), |at| self.bits.get(at as usize) == Some(&0))
    }

    /// The events that do not pass, in the dataset's order, from the `from`th event on.
    pub fn hidden(&self, from: usize) -> impl Iterator<Item = EventId> + '_ {
        let rest = self.bits.iter().enumerate().skip(from);
        rest.filter(|(_, bits)| **bits != 0).map(|(at, _)| EventId::from_index(at))
    }
}

/// A filter put into terms of codes.
struct Terms {
    /// For each of the four codes of an event, whether it is hidden.
    hidden: [[bool; 256]; 4],
    /// Whether somebody of a party is wanted, by number; nothing where all are.
    actors: Option<Vec<bool>>,
    /// Whether a source is hidden, by number; nothing where none is.
    sources: Option<Vec<bool>>,
    /// Whether a place lies on wanted ground, by number; nothing where all do.
    places: Option<Vec<bool>>,
}

/// The facets of the four codes.
const CODED: [Facet; 4] =
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
        let pieces = bits.chunks_mut(PIECE).enumerate().collect();
        parallel::map(pieces, |(at, slots): (usize, &mut [u8])| {
            if task.check().is_err() {
                return;
            }
            let from = at * PIECE;
            for ((at, slot), codes) in
                slots.iter_mut().enumerate().zip(traits.codes.iter().skip(from))
            {
                let id = EventId::from_index(from + at);
                *slot = terms.coded(*codes);
                if words.is_some_and(|words| !words.has(id.0)) {
                    *slot |= Facet::Text.bit();
                }
            }
            terms.by_actor(traits, from, slots);
            terms.by_source(dataset, from, slots);
            terms.by_place(dataset, from, slots);
        });
        task.check()?;
        Ok(Failing { bits })
    }

    fn terms(&self, index: &EventIndex, traits: &Traits, task: &Task) -> Result<Terms, Cancelled> {
        let mut hidden = [[false; 256]; 4];
        let [categories, certainties, places, dates] = &mut hidden;
        for (slot, entry) in categories.iter_mut().zip(index.categories()) {
            *slot = self.categories.contains(&entry.category);
        }
        for (certainty, slot) in Certainty::ALL.into_iter().zip(0..) {
            debug_assert_eq!(certainty as usize, slot);
            hide(certainties, certainty as u8, self.certainties.contains(&certainty));
        }
        PlacePrecision::ALL.iter().for_each(|p| hide(places, *p as u8, self.places.contains(p)));
        DatePrecision::ALL.iter().for_each(|p| hide(dates, *p as u8, self.dates.contains(p)));
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

fn hide(codes: &mut [bool; 256], code: u8, hidden: bool) {
    if let Some(slot) = codes.get_mut(usize::from(code)) {
        *slot = hidden;
    }
}

impl Terms {
    #[inline]
    fn coded(&self, codes: [u8; 4]) -> u8 {
        let mut bits = 0;
        for ((hidden, code), facet) in self.hidden.iter().zip(codes).zip(CODED) {
            if hidden.get(usize::from(code)) == Some(&true) {
                bits |= facet.bit();
            }
        }
        bits
    }

    fn by_actor(&self, traits: &Traits, from: usize, slots: &mut [u8]) {
        let Some(wanted) = &self.actors else { return };
        let ids = from..from + slots.len();
        for (slot, party) in slots.iter_mut().zip(traits.actors.parties_of(&traits.dataset, ids)) {
            if wanted.get(party) != Some(&true) {
                *slot |= Facet::Actor.bit();
            }
        }
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
