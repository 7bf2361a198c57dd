//! Wrapped text with right-to-left words, which the toolkit cannot order: lines are broken and ordered
//! by `scene::text`, and each piece of a line is drawn where it belongs.
//!
//! Such a text cannot be selected by dragging; its menu copies it, in the order in which it is read.

use crate::scene::text::{self, Line};
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Pos2, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Laid-out texts that are kept from frame to frame.
const KEPT: usize = 512;

/// A text laid out in a width.
#[derive(Clone, Debug)]
pub struct Lines {
    lines: Arc<Vec<Line>>,
    font: FontId,
    line_height: f32,
}

impl Lines {
    /// Lays a text out that holds right-to-left letters; nothing where it holds none, and the toolkit
    /// serves. At most so many lines; `line_height` is in points, the font's own where none is given.
    #[must_use]
    pub fn of(
        ui: &Ui,
        words: &str,
        font: &FontId,
        width: f32,
        most: usize,
        line_height: Option<f32>,
    ) -> Option<Self> {
        if !text::has_right_to_left(words) {
            return None;
        }
        let line_height = line_height.unwrap_or_else(|| ui.fonts_mut(|f| f.row_height(font)));
        let lines = kept(ui, words, font, width, most);
        Some(Self { lines, font: font.clone(), line_height })
    }

    /// Height in points.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.lines.len() as f32 * self.line_height
    }

    /// Draws it with its left top at a point.
    pub fn paint(&self, ui: &Ui, top: Pos2, ink: Color32) {
        let clip = ui.clip_rect();
        for (at, line) in self.lines.iter().enumerate() {
            let from = top.y + at as f32 * self.line_height;
            if from > clip.bottom() || from + self.line_height < clip.top() {
                continue;
            }
            for piece in &line.pieces {
                let galley = galley(ui, &piece.shown, &self.font);
                let y = from + (self.line_height - galley.size().y) / 2.0;
                let at = pos2(top.x + piece.left, y);
                ui.painter().galley_with_override_text_color(at, galley, ink);
            }
        }
    }

    /// The ground of a stretch of the text, in bytes: a rectangle for each unbroken part, from the
    /// text's left top.
    #[must_use]
    pub fn rects(&self, ui: &Ui, words: &str, bytes: &Range<usize>) -> Vec<Rect> {
        let measure = |words: &str| galley(ui, words, &self.font).size().x;
        let mut out = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            let y = at as f32 * self.line_height;
            for [left, right] in line.stretches(words, bytes, &measure) {
                out.push(Rect::from_min_max(pos2(left, y), pos2(right, y + self.line_height)));
            }
        }
        out
    }

    /// The lines, from top to bottom.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

/// Adds a wrapped text with right-to-left letters; nothing where it holds none.
pub fn label(ui: &mut Ui, words: &str, font: &FontId, ink: Color32) -> Option<Response> {
    let width = ui.available_width();
    let lines = Lines::of(ui, words, font, width, usize::MAX, None)?;
    let right = lines.lines.iter().map(|line| line.right).fold(0.0, f32::max);
    let (rect, response) = ui.allocate_exact_size(vec2(right, lines.height()), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    if ui.is_rect_visible(rect) {
        lines.paint(ui, rect.min, ink);
    }
    copied(&response, words);
    Some(response)
}

/// The menu that copies a text.
pub fn copied(response: &Response, words: &str) {
    response.context_menu(|ui| {
        if ui.button("Copy text").clicked() {
            ui.ctx().copy_text(words.to_owned());
            ui.close();
        }
    });
}

/// One piece, shaped as one; the toolkit keeps those of the last frame.
pub(super) fn galley(ui: &Ui, words: &str, font: &FontId) -> Arc<Galley> {
    let format = TextFormat::simple(font.clone(), Color32::PLACEHOLDER);
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.break_on_newline = false;
    ui.painter().layout_job(job)
}

/// Laid-out lines by what they were laid out from, and the frame in which they were last asked for.
type Shelf = Arc<Mutex<HashMap<u64, (u64, Arc<Vec<Line>>)>>>;

/// Lines as they were laid out before, or laid out now: words are measured one by one, too much work
/// for every frame.
fn kept(ui: &Ui, words: &str, font: &FontId, width: f32, most: usize) -> Arc<Vec<Line>> {
    let mut hasher = DefaultHasher::new();
    (words, font, most, width.to_bits(), ui.pixels_per_point().to_bits()).hash(&mut hasher);
    let key = hasher.finish();
    let shelf: Shelf = ui.data_mut(|data| {
        data.get_temp_mut_or_default::<Shelf>(egui::Id::unique("right-to-left lines")).clone()
    });
    let frame = ui.ctx().cumulative_frame_nr();
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((asked, lines)) = shelf.get_mut(&key) {
        *asked = frame;
        return Arc::clone(lines);
    }
    if shelf.len() >= KEPT {
        shelf.retain(|_, (asked, _)| *asked + 2 > frame);
    }
    let measure = |words: &str| galley(ui, words, font).size().x;
    let lines = Arc::new(text::lay_out(words, width, most, &measure));
    shelf.insert(key, (frame, Arc::clone(&lines)));
    lines
}
