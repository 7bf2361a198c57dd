//! Rows of one name and position are at one place. With ten million rows there can be as many places,
//! so they are found by all cores: rows are dealt by the hash of name and position into heaps that fit
//! the processor's caches, and each heap is searched by itself.

use super::dictionary::{Slots, mix};
use super::part::{Part, UNPLACED};
use crate::task::{Cancelled, Task};
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::thread;

/// Heaps of one round.
const HEAPS: usize = 64;

/// Rows dealt in one round: about 200 MB of them.
const ROUND_ROWS: usize = 8 << 20;

/// What tells two places apart, and the row.
#[derive(Clone, Copy)]
struct Card {
    row: u32,
    name: u32,
    lon: u64,
    lat: u64,
}

impl Card {
    fn hash(&self, seed: u64) -> u64 {
        let x = self.lon ^ self.lat.rotate_left(32) ^ u64::from(self.name).rotate_left(13);
        mix(x ^ seed).wrapping_add(mix(self.lat.wrapping_add(seed)))
    }

    fn is_at(&self, other: &Self) -> bool {
        (self.name, self.lon, self.lat) == (other.name, other.lon, other.lat)
    }
}

/// The places of a table.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// For each row the number of its place, [`UNPLACED`] where it has none.
    pub of_row: Vec<u32>,
    /// For each place, by number, the row that has it first; ascending.
    pub first_row: Vec<u32>,
}

/// Numbers the places in the order in which rows first have them.
pub(super) fn number(
    parts: &[Part],
    labels: &[[u32; 3]],
    task: &Task,
) -> Result<Places, Cancelled> {
    let rows: usize = parts.iter().map(Part::len).sum();
    let first: Vec<AtomicU32> = (0..rows).map(|_| AtomicU32::new(UNPLACED)).collect();
    let rounds = rows.div_ceil(ROUND_ROWS).next_power_of_two();
    let seed = RandomState::new().hash_one(0);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    for round in 0..rounds {
        let heaps = deal(parts, labels, &Deal { round, rounds, seed, threads }, task)?;
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let heap = next.fetch_add(1, Ordering::Relaxed);
                        if heap >= HEAPS || task.is_cancelled() {
                            break;
                        }
                        search(heaps.iter().filter_map(|hand| hand.get(heap)), seed, &first);
                    }
                });
            }
        });
        task.check()?;
    }
    Ok(in_order(first))
}

struct Deal {
    round: usize,
    rounds: usize,
    seed: u64,
    threads: usize,
}

/// Deals the rows of one round: for each thread its heaps, threads in the order of their rows.
fn deal(
    parts: &[Part],
    labels: &[[u32; 3]],
    deal: &Deal,
    task: &Task,
) -> Result<Vec<Vec<Vec<Card>>>, Cancelled> {
    let share = parts.len().div_ceil(deal.threads).max(1);
    let mut base = 0;
    let hands: Vec<(usize, &[Part])> = parts
        .chunks(share)
        .map(|parts| {
            let from = base;
            base += parts.iter().map(Part::len).sum::<usize>();
            (from, parts)
        })
        .collect();
    let dealt = thread::scope(|scope| {
        let hands: Vec<_> = hands
            .into_iter()
            .map(|(from, parts)| scope.spawn(move || hand(parts, from, labels, deal, task)))
            .collect();
        // A thread that broke leaves its rows without places rather than ending the program.
        hands.into_iter().map(|hand| hand.join().unwrap_or_default()).collect()
    });
    task.check()?;
    Ok(dealt)
}

fn hand(
    parts: &[Part],
    mut row: usize,
    labels: &[[u32; 3]],
    deal: &Deal,
    task: &Task,
) -> Vec<Vec<Card>> {
    let mut heaps = vec![Vec::new(); HEAPS];
    for part in parts {
        if task.is_cancelled() {
            break;
        }
        let places = part.label.iter().zip(&part.lon).zip(&part.lat);
        for ((label, lon), lat) in places {
            let number = u32::try_from(row).unwrap_or(UNPLACED);
            row += 1;
            if *label == UNPLACED {
                continue;
            }
            let name = labels.get(*label as usize).map_or(0, |[name, ..]| *name);
            let card = Card { row: number, name, lon: lon.to_bits(), lat: lat.to_bits() };
            let high = (card.hash(deal.seed) >> 48) as usize;
            if high / HEAPS % deal.rounds == deal.round
                && let Some(heap) = heaps.get_mut(high % HEAPS)
            {
                heap.push(card);
            }
        }
    }
    heaps
}

/// Says for each row of a heap which row has its place first.
fn search<'a>(hands: impl Iterator<Item = &'a Vec<Card>> + Clone, seed: u64, first: &[AtomicU32]) {
    // Half of the rows are often at a place met before: the slots grow where they are not.
    let mut slots = Slots::with_room(hands.clone().map(Vec::len).sum::<usize>() / 2);
    let mut places: Vec<Card> = Vec::new();
    for card in hands.flatten() {
        let new = u32::try_from(places.len()).unwrap_or(UNPLACED - 1);
        let at = slots.find_or_insert(
            card.hash(seed),
            new,
            |at| places.get(at as usize).is_some_and(|have| have.is_at(card)),
            |at| places.get(at as usize).map_or(0, |have| have.hash(seed)),
        );
        if at == new {
            places.push(*card);
        }
        let of = places.get(at as usize).map_or(card.row, |have| have.row);
        if let Some(slot) = first.get(card.row as usize) {
            slot.store(of, Ordering::Relaxed);
        }
    }
}

/// From the row that has a place first to the place's number.
fn in_order(first: Vec<AtomicU32>) -> Places {
    let mut of_row: Vec<u32> = first.into_iter().map(AtomicU32::into_inner).collect();
    let mut first_row = Vec::new();
    for row in 0..of_row.len() {
        let Some(first) = of_row.get(row).copied().filter(|first| *first != UNPLACED) else {
            continue;
        };
        // Rows before this one hold the number of their place already.
        let number = if first as usize == row {
            let number = u32::try_from(first_row.len()).unwrap_or(UNPLACED);
            first_row.push(first);
            number
        } else {
            of_row.get(first as usize).copied().unwrap_or(UNPLACED)
        };
        if let Some(slot) = of_row.get_mut(row) {
            *slot = number;
        }
    }
    Places { of_row, first_row }
}
