//! A project that is read is whole: its references lead somewhere, and it is written as it was read.
#![no_main]

use chronotope::formats::project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok((dataset, _)) = project::read(text) {
        for event in &dataset.events {
            assert!(event.places.iter().all(|id| dataset.place(*id).is_some()));
            assert!(event.evidence.iter().all(|passage| dataset.source(passage.source).is_some()));
        }
        let written = project::write(&dataset).expect("a dataset can be written");
        let (again, problems) = project::read(&written).expect("what is written can be read");
        assert_eq!(again, dataset);
        assert!(problems.is_empty());
    }
});
