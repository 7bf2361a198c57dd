//! From settled names to mentions with ranked candidates and reasons in words.

use super::evidence::{Choice, Group, Kind, flat_km};
use super::names::{NameIndex, Sketch};
use super::people::People;
use super::region::Regions;
use super::resolve::{self, Resolution};
use super::span::{Ask, Span};
use super::text::Words;
use super::{Geocoder, RankedPlace, ToponymMention, context};
use crate::model::{Feature, Place, PlaceShape, ToponymForm};
use std::collections::HashMap;
use std::sync::Arc;

/// Candidates kept for each mention.
const KEPT: usize = 5;
/// Belief below which the best candidate is not taken.
const BELIEVED: f32 = 0.28;
/// The most that is believed of any place: names also stand for persons and firms.
const SURE: f32 = 0.97;
/// How far from a town its airfield or harbour may lie, in metres.
const SITE_REACH_M: f64 = 30_000.0;

struct Writer<'a> {
    words: &'a Words<'a>,
    index: &'a dyn NameIndex,
    regions: &'a Regions,
    places: HashMap<u32, Arc<Place>>,
}

/// The mentions of a text.
pub(crate) fn write(
    words: &Words<'_>,
    index: &dyn NameIndex,
    regions: &Regions,
    spans: &[Span],
    resolution: &Resolution,
) -> Vec<ToponymMention> {
    let mut writer = Writer { words, index, regions, places: HashMap::new() };
    let mut out: Vec<ToponymMention> = Vec::with_capacity(spans.len());
    for (span, group) in spans.iter().zip(&resolution.of_span) {
        let group = group.and_then(|at| resolution.groups.get(at));
        let mention = writer.mention(span, group, &out);
        out.push(mention);
    }
    out
}

impl Writer<'_> {
    fn mention(
        &mut self,
        span: &Span,
        group: Option<&Group>,
        before: &[ToponymMention],
    ) -> ToponymMention {
        let mut candidates = group.map(|g| self.candidates(g)).unwrap_or_default();
        let mut form = span.form;
        if let (Some(direction), Some(first)) = (span.direction, candidates.first())
            && let Some(place) = self.regions.part(&first.place, direction)
        {
            let mut reasons = first.reasons.clone();
            reasons.push(format!("the words before it say {}", direction.word()));
            let part = RankedPlace { place, score: first.score, reasons };
            candidates.insert(0, part);
            candidates.truncate(KEPT);
            form = ToponymForm::Region;
        }
        if form == ToponymForm::Facility {
            self.site(span, &mut candidates, before);
        } else if candidates.is_empty() && span.ask != Ask::Any {
            candidates.extend(self.unlisted(span, before));
        }
        let resolved = candidates.first().is_some_and(|c| c.score >= f64::from(BELIEVED));
        ToponymMention {
            range: self.words.bytes(&span.tokens),
            form,
            kind: candidates.first().map_or(asked_word(span.ask), |c| kind_word(&c.place.feature)),
            located: context::located(self.words, span),
            candidates,
            resolved,
        }
    }

    fn candidates(&mut self, group: &Group) -> Vec<RankedPlace> {
        let kept = group.options.iter().take(KEPT);
        kept.filter_map(|option| {
            let place = self.place(option.id)?;
            let reasons = self.reasons(option, group);
            Some(RankedPlace {
                place,
                score: f64::from(option.belief.clamp(0.0, 1.0) * SURE),
                reasons,
            })
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

    fn reasons(&self, option: &Choice, group: &Group) -> Vec<String> {
        let Some(sketch) = self.index.sketch(option.id) else { return Vec::new() };
        reasons(self.index, &sketch, option, group.options.len())
    }

    /// The site itself where the gazetteer has it, else the ground around its town.
    fn site(&mut self, span: &Span, candidates: &mut Vec<RankedPlace>, before: &[ToponymMention]) {
        let full = self.words.slice(&self.words.bytes(&span.tokens));
        let town = candidates.first().cloned();
        let mut found = self.named_site(full, town.as_ref());
        if found.is_none() && matches!(span.ask, Ask::Airfield | Ask::Naval | Ask::Site) {
            found = town.as_ref().and_then(|town| self.near_site(span.ask, town));
        }
        let is_site = town.as_ref().is_some_and(|t| t.place.feature.class == 'S');
        if found.is_none() && is_site {
            return;
        }
        let found = found.or_else(|| {
            let anchor = match town {
                Some(town) => Some((town.place, town.score)),
                None => anchor(before),
            };
            anchor.map(|(place, score)| around(full, &place, score, span.ask))
        });
        if let Some(found) = found {
            candidates.retain(|c| c.place != found.place);
            candidates.insert(0, found);
            candidates.truncate(KEPT);
        }
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
            reasons: vec!["the gazetteer has a site of that name".to_owned()],
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
        Some(RankedPlace { place, score: town.score * 0.95, reasons: vec![reason] })
    }

    /// A division, street or water that the gazetteer lacks: somewhere around the place named before it.
    fn unlisted(&self, span: &Span, before: &[ToponymMention]) -> Option<RankedPlace> {
        let (place, score) = anchor(before)?;
        let name = self.words.slice(&self.words.bytes(&span.tokens));
        Some(around(name, &place, score, span.ask))
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
    let reasons = vec![format!("no entry of its own: somewhere around {}", place.name)];
    RankedPlace { place: Arc::new(around), score: score * 0.6, reasons }
}

fn reasons(
    index: &dyn NameIndex,
    sketch: &Sketch<'_>,
    option: &Choice,
    options: usize,
) -> Vec<String> {
    let mut out = Vec::new();
    let country = sketch.country.and_then(|iso| index.country_name(iso));
    let division = sketch.country.zip(sketch.admin1).and_then(|(c, a)| index.admin1_name(c, a));
    if option.why.container {
        let within = division.clone().or_else(|| country.clone()).unwrap_or_default();
        out.push(format!("the text names {within} beside it"));
    }
    if option.why.asked {
        out.push("the words around ask for this kind of place".to_owned());
    }
    if let Some(division) = division.filter(|_| option.why.admin1 > 0.25) {
        out.push(format!(
            "the document is about {division} ({:.0} % of its places)",
            option.why.admin1 * 100.0
        ));
    }
    if let Some(country) =
        country.filter(|_| option.why.country > 0.25 && option.kind != Kind::Country)
    {
        out.push(format!(
            "the document is about {country} ({:.0} % of its places)",
            option.why.country * 100.0
        ));
    }
    if option.why.near > 0.3 {
        out.push("other places named are near it".to_owned());
    }
    if sketch.population > 0 {
        out.push(format!("{} inhabitants", sketch.population));
    }
    if options == 1 {
        out.push("the only place of that name in the gazetteer".to_owned());
    }
    if out.is_empty() {
        out.push("its name fits".to_owned());
    }
    out
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
            return alone(geocoder, hits);
        }
    }
    let read = in_text(geocoder, bare);
    if !read.is_empty() {
        return read;
    }
    alone(geocoder, index.fuzzy(bare))
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
    let mentions = geocoder.toponyms_in(&words, &People::default());
    let covered: usize = mentions.iter().map(|m| m.range.len()).sum();
    let first = mentions.into_iter().next();
    match first {
        Some(mention) if covered * 10 >= titled.len() * 7 => mention.candidates,
        _ => Vec::new(),
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn alone(geocoder: &Geocoder, hits: Vec<super::names::Known>) -> Vec<RankedPlace> {
    let text = String::new();
    let words = Words::read(&text);
    let index = geocoder.index.as_ref();
    let span = Span::new(0..0, hits);
    let resolution = resolve::resolve(&words, index, std::slice::from_ref(&span));
    let mut writer =
        Writer { words: &words, index, regions: &geocoder.regions, places: HashMap::new() };
    let group = resolution.groups.first();
    let options = group.map(|g| g.options.as_slice()).unwrap_or_default();
    let listed = options.iter().take(20).filter_map(|option| {
        let reasons = group.map(|g| writer.reasons(option, g)).unwrap_or_default();
        Some(RankedPlace {
            place: writer.place(option.id)?,
            score: f64::from(option.belief),
            reasons,
        })
    });
    listed.collect()
}
