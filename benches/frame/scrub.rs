//! Two hundred steps of the slider over a million events, in the window itself, nothing rasterised:
//! `cargo bench --bench frame -- scrub` (`CHRONOTOPE_BENCH_EVENTS=N` for another number).
//!
//! - update: the window's query and the squares in view counted, as one call each beside the frame;
//! - layout: the frame as egui runs it, from the pointer's move to shapes. The update is part of it;
//! - tessellate: shapes to triangles;
//! - frame: layout and tessellation, what a step costs outside of rasterisation;
//! - paint: triangles to pixels by whatever graphics device there is, none of it counted in the frame.

#[allow(dead_code, missing_docs)] // what others need of the made-up events
#[path = "../../examples/events/dataset.rs"]
mod dataset;
#[allow(dead_code, missing_docs)]
#[path = "../../examples/events/model.rs"]
mod model;
#[allow(dead_code, missing_docs)]
#[path = "../../examples/events/random.rs"]
mod random;

use super::paint::{self, Target};
use chronotope::model::Window;
use chronotope::projection::Viewport;
use chronotope::query::Query;
use chronotope::scene::density::Surface;
use chronotope::views::Viewer;
use eframe::egui_wgpu::RenderState;
use egui::{Event, Modifiers, PointerButton, Pos2, RawInput, Rect, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::hint::black_box;
use std::time::Instant;

const EVENTS: usize = 1_000_000;
const STEPS: u16 = 200;
/// One step in so many is painted.
const PAINTED: usize = 20;
/// What a frame may take at 30 a second, in milliseconds.
const BUDGET_MS: f64 = 33.0;
/// A step that takes this long stops the benchmark, in milliseconds: something is broken, and not
/// by the machine's other work.
const GUARD_MS: f64 = 330.0;
const SCREENS: [(&str, f32, f32, f32); 2] =
    [("1280x800", 1280.0, 800.0, 1.0), ("1280x800 at scale 2", 1280.0, 800.0, 2.0)];

/// Times in milliseconds.
#[derive(Default)]
struct Times(Vec<f64>);

impl Times {
    fn take<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let result = black_box(work());
        self.0.push(begun.elapsed().as_secs_f64() * 1e3);
        result
    }

    fn row(&self, what: &str) {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let share = |part: f64| sorted[((sorted.len() - 1) as f64 * part).round() as usize];
        println!("{what:>12} {:>9.2} {:>9.2} {:>9.2}", share(0.5), share(0.99), share(1.0));
    }
}

/// The window with a pointer, as a display would drive it.
struct Hand {
    ctx: egui::Context,
    viewer: Viewer,
    screen: (Rect, f32),
    time_s: f64,
    /// What draws, where anything does.
    device: Option<(RenderState, Target)>,
}

/// What a frame took.
#[derive(Default)]
struct Frame {
    layout: Times,
    tessellate: Times,
    paint: Times,
}

impl Hand {
    /// One frame with some input.
    fn frame(&mut self, events: Vec<Event>, took: &mut Frame) {
        self.time_s += 1.0 / 60.0;
        let mut input = RawInput {
            screen_rect: Some(self.screen.0),
            time: Some(self.time_s),
            events,
            ..RawInput::default()
        };
        if let Some(viewport) = input.viewports.get_mut(&egui::ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(self.screen.1);
        }
        let Self { ctx, viewer, .. } = self;
        let mut output = took.layout.take(|| ctx.run_ui(input, |ui| viewer.frame(ui)));
        let shapes = std::mem::take(&mut output.shapes);
        let scale = output.pixels_per_point;
        let jobs = took.tessellate.take(|| ctx.tessellate(shapes, scale));
        if let Some((state, target)) = &self.device {
            paint::take_textures(state, &output.textures_delta);
            // Not each: a rasteriser of the processor takes the caches from what is measured.
            if took.layout.0.len().is_multiple_of(PAINTED) {
                took.paint.take(|| target.draw(state, &jobs));
            }
        }
        output.drop_without_applying_deltas();
    }

    /// Waits for the base map, and for what moves by itself to rest.
    fn settle(&mut self) {
        while !self.viewer.has_base_map() {
            self.frame(Vec::new(), &mut Frame::default());
            std::thread::yield_now();
        }
        for _ in 0..60 {
            self.frame(Vec::new(), &mut Frame::default());
        }
    }

    fn window(&self) -> Window {
        self.viewer.state().session.window
    }
}

fn pressed(at: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

/// Where the handle of the window's beginning is: at the left edge of the view, however many events
/// there are.
fn handle(screen: Rect) -> Pos2 {
    let mut few = Some(dataset::dataset(10_000, 7));
    let mut harness =
        Harness::builder().with_size(screen.size()).with_max_steps(600).build_ui_state(
            move |ui, viewer: &mut Option<Viewer>| {
                let viewer = viewer.get_or_insert_with(|| {
                    Viewer::showing(ui.ctx(), few.take().unwrap_or_default())
                });
                viewer.frame(ui);
            },
            None,
        );
    harness.run();
    harness.get_by_label("Window start").rect().center()
}

/// Measures and prints.
pub fn table() {
    let asked = std::env::var("CHRONOTOPE_BENCH_EVENTS").ok().and_then(|n| n.parse().ok());
    let count = asked.unwrap_or(EVENTS);
    let made = dataset::dataset(count, 7);
    let device = paint::device();
    match &device {
        Ok(state) => println!("painted by {}", state.adapter.get_info().name),
        Err(error) => println!("nothing is painted: no graphics device ({error})"),
    }
    println!("scrub: {count} events, {STEPS} steps of the slider, milliseconds");
    for (name, width, height, scale) in SCREENS {
        let ctx = egui::Context::default();
        let mut hand = Hand {
            viewer: Viewer::showing(&ctx, made.clone()).on_base_map(&ctx),
            ctx,
            screen: (Rect::from_min_size(Pos2::ZERO, vec2(width, height)), scale),
            time_s: 0.0,
            device: device.clone().ok().map(|state| {
                let pixels = [width, height].map(|side| (side * scale) as u32);
                let target = Target::new(&state, pixels, scale);
                (state, target)
            }),
        };
        hand.settle();
        scrubbed(&mut hand, name);
    }
}

fn scrubbed(hand: &mut Hand, name: &str) {
    let handle = handle(hand.screen.0);
    let session = &hand.viewer.state().session;
    let view = Viewport {
        center: session.map_center,
        zoom: session.map_zoom,
        width: hand.screen.0.width(),
        height: hand.screen.0.height(),
    };
    let index = std::sync::Arc::clone(hand.viewer.state().index().events());
    let mut surface = Surface::default();
    let (mut update, mut took) = (Times::default(), Frame::default());
    hand.frame(vec![Event::PointerMoved(handle)], &mut Frame::default());
    hand.frame(vec![pressed(handle, true)], &mut Frame::default());
    let mut moved = 0;
    for step in 1..=STEPS {
        let before = hand.window();
        let to = handle + vec2(4.0 * f32::from(step), 0.0);
        hand.frame(vec![Event::PointerMoved(to)], &mut took);
        let window = hand.window();
        moved += usize::from(window != before);
        update.take(|| {
            let matches = Query { window: Some(window) }.run(&index);
            surface.look(&matches, &view);
        });
    }
    assert!(moved > 150, "the slider moved the window {moved} times");
    let whole: Vec<f64> =
        took.layout.0.iter().zip(&took.tessellate.0).map(|(a, b)| a + b).collect();
    let whole = Times(whole);
    println!("{name:>12} {:>9} {:>9} {:>9}", "median", "99 %", "worst");
    let rows = [
        ("update", &update),
        ("layout", &took.layout),
        ("tessellate", &took.tessellate),
        ("frame", &whole),
        ("paint", &took.paint),
    ];
    for (what, times) in rows.into_iter().filter(|(_, times)| !times.0.is_empty()) {
        times.row(what);
    }
    let over = whole.0.iter().filter(|ms| **ms > BUDGET_MS).count();
    println!("{over} of {STEPS} frames over {BUDGET_MS} ms");
    let worst = whole.0.iter().copied().fold(0.0, f64::max);
    assert!(worst < GUARD_MS, "a frame of {worst:.0} ms");
}
