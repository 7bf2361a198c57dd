//! Places known only roughly, where events are too many to be drawn one by one: each is its ground
//! and a tag with the number of its events, since nothing is known to have happened at its middle.

use super::chip::{Chip, Ground, Tint};
use super::look::Look;
use super::{around_screen, copies, ground, pt};
use crate::model::Place;
use crate::projection::{Viewport, World};
use crate::query::{EventIndex, Rough};
use crate::scene::Subject;
use crate::scene::density::MARKS_MOST;
use crate::scene::shape::{Hit, Pt, Rect, Scene, Stroke, Target};

/// Tags on screen, those with most events first.
const MOST: usize = 40;

/// What became of the places known only roughly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    /// Events of the window at those on screen for which there was no room.
    pub unseen: usize,
}

/// Whether places known only roughly are drawn here rather than as marks: where events are many.
#[must_use]
pub fn joins_regions(index: &EventIndex) -> bool {
    index.spots() > MARKS_MOST
}

/// Draws those on screen. Nothing else should be written on what is added to `occupied`.
#[must_use]
pub fn regions(
    subject: &Subject<'_>,
    viewport: &Viewport,
    occupied: &mut Vec<Rect>,
    scene: &mut Scene,
) -> Regions {
    let mut regions = Regions::default();
    let mut drawn = 0;
    for rough in subject.matches.index().rough() {
        let inside = rough.meeting(subject.matches.window());
        if inside == 0 && subject.hide_outside {
            continue;
        }
        let Some(place) = subject.dataset.place(rough.place) else { continue };
        let Some(at) = on_screen(&place, viewport) else { continue };
        if drawn == MOST {
            regions.unseen += inside;
            continue;
        }
        drawn += 1;
        tag(rough, &place, at, inside, subject, viewport, occupied, scene);
    }
    regions
}

/// Where the middle of a place's ground stands, on the copy of the world nearest to the middle of
/// the screen; nothing where the ground is out of view.
fn on_screen(place: &Place, viewport: &Viewport) -> Option<Pt> {
    let radius_pt = ground::radius_pt(place, viewport.zoom) as f32;
    let world = World::from_lonlat(place.position);
    let middle = Pt::new(viewport.width / 2.0, viewport.height / 2.0);
    let away = |at: &Pt| (at.x - middle.x).hypot(at.y - middle.y);
    let at = World { x: world.x.rem_euclid(1.0), y: world.y };
    copies(viewport, at, radius_pt).into_iter().min_by(|a, b| away(a).total_cmp(&away(b)))
}

#[expect(clippy::too_many_arguments, reason = "one tag and the picture that it goes into")]
fn tag(
    rough: &Rough,
    place: &Place,
    at: Pt,
    inside: usize,
    subject: &Subject<'_>,
    viewport: &Viewport,
    occupied: &mut Vec<Rect>,
    scene: &mut Scene,
) {
    let palette = subject.palette;
    let category = rough.category().and_then(|code| {
        subject.matches.index().categories().get(usize::from(code)).map(|entry| &entry.category)
    });
    let style = palette.mark(category.map_or("", |category| category.as_str()));
    let mut look = Look::plain(style);
    look.outside = inside == 0;
    let (selected, hovered) =
        (subject.selected.place(rough.place), subject.hovered.place(rough.place));
    let tint = Tint { color: style.color, strong: selected || hovered, dim: inside == 0 };
    let wide = ground::radius_pt(place, viewport.zoom) >= ground::MIN_RADIUS_PT;
    let ground =
        wide.then(|| Ground::drawn(place, at, tint, viewport, &mut scene.shapes)).flatten();
    let count = if inside == 0 { rough.len() } else { inside };
    let chip = Chip::new(format!("{} {count}", subject.name_of(place)), vec![look]);
    let middle = [at];
    let points = ground.as_ref().map_or(middle.as_slice(), Ground::tag_points);
    let Some(at) = chip.settle(points, around_screen(viewport, 0.0), occupied) else { return };
    let rim = match (selected, hovered) {
        (true, _) => Some(Stroke::new(2.0, palette.accent)),
        (false, true) => Some(Stroke::new(1.5, palette.accent.alpha(0.7))),
        _ => None,
    };
    chip.draw(palette, at, rim, &mut scene.shapes);
    let rect = chip.ground(at);
    occupied.push(rect);
    let noun = if rough.len() == 1 { "event" } else { "events" };
    let label =
        format!("{}: {} {noun}, {inside} in the window", subject.name_of(place), rough.len());
    scene.hits.push(Hit { rect, target: Target::Place(rough.place), label });
}

/// Rings around the places that are selected or pointed at.
pub fn rings(subject: &Subject<'_>, viewport: &Viewport, scene: &mut Scene) {
    /// More are no longer told apart.
    const MOST_RINGS: usize = 100;
    for (marked, width) in [(subject.hovered, 1.5), (subject.selected, 2.5)] {
        for id in marked.places.iter().take(MOST_RINGS) {
            let place = subject.dataset.place(*id).filter(|place| !crate::query::is_rough(place));
            let Some(place) = place else { continue };
            let at = World::from_lonlat(place.position).nearest_to(viewport.center.x);
            let at = pt(viewport.screen_from_world(at));
            let stroke = Stroke::new(width, subject.palette.accent);
            super::look::ring(at, 9.0, stroke, &mut scene.shapes);
        }
    }
}
