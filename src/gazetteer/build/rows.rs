//! What an index holds of each place: its entry and its names, in the order in which they come.

use super::disk::Spool;
use super::plan::Plan;
use crate::gazetteer::GazetteerError;
use crate::gazetteer::bytes::{put_varint, u32_at};
use crate::gazetteer::entry::PER_DEGREE;
use crate::gazetteer::fold::fold;
use crate::gazetteer::format::{self, ADDED, CURATED, Posting};
use crate::gazetteer::record::{Record, radius_m};
use std::collections::HashMap;

/// How much each way to come by a name costs in the order of hits, in [`Record::importance`].
const VIA_COST: [f32; 5] = [0.0, 3.0, 3.0, 2.0, 5.0];

/// The bytes of an entry.
pub(super) type Fixed = [u8; format::ENTRY_BYTES];

/// Strings numbered in the order in which they first come.
#[derive(Default)]
pub(super) struct Interner {
    numbers: HashMap<String, usize>,
    pub(super) values: Vec<String>,
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

    /// A number of 16 bits, 0xffff left out; what comes when all are taken counts as unknown, the
    /// number of the empty string.
    fn short(&mut self, value: &str) -> u16 {
        if self.values.is_empty() {
            self.number("");
        }
        let full = self.values.len() >= usize::from(u16::MAX);
        let number = match self.numbers.get(value) {
            Some(number) => *number,
            None if full => 0,
            None => self.number(value),
        };
        u16::try_from(number).unwrap_or_default()
    }
}

/// The places of an index as they come in.
pub(super) struct Rows<'d> {
    pub(super) fixed: Vec<Fixed>,
    importance: Vec<f32>,
    pub(super) names: Spool<'d>,
    frame: Vec<u8>,
    pub(super) langs: Interner,
    pub(super) features: Interner,
    pub(super) admins: Interner,
    /// Row and JSON of the few that have more to tell.
    pub(super) extras: Vec<(u32, Vec<u8>)>,
    /// Division codes by country and folded name.
    division_codes: HashMap<(String, String), String>,
    /// Inhabitants of the towns of each country and division, by their numbers in an entry.
    town_people: HashMap<[u8; 4], u64>,
    /// The rows of first-level divisions, with the same key.
    divisions: Vec<(usize, [u8; 4])>,
}

impl<'d> Rows<'d> {
    pub(super) fn new(plan: &Plan<'d>) -> Result<Self, GazetteerError> {
        Ok(Self {
            fixed: Vec::new(),
            importance: Vec::new(),
            names: Spool::new(plan.disk).map_err(|error| plan.failed(error))?,
            frame: Vec::new(),
            langs: Interner::default(),
            features: Interner::default(),
            admins: Interner::default(),
            extras: Vec::new(),
            division_codes: HashMap::new(),
            town_people: HashMap::new(),
            divisions: Vec::new(),
        })
    }

    /// Takes a record in; its row.
    pub(super) fn add(&mut self, record: &Record, plan: &Plan<'_>) -> Result<u32, GazetteerError> {
        let row = u32::try_from(self.fixed.len()).unwrap_or(u32::MAX);
        let names_at = u32::try_from(self.names.len()).map_err(|_| GazetteerError::TooLarge)?;
        if row >= Posting::ENTRIES_LIMIT {
            return Err(GazetteerError::TooLarge);
        }
        self.note_division(record);
        self.put_names(record).map_err(|error| plan.failed(error))?;
        let fixed = self.fixed_of(record, names_at);
        let [.., c0, c1, a0, a1, _, _, _, _] = fixed;
        match (record.feature.class, record.feature.code.as_str()) {
            ('P', _) => *self.town_people.entry([c0, c1, a0, a1]).or_default() += record.population,
            ('A', "ADM1") => self.divisions.push((self.fixed.len(), [c0, c1, a0, a1])),
            _ => {}
        }
        self.fixed.push(fixed);
        self.importance.push(record.importance());
        if let Some(extra) = &record.extra {
            let json = serde_json::to_vec(extra).unwrap_or_default();
            self.extras.push((row, json));
        }
        Ok(row)
    }

    fn fixed_of(&mut self, record: &Record, names_at: u32) -> Fixed {
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
        let feature = self.features.short(&feature);
        let admin1 = self.division_code(record);
        let admin = self.admins.short(&admin1);
        let population = u32::try_from(record.population).unwrap_or(u32::MAX);
        let marks = if record.curated { CURATED } else { 0 } | if record.added { ADDED } else { 0 };
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
            &[marks],
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

    fn put_names(&mut self, record: &Record) -> std::io::Result<()> {
        self.frame.clear();
        put_varint(&mut self.frame, record.names.len() as u64 + 1);
        let main = (None, record.name.as_str());
        let others = record.names.iter().map(|n| (n.lang.as_deref(), n.text.as_str()));
        for (lang, text) in std::iter::once(main).chain(others) {
            let lang = lang.map_or(0, |lang| self.langs.number(lang) + 1);
            put_varint(&mut self.frame, lang as u64);
            put_varint(&mut self.frame, text.len() as u64);
            self.frame.extend_from_slice(text.as_bytes());
        }
        self.names.put(&self.frame)
    }

    /// A division without a population of its own counts for a part of the people in its towns, so
    /// that its seat comes before it and small namesakes elsewhere behind it.
    pub(super) fn weigh_divisions(&mut self) {
        const PART: f32 = 0.3;
        for (row, key) in &self.divisions {
            let people = self.town_people.get(key).copied().unwrap_or_default();
            if let Some(importance) = self.importance.get_mut(*row) {
                #[allow(clippy::cast_precision_loss)] // a ranking needs no 53 bits
                let weight = (people as f32 * PART).max(1.0).ln();
                *importance = importance.max(weight);
            }
        }
    }

    /// The rows, most important first; equals in the order in which they came.
    pub(super) fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.fixed.len() as u32).collect();
        let importance = |row: &u32| self.importance.get(*row as usize).copied().unwrap_or(0.0);
        order.sort_by(|a, b| importance(b).total_cmp(&importance(a)));
        order
    }

    /// The bytes of a row's entry.
    pub(super) fn entry(&self, row: u32) -> Option<&Fixed> {
        self.fixed.get(row as usize)
    }

    /// Longitude and latitude of a row, in degrees.
    pub(super) fn position(&self, row: u32) -> (f64, f64) {
        let fixed = self.entry(row).copied().unwrap_or([0; format::ENTRY_BYTES]);
        let degrees =
            |at| f64::from(u32_at(&fixed, at).unwrap_or_default().cast_signed()) / PER_DEGREE;
        (degrees(0), degrees(4))
    }

    /// How well a row that came by a name in this way answers to it.
    pub(super) fn score(&self, row: u32, via: u8) -> f32 {
        let importance = self.importance.get(row as usize).copied().unwrap_or(0.0);
        importance - VIA_COST.get(usize::from(via)).copied().unwrap_or_default()
    }
}

fn degrees(value: f64) -> [u8; 4] {
    ((value * PER_DEGREE).round() as i32).to_le_bytes()
}
