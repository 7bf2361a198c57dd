//! The dates as text: typed, or picked from a calendar.

use super::calendar::{self, Leaf, Picked};
use super::icons::{Icon, icon};
use crate::app::{Action, Frame, Step};
use crate::model::{Second, Window};
use crate::scene::timeline::{date_label, end_label, instant_label};
use crate::views::date_field::{complain, fitting, is_dismissed, is_left, wide};
use crate::views::theme::{self, color};
use crate::views::{dates, parts};
use egui::{Key, Modifiers, Popup, PopupCloseBehavior, TextEdit, Ui};

/// Width of a date's field, in points: at least a date of this age with its time of day, at most one
/// of ten thousand years ago.
const FIELD_PX: (f32, f32) = (116.0, 150.0);
/// Data of so few seconds have the times of day of what happened.
const FEW_DAYS_S: i64 = 5 * 86_400;
/// What stands behind the last field in the narrowest row, in points: its calendar, and the menu.
const BEHIND_PX: f32 = 86.0;
/// No field is narrower than this, in points.
const LEAST_PX: f32 = 64.0;
/// What stands around the text of a field, in points.
const AROUND_PX: f32 = 18.0;

/// What is being typed, and which calendar is open.
#[derive(Debug, Default)]
pub(super) struct Fields {
    typing: Option<Typing>,
    leaf: Option<(Field, Leaf)>,
}

#[derive(Debug)]
struct Typing {
    field: Field,
    text: String,
    trouble: Option<String>,
    /// Whether the keyboard was in the field while that was said.
    seen: bool,
}

/// A date of the slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Begin,
    End,
    Cursor,
}

impl Fields {
    /// A date as text that can be edited, applied on Enter or when the field is left; and a button
    /// that opens a calendar.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        field: Field,
        extent: Window,
        actions: &mut Vec<Action>,
    ) {
        let id = ui.scope_id().with(("date", field.label()));
        let typing = self.typing.take_if(|t| t.field == field);
        let mut text = typing.as_ref().map_or_else(|| field.shown(frame), |t| t.text.clone());
        let trouble = typing.as_ref().and_then(|t| t.trouble.clone());
        // What has no room in the usual size is written smaller, never cut.
        let width = match field {
            // Where all happened within days, it is told to the second.
            Field::Cursor if extent.seconds() <= FEW_DAYS_S => FIELD_PX.1,
            _ => width_px(ui, extent),
        };
        let width = width.min((ui.available_width() - BEHIND_PX).max(LEAST_PX));
        let font = fitting(ui, &text, width - AROUND_PX);
        let edit = TextEdit::singleline(&mut text).id(id).desired_width(width);
        let mut edit = edit.font(font).align(egui::Align2::LEFT_CENTER);
        if trouble.is_some() {
            edit = edit.text_color(color(frame.subject.palette.warning));
        }
        let hint = format!(
            "{}: type a date, such as 28 Jan 2026 14:30, 480 BCE or last October",
            field.label()
        );
        let response = ui.add(edit).on_hover_text(hint);
        ui.ctx().accesskit_node_builder(id, |node| node.set_label(field.label()));
        if response.gained_focus() {
            parts::select_all(ui.ctx(), id, text.chars().count());
        }
        let escaped = ui.input(|i| i.key_pressed(Key::Escape));
        let kept = if response.lost_focus() {
            let unchanged = text == field.shown(frame);
            let told = typing.as_ref().is_some_and(|t| t.seen) && is_left(ui, &response);
            let why = (!escaped && !unchanged).then(|| field.typed(frame, &text, actions));
            why.flatten().filter(|_| !told)
        } else {
            trouble.filter(|_| !response.changed() && !is_dismissed(ui, &response))
        };
        if response.has_focus() || kept.is_some() {
            if let Some(why) = &kept {
                complain(&response, why, frame.subject.palette);
            }
            let seen = kept.is_some() && response.has_focus();
            self.typing = Some(Typing { field, text, trouble: kept, seen });
        } else if typing.is_none() || response.lost_focus() {
            self.typing = self.typing.take().filter(|t| t.field != field);
        }
        ui.add_space(-4.0);
        let down =
            response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::ALT, Key::ArrowDown));
        self.calendar(ui, frame, field, down, actions);
    }

    /// The button of a field's calendar, and the calendar where it is open.
    fn calendar(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        field: Field,
        asked: bool,
        actions: &mut Vec<Action>,
    ) {
        let label = format!("Calendar: {}", field.label().to_lowercase());
        let button = icon(ui, Icon::Calendar, &label, false, frame.subject.palette);
        let popup = Popup::default_response_id(&button);
        if asked {
            Popup::open_id(ui.ctx(), popup);
        }
        let open = Popup::is_id_open(ui.ctx(), popup) || button.clicked() || asked;
        if open && self.leaf.as_ref().is_none_or(|(of, _)| *of != field) {
            self.leaf = Some((field, Leaf::at(field.day(frame))));
        }
        let button = button.on_hover_text(format!("{label} (Alt and down arrow in the field)"));
        let Some((_, leaf)) = self.leaf.as_mut().filter(|(of, _)| *of == field) else { return };
        let shown = Popup::from_toggle_button_response(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name(label)
            .show(|ui| calendar::ui(ui, leaf, frame, field.day(frame)));
        match shown.map(|shown| shown.inner) {
            Some(Picked::Day(first, last)) => {
                // What cannot be would be complained of in the field: here it is the nearest that can.
                let trouble = field.apply(frame, first, last, actions);
                if trouble.is_some() {
                    field.apply_anyway(frame, first, last, actions);
                }
                Popup::close_id(ui.ctx(), popup);
                button.request_focus();
                self.leaf = None;
            }
            Some(Picked::Nothing) => {}
            None => self.leaf = None,
        }
    }
}

impl Field {
    pub fn label(self) -> &'static str {
        match self {
            Self::Begin => "First day of the window",
            Self::End => "Last day of the window",
            Self::Cursor => "Date of the cursor",
        }
    }

    fn shown(self, frame: &Frame<'_>) -> String {
        let session = frame.session;
        // On the way from step to step the time of day runs too fast to be read.
        let runs = session.playing && !matches!(session.step, Step::Minute | Step::Hour);
        let label = if runs { date_label } else { instant_label };
        match self {
            Self::Begin => label(session.window.begin()),
            Self::End if runs => date_label(Second(session.window.end().0.saturating_sub(1))),
            Self::End => end_label(session.window.end()),
            Self::Cursor => label(session.cursor),
        }
    }

    /// The day that the field tells.
    fn day(self, frame: &Frame<'_>) -> Second {
        match self {
            Self::Begin => frame.session.window.begin(),
            Self::End => Second(frame.session.window.end().0.saturating_sub(1)),
            Self::Cursor => frame.session.cursor,
        }
    }

    /// Applies what was typed, or says why not.
    fn typed(self, frame: &Frame<'_>, text: &str, actions: &mut Vec<Action>) -> Option<String> {
        match dates::read(text, frame.session.cursor) {
            Ok((first, last)) => self.apply(frame, first, last, actions),
            Err(trouble) => Some(trouble),
        }
    }

    /// Applies a date, or says why not.
    fn apply(
        self,
        frame: &Frame<'_>,
        first: Second,
        last: Second,
        actions: &mut Vec<Action>,
    ) -> Option<String> {
        let window = frame.session.window;
        match self {
            Self::Cursor => {
                actions.push(Action::SetCursor(first));
                show(frame, first, first, actions);
            }
            Self::Begin if first >= window.end() => {
                return Some("The window would begin after its end.".to_owned());
            }
            Self::End if last <= window.begin() => {
                return Some("The window would end before its beginning.".to_owned());
            }
            Self::Begin => {
                actions.push(Action::SetWindow(Window::new(first, window.end())));
                show(frame, first, window.end(), actions);
            }
            Self::End => {
                actions.push(Action::SetWindow(Window::new(window.begin(), last)));
                show(frame, window.begin(), last, actions);
            }
        }
        None
    }

    /// A day picked for one end beyond the other one: the window becomes that day.
    fn apply_anyway(
        self,
        frame: &Frame<'_>,
        first: Second,
        last: Second,
        actions: &mut Vec<Action>,
    ) {
        actions.push(Action::SetWindow(Window::new(first, last)));
        show(frame, first, last, actions);
    }
}

/// Width of all fields: that which the longest date of the data needs, so that no step changes it.
fn width_px(ui: &Ui, extent: Window) -> f32 {
    let (least, most) = FIELD_PX;
    let labels = [date_label(extent.begin()), date_label(extent.end())];
    let needed = labels.iter().map(|label| wide(ui, label, theme::BODY));
    (needed.fold(0.0, f32::max) + AROUND_PX).clamp(least, most)
}

/// Widens the view so that what was typed is in it.
fn show(frame: &Frame<'_>, first: Second, last: Second, actions: &mut Vec<Action>) {
    let view = frame.session.span_in_view;
    let (begin, end) = (view.begin().min(first), view.end().max(last));
    let wider = Window::new(begin, end);
    if wider != view {
        let margin = wider.seconds() / 20;
        actions.push(Action::SetSpanInView(Window::new(
            Second(begin.0.saturating_sub(margin)),
            Second(end.0.saturating_add(margin)),
        )));
    }
}
