//! Names of places in vector tiles, placed as those of the base map are: the weightiest first, none
//! over another.

use super::class::{Schema, class, detail};
use crate::projection::{Viewport, World};
use crate::scene::palette::Palette;
use crate::scene::shape::{Align, Pt, Rect, Shape, Text};
use crate::scene::text;
use crate::tiles::TileId;
use crate::tiles::mvt::{Feature, Kind, Layer};
use std::collections::HashSet;

/// Names that are tried in one picture.
const MOST: usize = 600;
/// Names of one tile that are kept.
const MOST_OF_TILE: usize = 2_000;
/// Characters of a name.
const MOST_CHARACTERS: usize = 60;
/// Points between two names.
const GAP: f32 = 3.0;

/// What a name stands for, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// A country.
    Country,
    /// A city.
    City,
    /// A first-level division.
    Region,
    /// A town.
    Town,
    /// A village, a quarter.
    Village,
}

/// A name and where it stands on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Where.
    pub at: World,
    /// What for.
    pub rank: Rank,
    /// How far down among those of its rank; lower is weightier.
    pub weight: f64,
    /// The name.
    pub text: String,
}

/// The names of places in a layer of a tile.
pub(super) fn of_layer(schema: Schema, layer: &Layer<'_>, id: TileId) -> Vec<Name> {
    if !schema.is_map() || !matches!(layer.name, "place" | "places") {
        return Vec::new();
    }
    let corner = id.corner();
    let unit = id.side() / f64::from(layer.extent);
    let name = |feature: Feature<'_>| {
        if feature.kind() != Kind::Points {
            return None;
        }
        let [x, y] = feature.parts().first()?.first().copied()?;
        let within = |v: i32| (0..i64::from(layer.extent)).contains(&i64::from(v));
        // What stands in the margin is named by the tile next to this one.
        if !(within(x) && within(y)) {
            return None;
        }
        let names = ["name:en", "name_en", "name:latin", "name"];
        let text = names.into_iter().find_map(|name| feature.text(name))?;
        Some(Name {
            at: World { x: corner.x + f64::from(x) * unit, y: corner.y + f64::from(y) * unit },
            rank: rank(class(&feature)?, detail(&feature))?,
            weight: weight(&feature),
            text: text.chars().filter(|c| !c.is_control()).take(MOST_CHARACTERS).collect(),
        })
    };
    layer.features().filter_map(name).take(MOST_OF_TILE).collect()
}

fn rank(class: &str, detail: Option<&str>) -> Option<Rank> {
    let of = |word: &str| {
        Some(match word {
            "country" => Rank::Country,
            "state" | "province" | "region" | "macroregion" => Rank::Region,
            "city" => Rank::City,
            "town" => Rank::Town,
            "village" | "hamlet" | "suburb" | "neighbourhood" | "quarter" | "isolated_dwelling" => {
                Rank::Village
            }
            "locality" => Rank::Town,
            _ => return None,
        })
    };
    detail.and_then(of).or_else(|| of(class))
}

/// OpenMapTiles ranks from 1 for the weightiest, Protomaps to 17 for the most people.
fn weight(feature: &Feature<'_>) -> f64 {
    let people = ["population_rank", "pmap:population_rank"];
    let people = people.into_iter().find_map(|name| feature.number(name)).map(|rank| 20.0 - rank);
    let weight = feature.number("rank").or(people).unwrap_or(100.0);
    if weight.is_finite() { weight } else { 100.0 }
}

/// Places names where there is room. `occupied` holds the ground that is taken; that of each name is
/// added to it.
#[must_use]
pub fn place<'a>(
    names: impl IntoIterator<Item = &'a Name>,
    view: &Viewport,
    palette: &Palette,
    occupied: &mut Vec<Rect>,
) -> Vec<Shape> {
    let mut seen: Vec<(&Name, Pt)> = Vec::new();
    for name in names {
        let at: Pt = view.screen_from_world(name.at.nearest_to(view.center.x)).into();
        if (-160.0..view.width + 160.0).contains(&at.x)
            && (-20.0..view.height + 20.0).contains(&at.y)
        {
            seen.push((name, at));
        }
    }
    // An order that no pan changes: by what they are, and where they stand on the sheet.
    seen.sort_by(|(a, _), (b, _)| {
        (a.rank.cmp(&b.rank))
            .then(a.weight.total_cmp(&b.weight))
            .then_with(|| a.text.cmp(&b.text))
            .then(a.at.x.total_cmp(&b.at.x))
    });
    let mut said: HashSet<(Rank, &str)> = HashSet::new();
    let mut shapes = Vec::new();
    for (name, at) in seen.into_iter().take(MOST) {
        let (size, strong, color) = match name.rank {
            Rank::Country => (13.0, true, palette.country_label),
            Rank::City => (12.5, true, palette.label),
            Rank::Region => (10.5, false, palette.division_label()),
            Rank::Town => (11.5, false, palette.label),
            Rank::Village => (10.5, false, palette.label),
        };
        let wide = text::width(&name.text, size, strong) / 2.0;
        let rect = Rect::new(
            Pt::new(at.x - wide - GAP, at.y - size * 0.6 - GAP / 2.0),
            Pt::new(at.x + wide + GAP, at.y + size * 0.6 + GAP / 2.0),
        );
        if occupied.iter().any(|o| o.intersects(rect)) || !said.insert((name.rank, &name.text)) {
            continue;
        }
        occupied.push(rect);
        shapes.push(Shape::Text(Text {
            at,
            align: Align::Center,
            text: name.text.clone(),
            size,
            strong,
            italic: false,
            color,
            halo: Some(palette.halo),
        }));
    }
    shapes
}
