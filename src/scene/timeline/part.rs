//! The part of a large dataset that the timeline looks at: single events where they are few, and
//! nothing of the others but their number.

use super::entries::{Entries, Lane, LaneCounts, entry};
use super::grouping::Grouping;
use super::groups::Groups;
use super::titled;
use crate::model::{EventId, Second, Window};
use crate::query::EventIndex;

/// Datasets with up to so many dated events are laid out whole.
pub const WHOLE_MOST: usize = 5_000;
/// A lane with more events than this around the view is drawn as bars.
pub(super) const LANE_MOST: usize = 300;
/// Events beyond the view that are named where a lane has none in it.
pub(super) const BEYOND: usize = 20;
/// Events that are looked through for them.
const LOOKED_THROUGH: usize = 20_000;

impl Entries {
    /// What a timeline needs that shows `view`: all events of a small dataset, of a large one those
    /// around the view.
    #[must_use]
    pub fn for_view(index: &EventIndex, view: Window) -> Self {
        Self::grouped(index, view, Grouping::Category, None)
    }

    /// The same in lanes by a grouping. Large datasets need their `groups` for lanes by place, actor
    /// or source; without them they stand in lanes by category.
    #[must_use]
    pub fn grouped(
        index: &EventIndex,
        view: Window,
        grouping: Grouping,
        groups: Option<&Groups>,
    ) -> Self {
        if index.order().len() <= WHOLE_MOST {
            return Self::new(index, grouping);
        }
        let part = around(view);
        let lanes = match (grouping, groups) {
            (Grouping::None, _) => vec![all_in_one(index, part)],
            (Grouping::Category, _) | (_, None) => by_category(index, part),
            (_, Some(groups)) => groups.lanes(part),
        };
        Self { lanes, undated: index.undated().to_vec(), part: Some(part) }
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
}

/// A view with as much again on either side.
fn around(view: Window) -> Window {
    let length = view.seconds();
    Window::new(
        Second(view.begin().0.saturating_sub(length)),
        Second(view.end().0.saturating_add(length)),
    )
}

fn by_category(index: &EventIndex, part: Window) -> Vec<Lane> {
    let flow = index.dated().flow(&[part.begin(), part.end()]);
    let numbered: Vec<(u8, usize, bool)> = (0..=u8::MAX)
        .zip(index.categories())
        .filter(|(_, entry)| entry.dated > 0)
        .map(|(code, entry)| (code, entry.dated, entry.states * 2 > entry.dated))
        .collect();
    let mut lanes: Vec<Lane> = numbered
        .iter()
        .filter_map(|(code, dated, _)| {
            let name = index.categories().get(usize::from(*code))?.category.as_str();
            Some(Lane {
                name: titled(name),
                category: Some(name.to_owned()),
                place: None,
                counts: LaneCounts::Category(*code),
                total: *dated,
                entries: Vec::new(),
                crowded: flow.between(0, 1, *code) > LANE_MOST as i64,
                earlier: Vec::new(),
                later: Vec::new(),
            })
        })
        .collect();
    let mut sparse = [None; 256];
    for (at, ((code, ..), lane)) in numbered.iter().zip(&lanes).enumerate() {
        if let Some(slot) = sparse.get_mut(usize::from(*code)).filter(|_| !lane.crowded) {
            *slot = Some(at);
        }
    }
    let lane_of = |rank: usize| {
        let code = index.order().category(rank)?;
        sparse.get(usize::from(code)).copied().flatten()
    };
    if sparse.iter().any(Option::is_some) {
        fill(index, part, &mut lanes, &lane_of);
        beyond(index, part, &mut lanes, &lane_of);
    }
    let mut found: Vec<(bool, Lane)> =
        numbered.iter().map(|(.., states)| *states).zip(lanes).collect();
    found.sort_by_key(|(states, lane)| {
        (!states, std::cmp::Reverse(lane.total), lane.category.clone())
    });
    found.into_iter().map(|(_, lane)| lane).collect()
}

/// One lane for all events.
fn all_in_one(index: &EventIndex, part: Window) -> Lane {
    let crowded = index.order().meeting(part).len() > LANE_MOST;
    let mut lane = Lane {
        name: Grouping::None.nobody().to_owned(),
        category: None,
        place: None,
        counts: LaneCounts::All,
        total: index.order().len(),
        entries: Vec::new(),
        crowded,
        earlier: Vec::new(),
        later: Vec::new(),
    };
    if !crowded {
        let lanes = std::slice::from_mut(&mut lane);
        fill(index, part, lanes, &|_| Some(0));
        beyond(index, part, lanes, &|_| Some(0));
    }
    lane
}

/// Puts the events of a part into the lanes that have them one by one.
fn fill(
    index: &EventIndex,
    part: Window,
    lanes: &mut [Lane],
    lane_of: &dyn Fn(usize) -> Option<usize>,
) {
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
