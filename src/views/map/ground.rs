//! The base map as triangles, worked out once for a stretch of ground wider than the screen, and
//! moved and scaled with the map until the screen leaves it or the zoom has changed too much.

use crate::basemap::Basemap;
use crate::projection::{Screen, Viewport, World};
use crate::scene::basemap::{self, Parts};
use crate::scene::palette::Palette;
use crate::scene::shape::{Pt, Shape, Stroke};
use crate::views::paint;
use crate::views::theme::color;
use egui::epaint::{Mesh, PathShape, PathStroke, TessellationOptions, Tessellator};
use egui::{Color32, Pos2, Rect, Vec2, pos2};
use std::sync::Arc;

/// Ground around the screen that is worked out with it, as a share of the screen's sides.
const MARGIN: f32 = 0.3;
/// The ground is drawn scaled until the zoom is off by more than this many levels.
const STALE: f64 = 0.2;

/// What the triangles were worked out for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    dark: bool,
    pixels_per_point: f32,
    parts: Parts,
}

/// The triangles of a stretch of ground.
#[derive(Debug)]
struct Layer {
    key: Key,
    /// The ground, wider than the screen; positions are in its points, from its left top corner.
    view: Viewport,
    mesh: Mesh,
}

/// The base map's cache.
#[derive(Debug, Default)]
pub struct Ground {
    layer: Option<Layer>,
    placed: Option<(Vec2, f32, Arc<Mesh>)>,
    #[cfg(test)]
    worked_out: usize,
}

impl Ground {
    /// The base map of a view whose screen is `rect`.
    pub fn mesh(
        &mut self,
        map: &Basemap,
        view: &Viewport,
        rect: Rect,
        palette: &Palette,
        pixels_per_point: f32,
        parts: Parts,
    ) -> Arc<Mesh> {
        let key = Key { dark: palette.dark, pixels_per_point, parts };
        if !self.layer.as_ref().is_some_and(|layer| layer.key == key && layer.serves(view)) {
            self.layer = Some(Layer::new(map, view, palette, key));
            self.placed = None;
            #[cfg(test)]
            {
                self.worked_out += 1;
            }
        }
        let Some(layer) = &self.layer else { return Arc::default() };
        let (offset, scale) = layer.place(view, rect);
        if let Some((at, by, mesh)) = &self.placed
            && *at == offset
            && *by == scale
        {
            return Arc::clone(mesh);
        }
        let mut mesh = layer.mesh.clone();
        for vertex in &mut mesh.vertices {
            vertex.pos = (vertex.pos.to_vec2() * scale + offset).to_pos2();
        }
        let mesh = Arc::new(mesh);
        self.placed = Some((offset, scale, Arc::clone(&mesh)));
        mesh
    }
}

impl Layer {
    fn new(map: &Basemap, view: &Viewport, palette: &Palette, key: Key) -> Self {
        let wider = 1.0 + 2.0 * MARGIN;
        // Not clamped: near the sheet's edges the wider ground may reach beyond it.
        let wide = Viewport { width: view.width * wider, height: view.height * wider, ..*view };
        let shapes = basemap::parts(map, &wide, palette, key.parts);
        Self { key, view: wide, mesh: triangles(&shapes, key.pixels_per_point) }
    }

    /// Whether the ground holds all of the screen at nearly its zoom.
    fn serves(&self, view: &Viewport) -> bool {
        if (self.view.zoom - view.zoom).abs() > STALE {
            return false;
        }
        let (low, high) = view.visible_world(0.0);
        let (from, to) = self.view.visible_world(0.0);
        let turn = self.turn(view);
        let spare = 1e-9;
        from.x + turn <= low.x + spare
            && high.x <= to.x + turn + spare
            && (from.y <= low.y + spare || from.y <= 0.0)
            && (high.y <= to.y + spare || to.y >= 1.0)
    }

    /// World widths by which the ground lies off: the view's centre may have been wrapped since.
    fn turn(&self, view: &Viewport) -> f64 {
        (view.center.x - self.view.center.x).round()
    }

    /// Offset and scale that bring the ground's points onto the screen.
    fn place(&self, view: &Viewport, rect: Rect) -> (Vec2, f32) {
        let corner = self.view.world_from_screen(Screen::new(0.0, 0.0));
        let corner = World { x: corner.x + self.turn(view), y: corner.y };
        let at = view.screen_from_world(corner);
        let scale = (view.scale() / self.view.scale()) as f32;
        (rect.min.to_vec2() + Vec2::new(at.x, at.y), scale)
    }
}

/// Shapes as one mesh; text is left out, since the base map's names are drawn anew each frame.
pub(super) fn triangles(shapes: &[Shape], pixels_per_point: f32) -> Mesh {
    let options = TessellationOptions {
        coarse_tessellation_culling: false,
        prerasterized_discs: false,
        ..TessellationOptions::default()
    };
    let mut tessellator = Tessellator::new(pixels_per_point, options, [1, 1], Vec::new());
    let mut mesh = Mesh::default();
    for shape in shapes {
        match shape {
            Shape::Area { rings, fill } => {
                mesh.append(paint::area(rings, color(*fill), Vec2::ZERO));
            }
            Shape::Line { points, closed, stroke } => {
                let points: Vec<Pos2> = points.iter().map(at).collect();
                lines(points, *closed, stroke, &mut tessellator, &mut mesh);
            }
            Shape::Circle { center, radius, fill, stroke } => {
                let fill = fill.map_or(Color32::TRANSPARENT, color);
                let stroke = stroke.as_ref().map_or(egui::Stroke::NONE, pen);
                let circle =
                    egui::epaint::CircleShape { center: at(center), radius: *radius, fill, stroke };
                tessellator.tessellate_circle(circle, &mut mesh);
            }
            Shape::Rect { .. } | Shape::Cells(_) | Shape::Text(_) => {}
        }
    }
    mesh
}

fn lines(
    mut points: Vec<Pos2>,
    closed: bool,
    stroke: &Stroke,
    tessellator: &mut Tessellator,
    mesh: &mut Mesh,
) {
    // Closed by hand: egui cuts the corners of open lines off, but draws those of closed ones to
    // their very point, across an ocean where an island is a needle.
    if closed && let Some(&first) = points.first() {
        points.push(first);
    }
    if stroke.dashes.is_empty() {
        let stroke = PathStroke::from(pen(stroke));
        let path = PathShape { points, closed: false, fill: Color32::TRANSPARENT, stroke };
        tessellator.tessellate_path(&path, mesh);
        return;
    }
    for dash in paint::dashes(&points, stroke) {
        tessellator.tessellate_shape(dash, mesh);
    }
}

fn pen(stroke: &Stroke) -> egui::Stroke {
    egui::Stroke::new(stroke.width, color(stroke.color))
}

fn at(p: &Pt) -> Pos2 {
    pos2(p.x, p.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LonLat;
    use egui::vec2;
    use std::sync::OnceLock;

    fn map() -> &'static Basemap {
        static MAP: OnceLock<Basemap> = OnceLock::new();
        MAP.get_or_init(|| Basemap::embedded().unwrap())
    }

    fn view(zoom: f64) -> Viewport {
        Viewport::new(LonLat::new(38.0, 35.0).unwrap(), zoom, 800.0, 600.0)
    }

    const SCREEN: Rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(810.0, 620.0));

    fn draw(ground: &mut Ground, view: &Viewport) -> Arc<Mesh> {
        ground.mesh(map(), view, SCREEN, &Palette::light(), 1.0, Parts::ALL)
    }

    #[test]
    fn triangles_are_kept_while_the_screen_stays_on_them() {
        let mut ground = Ground::default();
        let start = view(6.0);
        let first = draw(&mut ground, &start);
        assert!(!first.is_empty() && first.is_valid());
        let moved = draw(&mut ground, &start.dragged(150.0, -90.0));
        assert_eq!(ground.worked_out, 1);
        let (a, b) = (first.vertices[0].pos, moved.vertices[0].pos);
        assert!((b - a - vec2(150.0, -90.0)).length() < 0.01, "{:?}", b - a);
        draw(&mut ground, &start.zoom_at(Screen::new(100.0, 100.0), 0.15));
        assert_eq!(ground.worked_out, 1);
        draw(&mut ground, &start.dragged(400.0, 0.0));
        assert_eq!(ground.worked_out, 2);
        draw(&mut ground, &start.zoom_at(Screen::new(100.0, 100.0), 0.5));
        assert_eq!(ground.worked_out, 3);
    }

    #[test]
    fn no_stroke_leaves_its_line_by_more_than_its_width() {
        // The smallest islands come to needles at low zooms, whose corners point far out to sea.
        for zoom in [0.75, 1.0, 2.2, 4.0] {
            let at = LonLat::new(40.0, 10.0).unwrap();
            let view = Viewport::new(at, zoom, 1500.0, 700.0);
            for shape in basemap::shapes(map(), &view, &Palette::light()) {
                let Shape::Line { points, .. } = &shape else { continue };
                let line = Rect::from_points(&points.iter().map(super::at).collect::<Vec<_>>());
                let drawn = triangles(std::slice::from_ref(&shape), 1.0).calc_bounds();
                assert!(line.expand(4.0).contains_rect(drawn), "{line:?} is drawn as {drawn:?}");
            }
        }
    }

    #[test]
    fn the_same_view_costs_nothing() {
        let mut ground = Ground::default();
        let (a, b) = (draw(&mut ground, &view(6.0)), draw(&mut ground, &view(6.0)));
        assert!(Arc::ptr_eq(&a, &b));
    }

    #[test]
    fn the_ground_covers_the_screen_all_the_way_round() {
        let mut ground = Ground::default();
        let mut at = view(3.2);
        for _ in 0..40 {
            at = at.dragged(-170.0, 0.0);
            draw(&mut ground, &at);
            assert!(ground.layer.as_ref().unwrap().serves(&at), "{at:?}");
        }
        assert!(ground.worked_out < 40);
    }
}
