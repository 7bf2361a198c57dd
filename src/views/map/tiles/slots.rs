//! Which tiles a view shows, and which stand in for those that are not there yet.

use super::prepare::{Key, Tile};
use crate::projection::{Bounds, Screen, Viewport, World};
use crate::tiles::{About, Content, Loader, TileId};
use egui::{Rect, pos2};

/// Tiles of one layer on screen: more than fit a screen of 8K at the right zoom.
const MOST: usize = 640;
/// Tiles smaller than this part of their usual size are not drawn: the layer begins closer in.
const SMALLEST_LOG2: i32 = 2;

/// The place of a tile on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    id: TileId,
    /// The zoom that it is drawn for.
    level: u8,
    /// Worlds to the right of the sheet.
    turn: f64,
}

/// What is drawn in a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Stand {
    /// The tile itself, or one so many levels above.
    Above(Key, u8),
    /// Some of the four tiles below.
    Below(Vec<(Slot, Key)>),
}

impl Slot {
    /// What is asked for.
    pub fn key(&self) -> Key {
        (self.id, self.level)
    }

    /// Left top corner on the sheet, on the copy of the world that is meant.
    pub fn corner(&self) -> World {
        let corner = self.id.corner();
        World { x: corner.x + self.turn, y: corner.y }
    }

    /// Right bottom corner.
    pub fn end(&self) -> World {
        let (corner, side) = (self.corner(), self.id.side());
        World { x: corner.x + side, y: corner.y + side }
    }

    /// The slot of the tile above.
    pub fn ancestor(&self, levels: u8) -> Option<Self> {
        Some(Self { id: self.id.ancestor(levels)?, ..*self })
    }

    /// The part of the tile `levels` above that lies here, as a share of its sides.
    pub fn part_of_ancestor(&self, levels: u8) -> Rect {
        let share = (-f32::from(levels)).exp2();
        let mask = (1u32 << levels.min(31)) - 1;
        let low = pos2((self.id.x() & mask) as f32 * share, (self.id.y() & mask) as f32 * share);
        Rect::from_min_max(low, pos2(low.x + share, low.y + share))
    }
}

/// The zoom of the tiles that a view asks for, and the zoom that they are drawn for; nothing where the
/// layer begins much closer in.
fn zooms(view: &Viewport, about: &About) -> Option<(u8, u8)> {
    // Pictures are 256 points wide at their zoom. Vector tiles are made for twice that.
    let wanted = match about.content {
        Content::Raster => view.zoom.round(),
        Content::Vector => (view.zoom - 0.5).floor(),
    };
    let wanted = wanted.max(0.0) as i32;
    let (low, high) = (i32::from(*about.zooms.start()), i32::from(*about.zooms.end()));
    if wanted < low - SMALLEST_LOG2 {
        return None;
    }
    let zoom = u8::try_from(wanted.clamp(low, high)).ok()?;
    let level = match about.content {
        Content::Raster => zoom,
        Content::Vector => u8::try_from(wanted.max(low)).ok()?.saturating_add(1),
    };
    Some((zoom, level))
}

/// The tiles of a view, those nearest to the middle first.
pub fn of(view: &Viewport, about: &About) -> Vec<Slot> {
    let Some((zoom, level)) = zooms(view, about) else { return Vec::new() };
    let side = f64::from(zoom).exp2();
    let (low, high) = view.visible_world(0.0);
    let (left, right) = ((low.x * side).floor() as i64, (high.x * side).ceil() as i64);
    let top = (low.y * side).floor().max(0.0) as i64;
    let bottom = (high.y * side).ceil().min(side) as i64;
    let across = side as i64;
    let mut slots = Vec::new();
    for y in top..bottom {
        for x in left..right.min(left + MOST as i64) {
            let column = x.rem_euclid(across);
            let id = u32::try_from(column).ok().zip(u32::try_from(y).ok());
            let Some(id) = id.and_then(|(x, y)| TileId::new(zoom, x, y)) else { continue };
            if about.covers(id) {
                slots.push(Slot { id, level, turn: ((x - column) / across) as f64 });
            }
        }
    }
    let away = |slot: &Slot| {
        let middle = slot.corner().x + slot.id.side() / 2.0 - view.center.x;
        middle.hypot(slot.corner().y + slot.id.side() / 2.0 - view.center.y)
    };
    slots.sort_by(|a, b| away(a).total_cmp(&away(b)));
    slots.truncate(MOST);
    slots
}

/// How many levels above a slot a tile may stand in for it: 32 times as wide. What is left of one
/// farther up is a blot that would hide the base map.
const FARTHEST: u8 = 5;

/// What can be drawn in a slot: the tile; one above it, the nearest first, at any zoom that it was
/// made ready for; or those of the four below that are there.
pub fn stand_in(slot: &Slot, loader: &mut Loader<Key, Tile>, pictures: bool) -> Option<Stand> {
    if loader.get(&slot.key()).is_some() {
        return Some(Stand::Above(slot.key(), 0));
    }
    // Where a vector tile is missing there is nothing; pictures may only end at a lower zoom there.
    if !pictures && loader.is_nothing(&slot.key()) {
        return None;
    }
    for levels in 0..=slot.id.zoom().min(FARTHEST) {
        let Some(above) = slot.id.ancestor(levels) else { break };
        // Vector tiles are drawn for the zoom that they were shown at: the usual one, or one near.
        let usual = above.zoom();
        for level in [usual, usual + 1, slot.level.saturating_sub(1), slot.level + 1] {
            if (above, level) != slot.key() && loader.get(&(above, level)).is_some() {
                return Some(Stand::Above((above, level), levels));
            }
        }
    }
    let below: Vec<(Slot, Key)> = slot
        .id
        .children()?
        .into_iter()
        .filter_map(|id| {
            let level = [id.zoom(), id.zoom() + 1]
                .into_iter()
                .find(|level| loader.get(&(id, *level)).is_some())?;
            Some((Slot { id, level, ..*slot }, (id, level)))
        })
        .collect();
    (!below.is_empty()).then_some(Stand::Below(below))
}

/// What is asked for in a slot: its tile, or where pictures end sooner, the nearest above that may be.
pub fn wanted(slot: &Slot, loader: &Loader<Key, Tile>, pictures: bool) -> Key {
    let mut key = slot.key();
    for levels in 1..=slot.id.zoom() {
        match slot.id.ancestor(levels) {
            Some(above) if pictures && loader.is_nothing(&key) => key = (above, above.zoom()),
            _ => break,
        }
    }
    key
}

/// The ground of bounds on screen, on the copy of the world nearest to the middle.
pub fn bounds_on_screen(view: &Viewport, bounds: Bounds, rect: Rect) -> Rect {
    if bounds.width_degrees() >= 359.9 {
        return rect;
    }
    let corner = |lon, lat| World::from_lonlat(crate::model::LonLat::clamped(lon, lat));
    let (north, south) = (corner(0.0, bounds.north).y, corner(0.0, bounds.south).y);
    let width = bounds.width_degrees() / 360.0;
    let west = corner(bounds.west, 0.0).x;
    let middle = World { x: west + width / 2.0, y: north }.nearest_to(view.center.x).x;
    let at = |x, y| {
        let Screen { x, y } = view.screen_from_world(World { x, y });
        pos2(rect.left() + x, rect.top() + y)
    };
    Rect::from_min_max(at(middle - width / 2.0, north), at(middle + width / 2.0, south))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LonLat;
    use proptest::prelude::*;

    fn about(content: Content, zooms: std::ops::RangeInclusive<u8>) -> About {
        About { name: "t".into(), content, zooms, bounds: None, attribution: String::new() }
    }

    fn view(lon: f64, lat: f64, zoom: f64) -> Viewport {
        Viewport::new(LonLat::new(lon, lat).unwrap(), zoom, 1000.0, 700.0)
    }

    #[test]
    fn beyond_the_deepest_zoom_its_tiles_are_enlarged() {
        let raster = of(&view(38.0, 35.0, 17.3), &about(Content::Raster, 0..=12));
        assert_eq!(raster[0].key().0.zoom(), 12);
        let vector = of(&view(38.0, 35.0, 17.3), &about(Content::Vector, 0..=14));
        assert_eq!((vector[0].id.zoom(), vector[0].level), (14, 17));
        let usual = of(&view(38.0, 35.0, 7.0), &about(Content::Vector, 0..=14));
        assert_eq!((usual[0].id.zoom(), usual[0].level), (6, 7));
    }

    #[test]
    fn a_layer_of_streets_is_not_drawn_from_afar() {
        assert!(of(&view(38.0, 35.0, 4.0), &about(Content::Raster, 10..=16)).is_empty());
        let close = of(&view(38.0, 35.0, 8.6), &about(Content::Raster, 10..=16));
        assert!(close.iter().all(|slot| slot.id.zoom() == 10) && !close.is_empty());
    }

    #[test]
    fn parts_of_a_tile_above_are_the_right_ones() {
        let slot = Slot { id: TileId::new(3, 5, 2).unwrap(), level: 3, turn: 0.0 };
        assert_eq!(slot.part_of_ancestor(0), Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)));
        assert_eq!(slot.part_of_ancestor(1), Rect::from_min_max(pos2(0.5, 0.0), pos2(1.0, 0.5)));
        assert_eq!(slot.part_of_ancestor(2), Rect::from_min_max(pos2(0.25, 0.5), pos2(0.5, 0.75)));
    }

    proptest! {
        #[test]
        fn the_screen_is_covered_once(
            lon in -180.0..180.0f64, lat in -80.0..80.0f64, zoom in 1.5..19.0f64,
            fx in 0.001..0.999f32, fy in 0.001..0.999f32, vector in any::<bool>(),
        ) {
            let view = view(lon, lat, zoom);
            let content = if vector { Content::Vector } else { Content::Raster };
            let slots = of(&view, &about(content, 0..=14));
            prop_assert!(slots.len() < 64, "{}", slots.len());
            let world = view.world_from_screen(Screen::new(fx * view.width, fy * view.height));
            let holds = |s: &&Slot| {
                let (a, b) = (s.corner(), s.end());
                (a.x..b.x).contains(&world.x) && (a.y..b.y).contains(&world.y)
            };
            prop_assert_eq!(slots.iter().filter(holds).count(), 1);
        }
    }
}
