//! What was made of the data for drawing, and is kept while they stay the same.

use crate::app::TimelineChoices;
use crate::app::jobs::{Job, Outcome, Revision};
use crate::model::Window;
use crate::projection::Viewport;
use crate::query::EventIndex;
use crate::scene::shape::Rect;
use crate::scene::timeline::{Entries, Grouping, Groups, Layout, Overview, Seen, WHOLE_MOST};
use crate::task::{Cancelled, grouped};
use egui::Context;
use std::sync::Arc;
use std::time::Duration;

/// Time between two looks at how far the sorting is.
const PROGRESS: Duration = Duration::from_millis(150);

/// Entries, lanes, what the map shows, and the whole span.
#[derive(Debug, Default)]
pub(super) struct Known {
    of: Option<(Arc<EventIndex>, Grouping)>,
    pub entries: Entries,
    groups: Option<Groups>,
    sorting: Option<Sorting>,
    seen: Option<(Arc<EventIndex>, Seen)>,
    /// Whether the map has moved since the frame before.
    moving: bool,
    overview: Option<Strip>,
}

/// Lanes that are being worked out.
#[derive(Debug)]
struct Sorting {
    index: Arc<EventIndex>,
    grouping: Grouping,
    job: Job<Result<Groups, Cancelled>>,
}

/// The strip of the whole span, and what it was made for.
#[derive(Debug)]
struct Strip {
    index: Arc<EventIndex>,
    viewport: Option<Viewport>,
    rect: Rect,
    span: Window,
    overview: Overview,
}

/// Why events are not in the lanes that were asked for, or not yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Lack {
    /// There are too many of them; the words say so.
    TooMany(String),
    /// They are being sorted; the share that is done.
    Sorting(f32),
}

/// Why a grouping is not to be had for an index.
pub(super) fn unavailable(index: &EventIndex, grouping: Grouping, in_view: bool) -> Option<String> {
    let (count, most) = (index.order().len(), Groups::most(grouping));
    if count <= WHOLE_MOST || most == usize::MAX {
        return None;
    }
    if count > most {
        let (most, count) = (grouped(most as u64), grouped(count as u64));
        return Some(format!("for up to {most} dated events; there are {count}"));
    }
    let words = format!("not while only the map's view of over {WHOLE_MOST} events is counted");
    in_view.then_some(words)
}

impl Known {
    /// Makes the entries for a view where there are none for this index and grouping, or none there.
    /// Gives why they are in other lanes than was asked for.
    pub fn refresh(
        &mut self,
        ctx: &Context,
        index: &Arc<EventIndex>,
        view: Window,
        choices: &TimelineChoices,
    ) -> Option<Lack> {
        let lack = self.sort(ctx, index, choices);
        let grouping = if lack.is_some() { Grouping::Category } else { choices.grouping };
        let same =
            self.of.as_ref().is_some_and(|(of, by)| Arc::ptr_eq(of, index) && *by == grouping);
        if !same || !self.entries.serve(view) {
            let groups = self.groups.as_ref().filter(|groups| groups.are_of(index, grouping));
            self.entries = Entries::grouped(index, view, grouping, groups);
            self.of = Some((Arc::clone(index), grouping));
        }
        lack
    }

    /// Sees to the lanes of a large dataset, off the window's thread.
    fn sort(
        &mut self,
        ctx: &Context,
        index: &Arc<EventIndex>,
        choices: &TimelineChoices,
    ) -> Option<Lack> {
        let grouping = choices.grouping;
        let simple = matches!(grouping, Grouping::Category | Grouping::None);
        if simple || index.order().len() <= WHOLE_MOST {
            (self.groups, self.sorting) = (None, None);
            return None;
        }
        if let Some(why) = unavailable(index, grouping, choices.in_view) {
            self.sorting = None;
            return Some(Lack::TooMany(why));
        }
        if self.groups.as_ref().is_some_and(|groups| groups.are_of(index, grouping)) {
            return None;
        }
        self.groups = None;
        let now = Revision::default();
        let under_way = |s: &Sorting| Arc::ptr_eq(&s.index, index) && s.grouping == grouping;
        let mut sorting = self.sorting.take().filter(under_way).unwrap_or_else(|| {
            let (wanted, wake) = (Arc::clone(index), ctx.clone());
            let work = move |task: &crate::task::Task| Groups::build(&wanted, grouping, task);
            let job = Job::start("lanes", now, work, move || wake.request_repaint());
            Sorting { index: Arc::clone(index), grouping, job }
        });
        match sorting.job.poll(now) {
            Some(Outcome::Done(Ok(groups))) => {
                self.groups = Some(groups);
                self.of = None;
                None
            }
            Some(Outcome::Failed(why)) => Some(Lack::TooMany(why)),
            _ => {
                let progress = sorting.job.progress();
                let share = progress.done as f32 / progress.total.max(1) as f32;
                self.sorting = Some(sorting);
                // How far it is changes on screen; its end wakes the window by itself.
                ctx.request_repaint_after(PROGRESS);
                Some(Lack::Sorting(share))
            }
        }
    }

    /// What the map shows, where that alone counts.
    pub fn look(&mut self, index: &Arc<EventIndex>, viewport: Option<Viewport>) {
        let Some(viewport) = viewport else {
            (self.seen, self.moving) = (None, false);
            return;
        };
        let same = |(of, seen): &(Arc<EventIndex>, Seen)| {
            Arc::ptr_eq(of, index) && *seen.viewport() == viewport
        };
        self.moving = !self.seen.as_ref().is_some_and(same);
        if self.moving {
            let whole = index.order().len() <= WHOLE_MOST;
            self.seen = Some((Arc::clone(index), Seen::new(index, viewport, whole)));
        }
    }

    pub fn seen(&self) -> Option<&Seen> {
        self.seen.as_ref().map(|(_, seen)| seen)
    }

    /// Counts the whole span anew where anything about it has changed. While the map moves it waits,
    /// since the part in view is counted in every frame already: true where it has yet to be done.
    pub fn survey(&mut self, index: &Arc<EventIndex>, layout: &Layout, span: Window) -> bool {
        let viewport = self.seen().map(|seen| *seen.viewport());
        let (rect, moving) = (layout.overview, self.moving);
        let same = |strip: &Strip| {
            Arc::ptr_eq(&strip.index, index)
                && (strip.viewport == viewport || (moving && viewport.is_some()))
                && strip.rect == rect
                && strip.span == span
        };
        if !self.overview.as_ref().is_some_and(same) {
            let overview = Overview::new(index, &self.entries, layout, span, self.seen());
            let index = Arc::clone(index);
            self.overview = Some(Strip { index, viewport, rect, span, overview });
        }
        self.overview.as_ref().is_some_and(|strip| strip.viewport != viewport)
    }

    pub fn overview(&self) -> Option<&Overview> {
        self.overview.as_ref().map(|strip| &strip.overview)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Dataset;
    use crate::model::fixture::event;

    fn index(events: usize) -> EventIndex {
        let event = event("Something", "meeting", Some("2026-01-18"), &[]);
        let events = vec![event; events];
        EventIndex::new(Arc::new(Dataset { events, ..Dataset::default() }))
    }

    #[test]
    fn what_cannot_be_had_is_said_in_words() {
        let (few, many) = (index(10), index(WHOLE_MOST + 1));
        assert_eq!(unavailable(&few, Grouping::Actor, true), None);
        assert_eq!(unavailable(&many, Grouping::Actor, false), None);
        assert_eq!(unavailable(&many, Grouping::Category, true), None);
        let why = unavailable(&many, Grouping::Actor, true).expect("a reason");
        assert!(why.contains("map's view"), "{why}");
    }
}
