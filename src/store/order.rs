//! Putting rows in the order of a time.

use std::thread;

/// Below this many a second thread costs more than it saves.
const ALONE: usize = 1 << 16;

/// Sorts by time, then number, on two threads where it pays.
pub(crate) fn sort(keys: &mut [(i64, u32)]) {
    if keys.len() < ALONE {
        keys.sort_unstable();
        return;
    }
    let middle = keys.len() / 2;
    let (low, _, high) = keys.select_nth_unstable(middle);
    thread::scope(|scope| {
        scope.spawn(|| low.sort_unstable());
        high.sort_unstable();
    });
}
