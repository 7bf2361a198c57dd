use super::counted::Counted;
use crate::model::{Dataset, EventId, PlaceId, Second};
use crate::projection::World;
use crate::query::SPOT_M;
use crate::query::order::Key;
use crate::query::rough::{Rough, is_rough};
use crate::store::{Builder, fixed};
use std::collections::HashMap;

/// What is collected while the events are walked through.
pub(super) struct Rows<'a> {
    dataset: &'a Dataset,
    pub dated: Builder,
    pub dated_ids: Vec<EventId>,
    pub further: Builder,
    pub further_ids: Vec<EventId>,
    pub nowhere: Builder,
    pub keys: Vec<Key>,
    pub gapped: Vec<EventId>,
    pub undated: Vec<EventId>,
    pub unplaced: Vec<EventId>,
    pub rough: HashMap<PlaceId, Rough>,
    keyless: bool,
}

/// What a place is on the map.
enum Ground {
    Spot([u32; 2]),
    Rough,
    Nowhere,
}

impl<'a> Rows<'a> {
    pub fn new(dataset: &'a Dataset, categories: usize) -> Self {
        let count = dataset.event_count();
        Self {
            dataset,
            dated: Builder::with_capacity(categories, count),
            dated_ids: Vec::with_capacity(count),
            further: Builder::new(categories),
            further_ids: Vec::new(),
            nowhere: Builder::new(categories),
            keys: Vec::with_capacity(count),
            gapped: Vec::new(),
            undated: Vec::new(),
            unplaced: Vec::new(),
            rough: HashMap::new(),
            keyless: false,
        }
    }

    /// Without the keys of the order of time, which are collected when the rest is done with.
    pub fn without_keys(mut self) -> Self {
        self.keys = Vec::new();
        self.keyless = true;
        self
    }

    pub fn add(&mut self, counted: &Counted<'_>, category: u8) {
        let id = counted.id;
        let (begin, end) = counted.hull.unwrap_or((Second::LONG_AGO, Second::FAR_OFF));
        let row = |at| crate::store::Row { at, begin, end, category };
        let mut first = None;
        for place in counted.places() {
            match self.ground(place) {
                Ground::Rough => {
                    let rough = self.rough.entry(place).or_insert_with(|| Rough::new(place));
                    rough.push(begin, end, category);
                }
                Ground::Spot(at) if first.is_none() && counted.hull.is_some() => first = Some(at),
                Ground::Spot(at) => {
                    self.further.push(row(Some(at)));
                    self.further_ids.push(id);
                }
                Ground::Nowhere => {}
            }
        }
        if counted.hull.is_some() {
            self.dated.push(row(first));
            self.dated_ids.push(id);
            if !counted.is_placed() {
                self.nowhere.push(row(None));
            }
            if !self.keyless {
                self.keys.extend(key(counted, category));
            }
            if counted.is_state() && counted.is_set() {
                self.gapped.push(id);
            }
        } else {
            self.undated.push(id);
        }
        if !counted.is_placed() {
            self.unplaced.push(id);
        }
    }

    fn ground(&self, place: PlaceId) -> Ground {
        let held = self.dataset.places.get(place.index());
        match (held, self.dataset.spot(place)) {
            (Some(held), _) if is_rough(held) => Ground::Rough,
            (None, Some((_, radius_m))) if radius_m > SPOT_M => Ground::Rough,
            (_, Some((at, _))) => Ground::Spot(position(World::from_lonlat(at))),
            (_, None) => Ground::Nowhere,
        }
    }
}

/// What an event is ordered by; nothing where it is undated.
pub(super) fn key(counted: &Counted<'_>, category: u8) -> Option<Key> {
    let (begin, end) = counted.hull?;
    Some(Key { begin_s: begin.0, end_s: end.0, id: counted.id, category })
}

fn position(world: World) -> [u32; 2] {
    fixed(World { x: world.x.rem_euclid(1.0), y: world.y })
}
