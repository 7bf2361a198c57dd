use std::ops::Range;

/// Positions in an order, as ranges that ascend and do not touch: any one of them is found without
/// walking through those before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranks {
    ranges: Vec<Range<u32>>,
    /// How many positions come before each range.
    before: Vec<u32>,
    len: u32,
}

impl Ranks {
    /// Positions one by one, ascending, and a range after them.
    pub(super) fn new(single: impl IntoIterator<Item = u32>, range: Range<u32>) -> Self {
        let mut ranks = Self::default();
        for at in single {
            ranks.push(at..at + 1);
        }
        ranks.push(range);
        ranks
    }

    fn push(&mut self, range: Range<u32>) {
        if range.is_empty() {
            return;
        }
        self.len += range.end - range.start;
        match self.ranges.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => {
                self.before.push(self.len - (range.end - range.start));
                self.ranges.push(range);
            }
        }
    }

    /// All of them but some, which ascend.
    pub(super) fn without(&self, holes: &[u32]) -> Self {
        let mut left = Self::default();
        for range in &self.ranges {
            let mut from = range.start;
            let first = holes.partition_point(|hole| *hole < range.start);
            for hole in holes.iter().skip(first).take_while(|hole| **hole < range.end) {
                left.push(from..*hole);
                from = hole + 1;
            }
            left.push(from..range.end);
        }
        left
    }

    /// Those below `count` that are none of them.
    pub(super) fn others(&self, count: u32) -> Self {
        let mut others = Self::default();
        let mut from = 0;
        for range in &self.ranges {
            others.push(from..range.start.min(count));
            from = range.end;
        }
        others.push(from..count.max(from));
        others
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The one that comes `nth` in the order, from zero.
    #[must_use]
    pub fn get(&self, nth: usize) -> Option<usize> {
        let nth = u32::try_from(nth).ok().filter(|nth| *nth < self.len)?;
        let at = self.before.partition_point(|before| *before <= nth).checked_sub(1)?;
        let (range, before) = (self.ranges.get(at)?, self.before.get(at)?);
        Some((range.start + (nth - before)) as usize)
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.ranges.iter().flat_map(|range| range.start as usize..range.end as usize)
    }
}
