//! A record as bytes, for the time that it lies on a disk to be sorted.

use crate::gazetteer::bytes::{Cursor, put_signed, put_varint};
use crate::gazetteer::entry::PER_DEGREE;
use crate::gazetteer::record::Record;
use crate::model::{Feature, LonLat, Name};

/// Appends a record, all but what only places of the overlay have. Positions are kept as an index
/// keeps them.
pub(super) fn pack(record: &Record, out: &mut Vec<u8>) {
    put_varint(out, u64::from(record.geonameid));
    put_signed(out, (record.position.lon() * PER_DEGREE).round() as i64);
    put_signed(out, (record.position.lat() * PER_DEGREE).round() as i64);
    put_varint(out, record.population);
    put_varint(out, record.radius_m.max(0.0).round() as u64);
    out.push(u8::from(record.curated) | u8::from(record.added) << 1);
    put_varint(out, u64::from(u32::from(record.feature.class)));
    for text in [&record.feature.code, &record.country, &record.admin1, &record.name] {
        put_text(out, text);
    }
    put_varint(out, record.names.len() as u64);
    for name in &record.names {
        put_text(out, name.lang.as_deref().unwrap_or_default());
        put_text(out, &name.text);
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// The record that [`pack`] packed; `None` for other bytes.
pub(super) fn unpack(bytes: &[u8]) -> Option<Record> {
    let mut cursor = Cursor::new(bytes);
    let geonameid = u32::try_from(cursor.varint()?).ok()?;
    let lon = cursor.signed()? as f64 / PER_DEGREE;
    let lat = cursor.signed()? as f64 / PER_DEGREE;
    let population = cursor.varint()?;
    let radius_m = cursor.varint()? as f64;
    let marks = cursor.byte()?;
    let class = char::from_u32(u32::try_from(cursor.varint()?).ok()?)?;
    let mut text = || -> Option<String> {
        let length = cursor.length()?;
        String::from_utf8(cursor.take(length)?.to_vec()).ok()
    };
    let (code, country, admin1, name) = (text()?, text()?, text()?, text()?);
    let count = cursor.length()?;
    let mut names = Vec::with_capacity(count.min(256));
    for _ in 0..count {
        let mut text = || -> Option<String> {
            let length = cursor.length()?;
            String::from_utf8(cursor.take(length)?.to_vec()).ok()
        };
        let lang = Some(text()?).filter(|lang| !lang.is_empty());
        names.push(Name { text: text()?, lang });
    }
    Some(Record {
        name,
        names,
        feature: Feature { class, code },
        position: LonLat::new(lon, lat).ok()?,
        country,
        admin1,
        population,
        geonameid,
        radius_m,
        curated: marks & 1 != 0,
        added: marks & 2 != 0,
        extra: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_record_comes_back(
            name in "\\PC{1,20}",
            names in prop::collection::vec(("\\PC{1,9}", prop::option::of("[a-z]{2,3}")), 0..5),
            (lon, lat) in (-180i32..=180, -90i32..=90),
            (population, geonameid, radius_m) in (any::<u64>(), any::<u32>(), 0u32..5_000_000),
            (curated, added) in any::<(bool, bool)>(),
        ) {
            let record = Record {
                names: names.into_iter().map(|(text, lang)| Name { text, lang }).collect(),
                country: "SY".into(),
                admin1: "01".into(),
                population, geonameid, curated, added,
                radius_m: radius_m.into(),
                ..Record::new(&name, Feature::new('P', "PPL"), LonLat::clamped(lon.into(), lat.into()))
            };
            let mut bytes = Vec::new();
            pack(&record, &mut bytes);
            prop_assert_eq!(unpack(&bytes), Some(record));
            prop_assert_eq!(unpack(&bytes[..bytes.len() - 1]), None);
        }

        #[test]
        fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = unpack(&bytes);
        }
    }
}
