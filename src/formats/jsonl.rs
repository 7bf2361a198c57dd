//! JSON lines, one object for each document: what the reader found in it.
//!
//! `{"doc", "dated", "dated_from", "places": […], "times": […], "events": […]}`; offsets are code
//! points into the document's text, half-open. Dates are Gregorian; `written` has the words of one that
//! is written on the Julian calendar. Scripts rely on this shape: fields may be added,
//! none is renamed. Written only.

mod outside;

use super::quotes::Quotes;
use crate::model::{
    Dataset, DatedFrom, Event, Mention, MentionKind, Place, PlaceId, Source, SourceId, TimeSpan,
    ToponymForm,
};
use serde::Serialize;
use std::collections::HashMap;
use std::io;

#[derive(Serialize)]
struct Line<'a> {
    doc: &'a str,
    dated: Option<String>,
    dated_from: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggested: Option<Suggested<'a>>,
    places: Vec<PlaceLine<'a>>,
    times: Vec<TimeLine<'a>>,
    events: Vec<EventLine<'a>>,
}

#[derive(Serialize)]
struct Suggested<'a> {
    edtf: String,
    why: &'a str,
}

#[derive(Serialize)]
struct PlaceLine<'a> {
    start: usize,
    end: usize,
    name: &'a str,
    place: Option<&'a str>,
    lat: Option<f64>,
    lon: Option<f64>,
    geonameid: Option<u32>,
    kind: Option<&'static str>,
    form: ToponymForm,
    score: f32,
}

#[derive(Serialize)]
struct TimeLine<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(rename = "type")]
    timex: crate::model::TimexType,
    edtf: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    value: &'a str,
}

#[derive(Serialize)]
struct EventLine<'a> {
    title: &'a str,
    category: &'a str,
    edtf: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    places: Vec<usize>,
    actors: &'a [String],
    certainty: &'static str,
    start: usize,
    end: usize,
    reasons: &'a [String],
}

/// A span as other programs read it.
fn edtf(span: &TimeSpan) -> String {
    span.gregorian().to_string()
}

/// What EDTF cannot say of a span: that it is written on the Julian calendar.
fn written(span: &TimeSpan) -> Option<String> {
    span.is_julian().then(|| span.label())
}

/// Writes a line for each source of a dataset, in order.
///
/// # Errors
/// When the output cannot be written to.
pub fn write(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    let mut mentions: Vec<Vec<&Mention>> = vec![Vec::new(); dataset.sources.len()];
    for mention in &dataset.mentions {
        if let Some(list) = mentions.get_mut(mention.passage.source.index()) {
            list.push(mention);
        }
    }
    let mut events: Vec<Vec<&Event>> = vec![Vec::new(); dataset.sources.len()];
    for event in &dataset.events {
        let mut sources: Vec<usize> = event.evidence.iter().map(|e| e.source.index()).collect();
        sources.sort_unstable();
        sources.dedup();
        for source in sources {
            if let Some(list) = events.get_mut(source) {
                list.push(event);
            }
        }
    }
    for (at, ((source, mentions), events)) in
        dataset.sources.iter().zip(&mentions).zip(&events).enumerate()
    {
        let id = SourceId::from_index(at);
        if let Some(table) = dataset.table(id) {
            outside::write(source, table, out)?;
            continue;
        }
        let line = line(dataset, id, source, mentions, events);
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn line<'a>(
    dataset: &'a Dataset,
    id: SourceId,
    source: &'a Source,
    mentions: &[&'a Mention],
    events: &[&'a Event],
) -> Line<'a> {
    let quotes = Quotes::new(source);
    let mut places = Vec::new();
    let mut resolved: Resolved = HashMap::new();
    let mut times = Vec::new();
    for mention in mentions {
        let (start, end) = (mention.passage.range.start, mention.passage.range.end);
        let quote = quotes.get(&mention.passage.range);
        match &mention.kind {
            MentionKind::Toponym { form, place, candidates } => {
                let entry = place.and_then(|id| dataset.places.get(id.index()));
                let score =
                    candidates.iter().find(|c| Some(c.place) == *place).or(candidates.first());
                let score = score.map_or(0.0, |candidate| candidate.score);
                places.push(place_line(start..end, quote, entry, *form, score));
                if let Some(id) = place {
                    resolved.entry(*id).or_default().push(places.len() - 1);
                }
            }
            MentionKind::Time { timex, value, span, .. } => times.push(TimeLine {
                start,
                end,
                text: quote,
                timex: *timex,
                edtf: span.as_ref().map(edtf),
                written: span.as_ref().and_then(written),
                value,
            }),
        }
    }
    let events = events
        .iter()
        .map(|event| event_line(dataset, id, event, &mut places, &mut resolved))
        .collect();
    Line {
        doc: &source.name,
        dated: source.dated.as_ref().map(edtf),
        dated_from: source.dated_from.as_ref().map(dated_from),
        suggested: source
            .suggested_date
            .as_ref()
            .map(|(span, why)| Suggested { edtf: edtf(span), why }),
        places,
        times,
        events,
    }
}

fn dated_from(from: &DatedFrom) -> &'static str {
    match from {
        DatedFrom::Option => "option",
        DatedFrom::Metadata(_) => "metadata",
        DatedFrom::Text(_) => "text",
    }
}

fn place_line<'a>(
    range: std::ops::Range<usize>,
    name: &'a str,
    entry: Option<&'a Place>,
    form: ToponymForm,
    score: f32,
) -> PlaceLine<'a> {
    PlaceLine {
        start: range.start,
        end: range.end,
        name,
        place: entry.map(|p| p.name.as_str()),
        lat: entry.map(|p| p.position.lat()),
        lon: entry.map(|p| p.position.lon()),
        geonameid: entry.and_then(|p| p.geonameid),
        kind: entry.map(|p| p.feature.label()),
        form,
        score,
    }
}

/// Where in the list of places those that were resolved stand, in the order of the text.
type Resolved = HashMap<PlaceId, Vec<usize>>;

/// An event, its places as positions in the list of places. One that no mention of the document
/// names stands for itself there, at the event's passage.
fn event_line<'a>(
    dataset: &'a Dataset,
    id: SourceId,
    event: &'a Event,
    places: &mut Vec<PlaceLine<'a>>,
    resolved: &mut Resolved,
) -> EventLine<'a> {
    let passage = event.evidence.iter().find(|passage| passage.source == id);
    let range = passage.map(|passage| passage.range.clone()).unwrap_or_default();
    let mut indexes = Vec::with_capacity(event.places.len());
    for &place in &event.places {
        // Mentions stand in the order of the text: the first at or after the passage's start is the
        // one inside, if any is.
        let named = resolved.get(&place).map_or(&[][..], Vec::as_slice);
        let from = |at: &usize| places.get(*at).is_some_and(|p| p.start < range.start);
        let inside = named.get(named.partition_point(from));
        let inside = inside.filter(|at| places.get(**at).is_some_and(|p| p.end <= range.end));
        let found = inside.or(named.first()).copied();
        if let Some(at) = found {
            indexes.push(at);
        } else if let Some(entry) = dataset.places.get(place.index()) {
            indexes.push(places.len());
            places.push(place_line(
                range.clone(),
                &entry.name,
                Some(entry),
                ToponymForm::Literal,
                1.0,
            ));
            resolved.entry(place).or_default().push(places.len() - 1);
        }
    }
    EventLine {
        title: &event.title,
        category: event.category.as_str(),
        edtf: event.when.as_ref().map(edtf),
        written: event.when.as_ref().and_then(written),
        places: indexes,
        actors: &event.actors,
        certainty: event.certainty.label(),
        start: range.start,
        end: range.end,
        reasons: &event.reasons,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;
    use serde_json::{Value, json};

    fn lines(dataset: &Dataset) -> Vec<Value> {
        let mut out = Vec::new();
        write(dataset, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    #[test]
    fn has_the_shape_that_scripts_rely_on() {
        let line = &lines(&sample::dataset())[0];
        assert_eq!(line["doc"], "sample.txt");
        assert_eq!(line["dated"], "2026-01-29");
        assert_eq!(line["dated_from"], "metadata");
        let place = &line["places"][0];
        assert_eq!((&place["start"], &place["end"]), (&json!(9), &json!(13)));
        assert_eq!(place["name"], "Homs");
        assert_eq!(place["geonameid"], 169_577);
        assert!((place["lat"].as_f64().unwrap() - 34.727_82).abs() < 1e-9);
        assert_eq!(line["places"][1]["name"], "Atlantis");
        assert_eq!(line["places"][1]["lat"], Value::Null);
        assert_eq!(line["times"][0]["text"], "28 January 2026");
        assert_eq!(line["times"][0]["edtf"], "2026-01-28");
        assert_eq!(line["times"][0]["value"], "2026-01-28");
        let event = &line["events"][0];
        assert_eq!(event["places"], json!([0]));
        assert_eq!(event["certainty"], "reported");
        assert_eq!((&event["start"], &event["end"]), (&json!(0), &json!(33)));
    }

    #[test]
    fn a_place_that_no_mention_names_still_stands_in_the_list() {
        let mut dataset = sample::dataset();
        dataset.mentions.clear();
        let line = &lines(&dataset)[0];
        assert_eq!(line["places"].as_array().unwrap().len(), 1);
        assert_eq!(line["events"][0]["places"], json!([0]));
    }

    #[test]
    fn an_event_of_two_sources_stands_under_both() {
        let mut dataset = sample::dataset();
        let mut second = dataset.sources[0].clone();
        second.name = "other.txt".into();
        dataset.sources.push(second);
        dataset.events[0]
            .evidence
            .push(crate::model::Passage { source: SourceId(1), range: 6..13 });
        let lines = lines(&dataset);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1]["events"][0]["start"], 6);
    }
}
