use super::*;
use crate::app::embedded;
use crate::model::{Dataset, EventId};
use crate::query::{EventIndex, Query, Standing};
use crate::task::Task;
use std::collections::BTreeSet;
use std::sync::Arc;

fn story() -> (Arc<Dataset>, Arc<EventIndex>) {
    let dataset = Arc::new(embedded().unwrap());
    let index = Arc::new(EventIndex::new(Arc::clone(&dataset)));
    (dataset, index)
}

fn all(rows: &TableRows) -> Vec<EventId> {
    (0..rows.len()).map(|row| rows.get(row).unwrap()).collect()
}

#[test]
fn what_is_named_twice_is_written_once() {
    let mut dataset = embedded().unwrap();
    let at = dataset.events.iter().position(|event| !event.places.is_empty()).unwrap();
    let home = dataset.events[at].places[0];
    let beside = dataset.places[home.index()].clone();
    let twin = crate::model::PlaceId::from_index(dataset.places.len());
    dataset.places.push(beside);
    let mut event = dataset.events[at].clone();
    event.places = vec![home, twin];
    assert_eq!(cell(&dataset, &event, Column::Place), dataset.places[home.index()].name);
}

#[test]
fn every_order_has_the_same_rows_and_backwards_is_backwards() {
    let (dataset, index) = story();
    let window = index.extent().map(|extent| {
        crate::model::Window::new(extent.begin(), crate::model::Second(extent.end().0 - 9_000_000))
    });
    let query = Query { window };
    let matches = query.run(&index);
    let shown: BTreeSet<EventId> = dataset
        .all_events()
        .map(|(id, _)| id)
        .filter(|id| matches.of(*id) != Standing::Outside)
        .collect();
    assert!(shown.len() < dataset.event_count(), "the window hides some");
    for by in Column::ALL {
        for descending in [false, true] {
            let sort = Sort { by, descending };
            let rows = TableRows::sorted(&index, &query, sort, &Task::new()).unwrap();
            let ids = all(&rows);
            assert_eq!(ids.len(), shown.len(), "{by:?}");
            assert_eq!(ids.iter().copied().collect::<BTreeSet<_>>(), shown, "{by:?}");
            assert!(rows.answer(&index, &query, sort));
            assert_eq!(rows.get(rows.len()), None);
            let words: Vec<String> = ids
                .iter()
                .map(|id| crate::gazetteer::fold(&cell(&dataset, &dataset.event(*id).unwrap(), by)))
                .filter(|words| !words.is_empty())
                .collect();
            match by {
                Column::Title
                | Column::Category
                | Column::Actors
                | Column::Source
                | Column::Passage => {
                    assert!(
                        words.is_sorted_by(|a, b| if descending { a >= b } else { a <= b }),
                        "{by:?}"
                    );
                }
                Column::When => {
                    let begins: Vec<_> = ids
                        .iter()
                        .filter_map(|id| dataset.event(*id).unwrap().hull())
                        .map(|(begin, _)| begin)
                        .collect();
                    assert!(begins.is_sorted_by(|a, b| if descending { a >= b } else { a <= b }));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn what_is_copied_cites_its_passages_and_cannot_be_taken_for_more() {
    let (dataset, index) = story();
    let mut dataset = (*dataset).clone();
    dataset.events[0].title = "=HYPERLINK(\"x\"), \"quoted\" *and* starred".to_owned();
    let ids: Vec<EventId> = (0..3).map(EventId::from_index).collect();
    let csv = copied(&dataset, &ids, &[Column::Title, Column::Place], CopyAs::Csv);
    let mut lines = csv.split("\r\n");
    assert_eq!(lines.next(), Some("Event,Place,Date (EDTF),Citation"));
    let first = lines.next().unwrap();
    assert!(first.starts_with("\"'=HYPERLINK(\"\"x\"\"), \"\"quoted\"\""), "{first}");
    let source = dataset.source(dataset.events[0].evidence[0].source).unwrap();
    assert!(first.contains(source.heading()) && first.contains('“'), "{first}");
    let list = copied(&dataset, &ids, &[], CopyAs::Markdown);
    assert_eq!(list.lines().filter(|line| line.starts_with("- **")).count(), 3);
    assert!(list.contains("\\*and\\* starred"), "{list}");
    assert!(list.lines().filter(|line| line.starts_with("  - “")).count() >= 3);
    assert!(index.extent().is_some());
}

#[test]
fn a_table_keeps_one_column_at_least() {
    let mut choices = TableChoices::default();
    for column in Column::ALL {
        if choices.columns.contains(&column) {
            choices.toggle(column);
        }
    }
    assert_eq!(choices.columns.len(), 1);
    choices.toggle(Column::When);
    assert!(choices.columns.is_sorted() && choices.columns.contains(&Column::When));
}
