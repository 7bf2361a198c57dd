//! The map as a person uses it, by pointer, keyboard and accessibility tree, without a screen.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "gui")]

#[path = "../common/mod.rs"]
mod common;
mod desk;
mod marks;
mod moving;
