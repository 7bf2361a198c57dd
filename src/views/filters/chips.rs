use crate::app::filters::edit::next_area;
use crate::app::filters::words;
use crate::app::{Action, Frame};
use crate::query::Facet;
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Color32, CornerRadius, CursorIcon, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

/// Side of a chip's cross, in points.
const CROSS: f32 = 3.2;

/// Height of a chip, in points.
const CHIP: f32 = 22.0;

/// The filters in force, each of which a click takes away; how much they hide at the end. Where none
/// is, the line is as high and says so.
pub fn chips(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let filters = frame.filters;
    let palette = frame.subject.palette;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GAP * 0.75, 4.0);
        ui.set_min_height(CHIP);
        let used: Vec<Facet> = filters.in_use().collect();
        for facet in &used {
            let words = words::chip(filters.filter(), *facet, frame.index.events());
            match chip(ui, frame, *facet, &words) {
                Some(Press::Remove) => {
                    let left = filters.filter().without(*facet);
                    actions.push(Action::SetFilter(Box::new(left)));
                }
                Some(Press::Edit) => {
                    let next = next_area(filters.filter(), frame.session.editing.as_ref());
                    actions.push(Action::EditArea(next));
                }
                None => {}
            }
        }
        if used.len() > 1 && parts::link(ui, palette, "Clear all", "Clear all filters").clicked() {
            actions.push(Action::SetFilter(Box::default()));
        }
        let hidden = frame.subject.matches.counts.filtered;
        let words = match (filters.is_settled(), hidden) {
            (true, _) if used.is_empty() => "No filter is set: every event is shown".to_owned(),
            (false, _) => "filtering…".to_owned(),
            (true, 0) => "hides nothing".to_owned(),
            (true, 1) => "hides 1 event".to_owned(),
            (true, _) => format!("hides {} events", grouped(hidden as u64)),
        };
        let muted = theme::color(palette.muted);
        ui.label(egui::RichText::new(words).font(theme::regular(theme::SMALL)).color(muted));
    });
}

/// What a chip was asked for.
enum Press {
    Remove,
    /// To change it where it was marked.
    Edit,
}

/// A chip with a cross. A click takes the filter away; on an area's, only a click on the cross, and one
/// on the words takes the area up.
fn chip(ui: &mut Ui, frame: &Frame<'_>, facet: Facet, words: &str) -> Option<Press> {
    let palette = frame.subject.palette;
    let room = (ui.max_rect().width() * 0.6).max(80.0);
    let galley = parts::line(ui, words, theme::regular(theme::SMALL + 0.5), palette.text, room);
    let size = vec2(galley.size().x + 3.25 * theme::GAP + 2.0 * CROSS, CHIP);
    let (rect, whole) = ui.allocate_exact_size(size, Sense::click());
    let label = format!("Remove filter: {words}");
    let (editing, remove) = match facet {
        Facet::Region => {
            let label = format!("Edit the drawn area: {words}");
            whole.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            let cross = rect.with_min_x(rect.right() - 1.75 * theme::GAP - 2.0 * CROSS);
            let id = whole.id.with("cross");
            (Some(whole), ui.interact(cross, id, Sense::click()))
        }
        _ => (None, whole),
    };
    remove.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let remove = remove.on_hover_cursor(CursorIcon::PointingHand);
    let editing = editing.map(|edit| edit.on_hover_cursor(CursorIcon::PointingHand));
    let has_focus = remove.has_focus() || editing.as_ref().is_some_and(|edit| edit.has_focus());
    let lit = has_focus || remove.hovered() || editing.as_ref().is_some_and(|edit| edit.hovered());
    let crossed = match &editing {
        Some(_) => remove.hovered() || remove.has_focus(),
        None => lit,
    };
    let rim = match has_focus {
        true => Stroke::new(2.0, theme::color(palette.accent)),
        false => Stroke::new(1.0, theme::color(palette.accent.alpha(0.55))),
    };
    let fill = theme::color(palette.accent.alpha(if lit { 0.22 } else { 0.12 }));
    let corner = CornerRadius::same((rect.height() / 2.0) as u8);
    let painter = ui.painter();
    painter.rect(rect, corner, fill, rim, StrokeKind::Inside);
    let left = rect.left() + theme::GAP;
    let y = rect.center().y - galley.size().y / 2.0;
    painter.galley(egui::pos2(left, y), galley, Color32::PLACEHOLDER);
    let cross = egui::pos2(rect.right() - theme::GAP - CROSS, rect.center().y);
    let ink = if crossed { palette.text } else { palette.muted };
    let pen = Stroke::new(if crossed && editing.is_some() { 1.9 } else { 1.4 }, theme::color(ink));
    for turn in [1.0, -1.0] {
        let arm = vec2(CROSS, CROSS * turn);
        painter.line_segment([cross - arm, cross + arm], pen);
    }
    let taken = editing
        .is_some_and(|edit| edit.on_hover_text("Click to edit the area on the map (E)").clicked());
    let removed = remove.on_hover_text("Click to remove this filter").clicked();
    match (removed, taken) {
        (true, _) => Some(Press::Remove),
        (false, true) => Some(Press::Edit),
        (false, false) => None,
    }
}
