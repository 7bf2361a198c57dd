//! Counts of the events of a mask, beside a scan of all events and beside each other.

use super::tests::{CATEGORIES, Rectangle, meets, rectangle, row, slot, store, window};
use super::*;
use crate::model::Window;
use proptest::prelude::*;
use std::sync::Arc;

/// Any events of so many: few, most, by chance.
fn mask_of(events: usize, seed: u64, share: u64) -> Arc<Mask> {
    let mixed = |event: u32| (u64::from(event) + seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    Arc::new(Mask::of(events, |event| mixed(event) % 100 < share))
}

fn kept(rows: &[Row], mask: &Mask) -> Vec<(u32, Row)> {
    (0u32..).zip(rows.iter().copied()).filter(|(event, _)| mask.has(*event)).collect()
}

proptest! {
    #[test]
    fn a_grid_of_a_mask_counts_as_a_scan_does(
        rows in prop::collection::vec(row(), 0..400),
        rectangle in rectangle(),
        window in window(),
        wanted in prop::collection::vec(0..CATEGORIES as u8, 0..CATEGORIES),
        (seed, share) in (any::<u32>(), 0..101u64),
    ) {
        let store = store(&rows);
        let mask = mask_of(rows.len(), seed.into(), share);
        let (level, left, top, width, height) = rectangle;
        prop_assume!(level <= store.deepest());
        let view = store.view(level, left, top, width, height);
        let wanted = wanted.iter().fold(Categories::NONE, |all, one| all.with(*one));
        let mut expected = Grid {
            counts: vec![0; view.width() * view.height()],
            in_view: vec![0; CATEGORIES],
            anywhere: vec![0; CATEGORIES],
            unplaced: vec![0; CATEGORIES],
        };
        for (_, row) in kept(&rows, &mask).iter().filter(|(_, row)| meets(row, window)) {
            let category = usize::from(row.category);
            expected.anywhere[category] += 1;
            expected.unplaced[category] += i64::from(row.at.is_none());
            if let Some(slot) = slot(&view, rectangle, row.at) {
                expected.in_view[category] += 1;
                expected.counts[slot] += u32::from(wanted.has(row.category));
            }
        }
        let subset = store.subset(&mask);
        prop_assert_eq!(subset.len(), mask.count());
        let placed = kept(&rows, &mask).iter().filter(|(_, row)| row.at.is_some()).count();
        prop_assert_eq!(subset.placed(), placed);
        prop_assert!(!subset.is_counted_ahead());
        prop_assert_eq!(subset.grid(&view, window, &wanted), expected.clone());
        subset.count_ahead();
        prop_assert_eq!(subset.grid(&view, window, &wanted), expected);
    }

    #[test]
    fn bars_of_a_mask_count_as_windows_do(
        rows in prop::collection::vec(row(), 0..400),
        rectangle in rectangle(),
        bounds in prop::collection::btree_set(-5_000_000i64..40_000_000, 0..12),
        (seed, share) in (any::<u32>(), 0..101u64),
    ) {
        let store = store(&rows);
        let mask = mask_of(rows.len(), seed.into(), share);
        let (level, left, top, width, height) = rectangle;
        prop_assume!(level <= store.deepest());
        let view = store.view(level, left, top, width, height);
        let bounds: Vec<Second> = bounds.into_iter().map(Second).collect();
        let subset = store.subset(&mask);
        let bars = subset.histogram(&view, &bounds);
        prop_assert_eq!(bars.len(), bounds.len().saturating_sub(1));
        for (at, pair) in bounds.windows(2).enumerate() {
            let window = Window::new(pair[0], pair[1]);
            let mut expected = vec![0i64; CATEGORIES];
            for (_, row) in kept(&rows, &mask) {
                if meets(&row, window) && slot(&view, rectangle, row.at).is_some() {
                    expected[usize::from(row.category)] += 1;
                }
            }
            prop_assert_eq!(bars.window(at), expected.as_slice());
        }
        subset.count_ahead();
        prop_assert_eq!(subset.histogram(&view, &bounds), bars);
    }

    #[test]
    fn what_is_picked_of_a_mask_is_in_it(
        rows in prop::collection::vec(row(), 0..300),
        rectangle in rectangle(),
        window in window(),
        limit in 0..20usize,
        (seed, share) in (any::<u32>(), 0..101u64),
    ) {
        let store = store(&rows);
        let mask = mask_of(rows.len(), seed.into(), share);
        let (level, left, top, width, height): Rectangle = rectangle;
        prop_assume!(level <= store.deepest());
        let view = store.view(level, left, top, width, height);
        let mut expected: Vec<(i64, u32)> = kept(&rows, &mask)
            .iter()
            .filter(|(_, row)| meets(row, window) && slot(&view, rectangle, row.at).is_some())
            .map(|(event, row)| (-row.begin.0, *event))
            .collect();
        expected.sort_unstable();
        let total = expected.len();
        expected.truncate(limit);
        let pick = store.subset(&mask).pick(&view, window, &Categories::ALL, limit);
        prop_assert_eq!(pick.total, total);
        // Among events that begin together any may be picked.
        let begins = |events: &[u32]| -> Vec<i64> {
            events.iter().map(|event| -rows[*event as usize].begin.0).collect()
        };
        let first: Vec<i64> = expected.iter().map(|(begin, _)| *begin).collect();
        prop_assert_eq!(begins(&pick.events), first);
        prop_assert!(pick.events.iter().all(|event| mask.has(*event)));
    }

    #[test]
    fn masks_count_and_combine(
        (one, other) in (any::<u32>(), any::<u32>()),
        events in 0..500usize,
        changes in prop::collection::vec((0..600u32, any::<bool>()), 0..20),
    ) {
        let (mut mask, other) = ((*mask_of(events, one.into(), 50)).clone(), mask_of(events, other.into(), 50));
        let mut expected: Vec<bool> = (0..events as u32).map(|event| mask.has(event)).collect();
        for (event, counts) in changes {
            mask.set(event, counts);
            if let Some(slot) = expected.get_mut(event as usize) {
                *slot = counts;
            }
        }
        mask.and(&other);
        for (event, slot) in expected.iter_mut().enumerate() {
            *slot &= other.has(event as u32);
            prop_assert_eq!(mask.has(event as u32), *slot);
        }
        prop_assert_eq!(mask.count(), expected.iter().filter(|kept| **kept).count());
        prop_assert!(!mask.has(events as u32) && !mask.has(u32::MAX));
    }
}

/// So many that there are many pieces of work.
fn many() -> Vec<Row> {
    let row = |at: u64| {
        let mixed = at.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ mixed >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let begin = Second((mixed >> 44) as i64 % 4_000 * 86_400);
        let days = if at.is_multiple_of(5) { (mixed >> 20) as i64 % 90 + 2 } else { 1 };
        Row {
            at: (!at.is_multiple_of(9)).then_some([
                0x8000_0000 | (mixed as u32 & 0x3ff_ffff),
                0x8000_0000 | ((mixed >> 32) as u32 & 0x3ff_ffff),
            ]),
            begin,
            end: Second(begin.0 + days * 86_400),
            category: (mixed >> 28) as u8 % CATEGORIES as u8,
        }
    };
    (0..400_000).map(row).collect()
}

#[test]
fn many_events_of_a_mask_count_the_same_before_and_after_they_are_counted_ahead() {
    let rows = many();
    let store = store(&rows);
    for share in [0, 1, 40, 100] {
        let mask = mask_of(store.len(), 3, share);
        let of_these: Vec<Row> = kept(&rows, &mask).into_iter().map(|(_, row)| row).collect();
        let (subset, anew) = (store.subset(&mask), super::tests::store(&of_these));
        let window = Window::new(Second(500 * 86_400), Second(3_000 * 86_400));
        let days: Vec<Second> = (0..=100).map(|at| Second(at * 40 * 86_400)).collect();
        for (level, left, size) in [(7, 60, 30), (13, 4_096, 80), (16, 40_000, 90)] {
            let view = store.view(level, left, left, size, size);
            let own = anew.view(level, left, left, size, size);
            let expected = (
                anew.grid(&own, window, &Categories::ALL),
                anew.histogram(&own, &days),
                anew.flow(&days),
            );
            for _ in 0..2 {
                let found = (
                    subset.grid(&view, window, &Categories::ALL),
                    subset.histogram(&view, &days),
                    subset.flow(&days),
                );
                assert_eq!(found, expected, "{share} in a hundred, level {level}");
                subset.count_ahead();
            }
        }
        assert!(subset.is_counted_ahead());
        // What is left can be narrowed again.
        let half = subset.subset(&mask_of(store.len(), 8, 50));
        let mut both = (*mask).clone();
        both.and(&mask_of(store.len(), 8, 50));
        assert_eq!(half.len(), both.count());
    }
}

#[test]
fn a_subset_is_not_written_for_the_whole() {
    let store = store(&many());
    let subset = store.subset(&mask_of(store.len(), 3, 40));
    let mut out = std::io::Cursor::new(Vec::new());
    let error = subset.write(&mut out).unwrap_err();
    assert!(error.to_string().contains("some of another's events"), "{error}");
}

#[test]
fn builders_that_threads_have_filled_make_one_store() {
    let rows = many();
    let (mut all, mut first) = (Builder::default(), Builder::new(CATEGORIES));
    rows.iter().for_each(|row| all.push(*row));
    for part in rows.chunks(90_000) {
        let mut builder = Builder::with_capacity(CATEGORIES, 10);
        part.iter().for_each(|row| builder.push(*row));
        first.append(builder);
    }
    assert_eq!((first.len(), first.is_empty()), (rows.len(), false));
    let (one, parts, whole) = (all.build(), first.build(), super::tests::store(&rows));
    let window = Window::new(Second(500 * 86_400), Second(3_000 * 86_400));
    let view = whole.view(9, 256, 256, 64, 64);
    let grid = whole.grid(&view, window, &Categories::ALL);
    assert_eq!(parts.grid(&view, window, &Categories::ALL), grid);
    let limit = 300;
    let pick = whole.pick(&view, window, &Categories::ALL, limit);
    assert_eq!(parts.pick(&view, window, &Categories::ALL, limit), pick);
    // Without categories, all are of one.
    let view = one.view(9, 256, 256, 64, 64);
    assert_eq!(one.grid(&view, window, &Categories::ALL).counts, grid.counts);
    assert_eq!(one.categories(), 1);
}

#[test]
fn a_mask_of_all_counts_what_is_counted_without_one() {
    let rows = many();
    let store = store(&rows);
    let all = Arc::new(Mask::of(store.len(), |_| true));
    let window = Window::new(Second(1_500 * 86_400), Second(1_600 * 86_400));
    for (level, left, top) in [(1, 0, 0), (9, 256, 256), (12, 2_048, 2_048), (16, 32_768, 32_768)] {
        let view = store.view(level, left, top, 64, 64);
        let grid = store.grid(&view, window, &Categories::ALL);
        let subset = store.subset(&all);
        assert_eq!(subset.grid(&view, window, &Categories::ALL), grid, "level {level}");
        let pick = store.pick(&view, window, &Categories::ALL, 50);
        let shown = grid.in_view.iter().sum::<i64>() as usize;
        assert_eq!((pick.total, pick.events.len()), (shown, shown.min(50)), "level {level}");
        let masked = subset.pick(&view, window, &Categories::ALL, 50);
        assert_eq!(pick, masked, "level {level}");
    }
}
