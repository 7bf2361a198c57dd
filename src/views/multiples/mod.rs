//! Maps at several instants side by side: the same ground, states as of each instant, and what
//! happened from it up to the next. Panning, zooming, pointing and selecting go for all of them.

use crate::app::{
    Action, Frame, LEAST_MAPS, MOST_MAPS, Multiples, MultiplesChange, place_card::statuses,
};
use crate::basemap::Basemap;
use crate::model::{EventId, EventKind, Second, Window};
use crate::query::{EventIndex, Matches, Query};
use crate::scene::Subject;
use crate::scene::timeline::instant_label;
use crate::views::date_field::DateField;
use crate::views::map::{Beside, MapView};
use crate::views::theme::{self, color};
use egui::{Align, Layout, Rect, RichText, Stroke, Ui, UiBuilder, Vec2, pos2, vec2};
use std::sync::Arc;

/// Height of the row above all maps, and of each map's caption, in points.
const ROW: f32 = 36.0;
/// Lower than this, in points, there is no row above all maps.
const LOW: f32 = 140.0;
/// Sums that have less room than this beside a map's date, in points, are told where one points.
const LEAST_SUMS: f32 = 40.0;
/// Space between maps, in points.
const BETWEEN: f32 = 2.0;
/// Width of a date's field, in points.
const FIELD: f32 = 108.0;
/// Maps narrower than this, in points, are put into one more row, where these stay high enough.
const NARROW: f32 = 210.0;

/// What is looked at seldom reaches the edges of a map: so many levels closer it is still in view.
const SLACK: f64 = 0.2;

/// The maps beside the first, and what each of them shows.
#[derive(Default)]
pub struct MultiplesView {
    maps: Vec<MapView>,
    shown: Vec<Shown>,
    date: DateField,
    /// How many maps there were in the last frame.
    count: usize,
    /// How large the map is when it is alone, in points.
    alone: Vec2,
    /// By how many levels the maps are farther away than the one was.
    lowered: f64,
}

/// The answer to the stretch of one map.
struct Shown {
    index: Arc<EventIndex>,
    stretch: Window,
    matches: Matches,
    in_force: usize,
}

impl Shown {
    fn new(index: &Arc<EventIndex>, stretch: Window) -> Self {
        let matches = Query { window: Some(stretch) }.run(index);
        let in_force = in_force(index, stretch.begin());
        Self { index: Arc::clone(index), stretch, matches, in_force }
    }

    fn holds(&self, index: &Arc<EventIndex>, stretch: Window) -> bool {
        Arc::ptr_eq(&self.index, index) && self.stretch == stretch
    }
}

/// How many states hold at an instant, or may hold, each place's subject counted once.
fn in_force(index: &EventIndex, at: Second) -> usize {
    let dataset = index.dataset();
    let states = dataset.events.iter().enumerate().filter(|(id, event)| {
        event.kind != EventKind::Happening && index.has(EventId::from_index(*id))
    });
    let mut seen = std::collections::BTreeSet::new();
    for (id, event) in states {
        let id = EventId::from_index(id);
        let lines = statuses(dataset, &[id], at);
        let holds = lines.iter().filter(|l| l.status != crate::app::place_card::Status::Over);
        for line in holds {
            seen.insert((event.places.first().copied(), line.subject.clone()));
        }
    }
    seen.len()
}

impl MultiplesView {
    /// Draws the maps side by side, or `first` alone where there is but one. `first` is the map that
    /// flights and keys go to.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        first: &mut MapView,
        basemap: Option<&Basemap>,
        actions: &mut Vec<Action>,
    ) {
        let multiples = &frame.session.multiples;
        if !multiples.are_shown() {
            self.maps.clear();
            self.shown.clear();
            first.stand_alone();
            self.keep_ground(1, ui.available_size(), frame, actions);
            first.ui(ui, frame, basemap, actions);
            return;
        }
        self.refresh(frame, multiples);
        let whole = ui.available_rect_before_wrap();
        ui.painter().rect_filled(whole, 0.0, color(frame.subject.palette.surface));
        // Where there is hardly any room, it is the maps' and their dates': commands do the rest.
        let high = if whole.height() < LOW { 0.0 } else { ROW };
        let head = Rect::from_min_size(whole.min, vec2(whole.width(), high));
        if high > 0.0 {
            self.head(ui, head, frame, actions);
        }
        let ground = Rect::from_min_max(pos2(whole.left(), head.bottom()), whole.max);
        let cells = cells(ground, multiples.instants().len());
        let body = cells.first().map_or(Vec2::ZERO, |cell| cell.size() - vec2(0.0, ROW));
        self.keep_ground(cells.len(), body, frame, actions);
        for (at, cell) in cells.into_iter().enumerate() {
            let map = match at.checked_sub(1) {
                None => Some(&mut *first),
                Some(beside) => self.maps.get_mut(beside),
            };
            let (Some(map), Some(shown)) = (map, self.shown.get(at)) else { continue };
            let caption = Rect::from_min_size(cell.min, vec2(cell.width(), ROW));
            let one = One { at, shown, frame, maps: multiples.instants().len(), ground };
            one.caption(ui, caption, &mut self.date, actions);
            let body = Rect::from_min_max(pos2(cell.left(), caption.bottom()), cell.max);
            one.map(ui, body, map, basemap, actions);
        }
    }

    /// Where there are more or fewer maps than before, each of them shows the ground that the one map
    /// shows, and the one map shows it again afterwards.
    fn keep_ground(
        &mut self,
        maps: usize,
        size: Vec2,
        frame: &Frame<'_>,
        actions: &mut Vec<Action>,
    ) {
        if maps == 1 {
            self.alone = size;
        }
        if self.count == maps {
            return;
        }
        let first = std::mem::replace(&mut self.count, maps) == 0;
        let share = (size.x / self.alone.x).min(size.y / self.alone.y);
        let lowered = match maps {
            1 => 0.0,
            _ if share.is_finite() && share > 0.0 => (f64::from(share.log2()) + SLACK).min(0.0),
            _ => self.lowered,
        };
        let by = lowered - std::mem::replace(&mut self.lowered, lowered);
        // Maps that stand side by side from the start were never one.
        if by != 0.0 && !first {
            let (center, zoom) = (frame.session.map_center, frame.session.map_zoom + by);
            actions.push(Action::SetMap { center, zoom });
        }
    }

    fn refresh(&mut self, frame: &Frame<'_>, multiples: &Multiples) {
        let index = frame.subject.matches.index();
        let count = multiples.instants().len();
        self.maps.resize_with(count.saturating_sub(1), MapView::default);
        let window = frame.session.window;
        let stretches = (0..count).filter_map(|at| multiples.stretch(at, window));
        let mut known = std::mem::take(&mut self.shown);
        self.shown = stretches
            .map(|stretch| {
                let found = known.iter().position(|shown| shown.holds(index, stretch));
                found.map_or_else(|| Shown::new(index, stretch), |at| known.swap_remove(at))
            })
            .collect();
    }

    /// The row above the maps.
    fn head(&self, ui: &mut Ui, rect: Rect, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let palette = frame.subject.palette;
        let maps = frame.session.multiples.instants().len();
        let mut row = ui.new_child(
            UiBuilder::new()
                .max_rect(rect.shrink2(vec2(theme::GAP, 0.0)))
                .layout(Layout::left_to_right(Align::Center)),
        );
        row.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let mut button = |words: &str, label: &str, enabled: bool, change: MultiplesChange| {
                let button = ui.add_enabled(enabled, egui::Button::new(words));
                button.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, label)
                });
                if button.on_hover_text(label).clicked() {
                    actions.push(Action::Multiples(change));
                }
            };
            button("Close", "Back to one map (D)", true, MultiplesChange::Close);
            let spread = MultiplesChange::Show(maps);
            button("Spread", "Spread the dates evenly over the window", true, spread);
            button("Add map", "Add a map", maps < MOST_MAPS, MultiplesChange::Add);
            let words = "States as of each date, and what happened from it up to the next.";
            let small = RichText::new(words).font(theme::regular(theme::SMALL)).weak();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = RichText::new("Side by side").font(theme::strong(theme::BODY));
                ui.add(egui::Label::new(title.color(color(palette.text))).truncate());
                if ui.available_width() >= LEAST_SUMS {
                    ui.add(egui::Label::new(small).truncate()).on_hover_text(words);
                }
            });
        });
        row.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, color(palette.line)));
    }
}

/// One of the maps.
struct One<'a> {
    at: usize,
    shown: &'a Shown,
    frame: &'a Frame<'a>,
    maps: usize,
    /// The ground of all of them.
    ground: Rect,
}

impl One<'_> {
    fn caption(&self, ui: &mut Ui, rect: Rect, date: &mut DateField, actions: &mut Vec<Action>) {
        let palette = self.frame.subject.palette;
        let mut row = ui.new_child(
            UiBuilder::new()
                .id_salt(("caption", self.at))
                .max_rect(rect.shrink2(vec2(theme::GAP, 0.0)))
                .layout(Layout::left_to_right(Align::Center)),
        );
        row.set_clip_rect(rect.intersect(ui.clip_rect()));
        let label = format!("Date of map {}", self.at + 1);
        if let Some(at) = date.ui(&mut row, &label, self.shown.stretch.begin(), FIELD, palette) {
            actions.push(Action::Multiples(MultiplesChange::Set(self.at, at)));
        }
        row.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if self.maps > LEAST_MAPS {
                let remove = ui.small_button("×");
                let label = format!("Remove map {}", self.at + 1);
                remove.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &label)
                });
                if remove.on_hover_text(label).clicked() {
                    actions.push(Action::Multiples(MultiplesChange::Remove(self.at)));
                }
            }
            let font = theme::regular(theme::SMALL);
            let wide = |words: &str| {
                let ink = egui::Color32::PLACEHOLDER;
                ui.painter().layout_no_wrap(words.to_owned(), font.clone(), ink).size().x
            };
            // Without their nouns where those have no room.
            let wordy = wide(&self.sums(true)) <= ui.available_width();
            let words = RichText::new(self.sums(wordy)).font(font).color(color(palette.muted));
            if ui.available_width() >= LEAST_SUMS {
                ui.add(egui::Label::new(words).truncate()).on_hover_text(self.sums(true));
            }
        });
    }

    /// "4 events, 6 states in force".
    fn sums(&self, wordy: bool) -> String {
        let happened = self.shown.matches.counts.shown as u64;
        let number = crate::task::grouped;
        let (events, states) = (number(happened), number(self.shown.in_force as u64));
        let noun = |n: u64, one: &'static str, more: &'static str| if n == 1 { one } else { more };
        if wordy {
            let event = noun(happened, "event", "events");
            let state = noun(self.shown.in_force as u64, "state", "states");
            format!("{events} {event}, {states} {state} in force")
        } else {
            format!("{events} ev., {states} st.")
        }
    }

    fn map(
        &self,
        ui: &mut Ui,
        rect: Rect,
        map: &mut MapView,
        basemap: Option<&Basemap>,
        actions: &mut Vec<Action>,
    ) {
        let stretch = self.shown.stretch;
        let subject = Subject {
            matches: &self.shown.matches,
            window: stretch,
            cursor: stretch.begin(),
            ..self.frame.subject
        };
        let frame = Frame { subject, ..*self.frame };
        let name = format!("Map as of {}", instant_label(stretch.begin()));
        map.stand_beside(Beside {
            name,
            credits: self.at + 1 == self.maps,
            tools: (self.at == 0).then_some(self.ground),
        });
        let mut body = ui.new_child(UiBuilder::new().id_salt(("map", self.at)).max_rect(rect));
        map.ui(&mut body, &frame, basemap, actions);
    }
}

/// The grounds of so many maps: all in one row where they are wide enough for that, else in two.
fn cells(ground: Rect, maps: usize) -> Vec<Rect> {
    let maps = maps.max(1);
    let one_row = ground.width() / maps as f32;
    let high = ground.height() / 2.0 > ROW + 120.0;
    let rows = if maps > 3 || (one_row < NARROW && high) { 2 } else { 1 };
    let columns = maps.div_ceil(rows);
    let size = vec2(
        (ground.width() - BETWEEN * (columns as f32 - 1.0)) / columns as f32,
        (ground.height() - BETWEEN * (rows as f32 - 1.0)) / rows as f32,
    );
    let size = size.max(vec2(1.0, 1.0));
    let cell = |at: usize| {
        let (column, row) = ((at % columns) as f32, (at / columns) as f32);
        let corner = vec2(column * (size.x + BETWEEN), row * (size.y + BETWEEN));
        Rect::from_min_size(ground.min + corner, size)
    };
    (0..maps).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_maps_stand_in_one_row_even_in_a_small_window() {
        let small = Rect::from_min_size(pos2(0.0, 0.0), vec2(660.0, 300.0));
        let two = cells(small, 2);
        assert!(two.iter().all(|cell| cell.width() > 300.0 && cell.top() == 0.0));
        for maps in 2..=MOST_MAPS {
            let cells = cells(small, maps);
            assert_eq!(cells.len(), maps);
            for (i, a) in cells.iter().enumerate() {
                assert!(small.expand(0.5).contains_rect(*a));
                assert!(cells.iter().skip(i + 1).all(|b| !a.shrink(0.5).intersects(*b)));
            }
        }
    }
}
