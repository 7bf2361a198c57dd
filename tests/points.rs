//! The density surface by the graphics device beside that of the processor: the same picture. Any
//! device that can compute will do, a program of the processor too; without one these tests say so
//! and pass.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs)] // what others need of the made-up events
#![cfg(feature = "gui")]

#[path = "../examples/events/dataset.rs"]
mod dataset;
#[path = "../examples/events/model.rs"]
mod model;
#[path = "../benches/frame/paint.rs"]
mod paint;
#[path = "../examples/events/random.rs"]
mod random;

use chronotope::model::Dataset;
use chronotope::views::Viewer;
use chronotope::views::map::{Counting, Points};
use eframe::egui_wgpu::RenderState;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2, pos2, vec2};

const SIZE: Vec2 = vec2(1280.0, 800.0);
const EVENTS: usize = 60_000;
/// The middle of the map.
const MAP: Pos2 = pos2(470.0, 260.0);

/// A device to draw with; nothing, and a word on it, where there is none that computes.
fn device() -> Option<RenderState> {
    match paint::device() {
        Ok(state) => {
            println!("drawn with {:?}", state.adapter.get_info().name);
            Some(state)
        }
        Err(error) => {
            println!("skipped: no graphics device ({error})");
            None
        }
    }
}

/// A window that is drawn into a picture.
struct Window {
    ctx: egui::Context,
    viewer: Viewer,
    device: RenderState,
    scale: f32,
    time_s: f64,
}

/// Rows of pixels, each red, green, blue, alpha.
type Picture = Vec<[u8; 4]>;

impl Window {
    fn new(device: &RenderState, dataset: Dataset, counting: Counting, scale: f32) -> Self {
        let ctx = egui::Context::default();
        ctx.all_styles_mut(|style| style.animation_time = 0.0);
        let points = Points::of(Some(device), counting);
        let viewer = Viewer::showing(&ctx, dataset).counting_on(points);
        let mut window = Self { ctx, viewer, device: device.clone(), scale, time_s: 0.0 };
        window.frame(Vec::new());
        window
    }

    /// One frame: what it draws, and pixels to a point.
    fn frame(&mut self, events: Vec<Event>) -> (Vec<egui::epaint::ClippedShape>, f32) {
        self.time_s += 1.0 / 60.0;
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time_s),
            events,
            ..RawInput::default()
        };
        input.viewports.entry(egui::ViewportId::ROOT).or_default().native_pixels_per_point =
            Some(self.scale);
        let Self { ctx, viewer, device, .. } = self;
        let mut output = ctx.run_ui(input, |ui| viewer.frame(ui));
        paint::take_textures(device, &output.textures_delta);
        let drawn = (std::mem::take(&mut output.shapes), output.pixels_per_point);
        output.drop_without_applying_deltas();
        drawn
    }

    /// Frames until the events are on the device.
    fn arrive(&mut self) {
        let begun = std::time::Instant::now();
        while !self.viewer.counts_on_device() {
            self.frame(Vec::new());
            assert!(begun.elapsed().as_secs() < 60, "the events never arrived");
            std::thread::yield_now();
        }
    }

    /// Some input, and frames until what follows from it is over.
    fn act(&mut self, events: Vec<Vec<Event>>) {
        for events in events.into_iter().chain((0..30).map(|_| Vec::new())) {
            self.frame(events);
        }
    }

    fn picture(&mut self) -> Picture {
        let (shapes, scale) = self.frame(Vec::new());
        let jobs = self.ctx.tessellate(shapes, scale);
        assert!((scale - self.scale).abs() < 1e-3);
        let size = [(SIZE.x * scale) as u32, (SIZE.y * scale) as u32];
        let target = paint::Target::new(&self.device, size, scale);
        target.draw(&self.device, &jobs);
        target.pixels(&self.device)
    }
}

/// How many pixels differ by more than rounding.
fn different(a: &Picture, b: &Picture) -> usize {
    assert_eq!(a.len(), b.len());
    let off = |(a, b): (&[u8; 4], &[u8; 4])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 2);
    a.iter().zip(b).filter(|pair| off(*pair)).count()
}

fn wheel(lines: f32) -> Vec<Vec<Event>> {
    let wheel = Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, lines),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    };
    vec![vec![Event::PointerMoved(MAP)], vec![wheel], vec![Event::PointerGone]]
}

fn drag(from: Pos2, to: Pos2) -> Vec<Vec<Event>> {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let between = |part: f32| vec![Event::PointerMoved(from + (to - from) * part)];
    let mut events = vec![between(0.0), vec![button(from, true)]];
    events.extend((1..=4).map(|part| between(part as f32 / 4.0)));
    // Held still, so that letting go throws nothing.
    events.extend((0..12).map(|_| between(1.0)));
    events.extend([vec![button(to, false)], vec![Event::PointerGone]]);
    events
}

fn key(key: Key) -> Vec<Vec<Event>> {
    let event = |pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    vec![vec![event(true)], vec![event(false)]]
}

/// Undated events, events at two places, and spots on both sides of the antimeridian besides.
fn dataset() -> Dataset {
    let mut dataset = dataset::dataset(EVENTS, 7);
    let places = dataset.places.len();
    for (at, event) in dataset.events.iter_mut().enumerate() {
        if at % 40 == 0 {
            event.when = None;
        }
        if at % 30 == 1 {
            event.places.push(chronotope::model::PlaceId::from_index((at * 7) % places));
        }
    }
    for (at, place) in dataset.places.iter_mut().enumerate().filter(|(at, _)| at % 5 == 0) {
        let lon = if at % 2 == 0 { 179.9 } else { -179.9 } + (at % 97) as f64 * 0.001;
        place.position = chronotope::model::LonLat::clamped(lon, (at % 120) as f64 - 60.0);
    }
    dataset
}

fn compared(scale: f32) {
    let Some(state) = device() else { return };
    let mut grid = Window::new(&state, dataset(), Counting::Grid, scale);
    let mut device = Window::new(&state, dataset(), Counting::Device, scale);
    assert!(!grid.viewer.counts_on_device());
    device.arrive();
    let far = pos2(MAP.x - 350.0, MAP.y);
    // The histogram lies above the lanes; what is drawn on it is a new window.
    let brush = |from: f32, to: f32| drag(pos2(from, 545.0), pos2(to, 545.0));
    let steps: [(&str, Vec<Vec<Event>>); 9] = [
        ("all of time", Vec::new()),
        ("a window of months", brush(600.0, 700.0)),
        ("a window of years", brush(300.0, 900.0)),
        ("one step on", key(Key::ArrowRight)),
        ("closer", wheel(100.0)),
        ("beside it", drag(MAP, pos2(MAP.x + 37.0, MAP.y + 21.0))),
        ("farther", wheel(-400.0)),
        ("towards the antimeridian", drag(MAP, far)),
        ("over it", drag(MAP, far)),
    ];
    let mut windows = std::collections::BTreeSet::new();
    let mut squares = 0;
    for (what, events) in steps {
        grid.act(events.clone());
        device.act(events);
        assert_eq!(grid.viewer.state().session, device.viewer.state().session, "{what}");
        let window = grid.viewer.state().session.window;
        windows.insert((window.begin(), window.end()));
        let (a, b) = (grid.picture(), device.picture());
        let off = different(&a, &b);
        // Edges of squares may fall to the other side of a pixel's middle.
        let most = a.len() / 20_000;
        assert!(off <= most, "{what}: {off} of {} pixels differ", a.len());
        // The squares' own colours are there: the magma of a dark window's fuller half.
        squares +=
            usize::from(a.iter().filter(|p| p[0] > 180 && p[1] < 190 && p[2] < 150).count() > 200);
    }
    assert!(windows.len() >= 3, "the window moved");
    assert!(squares >= 6, "squares were seen in {squares} pictures");
}

#[test]
fn the_device_draws_what_the_processor_draws() {
    compared(1.0);
}

#[test]
fn the_device_draws_what_the_processor_draws_on_a_fine_screen() {
    compared(1.5);
}
