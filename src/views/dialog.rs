//! What the window asks or says in its middle, before anything else: a heading, a way out, and what it
//! is about. All of these look and close alike.

use super::theme;
use egui::accesskit::Role;
use egui::{Align, Context, CornerRadius, Frame, Id, Layout, Margin, Modal, RichText, Ui};
use egui::{ScrollArea, WidgetInfo};

/// Distance that a dialog keeps from the window's edges, in points.
const AWAY: f32 = 24.0;
/// What a dialog takes of the window's height besides its body: heading and margins.
const AROUND: f32 = 110.0;
/// Margin inside.
const MARGIN: i8 = 18;

/// Draws a dialog, `width` points wide where the window is. True when it is to be closed: by its
/// button, by Escape, or by a click beside it.
pub fn show(ctx: &Context, title: &str, width: f32, body: impl FnOnce(&mut Ui)) -> bool {
    let window = ctx.content_rect();
    let style = ctx.global_style();
    let frame = Frame::NONE
        .fill(style.visuals.window_fill)
        .stroke(style.visuals.window_stroke)
        .corner_radius(CornerRadius::same(8))
        .shadow(style.visuals.window_shadow)
        .inner_margin(Margin::same(MARGIN));
    let around = 2.0 * (AWAY + f32::from(MARGIN));
    let mut closed = false;
    let modal = Modal::new(Id::unique(("dialog", title))).frame(frame);
    let shown = modal.show(ctx, |ui| {
        ui.set_width(width.min((window.width() - around).max(120.0)));
        closed = head(ui, title);
        ui.add_space(theme::GAP / 2.0);
        let room = (window.height() - AROUND).max(60.0);
        let area = ScrollArea::vertical().id_salt(title).auto_shrink([false, true]);
        area.max_height(room).min_scrolled_height(room).show(ui, body);
    });
    closed || shown.should_close()
}

fn head(ui: &mut Ui, title: &str) -> bool {
    let mut closed = false;
    ui.horizontal(|ui| {
        let words = RichText::new(title).font(theme::strong(theme::HEADING));
        let heading = ui.label(words);
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = ui.button("Close");
            let label = format!("Close: {title}");
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            closed = button.on_hover_text("Escape").clicked();
        });
    });
    closed
}

/// A row of a dialog: what it is about at the left, what is said of it beside, wrapped.
pub fn row(ui: &mut Ui, what: &str, column: f32, words: &str) {
    ui.horizontal_top(|ui| {
        let ink = ui.visuals().text_color();
        let font = theme::strong(theme::BODY);
        ui.allocate_ui(egui::vec2(column, 0.0), |ui| {
            ui.set_width(column);
            ui.label(RichText::new(what).font(font).color(ink));
        });
        ui.vertical(|ui| ui.add(egui::Label::new(words).wrap()));
    });
}

/// A complaint at the foot of a dialog.
pub fn trouble(ui: &mut Ui, words: Option<&str>) {
    if let Some(words) = words {
        ui.label(RichText::new(words).color(ui.visuals().warn_fg_color));
    }
}
