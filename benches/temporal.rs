//! How fast time expressions are read and documents dated; the target is 10 MB a second on one core.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::model::TimeSpan;
use chronotope::temporal::{infer_date, read_times};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// A report in the manner of a news agency, about one date in each sentence.
const REPORT: &str = "The foreign minister arrived in the capital on Wednesday for his second visit in \
    three months, officials said. The talks follow an agreement reached on January 18, under which both \
    sides undertook to withdraw from the airport and the roads that lead to it. Last week, an armoured \
    column left the base near the river, which it had held since September 2015. Residents of two villages \
    in the east said that the shelling had stopped at 14:30 GMT, though a drone was seen over the market \
    later that day. The ministry declined to comment. The previous government, which ruled for more than \
    two decades, fell in December 2024 after a brief offensive; its leader left the country within days.\n";

/// A history, where dates count from one another.
const HISTORY: &str = "The war began in September 1911 and was over by the summer of 1913. On 17 October \
    1912 the northern army crossed the river; six days later it stood before the town. In November the \
    siege began, and in January 1913 the garrison was down to half rations. The following month a relief \
    force of 12,000 men was beaten back at the pass, and by the end of March the place had fallen.\n";

fn benches(criterion: &mut Criterion) {
    let dated: Option<TimeSpan> = "2026-01-28".parse().ok();
    let mut group = criterion.benchmark_group("temporal");
    for (name, paragraph) in [("report", REPORT), ("history", HISTORY)] {
        let text = paragraph.repeat(1_000_000 / paragraph.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("read_times {name}"), |bencher| {
            bencher.iter(|| read_times(black_box(&text), dated.as_ref()));
        });
    }
    group.throughput(Throughput::Bytes(REPORT.len() as u64));
    group.bench_function("infer_date", |bencher| bencher.iter(|| infer_date(black_box(REPORT))));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
