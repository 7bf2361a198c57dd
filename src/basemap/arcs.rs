//! Lines on the grid, each vertex with the zoom from which it is worth drawing.

use super::codec::{Damaged, Reader, Writer};
use std::collections::BTreeMap;

/// Grid cells per world width: 2^19, two points at zoom 12, 76 m at the equator.
pub const GRID: i32 = 1 << 19;

/// The finest level of detail. Level `n` serves zoom `n`: it leaves out what would move a line by
/// less than about a point there.
pub const FINEST: u8 = 8;

/// A vertex on the grid: right and down, 0..=[`GRID`].
pub type Node = [i32; 2];

/// A box on the grid, edges included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Left top.
    pub min: Node,
    /// Right bottom.
    pub max: Node,
}

impl Extent {
    /// Holds nothing.
    pub const EMPTY: Self = Self { min: [i32::MAX; 2], max: [i32::MIN; 2] };

    /// The box around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let [ax, ay] = self.min;
        let [bx, by] = other.min;
        let [cx, cy] = self.max;
        let [dx, dy] = other.max;
        Self { min: [ax.min(bx), ay.min(by)], max: [cx.max(dx), cy.max(dy)] }
    }

    /// The box around a vertex.
    #[must_use]
    pub fn of(node: Node) -> Self {
        Self { min: node, max: node }
    }

    /// Whether both share ground.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        let ([ax, ay], [bx, by]) = (self.min, self.max);
        let ([cx, cy], [dx, dy]) = (other.min, other.max);
        ax <= dx && cx <= bx && ay <= dy && cy <= by
    }

    /// Width and height in cells.
    #[must_use]
    pub fn size(self) -> [i32; 2] {
        let ([ax, ay], [bx, by]) = (self.min, self.max);
        [bx.saturating_sub(ax), by.saturating_sub(ay)]
    }
}

/// A line as the asset build writes it: its vertices, and the level from which each is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arc {
    /// The vertices.
    pub nodes: Vec<Node>,
    /// As many levels, 0..=[`FINEST`].
    pub levels: Vec<u8>,
}

/// An arc walked forwards or backwards, as part of a longer line or a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// Which arc.
    pub arc: u32,
    /// Whether from its end to its start.
    pub back: bool,
}

impl Step {
    /// Writes it.
    pub fn write(self, w: &mut Writer, before: &mut u32) {
        w.unsigned(u64::from(self.back) | (zigzag(i64::from(self.arc) - i64::from(*before)) << 1));
        *before = self.arc;
    }

    fn read(r: &mut Reader<'_>, before: &mut u32, len: usize) -> Result<Self, Damaged> {
        let v = r.unsigned()?;
        let delta = (v >> 2) as i64 ^ -((v >> 1 & 1) as i64);
        let arc = i64::from(*before)
            .checked_add(delta)
            .and_then(|a| u32::try_from(a).ok())
            .filter(|&a| (a as usize) < len)
            .ok_or_else(|| r.damaged())?;
        *before = arc;
        Ok(Self { arc, back: v & 1 == 1 })
    }
}

fn zigzag(v: i64) -> u64 {
    ((v << 1) ^ (v >> 63)) as u64
}

/// Writes a ring or line of steps.
pub fn write_steps(w: &mut Writer, steps: &[Step]) {
    w.size(steps.len());
    let mut before = 0;
    for step in steps {
        step.write(w, &mut before);
    }
}

/// Reads a ring or line of steps over `len` arcs.
///
/// # Errors
/// When damaged.
pub fn read_steps(r: &mut Reader<'_>, len: usize) -> Result<Box<[Step]>, Damaged> {
    let mut before = 0;
    Ok(r.list(|r| Step::read(r, &mut before, len))?.into_boxed_slice())
}

/// Writes many arcs: counts, then all steps right, all steps down, all levels, so that like stands by like.
pub fn write_arcs(w: &mut Writer, arcs: &[Arc]) {
    w.size(arcs.len());
    for arc in arcs {
        w.size(arc.nodes.len());
    }
    for axis in [0, 1] {
        let mut before = 0;
        for v in arcs.iter().flat_map(|a| &a.nodes).filter_map(|n| n.get(axis)) {
            w.signed(i64::from(v - before));
            before = *v;
        }
    }
    for level in arcs.iter().flat_map(|a| &a.levels) {
        w.byte(*level);
    }
}

/// What is left of rings when walks along the same arc in opposite directions cancel: the outline of
/// their ground together. Every vertex is left as often as it is entered, so it chains into rings.
#[must_use]
pub fn outline(steps: impl IntoIterator<Item = Step>) -> Vec<Step> {
    let mut net: BTreeMap<u32, i32> = BTreeMap::new();
    for step in steps {
        *net.entry(step.arc).or_insert(0) += if step.back { -1 } else { 1 };
    }
    let left = net.into_iter().flat_map(|(arc, n)| {
        std::iter::repeat_n(Step { arc, back: n < 0 }, n.unsigned_abs() as usize)
    });
    left.collect()
}

/// Many arcs at every level of detail.
#[derive(Clone, Debug, Default)]
pub struct Arcs {
    levels: Vec<Level>,
    extents: Vec<Extent>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    /// Where each arc begins in `nodes`, and where the last ends.
    starts: Vec<u32>,
    nodes: Vec<Node>,
}

impl Arcs {
    /// Reads what [`write_arcs`] wrote.
    ///
    /// # Errors
    /// When damaged.
    pub fn read(r: &mut Reader<'_>) -> Result<Self, Damaged> {
        let counts = r.list(Reader::size)?;
        let total = counts.iter().try_fold(0_usize, |sum, n| sum.checked_add(*n));
        let total = total.filter(|&n| u32::try_from(n).is_ok()).ok_or_else(|| r.damaged())?;
        let mut nodes: Vec<Node> = Vec::new();
        let axis = |r: &mut Reader<'_>| {
            let mut at = 0_i64;
            (0..total)
                .map(|_| {
                    at = at.saturating_add(r.signed()?);
                    i32::try_from(at).ok().filter(|v| (0..=GRID).contains(v)).ok_or(r.damaged())
                })
                .collect::<Result<Vec<i32>, Damaged>>()
        };
        let (xs, ys) = (axis(r)?, axis(r)?);
        nodes.extend(xs.into_iter().zip(ys).map(|(x, y)| [x, y]));
        let levels = (0..total).map(|_| r.byte()).collect::<Result<Vec<u8>, Damaged>>()?;
        Ok(Self::build(&counts, &nodes, &levels))
    }

    /// Sorts the vertices into levels. Ends of an arc are kept from their own level on; a level in
    /// which an arc has no vertex skips it.
    fn build(counts: &[usize], nodes: &[Node], levels: &[u8]) -> Self {
        let mut all = Self { levels: Vec::new(), extents: Vec::with_capacity(counts.len()) };
        let mut rest = nodes;
        for count in counts {
            let (arc, tail) = rest.split_at_checked(*count).unwrap_or((rest, &[]));
            all.extents.push(arc.iter().fold(Extent::EMPTY, |e, n| e.union(Extent::of(*n))));
            rest = tail;
        }
        for level in 0..=FINEST {
            let mut one = Level { starts: Vec::with_capacity(counts.len() + 1), nodes: Vec::new() };
            let mut at = 0_usize;
            for count in counts {
                one.starts.push(one.nodes.len() as u32);
                let range = at..at + count;
                let arc = nodes.get(range.clone()).unwrap_or_default();
                let drawn = levels.get(range).unwrap_or_default();
                let kept = arc.iter().zip(drawn).filter(|(_, l)| **l <= level).map(|(n, _)| *n);
                one.nodes.extend(kept);
                at += count;
            }
            one.starts.push(one.nodes.len() as u32);
            one.nodes.shrink_to_fit();
            all.levels.push(one);
        }
        all
    }

    /// How many arcs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.extents.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.extents.is_empty()
    }

    /// The vertices of an arc at a level of detail; none where the level skips it.
    #[must_use]
    pub fn nodes(&self, arc: u32, level: u8) -> &[Node] {
        let arc = arc as usize;
        let Some(level) = self.levels.get(usize::from(level.min(FINEST))) else { return &[] };
        match level.starts.get(arc..arc + 2) {
            Some(&[from, to]) => level.nodes.get(from as usize..to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The box around an arc at the finest level.
    #[must_use]
    pub fn extent(&self, arc: u32) -> Extent {
        self.extents.get(arc as usize).copied().unwrap_or(Extent::EMPTY)
    }

    /// The box around a line of steps.
    #[must_use]
    pub fn extent_of(&self, steps: &[Step]) -> Extent {
        steps.iter().fold(Extent::EMPTY, |e, s| e.union(self.extent(s.arc)))
    }

    /// The vertices along a line of steps, each joint once; the end of a ring is not repeated.
    pub fn walk(&self, steps: &[Step], level: u8, out: &mut Vec<Node>) {
        for step in steps {
            self.step(*step, level, out);
        }
    }

    /// The vertices of one step, without the first where it is the last of `out`.
    pub fn step(&self, step: Step, level: u8, out: &mut Vec<Node>) {
        let nodes = self.nodes(step.arc, level);
        let mut put = |node: Node| {
            if out.last() != Some(&node) {
                out.push(node);
            }
        };
        if step.back {
            nodes.iter().rev().for_each(|n| put(*n));
        } else {
            nodes.iter().for_each(|n| put(*n));
        }
    }

    /// Bytes held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let levels = self.levels.iter().map(|l| l.starts.capacity() * 4 + l.nodes.capacity() * 8);
        levels.sum::<usize>() + self.extents.capacity() * 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn levels_leave_out_what_is_too_fine() {
        let arc = Arc { nodes: vec![[0, 0], [5, 1], [9, 0]], levels: vec![0, 7, 0] };
        let mut w = Writer::default();
        write_arcs(&mut w, &[arc.clone(), arc]);
        let bytes = w.into_bytes();
        let arcs = Arcs::read(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(arcs.nodes(1, 0), [[0, 0], [9, 0]]);
        assert_eq!(arcs.nodes(1, 200), [[0, 0], [5, 1], [9, 0]]);
        assert_eq!(arcs.nodes(2, 0), [[0, 0]; 0]);
        let mut out = Vec::new();
        arcs.walk(&[Step { arc: 0, back: true }, Step { arc: 1, back: false }], 7, &mut out);
        assert_eq!(out, [[9, 0], [5, 1], [0, 0], [5, 1], [9, 0]]);
    }

    proptest! {
        #[test]
        fn steps_come_back(steps in prop::collection::vec((0..50u32, any::<bool>()), 0..30)) {
            let steps: Vec<Step> = steps.into_iter().map(|(arc, back)| Step { arc, back }).collect();
            let mut w = Writer::default();
            write_steps(&mut w, &steps);
            let bytes = w.into_bytes();
            prop_assert_eq!(&*read_steps(&mut Reader::new(&bytes), 50).unwrap(), &steps[..]);
            prop_assert!(steps.is_empty() || read_steps(&mut Reader::new(&bytes), 0).is_err());
        }

        #[test]
        fn any_bytes_are_safe(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Arcs::read(&mut Reader::new(&bytes));
        }
    }
}
