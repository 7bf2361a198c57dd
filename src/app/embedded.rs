//! The dataset that the program opens on when it is given no file.

use crate::model::Dataset;

/// `data/syria.chronotope.json`, built from `data/story/` by `cargo run --example build_story`.
const STORY: &str = include_str!("../../data/syria.chronotope.json");

/// Why the embedded dataset cannot be read; a fault of the build, not of the user.
#[derive(Debug, thiserror::Error)]
#[error("the embedded dataset cannot be read: {0}")]
pub struct EmbeddedError(#[from] serde_json::Error);

/// The Syria story of winter 2025–26, curated by hand.
///
/// # Errors
/// When the file that was built in is no project; a test keeps that from happening.
pub fn embedded() -> Result<Dataset, EmbeddedError> {
    Ok(serde_json::from_str(STORY)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_on_a_story() {
        let dataset = embedded().unwrap();
        assert!(dataset.events.len() >= 20);
        assert!(dataset.events.iter().all(|event| !event.evidence.is_empty()));
    }
}
