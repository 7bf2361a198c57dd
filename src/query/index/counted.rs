use crate::model::{
    Category, Dataset, Event, EventId, EventKind, PlaceId, RowKey, Second, TimeSpan,
};
use std::ops::Range;

/// What is counted of an event, whether it is held or a row of a table.
#[derive(Clone, Copy)]
pub(in crate::query) struct Counted<'a> {
    pub id: EventId,
    /// As [`Event::hull`] has it.
    pub hull: Option<(Second, Second)>,
    pub what: What<'a>,
}

#[derive(Clone, Copy)]
pub(in crate::query) enum What<'a> {
    /// An event that is held.
    Event(&'a Event),
    /// A row of a table.
    Row {
        /// Which table.
        table: usize,
        /// The number of the event that is its first row.
        first: usize,
        /// What is counted; its place by the dataset's numbers.
        key: RowKey,
    },
}

impl<'a> Counted<'a> {
    /// Its places, each once.
    pub fn places(&self) -> impl Iterator<Item = PlaceId> + use<'a> {
        let (held, row): (&'a [PlaceId], Option<PlaceId>) = match self.what {
            What::Event(event) => (&event.places, None),
            What::Row { key, .. } => (&[], key.place.map(PlaceId)),
        };
        let first = move |(at, id): &(usize, &PlaceId)| !held.iter().take(*at).any(|p| p == *id);
        held.iter().enumerate().filter(first).map(|(_, id)| *id).chain(row)
    }

    pub fn is_placed(&self) -> bool {
        match self.what {
            What::Event(event) => !event.places.is_empty(),
            What::Row { key, .. } => key.place.is_some(),
        }
    }

    pub fn is_state(&self) -> bool {
        matches!(self.what, What::Event(Event { kind: EventKind::State(_), .. }))
    }

    /// Its date; nothing for a row, of which only the hull is known.
    pub fn when(&self) -> Option<&'a TimeSpan> {
        if let What::Event(event) = self.what { event.when.as_ref() } else { None }
    }

    /// Whether it is one of several dates.
    pub fn is_set(&self) -> bool {
        self.when().is_some_and(TimeSpan::is_set)
    }

    /// Its category: by name, or by table and number there.
    pub fn category(&self) -> Result<&'a Category, (usize, u16)> {
        match self.what {
            What::Event(event) => Ok(&event.category),
            What::Row { table, key, .. } => Err((table, key.category)),
        }
    }
}

/// All events of a dataset in the order of their ids.
pub(in crate::query) fn all_counted(dataset: &Dataset) -> impl Iterator<Item = Counted<'_>> {
    counted_of(dataset, 0..dataset.event_count())
}

/// The events of a range of ids.
pub(in crate::query) fn counted_of(
    dataset: &Dataset,
    ids: Range<usize>,
) -> impl Iterator<Item = Counted<'_>> {
    let count = dataset.events.len();
    let held =
        dataset.events.iter().enumerate().take(ids.end).skip(ids.start).map(|(at, event)| {
            Counted { id: EventId::from_index(at), hull: event.hull(), what: What::Event(event) }
        });
    let mut event = count;
    let mut place = dataset.places.len();
    let tables = dataset.tables.iter().enumerate().map(move |(number, table)| {
        let first = (event, place);
        event += table.events();
        place += table.places();
        (number, table, first)
    });
    let rows = tables.flat_map(move |(number, table, (event, place))| {
        let from = ids.start.saturating_sub(event).min(table.events());
        let to = ids.end.saturating_sub(event).min(table.events());
        (from..to).filter_map(move |row| {
            let key = table.rows.key(row)?;
            let moved =
                key.place.map(|at| at.saturating_add(u32::try_from(place).unwrap_or(u32::MAX)));
            Some(Counted {
                id: EventId::from_index(event + row),
                hull: key.span,
                what: What::Row {
                    table: number,
                    first: event,
                    key: RowKey { place: moved, ..key },
                },
            })
        })
    });
    held.chain(rows)
}
