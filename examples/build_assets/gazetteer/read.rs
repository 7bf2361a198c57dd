//! Reading the packages' files: JSON, gettext catalogues, tab-separated tables.

use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Reads a JSON file.
pub fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Box<dyn Error>> {
    let file = File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_reader(BufReader::new(file))
        .map_err(|e| format!("{}: {e}", path.display()).into())
}

/// Reads a text file.
pub fn text(path: &Path) -> Result<String, Box<dyn Error>> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// Reads a gettext catalogue (`.mo`): messages and their translations.
pub fn catalogue(path: &Path) -> Result<HashMap<String, String>, Box<dyn Error>> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    catalogue_of(&bytes).ok_or_else(|| format!("{}: no gettext catalogue", path.display()).into())
}

fn catalogue_of(bytes: &[u8]) -> Option<HashMap<String, String>> {
    let little = match bytes.first_chunk::<4>()? {
        [0xde, 0x12, 0x04, 0x95] => true,
        [0x95, 0x04, 0x12, 0xde] => false,
        _ => return None,
    };
    let number = |at: usize| {
        let four = *bytes.get(at..)?.first_chunk::<4>()?;
        let number = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
        usize::try_from(number).ok()
    };
    let string = |table: usize, at: usize| {
        let (length, from) = (number(table + 8 * at)?, number(table + 8 * at + 4)?);
        Some(String::from_utf8_lossy(bytes.get(from..from.checked_add(length)?)?).into_owned())
    };
    let (count, keys, values) = (number(8)?, number(12)?, number(16)?);
    (0..count).map(|at| Some((string(keys, at)?, string(values, at)?))).collect()
}

/// Splits a line of comma-separated values; quotes may enclose commas, and double for themselves.
pub fn csv_fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(field) = fields.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => field.push(c),
        }
    }
    fields
}
