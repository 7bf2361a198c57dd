use serde::{Deserialize, Serialize};

/// A position in WGS 84 degrees: longitude in -180..=180, latitude in -90..=90, both finite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

/// Why two numbers are no position.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum LonLatError {
    /// The latitude is not a number from -90 to 90.
    #[error("latitude {0} is not a number from -90 to 90")]
    Latitude(f64),
    /// The longitude is not a finite number from -360 to 360.
    #[error("longitude {0} is not a number from -360 to 360")]
    Longitude(f64),
}

impl LonLat {
    /// A position from degrees. Longitudes up to 360 either way are brought into -180..=180.
    ///
    /// # Errors
    /// When the latitude is outside -90..=90, the longitude outside -360..=360, or one is not finite.
    pub fn new(lon: f64, lat: f64) -> Result<Self, LonLatError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(LonLatError::Latitude(lat));
        }
        if !(-360.0..=360.0).contains(&lon) {
            return Err(LonLatError::Longitude(lon));
        }
        let lon = if (-180.0..=180.0).contains(&lon) {
            lon
        } else {
            (lon + 180.0).rem_euclid(360.0) - 180.0
        };
        Ok(Self { lon, lat })
    }

    /// A position from any two numbers: wrapped in longitude, clamped in latitude; zero for NaN.
    #[must_use]
    pub fn clamped(lon: f64, lat: f64) -> Self {
        let finite = |v: f64| if v.is_finite() { v } else { 0.0 };
        Self {
            lon: (finite(lon) + 180.0).rem_euclid(360.0) - 180.0,
            lat: finite(lat).clamp(-90.0, 90.0),
        }
    }

    /// Degrees east of Greenwich, -180..=180.
    #[must_use]
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Degrees north of the equator, -90..=90.
    #[must_use]
    pub fn lat(self) -> f64 {
        self.lat
    }
}

impl TryFrom<[f64; 2]> for LonLat {
    type Error = LonLatError;
    fn try_from([lon, lat]: [f64; 2]) -> Result<Self, LonLatError> {
        Self::new(lon, lat)
    }
}

impl From<LonLat> for [f64; 2] {
    fn from(p: LonLat) -> Self {
        [p.lon, p.lat]
    }
}
