//! What follows from taking something up: its document opens, map or timeline go there.

use super::entered::last_day;
use super::{Effect, Item, State};
use crate::model::{Edge, MentionId, MentionKind, Second, SourceId, SourceKind, TimeSpan, Window};
use std::ops::Range;
use std::sync::Arc;

/// The longest table that is opened as a document, in bytes.
const OPENED_BYTES: usize = 8_000_000;

impl State {
    pub(super) fn select(&mut self, item: Option<Item>) -> Option<Effect> {
        self.selected = self.highlight(item.as_ref());
        let effect = match &item {
            Some(Item::Passage(source, range)) => {
                self.open_document(*source, range.clone());
                None
            }
            Some(Item::Mention(id)) => self.follow_mention(*id),
            _ => None,
        };
        self.session.selection = item;
        effect
    }

    /// Opens a document at a passage. Tables of many megabytes stay closed: their rows are quoted
    /// where they are asked for, and laid out whole they would make the hand wait.
    fn open_document(&mut self, source: SourceId, range: Range<usize>) {
        let opens = self.dataset.source(source).is_some_and(|source| {
            source.kind != SourceKind::Table || source.text.len() <= OPENED_BYTES
        });
        if opens {
            self.session.document = Some((source, range));
        }
    }

    /// A mention that is clicked moves the map or the timeline, and shows in its document.
    fn follow_mention(&mut self, id: MentionId) -> Option<Effect> {
        let dataset = Arc::clone(&self.dataset);
        let mention = dataset.mention(id)?;
        self.open_document(mention.passage.source, mention.passage.range.clone());
        match &mention.kind {
            MentionKind::Toponym { place, .. } => place.map(Effect::FlyToPlace),
            MentionKind::Time { span, .. } => {
                if let Some(span) = span {
                    self.go_to(span);
                }
                None
            }
        }
    }

    /// Brings a span into view, with as much again on both sides, and selects it.
    pub(super) fn go_to(&mut self, span: &TimeSpan) {
        let known = |edge: Edge| match edge {
            Edge::Known { earliest, latest } => Some((earliest, latest)),
            Edge::Open | Edge::Unknown => None,
        };
        let begin = known(span.begin()).map_or(self.extent.begin(), |(earliest, _)| earliest);
        let end = known(span.end()).map_or(self.extent.end(), |(_, latest)| latest);
        let window = Window::new(begin, end);
        let margin = window.seconds();
        let shown = self.session.span_in_view;
        if !(shown.begin() <= window.begin() && window.end() <= shown.end()) {
            self.session.span_in_view = Window::new(
                Second(window.begin().0.saturating_sub(margin)),
                Second(window.end().0.saturating_add(margin)),
            );
        }
        self.session.window = window;
        self.session.cursor = last_day(window);
        self.refresh();
    }
}
