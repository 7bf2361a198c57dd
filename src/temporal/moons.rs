//! The Islamic and the Hebrew calendar, as far as their feasts are named in English text.
//!
//! Islamic months begin with the computed new moon, which may differ by a day from what was sighted;
//! which new moon it is, and the arithmetic Hebrew calendar, whose days begin at sunset on the
//! evening before, after Reingold and Dershowitz, *Calendrical Calculations*.

use crate::model::time::Day;

/// The day count of *Calendrical Calculations* (1 is 0001-01-01) on 1970-01-01.
const FIXED_OF_1970: i64 = 719_163;
/// 16 July 622 (Julian), the first day of the Islamic calendar, in that count.
const ISLAMIC_EPOCH: i64 = 227_015;
/// 7 October 3761 BCE (Julian), the first day of the Hebrew calendar, in that count.
const HEBREW_EPOCH: i64 = -1_373_427;

/// The first time in a Gregorian year that an Islamic month and day begin; nothing in the years that
/// have none, and before the calendar began.
pub(super) fn islamic_day(gregorian_year: i32, month: i64, day: i64) -> Option<Day> {
    // 33 Islamic years make about 32 Gregorian ones.
    let about = (i64::from(gregorian_year) - 622) * 33 / 32;
    (about - 1..=about + 2)
        .filter(|year| *year > 0)
        .filter_map(|year| first_of_month(year, month)?.plus_days(day - 1))
        .find(|found| found.year() == gregorian_year)
}

/// The first day of an Islamic month: that after the new moon, or the next where the new moon comes
/// after sunset in Mecca (the rule of Umm al-Qura, without its look at the moon's setting).
fn first_of_month(year: i64, month: i64) -> Option<Day> {
    let fixed = ISLAMIC_EPOCH - 1
        + (year - 1) * 354
        + (3 + 11 * year).div_euclid(30)
        + 29 * (month - 1)
        + month / 2
        + 1;
    let tabular = Day::from_epoch_days(fixed - FIXED_OF_1970)?;
    if !(-2000..=4000).contains(&tabular.year()) {
        return Some(tabular);
    }
    let moon = new_moon_near(tabular.epoch_days() - 2);
    #[expect(clippy::cast_possible_truncation, reason = "years -2000 to 4000 are few days")]
    let day = (moon + MECCA_DAYS + AFTER_SUNSET_DAYS).floor() as i64;
    Day::from_epoch_days(day + 1)
}

/// Mecca lies 39.8 degrees east: its sun is so much of a day ahead of Greenwich.
const MECCA_DAYS: f64 = 39.8 / 360.0;
/// From sunset, taken at 18 o'clock, to midnight.
const AFTER_SUNSET_DAYS: f64 = 0.25;

/// The new moon nearest to a day, in days since 1970-01-01T00:00 UTC, good to some minutes: Meeus,
/// *Astronomical Algorithms*, chapter 49, the larger terms.
fn new_moon_near(epoch_day: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "day counts of historical years are small")]
    let julian_day = epoch_day as f64 + 2_440_587.5;
    let k = ((julian_day - 2_451_550.097_66) / 29.530_588_861).round();
    let t = k / 1236.85;
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t;
    let sun = (2.5534 + 29.105_356_70 * k - 0.000_001_4 * t * t).to_radians();
    let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t).to_radians();
    let node = (160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t).to_radians();
    let e = 1.0 - 0.002_516 * t;
    let shift = -0.407_20 * moon.sin()
        + 0.172_41 * e * sun.sin()
        + 0.016_08 * (2.0 * moon).sin()
        + 0.010_39 * (2.0 * node).sin()
        + 0.007_39 * e * (moon - sun).sin()
        - 0.005_14 * e * (moon + sun).sin()
        + 0.002_08 * e * e * (2.0 * sun).sin()
        - 0.001_11 * (moon - 2.0 * node).sin()
        - 0.000_57 * (moon + 2.0 * node).sin();
    mean + shift - 2_440_587.5
}

/// The first day of the Hebrew year that begins in a Gregorian year.
pub(super) fn hebrew_new_year(gregorian_year: i32) -> Option<Day> {
    let year = i64::from(gregorian_year) + 3761;
    if year < 2 {
        return None;
    }
    let (before, this, after) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    // A year of 356 days, or one after a year of 382, cannot be: the new year is put off.
    let delay = if after - this == 356 { 2 } else { i64::from(this - before == 382) };
    Day::from_epoch_days(HEBREW_EPOCH + this + delay - FIXED_OF_1970)
}

/// Days from the epoch to the mean new moon of a Hebrew year, put off from Sunday, Wednesday and
/// Friday.
fn elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(25_920);
    if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_fall_on_known_days() {
        // Eid al-Fitr, 1 Shawwal.
        assert_eq!(islamic_day(2018, 10, 1), Day::new(2018, 6, 15));
        assert_eq!(islamic_day(2018, 12, 10), Day::new(2018, 8, 21));
        assert_eq!(islamic_day(2026, 9, 1), Day::new(2026, 2, 18));
        assert_eq!(islamic_day(600, 1, 1), None);
        // Rosh Hashanah.
        assert_eq!(hebrew_new_year(2018), Day::new(2018, 9, 10));
        assert_eq!(hebrew_new_year(2025), Day::new(2025, 9, 23));
        assert_eq!(hebrew_new_year(-999_999), None);
    }
}
