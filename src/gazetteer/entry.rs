//! What an index knows about one place.

use super::Gazetteer;
use super::bytes::{Cursor, u16_at, u32_at};
use super::format::{CURATED, ENTRY_BYTES, MARKS_AT, Section};
use super::record::Extra;
use crate::model::{Feature, LonLat, Name, Place, PlaceShape};
use serde::{Deserialize, Serialize};

/// Units to the degree in which an index keeps positions.
pub(crate) const PER_DEGREE: f64 = 1e7;

/// Which entry of a gazetteer. Smaller numbers are more important places. Good for one index only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId(pub u32);

/// A place as it lies in the index: nothing is copied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Which entry this is.
    pub id: EntryId,
    /// The name shown first.
    pub name: &'a str,
    /// The point that stands for it.
    pub position: LonLat,
    /// GeoNames feature class: A administrative, P populated, S site, and so on.
    pub class: char,
    /// GeoNames feature code within the class; empty where unknown.
    pub code: &'a str,
    /// ISO 3166-1 alpha-2 code of the country, where it has one.
    pub country: Option<&'a str>,
    /// GeoNames code of the first-level division within the country, where known.
    pub admin1: Option<&'a str>,
    /// Inhabitants; 0 where unknown.
    pub population: u64,
    /// Its number in GeoNames, where it has one.
    pub geonameid: Option<u32>,
    /// Uncertainty radius in metres; [`super::radius_m`] tells how it is found.
    pub radius_m: f64,
    /// Whether the program carries the place itself, rather than a file of the user's alone.
    pub curated: bool,
}

impl Entry<'_> {
    /// Whether this is a country or a territory with a code of its own.
    #[must_use]
    pub fn is_country(&self) -> bool {
        self.class == 'A'
            && matches!(self.code, "PCLI" | "PCL" | "PCLD" | "PCLF" | "PCLS" | "PCLIX" | "TERR")
    }

    /// Whether this is the seat of a country's government.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.class == 'P' && self.code == "PPLC"
    }
}

impl Gazetteer {
    /// The entry of that number; `None` where there is none.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<Entry<'_>> {
        let fixed = self.fixed(id)?;
        let country = fixed.get(24..26).filter(|c| *c != [0, 0]);
        let admin1 = self.tables.admins.get(usize::from(u16_at(fixed, 26)?));
        let (class, code) = self.tables.features.get(usize::from(u16_at(fixed, 28)?))?;
        Some(Entry {
            id,
            name: self.names(id).next()?.1,
            position: self.position(id)?,
            class: *class,
            code,
            country: country.and_then(|c| std::str::from_utf8(c).ok()),
            admin1: admin1.map(String::as_str).filter(|code| !code.is_empty()),
            population: u64::from(u32_at(fixed, 8)?),
            geonameid: u32_at(fixed, 12).filter(|number| *number > 0),
            radius_m: f64::from(u32_at(fixed, 16)?),
            curated: self.marks(id) & CURATED != 0,
        })
    }

    /// The names of an entry with their languages where known, the main name first.
    pub fn names(&self, id: EntryId) -> impl Iterator<Item = (Option<&str>, &str)> {
        let from = self.fixed(id).and_then(|fixed| u32_at(fixed, 20)).unwrap_or(u32::MAX) as usize;
        let mut cursor = Cursor::new(self.section(Section::Names).get(from..).unwrap_or_default());
        let count = cursor.varint().unwrap_or(0);
        (0..count).map_while(move |_| {
            let lang = cursor.length()?;
            let length = cursor.length()?;
            let text = std::str::from_utf8(cursor.take(length)?).ok()?;
            let lang = lang.checked_sub(1).and_then(|at| self.tables.langs.get(at));
            Some((lang.map(String::as_str), text))
        })
    }

    /// Everything about an entry, to keep.
    #[must_use]
    pub fn place(&self, id: EntryId) -> Option<Place> {
        let entry = self.entry(id)?;
        let extra = self.extra(id).unwrap_or_default();
        let admin1 = match (entry.country, entry.admin1, entry.code) {
            (Some(country), Some(code), kind) if kind != "ADM1" => self.admin1_name(country, code),
            _ => None,
        };
        let own = |(lang, text): (Option<&str>, &str)| Name {
            text: text.to_owned(),
            lang: lang.map(str::to_owned),
        };
        Some(Place {
            name: entry.name.to_owned(),
            names: self.names(id).map(own).collect(),
            feature: Feature::new(entry.class, entry.code),
            position: entry.position,
            shape: if extra.area.is_empty() {
                PlaceShape::Point
            } else {
                PlaceShape::Area(extra.area.clone())
            },
            radius_m: entry.radius_m,
            population: Some(entry.population).filter(|people| *people > 0),
            country: entry.country.map(str::to_owned),
            admin1: admin1.map(str::to_owned),
            geonameid: entry.geonameid,
            note: self.note(&entry, &extra),
        })
    }

    fn note(&self, entry: &Entry<'_>, extra: &Extra) -> String {
        let source = match (extra.source.as_str(), entry.class, entry.geonameid) {
            ("", 'S', None) => "OurAirports",
            ("", 'A', None) => "GeoNames and Natural Earth",
            ("", ..) => "GeoNames",
            (source, ..) => source,
        };
        let disputed = match extra.disputed.as_slice() {
            [] => String::new(),
            claims => format!("Disputed. {}.", claims.join("; ")),
        };
        let parts = [extra.note.as_str(), &disputed, source];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// What only few entries have: ground, directions, disputes, sources.
    #[must_use]
    pub fn extra(&self, id: EntryId) -> Option<Extra> {
        let index = self.section(Section::Extras);
        let at = find(index.len() / 12, |at| u32_at(index, at * 12).map(|entry| entry.cmp(&id.0)))?;
        let (from, size) =
            (u32_at(index, at * 12 + 4)? as usize, u32_at(index, at * 12 + 8)? as usize);
        let json = self.section(Section::ExtraTexts).get(from..from.checked_add(size)?)?;
        serde_json::from_slice(json).ok()
    }

    /// The entry of a country, by ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn country(&self, iso2: &str) -> Option<EntryId> {
        self.division(iso2, u16::MAX)
    }

    /// The entry of a first-level division, by country and GeoNames code.
    #[must_use]
    pub fn admin1(&self, country: &str, code: &str) -> Option<EntryId> {
        let number = self.tables.admins.iter().position(|known| known == code)?;
        self.division(country, u16::try_from(number).ok()?)
    }

    /// The main name of a country, by ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn country_name(&self, iso2: &str) -> Option<&str> {
        self.names(self.country(iso2)?).next().map(|(_, name)| name)
    }

    /// The main name of a first-level division, by country and GeoNames code.
    #[must_use]
    pub fn admin1_name(&self, country: &str, code: &str) -> Option<&str> {
        self.names(self.admin1(country, code)?).next().map(|(_, name)| name)
    }

    /// All countries.
    #[must_use]
    pub fn countries(&self) -> Vec<EntryId> {
        let (rows, _) = self.section(Section::Divisions).as_chunks::<8>();
        let countries = rows.iter().filter(|[_, _, n0, n1, ..]| [*n0, *n1] == [0xff, 0xff]);
        countries
            .map(|[.., e0, e1, e2, e3]| EntryId(u32::from_le_bytes([*e0, *e1, *e2, *e3])))
            .collect()
    }

    /// The entry with that number in GeoNames.
    #[must_use]
    pub fn by_geonameid(&self, geonameid: u32) -> Option<EntryId> {
        let (rows, _) = self.section(Section::Numbers).as_chunks::<8>();
        let at = rows.partition_point(|row| u32_at(row, 0) < Some(geonameid));
        let row = rows.get(at).filter(|row| u32_at(*row, 0) == Some(geonameid))?;
        u32_at(row, 4).map(EntryId)
    }

    fn division(&self, country: &str, number: u16) -> Option<EntryId> {
        let [c0, c1] = *country.as_bytes().first_chunk::<2>()?;
        let [n0, n1] = number.to_be_bytes();
        let wanted = [c0.to_ascii_uppercase(), c1.to_ascii_uppercase(), n0, n1];
        let (rows, _) = self.section(Section::Divisions).as_chunks::<8>();
        let at = rows.partition_point(|row| row.first_chunk::<4>() < Some(&wanted));
        let row = rows.get(at).filter(|row| row.first_chunk::<4>() == Some(&wanted))?;
        u32_at(row, 4).map(EntryId)
    }

    pub(crate) fn position(&self, id: EntryId) -> Option<LonLat> {
        let fixed = self.fixed(id)?;
        let degrees = |at| Some(f64::from(u32_at(fixed, at)?.cast_signed()) / PER_DEGREE);
        LonLat::new(degrees(0)?, degrees(4)?).ok()
    }

    /// [`CURATED`], [`super::format::ADDED`], or both.
    pub(crate) fn marks(&self, id: EntryId) -> u8 {
        self.fixed(id).and_then(|fixed| fixed.get(MARKS_AT)).copied().unwrap_or_default()
    }

    fn fixed(&self, id: EntryId) -> Option<&[u8]> {
        let from = (id.0 as usize).checked_mul(ENTRY_BYTES)?;
        self.section(Section::Entries).get(from..from + ENTRY_BYTES)
    }
}

/// Binary search over `count` rows by what each compares as.
fn find(count: usize, compare: impl Fn(usize) -> Option<std::cmp::Ordering>) -> Option<usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        match compare(middle)? {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}
