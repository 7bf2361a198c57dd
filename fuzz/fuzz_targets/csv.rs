//! Every event of a table quotes its row, whatever the table.
#![no_main]

use chronotope::formats::table;
use chronotope::task::Task;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let headed = format!("date,latitude,longitude,title,location\n{text}");
    for text in [text.to_owned(), headed] {
        if let Ok((dataset, _)) = table::read("fuzz.csv", text, &Task::new()) {
            for event in &dataset.events {
                let passage = event.evidence.first().expect("an event has a passage");
                let source = dataset.source(passage.source).expect("a passage has a source");
                assert!(passage.range.end <= source.text.chars().count());
                assert!(!source.quote(&passage.range).is_empty());
            }
        }
    }
});
