//! Changing an area by hand and by keyboard: what is held, and what becomes of it.

use super::super::picks::Under;
use super::super::target::FlyRequest;
use super::NEAR;
use super::marking::LEAST;
use super::outline::{Outline, on_map};
use crate::app::filters::edit::{self, Grip, corners, moved, place, rim_deg, with_area};
use crate::app::{Action, Frame};
use crate::projection::{Bounds, Screen, Viewport, World, circle_ring};
use crate::query::Region;
use egui::{CursorIcon, Key, Modifiers, PointerButton, Pos2, Ui, Vec2};

/// What a ring's hidden corners may lie beside the line between those that are shown, in points.
const SHAPE_PT: f64 = 6.0;
/// An area that is smaller than this on the map when it is taken up is flown to, in points.
const SMALL: f32 = 48.0;
/// The bearings at which a circle's rim is taken, in degrees: the first that is in view.
const RIMS_DEG: [f64; 4] = [90.0, 270.0, 0.0, 180.0];

/// A grip in somebody's hand.
#[derive(Clone, Debug)]
struct Held {
    grip: Grip,
    /// From the hand to the grip, in world widths.
    offset: World,
    /// The area as it was taken, and its corners.
    from: Region,
    corners: Vec<usize>,
}

/// The area that is being changed, as this map shows it.
#[derive(Debug, Default)]
pub struct Editing {
    /// Which it was in the last frame.
    of: Option<usize>,
    held: Option<Held>,
    /// The area as the hand has it, which the filter may not have yet.
    draft: Option<Region>,
    /// The corners that can be taken, and what they were worked out for.
    shown: Option<(Region, f64, Vec<usize>)>,
    rim_deg: f64,
    /// The grip that is to have the keyboard.
    pub(super) focus: Option<Grip>,
    /// The grip that had it in the last frame.
    pub(super) focused: Option<Grip>,
    by_hand: bool,
    /// Where to fly.
    pub(super) request: Option<FlyRequest>,
}

/// The area that is being changed, by its place among the filter's.
pub(super) fn edited<'a>(frame: &Frame<'a>) -> Option<(usize, &'a Region)> {
    let area = frame.session.editing.as_ref()?.area;
    Some((area, frame.filters.filter().regions.get(area)?))
}

impl Editing {
    /// The area as the hand has it, while that may not be what the filter has.
    pub fn draft(&self) -> Option<&Region> {
        self.draft.as_ref()
    }

    /// Says that the next area is taken up by a click on it: the keyboard stays where it is.
    pub fn taken_by_hand(&mut self) {
        self.by_hand = true;
    }

    /// What is in hand.
    pub(super) fn holds(&self) -> Option<Grip> {
        self.held.as_ref().map(|held| held.grip)
    }

    /// Moves what is in hand; true while the map must not move under it.
    pub fn steer(&mut self, ui: &Ui, under: &Under<'_>, actions: &mut Vec<Action>) -> bool {
        let Some((area, region)) = edited(under.frame) else {
            *self = Self { by_hand: self.by_hand, ..Self::default() };
            return false;
        };
        if self.of != Some(area) {
            self.begin(area, region, under);
        }
        self.ends(ui, under, actions);
        self.take_rim(region, under);
        let (at, origin, down) = ui.input(|i| {
            (i.pointer.latest_pos(), i.pointer.press_origin(), i.pointer.primary_down())
        });
        if self.held.is_none()
            && under.response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = origin.or(at)
            && Outline::of(region, under.map, under.view).distance(origin) <= NEAR
        {
            let circle = matches!(region, Region::Circle { .. });
            self.take(if circle { Grip::Rim } else { Grip::Whole }, origin, under);
        }
        self.draft = None;
        let Some(held) = &self.held else { return false };
        let next = match at {
            Some(at) => {
                let hand = world(under, at);
                let to = World::new(hand.x + held.offset.x, hand.y + held.offset.y);
                if held.grip == Grip::Rim {
                    self.rim_deg = rim_deg(&held.from, to).unwrap_or(self.rim_deg);
                }
                moved(&held.from, &held.corners, held.grip, to)
            }
            None => region.clone(),
        };
        let next = if !down && is_sliver(&next, under) { held.from.clone() } else { next };
        // Of many events it is worked out beside the window what an area leaves: the next is asked for
        // once that is known, and the last one at the end.
        if next != *region && (!down || under.frame.filters.is_settled()) {
            let filter = with_area(under.frame.filters.filter(), area, next.clone());
            actions.push(Action::SetFilter(Box::new(filter)));
        }
        if !down {
            self.focus = Some(after(&held.from, held.grip));
            self.held = None;
        }
        self.draft = Some(next);
        true
    }

    /// Lets go of what is in hand, or ends with the area as it was before.
    pub fn escape(&mut self, frame: &Frame<'_>, actions: &mut Vec<Action>) -> bool {
        let Some(edit) = &frame.session.editing else { return false };
        let filter = frame.filters.filter();
        let back = match self.held.take() {
            Some(held) => with_area(filter, edit.area, held.from),
            None => {
                actions.push(Action::EditArea(None));
                edit.put_back(filter)
            }
        };
        self.draft = None;
        if back != *filter {
            actions.push(Action::SetFilter(Box::new(back)));
        }
        true
    }

    /// What the pointer looks like on the area's edge.
    pub fn edge_cursor(&self, under: &Under<'_>, at: Pos2) -> CursorIcon {
        match edited(under.frame) {
            Some((_, region @ Region::Circle { .. })) => {
                let middle = place(region, Grip::Whole, 0.0);
                let shift = Outline::of(region, under.map, under.view).shift;
                let middle = middle.map(|at| World::new(at.x + shift, at.y));
                middle.map_or(CursorIcon::Move, |middle| {
                    away(at - on_map(under.map, under.view, middle))
                })
            }
            _ => CursorIcon::Move,
        }
    }

    fn begin(&mut self, area: usize, region: &Region, under: &Under<'_>) {
        let by_hand = self.by_hand;
        *self = Self { of: Some(area), rim_deg: RIMS_DEG[0], ..Self::default() };
        if by_hand {
            return;
        }
        self.focus = Some(match region {
            Region::Polygon(_) => Grip::Corner(0),
            Region::Circle { .. } => Grip::Rim,
        });
        let reach = Outline::of(region, under.map, under.view).reach;
        let seen = under.map.contains_rect(reach) && reach.size().max_elem() >= SMALL;
        let ring = match region {
            Region::Polygon(ring) => ring.clone(),
            Region::Circle { center, radius_m } => circle_ring(*center, *radius_m, 16),
        };
        if !seen {
            self.request = Bounds::around(ring).map(FlyRequest::Bounds);
        }
    }

    /// Enter ends it, unless it is meant for something else.
    fn ends(&self, ui: &Ui, under: &Under<'_>, actions: &mut Vec<Action>) {
        let focus = ui.memory(|m| m.focused());
        let own = self.focused.is_some() || focus.is_none_or(|id| id == under.response.id);
        if own && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
            actions.push(Action::EditArea(None));
        }
    }

    /// Takes a circle's rim where it is in view.
    fn take_rim(&mut self, region: &Region, under: &Under<'_>) {
        if self.held.is_some() || !matches!(region, Region::Circle { .. }) {
            return;
        }
        let shift = Outline::of(region, under.map, under.view).shift;
        let seen = |deg: &f64| {
            let at = place(region, Grip::Rim, *deg).map(|at| World::new(at.x + shift, at.y));
            at.is_some_and(|at| under.map.contains(on_map(under.map, under.view, at)))
        };
        if !seen(&self.rim_deg) {
            self.rim_deg = RIMS_DEG.into_iter().find(seen).unwrap_or(self.rim_deg);
        }
    }

    /// Takes a grip into the hand that was put down at a position.
    pub(super) fn take(&mut self, grip: Grip, at: Pos2, under: &Under<'_>) {
        let Some((_, region)) = edited(under.frame) else { return };
        let hand = world(under, at);
        if grip == Grip::Rim {
            self.rim_deg = rim_deg(region, hand).unwrap_or(self.rim_deg);
        }
        let Some(stands) = place(region, grip, self.rim_deg) else { return };
        let offset = World::new(stands.x - hand.x, stands.y - hand.y);
        let corners = self.corners(region, under.view);
        self.held = Some(Held { grip, offset, from: region.clone(), corners });
        self.focus = None;
    }

    /// The corners of the area that can be taken, as it is in hand or in the filter.
    pub(super) fn corners(&mut self, region: &Region, view: &Viewport) -> Vec<usize> {
        let len = |region: &Region| match region {
            Region::Polygon(ring) => ring.len(),
            Region::Circle { .. } => 0,
        };
        if let Some(held) = &self.held
            && len(&held.from) == len(region)
        {
            return held.corners.clone();
        }
        if let Some((of, zoom, shown)) = &self.shown
            && of == region
            && *zoom == view.zoom
        {
            return shown.clone();
        }
        let mut shown = corners(region, SHAPE_PT / view.scale());
        // The one that has the keyboard stays, whatever the zoom.
        if let Some(Grip::Corner(at)) = self.focus.or(self.focused)
            && at < len(region)
            && let Err(place) = shown.binary_search(&at)
        {
            shown.insert(place, at);
        }
        self.shown = Some((region.clone(), view.zoom, shown.clone()));
        shown
    }

    pub(super) fn rim(&self) -> f64 {
        self.rim_deg
    }

    /// Moves a grip by so many points of the screen.
    pub(super) fn nudge(
        &mut self,
        grip: Grip,
        by: Vec2,
        under: &Under<'_>,
        actions: &mut Vec<Action>,
    ) {
        let Some((area, region)) = edited(under.frame) else { return };
        let Some(stands) = place(region, grip, self.rim_deg) else { return };
        let scale = under.view.scale();
        let to = match grip {
            Grip::Rim => {
                let Some(middle) = place(region, Grip::Whole, 0.0) else { return };
                let out = World::new(stands.x - middle.x, stands.y - middle.y);
                let length = out.x.hypot(out.y);
                // To the right and up is wider.
                let wider = f64::from(by.x - by.y) / scale;
                let times = (length + wider).max(0.5 / scale) / length.max(f64::MIN_POSITIVE);
                World::new(middle.x + out.x * times, middle.y + out.y * times)
            }
            _ => World::new(stands.x + f64::from(by.x) / scale, stands.y + f64::from(by.y) / scale),
        };
        let corners = self.corners(region, under.view);
        let next = moved(region, &corners, grip, to);
        if next == *region || is_sliver(&next, under) {
            return;
        }
        self.focus = Some(after(region, grip)).filter(|next| *next != grip);
        let filter = with_area(under.frame.filters.filter(), area, next);
        actions.push(Action::SetFilter(Box::new(filter)));
    }

    /// Takes a corner away.
    pub(super) fn remove(&mut self, at: usize, under: &Under<'_>, actions: &mut Vec<Action>) {
        let Some((area, region)) = edited(under.frame) else { return };
        let corners = self.corners(region, under.view);
        let Some(next) = edit::without(region, &corners, at) else { return };
        let nth = corners.iter().position(|corner| *corner == at).unwrap_or(0);
        let left = edit::corners(&next, SHAPE_PT / under.view.scale());
        let beside = left.get(nth.min(left.len().saturating_sub(1)));
        self.focus = beside.map(|corner| Grip::Corner(*corner));
        let filter = with_area(under.frame.filters.filter(), area, next);
        actions.push(Action::SetFilter(Box::new(filter)));
    }
}

/// What a grip is once it was moved: the middle of an edge has become a corner.
fn after(region: &Region, grip: Grip) -> Grip {
    match grip {
        Grip::Edge(at) if !region.is_box() => Grip::Corner(at + 1),
        _ => grip,
    }
}

/// The position on the sheet under a point of the window.
fn world(under: &Under<'_>, at: Pos2) -> World {
    let corner = under.map.min;
    under.view.world_from_screen(Screen::new(at.x - corner.x, at.y - corner.y))
}

/// Whether an area is so small on the screen that it can only be a slip of the hand.
fn is_sliver(region: &Region, under: &Under<'_>) -> bool {
    let reach = Outline::of(region, under.map, under.view).reach;
    let size = match region {
        Region::Circle { .. } => reach.size().max_elem(),
        Region::Polygon(_) => reach.size().min_elem(),
    };
    // What was small before it was touched may stay so, seen from afar.
    let before = edited(under.frame)
        .map(|(_, region)| Outline::of(region, under.map, under.view).reach.size().min_elem());
    size < LEAST && before.is_none_or(|before| before >= LEAST)
}

/// The pointer of something that is pulled away from a middle.
pub(super) fn away(out: Vec2) -> CursorIcon {
    let eighth = (out.angle().to_degrees() / 45.0).round() as i32;
    match eighth.rem_euclid(4) {
        0 => CursorIcon::ResizeHorizontal,
        1 => CursorIcon::ResizeNwSe,
        2 => CursorIcon::ResizeVertical,
        _ => CursorIcon::ResizeNeSw,
    }
}
