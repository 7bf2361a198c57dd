//! Logistic regression by Newton's method, and a monotone map of what it claims to what is right.
// Rows and columns of a matrix are clearest by number.
#![allow(clippy::needless_range_loop)]

use crate::corpus::{self, Row};
use chronotope::geocode::trust::COUNT;

/// Strength of the pull to zero: as if one mention in a hundred spoke against every weight.
const RIDGE: f64 = 2.0;
/// Newton's method doubles its digits each round.
const ROUNDS: usize = 25;

/// Documents are dealt to as many folds.
const FOLDS: u64 = 5;
/// Steps of the monotone map before neighbours out of order are joined.
const STEPS: usize = 10;

/// What the program is built with.
pub struct Model {
    /// Of the signs.
    pub weights: [f64; COUNT],
    /// What the weights claim, and what share is right there, ascending.
    pub knots: Vec<(f64, f64)>,
}

impl Model {
    /// Fits weights to all rows, and the map to what weights of other folds claim of each.
    pub fn fit(rows: &[Row], seed: u64) -> Self {
        let claimed = folds(rows, seed, |seen| {
            let weights = weights(seen);
            Box::new(move |row| claim(&weights, row))
        });
        let mut pairs: Vec<(f64, f64)> =
            rows.iter().zip(&claimed).map(|(r, p)| (*p, f64::from(u8::from(r.right)))).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { weights: weights(rows), knots: monotone(&pairs) }
    }

    /// The probability that a row is right.
    pub fn trust(&self, row: &Row) -> f64 {
        chronotope::geocode::trust::between(&self.knots, claim(&self.weights, row))
    }
}

/// What a fit to the other folds says of each row.
pub fn folds(
    rows: &[Row],
    seed: u64,
    fit: impl Fn(&[Row]) -> Box<dyn Fn(&Row) -> f64>,
) -> Vec<f64> {
    let of = |row: &Row| corpus::mix(seed ^ row.document) % FOLDS;
    let mut out = vec![0.0; rows.len()];
    for fold in 0..FOLDS {
        let seen: Vec<Row> = rows.iter().filter(|row| of(row) != fold).cloned().collect();
        let trust = fit(&seen);
        for (row, slot) in rows.iter().zip(&mut out).filter(|(row, _)| of(row) == fold) {
            *slot = trust(row);
        }
    }
    out
}

/// Means over equal numbers of pairs, neighbours joined until the shares ascend (pool adjacent
/// violators, Ayer and others 1955).
fn monotone(pairs: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
    for part in pairs.chunks(pairs.len().div_ceil(STEPS).max(1)) {
        let count = part.len() as f64;
        let sum = part.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        blocks.push((sum.0, sum.1, count));
        while let [.., a, b] = blocks.as_slice()
            && a.1 / a.2 >= b.1 / b.2
        {
            let joined = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    blocks.into_iter().map(|(claimed, right, count)| (claimed / count, right / count)).collect()
}

/// The weights under which the rows are most likely, pulled a little to zero.
fn weights(rows: &[Row]) -> [f64; COUNT] {
    let mut weights = [0.0; COUNT];
    for _ in 0..ROUNDS {
        let mut slope = weights.map(|w| -RIDGE * w);
        let mut curve = [[0.0; COUNT]; COUNT];
        for (at, row) in curve.iter_mut().enumerate() {
            row[at] = RIDGE;
        }
        for row in rows {
            let p = claim(&weights, row);
            let rest = f64::from(u8::from(row.right)) - p;
            for i in 0..COUNT {
                slope[i] += rest * row.signs[i];
                for j in 0..COUNT {
                    curve[i][j] += p * (1.0 - p) * row.signs[i] * row.signs[j];
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(curve, slope)) {
            *weight += step;
        }
    }
    weights
}

/// The probability that a row is right, by the weights alone.
fn claim(weights: &[f64; COUNT], row: &Row) -> f64 {
    let sum: f64 = weights.iter().zip(&row.signs).map(|(w, x)| w * x).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Gauss's elimination with the largest pivot; the ridge keeps the matrix regular.
fn solve(mut a: [[f64; COUNT]; COUNT], mut b: [f64; COUNT]) -> [f64; COUNT] {
    for at in 0..COUNT {
        let best = (at..COUNT).max_by(|i, j| a[*i][at].abs().total_cmp(&a[*j][at].abs())).unwrap();
        a.swap(at, best);
        b.swap(at, best);
        for below in at + 1..COUNT {
            let part = a[below][at] / a[at][at];
            for column in at..COUNT {
                a[below][column] -= part * a[at][column];
            }
            b[below] -= part * b[at];
        }
    }
    let mut x = [0.0; COUNT];
    for at in (0..COUNT).rev() {
        let known: f64 = (at + 1..COUNT).map(|column| a[at][column] * x[column]).sum();
        x[at] = (b[at] - known) / a[at][at];
    }
    x
}
