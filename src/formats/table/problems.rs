//! What was wrong with the rows of a table, in bounded memory.

use super::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

/// Problems that are kept with their lines; of the rest it is counted how often each occurred.
pub const PROBLEMS_KEPT: usize = 100_000;

/// Kinds of problems that are counted apart beyond those that are kept.
const KINDS: usize = 1_000;

/// Problems in the order of their lines, the first [`PROBLEMS_KEPT`] with line and words, the rest
/// counted by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    kept: Vec<Problem>,
    more: BTreeMap<String, u64>,
}

impl Problems {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.kept.len() as u64 + self.more.values().sum::<u64>()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.more.is_empty()
    }

    /// Those that are kept with their lines, in the order of lines.
    #[must_use]
    pub fn kept(&self) -> &[Problem] {
        &self.kept
    }

    /// The kinds of those that came after, and how many of each.
    pub fn more(&self) -> impl Iterator<Item = (&str, u64)> {
        self.more.iter().map(|(kind, count)| (kind.as_str(), *count))
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        if self.kept.len() < PROBLEMS_KEPT {
            self.kept.push(problem);
        } else {
            self.count(kind(&problem.message), 1);
        }
    }

    fn count(&mut self, kind: String, count: u64) {
        let known = self.more.len() < KINDS || self.more.contains_key(&kind);
        let kind = if known { kind } else { "of other kinds".to_owned() };
        *self.more.entry(kind).or_default() += count;
    }

    /// Adds those of later rows, whose lines count from `lines` lines further on.
    pub(super) fn append(&mut self, later: Self, lines: usize) {
        for problem in later.kept {
            self.push(Problem { line: problem.line + lines, ..problem });
        }
        for (kind, count) in later.more {
            self.count(kind, count);
        }
    }

    /// Gives up the lines: earlier rows have enough problems.
    pub(super) fn only_count(&mut self) {
        for problem in std::mem::take(&mut self.kept) {
            self.count(kind(&problem.message), 1);
        }
    }

    /// Writes them as lines of text, each with the file's name and its line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, mut out: impl io::Write) -> io::Result<()> {
        for Problem { line, message } in &self.kept {
            writeln!(out, "{name}:{line}: {message}")?;
        }
        for line in self.summary() {
            writeln!(out, "{name}: {line}")?;
        }
        Ok(())
    }

    /// Lines that say how many there are beyond those kept, kind by kind.
    pub fn summary(&self) -> impl Iterator<Item = String> {
        self.more().map(|(kind, count)| {
            format!("after line {}, {count} times: {kind}", self.kept.last().map_or(0, |p| p.line))
        })
    }
}

/// What problems of one kind share: the message without what it quotes and without its numbers.
fn kind(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    for (number, part) in message.split('`').enumerate() {
        if number % 2 == 1 {
            out.push_str("`…`");
            continue;
        }
        let mut in_number = false;
        for c in part.chars() {
            let figure = c.is_ascii_digit() || (in_number && c == '.');
            if !figure {
                out.push(c);
            } else if !in_number {
                out.push('…');
            }
            in_number = figure;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(line: usize, message: &str) -> Problem {
        Problem { line, message: message.to_owned() }
    }

    #[test]
    fn the_first_are_kept_and_the_rest_counted_by_kind() {
        let mut problems = Problems::default();
        for line in 0..PROBLEMS_KEPT + 5 {
            problems.push(problem(line, &format!("latitude {line}.5 is not a number: unplaced")));
        }
        problems.push(problem(7, "`soon` is no date: undated"));
        assert_eq!(problems.kept().len(), PROBLEMS_KEPT);
        let more: Vec<(&str, u64)> = problems.more().collect();
        assert_eq!(
            more,
            [("`…` is no date: undated", 1), ("latitude … is not a number: unplaced", 5)]
        );
        assert_eq!(problems.len(), PROBLEMS_KEPT as u64 + 6);
        let mut out = Vec::new();
        problems.write("a.csv", &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), PROBLEMS_KEPT + 2);
        assert!(text.starts_with("a.csv:0: latitude 0.5 is"));
        assert!(
            text.ends_with("after line 99999, 5 times: latitude … is not a number: unplaced\n")
        );
    }

    #[test]
    fn kinds_are_bounded() {
        let mut problems = Problems::default();
        for line in 0..KINDS * 2 {
            problems.count(format!("kind {}", "x".repeat(line)), 1);
        }
        assert_eq!(problems.more().count(), KINDS + 1);
        assert_eq!(problems.len(), KINDS as u64 * 2);
    }

    #[test]
    fn later_rows_come_behind_with_their_own_lines() {
        let (mut first, mut later) = (Problems::default(), Problems::default());
        first.push(problem(2, "a"));
        later.push(problem(1, "b"));
        first.append(later, 10);
        let lines: Vec<usize> = first.kept().iter().map(|p| p.line).collect();
        assert_eq!(lines, [2, 11]);
    }
}
