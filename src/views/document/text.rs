//! One paragraph: laid out, painted, its mentions made clickable.

use super::flow::{Paragraph, Segment, segments};
use crate::app::{Action, Frame, Item};
use crate::model::{MentionId, MentionKind, Source};
use crate::scene::palette::{Palette, Rgba};
use crate::views::lines::{self, Lines};
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::text::{CCursor, LayoutJob, TextFormat, TextWrapping};
use egui::text_selection::LabelSelectionState;
use egui::{CursorIcon, Galley, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use std::ops::Range;
use std::sync::Arc;

/// Height of a line, in font sizes.
pub const LINE_HEIGHT: f32 = 1.55;
/// The most mentions of one paragraph that can be pointed at.
const MOST: usize = 400;

/// A text and what is marked in it.
pub struct Text<'a> {
    /// The source.
    pub source: &'a Source,
    /// The opened passage, code points of the text.
    pub opened: &'a Range<usize>,
    /// Its mentions, by begin.
    pub mentions: &'a [(Range<usize>, MentionId)],
    /// Width of the column in points.
    pub width: f32,
}

impl Text<'_> {
    /// Draws a paragraph at a point and takes its clicks; tells its height.
    pub fn paragraph(
        &self,
        ui: &mut Ui,
        frame: &Frame<'_>,
        paragraph: &Paragraph,
        top: Pos2,
        actions: &mut Vec<Action>,
    ) -> f32 {
        let words = self.source.text.get(paragraph.bytes.clone()).unwrap_or_default();
        let (marks, ids) = self.marks(paragraph);
        let font = theme::regular(theme::READING);
        let line = Some(theme::READING * LINE_HEIGHT);
        let shown = match Lines::of(ui, words, &font, self.width, usize::MAX, line) {
            Some(lines) => Shown::Lines(lines),
            None => {
                let job = self.job(frame, paragraph, words, &marks, &ids);
                Shown::Plain(ui.painter().layout_job(job))
            }
        };
        let rect = Rect::from_min_size(top, vec2(self.width, shown.height()));
        let id = ui.scope_id().with(("paragraph", paragraph.chars.start));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
        if response.has_focus() {
            // Going from paragraph to paragraph is how a document is read by keyboard.
            let pen = Stroke::new(1.5, theme::color(frame.subject.palette.accent));
            let around = rect.expand2(vec2(4.0, 3.0));
            ui.painter().rect_stroke(around, theme::CORNER, pen, StrokeKind::Outside);
        }
        if self.opened.start < paragraph.chars.end && paragraph.chars.start < self.opened.end {
            self.bar(ui, frame.subject.palette, &shown, paragraph, words, top);
        }
        let ink = theme::color(frame.subject.palette.text);
        match &shown {
            Shown::Plain(galley) => {
                let galley = Arc::clone(galley);
                LabelSelectionState::label_text_selection(
                    ui,
                    &response,
                    top,
                    galley,
                    ink,
                    Stroke::NONE,
                );
            }
            Shown::Lines(lines) => {
                for (bytes, ground) in self.grounds(frame, paragraph, words, &marks, &ids) {
                    for rect in lines.rects(ui, words, &bytes) {
                        let rect = rect.translate(top.to_vec2()).expand2(vec2(2.0, 0.0));
                        ui.painter().rect_filled(rect, 0.0, theme::color(ground));
                    }
                }
                lines.paint(ui, top, ink);
                lines::copied(&response, words);
            }
        }
        for (range, id) in marks.iter().zip(&ids).take(MOST) {
            let rects = shown.rects(ui, words, range);
            mention(ui, frame, &rects, top, range, *id, words, actions);
        }
        shown.height()
    }

    /// The parts of a paragraph that stand on a coloured ground, in bytes.
    fn grounds(
        &self,
        frame: &Frame<'_>,
        paragraph: &Paragraph,
        words: &str,
        marks: &[Range<usize>],
        ids: &[MentionId],
    ) -> Vec<(Range<usize>, Rgba)> {
        let segments = segments(words, marks, &self.opened_in(paragraph));
        let ground = |segment: &Segment| {
            let id = segment.mark.and_then(|at| ids.get(at));
            ground(frame, id.copied(), segment.opened)
        };
        let all = segments.into_iter().map(|segment| (segment.bytes.clone(), ground(&segment)));
        all.filter(|(_, ground)| ground.3 > 0).collect()
    }

    /// The opened passage, as code points of a paragraph.
    fn opened_in(&self, paragraph: &Paragraph) -> Range<usize> {
        let start = paragraph.chars.start;
        self.opened.start.saturating_sub(start)..self.opened.end.saturating_sub(start)
    }

    /// The mentions that meet a paragraph, as code points of it.
    fn marks(&self, paragraph: &Paragraph) -> (Vec<Range<usize>>, Vec<MentionId>) {
        let Range { start, end } = paragraph.chars.clone();
        let from = self.mentions.partition_point(|(range, _)| range.end <= start);
        let near = self.mentions.get(from..).unwrap_or_default();
        near.iter()
            .take_while(|(range, _)| range.start < end)
            .filter(|(range, _)| range.end > start)
            .map(|(range, id)| (range.start.max(start) - start..range.end.min(end) - start, *id))
            .unzip()
    }

    fn job(
        &self,
        frame: &Frame<'_>,
        paragraph: &Paragraph,
        words: &str,
        marks: &[Range<usize>],
        ids: &[MentionId],
    ) -> LayoutJob {
        let palette = frame.subject.palette;
        let plain = TextFormat {
            line_height: Some(theme::READING * LINE_HEIGHT),
            expand_bg: 2.0,
            ..TextFormat::simple(theme::regular(theme::READING), theme::color(palette.text))
        };
        let mut job =
            LayoutJob { wrap: TextWrapping::wrap_at_width(self.width), ..LayoutJob::default() };
        for segment in segments(words, marks, &self.opened_in(paragraph)) {
            let id = segment.mark.and_then(|at| ids.get(at));
            let ground = ground(frame, id.copied(), segment.opened);
            let format = TextFormat { background: theme::color(ground), ..plain.clone() };
            job.append(words.get(segment.bytes).unwrap_or_default(), 0.0, format);
        }
        job
    }

    /// The bar beside the lines of the opened passage.
    fn bar(
        &self,
        ui: &Ui,
        palette: &Palette,
        shown: &Shown,
        paragraph: &Paragraph,
        words: &str,
        top: Pos2,
    ) {
        let start = self.opened.start.saturating_sub(paragraph.chars.start);
        let end = self.opened.end.saturating_sub(paragraph.chars.start);
        let lines = shown.rects(ui, words, &(start..end.min(paragraph.chars.len())));
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let x = top.x - theme::MARGIN;
        let bar =
            Rect::from_min_max(pos2(x, top.y + first.top()), pos2(x + 3.0, top.y + last.bottom()));
        ui.painter().rect_filled(bar, 1.0, theme::color(palette.accent));
    }
}

/// A paragraph as the toolkit lays it out, or in lines where words are read from right to left.
enum Shown {
    Plain(Arc<Galley>),
    Lines(Lines),
}

impl Shown {
    fn height(&self) -> f32 {
        match self {
            Self::Plain(galley) => galley.size().y,
            Self::Lines(lines) => lines.height(),
        }
    }

    /// The ground of a stretch, in code points: rectangles from the paragraph's left top.
    fn rects(&self, ui: &Ui, words: &str, chars: &Range<usize>) -> Vec<Rect> {
        match self {
            Self::Plain(galley) => rects(galley, chars),
            Self::Lines(lines) => {
                let byte = |at: usize| words.char_indices().nth(at).map_or(words.len(), |(b, _)| b);
                lines.rects(ui, words, &(byte(chars.start)..byte(chars.end)))
            }
        }
    }
}

/// The ground that a stretch stands on; transparent where it is neither marked nor opened.
fn ground(frame: &Frame<'_>, mention: Option<MentionId>, opened: bool) -> Rgba {
    match (opened, mention) {
        (_, Some(id)) => tint(frame, id),
        (true, None) => frame.subject.palette.accent.alpha(0.10),
        (false, None) => Rgba(0, 0, 0, 0),
    }
}

/// What colour a mention is marked in: places in the accent, times in the agreements' green, what
/// could not be resolved in the warning's.
fn tone(palette: &Palette, kind: &MentionKind) -> Rgba {
    match kind {
        MentionKind::Toponym { place: Some(_), .. } => palette.accent,
        MentionKind::Time { span: Some(_), .. } => palette.mark("agreement").color,
        MentionKind::Toponym { place: None, .. } => palette.warning,
        MentionKind::Time { span: None, .. } => palette.muted,
    }
}

fn tint(frame: &Frame<'_>, id: MentionId) -> Rgba {
    let palette = frame.subject.palette;
    let Some(mention) = frame.subject.dataset.mention(id) else { return Rgba(0, 0, 0, 0) };
    let item = Item::Mention(id);
    let by_place = match &mention.kind {
        MentionKind::Toponym { place: Some(place), .. } => frame.subject.hovered.place(*place),
        _ => false,
    };
    let selected = frame.session.selection.as_ref() == Some(&item);
    let strength = match (selected, by_place || parts::is_lit(frame, &item)) {
        (true, _) => 0.42,
        (false, true) => 0.32,
        (false, false) => 0.13,
    };
    tone(palette, &mention.kind).alpha(strength)
}

#[expect(clippy::too_many_arguments, reason = "one mention on one laid-out paragraph")]
fn mention(
    ui: &Ui,
    frame: &Frame<'_>,
    rects: &[Rect],
    top: Pos2,
    range: &Range<usize>,
    id: MentionId,
    words: &str,
    actions: &mut Vec<Action>,
) {
    let Some(mention) = frame.subject.dataset.mention(id) else { return };
    let stroke = Stroke::new(1.5, theme::color(tone(frame.subject.palette, &mention.kind)));
    let resolved = match &mention.kind {
        MentionKind::Toponym { place, .. } => place.is_some(),
        MentionKind::Time { span, .. } => span.is_some(),
    };
    for (line, rect) in rects.iter().enumerate() {
        let rect = rect.translate(top.to_vec2());
        let under = rect.shrink2(vec2(0.0, (rect.height() - theme::READING * 1.35).max(0.0) / 2.0));
        if resolved {
            parts::foot(ui, under, stroke);
        } else {
            parts::dashed_foot(ui, under, 3.0, stroke);
        }
        // The keyboard stops at it once, however many lines it stands on.
        let sense = if line == 0 { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, ui.scope_id().with(("mention", id, line)), sense);
        if line == 0 {
            let label = label(frame, &mention.kind, words, range);
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &label));
        }
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if response.has_focus() {
            ui.painter().rect_stroke(rect.expand(1.0), 2.0, stroke, egui::StrokeKind::Outside);
        }
        parts::hover(&response, frame, Item::Mention(id), actions);
        if response.clicked() {
            match &mention.kind {
                MentionKind::Toponym { place: Some(place), .. } => {
                    actions.push(Action::FlyToPlace(*place));
                }
                MentionKind::Time { span: Some(span), .. } => {
                    actions.push(Action::GoToTime(span.clone()));
                }
                MentionKind::Toponym { .. } | MentionKind::Time { .. } => {}
            }
            actions.push(Action::Select(Some(Item::Mention(id))));
        }
        response.on_hover_ui(|ui| hint(ui, frame, &mention.kind));
    }
}

/// "Place: the week before, 19–25 January 2026".
fn label(frame: &Frame<'_>, kind: &MentionKind, words: &str, range: &Range<usize>) -> String {
    let name: String = words.chars().skip(range.start).take(range.len()).collect();
    match kind {
        MentionKind::Toponym { place, .. } => {
            match place.and_then(|id| frame.subject.dataset.place(id)) {
                Some(place) => {
                    format!("Place: {name}, read as {}", frame.subject.name_of(&place))
                }
                None => format!("Place: {name}, not resolved"),
            }
        }
        MentionKind::Time { span: Some(span), .. } => format!("Time: {name}, {}", span.label()),
        MentionKind::Time { span: None, .. } => format!("Time: {name}, not on the calendar"),
    }
}

fn hint(ui: &mut Ui, frame: &Frame<'_>, kind: &MentionKind) {
    match kind {
        MentionKind::Toponym { place, candidates, .. } => {
            match place.and_then(|id| frame.subject.dataset.place(id)) {
                Some(place) => {
                    ui.strong(parts::visual(frame.subject.name_of(&place)));
                    ui.label(crate::app::place_card::place_line(&place));
                }
                None => {
                    ui.label(format!("Not resolved; {} candidates", candidates.len()));
                }
            }
        }
        MentionKind::Time { span, reading, .. } => {
            if let Some(span) = span {
                ui.strong(span.label());
            }
            ui.label(reading.as_str());
        }
    }
}

/// The ground of a stretch of a galley, a rectangle for each line, from the galley's corner.
fn rects(galley: &Galley, range: &Range<usize>) -> Vec<Rect> {
    let (from, to) = (CCursor::new(range.start), CCursor::new(range.end));
    let (begin, end) = (galley.pos_from_cursor(from), galley.pos_from_cursor(to));
    if range.start >= range.end {
        return Vec::new();
    }
    let mut out = Vec::new();
    for row in &galley.rows {
        let line = row.rect();
        let middle = line.center().y;
        if middle < begin.top() || middle > end.bottom() {
            continue;
        }
        let left = if begin.top() <= middle && middle <= begin.bottom() {
            begin.left()
        } else {
            line.left()
        };
        let right =
            if end.top() <= middle && middle <= end.bottom() { end.left() } else { line.right() };
        if right > left {
            out.push(Rect::from_min_max(pos2(left, line.top()), pos2(right, line.bottom())));
        }
    }
    out
}
