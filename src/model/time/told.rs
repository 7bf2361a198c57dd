//! A time of day told on another clock: the same instant, where that clock shows it.

use super::point::{Point, When, Zone};
use super::{Day, Second, TimeSpan};

impl TimeSpan {
    /// Whether any of its times of day names its zone, so that another clock can tell it.
    #[must_use]
    pub fn names_zone(&self) -> bool {
        self.any_point(|point| utc_of(point.when).is_some())
    }

    /// The same span with those of its times of day that name a zone told on another clock, which
    /// `ahead_min` gives for an instant of UTC in minutes ahead of it. Days, months and years without
    /// a time of day stay as they are, and so does a time whose zone nobody tells. A time known to the
    /// hour stays where the clocks differ by parts of an hour.
    #[must_use]
    pub fn told_on(&self, ahead_min: &dyn Fn(Second) -> i16) -> Self {
        self.map_points(|point| Point { when: told(point.when, ahead_min), ..point })
    }
}

/// The instant of UTC of a time that names its zone, and how far its own clock is ahead, in minutes.
fn utc_of(when: When) -> Option<(Second, i16)> {
    let When::Time { day, hour, minute, second, zone } = when else { return None };
    let ahead_min = match zone {
        Zone::Floating => return None,
        Zone::Utc => 0,
        Zone::Offset(minutes) => minutes,
    };
    let of_day = i64::from(hour) * 3600
        + i64::from(minute.unwrap_or(0)) * 60
        + i64::from(second.unwrap_or(0));
    Some((Second(Second::from_day(day).0 + of_day - i64::from(ahead_min) * 60), ahead_min))
}

fn told(when: When, ahead_min: &dyn Fn(Second) -> i16) -> When {
    let (When::Time { minute, second, .. }, Some((utc, own_min))) = (when, utc_of(when)) else {
        return when;
    };
    let ahead = ahead_min(utc);
    if minute.is_none() && (ahead - own_min) % 60 != 0 {
        return when;
    }
    let at = Second(utc.0.saturating_add(i64::from(ahead) * 60));
    let civil = at.civil();
    let Some(day) = Day::new(civil.year, civil.month, civil.day) else { return when };
    When::Time {
        day,
        hour: civil.hour,
        minute: minute.map(|_| civil.minute),
        second: second.map(|_| civil.second),
        zone: if ahead == 0 { Zone::Utc } else { Zone::Offset(ahead) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(text: &str) -> TimeSpan {
        text.parse().expect(text)
    }

    #[test]
    fn a_time_is_told_where_the_other_clock_shows_it() {
        let late = span("2026-01-28T01:30+03:00");
        assert_eq!(late.told_on(&|_| 0).to_string(), "2026-01-27T22:30Z");
        assert_eq!(late.told_on(&|_| 330).to_string(), "2026-01-28T04:00+05:30");
        assert!(late.names_zone());
    }

    #[test]
    fn what_has_no_zone_never_shifts() {
        for text in ["2026-01-28", "2025-10", "2026-01-28T14:30", "-0480", "2015-09/..", "1917~"] {
            assert_eq!(span(text).told_on(&|_| -600), span(text), "{text}");
            assert!(!span(text).names_zone());
        }
        let hour = span("2026-01-28T14+03:00");
        assert_eq!(hour.told_on(&|_| 345), hour, "an hour that begins at a quarter is no hour");
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_instant(
            days in -800_000_i64..800_000, of_day in 0_i64..86_400,
            own in -18_i16..=18, other in -1080_i16..=1080,
        ) {
            let civil = Second(days * 86_400 + of_day).civil();
            let day = Day::new(civil.year, civil.month, civil.day).expect("a day");
            let (hour, minute, second) = (civil.hour, Some(civil.minute), Some(civil.second));
            let zone = if own == 0 { Zone::Utc } else { Zone::Offset(own * 60) };
            let when = When::Time { day, hour, minute, second, zone };
            let moved = told(when, &|_| other);
            prop_assert_eq!(utc_of(moved).map(|(at, _)| at), utc_of(when).map(|(at, _)| at));
            prop_assert_eq!(told(moved, &|_| own * 60), when);
        }
    }
}
