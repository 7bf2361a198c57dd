use crate::system::bytes::Checksum;
use crate::tiles::TileId;

/// How a service's tiles are addressed: a web address with `{z}`, `{x}` and `{y}` in it, or `{-y}`
/// where rows are counted from the south.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
    host: String,
}

/// Why a text is no template; one line with the way out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It is no web address.
    #[error("An address of tiles begins with https:// or http://, then the name of a server.")]
    NoAddress,
    /// A part is missing.
    #[error("The address lacks {0}: write it as https://example.org/{{z}}/{{x}}/{{y}}.png.")]
    Lacks(&'static str),
    /// There is something in braces that is not known.
    #[error(
        "{0} is not filled in: leave it out, or write what stands there, such as one server's name for {{s}}."
    )]
    Strange(String),
}

impl Template {
    /// OpenStreetMap's standard tiles.
    pub const OPENSTREETMAP: &str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";

    /// From a text.
    ///
    /// # Errors
    /// When it is no web address, or `{z}`, `{x}` or `{y}` is missing.
    pub fn new(text: &str) -> Result<Self, TemplateError> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let scheme = ["https://", "http://"].into_iter().find(|scheme| lower.starts_with(scheme));
        let rest = scheme.and_then(|scheme| text.get(scheme.len()..));
        let rest = rest.ok_or(TemplateError::NoAddress)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // What stands before an @ would be a name and password.
        let host = host.rsplit('@').next().unwrap_or_default();
        let odd =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '{' | '}' | '"' | '<');
        if host.is_empty() || host.contains(odd) || text.contains(|c: char| c.is_whitespace()) {
            return Err(TemplateError::NoAddress);
        }
        for (part, other) in [("{z}", "{z}"), ("{x}", "{x}"), ("{y}", "{-y}")] {
            if !text.contains(part) && !text.contains(other) {
                return Err(TemplateError::Lacks(part));
            }
        }
        let mut left = text.to_owned();
        for known in ["{z}", "{x}", "{y}", "{-y}"] {
            left = left.replace(known, "");
        }
        if let Some(at) = left.find('{') {
            let strange: String = left.chars().skip(at).take(24).collect();
            let end = strange.find('}').map_or(strange.len(), |end| end + 1);
            return Err(TemplateError::Strange(strange.get(..end).unwrap_or(&strange).to_owned()));
        }
        Ok(Self { text: text.to_owned(), host: host.to_owned() })
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The server's name, with its port where it has one.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether what is sent is encrypted.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
    }

    /// Whether the server runs on this machine.
    pub(super) fn is_here(&self) -> bool {
        let name = self.host.split(':').next().unwrap_or_default();
        name.eq_ignore_ascii_case("localhost") || name.starts_with("127.")
    }

    /// The address of a tile.
    #[must_use]
    pub fn address(&self, id: TileId) -> String {
        self.text
            .replace("{z}", &id.zoom().to_string())
            .replace("{x}", &id.x().to_string())
            .replace("{y}", &id.y().to_string())
            .replace("{-y}", &id.y_from_south().to_string())
    }

    /// A number for the service, for names of folders.
    pub(super) fn key(&self) -> u64 {
        Checksum::of(self.text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_filled_in() {
        let id = TileId::new(3, 4, 2).unwrap();
        let osm = Template::new(Template::OPENSTREETMAP).unwrap();
        assert_eq!(osm.address(id), "https://tile.openstreetmap.org/3/4/2.png");
        assert_eq!((osm.host(), osm.is_secure()), ("tile.openstreetmap.org", true));
        let tms = Template::new(" HTTP://user:word@127.0.0.1:80/t?z={z}&x={x}&y={-y} ").unwrap();
        assert_eq!(tms.address(id), "HTTP://user:word@127.0.0.1:80/t?z=3&x=4&y=5");
        assert_eq!((tms.host(), tms.is_secure()), ("127.0.0.1:80", false));
    }

    #[test]
    fn what_is_wrong_is_said_with_the_way_out() {
        let wrong = |text: &str| Template::new(text).unwrap_err().to_string();
        assert!(wrong("ftp://a/{z}/{x}/{y}").contains("https://"));
        assert!(wrong("https:///{z}/{x}/{y}").contains("server"));
        assert!(wrong("https://a.org/{z}/{x}.png").contains("{y}"));
        assert!(wrong("https://{s}.tile.org/{z}/{x}/{y}.png").contains("https://"));
        assert!(wrong("https://a.org/{s}/{z}/{x}/{y}{r}.png").contains("{s}"));
        assert!(wrong("").contains("https://"));
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in any::<String>()) {
            let _ = Template::new(&text);
            let _ = Template::new(&format!("https://{text}/{{z}}/{{x}}/{{y}}{text}"));
        }
    }
}
