//! The order in which the words of a line with right-to-left letters stand.

use std::borrow::Cow;
use unicode_bidi::{BidiInfo, Level};

/// Whether a text holds letters that are read from right to left.
#[must_use]
pub fn has_right_to_left(text: &str) -> bool {
    // The first of them is Hebrew's, past Latin, Greek, Cyrillic and Armenian.
    text.chars().any(|c| c >= '\u{590}') && BidiInfo::new(text, None).has_rtl()
}

/// Whether a line reads from right to left: its first letter does.
#[must_use]
pub fn is_right_to_left(text: &str) -> bool {
    let directions = BidiInfo::new(text, None);
    directions.paragraphs.first().is_some_and(|p| p.level.is_rtl())
}

/// A name that more words of ours follow, kept apart from them: digits and signs after a name that is
/// read from right to left would otherwise be drawn into it ("1+ دمشق").
#[must_use]
pub fn isolated(name: &str) -> Cow<'_, str> {
    match has_right_to_left(name) {
        true => Cow::Owned(format!("\u{2068}{name}\u{2069}")),
        false => Cow::Borrowed(name),
    }
}

/// Whether a character says only in which direction others are read, and has no shape of its own.
#[must_use]
pub fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line in the order in which its words stand from left to right, for a renderer that shapes
/// letters but orders nothing: right-to-left runs have their words turned round, each word left in
/// logical order, brackets mirrored. What says nothing but directions has done its work and is left
/// out. Wrap first: this is for a single line.
#[must_use]
pub fn visual_line(text: &str) -> String {
    let directions = BidiInfo::new(text, None);
    let drawn = |text: &str| text.chars().filter(|c| !is_direction(*c)).collect::<String>();
    let Some(line) = directions.paragraphs.first() else { return drawn(text) };
    if !directions.levels.iter().any(Level::is_rtl) {
        return drawn(text);
    }
    let (levels, runs) = directions.visual_runs(line, line.range.clone());
    let mut out = String::with_capacity(text.len());
    for run in runs {
        let right_to_left = levels.get(run.start).is_some_and(Level::is_rtl);
        let Some(run) = text.get(run) else { continue };
        if right_to_left {
            words(run).into_iter().rev().for_each(|w| out.extend(w.chars().map(mirrored)));
        } else {
            out.push_str(run);
        }
    }
    drawn(&out)
}

/// Words, and what stands between them, as pieces.
pub(super) fn words(run: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut before: Option<bool> = None;
    for (at, c) in run.char_indices() {
        let letter = c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        if before.is_some_and(|b| b != letter || !letter) {
            pieces.extend(run.get(from..at));
            from = at;
        }
        before = Some(letter);
    }
    pieces.extend(run.get(from..));
    pieces
}

pub(super) fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::text::width;
    use proptest::prelude::*;

    #[test]
    fn words_of_a_right_to_left_line_stand_in_reading_order() {
        assert_eq!(visual_line("Mount Hermon"), "Mount Hermon");
        assert_eq!(visual_line("جبل الشيخ"), "الشيخ جبل");
        assert_eq!(visual_line("דיר א-זור (סוריה)"), "(סוריה) זור-א דיר");
        assert_eq!(visual_line("قرب Damascus اليوم"), "اليوم Damascus قرب");
        assert_eq!(visual_line("سنة 2026 كانت"), "كانت 2026 سنة");
    }

    #[test]
    fn what_follows_a_name_stays_behind_it() {
        let named = |name: &str, rest: &str| visual_line(&format!("{}{rest}", isolated(name)));
        assert_eq!(named("دمشق", " +1"), "دمشق +1");
        assert_eq!(named("جبل الشيخ", " + 2 · planned"), "الشيخ جبل + 2 · planned");
        assert_eq!(named("Damascus", " +1"), "Damascus +1");
        let row = format!("18 January 2026 · {} + 1 · planned", isolated("قامشلو"));
        assert_eq!(visual_line(&row), "18 January 2026 · قامشلو + 1 · planned");
        assert_eq!(width(&isolated("دمشق"), 12.0, true), width("دمشق", 12.0, true));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in any::<String>()) {
            let line: String = text.chars().filter(|c| !matches!(c, '\n' | '\r' | '\u{85}' | '\u{2029}' | '\u{1c}'..='\u{1e}')).collect();
            let sorted = |s: &str| {
                let mut c: Vec<char> = s.chars().filter(|c| !is_direction(*c)).map(|c| mirrored(c).max(c)).collect();
                c.sort_unstable();
                c
            };
            prop_assert_eq!(sorted(&visual_line(&line)), sorted(&line));
            prop_assert!(width(&line, 12.0, false) >= 0.0);
        }
    }
}
