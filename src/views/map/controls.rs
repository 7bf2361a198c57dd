//! What lies on the map's corners: buttons and the legend.

use crate::app::Frame;
use crate::scene::arcs::{self, Tally};
use crate::scene::density::{self, Scale};
use crate::scene::marks::{self, LegendRow, Regions};
use crate::scene::palette::Palette;
use crate::scene::shape::{Pt, Rect as SceneRect};
use crate::scene::text::{self, fitting};
use crate::task::grouped;
use crate::views::paint;
use crate::views::theme::{self, color};
use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Rect, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

/// Distance of the controls from the map's edges, in points.
pub(super) const MARGIN: f32 = 12.0;
/// Side of a button, in points.
const BUTTON: f32 = 30.0;
/// Height of a row of the legend, in points.
const ROW: f32 = 20.0;
/// Where the words of a row of the legend begin, in points from its left edge.
const LABEL: f32 = 34.0;
/// Height of the line at the map's foot that says who made it, in points: it is never covered.
const FOOT: f32 = 26.0;
/// The legend opens by itself on maps at least this high, in points.
const OPEN_LEGEND_FROM: f32 = 390.0;

/// Lower maps, in points, have no room for it.
const LEAST_FOR_LEGEND: f32 = 150.0;

/// What a button of the map asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// One level closer.
    ZoomIn,
    /// One level farther.
    ZoomOut,
    /// Everything into view.
    Fit,
    /// Maps at several dates.
    SideBySide,
    /// The layers panel, open or closed.
    Layers,
    /// Measuring, on or off.
    Measure,
}

/// What is open over the map, for the buttons that open it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opened {
    /// The layers panel.
    pub layers: bool,
    /// Layers that cannot be drawn.
    pub failed: usize,
    /// Measuring.
    pub measure: bool,
}

/// The buttons at the upper right.
pub fn buttons(ui: &mut Ui, map: Rect, opened: Opened, palette: &Palette) -> Option<Press> {
    let layers = match opened.failed {
        0 => "Layers (L)".to_owned(),
        1 => "Layers (L), one cannot be drawn".to_owned(),
        n => format!("Layers (L), {n} cannot be drawn"),
    };
    let all = [
        (Press::ZoomIn, "Zoom in", None),
        (Press::ZoomOut, "Zoom out", None),
        (Press::Fit, "Fit all events", None),
        (Press::SideBySide, "Maps at several dates side by side (D)", None),
        (Press::Layers, layers.as_str(), Some(opened.layers)),
        (Press::Measure, "Measure (M)", Some(opened.measure)),
    ];
    let mut pressed = None;
    for ((press, label, on), rect) in all.into_iter().zip(button_rects(map)) {
        // On a map that small there is no room for all of them; keys and commands do the same.
        if !map.with_max_y(map.bottom() - FOOT).contains_rect(rect) {
            continue;
        }
        if button(ui, rect, press, label, on, palette) {
            pressed = Some(press);
        }
        if press == Press::Layers && opened.failed > 0 {
            let at = rect.right_top() + vec2(-3.0, 3.0);
            let rim = Stroke::new(1.5, color(palette.raised));
            ui.painter().circle(at, 5.0, color(palette.warning), rim);
        }
    }
    pressed
}

/// Where the buttons stand, in their order: in groups, or, on a low map, in columns side by side.
pub(super) fn button_rects(map: Rect) -> [Rect; 6] {
    // On a low map the first row goes up to its edge, before the credits would lie under it.
    let above = ((map.height() - FOOT - BUTTON) / 2.0).clamp(1.0, MARGIN);
    let (first, right) = (map.top() + above, map.right() - MARGIN);
    let room = map.bottom() - MARGIN - BUTTON * 0.8 - first;
    let grouped = 6.0 * BUTTON + 3.0 + 2.0 * theme::GAP <= room;
    let rows = ((room / (BUTTON + 1.0)) as usize).clamp(1, 6);
    // As many in each column: 3 and 3, not 5 and 1.
    let rows = 6_usize.div_ceil(6_usize.div_ceil(rows));
    std::array::from_fn(|at| {
        let (column, row) = if grouped { (0, at) } else { (at / rows, at % rows) };
        // After the first two, and after the third, a group ends.
        let gaps = if grouped { usize::from(at >= 2) + usize::from(at >= 3) } else { 0 };
        let apart = gaps as f32 * (theme::GAP - 1.0);
        let top = first + row as f32 * (BUTTON + 1.0) + apart;
        let left = right - BUTTON - column as f32 * (BUTTON + 1.0);
        Rect::from_min_size(pos2(left, top), Vec2::splat(BUTTON))
    })
}

fn button(
    ui: &mut Ui,
    rect: Rect,
    press: Press,
    label: &str,
    on: Option<bool>,
    palette: &Palette,
) -> bool {
    let response = ui
        .interact(rect, ui.scope_id().with(("map button", press as u8)), Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| match on {
        Some(on) => WidgetInfo::selected(egui::accesskit::Role::Button, true, on, label),
        None => WidgetInfo::labeled(egui::accesskit::Role::Button, true, label),
    });
    let on = on.unwrap_or(false);
    let fill = if response.hovered() || on { palette.hover } else { palette.raised };
    let edge = if response.has_focus() {
        Stroke::new(2.0, color(palette.accent))
    } else {
        Stroke::new(1.0, color(palette.line))
    };
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(theme::CORNER), color(fill), edge, StrokeKind::Inside);
    let pen = Stroke::new(1.8, color(if on { palette.accent } else { palette.text }));
    let c = rect.center();
    match press {
        Press::ZoomIn | Press::ZoomOut => {
            painter.line_segment([c - vec2(5.5, 0.0), c + vec2(5.5, 0.0)], pen);
            if press == Press::ZoomIn {
                painter.line_segment([c - vec2(0.0, 5.5), c + vec2(0.0, 5.5)], pen);
            }
        }
        Press::SideBySide => {
            for x in [-4.5, 4.5] {
                let pane = Rect::from_center_size(c + vec2(x, 0.0), vec2(7.0, 13.0));
                painter.rect_stroke(pane, CornerRadius::same(1), pen, StrokeKind::Middle);
            }
        }
        Press::Fit => {
            for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)] {
                let corner = c + vec2(6.0 * x, 6.0 * y);
                painter.line_segment([corner, corner - vec2(4.2 * x, 0.0)], pen);
                painter.line_segment([corner, corner - vec2(0.0, 4.2 * y)], pen);
            }
            painter.circle_filled(c, 1.8, pen.color);
        }
        Press::Layers => {
            let pen = Stroke::new(1.5, pen.color);
            let sheet = |y: f32| {
                [(-7.0, 0.0), (0.0, -4.0), (7.0, 0.0), (0.0, 4.0)]
                    .map(|(x, dy)| c + vec2(x, y + dy))
            };
            let [west, _, east, south] = sheet(3.2);
            painter.add(egui::Shape::closed_line(sheet(-2.8).to_vec(), pen));
            painter.add(egui::Shape::line(vec![west, south, east], pen));
        }
        Press::Measure => {
            let pen = Stroke::new(1.5, pen.color);
            let ruler = Rect::from_center_size(c, vec2(16.0, 8.0));
            painter.rect_stroke(ruler, CornerRadius::same(1), pen, StrokeKind::Middle);
            for (x, length) in [(-4.0, 3.0), (0.0, 4.5), (4.0, 3.0)] {
                let top = c + vec2(x, -4.0);
                painter.line_segment([top, top + vec2(0.0, length)], pen);
            }
        }
    }
    response.on_hover_text(label).clicked()
}

/// Whether the legend is open, as long as nobody has said so.
#[must_use]
pub fn legend_opens(map: Rect) -> bool {
    map.height() >= OPEN_LEGEND_FROM && map.width() >= 520.0
}

/// What the density surface means, where it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct SurfaceKey {
    /// Which colour means how many.
    pub scale: Scale,
    /// What became of places known only roughly.
    pub regions: Regions,
}

/// Height of the surface's part of the legend, in points.
const KEY: f32 = 46.0;
/// Width of the legend: the least when open, the most, and when closed without numbers, in points.
const WIDTHS: (f32, f32, f32) = (166.0, 236.0, 84.0);
/// The open legend takes at most this share of the map's width.
const WIDTH_SHARE: f32 = 0.34;

/// Width of the open legend: its longest row with the longest sum it can have, so that the slider
/// never changes it.
fn width(rows: &[LegendRow], map: Rect) -> f32 {
    let (least, most, _) = WIDTHS;
    let wide = |words: &str| text::width(words, theme::SMALL, false);
    let needs = |row: &LegendRow| {
        let total = grouped(row.total as u64);
        let sum = format!("{total} of {total}");
        LABEL + wide(row.category.as_str()) + 8.0 + wide(&sum) + 12.0
    };
    let widest = rows.iter().map(needs).fold(least, f32::max);
    widest.min(most).min((map.width() * WIDTH_SHARE).max(least))
}

/// How far from the map's left edge the open legend reaches, in points; nothing where it is closed.
#[must_use]
pub fn legend_covers(map: Rect, frame: &Frame<'_>, open: bool) -> f32 {
    let rows = marks::legend(&frame.subject);
    if !open || rows.is_empty() {
        return 0.0;
    }
    MARGIN + width(rows.get(..fitting_rows(rows.len(), map)).unwrap_or(&rows), map)
}

/// How many of so many rows the legend shows. What is left out is counted in a row of its own, which a
/// single one would fill as well.
fn fitting_rows(rows: usize, map: Rect) -> usize {
    let room = ((map.height() - 200.0) / ROW).max(1.0) as usize;
    if rows <= room + 1 { rows } else { room }
}

/// The legend above `foot`: the ground that it covers, and whether its head was clicked.
pub fn legend(
    ui: &mut Ui,
    map: Rect,
    frame: &Frame<'_>,
    surface: Option<SurfaceKey>,
    movements: Tally,
    open: bool,
    foot: f32,
) -> (Option<Rect>, bool) {
    let subject = &frame.subject;
    let palette = subject.palette;
    let rows = marks::legend(subject);
    if rows.is_empty() || map.height() < LEAST_FOR_LEGEND {
        return (None, false);
    }
    let shown = if open { fitting_rows(rows.len(), map) } else { 0 };
    // Squares have no outline that could say more.
    let signs = if open && surface.is_none() { marks::Sign::ALL.len() } else { 0 };
    let unseen = surface.map_or(0, |key| key.regions.unseen);
    // What the colours mean is said whether the categories are listed or not.
    let moves = usize::from(open && movements.total > 0);
    let more = if open { rows.len() - shown } else { 0 };
    let lines = shown + signs + moves + usize::from(unseen > 0) + usize::from(more > 0);
    let key = if surface.is_some() { KEY } else { 0.0 };
    let height = 26.0 + lines as f32 * ROW + key + if open { 16.0 } else { 0.0 };
    let (least, _, closed) = WIDTHS;
    let size = match (open, surface) {
        (true, _) => vec2(width(rows.get(..shown).unwrap_or_default(), map), height),
        (false, Some(_)) => vec2(least, height),
        (false, None) => vec2(closed, height),
    };
    let rect = Rect::from_min_size(pos2(map.left() + MARGIN, foot - size.y), size);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), 26.0));
    let painter = ui.painter().clone();
    let edge = Stroke::new(1.0, color(palette.line));
    painter.rect(rect, CornerRadius::same(6), color(palette.raised), edge, StrokeKind::Inside);
    // The panel takes the pointer, so that clicks on it do not reach the map beneath.
    // Clicks on it are not the map's; there is nothing in it for the keyboard.
    ui.interact(rect, ui.scope_id().with("legend ground"), Sense::CLICK | Sense::DRAG);
    let response = ui.interact(head, ui.scope_id().with("legend"), Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(egui::accesskit::Role::Button, true, open, "Legend"));
    let ink = color(if response.hovered() || response.has_focus() {
        palette.accent
    } else {
        palette.text
    });
    painter.text(
        head.left_center() + vec2(10.0, 0.0),
        Align2::LEFT_CENTER,
        "Legend",
        theme::strong(theme::SMALL),
        ink,
    );
    chevron(&painter, head.right_center() - vec2(14.0, 0.0), open, ink);
    let mut y = head.bottom() + ROW / 2.0 - 2.0;
    for row in rows.iter().take(shown) {
        let at = Pt::new(rect.left() + 19.0, y);
        paint::shapes(&painter, Vec2::ZERO, &marks::legend_mark(subject, row, at));
        let sum = if row.shown == row.total {
            grouped(row.total as u64)
        } else {
            format!("{} of {}", grouped(row.shown as u64), grouped(row.total as u64))
        };
        let sum = painter.text(
            pos2(rect.right() - 10.0, y),
            Align2::RIGHT_CENTER,
            sum,
            theme::regular(theme::SMALL),
            color(palette.muted),
        );
        // Tables bring long words ("Explosions/Remote violence"), which must leave the sum its room.
        let room = sum.left() - 8.0 - (rect.left() + LABEL);
        let words = fitting(row.category.as_str(), theme::SMALL, false, room);
        line(&painter, rect, y, &words, palette);
        y += ROW;
    }
    if more > 0 {
        let words = format!("+{} more", grouped(more as u64));
        line(&painter, rect, y, &words, palette);
        y += ROW;
    }
    if open {
        painter.hline(rect.x_range().shrink(10.0), y - ROW / 2.0 + 5.0, edge);
        y += 10.0;
    } else {
        y -= 4.0;
    }
    if let Some(key) = surface {
        surface_key(&painter, rect, y, &key, palette);
        y += KEY + if unseen > 0 { ROW } else { 0.0 };
    }
    if moves > 0 {
        let at = Pt::new(rect.left() + 19.0, y);
        paint::shapes(&painter, Vec2::ZERO, &arcs::legend_mark(palette, at));
        let room = rect.right() - 10.0 - (rect.left() + LABEL);
        let words = fitting(&movement_words(movements), theme::SMALL, false, room);
        line(&painter, rect, y, &words, palette);
        y += ROW;
    }
    if open {
        for sign in marks::Sign::ALL.into_iter().take(signs) {
            let at = Pt::new(rect.left() + 19.0, y);
            paint::shapes(&painter, Vec2::ZERO, &sign.shapes(palette, at));
            line(&painter, rect, y, sign.label(), palette);
            y += ROW;
        }
    }
    (Some(rect), response.clicked())
}

/// "movement", with how many there are where not all are drawn.
fn movement_words(movements: Tally) -> String {
    match movements.left_out {
        0 => "movement".to_owned(),
        n => format!("movement, +{} more", grouped(n as u64)),
    }
}

/// The colours of the surface with their numbers, and what it does not show.
fn surface_key(painter: &egui::Painter, rect: Rect, y: f32, key: &SurfaceKey, palette: &Palette) {
    let left = rect.left() + 10.0;
    let font = theme::regular(theme::SMALL);
    let words = density::legend_words();
    painter.text(pos2(left, y), Align2::LEFT_CENTER, words, font.clone(), color(palette.text));
    let bar = SceneRect::new(Pt::new(left, y + 10.0), Pt::new(rect.right() - 10.0, y + 18.0));
    paint::shapes(painter, Vec2::ZERO, &density::legend_bar(palette, key.scale, bar));
    if key.regions.unseen > 0 {
        let words = format!("+{} in regions without room", key.regions.unseen);
        let at = pos2(left, y + KEY);
        painter.text(at, Align2::LEFT_CENTER, words, font, color(palette.muted));
    }
}

fn line(painter: &egui::Painter, rect: Rect, y: f32, words: &str, palette: &Palette) {
    let at = pos2(rect.left() + LABEL, y);
    painter.text(at, Align2::LEFT_CENTER, words, theme::regular(theme::SMALL), color(palette.text));
}

fn chevron(painter: &egui::Painter, at: egui::Pos2, open: bool, ink: Color32) {
    let dy = if open { 2.2 } else { -2.2 };
    let points = vec![at + vec2(-4.0, -dy), at + vec2(0.0, dy), at + vec2(4.0, -dy)];
    painter.add(egui::Shape::line(points, Stroke::new(1.6, ink)));
}
