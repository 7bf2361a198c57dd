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
    /// It is known all over its country: the country itself, a large division, the capital, a city
    /// of millions.
    pub wide: bool,
    pub kind: Kind,
    /// How well the name fits, 0..=1, as in [`super::names::Known`].
    pub quality: f32,
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

    /// How much the name counts among the others: named four times, twice as much.
    fn often(&self) -> f32 {
        (self.count as f32).sqrt().min(3.0)
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
    /// How much of its country's share speaks for a place that is known all over it, as its
    /// division's share would.
    pub const WIDE: f32 = 0.7;
    /// Degrees of latitude beyond which nearness is nothing: e to the power of -9 or less.
    pub const FAR_DEG: f64 = 5.0;
    pub const ROUNDS: usize = 3;
    /// Divisions tried as the scene of all that is told.
    pub const STARTS: usize = 3;
    /// What a supposed scene must add to be taken.
    pub const MARGIN: f32 = 0.5;
}

/// Lets the names of a document settle each other's places.
///
/// Names lean on the places believed so far, so that where one starts decides where one ends: from
/// the most prominent places, or from the supposition that all plays in one division ("Paris" and
/// "Henry County" in Tennessee). The start that ends with the most evidence for all names wins.
pub(crate) fn settle(groups: &mut [Group], fixed: &[(u32, u32, f32)]) {
    let mut best = run(groups, fixed, None);
    for division in suppositions(groups) {
        let mut other = groups.to_vec();
        let sum = run(&mut other, fixed, Some(division));
        if sum > best + weight::MARGIN {
            best = sum;
            groups.clone_from_slice(&other);
        }
    }
}

/// Settles from one start; gives the evidence for the best options of all names together.
fn run(groups: &mut [Group], fixed: &[(u32, u32, f32)], supposed: Option<(u32, u32)>) -> f32 {
    for group in groups.iter_mut() {
        for option in &mut group.options {
            option.score = option.base + if option.why.container { weight::CONTAINER } else { 0.0 };
            if supposed == Some((option.country, option.admin1)) {
                option.score += weight::COUNTRY + weight::ADMIN1;
            }
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
    groups.iter().filter_map(|g| Some(g.best()?.score * g.often())).sum()
}

/// Divisions in which several of the names could lie though they were put elsewhere, likeliest first.
fn suppositions(groups: &[Group]) -> Vec<(u32, u32)> {
    let mut gains: HashMap<(u32, u32), (usize, f32)> = HashMap::new();
    for group in groups {
        let Some(best) = group.best() else { continue };
        let mut seen: Vec<(u32, u32)> = Vec::new();
        for option in group.options.iter().filter(|o| o.admin1 != 0 && !best.why.container) {
            let division = (option.country, option.admin1);
            let gain = option.base + weight::COUNTRY + weight::ADMIN1 - best.score;
            // Options are sorted by score, so that the first of a division is its best or near it.
            if gain > 0.0 && !seen.contains(&division) {
                seen.push(division);
                let entry = gains.entry(division).or_default();
                entry.0 += usize::from(division != (best.country, best.admin1));
                entry.1 += gain * group.often();
            }
        }
    }
    let mut list: Vec<((u32, u32), f32)> =
        gains.into_iter().filter(|(_, (moved, _))| *moved > 0).map(|(d, (_, g))| (d, g)).collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    list.into_iter().take(weight::STARTS).map(|(division, _)| division).collect()
}

/// What a stretch of a document leaves to the next as evidence: half of what it held.
pub(crate) fn carried(groups: &[Group]) -> Vec<(u32, u32, f32)> {
    /// Kept for the next stretch; the rest hardly weighs.
    const KEPT: usize = 12;
    let support = Support::gather(groups, &[]);
    let divided = |country: u32| -> f32 {
        support.admin1.iter().filter(|((c, _), _)| *c == country).map(|(_, amount)| amount).sum()
    };
    let whole = support.country.iter().map(|(country, all)| (*country, 0, all - divided(*country)));
    let parts = support.admin1.iter().map(|((country, admin1), all)| (*country, *admin1, *all));
    let mut carried: Vec<(u32, u32, f32)> =
        whole.chain(parts).map(|(c, a, amount)| (c, a, amount / 2.0)).collect();
    carried.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    carried.retain(|(_, _, amount)| *amount > 0.0);
    carried.truncate(KEPT);
    carried
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
            let often = group.often();
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
        // A state or a capital is named all over its country; a village of that name, only near by.
        let within = if option.wide {
            option.why.admin1.max(weight::WIDE * option.why.country)
        } else {
            option.why.admin1
        };
        option.why.near = self.near(at, option);
        let container = if option.why.container { weight::CONTAINER } else { 0.0 };
        option.score = option.base
            + container
            + weight::COUNTRY * option.why.country
            + weight::ADMIN1 * within
            + weight::NEAR * option.why.near;
    }

    /// Nearness to the other places, 0..=1.
    fn near(&self, at: usize, option: &Choice) -> f32 {
        if matches!(option.kind, Kind::Country | Kind::Admin1 | Kind::Region) {
            return 0.0;
        }
        let others = self.points.iter().filter(|(other, ..)| *other != at);
        let sum: f32 = others
            .filter(|(_, point, _)| (point.lat() - option.position.lat()).abs() < weight::FAR_DEG)
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
