//! What a page's head says about it: JSON-LD first (it is meant for machines), then Open Graph,
//! then `meta` names, then what the page shows.

use super::Document;
use scraper::{Html, Selector};
use serde_json::Value;

/// Title, publisher, address and date; no text.
pub(super) fn read(page: &Html) -> Document {
    let ld = JsonLd::collect(page);
    let meta = Meta::collect(page);
    let first = |candidates: &[Option<String>]| {
        let found = candidates.iter().flatten().map(|value| folded(value));
        found.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
    };
    let mut document = Document {
        title: first(&[
            ld.headline.clone(),
            meta.get(&["og:title", "twitter:title", "dc.title"]),
            element_text(page, "h1"),
            element_text(page, "title"),
        ]),
        publisher: first(&[
            ld.publisher.clone(),
            meta.get(&["og:site_name", "publisher", "dc.publisher", "application-name"]),
        ]),
        url: first(&[
            attribute(page, "link[rel=canonical]", "href"),
            meta.get(&["og:url"]),
            ld.url.clone(),
        ]),
        ..Document::default()
    };
    let dates = published(page, &ld, &meta);
    document.date_from(dates.iter().map(|(field, value)| (*field, value.as_str())));
    document
}

/// The fields that say when it was published, most trustworthy first.
fn published(page: &Html, ld: &JsonLd, meta: &Meta) -> Vec<(&'static str, String)> {
    const NAMES: [(&str, &str); 11] = [
        ("article:published_time", "meta `article:published_time`"),
        ("og:article:published_time", "meta `og:article:published_time`"),
        ("datepublished", "meta `datePublished`"),
        ("parsely-pub-date", "meta `parsely-pub-date`"),
        ("dc.date.issued", "meta `dc.date.issued`"),
        ("dcterms.issued", "meta `dcterms.issued`"),
        ("dc.date", "meta `dc.date`"),
        ("citation_publication_date", "meta `citation_publication_date`"),
        ("pubdate", "meta `pubdate`"),
        ("publishdate", "meta `publishdate`"),
        ("date", "meta `date`"),
    ];
    let mut fields = Vec::new();
    fields.extend(ld.published.clone().map(|value| ("JSON-LD `datePublished`", value)));
    for (name, words) in NAMES {
        fields.extend(meta.get(&[name]).map(|value| (words, value)));
    }
    for selector in [
        "[itemprop=datePublished][datetime]",
        "time[pubdate][datetime]",
        "article time[datetime]",
        "time[datetime]",
    ] {
        fields.extend(attribute(page, selector, "datetime").map(|value| ("`time` element", value)));
    }
    fields.extend(
        attribute(page, "[itemprop=datePublished][content]", "content")
            .map(|v| ("`datePublished`", v)),
    );
    fields.retain(|(_, value)| !value.trim().is_empty());
    fields
}

/// `meta` elements by name or property, lower case.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn collect(page: &Html) -> Self {
        let Ok(selector) = Selector::parse("meta[content]") else { return Self(Vec::new()) };
        let named = page.select(&selector).filter_map(|element| {
            let name = ["property", "name", "itemprop"].iter().find_map(|a| element.attr(a))?;
            Some((name.to_ascii_lowercase(), element.attr("content")?.to_owned()))
        });
        Self(named.collect())
    }

    fn get(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            self.0.iter().find(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.clone())
        })
    }
}

fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    page.select(&selector).next()?.attr(name).map(str::to_owned)
}

fn element_text(page: &Html, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    Some(page.select(&selector).next()?.text().collect())
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What schema.org objects in the page say about the article.
#[derive(Default)]
struct JsonLd {
    headline: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
}

impl JsonLd {
    fn collect(page: &Html) -> Self {
        let mut found = Self::default();
        let Ok(selector) = Selector::parse(r#"script[type="application/ld+json"]"#) else {
            return found;
        };
        for script in page.select(&selector) {
            let text: String = script.text().collect();
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                found.walk(&value);
            }
        }
        found
    }

    /// Looks at an object, a list of objects, or those under `@graph`.
    fn walk(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.walk(item)),
            Value::Object(fields) => {
                if is_article(fields.get("@type")) {
                    self.take(value);
                }
                for key in ["@graph", "mainEntity"] {
                    if let Some(inner) = fields.get(key) {
                        self.walk(inner);
                    }
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, article: &Value) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let fill = |slot: &mut Option<String>, value: Option<String>| {
            if slot.is_none() {
                *slot = value;
            }
        };
        let named = |value: &Value| {
            let value = value.get(0).unwrap_or(value);
            text(value).or_else(|| value.get("name").and_then(text))
        };
        fill(&mut self.headline, article.get("headline").and_then(text));
        fill(&mut self.published, article.get("datePublished").and_then(text));
        fill(&mut self.publisher, article.get("publisher").and_then(named));
        let page = article.get("mainEntityOfPage");
        let url = article.get("url").and_then(text);
        fill(
            &mut self.url,
            url.or_else(|| page.and_then(|p| text(p).or_else(|| p.get("@id").and_then(text)))),
        );
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let is = |value: &Value| {
        value.as_str().is_some_and(|name| {
            name.ends_with("Article")
                || matches!(name, "BlogPosting" | "Report" | "LiveBlogPosting" | "WebPage")
        })
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::html;

    fn dated(head: &str) -> Option<(String, String)> {
        let page = format!("<html><head>{head}</head><body><p>x</p></body></html>");
        html::read(&page).unwrap().dated.map(|(span, from)| (span.to_string(), from))
    }

    #[test]
    fn json_ld_comes_first() {
        let page = r#"<head><title>t</title><meta property="og:title" content="OG">
            <meta property="article:published_time" content="2026-01-29T00:00:00Z">
            <script type="application/ld+json">{"@context":"https://schema.org","@graph":[
            {"@type":"WebSite","name":"n"},{"@type":["NewsArticle"],"headline":"A &  visit",
            "datePublished":"2026-01-28T23:30:00+03:00","publisher":{"@type":"Organization","name":"The Example"},
            "mainEntityOfPage":{"@id":"https://example.org/a"}}]}</script></head><body>x</body>"#;
        let document = html::read(page).unwrap();
        assert_eq!(document.title, "A & visit");
        assert_eq!(document.publisher, "The Example");
        assert_eq!(document.url, "https://example.org/a");
        let (span, from) = document.dated.unwrap();
        assert_eq!(span.to_string(), "2026-01-28");
        assert_eq!(from, "JSON-LD `datePublished`");
    }

    #[test]
    fn every_usual_field_dates_a_page() {
        for head in [
            r#"<meta property="article:published_time" content="2026-01-28T10:00:00+00:00">"#,
            r#"<meta name="DC.date.issued" content="2026-01-28">"#,
            r#"<meta name="date" content="January 28, 2026">"#,
            r#"<meta name="pubdate" content="20260128">"#,
            r#"<meta itemprop="datePublished" content="Wed, 28 Jan 2026 10:00:00 GMT">"#,
        ] {
            assert_eq!(dated(head).map(|d| d.0).as_deref(), Some("2026-01-28"), "{head}");
        }
        let page =
            r#"<body><article><time datetime="2026-01-28T10:00">today</time></article></body>"#;
        assert_eq!(html::read(page).unwrap().dated.unwrap().1, "`time` element");
    }

    #[test]
    fn broken_metadata_is_no_date() {
        assert_eq!(dated(r#"<script type="application/ld+json">{"@type":</script>"#), None);
        let (span, _) =
            dated(r#"<meta name="dc.date" content="soon"><meta name="date" content="2026-01-28">"#)
                .unwrap();
        assert_eq!(span, "2026-01-28");
    }
}
