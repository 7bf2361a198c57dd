use super::actors::actors;
use super::categories::categories;
use super::lines::Lines;
use super::near::Vocabulary;
use super::stretches::{Stretch, stretches};
use crate::model::{
    Category, Dataset, EventId, MentionKind, PlaceId, Source, SourceId, SourceKind,
};
use crate::task::{Cancelled, Task};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Of a large table, as many places are found by name; of more, those that come first in the file.
const TABLE_PLACES: usize = 500_000;
/// Things between two looks at whether to stop.
const STRIDE: usize = 4_096;

/// What there is to find in a dataset, ready to be searched. For a dataset of a hundred thousand
/// events it takes some tenths of a second to make; the rows' text of large tables is not in it.
#[derive(Debug)]
pub struct Corpus {
    pub(super) dataset: Arc<Dataset>,
    pub(super) places: Lines,
    pub(super) events: Lines,
    pub(super) actors: Lines,
    pub(super) categories: Lines,
    pub(super) sources: Lines,
    pub(super) passages: Lines,
    /// Who the actors are, by number, and how many events each has.
    pub(super) actor_names: Vec<(String, usize)>,
    /// The categories, by number, and how many events each has.
    pub(super) category_names: Vec<(Category, usize)>,
    pub(super) stretches: Vec<Stretch>,
    pub(super) vocabulary: Vocabulary,
    /// Whether all places of large tables are in it.
    pub(super) all_places: bool,
}

impl Corpus {
    /// The corpus of a dataset.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn build(dataset: &Arc<Dataset>, task: &Task) -> Result<Self, Cancelled> {
        let (places, all_places) = places(dataset, task)?;
        let events = events(dataset, task)?;
        let actor_names = actors(dataset, task)?;
        let mut actors = Lines::default();
        for (at, (name, _)) in (0..).zip(&actor_names) {
            actors.push(at, name);
        }
        let category_names = categories(dataset, task)?;
        let mut categories = Lines::default();
        for (at, (name, _)) in (0..).zip(&category_names) {
            categories.push(at, name.as_str());
        }
        let stretches = stretches(dataset);
        let mut passages = Lines::default();
        for (at, stretch) in (0_u32..).zip(&stretches) {
            if (at as usize).is_multiple_of(STRIDE) {
                task.check()?;
            }
            passages.push(at, stretch.text(dataset));
        }
        let sources = sources(dataset);
        let all = [&places, &actors, &categories, &sources, &events, &passages];
        let vocabulary = Vocabulary::of(all.into_iter().flat_map(Lines::words));
        Ok(Self {
            dataset: Arc::clone(dataset),
            places,
            events,
            actors,
            categories,
            sources,
            passages,
            actor_names,
            category_names,
            stretches,
            vocabulary,
            all_places,
        })
    }

    /// How many bytes there are to look through.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.lines().map(Lines::bytes).iter().sum()
    }

    /// Everything that is looked through.
    pub(super) fn lines(&self) -> [&Lines; 6] {
        [&self.places, &self.actors, &self.categories, &self.sources, &self.events, &self.passages]
    }

    /// The dataset that it was made of.
    #[must_use]
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }
}

/// Names of the places that events or resolved names are at; those that a name could merely have
/// been are left to the gazetteer.
fn places(dataset: &Dataset, task: &Task) -> Result<(Lines, bool), Cancelled> {
    let held = |id: &PlaceId| id.index() < dataset.places.len();
    let of_events = dataset.events.iter().flat_map(|event| event.places.iter().copied());
    let of_mentions = dataset.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::Toponym { place, .. } => *place,
        MentionKind::Time { .. } => None,
    });
    let wanted: BTreeSet<PlaceId> = of_events.chain(of_mentions).filter(held).collect();
    let mut lines = Lines::default();
    for id in wanted {
        let Some(place) = dataset.places.get(id.index()) else { continue };
        lines.push(id.0, &place.name);
        for name in place.names.iter().filter(|name| name.text != place.name) {
            lines.push(id.0, &name.text);
        }
    }
    let mut whole = true;
    let mut first = dataset.places.len();
    for table in &dataset.tables {
        whole &= table.places() <= TABLE_PLACES;
        for at in 0..table.places().min(TABLE_PLACES) {
            if at % STRIDE == 0 {
                task.check()?;
            }
            if let Some(place) = table.rows.place(at) {
                lines.push(PlaceId::from_index(first + at).0, &place.name);
            }
        }
        first += table.places();
    }
    Ok((lines, whole))
}

/// Headlines of the sources, who published them and the names of their files.
fn sources(dataset: &Dataset) -> Lines {
    let mut lines = Lines::default();
    for (at, source) in (0_u32..).zip(&dataset.sources) {
        let all = [&source.title, &source.publisher, &source.name];
        for words in all.into_iter().filter(|words| !words.is_empty()) {
            lines.push(at, words);
        }
    }
    lines
}

/// Titles of the events that are held, with those of their accounts, and the rows of small tables
/// that tell them: notes stand there.
fn events(dataset: &Dataset, task: &Task) -> Result<Lines, Cancelled> {
    let mut lines = Lines::default();
    let mut rows: HashMap<SourceId, Bytes> = HashMap::new();
    for (at, event) in dataset.events.iter().enumerate() {
        if at % STRIDE == 0 {
            task.check()?;
        }
        let id = EventId::from_index(at).0;
        lines.push(id, &event.title);
        for account in event.accounts.iter().filter(|account| account.title != event.title) {
            lines.push(id, &account.title);
        }
        for passage in &event.evidence {
            let Some(source) = dataset.source(passage.source) else { continue };
            if source.kind == SourceKind::Table && !source.text.is_empty() {
                let bytes = rows.entry(passage.source).or_insert_with(|| Bytes::of(source));
                let (from, to) =
                    (bytes.at(source, passage.range.start), bytes.at(source, passage.range.end));
                lines.push(id, source.text.get(from..to).unwrap_or_default());
            }
        }
    }
    Ok(lines)
}

/// Where the code points of a long text begin: rows are found without counting from its beginning
/// again for each.
struct Bytes {
    /// The byte of every code point whose number is a multiple of [`Self::STEP`].
    marks: Vec<usize>,
}

impl Bytes {
    const STEP: usize = 256;

    fn of(source: &Source) -> Self {
        let marks = source.text.char_indices().step_by(Self::STEP).map(|(at, _)| at).collect();
        Self { marks }
    }

    fn at(&self, source: &Source, char: usize) -> usize {
        let Some(mark) = self.marks.get(char / Self::STEP).copied() else {
            return source.text.len();
        };
        let rest = source.text.get(mark..).unwrap_or_default();
        let within = rest.char_indices().nth(char % Self::STEP);
        mark + within.map_or(rest.len(), |(at, _)| at)
    }
}
