//! Attributions come as pieces of HTML; on the map they are a line of text.

/// Characters of an attribution that are kept.
const MOST: usize = 240;

/// A piece of HTML as one line of text.
pub fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest =
            match (from.starts_with('<'), from.find(if from.starts_with('<') { '>' } else { ';' }))
            {
                (true, Some(end)) => from.get(end + 1..).unwrap_or_default(),
                (true, None) => "",
                (false, Some(end)) if end <= 8 => {
                    out.push_str(entity(from.get(1..end).unwrap_or_default()));
                    from.get(end + 1..).unwrap_or_default()
                }
                (false, _) => {
                    out.push('&');
                    from.get(1..).unwrap_or_default()
                }
            };
    }
    out.push_str(rest);
    let words: Vec<&str> = out.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().take(MOST).collect()
}

fn entity(name: &str) -> &'static str {
    match name {
        "copy" | "#169" | "#xa9" | "#xA9" => "©",
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "#39" | "apos" => "'",
        "nbsp" | "#160" => " ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::*;

    #[test]
    fn links_and_entities_become_text() {
        let html = r#"<a href="https://www.openmaptiles.org/" target="_blank">&copy; OpenMapTiles</a>
            <a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap contributors</a>"#;
        assert_eq!(plain(html), "© OpenMapTiles © OpenStreetMap contributors");
        assert_eq!(plain("Salt & pepper"), "Salt & pepper");
        assert_eq!(plain("cut <a href='"), "cut");
    }

    proptest! {
        #[test]
        fn any_text_is_one_line(text in any::<String>()) {
            let line = plain(&text);
            prop_assert!(line.chars().count() <= super::MOST && !line.contains('\n'));
        }
    }
}
