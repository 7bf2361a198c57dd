//! The command palette: every command by name, a few letters are enough.

use crate::app::Frame;
use crate::app::commands::{Command, filtered};
use crate::views::field::Field;
use crate::views::pick::{Pick, Picked};
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Align2, Area, Id, Modal, Rect, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

/// Width of the palette, in points; less where the window has less.
const WIDTH: f32 = 560.0;
/// Height of a row.
const ROW: f32 = 30.0;
/// Rows that are seen at once, at most.
const ROWS: usize = 11;
/// Distance from the window's top.
const TOP: f32 = 64.0;
/// Commands run before that come first while nothing is typed.
const REMEMBERED: usize = 4;

/// What is typed and selected.
#[derive(Debug, Default)]
pub struct Palette {
    /// Whether it is shown.
    pub open: bool,
    typed: String,
    pick: Pick,
    opened: bool,
    /// What was run last, the latest first.
    recent: Vec<&'static str>,
}

impl Palette {
    /// Shows it with nothing typed.
    pub fn show(&mut self) {
        self.open = true;
        self.opened = true;
        self.typed.clear();
        self.pick.first();
    }

    /// Draws it while it is open: the command that was chosen, and whether it is to be closed.
    pub fn ui(&mut self, ui: &Ui, frame: &Frame<'_>) -> (Option<&'static Command>, bool) {
        if !self.open {
            return (None, false);
        }
        let ctx = ui.ctx();
        let mut commands = self.listed();
        let picked = self.pick.keys(ctx, commands.len());
        let window = ctx.content_rect();
        let id = Id::unique("command palette");
        let area: Area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, TOP));
        let mut chosen = None;
        let modal = Modal::new(id).area(area).frame(theme::overlay(frame.subject.palette, 10));
        let shown = modal.show(ctx, |ui| {
            ui.set_width(WIDTH.min(window.width() - 48.0));
            if self.field(ui) {
                self.pick.first();
                commands = self.listed();
            }
            ui.add_space(6.0);
            chosen = self.list(ui, &commands, frame, window.height() - TOP - 120.0);
        });
        if picked == Some(Picked::Chosen) {
            chosen = commands.get(self.pick.row).copied();
        }
        let chosen = chosen.filter(|command| command.hindrance(frame).is_none());
        if let Some(command) = chosen {
            self.recent.retain(|id| *id != command.id);
            self.recent.insert(0, command.id);
            self.recent.truncate(REMEMBERED);
        }
        (chosen, shown.should_close() || picked == Some(Picked::Closed))
    }

    /// What fits the text, best first; what was run last comes first while there is none.
    fn listed(&self) -> Vec<&'static Command> {
        let mut commands = filtered(&self.typed);
        if self.typed.trim().is_empty() {
            let age = |command: &&Command| {
                self.recent.iter().position(|id| *id == command.id).unwrap_or(REMEMBERED)
            };
            commands.sort_by_key(age);
        }
        commands
    }

    /// The text field. True when the text was changed.
    fn field(&mut self, ui: &mut Ui) -> bool {
        let field = Field::new(&mut self.typed)
            .id(Id::unique("command palette text"))
            .font(theme::regular(theme::READING))
            .margin(vec2(9.0, 7.0))
            .hint_text("Run a command by name")
            .desired_width(f32::INFINITY);
        let response = ui.add(field);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, true, "Command");
            info.current_text_value = Some(self.typed.clone());
            info
        });
        if std::mem::take(&mut self.opened) || !response.has_focus() {
            response.request_focus();
        }
        if response.changed() {
            ui.ctx().request_repaint();
        }
        response.changed()
    }

    fn list(
        &mut self,
        ui: &mut Ui,
        commands: &[&'static Command],
        frame: &Frame<'_>,
        room: f32,
    ) -> Option<&'static Command> {
        let palette = frame.subject.palette;
        if commands.is_empty() {
            let words = format!("No command is called “{}”. Escape closes.", self.typed.trim());
            parts::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
            return None;
        }
        // Always the same height while a text is typed, so that nothing jumps.
        let height = (ROW * ROWS as f32).min(room.max(3.0 * ROW));
        let mut chosen = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        egui::ScrollArea::vertical().auto_shrink([false, false]).max_height(height).show(
            ui,
            |ui| {
                for (at, command) in commands.iter().enumerate() {
                    let selected = at == self.pick.row;
                    let response = row(ui, command, selected, frame);
                    if selected && self.pick.moved {
                        response.scroll_to_me(None);
                    }
                    if response.hovered() && ui.input(|i| i.pointer.delta() != Vec2::ZERO) {
                        self.pick.row = at;
                    }
                    if response.clicked() {
                        chosen = Some(*command);
                    }
                }
            },
        );
        chosen
    }
}

/// A command's name, what it belongs to, and its keys.
fn row(ui: &mut Ui, command: &Command, selected: bool, frame: &Frame<'_>) -> egui::Response {
    let palette = frame.subject.palette;
    let size = vec2(ui.available_width(), ROW);
    // The field keeps the keyboard: rows are not stops of the tabulator.
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let hindrance = command.hindrance(frame);
    let keys = command.keys_written();
    let label = match (keys.is_empty(), hindrance) {
        (_, Some(why)) => format!("{}: {why}", command.name),
        (true, None) => command.name.to_owned(),
        (false, None) => format!("{} ({keys})", command.name),
    };
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListBoxOption, hindrance.is_none(), selected, &label)
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    parts::ground(ui, rect, palette, response.hovered(), selected, false);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let ink = if hindrance.is_some() { palette.muted } else { palette.text };
    let right = if let Some(why) = hindrance {
        let why = parts::line(ui, why, theme::regular(theme::SMALL), palette.muted, 260.0);
        let at = pos2(inner.right() - why.size().x, inner.center().y - why.size().y / 2.0);
        ui.painter().galley(at, why, theme::color(palette.muted));
        at.x
    } else {
        super::sheet::caps(ui, command, inner, palette)
    };
    let group =
        parts::line(ui, command.group.name(), theme::regular(theme::SMALL), palette.muted, 70.0);
    let name =
        Rect::from_min_max(inner.min + vec2(58.0, 0.0), pos2(right - theme::GAP, inner.max.y));
    let at = pos2(inner.left(), inner.center().y - group.size().y / 2.0);
    ui.painter().galley(at, group, theme::color(palette.muted));
    let words = parts::line(ui, command.name, theme::regular(theme::BODY), ink, name.width());
    let at = pos2(name.left(), name.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, theme::color(ink));
    response
}
