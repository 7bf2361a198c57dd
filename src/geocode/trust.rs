//! How far a mention can be trusted: from what speaks for it to the share of right answers.
//!
//! Recognising and resolving sum hand-set weights, which order the answers but promise nothing. A
//! logistic regression turns them into a probability that a place is meant here and that it is this
//! one. Its weights, and a monotone map from what they claim to what share is right, stand in
//! `data/trust.tsv`; `examples/calibrate` fits both, and prints how well the promise is kept on
//! documents that they were not fitted to.

use super::cues;
use std::sync::LazyLock;

/// What speaks for a mention and its first candidate, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Signs([f32; COUNT]);

macro_rules! signs {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// One of the numbers of [`Signs`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Sign { $($(#[$doc])* $name),+ }

        /// How many there are.
        pub const COUNT: usize = [$($word),+].len();

        impl Sign {
            /// All, in the order of [`Signs::values`], with the names that `data/trust.tsv` uses.
            pub const ALL: [(Self, &'static str); COUNT] = [$((Self::$name, $word)),+];
        }
    };
}

signs! {
    /// 1.
    Always = "always",
    /// Log-odds of the first candidate among its namesakes, within ±4.
    Belief = "belief",
    /// Whether it has no namesake.
    Alone = "alone",
    /// How much speaks for its being a place, as recognising sums it, 0..=5.
    Weight = "weight",
    /// An adjective or a people: "Syrian".
    Demonym = "demonym",
    /// A short form: "Calif.".
    Short = "short",
    /// A building or site.
    Facility = "facility",
    /// A government.
    Metonym = "metonym",
    /// A part by compass.
    Region = "region",
    /// No entry of its own: somewhere around a place named before.
    Unlisted = "unlisted",
    /// A country.
    Country = "country",
    /// A first-level division.
    Division = "division",
    /// A town.
    Town = "town",
    /// Thousandfold inhabitants of a town, as a common logarithm within ±3.
    Size = "size",
    /// How far the name is from the entry's main one, 0..=1.
    Otherwise = "otherwise",
    /// The text names its country or division beside it.
    Container = "container",
    /// Share of the document's evidence that lies in its country.
    Support = "support",
    /// Nearness of other places named, 0..=1.
    Near = "near",
    /// Natural logarithm of how often the document names it.
    Often = "often",
}

impl Signs {
    /// Sets one.
    pub fn set(&mut self, sign: Sign, value: f32) {
        if let Some(slot) = self.0.get_mut(sign as usize) {
            *slot = if value.is_finite() { value } else { 0.0 };
        }
    }

    /// All numbers, in the order of [`Sign::ALL`].
    #[must_use]
    pub fn values(&self) -> &[f32; COUNT] {
        &self.0
    }

    /// The probability that a place is meant and that it is the first candidate, 0..=1.
    #[must_use]
    pub fn trust(&self) -> f64 {
        let sum: f64 = MODEL.weights.iter().zip(self.0).map(|(w, x)| w * f64::from(x)).sum();
        between(&MODEL.knots, 1.0 / (1.0 + (-sum).exp()))
    }
}

/// The height at `x` of the line through ascending knots from (0, 0) to (1, 1); level beyond the last
/// knot, since nothing was seen there.
#[must_use]
pub fn between(knots: &[(f64, f64)], x: f64) -> f64 {
    let mut left = (0.0, 0.0);
    for &right in knots {
        if x < right.0 {
            let part = (x - left.0) / (right.0 - left.0).max(f64::MIN_POSITIVE);
            return left.1 + part * (right.1 - left.1);
        }
        left = right;
    }
    if knots.is_empty() { x } else { left.1 }
}

struct Model {
    weights: [f64; COUNT],
    knots: Vec<(f64, f64)>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let mut model = Model { weights: [0.0; COUNT], knots: Vec::new() };
    for line in cues::rows(include_str!("../../data/trust.tsv")) {
        let mut cells = line.split('\t');
        let name = cells.next().unwrap_or("");
        let mut number = || cells.next().and_then(|cell| cell.parse::<f64>().ok());
        let known = Sign::ALL.iter().position(|(_, word)| *word == name);
        match (known.and_then(|at| model.weights.get_mut(at)), number(), number()) {
            (Some(slot), Some(weight), _) => *slot = weight,
            (None, Some(claimed), Some(right)) => model.knots.push((claimed, right)),
            _ => {}
        }
    }
    model
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_its_fitted_weight() {
        let rows: Vec<_> = cues::rows(include_str!("../../data/trust.tsv"))
            .map(|row| row.split('\t').next().unwrap())
            .filter(|word| *word != "knot")
            .collect();
        let names: Vec<_> = Sign::ALL.iter().map(|(_, word)| *word).collect();
        assert_eq!(rows, names, "run `cargo run --release --example calibrate` to fit anew");
        assert!(MODEL.weights.iter().all(|w| w.is_finite()) && MODEL.knots.len() > 2);
        let ascend = |a: &(f64, f64), b: &(f64, f64)| a.0 < b.0 && a.1 < b.1;
        assert!(MODEL.knots.windows(2).all(|pair| ascend(&pair[0], &pair[1])));
    }

    #[test]
    fn more_evidence_is_trusted_more() {
        let mut signs = Signs::default();
        signs.set(Sign::Always, 1.0);
        signs.set(Sign::Town, 1.0);
        let (mut last, mut grew) = (0.0, 0);
        for step in -4_i8..=4 {
            signs.set(Sign::Belief, f32::from(step));
            signs.set(Sign::Weight, f32::from(step + 4) / 2.0);
            let trust = signs.trust();
            assert!((0.0..=1.0).contains(&trust));
            grew += usize::from(trust > last);
            assert!(trust >= last);
            last = trust;
        }
        assert!(grew > 5);
        signs.set(Sign::Belief, f32::NAN);
        assert!(signs.trust().is_finite());
    }
}
