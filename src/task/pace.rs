//! How fast a piece of work goes and how long it will take, from looks at how far it is.

use super::grouped;
use super::{Counted, Progress};
use std::time::Duration;

/// Looks closer together than this add nothing.
const BEAT: Duration = Duration::from_millis(100);

/// What is older than this counts for about a third.
const MEMORY_S: f64 = 3.0;

/// Work must have gone on for so long before its rate is said.
const PATIENCE: Duration = Duration::from_millis(800);

/// The pace of one stage of work, smoothed over the last few seconds.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    first: Option<Duration>,
    last: Option<(Duration, Progress)>,
    per_s: Option<f64>,
}

impl Pace {
    /// Takes notice of how far the work is, `now` after whatever moment the caller counts from. Another
    /// stage begins anew.
    pub fn look(&mut self, now: Duration, progress: &Progress) {
        let Some((before, last)) = &self.last else {
            self.first = Some(now);
            self.last = Some((now, progress.clone()));
            return;
        };
        if last.total != progress.total || last.done > progress.done {
            *self = Self::default();
            return self.look(now, progress);
        }
        let Some(passed) = now.checked_sub(*before).filter(|passed| *passed >= BEAT) else {
            return;
        };
        let seconds = passed.as_secs_f64();
        let rate = (progress.done - last.done) as f64 / seconds;
        let weight = 1.0 - (-seconds / MEMORY_S).exp();
        self.per_s = Some(match self.per_s {
            Some(before) => before + weight * (rate - before),
            None => rate,
        });
        self.last = Some((now, progress.clone()));
    }

    /// Units done in a second; nothing until that can be told.
    #[must_use]
    pub fn per_s(&self) -> Option<f64> {
        let known = self.last.as_ref()?.0.checked_sub(self.first?)? >= PATIENCE;
        self.per_s.filter(|_| known)
    }

    /// Seconds until the stage is done at this rate; nothing until that can be told, or where nothing
    /// moves.
    #[must_use]
    pub fn left_s(&self) -> Option<f64> {
        let (_, progress) = self.last.as_ref()?;
        let left = progress.total.checked_sub(progress.done).filter(|left| *left > 0)?;
        self.per_s().filter(|rate| *rate > 0.0).map(|rate| left as f64 / rate)
    }

    /// How far it is, in words: "Reading 43 % · 812 MB of 1.9 GB · 4 200 000 rows · 480 MB/s · about 3
    /// s left".
    #[must_use]
    pub fn words(&self, progress: &Progress) -> String {
        let stage = if progress.stage.is_empty() { "Reading" } else { &progress.stage };
        let mut words = stage.to_owned();
        if let Some(percent) = progress.done.saturating_mul(100).checked_div(progress.total) {
            words.push_str(&format!(" {} %", percent.min(100)));
        }
        if progress.counted == Counted::Bytes && progress.total >= SHOWN_BYTES {
            let (done, total) = (progress.done.min(progress.total), progress.total);
            words.push_str(&format!(" · {} of {}", bytes(done as f64), bytes(total as f64)));
        }
        if progress.rows > 0 {
            words.push_str(&format!(" · {} rows", grouped(progress.rows)));
        }
        if let Some(rate) = self.per_s().filter(|_| progress.counted == Counted::Bytes) {
            words.push_str(&format!(" · {}/s", bytes(rate)));
        }
        if let Some(left) = self.left_s() {
            words.push_str(&format!(" · {} left", about(left)));
        }
        words
    }
}

/// Less is read before anybody could look at the figures.
const SHOWN_BYTES: u64 = 16_000_000;

fn bytes(bytes: f64) -> String {
    match bytes {
        b if b >= 999.5e6 => format!("{:.1} GB", b / 1e9),
        b if b >= 999.5e3 => format!("{:.0} MB", b / 1e6),
        b => format!("{:.0} kB", b / 1e3),
    }
}

/// A length of time as one would say it.
fn about(seconds: f64) -> String {
    match seconds {
        s if s < 1.5 => "about 1 s".to_owned(),
        s if s < 20.0 => format!("about {s:.0} s"),
        s if s < 90.0 => format!("about {:.0} s", (s / 5.0).round() * 5.0),
        s if s < 5_400.0 => format!("about {:.0} min", s / 60.0),
        s => format!("about {:.0} h", s / 3_600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(done: u64) -> Progress {
        Progress {
            stage: "Reading".to_owned(),
            done,
            total: 2_000_000_000,
            rows: done / 200,
            counted: Counted::Bytes,
        }
    }

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn an_even_pace_is_told_with_the_time_that_is_left() {
        let mut pace = Pace::default();
        for beat in 0..=20 {
            pace.look(ms(beat * 100), &progress(beat * 40_000_000));
        }
        assert_eq!(
            pace.words(&progress(800_000_000)),
            "Reading 40 % · 800 MB of 2.0 GB · 4,000,000 rows · 400 MB/s · about 3 s left"
        );
    }

    #[test]
    fn nothing_is_said_before_it_is_known() {
        let mut pace = Pace::default();
        assert_eq!(pace.words(&Progress::default()), "Reading");
        pace.look(ms(0), &progress(0));
        pace.look(ms(200), &progress(80_000_000));
        assert_eq!((pace.per_s(), pace.left_s()), (None, None));
        // Work that stands still has no end in sight.
        let mut still = Pace::default();
        (0..30).for_each(|beat| still.look(ms(beat * 100), &progress(7)));
        assert_eq!((still.per_s(), still.left_s()), (Some(0.0), None));
    }

    #[test]
    fn a_moment_of_waiting_does_not_throw_the_rate_over() {
        let mut pace = Pace::default();
        (0..50).for_each(|beat| pace.look(ms(beat * 100), &progress(beat * 10_000_000)));
        let before = pace.per_s().unwrap();
        pace.look(ms(5_000), &progress(490_000_000));
        pace.look(ms(5_300), &progress(490_000_000));
        let after = pace.per_s().unwrap();
        assert!(after > 0.8 * before && after < before, "{before} {after}");
    }

    #[test]
    fn another_stage_begins_anew() {
        let mut pace = Pace::default();
        (0..20).for_each(|beat| pace.look(ms(beat * 100), &progress(beat * 10_000_000)));
        let other = Progress { total: 5, done: 1, ..progress(0) };
        pace.look(ms(2_100), &other);
        assert_eq!(pace.per_s(), None);
        pace.look(ms(2_000), &other);
        assert_eq!(pace.per_s(), None);
    }
}
