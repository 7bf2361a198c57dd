//! One event on its lane: mark, stretch or bar, fading where its bounds are doubtful.

use super::entries::{End, LABEL_PT, spoken};
use super::plan::{Form, LABEL_GAP_PX, MARK_PX, Measure, Placed, fitted};
use super::scale::TimeScale;
use crate::model::{Certainty, Event};
use crate::query::Standing;
use crate::scene::Subject;
use crate::scene::marks::{Look, fade, mix};
use crate::scene::palette::{Palette, Rgba};
use crate::scene::shape::{Align, Hit, Pt, Rect, Scene, Shape, Stroke, Target, Text};

/// Opacity of events outside the window.
const OUTSIDE: f32 = 0.38;
/// Steps by which a doubtful end fades: one for so many points, within limits.
const FADE_STEP_PX: f32 = 7.0;
/// How far an open end fades before the edge of the view, in points.
const OPEN_FADE_PX: f32 = 56.0;
/// Height of a bar, as part of its row.
const BAR_PART: f32 = 0.72;
/// Height of a stretch, as part of its row.
const STRETCH_PART: f32 = 0.56;

/// What all events of a picture are drawn with.
pub(super) struct Pen<'a> {
    /// What the picture is of.
    pub subject: &'a Subject<'a>,
    /// Where instants stand.
    pub scale: &'a TimeScale,
    /// Height of a row.
    pub row_px: f32,
    /// How wide texts are.
    pub measure: Measure<'a>,
}

/// A stretch of a bar with its opacity, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub x0: f32,
    pub x1: f32,
    pub opacity: f32,
}

impl Pen<'_> {
    fn palette(&self) -> &Palette {
        self.subject.palette
    }

    /// Draws one event and says where it can be pointed at.
    pub fn event(&self, placed: &Placed, scene: &mut Scene) {
        let Some(event) = self.subject.dataset.event(placed.entry.id) else { return };
        let from = scene.shapes.len();
        let look = Look::of(&event, placed.entry.id, self.subject);
        let label = self.label(placed, &event);
        let ground = self.ground(placed, &label);
        self.highlight(placed, ground, scene);
        let body_from = scene.shapes.len();
        match placed.form {
            Form::Point => {
                let center = Pt::new((placed.x0 + placed.x1) / 2.0, placed.y);
                if placed.entry.vague {
                    self.vague_halo(center, look.color(), scene);
                }
                look.draw(self.palette(), center, MARK_PX, &mut scene.shapes);
            }
            Form::Stretch => self.stretch(placed, &event, &look, label.as_ref(), scene),
            Form::Bar => self.bar(placed, &event, look.color(), scene),
        }
        if let Some(text) = label {
            scene.shapes.push(Shape::Text(text));
        }
        let outside = self.subject.matches.of(placed.entry.id) == Standing::Outside;
        if outside && !self.marked(placed) {
            // The mark itself is already faint.
            let shapes = scene.shapes.iter_mut().skip(body_from.max(from));
            shapes.for_each(|shape| {
                fade(shape, if placed.form == Form::Bar { OUTSIDE } else { 0.7 })
            });
        }
        scene.hits.push(Hit {
            rect: ground,
            target: Target::Event(placed.entry.id),
            label: spoken(&event),
        });
    }

    fn marked(&self, placed: &Placed) -> bool {
        let id = placed.entry.id;
        self.subject.selected.event(id) || self.subject.hovered.event(id)
    }

    /// A ground behind what is selected or hovered, in whichever view.
    fn highlight(&self, placed: &Placed, ground: Rect, scene: &mut Scene) {
        let p = self.palette();
        let id = placed.entry.id;
        let (fill, stroke) = if self.subject.selected.event(id) {
            (p.accent.alpha(0.18), Some(Stroke::new(1.5, p.accent)))
        } else if self.subject.hovered.event(id) {
            (p.accent.alpha(0.10), Some(Stroke::new(1.0, p.accent.alpha(0.7))))
        } else {
            return;
        };
        scene.shapes.push(Shape::Rect { rect: ground, corner: 4.0, fill: Some(fill), stroke });
    }

    /// Mark and label together, within the view.
    fn ground(&self, placed: &Placed, label: &Option<Text>) -> Rect {
        let half = self.row_px / 2.0 - 0.5;
        let (mut x0, mut x1) = (placed.x0, placed.x1);
        if let Some(text) = label {
            let width = (self.measure)(&text.text, text.size);
            x0 = x0.min(text.at.x - 2.0);
            x1 = x1.max(text.at.x + width + 3.0);
        }
        let left = self.scale.left() - MARK_PX - 2.0;
        let right = self.scale.right() + MARK_PX + 2.0;
        Rect::new(
            Pt::new((x0 - 1.0).clamp(left, right), placed.y - half),
            Pt::new((x1 + 1.0).clamp(left, right), placed.y + half),
        )
    }

    /// A dashed ring around a mark whose date is approximate or doubted.
    fn vague_halo(&self, center: Pt, color: Rgba, scene: &mut Scene) {
        let stroke = Stroke { width: 1.0, color, dashes: vec![2.0, 2.5] };
        crate::scene::marks::ring(center, MARK_PX + 3.5, stroke, &mut scene.shapes);
    }

    /// A happening somewhere within a stretch: light ground, a line from end to end with stops, and
    /// the mark in its middle. The line is dashed where the date is approximate or doubted.
    fn stretch(
        &self,
        placed: &Placed,
        event: &Event,
        look: &Look,
        label: Option<&Text>,
        scene: &mut Scene,
    ) {
        let color = look.color();
        let half = self.row_px * STRETCH_PART / 2.0;
        for step in self.steps(placed, false) {
            let rect =
                Rect::new(Pt::new(step.x0, placed.y - half), Pt::new(step.x1, placed.y + half));
            let fill = Some(color.alpha(0.16 * step.opacity));
            scene.shapes.push(Shape::Rect { rect, corner: 0.0, fill, stroke: None });
        }
        let (left, right) = self.visible(placed);
        let dashed = placed.entry.vague || event.certainty == Certainty::Inferred;
        let dashes = if dashed { vec![3.0, 3.0] } else { Vec::new() };
        let pen = Stroke { width: 1.0, color: color.alpha(0.75), dashes };
        let mut line = |a: Pt, b: Pt, stroke: Stroke| {
            scene.shapes.push(Shape::Line { points: vec![a, b], closed: false, stroke });
        };
        let mark_x = self.mark_x(placed);
        line(Pt::new(left, placed.y), Pt::new(mark_x, placed.y), pen.clone());
        // The line goes on after the label, not through it.
        let inside = label.filter(|text| text.at.x < right);
        let from = inside.map_or(mark_x, |t| t.at.x + (self.measure)(&t.text, t.size) + 4.0);
        if from < right {
            line(Pt::new(from, placed.y), Pt::new(right, placed.y), pen.clone());
        }
        for (x, shown) in [(placed.x0, left <= placed.x0), (placed.x1, right >= placed.x1)] {
            if shown {
                let solid = Stroke { dashes: Vec::new(), ..pen.clone() };
                line(Pt::new(x, placed.y - half), Pt::new(x, placed.y + half), solid);
            }
        }
        look.draw(self.palette(), Pt::new(mark_x, placed.y), MARK_PX, &mut scene.shapes);
    }

    /// Where the mark of a stretch stands: its middle, or as near to it as the view allows.
    fn mark_x(&self, placed: &Placed) -> f32 {
        let (left, right) = self.visible(placed);
        let middle = (placed.x0 + placed.x1) / 2.0;
        let pad = (MARK_PX + 4.0).min((right - left).max(0.0) / 2.0);
        middle.clamp(left + pad, (right - pad).max(left + pad))
    }

    /// A state: a tinted bar with round ends where they are known, fading where they are not, with
    /// an arrow where it goes on.
    fn bar(&self, placed: &Placed, event: &Event, color: Rgba, scene: &mut Scene) {
        let p = self.palette();
        let half = self.row_px * BAR_PART / 2.0;
        let (tint, hollow) = match event.certainty {
            Certainty::Stated => (0.42, false),
            Certainty::Reported | Certainty::Disputed | Certainty::Inferred => (0.22, false),
            Certainty::Planned => (0.0, true),
        };
        let fill = if hollow { p.surface } else { mix(p.surface, color, tint) };
        // Too narrow for a fade to be seen.
        let narrow = placed.x1 - placed.x0 < 2.0 * FADE_STEP_PX;
        let whole = Step { x0: placed.x0, x1: placed.x1, opacity: 1.0 };
        let steps = if narrow { vec![whole] } else { self.steps(placed, true) };
        for step in &steps {
            let rect =
                Rect::new(Pt::new(step.x0, placed.y - half), Pt::new(step.x1, placed.y + half));
            let corner = if steps.len() == 1 { half.min(rect.width() / 2.0) } else { 0.0 };
            scene.shapes.push(Shape::Rect {
                rect,
                corner,
                fill: Some(fill.alpha(step.opacity)),
                stroke: None,
            });
        }
        self.bar_rim(placed, event, &steps, color, half, scene);
        self.arrows(placed, color, scene);
    }

    /// The bar's rim: whole for what is stated, dashed for what is reported, planned or vague.
    fn bar_rim(
        &self,
        placed: &Placed,
        event: &Event,
        steps: &[Step],
        color: Rgba,
        half: f32,
        scene: &mut Scene,
    ) {
        let dashes = match event.certainty {
            Certainty::Reported | Certainty::Planned => vec![3.4, 2.4],
            Certainty::Inferred => vec![1.2, 2.0],
            _ if placed.entry.vague => vec![3.4, 2.4],
            Certainty::Stated | Certainty::Disputed => Vec::new(),
        };
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return };
        let known = |step: &Step| step.opacity >= 0.99;
        if let [only] = steps
            && known(only)
        {
            let rect =
                Rect::new(Pt::new(only.x0, placed.y - half), Pt::new(only.x1, placed.y + half));
            let points = pill(rect, half.min(rect.width() / 2.0));
            let stroke = Stroke { width: 1.2, color, dashes };
            scene.shapes.push(Shape::Line { points, closed: true, stroke });
            return;
        }
        for y in [placed.y - half, placed.y + half] {
            for step in steps {
                let points = vec![Pt::new(step.x0, y), Pt::new(step.x1, y)];
                let color = color.alpha(step.opacity);
                let stroke = Stroke { width: 1.2, color, dashes: dashes.clone() };
                scene.shapes.push(Shape::Line { points, closed: false, stroke });
            }
        }
        for (step, x) in [(first, first.x0), (last, last.x1)] {
            if known(step) && x > self.scale.left() && x < self.scale.right() {
                let points = vec![Pt::new(x, placed.y - half), Pt::new(x, placed.y + half)];
                let stroke = Stroke::new(1.2, color);
                scene.shapes.push(Shape::Line { points, closed: false, stroke });
            }
        }
    }

    /// Arrow heads at the edges of the view where a state has no end.
    fn arrows(&self, placed: &Placed, color: Rgba, scene: &mut Scene) {
        let mut head = |tip: f32, towards: f32| {
            let points = vec![
                Pt::new(tip - 4.0 * towards, placed.y - 3.5),
                Pt::new(tip, placed.y),
                Pt::new(tip - 4.0 * towards, placed.y + 3.5),
            ];
            let stroke = Stroke::new(1.5, color);
            scene.shapes.push(Shape::Line { points, closed: false, stroke });
        };
        if placed.entry.bounds.end == End::Open {
            head(self.scale.right() - 2.0, 1.0);
        }
        if placed.entry.bounds.begin == End::Open {
            head(self.scale.left() + 2.0, -1.0);
        }
    }

    fn visible(&self, placed: &Placed) -> (f32, f32) {
        (placed.x0.max(self.scale.left()), placed.x1.min(self.scale.right()))
    }

    /// The stretches of a bar from left to right, with their opacity.
    pub(super) fn steps(&self, placed: &Placed, open_fades: bool) -> Vec<Step> {
        let scale = self.scale;
        let (left, right) = self.visible(placed);
        let bounds = &placed.entry.bounds;
        // Where the sure part begins and ends; a date without a sure part is even throughout.
        let core = bounds.core().map(|(a, b)| (scale.x_f64(a), scale.x_f64(b)));
        let (mut a, mut b) = core.unwrap_or((placed.x0, placed.x1));
        if open_fades && bounds.begin == End::Open {
            a = a.max(scale.left() + OPEN_FADE_PX);
        }
        if open_fades && bounds.end == End::Open {
            b = b.min(scale.right() - OPEN_FADE_PX);
        }
        if bounds.begin == End::Unknown {
            a = a.max(b.min(placed.x1));
        }
        if bounds.end == End::Unknown {
            b = a;
        }
        let mut steps = Vec::new();
        fade_steps(placed.x0.max(left.min(a)), a, false, &mut steps);
        if a < b {
            steps.push(Step { x0: a, x1: b, opacity: 1.0 });
        }
        fade_steps(b.max(a), placed.x1.min(right.max(b)), true, &mut steps);
        clip(steps, left, right)
    }

    fn label(&self, placed: &Placed, event: &Event) -> Option<Text> {
        let (x, room) = self.label_room(placed);
        let text = fitted(&placed.entry.label, room, LABEL_PT, self.measure);
        let on_screen = x <= self.scale.right() && !text.is_empty();
        let doubtful =
            self.subject.matches.of(placed.entry.id) == Standing::Shown { certain: false };
        let quiet = doubtful || event.certainty == Certainty::Inferred;
        on_screen.then(|| Text {
            at: Pt::new(x, placed.y),
            align: Align::Left,
            text,
            size: LABEL_PT,
            strong: false,
            italic: false,
            color: if quiet { self.palette().muted } else { self.palette().text },
            halo: None,
        })
    }

    /// Where a label begins and how wide it may be.
    fn label_room(&self, placed: &Placed) -> (f32, f32) {
        let limit = placed.limit_x.min(self.scale.right());
        let (left, right) = self.visible(placed);
        let inside_from = match placed.form {
            Form::Point => return after(placed.x1, limit),
            Form::Stretch => self.mark_x(placed) + MARK_PX + 1.0 + LABEL_GAP_PX,
            Form::Bar => left + 7.0,
        };
        let inside = right - inside_from - 5.0;
        if inside >= placed.entry.label_px || (placed.x1 >= limit - 24.0 && inside > 40.0) {
            (inside_from, inside)
        } else {
            after(placed.x1, limit)
        }
    }
}

fn after(x1: f32, limit: f32) -> (f32, f32) {
    let x = x1 + LABEL_GAP_PX;
    (x, limit - x)
}

/// Even steps of opacity from nothing to full (or back) between two positions.
fn fade_steps(x0: f32, x1: f32, out: bool, steps: &mut Vec<Step>) {
    if x1 - x0 < 0.5 {
        return;
    }
    let count = ((x1 - x0) / FADE_STEP_PX).clamp(4.0, 40.0) as usize;
    let width = (x1 - x0) / count as f32;
    for i in 0..count {
        let part = (i as f32 + 0.5) / count as f32;
        let opacity = if out { 1.0 - part } else { part };
        let from = x0 + width * i as f32;
        steps.push(Step { x0: from, x1: from + width, opacity });
    }
}

fn clip(steps: Vec<Step>, left: f32, right: f32) -> Vec<Step> {
    steps
        .into_iter()
        .map(|s| Step { x0: s.x0.max(left), x1: s.x1.min(right), ..s })
        .filter(|s| s.x0 < s.x1)
        .collect()
}

/// The outline of a rectangle with round corners.
pub(super) fn pill(rect: Rect, radius: f32) -> Vec<Pt> {
    let r = radius.clamp(0.0, rect.height().max(0.0) / 2.0);
    let corners = [
        (rect.max.x - r, rect.min.y + r, -90.0_f32),
        (rect.max.x - r, rect.max.y - r, 0.0),
        (rect.min.x + r, rect.max.y - r, 90.0),
        (rect.min.x + r, rect.min.y + r, 180.0),
    ];
    corners
        .into_iter()
        .flat_map(|(x, y, from)| {
            (0..=6).map(move |i| {
                let angle = (from + 15.0 * i as f32).to_radians();
                Pt::new(x + r * angle.cos(), y + r * angle.sin())
            })
        })
        .collect()
}
