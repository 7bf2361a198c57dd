//! Words spelt nearly as they were typed.

use std::collections::HashMap;

/// The words of a dataset, each once, with how often it comes.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    words: Vec<(Box<str>, u32)>,
}

/// Words kept, at most; rarer ones are left out.
const MOST: usize = 200_000;

impl Vocabulary {
    /// The words of lines.
    pub fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        // Short words have too many neighbours to guess among, and numbers are what they are.
        let kept = |word: &&str| {
            word.chars().count() >= 4 && !word.bytes().any(|byte| byte.is_ascii_digit())
        };
        for word in words.filter(kept) {
            let count = counts.entry(word).or_default();
            *count = count.saturating_add(1);
        }
        let mut words: Vec<(Box<str>, u32)> =
            counts.into_iter().map(|(word, count)| (Box::from(word), count)).collect();
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        words.truncate(MOST);
        Self { words }
    }

    /// The word that is nearest to another: one edit away, or two for words of eight letters and
    /// more; of several the most frequent. Nothing where none is.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let letters: Vec<char> = word.chars().collect();
        let allowed = match letters.len() {
            0..=3 => return None,
            4..=7 => 1,
            _ => 2,
        };
        let mut best: Option<(usize, &str)> = None;
        for (own, _) in &self.words {
            let most = best.map_or(allowed, |(distance, _)| distance.saturating_sub(1));
            if own.len().abs_diff(word.len()) > most * 4 {
                continue;
            }
            if let Some(distance) = distance(&letters, own, most).filter(|d| *d > 0) {
                best = Some((distance, own));
                if distance == 1 {
                    break;
                }
            }
        }
        best.map(|(_, word)| word)
    }
}

/// How many edits two words are apart, neighbours swapped counting as one; nothing for more than
/// `most`.
fn distance(letters: &[char], other: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if letters.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in letters.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, j) + usize::from(a != b);
            let mut least = replaced.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped =
                i > 0 && j > 0 && letters.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        if row.iter().min().is_none_or(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_leads_to_the_word_that_was_meant() {
        let words =
            Vocabulary::of("qamishli withdrawal hasakah hasakah hasakas talk 2026".split(' '));
        assert_eq!(words.nearest("qamihsli"), Some("qamishli"));
        assert_eq!(words.nearest("withdrwaals"), Some("withdrawal"));
        assert_eq!(words.nearest("hasakax"), Some("hasakah"), "the more frequent one");
        assert_eq!(words.nearest("talks"), Some("talk"));
        assert_eq!(words.nearest("moscow"), None);
        assert_eq!(words.nearest("2025"), None, "numbers are what they are");
    }

    #[test]
    fn distances_are_those_of_hand_counts() {
        let d = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), b, 9);
        assert_eq!(d("kitten", "sitting"), Some(3));
        assert_eq!(d("abcd", "abdc"), Some(1));
        assert_eq!(d("", "abc"), Some(3));
        assert_eq!(d("حلب", "حلبا"), Some(1));
    }
}
