//! One frame's squares: counted where the window or the view changed, and drawn.

use super::device::{GROUP, Gpu};
use super::upload::Uploaded;
use crate::model::Window;
use crate::query::{Area, all_time};
use crate::scene::density::{Ink, Sheet};
use crate::views::theme::color;
use eframe::egui_wgpu::{CallbackResources, CallbackTrait, ScreenDescriptor};
use eframe::wgpu;
use egui::{PaintCallbackInfo, Pos2};
use std::sync::{Arc, PoisonError};

/// The squares of a frame.
pub(super) struct Picture {
    pub gpu: Arc<Gpu>,
    pub points: Arc<Uploaded>,
    pub sheet: Sheet,
    pub ink: Ink,
    /// The map's corner, in the window's points.
    pub corner: Pos2,
}

/// Sums of the squares, kept while neither window nor view change.
#[derive(Debug, Default)]
pub(super) struct Sums {
    buffers: Option<Buffers>,
    counted: Option<(Arc<Uploaded>, Area, Window)>,
}

#[derive(Debug)]
struct Buffers {
    /// Squares that they hold.
    room: u64,
    /// Of the window, and of all of time.
    sums: [wgpu::Buffer; 2],
    counting: [wgpu::BindGroup; 2],
    drawing: wgpu::BindGroup,
}

impl Buffers {
    fn new(gpu: &Gpu, room: u64) -> Self {
        let sums = ["shown", "all"].map(|label| {
            gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size: room * 4,
                usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            })
        });
        let [shown, all] = &sums;
        let drawing = gpu.bind(&gpu.drawing, &[(0, &gpu.look), (2, shown), (3, all)]);
        let counting =
            sums.each_ref().map(|sums| gpu.bind(&gpu.counting, &[(0, &gpu.look), (1, sums)]));
        Self { room, sums, counting, drawing }
    }
}

impl Picture {
    fn squares(&self) -> u64 {
        u64::from(self.sheet.area.width) * u64::from(self.sheet.area.height)
    }

    /// The uniforms of the shader's `Look`.
    fn look(&self, screen: &ScreenDescriptor) -> Vec<u8> {
        let (sheet, scale) = (&self.sheet, screen.pixels_per_point);
        let Area { level, left, top, width, height } = sheet.area;
        let colors = self.ink.colors.len() as u32;
        let outside = u32::from(self.ink.outside.is_some());
        let [x, y] = sheet.corner_pt;
        let [target_x, target_y] = screen.size_in_pixels.map(|side| side as f32);
        let place = [self.corner.x + x, self.corner.y + y, sheet.side_pt, sheet.world_pt];
        let least = (0..52).map(|at| self.ink.least.get(at).copied().unwrap_or(u32::MAX));
        let whole = [32 - level, left, top, (1 << level) - 1, width, height, colors, outside];
        let real = place.map(|part| part * scale).into_iter().chain([target_x, target_y, 0.0, 0.0]);
        let numbers = whole.into_iter().chain(real.map(f32::to_bits)).chain(least);
        let mut bytes: Vec<u8> = numbers.flat_map(u32::to_ne_bytes).collect();
        let colors = self.ink.colors.iter().chain(&self.ink.outside);
        let mut colors: Vec<f32> = colors
            .flat_map(|ink| {
                let fill = color(*ink);
                // As egui's own shader has it: blended as they are, or in linear light.
                if self.gpu.linear {
                    let [r, g, b, a] = fill.to_array().map(|part| f32::from(part) / 255.0);
                    let linear = |v: f32| {
                        if v < 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
                    };
                    [linear(r), linear(g), linear(b), a]
                } else {
                    fill.to_array().map(|part| f32::from(part) / 255.0)
                }
            })
            .collect();
        colors.resize(200, 0.0);
        bytes.extend(colors.into_iter().flat_map(f32::to_ne_bytes));
        bytes
    }

    /// Counts the events of a window into one of the sums.
    fn count(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        buffers: &Buffers,
        which: usize,
        window: Window,
    ) {
        let (Some(sums), Some(counting)) = (buffers.sums.get(which), buffers.counting.get(which))
        else {
            return;
        };
        encoder.clear_buffer(sums, 0, Some(self.squares() * 4));
        let met = self.points.index.points_met(window);
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        pass.set_pipeline(&self.gpu.count);
        pass.set_bind_group(0, counting, &[]);
        for chunk in &self.points.chunks {
            let (Some(met), Some(meets), Some(group)) =
                (met.get(chunk.part), chunk.meets.get(which), chunk.groups.get(which))
            else {
                continue;
            };
            let [first, end, over] = chunk.meets(met);
            if first >= end {
                continue;
            }
            let numbers = [first, end, over, 0].map(u32::to_ne_bytes).concat();
            self.gpu.queue.write_buffer(meets, 0, &numbers);
            pass.set_bind_group(1, group, &[]);
            pass.dispatch_workgroups((end - first).div_ceil(GROUP), 1, 1);
        }
    }
}

impl CallbackTrait for Picture {
    fn prepare(
        &self,
        _device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        encoder: &mut wgpu::CommandEncoder,
        _resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        queue.write_buffer(&self.gpu.look, 0, &self.look(screen));
        let mut sums = self.gpu.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let Sums { buffers, counted } = &mut *sums;
        let buffers = match buffers.take().filter(|known| known.room >= self.squares()) {
            Some(known) => buffers.insert(known),
            None => {
                *counted = None;
                // Room for the squares of a screen a little larger, too.
                buffers.insert(Buffers::new(&self.gpu, self.squares().next_power_of_two()))
            }
        };
        let area = self.sheet.area;
        let same = counted
            .take()
            .filter(|(points, there, _)| Arc::ptr_eq(points, &self.points) && *there == area);
        if same.is_none() {
            self.count(encoder, buffers, 1, all_time());
        }
        if same.is_none_or(|(.., window)| window != self.sheet.window) {
            self.count(encoder, buffers, 0, self.sheet.window);
        }
        *counted = Some((Arc::clone(&self.points), area, self.sheet.window));
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        _resources: &CallbackResources,
    ) {
        let sums = self.gpu.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(buffers) = &sums.buffers else { return };
        // Positions are the window's: the map's own corner need not lie on a whole pixel.
        let [width, height] = info.screen_size_px.map(|side| side as f32);
        pass.set_viewport(0.0, 0.0, width, height, 0.0, 1.0);
        pass.set_pipeline(&self.gpu.draw);
        pass.set_bind_group(0, &buffers.drawing, &[]);
        let instances = self.squares() * u64::from(self.sheet.copies);
        pass.draw(0..4, 0..u32::try_from(instances).unwrap_or(u32::MAX));
    }
}
