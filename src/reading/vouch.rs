//! Who vouches for what a clause says.

use super::clause::{Clause, Lead};
use super::grammar::Roles;
use super::group::Reality;
use super::tag::{Sense, Tag};

/// Settles who vouches for what: "…, the governor said", "she denied that …".
pub(super) fn attribute(sense: &Sense<'_>, out: &mut [Clause]) {
    let question = sense.lower(sense.tokens.end.saturating_sub(1)) == "?";
    let speaks = |clause: &Clause, role: Roles| {
        clause.group.is_some_and(|g| sense.known(g.head).roles.has(role) && !g.copula)
    };
    for at in 0..out.len() {
        let Some(on) = out.get(at).and_then(|c| c.on).and_then(|on| out.get(on)) else { continue };
        let said = out.get(at).is_some_and(|c| c.lead == Lead::Said);
        let joined = out.get(at).is_some_and(|c| {
            matches!(c.lead, Lead::Joined | Lead::Beside | Lead::Sub | Lead::Relative)
        });
        let vouched =
            said && speaks(on, Roles::REPORT) || joined && on.reported && on.lead == Lead::Said;
        let disputed = said && speaks(on, Roles::DENY) || joined && on.disputed;
        let unreal = said
            && on.group.is_some_and(|g| {
                matches!(
                    sense.lower(g.head),
                    "fear" | "fears" | "feared" | "warn" | "warns" | "warned"
                )
            });
        if let Some(clause) = out.get_mut(at) {
            clause.reported |= vouched;
            clause.disputed |= disputed;
            if unreal && clause.group.is_some_and(|g| g.reality == Reality::Would) {
                clause.lead = Lead::Supposed;
            }
        }
    }
    let inverted = matches!(sense.lower(sense.tokens.start), "had" | "should" | "were");
    if let Some(first) = out.first_mut().filter(|_| inverted) {
        first.lead = Lead::Supposed;
    }
    let last = out.len().saturating_sub(1);
    let tail = last > 0
        && out.get(last).is_some_and(|c| {
            speaks(c, Roles::REPORT)
                && matches!(c.lead, Lead::Main | Lead::Joined)
                && c.opener.is_some_and(|o| matches!(sense.tag(o), Tag::Comma | Tag::Quote))
        });
    // "…, the air force said, and power was cut": what stands before it was said.
    let inner = (1..out.len()).rev().find(|at| {
        out.get(*at).is_some_and(|c| {
            let mut rest = c.group.map_or(0..1, |g| g.end..c.tokens.end);
            let alone = rest.all(|at| sense.tag(at) == Tag::Comma);
            let comma = c.opener.is_some_and(|o| sense.tag(o) == Tag::Comma);
            speaks(c, Roles::REPORT)
                && comma
                && alone
                && matches!(c.lead, Lead::Main | Lead::Joined)
        })
    });
    for clause in out.iter_mut().take(inner.unwrap_or(0)) {
        clause.reported = true;
    }
    for clause in out.iter_mut() {
        clause.reported |= tail;
        if question {
            clause.lead = Lead::Supposed;
        }
    }
}
