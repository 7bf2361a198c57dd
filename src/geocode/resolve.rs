//! Which place each name of a document is.

use super::cues::Target;
use super::evidence::{self, Choice, Group, Kind, Why};
use super::names::{Known, NameIndex};
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

/// Settles all names of a document together.
pub(crate) fn resolve(words: &Words<'_>, index: &dyn NameIndex, spans: &[Span]) -> Resolution {
    let mut keys = Keys { map: HashMap::new() };
    let mut groups: Vec<Group> = Vec::new();
    let mut by_name: HashMap<(String, Ask, u32), usize> = HashMap::new();
    let containers = containers(words, index, spans);
    let mut of_span = Vec::with_capacity(spans.len());
    for (span, container) in spans.iter().zip(&containers) {
        let name = words.slice(&words.bytes(&span.name)).to_lowercase();
        let key = (name, ask_of(span), container.map_or(0, |id| id + 1));
        let at = *by_name.entry(key).or_insert_with(|| {
            groups.push(group(index, span, *container, &mut keys));
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.count += 1;
        }
        of_span.push(groups.get(at).filter(|g| !g.options.is_empty()).map(|_| at));
    }
    follow_containers(&mut groups, &by_name);
    evidence::settle(&mut groups, &[]);
    Resolution { groups, of_span }
}

/// A name once said with its state keeps it for the rest of the document.
fn follow_containers(groups: &mut [Group], by_name: &HashMap<(String, Ask, u32), usize>) {
    for ((name, _, container), at) in by_name {
        if *container == 0 {
            continue;
        }
        let held: Vec<u32> = groups
            .get(*at)
            .map(|g| g.options.iter().filter(|o| o.why.container).map(|o| o.id).collect())
            .unwrap_or_default();
        for ((other, _, none), to) in by_name {
            if other != name || *none != 0 {
                continue;
            }
            let options = groups.get_mut(*to).map(|g| g.options.iter_mut());
            for option in options.into_iter().flatten().filter(|o| held.contains(&o.id)) {
                option.base += 4.0;
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

fn group<'a>(
    index: &'a dyn NameIndex,
    span: &Span,
    container: Option<u32>,
    keys: &mut Keys<'a>,
) -> Group {
    let fixed = span.target.map(|row| target(index, row));
    let hits = fixed.as_ref().unwrap_or(&span.hits);
    let obscure = |hit: &&Known| index.sketch(hit.id).is_some_and(|s| s.is_obscure());
    // However many farms bear a name, together they are no likelier to be meant than one.
    let crowd = (hits.iter().filter(obscure).count().max(1) as f32).ln();
    let mut options: Vec<Choice> = hits
        .iter()
        .filter_map(|hit| {
            let mut option = choice(index, hit, crowd, keys)?;
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
        PROMINENCE * prominence(kind, sketch.code, sketch.population)
    };
    let quality = (hit.quality.clamp(0.0, 1.0) - 1.0) * OTHER_NAME;
    Some(Choice {
        id: hit.id,
        position: sketch.position,
        radius_m: sketch.radius_m,
        seat: matches!(sketch.code, "PPLA" | "PPLC"),
        kind,
        country: keys.key(sketch.country),
        admin1: keys.key(sketch.admin1),
        base: own + quality,
        score: 0.0,
        belief: 0.0,
        why: Why::default(),
    })
}

/// Natural logarithm of inhabitants, or of what stands for them where a kind has none.
pub(crate) fn prominence(kind: Kind, code: &str, population: u64) -> f32 {
    let people = population as f32;
    match kind {
        Kind::Country => people.max(1e6).ln() + 3.0,
        Kind::Admin1 => people.max(1e6).ln(),
        Kind::Admin2 => people.max(8e3).ln() - 1.0,
        Kind::Region => 15.0,
        Kind::Water | Kind::Land => 12.0,
        Kind::Site => 7.0,
        Kind::Town => {
            let boost = match code {
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
