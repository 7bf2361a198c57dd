use super::{Edge, Second, TimeSpan};

/// How well a date is known: the width of what it may be; of an interval, of the edge that is known
/// less well, however long the interval. The best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
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
}

const DAY_S: i64 = 86_400;

impl Precision {
    /// All, the best first.
    pub const ALL: [Self; 6] =
        [Self::Time, Self::Day, Self::Week, Self::Month, Self::Year, Self::Longer];

    /// Of something that lies between two instants.
    #[must_use]
    pub fn of_width(begin: Second, end: Second) -> Self {
        match end.0.saturating_sub(begin.0) {
            s if s < DAY_S => Self::Time,
            DAY_S => Self::Day,
            s if s <= 7 * DAY_S => Self::Week,
            s if s <= 31 * DAY_S => Self::Month,
            s if s <= 366 * DAY_S => Self::Year,
            _ => Self::Longer,
        }
    }

    fn of_edge(edge: Edge) -> Self {
        match edge {
            Edge::Known { earliest, latest } => Self::of_width(earliest, latest),
            Edge::Open => Self::Time,
            Edge::Unknown => Self::Longer,
        }
    }
}

impl TimeSpan {
    /// How well it is known.
    #[must_use]
    pub fn precision(&self) -> Precision {
        if self.is_interval() {
            return Precision::of_edge(self.begin()).max(Precision::of_edge(self.end()));
        }
        match (self.earliest(), self.latest()) {
            (Some(begin), Some(end)) => Precision::of_width(begin, end),
            _ => Precision::Longer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_known_as_well_as_its_worse_edge() {
        for (text, precision) in [
            ("2026-01-28T14:30", Precision::Time),
            ("2026-01-28", Precision::Day),
            ("2026-01-01/2026-12-31", Precision::Day),
            ("2026-01-28?", Precision::Day),
            ("2026-01-28~", Precision::Week),
            ("2026-01-01/2026-03", Precision::Month),
            ("2004-07-XX", Precision::Month),
            ("2026-21", Precision::Year),
            ("2026", Precision::Year),
            ("2004-XX", Precision::Year),
            ("../2026-01-01", Precision::Day),
            ("/2026-01-01", Precision::Longer),
            ("[2025-01-01,2025-01-05]", Precision::Week),
            ("200X", Precision::Longer),
            ("../..", Precision::Time),
        ] {
            let span: TimeSpan = text.parse().unwrap();
            assert_eq!(span.precision(), precision, "{text}");
        }
        assert!(Precision::ALL.is_sorted());
    }
}
