//! The search field of the top line and the list below it.

mod icon;
mod row;

use crate::app::search::{Row, Search, Wake, actions_for, rows};
use crate::app::{Action, Frame, Resources};
use crate::scene::palette::Palette;
use crate::search::Group;
use crate::task::grouped;
use crate::views::field::Field;
use crate::views::pick::{Pick, Picked};
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Area, Context, Id, Order, Rect, ScrollArea, Ui, Vec2, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Width of the list, in points; less where the window has less.
const LIST: f32 = 500.0;
/// Width of the field: the most, and the least that it keeps in a narrow window.
const FIELD: (f32, f32) = (300.0, 150.0);
/// The most of the window's height that the list takes.
const TALLEST: f32 = 560.0;

/// The field, the list, and what is being looked for.
#[derive(Default)]
pub struct SearchView {
    search: Search,
    typed: String,
    pick: Pick,
    open: bool,
    /// Whether something that was found was just gone to.
    gone: bool,
    /// To be given the focus in the next frame, with all of its text selected.
    wanted: bool,
    field: Option<Rect>,
    wake: Option<Wake>,
}

impl SearchView {
    /// Gives the field the focus, its text selected.
    pub fn focus(&mut self) {
        (self.wanted, self.open) = (true, true);
    }

    /// What is looked for, and what was found.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.search
    }

    fn id() -> Id {
        Id::unique("search field")
    }

    fn wake(&mut self, ctx: &Context) -> Wake {
        let wake = self.wake.get_or_insert_with(|| {
            let ctx = ctx.clone();
            Arc::new(move || ctx.request_repaint())
        });
        Arc::clone(wake)
    }

    /// Draws the field, and looks for what is typed into it.
    pub fn field(&mut self, ui: &mut Ui, frame: &Frame<'_>, resources: &Arc<Resources>) {
        let id = Self::id();
        let room = ui.available_width();
        // Where there is hardly any room, what is left of it.
        let least = FIELD.1.min((room - 24.0).max(60.0));
        let width = (room * 0.6).clamp(least, FIELD.0.max(least));
        let field = Field::new(&mut self.typed)
            .id(id)
            .desired_width(width)
            .margin(vec2(8.0, 4.0))
            .align(egui::Align2::LEFT_CENTER)
            .hint_text("Search (Ctrl+F)");
        let response = ui.add(field);
        let text = self.typed.clone();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::SearchInput, true, "Search");
            info.current_text_value = Some(text.clone());
            info
        });
        self.field = Some(response.rect);
        if std::mem::take(&mut self.wanted) {
            response.request_focus();
            parts::select_all(ui.ctx(), id, self.typed.chars().count());
        }
        if response.gained_focus() || response.changed() || response.clicked() {
            self.open = true;
        }
        if response.changed() {
            ui.ctx().request_repaint();
            self.pick.first();
        }
        if self.open {
            let wake = self.wake(ui.ctx());
            self.search.ask(&self.typed, frame, resources, &wake);
            self.search.take(frame, &wake);
        }
    }

    /// Draws the list while it is open. What was chosen is gone to.
    pub fn list(&mut self, ui: &Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let Some(field) = self.field.filter(|_| self.open) else { return };
        let ctx = ui.ctx();
        let window = ctx.content_rect();
        let width = LIST.min(window.width() - 24.0);
        let left = (field.right() - width).max(window.left() + 12.0);
        let groups = self.search.groups();
        let listed = rows(&groups, self.search.only());
        let mut chosen = None;
        let area = Area::new(Id::unique("search list"))
            .order(Order::Foreground)
            .fixed_pos(pos2(left, field.bottom() + 5.0))
            .show(ctx, |ui| {
                theme::overlay(frame.subject.palette, 6).show(ui, |ui| {
                    ui.set_width(width - 14.0);
                    let room = (window.bottom() - field.bottom() - 40.0).min(TALLEST);
                    chosen = self.rows(ui, &groups, &listed, frame, room);
                });
            });
        let pressed = ctx.input(|i| i.pointer.any_pressed().then(|| i.pointer.interact_pos()));
        let outside = pressed
            .flatten()
            .is_some_and(|at| !area.response.rect.contains(at) && !field.contains(at));
        let chosen = chosen.and_then(|at| listed.get(at)).copied();
        if let Some(row) = chosen {
            self.go(ctx, row, frame, actions);
        } else if outside || ctx.memory(|m| m.focused()).is_some_and(|id| id != Self::id()) {
            self.open = false;
        }
    }

    /// Takes the list's keys while the field has the keyboard, before the field sees them.
    pub fn keys(&mut self, ctx: &Context, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        // Escape takes the focus from the field before anybody sees the key.
        let elsewhere = ctx.memory(|m| m.focused()).is_some_and(|id| id != Self::id());
        if !self.open || elsewhere {
            return;
        }
        let groups = self.search.groups();
        let listed = rows(&groups, self.search.only());
        match self.pick.keys(ctx, listed.len()) {
            Some(Picked::Chosen) => {
                if let Some(row) = listed.get(self.pick.row).copied() {
                    self.go(ctx, row, frame, actions);
                }
            }
            Some(Picked::Closed) if self.search.only().is_some() => {
                self.search.list_only(None);
                self.pick.first();
                ctx.memory_mut(|m| m.request_focus(Self::id()));
            }
            Some(Picked::Closed) => self.close(ctx),
            None => {}
        }
    }

    fn close(&mut self, ctx: &Context) {
        self.open = false;
        ctx.memory_mut(|m| m.surrender_focus(Self::id()));
    }

    /// Goes to what a row stands for.
    fn go(&mut self, ctx: &Context, row: Row<'_>, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        match row {
            Row::Hit(_, hit) => {
                actions.extend(actions_for(&hit.goal, &hit.title, frame.subject.dataset));
            }
            Row::More(crate::search::Kind::Event, ..) => {
                let title = format!("Events with “{}”", self.typed.trim());
                actions.push(Action::ShowFound(self.search.list(title)));
            }
            Row::More(kind, ..) => {
                self.search.list_only(Some(kind));
                self.pick.first();
                ctx.memory_mut(|m| m.request_focus(Self::id()));
                return;
            }
        }
        self.close(ctx);
        self.gone = true;
    }

    /// Whether something that was found was gone to since this was asked last.
    pub fn take_gone(&mut self) -> bool {
        std::mem::take(&mut self.gone)
    }

    /// The rows by kind, or what to do where there are none. The row that was clicked.
    fn rows(
        &mut self,
        ui: &mut Ui,
        groups: &[Group],
        listed: &[Row<'_>],
        frame: &Frame<'_>,
        room: f32,
    ) -> Option<usize> {
        let palette = frame.subject.palette;
        if listed.is_empty() {
            self.nothing(ui, palette);
            return None;
        }
        let mut clicked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        if let Some(meant) = self.search.meant() {
            let words = format!("Nothing is spelt so here. Showing “{meant}”.");
            parts::paragraph(ui, &words, theme::regular(theme::SMALL), palette.muted);
        }
        self.pick.row = self.pick.row.min(listed.len().saturating_sub(1));
        // Where more is found than before, the list grows at once instead of scrolling.
        let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
        area.auto_shrink([false, true]).show(ui, |ui| {
            let mut before = None;
            for (at, row) in listed.iter().enumerate() {
                let kind = match row {
                    Row::Hit(kind, _) | Row::More(kind, ..) => *kind,
                };
                if before.replace(kind) != Some(kind)
                    && let Some(group) = groups.iter().find(|group| group.kind == kind)
                {
                    let shown = listed.iter().filter(|r| matches!(r, Row::Hit(k, _) if *k == kind));
                    row::heading(ui, group, shown.count(), palette);
                }
                let selected = at == self.pick.row;
                let response = row::row(ui, row, selected, frame);
                if selected && self.pick.moved {
                    response.scroll_to_me(None);
                }
                if response.hovered() && ui.input(|i| i.pointer.delta() != Vec2::ZERO) {
                    self.pick.row = at;
                }
                if response.clicked() {
                    clicked = Some(at);
                }
            }
        });
        if self.search.is_busy() {
            let so_far: usize = groups.iter().map(|group| group.total).sum();
            let words = format!("Still looking; {} so far.", grouped(so_far as u64));
            parts::paragraph(ui, &words, theme::regular(theme::SMALL), palette.muted);
        }
        clicked
    }

    /// What can be looked for, that it is being looked for, or that nothing was found.
    fn nothing(&self, ui: &mut Ui, palette: &Palette) {
        let typed = self.typed.trim();
        let tell = |ui: &mut Ui, words: &str| {
            parts::paragraph(ui, words, theme::regular(theme::BODY), palette.text);
        };
        ui.add_space(4.0);
        if typed.is_empty() {
            tell(
                ui,
                "Places in any script, events, actors, categories, sources, and passages of the reports.",
            );
            tell(ui, "Dates: Jan 2026, last October, Dec 2025 to Jan 2026.");
            tell(
                ui,
                "Coordinates: 36.5, 40.75; 36°30′N 40°45′E; 37S FA 56728 40832; geo:36.5,40.75.",
            );
        } else if self.search.is_busy() {
            tell(ui, &format!("Looking for “{typed}”…"));
        } else {
            tell(
                ui,
                &format!(
                    "Nothing is called “{typed}”: no place, event, actor, category, source or passage."
                ),
            );
            let next = "Try fewer letters or another spelling; a date is read as 18 Jan 2026, a position \
                        as 36.5, 40.75. Smaller places are added by: chronotope gazetteer add.";
            parts::paragraph(ui, next, theme::regular(theme::BODY), palette.muted);
        }
        if let Some(trouble) = self.search.trouble() {
            parts::paragraph(ui, trouble, theme::regular(theme::BODY), palette.warning);
        }
        ui.add_space(4.0);
    }
}
