use super::{Grid, Surface};
use crate::model::Window;
use crate::projection::Viewport;
use crate::query::{Area, EventIndex};
use std::sync::Arc;

/// The squares as a device draws them that counts the events itself: the same ones at the same
/// places as [`Surface::squares`] has them.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Whose events.
    pub index: Arc<EventIndex>,
    /// Those of which window.
    pub window: Window,
    /// The squares.
    pub area: Area,
    /// Where the first square of the first copy of the world stands, right and down from the map's
    /// corner, in points.
    pub corner_pt: [f32; 2],
    /// The side of a square, in points.
    pub side_pt: f32,
    /// From one copy of the world to the next, in points.
    pub world_pt: f32,
    /// Copies of the world on screen.
    pub copies: u32,
}

impl Surface {
    /// The sheet of what was looked at last; nothing where marks are drawn.
    #[must_use]
    pub fn sheet(&self, viewport: &Viewport) -> Option<Sheet> {
        let seen = self.seen.as_ref().filter(|_| self.dense)?;
        let (window, _) = seen.shown.as_ref()?;
        let area = seen.view.area();
        let grid = Grid::new(area, viewport);
        let mut copies = grid.rects((0, area.width), (0, area.height));
        let first = copies.next()?;
        Some(Sheet {
            index: Arc::clone(&seen.index),
            window: *window,
            area,
            corner_pt: [first.min.x, first.min.y],
            side_pt: (viewport.scale() / grid.side) as f32,
            world_pt: viewport.scale() as f32,
            copies: 1 + copies.count() as u32,
        })
    }
}
