//! From clauses to events.

use super::actors::Actors;
use super::clause::{self, Clause};
use super::dateline::Dateline;
use super::lexicon::Lexicon;
use super::tag::Sense;
use crate::geocode::ToponymMention;
use crate::geocode::text::{Sentence, Words};
use crate::model::{Category, Certainty, EventKind, TimeSpan, ToponymForm};
use crate::task::{Cancelled, Task};
use crate::temporal::TimeMention;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// An event as found, with mentions by position and passages in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub title: String,
    pub category: Category,
    pub kind: EventKind,
    pub when: Option<TimeSpan>,
    /// Positions in the list of mentions.
    pub sites: Vec<usize>,
    pub actors: Vec<String>,
    pub certainty: Certainty,
    pub evidence: Range<usize>,
    pub reasons: Vec<String>,
    /// What it happened during, where it has no date: the category of that, and names that go with it.
    pub during: Option<(Category, Vec<String>)>,
    /// From where to where, by position in the list of mentions.
    pub way: Option<(usize, usize)>,
    /// Its sentence says when, or where.
    pub anchored: bool,
}

/// A document being read.
pub(crate) struct Document<'a> {
    pub words: &'a Words<'a>,
    pub lexicon: &'a Lexicon,
    pub times: &'a [TimeMention],
    pub mentions: &'a [ToponymMention],
    pub actors: &'a Actors,
    pub dated: Option<&'a TimeSpan>,
    pub dateline: Option<&'a Dateline>,
    /// Words that are capitals in the midst of a sentence somewhere: names.
    pub names: &'a HashSet<&'a str>,
}

/// What the sentences so far leave behind for the next.
#[derive(Default)]
pub(crate) struct Memory {
    pub paragraph: usize,
    /// The date of the sentence before in the same paragraph.
    pub date: Option<TimeSpan>,
    /// The day that the report has been telling of, in the paragraphs before.
    pub running: Option<TimeSpan>,
    /// The places of the last event that had any, by position in the whole list.
    pub sites: Vec<usize>,
    /// Those of the events before, the latest last.
    pub earlier_sites: Vec<Vec<usize>>,
    /// They were named in the same paragraph.
    pub sites_here: bool,
    /// The one town that the sentence before names at its head, whether or not anything is told of it.
    pub named: Option<usize>,
    /// The one town that the headline names, by position in the whole list.
    pub headline: Option<usize>,
    /// Where the last event of each category was, for "the talks" told again.
    pub told_at: HashMap<Category, Vec<usize>>,
    /// The clock time at the head of an entry of a live report.
    pub stamp: Option<TimeSpan>,
    /// The last event was an attack or a disaster in the same paragraph: who was hurt belongs to it.
    pub harm: bool,
}

/// A sentence being read, with the times and mentions in it.
pub(crate) struct Near<'a, 's> {
    pub document: &'s Document<'a>,
    pub sense: &'s Sense<'a>,
    pub clauses: &'s [Clause],
    pub times: &'s [TimeMention],
    pub mentions: &'s [ToponymMention],
    /// The position of the first of `mentions` in the whole list.
    pub first: usize,
    pub sentence: &'s Sentence,
}

/// The events of a document, in the order of its text.
pub(crate) fn events(document: &Document<'_>, task: &Task) -> Result<Vec<Draft>, Cancelled> {
    let mut out = Vec::new();
    let mut memory = Memory { running: lead_date(document), ..Memory::default() };
    let mut times = Cursor::default();
    let mut mentions = Cursor::default();
    let (mut told, mut stamped) = (0, false);
    for (index, sentence) in pieces(document.words) {
        let sentence = &sentence;
        task.check()?;
        if sentence.paragraph != memory.paragraph {
            memory.paragraph = sentence.paragraph;
            memory.date = None;
            memory.sites_here = false;
            memory.named = None;
            memory.harm = false;
        }
        let near = times.within(document.times, &sentence.range, |t| &t.range).1;
        let (first, local) = mentions.within(document.mentions, &sentence.range, |m| &m.range);
        task.advance((sentence.range.end - told) as u64);
        told = sentence.range.end;
        if heading(document.words, index) {
            memory.headline = town(local).map(|at| at + first);
            continue;
        }
        if let Some(stamp) = stamp(document.words, sentence, near) {
            stamped = true;
            memory = Memory { stamp: Some(stamp), headline: memory.headline, ..Memory::default() };
            memory.paragraph = sentence.paragraph;
            continue;
        }
        let from = document.dateline.filter(|d| d.sentence == index).map_or(0, |d| d.end);
        let place =
            |word: &str| local.iter().any(|m| document.words.slice(&m.range).starts_with(word));
        let names = |word: &str| document.names.contains(word) || place(word);
        let sense = Sense::read(document.words, document.lexicon, sentence, from, near, &names);
        let clauses = clause::clauses(&sense);
        let near = Near {
            document,
            sense: &sense,
            clauses: &clauses,
            times: near,
            mentions: local,
            first,
            sentence,
        };
        near.read(&mut memory, &mut out);
    }
    date_by_others(&mut out);
    if document.dateline.is_none() && !stamped {
        vouched(&mut out, document.words.sentences.len());
    }
    Ok(out)
}

/// Text that no newsroom filed tells of events where much of it says when or where something happened:
/// else "the brothers fight over a coat" is no event, and only what is dated or placed in its own
/// sentence is one. Reports have such an event in every second sentence, reviews and editorials in
/// every third at most (measured on the texts of `tests/data`).
fn vouched(drafts: &mut Vec<Draft>, sentences: usize) {
    let anchored = drafts.iter().filter(|draft| draft.anchored).count();
    if anchored * 4 < drafts.len() * 3 && anchored * 9 < sentences * 4 {
        drafts.retain(|draft| draft.anchored);
    }
}

/// Dates what happened during something that the text dates elsewhere.
fn date_by_others(drafts: &mut [Draft]) {
    let mut dated: HashMap<(Category, String), TimeSpan> = HashMap::new();
    for draft in drafts.iter() {
        let Some(when) = draft.when.as_ref().filter(|_| draft.kind == EventKind::Happening) else {
            continue;
        };
        for word in
            draft.title.split([' ', '-', '’', '\'']).filter(|w| w.starts_with(char::is_uppercase))
        {
            dated.entry((draft.category.clone(), word.to_owned())).or_insert_with(|| when.clone());
        }
    }
    for draft in drafts.iter_mut() {
        let Some((category, names)) = draft.during.take() else { continue };
        let found = names
            .iter()
            .find_map(|name| Some((name, dated.get(&(category.clone(), name.clone()))?)));
        if let Some((name, when)) = found {
            draft.reasons.push(format!(
                "the text dates elsewhere what it happened during ({}, {name})",
                category.as_str()
            ));
            draft.when = Some(when.clone());
        }
    }
}

/// Longest sentence in tokens; what runs on for longer is no sentence, and is read in pieces.
const LONGEST: usize = 400;

/// The sentences with their positions.
fn pieces(words: &Words<'_>) -> impl Iterator<Item = (usize, Sentence)> {
    words.sentences.iter().enumerate().flat_map(move |(index, sentence)| {
        let starts = sentence.tokens.clone().step_by(LONGEST);
        starts.map(move |from| {
            let tokens = from..sentence.tokens.end.min(from + LONGEST);
            (index, Sentence { range: words.bytes(&tokens), tokens, ..sentence.clone() })
        })
    })
}

/// A report without a date in its first lines tells of about its own day.
fn lead_date(document: &Document<'_>) -> Option<TimeSpan> {
    document.dated.filter(|dated| dated.as_day().is_some()).cloned()
}

/// A headline at the head of the text: what it says is told again below.
fn heading(words: &Words<'_>, index: usize) -> bool {
    let Some(sentence) = words.sentences.get(index).filter(|_| index < 2) else { return false };
    let last = words.str(sentence.tokens.end.saturating_sub(1));
    let stopped = last.ends_with(['.', '!', '?', '…', '”', '"', ')', '’']);
    let more =
        words.sentences.get(index + 1).is_some_and(|next| next.paragraph != sentence.paragraph);
    let rest = words.sentences.len() > index + 2;
    !stopped && more && rest && sentence.tokens.len() <= 24
}

/// The one town that a headline names.
fn town(mentions: &[ToponymMention]) -> Option<usize> {
    let mut towns = mentions
        .iter()
        .enumerate()
        .filter(|(_, m)| m.resolved && m.form == ToponymForm::Literal && m.kind != "country");
    let (at, _) = towns.next()?;
    towns.next().is_none().then_some(at)
}

/// A line that holds nothing but a time of day: the head of an entry in a live report.
fn stamp(words: &Words<'_>, sentence: &Sentence, times: &[TimeMention]) -> Option<TimeSpan> {
    let time = times.first().filter(|t| t.timex == crate::model::TimexType::Time)?;
    let rest = words.slice(&(time.range.end..sentence.range.end));
    let alone = time.range.start == sentence.range.start
        && rest.trim_matches([' ', '.', ':', '-', '–', '—']).is_empty();
    time.span.clone().filter(|_| alone)
}

/// The words that are written with a capital in the midst of a sentence.
pub(crate) fn names<'a>(words: &Words<'a>) -> HashSet<&'a str> {
    use crate::geocode::text::Shape;
    let inner = words.sentences.iter().filter(|s| !s.headline).flat_map(|s| s.tokens.clone());
    let capital = inner.filter(|at| {
        words
            .get(*at)
            .is_some_and(|t| !t.opens && matches!(t.shape, Shape::Capital | Shape::AllCaps))
    });
    capital.map(|at| words.str(at)).collect()
}

/// Walks a sorted list along the sentences, so that each looks only at what is its own.
#[derive(Default)]
struct Cursor {
    at: usize,
}

impl Cursor {
    fn within<'a, T>(
        &mut self,
        list: &'a [T],
        range: &Range<usize>,
        of: impl Fn(&T) -> &Range<usize>,
    ) -> (usize, &'a [T]) {
        while list.get(self.at).is_some_and(|item| of(item).start < range.start) {
            self.at += 1;
        }
        let from = self.at;
        while list.get(self.at).is_some_and(|item| of(item).start < range.end) {
            self.at += 1;
        }
        (from, list.get(from..self.at).unwrap_or(&[]))
    }
}
