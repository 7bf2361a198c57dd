//! A document in full: every mention of a place or a time marked, the opened passage highlighted.
//!
//! A click on a mention moves the map or the timeline; what is pointed at here is lit everywhere, and
//! what is pointed at elsewhere is lit here. Only the paragraphs in view are laid out.

mod ask;
pub mod flow;
mod head;
mod text;

use crate::app::{Action, Frame, Item};
use crate::model::{Dataset, MentionId, Source, SourceId};
use crate::views::{parts, theme};
use ask::Ask;
use egui::{Align, Layout, Ui, UiBuilder};
use flow::{Flow, Paragraph};
use std::ops::Range;

/// The widest that the column gets, in points: about 80 letters.
const COLUMN: f32 = 620.0;

/// What the document view keeps between frames.
#[derive(Debug, Default)]
pub struct DocumentView {
    cache: Option<Cache>,
    /// The passage last scrolled to.
    shown: Option<(SourceId, Range<usize>)>,
    /// Where to scroll to in the next frame, in points from the top of the text.
    pending: Option<f32>,
    ask: Ask,
    /// Whether a banner asks for the date of the first undated document.
    banner: bool,
}

/// What follows from one text at one column width.
#[derive(Debug)]
struct Cache {
    key: Key,
    paragraphs: Vec<Paragraph>,
    flow: Flow,
    /// The source's mentions in the order of its text.
    mentions: Vec<(Range<usize>, MentionId)>,
}

/// Tells texts apart by where they lie, and columns by their width in points.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    dataset: usize,
    text: (usize, usize),
    mentions: usize,
    source: SourceId,
    width: f32,
}

impl DocumentView {
    /// A view in a window whose banner asks for the date of the first undated document: it asks for
    /// the others only, so that nothing is asked twice.
    #[must_use]
    pub fn beside_banner() -> Self {
        Self { banner: true, ..Self::default() }
    }

    /// Draws the open document into the space there is; nothing where none is open.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        egui::Frame::NONE
            .inner_margin(egui::Margin::same(theme::MARGIN as i8))
            .show(ui, |ui| self.inside(ui, frame, actions));
    }

    fn inside(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let Some((id, opened)) = &frame.session.document else {
            self.shown = None;
            return;
        };
        let palette = frame.subject.palette;
        let Some(source) = frame.subject.dataset.source(*id) else {
            let words = "This document is gone: it is not in the dataset any more.";
            parts::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
            return;
        };
        head::ui(ui, frame, source, actions);
        let by_banner =
            self.banner && frame.session.asking_date.first().is_some_and(|(first, _)| first == id);
        if !by_banner {
            self.ask.ui(ui, frame, *id, source, actions);
        }
        let room = ui.available_width();
        let width = (room - 2.0 * theme::MARGIN).clamp(80.0, COLUMN);
        self.refresh(frame.subject.dataset, source, *id, width);
        let Some(cache) = &mut self.cache else { return };
        let mut area = parts::scroll(("document", id));
        let asked = (*id, opened.clone());
        let fresh = self.shown.as_ref() != Some(&asked);
        if let Some(offset) = self.pending.take() {
            area = area.at(offset);
        }
        let indent = ((room - width) / 2.0).max(theme::MARGIN);
        let out = area.show_viewport(ui, |ui, viewport| {
            ui.set_width(room);
            ui.set_height(cache.flow.total() + theme::SECTION);
            let origin = ui.max_rect().min + egui::vec2(indent, 0.0);
            let column =
                egui::Rect::from_min_size(origin, egui::vec2(width, cache.flow.total().max(1.0)));
            let builder = UiBuilder::new().max_rect(column).layout(Layout::top_down(Align::LEFT));
            let mut column = ui.new_child(builder);
            let hovered = hovered_passage(frame, *id);
            let lit = hovered.as_ref().unwrap_or(opened);
            let text = text::Text { source, opened: lit, mentions: &cache.mentions, width };
            let mut grown_above = 0.0;
            let mut grown = false;
            // One more at either end is there for the keyboard to go to.
            let seen = cache.flow.in_view(viewport.min.y, viewport.max.y);
            for at in seen.start.saturating_sub(1)..seen.end + 1 {
                let Some(paragraph) = cache.paragraphs.get(at) else { continue };
                let top = origin + egui::vec2(0.0, cache.flow.top(at));
                let height = text.paragraph(&mut column, frame, paragraph, top, actions);
                let by = cache.flow.measured(at, height);
                if by.abs() > 0.5 {
                    grown = true;
                    if cache.flow.top(at) < viewport.min.y {
                        grown_above += by;
                    }
                }
            }
            if grown {
                cache.flow.place(&cache.paragraphs);
            }
            (viewport, grown, grown_above)
        });
        let (viewport, grown, grown_above) = out.inner;
        if fresh {
            self.shown = Some(asked);
            self.pending = cache.scroll_to(opened, &viewport);
        } else if grown_above != 0.0 {
            self.pending = Some((viewport.min.y + grown_above).max(0.0));
        }
        if grown || self.pending.is_some() {
            ui.ctx().request_repaint();
        }
    }

    fn refresh(&mut self, dataset: &Dataset, source: &Source, id: SourceId, width: f32) {
        let key = Key {
            dataset: std::ptr::from_ref(dataset) as usize,
            text: (source.text.as_ptr() as usize, source.text.len()),
            mentions: dataset.mentions.len(),
            source: id,
            width,
        };
        if self.cache.as_ref().is_some_and(|cache| cache.key == key) {
            return;
        }
        self.cache = Some(Cache::new(key, dataset, source));
        self.shown = None;
    }
}

impl Cache {
    fn new(key: Key, dataset: &Dataset, source: &Source) -> Self {
        let paragraphs = flow::paragraphs(&source.text);
        let line = theme::READING * text::LINE_HEIGHT;
        let letters_a_line = (key.width / (theme::READING * 0.5)).max(1.0);
        let estimate =
            |p: &Paragraph| (p.chars.len() as f32 / letters_a_line).ceil().max(1.0) * line;
        let heights = paragraphs.iter().map(estimate).collect();
        let gap = match source.kind {
            crate::model::SourceKind::Document => theme::READING * 0.75,
            crate::model::SourceKind::Table => 2.0,
        };
        let flow = Flow::new(heights, gap, &paragraphs);
        let mut mentions: Vec<(Range<usize>, MentionId)> = dataset
            .mentions
            .iter()
            .enumerate()
            .filter(|(_, mention)| mention.passage.source == key.source)
            .map(|(at, mention)| (mention.passage.range.clone(), MentionId::from_index(at)))
            .collect();
        mentions.sort_by_key(|(range, _)| (range.start, range.end));
        Self { key, paragraphs, flow, mentions }
    }

    /// Where to scroll so that a passage is seen; nothing where it is in view already.
    fn scroll_to(&self, opened: &Range<usize>, viewport: &egui::Rect) -> Option<f32> {
        if opened.is_empty() && opened.start == 0 {
            return Some(0.0);
        }
        let at = self.paragraphs.partition_point(|p| p.chars.end <= opened.start);
        let paragraph = self.paragraphs.get(at)?;
        // Within a long paragraph, as far down as the passage is into it.
        let into = opened.start.saturating_sub(paragraph.chars.start) as f32;
        let share = into / (paragraph.chars.len().max(1) as f32);
        let height = (self.flow.top(at + 1) - self.flow.top(at)).max(0.0);
        let y = self.flow.top(at) + share * height;
        let margin = viewport.height() * 0.12;
        let seen = viewport.min.y + margin <= y && y + 3.0 * margin <= viewport.max.y;
        (!seen).then(|| (y - viewport.height() * 0.3).max(0.0))
    }
}

/// The passage of this document that the event under the pointer rests on: lit in place of the opened
/// one for as long as the pointer stays.
fn hovered_passage(frame: &Frame<'_>, document: SourceId) -> Option<Range<usize>> {
    let Some(Item::Event(id)) = &frame.session.hover else { return None };
    let event = frame.subject.dataset.event(*id)?;
    let passage = event.evidence.iter().find(|passage| passage.source == document)?;
    Some(passage.range.clone())
}
