//! From settled names to mentions with ranked candidates and reasons in words.

use super::evidence::{Group, flat_km};
use super::names::{NameIndex, Sketch};
use super::origin::Origin;
use super::people::People;
use super::region::Regions;
use super::resolve::{self, Resolution};
use super::span::{Ask, Direction, Span};
use super::text::Words;
use super::trust::Signs;
use super::{Geocoder, RankedPlace, ToponymMention, context, reasons, signs};
use crate::gazetteer::fold;
use crate::model::{Feature, Place, PlaceShape, ToponymForm};
use std::collections::HashMap;
use std::sync::Arc;

/// Candidates kept for each mention.
const KEPT: usize = 5;
/// Candidates listed for a name asked for by itself.
const LISTED: usize = 20;
/// Trust below which the first candidate is not taken: at most places that are as likely right as
/// wrong are shown, and those are shown as uncertain.
const BELIEVED: f64 = 0.35;
/// How far from a town its airfield or harbour may lie, in metres.
const SITE_REACH_M: f64 = 30_000.0;

struct Writer<'a> {
    words: &'a Words<'a>,
    index: &'a dyn NameIndex,
    regions: &'a Regions,
    groups: &'a [Group],
    places: HashMap<u32, Arc<Place>>,
    /// The candidates of a group, for each part or site of its place that is named.
    lists: HashMap<ListKey<'a>, usize>,
    listed: Vec<List>,
    /// The candidates of a list as trusted in hundredths, shared by all mentions that are.
    trusted: HashMap<(usize, u8), Arc<[RankedPlace]>>,
}

/// A group, the direction named before it, and the words of a site: what settles candidates.
type ListKey<'a> = (usize, Option<Direction>, &'a str);

/// Candidates, each with its share among namesakes as its score.
#[derive(Clone)]
struct List {
    candidates: Arc<[RankedPlace]>,
    /// The first is a part of the second.
    part: bool,
}

/// Writes the mentions of a text, each with the signs of its trust.
pub(crate) fn write(
    words: &Words<'_>,
    index: &dyn NameIndex,
    regions: &Regions,
    spans: &[Span],
    resolution: &Resolution,
    mut keep: impl FnMut(&ToponymMention, Signs),
) -> Vec<ToponymMention> {
    let mut writer = Writer::new(words, index, regions, &resolution.groups);
    let mut out: Vec<ToponymMention> = Vec::with_capacity(spans.len());
    for (span, group) in spans.iter().zip(&resolution.of_span) {
        let (mention, signs) = writer.mention(span, *group, &out);
        keep(&mention, signs);
        out.push(mention);
    }
    out
}

impl<'a> Writer<'a> {
    fn new(
        words: &'a Words<'a>,
        index: &'a dyn NameIndex,
        regions: &'a Regions,
        groups: &'a [Group],
    ) -> Self {
        let (places, lists, trusted) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { words, index, regions, groups, places, lists, listed: Vec::new(), trusted }
    }

    fn mention(
        &mut self,
        span: &Span,
        group: Option<usize>,
        before: &[ToponymMention],
    ) -> (ToponymMention, Signs) {
        let listed = group.map(|at| self.list(span, at));
        let list = match listed.and_then(|at| self.listed.get(at)) {
            Some(list) => list.clone(),
            None => List { candidates: self.unlisted(span, before), part: false },
        };
        let form = if list.part { ToponymForm::Region } else { span.form };
        let of = group.and_then(|at| self.groups.get(at));
        let signs = signs::signs(span, form, of, list.candidates.first());
        let percent = percent(signs.trust());
        let candidates = match listed {
            Some(at) => {
                let known = self.trusted.entry((at, percent));
                known.or_insert_with(|| trust(&list.candidates, percent)).clone()
            }
            None => trust(&list.candidates, percent),
        };
        let mention = ToponymMention {
            range: self.words.bytes(&span.tokens),
            form,
            kind: candidates.first().map_or(asked_word(span.ask), |c| kind_word(&c.place.feature)),
            located: context::located(self.words, span),
            resolved: candidates.first().is_some_and(|c| c.score >= BELIEVED),
            candidates,
        };
        (mention, signs)
    }

    /// The list of a span whose name has entries.
    fn list(&mut self, span: &Span, group: usize) -> usize {
        let site = span.form == ToponymForm::Facility;
        let full = if site { self.words.slice(&self.words.bytes(&span.tokens)) } else { "" };
        let key = (group, span.direction, full);
        if let Some(at) = self.lists.get(&key) {
            return *at;
        }
        let mut candidates = self.options(group, KEPT);
        let part = self.part(span, &candidates);
        let list = part.is_some();
        candidates.splice(0..0, part);
        if site {
            self.site(full, span.ask, &mut candidates);
        }
        candidates.truncate(KEPT);
        self.listed.push(List { candidates: candidates.into(), part: list && !site });
        self.lists.insert(key, self.listed.len() - 1);
        self.listed.len() - 1
    }

    /// The part of the first candidate that the words before the name ask for.
    fn part(&self, span: &Span, candidates: &[RankedPlace]) -> Option<RankedPlace> {
        let (direction, first) = (span.direction?, candidates.first()?);
        let place = self.regions.part(&first.place, direction)?;
        let mut reasons = vec![format!("the words before it say {}", direction.word())];
        reasons.extend(first.reasons.iter().cloned());
        Some(RankedPlace { place, score: first.score, reasons: reasons.into() })
    }

    fn options(&mut self, at: usize, limit: usize) -> Vec<RankedPlace> {
        let Some(group) = self.groups.get(at) else { return Vec::new() };
        let kept = group.options.iter().take(limit);
        kept.filter_map(|option| {
            let place = self.place(option.id)?;
            let reasons = reasons::reasons(self.index, option, group).into();
            Some(RankedPlace { place, score: f64::from(option.belief.clamp(0.0, 1.0)), reasons })
        })
        .collect()
    }

    fn place(&mut self, id: u32) -> Option<Arc<Place>> {
        if let Some(place) = self.places.get(&id) {
            return Some(place.clone());
        }
        let place = Arc::new(self.index.place(id)?);
        self.places.insert(id, place.clone());
        Some(place)
    }

    /// The site itself where the gazetteer has it, else the ground around its town.
    fn site(&mut self, name: &str, ask: Ask, candidates: &mut Vec<RankedPlace>) {
        let Some(town) = candidates.first().cloned() else { return };
        let mut found = self.named_site(name, Some(&town));
        if found.is_none() && matches!(ask, Ask::Airfield | Ask::Naval | Ask::Site) {
            found = self.near_site(ask, &town);
        }
        if found.is_none() && town.place.feature.class == 'S' {
            return;
        }
        let found = found.unwrap_or_else(|| around(name, &town.place, town.score, ask));
        candidates.retain(|c| c.place != found.place);
        candidates.insert(0, found);
    }

    /// An entry of that very name, near the town where there is one.
    fn named_site(&mut self, name: &str, town: Option<&RankedPlace>) -> Option<RankedPlace> {
        let hits = self.index.lookup(name);
        let id = hits.iter().map(|h| h.id).find(|id| {
            self.index.sketch(*id).is_some_and(|s| {
                s.class == 'S'
                    && town.is_none_or(|t| {
                        flat_km(t.place.position, s.position) * 1000.0 < 2.0 * SITE_REACH_M
                    })
            })
        })?;
        let score = town.map_or(0.8, |t| t.score.max(0.7));
        Some(RankedPlace {
            place: self.place(id)?,
            score,
            reasons: Arc::new(["the gazetteer has a site of that name".to_owned()]),
        })
    }

    /// The nearest site of the kind asked for.
    fn near_site(&mut self, ask: Ask, town: &RankedPlace) -> Option<RankedPlace> {
        let wanted = |s: &Sketch<'_>| match ask {
            Ask::Airfield => s.class == 'S' && s.code.starts_with("AIR"),
            Ask::Naval => matches!(s.code, "NVB" | "PRT" | "HBR"),
            _ => s.class == 'S' && matches!(s.code, "AIRB" | "NVB" | "MILB" | "INSM"),
        };
        if self.index.nearest(town.place.position, 1).is_empty() {
            return None;
        }
        let near = self.index.nearest(town.place.position, 60);
        let (id, metres) = near.into_iter().find(|(id, metres)| {
            *metres <= SITE_REACH_M && self.index.sketch(*id).is_some_and(|s| wanted(&s))
        })?;
        let place = self.place(id)?;
        let km = metres / 1000.0;
        let reason = format!("the nearest such site, {km:.0} km from {}", town.place.name);
        Some(RankedPlace { place, score: town.score * 0.95, reasons: Arc::new([reason]) })
    }

    /// A division, street, water or site whose name has no entry: somewhere around the place named
    /// before it.
    fn unlisted(&mut self, span: &Span, before: &[ToponymMention]) -> Arc<[RankedPlace]> {
        if span.ask == Ask::Any && span.form != ToponymForm::Facility {
            return Arc::default();
        }
        let name = self.words.slice(&self.words.bytes(&span.tokens));
        let site = (span.form == ToponymForm::Facility).then(|| self.named_site(name, None));
        let near = || anchor(before).map(|(place, score)| around(name, &place, score, span.ask));
        site.flatten().or_else(near).into_iter().collect()
    }
}

/// The last town or division named before, which a site without an entry is taken to be near.
fn anchor(before: &[ToponymMention]) -> Option<(Arc<Place>, f64)> {
    let near =
        before.iter().rev().take(12).filter(|m| m.resolved && m.form != ToponymForm::Demonym);
    near.filter_map(|m| m.candidates.first())
        .find(|c| matches!(c.place.feature.class, 'P' | 'S') || c.place.feature.code == "ADM2")
        .map(|c| (c.place.clone(), c.score))
}

/// A site that is only known to be somewhere around a place.
fn around(name: &str, place: &Place, score: f64, ask: Ask) -> RankedPlace {
    let (feature, reach_m) = match ask {
        Ask::Airfield => (Feature::new('S', "AIRF"), SITE_REACH_M),
        Ask::Naval => (Feature::new('S', "NVB"), 10_000.0),
        Ask::Road => (Feature::new('R', "ST"), 3_000.0),
        Ask::Division => (Feature::new('A', "ADM2"), 50_000.0),
        Ask::Water => (Feature::new('H', ""), SITE_REACH_M),
        Ask::Land => (Feature::new('T', ""), SITE_REACH_M),
        Ask::Any | Ask::Town | Ask::Site => (Feature::new('S', ""), 5_000.0),
    };
    let around = Place {
        name: name.to_owned(),
        names: Vec::new(),
        feature,
        position: place.position,
        shape: PlaceShape::Point,
        radius_m: place.radius_m.max(0.0) + reach_m,
        population: None,
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        geonameid: None,
        note: format!("not in the gazetteer; taken to be around {}", place.name),
    };
    let reasons = Arc::new([format!("no entry of its own: somewhere around {}", place.name)]);
    RankedPlace { place: Arc::new(around), score: score * 0.6, reasons }
}

/// Trust in hundredths: a share of right answers has no more digits than that.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within 1..=99
fn percent(trust: f64) -> u8 {
    (trust * 100.0).round().clamp(1.0, 99.0) as u8
}

/// Gives the first candidate its trust; the others share what is left, or less, in their order.
fn trust(candidates: &[RankedPlace], percent: u8) -> Arc<[RankedPlace]> {
    let trust = f64::from(percent) / 100.0;
    let share = candidates.first().map_or(1.0, |c| c.score).clamp(0.01, 1.0);
    let part = if trust <= share { trust / share } else { (1.0 - trust) / (1.0 - share) };
    let each = candidates.iter().enumerate().map(|(at, candidate)| RankedPlace {
        score: if at == 0 { trust } else { (candidate.score * part).min(trust) },
        ..candidate.clone()
    });
    each.collect()
}

/// What sort of place a feature is, in a word.
pub(crate) fn kind_word(feature: &Feature) -> &'static str {
    match (feature.class, feature.code.as_str()) {
        ('A', code) if code.starts_with("PCL") => "country",
        ('A', "ADM1") => "province",
        ('A', _) => "district",
        ('P', _) => "town",
        ('S', code) if code.starts_with("AIR") => "airfield",
        ('S', _) => "site",
        ('H' | 'U', _) => "water",
        ('T', _) => "landform",
        ('R', _) => "road",
        _ => "region",
    }
}

fn asked_word(ask: Ask) -> &'static str {
    match ask {
        Ask::Any => "place",
        Ask::Division => "district",
        Ask::Water => "water",
        Ask::Land => "landform",
        Ask::Town => "town",
        Ask::Airfield => "airfield",
        Ask::Naval | Ask::Site => "site",
        Ask::Road => "road",
    }
}

/// Ranks the places of a single name, for [`Geocoder::rank`].
pub(crate) fn rank(geocoder: &Geocoder, name: &str) -> Vec<RankedPlace> {
    let name = name.trim();
    let bare = ["the ", "The "].iter().find_map(|the| name.strip_prefix(the)).unwrap_or(name);
    let index = geocoder.index.as_ref();
    for probe in [name, bare] {
        let hits = index.lookup(probe);
        if !hits.is_empty() {
            return alone(geocoder, probe, hits);
        }
    }
    for read in [phrase(geocoder, bare), in_text(geocoder, bare)] {
        if !read.is_empty() {
            return read;
        }
    }
    alone(geocoder, bare, index.fuzzy(bare))
}

/// A phrase that places something by another place: "30 km north of Aleppo", "near the Golan Heights".
fn phrase(geocoder: &Geocoder, name: &str) -> Vec<RankedPlace> {
    let text = format!("It happened {name}.");
    let words = Words::read(&text);
    let mentions = geocoder.toponyms_in(&words, &People::default(), &Origin::default());
    let plain = |phrase: &str| fold(phrase).replace(" the ", " ");
    let told = |mention: &&ToponymMention| {
        mention.candidates.first().is_some_and(|first| {
            first.place.geonameid.is_none() && plain(&first.place.name) == plain(name)
        })
    };
    mentions.iter().find(told).map(|mention| mention.candidates.to_vec()).unwrap_or_default()
}

/// The name read as running text: all of it must belong to one mention, or to a place and its state.
fn in_text(geocoder: &Geocoder, name: &str) -> Vec<RankedPlace> {
    let titled: String = name
        .split_inclusive(' ')
        .enumerate()
        .map(|(at, word)| if at == 0 { capitalised(word) } else { word.to_owned() })
        .collect();
    let text = format!("in {titled}.");
    let words = Words::read(&text);
    let mentions = geocoder.toponyms_in(&words, &People::default(), &Origin::default());
    let covered: usize = mentions.iter().map(|m| m.range.len()).sum();
    let first = mentions.into_iter().next();
    match first {
        Some(mention) if covered * 10 >= titled.len() * 7 => mention.candidates.to_vec(),
        _ => Vec::new(),
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn alone(geocoder: &Geocoder, name: &str, hits: Vec<super::names::Known>) -> Vec<RankedPlace> {
    let index = geocoder.index.as_ref();
    let groups = [resolve::alone(index, name, hits)];
    Writer::new(&Words::read(""), index, &geocoder.regions, &groups).options(0, LISTED)
}
