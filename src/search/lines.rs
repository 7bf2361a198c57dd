use super::needle::{Fit, Needle};
use crate::gazetteer::fold;
use crate::task::{Cancelled, Task};
use memchr::memmem;

/// Lines between two looks at whether to stop.
const STRIDE: usize = 4_096;

/// Folded lines of text, each of somebody: the names of a place, the titles of an event. They lie in
/// one piece, so that looking for a word goes at the speed of memory.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    text: String,
    /// Where each line ends, and whose it is.
    ends: Vec<u32>,
    owners: Vec<u32>,
}

impl Lines {
    /// Adds a line. Lines of one owner must follow each other. What would make more than 4 GB is
    /// left out.
    pub fn push(&mut self, owner: u32, line: &str) {
        let before = self.text.len();
        self.text.push_str(&fold(line));
        match u32::try_from(self.text.len()) {
            Ok(end) => {
                self.text.push('\n');
                self.ends.push(end);
                self.owners.push(owner);
            }
            Err(_) => self.text.truncate(before),
        }
    }

    /// How many bytes of folded text there are.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The owners of lines that have every word of a needle, each once, with how well their best
    /// line fits; in the order in which they were added.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn find(&self, needle: &Needle, task: &Task) -> Result<Vec<(u32, Fit)>, Cancelled> {
        let mut found: Vec<(u32, Fit)> = Vec::new();
        let Some(longest) = needle.words().first() else { return Ok(found) };
        let finder = memmem::Finder::new(longest);
        let bytes = self.text.as_bytes();
        let (mut from, mut looked) = (0, 0);
        while let Some(hit) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + hit;
            let line = self.ends.partition_point(|end| (*end as usize) < at);
            let Some((text, owner)) = self.line(line) else { break };
            if let Some(fit) = needle.fit(text) {
                match found.last_mut() {
                    Some((last, best)) if *last == owner => *best = fit.min(*best),
                    _ => found.push((owner, fit)),
                }
            }
            from = self.ends.get(line).map_or(bytes.len(), |end| *end as usize + 1);
            looked += 1;
            if looked % STRIDE == 0 {
                task.check()?;
            }
        }
        Ok(found)
    }

    /// Whether any line has a word.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        memmem::find(self.text.as_bytes(), word.as_bytes()).is_some()
    }

    /// All words, some of them often.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split([' ', '\n']).filter(|word| !word.is_empty())
    }

    fn line(&self, line: usize) -> Option<(&str, u32)> {
        let begin = match line.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize + 1,
            None => 0,
        };
        let end = *self.ends.get(line)? as usize;
        Some((self.text.get(begin..end)?, *self.owners.get(line)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_line_is_found_as_by_looking_at_each(
            lines in prop::collection::vec("[aābB Ç-]{0,8}", 0..30),
            typed in "[aābB ]{1,4}",
        ) {
            let mut all = Lines::default();
            for (at, line) in lines.iter().enumerate() {
                all.push(at as u32 / 2, line);
            }
            if let Some(needle) = Needle::new(&typed) {
                let mut expected: Vec<(u32, Fit)> = Vec::new();
                for (at, line) in lines.iter().enumerate() {
                    let Some(fit) = needle.fit(&fold(line)) else { continue };
                    let owner = at as u32 / 2;
                    match expected.iter_mut().find(|(known, _)| *known == owner) {
                        Some((_, best)) => *best = fit.min(*best),
                        None => expected.push((owner, fit)),
                    }
                }
                prop_assert_eq!(all.find(&needle, &Task::new()).unwrap(), expected);
            }
        }
    }

    #[test]
    fn looking_stops_when_it_is_asked_to() {
        let mut all = Lines::default();
        for owner in 0..10_000 {
            all.push(owner, "the same line");
        }
        let task = Task::new();
        task.cancel();
        assert!(all.find(&Needle::new("same").unwrap(), &task).is_err());
    }
}
