use super::*;

fn table(text: &str) -> (Dataset, Vec<Problem>) {
    read("t.csv", text.to_owned(), &Task::new()).unwrap()
}

const TABLE: &str = "id,event_date,location,latitude,longitude,event_type,actor1,actor2,notes,source\n\
    1,2026-01-18,Qamishli,37.05,41.22,Agreement,A,B,\"They agreed, at last.\",The Example\n\
    2,,Homs,34.73,36.72,Clash,A,,Shots,\n\
    3,2026-01-20,Nowhere,95,10,Clash,A,A,Élan,\n\
    4,soon,Homs,34.73,36.72,Clash,,,Late,\n";

#[test]
fn every_row_is_an_event_that_quotes_itself() {
    let (dataset, problems) = table(TABLE);
    assert_eq!(dataset.events.len(), 4);
    let event = &dataset.events[0];
    assert_eq!(event.title, "They agreed, at last.");
    assert_eq!(event.category.as_str(), "agreement");
    assert_eq!(event.actors, ["A", "B"]);
    assert_eq!(event.when.as_ref().unwrap().to_string(), "2026-01-18");
    let quote = dataset.sources[0].quote(&dataset.events[2].evidence[0].range);
    assert!(quote.starts_with("3,2026") && quote.ends_with("Élan,"), "{quote}");
    let place = dataset.place(event.places[0]).unwrap();
    assert_eq!((place.name.as_str(), place.position.lat()), ("Qamishli", 37.05));
    assert!((place.radius_m - 555.0).abs() < 1.0);
    assert_eq!(dataset.places.len(), 2, "Homs is one place");
    assert_eq!(dataset.events[1].when, None);
    assert!(dataset.events[2].places.is_empty());
    let lines: Vec<usize> = problems.iter().map(|p| p.line).collect();
    assert_eq!(lines, [4, 5]);
    assert!(problems[0].message.contains("95") && problems[1].message.contains("soon"));
}

#[test]
fn a_row_without_words_is_called_by_its_sort_or_by_its_line() {
    let text = "date,event_type,latitude,longitude\n2026-01-18,shelling,37.0,41.2\n\
                2026-01-19,,37.0,41.2\n2026-01-20,0190,37.0,41.2\n";
    let (dataset, _) = table(text);
    let titles: Vec<&str> = dataset.events.iter().map(|event| event.title.as_str()).collect();
    assert_eq!(titles, ["Shelling", "Row 3", "Row 4"]);
}

#[test]
fn an_end_may_be_said_to_be_open() {
    let (dataset, problems) = table(
        "title,start,end,lat,lon\na,2025-01-01,..,1,2\nb,2025-03,Ongoing,1,2\nc,2025-05-01,later,1,2\n",
    );
    let when = |at: usize| dataset.events[at].when.as_ref().unwrap().to_string();
    assert_eq!((when(0).as_str(), when(1).as_str()), ("2025-01-01/..", "2025-03/.."));
    assert_eq!(when(2), "2025-05-01");
    assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [4], "only what says nothing");
}

#[test]
fn cells_are_mentions() {
    let (dataset, _) = table(TABLE);
    let quotes: Vec<&str> =
        dataset.mentions.iter().map(|m| dataset.sources[0].quote(&m.passage.range)).collect();
    assert_eq!(quotes[..2], ["2026-01-18", "Qamishli"]);
}

#[test]
fn numeric_dates_are_read_only_in_a_proven_order() {
    let (proven, none) = table("date,lat,lon,title\n3/4/2025,1,2,a\n28/1/2026,1,2,b\n");
    assert_eq!(proven.events[0].when.as_ref().unwrap().to_string(), "2025-04-03");
    assert!(none.is_empty(), "{none:?}");
    let (open, problems) = table("date,lat,lon,title\n3/4/2025,1,2,a\n4/5/2026,1,2,b\n");
    assert!(open.events.iter().all(|e| e.when.is_none()));
    assert_eq!(problems.len(), 2);
    let (torn, problems) =
        table("date,lat,lon,title\n3/4/2025,1,2,a\n28/1/2026,1,2,b\n1/28/2026,1,2,c\n");
    assert_eq!(torn.events[0].when, None);
    assert_eq!(torn.events[2].when.as_ref().unwrap().to_string(), "2026-01-28");
    assert!(problems[0].message.contains("line 3") && problems[0].message.contains("line 4"));
}

#[test]
fn begin_and_end_make_an_interval() {
    let (dataset, problems) =
        table("title;start;end\na;2026-01-19;2026-01-25\nb;2026-01-19;\nc;2026-02-01;2026-01-01\n");
    assert_eq!(dataset.events[0].when.as_ref().unwrap().to_string(), "2026-01-19/2026-01-25");
    assert_eq!(dataset.events[1].when.as_ref().unwrap().to_string(), "2026-01-19");
    assert_eq!(dataset.events[2].when, None);
    assert_eq!(problems.len(), 1);
}

#[test]
fn what_is_no_table_is_said_to_be_none() {
    let task = Task::new();
    let error = |text: &str| read("t.csv", text.to_owned(), &task).unwrap_err().to_string();
    assert!(error("a,b\n1,2\n").contains("a, b"));
    assert!(error("date,title\n").contains("no rows"));
    assert!(error("").contains("no column"));
    assert!(looks_like(TABLE) && !looks_like("Once upon a date, in a title, from here to there."));
    task.cancel();
    assert!(matches!(read("t", TABLE.to_owned(), &task), Err(TableError::Cancelled(_))));
}

#[test]
fn ragged_rows_are_reported_and_kept() {
    let (dataset, problems) =
        table("date,lat,lon,title\n2026-01-01,1\n,,,\n2026-01-01,1,2,x,y\n,,,only a title\n");
    assert_eq!(dataset.events.len(), 3);
    assert!(problems.iter().any(|p| p.line == 2 && p.message.contains("2 cells")));
}

#[test]
fn many_rows_take_one_walk() {
    // With a walk for each cell this would take a hundred thousand million steps.
    let row = "2026-01-18,Qamishli,37.05,41.22,They met and agreed on much that was said before\n";
    let (dataset, problems) =
        table(&format!("date,location,lat,lon,title\n{}", row.repeat(60_000)));
    assert_eq!((dataset.events.len(), problems.len()), (60_000, 0));
    let last = &dataset.mentions[dataset.mentions.len() - 1].passage.range;
    assert_eq!(last.len(), "Qamishli".len());
}

#[test]
fn two_ends_make_a_movement() {
    let text = "date,title,from,to,from_lat,from_lng,to_lat,to_lng\n\
        2026-01-20,They leave,Qamishli,Hmeimim,37.05,41.23,35.41,35.95\n\
        2026-01-21,They stay,Qamishli,Qamishli,37.05,41.23,37.05,41.23\n\
        2026-01-22,They go,Hmeimim,,35.41,35.95,x,2\n";
    let (dataset, problems) = table(text);
    let names = |n: usize| {
        let route = dataset.events[n].route.map(crate::model::Route::ends);
        route.map(|ends| ends.map(|end| dataset.places[end.index()].name.clone()))
    };
    assert_eq!(names(0), Some(["Qamishli".to_owned(), "Hmeimim".to_owned()]));
    assert_eq!((names(1), names(2)), (None, None));
    assert_eq!(dataset.places.len(), 2, "{:?}", dataset.places);
    assert_eq!(dataset.events[0].when.as_ref().unwrap().to_string(), "2026-01-20");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.ends_with("no movement"), "{problems:?}");
}

#[test]
fn a_date_stands_in_for_a_begin_and_an_end_where_a_row_has_neither() {
    let (dataset, problems) = table(
        "title,date,start,end,latitude,longitude\n\
         Held,,2026-01-01,2026-01-20,36,40\n\
         Met,2026-01-28,,,33,36\n\
         Both,2026-01-05,2026-01-04,2026-01-06,33,36\n\
         Odd,2026-01-05,soon,,33,36\n",
    );
    let whens = dataset.events.iter().map(|e| e.when.as_ref().map(ToString::to_string));
    let whens: Vec<Option<String>> = whens.collect();
    let some = |text: &str| Some(text.to_owned());
    let expected =
        [some("2026-01-01/2026-01-20"), some("2026-01-28"), some("2026-01-04/2026-01-06"), None];
    assert_eq!(whens, expected);
    assert_eq!(problems.len(), 1, "{problems:?}");
}
