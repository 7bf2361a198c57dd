//! The sheet of shortcuts: all keys, by what they belong to, in two columns.

use crate::app::commands::{COMMANDS, Command, Group, Scope};
use crate::scene::palette::Palette;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Id, Modal, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// Width of the sheet, in points; less where the window has less.
const WIDTH: f32 = 840.0;
/// Height of a row.
const ROW: f32 = 22.0;
/// Height of a heading with the space above it.
const HEADING: f32 = 30.0;
/// What the sheet takes of the window's height besides its columns: heading and margins.
const AROUND: f32 = 104.0;
/// Space between the columns.
const GUTTER: f32 = 36.0;

/// Whether it is shown.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Whether it is shown.
    pub open: bool,
    opened: bool,
}

impl Sheet {
    /// Shows it.
    pub fn show(&mut self) {
        (self.open, self.opened) = (true, true);
    }

    /// Draws it while it is open. True when it is to be closed.
    pub fn ui(&mut self, ui: &Ui, palette: &Palette) -> bool {
        if !self.open {
            return false;
        }
        let ctx = ui.ctx();
        let window = ctx.content_rect();
        let mut closed = false;
        let modal = Modal::new(Id::unique("shortcuts")).frame(theme::overlay(palette, 18));
        let shown = modal.show(ctx, |ui| {
            let width = WIDTH.min(window.width() - 64.0);
            ui.set_width(width);
            closed = self.head(ui, palette);
            let (left, right) = columns();
            let height = tall(&left).max(tall(&right));
            let room = window.height() - AROUND;
            egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(
                ui,
                |ui| {
                    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
                    let half = (width - GUTTER) / 2.0;
                    for (at, groups) in [left, right].into_iter().enumerate() {
                        let from = pos2(rect.left() + at as f32 * (half + GUTTER), rect.top());
                        let column = Rect::from_min_size(from, vec2(half, height));
                        self::column(ui, column, &groups, palette);
                    }
                },
            );
        });
        closed || shown.should_close()
    }

    fn head(&mut self, ui: &mut Ui, palette: &Palette) -> bool {
        let mut closed = false;
        ui.horizontal(|ui| {
            let words =
                egui::RichText::new("Keyboard shortcuts").font(theme::strong(theme::HEADING));
            ui.label(words.color(theme::color(palette.text)));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let button = ui.button("Close");
                if std::mem::take(&mut self.opened) {
                    button.request_focus();
                }
                closed = button.clicked();
            });
        });
        closed
    }
}

/// The commands of a group that have keys.
fn of(group: Group) -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(move |command| command.group == group && !command.keys.is_empty())
}

/// The groups of each column, in their order, so that both columns are about equally high.
fn columns() -> (Vec<Group>, Vec<Group>) {
    let groups: Vec<Group> = Group::ALL.into_iter().filter(|g| of(*g).next().is_some()).collect();
    let parted = |choice: u32| -> (Vec<Group>, Vec<Group>) {
        let (left, right): (Vec<_>, Vec<_>) =
            groups.iter().enumerate().partition(|(at, _)| choice >> at & 1 == 0);
        let bare = |side: Vec<(usize, &Group)>| side.into_iter().map(|(_, group)| *group).collect();
        (bare(left), bare(right))
    };
    let height = |choice: &u32| {
        let (left, right) = parted(*choice);
        tall(&left).max(tall(&right)) as u32
    };
    // So few groups that every choice can be looked at. The first one always stands at the left.
    let choices = (0..1_u32 << groups.len()).filter(|choice| choice & 1 == 0);
    parted(choices.min_by_key(height).unwrap_or_default())
}

/// How high a column of groups is, in points.
fn tall(groups: &[Group]) -> f32 {
    groups.iter().map(|group| HEADING + ROW * of(*group).count() as f32).sum()
}

fn column(ui: &mut Ui, column: Rect, groups: &[Group], palette: &Palette) {
    let mut ui = ui.new_child(UiBuilder::new().max_rect(column));
    ui.spacing_mut().item_spacing.y = 0.0;
    for group in groups {
        let (rect, response) =
            ui.allocate_exact_size(vec2(column.width(), HEADING), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, group.name()));
        let words = parts::line(
            &ui,
            group.name(),
            theme::strong(theme::SMALL),
            palette.accent,
            rect.width(),
        );
        let at = pos2(rect.left(), rect.bottom() - words.size().y - 5.0);
        ui.painter().galley(at, words, theme::color(palette.accent));
        for command in of(*group) {
            row(&mut ui, command, palette);
        }
    }
}

/// What a command does, and its keys at the right.
fn row(ui: &mut Ui, command: &Command, palette: &Palette) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let label = format!("{}: {}{}", command.name, command.keys_written(), place(command));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let line = Stroke::new(1.0, theme::color(palette.line.alpha(0.6)));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let right = caps(ui, command, rect, palette);
    let name = format!("{}{}", command.name, place(command));
    let width = right - theme::GAP - rect.left();
    let words = parts::line(ui, &name, theme::regular(theme::BODY), palette.text, width);
    let at = pos2(rect.left(), rect.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, theme::color(palette.text));
}

/// Where its keys count, where that is not everywhere.
fn place(command: &Command) -> &'static str {
    match command.scope {
        Scope::Map => ", with the map in focus",
        Scope::Everywhere | Scope::Window | Scope::Slider | Scope::Toolkit => "",
    }
}

/// Draws a command's keys at the right edge of a row, and tells where they begin.
pub(super) fn caps(ui: &Ui, command: &Command, row: Rect, palette: &Palette) -> f32 {
    let mut right = row.right();
    for chord in command.keys.iter().rev() {
        let words = chord.to_string();
        let words = parts::line(ui, &words, theme::regular(theme::SMALL), palette.text, 160.0);
        let size = vec2((words.size().x + 12.0).max(20.0), 18.0);
        let min = pos2(right - size.x, row.center().y - size.y / 2.0);
        let cap = Rect::from_min_size(min, size);
        let rim = Stroke::new(1.0, theme::color(palette.line));
        let fill = theme::color(palette.surface);
        ui.painter().rect(cap, 4, fill, rim, StrokeKind::Inside);
        let at = cap.center() - words.size() / 2.0;
        ui.painter().galley(at, words, theme::color(palette.text));
        right = min.x - 5.0;
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_hold_every_command_with_keys_and_fit_a_small_window() {
        let (left, right) = columns();
        let shown: usize = left.iter().chain(&right).map(|group| of(*group).count()).sum();
        let with_keys = COMMANDS.iter().filter(|command| !command.keys.is_empty()).count();
        assert_eq!(shown, with_keys);
        let height = tall(&left).max(tall(&right));
        assert!(height <= 640.0 - AROUND, "{height} points do not fit without scrolling");
    }
}
