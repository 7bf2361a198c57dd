//! Work spread over the cores.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// More threads than this share memory rather than speed anything up.
const MOST: usize = 16;

/// How many threads work at once.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MOST)
}

/// What `work` makes of each item, in the order of the items. Every thread begins with a state of
/// its own, which is given back as well.
pub(crate) fn map_with<T: Send, R: Send, S: Send>(
    items: Vec<T>,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
) -> (Vec<R>, Vec<S>) {
    let count = items.len();
    let workers = threads().min(count);
    let queue = Mutex::new(items.into_iter().enumerate());
    let run = || {
        let mut state = begin();
        let mut done = Vec::new();
        loop {
            // The lock is held while the next item is taken and not while it is worked on.
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, item)) = next else { break };
            done.push((at, work(&mut state, item)));
        }
        (done, state)
    };
    let mut results = Vec::with_capacity(count);
    let mut states = Vec::with_capacity(workers);
    thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(run)).collect();
        let mut take = |(done, state)| {
            results.extend::<Vec<(usize, R)>>(done);
            states.push(state);
        };
        take(run());
        for other in others {
            match other.join() {
                Ok(part) => take(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    results.sort_unstable_by_key(|(at, _)| *at);
    (results.into_iter().map(|(_, result)| result).collect(), states)
}

/// What `work` makes of each item, in the order of the items.
pub(crate) fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    map_with(items, || (), |(), item| work(item)).0
}

/// Cuts a slice into pieces of the lengths given.
pub(crate) fn pieces<T>(
    mut all: &mut [T],
    lengths: impl IntoIterator<Item = usize>,
) -> Vec<&mut [T]> {
    let mut out = Vec::new();
    for length in lengths {
        let rest = std::mem::take(&mut all);
        let (head, tail) = rest.split_at_mut(length.min(rest.len()));
        out.push(head);
        all = tail;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_their_items() {
        let doubled = map((0..1_000).collect(), |item: u32| item * 2);
        assert_eq!(doubled, (0..1_000).map(|item| item * 2).collect::<Vec<_>>());
        assert!(map(Vec::<u32>::new(), |item| item).is_empty());
    }

    #[test]
    fn every_item_is_worked_on_with_one_of_the_states() {
        let (_, sums) = map_with((1..=1_000u64).collect(), || 0, |sum, item| *sum += item);
        assert_eq!(sums.iter().sum::<u64>(), 500_500);
    }

    #[test]
    fn pieces_are_neighbours() {
        let mut all = [1, 2, 3, 4, 5];
        let cut = pieces(&mut all, [2, 0, 9, 1]);
        assert_eq!(cut, [&[1, 2][..], &[], &[3, 4, 5], &[]]);
    }
}
