use super::*;
use proptest::prelude::*;

fn day(text: &str) -> TimeSpan {
    text.parse().unwrap()
}

fn read_at(text: &str, dated: Option<&str>) -> Vec<(String, String, String)> {
    let dated = dated.map(day);
    read_times(text, dated.as_ref())
        .into_iter()
        .map(|t| {
            let span = t.span.map_or_else(String::new, |s| s.to_string());
            (text[t.range].to_owned(), t.value, span)
        })
        .collect()
}

/// Prose, so that no case reads as a note.
fn prose(sentence: &str) -> String {
    format!(
        "{sentence} {}",
        "The delegation kept silent about everything that had been said there. ".repeat(3)
    )
}

fn values(sentence: &str, dated: Option<&str>) -> Vec<(String, String, String)> {
    read_at(&prose(sentence), dated)
}

fn one(sentence: &str, dated: &str) -> (String, String) {
    let mut all = values(sentence, Some(dated));
    assert_eq!(all.len(), 1, "{sentence}: {all:?}");
    let (text, value, _) = all.remove(0);
    (text, value)
}

#[test]
fn a_dated_report_places_its_relative_dates() {
    // A Wednesday.
    let dated = "2026-01-28";
    let cases = [
        ("He went to Moscow this Wednesday.", "this Wednesday", "2026-01-28", "2026-01-28"),
        ("They will meet on Friday.", "Friday", "2026-01-30", "2026-01-30"),
        ("They met on Friday.", "Friday", "2026-01-23", "2026-01-23"),
        ("It ended in a January 18th agreement.", "January 18th", "2026-01-18", "2026-01-18"),
        ("Talks were held in October.", "October", "2025-10", "2025-10"),
        ("The government fell in December 2024.", "December 2024", "2024-12", "2024-12"),
        ("Last week, the forces withdrew.", "Last week", "2026-W04", "2026-01-19/2026-01-25"),
        ("They redeployed there last year.", "last year", "2025", "2025"),
        (
            "They advanced over the past two weeks.",
            "the past two weeks",
            "P2W",
            "2026-01-14/2026-01-28",
        ),
        ("They left two days ago.", "two days ago", "2026-01-26", "2026-01-26"),
        ("It comes nearly fourteen months after the fall.", "nearly fourteen months", "P14M", ""),
        ("He set a one-month deadline.", "one-month", "P1M", ""),
    ];
    for (sentence, text, value, span) in cases {
        let expected = (text.to_owned(), value.to_owned(), span.to_owned());
        assert_eq!(values(sentence, Some(dated)), [expected], "{sentence}");
    }
}

#[test]
fn without_a_date_nothing_relative_is_placed() {
    let sentence =
        "Last week, on January 18 and this Wednesday, they met, as in October, for three months.";
    for mention in read_times(&prose(sentence), None) {
        assert_eq!(mention.span, None, "{mention:?}");
        assert!(mention.relative || mention.timex == TimexType::Duration, "{mention:?}");
    }
    assert_eq!(values("It is over since December 2024.", None)[0].2, "2024-12");
}

#[test]
fn both_ends_of_a_stretch_know_the_whole() {
    let dated = day("2026-01-28");
    let text = prose(
        "It lasted from October to January. It has held since last week. They meet between 3 May and 7 May.",
    );
    let wide: Vec<String> = read_times(&text, Some(&dated))
        .into_iter()
        .map(|t| t.interval.map_or_else(String::new, |i| i.to_string()))
        .collect();
    assert_eq!(
        wide,
        [
            "2025-10/2026-01",
            "2025-10/2026-01",
            "2026-01-19/..",
            "2026-05-03/2026-05-07",
            "2026-05-03/2026-05-07"
        ]
    );
}

#[test]
fn an_ambiguous_order_is_told_and_settled_by_other_dates() {
    let dated = Some("2012-08-20");
    assert_eq!(values("It was on 8/10/2012.", dated)[0].2, "[2012-08-10,2012-10-08]");
    assert_eq!(values("It was on 8/10/2012, after 25/9/2012.", dated)[0].2, "2012-10-08");
    assert_eq!(values("It was on 8/10/2012, before 9/25/2012.", dated)[0].2, "2012-08-10");
}

#[test]
fn what_is_no_date_stays_unread() {
    let sentences = [
        "The fall of the government may march on.",
        "It may be that Theresa May will spring into action.",
        "They had 2000 troops and 1500 tanks, at 12.5 percent.",
        "On February 30 nothing happened, nor on 99/99/9999.",
        "Version 1.10.30 costs $1999 or 3/4 of that.",
        "The Sun reported that she sat there.",
    ];
    for sentence in sentences {
        let found: Vec<_> =
            values(sentence, Some("2026-01-28")).into_iter().filter(|f| !f.2.is_empty()).collect();
        assert_eq!(found, [], "{sentence}");
    }
}

#[test]
fn a_history_counts_from_the_last_date_mentioned() {
    let text = "The war began in September 1939. In May 1940 the attack came. It ended on 22 June 1940. \
                In September the bombing began. Two days later it was worse. In January 1941 it went on, \
                and in March it stopped. The following year was quiet.";
    let spans: Vec<String> = read_at(text, Some("2009-12-19")).into_iter().map(|f| f.1).collect();
    assert_eq!(
        spans,
        ["1939-09", "1940-05", "1940-06-22", "1940-09", "XXXX-XX-XX", "1941-01", "1941-03", "1942"]
    );
}

#[test]
fn eras_decades_and_centuries() {
    let cases = [
        ("The battle of 480 BC was decisive.", "480 BC", "BC0480"),
        ("It was built in the 4th century BC by them.", "4th century BC", "BC03"),
        ("It was built in the 1990s by them.", "the 1990s", "199"),
        ("It was built in the 19th century by them.", "19th century", "18"),
        (
            "It was early in the summer of 1955 that they came.",
            "early in the summer of 1955",
            "1955-SU",
        ),
    ];
    for (sentence, text, value) in cases {
        assert_eq!(one(sentence, "2026-01-28"), (text.to_owned(), value.to_owned()), "{sentence}");
    }
    assert_eq!(values("The battle of 480 BC was decisive.", None)[0].2, "-0479");
}

#[test]
fn the_document_date_is_inferred_only_from_evidence() {
    let dateline = "DAMASCUS, Jan. 28, 2026 (Agency) - They met on Wednesday.";
    assert_eq!(infer_date(dateline).unwrap().span, day("2026-01-28"));
    let report = "They are to meet on Wednesday, the second visit in just three months, after talks in \
                  October. The government fell in December 2024. Last week the forces withdrew, under an \
                  agreement reached on January 18.";
    let inferred = infer_date(report).unwrap();
    assert_eq!(inferred.span, day("2026-01-18/2026-01-31"));
    assert!(inferred.reasoning.contains("December 2024") && inferred.reasoning.contains("October"));
    assert_eq!(infer_date("They met this Wednesday, after the January 18th agreement."), None);
    assert_eq!(infer_date("In 1815 and 1848 there were wars."), None);
    assert_eq!(infer_date(""), None);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic_and_in_order(text in "\\PC{0,80}") {
        check(&text);
    }

    #[test]
    fn any_heap_of_time_words_is_read(words in prop::collection::vec(prop::sample::select(HEAP), 0..14)) {
        check(&words.join(" "));
        check(&words.concat());
    }

    /// Moving the document by whole weeks moves every day that counts from it.
    #[test]
    fn a_shifted_document_shifts_what_is_relative(weeks in -500_i64..500, which in 0_usize..SHIFTING.len()) {
        let text = prose(SHIFTING[which]);
        let base = crate::model::time::Day::new(2026, 1, 28).unwrap();
        let moved = base.plus_days(7 * weeks).unwrap();
        let first = |dated: crate::model::time::Day| {
            read_times(&text, Some(&TimeSpan::from(dated)))[0].span.as_ref().unwrap().earliest().unwrap()
        };
        prop_assert_eq!(first(moved).0 - first(base).0, 7 * weeks * 86_400);
    }
}

const SHIFTING: &[&str] = &[
    "They met on Friday.",
    "They will meet on Friday.",
    "They met two days ago.",
    "They met last week.",
    "They met yesterday.",
    "They met last Tuesday.",
    "They fought over the past two weeks.",
];

const HEAP: &[&str] = &[
    "January",
    "may",
    "18th",
    "18",
    "2026",
    "'96",
    "/",
    "-",
    ",",
    ".",
    "of",
    "the",
    "last",
    "next",
    "week",
    "months",
    "nearly",
    "more than",
    "two",
    "a",
    "half",
    "ago",
    "after",
    "Easter",
    "9:30",
    "p.m.",
    "GMT",
    "BC",
    "early",
    "end",
    "Friday",
    "999999999",
    "9999999999",
    "0",
    "T",
    "Q4",
    "s",
    "every",
    "third",
    "now",
    "hundred",
    "million",
    "century",
    "fall",
    "since",
    "ﬁ",
    "é",
    "–",
    "’",
    "\u{a0}",
    "日本",
    "31/12/1999",
    "00/00/0000",
    "thousand",
    "millennium",
    "st",
    "new",
    "year's",
    "in",
];

fn check(text: &str) {
    for dated in
        [None, Some(day("2026-01-28")), Some(day("Y-999999-01-01")), Some(day("Y999999-12-31"))]
    {
        let mut last = 0;
        for mention in read_times(text, dated.as_ref()) {
            assert!(mention.range.start >= last && mention.range.start < mention.range.end);
            assert!(text.get(mention.range.clone()).is_some());
            last = mention.range.end;
        }
    }
    let _ = infer_date(text);
}

#[test]
fn what_no_calendar_holds_is_not_invented() {
    for text in [
        "They met on February 30, 2025.",
        "It was dated 99/99/9999 and 0000-00-00.",
        "On 31 April 2024 nothing happened.",
    ] {
        for (_, value, span) in read_at(text, Some("2026-01-28")) {
            let day = value.len() == 10 && !value.contains('X') || span.matches('-').count() == 2;
            assert!(!day, "{text}: {value} {span}");
        }
    }
}

#[test]
fn absurd_input_takes_linear_time() {
    for text in [
        "9".repeat(1_000_000),
        "the ".repeat(200_000),
        "more than ".repeat(100_000),
        "two hundred and ".repeat(60_000),
        "1/".repeat(300_000),
        "é".repeat(300_000),
    ] {
        let _ = read_times(&text, None);
    }
}

#[test]
fn two_dates_share_what_one_of_them_writes() {
    let dated = Some("2026-01-28");
    let cases = [
        ("It was fought on 6-7 February 1920.", ["1920-02-06", "1920-02-07"]),
        ("They surrendered on May 4 and 5.", ["2025-05-04", "2025-05-05"]),
        ("It was taken in May-August 1950 by them.", ["1950-05", "1950-08"]),
        ("It lasted from 1957-58 in the south.", ["1957", "1958"]),
        ("The campaign of 480-479 BC was decisive.", ["BC0480", "BC0479"]),
        ("It ran from the 13th to the 15th of July.", ["2025-07-13", "2025-07-15"]),
        ("The 2009-10 season went on.", ["2009", "2010"]),
    ];
    for (sentence, expected) in cases {
        let found: Vec<String> = values(sentence, dated).into_iter().map(|f| f.1).collect();
        assert_eq!(found, expected, "{sentence}");
    }
    let stretch = read_times(&prose("It ran from the 13th to the 15th of July 2025."), None);
    assert_eq!(stretch[0].interval, Some(day("2025-07-13/2025-07-15")));
    let pair = read_times(&prose("They surrendered on May 4 and 5, 2025."), None);
    assert_eq!(pair[0].interval, None);
}

#[test]
fn numbers_and_names_that_look_like_dates_are_left() {
    let sentences = [
        "They passed Resolution 2254 and Resolutions 1559 and 1701 there.",
        "See www.example.org/2018/mar/29/story-2018-04-06-1.667773 for it.",
        "The Long March went on, as did April Jones and three quarters of them.",
        "A 22-year-old and an eight month old dog were seen.",
        "British Summer Time and OC Weekly are names.",
    ];
    for sentence in sentences {
        assert_eq!(values(sentence, Some("2026-01-28")), [], "{sentence}");
    }
}

#[test]
fn the_verb_tells_whether_a_bare_date_is_past_or_to_come() {
    let dated = "2013-03-22";
    let cases = [
        ("The work is due to be published in May.", "2013-05"),
        ("The work was published in May.", "2012-05"),
        ("It has been postponed until Saturday.", "2013-03-23"),
        ("They outlined a plan on Monday.", "2013-03-18"),
        ("They will open it on the 25th.", "2013-03-25"),
    ];
    for (sentence, value) in cases {
        assert_eq!(one(sentence, dated).1, value, "{sentence}");
    }
}
