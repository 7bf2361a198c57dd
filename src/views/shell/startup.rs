//! Opening the window, and saying in one line why it cannot be opened.

use super::Viewer;
use crate::model::time::Calendar;
use crate::views::map::{Counting, Points};
use egui::ViewportBuilder;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Why there is no window. The message is one line and names the way without one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no window could be opened: {cause}; {hint}, or draw without a window: chronotope snapshot --out picture.png"
)]
pub struct StartError {
    cause: String,
    hint: &'static str,
}

const NO_DISPLAY: &str = "start it from a desktop session (DISPLAY or WAYLAND_DISPLAY must be set)";
const NO_DRIVER: &str = "install a graphics driver (Debian, Ubuntu: libgl1 or mesa-vulkan-drivers)";
const NO_LIBRARY: &str = "install the X11 libraries (Debian, Ubuntu: libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0)";

/// Opens the window on files, or on the embedded dataset if there are none, and returns when it is closed.
///
/// # Errors
/// When there is no display, no graphics driver, or a library that windows need is missing.
pub fn run(
    paths: Vec<PathBuf>,
    dated: Option<crate::model::TimeSpan>,
    lexicon: Option<PathBuf>,
    calendar: Calendar,
) -> Result<(), StartError> {
    let has = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let unix = cfg!(all(unix, not(target_os = "macos")));
    if unix && !has("DISPLAY") && !has("WAYLAND_DISPLAY") && !has("WAYLAND_SOCKET") {
        return Err(StartError { cause: "there is no display".to_owned(), hint: NO_DISPLAY });
    }
    let mut first = None;
    for renderer in [eframe::Renderer::Wgpu, eframe::Renderer::Glow] {
        match attempt(renderer, &paths, dated.as_ref(), lexicon.as_ref(), calendar) {
            Ok(()) => return Ok(()),
            Err(error) if error.hint == NO_DRIVER => first = first.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    first.map_or(Ok(()), Err)
}

fn attempt(
    renderer: eframe::Renderer,
    paths: &[PathBuf],
    dated: Option<&crate::model::TimeSpan>,
    lexicon: Option<&PathBuf>,
    calendar: Calendar,
) -> Result<(), StartError> {
    let started = Arc::new(Mutex::new(false));
    let mark = Arc::clone(&started);
    let (paths, dated, lexicon) = (paths.to_vec(), dated.cloned(), lexicon.cloned());
    let quiet = QuietPanics::until(Arc::clone(&started));
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            "chronotope",
            options(renderer),
            Box::new(move |cc| {
                let points = Points::of(cc.wgpu_render_state.as_ref(), Counting::from_env());
                let viewer = Viewer::new(&cc.egui_ctx, cc.storage, paths, dated, lexicon, calendar)
                    .counting_on(points);
                *mark.lock().unwrap_or_else(PoisonError::into_inner) = true;
                Ok(Box::new(viewer))
            }),
        )
    }));
    let said = quiet.said();
    let cause = match outcome {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => said,
    };
    Err(explain(&cause))
}

fn options(renderer: eframe::Renderer) -> eframe::NativeOptions {
    eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Chronotope")
            .with_app_id("chronotope")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([720.0, 480.0])
            .with_drag_and_drop(true),
        renderer,
        centered: true,
        ..Default::default()
    }
}

fn explain(cause: &str) -> StartError {
    let lower = cause.to_lowercase();
    let hint = if lower.contains("display") || lower.contains("x server") {
        NO_DISPLAY
    } else if lower.contains("librar") || lower.contains("xkb") || lower.contains(".so") {
        NO_LIBRARY
    } else {
        NO_DRIVER
    };
    let cause = cause.lines().next().unwrap_or_default().trim();
    // winit says where in its own source it noticed; that helps nobody here.
    let cause = match cause.split_once("os error at ") {
        Some((_, rest)) => rest.split_once(".rs:").map_or(rest, |(_, rest)| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == ' ')
        }),
        None => cause,
    };
    StartError { cause: cause.trim_end_matches('.').to_owned(), hint }
}

/// Keeps panics of the windowing libraries off the terminal until the window stands, so that a
/// missing library is one line and no backtrace.
struct QuietPanics {
    said: Arc<Mutex<String>>,
}

impl QuietPanics {
    fn until(started: Arc<Mutex<bool>>) -> Self {
        let said = Arc::new(Mutex::new(String::new()));
        let keep = Arc::clone(&said);
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if *started.lock().unwrap_or_else(PoisonError::into_inner) {
                usual(info);
            } else {
                *keep.lock().unwrap_or_else(PoisonError::into_inner) =
                    info.payload_as_str().unwrap_or("a library gave up").to_owned();
            }
        }));
        Self { said }
    }

    fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for QuietPanics {
    fn drop(&mut self) {
        drop(std::panic::take_hook());
    }
}

#[cfg(test)]
mod tests {
    use super::{NO_DISPLAY, NO_DRIVER, NO_LIBRARY, explain};

    #[test]
    fn every_cause_is_one_line_that_names_the_way_without_a_window() {
        for (cause, hint) in [
            (
                "winit EventLoopError: neither WAYLAND_DISPLAY nor WAYLAND_SOCKET nor DISPLAY is set.",
                NO_DISPLAY,
            ),
            ("Failed to open connection to X server", NO_DISPLAY),
            (
                "winit EventLoopError: os error at a/b.rs:78: Failed to load a shared library",
                NO_LIBRARY,
            ),
            ("Library libxkbcommon-x11.so could not be loaded.\nnote: second line", NO_LIBRARY),
            ("WGPU error: Failed to create surface for any enabled backend: {}", NO_DRIVER),
        ] {
            let error = explain(cause);
            assert_eq!(error.hint, hint, "{cause}");
            let line = error.to_string();
            assert!(line.contains("chronotope snapshot") && !line.contains('\n'), "{line}");
            assert!(!line.contains(".rs:"), "{line}");
        }
    }
}
