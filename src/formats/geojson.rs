//! GeoJSON (RFC 7946): one feature for each event, with its quote and its source; reading is
//! [`read()`]'s.
//!
//! A movement is a line between its ends, named by `from` and `to`. One place gives its point or its area, several a `GeometryCollection`, none a null geometry:
//! unplaced events are kept. `edtf` carries the span with its precision, on the Gregorian calendar, and
//! `written` the words of one that is written on the Julian; `begin` and `end` are its
//! outer bounds as ISO 8601 for tools that know no EDTF, absent where open or unknown. A circle of
//! uncertainty is no shape of GeoJSON: `radius_m` carries it. An event that several sources tell has
//! `accounts`, what each of them says, the one that is shown first.

mod read;
#[cfg(test)]
mod read_tests;
mod shapes;

pub use read::{GeojsonError, looks_like, read};

use super::quotes::{self, Quotes};
use crate::model::{
    Account, Dataset, Event, EventKind, LonLat, Passage, Place, PlaceShape, Source,
};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::io;

/// Writes all events as one feature collection, a feature a line.
///
/// # Errors
/// When the output cannot be written to.
pub fn write(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n")?;
    let quotes = Quotes::all(dataset);
    for (at, (_, event)) in dataset.all_events().enumerate() {
        if at > 0 {
            out.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut *out, &feature(dataset, &quotes, &event))?;
    }
    out.write_all(b"\n]}\n")
}

fn feature(dataset: &Dataset, quotes: &[Quotes<'_>], event: &Event) -> Value {
    let made: Vec<Cow<'_, Place>> =
        event.places.iter().filter_map(|id| dataset.place(*id)).collect();
    let places: Vec<&Place> = made.iter().map(AsRef::as_ref).collect();
    let several = match places.as_slice() {
        [] => Value::Null,
        [place] => geometry(place),
        several => json!({
            "type": "GeometryCollection",
            "geometries": several.iter().map(|place| geometry(place)).collect::<Vec<_>>(),
        }),
    };
    let ends = event.route.map(|route| route.ends().map(|end| dataset.spot(end)));
    let geometry = match ends {
        Some([Some((from, _)), Some((to, _))]) => {
            json!({ "type": "LineString", "coordinates": [position(from), position(to)] })
        }
        _ => several,
    };
    json!({ "type": "Feature", "geometry": geometry, "properties": properties(dataset, quotes, event, &places) })
}

fn properties(dataset: &Dataset, quotes: &[Quotes<'_>], event: &Event, places: &[&Place]) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            fields.insert(key.to_owned(), value);
        }
    };
    put("title", json!(event.title));
    put("category", json!(event.category.as_str()));
    put("certainty", json!(event.certainty.label()));
    put(
        "kind",
        json!(match event.kind {
            EventKind::Happening => "happening",
            EventKind::State(_) => "state",
        }),
    );
    if let EventKind::State(words) = &event.kind {
        put("subject", json!(words.subject));
        put("holding", json!(words.holding));
        put("ended", json!(words.ended));
    }
    let name = |end| dataset.place(end).map(|place| place.name.clone());
    put("from", json!(event.route.and_then(|route| name(route.from))));
    put("to", json!(event.route.and_then(|route| name(route.to))));
    put("actors", json!(event.actors));
    put("places", json!(places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>()));
    let radius_m = places.iter().map(|place| place.radius_m).reduce(f64::max);
    put("radius_m", json!(radius_m));
    if let Some(when) = &event.when {
        put("edtf", json!(when.gregorian().to_string()));
        if when.is_julian() {
            put("written", json!(when.label()));
        }
        put("begin", json!(when.earliest().map(iso)));
        put("end", json!(when.latest().map(iso)));
    }
    if let Some(first) = event.evidence.first() {
        quote(dataset, quotes, first, &mut put);
    }
    let evidence: Vec<Value> = event
        .evidence
        .iter()
        .skip(1)
        .map(|passage| {
            let mut more = Map::new();
            quote(dataset, quotes, passage, &mut |key, value| {
                more.insert(key.to_owned(), value);
            });
            Value::Object(more)
        })
        .collect();
    if !event.accounts.is_empty() {
        put("accounts", event.accounts.iter().map(|account| told(dataset, account)).collect());
    }
    if !evidence.is_empty() {
        put("further_evidence", Value::Array(evidence));
    }
    Value::Object(fields)
}

/// What one of several sources says of an event.
fn told(dataset: &Dataset, account: &Account) -> Value {
    let places = account.places.iter().filter_map(|id| dataset.places.get(id.index()));
    let source = account.source().and_then(|id| dataset.source(id));
    json!({
        "source": source.map(Source::heading),
        "title": account.title,
        "edtf": account.when.as_ref().map(|when| when.gregorian().to_string()),
        "places": places.map(|place| place.name.as_str()).collect::<Vec<_>>(),
        "actors": account.actors,
        "certainty": account.certainty.label(),
        "because": account.because,
    })
}

/// What was said, by whom, and when.
fn quote(
    dataset: &Dataset,
    quotes: &[Quotes<'_>],
    passage: &Passage,
    put: &mut dyn FnMut(&str, Value),
) {
    let Some(source) = dataset.source(passage.source) else { return };
    let outside = dataset.table(passage.source).and_then(|_| dataset.quote(passage));
    let quote = outside.unwrap_or_else(|| Cow::Borrowed(quotes::quote(quotes, passage)));
    put("quote", json!(quote));
    put("source", json!(source.heading()));
    if !source.publisher.is_empty() {
        put("publisher", json!(source.publisher));
    }
    if !source.url.is_empty() {
        put("source_url", json!(source.url));
    }
    if let Some(dated) = &source.dated {
        put("source_dated", json!(dated.to_string()));
    }
}

fn iso(at: crate::model::Second) -> String {
    let c = at.civil();
    let year = if (0..=9_999).contains(&c.year) {
        format!("{:04}", c.year)
    } else {
        format!("{:+07}", c.year)
    };
    format!("{year}-{:02}-{:02}T{:02}:{:02}:{:02}", c.month, c.day, c.hour, c.minute, c.second)
}

fn geometry(place: &Place) -> Value {
    match &place.shape {
        PlaceShape::Area(polygons) if !polygons.is_empty() => {
            let polygons: Vec<Value> = polygons
                .iter()
                .map(|rings| {
                    let rings = rings.iter().enumerate().map(|(at, ring)| self::ring(ring, at > 0));
                    Value::Array(rings.collect())
                })
                .collect();
            json!({ "type": "MultiPolygon", "coordinates": polygons })
        }
        _ => json!({ "type": "Point", "coordinates": position(place.position) }),
    }
}

/// A closed ring; outer rings run counter-clockwise and holes clockwise (RFC 7946, 3.1.6).
fn ring(points: &[LonLat], hole: bool) -> Value {
    let mut points = points.to_vec();
    if points.first() != points.last() {
        points.extend(points.first().copied());
    }
    let doubled_area: f64 = points
        .windows(2)
        .map(|pair| match pair {
            [a, b] => a.lon() * b.lat() - b.lon() * a.lat(),
            _ => 0.0,
        })
        .sum();
    if (doubled_area < 0.0) != hole {
        points.reverse();
    }
    Value::Array(points.into_iter().map(position).collect())
}

/// Six decimals are 0.1 m: more is noise.
fn position(p: LonLat) -> Value {
    let round = |v: f64| (v * 1e6).round() / 1e6;
    json!([round(p.lon()), round(p.lat())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    fn collection(dataset: &Dataset) -> Value {
        let mut out = Vec::new();
        write(dataset, &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn an_event_carries_place_time_and_quote() {
        let all = collection(&sample::dataset());
        let feature = &all["features"][0];
        assert_eq!(
            feature["geometry"],
            json!({"type": "Point", "coordinates": [36.72339, 34.72782]})
        );
        let fields = &feature["properties"];
        assert_eq!(fields["edtf"], "2026-01-28");
        assert_eq!(fields["begin"], "2026-01-28T00:00:00");
        assert_eq!(fields["category"], "moon landing");
        assert_eq!(fields["quote"], "Élan: in Homs on 28 January 2026.");
        assert_eq!(fields["source"], "A visit");
        assert_eq!(fields["radius_m"], 8000.0);
    }

    #[test]
    fn undated_and_unplaced_events_are_kept() {
        let mut dataset = sample::dataset();
        dataset.events[0].when = None;
        dataset.events[0].places.clear();
        let feature = &collection(&dataset)["features"][0];
        assert_eq!(feature["geometry"], Value::Null);
        assert_eq!(feature["properties"].get("edtf"), None);
        assert_eq!(collection(&Dataset::default())["features"], json!([]));
    }

    #[test]
    fn rings_are_closed_and_run_the_right_way() {
        let mut dataset = sample::dataset();
        let p = |lon, lat| LonLat::new(lon, lat).unwrap();
        let clockwise = vec![p(0.0, 0.0), p(0.0, 1.0), p(1.0, 1.0), p(1.0, 0.0)];
        dataset.places[0].shape = PlaceShape::Area(vec![vec![clockwise.clone(), clockwise]]);
        let rings = &collection(&dataset)["features"][0]["geometry"]["coordinates"][0];
        assert_eq!(rings[0], json!([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]));
        assert_eq!(rings[1], json!([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]));
    }
}
