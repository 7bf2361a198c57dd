//! What happened, on the map: one mark per place, or per group of places that are too close together
//! at this zoom; the ground of places known only roughly; and the names of them all.
//!
//! A mark says by its shape and colour what sort of event it is, by its fill and outline how sure the
//! source is, as a disc with a sign in it that it is a state, filled while in force at the cursor.
//! Several events are a ring of colours around their number, and never one dot.

mod chip;
mod clip;
mod fan;
mod glyph;
mod ground;
mod group;
mod legend;
mod look;
mod names;
mod regions;
mod stack;
mod state;
mod words;

#[cfg(test)]
mod tests;

pub use glyph::mix;
pub(in crate::scene) use ground::ground_rings;
pub use group::{Grouping, JOIN_PT, Mark, marks, step_zoom};
pub use legend::{LegendRow, Sign, legend, legend_mark};
pub use look::{DIM, Look, fade, opaque, ring};
pub use regions::{Regions, joins_regions, regions, rings};
pub use state::Holding;
pub use words::{name as mark_name, of_event as event_words};

use super::Subject;
use super::shape::{Hit, Pt, Rect, Scene, Shape, Stroke, Target};
use super::text;
use crate::model::{EventId, PlaceId};
use crate::projection::{Screen, Viewport, World};
use crate::query::Standing;
use chip::{Ground, draw_chip};
use fan::Fan;
use stack::Dress;

/// The least side of what can be pointed at, in points (WCAG 2.2, success criterion 2.5.8).
const LEAST_TARGET: f32 = 24.0;

/// A mark on screen.
struct Shown<'a> {
    mark: &'a Mark,
    at: Pt,
    events: Vec<EventId>,
    looks: Vec<Look>,
    selected: bool,
    hovered: bool,
}

impl Shown<'_> {
    fn dim(&self) -> bool {
        self.looks.iter().all(|l| l.outside)
    }

    fn radius(&self) -> f32 {
        if self.looks.len() == 1 { look::RADIUS + 2.0 } else { stack::radius(self.looks.len()) }
    }

    fn target(&self) -> Target {
        match self.mark.places.as_slice() {
            [place] => Target::Place(*place),
            _ => Target::Stack(self.events.clone()),
        }
    }

    fn hit(&self, rect: Rect, subject: &Subject<'_>) -> Hit {
        Hit { rect, target: self.target(), label: words::of_mark(self.mark, &self.events, subject) }
    }
}

/// The marks of a subject. The events of the mark that holds the place `open` are fanned out around
/// it. Nothing else should be written on the ground that is added to `occupied`.
#[must_use]
pub fn scene(
    subject: &Subject<'_>,
    viewport: &Viewport,
    open: Option<PlaceId>,
    occupied: &mut Vec<Rect>,
) -> Scene {
    let grouping = Grouping::of(subject.matches.index(), viewport);
    scene_of(grouping.marks(), subject, viewport, open, occupied)
}

/// As [`scene`], from marks that were worked out before.
#[must_use]
pub fn scene_of(
    marks: &[Mark],
    subject: &Subject<'_>,
    viewport: &Viewport,
    open: Option<PlaceId>,
    occupied: &mut Vec<Rect>,
) -> Scene {
    let shown = on_screen(marks, subject, viewport);
    let mut scene = Scene::default();
    let (wide, narrow): (Vec<&Shown<'_>>, Vec<&Shown<'_>>) =
        shown.iter().partition(|s| s.mark.ground);
    let grounds: Vec<(&Shown<'_>, Ground)> = wide
        .into_iter()
        .filter_map(|s| Some((s, Ground::of(s, subject, viewport, &mut scene.shapes)?)))
        .collect();
    let middle = Pt::new(viewport.width / 2.0, viewport.height / 2.0);
    let opened = shown
        .iter()
        .filter(|s| open.is_some_and(|place| s.mark.places.contains(&place)))
        .min_by(|a, b| away(a.at, middle).total_cmp(&away(b.at, middle)));
    let is_open = |mark: &Shown<'_>| opened.is_some_and(|o| std::ptr::eq(o, mark));
    for mark in &narrow {
        draw_mark(mark, subject, &mut scene);
        occupied.push(around(mark.at, mark.radius()));
    }
    let mut fan =
        opened.filter(|m| !m.mark.ground).and_then(|m| Fan::new(m, m.at, subject, viewport));
    occupied.extend(fan.iter().flat_map(Fan::grounds));
    for (mark, ground) in &grounds {
        // The base map would name the town once more at its middle.
        occupied.extend(ground.town.then(|| around(mark.at, 5.0)));
        let at = draw_chip(mark, ground, subject, viewport, &mut scene, occupied);
        if let Some(at) = at.filter(|_| is_open(mark)) {
            fan = Fan::new(mark, at, subject, viewport);
            occupied.extend(fan.iter().flat_map(Fan::grounds));
        }
    }
    let named: Vec<&Shown<'_>> =
        narrow.into_iter().filter(|m| fan.is_none() || !is_open(m)).collect();
    let screen = around_screen(viewport, 0.0);
    scene.shapes.extend(draw_names(&named, screen, subject, occupied));
    if let Some(fan) = fan {
        fan.draw(subject, &mut scene);
    }
    scene
}

/// Every copy of every mark that is on screen, from back to front.
fn on_screen<'a>(marks: &'a [Mark], subject: &Subject<'_>, viewport: &Viewport) -> Vec<Shown<'a>> {
    let mut shown = Vec::new();
    for mark in marks {
        let reach = if mark.ground { reach(mark, subject, viewport.zoom) } else { 40.0 };
        let copies = copies(viewport, mark.at, reach);
        if copies.is_empty() {
            continue;
        }
        let events: Vec<EventId> = mark
            .events
            .iter()
            .copied()
            .filter(|id| !(subject.hide_outside && subject.matches.of(*id) == Standing::Outside))
            .collect();
        if events.is_empty() {
            continue;
        }
        let looks: Vec<Look> = events
            .iter()
            .filter_map(|id| Some(Look::of(&*subject.dataset.event(*id)?, *id, subject)))
            .collect();
        for copy in copies {
            shown.push(Shown {
                mark,
                at: copy,
                events: events.clone(),
                looks: looks.clone(),
                selected: mark.places.iter().any(|p| subject.selected.place(*p)),
                hovered: mark.places.iter().any(|p| subject.hovered.place(*p)),
            });
        }
    }
    shown.sort_by(|a, b| {
        (a.selected, a.hovered, !a.dim())
            .cmp(&(b.selected, b.hovered, !b.dim()))
            .then(a.at.y.total_cmp(&b.at.y))
    });
    shown
}

fn reach(mark: &Mark, subject: &Subject<'_>, zoom: f64) -> f32 {
    let place = mark.anchor().and_then(|id| subject.dataset.place(id));
    place.map_or(0.0, |p| ground::radius_pt(&p, zoom) as f32 * 2.0)
}

/// Where a world position stands on every copy of the world within `margin` points of the screen.
fn copies(viewport: &Viewport, at: World, margin: f32) -> Vec<Pt> {
    viewport
        .copies()
        .map(|copy| viewport.screen_from_world(World::new(at.x + f64::from(copy), at.y)))
        .filter(|screen| viewport.shows(*screen, margin))
        .map(pt)
        .collect()
}

fn pt(screen: Screen) -> Pt {
    Pt::new(screen.x, screen.y)
}

fn away(a: Pt, b: Pt) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn around(at: Pt, radius: f32) -> Rect {
    Rect::new(Pt::new(at.x - radius, at.y - radius), Pt::new(at.x + radius, at.y + radius))
}

fn middle_of(rect: Rect) -> Pt {
    Pt::new(f32::midpoint(rect.min.x, rect.max.x), f32::midpoint(rect.min.y, rect.max.y))
}

fn draw_mark(mark: &Shown<'_>, subject: &Subject<'_>, scene: &mut Scene) {
    let palette = subject.palette;
    let several = mark.mark.places.len() > 1;
    let radius = mark.radius() + if several { 4.0 } else { 0.0 };
    let scale = if mark.hovered { 1.12 } else { 1.0 };
    if mark.selected {
        scene.shapes.push(look::disc(mark.at, radius + 5.0, palette.accent.alpha(0.22)));
        look::ring(mark.at, radius + 4.5, Stroke::new(2.2, palette.accent), &mut scene.shapes);
    } else if mark.hovered {
        scene.shapes.push(look::disc(mark.at, radius + 5.0, palette.accent.alpha(0.22)));
    }
    match mark.looks.as_slice() {
        [look] => look.draw(palette, mark.at, look::RADIUS * scale, &mut scene.shapes),
        looks => {
            let dress = if several { Dress::SeveralPlaces } else { Dress::OnePlace };
            stack::draw(looks, dress, palette, mark.at, scale, &mut scene.shapes);
        }
    }
    scene.hits.push(mark.hit(around(mark.at, radius.max(LEAST_TARGET / 2.0)), subject));
}

fn draw_names(
    marks: &[&Shown<'_>],
    screen: Rect,
    subject: &Subject<'_>,
    occupied: &mut Vec<Rect>,
) -> Vec<Shape> {
    let mut order: Vec<&&Shown<'_>> = marks.iter().collect();
    order.sort_by_key(|m| {
        let inside = m.looks.iter().filter(|l| !l.outside).count();
        std::cmp::Reverse((m.selected, m.hovered, inside, m.looks.len()))
    });
    let names: Vec<names::Name> = order
        .into_iter()
        .map(|m| {
            let several = m.mark.places.len() > 1;
            let anchor = m.mark.anchor().and_then(|id| subject.dataset.place(id));
            let name = anchor.as_deref().map_or("", |place| subject.name_of(place));
            names::Name {
                text: match m.mark.places.len() {
                    0 | 1 => name.to_owned(),
                    n => format!("{} +{}", text::isolated(name), n - 1),
                },
                at: m.at,
                radius: m.radius() + if several { 4.0 } else { 1.0 },
                always: m.selected || m.hovered,
                dim: m.dim(),
            }
        })
        .collect();
    names::place(&names, screen, subject.palette, occupied)
}

fn around_screen(viewport: &Viewport, margin: f32) -> Rect {
    Rect::new(Pt::new(-margin, -margin), Pt::new(viewport.width + margin, viewport.height + margin))
}
