//! Verbs with what goes with them: "will not be withdrawn", "is expected to visit", "began shelling".

use super::grammar::Roles;
use super::tag::{Sense, Tag};

/// When a verb places what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    /// "had withdrawn".
    Earlier,
    Present,
    /// "has withdrawn".
    Perfect,
    Future,
}

/// Whether what a verb tells came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reality {
    Told,
    Planned,
    /// "would": still to come in reported speech, else only thought of.
    Would,
    /// Denied by somebody.
    Disputed,
    /// Possible, wished for, not done.
    Unreal,
}

/// A verb with its helpers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Its first token.
    pub from: usize,
    /// The verb that stands first: "expected", or "is" where there is none.
    pub head: usize,
    /// The verb that tells what happens: "visit"; the head where nothing follows it.
    pub content: usize,
    /// A verb of purpose: "gathered to protest".
    pub purpose: Option<usize>,
    /// The token after it.
    pub end: usize,
    pub tense: Tense,
    pub reality: Reality,
    pub negative: bool,
    pub passive: bool,
    /// No verb but "be" or "have".
    pub copula: bool,
    /// "is reading", "was reading".
    pub going_on: bool,
}

/// The verb that begins at a token and is told by itself, if one does.
pub(crate) fn at(sense: &Sense<'_>, at: usize) -> Option<Group> {
    let tag = sense.tag(at);
    if !(tag.aux() || tag == Tag::Finite) || sense.tag(sense.before(at)) == Tag::To {
        return None;
    }
    if matches!(sense.lower(at), "be" | "being" | "been" | "having") {
        return None;
    }
    let mut group = Group {
        from: at,
        head: at,
        content: at,
        purpose: None,
        end: at + 1,
        tense: first_tense(sense, at),
        reality: Reality::Told,
        negative: false,
        passive: false,
        copula: tag != Tag::Finite,
        going_on: false,
    };
    helpers(sense, &mut group);
    group.content = group.head;
    chain(sense, &mut group);
    let named = (group.from..group.end).any(|t| sense.word(t).is_some_and(|w| w.negative));
    group.negative |= named;
    Some(group)
}

fn first_tense(sense: &Sense<'_>, at: usize) -> Tense {
    match sense.lower(at) {
        "had" => Tense::Earlier,
        "has" | "have" | "hasn't" | "haven't" | "hasn’t" | "haven’t" => Tense::Perfect,
        "will" | "shall" | "won't" | "won’t" => Tense::Future,
        "was" | "were" | "did" => Tense::Past,
        _ if sense.tag(at).aux() => Tense::Present,
        _ if sense.forms(at).has(super::grammar::Forms::PAST) => Tense::Past,
        _ => Tense::Present,
    }
}

/// Takes in the helping verbs up to the verb itself.
fn helpers(sense: &Sense<'_>, group: &mut Group) {
    let mut at = group.from;
    let mut last = at;
    let mut been = false;
    loop {
        let tag = sense.tag(at);
        match tag {
            Tag::Will => group.reality = Reality::Planned,
            Tag::Must if sense.lower(at).starts_with("must") => group.reality = Reality::Planned,
            Tag::Must => group.reality = Reality::Unreal,
            Tag::Could
                if sense.lower(at).starts_with("would")
                    && sense.tag(skip(sense, at + 1)) != Tag::Have =>
            {
                group.reality = Reality::Would;
            }
            Tag::Could => group.reality = Reality::Unreal,
            Tag::Be => been = true,
            Tag::Have | Tag::Do => {}
            Tag::To if sense.tag(sense.prior(at)).aux() => {
                group.reality = still_to_come(sense, at, group)
            }
            Tag::Adv | Tag::Not => {
                at += 1;
                continue;
            }
            Tag::Time if verb_follows(sense, at) => {
                at += 1;
                continue;
            }
            _ if tag.verb() && (at == group.from || sense.tag(last) != Tag::Finite) => {
                group.passive = been && tag == Tag::Participle;
                group.going_on = been && tag == Tag::Ing;
                group.copula = false;
                last = at;
                break;
            }
            _ => break,
        }
        last = at;
        at += 1;
        if tag == Tag::Finite {
            break;
        }
    }
    group.head = last;
    group.end = last + 1;
    if group.copula && group.tense != Tense::Present {
        group.tense = copula_tense(sense, group.from);
    }
}

/// "had a base" is past, "has a base" is present; only before another verb are they perfect.
fn copula_tense(sense: &Sense<'_>, from: usize) -> Tense {
    match (sense.lower(from), sense.lower(from + 1)) {
        ("had", "been") => Tense::Earlier,
        ("has" | "have", "been") => Tense::Perfect,
        ("has" | "have", _) => Tense::Present,
        ("will", _) => Tense::Future,
        _ => Tense::Past,
    }
}

/// "is to meet" looks ahead; "had to leave" was done.
fn still_to_come(sense: &Sense<'_>, at: usize, group: &Group) -> Reality {
    match sense.lower(sense.prior(at)) {
        "had" if group.reality == Reality::Told => Reality::Told,
        _ if group.reality == Reality::Unreal => Reality::Unreal,
        _ => Reality::Planned,
    }
}

/// "will on Friday meet".
fn verb_follows(sense: &Sense<'_>, at: usize) -> bool {
    let mut next = at;
    while sense.tag(next) == Tag::Time {
        next += 1;
    }
    sense.tag(next).verb()
}

/// Follows "began to …", "is expected to …", "denied …ing" to the verb that counts.
fn chain(sense: &Sense<'_>, group: &mut Group) {
    for _ in 0..4 {
        let roles = sense.known(group.content).roles;
        let next = skip(sense, group.content + 1);
        let ready = sense.lower(next);
        if group.copula && sense.tag(next + 1) == Tag::To {
            match ready {
                "due" | "ready" | "about" | "poised" | "set" | "bound" => {
                    group.reality = Reality::Planned;
                    take(sense, group, next + 2);
                    continue;
                }
                "likely" | "unlikely" | "unable" | "able" | "reluctant" | "unwilling"
                | "willing" | "keen" | "free" | "eager" => {
                    group.reality = Reality::Unreal;
                    take(sense, group, next + 2);
                    continue;
                }
                _ => {}
            }
        }
        if sense.tag(next) == Tag::To {
            let verb = skip(sense, next + 1);
            let Some(reality) = after_to(group, roles) else {
                group.purpose = Some(last_verb(sense, verb));
                return;
            };
            group.reality = reality;
            take(sense, group, verb);
        } else if sense.tag(next) == Tag::Ing && roles.has(Roles::DENY) {
            group.reality = Reality::Disputed;
            take(sense, group, next);
        } else if sense.tag(next) == Tag::Ing && roles.has(Roles::START) {
            take(sense, group, next);
        } else if made(sense.lower(group.content)) && !group.passive {
            let forced = (group.end..group.end + 9)
                .take_while(|at| !sense.tag(*at).parts())
                .find(|at| sense.tag(*at) == Tag::To);
            let Some(to) = forced else { return };
            let verb = last_verb(sense, skip(sense, to + 1));
            group.purpose = Some(verb);
            return;
        } else {
            return;
        }
    }
}

/// "forced thousands to leave": what somebody was made to do came about.
fn made(verb: &str) -> bool {
    ["force", "oblig", "compel", "help"].iter().any(|stem| verb.starts_with(stem))
}

/// What "to" makes of the verb after it, by the verb before it; nothing for a purpose.
fn after_to(group: &Group, roles: Roles) -> Option<Reality> {
    let unreal = matches!(group.reality, Reality::Unreal | Reality::Would);
    if roles.has(Roles::UNREAL) {
        Some(Reality::Unreal)
    } else if roles.has(Roles::PLAN) {
        Some(if unreal { Reality::Unreal } else { Reality::Planned })
    } else if roles.has(Roles::START) || roles.has(Roles::REPORT) && group.passive {
        Some(group.reality)
    } else {
        None
    }
}

fn skip(sense: &Sense<'_>, mut at: usize) -> usize {
    while matches!(sense.tag(at), Tag::Adv | Tag::Not) {
        at += 1;
    }
    at
}

/// From "be withdrawn" or "have been told" to its last verb.
fn last_verb(sense: &Sense<'_>, mut at: usize) -> usize {
    while sense.tag(at).aux() {
        let next = skip(sense, at + 1);
        if !(sense.tag(next).verb() || sense.tag(next).aux()) {
            break;
        }
        at = next;
    }
    at
}

fn take(sense: &Sense<'_>, group: &mut Group, at: usize) {
    let at = skip(sense, at);
    let verb = last_verb(sense, at);
    let helped = sense.tag(at) == Tag::Be || sense.lower(verb.saturating_sub(1)) == "been";
    group.passive = helped && sense.tag(verb) == Tag::Participle;
    group.copula = sense.tag(verb).aux();
    group.content = verb;
    group.end = verb + 1;
}
