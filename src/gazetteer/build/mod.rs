//! Builds an index from records: the same for the embedded gazetteer and for what users bring.

use super::GazetteerError;
use super::bytes::put_varint;
use super::fold::{fold, fold_into, without_articles};
use super::format::{self, Posting, SECTIONS, SOUND_PREFIX, Section, Via};
use super::near;
use super::record::{Record, radius_m};
use super::sound::sound;
use crate::task::Task;
use std::collections::HashMap;

mod sections;

/// Countries whose place names carry the Arabic article, so that a name without it means the same
/// place. Elsewhere "El Paso" is not "Paso".
const ARTICLE_COUNTRIES: [&str; 31] = [
    "AE", "BH", "DJ", "DZ", "EG", "EH", "ER", "IL", "IQ", "IR", "JO", "KM", "KW", "LB", "LY", "MA",
    "ML", "MR", "MT", "NE", "OM", "PS", "QA", "SA", "SD", "SO", "SS", "SY", "TD", "TN", "YE",
];

/// How much each way to come by a name costs in the order of hits, in [`Record::importance`].
const VIA_COST: [f32; 5] = [0.0, 3.0, 3.0, 2.0, 5.0];

/// Builds an index of `records`. `key` says what it was made from and is kept in its header.
/// Records that give their first-level division by name must come after the divisions.
///
/// # Errors
/// When the task is cancelled, or there are more entries than an index can hold (2^29).
pub fn build_index(
    records: impl Iterator<Item = Record>,
    key: u64,
    task: &Task,
) -> Result<Vec<u8>, GazetteerError> {
    let mut builder = Builder::default();
    for (at, record) in records.enumerate() {
        if at % 4096 == 0 {
            task.check()?;
        }
        builder.add(&record)?;
        task.advance(1);
    }
    builder.finish(key, task)
}

/// Strings numbered in the order in which they first come.
#[derive(Default)]
struct Interner {
    numbers: HashMap<String, usize>,
    values: Vec<String>,
}

impl Interner {
    fn number(&mut self, value: &str) -> usize {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = self.values.len();
        self.values.push(value.replace('\n', " "));
        self.numbers.insert(value.to_owned(), number);
        number
    }
}

/// One key of one entry, its text in the arena.
#[derive(Clone, Copy)]
struct Key {
    /// The first eight bytes, big-endian: most comparisons need no more.
    head: u64,
    from: u32,
    length: u16,
    via: Via,
    entry: u32,
}

/// An entry as it comes in; `names` is where its names begin.
struct Row {
    fixed: [u8; format::ENTRY_BYTES],
    importance: f32,
    lon: f64,
    lat: f64,
}

#[derive(Default)]
struct Builder {
    rows: Vec<Row>,
    names: Vec<u8>,
    arena: Vec<u8>,
    keys: Vec<Key>,
    langs: Interner,
    features: Interner,
    admins: Interner,
    extras: Vec<(u32, Vec<u8>)>,
    scratch: String,
    /// Division codes by country and folded name.
    division_codes: HashMap<(String, String), String>,
    /// Inhabitants of the towns of each country and division, by their numbers in an entry.
    town_people: HashMap<[u8; 4], u64>,
    /// The rows of first-level divisions, with the same key.
    divisions: Vec<(usize, [u8; 4])>,
}

impl Builder {
    fn add(&mut self, record: &Record) -> Result<(), GazetteerError> {
        let entry = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let names_at = u32::try_from(self.names.len()).map_err(|_| GazetteerError::TooLarge)?;
        if entry >= Posting::ENTRIES_LIMIT {
            return Err(GazetteerError::TooLarge);
        }
        self.note_division(record);
        self.add_names(record);
        self.add_keys(record, entry)?;
        let fixed = self.fixed(record, names_at);
        let [.., c0, c1, a0, a1, _, _, _, _] = fixed;
        match (record.feature.class, record.feature.code.as_str()) {
            ('P', _) => *self.town_people.entry([c0, c1, a0, a1]).or_default() += record.population,
            ('A', "ADM1") => self.divisions.push((self.rows.len(), [c0, c1, a0, a1])),
            _ => {}
        }
        let (lon, lat) = (record.position.lon(), record.position.lat());
        self.rows.push(Row { fixed, importance: record.importance(), lon, lat });
        if let Some(extra) = &record.extra {
            let json = serde_json::to_vec(extra).unwrap_or_default();
            self.extras.push((entry, json));
        }
        Ok(())
    }

    fn fixed(&mut self, record: &Record, names_at: u32) -> [u8; format::ENTRY_BYTES] {
        let radius = if record.radius_m > 0.0 {
            record.radius_m
        } else {
            radius_m(record.feature.class, &record.feature.code, record.population)
        };
        let mut country = [0u8; 2];
        for (to, from) in country.iter_mut().zip(record.country.bytes()) {
            *to = from;
        }
        let feature = format!("{}{}", record.feature.class, record.feature.code);
        let feature = u16::try_from(self.features.number(&feature)).unwrap_or(u16::MAX);
        let admin1 = self.division_code(record);
        let admin = u16::try_from(self.admins.number(&admin1)).unwrap_or(u16::MAX);
        let population = u32::try_from(record.population).unwrap_or(u32::MAX);
        let mut fixed = [0u8; format::ENTRY_BYTES];
        let fields = [
            &degrees(record.position.lon())[..],
            &degrees(record.position.lat()),
            &population.to_le_bytes(),
            &record.geonameid.to_le_bytes(),
            &(radius.round() as u32).to_le_bytes(),
            &names_at.to_le_bytes(),
            &country,
            &admin.to_le_bytes(),
            &feature.to_le_bytes(),
        ];
        for (to, from) in fixed.iter_mut().zip(fields.into_iter().flatten()) {
            *to = *from;
        }
        fixed
    }

    fn note_division(&mut self, record: &Record) {
        if record.feature.class == 'A' && record.feature.code == "ADM1" {
            let names = std::iter::once(&record.name).chain(record.names.iter().map(|n| &n.text));
            for name in names {
                let key = (record.country.clone(), fold(name));
                self.division_codes.entry(key).or_insert_with(|| record.admin1.clone());
            }
        }
    }

    /// The code of a record's first-level division; those written by hand give its name instead.
    fn division_code(&self, record: &Record) -> String {
        if record.extra.is_none() || record.admin1.is_empty() {
            return record.admin1.clone();
        }
        let key = (record.country.clone(), fold(&record.admin1));
        self.division_codes.get(&key).unwrap_or(&record.admin1).clone()
    }

    fn add_names(&mut self, record: &Record) {
        put_varint(&mut self.names, record.names.len() as u64 + 1);
        let main = (None, record.name.as_str());
        let others = record.names.iter().map(|n| (n.lang.as_deref(), n.text.as_str()));
        for (lang, text) in std::iter::once(main).chain(others) {
            let lang = lang.map_or(0, |lang| self.langs.number(lang) + 1);
            put_varint(&mut self.names, lang as u64);
            put_varint(&mut self.names, text.len() as u64);
            self.names.extend(text.bytes());
        }
    }

    fn add_keys(&mut self, record: &Record, entry: u32) -> Result<(), GazetteerError> {
        let first = self.keys.len();
        let strip = ARTICLE_COUNTRIES.contains(&record.country.as_str());
        let main = (record.name.as_str(), Via::Main);
        let others = record.names.iter().map(|n| {
            let via = if n.lang.as_deref() == Some("en") { Via::Main } else { Via::Alternate };
            (n.text.as_str(), via)
        });
        let mut folded = std::mem::take(&mut self.scratch);
        for (text, via) in std::iter::once(main).chain(others) {
            folded.clear();
            fold_into(text, &mut folded);
            let via = if is_code(text) { Via::Code } else { via };
            self.add_key(&[], folded.as_bytes(), via, entry)?;
            if (strip || folded.starts_with("the "))
                && let Some(bare) = without_articles(&folded)
            {
                self.add_key(&[], bare.as_bytes(), Via::Article, entry)?;
            }
            if via != Via::Code
                && let Some(sound) = sound(text)
            {
                self.add_key(&[SOUND_PREFIX], sound.as_bytes(), Via::Sound, entry)?;
            }
        }
        self.scratch = folded;
        self.drop_repeats(first);
        Ok(())
    }

    fn add_key(
        &mut self,
        prefix: &[u8],
        key: &[u8],
        via: Via,
        entry: u32,
    ) -> Result<(), GazetteerError> {
        let from = u32::try_from(self.arena.len()).map_err(|_| GazetteerError::TooLarge)?;
        let Ok(length) = u16::try_from(prefix.len() + key.len()) else { return Ok(()) };
        if key.is_empty() {
            return Ok(());
        }
        self.arena.extend(prefix);
        self.arena.extend(key);
        let mut head = [0u8; 8];
        for (to, byte) in head.iter_mut().zip(prefix.iter().chain(key)) {
            *to = *byte;
        }
        self.keys.push(Key { head: u64::from_be_bytes(head), from, length, via, entry });
        Ok(())
    }

    /// Leaves each key of the entry that began at `first` once, under its best reason.
    fn drop_repeats(&mut self, first: usize) {
        let arena = &self.arena;
        let Some(own) = self.keys.get_mut(first..) else { return };
        own.sort_unstable_by(|a, b| {
            (a.head, text(arena, a), a.via).cmp(&(b.head, text(arena, b), b.via))
        });
        let mut kept = first;
        for at in first..self.keys.len() {
            let Some(key) = self.keys.get(at).copied() else { break };
            let repeats = kept > first
                && self.keys.get(kept - 1).is_some_and(|last| {
                    last.head == key.head && text(&self.arena, last) == text(&self.arena, &key)
                });
            if !repeats {
                if let Some(slot) = self.keys.get_mut(kept) {
                    *slot = key;
                }
                kept += 1;
            }
        }
        self.keys.truncate(kept);
    }

    fn finish(mut self, key: u64, task: &Task) -> Result<Vec<u8>, GazetteerError> {
        task.check()?;
        self.weigh_divisions();
        let order = self.order();
        let mut rank = vec![0u32; order.len()];
        for (place, row) in order.iter().enumerate() {
            if let Some(slot) = rank.get_mut(*row as usize) {
                *slot = u32::try_from(place).unwrap_or(u32::MAX);
            }
        }
        let arena = std::mem::take(&mut self.arena);
        let mut keys = std::mem::take(&mut self.keys);
        keys.sort_unstable_by(|a, b| (a.head, text(&arena, a)).cmp(&(b.head, text(&arena, b))));
        task.check()?;
        let (map, postings) = self.post(&keys, &arena, &rank)?;
        drop((keys, arena));
        task.check()?;
        let entries: Vec<u8> = order
            .iter()
            .filter_map(|row| self.rows.get(*row as usize))
            .flat_map(|row| row.fixed)
            .collect();
        let points: Vec<(f64, f64)> = order
            .iter()
            .filter_map(|row| self.rows.get(*row as usize))
            .map(|row| (row.lon, row.lat))
            .collect();
        let cells_per_degree = near::cells_per_degree(points.len());
        let (cells, cell_entries) = near::grid(&points, cells_per_degree);
        let (extras, extra_texts) = self.extras(&rank);
        let sections: [Vec<u8>; SECTIONS] = [
            map,
            postings,
            entries,
            std::mem::take(&mut self.names),
            self.tables(),
            cells,
            cell_entries,
            self.divisions(&order),
            self.numbers(&order),
            extras,
            extra_texts,
        ];
        debug_assert_eq!(Section::ExtraTexts as usize + 1, SECTIONS);
        let count = u32::try_from(order.len()).unwrap_or(u32::MAX);
        Ok(format::assemble(key, count, cells_per_degree, &sections))
    }

    /// A division without a population of its own counts for a part of the people in its towns, so
    /// that its seat comes before it and small namesakes elsewhere behind it.
    fn weigh_divisions(&mut self) {
        const PART: f32 = 0.3;
        for (row, key) in &self.divisions {
            let people = self.town_people.get(key).copied().unwrap_or_default();
            if let Some(row) = self.rows.get_mut(*row) {
                #[allow(clippy::cast_precision_loss)] // a ranking needs no 53 bits
                let weight = (people as f32 * PART).max(1.0).ln();
                row.importance = row.importance.max(weight);
            }
        }
    }

    /// The rows, most important first; equals in the order in which they came.
    fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.rows.len() as u32).collect();
        let importance = |row: &u32| self.rows.get(*row as usize).map_or(0.0, |row| row.importance);
        order.sort_by(|a, b| importance(b).total_cmp(&importance(a)));
        order
    }

    /// The finite-state map of sorted keys, and the lists that it points to.
    fn post(
        &self,
        keys: &[Key],
        arena: &[u8],
        rank: &[u32],
    ) -> Result<(Vec<u8>, Vec<u8>), GazetteerError> {
        let mut map = fst::raw::Builder::memory();
        let mut lists: Vec<u8> = Vec::new();
        for group in keys.chunk_by(|a, b| a.head == b.head && text(arena, a) == text(arena, b)) {
            let Some(first) = group.first() else { continue };
            let value = match group {
                [only] => u64::from(self.posting(only, rank).0) << 1 | 1,
                _ => {
                    let mut list: Vec<&Key> = group.iter().collect();
                    list.sort_by(|a, b| self.score(b).total_cmp(&self.score(a)));
                    let offset = lists.len() as u64 / 4;
                    lists.extend((list.len() as u32).to_le_bytes());
                    lists.extend(
                        list.iter().flat_map(|key| self.posting(key, rank).0.to_le_bytes()),
                    );
                    offset << 1
                }
            };
            map.insert(text(arena, first), value).map_err(GazetteerError::index)?;
        }
        Ok((map.into_inner().map_err(GazetteerError::index)?, lists))
    }

    fn posting(&self, key: &Key, rank: &[u32]) -> Posting {
        Posting::new(rank.get(key.entry as usize).copied().unwrap_or_default(), key.via)
    }

    fn score(&self, key: &Key) -> f32 {
        let importance = self.rows.get(key.entry as usize).map_or(0.0, |row| row.importance);
        importance - VIA_COST.get(key.via as usize).copied().unwrap_or_default()
    }
}

fn degrees(value: f64) -> [u8; 4] {
    ((value * super::entry::PER_DEGREE).round() as i32).to_le_bytes()
}

fn text<'a>(arena: &'a [u8], key: &Key) -> &'a [u8] {
    let from = key.from as usize;
    arena.get(from..from + usize::from(key.length)).unwrap_or_default()
}

/// Whether a name is a code of at most four capitals ("US", "UAE", "U.S."), which in small letters is a word.
pub(crate) fn is_code(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_uppercase).count();
    (2..=4).contains(&letters) && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
}
