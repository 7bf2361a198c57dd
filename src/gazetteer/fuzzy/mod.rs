//! Keys within a few edits of a word.
//!
//! An edit is a letter put in, left out or replaced, or two neighbours swapped, with nothing edited
//! twice (optimal string alignment). Whatever turns one word into another within two edits spends at
//! most one of them before a given letter or none behind it. So two walks find all: one from the
//! front of the keys and one over the same keys written backwards, each held to a piece of the word
//! before it may branch out.
//!
//! The walks go letter by letter through all beginnings at once. Their nodes lie far apart in a
//! large index; reading a byte of each first lets the memory fetch them side by side.

mod pattern;

use super::format::REVERSED_PREFIX;
use fst::raw::{CompiledAddr, Fst, Node, Output};
use pattern::{LONGEST, Pattern, State};
use std::ops::Range;

/// Places beyond which two edits are allowed for longer words only.
const MANY: usize = 2_000_000;

/// How many edits a word of so many letters allows in a gazetteer of so many places: none below
/// three letters and beyond 31, one below six, else two. Among more than two million places two from
/// eight letters on: hundreds of names lie within two edits of a shorter word there.
pub(crate) fn edits_allowed(letters: usize, places: usize, most: u8) -> u8 {
    let two_from = if places > MANY { 8 } else { 6 };
    match letters {
        0..=2 => 0,
        _ if letters > LONGEST => 0,
        _ if letters < two_from => most.min(1),
        _ => most.min(2),
    }
}

/// Whether a key can be within two edits of a word that allows as many.
pub(crate) fn is_reachable(key: &str) -> bool {
    (2..=LONGEST + 2).contains(&key.chars().count())
}

/// Calls `found` with the value of every key that is one to `edits` edits from `word`, and how many.
/// A key may come twice; the fewer edits hold. Nothing is found for more than two edits or 31 letters.
pub(crate) fn search<D: AsRef<[u8]>>(
    keys: &Fst<D>,
    word: &str,
    edits: u8,
    found: &mut dyn FnMut(u64, u8),
) {
    let mut letters: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if !(1..=2).contains(&edits) || letters.len() > LONGEST || letters.len() <= edits.into() {
        return;
    }
    // Where one edit is allowed in the front, a longer front leaves less to branch over behind it.
    let front = letters.len() / 2 + usize::from(edits > 1);
    let pattern = Pattern::new(&letters, edits, front, edits - 1);
    let mut walk = Walk { keys, steps: Vec::with_capacity(1024) };
    walk.run(&pattern, keys.root(), &mut |_, _, value, edits| found(value, edits));

    let back = letters.len() - front;
    letters.reverse();
    let pattern = Pattern::new(&letters, edits, back, 0);
    let root = keys.root();
    let Some(backwards) = root.find_input(REVERSED_PREFIX) else { return };
    let mut ends = Vec::new();
    walk.run(&pattern, keys.node(root.transition_addr(backwards)), &mut |step, _, _, edits| {
        ends.push(End { at: root.addr(), output: Output::zero(), step, edits });
    });
    walk.look_up(ends, found);
}

/// The beginning of some keys.
#[derive(Clone, Copy)]
struct Step {
    node: CompiledAddr,
    output: Output,
    state: State,
    /// The step before, and the letter that led here from it.
    parent: u32,
    letter: char,
}

/// A key found backwards, on its way to its value.
struct End {
    at: CompiledAddr,
    output: Output,
    /// The step whose letter comes next.
    step: u32,
    edits: u8,
}

/// A run of steps, and the letter of a key that is being put together from its bytes.
#[derive(Clone, Copy)]
struct Spread<'p> {
    pattern: &'p Pattern,
    state: State,
    /// The state after any letter that the word lacks.
    other: State,
    parent: u32,
    /// The bits of a letter whose first bytes were walked, and how many bytes it still wants.
    begun: u32,
    wanting: u8,
}

struct Walk<'f, D> {
    keys: &'f Fst<D>,
    /// All steps of a walk, those of one length together.
    steps: Vec<Step>,
}

impl<'f, D: AsRef<[u8]>> Walk<'f, D> {
    /// Walks from `root` and calls `end` at every key near enough, with its last step, its node's
    /// address, its value and its distance.
    fn run(
        &mut self,
        pattern: &Pattern,
        root: Node<'f>,
        end: &mut dyn FnMut(u32, CompiledAddr, u64, u8),
    ) {
        self.steps.clear();
        let (node, output, state) = (root.addr(), Output::zero(), pattern.start());
        self.steps.push(Step { node, output, state, parent: 0, letter: ' ' });
        let mut level = 0..1;
        while !level.is_empty() {
            self.touch(level.clone());
            for (at, number) in level.clone().zip(level.start as u32..) {
                let Some(step) = self.steps.get(at).copied() else { break };
                let node = self.keys.node(step.node);
                let distance = pattern.distance(&step.state).filter(|edits| *edits > 0);
                if let Some(edits) = distance.filter(|_| node.is_final()) {
                    let value = step.output.cat(node.final_output()).value();
                    end(number, step.node, value, edits);
                }
                self.go_on(pattern, node, &step, number);
            }
            level = level.end..self.steps.len();
        }
    }

    /// Reads a byte of every node of a level, none waiting for another.
    fn touch(&self, level: Range<usize>) {
        let nodes = self.steps.get(level).unwrap_or_default().iter().map(|step| step.node);
        touch(self.keys.as_bytes(), nodes);
    }

    fn go_on(&mut self, pattern: &Pattern, node: Node<'f>, step: &Step, number: u32) {
        let state = step.state;
        if pattern.may_edit(&state) {
            let other = pattern.advance(&state, 0);
            let spread = Spread { pattern, state, other, parent: number, begun: 0, wanting: 0 };
            self.spread(node, step.output, spread);
            return;
        }
        for (letter, columns) in pattern.following(&state) {
            if let Some((node, output)) = self.follow(node, step.output, letter) {
                let state = pattern.advance(&state, columns);
                self.steps.push(Step { node, output, state, parent: number, letter });
            }
        }
    }

    /// The node behind one letter, if the map has it here.
    fn follow(
        &self,
        mut node: Node<'f>,
        mut output: Output,
        letter: char,
    ) -> Option<(CompiledAddr, Output)> {
        let mut address = node.addr();
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            if address != node.addr() {
                node = self.keys.node(address);
            }
            let transition = node.transition(node.find_input(byte)?);
            address = transition.addr;
            output = output.cat(transition.out);
        }
        Some((address, output))
    }

    /// Goes on with every letter that the map has here and that can lead to a key near enough.
    fn spread(&mut self, node: Node<'f>, output: Output, spread: Spread<'_>) {
        let Spread { pattern, state, other, parent, .. } = spread;
        let other_is_alive = pattern.is_alive(&other);
        for transition in node.transitions() {
            let bits = u32::from(transition.inp);
            let (begun, wanting) = match (transition.inp, spread.wanting) {
                (0x20..0x80, 0) => (bits, 0),
                (0xc0..0xe0, 0) => (bits & 0x1f, 1),
                (0xe0..0xf0, 0) => (bits & 0x0f, 2),
                (0xf0.., 0) => (bits & 0x07, 3),
                (0x80..0xc0, 1..) => (spread.begun << 6 | (bits & 0x3f), spread.wanting - 1),
                // Control bytes set other kinds of keys apart; the rest is no UTF-8.
                _ => continue,
            };
            let output = output.cat(transition.out);
            if wanting > 0 {
                let node = self.keys.node(transition.addr);
                self.spread(node, output, Spread { begun, wanting, ..spread });
                continue;
            }
            let Some(letter) = char::from_u32(begun) else { continue };
            let columns = pattern.columns(letter);
            let (state, alive) = if columns == 0 {
                (other, other_is_alive)
            } else {
                let next = pattern.advance(&state, columns);
                (next, pattern.is_alive(&next))
            };
            if alive {
                self.steps.push(Step { node: transition.addr, output, state, parent, letter });
            }
        }
    }

    /// The values of keys found backwards: the steps back are the letters forward.
    fn look_up(&self, mut ends: Vec<End>, found: &mut dyn FnMut(u64, u8)) {
        while !ends.is_empty() {
            touch(self.keys.as_bytes(), ends.iter().map(|end| end.at));
            ends.retain_mut(|end| {
                let node = self.keys.node(end.at);
                let Some(step) = self.steps.get(end.step as usize).filter(|_| end.step > 0) else {
                    if node.is_final() {
                        found(end.output.cat(node.final_output()).value(), end.edits);
                    }
                    return false;
                };
                let Some((at, output)) = self.follow(node, end.output, step.letter) else {
                    return false;
                };
                (end.at, end.output, end.step) = (at, output, step.parent);
                true
            });
        }
    }
}

/// Reads a byte at each address, so that what lies there is on its way when it is needed.
fn touch(bytes: &[u8], addresses: impl Iterator<Item = CompiledAddr>) {
    let read = |sum: u8, at: CompiledAddr| sum ^ bytes.get(at).copied().unwrap_or_default();
    std::hint::black_box(addresses.fold(0, read));
}

#[cfg(test)]
pub(crate) mod tests;
