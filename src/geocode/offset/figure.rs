//! Distances and bearings as they are written: "about 15 miles", "20km", "south-east".

use crate::geocode::text::{Shape, Words};

/// A distance that a text gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Distance {
    /// Metres; the middle where a range is given.
    pub metres: f64,
    /// How far it may be off either way, in metres, by the way it is written.
    pub slack_m: f64,
    /// As it is written: "15 miles".
    pub words: String,
}

/// A point of the compass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bearing {
    /// Degrees clockwise from north.
    pub degrees: f64,
    /// Half of what a point of that fineness stands for, in degrees: 22.5 for the eight points, 11.25
    /// for the sixteen.
    pub half_width: f64,
}

/// The least that a distance told in words is off, as a share of it.
const LEAST_SLACK: f64 = 0.1;
/// The same where the words say "about", "some", "nearly".
const ROUGH_SLACK: f64 = 0.2;

/// Metres in a unit of length, by its names. International yard and mile of 1959, nautical mile of
/// 1929 (all exact).
fn unit_m(word: &str) -> Option<f64> {
    Some(match word {
        "km" | "kms" | "km." | "kilometre" | "kilometres" | "kilometer" | "kilometers" => 1_000.0,
        "mile" | "miles" | "mi" | "mi." => 1_609.344,
        "metre" | "metres" | "meter" | "meters" => 1.0,
        "yard" | "yards" => 0.9144,
        "nm" | "nmi" => 1_852.0,
        _ => return None,
    })
}

/// What a number word stands for, and how far it may be off.
fn number_word(word: &str) -> Option<(f64, f64)> {
    let (value, slack) = match word {
        "a" | "an" | "one" => (1.0, 0.0),
        "two" => (2.0, 0.0),
        "three" => (3.0, 0.0),
        "four" => (4.0, 0.0),
        "five" => (5.0, 0.0),
        "six" => (6.0, 0.0),
        "seven" => (7.0, 0.0),
        "eight" => (8.0, 0.0),
        "nine" => (9.0, 0.0),
        "ten" => (10.0, 0.0),
        "eleven" => (11.0, 0.0),
        "twelve" => (12.0, 0.0),
        "fifteen" => (15.0, 0.0),
        "twenty" => (20.0, 0.0),
        "thirty" => (30.0, 0.0),
        "forty" => (40.0, 0.0),
        "fifty" => (50.0, 0.0),
        "sixty" => (60.0, 0.0),
        "seventy" => (70.0, 0.0),
        "eighty" => (80.0, 0.0),
        "ninety" => (90.0, 0.0),
        "hundred" => (100.0, 0.0),
        "dozen" => (12.0, 2.0),
        "half" => (0.5, 0.25),
        "couple" => (2.0, 1.0),
        "few" => (4.0, 2.0),
        "several" => (6.0, 3.0),
        "dozens" | "tens" => (40.0, 25.0),
        _ => return None,
    };
    Some((value, slack))
}

fn is_rough(word: &str) -> bool {
    matches!(
        word,
        "about"
            | "around"
            | "some"
            | "roughly"
            | "approximately"
            | "nearly"
            | "almost"
            | "over"
            | "circa"
            | "~"
            | "than"
            | "least"
    )
}

/// The distance that ends before token `end`, and where its words begin.
pub(crate) fn distance_before(words: &Words<'_>, end: usize) -> Option<(Distance, usize)> {
    let end = before_bracket(words, end);
    let last = words.str_before(end, 1);
    let lower = last.to_lowercase();
    let (unit, figure_end) = match unit_m(&lower) {
        // "nautical miles", and the stop that a tokenizer leaves behind "km".
        Some(_) if words.str_before(end, 2) == "nautical" => (1_852.0, end - 2),
        Some(unit) => (unit, end - 1),
        // "160km"
        None => (unit_m(lower.trim_start_matches(|c: char| !c.is_ascii_alphabetic()))?, end),
    };
    let attached = figure_end == end;
    let figure_end = match words.str_before(figure_end, 1) {
        "-" if !attached => figure_end - 1,
        _ => figure_end,
    };
    let (value, own_slack, from) = figure(words, figure_end)?;
    let (value, own_slack, from) = range(words, value, own_slack, from);
    let rough = is_rough(&words.str_before(from, 1).to_lowercase());
    let metres = value * unit;
    if !(metres > 0.0 && metres < 2_000_000.0) {
        return None;
    }
    let share = if rough { ROUGH_SLACK } else { LEAST_SLACK };
    let slack_m = (own_slack * unit).max(metres * share);
    let start = if rough && words.str_before(from, 1) != "than" { from - 1 } else { from };
    let written = words.slice(&words.bytes(&(start..end)));
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    Some((Distance { metres, slack_m, words: written }, start))
}

/// Steps over "(121 km)".
fn before_bracket(words: &Words<'_>, end: usize) -> usize {
    if words.str_before(end, 1) != ")" {
        return end;
    }
    let opening = (2..=6).find(|back| words.str_before(end, *back) == "(");
    opening.map_or(end, |back| end - back)
}

/// The number that ends before token `end`: its value, half of what it is rounded to, and where it
/// begins.
fn figure(words: &Words<'_>, end: usize) -> Option<(f64, f64, usize)> {
    let mut at = end.checked_sub(1)?;
    // "a couple of", "dozens of"
    if words.str(at) == "of"
        && matches!(words.str_before(at, 1), "couple" | "dozens" | "tens" | "Dozens" | "Tens")
    {
        at -= 1;
    }
    let word = words.str(at);
    if words.get(at)?.shape == Shape::Number {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).replace(',', "");
        let value: f64 = digits.parse().ok().filter(|v: &f64| v.is_finite())?;
        if words.str_before(at, 1) == "/" {
            // "1/2"
            let part: f64 = words.str_before(at, 2).parse().ok()?;
            let share = (value > 0.0).then_some(part / value)?;
            return Some((share, share / 2.0, at - 2));
        }
        return Some((value, rounding(&digits, value) / 2.0, at));
    }
    let lower = word.to_lowercase();
    let (mut value, mut slack) = number_word(&lower)?;
    let mut from = at;
    let before = words.str_before(at, 1).to_lowercase();
    match lower.as_str() {
        // "half a mile", "a few", "a couple of", "dozens of"
        "a" | "an" if before == "half" => (value, slack, from) = (0.5, 0.25, at - 1),
        "few" | "couple" | "dozen" | "hundred" if before == "a" => from = at - 1,
        "hundred" => {
            if let Some((times, _)) = number_word(&before).filter(|(v, _)| *v < 10.0) {
                (value, from) = (value * times, at - 1);
            }
        }
        _ => {
            // "twenty-five"
            let (tens_at, joined) =
                if before == "-" { (at.checked_sub(2), true) } else { (at.checked_sub(1), false) };
            let tens = tens_at.map(|t| words.str(t).to_lowercase());
            let tens = tens.and_then(|t| number_word(&t)).map(|(v, _)| v);
            if let (Some(tens), Some(tens_at)) = (tens, tens_at)
                && (joined || before != "a")
                && (20.0..100.0).contains(&tens)
                && value < 10.0
            {
                (value, from) = (value + tens, tens_at);
            }
        }
    }
    if slack == 0.0 {
        slack = rounding(&format!("{value}"), value) / 2.0;
    }
    Some((value, slack, from))
}

/// What a figure is rounded to: 10 for "30", 5 for "15", 1 for "12", 0.1 for "2.5".
fn rounding(digits: &str, value: f64) -> f64 {
    if let Some((_, decimals)) = digits.split_once('.') {
        return 10f64.powi(-(decimals.len().min(6) as i32));
    }
    let divides = |step: f64| value % step == 0.0;
    [100.0, 50.0, 10.0, 5.0].into_iter().find(|step| value > *step && divides(*step)).unwrap_or(1.0)
}

/// "10-15", "10 to 15": the middle of both.
fn range(words: &Words<'_>, value: f64, slack: f64, from: usize) -> (f64, f64, usize) {
    let link = words.str_before(from, 1);
    if !matches!(link, "-" | "–" | "to") || from < 2 {
        return (value, slack, from);
    }
    match figure(words, from - 1) {
        Some((low, _, start)) if low < value => {
            ((low + value) / 2.0, ((value - low) / 2.0).max(slack), start)
        }
        _ => (value, slack, from),
    }
}

/// The point of the compass that ends before token `end`, and where its words begin: "north",
/// "south-east", "north-northwest", "NNE".
pub(crate) fn bearing_before(words: &Words<'_>, end: usize) -> Option<(Bearing, usize)> {
    let mut parts: Vec<f64> = Vec::new();
    let mut start = end;
    while let Some(at) = start.checked_sub(1) {
        let word = words.str(at);
        if word == "-" && !parts.is_empty() {
            let compass = at.checked_sub(1).and_then(|at| point(words.str(at)));
            if compass.is_none() {
                break;
            }
            start = at;
            continue;
        }
        let Some(degrees) = point(word).filter(|_| parts.len() < 3) else { break };
        parts.insert(0, degrees);
        start = at;
    }
    let (last, before) = parts.split_last()?;
    let degrees = before.iter().rev().try_fold(*last, |finer, coarse| middle(*coarse, finer))?;
    let sixteenth = (degrees / 45.0).fract() != 0.0;
    let half_width = if sixteenth { 11.25 } else { 22.5 };
    Some((Bearing { degrees, half_width }, start))
}

/// The middle of two bearings; none of opposite ones.
fn middle(a: f64, b: f64) -> Option<f64> {
    let turn = (b - a + 540.0).rem_euclid(360.0) - 180.0;
    (turn.abs() <= 90.0).then(|| (a + turn / 2.0).rem_euclid(360.0))
}

/// Degrees of a single compass word or abbreviation in capitals.
fn point(word: &str) -> Option<f64> {
    let degrees = |word: &str| {
        Some(match word {
            "north" => 0.0,
            "northeast" => 45.0,
            "east" => 90.0,
            "southeast" => 135.0,
            "south" => 180.0,
            "southwest" => 225.0,
            "west" => 270.0,
            "northwest" => 315.0,
            _ => return None,
        })
    };
    const SIXTEEN: [&str; 16] = [
        "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
        "NW", "NNW",
    ];
    let abbreviated = SIXTEEN.iter().zip(0u8..).find(|(name, _)| **name == word);
    degrees(&word.to_lowercase()).or(abbreviated.map(|(_, at)| f64::from(at) * 22.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(text: &str) -> Option<(f64, f64, String)> {
        let words = Words::read(text);
        let (distance, _) = distance_before(&words, words.tokens.len())?;
        Some((distance.metres.round(), distance.slack_m.round(), distance.words))
    }

    fn bearing(text: &str) -> Option<(f64, f64)> {
        let words = Words::read(text);
        bearing_before(&words, words.tokens.len()).map(|(b, _)| (b.degrees, b.half_width))
    }

    #[test]
    fn distances_are_read_with_what_their_figure_is_rounded_to() {
        for (text, metres, slack, written) in [
            ("a base 30 km", 30_000.0, 5_000.0, "30 km"),
            ("20km", 20_000.0, 5_000.0, "20km"),
            ("lies 12 kilometres", 12_000.0, 1_200.0, "12 kilometres"),
            ("2.5 km", 2_500.0, 250.0, "2.5 km"),
            ("about 15 miles", 24_140.0, 4_828.0, "about 15 miles"),
            ("75 miles (121 km)", 120_701.0, 12_070.0, "75 miles"),
            ("more than 1,200 metres", 1_200.0, 240.0, "1,200 metres"),
            ("100-250 kilometres", 175_000.0, 75_000.0, "100-250 kilometres"),
            ("10 to 15km", 12_500.0, 2_500.0, "10 to 15km"),
            ("Half a mile", 805.0, 402.0, "Half a mile"),
            ("a few kilometres", 4_000.0, 2_000.0, "a few kilometres"),
            ("1/2 mile", 805.0, 402.0, "1/2 mile"),
            ("a couple of miles", 3_219.0, 1_609.0, "a couple of miles"),
            ("two hundred km", 200_000.0, 50_000.0, "two hundred km"),
            ("twenty-five miles", 40_234.0, 4_023.0, "twenty-five miles"),
            ("some thirty kilometers", 30_000.0, 6_000.0, "some thirty kilometers"),
            ("ten nautical miles", 18_520.0, 4_630.0, "ten nautical miles"),
            ("a 30-km", 30_000.0, 5_000.0, "30-km"),
        ] {
            let read = distance(text);
            assert_eq!(read, Some((metres, slack, written.to_owned())), "{text}");
        }
        for text in ["", "30", "km", "in 2020", "the miles", "0 km", "9999999 km", ")", "-km"] {
            assert_eq!(distance(text), None, "{text}");
        }
    }

    #[test]
    fn bearings_are_read_in_all_their_spellings() {
        for (text, degrees, half_width) in [
            ("30 km north", 0.0, 22.5),
            ("North-East", 45.0, 22.5),
            ("south east", 135.0, 22.5),
            ("southwest", 225.0, 22.5),
            ("north-north-west", 337.5, 11.25),
            ("east-southeast", 112.5, 11.25),
            ("NNE", 22.5, 11.25),
            ("NW", 315.0, 22.5),
        ] {
            assert_eq!(bearing(text), Some((degrees, half_width)), "{text}");
        }
        for text in ["", "up", "north-south", "northern", "-", "s"] {
            assert_eq!(bearing(text), None, "{text}");
        }
    }
}
