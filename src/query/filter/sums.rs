use super::failing::{CODED, Failing};
use super::traits::{PIECE, Traits};
use super::{DatePrecision, Facet, PlacePrecision};
use crate::model::{Certainty, Event, EventId, Window};
use crate::query::index::{What, counted_of};
use crate::query::{EventIndex, Query, Standing, all_time};
use crate::system::parallel;
use crate::task::{Cancelled, Task};
use std::collections::HashSet;

/// How many events there are of each value of each filter, among those that the other filters and
/// the window leave; undated events are in every window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterSums {
    /// By category, as [`EventIndex::categories`] numbers them.
    pub categories: Vec<usize>,
    /// In the order of [`Certainty::ALL`].
    pub certainties: Vec<usize>,
    /// In the order of [`PlacePrecision::ALL`].
    pub places: Vec<usize>,
    /// In the order of [`DatePrecision::ALL`].
    pub dates: Vec<usize>,
    /// By source, as the dataset numbers them; an event of several sources counts at each.
    pub sources: Vec<usize>,
    /// By actor, as [`super::Actors`] numbers them; an event of several actors counts at each.
    pub actors: Vec<usize>,
    /// Events that pass all filters.
    pub passing: usize,
    /// Events that some filter hides, in the order of [`Facet::ALL`]: by each filter, and of these,
    /// how many it alone hides.
    pub hidden: [(usize, usize); 8],
}

/// What one thread has counted.
struct Tally {
    /// By category, certainty, precision of place and of date.
    codes: [[usize; 256]; 4],
    sources: Vec<usize>,
    parties: Vec<usize>,
    /// By the filters that hide an event.
    bits: [usize; 256],
}

impl FilterSums {
    /// Counts in a window, on all cores. `index` is the one that nothing was filtered out of.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn count(
        index: &EventIndex,
        traits: &Traits,
        failing: &Failing,
        window: Option<Window>,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let window = window.unwrap_or_else(all_time);
        let counting = Counting { traits, failing, window, gapped: gapped(index, window) };
        let begin = || Tally {
            codes: [[0; 256]; 4],
            sources: vec![0; traits.dataset.sources.len()],
            parties: vec![0; traits.actors.parties()],
            bits: [0; 256],
        };
        let pieces = (0..traits.len()).step_by(PIECE).collect();
        let (_, tallies) = parallel::map_with(pieces, begin, |tally, from: usize| {
            if task.check().is_ok() {
                counting.add(tally, from..traits.len().min(from + PIECE));
            }
        });
        task.check()?;
        let mut all = begin();
        tallies.iter().for_each(|tally| all.add(tally));
        Ok(all.sums(index, traits))
    }
}

/// Dated events that a window misses although it lies between their ends.
fn gapped(index: &EventIndex, window: Window) -> HashSet<EventId> {
    if index.gapped.is_empty() {
        return HashSet::new();
    }
    let query = Query { window: Some(window) };
    let ids = index.gapped.iter().filter_map(|rank| index.order().id(*rank as usize));
    let missed = ids.filter(|id| {
        let event = index.dataset.event(*id);
        event.is_some_and(|event| query.standing(&event) == Standing::Outside)
    });
    missed.collect()
}

struct Counting<'a> {
    traits: &'a Traits,
    failing: &'a Failing,
    window: Window,
    gapped: HashSet<EventId>,
}

impl Counting<'_> {
    fn add(&self, tally: &mut Tally, ids: std::ops::Range<usize>) {
        let (dataset, window) = (&self.traits.dataset, self.window);
        let mut parties = Vec::with_capacity(ids.len());
        self.traits.actors.each_party(dataset, ids.clone(), |party| parties.push(party));
        for counted in counted_of(dataset, ids.clone()) {
            let shown = counted.hull.is_none_or(|(begin, end)| {
                begin < window.end() && (begin >= window.begin() || end > window.begin())
            });
            if !shown || self.gapped.contains(&counted.id) {
                continue;
            }
            let bits = self.failing.bits(counted.id);
            if let Some(sum) = tally.bits.get_mut(usize::from(bits)) {
                *sum += 1;
            }
            // It counts at a value of a filter where nothing else hides it.
            if bits & bits.wrapping_sub(1) != 0 {
                continue;
            }
            let counts = |facet: Facet| bits & !facet.bit() == 0;
            let codes = self.traits.codes.get(counted.id.index()).copied().unwrap_or_default();
            for ((facet, code), sums) in CODED.into_iter().zip(codes).zip(&mut tally.codes) {
                if counts(facet) {
                    bump(sums, usize::from(code));
                }
            }
            if counts(Facet::Actor) {
                let party = parties.get(counted.id.index() - ids.start);
                bump(&mut tally.parties, party.copied().unwrap_or_default());
            }
            if counts(Facet::Source) {
                match counted.what {
                    What::Event(event) => add_sources(event, &mut tally.sources),
                    What::Row { table, .. } => {
                        let table = dataset.tables.get(table);
                        table.into_iter().for_each(|t| bump(&mut tally.sources, t.source.index()));
                    }
                }
            }
        }
    }
}

/// Counts an event at each of its sources.
fn add_sources(event: &Event, sums: &mut [usize]) {
    for (nth, passage) in event.evidence.iter().enumerate() {
        let before = event.evidence.iter().take(nth);
        if !before.into_iter().any(|before| before.source == passage.source) {
            bump(sums, passage.source.index());
        }
    }
}

impl Tally {
    fn add(&mut self, more: &Self) {
        let sums = self.codes.iter_mut().flatten().chain(&mut self.bits);
        let counts = more.codes.iter().flatten().chain(&more.bits);
        sums.zip(counts).for_each(|(sum, count)| *sum += count);
        let sums = self.sources.iter_mut().chain(&mut self.parties);
        sums.zip(more.sources.iter().chain(&more.parties)).for_each(|(sum, count)| *sum += count);
    }

    fn sums(self, index: &EventIndex, traits: &Traits) -> FilterSums {
        let first = |sums: &[usize; 256], count: usize| sums.iter().copied().take(count).collect();
        let [categories, certainties, places, dates] = &self.codes;
        let mut sums = FilterSums {
            categories: first(categories, index.categories().len()),
            certainties: first(certainties, Certainty::ALL.len()),
            places: first(places, PlacePrecision::ALL.len()),
            dates: first(dates, DatePrecision::ALL.len()),
            sources: self.sources,
            actors: vec![0; traits.actors.len()],
            passing: self.bits.first().copied().unwrap_or_default(),
            hidden: Default::default(),
        };
        for (bits, count) in (0..=u8::MAX).zip(self.bits) {
            for (facet, (all, alone)) in Facet::ALL.iter().zip(&mut sums.hidden) {
                *all += if bits & facet.bit() != 0 { count } else { 0 };
                *alone += if bits == facet.bit() { count } else { 0 };
            }
        }
        for (party, count) in self.parties.into_iter().enumerate() {
            for actor in traits.actors.members(party) {
                if let Some(sum) = sums.actors.get_mut(*actor as usize) {
                    *sum += count;
                }
            }
        }
        sums
    }
}

fn bump(sums: &mut [usize], at: usize) {
    if let Some(sum) = sums.get_mut(at) {
        *sum += 1;
    }
}
