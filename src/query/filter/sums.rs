use super::failing::Failing;
use super::traits::Traits;
use super::{DatePrecision, Facet, PlacePrecision};
use crate::model::{Certainty, EventId, Window};
use crate::query::{EventIndex, Query, all_time};
use crate::task::{Cancelled, Task};

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

/// Events between two looks at whether to stop.
const STRIDE: usize = 65_536;

impl FilterSums {
    /// Counts in a window. `index` is the one that nothing was filtered out of.
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
        let mut sums = Self {
            categories: vec![0; index.categories().len()],
            certainties: vec![0; Certainty::ALL.len()],
            places: vec![0; PlacePrecision::ALL.len()],
            dates: vec![0; DatePrecision::ALL.len()],
            sources: vec![0; traits.dataset.sources.len()],
            actors: vec![0; traits.actors.len()],
            ..Self::default()
        };
        let mut parties = vec![0; traits.actors.parties()];
        let query = Query { window: Some(window.unwrap_or_else(all_time)) };
        let shown = index.shown(&query);
        let dated = shown.iter().filter_map(|rank| index.order().id(rank));
        let tables = table_ranges(&traits.dataset);
        for (at, id) in dated.chain(index.undated().iter().copied()).enumerate() {
            if at % STRIDE == 0 {
                task.check()?;
            }
            sums.add(traits, failing.bits(id), id, &tables, &mut parties);
        }
        for (party, count) in parties.into_iter().enumerate() {
            for actor in traits.actors.members(party) {
                if let Some(sum) = sums.actors.get_mut(*actor as usize) {
                    *sum += count;
                }
            }
        }
        Ok(sums)
    }

    fn add(
        &mut self,
        traits: &Traits,
        bits: u8,
        id: EventId,
        tables: &[(usize, usize)],
        parties: &mut [usize],
    ) {
        if bits == 0 {
            self.passing += 1;
        }
        for (facet, (all, alone)) in Facet::ALL.iter().zip(&mut self.hidden) {
            *all += usize::from(bits & facet.bit() != 0);
            *alone += usize::from(bits == facet.bit());
        }
        // It counts at a value of a filter where nothing else hides it.
        let counts = |facet: Facet| bits & !facet.bit() == 0;
        if let Some([category, certainty, place, date]) = traits.codes.get(id.index()) {
            for (facet, code, sums) in [
                (Facet::Category, category, &mut self.categories),
                (Facet::Certainty, certainty, &mut self.certainties),
                (Facet::PlacePrecision, place, &mut self.places),
                (Facet::DatePrecision, date, &mut self.dates),
            ] {
                if counts(facet) {
                    bump(sums, usize::from(*code));
                }
            }
        }
        if counts(Facet::Actor) {
            let party = traits.actors.party_of(&traits.dataset, id);
            bump(parties, party);
        }
        if counts(Facet::Source) {
            match traits.dataset.events.get(id.index()) {
                Some(event) => {
                    for (nth, passage) in event.evidence.iter().enumerate() {
                        let before = event.evidence.iter().take(nth);
                        if !before.into_iter().any(|b| b.source == passage.source) {
                            bump(&mut self.sources, passage.source.index());
                        }
                    }
                }
                None => {
                    let table = tables.partition_point(|(end, _)| *end <= id.index());
                    if let Some((_, source)) = tables.get(table) {
                        bump(&mut self.sources, *source);
                    }
                }
            }
        }
    }
}

/// For each table, the number after that of its last event, and its source.
fn table_ranges(dataset: &crate::model::Dataset) -> Vec<(usize, usize)> {
    let mut end = dataset.events.len();
    let tables = dataset.tables.iter().map(|table| {
        end += table.events();
        (end, table.source.index())
    });
    tables.collect()
}

fn bump(sums: &mut [usize], at: usize) {
    if let Some(sum) = sums.get_mut(at) {
        *sum += 1;
    }
}
