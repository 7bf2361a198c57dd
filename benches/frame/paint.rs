//! Drawing frames without a display, by whatever graphics device there is.

use eframe::egui_wgpu::{
    RenderState, RendererOptions, ScreenDescriptor, WgpuConfiguration, WgpuSetup,
};
use eframe::wgpu;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What a future gives that never waits, as those of a desktop's device do not.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    for _ in 0..10_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
    panic!("the device does not answer");
}

/// A device to draw with, without the noise that hides bands of colour; or why there is none.
pub fn device() -> Result<RenderState, String> {
    let setup = WgpuSetup::without_display_handle();
    let instance = now(setup.new_instance());
    let config = WgpuConfiguration { wgpu_setup: setup, ..WgpuConfiguration::default() };
    let options = RendererOptions { dithering: false, ..RendererOptions::default() };
    now(RenderState::create(&config, &instance, None, options)).map_err(|error| error.to_string())
}

/// Hands a frame's images to the device.
pub fn take_textures(state: &RenderState, textures: &egui::TexturesDelta) {
    let mut renderer = state.renderer.write();
    for (id, deltas) in &textures.set {
        for delta in deltas {
            renderer.update_texture(&state.device, &state.queue, *id, delta);
        }
    }
}

/// What is drawn on.
pub struct Target {
    texture: wgpu::Texture,
    view: wgpu::TextureView,
    screen: ScreenDescriptor,
}

impl Target {
    pub fn new(state: &RenderState, size_in_pixels: [u32; 2], pixels_per_point: f32) -> Self {
        let [width, height] = size_in_pixels;
        let texture = state.device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: state.target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        Self { texture, view, screen: ScreenDescriptor { size_in_pixels, pixels_per_point } }
    }

    /// Draws a frame and waits until it is drawn.
    pub fn draw(&self, state: &RenderState, jobs: &[egui::ClippedPrimitive]) {
        let (device, queue) = (&state.device, &state.queue);
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut renderer = state.renderer.write();
        let mut commands = renderer.update_buffers(device, queue, &mut encoder, jobs, &self.screen);
        {
            let pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view: &self.view,
                    depth_slice: None,
                    resolve_target: None,
                    ops: wgpu::Operations {
                        load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                        store: wgpu::StoreOp::Store,
                    },
                })],
                ..wgpu::RenderPassDescriptor::default()
            });
            renderer.render(&mut pass.forget_lifetime(), jobs, &self.screen);
        }
        commands.push(encoder.finish());
        queue.submit(commands);
        device.poll(wgpu::PollType::wait_indefinitely()).expect("the device draws");
    }

    /// The pixels, row by row, each red, green, blue, alpha.
    pub fn pixels(&self, state: &RenderState) -> Vec<[u8; 4]> {
        let (device, queue) = (&state.device, &state.queue);
        let [width, height] = self.screen.size_in_pixels;
        let row = (width * 4).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: u64::from(row * height),
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_texture_to_buffer(
            self.texture.as_image_copy(),
            wgpu::TexelCopyBufferInfo {
                buffer: &buffer,
                layout: wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(row),
                    rows_per_image: None,
                },
            },
            wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
        );
        queue.submit([encoder.finish()]);
        buffer.map_async(wgpu::MapMode::Read, .., |mapped| mapped.expect("the picture is read"));
        device.poll(wgpu::PollType::wait_indefinitely()).expect("the device draws");
        let bytes = buffer.get_mapped_range(..).expect("the picture is mapped");
        let rows = bytes.chunks(row as usize).map(|row| &row[..width as usize * 4]);
        rows.flat_map(|row| row.chunks_exact(4)).map(|p| [p[0], p[1], p[2], p[3]]).collect()
    }
}
