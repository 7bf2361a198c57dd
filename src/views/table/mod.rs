//! The events that are shown as a table: sorted, scrolled through however many there are, taken along.
//!
//! Only the rows in view are made. Where the first of them lies is a row number and no distance in
//! points, which at ten million rows a float of the toolkit's could not tell apart.

mod body;
mod columns;
mod head;
mod rows;
mod scroll;

use crate::app::table::{Column, CopyAs, MOST_COPIED, TableRows, copied};
use crate::app::{Action, Frame, Item};
use crate::model::EventId;
use crate::task::grouped;
use crate::views::{focus, parts, theme};
use columns::Columns;
use egui::accesskit::Role;
use egui::{Key, Modifiers, RichText, Ui, WidgetInfo, vec2};
use rows::Rows;
use std::collections::BTreeSet;

/// Room that the buttons of the bar take, in points.
const BUTTONS: f32 = 230.0;
/// Room that the bar's heading takes beside them, in points, and what it says of the rows.
const HEADING: (f32, f32) = (48.0, 70.0);
/// Height of a row, in points.
const ROW: f32 = 26.0;

/// What the table keeps between frames.
#[derive(Default)]
pub struct TableView {
    rows: Rows,
    /// The first row in view, and the part of it that is scrolled past.
    top: f64,
    /// Where the columns stand.
    columns: Columns,
    /// Rows that are marked to be copied, and the one that a range is counted from.
    marked: BTreeSet<usize>,
    anchor: usize,
    /// The selection as the table last saw it: another one made elsewhere is brought into view.
    selection: Option<Item>,
}

impl TableView {
    /// Draws the table into the space there is.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        if self.rows.refresh(ui.ctx(), frame) {
            self.marked.clear();
        }
        let margin = egui::Margin { left: 12, right: 6, top: 6, bottom: 4 };
        egui::Frame::NONE.inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            self.bar(ui, frame, actions);
            let room = ui.available_width() - scroll::WIDTH;
            self.columns.lay_out(&frame.session.table.columns, room);
            if ui.rect_contains_pointer(ui.available_rect_before_wrap()) {
                // Shift turns a wheel sideways.
                self.columns.scroll(-ui.input(|i| i.smooth_scroll_delta().x));
            }
            head::ui(ui, frame, &mut self.columns, self.rows.len(), actions);
            self.body(ui, frame, actions);
        });
    }

    /// What is shown, what of it is marked, and what can be done with it.
    fn bar(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let palette = frame.subject.palette;
        ui.horizontal(|ui| {
            let beside = ui.available_width() - BUTTONS;
            if beside >= HEADING.0 {
                let heading = RichText::new("Table").font(theme::strong(theme::BODY));
                ui.label(heading.color(theme::color(palette.text)));
            } else {
                ui.spacing_mut().item_spacing.x = 3.0;
            }
            let count = self.rows.len();
            let mut words = match count {
                1 => "1 event, as the window and the filters leave it".to_owned(),
                _ => format!("{} events in the window or undated", grouped(count as u64)),
            };
            if self.rows.is_sorting() {
                words = "sorting…".to_owned();
            } else if self.marked.len() > 1 {
                words = format!("{} of {}", grouped(self.marked.len() as u64), words);
            }
            let said = RichText::new(words).font(theme::regular(theme::SMALL));
            let room = ui.available_width() - BUTTONS;
            if room >= HEADING.1 {
                let label = egui::Label::new(said.color(theme::color(palette.muted))).truncate();
                ui.allocate_ui(vec2(room, theme::CONTROL), |ui| ui.add(label));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let close = ui.button("Close");
                close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close table"));
                if close.clicked() {
                    focus::hand_to(&close, "Table");
                    actions.push(Action::ShowTable(false));
                }
                close.on_hover_text("Close the table (T)");
                choose_columns(ui, frame, actions);
                self.copying(ui, frame);
            });
        });
    }

    fn copying(&self, ui: &mut Ui, frame: &Frame<'_>) {
        let count = if self.marked.is_empty() { self.rows.len() } else { self.marked.len() };
        let what = match self.marked.len() {
            0 if count > MOST_COPIED => format!("the first {} rows", grouped(MOST_COPIED as u64)),
            0 => "all rows".to_owned(),
            1 => "the marked row".to_owned(),
            n => format!("the {} marked rows", grouped(n as u64)),
        };
        let menu = ui.menu_button("Copy", |ui| {
            for (form, words) in
                [(CopyAs::Csv, "CSV"), (CopyAs::Markdown, "Markdown with citations")]
            {
                let label = format!("Copy {what} as {words}");
                if ui.add_enabled(count > 0, egui::Button::new(&label)).clicked() {
                    let text = self.text(frame, form);
                    ui.ctx().copy_text(text);
                    ui.close();
                }
            }
        });
        let label = format!("Copy {what}");
        menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, count > 0, &label));
    }

    fn text(&self, frame: &Frame<'_>, form: CopyAs) -> String {
        let Some(rows) = self.rows.get() else { return String::new() };
        let ids: Vec<EventId> = match self.marked.is_empty() {
            true => (0..rows.len().min(MOST_COPIED)).filter_map(|row| rows.get(row)).collect(),
            false => self.marked.iter().filter_map(|row| rows.get(*row)).collect(),
        };
        copied(frame.subject.dataset, &ids, &frame.session.table.columns, form)
    }

    /// Marks rows as a click with these modifiers does.
    fn mark(&mut self, row: usize, modifiers: Modifiers) {
        if modifiers.shift {
            let range = self.anchor.min(row)..=self.anchor.max(row);
            self.marked = range.take(MOST_COPIED).collect();
        } else if modifiers.command {
            if !self.marked.remove(&row) {
                self.marked.insert(row);
            }
            self.anchor = row;
        } else {
            self.marked = BTreeSet::from([row]);
            self.anchor = row;
        }
    }

    /// The row that the keyboard moves to from the anchor; nothing where no such key was pressed.
    fn stepped(&self, ui: &Ui, page: usize, count: usize) -> Option<(usize, Modifiers)> {
        let last = count.checked_sub(1)?;
        let keys: [(Key, i64); 6] = [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, page as i64),
            (Key::PageUp, -(page as i64)),
            (Key::End, i64::MAX),
            (Key::Home, i64::MIN),
        ];
        let (by, modifiers) = ui.input_mut(|i| {
            let modifiers = i.modifiers;
            let pressed = |key: &&(Key, i64)| i.key_pressed(key.0);
            (keys.iter().find(pressed).map(|(_, by)| *by), modifiers)
        });
        let from = if self.marked.is_empty() && by == Some(1) { -1 } else { self.anchor as i64 };
        let to = from.saturating_add(by?).clamp(0, last as i64);
        Some((usize::try_from(to).unwrap_or_default(), modifiers))
    }

    /// Brings the row of what was selected elsewhere into view, where it is one of the first hundred
    /// thousand; farther ones would have to be searched for.
    fn follow(&mut self, frame: &Frame<'_>, page: f64) {
        if self.selection == frame.session.selection {
            return;
        }
        self.selection.clone_from(&frame.session.selection);
        let (Some(Item::Event(id)), Some(rows)) = (&self.selection, self.rows.get()) else {
            return;
        };
        let row = (0..rows.len().min(100_000)).find(|row| rows.get(*row) == Some(*id));
        if let Some(row) = row {
            self.anchor = row;
            self.marked = BTreeSet::from([row]);
            self.bring(row, page);
        }
    }

    /// Scrolls so that a row is in view.
    fn bring(&mut self, row: usize, page: f64) {
        let row = row as f64;
        if row < self.top {
            self.top = row;
        } else if row + 1.0 > self.top + page {
            self.top = row + 1.0 - page;
        }
    }
}

/// Which columns are shown.
fn choose_columns(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let menu = ui.menu_button("Columns", |ui| {
        theme::edged(ui, frame.subject.palette);
        for column in Column::ALL {
            let mut shown = frame.session.table.columns.contains(&column);
            let ticked = ui.checkbox(&mut shown, column.label());
            let label = format!("Column: {}", column.label());
            ticked.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, shown, &label));
            if ticked.clicked() {
                actions.push(Action::ToggleColumn(column));
            }
        }
    });
    menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Columns of the table"));
}

/// Words cut to a cell.
fn words(
    ui: &Ui,
    text: &str,
    font: egui::FontId,
    ink: crate::scene::palette::Rgba,
    width: f32,
) -> std::sync::Arc<egui::Galley> {
    parts::line(ui, text, font, ink, width)
}

impl TableView {
    fn page(&self, height: f32) -> f64 {
        f64::from((height / ROW).max(1.0))
    }

    fn rows(&self) -> Option<&TableRows> {
        self.rows.get()
    }
}
