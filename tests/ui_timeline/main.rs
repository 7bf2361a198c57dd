//! The timeline alone, driven by hand, by keys and by those who hear the screen. No display, no GPU.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

mod bench;
mod choices;
#[path = "../common/mod.rs"]
mod common;
mod slider;
