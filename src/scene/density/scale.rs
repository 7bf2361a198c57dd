/// Which colour of the surface means how many events: by the logarithm, from one event to a round
/// number that the fullest square does not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    most: u32,
}

/// The end of the scale goes down once the fullest square has only a part in so many of it, so that
/// colours keep their meaning while the slider moves.
const SLACK: u32 = 8;
/// The lowest end of a scale.
const LEAST: u32 = 10;

impl Default for Scale {
    fn default() -> Self {
        Self { most: LEAST }
    }
}

impl Scale {
    /// The scale for a fullest square.
    #[must_use]
    pub fn new(fullest: u32) -> Self {
        Self { most: rounded_up(fullest).max(LEAST) }
    }

    /// Takes a fullest square into account.
    pub fn follow(&mut self, fullest: u32) {
        if fullest > self.most || fullest < self.most / SLACK {
            *self = Self::new(fullest);
        }
    }

    /// How many events the last colour stands for.
    #[must_use]
    pub fn most(self) -> u32 {
        self.most
    }

    /// How full a square of so many events is, 0 to 1.
    #[must_use]
    pub fn full(self, count: u32) -> f32 {
        let ln = |n: u32| f64::from(n.max(1)).ln();
        (ln(count) / ln(self.most)).clamp(0.0, 1.0) as f32
    }

    /// Numbers to be written beside the colours: powers of ten, and the last.
    #[must_use]
    pub fn ticks(self) -> Vec<u32> {
        let powers = (0..9).map(|power| 10u32.pow(power)).take_while(|n| *n < self.most);
        powers.chain([self.most]).collect()
    }
}

/// 1, 2 or 5 times a power of ten, not below a number.
fn rounded_up(n: u32) -> u32 {
    let power = 10u32.pow(n.max(1).ilog10().min(8));
    let steps = [1, 2, 5, 10].map(|step| power.saturating_mul(step));
    steps.into_iter().find(|step| *step >= n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_fullest_square_is_within_the_scale(fullest in any::<u32>(), next in any::<u32>()) {
            let mut scale = Scale::new(fullest);
            prop_assert!(scale.most() >= fullest.min(1_000_000_000));
            scale.follow(next);
            prop_assert!(next <= scale.most() || next > 1_000_000_000);
            prop_assert!(scale.full(next) <= 1.0 && scale.full(0) == 0.0 && scale.full(1) == 0.0);
            prop_assert!(scale.ticks().is_sorted());
        }

        #[test]
        fn more_events_are_never_fainter(a in 1..2_000_000u32, b in 1..2_000_000u32, most in any::<u32>()) {
            let scale = Scale::new(most);
            prop_assert!((a <= b) == (scale.full(a) <= scale.full(b)) || scale.full(a) == scale.full(b));
        }
    }

    #[test]
    fn ends_are_round_and_do_not_jump() {
        let of = |n| Scale::new(n).most();
        assert_eq!([of(0), of(11), of(20), of(21), of(499), of(501)], [10, 20, 20, 50, 500, 1000]);
        let mut scale = Scale::new(450);
        scale.follow(70);
        assert_eq!(scale.most(), 500, "a little less changes nothing");
        scale.follow(30);
        assert_eq!(scale.most(), 50);
    }
}
