//! The model, and what tests make of it: the same file as beside the code.

pub use chronotope::model::*;

#[path = "../../src/model/fixture.rs"]
pub mod fixture;
