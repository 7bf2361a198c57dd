//! Sentences cut into clauses: each with the verb that is told in it, and who does it.

use super::grammar::Roles;
use super::group::{self, Group};
use super::tag::{Sense, Tag};
use super::vouch;
use std::ops::Range;

/// How a clause stands to its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// On its own feet.
    Main,
    /// Goes on with the subject of another: "and opened fire".
    Joined,
    /// "which", "who", "where".
    Relative,
    /// What somebody said or thought.
    Said,
    /// What somebody demanded or agreed: not told as done.
    Wanted,
    /// "after", "before", "since", "as".
    Beside,
    /// "while", "because", "when".
    Sub,
    /// Only supposed: "if", "whether", "unless".
    Supposed,
}

/// Part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// From its opening, or its subject, to its end.
    pub tokens: Range<usize>,
    /// Who or what the verb is about; may stand before the clause.
    pub subject: Range<usize>,
    /// The verb; nothing in a line without one.
    pub group: Option<Group>,
    pub lead: Lead,
    /// The clause that it hangs on, by position in the sentence.
    pub on: Option<usize>,
    /// The word that opens it.
    pub opener: Option<usize>,
    /// Said by somebody, without being vouched for.
    pub reported: bool,
    /// Said not to be so.
    pub disputed: bool,
}

/// The clauses of a sentence, in order.
pub(crate) fn clauses(sense: &Sense<'_>) -> Vec<Clause> {
    let mut cut = Cutter { sense, out: Vec::new(), waiting: None };
    let mut at = sense.tokens.start;
    while at < sense.tokens.end {
        match group::at(sense, at) {
            Some(group) => {
                at = group.end.max(at + 1);
                cut.take(group);
            }
            None => at += 1,
        }
    }
    let mut out = cut.out;
    if out.is_empty() {
        out.push(without_verb(sense));
    }
    close(sense, &mut out);
    vouch::attribute(sense, &mut out);
    out
}

fn without_verb(sense: &Sense<'_>) -> Clause {
    Clause {
        tokens: sense.tokens.clone(),
        subject: sense.tokens.start..sense.tokens.start,
        group: None,
        lead: Lead::Main,
        on: None,
        opener: None,
        reported: false,
        disputed: false,
    }
}

struct Cutter<'s, 'a> {
    sense: &'s Sense<'a>,
    out: Vec<Clause>,
    /// A subject whose verb has not come yet: "the boat, which had left, …".
    waiting: Option<Range<usize>>,
}

/// Where a clause opens.
struct Opening {
    /// The opening word or mark; nothing at the start of what is left.
    at: Option<usize>,
    tag: Tag,
}

impl Cutter<'_, '_> {
    fn take(&mut self, group: Group) {
        let sense = self.sense;
        let floor = self.out.last().and_then(|c| c.group).map_or(sense.tokens.start, |g| g.end);
        let opening = self.opening(floor, &group);
        let start = opening.at.map_or(floor, |at| at + 1);
        // "Nearly 280 girls who were kidnapped on Friday have been freed": the first subject goes on.
        let resumes = opening.at.is_none()
            && self.waiting.is_some()
            && self.out.last().is_some_and(|c| c.lead == Lead::Relative);
        let start = if resumes { group.from } else { start };
        let own = self.subject(start, group.from, opening.at.is_none() && self.out.is_empty());
        let last = self.out.len().checked_sub(1);
        let lead = self.lead(&opening, own.is_empty(), last);
        let antecedent = || self.antecedent(floor, opening.at.unwrap_or(start));
        let (mut subject, mut on) = (own.clone(), last);
        match lead {
            Lead::Relative => {
                let whole = antecedent();
                if last.is_none() || self.waits(floor, opening.at) {
                    self.waiting = Some(whole.clone());
                }
                if own.is_empty() {
                    subject = whole;
                }
            }
            Lead::Joined | Lead::Main if own.is_empty() => {
                if let Some(waiting) = self.waiting.take() {
                    (subject, on) = (waiting, None);
                } else if let Some(host) = self.host(last) {
                    subject = host;
                }
            }
            Lead::Main => on = None,
            _ => {}
        }
        self.out.push(Clause {
            tokens: start..group.end,
            subject,
            group: Some(group),
            lead,
            on,
            opener: opening.at,
            reported: false,
            disputed: false,
        });
    }

    /// A relative clause breaks into a clause whose verb has not come: its noun opens the sentence or
    /// follows a comma.
    fn waits(&self, floor: usize, opening: Option<usize>) -> bool {
        let Some(opening) = opening else { return false };
        (floor..opening).any(|at| self.sense.tag(at) == Tag::Comma && at + 1 < opening)
            && (floor..opening).all(|at| !self.sense.tag(at).verb())
            && self.sense.tag(floor) == Tag::Comma
    }

    /// The subject of the clause that a verb without one goes on from.
    fn host(&self, last: Option<usize>) -> Option<Range<usize>> {
        let clause = self.out.get(last?)?;
        Some(clause.subject.clone())
    }

    /// Looks back from a verb for the word that opens its clause.
    fn opening(&self, floor: usize, group: &Group) -> Opening {
        let sense = self.sense;
        let mut at = group.from;
        let mut first_and = None;
        while at > floor {
            at -= 1;
            let tag = sense.tag(at);
            match tag {
                Tag::Rel if sense.lower(at) == "whose" || tag == Tag::Rel => {
                    return Opening { at: Some(at), tag };
                }
                Tag::Dash if at + 1 == group.from && self.dash_before(floor, at).is_some() => {
                    at = self.dash_before(floor, at).unwrap_or(at);
                }
                Tag::That | Tag::If | Tag::Sub | Tag::Dash | Tag::Quote | Tag::Stop => {
                    return Opening { at: Some(at), tag };
                }
                Tag::After if self.opens_clause(at, group.from) => {
                    return Opening { at: Some(at), tag };
                }
                Tag::But => return Opening { at: Some(at), tag },
                Tag::Comma if floor > sense.tokens.start => {
                    if first_and.is_some() && self.listed(at, floor) {
                        continue;
                    }
                    return match first_and.filter(|and| *and == at + 1) {
                        Some(and) => Opening { at: Some(and), tag: Tag::And },
                        None => Opening { at: Some(at), tag },
                    };
                }
                Tag::And if floor > sense.tokens.start => {
                    if at + 1 == group.from || self.only_adverbs(at + 1, group.from) {
                        return Opening { at: Some(at), tag };
                    }
                    first_and = first_and.or(Some(at));
                }
                _ => {}
            }
        }
        match first_and.filter(|and| self.new_subject(*and, floor)) {
            Some(and) => Opening { at: Some(and), tag: Tag::And },
            None => Opening { at: None, tag: Tag::Other },
        }
    }

    /// The dash that pairs with one: "al-Hasakah—declared the new capital—has become".
    fn dash_before(&self, floor: usize, at: usize) -> Option<usize> {
        (floor.max(at.saturating_sub(20))..at).rev().find(|t| self.sense.tag(*t) == Tag::Dash)
    }

    /// A comma of "Egypt, Qatar and …": right behind the verb before it stands a name.
    fn listed(&self, comma: usize, floor: usize) -> bool {
        comma > floor
            && (floor..comma)
                .all(|at| self.sense.tag(at).nominal() || self.sense.tag(at) == Tag::Det)
            && self.sense.known(floor.saturating_sub(1)).roles.has(Roles::REPORT)
    }

    fn only_adverbs(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| matches!(self.sense.tag(at), Tag::Adv | Tag::Time | Tag::Not))
    }

    /// After "and", another subject: not after a verb of saying, where the two are one subject.
    fn new_subject(&self, and: usize, floor: usize) -> bool {
        let said = self.sense.known(floor.saturating_sub(1)).roles.has(Roles::REPORT);
        !said && and > floor
    }

    /// "after", "as", "since" before a subject of its own rather than before a noun.
    fn opens_clause(&self, at: usize, verb: usize) -> bool {
        let sense = self.sense;
        if at + 1 == verb {
            return matches!(sense.tag(verb), Tag::Be | Tag::Finite) && sense.lower(at) == "as";
        }
        let comma = (at + 1..verb).any(|t| sense.tag(t) == Tag::Comma);
        let pronoun = sense.tag(at + 1) == Tag::Pron;
        let led = at > sense.tokens.start && sense.tag(at.saturating_sub(1)) != Tag::Prep;
        !comma && (pronoun || led || sense.words.get(at).is_some_and(|t| t.opens))
    }

    /// The noun that "which" or "who" stands for.
    fn antecedent(&self, floor: usize, rel: usize) -> Range<usize> {
        let sense = self.sense;
        let mut end = rel;
        while end > floor && matches!(sense.tag(end - 1), Tag::Comma | Tag::Prep | Tag::Time) {
            end -= 1;
        }
        let mut from = end;
        while from > floor {
            let tag = sense.tag(from - 1);
            let links = matches!(sense.lower(from - 1), "of" | "in" | "on" | "at" | "from" | "for");
            let inside = tag.nominal()
                || tag == Tag::Det
                || links && from >= 2 && sense.tag(from - 2).nominal();
            if !inside {
                break;
            }
            from -= 1;
        }
        from..end
    }

    /// The tokens of the subject between an opening and a verb, without what is put before it.
    fn subject(&self, start: usize, verb: usize, first: bool) -> Range<usize> {
        let sense = self.sense;
        let mut from = start;
        let mut end = verb;
        let mut dated = false;
        while end > from
            && (matches!(sense.tag(end - 1), Tag::Adv | Tag::Time | Tag::Comma)
                || dated && matches!(sense.tag(end - 1), Tag::Prep | Tag::After))
        {
            dated |= sense.tag(end - 1) == Tag::Time;
            end -= 1;
        }
        if first {
            from = after_prefix(sense, from, end);
        }
        while from < end
            && matches!(sense.tag(from), Tag::Adv | Tag::Time | Tag::Comma | Tag::And | Tag::But)
            && !measure(sense, from)
        {
            from += 1;
        }
        if from < end && sense.tag(from) == Tag::Prep {
            from = after_prefix(sense, from, end);
        }
        from..end.max(from)
    }

    fn lead(&self, opening: &Opening, alone: bool, last: Option<usize>) -> Lead {
        let sense = self.sense;
        let roles = self
            .out
            .last()
            .and_then(|clause| clause.group)
            .map_or(Roles::default(), |group| sense.known(group.content).roles);
        let trigger = self
            .out
            .last()
            .and_then(|clause| clause.group)
            .and_then(|group| sense.trigger(group.content))
            .map_or("", |trigger| trigger.category.as_str());
        match opening.tag {
            Tag::Rel => Lead::Relative,
            Tag::If => Lead::Supposed,
            Tag::That if last.is_some() => {
                if trigger == "demand" || roles.has(Roles::UNREAL) && !roles.has(Roles::REPORT) {
                    Lead::Wanted
                } else {
                    Lead::Said
                }
            }
            Tag::Sub => Lead::Sub,
            Tag::After if sense.lower(opening.at.unwrap_or(0)) == "as" => {
                let at = opening.at.unwrap_or(0);
                if sense.lower(at + 1) == "long" || sense.lower(at.saturating_sub(1)) == "long" {
                    Lead::Supposed
                } else {
                    Lead::Sub
                }
            }
            Tag::After => Lead::Beside,
            Tag::And if alone => Lead::Joined,
            Tag::Other
                if last.is_some()
                    && !alone
                    && (roles.has(Roles::REPORT) || roles.has(Roles::DENY)) =>
            {
                Lead::Said
            }
            Tag::Other if last.is_some() && !alone && trigger == "demand" => Lead::Wanted,
            _ if alone && self.waiting.is_none() => Lead::Joined,
            _ => Lead::Main,
        }
    }
}

/// The "week" of "a week-long truce" belongs to its noun.
fn measure(sense: &Sense<'_>, mut at: usize) -> bool {
    while sense.tag(at) == Tag::Time {
        at += 1;
    }
    sense.tag(at) == Tag::Hyphen
}

/// Where the subject begins behind "On Tuesday night", "In Kano,", "Despite the talks,".
fn after_prefix(sense: &Sense<'_>, from: usize, end: usize) -> usize {
    let opens = |at: usize| {
        matches!(
            sense.tag(at),
            Tag::Det | Tag::Name | Tag::Noun | Tag::Num | Tag::Adj | Tag::Pron | Tag::No
        )
    };
    let put_before = matches!(
        sense.tag(from),
        Tag::Prep
            | Tag::After
            | Tag::Time
            | Tag::Adv
            | Tag::Ing
            | Tag::Participle
            | Tag::Sub
            | Tag::If
            | Tag::To
    );
    if !put_before {
        return from;
    }
    let comma = (from..end).find(|at| sense.tag(*at) == Tag::Comma && opens(at + 1));
    if let Some(comma) = comma {
        return comma + 1;
    }
    let mut at = from;
    if sense.tag(at) == Tag::Prep && sense.tag(at + 1) == Tag::Time {
        at += 1;
    }
    while at < end && sense.tag(at) == Tag::Time {
        at += 1;
    }
    if at > from && at < end { at } else { from }
}

/// Lets each clause reach to the next one's opening.
fn close(sense: &Sense<'_>, out: &mut [Clause]) {
    let mut end = sense.tokens.end;
    while end > sense.tokens.start && sense.tag(end - 1) == Tag::Stop {
        end -= 1;
    }
    for clause in out.iter_mut().rev() {
        clause.tokens.end = end.max(clause.tokens.end.min(sense.tokens.end));
        end = clause.opener.unwrap_or(clause.tokens.start);
    }
}
