//! The line that says how much is shown and what is not: nothing disappears silently.

use crate::app::{Action, Frame, List};
use crate::query::Facet;
use crate::task::{Warning, grouped};
use crate::views::theme::{self, color};
use egui::{RichText, Ui};

/// Draws the line; each number opens its list.
pub fn ui(ui: &mut Ui, frame: &Frame<'_>, warnings: &[Warning], actions: &mut Vec<Action>) {
    let counts = frame.subject.matches.counts;
    let unresolved = frame.index.unresolved().len();
    let hidden =
        if frame.subject.hide_outside { "hidden by the window" } else { "dimmed by the window" };
    // Where everything is enlarged, the line is longer than the window and goes along under the wheel.
    let line = egui::ScrollArea::horizontal().auto_shrink([true, false]);
    let line = line.scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden);
    line.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        number(
            ui,
            frame,
            counts.shown,
            if counts.shown == 1 { "event shown" } else { "events shown" },
            List::Shown,
            actions,
        );
        number(ui, frame, counts.outside, hidden, List::Outside, actions);
        number(ui, frame, counts.undated, "undated", List::Undated, actions);
        number(ui, frame, counts.unplaced, "unplaced", List::Unplaced, actions);
        if counts.filtered > 0 {
            let by: Vec<&str> = frame.filters.in_use().map(Facet::label).collect();
            let words = format!("hidden by {}", by.join(", ").to_lowercase());
            number(ui, frame, counts.filtered, &words, List::Filtered, actions);
        }
        let told = frame.project.tally();
        if told.events > 0 {
            let words = format!("from {} reports", grouped(told.reports as u64));
            number(ui, frame, told.events, &words, List::Folded, actions);
        }
        corrections(ui, frame, actions);
        if unresolved > 0 {
            let words = if unresolved == 1 { "name not found" } else { "names not found" };
            number(ui, frame, unresolved, words, List::Unresolved, actions);
        }
        if !warnings.is_empty() {
            let noun = if warnings.iter().any(|w| w.failed) { "warning" } else { "remark" };
            let words = if warnings.len() == 1 { noun.to_owned() } else { format!("{noun}s") };
            number(ui, frame, warnings.len(), &words, List::Warnings, actions);
        }
    });
}

fn corrections(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let (made, lost) = (frame.project.decisions().len(), frame.project.unheeded().len());
    if made > 0 {
        let noun = if made == 1 { "correction" } else { "corrections" };
        let words = match lost {
            0 => noun.to_owned(),
            _ => format!("{noun}, {lost} not followed"),
        };
        number(ui, frame, made, &words, List::Corrections, actions);
    }
}

fn number(
    ui: &mut Ui,
    frame: &Frame<'_>,
    n: usize,
    words: &str,
    list: List,
    actions: &mut Vec<Action>,
) {
    let palette = frame.subject.palette;
    let open = frame.session.selection.is_none() && frame.session.list == list;
    let ink = match (list, n) {
        (List::Warnings, _) if !words.starts_with("remark") => palette.warning,
        (_, 0) => palette.muted,
        _ => palette.text,
    };
    let text = RichText::new(format!("{} {words}", grouped(n as u64)))
        .font(theme::regular(12.5))
        .color(color(ink));
    let button = egui::Button::new(text).frame_when_inactive(false).selected(open);
    if ui.add(button).on_hover_text("Click to list them").clicked() {
        actions.push(Action::ShowList(list));
    }
}
