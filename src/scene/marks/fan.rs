//! An opened stack: its events around it in the order of time, each a mark of its own.

use super::look::{self, Look};
use super::stack::{self, Dress};
use super::{LEAST_TARGET, Shown, around, away, middle_of, words};
use crate::model::{Edge, EventId, TimeSpan};
use crate::projection::Viewport;
use crate::scene::palette::Palette;
use crate::scene::shape::{Align, Hit, Pt, Rect, Scene, Shape, Stroke, Target, Text};
use crate::scene::{Highlight, Subject, text};
use std::f32::consts::TAU;

/// Events beyond this many are not fanned out; the inspector lists them.
pub const MOST: usize = 48;

/// Events up to this many stand on a circle, more on a spiral.
const ON_CIRCLE: usize = 12;
/// Distance between neighbours, in points.
const APART: f32 = 29.0;
/// Up to this many events bear their dates.
const MOST_DATED: usize = 9;
/// Font size of the dates and of the name, in points.
const SIZE: f32 = 11.0;

/// An opened stack, laid out.
pub struct Fan<'a> {
    mark: &'a Shown<'a>,
    center: Pt,
    ends: Vec<End>,
    name: Plate,
    reach: f32,
}

/// One event of a fan.
struct End {
    id: EventId,
    look: Look,
    at: Pt,
    date: Option<Plate>,
}

/// Words on a plate.
struct Plate {
    words: String,
    size: f32,
    strong: bool,
    at: Pt,
    align: Align,
}

impl<'a> Fan<'a> {
    /// The fan of a mark around a point; nothing for a mark of one event. Its name stands below it, or
    /// above where the screen ends sooner.
    #[must_use]
    pub fn new(
        mark: &'a Shown<'a>,
        center: Pt,
        subject: &Subject<'_>,
        viewport: &Viewport,
    ) -> Option<Self> {
        if mark.looks.len() < 2 {
            return None;
        }
        let when = |id: &EventId| subject.dataset.event(*id)?.when.clone();
        let mut events: Vec<(EventId, Look)> =
            mark.events.iter().copied().zip(mark.looks.iter().copied()).collect();
        events.sort_by_cached_key(|(id, _)| (time_key(when(id).as_ref()), *id));
        let offsets = offsets(events.len());
        let reach = offsets.iter().map(|o| o.x.hypot(o.y)).fold(0.0, f32::max) + 16.0;
        let dated = events.len() <= MOST_DATED;
        let ends: Vec<End> = events
            .into_iter()
            .zip(offsets)
            .map(|((id, look), o)| {
                let at = Pt::new(center.x + o.x, center.y + o.y);
                let date = dated.then(|| {
                    let words = when(&id).map_or_else(|| "undated".to_owned(), |span| span.label());
                    let (at, align) = beside(at, center);
                    Plate { words, size: SIZE, strong: false, at, align }
                });
                End { id, look, at, date }
            })
            .collect();
        let below = reach + if dated { 29.0 } else { 13.0 };
        let mut name = Plate {
            words: words::name(mark.mark, subject),
            size: 12.5,
            strong: true,
            at: Pt::new(center.x, center.y + below),
            align: Align::Center,
        };
        name.keep_within(viewport, center.y - below);
        Some(Self { mark, center, ends, name, reach })
    }

    /// The ground that it takes.
    pub fn grounds(&self) -> impl Iterator<Item = Rect> + '_ {
        let dates = self.ends.iter().filter_map(|end| end.date.as_ref());
        let plates = dates.chain([&self.name]).map(Plate::ground);
        plates.chain([around(self.center, self.reach)])
    }

    /// Draws it over all else; what lies beneath can no longer be pointed at.
    pub fn draw(&self, subject: &Subject<'_>, scene: &mut Scene) {
        let palette = subject.palette;
        scene.hits.retain(|hit| away(middle_of(hit.rect), self.center) > self.reach);
        let veil = look::opaque(palette.halo).alpha(0.84);
        scene.shapes.push(look::disc(self.center, self.reach, veil));
        look::ring(
            self.center,
            self.reach,
            Stroke::new(1.0, palette.muted.alpha(0.35)),
            &mut scene.shapes,
        );
        for end in &self.ends {
            scene.shapes.push(Shape::Line {
                points: vec![self.center, end.at],
                closed: false,
                stroke: Stroke::new(1.2, palette.muted.alpha(0.8)),
            });
        }
        let several = self.mark.mark.places.len() > 1;
        let dress = if several { Dress::SeveralPlaces } else { Dress::OnePlace };
        stack::draw(&self.mark.looks, dress, palette, self.center, 1.0, &mut scene.shapes);
        scene.hits.push(self.mark.hit(around(self.center, self.mark.radius()), subject));
        self.name.draw(palette, &mut scene.shapes);
        self.draw_ends(subject, scene);
    }

    fn draw_ends(&self, subject: &Subject<'_>, scene: &mut Scene) {
        let palette = subject.palette;
        // Where all of them are marked out, their place is; rings on each would say nothing.
        let all = |h: &Highlight| self.ends.iter().all(|end| h.event(end.id));
        let (all_selected, all_hovered) = (all(subject.selected), all(subject.hovered));
        for End { id, look, at, date } in &self.ends {
            if subject.selected.event(*id) && !all_selected {
                let stroke = Stroke::new(2.2, palette.accent);
                look::ring(*at, look::RADIUS + 5.5, stroke, &mut scene.shapes);
            }
            let hovered = subject.hovered.event(*id) && !all_hovered;
            let scale = if hovered { 1.25 } else { 1.0 };
            look.draw(palette, *at, look::RADIUS * scale, &mut scene.shapes);
            let mut rect = around(*at, LEAST_TARGET / 2.0);
            if let Some(date) = date {
                date.draw(palette, &mut scene.shapes);
                let ground = date.ground();
                if date.align != Align::Center {
                    rect.min.x = rect.min.x.min(ground.min.x);
                    rect.max.x = rect.max.x.max(ground.max.x);
                }
            }
            let Some(event) = subject.dataset.event(*id) else { continue };
            scene.hits.push(Hit {
                rect,
                target: Target::Event(*id),
                label: words::of_event(&event, *id, subject),
            });
        }
    }
}

impl Plate {
    /// Moves words that would be cut off: to another height where the screen ends above their own, and
    /// sideways.
    fn keep_within(&mut self, viewport: &Viewport, other_y: f32) {
        let Rect { min, max } = self.ground();
        let half = Pt::new((max.x - min.x) / 2.0, (max.y - min.y) / 2.0);
        let fits = |y: f32| y >= half.y && y + half.y <= viewport.height;
        if !fits(self.at.y) && fits(other_y) {
            self.at.y = other_y;
        }
        if viewport.width > 2.0 * half.x {
            self.at.x = self.at.x.clamp(half.x, viewport.width - half.x);
        }
    }

    fn ground(&self) -> Rect {
        let width = text::width(&self.words, self.size, self.strong);
        let left = match self.align {
            Align::Left => self.at.x,
            Align::Center => self.at.x - width / 2.0,
            Align::Right => self.at.x - width,
        };
        let half = self.size * 0.75;
        Rect::new(
            Pt::new(left - 4.0, self.at.y - half),
            Pt::new(left + width + 4.0, self.at.y + half),
        )
    }

    fn draw(&self, palette: &Palette, out: &mut Vec<Shape>) {
        let fill = Some(look::opaque(palette.halo).alpha(0.84));
        out.push(Shape::Rect { rect: self.ground(), corner: 3.0, fill, stroke: None });
        out.push(Shape::Text(Text {
            at: self.at,
            align: self.align,
            text: self.words.clone(),
            size: self.size,
            strong: self.strong,
            italic: false,
            color: palette.text,
            halo: None,
        }));
    }
}

/// Undated ones last.
fn time_key(span: Option<&TimeSpan>) -> (bool, i64) {
    match span.map(TimeSpan::begin) {
        None => (true, 0),
        Some(Edge::Known { earliest, .. }) => (false, earliest.0),
        Some(Edge::Open | Edge::Unknown) => (false, i64::MIN),
    }
}

/// Where a date stands beside its mark, away from the middle.
fn beside(at: Pt, center: Pt) -> (Pt, Align) {
    let (dx, dy) = (at.x - center.x, at.y - center.y);
    if dx.abs() < 8.0 {
        (Pt::new(at.x, at.y + if dy < 0.0 { -21.0 } else { 21.0 }), Align::Center)
    } else if dx > 0.0 {
        (Pt::new(at.x + 15.0, at.y), Align::Left)
    } else {
        (Pt::new(at.x - 15.0, at.y), Align::Right)
    }
}

/// Offsets from the stack's middle, clockwise from the top, no two closer than a mark is wide.
#[must_use]
pub fn offsets(count: usize) -> Vec<Pt> {
    let up = -TAU / 4.0;
    if count <= ON_CIRCLE {
        let radius = (APART * count as f32 / TAU).max(44.0);
        return (0..count)
            .map(|i| {
                let angle = up + TAU * i as f32 / count.max(1) as f32;
                Pt::new(radius * angle.cos(), radius * angle.sin())
            })
            .collect();
    }
    let mut angle = 0.0_f32;
    (0..count.min(MOST))
        .map(|_| {
            let radius = 42.0 + APART * angle / TAU;
            let at = Pt::new(radius * (up + angle).cos(), radius * (up + angle).sin());
            angle += APART / radius;
            at
        })
        .collect()
}
