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
mod stack;
mod state;
mod words;

pub use glyph::mix;
pub use group::{JOIN_PT, Mark, marks, step_zoom};
pub use legend::{LegendRow, Sign, legend, legend_mark};
pub use look::{Look, fade, ring};
pub use state::Holding;
pub use words::{name as mark_name, of_event as event_words};

use super::Subject;
use super::shape::{Hit, Pt, Rect, Scene, Shape, Stroke, Target};
use crate::model::{EventId, Place, PlaceId};
use crate::projection::{Screen, Viewport, World};
use crate::query::Standing;
use chip::Chip;

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
    let marks = marks(subject.dataset, viewport.zoom);
    let shown = on_screen(&marks, subject, viewport);
    let mut scene = Scene::default();
    let (wide, narrow): (Vec<&Shown<'_>>, Vec<&Shown<'_>>) =
        shown.iter().partition(|s| s.mark.ground);
    let grounds: Vec<(&Shown<'_>, Ground)> = wide
        .into_iter()
        .filter_map(|s| Some((s, Ground::of(s, subject, viewport, &mut scene.shapes)?)))
        .collect();
    for mark in &narrow {
        draw_mark(mark, subject, &mut scene);
        occupied.push(around(mark.at, mark.radius()));
    }
    for (mark, ground) in &grounds {
        draw_chip(mark, ground, subject, viewport, &mut scene, occupied);
    }
    scene.shapes.extend(draw_names(&narrow, subject, occupied));
    let middle = Pt::new(viewport.width / 2.0, viewport.height / 2.0);
    let opened = shown
        .iter()
        .filter(|s| open.is_some_and(|place| s.mark.places.contains(&place)))
        .min_by(|a, b| away(a.at, middle).total_cmp(&away(b.at, middle)));
    if let Some(mark) = opened {
        draw_fan(mark, subject, &mut scene);
    }
    scene
}

/// Every copy of every mark that is on screen, from back to front.
fn on_screen<'a>(marks: &'a [Mark], subject: &Subject<'_>, viewport: &Viewport) -> Vec<Shown<'a>> {
    let mut shown = Vec::new();
    for mark in marks {
        let events: Vec<EventId> = mark
            .events
            .iter()
            .copied()
            .filter(|id| !(subject.hide_outside && subject.matches.of(*id) == Standing::Outside))
            .collect();
        if events.is_empty() {
            continue;
        }
        let reach = if mark.ground { reach(mark, subject, viewport.zoom) } else { 40.0 };
        let looks: Vec<Look> = events
            .iter()
            .filter_map(|id| Some(Look::of(subject.dataset.event(*id)?, *id, subject)))
            .collect();
        for copy in copies(viewport, mark.at, reach) {
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
    place.map_or(0.0, |p| ground::radius_pt(p, zoom) as f32 * 2.0)
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
        looks => stack::draw(looks, several, palette, mark.at, scale, &mut scene.shapes),
    }
    scene.hits.push(mark.hit(around(mark.at, radius.max(LEAST_TARGET / 2.0)), subject));
}

/// The ground of a place on screen, and where its tag may hang.
struct Ground {
    tag_points: Vec<Pt>,
}

impl Ground {
    /// Draws the ground beneath everything.
    fn of(
        mark: &Shown<'_>,
        subject: &Subject<'_>,
        viewport: &Viewport,
        out: &mut Vec<Shape>,
    ) -> Option<Self> {
        let place = subject.dataset.place(mark.mark.anchor()?)?;
        let rings = rings_on_screen(place, mark.at, viewport);
        let screen = around_screen(viewport, 24.0);
        let color = mark.looks.iter().find(|l| !l.outside).or(mark.looks.first())?.color();
        let strong = mark.selected || mark.hovered;
        let dim = if mark.dim() { look::DIM } else { 1.0 };
        let clipped: Vec<Vec<Pt>> = rings
            .iter()
            .map(|ring| clip::ring(ring, screen))
            .filter(|ring| ring.len() > 2)
            .collect();
        let covers_all = |rect: Rect| {
            clipped.len() == 1
                && clipped.iter().flatten().all(|p| {
                    p.x <= rect.min.x || p.x >= rect.max.x || p.y <= rect.min.y || p.y >= rect.max.y
                })
        };
        // Ground that fills the screen says nothing by its tint, and a full fill is dear.
        if !covers_all(around_screen(viewport, 20.0)) && !clipped.is_empty() {
            let fill = color.alpha(if strong { 0.2 } else { 0.12 } * dim);
            out.push(Shape::Area { rings: clipped, fill });
        }
        let stroke = Stroke {
            width: if strong { 2.2 } else { 1.5 },
            color: color.alpha(dim * 0.95),
            dashes: vec![6.0, 4.0],
        };
        for points in rings.iter().flat_map(|ring| clip::closed_line(ring, screen)) {
            out.push(Shape::Line { points, closed: false, stroke: stroke.clone() });
        }
        Some(Self { tag_points: tag_points(&rings, mark.at) })
    }
}

fn around_screen(viewport: &Viewport, margin: f32) -> Rect {
    Rect::new(Pt::new(-margin, -margin), Pt::new(viewport.width + margin, viewport.height + margin))
}

fn rings_on_screen(place: &Place, at: Pt, viewport: &Viewport) -> Vec<Vec<Pt>> {
    let home = World::from_lonlat(place.position);
    let scale = viewport.scale();
    ground::outline(place, ground::radius_pt(place, viewport.zoom))
        .into_iter()
        .map(|ring| {
            ring.into_iter()
                .map(|w| {
                    let (dx, dy) = ((w.x - home.x) * scale, (w.y - home.y) * scale);
                    Pt::new((f64::from(at.x) + dx) as f32, (f64::from(at.y) + dy) as f32)
                })
                .collect()
        })
        .collect()
}

/// The top of the ground's rim, then its other sides, then its middle.
fn tag_points(rings: &[Vec<Pt>], middle: Pt) -> Vec<Pt> {
    let all = || rings.iter().flatten().copied();
    let top = all().min_by(|a, b| a.y.total_cmp(&b.y));
    let bottom = all().max_by(|a, b| a.y.total_cmp(&b.y));
    let left = all().min_by(|a, b| a.x.total_cmp(&b.x));
    let right = all().max_by(|a, b| a.x.total_cmp(&b.x));
    [top, bottom, right, left, Some(middle)].into_iter().flatten().collect()
}

fn draw_chip(
    mark: &Shown<'_>,
    ground: &Ground,
    subject: &Subject<'_>,
    viewport: &Viewport,
    scene: &mut Scene,
    occupied: &mut Vec<Rect>,
) {
    let palette = subject.palette;
    let chip = Chip::new(words::name(mark.mark, subject.dataset), mark.looks.clone());
    let screen = around_screen(viewport, 0.0);
    let Some(at) = chip.settle(&ground.tag_points, screen, occupied) else { return };
    let rim = match (mark.selected, mark.hovered) {
        (true, _) => Some(Stroke::new(2.0, palette.accent)),
        (false, true) => Some(Stroke::new(1.5, palette.accent.alpha(0.7))),
        _ => None,
    };
    chip.draw(palette, at, rim, &mut scene.shapes);
    let rect = chip.ground(at);
    occupied.push(rect);
    scene.hits.push(mark.hit(rect, subject));
}

fn draw_names(marks: &[&Shown<'_>], subject: &Subject<'_>, occupied: &mut Vec<Rect>) -> Vec<Shape> {
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
            let name = anchor.map_or("", |p| p.name.as_str());
            names::Name {
                text: match m.mark.places.len() {
                    0 | 1 => name.to_owned(),
                    n => format!("{name} +{}", n - 1),
                },
                at: m.at,
                radius: m.radius() + if several { 4.0 } else { 1.0 },
                always: m.selected || m.hovered,
                dim: m.dim(),
            }
        })
        .collect();
    names::place(&names, subject.palette, occupied)
}

fn draw_fan(mark: &Shown<'_>, subject: &Subject<'_>, scene: &mut Scene) {
    let palette = subject.palette;
    if mark.looks.len() < 2 {
        return;
    }
    let mut events: Vec<(EventId, Look)> =
        mark.events.iter().copied().zip(mark.looks.iter().copied()).collect();
    events.sort_by(|(a, _), (b, _)| {
        let when = |id: &EventId| subject.dataset.event(*id).and_then(|e| e.when.as_ref());
        // Undated ones come last.
        when(a).is_none().cmp(&when(b).is_none()).then(time_order(when(a), when(b))).then(a.cmp(b))
    });
    let offsets = fan::offsets(events.len());
    let ends: Vec<Pt> = offsets.iter().map(|o| Pt::new(mark.at.x + o.x, mark.at.y + o.y)).collect();
    let farthest = offsets.iter().map(|o| o.x.hypot(o.y)).fold(0.0, f32::max);
    scene.hits.retain(|hit| away(middle_of(hit.rect), mark.at) > farthest + 16.0);
    let veil = look::opaque(palette.halo).alpha(0.72);
    scene.shapes.push(look::disc(mark.at, farthest + 16.0, veil));
    for end in &ends {
        scene.shapes.push(Shape::Line {
            points: vec![mark.at, *end],
            closed: false,
            stroke: Stroke::new(1.2, palette.muted.alpha(0.8)),
        });
    }
    let several = mark.mark.places.len() > 1;
    stack::draw(&mark.looks, several, palette, mark.at, 1.0, &mut scene.shapes);
    scene.hits.push(mark.hit(around(mark.at, mark.radius()), subject));
    let all = |h: &super::Highlight| events.iter().all(|(id, _)| h.event(*id));
    let (all_selected, all_hovered) = (all(subject.selected), all(subject.hovered));
    for ((id, look), at) in events.iter().zip(&ends) {
        if subject.selected.event(*id) && !all_selected {
            look::ring(
                *at,
                look::RADIUS + 5.5,
                Stroke::new(2.2, palette.accent),
                &mut scene.shapes,
            );
        }
        let hovered = subject.hovered.event(*id) && !all_hovered;
        let scale = if hovered { 1.2 } else { 1.0 };
        look.draw(palette, *at, look::RADIUS * scale, &mut scene.shapes);
        if let Some(event) = subject.dataset.event(*id) {
            scene.hits.push(Hit {
                rect: around(*at, LEAST_TARGET / 2.0),
                target: Target::Event(*id),
                label: words::of_event(event, *id, subject),
            });
        }
    }
}

fn time_order(
    a: Option<&crate::model::TimeSpan>,
    b: Option<&crate::model::TimeSpan>,
) -> std::cmp::Ordering {
    use crate::model::Edge;
    let key = |span: Option<&crate::model::TimeSpan>| match span.map(|s| s.begin()) {
        Some(Edge::Known { earliest, .. }) => earliest.0,
        _ => i64::MIN,
    };
    key(a).cmp(&key(b))
}
