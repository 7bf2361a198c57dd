//! Where a document comes from: its publisher's name and address as weak evidence of where it plays.
//!
//! "lancasteronline.com" speaks for the Lancasters, "The Daily Star (Lebanon)" and ".com.lb" for
//! Lebanon. A paper's town is one place name more among those of the document, no more.

use super::cues::{self, Cue};
use super::names::{Known, NameIndex};

/// What is known of a document's publisher. Empty where nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin<'a> {
    /// Its name: "Arkansas Democrat-Gazette".
    pub publisher: &'a str,
    /// The document's address: `https://www.example.co.uk/news/1`.
    pub url: &'a str,
}

/// The places that an origin speaks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Home {
    /// The entries of each name found in it.
    pub names: Vec<Vec<Known>>,
    /// The country of its address, ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// Shortest name looked for inside a run of letters: below, every other word is a village.
const SHORTEST: usize = 4;
/// Longest label taken apart; the standard of domain names allows no longer one (RFC 1035, 2.3.4).
const LONGEST: usize = 63;
/// A town of fewer inhabitants is not looked for inside a run of letters.
const TOWN: u64 = 3_000;
/// Words of a publisher's name looked at.
const WORDS: usize = 16;

/// Words of publishers and addresses that name no place.
const MEDIA: &str = "advertiser advocate alliance american argus banner beacon bee blade blog breaking \
    broadcasting bugle bulletin business call capital channel chronicle citizen city commercial \
    constitution country courant courier daily data democrat dispatch eagle echo editor \
    enquirer enterprise evening examiner express financial first free gazette global globe guardian \
    herald independent info insider intelligencer item journal leader ledger life live local mail \
    media mercury messenger metro mirror monitor morning my national net network news newspaper \
    newspapers newsroom now observer online page paper pilot plus post press progress radio record \
    recorder regional register report reporter republic republican review sentinel spectator standard \
    star state statesman sun sunday talk telegram telegraph the this times today tonight town \
    tribune tv union valley village voice weekly west world www is in of and for a on at to";

/// Country domains that are sold for their letters (".tv", ".io") and say nothing of a country.
const SOLD: &str = "ac ag ai bz cc cd co dj fm gg gl im in.net io is la li ly me ms mu nu sc sh st \
    tk to tv vc vu ws";

impl Home {
    /// Reads an origin.
    pub fn read(origin: &Origin<'_>, index: &dyn NameIndex) -> Self {
        let mut home = Self::default();
        home.publisher(origin.publisher, index);
        let host = host(origin.url).to_ascii_lowercase();
        let mut labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
        if let Some(last) = labels.pop() {
            home.country = country(last, index);
        }
        for label in labels.iter().rev().take(3).filter(|label| label.len() <= LONGEST) {
            let parts = label.split('-').filter(|part| part.is_ascii());
            for part in parts {
                home.names.extend(inside(part, index));
            }
            if home.names.is_empty() && label.contains('-') {
                let named: Vec<&str> = label.split('-').filter(|part| !filler(part)).collect();
                home.names.extend(settlement(&named.join(" "), index));
            }
        }
        home.names.truncate(4);
        home
    }

    /// Capitalised runs of a publisher's name that the gazetteer knows.
    fn publisher(&mut self, name: &str, index: &dyn NameIndex) {
        let separator = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '.'));
        let words: Vec<&str> =
            name.split(separator).filter(|word| !word.is_empty()).take(WORDS).collect();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let first = rest.first().copied().unwrap_or("");
            let lower = first.to_lowercase();
            let plain = filler(&lower) || !first.starts_with(char::is_uppercase);
            match index.longest(rest) {
                Some((count, hits)) if !plain || count > 1 && lower != "the" => {
                    self.names.extend(known(hits, index));
                    at += count.max(1);
                }
                _ => at += 1,
            }
        }
    }
}

/// The host of an address; empty where there is none.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ' ']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or("");
    host.split(':').next().unwrap_or("")
}

/// The country of a top-level domain.
fn country(domain: &str, index: &dyn NameIndex) -> Option<String> {
    if domain.len() != 2 || SOLD.split_whitespace().any(|sold| sold == domain) {
        return None;
    }
    let iso = if domain == "uk" { "GB".to_owned() } else { domain.to_ascii_uppercase() };
    index.country(&iso).map(|_| iso)
}

/// Whether a lower-case word is part of a publisher's name without naming a place.
fn filler(lower: &str) -> bool {
    let cues = cues::of(lower);
    MEDIA.split_whitespace().any(|word| word == lower)
        || cues.has(Cue::Org)
        || cues.has(Cue::Calendar)
}

/// The places in a label run together, where places and a publisher's words make up the whole of it:
/// the fewest places, then the longest.
fn inside(label: &str, index: &dyn NameIndex) -> Vec<Vec<Known>> {
    /// Best way to reach a position: places used, letters left to words, where the last part began.
    type Step = Option<(usize, usize, usize, Option<Vec<Known>>)>;
    if let Some(whole) = settlement(label, index).or_else(|| two_words(label, index)) {
        return vec![whole];
    }
    let mut steps: Vec<Step> = vec![None; label.len() + 1];
    if let Some(first) = steps.first_mut() {
        *first = Some((0, 0, 0, None));
    }
    for end in 1..=label.len() {
        for start in 0..end {
            let Some((places, letters)) =
                steps.get(start).and_then(|s| s.as_ref()).map(|s| (s.0, s.1))
            else {
                continue;
            };
            let Some(part) = label.get(start..end) else { continue };
            let digits = part.bytes().all(|b| b.is_ascii_digit());
            let new = if filler(part) || digits {
                (places, letters + part.len(), start, None)
            } else if let Some(hits) = settlement(part, index) {
                (places + 1, letters, start, Some(hits))
            } else {
                continue;
            };
            let Some(slot) = steps.get_mut(end) else { continue };
            if slot.as_ref().is_none_or(|old| (new.0, new.1) < (old.0, old.1)) {
                *slot = Some(new);
            }
        }
    }
    let mut found = Vec::new();
    let mut at = label.len();
    while at > 0 {
        let Some((_, _, start, hits)) = steps.get(at).cloned().flatten() else { return Vec::new() };
        found.extend(hits);
        at = start;
    }
    found.reverse();
    found
}

/// The entries of a name in lower case; "newyork" and "eastbourne" may be two words.
fn settlement(name: &str, index: &dyn NameIndex) -> Option<Vec<Known>> {
    if name.len() < SHORTEST || filler(name) {
        return None;
    }
    let two = || {
        let cuts = (3..name.len().saturating_sub(2)).filter_map(|cut| name.split_at_checked(cut));
        let opens = |head: &str| {
            let cues = cues::of(head);
            head == "new" || cues.has(Cue::Before) || cues.has(Cue::Direction)
        };
        cuts.filter(|(head, _)| opens(head))
            .find_map(|(head, tail)| known(index.lookup(&format!("{head} {tail}")), index))
    };
    known(index.lookup(name), index).or_else(two)
}

/// A label as two words: "kansascity".
fn two_words(label: &str, index: &dyn NameIndex) -> Option<Vec<Known>> {
    let cuts = (3..label.len().saturating_sub(2)).filter_map(|cut| label.split_at_checked(cut));
    cuts.filter_map(|(head, tail)| known(index.lookup(&format!("{head} {tail}")), index)).next()
}

/// Those of the entries that a paper would be named after.
fn known(hits: Vec<Known>, index: &dyn NameIndex) -> Option<Vec<Known>> {
    let fit = |hit: &Known| {
        hit.quality > 0.8
            && index.sketch(hit.id).is_some_and(|s| match s.class {
                'P' => s.population >= TOWN,
                'A' => true,
                _ => false,
            })
    };
    let kept: Vec<Known> = hits.into_iter().filter(fit).collect();
    (!kept.is_empty()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geocode::names::double::Rows;

    fn home(publisher: &str, url: &str) -> (Vec<String>, Option<String>) {
        let rows = Rows::story();
        let home = Home::read(&Origin { publisher, url }, &rows);
        let name = |hits: &Vec<Known>| rows.sketch(hits[0].id).unwrap().name.to_owned();
        (home.names.iter().map(name).collect(), home.country)
    }

    #[test]
    fn addresses_give_towns_and_countries() {
        assert_eq!(home("", "http://www.houstonchronicle.com/a/b?c=Paris").0, ["Houston"]);
        assert_eq!(home("", "https://dailynews.paris.fr").0, ["Paris"]);
        assert_eq!(home("", "theparisandhoustontimes.com").0, ["Paris", "Houston"]);
        assert_eq!(home("", "https://news.example.sy:8080/x").1.as_deref(), Some("SY"));
        assert_eq!(
            home("", "https://a.long-beach-news.co/"),
            (vec!["Long Beach".to_owned()], None)
        );
    }

    #[test]
    fn publishers_give_places_beside_their_words() {
        assert_eq!(home("The Daily Star (Syria)", "").0, ["Syria"]);
        assert_eq!(home("Houston Chronicle", "").0, ["Houston"]);
        assert_eq!(home("Daily Times", "https://www.dailytimes.com"), (Vec::new(), None));
    }

    #[test]
    fn odd_addresses_give_nothing() {
        let long = "paris".repeat(100_000);
        for odd in ["", "://", "http://", "....", "http://@:/", "ä-ö.ü", "é.é", long.as_str()]
        {
            assert_eq!(home("", odd), (Vec::new(), None), "{}", &odd[..odd.len().min(9)]);
        }
    }
}
