//! Any page is read or refused, and its text holds no marks of its own.
#![no_main]

use chronotope::formats::{html, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &str| {
    if let Ok(document) = html::read(page) {
        assert!(!document.text.ends_with(char::is_whitespace));
    }
    let _ = text::markdown(page);
});
