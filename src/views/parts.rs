//! Small things that the inspector and the document are put together from.

use super::{focus, lines, paint, theme};
use crate::app::{Action, Frame, Item};
use crate::model::{Event, EventId};
use crate::scene::marks::Look;
use crate::scene::palette::{Palette, Rgba};
use crate::scene::shape::Pt;
use crate::scene::text;
use egui::accesskit::Role;
use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat, TextWrapping};
use egui::text_edit::TextEditState;
use egui::{
    Color32, Context, CornerRadius, CursorIcon, FontId, Galley, Id, Pos2, Rect, Response,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, scroll_area, vec2,
};
use std::ops::Range;
use std::sync::Arc;

/// Space between letters of a caption, in points.
const CAPTION_SPACING: f32 = 0.7;
/// Radius of an event's mark in a row, in points.
pub const MARK: f32 = 6.0;

/// A text in the order in which a renderer without bidirectional ordering must be given it.
#[must_use]
pub fn visual(words: &str) -> String {
    text::visual_line(words)
}

/// Whether the installed fonts can draw all of a text.
#[must_use]
pub fn drawable(ui: &Ui, words: &str) -> bool {
    let font = theme::regular(theme::BODY);
    ui.fonts_mut(|fonts| words.chars().all(|c| c.is_whitespace() || fonts.has_glyph(&font, c)))
}

/// A caption over a section, in spaced capitals; read out as it is written.
pub fn caption(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    ui.add_space(theme::GAP);
    let format = TextFormat {
        extra_letter_spacing: CAPTION_SPACING,
        ..TextFormat::simple(theme::strong(theme::SMALL - 1.0), theme::color(palette.muted))
    };
    let capitals = words.to_uppercase();
    let galley = ui.painter().layout_job(LayoutJob::single_section(capitals, format));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, Color32::PLACEHOLDER);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    response
}

/// A wrapped paragraph that can be selected and copied.
pub fn paragraph(ui: &mut Ui, words: &str, font: FontId, color: Rgba) -> Response {
    let ink = theme::color(color);
    if let Some(response) = lines::label(ui, words, &font, ink) {
        return response;
    }
    ui.add(egui::Label::new(egui::RichText::new(words).font(font).color(ink)).wrap())
}

/// One line cut to a width, with an ellipsis where something is missing.
#[must_use]
pub fn line(ui: &Ui, words: &str, font: FontId, color: Rgba, width: f32) -> Arc<Galley> {
    let laid = |words: String| {
        let mut job = LayoutJob::simple_singleline(words, font.clone(), theme::color(color));
        job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
        ui.painter().layout_job(job)
    };
    if words.is_ascii() || !text::has_right_to_left(words) {
        return laid(words.to_owned());
    }
    let whole = laid(visual(words));
    if !whole.elided {
        return whole;
    }
    // The end of what is read gives way, wherever that end stands.
    let ends: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
    let cut = |at: usize| format!("{}…", words.get(..at).unwrap_or_default().trim_end());
    let fits = ends.partition_point(|at| !laid(visual(&cut(*at))).elided);
    laid(visual(&cut(fits.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0))))
}

/// Words in a rounded frame: a certainty, an actor.
pub fn chip(ui: &mut Ui, palette: &Palette, words: &str, ink: Rgba) -> Response {
    let room = ui.available_width() - 2.0 * theme::GAP;
    let galley = line(ui, words, theme::regular(theme::SMALL), ink, room.max(40.0));
    let size = galley.size() + vec2(2.0 * theme::GAP, 5.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let corner = CornerRadius::same((rect.height() / 2.0) as u8);
    let rim = Stroke::new(1.0, theme::color(ink.alpha(0.45)));
    let painter = ui.painter();
    painter.rect(rect, corner, theme::color(palette.raised), rim, StrokeKind::Inside);
    painter.galley(rect.center() - galley.size() / 2.0, galley, Color32::PLACEHOLDER);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response
}

/// Words that do something when clicked, without a button's frame.
pub fn link(ui: &mut Ui, palette: &Palette, words: &str, label: &str) -> Response {
    let galley = line(ui, words, theme::regular(theme::BODY), palette.accent, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.hovered() || response.has_focus() {
        let y = rect.bottom() - 1.0;
        let pen = Stroke::new(1.0, theme::color(palette.accent));
        ui.painter().line_segment([pos2(rect.left(), y), pos2(rect.right(), y)], pen);
    }
    ui.painter().galley(rect.min, galley, Color32::PLACEHOLDER);
    response
}

/// Draws a piece of the window whose widgets keep their ids, and with these the keyboard, whatever comes
/// and goes before it: the toolkit numbers widgets as they come. The name is the piece's own among what
/// stands beside it.
pub fn steady<R>(ui: &mut Ui, name: impl egui::AsIdSalt, piece: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.scope_id().with(("steady", egui::IdSalt::new(name).value()));
    ui.scope_builder(egui::UiBuilder::new().scope_id(id), piece).inner
}

/// A list or a text that scrolls up and down within the room there is, however little that is: with
/// the toolkit's least height a low panel would reach over what lies below it. A control in it that is
/// given the keyboard is brought into view.
pub fn scroll(id: impl egui::AsIdSalt) -> Scroll {
    let area = ScrollArea::vertical().id_salt(id).auto_shrink([false, false]);
    Scroll(area.min_scrolled_height(0.0))
}

/// What [`scroll`] makes.
pub struct Scroll(ScrollArea);

impl Scroll {
    /// The same, so many points down.
    pub fn at(self, offset: f32) -> Self {
        Self(self.0.vertical_scroll_offset(offset))
    }

    /// The same, at most so many points high.
    pub fn max_height(self, height: f32) -> Self {
        Self(self.0.max_height(height))
    }

    /// Draws all of it.
    pub fn show<R>(
        self,
        ui: &mut Ui,
        content: impl FnOnce(&mut Ui) -> R,
    ) -> scroll_area::ScrollAreaOutput<R> {
        self.0.show(ui, |ui| focus::in_view(ui, content))
    }

    /// Draws what is in view of it, given where that lies.
    pub fn show_viewport<R>(
        self,
        ui: &mut Ui,
        content: impl FnOnce(&mut Ui, Rect) -> R,
    ) -> scroll_area::ScrollAreaOutput<R> {
        let area = self.0;
        area.show_viewport(ui, |ui, view| focus::in_view(ui, |ui| content(ui, view)))
    }

    /// Draws the rows of a list that are in view, all of them of one height in points.
    pub fn show_rows<R>(
        self,
        ui: &mut Ui,
        height: f32,
        rows: usize,
        content: impl FnOnce(&mut Ui, Range<usize>) -> R,
    ) -> scroll_area::ScrollAreaOutput<R> {
        let area = self.0;
        area.show_rows(ui, height, rows, |ui, range| focus::in_view(ui, |ui| content(ui, range)))
    }
}

/// Selects all of a field's text, so that what is typed next replaces it.
pub fn select_all(ctx: &Context, field: Id, chars: usize) {
    let mut state = TextEditState::load(ctx, field).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(chars));
    state.cursor.set_char_range(Some(all));
    state.store(ctx, field);
}

/// The mark of an event, as it stands at the cursor.
pub fn mark(ui: &Ui, frame: &Frame<'_>, id: EventId, event: &Event, center: Pos2, radius: f32) {
    let mut shapes = Vec::new();
    let look = Look::of(event, id, &frame.subject);
    look.draw(frame.subject.palette, Pt::new(0.0, 0.0), radius, &mut shapes);
    paint::shapes(ui.painter(), center.to_vec2(), &shapes);
}

/// The ground behind something clickable: tinted while pointed at, outlined while selected or focused.
pub fn ground(ui: &Ui, rect: Rect, palette: &Palette, lit: bool, selected: bool, focused: bool) {
    let fill = match (selected, lit) {
        (true, _) => theme::color(palette.accent.alpha(0.14)),
        (false, true) => theme::color(palette.hover),
        (false, false) => Color32::TRANSPARENT,
    };
    let rim = if focused { Stroke::new(1.5, theme::color(palette.accent)) } else { Stroke::NONE };
    let corner = CornerRadius::same(theme::CORNER);
    ui.painter().rect(rect, corner, fill, rim, StrokeKind::Inside);
}

/// Reports what the pointer is over, or, where it is over nothing, what the keyboard is on.
pub fn hover(response: &Response, frame: &Frame<'_>, item: Item, actions: &mut Vec<Action>) {
    let over = frame.session.hover.as_ref();
    let by_keyboard = response.has_focus() && over.is_none_or(|there| *there == item);
    if response.hovered() || by_keyboard {
        actions.push(Action::Hover(item));
    }
}

/// Whether the mark of an item is lit, in whichever view the pointer is.
#[must_use]
pub fn is_lit(frame: &Frame<'_>, item: &Item) -> bool {
    let hovered = frame.subject.hovered;
    match item {
        Item::Event(id) => hovered.event(*id),
        Item::Place(id) => hovered.place(*id),
        other => frame.session.hover.as_ref() == Some(other),
    }
}

/// A dash of `length` after a gap of the same, along the foot of a rectangle.
pub fn dashed_foot(ui: &Ui, rect: Rect, length: f32, stroke: Stroke) {
    let y = rect.bottom() - stroke.width / 2.0;
    let ends = [pos2(rect.left(), y), pos2(rect.right(), y)];
    ui.painter().extend(egui::Shape::dashed_line(&ends, stroke, length, length));
}

/// An unbroken line along the foot of a rectangle.
pub fn foot(ui: &Ui, rect: Rect, stroke: Stroke) {
    let y = rect.bottom() - stroke.width / 2.0;
    ui.painter().line_segment([pos2(rect.left(), y), pos2(rect.right(), y)], stroke);
}

/// `size` at least as wide as something that a finger hits.
#[must_use]
pub fn at_least(size: Vec2) -> Vec2 {
    size.max(vec2(theme::CONTROL, theme::CONTROL))
}
