//! Finding entries by name.

use super::Gazetteer;
use super::bytes::u32_at;
use super::entry::EntryId;
use super::fold::{fold, fold_into, is_article, without_articles};
use super::format::{Posting, REVERSED_PREFIX, SOUND_PREFIX, Section, Via};
use super::fuzzy;
use super::sound::sound;
use fst::raw::{Node, Output};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// How well a name fits, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameQuality {
    /// It is the entry's main name, or its English one, up to case, accents and punctuation.
    Main,
    /// It is another of its names, up to the same.
    Alternate,
    /// It is one of its names but for an Arabic article or "the", or for the word by which an
    /// airfield is called.
    Article,
    /// It is a code for it, such as "US", written in capitals.
    Code,
    /// It sounds like one of its names: another transliteration.
    Sound,
    /// It is so many edits away from one of its names.
    Edits(u8),
}

/// An entry that a name could mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NameHit {
    /// The entry.
    pub entry: EntryId,
    /// How well the name fits.
    pub quality: NameQuality,
}

/// The most words that [`Gazetteer::longest`] looks at.
const LONGEST_WORDS: usize = 10;

/// The most places that look-up by likeness finds by sound, and by edits.
const ALIKE: usize = 64;
/// The most of them that bear one name.
const NAMESAKES: usize = 16;

/// Words for an airfield, one of which may stand for another: "Qamishli airbase" is at "Qamishli Airport".
const AIRFIELD_WORDS: [&str; 8] = [
    "international airport",
    "military airport",
    "airport",
    "air base",
    "airbase",
    "military airbase",
    "airfield",
    "aerodrome",
];

impl Gazetteer {
    /// The entries of that name, up to case, accents, punctuation and articles; most prominent first.
    /// Empty where there is none. Codes ("US") are found only where written in capitals.
    ///
    /// ```no_run
    /// use chronotope::{gazetteer::Gazetteer, task::Task};
    /// let gazetteer = Gazetteer::embedded(&Task::new())?;
    /// let damascus = gazetteer.lookup("Damascus")[0];
    /// assert_eq!(gazetteer.entry(damascus.entry).unwrap().country, Some("SY"));
    /// assert!(gazetteer.lookup("no such place").is_empty());
    /// # Ok::<(), chronotope::gazetteer::GazetteerError>(())
    /// ```
    #[must_use]
    pub fn lookup(&self, name: &str) -> Vec<NameHit> {
        let folded = fold(name);
        let capitals = is_capitals(name);
        let hits = self.hits_of(&folded, capitals);
        if !hits.is_empty() {
            return hits;
        }
        if let Some(bare) = without_articles(&folded) {
            let hits = self.hits_of(&bare, capitals);
            if !hits.is_empty() {
                return lowered(hits);
            }
        }
        self.airfield(&folded)
    }

    /// An airfield by another of the words for one.
    fn airfield(&self, folded: &str) -> Vec<NameHit> {
        let place =
            AIRFIELD_WORDS.iter().find_map(|word| folded.strip_suffix(word)?.strip_suffix(' '));
        let Some(place) = place else { return Vec::new() };
        let bare = without_articles(place);
        let places = std::iter::once(place).chain(bare.as_deref());
        let names = places.flat_map(|place| AIRFIELD_WORDS.map(|word| format!("{place} {word}")));
        let found = names.map(|name| self.hits_of(&name, false)).find(|hits| !hits.is_empty());
        lowered(found.unwrap_or_default())
    }

    /// The entries whose names are like `name`: what [`Gazetteer::lookup`] finds, then what sounds
    /// like it, then what is one edit away, then two; each most prominent first, and at most 64 that
    /// sound so and 64 within edits.
    ///
    /// An edit is a letter put in, left out or replaced, or two neighbours swapped, in the folded
    /// name with or without its articles. At most `max_edits` are allowed, and no more than the
    /// letters of `name` bear: none below 3 and beyond 31, one below 6, else two. In a gazetteer of
    /// more than two million places two from 8 letters on. Of a name that many places bear, the 16
    /// most prominent are found.
    #[must_use]
    pub fn lookup_fuzzy(&self, name: &str, max_edits: u8) -> Vec<NameHit> {
        let mut hits = self.lookup(name);
        let mut seen: HashSet<EntryId> = HashSet::new();
        hits.retain(|hit| seen.insert(hit.entry));
        let mut sounds = sound(name)
            .map(|sound| self.hits_of_bytes(&sound_key(&sound), false))
            .unwrap_or_default();
        sounds.sort_unstable_by_key(|hit| hit.entry);
        sounds.retain(|hit| seen.insert(hit.entry));
        sounds.truncate(ALIKE);
        let mut near = self.within_edits(name, max_edits);
        near.sort_unstable_by_key(|hit| (hit.quality, hit.entry));
        near.retain(|hit| seen.insert(hit.entry));
        near.truncate(ALIKE);
        hits.extend(sounds.into_iter().chain(near));
        hits
    }

    fn within_edits(&self, name: &str, max_edits: u8) -> Vec<NameHit> {
        let folded = fold(name);
        let bare = without_articles(&folded);
        let mut near = Vec::new();
        for key in std::iter::once(&folded).chain(bare.as_ref()) {
            let edits = fuzzy::edits_allowed(key.chars().count(), self.len(), max_edits);
            fuzzy::search(&self.keys, key, edits, &mut |value, edits| {
                let named = self.postings(value).filter(|p| p.via() != Via::Code).take(NAMESAKES);
                near.extend(named.map(|posting| NameHit {
                    entry: EntryId(posting.entry()),
                    quality: NameQuality::Edits(edits),
                }));
            });
        }
        near
    }

    /// The longest run of leading `words` that is a name: how many words, and what it could mean,
    /// most prominent first. `None` where not even the first word is one.
    ///
    /// Words are as they stand in the text, without the blanks between them. At most ten are looked at.
    #[must_use]
    pub fn longest(&self, words: &[&str]) -> Option<(usize, Vec<NameHit>)> {
        let mut word = String::with_capacity(32);
        let (ends, has_article) = self.walk(words, &mut word, false);
        let found = self.first_accepted(words, &ends);
        if found.is_some() || !has_article {
            return found;
        }
        let (ends, _) = self.walk(words, &mut word, true);
        self.first_accepted(words, &ends).map(|(count, hits)| (count, lowered(hits)))
    }

    /// Walks the map along the words: the value at the end of each word that ends a name, and
    /// whether a word had an article. With `bare`, articles are stepped over.
    fn walk(
        &self,
        words: &[&str],
        word: &mut String,
        bare: bool,
    ) -> ([Option<u64>; LONGEST_WORDS], bool) {
        let mut ends = [None; LONGEST_WORDS];
        let mut has_article = false;
        let mut at = Some((self.keys.root(), Output::zero()));
        let mut begun = false;
        for (end, text) in ends.iter_mut().zip(words) {
            word.clear();
            fold_into(text, word);
            if word.is_empty() {
                break;
            }
            let article = has_article_token(word);
            has_article |= article;
            let stripped = if bare && article { strip_articles(word) } else { None };
            let step = stripped.as_deref().unwrap_or(word);
            if step.is_empty() {
                continue;
            }
            if begun {
                at = at.and_then(|at| self.step(at, b" "));
            }
            at = at.and_then(|at| self.step(at, step.as_bytes()));
            begun = true;
            let Some((node, output)) = at else { break };
            if node.is_final() {
                *end = Some(output.cat(node.final_output()).value());
            }
        }
        (ends, has_article)
    }

    fn first_accepted(
        &self,
        words: &[&str],
        ends: &[Option<u64>; LONGEST_WORDS],
    ) -> Option<(usize, Vec<NameHit>)> {
        ends.iter().enumerate().rev().find_map(|(at, value)| {
            let capitals = words.get(..=at)?.iter().all(|word| is_capitals(word));
            let hits = self.hits((*value)?, capitals);
            (!hits.is_empty()).then_some((at + 1, hits))
        })
    }

    fn step<'f>(
        &'f self,
        (node, output): (Node<'f>, Output),
        bytes: &[u8],
    ) -> Option<(Node<'f>, Output)> {
        let mut at = (node, output);
        for byte in bytes {
            let transition = at.0.transition(at.0.find_input(*byte)?);
            at = (self.keys.node(transition.addr), at.1.cat(transition.out));
        }
        Some(at)
    }

    fn hits_of(&self, key: &str, capitals: bool) -> Vec<NameHit> {
        // A key that begins like a sound, or is written backwards, is not a name.
        if matches!(key.as_bytes().first(), Some(&(SOUND_PREFIX | REVERSED_PREFIX))) {
            return Vec::new();
        }
        self.hits_of_bytes(key.as_bytes(), capitals)
    }

    fn hits_of_bytes(&self, key: &[u8], capitals: bool) -> Vec<NameHit> {
        if key.is_empty() {
            return Vec::new();
        }
        self.keys.get(key).map_or_else(Vec::new, |value| self.hits(value.value(), capitals))
    }

    fn hits(&self, value: u64, capitals: bool) -> Vec<NameHit> {
        let accepted = self.postings(value).filter(|p| capitals || p.via() != Via::Code);
        accepted
            .map(|posting| {
                let quality = match posting.via() {
                    Via::Main => NameQuality::Main,
                    Via::Alternate => NameQuality::Alternate,
                    Via::Article => NameQuality::Article,
                    Via::Code => NameQuality::Code,
                    Via::Sound => NameQuality::Sound,
                };
                NameHit { entry: EntryId(posting.entry()), quality }
            })
            .collect()
    }

    /// The postings that a value of the map stands for: one within it, or a list.
    pub(super) fn postings(&self, value: u64) -> impl Iterator<Item = Posting> {
        let single = (value & 1 == 1).then_some(Posting((value >> 1) as u32));
        let lists = self.section(Section::Postings);
        let from = (value >> 1) as usize * 4;
        let count = if single.is_some() { 0 } else { u32_at(lists, from).unwrap_or(0) as usize };
        let list = lists.get(from + 4..).unwrap_or_default();
        single.into_iter().chain(
            list.as_chunks::<4>().0.iter().take(count).map(|p| Posting(u32::from_le_bytes(*p))),
        )
    }
}

fn sound_key(sound: &str) -> Vec<u8> {
    std::iter::once(SOUND_PREFIX).chain(sound.bytes()).collect()
}

/// Whether all letters are capitals, at least one.
fn is_capitals(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// Hits found by a name that was not written so: at best as good as [`NameQuality::Article`].
fn lowered(mut hits: Vec<NameHit>) -> Vec<NameHit> {
    for hit in &mut hits {
        hit.quality = hit.quality.max(NameQuality::Article);
    }
    hits
}

fn has_article_token(folded: &str) -> bool {
    folded.starts_with("ال") || folded.split(' ').any(is_article)
}

/// One folded word of a text without its articles, empty where it is nothing else.
fn strip_articles(folded: &str) -> Option<String> {
    if is_article(folded) {
        return Some(String::new());
    }
    without_articles(folded)
}
