//! Every count beside a scan of all events.

use super::*;
use crate::model::Window;
use proptest::prelude::*;

pub(super) const CATEGORIES: usize = 4;

/// Events as they come: towns with many on one spot, lengths mostly of a day, some of any.
pub(super) fn row() -> impl Strategy<Value = Row> {
    let towns = prop::sample::select(vec![
        [0x9000_0000u32, 0x6400_0000],
        [0x9000_0100, 0x6400_0100],
        [0x9f00_0000, 0x6000_0000],
        [0x0000_0001, 0xffff_ffff],
        [0xffff_fff0, 0x8000_0000],
    ]);
    let at = prop_oneof![
        4 => towns.prop_map(Some),
        3 => (any::<u32>(), any::<u32>()).prop_map(|(x, y)| Some([x, y])),
        1 => Just(None),
    ];
    let length = prop_oneof![5 => Just(86_400i64), 1 => 1..4_000_000i64];
    let begin = prop_oneof![8 => -40i64..400, 1 => Just(-1_000_000), 1 => Just(9_000_000)];
    (at, begin, length, 0..CATEGORIES as u8).prop_map(|(at, day, length, category)| {
        let begin = Second(day * 86_400);
        Row { at, begin, end: Second(begin.0 + length), category }
    })
}

pub(super) fn window() -> impl Strategy<Value = Window> {
    (-60i64..450, 1..500_000_000i64)
        .prop_map(|(day, length)| Window::new(Second(day * 43_200), Second(day * 43_200 + length)))
}

pub(super) fn store(rows: &[Row]) -> Store {
    let mut builder = Builder::new(CATEGORIES);
    for row in rows {
        builder.push(*row);
    }
    builder.build()
}

/// A view's rectangle: level, left, top, width, height.
pub(super) type Rectangle = (u32, u32, u32, u32, u32);

/// Rectangles at all levels, most of them around a town.
pub(super) fn rectangle() -> impl Strategy<Value = Rectangle> {
    let corner = prop::sample::select(vec![
        [0x9000_0000u32, 0x6400_0000],
        [0, 0],
        [0xffff_fff0, 0x8000_0000],
        [0x0000_0001, 0xffff_ffff],
    ]);
    (0..28u32, corner, 0..4u32, 0..4u32, 1..40u32, 1..40u32).prop_map(
        |(level, [x, y], dx, dy, width, height)| {
            let at = |part: u32| ((u64::from(part) << level) >> 32) as u32;
            (level, at(x).wrapping_sub(dx), at(y).saturating_sub(dy), width, height)
        },
    )
}

/// The view's cell of a position, by reckoning.
pub(super) fn slot(
    view: &View,
    (level, left, top, ..): Rectangle,
    at: Option<[u32; 2]>,
) -> Option<usize> {
    let [x, y] = at?;
    let side = 1i64 << level;
    let cell = |part: u32| ((u64::from(part) << level) >> 32) as i64;
    let column = (cell(x) - i64::from(left).rem_euclid(side)).rem_euclid(side);
    let line = cell(y) - i64::from(top);
    let inside = column < view.width() as i64 && (0..view.height() as i64).contains(&line);
    inside.then(|| line as usize * view.width() + column as usize)
}

pub(super) fn meets(row: &Row, window: Window) -> bool {
    row.begin < window.end() && row.end > window.begin()
}

proptest! {
    #[test]
    fn a_grid_counts_as_a_scan_does(
        rows in prop::collection::vec(row(), 0..400),
        rectangle in rectangle(),
        window in window(),
        wanted in prop::collection::vec(0..CATEGORIES as u8, 0..CATEGORIES),
    ) {
        let store = store(&rows);
        let (level, left, top, width, height) = rectangle;
        prop_assume!(level <= store.deepest());
        let view = store.view(level, left, top, width, height);
        let wanted = wanted.iter().fold(Categories::NONE, |all, one| all.with(*one));
        let grid = store.grid(&view, window, &wanted);
        let mut expected = Grid {
            counts: vec![0; view.width() * view.height()],
            in_view: vec![0; CATEGORIES],
            anywhere: vec![0; CATEGORIES],
            unplaced: vec![0; CATEGORIES],
        };
        for row in rows.iter().filter(|row| meets(row, window)) {
            let category = usize::from(row.category);
            expected.anywhere[category] += 1;
            expected.unplaced[category] += i64::from(row.at.is_none());
            if let Some(slot) = slot(&view, rectangle, row.at) {
                expected.in_view[category] += 1;
                expected.counts[slot] += u32::from(wanted.has(row.category));
            }
        }
        prop_assert_eq!(grid, expected);
    }

    #[test]
    fn a_histogram_counts_as_windows_do(
        rows in prop::collection::vec(row(), 0..400),
        rectangle in rectangle(),
        bounds in prop::collection::btree_set(-5_000_000i64..40_000_000, 0..12),
    ) {
        let store = store(&rows);
        let (level, left, top, width, height) = rectangle;
        prop_assume!(level <= store.deepest());
        let view = store.view(level, left, top, width, height);
        let bounds: Vec<Second> = bounds.into_iter().map(Second).collect();
        let histogram = store.histogram(&view, &bounds);
        prop_assert_eq!(histogram.len(), bounds.len().saturating_sub(1));
        for (at, pair) in bounds.windows(2).enumerate() {
            let grid = store.grid(&view, Window::new(pair[0], pair[1]), &Categories::ALL);
            prop_assert_eq!(histogram.window(at), grid.in_view.as_slice());
        }
    }

    #[test]
    fn what_is_picked_is_what_is_there(
        rows in prop::collection::vec(row(), 0..300),
        rectangle in rectangle(),
        window in window(),
        limit in 0..20usize,
    ) {
        let store = store(&rows);
        let (level, left, top, width, height) = rectangle;
        prop_assume!(level <= store.deepest());
        let view = store.view(level, left, top, width, height);
        let pick = store.pick(&view, window, &Categories::ALL, limit);
        let there = |row: &Row| meets(row, window) && slot(&view, rectangle, row.at).is_some();
        let mut begins: Vec<Second> =
            rows.iter().filter(|row| there(row)).map(|row| row.begin).collect();
        prop_assert_eq!(pick.total, begins.len());
        begins.sort_unstable_by_key(|begin| std::cmp::Reverse(*begin));
        begins.truncate(limit);
        let picked: Vec<Second> =
            pick.events.iter().map(|event| rows[*event as usize].begin).collect();
        prop_assert_eq!(picked, begins);
        prop_assert!(pick.events.iter().all(|event| there(&rows[*event as usize])));
    }
}

/// So many that the cube has several steps, and threads are used.
#[test]
fn many_events_count_as_a_scan_does() {
    let mut state = 88_172_645_463_325_252u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let rows: Vec<Row> = (0..300_000)
        .map(|_| {
            let near = |next: &mut dyn FnMut(u64) -> u64| {
                0x8000_0000 + (next(3) << 24) as u32 + next(1 << 22) as u32
            };
            let begin = Second((next(4_000) * 86_400) as i64);
            let length = if next(20) == 0 { next(90) + 2 } else { 1 } * 86_400;
            Row {
                at: Some([near(&mut next), near(&mut next)]),
                begin,
                end: Second(begin.0 + length as i64),
                category: next(CATEGORIES as u64) as u8,
            }
        })
        .collect();
    let store = store(&rows);
    for (level, left, top) in [(6, 30, 30), (9, 250, 250), (14, 8_192, 8_192)] {
        let rectangle = (level, left, top, 200, 200);
        let view = store.view(level, left, top, 200, 200);
        for (from, to) in [(0, 4_000), (100, 3_000), (1_999, 2_000), (3_990, 4_200)] {
            let window = Window::new(Second(from * 86_400), Second(to * 86_400));
            let grid = store.grid(&view, window, &Categories::ALL);
            let mut counts = vec![0; view.width() * view.height()];
            for row in rows.iter().filter(|row| meets(row, window)) {
                if let Some(slot) = slot(&view, rectangle, row.at) {
                    counts[slot] += 1;
                }
            }
            assert_eq!(grid.counts, counts, "level {level}, days {from} to {to}");
            assert_eq!(grid.anywhere.iter().sum::<i64>(), in_window(&rows, window));
        }
        let days: Vec<Second> = (0..=400).map(|at| Second(at * 864_000)).collect();
        let histogram = store.histogram(&view, &days);
        for at in [0, 7, 200, 399] {
            let window = Window::new(days[at], days[at + 1]);
            let grid = store.grid(&view, window, &Categories::ALL);
            assert_eq!(histogram.window(at), grid.in_view, "level {level}, window {at}");
        }
    }
}

fn in_window(rows: &[Row], window: Window) -> i64 {
    rows.iter().filter(|row| meets(row, window)).count() as i64
}

#[test]
fn nothing_counts_in_an_empty_store() {
    let store = store(&[]);
    let view = store.view(3, 0, 0, 8, 8);
    let window = Window::new(Second(0), Second(10));
    let grid = store.grid(&view, window, &Categories::ALL);
    assert!(store.is_empty() && grid.counts.iter().all(|count| *count == 0));
    assert_eq!(store.pick(&view, window, &Categories::ALL, 5), Pick::default());
}

proptest! {
    #[test]
    fn a_flow_counts_what_began_and_ended(
        rows in prop::collection::vec(row(), 0..300),
        mut instants in prop::collection::vec(-60i64..450, 2..6),
    ) {
        instants.sort_unstable();
        instants.dedup();
        prop_assume!(instants.len() > 1);
        let instants: Vec<Second> = instants.iter().map(|day| Second(day * 86_400)).collect();
        let flow = store(&rows).flow(&instants);
        for (at, pair) in instants.windows(2).enumerate() {
            let window = Window::new(pair[0], pair[1]);
            for category in 0..CATEGORIES as u8 {
                let of = |row: &&Row| row.category == category;
                let met = rows.iter().filter(of).filter(|row| meets(row, window)).count() as i64;
                prop_assert_eq!(flow.between(at, at + 1, category), met);
                let inside = |row: &&Row| row.begin >= pair[0] && row.end <= pair[1];
                let covers = |row: &&Row| row.begin < pair[0] && row.end > pair[1];
                let (inside, covers) = (
                    rows.iter().filter(of).filter(inside).count() as i64,
                    rows.iter().filter(of).filter(covers).count() as i64,
                );
                prop_assert_eq!(flow.within(at, at + 1, category), (inside - covers).max(0));
            }
        }
    }
}
