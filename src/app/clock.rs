//! The clock on which times of day are told.
//!
//! What is shown is told anew and indexed, so that map, timeline, lists and counts agree; what was
//! imported stays as it was written. Only times that name their zone can be told otherwise: a day
//! without a time of day never shifts. Rows of tables kept outside stay as they are written.

use super::{Index, State};
use crate::model::{Dataset, Event, MentionKind, Second};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// More events than this are not told anew: it would make the hand wait.
pub const TOLD_MOST: usize = 200_000;

/// A clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Each time of day on the clock that its source tells it on.
    #[default]
    AsWritten,
    /// UTC.
    Utc,
    /// The clock of this machine.
    Machine,
    /// So many minutes ahead of UTC.
    Ahead(i16),
    /// A zone by its name in the IANA database, such as `Europe/Berlin`; the database is the system's.
    Zone(String),
}

impl Clock {
    /// What is written beside the dates: "as written", "UTC", "UTC+03:00", "Europe/Berlin".
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::AsWritten => "as written".to_owned(),
            Self::Utc | Self::Ahead(0) => "UTC".to_owned(),
            Self::Ahead(minutes) => {
                let sign = if *minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Self::Machine => Self::machine_name(),
            Self::Zone(name) => name.clone(),
        }
    }

    /// The zone of this machine by its name, or "local" where the system does not name it.
    #[must_use]
    pub fn machine_name() -> String {
        TimeZone::system().iana_name().unwrap_or("local").to_owned()
    }

    /// Names of the system's zones that hold some words, at most so many; none where the system
    /// has no database of zones.
    #[must_use]
    pub fn zones(words: &str, most: usize) -> Vec<String> {
        let words = words.trim().to_lowercase().replace(' ', "_");
        let names = jiff::tz::db().available().map(|name| name.as_str().to_owned());
        let fits = |name: &String| name.contains('/') && name.to_lowercase().contains(&words);
        names.filter(fits).take(most).collect()
    }

    /// The zone behind it; nothing for times as they are written, and for a name that the system's
    /// database does not know.
    fn zone(&self) -> Option<TimeZone> {
        match self {
            Self::AsWritten => None,
            Self::Utc => Some(TimeZone::UTC),
            Self::Machine => Some(TimeZone::system()),
            Self::Ahead(minutes) => {
                let offset = jiff::tz::Offset::from_seconds(i32::from(*minutes) * 60).ok()?;
                Some(TimeZone::fixed(offset))
            }
            Self::Zone(name) => TimeZone::get(name).ok(),
        }
    }

    /// The events and mentions of a dataset told on this clock; nothing where none would change.
    fn told(&self, dataset: &Dataset) -> Option<Dataset> {
        let zone = self.zone()?;
        if zoned(dataset) == 0 || dataset.event_count() > TOLD_MOST {
            return None;
        }
        let mut told = dataset.clone();
        let ahead = |utc: Second| ahead_min(&zone, utc);
        for event in &mut told.events {
            let accounts = event.accounts.iter_mut().map(|account| &mut account.when);
            for when in std::iter::once(&mut event.when).chain(accounts) {
                if let Some(span) = when.as_mut().filter(|span| span.names_zone()) {
                    *span = span.told_on(&ahead);
                }
            }
        }
        for mention in &mut told.mentions {
            if let MentionKind::Time { span: Some(span), .. } = &mut mention.kind {
                *span = span.told_on(&ahead);
            }
        }
        Some(told)
    }
}

/// How far a zone is ahead of UTC at an instant, in whole minutes. Beyond the years that the zone's
/// rules reach it is as at their ends.
fn ahead_min(zone: &TimeZone, utc: Second) -> i16 {
    let inside = utc.0.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let at = Timestamp::from_second(inside).unwrap_or(Timestamp::UNIX_EPOCH);
    // Before zones were agreed on, clocks differed by odd seconds.
    let minutes = (f64::from(zone.to_offset(at).seconds()) / 60.0).round();
    minutes as i16
}

/// How many events of a dataset tell a time of day with its zone.
#[must_use]
pub fn zoned(dataset: &Dataset) -> usize {
    let names_zone = |event: &&Event| event.when.as_ref().is_some_and(|when| when.names_zone());
    dataset.events.iter().filter(names_zone).count()
}

impl State {
    /// Tells times on a clock from now on.
    pub(super) fn set_clock(&mut self, clock: Clock) {
        self.session.timeline.clock = clock;
        self.tell_time();
    }

    /// Tells what is shown on the clock that was chosen, beginning with it as it is written.
    pub fn tell_time(&mut self) {
        let (dataset, index) = match self.written.take() {
            Some(written) => written,
            None if self.session.timeline.clock == Clock::AsWritten => return,
            None => (Arc::clone(&self.dataset), self.index.clone()),
        };
        match self.session.timeline.clock.told(&dataset) {
            Some(told) => {
                self.dataset = Arc::new(told);
                self.index = Index::new(Arc::clone(&self.dataset));
                self.written = Some((dataset, index));
            }
            None => (self.dataset, self.index) = (dataset, index),
        }
        if let Some(extent) = self.index.extent() {
            self.extent = extent;
        }
        self.refresh();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_named_beside_the_dates() {
        for (clock, label) in [
            (Clock::AsWritten, "as written"),
            (Clock::Utc, "UTC"),
            (Clock::Ahead(180), "UTC+03:00"),
            (Clock::Ahead(-570), "UTC-09:30"),
            (Clock::Zone("Asia/Damascus".to_owned()), "Asia/Damascus"),
        ] {
            assert_eq!(clock.label(), label);
        }
        assert!(!Clock::Machine.label().is_empty());
    }

    #[test]
    fn a_zone_knows_summer_and_winter_and_every_year() {
        // A zone by its rules, so that the test needs no database.
        let Ok(zone) = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3") else { panic!("a rule") };
        let at = |year, month| Second::from_civil(year, month, 1, 0, 0, 0).expect("a day");
        assert_eq!(ahead_min(&zone, at(2026, 1)), 60);
        assert_eq!(ahead_min(&zone, at(2026, 7)), 120);
        assert_eq!(ahead_min(&zone, Second::MIN), ahead_min(&zone, Second::MIN));
        assert!([60, 120].contains(&ahead_min(&zone, Second::MAX)));
    }
}
