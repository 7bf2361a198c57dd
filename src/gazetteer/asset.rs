//! The embedded gazetteer as it lies in the repository: records as columns, compressed.
//!
//! `examples/build_assets` writes it, [`Asset::records`] reads it back one record at a time.
//! Layout: 8 bytes of magic, the checksum of what follows, then a zstd frame of `STREAMS` streams,
//! each a length and its bytes. Positions are kept to 0.0001 degrees (11 m).

use super::GazetteerError;
use super::bytes::{Checksum, Cursor, put_signed, put_varint, u64_at};
use super::record::Record;
use crate::model::{Feature, LonLat, Name};

const MAGIC: &[u8; 8] = b"CTGAZ\0\0\x01";
const PER_DEGREE: f64 = 10_000.0;
/// The most that unpacking may yield, against a frame made to fill the memory.
const UNPACKED_LIMIT: usize = 256 << 20;

const STREAMS: usize = 20;
const TABLES: usize = 0;
const GEONAMEIDS: usize = 1;
const LONS: usize = 2;
const LATS: usize = 3;
const POPULATIONS: usize = 4;
const FEATURES: usize = 5;
const COUNTRIES: usize = 6;
const ADMINS: usize = 7;
const RADII: usize = 8;
const COUNTS: usize = 9;
const LANGS: usize = 10;
const MAIN_NAMES: usize = 11;
/// Names by script: one stream each from here on.
const SCRIPTS: usize = 12;

/// Packs records into the bytes of an asset.
///
/// # Errors
/// When the compressor fails, or there are more than 250 languages.
pub fn pack(records: &[Record]) -> Result<Vec<u8>, GazetteerError> {
    let mut packer = Packer::default();
    for record in records {
        packer.add(record);
    }
    packer.finish(records.len())
}

#[derive(Default)]
struct Table {
    values: Vec<String>,
}

impl Table {
    fn index(&mut self, value: &str) -> u64 {
        let at = self.values.iter().position(|v| v == value).unwrap_or_else(|| {
            self.values.push(value.replace('\n', " "));
            self.values.len() - 1
        });
        at as u64
    }
}

#[derive(Default)]
struct Packer {
    streams: [Vec<u8>; STREAMS],
    langs: Table,
    features: Table,
    countries: Table,
    admins: Table,
    previous: [i64; 5],
}

impl Packer {
    fn delta(&mut self, stream: usize, slot: usize, value: i64) {
        let (Some(out), Some(previous)) =
            (self.streams.get_mut(stream), self.previous.get_mut(slot))
        else {
            return;
        };
        put_signed(out, value - *previous);
        *previous = value;
    }

    fn plain(&mut self, stream: usize, value: u64) {
        if let Some(out) = self.streams.get_mut(stream) {
            put_varint(out, value);
        }
    }

    fn line(&mut self, stream: usize, text: &str) {
        if let Some(out) = self.streams.get_mut(stream) {
            out.extend(text.bytes().map(|b| if b == b'\n' { b' ' } else { b }));
            out.push(b'\n');
        }
    }

    fn add(&mut self, record: &Record) {
        self.delta(GEONAMEIDS, 0, i64::from(record.geonameid));
        self.delta(LONS, 1, (record.position.lon() * PER_DEGREE).round() as i64);
        self.delta(LATS, 2, (record.position.lat() * PER_DEGREE).round() as i64);
        self.plain(POPULATIONS, record.population);
        let feature =
            self.features.index(&format!("{}{}", record.feature.class, record.feature.code));
        self.plain(FEATURES, feature);
        let country = self.countries.index(&record.country);
        self.delta(COUNTRIES, 3, country as i64);
        let admin = self.admins.index(&record.admin1);
        self.delta(ADMINS, 4, admin as i64);
        self.plain(RADII, record.radius_m.max(0.0).round() as u64);
        self.line(MAIN_NAMES, &record.name);
        let mut names: Vec<(usize, &Name)> =
            record.names.iter().map(|name| (script(&name.text), name)).collect();
        names.sort_by_key(|(script, _)| *script);
        for at in SCRIPTS..STREAMS {
            self.plain(COUNTS, names.iter().filter(|(s, _)| *s == at).count() as u64);
        }
        for (script, name) in names {
            let lang = name.lang.as_deref().map_or(0, |lang| self.langs.index(lang) + 1);
            self.plain(LANGS, lang);
            self.line(script, &name.text);
        }
    }

    fn finish(mut self, count: usize) -> Result<Vec<u8>, GazetteerError> {
        let tables = [&self.langs, &self.features, &self.countries, &self.admins];
        let mut head = Vec::new();
        put_varint(&mut head, count as u64);
        for table in tables {
            put_varint(&mut head, table.values.len() as u64);
            for value in &table.values {
                head.extend(value.bytes());
                head.push(b'\n');
            }
        }
        if let Some(first) = self.streams.get_mut(TABLES) {
            *first = head;
        }
        let mut raw = Vec::new();
        for stream in &self.streams {
            put_varint(&mut raw, stream.len() as u64);
            raw.extend(stream);
        }
        let packed = zstd::bulk::compress(&raw, 22).map_err(GazetteerError::asset)?;
        let mut out = MAGIC.to_vec();
        out.extend(Checksum::of(&packed).to_le_bytes());
        out.extend(packed);
        Ok(out)
    }
}

/// The stream in which a name of this script is kept.
fn script(text: &str) -> usize {
    let letter = text.chars().find(|c| c.is_alphabetic()).unwrap_or('a');
    let offset = match letter {
        '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => 0,
        '\u{370}'..='\u{3ff}' => 1,
        '\u{400}'..='\u{52f}' => 2,
        '\u{590}'..='\u{5ff}' => 3,
        '\u{600}'..='\u{77f}' => 4,
        _ => 5,
    };
    SCRIPTS + offset
}

/// An asset, unpacked and ready to be read.
#[derive(Debug)]
pub struct Asset {
    raw: Vec<u8>,
}

impl Asset {
    /// The checksum that stands at the head of an asset: what an index is keyed by.
    pub(crate) fn checksum(bytes: &[u8]) -> Option<u64> {
        (bytes.get(..8)? == MAGIC).then(|| u64_at(bytes, 8))?
    }

    /// Unpacks an asset.
    ///
    /// # Errors
    /// When the bytes are no asset or are damaged.
    pub fn unpack(bytes: &[u8]) -> Result<Self, GazetteerError> {
        let checksum = Self::checksum(bytes).ok_or(GazetteerError::NoAsset)?;
        let packed = bytes.get(16..).unwrap_or_default();
        if Checksum::of(packed) != checksum {
            return Err(GazetteerError::NoAsset);
        }
        let raw = zstd::bulk::decompress(packed, unpacked_length(packed))
            .map_err(GazetteerError::asset)?;
        Ok(Self { raw })
    }

    /// The records, in the order in which they were packed. A damaged asset ends early.
    #[must_use]
    pub fn records(&self) -> Records<'_> {
        Records::new(&self.raw).unwrap_or_default()
    }
}

fn unpacked_length(packed: &[u8]) -> usize {
    zstd::zstd_safe::get_frame_content_size(packed)
        .ok()
        .flatten()
        .and_then(|length| usize::try_from(length).ok())
        .map_or(0, |length| length.min(UNPACKED_LIMIT))
}

/// Iterates over the records of an [`Asset`].
#[derive(Debug, Default)]
pub struct Records<'a> {
    left: usize,
    streams: [Cursor<'a>; STREAMS],
    langs: Vec<&'a str>,
    features: Vec<&'a str>,
    countries: Vec<&'a str>,
    admins: Vec<&'a str>,
    previous: [i64; 5],
}

impl<'a> Records<'a> {
    fn new(raw: &'a [u8]) -> Option<Self> {
        let mut all = Cursor::new(raw);
        let mut records = Self::default();
        for stream in &mut records.streams {
            let length = all.length()?;
            *stream = Cursor::new(all.take(length)?);
        }
        let head = records.streams.get_mut(TABLES)?;
        records.left = head.length()?;
        for table in
            [&mut records.langs, &mut records.features, &mut records.countries, &mut records.admins]
        {
            for _ in 0..head.length()? {
                table.push(head.line()?);
            }
        }
        Some(records)
    }

    fn delta(&mut self, stream: usize, slot: usize) -> Option<i64> {
        let step = self.streams.get_mut(stream)?.signed()?;
        let previous = self.previous.get_mut(slot)?;
        *previous = previous.checked_add(step)?;
        Some(*previous)
    }

    fn plain(&mut self, stream: usize) -> Option<u64> {
        self.streams.get_mut(stream)?.varint()
    }

    fn record(&mut self) -> Option<Record> {
        let geonameid = u32::try_from(self.delta(GEONAMEIDS, 0)?).ok()?;
        let lon = self.delta(LONS, 1)? as f64 / PER_DEGREE;
        let lat = self.delta(LATS, 2)? as f64 / PER_DEGREE;
        let population = self.plain(POPULATIONS)?;
        let feature = self.plain(FEATURES)?;
        let feature = *self.features.get(usize::try_from(feature).ok()?)?;
        let country = self.delta(COUNTRIES, 3)?;
        let country = *self.countries.get(usize::try_from(country).ok()?)?;
        let admin = self.delta(ADMINS, 4)?;
        let admin1 = *self.admins.get(usize::try_from(admin).ok()?)?;
        let radius_m = self.plain(RADII)? as f64;
        let name = self.streams.get_mut(MAIN_NAMES)?.line()?;
        let mut names = Vec::new();
        for stream in SCRIPTS..STREAMS {
            for _ in 0..self.plain(COUNTS)? {
                let text = self.streams.get_mut(stream)?.line()?.to_owned();
                let lang = match usize::try_from(self.plain(LANGS)?).ok()? {
                    0 => None,
                    lang => Some((*self.langs.get(lang - 1)?).to_owned()),
                };
                names.push(Name { text, lang });
            }
        }
        let mut letters = feature.chars();
        Some(Record {
            name: name.to_owned(),
            names,
            feature: Feature::new(letters.next()?, letters.as_str()),
            position: LonLat::new(lon, lat).ok()?,
            country: country.to_owned(),
            admin1: admin1.to_owned(),
            population,
            geonameid,
            radius_m,
            curated: true,
            added: false,
            extra: None,
        })
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        self.left = self.left.checked_sub(1)?;
        let record = self.record();
        if record.is_none() {
            self.left = 0;
        }
        record
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str, lang: Option<&str>) -> Name {
        Name { text: text.to_owned(), lang: lang.map(str::to_owned) }
    }

    fn some() -> Vec<Record> {
        vec![
            Record {
                names: vec![
                    name("Kamishly", None),
                    name("Qamişlo", Some("ku")),
                    name("Эль-Камышлы", Some("ru")),
                    name("قامشلۆ", Some("ckb")),
                ],
                country: "SY".into(),
                admin1: "01".into(),
                population: 184_231,
                geonameid: 173_377,
                ..Record::new(
                    "Al Qāmishlī",
                    Feature::new('P', "PPL"),
                    LonLat::new(41.2314, 37.0522).unwrap(),
                )
            },
            Record {
                radius_m: 243_000.0,
                ..Record::new(
                    "Syria",
                    Feature::new('A', "PCLI"),
                    LonLat::new(-38.0, -35.0).unwrap(),
                )
            },
        ]
    }

    #[test]
    fn records_come_back() {
        let packed = pack(&some()).unwrap();
        let asset = Asset::unpack(&packed).unwrap();
        assert_eq!(asset.records().collect::<Vec<_>>(), some());
    }

    #[test]
    fn damage_is_an_error() {
        let packed = pack(&some()).unwrap();
        assert!(Asset::unpack(b"").is_err());
        assert!(Asset::unpack(b"CTGAZ\0\0\x01").is_err());
        assert!(Asset::unpack(&packed[..packed.len() - 1]).is_err());
        let mut flipped = packed;
        *flipped.last_mut().unwrap() ^= 1;
        assert!(Asset::unpack(&flipped).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_end_quietly(raw in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Asset { raw }.records().take(1000).count();
        }
    }
}
