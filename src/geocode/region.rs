//! Parts of countries and provinces by compass, cut from their polygons: "northeastern Syria".

use super::reverse::{Standing, StandingCountry, StandingDispute};
use super::span::Direction;
use crate::model::{Feature, LonLat, Name, Place, PlaceShape};
use geo::{
    Area, BooleanOps, BoundingRect, Centroid, Contains, InteriorPoint, MultiPolygon, Rect,
    Simplify, coord,
};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Where the ground of countries and divisions is known from.
pub trait Ground: Send + Sync {
    /// The polygons of a country by ISO 3166-1 alpha-2 code, in degrees.
    fn country_area(&self, iso2: &str) -> Option<MultiPolygon<f64>>;
    /// The polygons of a first-level division by name, in degrees.
    fn admin1_area(&self, iso2: &str, name: &str) -> Option<MultiPolygon<f64>>;
    /// Whose ground a position lies on; `None` where no ground is known.
    fn standing(&self, _at: LonLat) -> Option<Standing> {
        None
    }
    /// The nearest point of a coast, and whose it is; `None` where no coast is known.
    fn coast(&self, _at: LonLat) -> Option<(LonLat, Option<StandingCountry>)> {
        None
    }
}

/// Nothing is known of any ground.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoGround;

impl Ground for NoGround {
    fn country_area(&self, _: &str) -> Option<MultiPolygon<f64>> {
        None
    }
    fn admin1_area(&self, _: &str, _: &str) -> Option<MultiPolygon<f64>> {
        None
    }
}

impl Ground for crate::basemap::Basemap {
    fn country_area(&self, iso2: &str) -> Option<MultiPolygon<f64>> {
        Self::country_area(self, iso2)
    }
    fn admin1_area(&self, iso2: &str, name: &str) -> Option<MultiPolygon<f64>> {
        Self::admin1_area(self, iso2, name)
    }
    fn standing(&self, at: LonLat) -> Option<Standing> {
        let division = self.admin1_at(at).and_then(|division| division.names.first());
        Some(Standing {
            country: self.country_at(at).map(standing_country),
            division: division.map(ToString::to_string),
            disputed: self.disputed_at(at).map(|disputed| StandingDispute {
                name: disputed.name.to_string(),
                claims: disputed.claims.to_string(),
            }),
        })
    }
    fn coast(&self, at: LonLat) -> Option<(LonLat, Option<StandingCountry>)> {
        /// How far inland from a point of the coast its country is looked for, in metres.
        const INLAND_M: f64 = 2_000.0;
        let point = self.nearest_coast(at)?;
        Some((point, self.country_near(point, INLAND_M).map(standing_country)))
    }
}

fn standing_country(country: &crate::basemap::Country) -> StandingCountry {
    StandingCountry { iso2: country.iso2.to_string(), name: country.name.to_string() }
}

/// Tolerance of outlines before cutting, in degrees: about 2 km, below what a compass word means.
const TOLERANCE_DEG: f64 = 0.02;
/// Mean length of a degree on the mean Earth radius of 6371.0088 km (IUGG), in metres.
const M_PER_DEGREE: f64 = 111_195.0;

/// What was cut from which country or division; nothing where its outline is not known.
type Cut = HashMap<(String, Direction), Option<Arc<Place>>>;

/// Regions cut so far.
pub(crate) struct Regions {
    ground: Arc<dyn Ground>,
    cut: Mutex<Cut>,
}

impl Regions {
    pub fn new(ground: Arc<dyn Ground>) -> Self {
        Self { ground, cut: Mutex::new(HashMap::new()) }
    }

    /// The ground that regions are cut from.
    pub fn ground(&self) -> &dyn Ground {
        self.ground.as_ref()
    }

    /// The part of a country or first-level division in a direction; nothing for other places and
    /// where the ground is unknown.
    pub fn part(&self, whole: &Place, direction: Direction) -> Option<Arc<Place>> {
        let country = whole.country.clone()?;
        let division = match (whole.feature.class, whole.feature.code.as_str()) {
            ('A', code) if code.starts_with("PCL") => None,
            ('A', "ADM1") => Some(whole.name.as_str()),
            _ => return None,
        };
        let key = (format!("{country}/{}", division.unwrap_or("")), direction);
        let mut cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cut.get(&key) {
            return known.clone();
        }
        let area = match division {
            None => self.ground.country_area(&country),
            Some(name) => self.ground.admin1_area(&country, name),
        };
        let part = area.and_then(|area| cut_part(whole, &area, direction)).map(Arc::new);
        cut.insert(key, part.clone());
        part
    }
}

/// The part of an area in a direction: its half, its quarter, or its middle.
fn cut_part(whole: &Place, area: &MultiPolygon<f64>, direction: Direction) -> Option<Place> {
    let main = mainland(area).simplify(TOLERANCE_DEG);
    let bounds = main.bounding_rect()?;
    let part = main.intersection(&MultiPolygon::from(window(bounds, direction).to_polygon()));
    let ground = part.unsigned_area();
    if !(ground.is_finite() && ground > 0.0) {
        return None;
    }
    let centre = part.centroid().filter(|c| part.contains(c)).or_else(|| part.interior_point())?;
    let position = LonLat::new(centre.x(), centre.y()).ok()?;
    let east_shrink = position.lat().to_radians().cos().max(0.01);
    let name = format!("{} {}", direction.word(), whole.name);
    Some(Place {
        names: vec![Name { text: name.clone(), lang: Some("en".to_owned()) }],
        name,
        feature: Feature::new('L', "RGN"),
        position,
        shape: PlaceShape::Area(rings(&part)),
        radius_m: (ground * east_shrink / std::f64::consts::PI).sqrt() * M_PER_DEGREE,
        population: None,
        country: whole.country.clone(),
        admin1: (whole.feature.code == "ADM1").then(|| whole.name.clone()),
        geonameid: None,
        note: format!(
            "the {} part of {}, cut from its outline by compass",
            direction.word(),
            whole.name
        ),
    })
}

/// The largest polygon with all that are at least a twentieth of it: islands far off would shift
/// the middle from which directions count.
fn mainland(area: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let largest = area.0.iter().map(Area::unsigned_area).fold(0.0, f64::max);
    let big = area.0.iter().filter(|p| p.unsigned_area() * 20.0 >= largest);
    MultiPolygon(big.cloned().collect())
}

fn window(bounds: Rect<f64>, direction: Direction) -> Rect<f64> {
    let (min, max) = (bounds.min(), bounds.max());
    let span = |low: f64, high: f64, side: i8, central: bool| match side {
        1 => (f64::midpoint(low, high), high),
        -1 => (low, f64::midpoint(low, high)),
        _ if central => (low + (high - low) / 4.0, high - (high - low) / 4.0),
        _ => (low, high),
    };
    let central = direction.north == 0 && direction.east == 0;
    let (west, east) = span(min.x, max.x, direction.east, central);
    let (south, north) = span(min.y, max.y, direction.north, central);
    Rect::new(coord! { x: west, y: south }, coord! { x: east, y: north })
}

fn rings(area: &MultiPolygon<f64>) -> Vec<Vec<Vec<LonLat>>> {
    let ring = |line: &geo::LineString<f64>| -> Vec<LonLat> {
        let closed = line.0.len() > 1 && line.0.first() == line.0.last();
        let count = line.0.len() - usize::from(closed);
        line.0.iter().take(count).map(|c| LonLat::clamped(c.x, c.y)).collect()
    };
    let polygon = |p: &geo::Polygon<f64>| {
        std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()
    };
    area.0.iter().map(polygon).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geocode::names::{NameIndex, double::Rows};
    use geo::polygon;

    struct Square;
    impl Ground for Square {
        fn country_area(&self, iso2: &str) -> Option<MultiPolygon<f64>> {
            let square = polygon![(x: 36.0, y: 32.0), (x: 42.0, y: 32.0), (x: 42.0, y: 38.0), (x: 36.0, y: 38.0)];
            (iso2 == "SY").then(|| MultiPolygon(vec![square]))
        }
        fn admin1_area(&self, _: &str, _: &str) -> Option<MultiPolygon<f64>> {
            None
        }
    }

    #[test]
    fn a_quarter_of_a_country_is_an_area_in_that_quarter() {
        let regions = Regions::new(Arc::new(Square));
        let syria = Rows::story();
        let syria = syria.place(syria.country("SY").unwrap()).unwrap();
        let part = regions.part(&syria, Direction { north: 1, east: 1 }).unwrap();
        assert_eq!(part.name, "northeastern Syria");
        assert!(
            (part.position.lon() - 40.5).abs() < 0.1 && (part.position.lat() - 36.5).abs() < 0.1
        );
        assert!(matches!(&part.shape, PlaceShape::Area(polygons) if polygons.len() == 1));
        assert!((100_000.0..200_000.0).contains(&part.radius_m), "{}", part.radius_m);
    }

    #[test]
    fn unknown_ground_gives_no_region() {
        let rows = Rows::story();
        let regions = Regions::new(Arc::new(Square));
        let town = rows.place(rows.lookup("Homs")[0].id).unwrap();
        assert!(regions.part(&town, Direction { north: 1, east: 0 }).is_none());
        let russia = rows.place(rows.country("RU").unwrap()).unwrap();
        assert!(regions.part(&russia, Direction { north: 1, east: 0 }).is_none());
    }
}
