//! The graphics device: whether it is one that counts faster than the processor, and its pipelines.

use eframe::egui_wgpu::RenderState;
use eframe::wgpu;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

/// Who counts the squares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// The graphics device where it is a real one.
    #[default]
    Fitting,
    /// The graphics device, even where it is a program of the processor, if it can.
    Device,
    /// The processor.
    Grid,
}

impl Counting {
    /// What the environment asks for: `CHRONOTOPE_POINTS=gpu` or `grid`; anything else lets the
    /// program choose.
    #[must_use]
    pub fn from_env() -> Self {
        match std::env::var("CHRONOTOPE_POINTS").as_deref() {
            Ok("gpu") => Self::Device,
            Ok("grid") => Self::Grid,
            _ => Self::Fitting,
        }
    }

    /// Whether a device is to count.
    fn wants(self, kind: wgpu::DeviceType) -> bool {
        use wgpu::DeviceType::{DiscreteGpu, IntegratedGpu, VirtualGpu};
        match self {
            Self::Fitting => matches!(kind, DiscreteGpu | IntegratedGpu | VirtualGpu),
            Self::Device => true,
            Self::Grid => false,
        }
    }
}

/// Invocations of a work group, as in the shader.
pub(super) const GROUP: u32 = 256;
/// Bytes of a point.
pub(super) const POINT_BYTES: u64 = 16;
/// Bytes of the uniforms of a look, as in the shader.
pub(super) const LOOK_BYTES: u64 = 4 * 16 + 13 * 16 + 50 * 16;

/// What counting and drawing need of a device, made once for a window.
#[derive(Debug)]
pub(super) struct Gpu {
    pub device: wgpu::Device,
    pub queue: wgpu::Queue,
    pub count: wgpu::ComputePipeline,
    pub draw: wgpu::RenderPipeline,
    pub counting: wgpu::BindGroupLayout,
    pub drawing: wgpu::BindGroupLayout,
    pub chunk: wgpu::BindGroupLayout,
    pub look: wgpu::Buffer,
    /// Whether colours are to be given in linear light.
    pub linear: bool,
    /// The sums of the last picture.
    pub sums: Mutex<super::picture::Sums>,
}

impl Gpu {
    /// The device of a window, where it is one that is to count and can.
    pub fn of(state: &RenderState, counting: Counting) -> Option<Self> {
        let able = wgpu::DownlevelFlags::COMPUTE_SHADERS | wgpu::DownlevelFlags::VERTEX_STORAGE;
        let limits = state.device.limits();
        let fits = counting.wants(state.adapter.get_info().device_type)
            && state.adapter.get_downlevel_capabilities().flags.contains(able)
            && limits.max_storage_buffers_per_shader_stage >= 2
            && limits.max_compute_invocations_per_workgroup >= GROUP
            && limits.max_uniform_buffer_binding_size >= LOOK_BYTES;
        fits.then(|| guarded(&state.device, || Self::new(state))).flatten()
    }

    fn new(state: &RenderState) -> Self {
        let device = state.device.clone();
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("points"),
            source: wgpu::ShaderSource::Wgsl(include_str!("points.wgsl").into()),
        });
        let both = wgpu::ShaderStages::VERTEX | wgpu::ShaderStages::COMPUTE;
        let read = wgpu::BufferBindingType::Storage { read_only: true };
        let write = wgpu::BufferBindingType::Storage { read_only: false };
        let uniform = wgpu::BufferBindingType::Uniform;
        let layout = |name, entries: &[wgpu::BindGroupLayoutEntry]| {
            let label = Some(name);
            device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label, entries })
        };
        let counting = layout(
            "sums to count into",
            &[entry(0, both, uniform), entry(1, wgpu::ShaderStages::COMPUTE, write)],
        );
        let drawing = layout(
            "sums to draw",
            &[
                entry(0, both, uniform),
                entry(2, wgpu::ShaderStages::VERTEX, read),
                entry(3, wgpu::ShaderStages::VERTEX, read),
            ],
        );
        let chunk = layout(
            "points",
            &[
                entry(0, wgpu::ShaderStages::COMPUTE, read),
                entry(1, wgpu::ShaderStages::COMPUTE, uniform),
            ],
        );
        let look = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("look"),
            size: LOOK_BYTES,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        Self {
            count: compute(&device, &module, &[Some(&counting), Some(&chunk)]),
            draw: render(&device, &module, &[Some(&drawing)], state.target_format),
            queue: state.queue.clone(),
            linear: state.target_format.is_srgb(),
            sums: Mutex::default(),
            device,
            counting,
            drawing,
            chunk,
            look,
        }
    }

    /// A bind group of buffers.
    pub fn bind(
        &self,
        layout: &wgpu::BindGroupLayout,
        buffers: &[(u32, &wgpu::Buffer)],
    ) -> wgpu::BindGroup {
        let entries: Vec<wgpu::BindGroupEntry<'_>> = buffers
            .iter()
            .map(|(binding, buffer)| wgpu::BindGroupEntry {
                binding: *binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        let entries = &entries;
        self.device.create_bind_group(&wgpu::BindGroupDescriptor { label: None, layout, entries })
    }
}

fn entry(
    binding: u32,
    visibility: wgpu::ShaderStages,
    ty: wgpu::BufferBindingType,
) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility,
        ty: wgpu::BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None },
        count: None,
    }
}

fn compute(
    device: &wgpu::Device,
    module: &wgpu::ShaderModule,
    groups: &[Option<&wgpu::BindGroupLayout>],
) -> wgpu::ComputePipeline {
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some("count points"),
        layout: Some(&pipeline_layout(device, groups)),
        module,
        entry_point: Some("count"),
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    })
}

fn render(
    device: &wgpu::Device,
    module: &wgpu::ShaderModule,
    groups: &[Option<&wgpu::BindGroupLayout>],
    format: wgpu::TextureFormat,
) -> wgpu::RenderPipeline {
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("draw squares"),
        layout: Some(&pipeline_layout(device, groups)),
        vertex: wgpu::VertexState {
            module,
            entry_point: Some("square"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[],
        },
        primitive: wgpu::PrimitiveState {
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            ..wgpu::PrimitiveState::default()
        },
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module,
            entry_point: Some("fill"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(wgpu::ColorTargetState {
                format,
                blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                write_mask: wgpu::ColorWrites::ALL,
            })],
        }),
        multiview_mask: None,
        cache: None,
    })
}

fn pipeline_layout(
    device: &wgpu::Device,
    bind_group_layouts: &[Option<&wgpu::BindGroupLayout>],
) -> wgpu::PipelineLayout {
    device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: None,
        bind_group_layouts,
        immediate_size: 0,
    })
}

/// What is made on a device; nothing where the device says that it cannot, for want of memory or
/// for any other reason. Without this the program would end.
pub(super) fn guarded<T>(device: &wgpu::Device, make: impl FnOnce() -> T) -> Option<T> {
    let filters = [
        wgpu::ErrorFilter::Internal,
        wgpu::ErrorFilter::Validation,
        wgpu::ErrorFilter::OutOfMemory,
    ];
    let scopes = filters.map(|filter| device.push_error_scope(filter));
    let made = make();
    // The last one pushed is the first to go.
    let clean = scopes.into_iter().rev().all(|scope| {
        let popped = pin!(scope.pop()).poll(&mut Context::from_waker(Waker::noop()));
        // On the desktop the answer is there at once; one that is not is taken for trouble.
        matches!(popped, Poll::Ready(None))
    });
    clean.then_some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_of_the_processor_count_only_where_they_are_asked_to() {
        use wgpu::DeviceType::{Cpu, DiscreteGpu, IntegratedGpu, Other, VirtualGpu};
        for real in [DiscreteGpu, IntegratedGpu, VirtualGpu] {
            assert!(Counting::Fitting.wants(real) && !Counting::Grid.wants(real));
        }
        for other in [Cpu, Other] {
            assert!(!Counting::Fitting.wants(other) && Counting::Device.wants(other));
        }
    }
}
