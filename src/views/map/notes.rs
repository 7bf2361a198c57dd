//! What is written along the map's foot: scale bar, where the pointer is, credits; and what of the
//! map lies under all that stands on it.

use super::controls::{MARGIN, button_rects};
use crate::model::LonLat;
use crate::projection::{ScaleBar, Screen, Viewport, degrees};
use crate::scene::palette::{Palette, Rgba};
use crate::scene::shape::{Pt, Rect as SceneRect};
use crate::scene::text::{self, fitting};
use crate::task::grouped;
use crate::views::theme::{self, color};
use egui::{Align2, Color32, CornerRadius, Rect, Stroke, Ui, pos2, vec2};

/// The scale bar is at most this long, in points.
const BAR: f32 = 130.0;
/// Narrower maps, in points, have no room to say where the pointer is.
const WIDE: f32 = 440.0;
/// How opaque the ground of small print is: what lies beneath it must not read as part of it.
const PLATE: u8 = 0xf0;

/// Scale bar at the lower left, credits at the lower right, and between them where the pointer is.
pub fn margin_notes(
    ui: &Ui,
    map: Rect,
    view: &Viewport,
    pointer: Option<Screen>,
    credit: &str,
    palette: &Palette,
) {
    let base = map.bottom() - MARGIN;
    let bar = ScaleBar::fitting(view, bar_room(map));
    let left = pos2(map.left() + MARGIN, base);
    let right = left + vec2(bar.points, 0.0);
    for (pen, lift) in
        [(Stroke::new(4.0, color(palette.halo)), 0.0), (Stroke::new(1.6, color(palette.text)), 0.0)]
    {
        let tick = vec2(0.0, -5.0 + lift);
        let points = vec![left + tick, left, right, right + tick];
        ui.painter().add(egui::Shape::line(points, pen));
    }
    note(ui.painter(), left + vec2(4.0, -5.0), Align2::LEFT_BOTTOM, &bar.label(), palette);
    if let Some(pointer) = pointer.filter(|_| map.width() >= WIDE) {
        let words = coordinates(view.lonlat_from_screen(pointer), view.zoom);
        note(ui.painter(), left + vec2(BAR + 14.0, 3.0), Align2::LEFT_BOTTOM, &words, palette);
    }
    let credits = pos2(map.right() - MARGIN + 4.0, base + 5.0);
    let credit = fitting(credit, theme::SMALL, false, credit_room(map));
    note(ui.painter(), credits, Align2::RIGHT_BOTTOM, &credit, palette);
}

/// How long the scale bar may be: on a small map the credits need their share.
fn bar_room(map: Rect) -> f32 {
    BAR.min(map.width() * 0.3)
}

/// What is owed to others is said in full where there is room for it, never over the scale bar.
fn credit_room(map: Rect) -> f32 {
    (map.width() - 2.0 * MARGIN - bar_room(map) - 24.0).max(60.0)
}

/// The ground that is covered by what stands on the map, in points from its corner, so that nothing
/// is named there: half a name beneath a button is worse than none.
pub fn covered(map: Rect, view: &Viewport, credit: &str, legend: Option<Rect>) -> Vec<SceneRect> {
    let bar = ScaleBar::fitting(view, bar_room(map));
    let foot = map.bottom() - MARGIN;
    let left = map.left() + MARGIN;
    let words = text::width(&bar.label(), theme::SMALL, false) + 10.0;
    let scale = pos2(left + bar.points.max(words), foot + 3.0);
    let scale = Rect::from_min_max(pos2(left - 2.0, foot - 22.0), scale);
    let credit = text::width(credit, theme::SMALL, false).min(credit_room(map));
    let corner = map.max - vec2(MARGIN - 8.0, MARGIN - 6.0);
    let credit = Rect::from_min_max(corner - vec2(credit + 10.0, 17.0), corner);
    // Kept whether the pointer is on the map or not, so that no name comes and goes with it.
    let at = pos2(left + BAR + 14.0, foot);
    let pointer = Rect::from_min_max(at - vec2(4.0, 14.0), at + vec2(pointer_room(view.zoom), 4.0));
    let pointer = Some(pointer).filter(|_| map.width() >= WIDE);
    let all = button_rects(map).into_iter().chain([scale, credit]).chain(pointer).chain(legend);
    all.map(|rect| on_map(map, rect)).collect()
}

/// How wide the longest position is at a zoom, in points.
fn pointer_room(zoom: f64) -> f32 {
    let decimals = "8".repeat(decimals(zoom));
    let longest = format!("88.{decimals}° N, 188.{decimals}° W");
    text::width(&longest, theme::SMALL, false) + 4.0
}

/// Ground of the window in points from the map's corner.
pub(super) fn on_map(map: Rect, rect: Rect) -> SceneRect {
    let rect = rect.translate(-map.min.to_vec2());
    SceneRect::new(Pt::new(rect.min.x, rect.min.y), Pt::new(rect.max.x, rect.max.y))
}

/// Says that events are there which the map does not show: nothing disappears silently.
pub fn density_is_off(ui: &Ui, map: Rect, events: usize, palette: &Palette) {
    let words =
        format!("{} events are not drawn: their density is off (Layers)", grouped(events as u64));
    let at = map.center_top() + vec2(0.0, MARGIN + 4.0);
    note(ui.painter(), at, Align2::CENTER_TOP, &words, palette);
}

/// Small print on ground of its own, so that it reads on any map; says where it stands.
pub(super) fn note(
    painter: &egui::Painter,
    at: egui::Pos2,
    align: Align2,
    words: &str,
    palette: &Palette,
) -> Rect {
    let font = theme::regular(theme::SMALL);
    let text = painter.layout_no_wrap(words.to_owned(), font, color(palette.text));
    let rect = align.anchor_size(at, text.size());
    let Rgba(red, green, blue, _) = palette.halo;
    let plate = color(Rgba(red, green, blue, PLATE));
    painter.rect_filled(rect.expand2(vec2(4.0, 1.0)), CornerRadius::same(3), plate);
    painter.galley(rect.min, text, Color32::PLACEHOLDER);
    rect
}

/// "37.052° N, 41.232° E", as exact as a point of the screen.
#[must_use]
pub fn coordinates(at: LonLat, zoom: f64) -> String {
    degrees(at, decimals(zoom))
}

/// So many decimals of a degree are seen at a zoom.
fn decimals(zoom: f64) -> usize {
    ((zoom * 0.3) as usize).clamp(1, 5)
}
