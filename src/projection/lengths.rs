//! Lengths as people type them.

use super::Units;

/// Metres in a unit of length, by what is written after the figure. Yard and mile of 1959, nautical
/// mile of 1929 (all exact).
fn unit_m(name: &str) -> Option<f64> {
    Some(match name {
        "m" | "metre" | "metres" | "meter" | "meters" => 1.0,
        "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => 1_000.0,
        "ft" | "foot" | "feet" => 0.3048,
        "yd" | "yard" | "yards" => 0.9144,
        "mi" | "mile" | "miles" => 1_609.344,
        "nmi" | "nm" | "nautical mile" | "nautical miles" => 1_852.0,
        _ => return None,
    })
}

impl Units {
    /// The length in metres that somebody typed: "12 km", "7.5mi", "1,200 m"; a figure alone counts
    /// these units (kilometres, miles, nautical miles). Nothing where it is no length above zero.
    ///
    /// ```
    /// use chronotope::projection::Units;
    /// assert_eq!(Units::Metric.metres("12.5"), Some(12_500.0));
    /// assert_eq!(Units::Metric.metres("3 nautical miles"), Some(5_556.0));
    /// assert_eq!(Units::Miles.metres("far"), None);
    /// ```
    #[must_use]
    pub fn metres(self, typed: &str) -> Option<f64> {
        let typed = typed.trim().to_lowercase();
        let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}');
        let end = typed.find(|c| !is_figure(c)).unwrap_or(typed.len());
        let (figure, unit) = typed.split_at(end);
        let unit_m = match (unit.trim_end_matches('.').trim(), self) {
            ("", Self::Metric) => 1_000.0,
            ("", Self::Miles) => 1_609.344,
            ("", Self::Nautical) => 1_852.0,
            (name, _) => unit_m(name)?,
        };
        let metres = figure_of(figure)? * unit_m;
        (metres.is_finite() && metres > 0.0).then_some(metres)
    }
}

/// A figure with a point or a comma before its decimals. A comma before exactly three digits, as we
/// write thousands ourselves, parts these.
fn figure_of(typed: &str) -> Option<f64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let groups: Vec<&str> = digits.split(',').collect();
    let parts_thousands = |rest: &[&str]| {
        let whole = |group: &&str| group.split('.').next().is_some_and(|g| g.len() == 3);
        rest.iter().all(whole)
    };
    match groups.as_slice() {
        [whole, rest @ ..] if !whole.is_empty() && *whole != "0" && parts_thousands(rest) => {
            digits.replace(',', "").parse().ok()
        }
        [_, _] if !digits.contains('.') => digits.replace(',', ".").parse().ok(),
        _ => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_read_as_people_type_them() {
        let km = |typed| Units::Metric.metres(typed);
        assert_eq!(km("12"), Some(12_000.0));
        assert_eq!(km(" 12 km "), Some(12_000.0));
        assert_eq!(km("1,200 km"), Some(1_200_000.0));
        assert_eq!(km("1 200 km"), Some(1_200_000.0));
        assert_eq!(km("2,5 km"), Some(2_500.0));
        assert_eq!(km("0,125"), Some(125.0));
        assert_eq!(km("800m"), Some(800.0));
        assert_eq!(km("5 Miles"), Some(8_046.72));
        assert_eq!(Units::Nautical.metres("2"), Some(3_704.0));
        for bad in ["", "km", "0", "-3 km", "3 parsecs", "1.2.3", "1,,2", "nan", "inf km"] {
            assert_eq!(km(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_told_is_read_again(metres in 1.0..2e7f64) {
            for units in Units::ALL {
                let told = units.length(metres);
                let read = units.metres(&told).unwrap_or(0.0);
                prop_assert!((read / metres - 1.0).abs() < 0.5, "{told} {read}");
                if metres > 2_000.0 {
                    prop_assert!((read / metres - 1.0).abs() < 0.01, "{told} {read}");
                }
            }
        }

        #[test]
        fn any_text_is_answered(typed in any::<String>()) {
            prop_assert!(Units::Metric.metres(&typed).is_none_or(|m| m.is_finite() && m > 0.0));
        }
    }
}
