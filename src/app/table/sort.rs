use super::cells::{Column, cell};
use crate::gazetteer::fold;
use crate::model::{Category, Certainty, EventId, PlaceId};
use crate::query::{EventIndex, Query, Ranks};
use crate::system::parallel;
use crate::task::{Cancelled, Task};
use std::cmp::Reverse;
use std::sync::Arc;

/// What rows are ordered by. By time nothing is sorted: the events lie so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub by: Column,
    /// Whether the last comes first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: Column::When, descending: false }
    }
}

/// More rows than this are sorted by what their columns hold, and not by a text that would have to be
/// read for each of them.
pub const SORTED_MOST: usize = 2_000_000;

/// Rows that a thread looks at in one go.
const PIECE: usize = 1 << 13;

/// The rows of the table: events that a query shows, undated ones after the dated.
#[derive(Debug)]
pub struct TableRows {
    index: Arc<EventIndex>,
    query: Query,
    sort: Sort,
    order: Order,
}

#[derive(Debug)]
enum Order {
    /// In the order of time, and then those without a date.
    Time(Ranks),
    /// In another order.
    Sorted(Vec<EventId>),
}

impl TableRows {
    /// The rows in the order of time, forwards or backwards, at once.
    #[must_use]
    pub fn in_time(index: &Arc<EventIndex>, query: &Query, descending: bool) -> Self {
        let order = Order::Time(index.shown(query));
        let sort = Sort { by: Column::When, descending };
        Self { index: Arc::clone(index), query: query.clone(), sort, order }
    }

    /// Whether rows can be ordered by a column, of so many.
    #[must_use]
    pub fn can_sort(by: Column, rows: usize) -> bool {
        let of_columns =
            matches!(by, Column::When | Column::Category | Column::Place | Column::Within);
        of_columns || rows <= SORTED_MOST
    }

    /// The rows in any order; equal ones in the order of time. Empty cells come last either way.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn sorted(
        index: &Arc<EventIndex>,
        query: &Query,
        sort: Sort,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let rows = Self::in_time(index, query, sort.descending);
        if sort.by == Column::When {
            return Ok(rows);
        }
        let plain = Self::in_time(index, query, false);
        let ids: Vec<EventId> = (0..plain.len()).filter_map(|at| plain.get(at)).collect();
        task.stage("Sorting rows", ids.len() as u64);
        let sorted = match sort.by {
            Column::Category => by_category(index, ids, sort.descending),
            Column::Place | Column::Within => by_place(index, ids, sort, task)?,
            by => by_text(index, ids, by, sort.descending, task)?,
        };
        Ok(Self { sort, order: Order::Sorted(sorted), ..rows })
    }

    /// Whether these are the rows of a question.
    #[must_use]
    pub fn answer(&self, index: &Arc<EventIndex>, query: &Query, sort: Sort) -> bool {
        Arc::ptr_eq(&self.index, index) && self.query == *query && self.sort == sort
    }

    /// Whether these are the rows of an index and a window, in whatever order.
    #[must_use]
    pub fn is_of(&self, index: &Arc<EventIndex>, query: &Query) -> bool {
        Arc::ptr_eq(&self.index, index) && self.query == *query
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.order {
            Order::Time(ranks) => ranks.len() + self.index.undated().len(),
            Order::Sorted(ids) => ids.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The event of a row, counted from zero.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<EventId> {
        match &self.order {
            Order::Sorted(ids) => ids.get(row).copied(),
            Order::Time(ranks) => match row.checked_sub(ranks.len()) {
                Some(undated) => self.index.undated().get(undated).copied(),
                None if self.sort.descending => {
                    self.index.order().id(ranks.get(ranks.len() - 1 - row)?)
                }
                None => self.index.order().id(ranks.get(row)?),
            },
        }
    }
}

/// Sorts by a key, empty ones last in either direction; equal rows keep their order.
fn by_key<K: Ord + Send>(mut keyed: Vec<(Option<K>, EventId)>, descending: bool) -> Vec<EventId> {
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    keyed.into_iter().map(|(_, id)| id).collect()
}

fn by_category(index: &EventIndex, ids: Vec<EventId>, descending: bool) -> Vec<EventId> {
    let mut names: Vec<(usize, &Category)> =
        index.categories().iter().map(|entry| &entry.category).enumerate().collect();
    names.sort_by_key(|(_, name)| *name);
    let mut place = vec![0usize; names.len()];
    for (at, (code, _)) in names.iter().enumerate() {
        if let Some(slot) = place.get_mut(*code) {
            *slot = at;
        }
    }
    let lookup = index.category_lookup();
    let key = |id: EventId| place.get(usize::from(lookup(id)?)).copied();
    by_key(ids.into_iter().map(|id| (key(id), id)).collect(), descending)
}

fn by_place(
    index: &EventIndex,
    ids: Vec<EventId>,
    sort: Sort,
    task: &Task,
) -> Result<Vec<EventId>, Cancelled> {
    let dataset = index.dataset();
    let places: Vec<PlaceId> = (0..dataset.place_count()).map(PlaceId::from_index).collect();
    // Places are few beside rows: each is named once, and rows are ordered by where it stands then.
    let mut rank = vec![u32::MAX; places.len()];
    if sort.by == Column::Place {
        let pieces = places.chunks(PIECE).collect();
        let named = parallel::map(pieces, |piece: &[PlaceId]| {
            if task.check().is_err() {
                return Vec::new();
            }
            let name = |id: &PlaceId| fold(dataset.place(*id).as_deref().map_or("", |p| &p.name));
            piece.iter().map(|id| (name(id), *id)).collect::<Vec<_>>()
        });
        let mut named: Vec<(String, PlaceId)> = named.into_iter().flatten().collect();
        task.check()?;
        named.sort_unstable();
        let mut at = 0;
        for (n, (name, id)) in named.iter().enumerate() {
            if n > 0 && named.get(n - 1).is_some_and(|(before, _)| before != name) {
                at += 1;
            }
            if let Some(slot) = rank.get_mut(id.index()) {
                *slot = at;
            }
        }
    } else {
        let radius =
            |id: &PlaceId| dataset.spot(*id).map_or(f64::INFINITY, |(_, radius_m)| radius_m);
        let mut by_radius: Vec<(u64, PlaceId)> =
            places.iter().map(|id| (radius(id).max(0.0).to_bits(), *id)).collect();
        by_radius.sort_unstable();
        let mut at = 0;
        for (n, (radius, id)) in by_radius.iter().enumerate() {
            if n > 0 && by_radius.get(n - 1).is_some_and(|(before, _)| before != radius) {
                at += 1;
            }
            if let Some(slot) = rank.get_mut(id.index()) {
                *slot = at;
            }
        }
    }
    let of = |place: Option<PlaceId>| rank.get(place?.index()).copied();
    let keyed = keys(&ids, task, |id| match (sort.by, dataset.events.get(id.index())) {
        (Column::Place, Some(event)) => of(event.places.first().copied()),
        (_, Some(event)) => event.places.iter().filter_map(|place| of(Some(*place))).min(),
        (_, None) => of(dataset.places_of(id).first().copied()),
    })?;
    Ok(by_key(keyed, sort.descending))
}

fn by_text(
    index: &EventIndex,
    ids: Vec<EventId>,
    by: Column,
    descending: bool,
    task: &Task,
) -> Result<Vec<EventId>, Cancelled> {
    let dataset = index.dataset();
    match by {
        Column::Certainty => {
            let place = |certainty| Certainty::ALL.iter().position(|one| *one == certainty);
            let keyed = keys(&ids, task, |id| place(dataset.event(id)?.certainty))?;
            Ok(by_key(keyed, descending))
        }
        Column::Reports => {
            let keyed = keys(&ids, task, |id| Some(dataset.event(id)?.reports()))?;
            Ok(by_key(keyed, descending))
        }
        Column::Position => {
            // From north to south, then from west to east.
            let keyed = keys(&ids, task, |id| {
                let place = dataset.places_of(id).first().and_then(|id| dataset.spot(*id))?;
                let micro = |degrees: f64| (degrees * 1e6) as i64;
                Some((Reverse(micro(place.0.lat())), micro(place.0.lon())))
            })?;
            Ok(by_key(keyed, descending))
        }
        _ => {
            let keyed = keys(&ids, task, |id| {
                let words = fold(&cell(dataset, &*dataset.event(id)?, by));
                (!words.is_empty()).then(|| words.into_boxed_str())
            })?;
            Ok(by_key(keyed, descending))
        }
    }
}

/// The key of each event, made on all cores.
fn keys<K: Send>(
    ids: &[EventId],
    task: &Task,
    key: impl Fn(EventId) -> Option<K> + Sync,
) -> Result<Vec<(Option<K>, EventId)>, Cancelled> {
    let keyed = parallel::map(ids.chunks(PIECE).collect(), |piece: &[EventId]| {
        if task.check().is_err() {
            return Vec::new();
        }
        task.advance(piece.len() as u64);
        piece.iter().map(|id| (key(*id), *id)).collect::<Vec<_>>()
    });
    task.check()?;
    Ok(keyed.into_iter().flatten().collect())
}
