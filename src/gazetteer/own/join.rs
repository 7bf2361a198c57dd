//! Brings together what several files tell of one place: sorted by GeoNames number, so that files of
//! any size and order can be joined in bounded memory.

use super::packing::{pack, unpack};
use crate::gazetteer::GazetteerError;
use crate::gazetteer::build::{Disk, Merged, Plan, Sorter};
use crate::gazetteer::record::Record;
use crate::model::Name;
use crate::task::Task;
use std::collections::{HashMap, HashSet};

/// The most names that one place may have; the most that any has in GeoNames is about a thousand.
const MOST_NAMES: usize = 4_096;

/// Whence something is known. Later kinds know figures better; names of all are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whence {
    /// The program carries it.
    Program = 0,
    /// It was added before.
    Before = 1,
    /// It is in a file that is being added.
    File = 2,
    /// It is a further name of a place.
    Name = 3,
}

/// Takes what is known of places, in any order.
pub(super) struct Joiner<'d> {
    sorter: Sorter<'d>,
    plan: Plan<'d>,
    /// The numbers of places that are known.
    numbers: NumberSet,
    count: u64,
    bytes: Vec<u8>,
}

impl<'d> Joiner<'d> {
    pub(super) fn new(disk: &'d Disk, piece_bytes: usize) -> Self {
        Self {
            sorter: Sorter::new(piece_bytes, Some(disk)),
            plan: Plan::on_disk(0, Vec::new(), disk),
            numbers: NumberSet::default(),
            count: 0,
            bytes: Vec::new(),
        }
    }

    /// Puts a record in.
    pub(super) fn record(&mut self, whence: Whence, record: &Record) -> Result<(), GazetteerError> {
        if record.geonameid > 0 {
            self.numbers.insert(record.geonameid);
        }
        self.bytes.clear();
        pack(record, &mut self.bytes);
        self.put(record.geonameid, whence)
    }

    /// Puts a further name in, if its place is known by now; whether it is.
    pub(super) fn name(
        &mut self,
        geonameid: u32,
        lang: Option<&str>,
        text: &str,
    ) -> Result<bool, GazetteerError> {
        if !self.numbers.contains(geonameid) {
            return Ok(false);
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(lang.unwrap_or_default().as_bytes());
        self.bytes.push(0);
        self.bytes.extend_from_slice(text.as_bytes());
        self.put(geonameid, Whence::Name)?;
        Ok(true)
    }

    fn put(&mut self, geonameid: u32, whence: Whence) -> Result<(), GazetteerError> {
        self.count += 1;
        let key = [&geonameid.to_be_bytes()[..], &[whence as u8], &self.count.to_be_bytes()];
        self.sorter.put(&key, &self.bytes).map_err(|error| self.plan.failed(error))
    }

    /// All places, each with everything that is known of it, by their numbers; those without a
    /// number first.
    pub(super) fn finish(self, task: &Task) -> Result<Joined<'d>, GazetteerError> {
        task.stage("joining names and places", self.sorter.len());
        let items = Merged::new(self.sorter.finish()).map_err(|error| self.plan.failed(error))?;
        Ok(Joined { items, plan: self.plan, ready: Vec::new(), failed: false })
    }
}

/// Iterates over joined places.
pub(super) struct Joined<'d> {
    items: Merged<'d>,
    plan: Plan<'d>,
    ready: Vec<Record>,
    failed: bool,
}

impl Joined<'_> {
    /// Reads the next group of one number.
    fn group(&mut self) -> std::io::Result<()> {
        let mut group = Group::default();
        let mut number = None;
        while let Some((key, payload)) = self.items.item() {
            let (Some(this), Some(whence)) = (key.first_chunk::<4>().copied(), key.get(4)) else {
                break;
            };
            let unnumbered = number == Some([0; 4]);
            if number.is_some_and(|number| number != this) || unnumbered {
                break;
            }
            number = Some(this);
            if *whence == Whence::Name as u8 {
                group.name(payload);
            } else if let Some(record) = unpack(payload) {
                group.record(record);
            }
            self.items.advance()?;
        }
        self.ready = group.finish();
        Ok(())
    }
}

impl Iterator for Joined<'_> {
    type Item = Result<Record, GazetteerError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            if self.failed || self.items.item().is_none() {
                return None;
            }
            if let Err(error) = self.group() {
                self.failed = true;
                return Some(Err(self.plan.failed(error)));
            }
        }
        self.ready.pop().map(Ok)
    }
}

/// What is known of one number. Now and then the packages give one to two things, a town and the
/// division around it: these stay apart.
#[derive(Default)]
struct Group {
    records: Vec<Record>,
    /// Which of them the last record told of; further names are of the same.
    at: usize,
}

impl Group {
    fn record(&mut self, record: Record) {
        let same = |known: &Record| {
            (known.feature.class, known.is_country()) == (record.feature.class, record.is_country())
        };
        match self.records.iter().position(same) {
            Some(at) => {
                self.at = at;
                if let Some(known) = self.records.get_mut(at) {
                    update(known, record);
                }
            }
            None => {
                self.at = self.records.len();
                self.records.push(record);
            }
        }
    }

    fn name(&mut self, payload: &[u8]) {
        let Some(record) = self.records.get_mut(self.at) else { return };
        let both = std::str::from_utf8(payload).ok().and_then(|both| both.split_once('\0'));
        if let Some((lang, text)) = both {
            let lang = Some(lang.to_owned()).filter(|lang| !lang.is_empty());
            record.names.push(Name { text: text.to_owned(), lang });
            record.added = true;
        }
    }

    fn finish(mut self) -> Vec<Record> {
        for record in &mut self.records {
            tidy(record);
        }
        self.records
    }
}

/// Brings a record up to date with a newer one of the same place: its figures count where it has
/// any, its names are added. The name shown first stays.
pub(super) fn update(known: &mut Record, newer: Record) {
    known.position = newer.position;
    known.feature = newer.feature;
    if newer.population > 0 {
        known.population = newer.population;
    }
    if !newer.country.is_empty() {
        known.country = newer.country;
    }
    if !newer.admin1.is_empty() {
        known.admin1 = newer.admin1;
    }
    known.curated |= newer.curated;
    known.added |= newer.added;
    if newer.name != known.name {
        known.names.push(Name { text: newer.name, lang: None });
    }
    known.names.extend(newer.names);
}

/// Leaves each name once for each language, and without a language only where no other has it.
pub(super) fn tidy(record: &mut Record) {
    if record.names.is_empty() {
        return;
    }
    let tagged: HashSet<&str> =
        record.names.iter().filter(|name| name.lang.is_some()).map(|n| n.text.as_str()).collect();
    let mut seen: HashMap<&str, Vec<Option<&str>>> = HashMap::new();
    let keep: Vec<bool> = record
        .names
        .iter()
        .map(|name| {
            let (text, lang) = (name.text.as_str(), name.lang.as_deref());
            let langs = seen.entry(text).or_default();
            let known = lang.is_none() && (text == record.name || tagged.contains(text));
            let new = !known && !langs.contains(&lang);
            if new {
                langs.push(lang);
            }
            new
        })
        .collect();
    let mut keep = keep.into_iter();
    record.names.retain(|_| keep.next().unwrap_or(true));
    record.names.truncate(MOST_NAMES);
}

/// A set of numbers, most of which lie close together.
#[derive(Default)]
struct NumberSet {
    pages: HashMap<u16, Box<[u64; 1024]>>,
}

impl NumberSet {
    fn insert(&mut self, number: u32) {
        let (page, word, bit) = Self::place(number);
        let page = self.pages.entry(page).or_insert_with(|| Box::new([0; 1024]));
        if let Some(word) = page.get_mut(word) {
            *word |= bit;
        }
    }

    fn contains(&self, number: u32) -> bool {
        let (page, word, bit) = Self::place(number);
        self.pages.get(&page).and_then(|page| page.get(word)).is_some_and(|word| word & bit != 0)
    }

    fn place(number: u32) -> (u16, usize, u64) {
        ((number >> 16) as u16, ((number >> 6) & 1023) as usize, 1 << (number & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Feature, LonLat};
    use proptest::prelude::*;

    fn place(name: &str, class: char, names: &[(&str, Option<&str>)]) -> Record {
        let names = names
            .iter()
            .map(|(text, lang)| Name { text: (*text).to_owned(), lang: lang.map(str::to_owned) });
        Record {
            names: names.collect(),
            geonameid: 7,
            ..Record::new(name, Feature::new(class, ""), LonLat::clamped(1.0, 2.0))
        }
    }

    fn joined(records: Vec<(Whence, Record)>, names: &[(u32, Option<&str>, &str)]) -> Vec<Record> {
        let number = std::thread::current().id();
        let folder =
            std::env::temp_dir().join(format!("chronotope-join-{}-{number:?}", std::process::id()));
        let disk = Disk::take(folder, u64::MAX).unwrap();
        let mut joiner = Joiner::new(&disk, 64);
        for (whence, record) in &records {
            joiner.record(*whence, record).unwrap();
        }
        for (number, lang, text) in names {
            joiner.name(*number, *lang, text).unwrap();
        }
        joiner.finish(&Task::new()).unwrap().map(|record| record.unwrap()).collect()
    }

    #[test]
    fn what_several_know_of_a_place_is_one_place() {
        let program = Record {
            population: 500,
            radius_m: 9.0,
            ..place("Homs", 'P', &[("حمص", Some("ar")), ("Emesa", None)])
        };
        let file = Record {
            population: 600,
            country: "SY".into(),
            curated: false,
            added: true,
            ..place("Ḩimş", 'P', &[("Homs", None), ("Emesa", None)])
        };
        let names = [(7, Some("tr"), "Humus"), (8, Some("de"), "nobody's"), (7, Some("ar"), "حمص")];
        let all = joined(vec![(Whence::File, file), (Whence::Program, program)], &names);
        let expected = Record {
            population: 600,
            country: "SY".into(),
            radius_m: 9.0,
            added: true,
            ..place(
                "Homs",
                'P',
                &[("حمص", Some("ar")), ("Emesa", None), ("Ḩimş", None), ("Humus", Some("tr"))],
            )
        };
        assert_eq!(all, [expected]);
    }

    #[test]
    fn a_division_does_not_swallow_the_town_of_its_number() {
        let all = joined(
            vec![
                (Whence::Program, place("Bremen", 'A', &[])),
                (Whence::Program, place("Bremen", 'P', &[])),
                (Whence::File, Record { population: 9, ..place("Bremen", 'P', &[]) }),
            ],
            &[(7, Some("fr"), "Brême")],
        );
        assert_eq!(all.len(), 2);
        let town = all.iter().find(|record| record.feature.class == 'P').unwrap();
        assert_eq!((town.population, town.names.len()), (9, 1));
    }

    #[test]
    fn places_without_a_number_stay_apart() {
        let nameless = Record { geonameid: 0, ..place("Airport", 'S', &[]) };
        let all =
            joined(vec![(Whence::Program, nameless.clone()), (Whence::Program, nameless)], &[]);
        assert_eq!(all.len(), 2);
    }

    proptest! {
        #[test]
        fn a_set_of_numbers_knows_its_members(members in prop::collection::btree_set(any::<u32>(), 0..50), asked in any::<u32>()) {
            let mut set = NumberSet::default();
            members.iter().for_each(|number| set.insert(*number));
            prop_assert!(members.iter().all(|number| set.contains(*number)));
            prop_assert_eq!(set.contains(asked), members.contains(&asked));
        }
    }
}
