//! What a window shows of the map: events at spots, counted in cells, and those of one cell.

use super::{EventIndex, SPOT_M, all_time, is_rough};
use crate::model::{Event, EventId, LonLat, PlaceId, Second, Window};
use crate::projection::{Bounds, World};
use crate::store::{Categories, Cell, Grid, Histogram, View};
use std::collections::HashSet;

/// A rectangle of cells over the world; its columns may run across the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// How fine: the world is `2^level` cells wide.
    pub level: u32,
    /// First column, eastward from 180° W.
    pub left: u32,
    /// First row, southward from 85.05° N.
    pub top: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// An area, prepared for counting.
#[derive(Clone, Debug)]
pub struct SpotView {
    area: Area,
    views: [View; 2],
}

/// What a window shows of an area. An event at several spots counts at each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spots {
    /// Events by cell, row by row from the north-west.
    pub counts: Vec<u32>,
    /// Events in the area.
    pub total: usize,
    /// Of the fullest cell.
    pub most: u32,
}

/// The events of a cell in a window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellEvents {
    /// The latest of them, newest first, undated ones last.
    pub events: Vec<EventId>,
    /// How many there are in all.
    pub total: usize,
    /// How many of each category, by its number, the most frequent first.
    pub categories: Vec<(u8, usize)>,
}

impl SpotView {
    /// The area, within the world and no finer than events are told apart.
    #[must_use]
    pub fn area(&self) -> Area {
        self.area
    }
}

impl EventIndex {
    /// Whether a place is a spot on the map rather than ground.
    #[must_use]
    pub fn is_spot(&self, place: PlaceId) -> bool {
        let held = self.dataset.places.get(place.index());
        let radius = || self.dataset.spot(place).is_some_and(|(_, radius_m)| radius_m <= SPOT_M);
        held.map_or_else(radius, |place| !is_rough(place))
    }

    /// The finest level of cells.
    #[must_use]
    pub fn finest_level(&self) -> u32 {
        self.spot_stores().map(|(store, _)| store.deepest()).into_iter().min().unwrap_or_default()
    }

    /// Prepares an area for counting. Its level must not be finer than [`Self::finest_level`]; one
    /// that is gives that level's cells of the same numbers.
    #[must_use]
    pub fn spot_view(&self, area: Area) -> SpotView {
        let level = area.level.min(self.finest_level());
        let Area { left, top, width, height, .. } = area;
        let views =
            self.spot_stores().map(|(store, _)| store.view(level, left, top, width, height));
        let [first, _] = &views;
        let (width, height) = (first.width() as u32, first.height() as u32);
        let left = (u64::from(left) % (1 << level)) as u32;
        SpotView { area: Area { level, left, top, width, height }, views }
    }

    /// What a window shows of an area.
    #[must_use]
    pub fn spots_in(&self, view: &SpotView, window: Window) -> Spots {
        let [dated, further] = &view.views;
        let Grid { mut counts, in_view, .. } = self.dated.grid(dated, window, &Categories::ALL);
        let mut total = in_view.iter().sum::<i64>();
        if !self.further.is_empty() {
            let more = self.further.grid(further, window, &Categories::ALL);
            total += more.in_view.iter().sum::<i64>();
            for (count, more) in counts.iter_mut().zip(&more.counts) {
                *count += more;
            }
        }
        let most = counts.iter().copied().max().unwrap_or_default();
        Spots { counts, total: usize::try_from(total).unwrap_or_default(), most }
    }

    /// For each window between neighbours of `bounds`, which ascend, how many dated events may have
    /// been in it at spots of an area, by category: each event at its first spot, one that lasts in
    /// every window that it touches.
    #[must_use]
    pub fn met_in(&self, view: &SpotView, bounds: &[Second]) -> Histogram {
        let [dated, _] = &view.views;
        self.dated.histogram(dated, bounds)
    }

    /// The events of a cell in a window: at most `limit` of them, and how many there are.
    #[must_use]
    pub fn cell(&self, cell: Cell, window: Window, limit: usize) -> CellEvents {
        let mut found = CellEvents::default();
        let mut sums = vec![0usize; self.categories().len()];
        let mut picked: Vec<EventId> = Vec::new();
        for (store, ids) in self.spot_stores() {
            let view = store.view_of(cell);
            let pick = store.pick(&view, window, &Categories::ALL, limit);
            let grid = store.grid(&view, window, &Categories::ALL);
            for (sum, count) in sums.iter_mut().zip(&grid.in_view) {
                *sum += usize::try_from(*count).unwrap_or_default();
            }
            found.total += pick.total;
            picked.extend(pick.events.iter().filter_map(|at| ids.get(*at as usize)));
        }
        found.events = self.newest_first(picked, limit);
        let sums = (0..=u8::MAX).zip(sums).filter(|(_, sum)| *sum > 0);
        found.categories = sums.collect();
        found.categories.sort_by_key(|(code, sum)| (std::cmp::Reverse(*sum), *code));
        found
    }

    fn newest_first(&self, mut ids: Vec<EventId>, limit: usize) -> Vec<EventId> {
        let begin = |id: &EventId| {
            let event = self.dataset.event(*id);
            event.as_deref().and_then(Event::hull).map(|(begin, _)| begin)
        };
        ids.sort_by_cached_key(|id| (std::cmp::Reverse(begin(id)), *id));
        ids.dedup();
        ids.truncate(limit);
        ids
    }

    /// All events at spots of an area, whatever their time, each once, in the dataset's order.
    #[must_use]
    pub fn events_in(&self, area: Area) -> Vec<EventId> {
        let view = self.spot_view(area);
        let mut found: HashSet<EventId> = HashSet::new();
        for ((store, ids), view) in self.spot_stores().into_iter().zip(&view.views) {
            let pick = store.pick(view, all_time(), &Categories::ALL, usize::MAX);
            found.extend(pick.events.iter().filter_map(|at| ids.get(*at as usize)));
        }
        let mut found: Vec<EventId> = found.into_iter().collect();
        found.sort_unstable();
        found
    }

    /// The degrees around all spots with events in a window, to a part in two hundred; nothing where
    /// there are none.
    #[must_use]
    pub fn bounds(&self, window: Window) -> Option<Bounds> {
        /// The world in cells of 1.4 degrees, and how many times finer the second look is.
        const COARSE: u32 = 8;
        let side = 1 << COARSE;
        let whole = Area { level: COARSE, left: 0, top: 0, width: side, height: side };
        let coarse = Bounds::around(self.occupied(whole, window))?;
        let finer = (360.0 / coarse.width_degrees().max(1e-6)).log2().floor();
        let level = (COARSE + (finer.clamp(0.0, 12.0) as u32)).min(self.finest_level());
        let corner = |lon, lat| {
            let at = World::from_lonlat(LonLat::clamped(lon, lat));
            let scale = f64::from(level).exp2();
            ((at.x * scale) as u32, (at.y * scale) as u32)
        };
        let (left, top) = corner(coarse.west, coarse.north);
        let (right, bottom) = corner(coarse.east, coarse.south);
        let width = right.wrapping_sub(left) % (1 << level) + 1;
        let area = Area { level, left, top, width, height: bottom.saturating_sub(top) + 1 };
        if u64::from(area.width) * u64::from(area.height) > 1 << 20 {
            return Some(coarse);
        }
        Bounds::around(self.occupied(area, window)).or(Some(coarse))
    }

    /// The corners of the cells of an area that hold events in a window.
    fn occupied(&self, area: Area, window: Window) -> Vec<LonLat> {
        let view = self.spot_view(area);
        let Area { level, left, top, width, .. } = view.area();
        let spots = self.spots_in(&view, window);
        let size = f64::from(level).exp2().recip();
        let mut corners = Vec::new();
        for (at, _) in spots.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (column, row) = (at as u32 % width.max(1), at as u32 / width.max(1));
            let x = (f64::from(left) + f64::from(column)) * size;
            let y = f64::from(top + row) * size;
            // Just within the cell: its far edge is the next cell's.
            for (dx, dy) in [(0.001, 0.001), (0.999, 0.999)] {
                corners.push(World { x: x + dx * size, y: y + dy * size }.lonlat());
            }
        }
        corners
    }
}
