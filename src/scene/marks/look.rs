//! How one event is drawn: its category by shape and colour, and by fill and outline how sure the
//! source is, whether it is dated, and, for a state, whether it is in force.

use super::glyph::{self, Paint, mix};
use super::state::Holding;
use crate::model::{Certainty, Event, EventId};
use crate::query::Standing;
use crate::scene::Subject;
use crate::scene::palette::{MarkStyle, Palette, Rgba};
use crate::scene::shape::{Pt, Shape, Stroke};

/// Radius of the mark of one event, in points.
pub const RADIUS: f32 = 7.5;
/// Opacity of what the window leaves out.
pub const DIM: f32 = 0.4;
/// Width of the rim that sets marks off from the map, in points.
const RIM: f32 = 1.6;

/// How one event is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    style: MarkStyle,
    certainty: Certainty,
    dated: bool,
    holding: Option<Holding>,
    /// Whether the window leaves it out.
    pub outside: bool,
}

impl Look {
    /// How an event is drawn, as things stand in the subject.
    #[must_use]
    pub fn of(event: &Event, id: EventId, subject: &Subject<'_>) -> Self {
        Self {
            style: subject.palette.mark(event.category.as_str()),
            certainty: event.certainty,
            dated: event.when.is_some(),
            holding: Holding::of(event, subject.cursor),
            outside: subject.matches.of(id) == Standing::Outside,
        }
    }

    /// A plain mark of a category, for legends.
    #[must_use]
    pub fn plain(style: MarkStyle) -> Self {
        Self { style, certainty: Certainty::Stated, dated: true, holding: None, outside: false }
    }

    /// The same as a state.
    #[must_use]
    pub fn as_state(self, holding: Holding) -> Self {
        Self { holding: Some(holding), ..self }
    }

    /// The same, otherwise known.
    #[must_use]
    pub fn with_certainty(self, certainty: Certainty) -> Self {
        Self { certainty, ..self }
    }

    /// The same without a date.
    #[must_use]
    pub fn undated(self) -> Self {
        Self { dated: false, ..self }
    }

    /// The colour of its category.
    #[must_use]
    pub fn color(&self) -> Rgba {
        self.style.color
    }

    /// Whether it is a state that is in force, for certain or perhaps.
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self.holding, Some(Holding::Holds { .. }))
    }

    /// Whether it is a state.
    #[must_use]
    pub fn is_state(&self) -> bool {
        self.holding.is_some()
    }

    /// The colour of its outline: darker than its fill on light ground, so that it stands out.
    fn ink(&self, palette: &Palette) -> Rgba {
        if palette.dark { self.style.color } else { mix(self.style.color, Rgba::hex(0), 0.2) }
    }

    /// Draws it with a given radius in points.
    pub fn draw(&self, palette: &Palette, center: Pt, radius: f32, out: &mut Vec<Shape>) {
        let from = out.len();
        match self.holding {
            None => self.happening(palette, center, radius, out),
            Some(holding) => self.state(holding, palette, center, radius * 1.22, out),
        }
        if self.outside {
            for shape in out.iter_mut().skip(from) {
                fade(shape, DIM);
            }
        }
    }

    fn happening(&self, palette: &Palette, center: Pt, radius: f32, out: &mut Vec<Shape>) {
        let MarkStyle { shape, color } = self.style;
        let ink = self.ink(palette);
        let rim = opaque(palette.halo);
        let plate = Paint { fill: Some(rim), stroke: Some(Stroke::new(RIM * 2.0, rim)) };
        glyph::draw(shape, center, radius, &plate, out);
        if !self.dated {
            let hollow = Paint {
                fill: Some(palette.raised),
                stroke: Some(Stroke { width: 1.8, color: ink, dashes: self.dashes() }),
            };
            glyph::draw(shape, center, radius - 0.9, &hollow, out);
            return;
        }
        let fill = match self.certainty {
            Certainty::Stated => color,
            Certainty::Planned => palette.raised,
            Certainty::Reported | Certainty::Disputed | Certainty::Inferred => {
                mix(palette.raised, color, 0.42)
            }
        };
        let width = if self.certainty == Certainty::Stated { 0.9 } else { 1.7 };
        let stroke = Some(Stroke { width, color: ink, dashes: self.dashes() });
        glyph::draw(shape, center, radius, &Paint { fill: Some(fill), stroke }, out);
        if self.certainty == Certainty::Disputed {
            slash(center, radius, rim, palette.text, out);
        }
    }

    fn state(
        &self,
        holding: Holding,
        palette: &Palette,
        center: Pt,
        radius: f32,
        out: &mut Vec<Shape>,
    ) {
        let MarkStyle { shape, color } = self.style;
        let line = self.ink(palette);
        let rim = opaque(palette.halo);
        out.push(disc(center, radius + RIM, rim));
        let inner = radius * 0.55;
        if let Holding::Holds { certain } = holding {
            let firm = certain && matches!(self.certainty, Certainty::Stated | Certainty::Inferred);
            let fill = if firm { color } else { mix(palette.raised, color, 0.45) };
            out.push(disc(center, radius, fill));
            if !firm {
                let dashed = Stroke { width: 1.6, color: line, dashes: vec![3.0, 2.2] };
                ring(center, radius - 0.8, dashed, out);
            } else if !palette.dark {
                ring(center, radius - 0.4, Stroke::new(0.9, line), out);
            }
            let ink = if firm { ink_on(color) } else { line };
            glyph::draw(shape, center, inner, &Paint { fill: Some(ink), stroke: None }, out);
        } else {
            let dashes = match holding {
                Holding::Before => vec![3.0, 2.2],
                Holding::Undated => vec![1.2, 2.0],
                _ => Vec::new(),
            };
            out.push(disc(center, radius, palette.raised));
            ring(center, radius - 0.9, Stroke { width: 1.8, color: line, dashes }, out);
            let hollow = Paint { fill: None, stroke: Some(Stroke::new(1.3, line)) };
            glyph::draw(shape, center, inner, &hollow, out);
        }
        if self.certainty == Certainty::Disputed {
            slash(center, radius, rim, palette.text, out);
        }
    }

    fn dashes(&self) -> Vec<f32> {
        match self.certainty {
            Certainty::Stated | Certainty::Disputed => Vec::new(),
            Certainty::Reported | Certainty::Planned => vec![3.4, 2.4],
            Certainty::Inferred => vec![1.2, 2.0],
        }
    }
}

/// A filled disc.
#[must_use]
pub fn disc(center: Pt, radius: f32, fill: Rgba) -> Shape {
    Shape::Circle { center, radius, fill: Some(fill), stroke: None }
}

/// A ring; a dashed one is a line, since only lines have dashes everywhere.
pub fn ring(center: Pt, radius: f32, stroke: Stroke, out: &mut Vec<Shape>) {
    if stroke.dashes.is_empty() {
        out.push(Shape::Circle { center, radius, fill: None, stroke: Some(stroke) });
        return;
    }
    let points = (0..48)
        .map(|i| glyph::polar(center, radius, std::f32::consts::TAU * i as f32 / 48.0))
        .collect();
    out.push(Shape::Line { points, closed: true, stroke });
}

fn slash(center: Pt, radius: f32, rim: Rgba, ink: Rgba, out: &mut Vec<Shape>) {
    let reach = radius * 1.05;
    let points = vec![
        Pt::new(center.x - reach, center.y + reach),
        Pt::new(center.x + reach, center.y - reach),
    ];
    let line = |stroke| Shape::Line { points: points.clone(), closed: false, stroke };
    out.push(line(Stroke::new(4.0, rim)));
    out.push(line(Stroke::new(1.7, ink)));
}

/// A colour without its transparency.
#[must_use]
pub fn opaque(c: Rgba) -> Rgba {
    Rgba(c.0, c.1, c.2, 255)
}

/// Near-black or white, whichever reads better on a colour (WCAG relative luminance).
#[must_use]
pub fn ink_on(c: Rgba) -> Rgba {
    let linear = |v: u8| {
        let v = f32::from(v) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2);
    if luminance > 0.36 { Rgba::hex(0x15_171b) } else { Rgba::hex(0xff_ffff) }
}

/// Makes a shape fainter.
pub fn fade(shape: &mut Shape, opacity: f32) {
    let dim = |c: &mut Rgba| *c = c.alpha(opacity);
    match shape {
        Shape::Area { fill, .. } => dim(fill),
        Shape::Line { stroke, .. } => dim(&mut stroke.color),
        Shape::Circle { fill, stroke, .. } | Shape::Rect { fill, stroke, .. } => {
            fill.iter_mut().for_each(dim);
            stroke.iter_mut().for_each(|s| dim(&mut s.color));
        }
        Shape::Cells(cells) => cells.iter_mut().for_each(|(_, color)| dim(color)),
        Shape::Text(text) => {
            dim(&mut text.color);
            text.halo.iter_mut().for_each(dim);
        }
    }
}
