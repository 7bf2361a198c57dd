//! What the user chose about the timeline, and what becomes of a change of it.

use super::clock::Clock;
use super::playback::{Moment, PlayMode, Stride, started};
use super::{Item, State};
use crate::model::{EventId, Second, Window};
use crate::query::Area;
use crate::scene::timeline::{Arrangement, Grouping};
use crate::store::Cell;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Choices about the timeline. Those of taste are kept from one start to the next; what is about the
/// data at hand is not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimelineChoices {
    /// By what events are put into lanes.
    pub grouping: Grouping,
    /// What moves when the slider steps.
    pub mode: PlayMode,
    /// Whether playing jumps over stretches in which nothing begins or ends.
    pub skips: bool,
    /// Whether playing starts over at the end.
    pub again: bool,
    /// The clock on which times of day are told.
    pub clock: Clock,
    /// Whether only what is in view of the map is shown and counted.
    #[serde(skip)]
    pub in_view: bool,
    /// Order and state of the lanes, for each way of grouping.
    #[serde(skip)]
    pub arrangements: BTreeMap<Grouping, Arrangement>,
    /// The part of time that is played through; all of it where nothing is marked.
    #[serde(skip)]
    pub marked: Option<Window>,
}

/// A change of the choices about the timeline, or of what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimelineAction {
    /// Chooses by what events are put into lanes.
    Group(Grouping),
    /// Moves a lane to a position among all lanes, given in their present order.
    MoveLane {
        /// All lanes.
        lanes: Vec<String>,
        /// The one that moves.
        lane: String,
        /// Where to, from zero.
        to: usize,
    },
    /// Collapses a lane, or expands it again.
    ToggleLane(String),
    /// Collapses these lanes, and expands the others.
    Collapse(Vec<String>),
    /// Puts the lanes back into their usual order, all of them expanded.
    UsualLanes,
    /// Chooses whether only what is in view of the map is shown and counted.
    CountInView(bool),
    /// Chooses what moves when the slider steps.
    Mode(PlayMode),
    /// Chooses whether playing jumps over stretches without changes.
    Skip(bool),
    /// Chooses whether playing starts over at the end.
    Repeat(bool),
    /// Chooses the clock on which times of day are told.
    Clock(Clock),
    /// Marks the part of time that is played through; nothing for all of it.
    Mark(Option<Window>),
    /// Brings the selection's extent in time into view.
    ShowSelection,
}

impl TimelineChoices {
    /// Order and state of the lanes as they are grouped now.
    #[must_use]
    pub fn arrangement(&self) -> Option<&Arrangement> {
        self.arrangements.get(&self.grouping)
    }

    /// These choices for other data.
    #[must_use]
    pub fn for_other_data(&self) -> Self {
        Self { in_view: false, marked: None, ..self.clone() }
    }

    fn arrange(&mut self, change: impl FnOnce(&mut Arrangement)) {
        change(self.arrangements.entry(self.grouping).or_default());
    }
}

impl State {
    pub(super) fn change_timeline(&mut self, change: TimelineAction) {
        let choices = &mut self.session.timeline;
        match change {
            TimelineAction::Group(grouping) => choices.grouping = grouping,
            TimelineAction::MoveLane { lanes, lane, to } => {
                choices.arrange(|arrangement| arrangement.move_to(&lanes, &lane, to));
            }
            TimelineAction::ToggleLane(lane) => choices.arrange(|a| a.toggle(&lane)),
            TimelineAction::Collapse(lanes) => {
                choices.arrange(|a| a.collapsed = lanes.into_iter().collect());
            }
            TimelineAction::UsualLanes => choices.arrange(|a| *a = Arrangement::default()),
            TimelineAction::CountInView(on) => choices.in_view = on,
            TimelineAction::Mode(mode) => choices.mode = mode,
            TimelineAction::Skip(on) => choices.skips = on,
            TimelineAction::Repeat(on) => choices.again = on,
            TimelineAction::Clock(clock) => self.set_clock(clock),
            TimelineAction::Mark(part) => choices.marked = part,
            TimelineAction::ShowSelection => {
                if let Some(view) = self.selection_in_time() {
                    self.session.span_in_view = view;
                }
            }
        }
    }

    /// The stretch of time that is played through.
    #[must_use]
    pub fn play_range(&self) -> Window {
        self.session.timeline.marked.unwrap_or(self.extent)
    }

    /// Starts or stops playing. It starts where there is somewhere to go.
    pub(super) fn play(&mut self, on: bool) {
        if on {
            let (moment, stride) = (Moment::of(&self.session), Stride::of(&self.session));
            let from = started(moment, stride, self.play_range());
            if from != moment {
                self.move_to(from);
            }
        }
        self.session.playing = on;
    }

    /// The stretch of time that the selection is about, with a tenth of it on either side. Ends that
    /// are open or unknown are left out; nothing where no end is known.
    #[must_use]
    pub fn selection_in_time(&self) -> Option<Window> {
        let item = self.session.selection.as_ref()?;
        let cell = match item {
            Item::Cell(cell) => {
                let Cell { level, column: left, row: top } = *cell;
                let area = Area { level: u32::from(level), left, top, width: 1, height: 1 };
                self.matches().index().events_in(area)
            }
            _ => Vec::new(),
        };
        let events = if cell.is_empty() { &self.selected.events } else { &cell };
        let ends = events.iter().flat_map(|id| self.known_ends(*id));
        let (first, last) = ends
            .fold((i64::MAX, i64::MIN), |(first, last), Second(at)| (first.min(at), last.max(at)));
        let margin = (last.checked_sub(first)? / 10).max(3_600);
        let wider = Window::new(Second(first), Second(last));
        (first <= last).then(|| {
            Window::new(
                Second(wider.begin().0.saturating_sub(margin)),
                Second(wider.end().0.saturating_add(margin)),
            )
        })
    }

    /// The ends of an event that are known.
    fn known_ends(&self, id: EventId) -> Vec<Second> {
        let dataset = self.dataset();
        let (first, last) = match dataset.events.get(id.index()) {
            Some(event) => {
                let when = event.when.as_ref();
                (when.and_then(|w| w.earliest()), when.and_then(|w| w.latest()))
            }
            None => match dataset.row_key(id).and_then(|key| key.span) {
                Some((first, last)) => (Some(first), Some(last)),
                None => (None, None),
            },
        };
        let known = |at: &Second| Second::MIN < *at && *at < Second::MAX;
        first.into_iter().chain(last).filter(known).collect()
    }
}
