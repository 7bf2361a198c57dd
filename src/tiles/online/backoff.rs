use std::time::{Duration, Instant};

/// The shortest and the longest wait after a failure; a service may ask for more, up to an hour.
const WAITS: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(300));
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

/// How long to leave a service alone: twice as long after each failure in a row.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
    until: Option<Instant>,
    what: String,
}

impl Backoff {
    /// How long it is still left alone, and why.
    pub fn waiting(&self) -> Option<(Duration, String)> {
        let left = self.until?.checked_duration_since(Instant::now())?;
        (!left.is_zero()).then(|| (left, self.what.clone()))
    }

    /// It answered.
    pub fn worked(&mut self) {
        *self = Self::default();
    }

    /// It failed, and asked for so long a wait if it did. Returns how long it is left alone.
    pub fn failed(&mut self, what: &str, asked: Option<Duration>) -> Duration {
        // Requests that failed together count once.
        if self.waiting().is_none() {
            self.failures = self.failures.saturating_add(1);
        }
        let (least, most) = WAITS;
        let doubled = least.saturating_mul(1 << (self.failures - 1).min(10)).min(most);
        let wait = asked.map_or(doubled, |asked| asked.clamp(doubled, LONGEST_ASKED));
        what.clone_into(&mut self.what);
        self.until = Instant::now().checked_add(wait);
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_with_an_answer() {
        let mut backoff = Backoff::default();
        assert!(backoff.waiting().is_none());
        let mut waits = Vec::new();
        for _ in 0..9 {
            waits.push(backoff.failed("no route", None).as_secs());
            // A second request that fails at the same time makes it no longer.
            assert_eq!(backoff.failed("no route", None).as_secs(), *waits.last().unwrap());
            backoff.until = Some(Instant::now());
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300]);
        backoff.worked();
        assert_eq!(backoff.failed("x", None).as_secs(), 2);
    }

    #[test]
    fn a_service_may_ask_for_more_but_not_for_days() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.failed("busy", Some(Duration::from_secs(90))).as_secs(), 90);
        let days = Some(Duration::from_secs(900_000));
        assert_eq!(Backoff::default().failed("busy", days).as_secs(), 3600);
    }
}
