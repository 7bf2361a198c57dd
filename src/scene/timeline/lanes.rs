//! Packing events into the rows of a lane: none over another, none lost.

/// Points between neighbours in a row.
pub const GAP_PX: f64 = 6.0;

/// The ground that an event needs, in points on an axis that panning does not move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Left edge of its mark or bar.
    pub begin_px: f64,
    /// Right edge of its mark or bar.
    pub mark_end_px: f64,
    /// Right edge of its label, where that reaches further; never less than `mark_end_px`.
    pub label_end_px: f64,
}

/// Where the events of a lane stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packed {
    /// The row of each slot; nothing for those that found no room and are counted as "+n".
    pub rows: Vec<Option<usize>>,
    /// How far right the label of each slot may reach, in the slots' points.
    pub limits_px: Vec<f64>,
    /// How many rows hold events; the row of the "+n" comes below them.
    pub row_count: usize,
}

#[derive(Clone, Copy)]
struct Row {
    mark_end_px: f64,
    label_end_px: f64,
    last: usize,
}

/// Packs slots, sorted by their beginnings, into at most `rows_max` rows (at least one).
///
/// A slot goes to the first row where it stands clear of the last label; else to a new row; else,
/// when there are no more rows, where it cuts least from a label but stands clear of the mark; else
/// it overflows.
#[must_use]
pub fn pack(slots: &[Slot], rows_max: usize) -> Packed {
    let mut rows: Vec<Row> = Vec::new();
    let mut packed = Packed {
        rows: vec![None; slots.len()],
        limits_px: vec![f64::INFINITY; slots.len()],
        row_count: 0,
    };
    for (i, slot) in slots.iter().enumerate() {
        let Some(at) = place(&rows, slot, rows_max.max(1)) else { continue };
        let next = Row {
            mark_end_px: slot.mark_end_px,
            label_end_px: slot.label_end_px.max(slot.mark_end_px),
            last: i,
        };
        match rows.get_mut(at) {
            Some(row) => {
                if let Some(limit) = packed.limits_px.get_mut(row.last) {
                    *limit = slot.begin_px - GAP_PX;
                }
                *row = next;
            }
            None => rows.push(next),
        }
        if let Some(row) = packed.rows.get_mut(i) {
            *row = Some(at);
        }
    }
    packed.row_count = rows.len();
    packed
}

/// The row for a slot: an existing one, or the number of rows for a new one.
fn place(rows: &[Row], slot: &Slot, rows_max: usize) -> Option<usize> {
    let clear = |end_px: f64| end_px + GAP_PX <= slot.begin_px;
    if let Some(at) = rows.iter().position(|row| clear(row.label_end_px)) {
        return Some(at);
    }
    if rows.len() < rows_max {
        return Some(rows.len());
    }
    rows.iter()
        .enumerate()
        .filter(|(_, row)| clear(row.mark_end_px))
        .min_by(|(_, a), (_, b)| a.label_end_px.total_cmp(&b.label_end_px))
        .map(|(at, _)| at)
}

/// Shares `budget` rows among lanes that would like `wanted` rows each: every lane gets what it
/// wants up to two (one for events, one for the "+n" of those that find no room), then those that
/// want most are served evenly. The sum may exceed a budget that is too small for all.
#[must_use]
pub fn share(wanted: &[usize], budget: usize) -> Vec<usize> {
    let mut given: Vec<usize> = wanted.iter().map(|&want| want.min(2)).collect();
    let mut left = budget.saturating_sub(given.iter().sum());
    loop {
        let mut served = false;
        for (have, &want) in given.iter_mut().zip(wanted) {
            if left > 0 && *have < want {
                *have += 1;
                left -= 1;
                served = true;
            }
        }
        if !served {
            return given;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slots() -> impl Strategy<Value = Vec<Slot>> {
        prop::collection::vec((-5000.0_f64..5000.0, 0.0_f64..400.0, 0.0_f64..200.0), 0..120)
            .prop_map(|all| {
                let mut slots: Vec<Slot> = all
                    .into_iter()
                    .map(|(begin_px, mark, label)| Slot {
                        begin_px,
                        mark_end_px: begin_px + mark,
                        label_end_px: begin_px + mark + label,
                    })
                    .collect();
                slots.sort_by(|a, b| a.begin_px.total_cmp(&b.begin_px));
                slots
            })
    }

    proptest! {
        #[test]
        fn nothing_overlaps_and_nothing_is_lost(slots in slots(), rows_max in 1_usize..8) {
            let packed = pack(&slots, rows_max);
            prop_assert_eq!(packed.rows.len(), slots.len());
            prop_assert!(packed.row_count <= rows_max);
            for (i, a) in slots.iter().enumerate() {
                for (j, b) in slots.iter().enumerate().skip(i + 1) {
                    let same = packed.rows[i].is_some() && packed.rows[i] == packed.rows[j];
                    prop_assert!(!same || a.mark_end_px <= b.begin_px, "{i} over {j}");
                    let label = a.label_end_px.min(packed.limits_px[i]);
                    prop_assert!(!same || label <= b.begin_px, "label of {i} over {j}");
                }
            }
            // What overflows had no row: each was taken by something that reaches into it.
            for (i, slot) in slots.iter().enumerate().filter(|(i, _)| packed.rows[*i].is_none()) {
                let taken = (0..rows_max).all(|row| {
                    slots.iter().take(i).zip(&packed.rows).any(|(other, at)| {
                        *at == Some(row) && other.mark_end_px + GAP_PX > slot.begin_px
                    })
                });
                prop_assert!(taken);
            }
        }

        #[test]
        fn with_enough_rows_nothing_overflows_and_no_label_is_cut(slots in slots()) {
            let packed = pack(&slots, usize::MAX);
            prop_assert!(packed.rows.iter().all(Option::is_some));
            for (slot, limit) in slots.iter().zip(&packed.limits_px) {
                prop_assert!(slot.label_end_px <= *limit);
            }
        }

        #[test]
        fn rows_are_shared_without_waste(
            wanted in prop::collection::vec(0_usize..9, 0..8), budget in 0_usize..40,
        ) {
            let given = share(&wanted, budget);
            let sum: usize = given.iter().sum();
            let least: usize = wanted.iter().map(|w| (*w).min(2)).sum();
            let want: usize = wanted.iter().sum();
            prop_assert!(given.iter().zip(&wanted).all(|(g, w)| g <= w));
            prop_assert_eq!(sum, want.min(budget.max(least)));
        }
    }
}
