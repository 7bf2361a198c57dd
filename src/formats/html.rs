//! HTML pages of news: headline, date, publisher, address, and the visible text of the article.
//!
//! What is in the head is read by `html_meta`; the text is that of `article` or `main` where there
//! is one, of the body otherwise, without scripts, navigation, forms and what is hidden. Paragraphs
//! are parted by an empty line. Not supported: frames, text that a script would draw, style sheets.

use super::{Document, html_meta};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

/// Tags nested deeper than this are refused: no page needs them, and parsing would take quadratic
/// time. Browsers stop nesting at 512; sloppy pages leave more open than that.
const DEEPEST: usize = 2_000;

/// Why a page is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HtmlError {
    /// It nests too deeply.
    #[error("its tags nest deeper than {DEEPEST}; save the page as plain text and open that")]
    TooDeep,
}

/// Reads a page.
///
/// # Errors
/// When its tags nest too deeply to be parsed in reasonable time.
pub fn read(text: &str) -> Result<Document, HtmlError> {
    if nesting(text) > DEEPEST {
        return Err(HtmlError::TooDeep);
    }
    let page = Html::parse_document(text);
    let mut document = html_meta::read(&page);
    document.text = article(&page).map(visible_text).unwrap_or_default();
    Ok(document)
}

/// Elements that never hold others, and those whose end tag may be left out.
const UNCLOSED: [&str; 28] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option",
    "path", "html", "body",
];

/// The deepest that tags can nest, from their names alone.
fn nesting(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for at in memchr::memchr_iter(b'<', bytes) {
        let Some(rest) = text.get(at + 1..) else { continue };
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        let end = rest.bytes().take(16).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(0);
        let name = rest.get(..end).unwrap_or_default().to_ascii_lowercase();
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) && !UNCLOSED.contains(&name.as_str())
        {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// The element that holds the article: the longest of the usual ones, the body where there is none.
fn article(page: &Html) -> Option<ElementRef<'_>> {
    let length = |element: &ElementRef<'_>| visible_text(*element).len();
    for wanted in ["[itemprop=articleBody]", "article", "main, [role=main]"] {
        let Ok(selector) = Selector::parse(wanted) else { continue };
        let longest = page.select(&selector).take(MOST_ARTICLES).max_by_key(length);
        if let Some(element) = longest.filter(|element| length(element) >= SHORTEST_ARTICLE_BYTES) {
            return Some(element);
        }
    }
    page.select(&Selector::parse("body").ok()?).next()
}

/// Pages that list teasers hold many `article` elements; so many are looked at.
const MOST_ARTICLES: usize = 64;

/// Shorter ones are teasers or captions: then the page's own text is better.
const SHORTEST_ARTICLE_BYTES: usize = 120;

/// Elements whose content no reader sees, or that hold the site rather than the article.
const SKIPPED: [&str; 22] = [
    "script", "style", "noscript", "template", "nav", "aside", "form", "button", "select",
    "textarea", "iframe", "object", "svg", "canvas", "audio", "video", "dialog", "menu", "head",
    "footer", "math", "map",
];

const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "figure",
    "figcaption",
    "table",
    "pre",
    "hr",
    "header",
    "address",
    "body",
    "details",
];

const LINES: [&str; 6] = ["br", "li", "tr", "dt", "dd", "summary"];

fn is_skipped(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or_default();
    SKIPPED.contains(&element.name())
        || element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || style.replace(' ', "").contains("display:none")
        || matches!(element.attr("role"), Some("navigation" | "search" | "complementary"))
}

/// The text that a reader sees, in order. Walks without recursion: pages may nest deeply.
fn visible_text(root: ElementRef<'_>) -> String {
    let mut out = Flow::default();
    let root = *root;
    let mut node = root;
    loop {
        let skipped = match node.value() {
            Node::Text(words) => {
                out.words(words);
                false
            }
            Node::Element(element) => {
                let skipped = node.id() != root.id() && is_skipped(element);
                if !skipped {
                    out.edge(element.name());
                }
                skipped
            }
            _ => false,
        };
        if !skipped && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node.id() == root.id() {
                return out.text;
            }
            if let Some(element) = node.value().as_element().filter(|e| e.name() != "br") {
                out.edge(element.name());
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return out.text,
            }
        }
    }
}

/// Text as it flows: white space folded, one empty line between blocks.
#[derive(Default)]
struct Flow {
    text: String,
    gap: Gap,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Block,
}

impl Flow {
    fn edge(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.gap = self.gap.max(Gap::Block);
        } else if LINES.contains(&name) {
            self.gap = self.gap.max(Gap::Line);
        } else if matches!(name, "td" | "th") {
            self.gap = self.gap.max(Gap::Space);
        }
    }

    fn words(&mut self, words: &str) {
        // A no-break space keeps words together on a line; for reading it is a space like others.
        let is_space = |c: char| c.is_whitespace();
        if words.starts_with(is_space) {
            self.gap = self.gap.max(Gap::Space);
        }
        for word in words.split(is_space).filter(|word| !word.is_empty()) {
            if !self.text.is_empty() {
                self.text.push_str(match self.gap {
                    Gap::None => "",
                    Gap::Space => " ",
                    Gap::Line => "\n",
                    Gap::Block => "\n\n",
                });
            }
            self.text.extend(word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}')));
            self.gap = Gap::Space;
        }
        if !words.is_empty() && !words.ends_with(is_space) && self.gap == Gap::Space {
            self.gap = Gap::None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Visit - The Example</title>
        <style>p { color: red }</style><script>var x = "Paris";</script></head>
        <body><nav><a href="/">Home</a> Berlin</nav>
        <article><header><h1>A   visit</h1></header>
        <p>The minister went to <b>Homs</b>, then to
        Ha<wbr>ma.<br>Later he&nbsp;left.</p><aside>Read also: Rome</aside>
        <ul><li>One</li><li>Two</li></ul>
        <p hidden>Secret</p><div style="display: none">Gone</div>
        <figure><figcaption>A caption that makes this long enough to be an article, with words enough for it.</figcaption></figure>
        </article><footer>Imprint London</footer></body></html>"#;

    #[test]
    fn keeps_the_article_and_nothing_else() {
        let text = read(PAGE).unwrap().text;
        assert_eq!(
            text,
            "A visit\n\nThe minister went to Homs, then to Hama.\nLater he left.\n\nOne\nTwo\n\nA caption that makes this long enough to be an article, with words enough for it."
        );
    }

    #[test]
    fn a_page_without_article_gives_its_body() {
        assert_eq!(read("<p>In <i>Homs</i>.<p>In Hama.").unwrap().text, "In Homs.\n\nIn Hama.");
        assert_eq!(read("").unwrap().text, "");
        assert_eq!(
            read("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>").unwrap().text,
            "a b\nc"
        );
    }

    #[test]
    fn deep_pages_are_refused_before_parsing() {
        assert_eq!(read(&"<div>".repeat(100_000)), Err(HtmlError::TooDeep));
        let many = "<p><b>x</b><br><img>".repeat(5_000);
        assert!(read(&many).unwrap().text.len() > 5_000);
        assert!(read(&"<".repeat(100_000)).is_ok());
        assert!(read(&"<div><p>".repeat(1_500)).is_ok());
    }
}
