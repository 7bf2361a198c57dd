//! The surface beside a scan of all events: nothing lost, nothing moved.

use super::*;
use crate::model::fixture::{event, place};
use crate::model::{Dataset, Event, LonLat, Place, Second, TimeSpan};
use crate::query::{Query, Standing};
use crate::scene::palette::Palette;
use proptest::prelude::*;

const DAY_S: i64 = 86_400;
const EVENTS: usize = 6_000;

/// Numbers without order (xorshift64).
fn numbers() -> impl FnMut(u64) -> u64 {
    let mut state = 88_172_645_463_325_252_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    }
}

/// Six thousand events at a thousand spots around two towns, a tenth of them at a region.
fn index() -> Arc<EventIndex> {
    let mut next = numbers();
    let mut places: Vec<Place> = (0..1_000)
        .map(|at| {
            let (lon, lat) = if at % 2 == 0 { (36.3, 33.5) } else { (41.2, 37.0) };
            let off = |n: u64| (n as f64 - 500.0) / 2_000.0;
            place("Here", lon + off(next(1_000)), lat + off(next(1_000)), 100.0)
        })
        .collect();
    places.push(place("Here", 38.5, 35.0, 250_000.0));
    let events = (0..EVENTS)
        .map(|_| {
            let at = if next(10) == 0 { 1_000 } else { next(1_000) };
            let category = ["attack", "protest", "meeting"][next(3) as usize];
            let when = TimeSpan::day(2025, 1 + next(12) as u8, 1 + next(28) as u8);
            Event { when, ..event("Something", category, None, &[at as u32]) }
        })
        .collect();
    let dataset = Dataset { places, events, ..Dataset::default() };
    Arc::new(EventIndex::new(Arc::new(dataset)))
}

fn matches(index: &Arc<EventIndex>, first_day: i64, days: i64) -> Matches {
    let begin = Second::from_civil(2025, 1, 1, 0, 0, 0).unwrap();
    let from = begin.0 + first_day * DAY_S;
    let window = Window::new(Second(from), Second(from + days * DAY_S));
    Query { window: Some(window) }.run(index)
}

fn view(lon: f64, lat: f64, zoom: f64) -> Viewport {
    Viewport::new(LonLat::clamped(lon, lat), zoom, 1000.0, 700.0)
}

/// Points on screen of the events that a window shows at spots.
fn scanned(matches: &Matches, viewport: &Viewport) -> Vec<Pt> {
    let dataset = matches.index().dataset();
    let shown =
        dataset.events.iter().enumerate().filter(|(at, _)| {
            matches.of(crate::model::EventId::from_index(*at)) != Standing::Outside
        });
    let spots = shown.filter_map(|(_, event)| dataset.place(*event.places.first()?));
    let spots = spots.filter(|place| !crate::query::is_rough(place));
    spots.map(|place| viewport.screen_from_lonlat(place.position).into()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn squares_cover_every_event_of_the_window_and_no_other(
        lon in 34.0..44.0f64, lat in 32.0..38.0f64, zoom in 3.0..7.5f64,
        first in 0..330i64, days in 1..60i64, dark: bool,
    ) {
        let index = index();
        let (matches, viewport) = (matches(&index, first, days), view(lon, lat, zoom));
        let mut surface = Surface::default();
        prop_assume!(surface.look(&matches, &viewport));
        let palette = if dark { Palette::dark() } else { Palette::light() };
        let subject = Subject { hide_outside: true, ..Subject::of(&matches, &palette) };
        let Shape::Cells(cells) = surface.squares(&subject, &viewport) else {
            panic!("squares are cells");
        };
        let points = scanned(&matches, &viewport);
        let on_screen: Vec<&Pt> = points
            .iter()
            .filter(|p| (1.0..=999.0).contains(&p.x) && (1.0..=699.0).contains(&p.y))
            .collect();
        for point in &on_screen {
            let near = cells.iter().any(|(rect, _)| {
                rect.min.x - 0.01 <= point.x && point.x <= rect.max.x + 0.01
                    && rect.min.y - 0.01 <= point.y && point.y <= rect.max.y + 0.01
            });
            prop_assert!(near, "no square at {point:?}");
            let square = surface.square_at(&viewport, **point).unwrap();
            prop_assert!(square.shown > 0 && square.shown <= square.total);
        }
        for (rect, _) in &cells {
            let grown = Rect::new(
                Pt::new(rect.min.x - 0.01, rect.min.y - 0.01),
                Pt::new(rect.max.x + 0.01, rect.max.y + 0.01),
            );
            prop_assert!(points.iter().any(|p| grown.contains(*p)), "an empty square is drawn");
        }
        // Squares reach over the screen's edges: no fewer than lie on it.
        prop_assert!(surface.total() >= on_screen.len());
        prop_assert_eq!(matches.counts.shown - rough(&matches), points.len());
    }
}

fn rough(matches: &Matches) -> usize {
    matches.index().rough().iter().map(|rough| rough.meeting(matches.window())).sum()
}

#[test]
fn the_switch_depends_on_the_view_and_not_on_the_window() {
    let index = index();
    let mut surface = Surface::default();
    let (wide, close) = (view(38.5, 35.0, 5.0), view(36.3, 33.5, 11.0));
    for (first, days) in [(0, 365), (10, 1), (500, 3), (0, 365)] {
        assert!(surface.look(&matches(&index, first, days), &wide), "{first} {days}");
    }
    for (first, days) in [(0, 365), (10, 1), (0, 365)] {
        assert!(!surface.look(&matches(&index, first, days), &close), "{first} {days}");
    }
}

#[test]
fn at_the_switch_marks_and_squares_hold_the_same_events_at_the_same_ground() {
    let index = index();
    let all = matches(&index, 0, 365);
    let mut surface = Surface::default();
    assert!(surface.look(&all, &view(36.3, 33.5, 6.0)));
    // Closer, step by step, until the surface gives way.
    let mut viewport = view(36.3, 33.5, 6.0);
    let mut squares = (0, Vec::new());
    while surface.look(&all, &viewport) {
        let seen = surface.seen.as_ref().unwrap();
        let area = seen.view.area();
        let full = (0u32..).zip(&seen.all.counts).filter(|(_, count)| **count > 0);
        let cells = full.map(|(at, _)| (area.left + at % area.width, area.top + at / area.width));
        squares = (area.level, cells.collect());
        viewport = viewport.zoom_at(Screen::new(500.0, 350.0), 0.05);
    }
    let (level, cells) = squares;
    let marks = marks::Grouping::of(&index, &viewport);
    let side = f64::from(level).exp2();
    let mut events = 0;
    for mark in marks.marks() {
        for place in mark.places.iter().filter_map(|id| index.dataset().place(*id)) {
            let at = World::from_lonlat(place.position);
            if viewport.shows(viewport.screen_from_world(at), 0.0) {
                let cell = ((at.x * side) as u32, (at.y * side) as u32);
                assert!(cells.contains(&cell), "no square was at {:?}", place.position);
            }
        }
        let here = |id: &&crate::model::EventId| {
            let event = index.dataset().event(**id);
            let place = event.and_then(|event| index.dataset().place(*event.places.first()?));
            place.is_some_and(|place| {
                viewport.shows(viewport.screen_from_lonlat(place.position), 0.0)
            })
        };
        events += mark.events.iter().filter(here).count();
    }
    // The squares reach over the screen's edge by less than one of them; marks lie within it.
    let total = surface.seen.as_ref().unwrap().all.total;
    assert!(events > 1_000 && events <= total && total <= MARKS_AGAIN, "{events} of {total}");
    assert_eq!(events, scanned(&all, &viewport).iter().filter(|at| inside(at)).count());
}

fn inside(at: &Pt) -> bool {
    (0.0..=1000.0).contains(&at.x) && (0.0..=700.0).contains(&at.y)
}

#[test]
fn a_sheet_lays_its_squares_where_the_surface_has_them() {
    let index = index();
    let matches = matches(&index, 0, 365);
    let palette = Palette::light();
    let subject = Subject::of(&matches, &palette);
    // The whole world several times over, a region, and a view across the antimeridian.
    for viewport in [view(38.5, 35.0, 0.0), view(38.5, 35.0, 6.3), view(-140.0, 35.0, 1.6)] {
        let mut surface = Surface::default();
        assert!(surface.look(&matches, &viewport));
        let (sheet, ink) = (surface.sheet(&viewport).unwrap(), surface.ink(&subject));
        let seen = surface.seen.as_ref().unwrap();
        let [x, y] = sheet.corner_pt;
        let mut laid = Vec::new();
        for copy in 0..sheet.copies {
            let counts = (0u32..).zip(seen.shown().iter().zip(&seen.all.counts));
            for (at, (shown, all)) in counts {
                let Some(color) = ink.of(*shown, *all) else { continue };
                let left = x
                    + copy as f32 * sheet.world_pt
                    + (at % sheet.area.width) as f32 * sheet.side_pt;
                let top = y + (at / sheet.area.width) as f32 * sheet.side_pt;
                laid.push((left, top, color));
            }
        }
        let Shape::Cells(runs) = surface.squares(&subject, &viewport) else { panic!("cells") };
        assert!(!runs.is_empty());
        for (rect, color) in &runs {
            let within = laid.iter().filter(|(left, top, fill)| {
                fill == color
                    && (top - rect.min.y).abs() < 0.05
                    && (rect.min.x - 0.05..rect.max.x - 0.05).contains(left)
            });
            let wide = (rect.width() / sheet.side_pt).round() as usize;
            assert_eq!(within.count(), wide, "{rect:?} in {viewport:?}");
        }
    }
}

#[test]
fn between_more_and_fewer_nothing_flickers() {
    let index = index();
    let all = matches(&index, 0, 365);
    let count = |surface: &mut Surface, viewport: &Viewport| {
        surface.look(&all, viewport);
        surface.seen.as_ref().unwrap().all.total
    };
    // A view that holds more than bring marks back and fewer than bring the surface.
    let between = (0..400)
        .map(|at| view(36.3 + f64::from(at) * 0.01, 33.6, 7.0))
        .find(|view| (MARKS_AGAIN + 1..MARKS_MOST).contains(&count(&mut Surface::default(), view)));
    let Some(between) = between else { panic!("no such view") };
    let mut surface = Surface::default();
    assert!(!surface.look(&all, &between), "coming from marks");
    assert!(surface.look(&all, &view(38.5, 35.0, 5.0)));
    assert!(surface.look(&all, &between), "coming from the surface");
}

#[test]
fn regions_are_tags_with_their_numbers_and_never_squares() {
    let index = index();
    let matches = matches(&index, 0, 365);
    let viewport = view(38.5, 35.0, 5.0);
    let mut surface = Surface::default();
    assert!(surface.look(&matches, &viewport));
    let palette = Palette::light();
    let subject = Subject::of(&matches, &palette);
    let (over, regions) = surface.over(&subject, &viewport, [None; 2], &mut Vec::new());
    let inside = rough(&matches);
    assert_eq!(regions.unseen, 0);
    let says =
        |shape: &Shape| matches!(shape, Shape::Text(text) if text.text == format!("Here {inside}"));
    assert!(over.shapes.iter().any(says));
    assert!(over.hits[0].label.contains(&format!("{inside} in the window")), "{:?}", over.hits[0]);
    assert_eq!(surface.total() + inside, EVENTS);
}

#[test]
fn the_fullest_blocks_are_told_first_and_few() {
    let index = index();
    let viewport = view(38.5, 35.0, 5.0);
    let mut surface = Surface::default();
    assert!(surface.look(&matches(&index, 0, 365), &viewport));
    let blocks = surface.blocks(&viewport);
    let counts: Vec<usize> =
        blocks.iter().map(|b| b.label.split(' ').next().unwrap().parse().unwrap()).collect();
    assert!(!blocks.is_empty() && blocks.len() <= MOST_BLOCKS);
    assert!(counts.iter().rev().is_sorted(), "{counts:?}");
    assert!(blocks[0].label.contains("° N"), "{}", blocks[0].label);
}

#[test]
fn few_events_are_never_a_surface() {
    let dataset = Dataset { places: vec![place("Here", 1.0, 1.0, 0.0)], ..Dataset::default() };
    let index = Arc::new(EventIndex::new(Arc::new(dataset)));
    let mut surface = Surface::default();
    assert!(!surface.look(&Query::default().run(&index), &view(0.0, 0.0, 1.0)));
    assert_eq!(surface.square_at(&view(0.0, 0.0, 1.0), Pt::new(10.0, 10.0)), None);
}
