//! Readable sources in, dataset out. `data/README.md` says how the sources are written.

use chronotope::model::{
    Candidate, Category, Certainty, Dataset, DatedFrom, Event, EventKind, Feature, LonLat, Mention,
    MentionKind, Name, Passage, Place, PlaceId, PlaceShape, Source, SourceId, SourceKind,
    StateWords, TimeSpan, TimexType, ToponymForm,
};
use serde::Deserialize;
use std::path::Path;

/// Why the story could not be built, with the file and what to mend.
#[derive(Debug)]
pub struct BuildError(String);

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn wrong<T>(words: impl Into<String>) -> Result<T, BuildError> {
    Err(BuildError(words.into()))
}

#[derive(Deserialize)]
struct StoryFile {
    title: String,
    sources: Vec<String>,
    // Ids follow the keys' alphabet, so that they do not move when events do.
    places: serde_json::Map<String, serde_json::Value>,
    events: Vec<EventRow>,
}

#[derive(Deserialize)]
struct EventRow {
    title: String,
    category: String,
    #[serde(default)]
    state: Option<StateWords>,
    #[serde(default)]
    when: Option<TimeSpan>,
    places: Vec<String>,
    actors: Vec<String>,
    certainty: Certainty,
    evidence: Vec<Quote>,
    #[serde(default)]
    reasons: Vec<String>,
}

#[derive(Deserialize)]
struct Quote {
    source: String,
    quote: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum PlaceRow {
    Overlay { overlay: String, code: String },
    Own(Place),
}

#[derive(Deserialize)]
struct OverlayRow {
    name: String,
    names: Vec<Name>,
    class: char,
    code: String,
    lon: f64,
    lat: f64,
    radius_m: f64,
    country: Option<String>,
    admin1: Option<String>,
    geonameid: Option<u32>,
    population: Option<u64>,
    area: Option<Vec<Vec<LonLat>>>,
    source: String,
    note: String,
    disputed: Option<Disputed>,
}

#[derive(Deserialize)]
struct Disputed {
    claims: Vec<String>,
}

/// Builds the dataset from the folder `story` and the overlay in `data`.
pub fn story(data: &Path) -> Result<Dataset, BuildError> {
    let folder = data.join("story");
    let file: StoryFile = json(&folder.join("events.json"))?;
    let overlay: Vec<OverlayRow> = json(&data.join("overlay.json"))?;
    let mut keys = Vec::new();
    let mut dataset = Dataset { title: file.title, ..Dataset::default() };
    for (key, row) in file.places {
        dataset.places.push(place(&key, row, &overlay)?);
        keys.push(key);
    }
    for (at, name) in file.sources.iter().enumerate() {
        let text = read(&folder.join(name))?;
        let (source, mentions) = source(name, &text, SourceId::from_index(at), &keys)?;
        dataset.sources.push(source);
        dataset.mentions.extend(mentions);
    }
    for row in file.events {
        dataset.events.push(event(row, &dataset.sources, &keys)?);
    }
    Ok(dataset)
}

/// The dataset as the text of a project file.
pub fn project_text(dataset: &Dataset) -> Result<String, BuildError> {
    #[derive(serde::Serialize)]
    struct Project<'a> {
        version: u32,
        #[serde(flatten)]
        dataset: &'a Dataset,
    }
    serde_json::to_string_pretty(&Project { version: 1, dataset })
        .map(|text| text + "\n")
        .map_err(|error| BuildError(error.to_string()))
}

fn read(path: &Path) -> Result<String, BuildError> {
    std::fs::read_to_string(path).map_err(|e| BuildError(format!("{}: {e}", path.display())))
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, BuildError> {
    serde_json::from_str(&read(path)?).map_err(|e| BuildError(format!("{}: {e}", path.display())))
}

fn place(key: &str, row: serde_json::Value, overlay: &[OverlayRow]) -> Result<Place, BuildError> {
    match serde_json::from_value(row).map_err(|e| BuildError(format!("place {key}: {e}")))? {
        PlaceRow::Own(place) => Ok(place),
        PlaceRow::Overlay { overlay: name, code } => {
            let Some(row) = overlay.iter().find(|row| row.name == name && row.code == code) else {
                return wrong(format!("place {key}: the overlay has no {name} ({code})"));
            };
            from_overlay(key, row)
        }
    }
}

fn from_overlay(key: &str, row: &OverlayRow) -> Result<Place, BuildError> {
    let mut note = format!("{}.", row.source);
    if !row.note.is_empty() {
        note = format!("{note} {}", row.note);
    }
    if let Some(disputed) = &row.disputed {
        note = format!("{note} Disputed. {}.", disputed.claims.join(". "));
    }
    Ok(Place {
        name: row.name.clone(),
        names: row.names.clone(),
        feature: Feature::new(row.class, &row.code),
        position: LonLat::new(row.lon, row.lat)
            .map_err(|e| BuildError(format!("place {key}: {e}")))?,
        shape: row.area.clone().map_or(PlaceShape::Point, |rings| PlaceShape::Area(vec![rings])),
        radius_m: row.radius_m,
        population: row.population,
        country: row.country.clone(),
        admin1: row.admin1.clone(),
        geonameid: row.geonameid,
        note,
    })
}

fn source(
    name: &str,
    file: &str,
    id: SourceId,
    keys: &[String],
) -> Result<(Source, Vec<Mention>), BuildError> {
    let Some((head, body)) = file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"))
    else {
        return wrong(format!("{name}: no front matter between lines of ---"));
    };
    let field = |key: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        line.map(|value| value.trim().trim_matches('"').to_owned()).unwrap_or_default()
    };
    let (text, mentions) = marked(name, body.trim(), id, keys)?;
    let dated = field("date").parse().map_err(|e| BuildError(format!("{name}: date: {e}")))?;
    let source = Source {
        name: name.to_owned(),
        title: field("title"),
        publisher: field("publisher"),
        url: field("url"),
        dated: Some(dated),
        dated_from: Some(DatedFrom::Metadata("front matter, “date”".to_owned())),
        suggested_date: None,
        kind: SourceKind::Document,
        text,
    };
    Ok((source, mentions))
}

/// Takes the marks `[words](place:… form "more")` and `[words](time:… "more")` out of a text.
fn marked(
    name: &str,
    body: &str,
    id: SourceId,
    keys: &[String],
) -> Result<(String, Vec<Mention>), BuildError> {
    let mut text = String::new();
    let mut mentions = Vec::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let parts = after.split_once("](").and_then(|(words, after)| {
            let (mark, after) = after.split_once(')')?;
            Some((words, mark, after))
        });
        let Some((words, mark, after)) = parts else {
            return wrong(format!("{name}: an unfinished mark after “{}”", tail(&text)));
        };
        let start = text.chars().count();
        text.push_str(words);
        let range = start..start + words.chars().count();
        let kind = mention(mark, words, keys)
            .map_err(|e| BuildError(format!("{name}: [{words}]({mark}): {e}")))?;
        mentions.push(Mention { passage: Passage { source: id, range }, kind });
        rest = after;
    }
    text.push_str(rest);
    Ok((text, mentions))
}

fn tail(text: &str) -> &str {
    text.char_indices().nth_back(30).and_then(|(at, _)| text.get(at..)).unwrap_or(text)
}

fn mention(mark: &str, words: &str, keys: &[String]) -> Result<MentionKind, BuildError> {
    let (head, more) = match mark.split_once(" \"") {
        Some((head, more)) => (head, more.trim_end_matches('"')),
        None => (mark, ""),
    };
    if let Some(edtf) = head.strip_prefix("time:") {
        return time(edtf, more, words);
    }
    let Some(head) = head.strip_prefix("place:") else { return wrong("neither place: nor time:") };
    let (key, form) = head.split_once(' ').unwrap_or((head, "literal"));
    let form: ToponymForm = serde_json::from_value(form.into())
        .map_err(|e| BuildError(format!("the form “{form}”: {e}")))?;
    let place = if key == "?" { None } else { Some(find(key, keys)?) };
    let by_hand = vec!["marked by hand".to_owned()];
    let mut candidates: Vec<Candidate> =
        place.map(|place| Candidate { place, score: 1.0, reasons: by_hand }).into_iter().collect();
    if let Some((candidate, reason)) = more.split_once(": ") {
        let (key, score) = candidate.split_once(' ').unwrap_or((candidate, ""));
        let score: f32 = score.parse().map_err(|e| BuildError(format!("score “{score}”: {e}")))?;
        if let Some(first) = candidates.first_mut() {
            first.score = 1.0 - score;
        }
        let place = find(key, keys)?;
        candidates.push(Candidate { place, score, reasons: vec![reason.to_owned()] });
    }
    Ok(MentionKind::Toponym { form, place, candidates: candidates.into() })
}

fn time(edtf: &str, more: &str, words: &str) -> Result<MentionKind, BuildError> {
    let span: Option<TimeSpan> = match edtf {
        "-" => None,
        edtf => Some(edtf.parse().map_err(|e| BuildError(format!("{e}")))?),
    };
    let (value, reading) = more.split_once("; ").unwrap_or((edtf, "as written"));
    let timex = if value.starts_with('P') { TimexType::Duration } else { TimexType::Date };
    let reading = format!("“{words}”: {reading}");
    Ok(MentionKind::Time { timex, value: value.to_owned(), span, reading })
}

fn find(key: &str, keys: &[String]) -> Result<PlaceId, BuildError> {
    match keys.iter().position(|there| there == key) {
        Some(at) => Ok(PlaceId::from_index(at)),
        None => wrong(format!("no place “{key}” in events.json")),
    }
}

fn event(row: EventRow, sources: &[Source], keys: &[String]) -> Result<Event, BuildError> {
    let title = row.title;
    let at = |e: BuildError| BuildError(format!("event “{title}”: {e}"));
    let places = row.places.iter().map(|key| find(key, keys)).collect::<Result<_, _>>();
    let evidence =
        row.evidence.iter().map(|quote| passage(quote, sources)).collect::<Result<_, _>>();
    Ok(Event {
        category: Category::new(&row.category),
        kind: row.state.map_or(EventKind::Happening, EventKind::State),
        when: row.when,
        places: places.map_err(at)?,
        actors: row.actors,
        certainty: row.certainty,
        evidence: evidence.map_err(at)?,
        reasons: row.reasons,
        accounts: Vec::new(),
        route: None,
        title: title.clone(),
    })
}

/// Where a quote stands; it must stand exactly once.
fn passage(quote: &Quote, sources: &[Source]) -> Result<Passage, BuildError> {
    let found = sources.iter().position(|source| source.name == quote.source);
    let Some((at, source)) = found.and_then(|at| Some((at, sources.get(at)?))) else {
        return wrong(format!("no source “{}”", quote.source));
    };
    let mut hits = source.text.match_indices(&quote.quote);
    let (Some((byte, _)), None) = (hits.next(), hits.next()) else {
        return wrong(format!("not exactly once in {}: “{}”", quote.source, quote.quote));
    };
    let start = source.text.get(..byte).map_or(0, |before| before.chars().count());
    let range = start..start + quote.quote.chars().count();
    Ok(Passage { source: SourceId::from_index(at), range })
}
