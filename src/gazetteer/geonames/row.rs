//! One row of GeoNames' tables. Columns are those of the readme.txt that lies beside the dumps:
//! <https://download.geonames.org/export/dump/readme.txt>.

use crate::model::{LonLat, LonLatError};

/// Columns of a table of places.
pub(super) const PLACE_COLUMNS: usize = 19;
/// Columns of a table of names: of the old form, and of alternateNamesV2 with its two dates.
pub(super) const NAME_COLUMNS: std::ops::RangeInclusive<usize> = 8..=10;
/// The longest name, in bytes. GeoNames allows 400 characters.
const LONGEST_NAME: usize = 1_600;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum RowFault {
    #[error("it has {found} columns where {wanted} belong")]
    Columns { found: usize, wanted: &'static str },
    #[error("it is longer than 1 MB")]
    TooLong,
    #[error("it is not UTF-8 (byte {0} of the line)")]
    NotUtf8(usize),
    #[error("{what} “{value}” is no number")]
    NoNumber { what: &'static str, value: String },
    #[error("{0}")]
    Position(#[from] LonLatError),
    #[error("it has no name")]
    NoName,
    #[error("its name is longer than 1,600 bytes")]
    LongName,
    #[error("feature “{0}” is not one of GeoNames'")]
    Feature(String),
    #[error("country “{0}” is not a two-letter ISO code in capitals")]
    Country(String),
}

/// A place of GeoNames.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlaceRow<'a> {
    pub(crate) geonameid: u32,
    pub(crate) name: &'a str,
    pub(crate) ascii_name: &'a str,
    /// Separated by commas, in all languages, none of them told.
    pub(crate) alternates: &'a str,
    pub(crate) position: LonLat,
    pub(crate) class: char,
    pub(crate) code: &'a str,
    pub(crate) country: &'a str,
    pub(crate) admin1: &'a str,
    pub(crate) population: u64,
}

impl<'a> PlaceRow<'a> {
    pub(super) fn parse(line: &'a str) -> Result<Self, RowFault> {
        let (cells, found) = cells::<PLACE_COLUMNS>(line);
        if found != PLACE_COLUMNS {
            return Err(RowFault::Columns { found, wanted: "19" });
        }
        let [id, name, ascii_name, alternates, lat, lon, class, code, country, ..] = cells;
        let [.., admin1, _, _, _, population, _, _, _, _] = cells;
        let name = Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or(ascii_name.trim());
        let population: i64 =
            if population.is_empty() { 0 } else { number("population", population)? };
        Ok(Self {
            geonameid: numbered(id)?,
            name: sound_name(name)?,
            ascii_name: ascii_name.trim(),
            alternates,
            position: LonLat::new(number("longitude", lon)?, number("latitude", lat)?)?,
            class: class_of(class)?,
            code: code_of(code)?,
            country: country_of(country)?,
            // "00" is GeoNames' word for none.
            admin1: if admin1 == "00" || admin1.len() > 20 { "" } else { admin1 },
            population: u64::try_from(population).unwrap_or_default(),
        })
    }
}

/// A further name of a place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NameRow<'a> {
    pub(crate) geonameid: u32,
    /// ISO 639 code, two or three letters, perhaps with a region or script; `None` where not told,
    /// and for what was or is said in jest: names that no reader would take for the usual one.
    pub(crate) lang: Option<&'a str>,
    pub(crate) text: &'a str,
}

impl<'a> NameRow<'a> {
    /// `None` for what is in the table but no name: links, post codes, codes of airports.
    pub(super) fn parse(line: &'a str) -> Result<Option<Self>, RowFault> {
        let (cells, found) = cells::<10>(line);
        if !NAME_COLUMNS.contains(&found) {
            return Err(RowFault::Columns { found, wanted: "8 to 10" });
        }
        let [_, id, lang, text, _preferred, _short, colloquial, historic, ..] = cells;
        let geonameid = numbered(id)?;
        let Some(lang) = language(lang) else { return Ok(None) };
        let usual = colloquial != "1" && historic != "1";
        let text = sound_name(text.trim())?;
        Ok(Some(Self { geonameid, lang: lang.filter(|_| usual), text }))
    }
}

/// The language of a name; `None` where the column says that it is no name at all.
fn language(column: &str) -> Option<Option<&str>> {
    match column {
        // An abbreviation, pinyin, and the names of the French Revolution.
        "" | "abbr" | "piny" | "fr_1793" => return Some(None),
        _ => {}
    }
    let (base, rest) = column.split_once('-').unwrap_or((column, "x"));
    let is_code = matches!(base.len(), 2 | 3) && base.bytes().all(|b| b.is_ascii_lowercase());
    let is_region =
        (1..=8).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_code && is_region).then_some(Some(column))
}

/// The cells of a line, the first `N` of them, and how many there are.
pub(super) fn cells<const N: usize>(line: &str) -> ([&str; N], usize) {
    let mut cells = [""; N];
    let mut found = 0;
    for cell in line.split('\t') {
        if let Some(slot) = cells.get_mut(found) {
            *slot = cell;
        }
        found += 1;
    }
    (cells, found)
}

fn number<T: std::str::FromStr>(what: &'static str, cell: &str) -> Result<T, RowFault> {
    cell.trim().parse().map_err(|_| RowFault::NoNumber { what, value: short(cell) })
}

fn numbered(cell: &str) -> Result<u32, RowFault> {
    let id: u32 = number("geonameid", cell)?;
    if id > 0 { Ok(id) } else { Err(RowFault::NoNumber { what: "geonameid", value: short(cell) }) }
}

fn sound_name(name: &str) -> Result<&str, RowFault> {
    match name.len() {
        0 => Err(RowFault::NoName),
        1..=LONGEST_NAME => Ok(name),
        _ => Err(RowFault::LongName),
    }
}

/// A few rows have no class; spots are the most modest kind.
fn class_of(cell: &str) -> Result<char, RowFault> {
    match cell {
        "" => Ok('S'),
        "A" | "H" | "L" | "P" | "R" | "S" | "T" | "U" | "V" => {
            Ok(cell.chars().next().unwrap_or('S'))
        }
        other => Err(RowFault::Feature(short(other))),
    }
}

fn code_of(cell: &str) -> Result<&str, RowFault> {
    let sound =
        cell.len() <= 10 && cell.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if sound { Ok(cell) } else { Err(RowFault::Feature(short(cell))) }
}

fn country_of(cell: &str) -> Result<&str, RowFault> {
    let sound = matches!(cell.len(), 0 | 2) && cell.bytes().all(|b| b.is_ascii_uppercase());
    if sound { Ok(cell) } else { Err(RowFault::Country(short(cell))) }
}

/// So much of a cell as fits into a message.
fn short(cell: &str) -> String {
    let mut out: String = cell.chars().take(40).collect();
    if out.len() < cell.len() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const QAMISHLI: &str = "173377\tAl Qāmishlī\tAl Qamishli\tKamishly,القامشلي\t37.05222\t41.23142\tP\tPPL\tSY\t\t01\t\t\t\t184231\t\t455\tAsia/Damascus\t2020-01-01";

    #[test]
    fn a_row_says_what_it_says() {
        let row = PlaceRow::parse(QAMISHLI).unwrap();
        assert_eq!(
            (row.geonameid, row.name, row.class, row.code),
            (173_377, "Al Qāmishlī", 'P', "PPL")
        );
        assert_eq!((row.country, row.admin1, row.population), ("SY", "01", 184_231));
        assert_eq!((row.position.lon(), row.position.lat()), (41.23142, 37.05222));
        let bare = QAMISHLI.replace("\tP\tPPL\t", "\t\t\t").replace("\t01\t", "\t00\t");
        let bare = PlaceRow::parse(&bare).unwrap();
        assert_eq!((bare.class, bare.code, bare.admin1), ('S', "", ""));
    }

    #[test]
    fn what_is_wrong_with_a_row_is_said() {
        for (from, to, said) in [
            ("173377", "x17", "geonameid “x17” is no number"),
            ("173377", "0", "geonameid “0” is no number"),
            ("37.05222", "97.1", "latitude 97.1 is not"),
            ("37.05222", "NaN", "latitude NaN is not"),
            ("41.23142", "", "longitude “” is no number"),
            ("184231", "many", "population “many” is no number"),
            ("\tSY\t", "\tSyria\t", "country “Syria”"),
            ("\tP\t", "\tX\t", "feature “X”"),
            ("\tAsia/Damascus", "", "18 columns where 19"),
        ] {
            let error = PlaceRow::parse(&QAMISHLI.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        let nameless = QAMISHLI.replace("Al Qāmishlī", "").replace("Al Qamishli", " ");
        assert_eq!(PlaceRow::parse(&nameless), Err(RowFault::NoName));
    }

    #[test]
    fn names_are_told_from_codes_and_links() {
        let parse = |lang: &str, flags: &str| {
            let line = format!("1\t173377\t{lang}\tQamişlo\t{flags}");
            NameRow::parse(&line).unwrap().map(|row| row.lang.map(str::to_owned))
        };
        assert_eq!(parse("ku", "1\t\t\t"), Some(Some("ku".into())));
        assert_eq!(parse("zh-Hant", "\t\t\t\t\t"), Some(Some("zh-Hant".into())));
        assert_eq!(parse("", "\t\t\t"), Some(None));
        assert_eq!(
            parse("ku", "\t\t\t1"),
            Some(None),
            "an old name is none of the language's today"
        );
        for no_name in ["link", "post", "wkdt", "iata", "icao", "unlc", "faac", "tcid"] {
            assert_eq!(parse(no_name, "\t\t\t"), None, "{no_name}");
        }
        assert!(NameRow::parse("1\t2\ten").is_err());
    }

    proptest! {
        #[test]
        fn any_line_is_answered(line in "[\\PC\t]{0,80}") {
            let _ = (PlaceRow::parse(&line), NameRow::parse(&line));
        }
    }
}
