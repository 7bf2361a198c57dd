//! The base map's file: what `examples/build_assets` writes, section by section.

use super::arcs::{Arcs, FINEST, GRID, Node, Step, read_steps};
use super::codec::{Damaged, Reader};
use super::locate::Index;
use super::names::Shelf;
use super::{
    Area, Basemap, Country, Disputed, Division, Line, Polygon, River, Spot, Town, TownRank, Water,
};

use std::collections::HashSet;

/// What a line parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineClass {
    /// Countries.
    Border,
    /// Countries, or one of them and ground it claims, where that is disputed.
    Disputed,
    /// First-level divisions of one country.
    Division,
}

/// What an area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaKind {
    /// Lake or reservoir.
    Lake,
    /// Built-up land.
    Urban,
    /// Disputed ground; found in [`Basemap::disputed`].
    Disputed,
    /// Glacier or ice cap.
    Ice,
}

pub(super) fn read(bytes: &[u8]) -> Result<Basemap, Damaged> {
    let mut r = Reader::new(bytes);
    let r = &mut r;
    r.section("land and borders");
    let ground = Arcs::read(r)?;
    let land = r.list(|r| {
        let level = r.byte()?;
        polygon(r, &ground, level)
    })?;
    let lines = r.list(|r| line(r, &ground))?;
    r.section("countries and divisions");
    let mut countries = r.list(country)?;
    let divisions = r.list(|r| division(r, &ground, countries.len()))?;
    r.section("disputed ground");
    let mut disputed = r.list(|r| disputed_divisions(r, divisions.len()))?;
    mark_disputed(&mut countries, &divisions, &disputed);
    r.section("lakes and built-up land");
    let outlines = Arcs::read(r)?;
    let mut areas = Vec::new();
    for _ in 0..r.size()? {
        area(r, &outlines, &mut areas, &mut disputed)?;
    }
    r.section("rivers");
    let streams = Arcs::read(r)?;
    let river_names = r.list(|r| r.text().map(Box::from))?;
    let rivers = (0..streams.len() as u32)
        .map(|arc| {
            let zoom = f32::from(r.byte()?) / 10.0;
            Ok(River { arc, zoom, name: r.index(river_names.len())? })
        })
        .collect::<Result<_, Damaged>>()?;
    r.section("towns");
    let towns = towns(r)?;
    r.section("names of water");
    let waters = r.list(water)?;
    if !r.is_empty() {
        return Err(r.damaged());
    }
    let index = Index::new(&divisions);
    Ok(Basemap {
        ground,
        outlines,
        streams,
        land,
        lines,
        countries,
        divisions,
        disputed,
        areas,
        rivers,
        river_names,
        towns,
        waters,
        index,
        names: Shelf::default(),
    })
}

fn polygon(r: &mut Reader<'_>, arcs: &Arcs, level: u8) -> Result<Polygon, Damaged> {
    let rings = r.list(|r| read_steps(r, arcs.len()))?.into_boxed_slice();
    Ok(with_extent(rings, arcs, level))
}

fn with_extent(rings: Box<[Box<[Step]>]>, arcs: &Arcs, level: u8) -> Polygon {
    let extent = arcs.extent_of(rings.first().map(|r| &**r).unwrap_or_default());
    Polygon { rings, extent, level: level.min(FINEST) }
}

fn line(r: &mut Reader<'_>, arcs: &Arcs) -> Result<Line, Damaged> {
    let class = match r.byte()? {
        0 => LineClass::Border,
        1 => LineClass::Disputed,
        2 => LineClass::Division,
        _ => return Err(r.damaged()),
    };
    let zoom = f32::from(r.byte()?) / 16.0;
    let steps = read_steps(r, arcs.len())?;
    Ok(Line { extent: arcs.extent_of(&steps), steps, class, zoom })
}

fn grid(r: &mut Reader<'_>) -> Result<i32, Damaged> {
    r.index(GRID as usize + 1).map(|v| v as i32)
}

fn node(r: &mut Reader<'_>) -> Result<Node, Damaged> {
    Ok([grid(r)?, grid(r)?])
}

fn spot(r: &mut Reader<'_>) -> Result<Spot, Damaged> {
    let at = node(r)?;
    Ok(Spot { at, size: node(r)?.map(i32::unsigned_abs) })
}

fn country(r: &mut Reader<'_>) -> Result<Country, Damaged> {
    let mut text = || r.text().map(Box::from);
    let (iso2, a3, name) = (text()?, text()?, text()?);
    Ok(Country { iso2, a3, name, label: spot(r)?, disputed: false })
}

fn division(r: &mut Reader<'_>, arcs: &Arcs, countries: usize) -> Result<Division, Damaged> {
    let country = r.index(countries)?;
    let names = r.list(|r| r.text().map(Box::from))?.into_boxed_slice();
    let (iso, geonames) = (Box::from(r.text()?), Box::from(r.text()?));
    let label = spot(r)?;
    let polygons = r.list(|r| polygon(r, arcs, 0))?.into_boxed_slice();
    Ok(Division { country, names, iso, geonames, label, polygons })
}

fn disputed_divisions(r: &mut Reader<'_>, divisions: usize) -> Result<Disputed, Damaged> {
    let (name, claims) = (Box::from(r.text()?), Box::from(r.text()?));
    let divisions = r.list(|r| r.index(divisions))?.into_boxed_slice();
    Ok(Disputed { name, claims, divisions, outlines: Vec::new() })
}

/// Marks the countries that have no ground but what is disputed.
fn mark_disputed(countries: &mut [Country], divisions: &[Division], disputed: &[Disputed]) {
    let held: HashSet<u32> = disputed.iter().flat_map(|d| d.divisions.iter().copied()).collect();
    let free: HashSet<u32> = (0..)
        .zip(divisions)
        .filter(|(i, _)| !held.contains(i))
        .map(|(_, division)| division.country)
        .collect();
    for (i, country) in (0..).zip(countries) {
        country.disputed = !free.contains(&i);
    }
}

fn area(
    r: &mut Reader<'_>,
    arcs: &Arcs,
    areas: &mut Vec<Area>,
    disputed: &mut Vec<Disputed>,
) -> Result<(), Damaged> {
    let kind = match r.byte()? {
        0 => AreaKind::Lake,
        1 => AreaKind::Urban,
        2 => AreaKind::Disputed,
        3 => AreaKind::Ice,
        _ => return Err(r.damaged()),
    };
    let level = r.byte()?;
    let about = match kind {
        AreaKind::Disputed => Some((r.text()?, r.text()?)),
        _ => None,
    };
    let rings = r.list(|r| {
        let arc = r.index(arcs.len())?;
        Ok(Box::from([Step { arc, back: false }]))
    })?;
    let polygon = with_extent(rings.into_boxed_slice(), arcs, level);
    let Some((name, claims)) = about else {
        areas.push(Area { kind, polygon });
        return Ok(());
    };
    match disputed.iter_mut().find(|d| &*d.name == name) {
        Some(known) => known.outlines.push(polygon),
        None => disputed.push(Disputed {
            name: Box::from(name),
            claims: Box::from(claims),
            divisions: Box::default(),
            outlines: vec![polygon],
        }),
    }
    Ok(())
}

fn towns(r: &mut Reader<'_>) -> Result<Vec<Town>, Damaged> {
    let names: Vec<&str> = r.list(Reader::text)?;
    let axis = |r: &mut Reader<'_>| {
        let mut at = 0_i64;
        (0..names.len())
            .map(|_| {
                at = at.saturating_add(r.signed()?);
                i32::try_from(at).ok().filter(|v| (0..=GRID).contains(v)).ok_or(r.damaged())
            })
            .collect::<Result<Vec<i32>, Damaged>>()
    };
    let (xs, ys) = (axis(r)?, axis(r)?);
    let places = names.iter().zip(xs.into_iter().zip(ys));
    places
        .map(|(name, (x, y))| {
            let zoom = f32::from(r.byte()?) / 16.0;
            let rank = match r.byte()? {
                0 => TownRank::Town,
                1 => TownRank::Seat,
                2 => TownRank::Capital,
                _ => return Err(r.damaged()),
            };
            let hundreds = u32::try_from(r.unsigned()?).map_err(|_| r.damaged())?;
            let population = hundreds.saturating_mul(100);
            Ok(Town { name: Box::from(*name), at: [x, y], population, zoom, rank })
        })
        .collect()
}

fn water(r: &mut Reader<'_>) -> Result<Water, Damaged> {
    let name = Box::from(r.text()?);
    let at = node(r)?;
    let mut zoom = || r.byte().map(|b| f32::from(b) / 16.0);
    let (from_zoom, to_zoom) = (zoom()?, zoom()?);
    Ok(Water { name, at, from_zoom, to_zoom })
}
