//! Maps at several instants side by side: which instants, and which stretch of time each map shows.

use crate::model::{Second, Unit, Window};

/// The fewest maps that are shown side by side.
pub const LEAST_MAPS: usize = 2;
/// The most maps that are shown side by side.
pub const MOST_MAPS: usize = 6;

/// The instants of maps side by side, the earliest first; none where there is one map alone. Each map
/// shows states as of its instant and what happened from it up to the next, the last one what
/// happened for as long as the window goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multiples {
    instants: Vec<Second>,
}

/// A change to the maps side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiplesChange {
    /// Shows so many, their instants evenly over the window.
    Show(usize),
    /// Back to one map.
    Close,
    /// One more, in the middle of the longest stretch.
    Add,
    /// Takes one away; nothing happens to the last two.
    Remove(usize),
    /// Puts a map at another instant; the maps stay in the order of time.
    Set(usize, Second),
}

impl Multiples {
    /// The instants; none where there is one map alone.
    #[must_use]
    pub fn instants(&self) -> &[Second] {
        &self.instants
    }

    /// Whether maps stand side by side.
    #[must_use]
    pub fn are_shown(&self) -> bool {
        !self.instants.is_empty()
    }

    /// Carries out a change, under the slider's window.
    pub fn apply(&mut self, change: MultiplesChange, window: Window) {
        match change {
            MultiplesChange::Show(maps) => self.instants = evenly(window, maps),
            MultiplesChange::Close => self.instants.clear(),
            MultiplesChange::Add => self.add(window),
            MultiplesChange::Remove(at) => {
                if self.instants.len() > LEAST_MAPS && at < self.instants.len() {
                    self.instants.remove(at);
                }
            }
            MultiplesChange::Set(at, instant) => {
                if let Some(slot) = self.instants.get_mut(at) {
                    *slot = instant;
                }
                self.instants.sort_unstable();
            }
        }
    }

    fn add(&mut self, window: Window) {
        if !self.are_shown() || self.instants.len() >= MOST_MAPS {
            return;
        }
        let stretches = (0..self.instants.len()).filter_map(|at| self.stretch(at, window));
        // Of equals the first is split.
        let longest = stretches.reduce(|a, b| if b.seconds() > a.seconds() { b } else { a });
        if let Some(stretch) = longest {
            self.instants.push(whole(Second(middle(stretch)), stretch));
            self.instants.sort_unstable();
        }
    }

    /// From a map's instant to the next one's; the last goes on to the window's end, or for a day
    /// where it lies beyond that. Nothing for a map that is not there.
    #[must_use]
    pub fn stretch(&self, at: usize, window: Window) -> Option<Window> {
        let begin = *self.instants.get(at)?;
        let end = match self.instants.get(at + 1) {
            Some(next) => *next,
            None if window.end() > begin => window.end(),
            None => Second(begin.0.saturating_add(86_400)),
        };
        Some(Window::new(begin, end))
    }
}

fn middle(window: Window) -> i64 {
    window.begin().0.saturating_add(window.seconds() / 2)
}

/// An instant at the beginning of its day, where that is still within a stretch.
fn whole(at: Second, stretch: Window) -> Second {
    let day = at.floor(Unit::Day);
    if day > stretch.begin() { day } else { at }
}

/// So many instants from the window's begin on, as far apart as each other, at whole days where
/// there are days enough.
fn evenly(window: Window, maps: usize) -> Vec<Second> {
    let maps = maps.clamp(LEAST_MAPS, MOST_MAPS);
    let mut instants: Vec<Second> = (0..maps)
        .map(|at| {
            let part = i128::from(window.seconds()) * at as i128 / maps as i128;
            let part = i64::try_from(part).unwrap_or(i64::MAX);
            whole(Second(window.begin().0.saturating_add(part)), window)
        })
        .collect();
    instants.sort_unstable();
    instants
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn january() -> Window {
        let at = |day| Second::from_civil(2026, 1, day, 0, 0, 0).unwrap();
        Window::new(at(1), at(31))
    }

    #[test]
    fn they_stand_evenly_over_the_window_and_follow_each_other() {
        let mut maps = Multiples::default();
        maps.apply(MultiplesChange::Show(3), january());
        let days: Vec<u8> = maps.instants().iter().map(|at| at.civil().day).collect();
        assert_eq!(days, [1, 11, 21]);
        let last = maps.stretch(2, january()).unwrap();
        assert_eq!(last.end(), january().end());
        assert_eq!(maps.stretch(3, january()), None);
        maps.apply(MultiplesChange::Set(2, maps.instants()[0]), january());
        assert!(maps.instants().is_sorted());
    }

    #[test]
    fn there_are_two_to_six_or_none() {
        let mut maps = Multiples::default();
        maps.apply(MultiplesChange::Add, january());
        assert!(!maps.are_shown());
        maps.apply(MultiplesChange::Show(1), january());
        assert_eq!(maps.instants().len(), LEAST_MAPS);
        maps.apply(MultiplesChange::Remove(0), january());
        assert_eq!(maps.instants().len(), LEAST_MAPS);
        for _ in 0..9 {
            maps.apply(MultiplesChange::Add, january());
        }
        assert_eq!(maps.instants().len(), MOST_MAPS);
        assert!(maps.instants().windows(2).all(|pair| pair[0] < pair[1]));
        maps.apply(MultiplesChange::Close, january());
        assert!(!maps.are_shown());
    }

    proptest! {
        #[test]
        fn any_instants_are_safe(
            begin in any::<i64>(), end in any::<i64>(), at in any::<i64>(), maps in 0..99usize
        ) {
            let window = Window::new(Second(begin), Second(end));
            let mut many = Multiples::default();
            many.apply(MultiplesChange::Show(maps), window);
            many.apply(MultiplesChange::Set(1, Second(at)), window);
            many.apply(MultiplesChange::Add, window);
            prop_assert!(many.instants().is_sorted());
            prop_assert!((LEAST_MAPS..=MOST_MAPS).contains(&many.instants().len()));
            for map in 0..many.instants().len() {
                prop_assert!(many.stretch(map, window).is_some());
            }
        }
    }
}
