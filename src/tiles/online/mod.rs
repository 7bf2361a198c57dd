//! Raster tiles of an online service, only where the user turned it on.
//!
//! What the tile usage policy of OpenStreetMap asks of programs is kept for every service
//! (<https://operations.osmfoundation.org/policies/tiles/>): the program names itself, asks at most
//! two things at a time and nothing ahead of what is looked at, and keeps what it got on disk for at
//! least as long as the service says, or seven days.

mod backoff;
mod disk;
mod freshness;
mod template;
#[cfg(test)]
mod tests;

pub use disk::{CACHE_BYTES, Cache};
pub use template::{Template, TemplateError};

use super::{About, Content, Problem, TileError, TileId, TileSource};
use backoff::Backoff;
use disk::Stored;
use freshness::{fresh_until, now_s};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::http::{HeaderMap, StatusCode, header};

/// Requests at a time.
pub const CONNECTIONS: usize = 2;
/// The deepest zoom that is asked for: that of OpenStreetMap's standard tiles.
const DEEPEST_ZOOM: u8 = 19;
/// Time for one tile, from looking up the name to its last byte.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes that a tile may have.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// The network counts as used for so long after an answer, so that its sign can be seen.
const AFTERGLOW: Duration = Duration::from_millis(900);

/// An online service.
#[derive(Debug)]
pub struct Online {
    template: Template,
    about: About,
    agent: Agent,
    cache: Cache,
    traffic: Arc<Traffic>,
}

/// What passes between here and the service.
#[derive(Debug, Default)]
pub struct Traffic {
    in_flight: AtomicUsize,
    last: Mutex<Option<Instant>>,
    backoff: Mutex<Backoff>,
}

impl Traffic {
    /// Whether something is being sent or was a moment ago.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        self.in_flight.load(Ordering::Relaxed) > 0
            || last.is_some_and(|at| at.elapsed() < AFTERGLOW)
    }
}

/// A request under way; it counts until it is dropped.
struct Passing<'a>(&'a Traffic);

impl<'a> Passing<'a> {
    fn begin(traffic: &'a Traffic) -> Self {
        traffic.in_flight.fetch_add(1, Ordering::Relaxed);
        Self(traffic)
    }
}

impl Drop for Passing<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

/// What a service answered.
enum Answer {
    Picture(Stored),
    Unchanged(HeaderMap),
    Nothing,
}

impl Online {
    /// A service by the template of its addresses; nothing is sent before a tile is asked for.
    #[must_use]
    pub fn new(template: Template, attribution: String, cache: Cache) -> Self {
        let mut config = Agent::config_builder();
        if template.is_here() {
            // A proxy of the surroundings is for what lies beyond this machine.
            config = config.proxy(None);
        }
        let config = config
            .user_agent(user_agent())
            .timeout_global(Some(PATIENCE))
            .max_redirects(3)
            .https_only(template.is_secure())
            .http_status_as_error(false)
            .max_idle_connections_per_host(CONNECTIONS)
            .build();
        let about = About {
            name: template.host().to_owned(),
            content: Content::Raster,
            zooms: 0..=DEEPEST_ZOOM,
            bounds: None,
            attribution,
        };
        Self { template, about, agent: config.new_agent(), cache, traffic: Arc::default() }
    }

    /// What passes between here and the service.
    #[must_use]
    pub fn traffic(&self) -> Arc<Traffic> {
        Arc::clone(&self.traffic)
    }

    /// Asks the service; `old` is what was kept of the tile before.
    fn ask(&self, id: TileId, old: Option<&Stored>) -> Result<Answer, (String, Option<Duration>)> {
        let _passing = Passing::begin(&self.traffic);
        let mut request = self.agent.get(self.template.address(id));
        if let Some(old) = old {
            if !old.etag.is_empty() {
                request = request.header(header::IF_NONE_MATCH, &old.etag);
            }
            if !old.modified.is_empty() {
                request = request.header(header::IF_MODIFIED_SINCE, &old.modified);
            }
        }
        let mut answer = request.call().map_err(|why| (in_words(&why), None))?;
        let headers = answer.headers().clone();
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED => return Ok(Answer::Unchanged(headers)),
            StatusCode::NOT_FOUND | StatusCode::NO_CONTENT | StatusCode::GONE => {
                return Ok(Answer::Nothing);
            }
            refused => {
                let wait = freshness::retry_after(&headers);
                return Err((format!("it answered {refused}"), wait));
            }
        }
        let body = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let body = body.map_err(|why| (in_words(&why), None))?;
        if !is_picture(&body) {
            return Err(("what it sent is no picture".to_owned(), None));
        }
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        Ok(Answer::Picture(Stored {
            fresh_until_s: fresh_until(&headers, now_s()),
            etag: text(header::ETAG).to_owned(),
            modified: text(header::LAST_MODIFIED).to_owned(),
            keep: !freshness::forbids_keeping(&headers),
            body,
        }))
    }

    fn fetch(&self, id: TileId, old: Option<Stored>) -> Result<Option<Vec<u8>>, TileError> {
        let lock = || self.traffic.backoff.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = lock().waiting();
        let failed = match waiting {
            Some((wait, what)) => (what, wait),
            None => match self.ask(id, old.as_ref()) {
                Ok(answer) => {
                    lock().worked();
                    return Ok(self.take(id, answer, old));
                }
                Err((what, asked)) => {
                    let wait = lock().failed(&what, asked);
                    (what, wait)
                }
            },
        };
        // A stale tile is better than none.
        if let Some(old) = old {
            return Ok(Some(old.body));
        }
        let (what, wait) = failed;
        Err(TileError::new(&self.about.name, Problem::Network { what, wait }))
    }

    fn take(&self, id: TileId, answer: Answer, old: Option<Stored>) -> Option<Vec<u8>> {
        let place = self.template.key();
        match answer {
            Answer::Picture(tile) => {
                if tile.keep {
                    self.cache.keep(place, id, &tile);
                }
                Some(tile.body)
            }
            Answer::Unchanged(headers) => {
                let tile = Stored { fresh_until_s: fresh_until(&headers, now_s()), ..old? };
                self.cache.keep(place, id, &tile);
                Some(tile.body)
            }
            Answer::Nothing => None,
        }
    }
}

impl TileSource for Online {
    fn about(&self) -> &About {
        &self.about
    }

    fn tile(&self, id: TileId) -> Result<Option<Vec<u8>>, TileError> {
        let old = self.cache.find(self.template.key(), id);
        match old {
            Some(tile) if tile.fresh_until_s > now_s() => Ok(Some(tile.body)),
            old => self.fetch(id, old),
        }
    }
}

/// What the program calls itself towards services.
#[must_use]
pub fn user_agent() -> String {
    format!("Chronotope/{}", env!("CARGO_PKG_VERSION"))
}

fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"\xff\xd8\xff")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
}

/// An error of the network for people: short, without a word of how the library is built.
fn in_words(why: &ureq::Error) -> String {
    match why {
        ureq::Error::HostNotFound => "its name is not found; is there a network?".to_owned(),
        ureq::Error::Timeout(_) => format!("no answer within {} s", PATIENCE.as_secs()),
        ureq::Error::Io(io) => match io.kind() {
            std::io::ErrorKind::ConnectionRefused => "it refuses the connection".to_owned(),
            std::io::ErrorKind::TimedOut => "no answer in time".to_owned(),
            std::io::ErrorKind::NetworkUnreachable | std::io::ErrorKind::HostUnreachable => {
                "there is no network".to_owned()
            }
            _ => one_line(&io.to_string()),
        },
        ureq::Error::BodyExceedsLimit(_) => "what it sent is too large".to_owned(),
        ureq::Error::TooManyRedirects => "it leads in a circle".to_owned(),
        other => one_line(&other.to_string()),
    }
}

fn one_line(words: &str) -> String {
    words.lines().next().unwrap_or_default().trim().to_owned()
}
