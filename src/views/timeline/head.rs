//! The corner beside the axis: what the lanes are, and whether only what the map shows counts.

use super::known::{Lack, unavailable};
use super::on_screen;
use crate::app::{Action, Frame, TimelineAction};
use crate::scene::palette::Palette;
use crate::scene::shape::{Pt, Rect};
use crate::scene::timeline::{Grouping, LaneHead, Layout};
use crate::views::parts;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{
    Popup, PopupCloseBehavior, Response, RichText, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

/// Height of the corner's controls, in points.
const HEIGHT_PX: f32 = 19.0;
/// Width of the switch that counts what the map shows, in points.
const SWITCH_PX: f32 = 24.0;

/// Draws the corner.
pub(super) fn ui(
    ui: &Ui,
    rect: egui::Rect,
    layout: &Layout,
    heads: &[LaneHead],
    lack: Option<&Lack>,
    frame: &Frame<'_>,
    actions: &mut Vec<Action>,
) {
    let left = layout.rect.min.x + 7.0;
    let right = layout.axis.min.x - 8.0;
    if right - left < 70.0 || layout.axis.height() < HEIGHT_PX {
        return;
    }
    let top = layout.axis.min.y + 2.0;
    let part = |from: f32, to: f32| {
        on_screen(rect, Rect::new(Pt::new(from, top), Pt::new(to, top + HEIGHT_PX)))
    };
    lanes(ui, part(left, right - SWITCH_PX - 4.0), heads, lack, frame, actions);
    switch(ui, part(right - SWITCH_PX, right), frame, actions);
}

/// The chooser of lanes.
fn lanes(
    ui: &Ui,
    rect: egui::Rect,
    heads: &[LaneHead],
    lack: Option<&Lack>,
    frame: &Frame<'_>,
    actions: &mut Vec<Action>,
) {
    let choices = &frame.session.timeline;
    let asked = choices.grouping;
    let (words, why) = match (lack, asked) {
        (Some(Lack::Sorting(share)), _) => {
            (format!("Sorting… {:.0} %", share * 100.0), "Events are being sorted".to_owned())
        }
        (Some(Lack::TooMany(why)), _) => {
            (format!("Not by {}", asked.label()), format!("Lanes by {}: {why}", asked.label()))
        }
        (None, Grouping::None) => ("One lane".to_owned(), "What the lanes are".to_owned()),
        (None, _) => (format!("By {}", asked.label()), "What the lanes are".to_owned()),
    };
    let palette = frame.subject.palette;
    let id = ui.scope_id().with("lanes by");
    let response = ui.interact(rect, id, Sense::click());
    let label = format!("Lanes: {}", asked.label());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    let ink = if matches!(lack, Some(Lack::TooMany(_))) { palette.warning } else { palette.text };
    ground(ui, rect, &response, false, palette);
    let room = rect.width() - 22.0;
    let galley = parts::line(ui, &words, theme::regular(theme::SMALL), ink, room);
    let at = pos2(rect.left() + 5.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color(ink));
    let tip = pos2(rect.right() - 9.0, rect.center().y + 2.5);
    let arrow = vec![tip - vec2(3.5, 4.0), tip - vec2(-3.5, 4.0), tip];
    ui.painter().add(Shape::convex_polygon(arrow, color(palette.muted), Stroke::NONE));
    let response = response.on_hover_text(why);
    Popup::from_toggle_button_response(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name("Lanes")
        .width(220.0)
        .show(|ui| choose(ui, heads, frame, actions));
}

fn choose(ui: &mut Ui, heads: &[LaneHead], frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let (choices, palette) = (&frame.session.timeline, frame.subject.palette);
    let index = frame.subject.matches.index();
    let mut act = |change| actions.push(Action::Timeline(change));
    theme::edged(ui, palette);
    parts::caption(ui, palette, "A lane for each");
    for grouping in Grouping::ALL {
        let why = unavailable(index, grouping, choices.in_view);
        let words = if grouping == Grouping::None { "one lane" } else { grouping.label() };
        let radio = egui::RadioButton::new(choices.grouping == grouping, words);
        if ui.add_enabled(why.is_none(), radio).clicked() {
            act(TimelineAction::Group(grouping));
            ui.close();
        }
        if let Some(why) = why {
            let small = RichText::new(why).font(theme::regular(theme::SMALL));
            ui.label(small.color(color(palette.muted)));
        }
    }
    ui.separator();
    let names = || heads.iter().map(|head| head.name.clone()).collect::<Vec<_>>();
    let usual = choices.arrangement().is_none_or(|arrangement| arrangement.is_usual());
    let open = heads.iter().filter(|head| !head.collapsed).count();
    for (enabled, words, change) in [
        (open > 0, "Collapse all", TimelineAction::Collapse(names())),
        (open < heads.len(), "Expand all", TimelineAction::Collapse(Vec::new())),
        (!usual, "Usual order, all expanded", TimelineAction::UsualLanes),
    ] {
        if ui.add_enabled(enabled, egui::Button::new(words)).clicked() {
            act(change);
            ui.close();
        }
    }
}

/// The switch that counts only what the map shows.
fn switch(ui: &Ui, rect: egui::Rect, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let on = frame.session.timeline.in_view;
    let palette = frame.subject.palette;
    let response = ui.interact(rect, ui.scope_id().with("in view"), Sense::click());
    let label = "Only what the map shows";
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, label));
    ground(ui, rect, &response, on, palette);
    let ink = color(if on { palette.accent } else { palette.text });
    // A frame around a spot: what is in view.
    let c = rect.center();
    for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
        let corner = pos2(c.x + 6.5 * x, c.y + 5.0 * y);
        let arms = vec![corner - vec2(3.5 * x, 0.0), corner, corner - vec2(0.0, 3.0 * y)];
        ui.painter().add(Shape::line(arms, Stroke::new(1.3, ink)));
    }
    ui.painter().circle_filled(c, 2.0, ink);
    if response.clicked() {
        actions.push(Action::Timeline(TimelineAction::CountInView(!on)));
    }
    response.on_hover_text(if on {
        "Only what the map shows is drawn and counted here. Click to count all"
    } else {
        "Draw and count only what the map shows; events without a place are left out then"
    });
}

/// The ground of a small control.
fn ground(ui: &Ui, rect: egui::Rect, response: &Response, on: bool, palette: &Palette) {
    let fill = match (on, response.hovered()) {
        (true, _) => color(palette.accent.alpha(0.16)),
        (false, true) => color(palette.hover),
        (false, false) => color(palette.raised),
    };
    let rim = if response.has_focus() {
        Stroke::new(1.5, color(palette.accent))
    } else {
        Stroke::new(1.0, color(if on { palette.accent } else { palette.line }))
    };
    ui.painter().rect(rect, 4, fill, rim, StrokeKind::Inside);
}
