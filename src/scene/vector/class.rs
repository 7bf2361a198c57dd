//! What a feature is drawn as, by the words that the two schemas have for it
//! (<https://openmaptiles.org/schema/>, <https://docs.protomaps.com/basemaps/layers>).

use crate::tiles::mvt::{Feature, Kind, Layer};

/// What a tile is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schema {
    /// A map, in the words of one of the two schemas: they hardly share a name for different things.
    Map,
    /// Somebody's own data.
    Data,
}

/// What a feature is drawn as, in the order of drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    Land,
    Urban,
    Green,
    Ice,
    Water,
    Line(Line),
    Data,
}

/// Lines, in the order of drawing: the widest roads last but for boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    River,
    Rail,
    /// From motorways (0) to paths (4).
    Road(u8),
    Division,
    Disputed,
    Border,
}

impl Line {
    fn order(self) -> u8 {
        match self {
            Self::River => 0,
            Self::Rail => 1,
            Self::Road(rank) => 10 - rank.min(4),
            Self::Division => 20,
            Self::Disputed => 21,
            Self::Border => 22,
        }
    }
}

impl PartialOrd for Line {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Line {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

/// Names of layers that one schema alone has.
const OPENMAPTILES: [&str; 8] = [
    "transportation",
    "boundary",
    "place",
    "landcover",
    "water_name",
    "waterway",
    "aeroway",
    "mountain_peak",
];
const PROTOMAPS: [&str; 6] = ["earth", "roads", "boundaries", "places", "natural", "pois"];

impl Schema {
    /// By the names of a tile's layers.
    pub fn of(layers: &[Layer<'_>]) -> Self {
        let any = |names: &[&str]| layers.iter().any(|layer| names.contains(&layer.name));
        // A tile of the open sea has nothing but water.
        let sea = any(&["water"]) && layers.len() <= 2;
        if any(&PROTOMAPS) || any(&OPENMAPTILES) || sea { Self::Map } else { Self::Data }
    }

    /// Whether it is the schema of a map.
    pub fn is_map(self) -> bool {
        self == Self::Map
    }

    /// What a feature of a layer is drawn as; nothing where it is not drawn.
    pub fn look(self, layer: &str, feature: &Feature<'_>) -> Option<Look> {
        match (self, layer) {
            (Self::Data, _) => Some(Look::Data),
            (_, "earth") => Some(Look::Land).filter(|_| feature.kind() == Kind::Areas),
            (_, "water") => match feature.kind() {
                Kind::Areas => Some(Look::Water),
                Kind::Lines => Some(Look::Line(Line::River)),
                Kind::Points => None,
            },
            (_, "waterway" | "physical_line") => Some(Look::Line(Line::River)),
            (_, "park") => Some(Look::Green).filter(|_| feature.kind() == Kind::Areas),
            (_, "landcover" | "landuse" | "natural") => ground(class(feature)?),
            (_, "transportation" | "roads") => road(class(feature)?, detail(feature)),
            (_, "boundary" | "boundaries") => boundary(feature),
            _ => None,
        }
    }
}

/// The word for what a feature is: Protomaps' older tiles have a prefix.
pub(super) fn class<'a>(feature: &Feature<'a>) -> Option<&'a str> {
    ["class", "kind", "pmap:kind"].into_iter().find_map(|name| feature.text(name))
}

/// The narrower word.
pub(super) fn detail<'a>(feature: &Feature<'a>) -> Option<&'a str> {
    ["kind_detail", "pmap:kind_detail", "pmap:highway"]
        .into_iter()
        .find_map(|name| feature.text(name))
}

fn ground(class: &str) -> Option<Look> {
    Some(match class {
        "wood" | "forest" | "grass" | "grassland" | "scrub" | "park" | "nature_reserve"
        | "protected_area" | "national_park" | "cemetery" | "golf_course" | "garden" | "meadow"
        | "village_green" | "recreation_ground" | "wetland" => Look::Green,
        "residential" | "commercial" | "industrial" | "retail" | "suburb" | "quarter"
        | "neighbourhood" | "urban_area" => Look::Urban,
        "ice" | "glacier" => Look::Ice,
        "water" => Look::Water,
        _ => return None,
    })
}

fn road(class: &str, detail: Option<&str>) -> Option<Look> {
    let rank = |class: &str| {
        Some(match class {
            "motorway" | "highway" => 0,
            "trunk" | "primary" | "major_road" => 1,
            "secondary" | "tertiary" | "medium_road" => 2,
            "minor" | "minor_road" | "residential" | "unclassified" | "service" | "street"
            | "living_street" | "busway" | "raceway" => 3,
            "path" | "track" | "footway" | "cycleway" | "pedestrian" | "steps" => 4,
            _ => return None,
        })
    };
    if matches!(class, "rail" | "transit") {
        return Some(Look::Line(Line::Rail));
    }
    let rank = detail.and_then(rank).or_else(|| rank(class))?;
    Some(Look::Line(Line::Road(rank)))
}

fn boundary(feature: &Feature<'_>) -> Option<Look> {
    if feature.kind() != Kind::Lines || feature.number("maritime") == Some(1.0) {
        return None;
    }
    if feature.number("disputed") == Some(1.0) {
        return Some(Look::Line(Line::Disputed));
    }
    let level = ["admin_level", "kind_detail", "pmap:min_admin_level"]
        .into_iter()
        .find_map(|name| feature.number(name));
    Some(Look::Line(match (level, class(feature)) {
        (Some(level), _) if level <= 2.0 => Line::Border,
        (Some(level), _) if level <= 4.0 => Line::Division,
        (None, Some("country")) => Line::Border,
        (None, Some("region" | "macroregion")) => Line::Division,
        _ => return None,
    }))
}
