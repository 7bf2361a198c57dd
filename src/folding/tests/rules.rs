//! The rules, by example.

use super::*;
use crate::model::EventId;

#[test]
fn reports_of_one_event_are_folded() {
    for (a, b) in [
        // The same visit, announced and made; the second names one actor more.
        (
            "meeting|2026-01-28|4|Ahmed al-Sharaa|Sharaa visits Moscow",
            "meeting|2026-01-28|4|Syrian President Ahmed al-Sharaa, Vladimir Putin|The two are to meet in Moscow",
        ),
        // A town and its airport; a day and the week around it.
        (
            "withdrawal|2026-01-20|1|Russia|Russian forces leave Qamishli",
            "withdrawal|2026-01-19/2026-01-25|2|Russian troops|Troops pull out of Qamishli airport",
        ),
        // Undated, but told soon after, of the same site and actor.
        (
            "withdrawal||2|Russia|Withdrawals from Qamishli airport are under way",
            "withdrawal|2026-01-19/2026-01-25|2|Russia|Russian forces withdrew from the airport",
        ),
        // No place, but the same parties on the same day.
        (
            "agreement|2026-01-18||Syria, SDF|An agreement followed military pressure",
            "agreement|2026-01-18||SDF, Syria|The deal binds both",
        ),
        // No actors, but the words are alike.
        (
            "attack|2026-01-18|0||Explosion at a mosque in Homs",
            "attack|2026-01-18|0||Mosque bombed",
        ),
        // A country for a town of it, where the words are alike.
        (
            "attack|2026-01-18|3|Israel|Israel strikes a depot",
            "attack|2026-01-18|0|Israel|Depot hit by Israel",
        ),
        (
            "S:presence|2015/..|2|Russia|Russian presence",
            "S:presence|2026-01-28/..|2|Russia|Russian presence",
        ),
    ] {
        assert_eq!(left(a, b), 1, "{a}\n{b}");
    }
}

#[test]
fn what_may_be_another_event_is_left_alone() {
    for (a, b) in [
        (
            "meeting|2026-01-28|4|Vladimir Putin|Talks",
            "withdrawal|2026-01-28|4|Vladimir Putin|Talks",
        ),
        ("attack|2026-01-18|0|Israel|Strike", "attack|2026-01-19|0|Israel|Strike"),
        ("attack|2026-01-18|0|Israel|Strike", "attack|2026-01-18|1|Israel|Strike"),
        ("attack|2026-01-18|0|Israel|Strike", "attack|2026-01-18|0|Turkey|Strike"),
        // The same day and town, and nothing else in common.
        (
            "attack|2026-01-18|0||Gunmen fire at a checkpoint",
            "attack|2026-01-18|0||A mosque is bombed",
        ),
        // One host, another guest.
        (
            "meeting|2026-01-28|4|Vladimir Putin, Ahmed al-Sharaa|Talks",
            "meeting|2026-01-28|4|Vladimir Putin, Ilham Aliyev|Talks",
        ),
        // A year says too little, a country too.
        ("attack|2026|0|Israel|Strike on a depot", "attack|2026-01-18|0|Israel|Raid on a farm"),
        (
            "attack|2026-01-18|3|Israel|Strike on a depot",
            "attack|2026-01-18|0|Israel|Raid on a farm",
        ),
        // Undated, of a town, and told as older.
        (
            "withdrawal||2|Russia|They had previously left",
            "withdrawal|2026-01-20|2|Russia|They leave",
        ),
        ("attack||0|Israel|Raid on a farm", "attack||0|Israel|Strike on a depot"),
        // What holds in the country, what holds in the town; a state, a happening.
        (
            "S:presence|2026/..|3|Russia|Russian presence",
            "S:presence|2026/..|1|Russia|Russian presence",
        ),
        ("S:presence|2026/..|1|Russia|Russian presence", "presence|2026|1|Russia|Russian presence"),
        ("S:presence|2026/..|1|Russia|Russian presence", "S:presence|2026/..|1|Russia|Patrols"),
        (
            "S:presence|2026/..|1|Russia|Russian presence",
            "S:presence|2026/..||Russia|Russian presence",
        ),
    ] {
        assert_eq!(left(a, b), 2, "{a}\n{b}");
    }
}

#[test]
fn a_report_that_fits_two_others_is_left_alone() {
    let vague = "attack|2026-01|0|Israel|Strike on Homs";
    let two: &[&str] =
        &["attack|2026-01-10|0|Israel|Strike on Homs", "attack|2026-01-20|0|Israel|Strike on Homs"];
    assert_eq!(plainly(&documents(&[&[vague], two])).events.len(), 3);
    assert_eq!(plainly(&documents(&[&[vague], &two[..1]])).events.len(), 2 - 1);
    // The date settles it where one is the same to the letter.
    let exact = "attack|2026-01-20|0|Israel|Strike on Homs";
    assert_eq!(plainly(&documents(&[&[exact], two])).events.len(), 2);
}

#[test]
fn events_that_one_document_keeps_apart_stay_so_and_rows_always() {
    let one = "attack|2026-01-18|0|Israel|Strike on the northern depot";
    let other = "attack|2026-01-18|0|Israel|A raid, later on";
    assert_eq!(plainly(&documents(&[&[one, other]])).events.len(), 2);
    assert_eq!(plainly(&documents(&[&[one, one]])).events.len(), 1, "the same beyond doubt");
    let mut table = (*documents(&[&[one, one], &[one]])).clone();
    table.sources[0].kind = SourceKind::Table;
    let left = plainly(&Arc::new(table.clone()));
    assert_eq!(left.events.len(), 3, "which of the two rows is meant, nobody can tell");
    table.events.remove(1);
    assert_eq!(plainly(&Arc::new(table)).events.len(), 1, "a row and a document");
}

#[test]
fn rows_of_tables_are_folded_with_reports_and_keep_their_own_words() {
    let table = |category: &str, kind: &str| {
        let row = format!("{category}|2026-01-18|0|Israel|Strike on a depot");
        let told = format!("{kind}|2026-01-18|0|Israel|Strike on a depot");
        let mut dataset = (*documents(&[&[&row], &[&told]])).clone();
        dataset.sources[0].kind = SourceKind::Table;
        let shown = plainly(&Arc::new(dataset.clone()));
        assert_eq!(shown.events[0].category.as_str(), category, "the row comes first");
        (shown.events.len(), dataset)
    };
    for (category, kind) in [
        ("Battles", "attack"),
        ("Explosions/Remote violence", "attack"),
        ("Bombing/Explosion", "attack"),
        ("One-sided violence", "attack"),
        ("Peaceful protest", "protest"),
        ("Government regains territory", "advance"),
    ] {
        assert_eq!(table(category, kind).0, 1, "{category}");
    }
    for (category, kind) in
        [("Battles", "protest"), ("Protests", "attack"), ("Sightings", "attack")]
    {
        assert_eq!(table(category, kind).0, 2, "{category}");
    }
    let two = documents(&[
        &["Battles|2026-01-18|0|Israel|Strike on a depot"],
        &["Armed Assault|2026-01-18|0|Israel|Strike on a depot"],
    ]);
    assert_eq!(plainly(&two).events.len(), 1, "two tables, two words, one kind");
}

#[test]
fn a_chain_does_not_bring_together_what_contradicts_itself() {
    let dataset = documents(&[
        &["attack|2026-01-10|0|Israel|Strike on a depot"],
        &["attack|2026-01-08/2026-01-14|0|Israel|Strike on a depot"],
        &["attack|2026-01-13|0|Israel|Strike on a depot"],
    ]);
    for event in &plainly(&dataset).events {
        let dates: Vec<_> = event.accounts.iter().filter_map(|a| a.when.as_ref()).collect();
        for (i, a) in dates.iter().enumerate() {
            for b in dates.iter().skip(i) {
                assert!(a.hull().begin() < b.hull().end() && b.hull().begin() < a.hull().end());
            }
        }
    }
}

#[test]
fn the_best_account_is_shown_and_the_others_keep_what_they_say() {
    let mut dataset = (*documents(&[
        &["withdrawal|2026-01|2|Russia|Troops leave"],
        &["withdrawal|2026-01-20|2|Russia, SDF|Troops leave"],
    ]))
    .clone();
    dataset.events[0].certainty = Certainty::Reported;
    let dataset = plainly(&Arc::new(dataset));
    let event = &dataset.events[0];
    assert_eq!(event.when.as_ref().unwrap().to_string(), "2026-01-20");
    assert_eq!(event.actors, ["Russia", "SDF"]);
    assert_eq!(event.reports(), 2);
    assert_eq!(event.evidence.len(), 2);
    assert!(event.accounts[0].because.is_empty() && !event.accounts[1].because.is_empty());
    let said: Vec<String> = disagreements(&dataset, event).into_iter().map(|d| d.words).collect();
    assert_eq!(said, ["also dated January 2026", "also told as reported"]);
}

#[test]
fn by_hand_outranks_and_is_found_after_another_reading() {
    let dataset = documents(&[
        &["attack|2026-01-10|0|Israel|Strike"],
        &["attack|2026-02-20|4|Turkey|Raid"],
        &["attack|2026-01-10|0|Israel|Strike"],
    ]);
    let mut decisions = Decisions::default();
    let make = |decisions: &mut Decisions, changes: Changes| {
        assert!(!changes.is_empty());
        for (pair, verdict) in changes {
            decisions.set(pair, verdict);
        }
    };
    let shown = folded(&dataset, &decisions);
    assert_eq!(shown.events.len(), 2);
    let changes = together(&dataset, &decisions, &shown.events[0], &shown.events[1]);
    make(&mut decisions, changes);
    let shown = folded(&dataset, &decisions);
    assert_eq!((shown.events.len(), shown.events[0].reports()), (1, 3));
    let turkey = shown.events[0].accounts.iter().position(|a| a.actors == ["Turkey"]).unwrap();
    assert_eq!(shown.events[0].accounts[turkey].because, ["folded by hand"]);

    // Read again: the passages have moved, a title is worded otherwise.
    let mut again = (*dataset).clone();
    again.sources[1].text.insert_str(0, "A line more. ");
    again.events[1].evidence[0].range = 13..21;
    again.events[0].title = "A strike".to_owned();
    assert_eq!(folded(&Arc::new(again.clone()), &decisions).events.len(), 1);
    // Gone: the correction is listed and waits.
    again.events.remove(1);
    let gone = fold(&Arc::new(again), &decisions, &Task::new()).unwrap();
    assert!(!gone.unheeded.is_empty());
    assert!(gone.unheeded.iter().all(|u| u.why.contains("Raid") && u.why.contains("1.txt")));

    let changes = apart(&dataset, &decisions, &shown.events[0], turkey);
    make(&mut decisions, changes);
    let shown = folded(&dataset, &decisions);
    assert_eq!(shown.events.len(), 2);
    assert_eq!(shown.events[0].reports(), 2, "the rest stays together");
    let changes = apart(&dataset, &decisions, &shown.events[0], 1);
    make(&mut decisions, changes);
    assert_eq!(folded(&dataset, &decisions).events.len(), 3, "though they agree");
}

#[test]
fn what_is_near_is_suggested_with_the_reason_against_it() {
    let dataset = documents(&[
        &["attack|2026-01-18|0|Israel|Strike on the depot"],
        &["attack|2026-01-19|0|Israel|Strike on the depot", "attack|2026-01-18|0|Turkey|Raid"],
        &["meeting|2026-03-01|4|Vladimir Putin|Talks", "attack|2026-01-18|4|Israel|Raid"],
    ]);
    let found = suggestions(&dataset, &Decisions::default(), EventId(0), 9);
    let why: Vec<(u32, &str)> = found.iter().map(|s| (s.event.0, s.why.as_str())).collect();
    assert_eq!(why, [(1, "the dates do not overlap"), (2, "other actors")]);
    assert!(suggestions(&dataset, &Decisions::default(), EventId(99), 9).is_empty());
}

#[test]
fn events_without_evidence_and_empty_datasets_do_no_harm() {
    let line = "attack|2026-01-18|0|Israel|Strike";
    let mut dataset = (*documents(&[&[line], &[line]])).clone();
    dataset.events[0].evidence.clear();
    dataset.events[1].places.push(PlaceId(77));
    dataset.events[1].evidence[0].source = SourceId(9);
    assert_eq!(plainly(&Arc::new(dataset)).events.len(), 2);
    assert!(plainly(&Arc::default()).events.is_empty());
}

#[test]
fn folding_stops_when_asked() {
    let task = Task::new();
    task.cancel();
    let line = "attack|2026-01-18|0|Israel|Strike";
    let dataset = documents(&[&[line], &[line]]);
    assert!(fold(&dataset, &Decisions::default(), &task).is_err());
}
