//! What a [`Scan`] has found: events by cell of the view, and by segment, class and category.

use super::Store;
use super::columns::Columns;
use super::scan::Scan;
use super::view::OUT;

/// Where an event is to a view: in it, elsewhere, nowhere.
pub(super) const CLASSES: usize = 3;
pub(super) const IN: usize = 0;
pub(super) const ELSEWHERE: usize = 1;
pub(super) const NOWHERE: usize = 2;

/// An order of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Even = 0,
    Begins = 1,
    Ends = 2,
}

/// A cut between two segments of an order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub rank: usize,
    /// The instant before which events of lower rank began or ended.
    pub at_s: i64,
}

/// What has been counted.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// Wanted events of the window by cell of the view, and one for all others.
    pub counts: Vec<i32>,
    /// By order: for each segment, class and category, how many.
    pub tallies: [Vec<u32>; 3],
}

impl Store {
    fn part_of(&self, order: Order) -> Option<(&Columns, &[u32])> {
        match order {
            Order::Even => Some((&self.even.begins, &self.even.rows)),
            Order::Begins => Some((&self.uneven.begins, &self.uneven.rows)),
            Order::Ends => Some((self.uneven.ends.as_ref()?, &self.uneven.ends_rows)),
        }
    }
}

impl Sums {
    pub(super) fn add(&mut self, other: &Self) {
        for (sum, more) in self.counts.iter_mut().zip(&other.counts) {
            *sum += more;
        }
        for (sums, more) in self.tallies.iter_mut().zip(&other.tallies) {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }

    fn segment(&mut self, order: Order, segment: usize, width: usize) -> &mut [u32] {
        let tallies = self.tallies.get_mut(order as usize).map(Vec::as_mut_slice);
        let tallies = tallies.unwrap_or_default();
        tallies.get_mut(segment * width..(segment + 1) * width).unwrap_or_default()
    }

    /// Events of a range of ranks, segment by segment.
    pub(super) fn ranks(
        &mut self,
        scan: &Scan,
        store: &Store,
        order: Order,
        from: usize,
        to: usize,
    ) {
        let Some((columns, rows)) = store.part_of(order) else { return };
        let marks = scan.marks.get(order as usize).map_or(&[][..], Vec::as_slice);
        let mut at = from;
        let mut segment = marks.partition_point(|mark| mark.rank <= from).saturating_sub(1);
        while let Some(next) = marks.get(segment + 1).filter(|_| at < to) {
            let end = next.rank.min(to);
            let sign = scan.sign(order, at);
            if sign == 0 && scan.view.closer(store.level) {
                // Bars of a view that looks into cells are counted by cell.
                (at, segment) = (end, segment + 1);
                continue;
            }
            let kept = rows.get(at..end).unwrap_or_default().iter();
            let kept = kept.map(|row| scan.mask.bit(*row));
            let mut counts = std::mem::take(&mut self.counts);
            let tally = self.segment(order, segment, scan.width());
            let mut count = |cell: u32, category: u8, kept: u32| {
                let Some([slot, class]) = scan.places.get(cell as usize) else { return };
                let category = usize::from(category);
                if let Some(sum) = tally.get_mut(*class as usize + category) {
                    *sum += kept;
                }
                if let (Some(count), Some(wanted)) =
                    (counts.get_mut(*slot as usize), scan.wanted.get(category))
                {
                    *count += sign * wanted * kept.cast_signed();
                }
            };
            let events = columns.rows(at, end).zip(kept);
            if scan.is_sparse {
                let kept = events.filter(|(_, kept)| *kept == 1);
                kept.for_each(|((cell, category), kept)| count(cell, category, kept));
            } else {
                // Where any event may be kept, adding nothing is faster than guessing which.
                events.for_each(|((cell, category), kept)| count(cell, category, kept));
            }
            self.counts = counts;
            (at, segment) = (end, segment + 1);
        }
    }

    /// Events of a cell that the view looks into.
    pub(super) fn rows(
        &mut self,
        scan: &Scan,
        store: &Store,
        even: bool,
        cell: u32,
        from: usize,
        to: usize,
    ) {
        let part = if even { &store.even } else { &store.uneven };
        let (tiles, numbers): (_, &[u32]) = (&part.tiles, &part.rows);
        let code = store.cells.get(cell as usize).copied().unwrap_or_default();
        let ends_s = tiles.end_s.get(from..to).unwrap_or_default();
        let rows = tiles.rank.get(from..to).unwrap_or_default().iter();
        let rows = rows.zip(tiles.within.get(from..to).unwrap_or_default());
        let rows = rows.zip(tiles.category.get(from..to).unwrap_or_default());
        for (at, ((rank, within), category)) in rows.enumerate() {
            let event = numbers.get(*rank as usize).copied().unwrap_or(u32::MAX);
            let slot = scan.view.slot_within(store.level, code, *within);
            if scan.mask.bit(event) == 0 || slot == OUT {
                continue;
            }
            let rank = *rank as usize;
            let order = if even { Order::Even } else { Order::Begins };
            self.found(scan, order, |mark| mark.rank <= rank, *category);
            let mut shown = scan.sign(order, rank) > 0;
            if let Some(end_s) = ends_s.get(at) {
                self.found(scan, Order::Ends, |mark| mark.at_s < *end_s, *category);
                shown &= scan.window.is_some_and(|(from_s, _)| *end_s > from_s);
            }
            let wanted = scan.wanted.get(usize::from(*category)).copied().unwrap_or_default();
            if let Some(count) = self.counts.get_mut(slot as usize).filter(|_| shown) {
                *count += wanted;
            }
        }
    }

    /// Tallies an event of the view in the segment that begins with the last mark `before` it.
    fn found(&mut self, scan: &Scan, order: Order, before: impl Fn(&Mark) -> bool, category: u8) {
        let marks = scan.marks.get(order as usize).map_or(&[][..], Vec::as_slice);
        let Some(segment) = marks.partition_point(before).checked_sub(1) else { return };
        let tally = self.segment(order, segment, scan.width());
        if let Some(sum) = tally.get_mut(IN * scan.categories + usize::from(category)) {
            *sum += 1;
        }
    }
}
