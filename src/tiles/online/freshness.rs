//! How long a tile may be used without asking again, from the headers of the answer (RFC 9111).

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ureq::http::{HeaderMap, header};

/// Seconds that a tile is kept where the service says nothing: seven days, as OpenStreetMap's policy
/// asks for.
const USUAL_S: u64 = 7 * 24 * 3600;
/// Seconds that a tile is kept at most without asking.
const MOST_S: u64 = 366 * 24 * 3600;

/// Seconds since 1970, now.
pub(super) fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Until when a tile that was sent at `now_s` is fresh, in seconds since 1970.
pub(super) fn fresh_until(headers: &HeaderMap, now_s: u64) -> u64 {
    let stated = max_age(headers).or_else(|| expires(headers, now_s));
    now_s.saturating_add(stated.unwrap_or(USUAL_S).min(MOST_S))
}

/// Whether the service wants nothing to be kept.
pub(super) fn forbids_keeping(headers: &HeaderMap) -> bool {
    directives(headers).any(|word| word.eq_ignore_ascii_case("no-store"))
}

/// How long the service asks to be left alone.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let words = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = words.parse().ok().or_else(|| date_s(words)?.checked_sub(now_s()))?;
    Some(Duration::from_secs(seconds))
}

fn directives(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(header::CACHE_CONTROL).into_iter();
    lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).map(str::trim)
}

fn max_age(headers: &HeaderMap) -> Option<u64> {
    directives(headers).find_map(|word| {
        let (name, value) = word.split_once('=')?;
        let age = value.trim().trim_matches('"');
        name.trim().eq_ignore_ascii_case("max-age").then(|| age.parse().ok())?
    })
}

fn expires(headers: &HeaderMap, now_s: u64) -> Option<u64> {
    let until = date_s(headers.get(header::EXPIRES)?.to_str().ok()?)?;
    Some(until.saturating_sub(now_s))
}

fn date_s(words: &str) -> Option<u64> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new();
    u64::try_from(parser.parse_timestamp(words).ok()?.as_second()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            let name = header::HeaderName::from_bytes(name.as_bytes()).unwrap();
            map.append(name, value.parse().unwrap());
        }
        map
    }

    #[test]
    fn ages_are_read_as_services_state_them() {
        let fresh =
            |pairs: &[(&str, &str)]| fresh_until(&headers(pairs), 784_111_000) - 784_111_000;
        assert_eq!(
            fresh(&[("Cache-Control", "max-age=604799, stale-while-revalidate=604800")]),
            604_799
        );
        assert_eq!(fresh(&[("cache-control", "public, Max-Age=\"60\"")]), 60);
        // 06 Nov 1994 08:49:37 is second 784,111,777 (the example of RFC 9110).
        assert_eq!(fresh(&[("Expires", "Sun, 06 Nov 1994 08:49:37 GMT")]), 777);
        assert_eq!(fresh(&[("Expires", "0")]), USUAL_S);
        assert_eq!(fresh(&[]), USUAL_S);
        assert_eq!(fresh(&[("cache-control", "max-age=99999999999")]), MOST_S);
    }

    #[test]
    fn waits_and_prohibitions_are_read() {
        assert_eq!(
            retry_after(&headers(&[("Retry-After", "120")])),
            Some(Duration::from_secs(120))
        );
        assert_eq!(retry_after(&headers(&[("Retry-After", "soon")])), None);
        assert!(forbids_keeping(&headers(&[("Cache-Control", "private, No-Store")])));
        assert!(!forbids_keeping(&headers(&[("Cache-Control", "no-cache")])));
    }
}
