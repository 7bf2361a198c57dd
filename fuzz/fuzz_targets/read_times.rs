//! Time expressions stand inside their text, in order, and do not overlap.
#![no_main]

use chronotope::model::TimeSpan;
use chronotope::temporal::read_times;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let dated = TimeSpan::day(2026, 1, 28);
    let mut end = 0;
    for mention in read_times(text, dated.as_ref()) {
        assert!(mention.range.start >= end && mention.range.start < mention.range.end);
        assert!(text.get(mention.range.clone()).is_some());
        end = mention.range.end;
    }
});
