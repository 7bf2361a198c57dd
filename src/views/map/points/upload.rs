//! The events of a dataset on the device: uploaded once, in chunks that its buffers can hold.

use super::device::{Gpu, POINT_BYTES, guarded};
use crate::query::EventIndex;
use crate::store::{Met, Point};
use eframe::wgpu;
use std::sync::Arc;

/// More events than this stay with the processor: half a gigabyte of the device's memory, of which
/// nobody can say how much is left.
const MOST_POINTS: usize = 1 << 25;

/// The events of a dataset.
#[derive(Debug)]
pub(super) struct Uploaded {
    pub index: Arc<EventIndex>,
    pub chunks: Vec<Chunk>,
}

/// Events of one part, as many as a buffer holds.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Which part of [`EventIndex::points`].
    pub part: usize,
    /// How many of the part come before.
    first: u32,
    count: u32,
    /// Which of its events meet, for the window and for all of time.
    pub meets: [wgpu::Buffer; 2],
    pub groups: [wgpu::BindGroup; 2],
}

impl Chunk {
    /// Which of its events meet a window: a first one, the one after the last, and how many are
    /// over. `met` is what the window meets of the part.
    pub fn meets(&self, met: &Met) -> [u32; 3] {
        let end = met.begun.saturating_sub(self.first).min(self.count);
        let skipped = if met.in_order { met.over } else { 0 };
        let first = skipped.saturating_sub(self.first).min(end);
        [first, end, met.over]
    }
}

impl Uploaded {
    /// Copies the events of a dataset; nothing where there are too many, or the device has no room.
    pub fn new(gpu: &Gpu, index: &Arc<EventIndex>) -> Option<Self> {
        if index.dated().len() > MOST_POINTS {
            return None;
        }
        let limits = gpu.device.limits();
        let bytes = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        // In one dimension, a dispatch has a limit of its own.
        let groups = u64::from(limits.max_compute_workgroups_per_dimension);
        let most = (bytes / POINT_BYTES).min(groups * u64::from(super::device::GROUP));
        let most = usize::try_from(most).unwrap_or(MOST_POINTS).clamp(1, MOST_POINTS);
        let mut chunks = Vec::new();
        for (part, points) in index.points().into_iter().enumerate() {
            let mut first = 0;
            for piece in points.chunks(most) {
                chunks.push(guarded(&gpu.device, || chunk(gpu, part, first, piece))?);
                first += u32::try_from(piece.len()).ok()?;
            }
        }
        Some(Self { index: Arc::clone(index), chunks })
    }
}

fn chunk(gpu: &Gpu, part: usize, first: u32, points: &[Point]) -> Chunk {
    let buffer = |label, size, usage| {
        gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(label),
            size,
            usage: usage | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        })
    };
    let numbers = |point: &Point| {
        let [x, y] = point.at;
        [x, y, point.over, point.category]
    };
    let bytes: Vec<u8> = points.iter().flat_map(numbers).flat_map(u32::to_ne_bytes).collect();
    let rows = buffer("points", bytes.len() as u64, wgpu::BufferUsages::STORAGE);
    gpu.queue.write_buffer(&rows, 0, &bytes);
    // What was written waits in memory until something is submitted.
    gpu.queue.submit([]);
    let meets = [(); 2].map(|()| buffer("meets", 16, wgpu::BufferUsages::UNIFORM));
    let groups = meets.each_ref().map(|meets| gpu.bind(&gpu.chunk, &[(0, &rows), (1, meets)]));
    Chunk { part, first, count: points.len() as u32, meets, groups }
}
