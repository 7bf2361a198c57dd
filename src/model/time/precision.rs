use super::TimeSpan;
use super::point::When;

/// The unit to which a date is told, the finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A time of day.
    Time,
    /// A day.
    Day,
    /// A month, or some day of one.
    Month,
    /// A season, quarter, third or half of a year.
    PartOfYear,
    /// A year, or some month or day of one.
    Year,
    /// Ten years or more.
    Years,
    /// Nothing: both ends are open or untold.
    Untold,
}

impl Precision {
    /// All, the finest first.
    pub const ALL: [Self; 7] = [
        Self::Time,
        Self::Day,
        Self::Month,
        Self::PartOfYear,
        Self::Year,
        Self::Years,
        Self::Untold,
    ];

    /// The words shown, as in "known to the month".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Time => "time of day",
            Self::Day => "day",
            Self::Month => "month",
            Self::PartOfYear => "part of a year",
            Self::Year => "year",
            Self::Years => "decade or longer",
            Self::Untold => "open on both sides",
        }
    }
}

impl TimeSpan {
    /// The unit to which it is told: the coarsest of its dates, so that a stretch of days is known to
    /// the day however long it is.
    #[must_use]
    pub fn precision(&self) -> Precision {
        let mut coarsest = None;
        self.any_point(|point| {
            coarsest = coarsest.max(Some(of(point.when)));
            false
        });
        coarsest.unwrap_or(Precision::Untold)
    }
}

fn of(when: When) -> Precision {
    match when {
        When::Time { .. } => Precision::Time,
        When::Day(_) => Precision::Day,
        When::Month { .. } | When::SomeDay { month: Some(_), .. } => Precision::Month,
        When::Part { .. } => Precision::PartOfYear,
        When::Years { masked: 0, .. } | When::SomeMonth { .. } | When::SomeDay { .. } => {
            Precision::Year
        }
        When::Years { .. } => Precision::Years,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_known_to_its_coarsest_date() {
        for (text, precision) in [
            ("2026-01-28T14:30", Precision::Time),
            ("2026-01-28", Precision::Day),
            ("2026-01-01/2026-12-31", Precision::Day),
            ("2026-01-28~", Precision::Day),
            ("2026-01-01/2026-03", Precision::Month),
            ("2004-07-XX", Precision::Month),
            ("2026-21", Precision::PartOfYear),
            ("2026", Precision::Year),
            ("2004-XX", Precision::Year),
            ("../2026-01-01", Precision::Day),
            ("[2025-01-01,2026]", Precision::Year),
            ("200X", Precision::Years),
            ("../..", Precision::Untold),
        ] {
            let span: TimeSpan = text.parse().unwrap();
            assert_eq!(span.precision(), precision, "{text}");
        }
        assert!(Precision::ALL.is_sorted());
    }
}
