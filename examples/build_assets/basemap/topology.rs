//! Rings that share borders, cut into arcs that each stand once.

use super::simplify::levels;
use chronotope::basemap::{Arc, Node, Step, outline};
use std::collections::{HashMap, HashSet};

/// Arcs, and every ring as steps along them.
pub struct Topology {
    pub arcs: Vec<Arc>,
    /// In the order of the rings given.
    pub rings: Vec<Vec<Step>>,
    /// By arc: the rings on it.
    pub sides: Vec<Vec<usize>>,
}

/// Cuts closed rings (the last vertex is not the first again) where their company changes.
pub fn cut(rings: &[Vec<Node>]) -> Topology {
    let joints = joints(rings);
    let mut all = Topology { arcs: Vec::new(), rings: Vec::new(), sides: Vec::new() };
    let mut known: HashMap<Vec<Node>, u32> = HashMap::new();
    for (index, ring) in rings.iter().enumerate() {
        let pieces = pieces(ring, &joints);
        let steps = pieces.into_iter().map(|piece| {
            let reversed: Vec<Node> = piece.iter().rev().copied().collect();
            let back = reversed < piece;
            let key = if back { reversed } else { piece };
            let arc = *known.entry(key.clone()).or_insert_with(|| {
                all.arcs.push(Arc { levels: Vec::new(), nodes: key });
                all.sides.push(Vec::new());
                all.arcs.len() as u32 - 1
            });
            all.sides[arc as usize].push(index);
            Step { arc, back }
        });
        let steps: Vec<Step> = steps.collect();
        all.rings.push(steps);
    }
    all
}

/// Vertices at which a ring must be cut: those whose two neighbours are not the same in every ring.
fn joints(rings: &[Vec<Node>]) -> HashSet<Node> {
    let mut company: HashMap<Node, [Node; 2]> = HashMap::new();
    let mut joints = HashSet::new();
    for ring in rings {
        let n = ring.len();
        for i in 0..n {
            let mut pair = [ring[(i + n - 1) % n], ring[(i + 1) % n]];
            pair.sort_unstable();
            if *company.entry(ring[i]).or_insert(pair) != pair {
                joints.insert(ring[i]);
            }
        }
    }
    // Where only some rings go on along an edge their ends differ too: both ends of an edge walked
    // by another number of rings than its neighbour are already joints by the rule above.
    joints
}

fn pieces(ring: &[Node], joints: &HashSet<Node>) -> Vec<Vec<Node>> {
    let n = ring.len();
    let cuts: Vec<usize> = (0..n).filter(|i| joints.contains(&ring[*i])).collect();
    if cuts.is_empty() {
        // An island: it begins at its smallest vertex, so that equal islands are equal arcs.
        let first = (0..n).min_by_key(|i| ring[*i]).unwrap_or(0);
        return vec![(0..=n).map(|i| ring[(first + i) % n]).collect()];
    }
    cuts.iter()
        .zip(cuts.iter().cycle().skip(1))
        .map(|(a, b)| {
            let count = if b > a { b - a } else { b + n - a };
            (0..=count).map(|i| ring[(a + i) % n]).collect()
        })
        .collect()
}

impl Topology {
    pub fn ends(&self, step: Step) -> (Node, Node) {
        let nodes = &self.arcs[step.arc as usize].nodes;
        let (first, last) = (nodes[0], nodes[nodes.len() - 1]);
        if step.back { (last, first) } else { (first, last) }
    }

    /// The outline of several rings together: arcs that two of them share are gone.
    pub fn dissolved<'a>(&self, rings: impl Iterator<Item = &'a Vec<Step>>) -> Vec<Vec<Step>> {
        self.rings_of(&outline(rings.flatten().copied()))
    }

    /// Directed steps chained end to start into rings.
    pub fn rings_of(&self, steps: &[Step]) -> Vec<Vec<Step>> {
        let mut from: HashMap<Node, Vec<usize>> = HashMap::new();
        for (i, s) in steps.iter().enumerate() {
            from.entry(self.ends(*s).0).or_default().push(i);
        }
        let mut used = vec![false; steps.len()];
        let mut rings = Vec::new();
        for first in 0..steps.len() {
            if used[first] {
                continue;
            }
            let mut ring = vec![steps[first]];
            used[first] = true;
            let (start, mut at) = self.ends(steps[first]);
            while at != start {
                let Some(next) = from.get(&at).and_then(|c| c.iter().copied().find(|i| !used[*i]))
                else {
                    break;
                };
                used[next] = true;
                ring.push(steps[next]);
                at = self.ends(steps[next]).1;
            }
            rings.push(ring);
        }
        rings
    }

    /// Arcs of one kind chained through vertices where exactly two of them meet.
    pub fn chains(&self, arcs: &[u32]) -> Vec<Vec<Step>> {
        let mut at: HashMap<Node, Vec<u32>> = HashMap::new();
        for arc in arcs {
            let (a, b) = self.ends(Step { arc: *arc, back: false });
            at.entry(a).or_default().push(*arc);
            at.entry(b).or_default().push(*arc);
        }
        let mut used: HashSet<u32> = HashSet::new();
        let mut chains = Vec::new();
        // First from real ends, then what is left, which are rings.
        let ended = |arc: &&u32| {
            let (a, b) = self.ends(Step { arc: **arc, back: false });
            at[&a].len() != 2 || at[&b].len() != 2
        };
        for arc in arcs.iter().filter(ended).chain(arcs) {
            if !used.insert(*arc) {
                continue;
            }
            let (a, b) = self.ends(Step { arc: *arc, back: false });
            let back = at[&b].len() != 2 && at[&a].len() == 2;
            let mut chain = vec![Step { arc: *arc, back }];
            let mut end = if back { a } else { b };
            while at[&end].len() == 2 {
                let Some(next) = at[&end].iter().copied().find(|n| !used.contains(n)) else {
                    break;
                };
                used.insert(next);
                let (s, e) = self.ends(Step { arc: next, back: false });
                let back = s != end;
                end = if back { s } else { e };
                chain.push(Step { arc: next, back });
            }
            chains.push(chain);
        }
        chains
    }

    /// The vertices along steps.
    pub fn walk(&self, steps: &[Step]) -> Vec<Node> {
        let mut out: Vec<Node> = Vec::new();
        for step in steps {
            let nodes = &self.arcs[step.arc as usize].nodes;
            let walk: Box<dyn Iterator<Item = &Node>> =
                if step.back { Box::new(nodes.iter().rev()) } else { Box::new(nodes.iter()) };
            for node in walk {
                if out.last() != Some(node) {
                    out.push(*node);
                }
            }
        }
        out
    }

    /// Gives every vertex its level, chain by chain, so that joints within a chain can go as well.
    pub fn rank(&mut self, chains: &[Vec<Step>]) {
        for chain in chains {
            let nodes = self.walk(chain);
            let closed = nodes.first() == nodes.last();
            let of: HashMap<Node, u8> = nodes.iter().copied().zip(levels(&nodes, closed)).collect();
            for step in chain {
                let arc = &mut self.arcs[step.arc as usize];
                arc.levels = arc.nodes.iter().map(|n| of[n]).collect();
            }
        }
    }
}
