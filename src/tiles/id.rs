use crate::projection::World;

/// The deepest zoom of a tile: about 2 m across, deeper than any file is made.
pub const DEEPEST: u8 = 24;

/// A tile by zoom, column from the west and row from the north, as the web's maps count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    zoom: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// A tile; nothing beyond [`DEEPEST`] or the sheet's edges.
    #[must_use]
    pub fn new(zoom: u8, x: u32, y: u32) -> Option<Self> {
        let side = 1u32.checked_shl(u32::from(zoom)).filter(|_| zoom <= DEEPEST)?;
        (x < side && y < side).then_some(Self { zoom, x, y })
    }

    /// The tile that holds a position of the sheet, x wrapped.
    #[must_use]
    pub fn at(zoom: u8, world: World) -> Option<Self> {
        let side = f64::from(zoom).exp2();
        let cell = |v: f64| (v * side).floor().clamp(0.0, side - 1.0) as u32;
        Self::new(zoom, cell(world.x.rem_euclid(1.0)), cell(world.y))
    }

    /// Zoom.
    #[must_use]
    pub fn zoom(self) -> u8 {
        self.zoom
    }

    /// Column from the west.
    #[must_use]
    pub fn x(self) -> u32 {
        self.x
    }

    /// Row from the north.
    #[must_use]
    pub fn y(self) -> u32 {
        self.y
    }

    /// Row from the south, as TMS and MBTiles count.
    #[must_use]
    pub fn y_from_south(self) -> u32 {
        (1u32 << self.zoom) - 1 - self.y
    }

    /// The tile `levels` above that holds this one.
    #[must_use]
    pub fn ancestor(self, levels: u8) -> Option<Self> {
        let zoom = self.zoom.checked_sub(levels)?;
        Some(Self { zoom, x: self.x >> levels, y: self.y >> levels })
    }

    /// The four tiles that this one is made of; nothing at the deepest zoom.
    #[must_use]
    pub fn children(self) -> Option<[Self; 4]> {
        let zoom = Some(self.zoom + 1).filter(|zoom| *zoom <= DEEPEST)?;
        let child = |dx, dy| Self { zoom, x: self.x * 2 + dx, y: self.y * 2 + dy };
        Some([child(0, 0), child(1, 0), child(0, 1), child(1, 1)])
    }

    /// Side, in world widths.
    #[must_use]
    pub fn side(self) -> f64 {
        (-f64::from(self.zoom)).exp2()
    }

    /// Left top corner on the sheet.
    #[must_use]
    pub fn corner(self) -> World {
        World { x: f64::from(self.x) * self.side(), y: f64::from(self.y) * self.side() }
    }

    /// The number by which PMTiles files order tiles: those of all lower zooms, then along a Hilbert
    /// curve (specification 3.4, section 4.1).
    #[must_use]
    pub(super) fn number(self) -> u64 {
        let below = ((1u64 << (2 * u64::from(self.zoom))) - 1) / 3;
        let (mut x, mut y) = (self.x, self.y);
        let mut along = 0u64;
        for bit in (0..self.zoom).rev() {
            let side = 1u32 << bit;
            let (right, down) = (u64::from(x & side != 0), u64::from(y & side != 0));
            along += ((3 * right) ^ down) << (2 * u64::from(bit));
            if down == 0 {
                if right == 1 {
                    // Higher bits are of no use any more; only the lower ones must come out right.
                    x = (side - 1).wrapping_sub(x);
                    y = (side - 1).wrapping_sub(y);
                }
                std::mem::swap(&mut x, &mut y);
            }
        }
        below + along
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_those_of_the_specification() {
        let number = |z, x, y| TileId::new(z, x, y).unwrap().number();
        assert_eq!(number(0, 0, 0), 0);
        assert_eq!(
            [number(1, 0, 0), number(1, 0, 1), number(1, 1, 1), number(1, 1, 0)],
            [1, 2, 3, 4]
        );
        assert_eq!(number(2, 0, 0), 5);
        assert_eq!(number(12, 3423, 1763), 19_078_479);
    }

    #[test]
    fn every_tile_of_a_zoom_has_a_number_of_its_own_and_neighbours_follow_each_other() {
        let mut all: Vec<(u64, TileId)> = (0..32)
            .flat_map(|x| (0..32).map(move |y| TileId::new(5, x, y).unwrap()))
            .map(|id| (id.number(), id))
            .collect();
        all.sort();
        let numbers: BTreeSet<u64> = all.iter().map(|(n, _)| *n).collect();
        assert_eq!(numbers.len(), 1024);
        assert_eq!(*numbers.first().unwrap(), 341);
        for pair in all.windows(2) {
            let (a, b) = (pair[0].1, pair[1].1);
            assert_eq!(a.x.abs_diff(b.x) + a.y.abs_diff(b.y), 1, "{a:?} {b:?}");
        }
    }

    proptest! {
        #[test]
        fn a_tile_lies_in_its_ancestors(zoom in 0..=DEEPEST, x in any::<u32>(), y in any::<u32>(), up in 0..=DEEPEST) {
            let side = 1u32 << zoom;
            let id = TileId::new(zoom, x % side, y % side).unwrap();
            let middle = World::new(id.corner().x + id.side() / 2.0, id.corner().y + id.side() / 2.0);
            prop_assert_eq!(TileId::at(zoom, middle), Some(id));
            if let Some(above) = id.ancestor(up) {
                prop_assert_eq!(TileId::at(zoom - up, middle), Some(above));
            } else {
                prop_assert!(up > zoom);
            }
            if let Some(children) = id.children() {
                prop_assert!(children.iter().all(|c| c.ancestor(1) == Some(id)));
            }
            prop_assert_eq!(id.y() + id.y_from_south(), side - 1);
        }
    }
}
