//! The part of a large dataset that the timeline looks at: single events where they are few, and
//! nothing of the others but their number.

use super::entries::{Entries, Lane, entry};
use crate::model::{EventId, Second, Window};
use crate::query::EventIndex;

/// Datasets with up to so many dated events are laid out whole.
pub const WHOLE_MOST: usize = 5_000;
/// A lane with more events than this around the view is drawn as bars.
const LANE_MOST: usize = 300;
/// Events beyond the view that are named where a lane has none in it.
const BEYOND: usize = 20;
/// Events that are looked through for them.
const LOOKED_THROUGH: usize = 20_000;

impl Entries {
    /// What a timeline needs that shows `view`: all events of a small dataset, of a large one those
    /// around the view.
    #[must_use]
    pub fn for_view(index: &EventIndex, view: Window) -> Self {
        if index.order().len() <= WHOLE_MOST {
            return Self::new(index.dataset());
        }
        Self::part(index, view)
    }

    /// Whether these still do for another view.
    #[must_use]
    pub fn serve(&self, view: Window) -> bool {
        self.part.is_none_or(|part| {
            let (all, seen) = (i128::from(part.seconds()), i128::from(view.seconds()));
            part.begin() <= view.begin()
                && view.end() <= part.end()
                && (2 * seen..=4 * seen).contains(&all)
        })
    }

    fn part(index: &EventIndex, view: Window) -> Self {
        let length = view.seconds();
        let part = Window::new(
            Second(view.begin().0.saturating_sub(length)),
            Second(view.end().0.saturating_add(length)),
        );
        let flow = index.dated().flow(&[part.begin(), part.end()]);
        let categories = index.categories().iter().zip(0..=u8::MAX);
        let mut lanes: Vec<Lane> = categories
            .filter(|(entry, _)| entry.dated > 0)
            .map(|(entry, code)| Lane {
                category: entry.category.as_str().to_owned(),
                code,
                total: entry.dated,
                entries: Vec::new(),
                crowded: flow.between(0, 1, code) > LANE_MOST as i64,
                earlier: Vec::new(),
                later: Vec::new(),
            })
            .collect();
        let mut sparse = [None; 256];
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| !lane.crowded) {
            if let Some(slot) = sparse.get_mut(usize::from(lane.code)) {
                *slot = Some(at);
            }
        }
        let lane_of = |rank: usize| {
            let code = index.order().category(rank)?;
            sparse.get(usize::from(code)).copied().flatten()
        };
        if sparse.iter().any(Option::is_some) {
            for rank in index.order().meeting(part).iter() {
                let Some(lane) = lane_of(rank).and_then(|at| lanes.get_mut(at)) else { continue };
                let id = index.order().id(rank);
                let event = id.and_then(|id| Some((id, index.dataset().event(id)?)));
                if let Some((id, event)) = event
                    && let Some(when) = &event.when
                {
                    lane.entries.push(entry(id, &event, when));
                }
            }
            beyond(index, part, &mut lanes, &lane_of);
        }
        let states = |lane: &Lane| {
            let entry = index.categories().get(usize::from(lane.code));
            entry.is_some_and(|entry| entry.states * 2 > entry.dated)
        };
        lanes.sort_by_key(|lane| {
            (!states(lane), std::cmp::Reverse(lane.total), lane.category.clone())
        });
        Self { lanes, undated: index.undated().to_vec(), part: Some(part) }
    }
}

/// Names some events before and after a part in the lanes that have none in it.
fn beyond(
    index: &EventIndex,
    part: Window,
    lanes: &mut [Lane],
    lane_of: &dyn Fn(usize) -> Option<usize>,
) {
    if lanes.iter().all(|lane| lane.crowded || !lane.entries.is_empty()) {
        return;
    }
    let order = index.order();
    let (first, last) = (order.begun(part.begin().0), order.begun(part.end().0));
    let mut take = |rank: usize, of: fn(&mut Lane) -> &mut Vec<EventId>| {
        let Some(lane) = lane_of(rank).and_then(|at| lanes.get_mut(at)) else { return };
        let list = of(lane);
        if list.len() < BEYOND {
            list.extend(order.id(rank));
        }
    };
    for rank in (0..first).rev().take(LOOKED_THROUGH) {
        take(rank, |lane| &mut lane.earlier);
    }
    for rank in (last..order.len()).take(LOOKED_THROUGH) {
        take(rank, |lane| &mut lane.later);
    }
    lanes.iter_mut().for_each(|lane| lane.earlier.reverse());
}
