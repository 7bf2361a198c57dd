//! Putting rows in the order of a time, on all cores: rows are dealt into stretches of time, whose
//! places are known from a count made before, and each stretch is sorted for itself.

use crate::system::parallel;
use std::slice::IterMut;

/// Events in a stretch: few enough to be sorted within a core's cache.
const STRETCH: usize = 1 << 15;
/// Stretches at most: more of them would cost memory traffic when they are dealt into.
const MOST: usize = 1 << 10;
/// Times looked at for each stretch, to find where to cut.
const SAMPLE: usize = 64;
/// Marks a row that is left out.
const NONE: u16 = u16::MAX;

/// A row as it is sorted: its time ([`key`]) first. The other words are the caller's.
pub(crate) type Record<const N: usize> = [u64; N];

/// A time as a number that sorts alike.
pub(crate) fn key(time_s: i64) -> u64 {
    time_s.cast_unsigned() ^ 1 << 63
}

/// The time of a [`key`].
pub(crate) fn time_s(key: u64) -> i64 {
    (key ^ 1 << 63).cast_signed()
}

/// Where records are cut into stretches: the keys that stretches begin with, but for the first.
fn cuts(mut sample: Vec<u64>, events: usize) -> Vec<u64> {
    let count = (events / STRETCH).clamp(1, MOST);
    sample.sort_unstable();
    let step = (sample.len() / count).max(1);
    let mut cuts: Vec<u64> = sample.iter().copied().step_by(step).skip(1).take(count - 1).collect();
    cuts.dedup();
    cuts
}

/// Sorts what `record` tells of each row, by the first word and then by the order of the rows.
/// `record` is called with the number of a row; rows that it leaves out are left out. Each of the
/// `chunks` is dropped as soon as it has been read.
pub(crate) fn sort<T: Sync, C: AsRef<[T]> + Send + Sync, const N: usize>(
    chunks: Vec<C>,
    time: impl Fn(&T) -> Option<u64> + Sync,
    record: impl Fn(&T, u32) -> Record<N> + Sync,
) -> Vec<Record<N>> {
    let total: usize = chunks.iter().map(|chunk| chunk.as_ref().len()).sum();
    let all = chunks.iter().flat_map(|chunk| chunk.as_ref());
    let step = (total / (MOST * SAMPLE)).max(1);
    let cuts = cuts(all.step_by(step).filter_map(&time).collect(), total);
    let stretches = cuts.len() + 1;

    let dealt = parallel::map(chunks.iter().collect(), |chunk: &C| {
        let mut counts = vec![0usize; stretches];
        let deal = |row: &T| {
            let Some(key) = time(row) else { return NONE };
            let stretch = cuts.partition_point(|cut| *cut <= key);
            if let Some(count) = counts.get_mut(stretch) {
                *count += 1;
            }
            stretch as u16
        };
        let stretch: Vec<u16> = chunk.as_ref().iter().map(deal).collect();
        (stretch, counts)
    });
    let of = |stretch: usize| {
        dealt.iter().map(move |(_, counts)| counts.get(stretch).copied().unwrap_or_default())
    };
    let lengths: Vec<usize> = (0..stretches).map(|stretch| of(stretch).sum()).collect();
    let mut records = vec![[0; N]; lengths.iter().sum()];

    // For each chunk, where its rows go in every stretch.
    let mut places: Vec<Vec<IterMut<'_, Record<N>>>> = dealt.iter().map(|_| Vec::new()).collect();
    let cut = parallel::pieces(&mut records, (0..stretches).flat_map(of));
    let chunk_count = dealt.len().max(1);
    for (at, piece) in cut.into_iter().enumerate() {
        if let Some(places) = places.get_mut(at % chunk_count) {
            places.push(piece.iter_mut());
        }
    }
    let mut first = 0;
    let mut work = Vec::with_capacity(dealt.len());
    for ((chunk, (stretch, _)), places) in chunks.into_iter().zip(dealt).zip(places) {
        let rows = chunk.as_ref().len();
        work.push((chunk, stretch, places, first));
        first += rows;
    }
    parallel::map(work, |(chunk, stretch, mut places, first)| {
        for ((row, stretch), number) in chunk.as_ref().iter().zip(stretch).zip(first..) {
            if let Some(slot) = places.get_mut(usize::from(stretch)).and_then(Iterator::next) {
                *slot = record(row, number as u32);
            }
        }
    });
    parallel::map(parallel::pieces(&mut records, lengths), |piece| {
        // Stable: rows of one time keep their order, and few times among many rows sort fast.
        piece.sort_by_key(|record| record.first().copied());
    });
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_lie_in_the_order_of_time_and_number(
            times in prop::collection::vec(prop_oneof![-5i64..5, any::<i64>()], 0..300),
            chunk in 1..100usize,
            left_out in -6i64..6,
        ) {
            let chunks: Vec<&[i64]> = times.chunks(chunk).collect();
            let time = |time: &i64| (*time != left_out).then(|| key(*time));
            let sorted = sort(chunks, time, |time, row| [key(*time), u64::from(row)]);
            let mut expected: Vec<(i64, u64)> =
                times.iter().copied().zip(0..).filter(|(time, _)| *time != left_out).collect();
            expected.sort_unstable();
            let found: Vec<(i64, u64)> =
                sorted.iter().map(|[key, row]| (time_s(*key), *row)).collect();
            prop_assert_eq!(found, expected);
        }
    }

    /// So many that there are several stretches, most of them at one time.
    #[test]
    fn many_rows_are_sorted_across_stretches() {
        let times: Vec<i64> = (0..200_000i64)
            .map(|at| if at % 3 == 0 { (at * 7_919) % 100_003 } else { 50_000 })
            .collect();
        let chunks: Vec<Vec<i64>> = times.chunks(30_000).map(<[i64]>::to_vec).collect();
        let time = |time: &i64| Some(key(*time));
        let sorted = sort(chunks, time, |time, row| [key(*time), u64::from(row)]);
        let mut expected: Vec<[u64; 2]> =
            times.iter().map(|time| key(*time)).zip(0..).map(|(key, row)| [key, row]).collect();
        expected.sort_unstable();
        assert_eq!(sorted, expected);
    }
}
