//! The few shapes that pictures are made of, in screen points (y down), with resolved colours.

use super::palette::Rgba;
use crate::model::{EventId, PlaceId, Window};

/// A point on screen, in points (1/96 inch at scale 1), y down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pt {
    /// Right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// A rectangle on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left top.
    pub min: Pt,
    /// Right bottom.
    pub max: Pt,
}

/// A line's width in points, colour and dashes.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Width in points.
    pub width: f32,
    /// Colour.
    pub color: Rgba,
    /// Lengths in points of dash and gap in turn; empty for a whole line.
    pub dashes: Vec<f32>,
}

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The point is at its left.
    Left,
    /// The point is at its middle.
    Center,
    /// The point is at its right.
    Right,
}

/// A line of text, vertically centred on its point.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where.
    pub at: Pt,
    /// Which side of it.
    pub align: Align,
    /// What, in logical order.
    pub text: String,
    /// Font size in points.
    pub size: f32,
    /// Semi-bold instead of regular.
    pub strong: bool,
    /// Italic, for water.
    pub italic: bool,
    /// Colour.
    pub color: Rgba,
    /// A rim around the letters, so that they read on any ground.
    pub halo: Option<Rgba>,
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Filled rings, even-odd, each closed implicitly.
    Area {
        /// The rings.
        rings: Vec<Vec<Pt>>,
        /// Fill colour.
        fill: Rgba,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<Pt>,
        /// Whether the last point joins the first.
        closed: bool,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A disc.
    Circle {
        /// Middle.
        center: Pt,
        /// Radius in points.
        radius: f32,
        /// Fill, where it has one.
        fill: Option<Rgba>,
        /// Rim, where it has one.
        stroke: Option<Stroke>,
    },
    /// A rectangle, corners rounded by a radius in points.
    Rect {
        /// Where.
        rect: Rect,
        /// Corner radius in points.
        corner: f32,
        /// Fill, where it has one.
        fill: Option<Rgba>,
        /// Rim, where it has one.
        stroke: Option<Stroke>,
    },
    /// Many filled rectangles side by side, without rims and without soft edges between them.
    Cells(Vec<(Rect, Rgba)>),
    /// Text.
    Text(Text),
}

/// What a mark stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A place, with all that happened there.
    Place(PlaceId),
    /// One event.
    Event(EventId),
    /// Several events that share a mark.
    Stack(Vec<EventId>),
    /// What happened in a stretch of time on a lane, by its number: a bar of the timeline.
    Span(Window, u16),
}

/// Something on the picture that can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its ground.
    pub rect: Rect,
    /// What it stands for.
    pub target: Target,
    /// What a screen reader says.
    pub label: String,
}

/// A picture: shapes from back to front, and what can be pointed at (the last is on top).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// From back to front.
    pub shapes: Vec<Shape>,
    /// What can be pointed at.
    pub hits: Vec<Hit>,
}

impl Pt {
    /// A point.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
}

impl Rect {
    /// A rectangle from two corners.
    #[must_use]
    pub const fn new(min: Pt, max: Pt) -> Self {
        Self { min, max }
    }
    /// Width in points.
    #[must_use]
    pub fn width(self) -> f32 {
        self.max.x - self.min.x
    }
    /// Height in points.
    #[must_use]
    pub fn height(self) -> f32 {
        self.max.y - self.min.y
    }
    /// Whether a point lies in it.
    #[must_use]
    pub fn contains(self, p: Pt) -> bool {
        self.min.x <= p.x && p.x <= self.max.x && self.min.y <= p.y && p.y <= self.max.y
    }
    /// Whether two rectangles share ground.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.min.x < other.max.x
            && other.min.x < self.max.x
            && self.min.y < other.max.y
            && other.min.y < self.max.y
    }
}

impl Stroke {
    /// A whole line.
    #[must_use]
    pub fn new(width: f32, color: Rgba) -> Self {
        Self { width, color, dashes: Vec::new() }
    }
}

impl From<crate::projection::Screen> for Pt {
    fn from(at: crate::projection::Screen) -> Self {
        Self { x: at.x, y: at.y }
    }
}

impl From<Pt> for crate::projection::Screen {
    fn from(at: Pt) -> Self {
        Self { x: at.x, y: at.y }
    }
}
