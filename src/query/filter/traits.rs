use super::actors::Actors;
use super::precision::{DatePrecision, PlacePrecision};
use crate::model::{Certainty, Dataset, Event, EventId, PlaceId, TimeSpan};
use crate::query::EventIndex;
use crate::query::index::{Counted, What, counted_of};
use crate::system::parallel;
use crate::task::{Cancelled, Task};
use std::sync::Arc;

/// What filters ask of each event of a dataset, four bytes each; worked out once.
#[derive(Debug)]
pub struct Traits {
    pub(super) dataset: Arc<Dataset>,
    /// Of each event: category, certainty, place precision, date precision.
    pub(super) codes: Vec<[u8; 4]>,
    pub(super) actors: Actors,
}

/// Events that a thread looks at in one go.
pub(super) const PIECE: usize = 1 << 15;

impl Traits {
    /// The traits of all events of an index that nothing was filtered out of.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn build(index: &EventIndex, task: &Task) -> Result<Self, Cancelled> {
        let dataset = Arc::clone(index.dataset());
        let count = dataset.event_count();
        let places = precisions(&dataset);
        let code_of = index.category_codes();
        let mut codes = vec![[0u8; 4]; count];
        let pieces = codes.chunks_mut(PIECE).enumerate().collect();
        parallel::map(pieces, |(at, slots): (usize, &mut [[u8; 4]])| {
            if task.check().is_err() {
                return;
            }
            let from = at * PIECE;
            for (slot, counted) in slots.iter_mut().zip(counted_of(&dataset, from..from + PIECE)) {
                let [certainty, date] = told(&dataset, &counted);
                *slot = [code_of.code(&counted), certainty, place(&counted, &places) as u8, date];
            }
        });
        task.check()?;
        let actors = Actors::of(&dataset, task)?;
        Ok(Self { dataset, codes, actors })
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Who takes part.
    #[must_use]
    pub fn actors(&self) -> &Actors {
        &self.actors
    }

    /// The number of an event's category, as [`EventIndex::categories`] numbers them.
    pub(in crate::query) fn category(&self, id: EventId) -> u8 {
        self.codes.get(id.index()).map_or(0, |[category, ..]| *category)
    }
}

/// The precision of each place.
fn precisions(dataset: &Dataset) -> Vec<PlacePrecision> {
    let count = dataset.place_count();
    let mut all = vec![PlacePrecision::Wider; count];
    let pieces = all.chunks_mut(PIECE).enumerate().collect();
    parallel::map(pieces, |(at, slots): (usize, &mut [PlacePrecision])| {
        for (slot, place) in slots.iter_mut().zip(at * PIECE..) {
            if let Some((_, radius_m)) = dataset.spot(PlaceId::from_index(place)) {
                *slot = PlacePrecision::of_radius(radius_m);
            }
        }
    });
    all
}

/// The codes of an event's certainty and of the precision of its date.
fn told(dataset: &Dataset, counted: &Counted<'_>) -> [u8; 2] {
    let codes = |certainty: Certainty, date| [certainty as u8, DatePrecision::of(date) as u8];
    let event =
        |event: &Event| codes(event.certainty, event.when.as_ref().map(TimeSpan::precision));
    let (table, first) = match counted.what {
        What::Event(held) => return event(held),
        What::Row { table, first, .. } => (dataset.tables.get(table), first),
    };
    let columns = table.and_then(|table| table.rows.columns());
    let row = counted.id.index() - first.min(counted.id.index());
    match columns.and_then(|columns| columns.traits.get(row).copied()) {
        Some(traits) => codes(traits.certainty(), traits.precision()),
        None => match dataset.event(counted.id) {
            Some(row) => event(&row),
            None => codes(Certainty::Stated, None),
        },
    }
}

fn place(counted: &Counted<'_>, precisions: &[PlacePrecision]) -> PlacePrecision {
    let known = counted.places().filter_map(|place| precisions.get(place.index()).copied());
    known.min().unwrap_or(PlacePrecision::Unplaced)
}
