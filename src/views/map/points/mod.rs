//! The density surface counted and drawn by the graphics device, where there is a real one: the
//! events are uploaded once for a dataset, the slider's window is a few numbers for each chunk of
//! them, and the squares are instances of one quad. The picture is that of
//! [`crate::scene::density::Surface::squares`], which is drawn until the events have arrived and
//! wherever the device cannot do it.
//!
//! What is said about the squares (the legend's end, what a click finds, what a screen reader tells)
//! is the store's word in either case.
//!
//! Not supported: more than 2^25 events, and devices without compute shaders or without storage
//! buffers for vertices; these keep to the processor. A device that is lost takes the window's own
//! drawing with it, so nothing is done about that here.

mod device;
mod picture;
mod upload;

pub use device::Counting;

use crate::projection::Viewport;
use crate::query::EventIndex;
use crate::scene::Subject;
use crate::scene::density::Surface;
use device::Gpu;
use eframe::egui_wgpu::{Callback, RenderState};
use picture::Picture;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use upload::Uploaded;

/// The device, and what is on it.
#[derive(Debug, Default)]
pub struct Points {
    gpu: Option<Arc<Gpu>>,
    held: Held,
}

/// How far the events of a dataset have come.
#[derive(Debug, Default)]
enum Held {
    #[default]
    Nothing,
    Coming(Arc<EventIndex>, Receiver<Option<Uploaded>>),
    There(Arc<Uploaded>),
    /// The device has no room for them.
    Refused(Arc<EventIndex>),
}

impl Held {
    fn index(&self) -> Option<&Arc<EventIndex>> {
        match self {
            Self::Nothing => None,
            Self::Coming(index, _) | Self::Refused(index) => Some(index),
            Self::There(points) => Some(&points.index),
        }
    }
}

impl Points {
    /// The points of a window that draws with a device, if it is one that is to count.
    #[must_use]
    pub fn of(state: Option<&RenderState>, counting: Counting) -> Self {
        let gpu = state.and_then(|state| Gpu::of(state, counting));
        Self { gpu: gpu.map(Arc::new), held: Held::Nothing }
    }

    /// Whether the device draws the squares now.
    #[must_use]
    pub fn are_there(&self) -> bool {
        matches!(self.held, Held::There(_))
    }

    /// The squares as a thing to paint; nothing where the processor has to draw them. `rect` is the
    /// map in the window's points.
    pub fn squares(
        &mut self,
        ctx: &egui::Context,
        surface: &Surface,
        subject: &Subject<'_>,
        viewport: &Viewport,
        rect: egui::Rect,
    ) -> Option<egui::Shape> {
        let gpu = Arc::clone(self.gpu.as_ref()?);
        let points = self.uploaded(ctx, subject.matches.index())?;
        let sheet = surface.sheet(viewport)?;
        let ink = surface.ink(subject);
        let picture = Picture { gpu, points, sheet, ink, corner: rect.min };
        Some(Callback::new_paint_callback(rect, picture).into())
    }

    /// Gives the device's memory back where another dataset is shown.
    pub fn keep_only(&mut self, index: &Arc<EventIndex>) {
        if self.held.index().is_some_and(|held| !Arc::ptr_eq(held, index)) {
            self.held = Held::Nothing;
            if let Some(gpu) = &self.gpu {
                *gpu.sums.lock().unwrap_or_else(std::sync::PoisonError::into_inner) =
                    picture::Sums::default();
            }
        }
    }

    /// The events of a dataset, where they have arrived on the device; sends them there where nobody
    /// has.
    fn uploaded(&mut self, ctx: &egui::Context, index: &Arc<EventIndex>) -> Option<Arc<Uploaded>> {
        self.keep_only(index);
        if let Held::Coming(_, coming) = &self.held {
            self.held = match coming.try_recv() {
                Ok(Some(points)) => Held::There(Arc::new(points)),
                Ok(None) | Err(TryRecvError::Disconnected) => Held::Refused(Arc::clone(index)),
                Err(TryRecvError::Empty) => return None,
            };
        }
        match &self.held {
            Held::There(points) => Some(Arc::clone(points)),
            Held::Nothing => {
                self.send(ctx, index);
                None
            }
            Held::Coming(..) | Held::Refused(_) => None,
        }
    }

    /// Copies the events beside the window's own thread: ten million take about half a second.
    fn send(&mut self, ctx: &egui::Context, index: &Arc<EventIndex>) {
        let Some(gpu) = &self.gpu else { return };
        let (done, coming) = channel();
        let (gpu, events, ctx) = (Arc::clone(gpu), Arc::clone(index), ctx.clone());
        let sent = std::thread::Builder::new().name("points".to_owned()).spawn(move || {
            // Where the window has another dataset by now, nobody listens.
            if done.send(Uploaded::new(&gpu, &events)).is_ok() {
                ctx.request_repaint();
            }
        });
        self.held = match sent {
            Ok(_) => Held::Coming(Arc::clone(index), coming),
            Err(_) => Held::Refused(Arc::clone(index)),
        };
    }
}
