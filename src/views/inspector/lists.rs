//! Lists: events by standing, unresolved names, sources, warnings. Only the rows in view are drawn,
//! so that a list of a million is as quick as one of ten.

use super::quote::{self, ROW};
use super::report::Reports;
use super::{corrections, found, list_name, mention, source};
use crate::app::search::FoundList;
use crate::app::{Action, Filtered, Frame, Item, List};
use crate::model::{EventId, SourceId, Window};
use crate::query::{EventIndex, Ranks};
use crate::task::Warning;
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Color32, CursorIcon, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// What a list was last worked out for, and its rows.
#[derive(Debug, Default)]
pub struct Lists {
    listed: Option<(Arc<EventIndex>, List, Window)>,
    found: Option<FoundList>,
    rows: Rows,
    reports: Reports,
}

/// The events of a list, found by their position in it.
#[derive(Debug)]
enum Rows {
    /// Positions in the order of time.
    Ranks(Ranks),
    /// One by one.
    Events(Vec<EventId>),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Events(Vec::new())
    }
}

impl Rows {
    fn of(frame: &Frame<'_>) -> Self {
        let matches = frame.subject.matches;
        let (index, query) = (matches.index(), matches.query());
        match frame.session.list {
            List::Shown => Self::Ranks(index.shown(query)),
            List::Outside => Self::Ranks(index.outside(query)),
            List::Undated => Self::Events(index.undated().to_vec()),
            List::Unplaced => Self::Events(index.unplaced().to_vec()),
            List::Filtered => {
                let failing = frame.filters.filtered().map(Filtered::failing);
                Self::Events(failing.map(|f| f.hidden(0).collect()).unwrap_or_default())
            }
            List::Folded => {
                let dated = (0..index.order().len()).filter_map(|rank| index.order().id(rank));
                let all = dated.chain(index.undated().iter().copied());
                let told = |id: &EventId| {
                    frame.subject.dataset.event(*id).is_some_and(|e| !e.accounts.is_empty())
                };
                Self::Events(all.filter(told).collect())
            }
            List::Found => {
                let found = frame.session.found.as_ref();
                Self::Events(found.map(|found| found.events.to_vec()).unwrap_or_default())
            }
            List::Changes
            | List::Corrections
            | List::Unresolved
            | List::Sources
            | List::Warnings => Self::default(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Ranks(ranks) => ranks.len(),
            Self::Events(events) => events.len(),
        }
    }

    fn get(&self, at: usize, index: &EventIndex) -> Option<EventId> {
        match self {
            Self::Ranks(ranks) => index.order().id(ranks.get(at)?),
            Self::Events(events) => events.get(at).copied(),
        }
    }
}

impl Lists {
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        warnings: &[Warning],
        actions: &mut Vec<Action>,
    ) {
        let others = self.refresh(frame);
        let list = frame.session.list;
        let dataset = frame.subject.dataset;
        let count = match list {
            List::Shown
            | List::Outside
            | List::Undated
            | List::Unplaced
            | List::Filtered
            | List::Folded
            | List::Found => self.rows.len(),
            // Drawn elsewhere.
            List::Changes => 0,
            List::Corrections => frame.project.decisions().len(),
            List::Unresolved => frame.index.unresolved().len(),
            List::Sources => dataset.sources.len(),
            List::Warnings => warnings.len(),
        };
        head(ui, frame, list, count);
        found::narrow(ui, frame, actions);
        if count == 0 {
            empty(ui, frame, list, actions);
            return;
        }
        match list {
            List::Warnings => return warning_list(ui, frame, warnings, &mut self.reports),
            List::Corrections => return corrections::list(ui, frame, actions),
            _ => {}
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        let area = parts::scroll(("list", list as u8));
        // Other rows are read from the first on.
        let area = if others { area.at(0.0) } else { area };
        area.show_rows(ui, ROW, count, |ui, range| {
            for at in range {
                match list {
                    List::Unresolved => {
                        if let Some(id) = frame.index.unresolved().get(at) {
                            mention::row(ui, frame, *id, actions);
                        }
                    }
                    List::Sources => source::row(ui, frame, SourceId::from_index(at), actions),
                    _ => {
                        if let Some(id) = self.rows.get(at, frame.subject.matches.index()) {
                            quote::event_row(ui, frame, id, actions);
                        }
                    }
                }
            }
        });
    }

    /// Works out the rows where the list, the window or the dataset changed since the last frame, and
    /// tells whether they did.
    fn refresh(&mut self, frame: &Frame<'_>) -> bool {
        let (list, matches) = (frame.session.list, frame.subject.matches);
        let known = self.listed.as_ref().is_some_and(|(index, of, window)| {
            Arc::ptr_eq(index, matches.index()) && *of == list && *window == matches.window()
        });
        let same = list != List::Found || self.found == frame.session.found;
        if !known || !same {
            self.found = frame.session.found.clone();
            self.listed = Some((Arc::clone(matches.index()), list, matches.window()));
            self.rows = Rows::of(frame);
        }
        !known || !same
    }
}

fn head(ui: &mut Ui, frame: &Frame<'_>, list: List, count: usize) {
    let palette = frame.subject.palette;
    let found = frame.session.found.as_ref().filter(|_| list == List::Found);
    let name = found.map_or(list_name(list), |found| found.title.as_str());
    parts::paragraph(ui, name, theme::strong(theme::HEADING), palette.text);
    let number = grouped(count as u64);
    let what = match list {
        List::Shown if count == 1 => "1 meets the window that the slider selects".to_owned(),
        List::Shown => format!("{number} meet the window that the slider selects"),
        List::Outside if count == 1 => "1 is dated outside the window".to_owned(),
        List::Outside => format!("{number} are dated outside the window"),
        List::Undated if count == 1 => "1 has no date, so the window says nothing about it".into(),
        List::Undated => format!("{number} have no date, so the window says nothing about them"),
        List::Unplaced if count == 1 => "1 is on the timeline only".to_owned(),
        List::Unplaced => format!("{number} are on the timeline only"),
        List::Filtered if count == 1 => "1 event, with the filters that hide it".to_owned(),
        List::Filtered => format!("{number} events, each with the filters that hide it"),
        List::Folded => {
            let reports = grouped(frame.project.tally().reports as u64);
            format!("{number} events, each counted once, from {reports} reports")
        }
        List::Changes => String::new(),
        List::Corrections => format!("{number} made by hand; they outrank what the program finds"),
        List::Unresolved if count == 1 => {
            "A name that could be several places, or none known".into()
        }
        List::Unresolved => format!("{number} names that could be several places, or none known"),
        List::Sources if count == 1 => "1 document or table".to_owned(),
        List::Sources => format!("{number} documents and tables"),
        List::Found => format!("{number} found, whatever the window and the filters show"),
        List::Warnings => {
            "What was noticed while reading; what is not named here was read".to_owned()
        }
    };
    if count > 0 {
        parts::paragraph(ui, &what, theme::regular(theme::SMALL), palette.muted);
    }
    ui.add_space(theme::GAP / 2.0);
}

/// What to do where there is nothing to show.
fn empty(ui: &mut Ui, frame: &Frame<'_>, list: List, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let nothing = frame.subject.dataset.sources.is_empty();
    let none = frame.subject.dataset.event_count() == 0;
    let index = frame.subject.matches.index();
    let all_hidden = index.order().len() + index.undated().len() == 0;
    let undated = index.order().is_empty() && !all_hidden;
    let words = match list {
        _ if nothing && frame.session.reading => {
            "Reading. What the files say appears here once they are read; the line at the bottom \
             shows how far that is."
        }
        _ if nothing => {
            "Nothing is open. Drop reports, tables or a folder onto the window, or open files: \
             what they say appears on the map and on the timeline, and here with its passages."
        }
        List::Shown if none => {
            "No event was found in what is open: no sentence or row that says what happened when or \
             where. Open other files, or read what was noticed in the line at the bottom."
        }
        List::Shown if all_hidden => {
            "The filters hide every event. Take one away above, or all of them."
        }
        List::Shown if undated => {
            "No event has a date, so none is in the window. Say when the reports were written, or look \
             at the events as they are."
        }
        List::Shown => "No event meets the window. Widen it on the timeline, or show all of time.",
        List::Outside => "No dated event lies outside the window.",
        List::Undated => "Every event has a date.",
        List::Unplaced => "Every event has a place.",
        List::Filtered => "No filter hides anything.",
        List::Folded => "No two reports tell of the same event, as far as could be told.",
        List::Changes => "Nothing changed.",
        List::Corrections => "Nothing was corrected.",
        List::Unresolved => "Every place name was resolved.",
        List::Sources => "No sources.",
        List::Warnings => "Nothing went wrong.",
        List::Found => "Nothing was found.",
    };
    parts::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
    if list != List::Shown || nothing || none {
        return;
    }
    ui.add_space(theme::GAP);
    let (words, action) = match (all_hidden, undated) {
        (true, _) => ("Take all filters away", Action::SetFilter(Box::default())),
        (false, true) => ("List the undated events", Action::ShowList(List::Undated)),
        (false, false) => ("Show all of time", Action::FitTime),
    };
    if ui.button(words).clicked() {
        actions.push(action);
    }
}

fn warning_list(ui: &mut Ui, frame: &Frame<'_>, warnings: &[Warning], reports: &mut Reports) {
    let palette = frame.subject.palette;
    parts::scroll("warnings").show(ui, |ui| {
        for warning in warnings {
            parts::paragraph(ui, &warning.place, theme::strong(theme::SMALL), palette.warning);
            parts::paragraph(ui, &warning.message, theme::regular(theme::BODY), palette.text);
            reports.ui(ui, warning);
            ui.add_space(theme::GAP);
        }
    });
}

/// A row of two lines that stands for an item; true when it was clicked.
pub fn two_lines(
    ui: &mut Ui,
    frame: &Frame<'_>,
    first: &str,
    second: &str,
    label: &str,
    item: &Item,
    actions: &mut Vec<Action>,
) -> bool {
    let palette = frame.subject.palette;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if ui.is_rect_visible(rect) {
        let lit = response.hovered() || parts::is_lit(frame, item);
        parts::ground(ui, rect, palette, lit, false, response.has_focus());
        let left = rect.left() + theme::GAP;
        let room = rect.width() - 2.0 * theme::GAP;
        let title = parts::line(ui, first, theme::regular(theme::BODY), palette.text, room);
        let below = parts::line(ui, second, theme::regular(theme::SMALL), palette.muted, room);
        let y = rect.center().y - (title.size().y + below.size().y + 2.0) / 2.0;
        let next = y + title.size().y + 2.0;
        ui.painter().galley(pos2(left, y), title, Color32::PLACEHOLDER);
        ui.painter().galley(pos2(left, next), below, Color32::PLACEHOLDER);
    }
    parts::hover(&response, frame, item.clone(), actions);
    response.clicked()
}
