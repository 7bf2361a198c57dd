//! The row of controls above the timeline: playing, steps, dates as text, what becomes of the rest.

use super::dates;
use crate::app::playback::{self, Key as SliderKey};
use crate::app::{Action, Frame, Outside, Step};
use crate::model::{Second, Window};
use crate::scene::palette::Palette;
use crate::scene::timeline::{end_label, instant_label};
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{
    Align, Button, ComboBox, Id, Layout, Painter, Popup, Rect, Response, RichText, Sense, Shape,
    Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

/// Steps a second that are offered.
const SPEEDS: [f32; 7] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
/// Width of a date's field, in points.
const FIELD_PX: f32 = 104.0;
/// Below this width of the row, in points, its words give way to the fields.
const WORDY_PX: f32 = 900.0;

/// What is being typed into the fields, and whether playing starts over at the end.
#[derive(Debug, Default)]
pub struct Transport {
    /// Whether playing starts over at the end.
    pub again: bool,
    typing: Option<Typing>,
}

#[derive(Debug)]
struct Typing {
    field: Field,
    text: String,
    trouble: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Begin,
    End,
    Cursor,
}

#[derive(Clone, Copy)]
enum Icon {
    Back,
    Play,
    Pause,
    Forward,
    Again,
}

impl Transport {
    /// Draws the row.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        extent: Window,
        actions: &mut Vec<Action>,
    ) {
        let wordy = ui.available_width() >= WORDY_PX;
        ui.spacing_mut().item_spacing.x = 5.0;
        self.buttons(ui, frame, extent, actions);
        choices(ui, frame, actions);
        ui.add_space(theme::GAP);
        let muted = color(frame.subject.palette.muted);
        if wordy {
            ui.label(RichText::new("Window").color(muted));
        }
        self.field(ui, frame, Field::Begin, actions);
        ui.label(RichText::new("–").color(muted));
        self.field(ui, frame, Field::End, actions);
        ui.add_space(4.0);
        ui.label(RichText::new(if wordy { "As of" } else { "at" }).color(muted));
        self.field(ui, frame, Field::Cursor, actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let fit = ui.button("Fit all").on_hover_text("Show and select all of the data's time");
            if fit.clicked() {
                actions.push(Action::FitTime);
            }
            outside(ui, frame, wordy, actions);
        });
    }

    fn buttons(
        &mut self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        extent: Window,
        actions: &mut Vec<Action>,
    ) {
        let (session, palette) = (frame.session, frame.subject.palette);
        let mut key = |key| actions.extend(playback::key_actions(key, session, extent));
        let hint = |words: &str, keys: &str| format!("{words} ({keys})");
        let back = icon(ui, Icon::Back, "Step back", false, palette);
        if back.on_hover_text(hint("One step back", "left arrow")).clicked() {
            key(SliderKey::StepBack);
        }
        let (sign, words) =
            if session.playing { (Icon::Pause, "Pause") } else { (Icon::Play, "Play") };
        let play = icon(ui, sign, words, session.playing, palette);
        if play.on_hover_text(hint(words, "space")).clicked() {
            key(SliderKey::PlayPause);
        }
        let forward = icon(ui, Icon::Forward, "Step forward", false, palette);
        if forward.on_hover_text(hint("One step on", "right arrow")).clicked() {
            key(SliderKey::StepForward);
        }
        let again = icon(ui, Icon::Again, "Repeat", self.again, palette);
        if again.on_hover_text("Start over at the end").clicked() {
            self.again = !self.again;
        }
    }

    /// A date as text that can be edited; applied on Enter or when the field is left.
    fn field(&mut self, ui: &mut Ui, frame: &Frame<'_>, field: Field, actions: &mut Vec<Action>) {
        let id = ui.scope_id().with(("date", field.label()));
        let typing = self.typing.take_if(|t| t.field == field);
        let mut text = typing.as_ref().map_or_else(|| field.shown(frame), |t| t.text.clone());
        let trouble = typing.as_ref().and_then(|t| t.trouble.clone());
        let mut edit = TextEdit::singleline(&mut text).id(id).desired_width(FIELD_PX);
        if trouble.is_some() {
            edit = edit.text_color(color(frame.subject.palette.warning));
        }
        let response = ui.add(edit).on_hover_text(format!("{}: type a date", field.label()));
        ui.ctx().accesskit_node_builder(id, |node| node.set_label(field.label()));
        if response.gained_focus() {
            select_all(ui, id, text.chars().count());
        }
        let escaped = ui.input(|i| i.key_pressed(egui::Key::Escape));
        let kept = if response.lost_focus() {
            let unchanged = text == field.shown(frame);
            (!escaped && !unchanged).then(|| field.apply(frame, &text, actions)).flatten()
        } else {
            // A complaint goes when the text is changed, not before.
            trouble.filter(|_| !response.changed())
        };
        if response.has_focus() || kept.is_some() {
            complain(&response, frame, kept.as_deref());
            self.typing = Some(Typing { field, text, trouble: kept });
        } else if typing.is_none() || response.lost_focus() {
            self.typing = self.typing.take().filter(|t| t.field != field);
        }
    }
}

impl Field {
    fn label(self) -> &'static str {
        match self {
            Self::Begin => "First day of the window",
            Self::End => "Last day of the window",
            Self::Cursor => "Date of the cursor",
        }
    }

    fn shown(self, frame: &Frame<'_>) -> String {
        match self {
            Self::Begin => instant_label(frame.session.window.begin()),
            Self::End => end_label(frame.session.window.end()),
            Self::Cursor => instant_label(frame.session.cursor),
        }
    }

    /// Applies what was typed, or says why not.
    fn apply(self, frame: &Frame<'_>, text: &str, actions: &mut Vec<Action>) -> Option<String> {
        let (first, last) = match dates::read(text) {
            Ok(bounds) => bounds,
            Err(trouble) => return Some(trouble),
        };
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

fn complain(response: &Response, frame: &Frame<'_>, trouble: Option<&str>) {
    let Some(trouble) = trouble else { return };
    let warning = color(frame.subject.palette.warning);
    Popup::from_response(response).id(response.id.with("trouble")).open(true).show(|ui| {
        ui.label(RichText::new(trouble).color(warning));
    });
}

fn select_all(ui: &Ui, id: Id, chars: usize) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(chars));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}

/// What a step is, and how many a second.
fn choices(ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
    let session = frame.session;
    let step = ComboBox::from_id_salt("step").selected_text(words(session.step)).width(58.0);
    let shown = step.show_ui(ui, |ui| {
        for step in Step::ALL {
            if ui.selectable_label(session.step == step, words(step)).clicked() {
                actions.push(Action::SetStep(step));
            }
        }
    });
    named(&shown.response, format!("Step: {}", words(session.step)), "How far one step goes");
    let speed = ComboBox::from_id_salt("speed").selected_text(speed(session.speed)).width(48.0);
    let shown = speed.show_ui(ui, |ui| {
        for value in SPEEDS {
            let chosen = (session.speed - value).abs() < 0.01;
            if ui.selectable_label(chosen, self::speed(value)).clicked() {
                actions.push(Action::SetSpeed(value));
            }
        }
    });
    let label = format!("Speed: {} steps a second", session.speed);
    named(&shown.response, label, "Steps a second while playing");
}

fn named(response: &Response, label: String, hint: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    response.clone().on_hover_text(hint);
}

fn words(step: Step) -> &'static str {
    step.unit().label()
}

fn speed(steps: f32) -> String {
    if steps < 1.0 { format!("{steps:.1} /s") } else { format!("{steps:.0} /s") }
}

/// What becomes of events outside the window. Laid out from the right.
fn outside(ui: &mut Ui, frame: &Frame<'_>, wordy: bool, actions: &mut Vec<Action>) {
    let current = frame.session.outside;
    ui.spacing_mut().item_spacing.x = 1.0;
    for (choice, word, hint) in [
        (Outside::Hide, "Hide", "Leave out what lies outside the window"),
        (Outside::Dim, "Dim", "Keep what lies outside the window, faint"),
    ] {
        let button = Button::selectable(current == choice, word);
        if ui.add(button).on_hover_text(hint).clicked() {
            actions.push(Action::SetOutside(choice));
        }
    }
    if wordy {
        let muted = color(frame.subject.palette.muted);
        ui.label(RichText::new("Outside ").color(muted));
    }
}

/// A square button with a drawn sign.
fn icon(ui: &mut Ui, sign: Icon, label: &str, on: bool, palette: &Palette) -> Response {
    let size = vec2(theme::CONTROL + 2.0, theme::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| match sign {
        Icon::Again => WidgetInfo::selected(Role::Button, true, on, label),
        _ => WidgetInfo::labeled(Role::Button, true, label),
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let visuals = ui.style().interact_selectable(&response, on);
    let painter = ui.painter();
    let stroke = if response.has_focus() {
        Stroke::new(1.5, color(palette.accent))
    } else {
        visuals.bg_stroke
    };
    painter.rect(rect, visuals.corner_radius, visuals.weak_bg_fill, stroke, StrokeKind::Inside);
    let ink = if on { color(palette.accent) } else { visuals.fg_stroke.color };
    draw(painter, rect, sign, ink);
    response
}

fn draw(painter: &Painter, rect: Rect, sign: Icon, ink: egui::Color32) {
    let c = rect.center();
    let triangle = |x: f32, way: f32| {
        let points = vec![
            pos2(c.x + x - 4.0 * way, c.y - 5.5),
            pos2(c.x + x + 5.0 * way, c.y),
            pos2(c.x + x - 4.0 * way, c.y + 5.5),
        ];
        Shape::convex_polygon(points, ink, Stroke::NONE)
    };
    let bar = |x: f32, width: f32| {
        let bar = Rect::from_center_size(pos2(c.x + x, c.y), vec2(width, 11.0));
        painter.rect_filled(bar, 0.5, ink);
    };
    match sign {
        Icon::Play => {
            painter.add(triangle(0.0, 1.0));
        }
        Icon::Pause => {
            bar(-2.8, 3.2);
            bar(2.8, 3.2);
        }
        Icon::Back => {
            painter.add(triangle(1.0, -1.0));
            bar(-5.2, 2.0);
        }
        Icon::Forward => {
            painter.add(triangle(-1.0, 1.0));
            bar(5.2, 2.0);
        }
        Icon::Again => {
            let arc: Vec<egui::Pos2> = (0..=20)
                .map(|i| {
                    let angle = (-40.0 + 290.0 * i as f32 / 20.0_f32).to_radians();
                    pos2(c.x + 5.5 * angle.cos(), c.y + 5.5 * angle.sin())
                })
                .collect();
            let tip = pos2(c.x + 4.2, c.y - 3.5);
            let head = vec![tip + vec2(-4.2, -0.4), tip + vec2(1.6, -3.6), tip + vec2(1.4, 2.0)];
            painter.add(Shape::line(arc, Stroke::new(1.5, ink)));
            painter.add(Shape::convex_polygon(head, ink, Stroke::NONE));
        }
    }
}
