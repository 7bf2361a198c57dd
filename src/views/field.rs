//! A text field of one line. The toolkit's own field shapes letters and orders nothing: where words
//! that are read from right to left are typed, they are drawn here in their order, with caret and
//! selection where the letters are; arrows move the way they point, and the pointer finds what it is on.

use crate::scene::text;
use crate::views::lines;
use egui::text::{ByteIndex, CCursor, CCursorRange, LayoutJob};
use egui::text_edit::{TextEditOutput, TextEditState};
use egui::text_selection::text_cursor_state::is_word_char;
use egui::{
    Align2, Color32, Event, FontId, FontSelection, Galley, Id, Key, Margin, Rect, Response, Stroke,
    StrokeKind, TextBuffer, TextEdit, Ui, Widget, WidgetText, pos2,
};
use std::sync::Arc;

/// A field of one line, with the toolkit's names for what can be said of it.
#[must_use]
pub struct Field<'t> {
    text: &'t mut String,
    id: Option<Id>,
    font: Option<FontId>,
    hint: WidgetText,
    margin: Option<Margin>,
    width: Option<f32>,
    align: Option<Align2>,
}

impl<'t> Field<'t> {
    /// A field for a text.
    pub fn new(text: &'t mut String) -> Self {
        let hint = WidgetText::default();
        Self { text, id: None, font: None, hint, margin: None, width: None, align: None }
    }

    /// Its id; else one by its place among its neighbours.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// The letters; else those of the theme's body.
    pub fn font(mut self, font: FontId) -> Self {
        self.font = Some(font);
        self
    }

    /// What stands in it while nothing is typed.
    pub fn hint_text(mut self, hint: impl Into<WidgetText>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Between the frame and the letters.
    pub fn margin(mut self, margin: impl Into<Margin>) -> Self {
        self.margin = Some(margin.into());
        self
    }

    /// Width in points, with the margin.
    pub fn desired_width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Where the letters stand in a field that is higher than they are.
    pub fn align(mut self, align: Align2) -> Self {
        self.align = Some(align);
        self
    }
}

impl Widget for Field<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let id = self.id.unwrap_or_else(|| {
            let id = ui.next_auto_id();
            ui.skip_ahead_auto_ids(1);
            id
        });
        let font = self.font.unwrap_or_else(|| FontSelection::Default.resolve(ui.style()));
        let ordered = text::has_right_to_left(self.text);
        let before = ordered.then(|| Before::of(ui, self.text, id));
        let mut stood_in = stood_in(&font);
        let mut edit =
            TextEdit::singleline(self.text).id(id).font(font.clone()).hint_text(self.hint);
        if let Some(margin) = self.margin {
            edit = edit.margin(margin);
        }
        if let Some(width) = self.width {
            edit = edit.desired_width(width);
        }
        if let Some(align) = self.align {
            edit = edit.align(align);
        }
        let Some(before) = before else {
            return edit.show(ui).response.response;
        };
        if before.turned {
            turn_arrows(ui);
        }
        let shown = ui
            .scope(|ui| {
                let visuals = ui.visuals_mut();
                visuals.selection.bg_fill = Color32::TRANSPARENT;
                visuals.selection.stroke.color = Color32::TRANSPARENT;
                visuals.text_cursor.stroke = Stroke::NONE;
                edit.layouter(&mut stood_in).show(ui)
            })
            .inner;
        if before.turned {
            turn_arrows(ui);
        }
        overlay(ui, self.text, &font, id, &before, shown)
    }
}

/// Lays out a text with one Latin letter in the place of each of another script: the toolkit counts
/// its caret in shapes, of which right-to-left words have more or fewer than letters. Nothing of it is
/// seen.
fn stood_in(font: &FontId) -> impl FnMut(&Ui, &dyn TextBuffer, f32) -> Arc<Galley> {
    let font = font.clone();
    move |ui, text, _| {
        let stand_in = |c: char| match c {
            c if c.is_ascii() => c,
            c if c.is_whitespace() => ' ',
            c if is_word_char(c) => 'a',
            _ => '.',
        };
        let words = text.as_str().chars().map(stand_in).collect();
        let mut job = LayoutJob::simple_singleline(words, font.clone(), Color32::TRANSPARENT);
        job.keep_trailing_whitespace = true;
        ui.painter().layout_job(job)
    }
}

/// What was in the field before this frame's keys.
struct Before {
    /// The byte at which a selection began.
    anchor: usize,
    /// Whether the arrows are to be turned: the text as a whole runs from right to left.
    turned: bool,
}

impl Before {
    fn of(ui: &Ui, text: &str, id: Id) -> Self {
        let range = TextEditState::load(ui.ctx(), id).and_then(|state| state.cursor.char_range());
        let anchor = range.map_or(0, |r| text.byte_index_from_char_index(r.secondary.index).0);
        let focused = ui.memory(|memory| memory.has_focus(id));
        Self { anchor, turned: focused && text::is_right_to_left(text) }
    }
}

/// Turns this frame's arrows round: the field moves its caret by the order of the text.
fn turn_arrows(ui: &Ui) {
    ui.input_mut(|input| {
        for event in &mut input.events {
            if let Event::Key { key, .. } = event {
                *key = match *key {
                    Key::ArrowLeft => Key::ArrowRight,
                    Key::ArrowRight => Key::ArrowLeft,
                    key => key,
                };
            }
        }
    });
}

/// Draws the words in their order, the selection and the caret, over the toolkit's field, which draws
/// none of these; and moves the caret to where the pointer is.
fn overlay(
    ui: &Ui,
    text: &str,
    font: &FontId,
    id: Id,
    before: &Before,
    shown: TextEditOutput,
) -> Response {
    let TextEditOutput { response, text_clip_rect: room, galley, galley_pos, mut state, .. } =
        shown;
    let response = response.response;
    let measure = |words: &str| width(ui, words, font);
    let line = text::one_line(text, &measure);
    let focused = response.has_focus();
    let range = state.cursor.char_range().unwrap_or_default();
    let bytes = |cursor: CCursor| text.byte_index_from_char_index(cursor.index).0;
    let [mut anchor, mut caret] = [bytes(range.secondary), bytes(range.primary)];

    // Where the text is wider than the field, the caret stays in view.
    let spare = (line.right - room.width() + 2.0).max(0.0);
    let scroll = match focused {
        true => (line.caret(text, caret, &measure) - room.width() / 2.0).clamp(0.0, spare),
        false if text::is_right_to_left(text) => spare,
        false => 0.0,
    };
    let left = room.left() - scroll;

    let moved = Pointed::of(ui, &response).map(|(pointed, x)| {
        let byte = line.nearest(text, x - left, &measure);
        match pointed {
            Pointed::Pressed => [byte, byte],
            Pointed::Dragged => [before.anchor, byte],
            Pointed::Twice => word_at(text, byte),
        }
    });
    if let Some(ends) = moved {
        [anchor, caret] = ends;
        let cursor = |byte| CCursor::new(text.char_index_from_byte_index(ByteIndex(byte)));
        state.cursor.set_char_range(Some(CCursorRange::two(cursor(anchor), cursor(caret))));
        state.store(ui.ctx(), id);
        ui.request_repaint();
    }

    if focused {
        // The toolkit draws it with the ink of selected letters, which must not be seen.
        let round = ui.visuals().widgets.active.corner_radius;
        let stroke = ui.visuals().selection.stroke;
        ui.painter().rect_stroke(response.rect, round, stroke, StrokeKind::Inside);
    }
    let painter = ui.painter_at(room.expand(1.0));
    let (top, bottom) = (galley_pos.y, galley_pos.y + galley.size().y);
    if focused {
        let selected = anchor.min(caret)..anchor.max(caret);
        for [from, to] in line.stretches(text, &selected, &measure) {
            let rect = Rect::from_min_max(pos2(left + from, top), pos2(left + to, bottom));
            painter.rect_filled(rect, 0.0, ui.visuals().selection.bg_fill);
        }
    }
    let ink = ui.visuals().text_color();
    for piece in &line.pieces {
        let galley = lines::galley(ui, &piece.shown, font);
        let y = (top + bottom - galley.size().y) / 2.0;
        painter.galley_with_override_text_color(pos2(left + piece.left, y), galley, ink);
    }
    if focused && ui.input(|input| input.focused) {
        let x = left + line.caret(text, caret, &measure);
        let rect = Rect::from_x_y_ranges(x..=x, top..=bottom);
        let since = since(ui, id, (text.len(), anchor, caret));
        egui::text_selection::visuals::paint_text_cursor(ui, &painter, rect, since);
    }
    response
}

/// What the pointer does to the caret.
enum Pointed {
    Pressed,
    Dragged,
    Twice,
}

impl Pointed {
    /// And where it is, in the window's points.
    fn of(ui: &Ui, response: &Response) -> Option<(Self, f32)> {
        let at = response.interact_pointer_pos()?.x;
        if response.double_clicked() {
            return Some((Self::Twice, at));
        }
        let (pressed, shift) =
            ui.input(|input| (input.pointer.primary_pressed(), input.modifiers.shift));
        let down = ui.input(|input| input.pointer.primary_down());
        match (response.is_pointer_button_down_on() && down, pressed && !shift) {
            (false, _) => None,
            (true, true) => Some((Self::Pressed, at)),
            (true, false) => Some((Self::Dragged, at)),
        }
    }
}

/// The word around a byte: where it begins and ends.
fn word_at(text: &str, byte: usize) -> [usize; 2] {
    let (head, tail) = (text.get(..byte).unwrap_or_default(), text.get(byte..).unwrap_or_default());
    let from = head.rfind(|c| !is_word_char(c)).map_or(0, |at| {
        at + head.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    });
    let to = tail.find(|c| !is_word_char(c)).map_or(text.len(), |at| byte + at);
    [from, to]
}

/// Seconds since the caret last moved, or the text changed, so that it does not blink while it moves.
fn since(ui: &Ui, id: Id, now: (usize, usize, usize)) -> f64 {
    let time = ui.input(|input| input.time);
    ui.data_mut(|data| {
        let last = data.get_temp_mut_or_insert_with(id.with("moved"), || (now, time));
        if last.0 != now {
            *last = (now, time);
        }
        time - last.1
    })
}

fn width(ui: &Ui, words: &str, font: &FontId) -> f32 {
    lines::galley(ui, words, font).size().x
}
