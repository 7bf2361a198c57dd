//! How many events began and ended before each of a row of instants: what a timeline of everything
//! asks, unplaced events included.

use super::Store;
use crate::model::{Second, Window};

/// Events that began and that ended before instants, by category, anywhere and nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    begun: Vec<i64>,
    ended: Vec<i64>,
    categories: usize,
}

impl Store {
    /// For each of some instants, how many events may have begun before it and how many were over
    /// by it.
    #[must_use]
    pub fn flow(&self, instants: &[Second]) -> Flow {
        let categories = self.categories;
        let mut begun = vec![0; instants.len() * categories];
        let mut ended = vec![0; instants.len() * categories];
        let rows = begun.chunks_exact_mut(categories).zip(ended.chunks_exact_mut(categories));
        for (at, (begun, ended)) in instants.iter().zip(rows) {
            for part in [&self.even, &self.uneven] {
                part.begins.count_before(part.begins.rank(at.0), 1, begun);
                let over = part.ended(at.0);
                part.ends.as_ref().unwrap_or(&part.begins).count_before(over, 1, ended);
            }
        }
        Flow { begun, ended, categories }
    }

    /// Events that may have been in a window by category, wherever they are.
    #[must_use]
    pub fn anywhere(&self, window: Window) -> Vec<i64> {
        let flow = self.flow(&[window.begin(), window.end()]);
        (0..self.categories).map(|c| flow.between(0, 1, c as u8)).collect()
    }
}

impl Flow {
    /// Events that may have been between two of the instants, by their positions, of one category.
    #[must_use]
    pub fn between(&self, from: usize, to: usize, category: u8) -> i64 {
        (self.at(&self.begun, to, category) - self.at(&self.ended, from, category)).max(0)
    }

    /// Of those, the fewest that lie between the two instants whatever the truth within their
    /// bounds: exact unless some cover all of the time between.
    #[must_use]
    pub fn within(&self, from: usize, to: usize, category: u8) -> i64 {
        (self.at(&self.ended, to, category) - self.at(&self.begun, from, category)).max(0)
    }

    /// Events that were over by an instant, of one category.
    #[must_use]
    pub fn ended(&self, at: usize, category: u8) -> i64 {
        self.at(&self.ended, at, category)
    }

    /// Events that may have begun before an instant, of one category.
    #[must_use]
    pub fn begun(&self, at: usize, category: u8) -> i64 {
        self.at(&self.begun, at, category)
    }

    fn at(&self, list: &[i64], instant: usize, category: u8) -> i64 {
        let inside = usize::from(category) < self.categories;
        let slot = instant * self.categories + usize::from(category);
        list.get(slot).copied().filter(|_| inside).unwrap_or_default()
    }
}
