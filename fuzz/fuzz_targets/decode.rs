//! Any bytes become text, and what becomes of the text is decided without a panic.
#![no_main]

use chronotope::import::{decode, detect, refuse_binary};
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let _ = refuse_binary(bytes);
    let decoded = decode(bytes.to_vec());
    let _ = decoded.remark();
    for name in ["a", "a.html", "a.json", "a.csv"] {
        let _ = detect(Path::new(name), &decoded.text);
    }
});
