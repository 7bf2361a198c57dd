//! Under which keys an entry is found.

use super::plan::Plan;
use super::sort::{Run, Sorter};
use crate::gazetteer::GazetteerError;
use crate::gazetteer::fold::{fold_into, without_articles};
use crate::gazetteer::format::{REVERSED_PREFIX, SOUND_PREFIX, Via};
use crate::gazetteer::fuzzy;
use crate::gazetteer::record::Record;
use crate::gazetteer::sound::sound;

/// Countries whose place names carry the Arabic article, so that a name without it means the same
/// place. Elsewhere "El Paso" is not "Paso".
const ARTICLE_COUNTRIES: [&str; 31] = [
    "AE", "BH", "DJ", "DZ", "EG", "EH", "ER", "IL", "IQ", "IR", "JO", "KM", "KW", "LB", "LY", "MA",
    "ML", "MR", "MT", "NE", "OM", "PS", "QA", "SA", "SD", "SO", "SS", "SY", "TD", "TN", "YE",
];

/// Calls `emit` with each key of a record, its prefix apart, and with how the record came by it. A
/// key may come more than once. `folded` is room to work in.
fn each_key(record: &Record, folded: &mut String, mut emit: impl FnMut(&[u8], &[u8], Via)) {
    let strip = ARTICLE_COUNTRIES.contains(&record.country.as_str());
    let main = (record.name.as_str(), Via::Main);
    let others = record.names.iter().map(|n| {
        let via = if n.lang.as_deref() == Some("en") { Via::Main } else { Via::Alternate };
        (n.text.as_str(), via)
    });
    for (text, via) in std::iter::once(main).chain(others) {
        folded.clear();
        fold_into(text, folded);
        let via = if is_code(text) { Via::Code } else { via };
        name(folded, via, &mut emit);
        if (strip || folded.starts_with("the "))
            && let Some(bare) = without_articles(folded)
        {
            name(&bare, Via::Article, &mut emit);
        }
        if via != Via::Code
            && let Some(sound) = sound(text)
        {
            emit(&[SOUND_PREFIX], sound.as_bytes(), Via::Sound);
        }
    }
}

/// A name, and the same backwards where look-up by likeness can ask for it.
fn name(folded: &str, via: Via, emit: &mut impl FnMut(&[u8], &[u8], Via)) {
    emit(&[], folded.as_bytes(), via);
    if via != Via::Code && fuzzy::is_reachable(folded) {
        let backwards: String = folded.chars().rev().collect();
        emit(&[REVERSED_PREFIX], backwards.as_bytes(), via);
    }
}

/// Whether a name is a code of at most four capitals ("US", "UAE", "U.S."), which in small letters
/// is a word.
pub(crate) fn is_code(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_uppercase).count();
    (2..=4).contains(&letters) && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
}

/// The payload of a key among those to be sorted: the row and how it came by the key.
pub(super) fn payload(row: u32, via: Via) -> [u8; 5] {
    let [a, b, c, d] = row.to_be_bytes();
    [a, b, c, d, via as u8]
}

/// What [`payload`] was made of.
pub(super) fn from_payload(payload: &[u8]) -> Option<(u32, u8)> {
    let [a, b, c, d, via] = *payload.first_chunk::<5>()?;
    Some((u32::from_be_bytes([a, b, c, d]), via))
}

/// Collects the keys of records, each once for each record, under its best reason.
pub(super) struct KeyMaker<'d> {
    sorter: Sorter<'d>,
    folded: String,
    arena: Vec<u8>,
    own: Vec<OwnKey>,
}

struct OwnKey {
    from: usize,
    to: usize,
    via: Via,
}

impl<'d> KeyMaker<'d> {
    pub(super) fn new(plan: &Plan<'d>) -> Self {
        Self {
            sorter: Sorter::new(plan.piece_bytes, plan.disk),
            folded: String::new(),
            arena: Vec::new(),
            own: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, row: u32, record: &Record) -> std::io::Result<()> {
        let (arena, own) = (&mut self.arena, &mut self.own);
        arena.clear();
        own.clear();
        each_key(record, &mut self.folded, |prefix, key, via| {
            if !key.is_empty() {
                let from = arena.len();
                arena.extend_from_slice(prefix);
                arena.extend_from_slice(key);
                own.push(OwnKey { from, to: arena.len(), via });
            }
        });
        let text = |key: &OwnKey| self.arena.get(key.from..key.to).unwrap_or_default();
        own.sort_unstable_by(|a, b| (text(a), a.via).cmp(&(text(b), b.via)));
        let mut before: Option<&[u8]> = None;
        for key in own.iter() {
            if before != Some(text(key)) {
                self.sorter.put(&[text(key)], &payload(row, key.via))?;
            }
            before = Some(text(key));
        }
        Ok(())
    }

    /// All keys, sorted, and how many.
    pub(super) fn finish(self) -> Result<(Vec<Run<'d>>, u64), GazetteerError> {
        let count = self.sorter.len();
        Ok((self.sorter.finish(), count))
    }
}
