use crate::system::Column;
use bytemuck::Pod;

/// Things by a number, such as that of their place or source, in the order in which they came.
#[derive(Debug)]
pub struct Grouped<T> {
    start: Column<u32>,
    members: Column<T>,
}

impl<T> Default for Grouped<T> {
    fn default() -> Self {
        Self { start: Column::default(), members: Column::default() }
    }
}

impl<T: Pod> Grouped<T> {
    /// What lay in columns; nothing where they do not fit each other.
    pub(super) fn from_columns(start: Column<u32>, members: Column<T>) -> Option<Self> {
        let fits = start.last().is_some_and(|last| *last as usize == members.len());
        (fits && start.is_sorted()).then_some(Self { start, members })
    }

    /// Where each group begins, and the members.
    pub(super) fn columns(&self) -> (&[u32], &[T]) {
        (&self.start, &self.members)
    }

    /// So many groups of what `pairs` gives, with the number of the group before each; it is called
    /// twice. Numbers beyond the last group are left out. `filler` is any value.
    #[must_use]
    pub fn new<I: Iterator<Item = (usize, T)>>(
        groups: usize,
        filler: T,
        pairs: impl Fn() -> I,
    ) -> Self {
        let mut start = vec![0u32; groups + 1];
        for (group, _) in pairs() {
            if let Some(count) = start.get_mut(group + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut start {
            sum += *slot;
            *slot = sum;
        }
        let mut next = start.clone();
        let mut members = vec![filler; sum as usize];
        for (group, member) in pairs().filter(|(group, _)| *group < groups) {
            let Some(at) = next.get_mut(group) else { continue };
            if let Some(slot) = members.get_mut(*at as usize) {
                *slot = member;
            }
            *at += 1;
        }
        Self { start: start.into(), members: members.into() }
    }

    /// The members of a group.
    #[must_use]
    pub fn of(&self, group: usize) -> &[T] {
        let at = |n: usize| self.start.get(n).map(|at| *at as usize);
        match (at(group), at(group + 1)) {
            (Some(from), Some(to)) => self.members.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }
}
