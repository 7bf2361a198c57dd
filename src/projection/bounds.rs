use crate::model::LonLat;
use std::fmt;
use std::str::FromStr;

/// A rectangle of degrees. `west > east` means that it runs across the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Its western edge, degrees.
    pub west: f64,
    /// Its southern edge, degrees.
    pub south: f64,
    /// Its eastern edge, degrees.
    pub east: f64,
    /// Its northern edge, degrees.
    pub north: f64,
}

/// Why a text is no rectangle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{text}' is no rectangle: {why}; write west,south,east,north in degrees, such as 35.5,32,42.5,37.5"
)]
pub struct BoundsError {
    text: String,
    why: String,
}

impl Bounds {
    /// The smallest rectangle around the points, the short way round the globe; nothing without points.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut lons: Vec<f64> = points
            .into_iter()
            .map(|p| {
                (south, north) = (south.min(p.lat()), north.max(p.lat()));
                p.lon()
            })
            .collect();
        lons.sort_by(f64::total_cmp);
        let (first, last) = (*lons.first()?, *lons.last()?);
        // The widest gap between neighbours is what the rectangle leaves out.
        let mut gap = first + 360.0 - last;
        let (mut west, mut east) = (first, last);
        for pair in lons.windows(2) {
            if let &[a, b] = pair
                && b - a > gap
            {
                (gap, west, east) = (b - a, b, a);
            }
        }
        Some(Self { west, south, east, north })
    }

    /// Degrees from west to east, 0..=360.
    #[must_use]
    pub fn width_degrees(self) -> f64 {
        if self.east >= self.west { self.east - self.west } else { self.east - self.west + 360.0 }
    }

    /// Whether a position lies in it, edges included.
    #[must_use]
    pub fn contains(self, p: LonLat) -> bool {
        let within_lon = if self.west <= self.east {
            (self.west..=self.east).contains(&p.lon())
        } else {
            p.lon() >= self.west || p.lon() <= self.east
        };
        within_lon && (self.south..=self.north).contains(&p.lat())
    }
}

impl FromStr for Bounds {
    type Err = BoundsError;

    fn from_str(text: &str) -> Result<Self, BoundsError> {
        let wrong = |why: String| BoundsError { text: text.to_owned(), why };
        let numbers: Vec<f64> = text
            .split(',')
            .map(|part| part.trim().parse().map_err(|_| wrong(format!("'{part}' is no number"))))
            .collect::<Result<_, _>>()?;
        let &[west, south, east, north] = numbers.as_slice() else {
            return Err(wrong(format!("it has {} numbers, not 4", numbers.len())));
        };
        let low = LonLat::new(west, south).map_err(|e| wrong(e.to_string()))?;
        let high = LonLat::new(east, north).map_err(|e| wrong(e.to_string()))?;
        if south >= north {
            return Err(wrong(format!("south {south} is not below north {north}")));
        }
        if west == east {
            return Err(wrong("it has no width".to_owned()));
        }
        Ok(Self { west: low.lon(), south, east: high.lon(), north })
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{},{}", self.west, self.south, self.east, self.north)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn the_short_way_round() {
        let b = Bounds::around([at(170.0, -10.0), at(-170.0, 10.0)]).unwrap();
        assert_eq!(b, Bounds { west: 170.0, south: -10.0, east: -170.0, north: 10.0 });
        assert!((b.width_degrees() - 20.0).abs() < 1e-9);
        assert!(
            b.contains(at(180.0, 0.0)) && b.contains(at(-175.0, 0.0)) && !b.contains(at(0.0, 0.0))
        );
        assert_eq!(Bounds::around([]), None);
    }

    #[test]
    fn text_is_read_or_refused_with_the_way_out() {
        assert_eq!(
            "35.5, 32,42.5,37.5".parse::<Bounds>(),
            Ok(Bounds { west: 35.5, south: 32.0, east: 42.5, north: 37.5 })
        );
        for bad in
            ["", "1,2,3", "1,2,3,x", "0,5,10,5", "0,-91,1,1", "0,0,inf,1", "NaN,0,1,1", "5,0,5,1"]
        {
            let message = bad.parse::<Bounds>().unwrap_err().to_string();
            assert!(message.contains("west,south,east,north"), "{message}");
        }
    }

    proptest! {
        #[test]
        fn all_points_lie_within(points in prop::collection::vec((-180.0..180.0f64, -90.0..90.0f64), 1..20)) {
            let points: Vec<LonLat> = points.into_iter().map(|(x, y)| at(x, y)).collect();
            let b = Bounds::around(points.iter().copied()).unwrap();
            prop_assert!(points.iter().all(|&p| b.contains(p)));
            let plain = points.iter().map(|p| p.lon()).fold(f64::MIN, f64::max)
                - points.iter().map(|p| p.lon()).fold(f64::MAX, f64::min);
            prop_assert!(b.width_degrees() <= plain + 1e-9);
        }

        #[test]
        fn any_text_is_safe(text in ".{0,40}") {
            let _ = text.parse::<Bounds>();
        }
    }
}
