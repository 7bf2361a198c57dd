//! Which entries are near a position: a grid of equal degrees, each cell holding its entries.

use super::Gazetteer;
use super::bytes::u32_at;
use super::entry::EntryId;
use super::format::Section;
use crate::model::LonLat;

/// Mean radius of the Earth in metres (IUGG, R1).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Cells to the degree for so many entries: about four entries to an inhabited cell.
pub(crate) fn cells_per_degree(entries: usize) -> u32 {
    if entries > 2_000_000 { 4 } else { 1 }
}

/// The cell that a position is in, as column and row.
fn cell(lon: f64, lat: f64, per_degree: u32) -> (u32, u32) {
    let scale = f64::from(per_degree);
    let column = ((lon + 180.0) * scale).floor().clamp(0.0, 360.0 * scale - 1.0);
    let row = ((lat + 90.0) * scale).floor().clamp(0.0, 180.0 * scale - 1.0);
    (column as u32, row as u32)
}

/// The grid of so many points: where each cell's entries begin, and the entries.
pub(crate) fn grid(points: &[(f64, f64)], per_degree: u32) -> (Vec<u8>, Vec<u8>) {
    let columns = 360 * per_degree;
    let number = |lon: f64, lat: f64| {
        let (column, row) = cell(lon, lat, per_degree);
        row * columns + column
    };
    let mut all: Vec<(u32, u32)> =
        points.iter().zip(0u32..).map(|((lon, lat), entry)| (number(*lon, *lat), entry)).collect();
    all.sort_unstable();
    let mut starts = Vec::new();
    let mut at = 0usize;
    for cell in 0..=columns * 180 * per_degree {
        while all.get(at).is_some_and(|(c, _)| *c < cell) {
            at += 1;
        }
        starts.extend((at as u32).to_le_bytes());
    }
    let entries = all.iter().flat_map(|(_, entry)| entry.to_le_bytes()).collect();
    (starts, entries)
}

/// Metres between two positions along the surface of a sphere.
pub(crate) fn distance_m(a: LonLat, b: LonLat) -> f64 {
    let (lat_a, lat_b) = (a.lat().to_radians(), b.lat().to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(b.lat() - a.lat()) + lat_a.cos() * lat_b.cos() * half(b.lon() - a.lon());
    2.0 * EARTH_RADIUS_M * h.clamp(0.0, 1.0).sqrt().asin()
}

impl Gazetteer {
    /// The entries nearest to a position, at most `limit`, nearest first, with their distance in metres.
    #[must_use]
    pub fn nearest(&self, position: LonLat, limit: usize) -> Vec<(EntryId, f64)> {
        let per_degree = self.layout().cells_per_degree.max(1);
        let (rows, columns) = (i64::from(180 * per_degree), i64::from(360 * per_degree));
        let (column, row) = cell(position.lon(), position.lat(), per_degree);
        let (column, row) = (i64::from(column), i64::from(row));
        let mut found: Vec<(EntryId, f64)> = Vec::new();
        for ring in 0..=columns / 2 {
            for (dc, dr) in ring_cells(ring) {
                let r = row + dr;
                if (0..rows).contains(&r) {
                    let c = (column + dc).rem_euclid(columns);
                    self.collect_cell((r * columns + c) as usize, position, &mut found);
                }
            }
            found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            found.dedup_by_key(|(entry, _)| *entry);
            found.truncate(limit);
            let full = found.len() >= limit;
            if full && found.last().is_none_or(|(_, m)| *m <= reach_m(position, ring, per_degree)) {
                break;
            }
        }
        found
    }

    fn collect_cell(&self, cell: usize, position: LonLat, found: &mut Vec<(EntryId, f64)>) {
        let starts = self.section(Section::Cells);
        let entries = self.section(Section::CellEntries);
        let (Some(from), Some(to)) = (u32_at(starts, cell * 4), u32_at(starts, cell * 4 + 4))
        else {
            return;
        };
        for at in from..to.min(from.saturating_add(self.layout().entries)) {
            let Some(entry) = u32_at(entries, at as usize * 4) else { return };
            if let Some(there) = self.position(EntryId(entry)) {
                found.push((EntryId(entry), distance_m(position, there)));
            }
        }
    }
}

/// How far, in metres, everything within so many rings of cells is sure to have been seen.
fn reach_m(position: LonLat, ring: i64, per_degree: u32) -> f64 {
    let metre_per_degree = EARTH_RADIUS_M.to_radians();
    let degrees = ring as f64 / f64::from(per_degree);
    // Columns narrow towards the poles; take the narrowest that a ring touches.
    let far = (position.lat().abs() + degrees).min(90.0).to_radians().cos();
    degrees * metre_per_degree * far
}

/// The cells at a distance of `ring` columns or rows, as steps from the middle.
fn ring_cells(ring: i64) -> impl Iterator<Item = (i64, i64)> {
    let side = -ring..=ring;
    let across = side.clone().flat_map(move |d| [(d, -ring), (d, ring)]);
    let along = side.filter(move |d| d.abs() < ring).flat_map(move |d| [(-ring, d), (ring, d)]);
    across.chain(along)
}
