//! Reliability in bands of a tenth.

use crate::corpus::Row;

/// Prints how many of the mentions of each band are right, the mean distance between promise and
/// share (expected calibration error), and Brier's score.
pub fn print(title: &str, rows: &[Row], trust: &[f64]) {
    println!("\n{title}\n| band | mentions | claimed | right |\n|---|---|---|---|");
    let mut error = 0.0;
    for band in 0..10 {
        let of = |p: f64| ((p * 10.0).floor() as usize).min(9) == band;
        let inside: Vec<(f64, bool)> =
            rows.iter().zip(trust).filter(|(_, p)| of(**p)).map(|(r, p)| (*p, r.right)).collect();
        if inside.is_empty() {
            continue;
        }
        let count = inside.len() as f64;
        let claimed = inside.iter().map(|(p, _)| p).sum::<f64>() / count;
        let right = inside.iter().filter(|(_, right)| *right).count() as f64 / count;
        error += (claimed - right).abs() * count;
        println!(
            "| 0.{band}-{} | {count} | {:.1} % | {:.1} % |",
            if band == 9 { "1.0".to_owned() } else { format!("0.{}", band + 1) },
            claimed * 100.0,
            right * 100.0
        );
    }
    let loss: f64 = rows
        .iter()
        .zip(trust)
        .map(|(row, p)| (p - f64::from(u8::from(row.right))).powi(2))
        .sum::<f64>()
        / rows.len() as f64;
    println!(
        "expected calibration error {:.1} points, Brier score {loss:.4}",
        error * 100.0 / rows.len() as f64
    );
    for least in [0.3, 0.35, 0.4, 0.5] {
        let taken = rows.iter().zip(trust).filter(|(_, p)| **p >= least);
        let (count, right) = taken
            .fold((0, 0), |(count, right), (row, _)| (count + 1, right + usize::from(row.right)));
        println!(
            "  of {count} trusted {least} or more, {:.1} % are right",
            100.0 * f64::from(right as u32) / f64::from(count.max(1))
        );
    }
}
