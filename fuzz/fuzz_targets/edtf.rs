//! What is read as EDTF is printed so that it is read as the same.
#![no_main]

use chronotope::model::TimeSpan;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(span) = text.parse::<TimeSpan>() {
        let printed = span.to_string();
        assert_eq!(printed.parse::<TimeSpan>().as_ref(), Ok(&span), "{text:?} printed as {printed:?}");
        let gregorian = span.gregorian();
        assert_eq!(gregorian.to_string().parse::<TimeSpan>().as_ref(), Ok(&gregorian), "{text:?}");
        let _ = (span.label(), span.earliest(), span.latest());
    }
});
