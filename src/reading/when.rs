//! When a clause says that something happened, or where else its date comes from.

use super::clause::Lead;
use crate::geocode::text::Words;
use crate::model::{TimeSpan, TimexType};
use crate::temporal::TimeMention;
use std::ops::Range;

/// A date and how it was come by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct When {
    pub span: Option<TimeSpan>,
    pub reason: Option<String>,
    /// Said in the clause or its sentence, so that the next sentence may lean on it.
    pub own: bool,
}

/// What a clause is surrounded by.
pub(crate) struct Around<'a> {
    pub words: &'a Words<'a>,
    pub times: &'a [TimeMention],
    pub dated: Option<&'a TimeSpan>,
    pub clause: &'a Range<usize>,
    pub sentence: &'a Range<usize>,
    pub lead: Lead,
    /// It hangs on the clause before it, and takes its tense.
    pub leans: bool,
    /// Times that belong to a noun of the sentence and date nothing else.
    pub owned: &'a [usize],
    /// The date of the sentence before in the same paragraph.
    pub before: Option<&'a TimeSpan>,
}

/// The date of an event whose trigger has the time `beside`, if any.
pub(crate) fn when(around: &Around<'_>, beside: Option<usize>, state: bool) -> When {
    let stated =
        beside.and_then(|at| around.times.get(at)).or_else(|| in_range(around, around.clause));
    if let Some(time) = stated {
        return said(around, time, state, None);
    }
    if now(around) {
        let span =
            around.dated.map(|dated| if state { TimeSpan::since(dated) } else { dated.clone() });
        return When {
            span,
            reason: Some("“now” is the report’s own date".to_owned()),
            own: false,
        };
    }
    let earlier = earlier(around);
    if around.lead != Lead::After
        && !earlier
        && let Some(time) = in_range(around, around.sentence)
    {
        return said(around, time, state, Some("the date of its sentence"));
    }
    if state && !earlier && present(around) {
        let span = around.dated.map(TimeSpan::since);
        let reason = span
            .as_ref()
            .map(|_| "in force when the report was written; its beginning is not said".to_owned());
        return When { span, reason, own: false };
    }
    if let Some(before) =
        around.before.filter(|_| !earlier && !present(around) && around.lead != Lead::After)
    {
        let reason = Some("the date of the sentence before".to_owned());
        return When { span: Some(before.clone()), reason, own: false };
    }
    if let Some(dated) = around.dated.filter(|_| !earlier && present(around)) {
        let reason = Some("no date said: about when the report was written".to_owned());
        return When { span: Some(dated.approximate()), reason, own: false };
    }
    When::default()
}

fn said(around: &Around<'_>, time: &TimeMention, state: bool, reason: Option<&str>) -> When {
    let since = state
        && around
            .words
            .text
            .get(..time.range.start)
            .is_some_and(|before| before.trim_end().ends_with("since"));
    let span = match (&time.interval, &time.span) {
        (Some(interval), _) => Some(interval.clone()),
        (None, Some(span)) if since || (state && time.value == "PRESENT_REF") => {
            Some(TimeSpan::since(span))
        }
        (None, span) => span.clone(),
    };
    When { span, reason: reason.map(str::to_owned), own: true }
}

/// The first date within some tokens.
fn in_range<'a>(around: &Around<'a>, tokens: &Range<usize>) -> Option<&'a TimeMention> {
    let bytes = around.words.bytes(tokens);
    let whole = around.lead == Lead::After && tokens == around.clause;
    let free =
        around.times.iter().enumerate().filter(|(at, _)| whole || !around.owned.contains(at));
    free.map(|(_, time)| time).find(|time| {
        matches!(time.timex, TimexType::Date | TimexType::Time)
            && (time.span.is_some() || time.interval.is_some())
            && time.range.start >= bytes.start
            && time.range.end <= bytes.end
    })
}

fn any(around: &Around<'_>, fits: impl Fn(&str) -> bool) -> bool {
    around.clause.clone().any(|at| fits(around.words.str(at)))
}

fn now(around: &Around<'_>) -> bool {
    any(around, |word| matches!(word, "now" | "currently" | "Currently" | "Now"))
}

/// "had previously", "earlier": before whatever else is dated here.
fn earlier(around: &Around<'_>) -> bool {
    any(around, |word| {
        matches!(word, "had" | "previously" | "earlier" | "formerly" | "once" | "Previously")
    })
}

/// Present or perfect: it holds, or has just happened, as the report is written.
fn present(around: &Around<'_>) -> bool {
    let tokens = if around.leans { around.sentence } else { around.clause };
    let any = |fits: fn(&str) -> bool| tokens.clone().any(|at| fits(around.words.str(at)));
    let aux = any(|word| {
        matches!(
            word,
            "is" | "are"
                | "has"
                | "have"
                | "remains"
                | "remain"
                | "maintains"
                | "continues"
                | "continue"
        )
    });
    let past = any(|word| matches!(word, "was" | "were" | "did"));
    let third_person = tokens.clone().any(|at| {
        let word = around.words.str(at);
        word.ends_with('s')
            && super::clause::triggers_at(around.words, at)
                .iter()
                .any(|t| t.part == super::lexicon::Part::Verb)
    });
    (aux || third_person) && !past
}
