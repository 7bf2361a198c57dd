//! A small source of numbers: the same seed gives the same numbers on every machine.

/// SplitMix64 (Steele, Lea, Flood, 2014).
pub struct Random(u64);

impl Random {
    /// Numbers of a seed and a stream.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self(seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.bits();
        random
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In 0..1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end as u64) as usize
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller, 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().max(f64::MIN_POSITIVE).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Shares that sum up to 1, the more unequal the smaller `evenness` (about a Dirichlet draw).
    pub fn shares(&mut self, count: usize, evenness: f64) -> Vec<f64> {
        let raw: Vec<f64> =
            (0..count).map(|_| (-self.unit().max(1e-12).ln()).powf(1.0 / evenness)).collect();
        let sum: f64 = raw.iter().sum();
        raw.into_iter().map(|part| part / sum).collect()
    }
}

/// Running sums.
pub fn cumulated(shares: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let sums = shares.iter().map(|share| {
        sum += share;
        sum
    });
    sums.collect()
}

/// Where a number in 0..1 falls among running sums.
pub fn falls(sums: &[f64], unit: f64) -> usize {
    sums.partition_point(|sum| *sum < unit).min(sums.len() - 1)
}
