//! Running text cut into words and sentences, with byte ranges.

use super::cues::{self, Cue, Cues};
use std::ops::Range;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// "homs"
    Lower,
    /// "Homs", "McAllen", "O’Neill"
    Capital,
    /// "HOMS", "U.S."
    AllCaps,
    /// A script without capitals: Arabic, Hebrew, Han.
    Caseless,
    /// Begins with a digit.
    Number,
    /// Anything else.
    Mark,
}

/// A word, a number or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// How it is written.
    pub shape: Shape,
    /// No space stands before it.
    pub joined: bool,
    /// It is the first word of its sentence or of a quotation.
    pub opens: bool,
    /// What the word lists say of it.
    pub cues: Cues,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the text, without surrounding space.
    pub range: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The paragraph it stands in, from 0.
    pub paragraph: usize,
    /// Most of its words are capitalised, so that capitals say little: a headline.
    pub headline: bool,
}

/// A text cut into words and sentences.
#[derive(Clone, Debug)]
pub struct Words<'t> {
    /// The text.
    pub text: &'t str,
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// All sentences, in order.
    pub sentences: Vec<Sentence>,
}

impl Token {
    /// Whether it is a word with a capital or of a script without.
    #[must_use]
    pub fn named(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::AllCaps | Shape::Caseless)
    }

    /// Whether it is a word of any kind.
    #[must_use]
    pub fn word(&self) -> bool {
        self.named() || self.shape == Shape::Lower
    }

    /// Whether one of the word lists holds it.
    #[must_use]
    pub fn is(&self, cue: Cue) -> bool {
        self.cues.has(cue)
    }
}

impl<'t> Words<'t> {
    /// Cuts a text. Any text will do.
    #[must_use]
    pub fn read(text: &'t str) -> Self {
        let tokens = tokens(text);
        let mut words = Self { text, tokens, sentences: Vec::new() };
        words.cut_sentences();
        words
    }

    /// The token at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The token `steps` before an index.
    #[must_use]
    pub fn before(&self, index: usize, steps: usize) -> Option<&Token> {
        index.checked_sub(steps).and_then(|at| self.tokens.get(at))
    }

    /// The text of the token at an index; empty past the end.
    #[must_use]
    pub fn str(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |token| self.slice(&token.range))
    }

    /// The text of the token `steps` before an index; empty before the start.
    #[must_use]
    pub fn str_before(&self, index: usize, steps: usize) -> &'t str {
        index.checked_sub(steps).map_or("", |at| self.str(at))
    }

    /// A slice by bytes; empty where the range is none.
    #[must_use]
    pub fn slice(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// The bytes from the first to the last of a range of tokens.
    #[must_use]
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = self.get(tokens.start).map_or(self.text.len(), |t| t.range.start);
        let end = tokens.end.checked_sub(1).and_then(|last| self.get(last));
        start..end.map_or(start, |t| t.range.end).max(start)
    }

    fn cut_sentences(&mut self) {
        let mut from = 0;
        let mut paragraph = 0;
        for at in 0..self.tokens.len() {
            let gap = self.gap_after(at);
            let blank = gap.matches('\n').count() > 1;
            if self.ends_sentence(at, gap) {
                self.push_sentence(from..at + 1, paragraph);
                from = at + 1;
            }
            if blank || (gap.contains('\n') && from == at + 1) {
                paragraph += 1;
            }
        }
        self.push_sentence(from..self.tokens.len(), paragraph);
    }

    fn gap_after(&self, at: usize) -> &'t str {
        let from = self.get(at).map_or(0, |t| t.range.end);
        let to = self.get(at + 1).map_or(self.text.len(), |t| t.range.start);
        self.slice(&(from..to))
    }

    fn ends_sentence(&self, at: usize, gap: &str) -> bool {
        let Some(next) = self.get(at + 1) else { return false };
        if gap.is_empty() {
            return false;
        }
        let mut last = at;
        // Nobody closes more than a few quotations at once; a heap of marks is looked at once.
        while last > at.saturating_sub(6) && closes(self.str(last)) {
            last -= 1;
        }
        let word = self.str(last);
        let stopped = word.ends_with(['.', '!', '?', '…']) || matches!(word, "।" | "。" | "؟");
        if gap.contains('\n') {
            let line = self.text.get(..self.get(at).map_or(0, |t| t.range.end)).unwrap_or("");
            let long = line.len() - line.rfind('\n').map_or(0, |nl| nl + 1);
            return stopped || gap.matches('\n').count() > 1 || !(40..=100).contains(&long);
        }
        if !stopped || next.shape == Shape::Lower {
            return false;
        }
        let abbreviation = word.len() > 1 && word.ends_with('.');
        !abbreviation || self.opens_plainly(at + 1)
    }

    /// Whether a word after an abbreviation's stop begins a sentence: an ordinary function word does.
    fn opens_plainly(&self, at: usize) -> bool {
        let word = self.str(at);
        let prior = self.str_before(at, 1).trim_end_matches('.').to_lowercase();
        let personal = cues::of(&prior).has(Cue::Title);
        !personal && self.get(at).is_some_and(|t| t.shape == Shape::Capital) && cues::opener(word)
    }

    fn push_sentence(&mut self, tokens: Range<usize>, paragraph: usize) {
        if tokens.is_empty() {
            return;
        }
        let range = self.bytes(&tokens);
        let (mut capital, mut lower, mut fresh) = (0_usize, 0_usize, true);
        for token in self.tokens.get_mut(tokens.clone()).unwrap_or_default() {
            match token.shape {
                Shape::Capital | Shape::AllCaps => capital += 1,
                Shape::Lower if token.range.len() > 3 => lower += 1,
                _ => {}
            }
            if token.word() {
                token.opens = fresh;
                fresh = false;
            } else {
                fresh |= opens_quote(self.text.get(token.range.clone()).unwrap_or(""));
            }
        }
        let headline = capital >= 4 && lower * 3 <= capital;
        self.sentences.push(Sentence { range, tokens, paragraph, headline });
    }
}

fn closes(mark: &str) -> bool {
    matches!(mark, "\"" | "”" | "’" | "'" | ")" | "]" | "»")
}

fn opens_quote(mark: &str) -> bool {
    matches!(mark, "\"" | "“" | "‘" | "(" | "«" | "—" | "–" | "--" | ":" | "•" | "*")
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut lower = String::new();
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() || c == '\u{200e}' || c == '\u{200f}' {
            at += c.len_utf8();
            continue;
        }
        let end = token_end(text, at, c);
        let word = text.get(at..end).unwrap_or("");
        let shape = shape(word);
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        let joined = at > 0 && out.last().is_some_and(|t: &Token| t.range.end == at);
        let known = if shape == Shape::Mark { Cues::default() } else { cues::of(&lower) };
        out.push(Token { range: at..end, shape, joined, opens: false, cues: known });
        at = end;
    }
    out
}

fn token_end(text: &str, at: usize, first: char) -> usize {
    let rest = text.get(at..).unwrap_or("");
    if first.is_ascii_digit() {
        return at + number_len(rest);
    }
    if is_apostrophe(first) && rest.chars().nth(1) == Some('s') {
        let after = rest.chars().nth(2);
        if !after.is_some_and(char::is_alphanumeric) && prior_is_word(text, at) {
            return at + first.len_utf8() + 1;
        }
    }
    if !letter(first) {
        return at + first.len_utf8();
    }
    let len = word_len(rest);
    at + len + stop_len(rest, len)
}

fn prior_is_word(text: &str, at: usize) -> bool {
    text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric)
}

fn letter(c: char) -> bool {
    c.is_alphabetic() || is_combining(c)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5c7}' | '\u{64b}'..='\u{65f}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '`')
}

fn number_len(rest: &str) -> usize {
    let mut len = 0;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let inner = matches!(c, ',' | '.' | ':')
            && len > 0
            && chars.peek().is_some_and(char::is_ascii_digit);
        if !(c.is_ascii_alphanumeric() || inner) {
            break;
        }
        len += c.len_utf8();
    }
    len.max(1)
}

/// Letters and digits, with apostrophes between letters that do not open a possessive.
fn word_len(rest: &str) -> usize {
    let mut len = 0;
    let chars = rest.char_indices().peekable();
    for (at, c) in chars {
        if letter(c) || c.is_numeric() || matches!(c, '\u{200c}' | '\u{200d}') {
            len = at + c.len_utf8();
        } else if is_apostrophe(c) || (c == '&' && len == 1) {
            let after = rest.get(at + c.len_utf8()..).unwrap_or("");
            let mut next = after.chars();
            let (one, two) = (next.next(), next.next());
            let possessive =
                matches!(one, Some('s' | 'S')) && !two.is_some_and(char::is_alphabetic);
            if possessive || !one.is_some_and(char::is_alphabetic) {
                break;
            }
        } else {
            break;
        }
    }
    len.max(rest.chars().next().map_or(0, char::len_utf8))
}

/// The stop (and more letters) that belong to an abbreviation: "U.S.", "W.Va.", "Mt.", "Gov.".
fn stop_len(rest: &str, len: usize) -> usize {
    if rest.as_bytes().get(len) != Some(&b'.') {
        return 0;
    }
    let word = rest.get(..len).unwrap_or("");
    let mut end = len;
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if initial || (word.chars().count() <= 2 && word.starts_with(char::is_uppercase)) {
        let mut probe = rest.get(len + 1..).unwrap_or("");
        while let Some(c) = probe.chars().next().filter(|c| c.is_ascii_uppercase()) {
            let part =
                c.len_utf8() + probe.chars().skip(1).take_while(char::is_ascii_lowercase).count();
            if probe.as_bytes().get(part) != Some(&b'.') || part > 3 {
                break;
            }
            end = rest.len() - probe.len() + part;
            probe = probe.get(part + 1..).unwrap_or("");
        }
    }
    if initial || end > len || cues::abbreviation(word) { end + 1 - len } else { 0 }
}

fn shape(word: &str) -> Shape {
    let Some(first) = word.chars().next() else { return Shape::Mark };
    if first.is_ascii_digit() {
        return Shape::Number;
    }
    if !letter(first) {
        return Shape::Mark;
    }
    let uppers = word.chars().filter(|c| c.is_uppercase()).count();
    let lowers = word.chars().filter(|c| c.is_lowercase()).count();
    match (uppers, lowers) {
        (0, 0) => Shape::Caseless,
        (0, _) => Shape::Lower,
        (u, 0) if u > 1 => Shape::AllCaps,
        _ if first.is_uppercase() || uppers > 0 => Shape::Capital,
        _ => Shape::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let read = Words::read(text);
        (0..read.tokens.len()).map(|i| read.str(i)).collect()
    }

    fn sentences(text: &str) -> Vec<&str> {
        let read = Words::read(text);
        read.sentences.iter().map(|s| &text[s.range.clone()]).collect()
    }

    #[test]
    fn possessives_and_abbreviations_are_cut_where_a_reader_would() {
        assert_eq!(words("Russia’s base"), ["Russia", "’s", "base"]);
        assert_eq!(
            words("O’Neill of St. Louis, W.Va."),
            ["O’Neill", "of", "St.", "Louis", ",", "W.Va."]
        );
        assert_eq!(words("the U.S. army."), ["the", "U.S.", "army", "."]);
        assert_eq!(words("al-Hasakah"), ["al", "-", "Hasakah"]);
    }

    #[test]
    fn a_stop_after_an_abbreviation_ends_a_sentence_only_before_a_plain_opener() {
        assert_eq!(sentences("Mr. Jones met Gov. Smith. He left.").len(), 2);
        assert_eq!(sentences("They live in the U.S. The rest moved.").len(), 2);
        assert_eq!(sentences("He said: “Go.” She went.").len(), 2);
    }

    #[test]
    fn hard_wrapped_lines_are_one_sentence_and_headlines_their_own() {
        let wrapped = "The convoy left the base before dawn on the first day and\nwas seen in the next town later.";
        assert_eq!(sentences(wrapped).len(), 1);
        assert_eq!(sentences("Convoy leaves base\n\nThe convoy left.").len(), 2);
    }

    #[test]
    fn odd_text_is_cut_without_a_panic() {
        for text in
            ["", ".", "’s", "\u{301}\u{301}", "I.", "A.B.c.D", "'", "1,", "é'é's", "…\n\n\n…"]
        {
            let read = Words::read(text);
            for token in &read.tokens {
                assert!(text.get(token.range.clone()).is_some(), "{text:?} {token:?}");
            }
        }
    }
}
