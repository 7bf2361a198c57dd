use crate::model::time::Precision;
use crate::query::SPOT_M;
use serde::{Deserialize, Serialize};

/// How well the place of an event is known, by the smallest uncertainty radius among its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacePrecision {
    /// Within a kilometre: a building, a crossroads, a measured position.
    Point,
    /// Within five kilometres: a village, a quarter.
    Village,
    /// Within [`SPOT_M`]: a town with its surroundings.
    Town,
    /// Within a hundred kilometres: a district, a small province.
    District,
    /// Farther: a province, a country, a sea.
    Wider,
    /// No place.
    Unplaced,
}

/// How well the date of an event is known: the width of what it may have been; of an interval, of
/// the edge that is known less well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    /// Less than a day.
    Time,
    /// A day.
    Day,
    /// Up to a week.
    Week,
    /// Up to a month.
    Month,
    /// Up to a year.
    Year,
    /// Longer, or with an edge that nobody knows.
    Longer,
    /// No date.
    Undated,
}

/// Radii in metres up to which a place is known so well.
const POINT_M: f64 = 1_000.0;
const VILLAGE_M: f64 = 5_000.0;
const DISTRICT_M: f64 = 100_000.0;

impl PlacePrecision {
    /// All, best first.
    pub const ALL: [Self; 6] =
        [Self::Point, Self::Village, Self::Town, Self::District, Self::Wider, Self::Unplaced];

    /// Of an uncertainty radius in metres.
    #[must_use]
    pub fn of_radius(radius_m: f64) -> Self {
        match radius_m {
            r if r <= POINT_M => Self::Point,
            r if r <= VILLAGE_M => Self::Village,
            r if r <= SPOT_M => Self::Town,
            r if r <= DISTRICT_M => Self::District,
            _ => Self::Wider,
        }
    }

    /// Its words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Point => "within 1 km",
            Self::Village => "within 5 km",
            Self::Town => "within 25 km",
            Self::District => "within 100 km",
            Self::Wider => "wider than 100 km",
            Self::Unplaced => "no place",
        }
    }
}

impl DatePrecision {
    /// All, best first.
    pub const ALL: [Self; 7] =
        [Self::Time, Self::Day, Self::Week, Self::Month, Self::Year, Self::Longer, Self::Undated];

    /// Of a date, or of none.
    #[must_use]
    pub fn of(precision: Option<Precision>) -> Self {
        precision.map_or(Self::Undated, Self::from)
    }

    /// Its words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Time => "time of day",
            Self::Day => "day",
            Self::Week => "within a week",
            Self::Month => "within a month",
            Self::Year => "within a year",
            Self::Longer => "longer or open",
            Self::Undated => "no date",
        }
    }
}

impl From<Precision> for DatePrecision {
    fn from(precision: Precision) -> Self {
        match precision {
            Precision::Time => Self::Time,
            Precision::Day => Self::Day,
            Precision::Week => Self::Week,
            Precision::Month => Self::Month,
            Precision::Year => Self::Year,
            Precision::Longer => Self::Longer,
        }
    }
}
