//! Which place each name of a document is.

use super::cues::Target;
use super::evidence::{self, Choice, Group, Kind, Why};
use super::names::{Known, NameIndex, Sketch};
use super::origin::Home;
use super::script;
use super::span::{Ask, Span};
use super::text::Words;
use crate::model::ToponymForm;
use std::collections::HashMap;

/// Weight of prominence against context.
const PROMINENCE: f32 = 0.5;
/// What a name that is not the main one costs.
const OTHER_NAME: f32 = 8.0;
/// Prominence of what only a dump of everything tells of: that of a farm.
const OBSCURE: f32 = 2.5;
/// Radius below which a division is taken for the town it is named after.
const SMALL_DIVISION_M: f64 = 90_000.0;
/// What a state once said beside the name adds to it elsewhere.
const HELD: f32 = 4.0;
/// How much of its prominence a publisher's place keeps.
const HOME_SIZE: f32 = 0.3;
/// What the country of a publisher's address counts, in mentions.
const ADDRESS: f32 = 0.5;
/// Names up to which a document is settled as one: about 100 KB of news.
const WHOLE: usize = 1024;
/// Names settled together in a longer one.
const STRETCH: usize = 512;
/// How well a name fits that spells the entry's own in another script, 0..=1.
const SPELLED: f32 = 0.95;
/// Radius in metres from which a first-level division is known all over its country.
const STATE_M: f64 = 35_000.0;
/// Inhabitants from which a town is.
const METROPOLIS: u64 = 1_000_000;
/// Options weighed for one name; the rest, ever smaller, are left out.
const OPTIONS: usize = 120;

/// The names of a document, grouped, with the options of each settled.
pub(crate) struct Resolution {
    pub groups: Vec<Group>,
    /// The group of each span; none where it has no options.
    pub of_span: Vec<Option<usize>>,
}

struct Keys<'a> {
    map: HashMap<&'a str, u32>,
}

impl<'a> Keys<'a> {
    fn key(&mut self, word: Option<&'a str>) -> u32 {
        let Some(word) = word.filter(|w| !w.is_empty()) else { return 0 };
        let next = u32::try_from(self.map.len() + 1).unwrap_or(u32::MAX);
        *self.map.entry(word).or_insert(next)
    }
}

/// Settles the names of a document: all together where it is short; where it is long, stretch by
/// stretch, each leaning on the one before, so that a book costs no more for each page than a report.
pub(crate) fn resolve(
    words: &Words<'_>,
    index: &dyn NameIndex,
    spans: &[Span],
    home: &Home,
) -> Resolution {
    let containers = containers(words, index, spans);
    let mut keys = Keys { map: HashMap::new() };
    let mut resolution =
        Resolution { groups: Vec::new(), of_span: Vec::with_capacity(spans.len()) };
    let mut lean = Lean::default();
    let stretch = if spans.len() > WHOLE { STRETCH } else { WHOLE };
    for (spans, containers) in spans.chunks(stretch).zip(containers.chunks(stretch)) {
        let first = resolution.groups.len();
        let mut groups: Vec<Group> = Vec::new();
        let mut by_name: Named = HashMap::new();
        for (span, container) in spans.iter().zip(containers) {
            let name = words.slice(&words.bytes(&span.name)).to_lowercase();
            let key = (ask_of(span), container.map_or(0, |id| id + 1));
            let senses = by_name.entry(name.clone()).or_default();
            let known = senses.iter().find(|(sense, _)| *sense == key).map(|(_, at)| *at);
            let at = known.unwrap_or_else(|| {
                groups.push(group(index, &name, span, *container, &mut keys));
                senses.push((key, groups.len() - 1));
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(at) {
                group.count += 1;
            }
            let placed = groups.get(at).is_some_and(|g| !g.options.is_empty());
            resolution.of_span.push(placed.then_some(first + at));
        }
        follow_containers(&mut groups, &by_name, &mut lean.held);
        let named = groups.len();
        let country = home.country.as_deref().and_then(|iso| index.country(iso));
        let country = country.and_then(|id| index.sketch(id)).map(|s| keys.key(s.country));
        lean.fixed.extend(country.map(|key| (key, 0, ADDRESS)));
        groups.extend(home.names.iter().map(|hits| home_group(index, hits, &mut keys)));
        evidence::settle(&mut groups, &lean.fixed);
        groups.truncate(named);
        lean.fixed = evidence::carried(&groups);
        resolution.groups.append(&mut groups);
    }
    resolution
}

/// The places of a name that stands by itself, settled.
pub(crate) fn alone(index: &dyn NameIndex, name: &str, hits: Vec<Known>) -> Group {
    let mut keys = Keys { map: HashMap::new() };
    let mut groups = [group(index, name, &Span::new(0..0, hits.into()), None, &mut keys)];
    evidence::settle(&mut groups, &[]);
    let [group] = groups;
    group
}

/// What one stretch of a long document leaves to the next.
#[derive(Default)]
struct Lean {
    /// Country, first-level division, and how much speaks for them.
    fixed: Vec<(u32, u32, f32)>,
    /// The entries that a name was last said to be by the state beside it.
    held: HashMap<String, Vec<u32>>,
}

/// The groups of each name, by what is asked of it and the container beside it (0 for none).
type Named = HashMap<String, Vec<((Ask, u32), usize)>>;

/// The publisher's own place, as if the document named it once.
fn home_group<'a>(index: &'a dyn NameIndex, hits: &[Known], keys: &mut Keys<'a>) -> Group {
    let span = Span::new(0..0, hits.into());
    let mut group = Group { count: 1, ..group(index, "", &span, None, keys) };
    // Papers of small towns bear the names of great ones: size says little here.
    for option in &mut group.options {
        option.base *= HOME_SIZE;
    }
    group
}

/// A name once said with its state keeps it for the rest of the document.
fn follow_containers(groups: &mut [Group], by_name: &Named, held: &mut HashMap<String, Vec<u32>>) {
    for (name, senses) in by_name {
        let beside = senses.iter().filter(|((_, container), _)| *container != 0);
        let said: Vec<u32> = beside
            .filter_map(|(_, at)| groups.get(*at))
            .flat_map(|g| g.options.iter().filter(|o| o.why.container).map(|o| o.id))
            .collect();
        if !said.is_empty() {
            held.insert(name.clone(), said);
        }
        let Some(held) = held.get(name) else { continue };
        for (_, at) in senses.iter().filter(|((_, container), _)| *container == 0) {
            let options = groups.get_mut(*at).map(|g| g.options.iter_mut());
            for option in options.into_iter().flatten().filter(|o| held.contains(&o.id)) {
                option.base += HELD;
            }
        }
    }
}

fn ask_of(span: &Span) -> Ask {
    match span.ask {
        Ask::Airfield | Ask::Naval | Ask::Site => Ask::Any,
        ask => ask,
    }
}

/// The entry that a word of the tables stands for.
pub(crate) fn target(index: &dyn NameIndex, target: &Target) -> Vec<Known> {
    let all = |hits: Vec<Known>, keep: &dyn Fn(u32) -> bool| -> Vec<Known> {
        hits.into_iter().filter(|h| keep(h.id)).take(1).collect()
    };
    match target {
        Target::Nowhere => Vec::new(),
        Target::Country(iso) => {
            index.country(iso).map(|id| Known { id, quality: 1.0 }).into_iter().collect()
        }
        Target::Division(iso, name) => {
            let is_division = |id: u32| {
                index.sketch(id).is_some_and(|s| s.country == Some(iso) && s.code == "ADM1")
            };
            let found = all(index.lookup(name), &is_division);
            if !found.is_empty() {
                return found;
            }
            let in_country = |id: u32| index.sketch(id).is_some_and(|s| s.country == Some(iso));
            all(index.lookup(name), &in_country)
        }
        Target::Named(name) => {
            let hits = index.lookup(name);
            let is_area =
                |id: u32| index.sketch(id).is_some_and(|s| s.class != 'P' && !s.is_obscure());
            let area = hits.iter().copied().find(|h| h.quality > 0.7 && is_area(h.id));
            let biggest =
                hits.iter().copied().max_by_key(|h| index.sketch(h.id).map_or(0, |s| s.population));
            area.or(biggest).into_iter().collect()
        }
    }
}

/// The country or division that stands beside each name: "Paris, *Texas*", "Homs in *Syria*".
fn containers(words: &Words<'_>, index: &dyn NameIndex, spans: &[Span]) -> Vec<Option<u32>> {
    let mut found: Vec<Option<u32>> = vec![None; spans.len()];
    for at in (0..spans.len().saturating_sub(1)).rev() {
        let (Some(span), Some(next)) = (spans.get(at), spans.get(at + 1)) else { continue };
        let gap = next.tokens.start.saturating_sub(span.tokens.end);
        let link = (gap == 1 && matches!(words.str(span.tokens.end), "," | "in" | "("))
            || (gap == 0 && next.target.is_some() && next.form != ToponymForm::Demonym);
        if !link || is_area(index, span) {
            continue;
        }
        let own = found.get(at + 1).copied().flatten();
        let container = match next.target {
            Some(row) if next.form != ToponymForm::Demonym => {
                target(index, row).first().map(|k| k.id)
            }
            Some(_) => None,
            None => container_entry(index, next, span),
        };
        // "Pineville, Rapides Parish, Louisiana": the state holds where the parish is unknown.
        let container = container.or(own);
        if let (Some(slot), Some(id)) = (found.get_mut(at), container)
            && holds_any(index, id, span)
        {
            *slot = Some(id);
        }
    }
    found
}

/// Whether a name is first of all a country or a state, so that what follows is a list.
fn is_area(index: &dyn NameIndex, span: &Span) -> bool {
    span.target.is_some()
        || span.hits.iter().any(|hit| {
            hit.quality > 0.8
                && index.sketch(hit.id).is_some_and(|s| s.class == 'A' && s.code.starts_with("PCL"))
        })
}

fn container_entry(index: &dyn NameIndex, next: &Span, span: &Span) -> Option<u32> {
    let areas = next.hits.iter().filter(|hit| {
        hit.quality > 0.6
            && index.sketch(hit.id).is_some_and(|s| {
                s.class == 'A'
                    && (s.code.starts_with("PCL") || s.code == "ADM1" || s.code == "ADM2")
            })
    });
    areas.map(|hit| hit.id).find(|id| holds_any(index, *id, span))
}

fn holds_any(index: &dyn NameIndex, container: u32, span: &Span) -> bool {
    span.hits.iter().any(|hit| holds(index, container, hit.id))
}

/// Whether a country or division holds an entry.
fn holds(index: &dyn NameIndex, container: u32, id: u32) -> bool {
    let (Some(outer), Some(inner)) = (index.sketch(container), index.sketch(id)) else {
        return false;
    };
    if container == id || outer.country.is_none() || outer.country != inner.country {
        return false;
    }
    match outer.code {
        "ADM1" => outer.admin1 == inner.admin1 && inner.code != "ADM1",
        "ADM2" => {
            outer.admin1 == inner.admin1 && evidence::flat_km(outer.position, inner.position) < 60.0
        }
        _ => true,
    }
}

/// A hit under a name in Arabic letters, better where they spell the entry's own name.
fn spelled(index: &dyn NameIndex, hit: Known, name: &str) -> Known {
    let own = script::is_arabic(name)
        && index.sketch(hit.id).is_some_and(|sketch| script::spells(name, sketch.name));
    Known { quality: if own { hit.quality.max(SPELLED) } else { hit.quality }, ..hit }
}

fn group<'a>(
    index: &'a dyn NameIndex,
    name: &str,
    span: &Span,
    container: Option<u32>,
    keys: &mut Keys<'a>,
) -> Group {
    let fixed = span.target.map(|row| target(index, row));
    let hits = fixed.as_deref().unwrap_or(&span.hits);
    let obscure = |hit: &&Known| index.sketch(hit.id).is_some_and(|s| s.is_obscure());
    // However many farms bear a name, together they are no likelier to be meant than one.
    let crowd = (hits.iter().filter(obscure).count().max(1) as f32).ln();
    let mut options: Vec<Choice> = hits
        .iter()
        .filter_map(|hit| {
            let mut option = choice(index, &spelled(index, *hit, name), crowd, keys)?;
            option.why.container = container.is_some_and(|c| holds(index, c, hit.id));
            let (extra, asked) = asked(span.ask, option.kind);
            option.base += extra;
            option.why.asked = asked;
            Some(option)
        })
        .collect();
    prefer_seats(&mut options, span.ask);
    options.sort_by(|a, b| {
        (b.why.container, b.base)
            .partial_cmp(&(a.why.container, a.base))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    options.truncate(OPTIONS);
    Group { options, count: 0 }
}

/// A small division that bears the name of a town in it, or any that bears its seat's, means the
/// town, unless a division is asked for.
fn prefer_seats(options: &mut [Choice], ask: Ask) {
    if ask == Ask::Division {
        return;
    }
    let wide: Vec<(u32, u32)> = options
        .iter()
        .filter(|o| o.kind == Kind::Admin1 && o.wide)
        .map(|o| (o.country, o.admin1))
        .collect();
    // The seat of a province of its name is known as far as the province.
    for seat in options.iter_mut().filter(|o| o.seat && o.kind == Kind::Town) {
        seat.wide |= wide.contains(&(seat.country, seat.admin1));
    }
    let towns: Vec<(u32, u32, f32, bool)> = options
        .iter()
        .filter(|o| o.kind == Kind::Town)
        .map(|o| (o.country, o.admin1, o.base, o.seat))
        .collect();
    for option in options.iter_mut().filter(|o| matches!(o.kind, Kind::Admin1 | Kind::Admin2)) {
        let small = option.radius_m < SMALL_DIVISION_M;
        let inside = towns.iter().filter(|(country, admin1, _, seat)| {
            (*country, *admin1) == (option.country, option.admin1) && (small || *seat)
        });
        let best = inside.map(|(_, _, base, _)| *base).fold(f32::MIN, f32::max);
        // Half the weight of the division: a hamlet does not stand against its state.
        if best > f32::MIN && best * 2.0 > option.base {
            option.base = option.base.min(best - 1.0);
        }
    }
}

/// An entry as an option, weighed by itself.
fn choice<'a>(
    index: &'a dyn NameIndex,
    hit: &Known,
    crowd: f32,
    keys: &mut Keys<'a>,
) -> Option<Choice> {
    let sketch = index.sketch(hit.id)?;
    let kind = Kind::of(sketch.class, sketch.code);
    let own = if sketch.is_obscure() {
        PROMINENCE * OBSCURE - crowd
    } else {
        PROMINENCE * prominence(kind, &sketch)
    };
    let quality = (hit.quality.clamp(0.0, 1.0) - 1.0) * OTHER_NAME;
    Some(Choice {
        id: hit.id,
        position: sketch.position,
        radius_m: sketch.radius_m,
        seat: matches!(sketch.code, "PPLA" | "PPLC"),
        wide: wide(kind, &sketch),
        kind,
        quality: hit.quality,
        country: keys.key(sketch.country),
        admin1: keys.key(sketch.admin1),
        base: own + quality,
        score: 0.0,
        belief: 0.0,
        why: Why::default(),
    })
}

/// Whether a place is known all over its country.
fn wide(kind: Kind, sketch: &Sketch<'_>) -> bool {
    match kind {
        Kind::Country => true,
        Kind::Admin1 => sketch.radius_m > STATE_M,
        Kind::Town => sketch.code == "PPLC" || sketch.population >= METROPOLIS,
        _ => false,
    }
}

/// Natural logarithm of inhabitants, or of what stands for them where a kind has none.
fn prominence(kind: Kind, sketch: &Sketch<'_>) -> f32 {
    let people = sketch.population as f32;
    match kind {
        Kind::Country => people.max(1e6).ln() + 3.0,
        Kind::Admin1 => people.max(1e6).ln(),
        Kind::Admin2 => people.max(8e3).ln() - 1.0,
        Kind::Region => 15.0,
        // Oceans and deserts are named like countries, ponds like hamlets.
        Kind::Water | Kind::Land if sketch.radius_m >= 1e6 => 17.0,
        Kind::Water | Kind::Land if sketch.radius_m >= 1e5 => 14.0,
        Kind::Water | Kind::Land => 12.0,
        // Seats of power that the overlay lists are named more than the towns of their name.
        Kind::Site if matches!(sketch.code, "PAL" | "GOVL" | "CSTL") => 16.0,
        Kind::Site => 7.0,
        Kind::Town => {
            let boost = match sketch.code {
                "PPLC" => 2.5,
                "PPLA" => 0.7,
                "PPLA2" => 0.3,
                "PPLX" | "PPLH" | "PPLQ" => -1.5,
                _ => 0.0,
            };
            people.max(300.0).ln() + boost
        }
    }
}

/// What the kind asked for adds to an option, and whether it is of that kind.
fn asked(ask: Ask, kind: Kind) -> (f32, bool) {
    let fits = match ask {
        Ask::Any | Ask::Airfield | Ask::Naval | Ask::Road => return (0.0, false),
        Ask::Site => kind == Kind::Site,
        Ask::Division => matches!(kind, Kind::Admin1 | Kind::Admin2),
        Ask::Water => kind == Kind::Water,
        Ask::Land => matches!(kind, Kind::Land | Kind::Region),
        Ask::Town => kind == Kind::Town,
    };
    let weight = if ask == Ask::Site { 0.5 } else { 3.0 };
    if fits { (weight, true) } else { (0.0, false) }
}
