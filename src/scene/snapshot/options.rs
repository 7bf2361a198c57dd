//! What a picture is to show.

use crate::model::{PlaceId, Window};
use crate::projection::Bounds;
use crate::scene::basemap::Parts;

/// What a picture shows of its subject.
#[derive(Clone, Debug, PartialEq)]
pub struct SnapshotOptions {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// The part of the map; nothing means all places of the events shown.
    pub bounds: Option<Bounds>,
    /// The place whose mark is fanned out.
    pub open: Option<PlaceId>,
    /// Whether the timeline is drawn below the map, where there is room for it.
    pub timeline: bool,
    /// The stretch of time on the timeline; nothing means the window and some time around it.
    pub span: Option<Window>,
    /// What the map is made of.
    pub shows: Shows,
}

impl Default for SnapshotOptions {
    fn default() -> Self {
        Self {
            width: 1280.0,
            height: 800.0,
            bounds: None,
            open: None,
            timeline: true,
            span: None,
            shows: Shows::default(),
        }
    }
}

/// What the map of a picture is made of besides marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shows {
    /// Parts of the base map.
    pub ground: Parts,
    /// Names on the base map.
    pub names: bool,
    /// Meridians and parallels.
    pub graticule: bool,
    /// Ground given as polygons, for as long as something is said of it.
    pub areas: bool,
    /// Lines from where to where something moved.
    pub movements: bool,
}

impl Default for Shows {
    fn default() -> Self {
        Self { ground: Parts::ALL, names: true, graticule: false, areas: true, movements: true }
    }
}
