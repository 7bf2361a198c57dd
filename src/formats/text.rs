//! Plain text and Markdown.
//!
//! Plain text is kept as it is. Markdown loses its front matter, which gives title, date, publisher
//! and address, and its markup where that would stand between words: what is kept reads as running
//! text. Not supported: nested values in the front matter, reference links, tables as tables.

use super::Document;

/// Plain text: the text is the document. A front matter is understood here too.
#[must_use]
pub fn plain(text: &str) -> Document {
    let (mut document, body) = with_front_matter(text);
    body.clone_into(&mut document.text);
    document
}

/// Markdown: front matter, first heading as title, and readable text.
#[must_use]
pub fn markdown(text: &str) -> Document {
    let (mut document, body) = with_front_matter(text);
    document.text = readable(body);
    if document.title.is_empty() {
        let heading = body.lines().find_map(|line| line.strip_prefix("# "));
        document.title =
            heading.map(|h| inline(h.trim().trim_end_matches('#').trim())).unwrap_or_default();
    }
    document
}

/// Longest front matter looked for, in lines.
const FRONT_MATTER_LINES: usize = 200;

fn with_front_matter(text: &str) -> (Document, &str) {
    let mut document = Document::default();
    let Some((fields, body)) = front_matter(text) else { return (document, text) };
    let get = |keys: &[&str]| {
        keys.iter().find_map(|key| {
            fields.iter().find(|(k, v)| k == key && !v.is_empty()).map(|(_, v)| v.clone())
        })
    };
    document.title = get(&["title", "headline"]).unwrap_or_default();
    document.publisher =
        get(&["publisher", "source", "publication", "outlet", "site"]).unwrap_or_default();
    document.url =
        get(&["url", "canonical_url", "canonical", "link", "source_url"]).unwrap_or_default();
    let dates: Vec<(&'static str, String)> = [
        ("date", "front matter `date`"),
        ("published", "front matter `published`"),
        ("publish_date", "front matter `publish_date`"),
        ("date_published", "front matter `date_published`"),
        ("pubdate", "front matter `pubdate`"),
    ]
    .into_iter()
    .filter_map(|(key, words)| get(&[key]).map(|value| (words, value)))
    .collect();
    document.date_from(dates.iter().map(|(words, value)| (*words, value.as_str())));
    (document, body)
}

/// The `key: value` lines between `---` lines (or `key = value` between `+++`), and what follows.
fn front_matter(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let first = text.lines().next()?.trim_end();
    let (fence, separator) = match first {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return None,
    };
    let mut fields = Vec::new();
    let mut at = text.find('\n')? + 1;
    for line in text.get(at..)?.split_inclusive('\n').take(FRONT_MATTER_LINES) {
        at += line.len();
        let line = line.trim_end();
        if line == fence || (fence == "---" && line == "...") {
            let body = text.get(at..)?;
            return Some((fields, body.trim_start_matches(['\r', '\n'])));
        }
        if let Some((key, value)) = line.split_once(separator)
            && !line.starts_with([' ', '\t', '#', '-'])
        {
            let value = value.trim();
            let value = ['"', '\'']
                .iter()
                .find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q))
                .unwrap_or(value);
            let key = key.trim().to_ascii_lowercase().replace(['-', ' '], "_");
            fields.push((key, value.to_owned()));
        }
    }
    None
}

/// Markdown without its marks: fences and rules go, headings and lists keep their words.
fn readable(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") || is_rule(trimmed) {
            out.push('\n');
            continue;
        }
        let words = trimmed.trim_start_matches('>').trim_start();
        let heading = words.trim_start_matches('#');
        let depth = words.len() - heading.len();
        let words = if (1..=6).contains(&depth) && heading.starts_with(' ') {
            heading.trim().trim_end_matches('#').trim_end()
        } else {
            ["- ", "* ", "+ "].iter().find_map(|mark| words.strip_prefix(mark)).unwrap_or(words)
        };
        out.push_str(&inline(words));
        out.push('\n');
    }
    out
}

fn is_rule(line: &str) -> bool {
    let marks: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    marks.len() >= 3 && ['-', '*', '_', '='].iter().any(|mark| marks.chars().all(|c| c == *mark))
}

/// Links become their words, images go, runs of `*` and `` ` `` go.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['[', '!', '*', '`', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let image = from.starts_with("![");
        if (image || from.starts_with('['))
            && let Some((words, after)) = link(from.strip_prefix('!').unwrap_or(from))
        {
            if !image {
                out.push_str(&words.replace(['*', '`'], ""));
            }
            rest = after;
        } else {
            let mut chars = from.chars();
            match chars.next() {
                Some('\\') => out.extend(chars.next()),
                Some(mark @ ('[' | '!')) => out.push(mark),
                _ => {}
            }
            rest = chars.as_str();
        }
    }
    out.push_str(rest);
    out
}

/// Longest link looked for, in bytes: keeps a line of brackets linear.
const LINK_BYTES: usize = 4_096;

/// `[words](address)` at the start: the words and what follows.
fn link(from: &str) -> Option<(&str, &str)> {
    let mut end = from.len().min(LINK_BYTES);
    while !from.is_char_boundary(end) {
        end -= 1;
    }
    let near = from.get(..end)?;
    let middle = near.find("](")?;
    let words = near.get(1..middle)?;
    if words.contains('[') {
        return None;
    }
    let close = near.get(middle..)?.find(')')? + middle;
    Some((words, from.get(close + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_gives_what_the_text_does_not() {
        let document = markdown(
            "---\ntitle: \"A visit\"\ndate: 2026-01-28T09:00:00+03:00\nsource: The Example\nurl: https://example.org/a\ntags:\n  - x\n---\n\n# Heading\n\nThe *minister* went to [Homs](https://example.org/homs) and\nHama.\n",
        );
        assert_eq!(document.title, "A visit");
        assert_eq!(document.publisher, "The Example");
        assert_eq!(document.url, "https://example.org/a");
        let (span, from) = document.dated.unwrap();
        assert!(span.to_string().starts_with("2026-01-28"));
        assert_eq!(from, "front matter `date`");
        assert_eq!(document.text, "Heading\n\nThe minister went to Homs and\nHama.\n");
    }

    #[test]
    fn a_date_that_cannot_be_told_is_noted_not_guessed() {
        let document = plain("---\ndate: 3/4/2025\n---\nText");
        assert_eq!(document.dated, None);
        assert_eq!(document.notes.len(), 1);
        assert!(document.notes[0].contains("3/4/2025"));
    }

    #[test]
    fn plain_text_is_kept_as_it_is() {
        for text in ["", "---", "---\n", "---\nno end", "a\r\nb", "* stars *", "\u{feff}x"] {
            assert_eq!(plain(text).text, text);
        }
    }

    #[test]
    fn marks_without_partners_stay_readable() {
        assert_eq!(inline("a [b] c"), "a [b] c");
        assert_eq!(inline("![flag](f.png) Homs"), " Homs");
        assert_eq!(inline("wow! **bold** `code` \\*"), "wow! bold code *");
        let brackets = "[".repeat(100_000);
        assert_eq!(inline(&brackets), brackets);
    }
}
