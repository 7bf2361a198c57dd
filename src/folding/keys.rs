//! Names of reports that hold across readings, and finding the report that a name means.
//!
//! A source is known by the fingerprint of its text, or, where the text has changed, by its name. In
//! it the report is the event of the category whose evidence covers most of the passage; where the
//! text has changed, the passage is looked for by its first words.

use crate::model::{Dataset, Event, Passage, ReportKey, Source, SourceId};
use std::collections::HashMap;
use std::ops::Range;

/// Code points of a passage that are kept to find it by.
const QUOTE: usize = 120;

/// Makes and finds keys in one dataset.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    dataset: &'a Dataset,
    prints: Vec<Option<String>>,
    /// Positions of the events by source; made when the first key is looked for.
    events: Option<HashMap<SourceId, Vec<u32>>>,
}

impl<'a> Keys<'a> {
    pub fn new(dataset: &'a Dataset) -> Self {
        Self { dataset, prints: vec![None; dataset.sources.len()], events: None }
    }

    /// The key of a report; nothing for one without evidence.
    pub fn key(&mut self, category: &str, title: &str, evidence: &[Passage]) -> Option<ReportKey> {
        let passage = evidence.first()?;
        let source = self.dataset.source(passage.source)?;
        let text = self.print(passage.source);
        let before = self.dataset.sources.iter().take(passage.source.index()).enumerate();
        let mut copy = 0;
        for (at, other) in before {
            let alike = other.name == source.name && other.text.len() == source.text.len();
            copy += u32::from(alike && self.print(SourceId::from_index(at)) == text);
        }
        Some(ReportKey {
            source: source.name.clone(),
            text,
            copy,
            start: passage.range.start,
            end: passage.range.end,
            category: category.to_owned(),
            title: title.to_owned(),
            quote: source.quote(&first(&passage.range)).to_owned(),
        })
    }

    /// The position of the event that a key means, in an unfolded dataset.
    pub fn find(&mut self, key: &ReportKey) -> Option<u32> {
        let id = self.source(key)?;
        let source = self.dataset.source(id)?;
        let range =
            if self.print(id) == key.text { key.start..key.end } else { moved(source, key)? };
        let dataset = self.dataset;
        let events = self.events.get_or_insert_with(|| by_source(dataset));
        let fits = |at: &u32| {
            let event = dataset.events.get(*at as usize)?;
            let covered = event
                .evidence
                .iter()
                .filter(|passage| passage.source == id)
                .map(|passage| common(&passage.range, &range))
                .max()?;
            let title = event.title == key.title;
            let category = event.category.as_str() == key.category;
            // The reader may name a category otherwise the next time, or word the title otherwise;
            // not both.
            let enough = covered * 2 >= range.len() && (title || category);
            enough.then_some(((title, category, covered), *at))
        };
        let found = events.get(&id)?.iter().filter_map(fits);
        found.max_by_key(|(how, at)| (*how, std::cmp::Reverse(*at))).map(|(_, at)| at)
    }

    fn source(&mut self, key: &ReportKey) -> Option<SourceId> {
        let ids = || (0..self.dataset.sources.len()).map(SourceId::from_index);
        let named = |id: &SourceId| self.dataset.source(*id).is_some_and(|s| s.name == key.source);
        let same_name: Vec<SourceId> = ids().filter(named).collect();
        let others: Vec<SourceId> = ids().filter(|id| !named(id)).collect();
        let copies: Vec<SourceId> =
            same_name.iter().copied().filter(|id| self.print(*id) == key.text).collect();
        let copy = copies.get(key.copy as usize).or(copies.last()).copied();
        let renamed = || others.into_iter().find(|id| self.print(*id) == key.text);
        // A changed text under the old name is told from another file by one name being one file.
        let only = match same_name.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        copy.or_else(renamed).or(only)
    }

    fn print(&mut self, id: SourceId) -> String {
        let Some(slot) = self.prints.get_mut(id.index()) else { return String::new() };
        let text = self.dataset.sources.get(id.index()).map_or("", |source| source.text.as_str());
        slot.get_or_insert_with(|| fingerprint(text)).clone()
    }
}

fn by_source(dataset: &Dataset) -> HashMap<SourceId, Vec<u32>> {
    let mut map: HashMap<SourceId, Vec<u32>> = HashMap::new();
    for (at, event) in dataset.events.iter().enumerate() {
        let Ok(at) = u32::try_from(at) else { break };
        for source in sources(event) {
            map.entry(source).or_default().push(at);
        }
    }
    map
}

/// The sources of an event's evidence, each once.
fn sources(event: &Event) -> Vec<SourceId> {
    let mut found: Vec<SourceId> = event.evidence.iter().map(|p| p.source).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The beginning of a range, as long as is quoted in a key.
fn first(range: &Range<usize>) -> Range<usize> {
    range.start..range.end.min(range.start.saturating_add(QUOTE))
}

fn common(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Where a key's passage stands in a text that has changed: the place nearest to the old one where
/// its first words stand.
fn moved(source: &Source, key: &ReportKey) -> Option<Range<usize>> {
    if key.quote.is_empty() {
        return None;
    }
    let (mut chars, mut bytes) = (0, 0);
    let starts = source.text.match_indices(&key.quote).map(|(byte, _)| {
        chars += source.text.get(bytes..byte).map_or(0, |part| part.chars().count());
        bytes = byte;
        chars
    });
    let start = starts.min_by_key(|start| start.abs_diff(key.start))?;
    Some(start..start + key.end.saturating_sub(key.start))
}

/// 64 bits that tell texts apart: FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>), which any
/// later version can compute again.
fn fingerprint(text: &str) -> String {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let print =
        text.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    format!("{print:016x}")
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn fingerprints_stay_what_they_are() {
        // From the test vectors of the function's authors.
        assert_eq!(fingerprint(""), "cbf29ce484222325");
        assert_eq!(fingerprint("a"), "af63dc4c8601ec8c");
        assert_eq!(fingerprint("foobar"), "85944171f73967e8");
    }
}
