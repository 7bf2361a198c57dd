use crate::formats::table::bulk;
use crate::formats::table::rows::Rows as Lines;
use crate::gazetteer::fold;
use crate::model::time::Calendar;
use crate::model::{Found, Rows, Within};
use crate::tables::Cache;
use crate::task::Task;
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

/// A table in a file that goes when the test is over.
struct Table {
    path: PathBuf,
    rows: Arc<dyn Rows>,
}

impl Table {
    fn new(text: &str) -> Self {
        static FILES: AtomicU32 = AtomicU32::new(0);
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("find-{}-{number}.csv", std::process::id()));
        fs::write(&path, text).unwrap();
        let loaded = bulk::load(&path, Calendar::Gregorian, &Cache::at(None), &Task::new());
        Self { path, rows: loaded.unwrap().rows }
    }

    fn all(&self, words: &str, within: Within) -> Vec<u32> {
        let found = self.rows.find(words, within, 0, usize::MAX, &|| false);
        assert!(found.done && found.next == self.rows.len(), "{found:?}");
        found.rows
    }

    /// By folding every row.
    fn expected(&self, words: &str, within: Within) -> Vec<u32> {
        let key = fold(words);
        let has = |row: &u32| {
            let event = self.rows.event(*row as usize).unwrap();
            let text = self.rows.text(event.evidence[0].range.clone()).unwrap();
            let line = Lines::new(&text, b',').next().unwrap();
            match within {
                Within::Row => fold(&text).contains(&key),
                Within::Telling => [1, 3].iter().any(|at| fold(line.cell(*at)).contains(&key)),
            }
        };
        let all = 0..u32::try_from(self.rows.len()).unwrap();
        all.filter(|row| !key.is_empty() && has(row)).collect()
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

const HEAD: &str = "date,title,location,notes,lat,lon\n";

/// Cells of what folding has rules for.
fn cell() -> impl Strategy<Value = String> {
    let bit = prop::sample::select(
        &[
            "kob",
            "an",
            "ane",
            "Kobane",
            "KOB",
            "ê",
            "e\u{301}",
            "'",
            "`",
            ".",
            "..",
            " ",
            "  ",
            "-",
            ", ",
            "; ",
            "&",
            "ß",
            "ﬁ",
            "ı",
            "İ",
            "\u{2019}",
            "\u{ad}",
            "x",
            "y",
            "1",
            "٣",
            "U.S.",
            "مدينة",
            "Київ",
            "київ",
            "\n",
            "\"",
            "\u{2013}",
            "𝐱",
            "b",
            "о",
            "ñ",
        ][..],
    );
    prop::collection::vec(bit, 0..9)
        .prop_map(|bits| format!("\"{}\"", bits.concat().replace('"', "\"\"")))
}

fn words() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(
        &[
            "kobane",
            "Kobanê",
            "ban",
            "ane",
            "x",
            "xy",
            "x y",
            "obane x",
            "us",
            "مدينه",
            "Київ",
            "е",
            "3",
            "kob an",
            "an ane",
            "1x",
            "and x",
            "fi",
            "ss",
            "kobane مدينة",
            "",
            "-",
        ][..],
    );
    prop_oneof![fixed.prop_map(str::to_owned), "[kobanexy1 ]{1,6}", "[\\PC]{0,3}"]
}

/// Whether a part of a word that folding writes out may stand in the text: only whole ones are found.
fn is_part_written_out(words: &str) -> bool {
    fold(words).split(' ').all(|word| "and".contains(word))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn rows_are_found_that_folding_finds(
        rows in prop::collection::vec((cell(), cell(), cell()), 1..12), words in words(), filler in 0usize..90,
    ) {
        let lines: String = rows
            .iter()
            .map(|(title, place, notes)| {
                format!("2026-01-28,{title},{place},{notes}{},36.5,40.1\n\n", "z".repeat(filler))
            })
            .collect();
        let table = Table::new(&format!("{HEAD}{lines}"));
        for within in [Within::Row, Within::Telling] {
            if !is_part_written_out(&words) {
                prop_assert_eq!(table.all(&words, within), table.expected(&words, within));
            }
        }
    }
}

#[test]
fn what_is_written_out_is_found_either_way() {
    let row = |title: &str| format!("2026-01-28,{title},x,,36.5,40.1\n");
    let titles =
        ["St. Louis", "Saint Louis", "Louis", "Bread & butter", "bread and butter", "Mt Hermon"];
    let table = Table::new(&format!("{HEAD}{}", titles.map(row).concat()));
    for (words, rows) in [
        ("St. Louis", &[0, 1][..]),
        ("saint", &[0, 1]),
        ("saint louis", &[0, 1]),
        ("st", &[0, 1]),
        ("louis", &[0, 1, 2]),
        ("bread & butter", &[3, 4]),
        ("and", &[3, 4]),
        ("mount hermon", &[5]),
        ("36.5", &[]),
    ] {
        assert_eq!(table.all(words, Within::Telling), rows, "{words}");
    }
    assert_eq!(table.all("36.5", Within::Row).len(), titles.len());
}

/// Rows of which every hundredth has the words, over several pieces.
fn long() -> Table {
    let line = |n: usize| {
        let what =
            if n % 100 == 7 { "the Grain-Store burnt" } else { "nothing of grain was stored" };
        format!("2026-01-28,Row number {n},Town,\"{what}, as they say\",36.5,40.1\n")
    };
    Table::new(&format!("{HEAD}{}", (0..60_000).map(line).collect::<String>()))
}

#[test]
fn rows_come_in_order_and_in_pieces() {
    let table = long();
    let expected: Vec<u32> = (0..600).map(|n| n * 100 + 7).collect();
    assert_eq!(table.all("grain store", Within::Telling), expected);
    for most in [1, 7, 599, 600, 601] {
        let (mut rows, mut from, mut calls) = (Vec::new(), 0, 0);
        loop {
            let Found { rows: some, next, done } =
                table.rows.find("grain store", Within::Row, from, most, &|| false);
            assert!(
                some.len() <= most
                    && some.iter().all(|row| (from..next).contains(&(*row as usize)))
            );
            assert!(next > from || done);
            rows.extend(some);
            (from, calls) = (next, calls + 1);
            if done {
                break;
            }
        }
        assert_eq!(rows, expected, "{most}");
        assert!(calls <= 600 / most + 2, "{calls} calls for {most}");
    }
}

#[test]
fn whoever_stops_it_gets_what_there_is_and_can_go_on() {
    let table = long();
    let asked = AtomicUsize::new(0);
    let stop = || asked.fetch_add(1, Ordering::Relaxed) >= 2;
    let first = table.rows.find("grain store", Within::Row, 0, usize::MAX, &stop);
    assert!(!first.done && !first.rows.is_empty() && first.next < 60_000);
    let rest = table.rows.find("grain store", Within::Row, first.next, usize::MAX, &|| false);
    assert_eq!([first.rows, rest.rows].concat(), table.all("grain store", Within::Row));
    // Even who stops at once comes to the end.
    let mut from = 0;
    while from < 60_000 {
        from = table.rows.find("burnt", Within::Row, from, usize::MAX, &|| true).next;
    }
}

#[test]
fn nothing_is_found_where_there_is_nothing() {
    let table = long();
    let nothing =
        |words: &str, from: usize| table.rows.find(words, Within::Row, from, 9, &|| false);
    for found in
        [nothing("", 0), nothing(" - ", 0), nothing("grain", 60_000), nothing("grain", usize::MAX)]
    {
        assert!(found.done && found.rows.is_empty() && found.next == 60_000, "{found:?}");
    }
    assert_eq!(table.rows.find("grain", Within::Row, 5, 0, &|| false).next, 5);
    fs::write(&table.path, "date,lat,lon\n").unwrap();
    assert!(nothing("grain", 0).done && nothing("grain", 0).rows.is_empty());
}
