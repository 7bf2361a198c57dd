//! What a document as a whole says about where it plays.

use crate::model::LonLat;
use std::collections::HashMap;

/// A place reduced to what weighing needs.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub id: u32,
    pub position: LonLat,
    /// Uncertainty radius in metres.
    pub radius_m: f64,
    /// It is a seat of government of its division or country.
    pub seat: bool,
    pub kind: Kind,
    /// Country and first-level division, as keys; 0 where unknown.
    pub country: u32,
    pub admin1: u32,
    /// What speaks for it without any context.
    pub base: f32,
    /// What speaks for it in all.
    pub score: f32,
    /// Share of belief among the options, 0..=1.
    pub belief: f32,
    /// Why, as marks to be put into words.
    pub why: Why,
}

/// The kinds of place that weigh differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Country,
    Admin1,
    Admin2,
    Town,
    Site,
    Water,
    Land,
    Region,
}

impl Kind {
    pub fn of(class: char, code: &str) -> Self {
        match (class, code) {
            ('A', code) if code.starts_with("PCL") || code == "TERR" => Self::Country,
            ('A', "ADM1") => Self::Admin1,
            ('A', _) => Self::Admin2,
            ('P', _) => Self::Town,
            ('H' | 'U', _) => Self::Water,
            ('L', _) => Self::Region,
            ('T' | 'V', _) => Self::Land,
            _ => Self::Site,
        }
    }
}

/// What speaks for an option beyond its own weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Why {
    /// The text names its country or division beside it.
    pub container: bool,
    /// The words around ask for its kind.
    pub asked: bool,
    /// Share of the document's evidence that lies in its country, and in its division.
    pub country: f32,
    pub admin1: f32,
    /// Nearness of other places named.
    pub near: f32,
}

/// One name of the document with its options.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub options: Vec<Choice>,
    /// How often the document names it.
    pub count: usize,
}

impl Group {
    /// The option believed in most.
    pub fn best(&self) -> Option<&Choice> {
        self.options.first()
    }

    fn settle(&mut self) {
        let top = self.options.iter().map(|o| o.score).fold(f32::MIN, f32::max);
        let sum: f32 = self.options.iter().map(|o| (o.score - top).exp()).sum();
        for option in &mut self.options {
            option.belief = (option.score - top).exp() / sum.max(f32::MIN_POSITIVE);
        }
        self.options.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
}

/// Weights of the context, in the unit of the score (natural logarithm of odds).
mod weight {
    pub const CONTAINER: f32 = 9.0;
    pub const COUNTRY: f32 = 3.0;
    pub const ADMIN1: f32 = 4.5;
    pub const NEAR: f32 = 3.5;
    /// What a share is damped by, in mentions: a single other name is weak evidence.
    pub const DAMPING: f32 = 0.3;
    /// Distance at which nearness falls to a third, in kilometres.
    pub const NEAR_KM: f64 = 60.0;
    pub const ROUNDS: usize = 3;
}

/// Lets the names of a document settle each other's places.
pub(crate) fn settle(groups: &mut [Group], fixed: &[(u32, u32, f32)]) {
    for group in groups.iter_mut() {
        for option in &mut group.options {
            option.score = option.base + if option.why.container { weight::CONTAINER } else { 0.0 };
        }
        group.settle();
    }
    for _ in 0..weight::ROUNDS {
        let support = Support::gather(groups, fixed);
        for (at, group) in groups.iter_mut().enumerate() {
            for option in &mut group.options {
                support.weigh(at, option);
            }
            group.settle();
        }
    }
}

struct Support {
    country: HashMap<u32, f32>,
    admin1: HashMap<(u32, u32), f32>,
    /// What each group put into the sums, so that it does not confirm itself.
    own: Vec<(u32, u32, f32)>,
    points: Vec<(usize, LonLat, f32)>,
    total: f32,
}

impl Support {
    fn gather(groups: &[Group], fixed: &[(u32, u32, f32)]) -> Self {
        let mut support = Self {
            country: HashMap::new(),
            admin1: HashMap::new(),
            own: vec![(0, 0, 0.0); groups.len()],
            points: Vec::new(),
            total: 0.0,
        };
        for (country, admin1, amount) in fixed {
            support.add(*country, *admin1, *amount);
        }
        for (at, group) in groups.iter().enumerate() {
            let Some(best) = group.best() else { continue };
            let often = (group.count as f32).sqrt().min(3.0);
            let amount = often * best.belief * best.belief;
            support.add(best.country, best.admin1, amount);
            if let Some(own) = support.own.get_mut(at) {
                *own = (best.country, best.admin1, amount);
            }
            if matches!(best.kind, Kind::Town | Kind::Site | Kind::Admin2) && best.belief > 0.3 {
                support.points.push((at, best.position, best.belief * often.min(2.0)));
            }
        }
        support
    }

    fn add(&mut self, country: u32, admin1: u32, amount: f32) {
        if country == 0 {
            return;
        }
        self.total += amount;
        *self.country.entry(country).or_default() += amount;
        if admin1 != 0 {
            *self.admin1.entry((country, admin1)).or_default() += amount;
        }
    }

    fn weigh(&self, at: usize, option: &mut Choice) {
        let own = self.own.get(at).copied().unwrap_or_default();
        let rest = (self.total - own.2).max(0.0);
        let mut country = self.country.get(&option.country).copied().unwrap_or(0.0);
        let mut admin1 = self.admin1.get(&(option.country, option.admin1)).copied().unwrap_or(0.0);
        if own.0 == option.country {
            country -= own.2;
            if own.1 == option.admin1 {
                admin1 -= own.2;
            }
        }
        let share = |part: f32| (part / (rest + weight::DAMPING)).clamp(0.0, 1.0);
        option.why.country = share(country);
        option.why.admin1 = if option.admin1 == 0 { 0.0 } else { share(admin1) };
        option.why.near = self.near(at, option);
        let container = if option.why.container { weight::CONTAINER } else { 0.0 };
        option.score = option.base
            + container
            + weight::COUNTRY * option.why.country
            + weight::ADMIN1 * option.why.admin1
            + weight::NEAR * option.why.near;
    }

    /// Nearness to the other places, 0..=1.
    fn near(&self, at: usize, option: &Choice) -> f32 {
        if matches!(option.kind, Kind::Country | Kind::Admin1 | Kind::Region) {
            return 0.0;
        }
        let others = self.points.iter().filter(|(other, ..)| *other != at);
        let sum: f32 = others
            .map(|(_, point, weight)| {
                let km = flat_km(*point, option.position);
                weight * (-(km / weight::NEAR_KM)).exp() as f32
            })
            .sum();
        sum.min(1.5) / 1.5
    }
}

/// Distance over a sphere made flat at the mean latitude, in kilometres: right to a few per cent
/// below 500 km, which is all that nearness asks.
pub(crate) fn flat_km(a: LonLat, b: LonLat) -> f64 {
    /// Mean length of a degree of a great circle on the mean Earth radius of 6371.0088 km (IUGG).
    const KM_PER_DEGREE: f64 = 111.195;
    let mut dlon = (a.lon() - b.lon()).abs();
    if dlon > 180.0 {
        dlon = 360.0 - dlon;
    }
    let dlat = a.lat() - b.lat();
    let mean = ((a.lat() + b.lat()) / 2.0).to_radians();
    (dlat * dlat + (dlon * mean.cos()).powi(2)).sqrt() * KM_PER_DEGREE
}
