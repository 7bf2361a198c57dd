//! The made-up events as the store counts them.

use super::model;
use chronotope::model::{LonLat, Second, Unit};
use chronotope::projection::World;
use chronotope::store::{Row, fixed};

const DAY_S: i64 = 86_400;

/// So many events of a seed.
pub fn rows(count: usize, seed: u64) -> impl Iterator<Item = Row> {
    let chunks = (0..count).step_by(model::CHUNK);
    let world = model::World::new(seed);
    chunks.flat_map(move |from| {
        let chunk = world.chunk(from / model::CHUNK, count);
        chunk.into_iter().map(|event| row(&event))
    })
}

/// One of them: from the beginning of its first day to the end of its last.
pub fn row(event: &model::Event) -> Row {
    let at = LonLat::clamped(event.lon, event.lat);
    let begin = Second(event.begin_s).floor(Unit::Day);
    let days = 1 + event.days.unwrap_or_default();
    Row {
        at: Some(fixed(World::from_lonlat(at))),
        begin,
        end: Second(begin.0 + days * DAY_S),
        category: event.category as u8,
    }
}
