//! Lists: events by standing, unresolved names, sources, warnings. Only the rows in view are drawn,
//! so that a list of a million is as quick as one of ten.

use super::quote::{self, ROW};
use super::{corrections, list_name, mention, source};
use crate::app::place_card::{in_time_order, thousands};
use crate::app::{Action, Frame, Item, List};
use crate::model::{Dataset, EventId, MentionId, MentionKind, SourceId, Window};
use crate::query::{Counts, Standing};
use crate::task::Warning;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Color32, CursorIcon, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// What a list was last worked out for, and its rows.
#[derive(Debug, Default)]
pub struct Lists {
    dataset: Option<DatasetKey>,
    /// All events in time order.
    order: Vec<EventId>,
    unresolved: Vec<MentionId>,
    listed: Option<(List, Window, Counts)>,
    rows: Vec<EventId>,
}

/// Tells datasets apart by where they lie: a new reading is a new allocation, made while the old one
/// still stands.
type DatasetKey = (usize, usize, usize);

fn key(dataset: &Dataset) -> DatasetKey {
    (std::ptr::from_ref(dataset) as usize, dataset.events.len(), dataset.mentions.len())
}

impl Lists {
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        warnings: &[Warning],
        actions: &mut Vec<Action>,
    ) {
        self.refresh(frame);
        let list = frame.session.list;
        let dataset = frame.subject.dataset;
        let count = match list {
            List::Shown | List::Outside | List::Undated | List::Unplaced | List::Folded => {
                self.rows.len()
            }
            List::Corrections => frame.project.decisions().len(),
            List::Unresolved => self.unresolved.len(),
            List::Sources => dataset.sources.len(),
            List::Warnings => warnings.len(),
        };
        head(ui, frame, list, count);
        if count == 0 {
            empty(ui, frame, list, actions);
            return;
        }
        match list {
            List::Warnings => return warning_list(ui, frame, warnings),
            List::Corrections => return corrections::list(ui, frame, actions),
            _ => {}
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        let area = ScrollArea::vertical().id_salt(("list", list as u8)).auto_shrink([false, false]);
        area.show_rows(ui, ROW, count, |ui, range| {
            for at in range {
                match list {
                    List::Unresolved => {
                        if let Some(id) = self.unresolved.get(at) {
                            mention::row(ui, frame, *id, actions);
                        }
                    }
                    List::Sources => source::row(ui, frame, SourceId::from_index(at), actions),
                    _ => {
                        if let Some(id) = self.rows.get(at) {
                            quote::event_row(ui, frame, *id, actions);
                        }
                    }
                }
            }
        });
    }

    /// Works out what changed since the last frame.
    fn refresh(&mut self, frame: &Frame<'_>) {
        let dataset = frame.subject.dataset;
        if self.dataset != Some(key(dataset)) {
            self.dataset = Some(key(dataset));
            self.order = (0..dataset.events.len()).map(EventId::from_index).collect();
            self.order.sort_by(|a, b| in_time_order(dataset, *a, *b));
            self.unresolved = unresolved(dataset);
            self.listed = None;
        }
        let wanted = (frame.session.list, frame.subject.window, frame.subject.matches.counts);
        if self.listed == Some(wanted) {
            return;
        }
        self.listed = Some(wanted);
        let keep = |id: &EventId| {
            let standing = frame.subject.matches.of(*id);
            match frame.session.list {
                List::Shown => matches!(standing, Standing::Shown { .. }),
                List::Outside => standing == Standing::Outside,
                List::Undated => standing == Standing::Undated,
                List::Unplaced => dataset.event(*id).is_some_and(|e| e.places.is_empty()),
                List::Folded => dataset.event(*id).is_some_and(|e| !e.accounts.is_empty()),
                List::Corrections | List::Unresolved | List::Sources | List::Warnings => false,
            }
        };
        self.rows = self.order.iter().copied().filter(keep).collect();
    }
}

/// Place names that were left unresolved, in the order of the texts.
fn unresolved(dataset: &Dataset) -> Vec<MentionId> {
    let open = |kind: &MentionKind| matches!(kind, MentionKind::Toponym { place: None, .. });
    let mentions = dataset.mentions.iter().enumerate();
    mentions.filter(|(_, m)| open(&m.kind)).map(|(at, _)| MentionId::from_index(at)).collect()
}

fn head(ui: &mut Ui, frame: &Frame<'_>, list: List, count: usize) {
    let palette = frame.subject.palette;
    parts::paragraph(ui, list_name(list), theme::strong(theme::HEADING), palette.text);
    let number = thousands(count as u64);
    let what = match list {
        List::Shown => format!("{number} meet the window that the slider selects"),
        List::Outside => format!("{number} are dated outside the window"),
        List::Undated => format!("{number} have no date, so the window says nothing about them"),
        List::Unplaced => format!("{number} are on the timeline only"),
        List::Folded => {
            let reports = thousands(frame.project.tally().reports as u64);
            format!("{number} events, each counted once, from {reports} reports")
        }
        List::Corrections => format!("{number} made by hand; they outrank what the program finds"),
        List::Unresolved => format!("{number} names that could be several places, or none known"),
        List::Sources => format!("{number} documents and tables"),
        List::Warnings => format!("{number} things went wrong while reading; the rest was read"),
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
    let words = match list {
        _ if nothing => {
            "Nothing is open. Drop reports, tables or a folder onto the window, or open files: \
             what they say appears on the map and on the timeline, and here with its passages."
        }
        List::Shown => "No event meets the window. Widen it on the timeline, or show all of time.",
        List::Outside => "No dated event lies outside the window.",
        List::Undated => "Every event has a date.",
        List::Unplaced => "Every event has a place.",
        List::Folded => "No two reports tell of the same event, as far as could be told.",
        List::Corrections => "Nothing was corrected.",
        List::Unresolved => "Every place name was resolved.",
        List::Sources => "No sources.",
        List::Warnings => "Nothing went wrong.",
    };
    parts::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
    if list == List::Shown && !nothing {
        ui.add_space(theme::GAP);
        if ui.button("Show all of time").clicked() {
            actions.push(Action::FitTime);
        }
    }
}

fn warning_list(ui: &mut Ui, frame: &Frame<'_>, warnings: &[Warning]) {
    let palette = frame.subject.palette;
    ScrollArea::vertical().id_salt("warnings").auto_shrink([false, false]).show(ui, |ui| {
        for warning in warnings {
            parts::paragraph(ui, &warning.place, theme::strong(theme::SMALL), palette.warning);
            parts::paragraph(ui, &warning.message, theme::regular(theme::BODY), palette.text);
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
