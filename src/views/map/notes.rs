//! What is written along the map's foot: scale bar, where the pointer is, credits; and what of the
//! map lies under all that stands on it.

use super::controls::{MARGIN, button_rects};
use crate::model::LonLat;
use crate::projection::{ScaleBar, Screen, Viewport, degrees};
use crate::scene::palette::{Palette, Rgba};
use crate::scene::shape::{Pt, Rect as SceneRect};
use crate::scene::text;
use crate::task::grouped;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::text::LayoutJob;
use egui::{
    Align, Align2, Color32, CornerRadius, Painter, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// The scale bar is at most this long, in points.
const BAR: f32 = 130.0;
/// Narrower maps, in points, have no room to say where the pointer is.
const WIDE: f32 = 440.0;
/// How opaque the ground of small print is: what lies beneath it must not read as part of it.
const PLATE: u8 = 0xf0;

/// Scale bar at the lower left, credits at the lower right, and between them where the pointer is. Gives
/// the ground of these, whether the pointer is on the map or not, so that no name comes and goes with it.
pub fn margin_notes(
    ui: &Ui,
    map: Rect,
    view: &Viewport,
    pointer: Option<Screen>,
    credit: &str,
    palette: &Palette,
) -> Vec<Rect> {
    let corner = map.max - vec2(MARGIN - 4.0, MARGIN - 5.0);
    let credits = credits(ui, map, corner, credit, palette);
    let mut grounds = vec![credits];
    if let Some(scale) = scale(ui, map, view, credits, palette) {
        grounds.push(scale);
    }
    let at = pos2(map.left() + MARGIN + BAR + 14.0, map.bottom() - MARGIN + 3.0);
    let room = Rect::from_min_max(at - vec2(4.0, 17.0), at + vec2(pointer_room(view.zoom), 2.0));
    if map.width() >= WIDE && !room.intersects(credits) {
        grounds.push(room);
        if let Some(pointer) = pointer {
            let words = coordinates(view.lonlat_from_screen(pointer), view.zoom);
            note(ui.painter(), at, Align2::LEFT_BOTTOM, &words, palette);
        }
    }
    grounds
}

/// Says who made the map, above a corner: in full on any map, in several lines where it is narrow. Gives
/// the ground that this covers.
pub fn credits(ui: &Ui, map: Rect, corner: egui::Pos2, words: &str, palette: &Palette) -> Rect {
    let room = (corner.x - map.left() - 8.0).max(40.0);
    let font = theme::regular(theme::SMALL);
    let mut job = LayoutJob::simple(words.to_owned(), font, color(palette.text), room);
    job.halign = Align::RIGHT;
    let text = ui.painter().layout_job(job);
    // Lines that end at one edge are laid out to the left of it.
    let size = text.size();
    let rect = Rect::from_min_max(corner - size, corner);
    let ground = rect.expand2(vec2(4.0, 1.0));
    ui.painter().rect_filled(ground, CornerRadius::same(3), plate(palette));
    ui.painter().galley(rect.right_top(), text, Color32::PLACEHOLDER);
    let said = ui.interact(ground, ui.scope_id().with("credits"), Sense::hover());
    said.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Map: {words}")));
    ground.expand(2.0)
}

/// The scale bar: beside the credits, above them where these take the width, and nowhere where it would
/// lie under the buttons.
fn scale(ui: &Ui, map: Rect, view: &Viewport, credits: Rect, palette: &Palette) -> Option<Rect> {
    let bar = ScaleBar::fitting(view, bar_room(map));
    let words = bar.label();
    let wide = bar.points.max(text::width(&words, theme::SMALL, false) + 10.0);
    let ground = |foot: f32| {
        let left = pos2(map.left() + MARGIN, foot);
        Rect::from_min_max(left - vec2(2.0, 22.0), left + vec2(wide, 3.0))
    };
    let foot = map.bottom() - MARGIN;
    let beside = !ground(foot).expand(4.0).intersects(credits);
    let foot = if beside { foot } else { credits.top() - theme::GAP };
    let ground = ground(foot);
    let free = |button: &Rect| !button.intersects(ground) || !map.contains_rect(*button);
    if ground.top() < map.top() || !button_rects(map).iter().all(free) {
        return None;
    }
    let left = pos2(map.left() + MARGIN, foot);
    let right = left + vec2(bar.points, 0.0);
    for pen in [Stroke::new(4.0, color(palette.halo)), Stroke::new(1.6, color(palette.text))] {
        let tick = vec2(0.0, -5.0);
        let points = vec![left + tick, left, right, right + tick];
        ui.painter().add(egui::Shape::line(points, pen));
    }
    note(ui.painter(), left + vec2(4.0, -5.0), Align2::LEFT_BOTTOM, &words, palette);
    Some(ground)
}

/// How long the scale bar may be: on a small map the credits need their share.
fn bar_room(map: Rect) -> f32 {
    BAR.min(map.width() * 0.3)
}

/// The ground that is covered by what stands on the map, in points from its corner, so that nothing
/// is named there: half a name beneath a button is worse than none.
pub fn covered(map: Rect, notes: Vec<Rect>, legend: Option<Rect>) -> Vec<SceneRect> {
    let all = button_rects(map).into_iter().chain(notes).chain(legend);
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
    painter: &Painter,
    at: egui::Pos2,
    align: Align2,
    words: &str,
    palette: &Palette,
) -> Rect {
    let font = theme::regular(theme::SMALL);
    let text = painter.layout_no_wrap(words.to_owned(), font, color(palette.text));
    let rect = align.anchor_size(at, text.size());
    painter.rect_filled(rect.expand2(vec2(4.0, 1.0)), CornerRadius::same(3), plate(palette));
    painter.galley(rect.min, text, Color32::PLACEHOLDER);
    rect
}

fn plate(palette: &Palette) -> Color32 {
    let Rgba(red, green, blue, _) = palette.halo;
    color(Rgba(red, green, blue, PLATE))
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
