//! Some places that the program carries have no number in GeoNames: their packages give none. Here
//! they meet the rows of a file that tell of the same thing, so that it is not there twice.

use super::join::{tidy, update};
use crate::gazetteer::GazetteerError;
use crate::gazetteer::fold::fold;
use crate::gazetteer::near::distance_m;
use crate::gazetteer::record::Record;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Within which a namesake of the same kind is the same thing, in metres.
const NEAR_M: f64 = 30_000.0;
/// The same for second-level divisions, which reach further than their point.
const DIVISION_NEAR_M: f64 = 100_000.0;

/// Iterates over records, those without a number last and with what files tell of them taken in.
/// Records without a number must come first.
pub(super) struct Adopting<I> {
    records: I,
    /// Those without a number, in the order in which they came.
    waiting: BTreeMap<usize, Record>,
    by_name: HashMap<String, Vec<usize>>,
    /// First-level divisions by country and code.
    by_code: HashMap<(String, String), usize>,
    kinds: HashSet<(char, String)>,
}

impl<I: Iterator<Item = Result<Record, GazetteerError>>> Adopting<I> {
    pub(super) fn new(records: I) -> Self {
        Self {
            records,
            waiting: BTreeMap::new(),
            by_name: HashMap::new(),
            by_code: HashMap::new(),
            kinds: HashSet::new(),
        }
    }

    fn wait(&mut self, record: Record) {
        let at = self.waiting.last_key_value().map_or(0, |(last, _)| last + 1);
        if record.feature.code == "ADM1" {
            let code = (record.country.clone(), record.admin1.clone());
            self.by_code.entry(code).or_insert(at);
        }
        self.kinds.insert(kind(&record));
        let names = record.names.iter().map(|name| &name.text).chain([&record.name]);
        for name in names.map(|name| fold(name)).collect::<HashSet<_>>() {
            self.by_name.entry(name).or_default().push(at);
        }
        self.waiting.insert(at, record);
    }

    /// The waiting record that is of the same thing.
    fn same(&self, record: &Record) -> Option<usize> {
        if record.curated || !self.kinds.contains(&kind(record)) {
            return None;
        }
        if record.feature.code == "ADM1" {
            let code = (record.country.clone(), record.admin1.clone());
            return self.by_code.get(&code).copied().filter(|at| self.waiting.contains_key(at));
        }
        let is_division = record.feature.code == "ADM2";
        let reach_m = if is_division { DIVISION_NEAR_M } else { NEAR_M };
        let namesakes = self.by_name.get(&fold(&record.name))?;
        namesakes.iter().copied().find(|at| {
            self.waiting.get(at).is_some_and(|known| {
                kind(known) == kind(record)
                    && (!is_division || known.admin1 == record.admin1)
                    && known.country == record.country
                    && distance_m(known.position, record.position) < reach_m
            })
        })
    }
}

/// What must be equal for two records to be of one thing.
fn kind(record: &Record) -> (char, String) {
    let code = match record.feature.code.as_str() {
        // Sources differ in what they call an airport, an airfield or an air base.
        "AIRF" | "AIRB" => "AIRP",
        code => code,
    };
    (record.feature.class, code.to_owned())
}

impl<I: Iterator<Item = Result<Record, GazetteerError>>> Iterator for Adopting<I> {
    type Item = Result<Record, GazetteerError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(record) = self.records.next() {
            let record = match record {
                Ok(record) => record,
                error => return Some(error),
            };
            if record.geonameid == 0 && record.curated {
                self.wait(record);
                continue;
            }
            let known = self.same(&record).and_then(|at| self.waiting.remove(&at));
            return Some(Ok(match known {
                Some(mut known) => {
                    let feature = known.feature.clone();
                    known.geonameid = record.geonameid;
                    update(&mut known, record);
                    known.feature = feature;
                    tidy(&mut known);
                    known
                }
                None => record,
            }));
        }
        self.waiting.pop_first().map(|(_, record)| Ok(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Feature, LonLat};

    fn place(name: &str, kind: (char, &str), admin1: &str, lon: f64) -> Record {
        Record {
            country: "SY".into(),
            admin1: admin1.into(),
            ..Record::new(name, Feature::new(kind.0, kind.1), LonLat::clamped(lon, 35.0))
        }
    }

    fn numbered(record: Record) -> Record {
        Record { geonameid: 7, curated: false, added: true, ..record }
    }

    #[test]
    fn the_same_thing_is_there_once() {
        let airport = place("Qamishli Airport", ('S', "AIRP"), "01", 41.19);
        let division = place("Al-Hasakah", ('A', "ADM1"), "01", 40.9);
        let district = place("Qamishli District", ('A', "ADM2"), "01", 41.2);
        for (known, told, same) in [
            (&airport, place("Qamishli airport", ('S', "AIRB"), "01", 41.2), true),
            (&airport, place("Qamishli Airport", ('S', "AIRP"), "01", 43.0), false),
            (&airport, place("Qamishli Airport", ('S', "HTL"), "01", 41.19), false),
            (&division, place("Hasaka Governorate", ('A', "ADM1"), "01", 40.0), true),
            (&division, place("Al-Hasakah", ('A', "ADM1"), "02", 40.9), false),
            (&district, place("Qamishli District", ('A', "ADM2"), "01", 41.9), true),
            (&district, place("Qamishli District", ('A', "ADM2"), "02", 41.2), false),
        ] {
            let records = [known.clone(), numbered(told.clone())].map(Ok);
            let all: Vec<Record> = Adopting::new(records.into_iter()).map(|r| r.unwrap()).collect();
            assert_eq!(all.len(), if same { 1 } else { 2 }, "{told:?}");
            let one = all.iter().find(|record| record.curated).unwrap();
            assert_eq!((one.name.as_str(), &one.feature), (known.name.as_str(), &known.feature));
            assert_eq!((one.geonameid, one.added), if same { (7, true) } else { (0, false) });
        }
    }
}
