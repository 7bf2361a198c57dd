//! A mention: how a place name or a time expression was read.

use super::{event, quote};
use crate::app::{Action, Frame, Item};
use crate::model::{Candidate, Mention, MentionId, MentionKind, Passage, TimexType, ToponymForm};
use crate::views::{parts, theme};
use egui::Ui;

pub fn ui(ui: &mut Ui, frame: &Frame<'_>, id: MentionId, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let dataset = frame.subject.dataset;
    let Some(mention) = dataset.mention(id) else {
        parts::paragraph(ui, "This mention is gone.", theme::regular(theme::BODY), palette.muted);
        return;
    };
    let words = dataset.source(mention.passage.source).map(|s| s.quote(&mention.passage.range));
    let words = format!("“{}”", words.unwrap_or_default());
    parts::paragraph(ui, &words, theme::strong(theme::HEADING), palette.text);
    match &mention.kind {
        MentionKind::Toponym { .. } => toponym(ui, frame, mention, actions),
        MentionKind::Time { .. } => time(ui, frame, mention, actions),
    }
    parts::caption(ui, palette, "Where it stands");
    quote::cards(ui, frame, &[context(frame, &mention.passage)], actions);
}

/// What a form means, in words.
#[must_use]
pub fn form_words(form: ToponymForm) -> &'static str {
    match form {
        ToponymForm::Literal => "Place name",
        ToponymForm::Facility => "Name of a building or site",
        ToponymForm::Region => "Region, or a part cut by direction",
        ToponymForm::Metonym => "The government or people that sit there",
        ToponymForm::Demonym => "Adjective or people",
    }
}

fn toponym(ui: &mut Ui, frame: &Frame<'_>, mention: &Mention, actions: &mut Vec<Action>) {
    let MentionKind::Toponym { form, place, candidates } = &mention.kind else { return };
    let palette = frame.subject.palette;
    parts::paragraph(ui, form_words(*form), theme::regular(theme::BODY), palette.muted);
    parts::caption(ui, palette, "Read as");
    match place {
        Some(id) => event::place_row(ui, frame, *id, actions),
        None => {
            let words = "Not resolved: the evidence is too weak for any one place.";
            parts::paragraph(ui, words, theme::regular(theme::BODY), palette.warning);
        }
    }
    if candidates.is_empty() {
        return;
    }
    parts::caption(ui, palette, "What it could be");
    for candidate in candidates.iter() {
        one(ui, frame, candidate, actions);
    }
}

fn one(ui: &mut Ui, frame: &Frame<'_>, candidate: &Candidate, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    ui.horizontal_top(|ui| {
        let score = format!("{:.2}", candidate.score);
        parts::chip(ui, palette, &score, palette.muted).on_hover_text("Score, 0 to 1");
        ui.vertical(|ui| {
            event::place_row(ui, frame, candidate.place, actions);
            let reasons = candidate.reasons.join("; ");
            if !reasons.is_empty() {
                parts::paragraph(ui, &reasons, theme::regular(theme::SMALL), palette.muted);
            }
        });
    });
}

fn time(ui: &mut Ui, frame: &Frame<'_>, mention: &Mention, actions: &mut Vec<Action>) {
    let MentionKind::Time { timex, value, span, reading } = &mention.kind else { return };
    let palette = frame.subject.palette;
    let kind = match timex {
        TimexType::Date => "Date",
        TimexType::Time => "Time of day",
        TimexType::Duration => "Length of time",
        TimexType::Set => "Recurring time",
    };
    parts::paragraph(ui, kind, theme::regular(theme::BODY), palette.muted);
    parts::caption(ui, palette, "Read as");
    ui.horizontal_wrapped(|ui| {
        if let Some(span) = span {
            let words = span.label();
            if parts::link(ui, palette, &words, &format!("Go to {words}")).clicked() {
                actions.push(Action::GoToTime(span.clone()));
            }
            let edtf = span.to_string();
            let both = edtf == *value;
            parts::chip(ui, palette, &edtf, palette.muted).on_hover_text(match both {
                true => "The date as EDTF (ISO 8601-2), and the TIMEX3 value",
                false => "The date as EDTF (ISO 8601-2)",
            });
            // Said once where both ways of writing say the same.
            if both {
                return;
            }
        }
        parts::chip(ui, palette, value, palette.muted).on_hover_text("The TIMEX3 value");
    });
    if span.is_none() {
        let words = match timex {
            TimexType::Duration | TimexType::Set => "It has no place of its own on the calendar.",
            TimexType::Date | TimexType::Time => {
                "It counts from a date that is not known yet, so it stays undated."
            }
        };
        parts::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
    }
    parts::paragraph(ui, reading, theme::regular(theme::BODY), palette.text);
}

/// The sentence, or what comes close to it, around a passage.
fn context(frame: &Frame<'_>, passage: &Passage) -> Passage {
    /// The most code points taken on either side.
    const REACH: usize = 240;
    let Some(source) = frame.subject.dataset.source(passage.source) else { return passage.clone() };
    let from = passage.range.start.saturating_sub(REACH);
    let around = source.quote(&(from..passage.range.end.saturating_add(REACH)));
    let chars: Vec<char> = around.chars().collect();
    let (start, end) = (passage.range.start - from, passage.range.end.saturating_sub(from));
    let ends = |at: usize| {
        let here = chars.get(at).copied();
        here == Some('\n')
            || (matches!(here, Some('.' | '!' | '?'))
                && chars.get(at + 1).is_none_or(|c| c.is_whitespace()))
    };
    let left = (0..start.min(chars.len())).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    let right = (end..chars.len()).find(|at| ends(*at)).map_or(chars.len(), |at| at + 1);
    let blank = |at: &usize| chars.get(*at).is_some_and(|c| !c.is_whitespace());
    let left = (left..start.min(chars.len())).find(blank).unwrap_or(start);
    Passage { source: passage.source, range: from + left..from + right.max(end) }
}

/// A mention as a row: its words, what it was read as, and where. A click selects it.
pub fn row(ui: &mut Ui, frame: &Frame<'_>, id: MentionId, actions: &mut Vec<Action>) {
    let dataset = frame.subject.dataset;
    let Some(mention) = dataset.mention(id) else { return };
    let Some(source) = dataset.source(mention.passage.source) else { return };
    let words = source.quote(&mention.passage.range);
    let tried = match &mention.kind {
        MentionKind::Toponym { candidates, .. } => candidates.len(),
        MentionKind::Time { .. } => 0,
    };
    let second = match tried {
        0 => format!("unknown name · {}", source.heading()),
        1 => format!("1 candidate · {}", source.heading()),
        n => format!("{n} candidates · {}", source.heading()),
    };
    let label = format!("Unresolved: {words}, {second}");
    let item = Item::Mention(id);
    if super::lists::two_lines(ui, frame, words, &second, &label, &item, actions) {
        actions.push(Action::Select(Some(item)));
    }
}
