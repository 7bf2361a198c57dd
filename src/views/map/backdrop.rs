//! What lies behind the events: the base map, layers of tiles, the graticule, and names.

use super::ground::Ground;
use super::tiles::Tiles;
use crate::app::{Frame, Layers};
use crate::basemap::Basemap;
use crate::projection::Viewport;
use crate::scene::shape::{Align, Pt, Rect as SceneRect, Shape};
use crate::scene::{graticule, labels, text};
use crate::views::paint;
use crate::views::theme::color;
use egui::{CornerRadius, Painter, Rect};

/// The caches of what lies behind the events.
#[derive(Debug, Default)]
pub struct Backdrop {
    ground: Ground,
    /// Layers of tiles.
    pub tiles: Tiles,
}

impl Backdrop {
    /// Paints base map and tiles.
    pub fn paint(
        &mut self,
        painter: &Painter,
        map: Option<&Basemap>,
        view: &Viewport,
        rect: Rect,
        frame: &Frame<'_>,
    ) {
        let (palette, layers) = (frame.subject.palette, &frame.session.layers);
        painter.rect_filled(rect, CornerRadius::ZERO, color(palette.water));
        if let Some(map) = map {
            let scale = painter.ctx().pixels_per_point();
            painter.add(self.ground.mesh(map, view, rect, palette, scale, layers.ground));
        }
        self.tiles.paint(painter, layers, view, rect, palette);
    }

    /// Paints the graticule, then the names of tiles and those of the base map, where there is room.
    pub fn names(
        &self,
        painter: &Painter,
        map: Option<&Basemap>,
        view: &Viewport,
        rect: Rect,
        frame: &Frame<'_>,
        occupied: &mut Vec<SceneRect>,
    ) {
        let (palette, layers) = (frame.subject.palette, &frame.session.layers);
        let language = frame.subject.language;
        let origin = rect.min.to_vec2();
        let lines = if layers.graticule { graticule::shapes(view, palette) } else { Vec::new() };
        let (lines, degrees): (Vec<Shape>, Vec<Shape>) =
            lines.into_iter().partition(|shape| !matches!(shape, Shape::Text(_)));
        paint::shapes(painter, origin, &lines);
        occupied.extend(degrees.iter().filter_map(ground));
        if layers.names {
            paint::shapes(painter, origin, &self.tiles.names(view, rect, palette, occupied));
            if let Some(map) = map {
                paint::shapes(
                    painter,
                    origin,
                    &labels::shapes(map, view, palette, language, occupied),
                );
            }
        }
        paint::shapes(painter, origin, &degrees);
    }

    /// Whom to name in the map's corner.
    #[must_use]
    pub fn credits(&self, layers: &Layers) -> String {
        let mut credits = self.tiles.credits(layers);
        credits.push("Natural Earth · GeoNames".to_owned());
        credits.join(" · ")
    }
}

/// The ground of a line of text.
fn ground(shape: &Shape) -> Option<SceneRect> {
    let Shape::Text(words) = shape else { return None };
    let wide = text::width(&words.text, words.size, words.strong);
    let left = match words.align {
        Align::Left => words.at.x,
        Align::Center => words.at.x - wide / 2.0,
        Align::Right => words.at.x - wide,
    };
    let half = words.size * 0.7;
    let (top, bottom) = (words.at.y - half, words.at.y + half);
    Some(SceneRect::new(Pt::new(left, top), Pt::new(left + wide, bottom)))
}
