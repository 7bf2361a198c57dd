//! When a clause says that something happened, or where else its date comes from.

use super::clause::{Clause, Lead};
use super::group::{Reality, Tense};
use super::tag::{Sense, Tag};
use crate::model::{TimeSpan, TimexType};
use crate::temporal::TimeMention;
use std::ops::Range;

/// Days between what a report tells of and what it only looks back to.
const FAR_DAYS: i64 = 400;

/// The days of a length of whole days or weeks ("P1D", "P2W"); hours are within the day.
fn length_days(value: &str) -> Option<i64> {
    if value.starts_with("PT") {
        return None;
    }
    let (count, unit) = value.strip_prefix('P')?.split_at_checked(value.len().checked_sub(2)?)?;
    let count: i64 = count.parse().ok()?;
    match unit {
        "D" => Some(count),
        "W" => count.checked_mul(7),
        _ => None,
    }
}

/// A date and how it was come by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct When {
    pub span: Option<TimeSpan>,
    pub reason: Option<String>,
    /// Said in the clause or its sentence, so that the next sentence may lean on it.
    pub own: bool,
}

impl When {
    fn inherited(span: Option<TimeSpan>, reason: &str) -> Self {
        let reason = span.as_ref().map(|_| reason.to_owned());
        Self { span, reason, own: false }
    }
}

/// What a clause is surrounded by.
pub(crate) struct Around<'a, 's> {
    pub sense: &'s Sense<'a>,
    pub times: &'s [TimeMention],
    pub dated: Option<&'s TimeSpan>,
    pub clause: &'s Clause,
    pub all: &'s [Clause],
    /// Times that belong to a noun of the clause and date nothing else.
    pub owned: &'s [usize],
    /// The date of the sentence before in the same paragraph.
    pub before: Option<&'s TimeSpan>,
    /// The day that the report has been telling of, in the paragraphs before.
    pub running: Option<&'s TimeSpan>,
    /// The clock time at the head of the entry of a live report.
    pub stamp: Option<&'s TimeSpan>,
    /// The trigger tells of a state.
    pub state: bool,
    /// The verb says that a state came to its end.
    pub ended: bool,
}

impl Around<'_, '_> {
    /// The date of an event whose trigger has the time `beside`, if any.
    pub fn when(&self, beside: Option<usize>) -> When {
        let stated = beside.or_else(|| self.in_clause());
        if let Some(time) = stated.and_then(|at| self.times.get(at)) {
            return self.said(time, None);
        }
        if let Some(counted) = self.counted() {
            return counted;
        }
        self.unsaid()
    }

    /// The date of a clause that names none.
    fn unsaid(&self) -> When {
        let tense = self.tense();
        if self.any(|word| matches!(word, "now" | "currently" | "ongoing")) {
            let span = self.dated.map(|d| if self.state { TimeSpan::since(d) } else { d.clone() });
            return When::inherited(span, "“now” is the report’s own date");
        }
        // In reported speech "had left" is only "left".
        let earlier = tense == Some(Tense::Earlier) && self.clause.lead != Lead::Said
            || self.any(|word| matches!(word, "previously" | "earlier" | "formerly" | "once"));
        if self.unplaced() {
            return When::default();
        }
        if let Some(stamp) =
            self.stamp.filter(|_| !self.ahead() && self.clause.lead != Lead::Beside)
        {
            let span = if self.state { TimeSpan::since(stamp) } else { stamp.clone() };
            return When::inherited(Some(span), "the time at the head of the entry");
        }
        if self.clause.lead != Lead::Beside && !earlier {
            if let Some(time) = self.in_sentence() {
                return self.said(time, Some("the date of its sentence"));
            }
            if let Some(time) = self.spoken().filter(|_| !self.ahead() && !self.state) {
                return When { own: false, ..self.said(time, Some("told on that day")) };
            }
        }
        let present = matches!(tense, Some(Tense::Present | Tense::Perfect));
        if self.state && !earlier && present {
            let words = "in force when the report was written; its beginning is not said";
            return When::inherited(self.dated.map(TimeSpan::since), words);
        }
        // "the families of those who were killed" points to what lies before the story.
        let pointed = self.clause.lead == Lead::Relative && !(self.state && present);
        if earlier || pointed || self.clause.lead == Lead::Beside || self.ahead() {
            return When::default();
        }
        let disputed = self.clause.disputed;
        if let Some(before) = self.before.filter(|_| !present && !disputed) {
            return When::inherited(Some(before.clone()), "the date of the sentence before");
        }
        if present {
            let about = self.dated.map(TimeSpan::approximate);
            return When::inherited(about, "no date said: about when the report was written");
        }
        let about = self
            .running
            .filter(|_| tense == Some(Tense::Past) && !disputed)
            .map(TimeSpan::approximate);
        When::inherited(about, "no date said: about the day that the report has been telling of")
    }

    /// The clause names a date of its own that cannot be put on the calendar: no other may stand in
    /// for it.
    fn unplaced(&self) -> bool {
        let bytes = self.sense.words.bytes(&self.clause.tokens);
        self.times.iter().enumerate().any(|(at, time)| {
            time.range.start >= bytes.start
                && time.range.end <= bytes.end
                && time.timex == TimexType::Date
                && time.span.is_none()
                && time.interval.is_none()
                && !time.value.ends_with("_REF")
                && !self.owned.contains(&at)
        })
    }

    fn tense(&self) -> Option<Tense> {
        self.clause.group.map(|group| group.tense)
    }

    fn ahead(&self) -> bool {
        self.clause.group.is_some_and(|g| matches!(g.reality, Reality::Planned | Reality::Would))
    }

    fn said(&self, time: &TimeMention, reason: Option<&str>) -> When {
        let reason = reason.map(str::to_owned);
        let before = self.sense.words.text.get(..time.range.start).unwrap_or("").trim_end();
        let span = match (&time.interval, &time.span) {
            (Some(interval), _) if self.state && self.over() => {
                let begun = interval.earliest().and(time.span.as_ref());
                begun.map_or_else(
                    || Some(interval.clone()),
                    |span| Some(TimeSpan::from_unknown_end(span)),
                )
            }
            (Some(interval), _) => Some(self.begun_before(interval)),
            (None, Some(span)) if self.state && self.ended => Some(TimeSpan::until(span)),
            (None, Some(span)) if self.ahead() && before.ends_with(" by") => {
                Some(TimeSpan::until(span))
            }
            (None, Some(span))
                if self.state && (before.ends_with("since") || time.value == "PRESENT_REF") =>
            {
                Some(TimeSpan::since(span))
            }
            (None, span) => span.clone(),
        };
        When { span, reason, own: true }
    }

    /// "had ruled since 1967": it was over by the time that the sentence tells of.
    fn over(&self) -> bool {
        self.tense() == Some(Tense::Earlier) && self.clause.lead != Lead::Said
    }

    /// "suspended until May" began when the report has been telling of.
    fn begun_before(&self, interval: &TimeSpan) -> TimeSpan {
        let open = interval.earliest().is_none() && interval.latest().is_some();
        let told = matches!(self.tense(), Some(Tense::Past | Tense::Perfect)) && !self.ahead();
        let begin = self.before.filter(|_| open && told && !self.state);
        begin
            .and_then(|begin| TimeSpan::between(begin, interval))
            .unwrap_or_else(|| interval.clone())
    }

    /// The first free date behind the verb of the clause, or else the first in it.
    fn in_clause(&self) -> Option<usize> {
        let bytes = self.sense.words.bytes(&self.clause.tokens);
        let verb = self
            .clause
            .group
            .and_then(|g| self.sense.words.get(g.from))
            .map_or(0, |t| t.range.start);
        let free = |from: usize| self.free(from..bytes.end).find(|at| !self.of_participle(*at));
        free(bytes.start.max(verb)).or_else(|| free(bytes.start)).or_else(|| {
            let subject = self.sense.words.bytes(&self.clause.subject);
            let relative = self.clause.lead == Lead::Relative;
            self.free(subject).next().filter(|_| !relative)
        })
    }

    /// "the bomb dropped on the city in 1945": a bare year behind a participle dates that alone,
    /// where the report tells of another time.
    fn of_participle(&self, time: usize) -> bool {
        let Some(time) = self.times.get(time) else { return false };
        let Some(group) = self.clause.group else { return false };
        let day = |span: &TimeSpan| span.earliest().map(|second| second.day().epoch_days());
        let known = self.running.or(self.before).and_then(day);
        let far = known.zip(time.span.as_ref().and_then(day));
        let far = far.is_some_and(|(known, told)| (known - told).abs() > FAR_DAYS);
        let tokens = &self.sense.words.tokens;
        let at = tokens.partition_point(|t| t.range.start < time.range.start);
        far && (group.end..at).any(|t| self.sense.tag(t) == Tag::Participle)
    }

    /// "a day after gunmen burst into a studio": as far from the day of the clause it hangs on.
    fn counted(&self) -> Option<When> {
        let opener = self.clause.opener.filter(|_| self.clause.lead == Lead::Beside)?;
        let sign = match self.sense.lower(opener) {
            "after" => -1,
            "before" => 1,
            _ => return None,
        };
        let end = self.sense.words.get(opener.checked_sub(1)?)?.range.end;
        let time = self.times.iter().find(|t| t.range.end == end)?;
        let days = length_days(&time.value)?;
        let on = self.clause.on.and_then(|on| self.all.get(on))?;
        let host = self.free(self.sense.words.bytes(&on.tokens)).next();
        let day = self.times.get(host?)?.span.as_ref()?.as_day()?;
        let span = day.plus_days(sign * days).map(TimeSpan::from)?;
        let reason = format!("counted from the date of its sentence ({})", time.value);
        Some(When { span: Some(span), reason: Some(reason), own: true })
    }

    fn free(&self, bytes: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let inside = move |time: &TimeMention| {
            time.range.start >= bytes.start && time.range.end <= bytes.end
        };
        let each = self.times.iter().enumerate();
        each.filter(move |(at, time)| {
            inside(time)
                && !self.owned.contains(at)
                && (matches!(time.timex, TimexType::Date | TimexType::Time)
                    // "over the past two weeks", "recent weeks".
                    || time.timex == TimexType::Duration && time.relative)
                && (time.span.is_some() || time.interval.is_some())
        })
        .map(|(at, _)| at)
    }

    /// The first date of another clause that lends it: the one it hangs on, or stands beside.
    fn in_sentence(&self) -> Option<&TimeMention> {
        let lends = |clause: &&Clause| {
            let opens = clause.opener.is_none_or(|at| at == self.sense.tokens.start);
            let when = clause.lead == Lead::Sub
                && clause.opener.is_some_and(|at| self.sense.lower(at) == "when")
                && clause.on.and_then(|on| self.all.get(on)) == Some(self.clause);
            (when
                || matches!(clause.lead, Lead::Main | Lead::Joined | Lead::Said)
                || clause.lead == Lead::Sub && opens)
                && !self.speaks(clause)
                && clause.group.is_none_or(|g| {
                    let past = matches!(g.tense, Tense::Past | Tense::Earlier);
                    let now = self.tense() == Some(Tense::Present) && !self.ahead();
                    (g.tense == Tense::Earlier) == (self.tense() == Some(Tense::Earlier))
                        && !(past && now)
                        && matches!(g.reality, Reality::Planned | Reality::Would) == self.ahead()
                })
        };
        let of = |clause: &Clause| self.free(self.sense.words.bytes(&clause.tokens)).next();
        let of = |clause: &Clause| of(clause).filter(|at| !self.until(*at));
        let host = self.clause.on.and_then(|on| self.all.get(on)).filter(lends).and_then(of);
        let other = || self.all.iter().filter(lends).find_map(of);
        host.or_else(other).and_then(|at| self.times.get(at))
    }

    /// "until Sunday" says when something ends, not when something else happened.
    fn until(&self, at: usize) -> bool {
        let interval = self.times.get(at).and_then(|t| t.interval.as_ref());
        interval.is_some_and(|i| i.earliest().is_none())
    }

    /// The day on which somebody said it.
    fn spoken(&self) -> Option<&TimeMention> {
        let speaking = self.all.iter().filter(|clause| self.speaks(clause));
        let mut times =
            speaking.filter_map(|c| self.free(self.sense.words.bytes(&c.tokens)).next());
        times.next().and_then(|at| self.times.get(at))
    }

    fn speaks(&self, clause: &Clause) -> bool {
        use super::grammar::Roles;
        clause.group.is_some_and(|g| {
            self.sense.known(g.content).roles.has(Roles::REPORT)
                && self.sense.trigger(g.content).is_none_or(|t| t.category.as_str() == "other")
        })
    }

    fn any(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.clause.tokens.clone().any(|at| {
            matches!(self.sense.tag(at), Tag::Adv | Tag::After | Tag::Time | Tag::Noun)
                && fits(self.sense.lower(at))
        })
    }
}
