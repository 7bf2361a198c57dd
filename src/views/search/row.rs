//! A row of the list of what was found.

use super::icon;
use crate::app::Frame;
use crate::app::search::Row;
use crate::scene::palette::Palette;
use crate::scene::text::is_right_to_left;
use crate::search::{Group, Hit, Kind};
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, CursorIcon, Galley, Response, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Height of a row with two lines, of one with a single line, and of a heading.
const ROW: f32 = 42.0;
const MORE: f32 = 28.0;
const HEADING: f32 = 25.0;
/// Where a row's words begin, from its left edge.
const WORDS: f32 = 32.0;

/// The name of a kind, and how many of it are listed.
pub fn heading(ui: &mut Ui, group: &Group, shown: usize, palette: &Palette) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEADING), Sense::hover());
    let total = grouped(group.total as u64);
    let plus = if group.whole { "" } else { "+" };
    let count = if shown < group.total || !group.whole {
        format!("{} of {total}{plus}", grouped(shown as u64))
    } else {
        total
    };
    let label = format!("{}: {count}", group.kind.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &label));
    let font = theme::strong(theme::SMALL);
    let name = parts::line(ui, group.kind.name(), font, palette.muted, rect.width());
    let count = parts::line(ui, &count, theme::regular(theme::SMALL), palette.muted, 120.0);
    let base = rect.bottom() - 4.0;
    let right = pos2(rect.right() - 8.0 - count.size().x, base - count.size().y);
    ui.painter().galley(pos2(rect.left() + 8.0, base - name.size().y), name, Color32::PLACEHOLDER);
    ui.painter().galley(right, count, Color32::PLACEHOLDER);
}

/// Something that was found, or the way to more of it.
pub fn row(ui: &mut Ui, row: &Row<'_>, selected: bool, frame: &Frame<'_>) -> Response {
    let palette = frame.subject.palette;
    let height = match row {
        Row::Hit(..) => ROW,
        Row::More(..) => MORE,
    };
    // The field keeps the keyboard: rows are not stops of the tabulator.
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::CLICK);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let label = label(row);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, &label));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    parts::ground(ui, rect, palette, response.hovered(), selected, false);
    let left = rect.left() + WORDS;
    let room = rect.right() - 8.0 - left;
    match row {
        Row::Hit(kind, hit) => {
            icon::draw(ui.painter(), *kind, pos2(rect.left() + 17.0, rect.center().y), palette);
            let title = title(ui, hit, palette, room);
            let font = theme::regular(theme::SMALL);
            let detail = parts::line(ui, &hit.detail, font, palette.muted, room);
            let y = rect.center().y - (title.size().y + detail.size().y + 1.0) / 2.0;
            let next = y + title.size().y + 1.0;
            ui.painter().galley(pos2(left, y), title, Color32::PLACEHOLDER);
            ui.painter().galley(pos2(left, next), detail, Color32::PLACEHOLDER);
        }
        Row::More(..) => {
            let font = theme::regular(theme::BODY);
            let words = parts::line(ui, &label, font, palette.accent, room);
            let at = pos2(left, rect.center().y - words.size().y / 2.0);
            ui.painter().galley(at, words, Color32::PLACEHOLDER);
        }
    }
    response
}

fn label(row: &Row<'_>) -> String {
    match row {
        Row::Hit(kind, hit) => format!("{}: {}, {}", kind.name(), hit.title, hit.detail),
        Row::More(kind, total, whole) => {
            let number = grouped(*total as u64);
            let so_far = if *whole { "" } else { " so far" };
            match kind {
                Kind::Event => format!("List all {number} events{so_far}"),
                kind => format!("More: {number} in {}{so_far}", kind.name().to_lowercase()),
            }
        }
    }
}

/// A hit's title with what was typed in bold. Words from right to left are put in order to be drawn,
/// and marks with them would lie elsewhere: they have none.
fn title(ui: &Ui, hit: &Hit, palette: &Palette, room: f32) -> Arc<Galley> {
    let regular = theme::regular(theme::BODY);
    if hit.marked.is_empty() || is_right_to_left(&hit.title) {
        return parts::line(ui, &hit.title, regular, palette.text, room);
    }
    let plain = TextFormat::simple(regular, theme::color(palette.text));
    let strong = TextFormat {
        background: theme::color(palette.accent.alpha(0.16)),
        ..TextFormat::simple(theme::strong(theme::BODY), theme::color(palette.text))
    };
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    job.wrap = TextWrapping::truncate_at_width(room.max(1.0));
    let mut at = 0;
    for range in &hit.marked {
        job.append(hit.title.get(at..range.start).unwrap_or_default(), 0.0, plain.clone());
        job.append(hit.title.get(range.clone()).unwrap_or_default(), 0.0, strong.clone());
        at = range.end.max(at);
    }
    job.append(hit.title.get(at..).unwrap_or_default(), 0.0, plain);
    ui.painter().layout_job(job)
}
