//! Reading: each feature becomes a row of a table, by the names that columns of tables have, and what
//! a table cannot hold is added: the polygons of an area, the two ends of a line.
//!
//! - A point is where it happened. An area is a place with its ground; where its date is an interval
//!   it is a state that holds for that time. A line is a movement from its first point to its last,
//!   dated by a fourth number of these (seconds or milliseconds since 1970, as kepler.gl's trips have
//!   it) where no property says when. Of many points the first counts; of a collection the first area,
//!   else the first line, else the first point.
//! - `kind` ("state"), `subject`, `holding`, `ended` and `certainty` are read as they are written
//!   here; `from` and `to` beside a line name its ends.
//! - The text that is quoted is the row, a line for each feature: property by property.
//!
//! Not supported: coordinates other than WGS 84 longitude and latitude, TopoJSON, features without an
//! enclosing collection one to a line.

use super::shapes::{Geometry, Ground};
use crate::formats::dates;
use crate::formats::table::{self, Columns, Problem, Role, TableError};
use crate::model::time::Calendar;
use crate::model::{
    Certainty, Dataset, Event, EventKind, Feature as Sort, Place, PlaceId, PlaceShape, Route,
    Second, StateWords, TimeSpan,
};
use crate::projection::distance_m;
use crate::task::{Cancelled, Task};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Properties of different names that become columns; the rest says too little to be quoted.
const COLUMNS: usize = 200;
/// Longer values are cut, in characters.
const VALUE: usize = 4_000;

/// Why a text is no GeoJSON that can be read.
#[derive(Debug, thiserror::Error)]
pub enum GeojsonError {
    /// It is not JSON, or not of the shape of GeoJSON.
    #[error("is no GeoJSON that can be read: {0}; check that it is a FeatureCollection, and whole")]
    Json(#[from] serde_json::Error),
    /// There is nothing in it.
    #[error("has no features: nothing to read")]
    Empty,
    /// Its features are no rows.
    #[error(transparent)]
    Table(TableError),
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

#[derive(Deserialize)]
struct Collection {
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    geometry: Option<Geometry>,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
}

/// Whether a text starts like GeoJSON.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    let head: String = text.chars().take(2_000).filter(|c| !c.is_whitespace()).collect();
    head.starts_with('{')
        && (head.contains("\"FeatureCollection\"") || head.contains("\"type\":\"Feature\""))
}

/// Reads a feature collection, or one feature: a source, an event for each feature that says
/// something, and what was wrong, by the number of the feature, counted from 1.
///
/// # Errors
/// When it is no GeoJSON, holds nothing, or the task was asked to stop.
pub fn read(
    name: &str,
    text: &str,
    calendar: Calendar,
    task: &Task,
) -> Result<(Dataset, Vec<Problem>), GeojsonError> {
    task.check()?;
    let mut features = serde_json::from_str::<Collection>(text)?.features;
    if features.is_empty()
        && let Ok(one) = serde_json::from_str::<Feature>(text)
        && (one.geometry.is_some() || one.properties.is_some())
    {
        features.push(one);
    }
    if features.is_empty() {
        return Err(GeojsonError::Empty);
    }
    let drawn: Vec<bool> = features.iter().map(|f| f.geometry.is_some()).collect();
    let grounds: Vec<Option<Ground>> =
        features.iter_mut().map(|f| f.geometry.take().and_then(Geometry::ground)).collect();
    let lost = lost(&features, &drawn, &grounds);
    let sheet = Sheet::new(&features, &grounds);
    let rows = sheet.rows(&features, &grounds, task)?;
    let read = table::read_on(name, rows.text, calendar, task);
    let (mut dataset, problems) = read.map_err(|why| match why {
        TableError::Cancelled(stop) => GeojsonError::Cancelled(stop),
        other => GeojsonError::Table(other),
    })?;
    let mut events = std::mem::take(&mut dataset.events);
    for event in &mut events {
        let start = event.evidence.first().map(|passage| passage.range.start);
        let Some(at) = start.and_then(|start| rows.starts.get(&start)).copied() else { continue };
        let properties = features.get(at).and_then(|feature| feature.properties.as_ref());
        let ground = grounds.get(at).and_then(Option::as_ref);
        Shaping { dataset: &mut dataset, properties, ground }.shape(event);
    }
    dataset.events = events;
    let mut problems = said(problems, &grounds);
    problems.extend(lost);
    problems.sort_by_key(|problem| problem.line);
    Ok((dataset, problems))
}

/// What a table would not tell: features that are empty, and geometries without a position.
fn lost(features: &[Feature], drawn: &[bool], grounds: &[Option<Ground>]) -> Vec<Problem> {
    let each = features.iter().zip(drawn).zip(grounds).enumerate();
    let wrong = each.filter_map(|(at, ((feature, drawn), ground))| {
        let values = || feature.properties.iter().flat_map(Map::values);
        let message = match (ground, drawn) {
            (Some(_), _) => return None,
            (None, true) => "its geometry names no position on the globe: unplaced",
            (None, false) if values().all(|value| words(value).is_empty()) => {
                "says neither what, when nor where: left out"
            }
            (None, false) => return None,
        };
        Some(Problem { line: at + 1, message: message.to_owned() })
    });
    wrong.collect()
}

/// What was wrong, by feature: the header is the first line. That a feature without geometry has no
/// position is as it should be.
fn said(problems: Vec<Problem>, grounds: &[Option<Ground>]) -> Vec<Problem> {
    let by_feature = problems.into_iter().filter_map(|problem| {
        let line = problem.line.saturating_sub(1);
        let bare = grounds.get(line.saturating_sub(1)).is_some_and(Option::is_none);
        let expected = bare && problem.message.starts_with("has no position");
        (!expected).then_some(Problem { line, ..problem })
    });
    by_feature.collect()
}

/// The columns that the properties become.
struct Sheet {
    keys: Vec<String>,
    /// No property names the place, so that an area's or a line's own name does.
    names_places: bool,
}

/// The table's text, and which feature begins at which of its code points.
struct Rows {
    text: String,
    starts: HashMap<usize, usize>,
}

impl Sheet {
    fn new(features: &[Feature], grounds: &[Option<Ground>]) -> Self {
        let mut keys: Vec<String> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for key in features.iter().flat_map(|f| f.properties.iter().flat_map(Map::keys)) {
            if keys.len() < COLUMNS && known.insert(key.as_str()) {
                keys.push(key.clone());
            }
        }
        let role = |key: &str| {
            let columns = Columns::of(&[key]);
            move |role| columns.at(role).is_some()
        };
        // What is more exact is read instead of the same at length.
        let exact = keys.iter().any(|key| key == "edtf");
        let names_ends = keys.iter().any(|key| names_ends(key, features, grounds));
        keys.retain(|key| {
            let is = role(key);
            let placing = is(Role::Latitude) || is(Role::Longitude);
            let date = is(Role::Begin) || is(Role::End);
            let end = names_ends && matches!(key.to_lowercase().as_str(), "from" | "to");
            !(placing || end || exact && date)
        });
        let has = |wanted| keys.iter().any(|key| role(key)(wanted));
        let names_places = !has(Role::Place);
        Self { keys, names_places }
    }

    fn rows(
        &self,
        features: &[Feature],
        grounds: &[Option<Ground>],
        task: &Task,
    ) -> Result<Rows, Cancelled> {
        let mut text = String::new();
        let mut chars = 0;
        let mut starts = HashMap::new();
        let mut line = self.keys.iter().map(|key| cell(&one_line(key))).collect::<Vec<_>>();
        line.extend(["latitude", "longitude"].map(str::to_owned));
        if self.names_places {
            line.push("place".to_owned());
        }
        let mut put = |line: &[String]| {
            let start = chars;
            let row = line.join(",");
            chars += row.chars().count() + 1;
            text.push_str(&row);
            text.push('\n');
            start
        };
        put(&line);
        for (at, feature) in features.iter().enumerate() {
            if at % 1_024 == 0 {
                task.check()?;
            }
            let ground = grounds.get(at).and_then(Option::as_ref);
            starts.insert(put(&self.row(feature, ground)), at);
        }
        Ok(Rows { text, starts })
    }

    fn row(&self, feature: &Feature, ground: Option<&Ground>) -> Vec<String> {
        let properties = feature.properties.as_ref();
        let value = |key: &str| properties.and_then(|p| p.get(key));
        let mut row: Vec<String> =
            self.keys.iter().map(|key| cell(&value(key).map(words).unwrap_or_default())).collect();
        let (lat, lon) = match ground.map(Ground::position) {
            // Positions of areas are worked out: their decimals say nothing.
            Some(p) if matches!(ground, Some(Ground::Area(_))) => {
                (format!("{:.5}", p.lat()), format!("{:.5}", p.lon()))
            }
            Some(p) => (p.lat().to_string(), p.lon().to_string()),
            None => [(); 2].map(|()| String::new()).into(),
        };
        row.extend([lat, lon]);
        if self.names_places {
            let own = properties.and_then(|p| own_name(p, ground)).unwrap_or_default();
            row.push(cell(&own));
        }
        row
    }
}

/// Whether `from` or `to` names an end of a line, rather than a date.
fn names_ends(key: &str, features: &[Feature], grounds: &[Option<Ground>]) -> bool {
    matches!(key.to_lowercase().as_str(), "from" | "to")
        && features.iter().zip(grounds).any(|(feature, ground)| {
            let value = feature.properties.as_ref().and_then(|p| p.get(key)).map(words);
            matches!(ground, Some(Ground::Line(..)))
                && value.is_some_and(|value| dates::read(&value).is_err())
        })
}

/// What the place of an area or of a line's begin is called where no property names a place.
fn own_name(properties: &Map<String, Value>, ground: Option<&Ground>) -> Option<String> {
    let find = |keys: &[&str]| {
        let text = keys.iter().find_map(|key| properties.get(*key)).map(words);
        text.filter(|text| !text.trim().is_empty())
    };
    let listed = || match properties.get("places") {
        Some(Value::Array(all)) => all.first().map(words),
        _ => None,
    };
    match ground? {
        Ground::Line(..) => find(&FROM_NAMES).or_else(listed),
        Ground::Area(_) => listed().or_else(|| find(&["name", "title", "label"])),
        Ground::Point(_) => listed(),
    }
}

/// Properties that name the ends of a line.
const FROM_NAMES: [&str; 5] = ["from", "from_name", "origin", "origin_name", "start_name"];
const TO_NAMES: [&str; 5] = ["to", "to_name", "destination", "destination_name", "end_name"];

/// A value as one line.
fn words(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(words).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    let mut out = String::new();
    for (nth, word) in text.split_whitespace().enumerate() {
        if out.len() > VALUE {
            out.push('…');
            break;
        }
        let space = if nth > 0 { " " } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(out, "{space}{word}");
    }
    out
}

/// A text without line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell of comma-separated values.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r', ';', '|', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// What a table cannot hold of a feature.
struct Shaping<'a> {
    dataset: &'a mut Dataset,
    properties: Option<&'a Map<String, Value>>,
    ground: Option<&'a Ground>,
}

impl Shaping<'_> {
    fn shape(&mut self, event: &mut Event) {
        if let Some(certainty) = self.text("certainty") {
            let known = Certainty::ALL.into_iter().find(|c| c.label() == certainty.to_lowercase());
            event.certainty = known.unwrap_or(event.certainty);
        }
        match self.ground {
            Some(Ground::Area(polygons)) => self.area(event, polygons),
            Some(Ground::Line(from, to)) => {
                if event.when.is_none() {
                    event.when = from.time.zip(to.time).and_then(|(a, b)| trip(a, b));
                }
                self.line(event);
            }
            Some(Ground::Point(_)) | None => {}
        }
        let lasts = event.when.as_ref().is_some_and(TimeSpan::is_interval);
        let drawn = matches!(self.ground, Some(Ground::Area(_)));
        if self.text("kind").as_deref() == Some("state") || drawn && lasts {
            event.kind = EventKind::State(self.state_words(event));
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        let text = self.properties?.get(key).map(words)?;
        (!text.is_empty()).then_some(text)
    }

    fn state_words(&self, event: &Event) -> StateWords {
        let control = event.category.as_str() == "control";
        let (holding, ended) = if control { ("held", "lost") } else { ("in force", "over") };
        let or = |key: &str, usual: &str| self.text(key).unwrap_or_else(|| usual.to_owned());
        StateWords {
            subject: or("subject", &event.title),
            holding: or("holding", holding),
            ended: or("ended", ended),
        }
    }

    fn area(&mut self, event: &mut Event, polygons: &[Vec<Vec<crate::model::LonLat>>]) {
        let Some(id) = event.places.first().copied() else { return };
        let Some(place) = self.dataset.places.get(id.index()) else { return };
        let middle = place.position;
        let corners = polygons.iter().flatten().flatten();
        let radius_m = corners.map(|corner| distance_m(middle, *corner)).fold(0.0, f64::max);
        let shape = PlaceShape::Area(polygons.to_vec());
        let drawn = Place { shape, radius_m, feature: Sort::new('L', "AREA"), ..place.clone() };
        // The same name may stand for other ground at another time.
        let free = place.shape == PlaceShape::Point || place.shape == drawn.shape;
        match self.dataset.places.get_mut(id.index()).filter(|_| free) {
            Some(slot) => *slot = drawn,
            None => {
                let same = self.dataset.places.iter().position(|other| *other == drawn);
                let at = same.unwrap_or_else(|| {
                    self.dataset.places.push(drawn);
                    self.dataset.places.len() - 1
                });
                event.places = vec![PlaceId::from_index(at)];
            }
        }
    }

    fn line(&mut self, event: &mut Event) {
        let Some(Ground::Line(_, to)) = self.ground else { return };
        let Some(from) = event.places.first().copied() else { return };
        let Some(begin) = self.dataset.places.get(from.index()) else { return };
        let name = TO_NAMES.iter().find_map(|key| self.text(key));
        let name = name.unwrap_or_else(|| format!("{}, {}", to.at.lat(), to.at.lon()));
        let mut end = Place { name: name.clone(), position: to.at, ..begin.clone() };
        end.names.iter_mut().for_each(|own| own.text.clone_from(&name));
        let same = self.dataset.places.iter().position(|other| *other == end);
        let at = same.unwrap_or_else(|| {
            self.dataset.places.push(end);
            self.dataset.places.len() - 1
        });
        let to = PlaceId::from_index(at);
        event.route = Route::new(from, to);
        if event.route.is_some() {
            event.places.push(to);
        }
    }
}

/// The time of a trip by the fourth numbers of its ends: seconds since 1970, or milliseconds where
/// they would lie beyond the year 5000.
fn trip(from: f64, to: f64) -> Option<TimeSpan> {
    let second = |v: f64| {
        let seconds = if v.abs() > 1e11 { v / 1_000.0 } else { v };
        (seconds.is_finite() && seconds.abs() < 1e11).then_some(Second(seconds.floor() as i64))
    };
    let text = |at: Second| {
        let c = at.civil();
        let clock = format!("T{:02}:{:02}:{:02}Z", c.hour, c.minute, c.second);
        format!("{:04}-{:02}-{:02}{clock}", c.year, c.month, c.day)
    };
    let (from, to) = (second(from)?, second(to)?);
    if from >= to {
        return text(from).parse().ok();
    }
    format!("{}/{}", text(from), text(to)).parse().ok()
}
