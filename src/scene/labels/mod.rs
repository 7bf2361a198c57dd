//! Names on the ground: countries, divisions, towns, water, disputed ground, without overlaps.
//!
//! Names are placed greedily, the weightiest first, in an order that depends on the zoom alone; a
//! name stands at a fixed offset from its ground, so panning moves all of them together. At the
//! screen's edge names that are partly off screen are placed too, so that none jumps when it comes in.

use super::basemap::Sheet;
use super::palette::{Palette, Rgba};
use super::shape::{Align, Pt, Rect, Shape, Stroke, Text};
use super::text;
use crate::basemap::names::Thing;
use crate::basemap::{Basemap, Country, Division, Extent, Node, Spot, Town, TownRank, Water};
use crate::model::Language;
use crate::projection::Viewport;

/// Points between two names.
const GAP: f32 = 3.0;

/// Most towns tried in one picture, the weightiest first.
const MOST_TOWNS: usize = 1500;

/// Names of a viewport, in a language where they are known in it. `occupied` holds the ground of marks and their names, which is left free; the
/// ground of every name placed is added to it.
#[must_use]
pub fn shapes(
    map: &Basemap,
    viewport: &Viewport,
    palette: &Palette,
    language: Option<Language>,
    occupied: &mut Vec<Rect>,
) -> Vec<Shape> {
    let taken = std::mem::take(occupied);
    let mut page = Page { viewport, palette, language, taken, shapes: Vec::new() };
    let sheets: Vec<Sheet> =
        viewport.copies().map(|copy| Sheet::new(viewport, f64::from(copy))).collect();
    for sheet in &sheets {
        page.countries(map, sheet);
    }
    for sheet in &sheets {
        page.capitals_and_towns(map, sheet, |t| t.rank == TownRank::Capital || t.zoom < 5.0);
        page.waters(map, sheet);
        page.disputed(map, sheet);
    }
    for sheet in &sheets {
        page.capitals_and_towns(map, sheet, |t| t.rank != TownRank::Capital && t.zoom >= 5.0);
        page.divisions(map, sheet);
    }
    *occupied = page.taken;
    page.shapes
}

/// What has been placed so far.
struct Page<'a> {
    viewport: &'a Viewport,
    palette: &'a Palette,
    language: Option<Language>,
    taken: Vec<Rect>,
    shapes: Vec<Shape>,
}

/// How a name is written.
#[derive(Clone, Copy)]
struct Hand {
    size: f32,
    strong: bool,
    italic: bool,
    color: Rgba,
}

impl Page<'_> {
    /// What a thing is called.
    fn name<'m>(&self, map: &'m Basemap, thing: Thing) -> &'m str {
        map.name_of(thing, self.language)
    }

    fn zoom(&self) -> f32 {
        self.viewport.zoom as f32
    }

    /// Whether the ground is free and at least partly on screen.
    fn free(&self, rect: Rect) -> bool {
        let screen = Rect::new(Pt::default(), Pt::new(self.viewport.width, self.viewport.height));
        let wide = Rect::new(
            Pt::new(rect.min.x - GAP, rect.min.y - GAP / 2.0),
            Pt::new(rect.max.x + GAP, rect.max.y + GAP / 2.0),
        );
        rect.intersects(screen) && !self.taken.iter().any(|t| t.intersects(wide))
    }

    /// Places lines of text around a middle, if there is room.
    fn centred(&mut self, middle: Pt, lines: &[String], hand: Hand) -> bool {
        let step = hand.size * 1.15;
        let width =
            lines.iter().map(|l| text::width(l, hand.size, hand.strong)).fold(0.0, f32::max);
        let (w, h) = (width / 2.0, step * lines.len() as f32 / 2.0);
        let rect =
            Rect::new(Pt::new(middle.x - w, middle.y - h), Pt::new(middle.x + w, middle.y + h));
        if !self.free(rect) {
            return false;
        }
        self.taken.push(rect);
        for (i, line) in lines.iter().enumerate() {
            let y = middle.y + step * (i as f32 - (lines.len() as f32 - 1.0) / 2.0);
            self.write(Pt::new(middle.x, y), Align::Center, line, hand);
        }
        true
    }

    fn write(&mut self, at: Pt, align: Align, words: &str, hand: Hand) {
        self.shapes.push(Shape::Text(Text {
            at,
            align,
            text: words.to_owned(),
            size: hand.size,
            strong: hand.strong,
            italic: hand.italic,
            color: hand.color,
            halo: Some(self.palette.halo),
        }));
    }

    fn countries(&mut self, map: &Basemap, sheet: &Sheet) {
        if self.zoom() > 8.0 {
            return;
        }
        // Widest ground first, by cells and then by name: an order that no pan changes.
        let mut seen: Vec<(usize, &Country)> = map
            .countries
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.iso2.is_empty() && !c.disputed && self.around(sheet, c.label.at))
            .collect();
        seen.sort_by(|(_, a), (_, b)| {
            extent(b.label).cmp(&extent(a.label)).then(a.name.cmp(&b.name))
        });
        for (at, country) in seen {
            let wide = sheet.points(country.label.size[0]);
            let high = sheet.points(country.label.size[1]);
            let size = (9.5 + (wide.min(high * 1.6) / 60.0)).clamp(9.5, 17.0);
            let hand =
                Hand { size, strong: true, italic: false, color: self.palette.country_label };
            let lines = broken(self.name(map, Thing::Country(at)), hand, (wide * 0.92).max(64.0));
            let widest = lines.iter().map(|l| text::width(l, size, true)).fold(0.0, f32::max);
            // A name may run over its ground by half, no more.
            if widest > wide * 1.5 || size * 1.15 * lines.len() as f32 > high * 1.6 {
                continue;
            }
            self.centred(sheet.screen(country.label.at), &lines, hand);
        }
    }

    fn divisions(&mut self, map: &Basemap, sheet: &Sheet) {
        let zoom = self.zoom();
        if !(5.5..10.5).contains(&zoom) {
            return;
        }
        let seen: Vec<(usize, &Division)> = map
            .divisions
            .iter()
            .enumerate()
            .filter(|(_, d)| self.around(sheet, d.label.at))
            .collect();
        for (at, division) in seen {
            let name = self.name(map, Thing::Division(at));
            let wide = sheet.points(division.label.size[0]);
            let high = sheet.points(division.label.size[1]);
            if wide < 110.0 || high < 60.0 || wide > 1600.0 {
                continue;
            }
            let hand = Hand {
                size: 10.0 + ((zoom - 5.5) * 0.3).min(1.0),
                strong: false,
                italic: false,
                color: self.palette.division_label(),
            };
            let lines = broken(&capitals(name, self.language), hand, (wide * 0.75).max(60.0));
            let widest = lines.iter().map(|l| text::width(l, hand.size, false)).fold(0.0, f32::max);
            if widest < wide * 0.85 {
                self.centred(sheet.screen(division.label.at), &lines, hand);
            }
        }
    }

    fn waters(&mut self, map: &Basemap, sheet: &Sheet) {
        let zoom = self.zoom();
        let shown = |(_, w): &(usize, &Water)| w.from_zoom <= zoom && zoom <= w.to_zoom;
        for (at, water) in map.waters.iter().enumerate().filter(shown) {
            if !self.around(sheet, water.at) {
                continue;
            }
            let size = (10.0 + (zoom - water.from_zoom) * 0.9).clamp(10.0, 14.0);
            let ocean = water.name.ends_with("Ocean");
            let hand = Hand {
                size: if ocean { size + 2.0 } else { size },
                strong: false,
                italic: true,
                color: self.palette.water_label,
            };
            let lines =
                broken(self.name(map, Thing::Water(at)), hand, if ocean { 90.0 } else { 96.0 });
            self.centred(sheet.screen(water.at), &lines, hand);
        }
    }

    fn disputed(&mut self, map: &Basemap, sheet: &Sheet) {
        let hand =
            Hand { size: 10.5, strong: false, italic: true, color: self.palette.country_label };
        for (at, area) in map.disputed.iter().enumerate() {
            let divisions = area.divisions.iter().filter_map(|d| map.divisions.get(*d as usize));
            let largest = divisions.map(|d| d.label).max_by_key(|l| extent(*l));
            let own = area.outlines.iter().map(|o| middle(o.extent)).max_by_key(|l| extent(*l));
            let Some(label) = largest.or(own) else { continue };
            if sheet.points(label.size[0]) < 34.0 || !self.around(sheet, label.at) {
                continue;
            }
            let lines = broken(self.name(map, Thing::Disputed(at)), hand, 80.0);
            self.centred(sheet.screen(label.at), &lines, hand);
        }
    }

    fn capitals_and_towns(&mut self, map: &Basemap, sheet: &Sheet, which: impl Fn(&Town) -> bool) {
        let zoom = self.zoom();
        // Sorted by the zoom from which they are shown: the weightiest first.
        let shown = map.towns.iter().enumerate().take_while(|(_, t)| t.zoom <= zoom);
        let seen: Vec<(usize, &Town)> =
            shown.filter(|(_, t)| which(t) && self.around(sheet, t.at)).take(MOST_TOWNS).collect();
        for (number, town) in seen {
            self.town(sheet.screen(town.at), town, self.name(map, Thing::Town(number)));
        }
    }

    fn town(&mut self, at: Pt, town: &Town, name: &str) {
        let above = self.zoom() - town.zoom;
        let size = match town.rank {
            TownRank::Capital => (11.0 + above * 0.5).clamp(11.0, 14.0),
            _ => (10.0 + above * 0.45).clamp(10.0, 13.0),
        };
        let strong = town.rank == TownRank::Capital;
        let hand = Hand { size, strong, italic: false, color: self.palette.label };
        let dot = match town.rank {
            TownRank::Capital => 2.9,
            TownRank::Seat => 2.3,
            TownRank::Town => 1.9,
        };
        let around = Rect::new(Pt::new(at.x - dot, at.y - dot), Pt::new(at.x + dot, at.y + dot));
        if !self.free(around) {
            return;
        }
        let width = text::width(name, size, strong);
        let (gap, h) = (dot + 3.0, size * 0.6);
        let right = Rect::new(Pt::new(at.x + gap, at.y - h), Pt::new(at.x + gap + width, at.y + h));
        let left = Rect::new(Pt::new(at.x - gap - width, at.y - h), Pt::new(at.x - gap, at.y + h));
        let over = |y: f32| {
            Rect::new(Pt::new(at.x - width / 2.0, y - h), Pt::new(at.x + width / 2.0, y + h))
        };
        let (up, down) = (at.y - dot - h - 1.5, at.y + dot + h + 1.5);
        let spots = [
            (right, Pt::new(at.x + gap, at.y), Align::Left),
            (left, Pt::new(at.x - gap, at.y), Align::Right),
            (over(up), Pt::new(at.x, up), Align::Center),
            (over(down), Pt::new(at.x, down), Align::Center),
        ];
        let Some((rect, point, align)) = spots.into_iter().find(|(r, ..)| self.free(*r)) else {
            return;
        };
        self.taken.extend([rect, around]);
        self.dot(at, dot, strong);
        self.write(point, align, name, hand);
    }

    fn dot(&mut self, center: Pt, radius: f32, capital: bool) {
        let rim = Stroke::new(1.0, self.palette.label.alpha(0.85));
        let fill = if capital { self.palette.label } else { self.palette.halo };
        let fill = Some(Rgba(fill.0, fill.1, fill.2, 255));
        self.shapes.push(Shape::Circle { center, radius, fill, stroke: Some(rim) });
    }

    /// Whether a spot lies on screen or so near to it that its name may reach in.
    fn around(&self, sheet: &Sheet, at: Node) -> bool {
        let p = sheet.screen(at);
        (-220.0..self.viewport.width + 220.0).contains(&p.x)
            && (-40.0..self.viewport.height + 40.0).contains(&p.y)
    }
}

/// A name in capitals, as divisions are written; left as it is where its letters have none. Georgian
/// has some, which titles alone are set in and the fonts lack; Turkish and Azerbaijani keep the dot.
fn capitals(name: &str, language: Option<Language>) -> String {
    if name.chars().any(|c| matches!(c, '\u{10a0}'..='\u{10ff}')) {
        return name.to_owned();
    }
    match language.map(Language::code) {
        Some("tr" | "az") => name.replace('i', "İ").to_uppercase(),
        _ => name.to_uppercase(),
    }
}

/// How large a piece of ground is, for ordering.
fn extent(spot: Spot) -> u64 {
    u64::from(spot.size[0]) * u64::from(spot.size[1])
}

fn middle(extent: Extent) -> Spot {
    let ([ax, ay], [bx, by]) = (extent.min, extent.max);
    let size = extent.size().map(|v| u32::try_from(v).unwrap_or(0));
    Spot { at: [ax / 2 + bx / 2, ay / 2 + by / 2], size }
}

/// Words in up to three lines of about the same width, none wider than `most` where words allow it.
fn broken(words: &str, hand: Hand, most: f32) -> Vec<String> {
    let width = |s: &str| text::width(s, hand.size, hand.strong);
    let all = width(words);
    if all <= most || !words.contains(' ') {
        return vec![words.to_owned()];
    }
    let count = (all / most).ceil().clamp(2.0, 3.0);
    let aim = (all / count * 1.12).max(most.min(all / count * 1.3));
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line) + width(word) + width(" ") <= aim => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests;
