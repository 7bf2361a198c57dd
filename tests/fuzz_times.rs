//! The fuzz targets for EDTF and for the time reader without a fuzzer: texts that are cut up and put
//! together anew, on the stable compiler. Two seconds each; CHRONOTOPE_FUZZ_S=600 goes on for ten
//! minutes. The numbers are seeded, so that a run of as many rounds finds the same.
// A failing test, benchmark or tool may stop where it stands; library code may not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chronotope::model::TimeSpan;
use chronotope::model::time::Calendar;
use chronotope::temporal::{infer_date, read_times_on};
use std::time::{Duration, Instant};

/// Marsaglia's xorshift of 64 bits.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most.max(1)).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const DATES: &[&str] = &[
    "2026-01-18",
    "2004-06~",
    "../1985",
    "[1667,1668,1670..1672]",
    "Y-17E7",
    "J:1582-10-04",
    "199X",
    "-0479",
    "2026-01-28T14:30:05+03:00",
    "Y-999999",
    "1950S2",
    "{1960}",
    "2001-34",
    "2004-XX-XX",
    "2004-06-~01/2004-06-~20",
];
const SIGNS: &[&str] = &[
    "-", "/", "..", "~", "?", "%", "[", "]", ",", "X", "Y", "J:", "T", "Z", "+", ":", "0", "9",
    "29", "é", "日", "\u{301}",
];
const WORDS: &[&str] = &[
    "January",
    "may",
    "18th",
    "2026",
    "'96",
    "/",
    "-",
    ",",
    ". ",
    "of",
    "the",
    "last",
    "next",
    "week",
    "months",
    "nearly",
    "two",
    "half",
    "ago",
    "after",
    "before",
    "Easter",
    "May Day",
    "9:30",
    "p.m.",
    "GMT",
    "UTC+3",
    "0630",
    "BC",
    "early",
    "the end of",
    "Friday",
    "9999999999",
    "every",
    "in",
    "since",
    "until",
    "between",
    "and",
    "from",
    "to",
    "will",
    "met",
    "31/12/1999",
    "5/6/2024",
    "00/00/0000",
    "February 30",
    "99/99/9999",
    "(O.S.)",
    "[O.S.",
    "]",
    "the sixties",
    "\n",
    "\u{a0}",
    "–",
    "’",
    "日本",
    "é",
    "second",
    "quarter",
    "century",
    "Ramadan 1446",
    "in three months",
    "the Thursday before last",
];

fn mutated(dice: &mut Dice, seeds: &[&str], signs: &[&str], gap: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for _ in 0..=dice.below(9) {
        let text = if dice.below(3) == 0 { dice.pick(signs) } else { dice.pick(seeds) };
        let chars: Vec<char> = text.chars().collect();
        let (a, b) = (dice.below(chars.len() + 1), dice.below(chars.len() + 1));
        parts.push(if dice.below(2) == 0 {
            text.to_owned()
        } else {
            chars[a.min(b)..a.max(b)].iter().collect()
        });
    }
    parts.join(if dice.below(4) == 0 { "" } else { gap })
}

fn rounds(mut one: impl FnMut(&mut Dice)) -> usize {
    let seconds = std::env::var("CHRONOTOPE_FUZZ_S").ok().and_then(|s| s.parse().ok()).unwrap_or(2);
    let (began, mut dice, mut count) = (Instant::now(), Dice(0x2026_0128), 0);
    while began.elapsed() < Duration::from_secs(seconds) {
        for _ in 0..100 {
            one(&mut dice);
            count += 1;
        }
    }
    count
}

#[test]
fn what_is_read_as_edtf_is_printed_so_that_it_is_read_as_the_same() {
    let mut read = 0;
    let count = rounds(|dice| {
        let text = mutated(dice, DATES, SIGNS, "");
        let calendar = if dice.below(4) == 0 { Calendar::Julian } else { Calendar::Gregorian };
        match TimeSpan::parse_on(&text, calendar) {
            Ok(span) => {
                read += 1;
                for again in [&span, &span.gregorian()] {
                    let printed = again.to_string();
                    assert_eq!(
                        printed.parse::<TimeSpan>().as_ref(),
                        Ok(again),
                        "{text:?} printed as {printed:?}"
                    );
                }
                assert_eq!(span.hull(), span.gregorian().hull(), "{text:?}");
                assert!(!span.label().is_empty() && !span.gregorian().is_julian());
            }
            Err(error) => {
                assert!(!error.to_string().contains('\n') || text.contains('\n'), "{error}")
            }
        }
    });
    println!("{count} texts, of which {read} are dates");
    assert!(count >= 100 && read > 0);
}

#[test]
fn times_stand_inside_their_text_in_order() {
    let mut found = 0;
    let count = rounds(|dice| {
        let prose = if dice.below(2) == 0 {
            ""
        } else {
            " The delegation kept silent about everything that had been said there."
        };
        let text = mutated(dice, WORDS, WORDS, " ") + &prose.repeat(2);
        let dated =
            ["2026-01-28", "Y-999999-01-01", "Y999999-12-31", "J:1700-02-29", "2026", "1850/.."]
                [dice.below(6)]
            .parse()
            .ok();
        let calendar = if dice.below(4) == 0 { Calendar::Julian } else { Calendar::Gregorian };
        let mut end = 0;
        for mention in read_times_on(&text, dated.as_ref().filter(|_| dice.below(5) > 0), calendar)
        {
            assert!(
                mention.range.start >= end && mention.range.start < mention.range.end,
                "{text:?}"
            );
            assert!(text.get(mention.range.clone()).is_some(), "{text:?}");
            end = mention.range.end;
            found += 1;
        }
        let _ = infer_date(&text);
    });
    println!("{count} texts with {found} times");
    assert!(count >= 100 && found > 0);
}

/// Ten megabytes of nothing but digits, signs or one word take no more than their size asks for.
#[test]
fn absurd_texts_are_read_in_linear_time_and_hold_no_date() {
    let times = |piece: &str, bytes: usize| {
        let text = piece.repeat(bytes / piece.len());
        let began = Instant::now();
        let found = read_times_on(&text, None, Calendar::Gregorian);
        (began.elapsed(), found)
    };
    for piece in [
        "9",
        "99/99/9999 ",
        "February 30 ",
        "1/",
        "J:",
        "2026-",
        "[",
        "(O.S.) ",
        "in the ",
        "UTC+",
        "0630 ",
    ] {
        let (short, _) = times(piece, 1_000_000);
        let (long, found) = times(piece, 10_000_000);
        // Ten times as long for ten times as much, with room for a busy machine.
        assert!(long < short * 40 + Duration::from_secs(2), "{piece:?}: {short:?}, then {long:?}");
        let days = found.iter().filter(|t| t.span.as_ref().is_some_and(|s| s.as_day().is_some()));
        assert_eq!(days.count(), 0, "{piece:?}");
    }
    assert!("9".repeat(10_000_000).parse::<TimeSpan>().is_err());
}
