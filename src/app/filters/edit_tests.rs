//! An area that was changed is the area that its corners say, whoever drew them, and whatever the hand
//! does.

use super::edit::{
    Grip, can_lose, corners, is_plain_edge, moved, next_area, place, with_radius, without,
};
use crate::app::{Action, State};
use crate::model::LonLat;
use crate::projection::{World, distance_m, unwrapped};
use crate::query::{Filter, Region, arbitrary};
use proptest::prelude::*;

fn ring(region: &Region) -> &[LonLat] {
    match region {
        Region::Polygon(ring) => ring,
        Region::Circle { .. } => &[],
    }
}

fn lonlat() -> impl Strategy<Value = LonLat> {
    // A little beyond where the map ends, so that its edges are met.
    (-180.0..180.0f64, -89.0..89.0f64).prop_map(|(lon, lat)| LonLat::clamped(lon, lat))
}

fn world() -> impl Strategy<Value = World> {
    (-1.5..2.5f64, -0.2..1.2f64).prop_map(|(x, y)| World::new(x, y))
}

/// Boxes of up to nearly half the world's width.
fn a_box() -> impl Strategy<Value = Region> {
    (0.0..1.0f64, 0.05..0.9f64, -0.45..0.45f64, 0.001..0.5f64).prop_map(|(x, y, width, height)| {
        let far = World::new(x + width, (y + height).min(0.99));
        Region::rectangle(World::new(x, y), far)
    })
}

fn region() -> impl Strategy<Value = Region> {
    let circle =
        (lonlat(), 1.0..2e7f64).prop_map(|(center, radius_m)| Region::Circle { center, radius_m });
    let polygon = prop::collection::vec(lonlat(), 0..9).prop_map(Region::Polygon);
    prop_oneof![a_box(), circle, polygon, lasso()]
}

/// Round shapes of hundreds of points, as a hand draws them.
fn lasso() -> impl Strategy<Value = Region> {
    (60..400usize, 0.05..0.95f64, 0.3..0.7f64, 0.001..0.1f64, 2..7u32).prop_map(
        |(count, x, y, size, lobes)| {
            let point = |at: usize| {
                let turn = at as f64 / count as f64 * std::f64::consts::TAU;
                let far = size * (1.0 + 0.3 * (turn * f64::from(lobes)).sin());
                World::new(x + far * turn.cos(), y + far * turn.sin()).lonlat()
            };
            Region::Polygon((0..count).map(point).collect())
        },
    )
}

fn grip() -> impl Strategy<Value = Grip> {
    prop_oneof![
        (0..400usize).prop_map(Grip::Corner),
        (0..400usize).prop_map(Grip::Edge),
        Just(Grip::Whole),
        Just(Grip::Rim),
    ]
}

/// Whether two regions answer alike wherever neither's edge runs.
fn alike(a: &Region, b: &Region, asked: &[LonLat]) -> bool {
    asked.iter().all(|at| a.contains(*at) == b.contains(*at))
}

proptest! {
    #[test]
    fn a_box_pulled_by_a_corner_is_the_box_drawn_to_there(
        region in a_box(), at in 0..4usize, by in (-0.4..0.4f64, -0.4..0.4f64),
        asked in prop::collection::vec(lonlat(), 64),
    ) {
        let flat = unwrapped(ring(&region).iter().copied());
        let across = flat[(at + 2) % 4];
        let to = World::new(across.x + by.0, (across.y + by.1).clamp(0.0, 1.0));
        let pulled = moved(&region, &[0, 1, 2, 3], Grip::Corner(at), to);
        prop_assert!(pulled.is_box());
        let anew = Region::rectangle(across, to);
        prop_assert!(alike(&pulled, &anew, &asked), "{pulled:?} {anew:?}");
    }

    #[test]
    fn a_polygon_with_a_corner_moved_is_the_polygon_of_those_corners(
        corners_of in prop::collection::vec((0.3..0.6f64, 0.3..0.6f64), 3..30),
        at in any::<prop::sample::Index>(), to in (0.3..0.6f64, 0.3..0.6f64),
        index in arbitrary::index(),
    ) {
        let drawn: Vec<LonLat> =
            corners_of.iter().map(|(x, y)| World::new(*x, *y).lonlat()).collect();
        let region = Region::Polygon(drawn.clone());
        let (at, to) = (at.index(drawn.len()), World::new(to.0, to.1));
        prop_assume!(!region.is_box());
        let changed = moved(&region, &corners(&region, 0.0), Grip::Corner(at), to);
        let mut anew = drawn;
        anew[at] = to.lonlat();
        let anew = Region::Polygon(anew);
        prop_assert_eq!(&changed, &anew);
        // And so do the answers of everything that asks the filter.
        let mut states = [changed, anew].map(|region| {
            let mut state = State::new((**index.dataset()).clone());
            let filter = Filter { regions: vec![region], ..Filter::default() };
            state.apply(Action::SetFilter(Box::new(filter)));
            state
        });
        let [a, b] = &mut states;
        prop_assert_eq!(a.matches().counts, b.matches().counts);
        for (id, _) in index.dataset().all_events() {
            prop_assert_eq!(a.matches().of(id), b.matches().of(id));
        }
    }

    #[test]
    fn moving_all_of_it_moves_what_lies_in_it(
        region in prop_oneof![a_box(), lasso()], by in (-0.3..0.3f64, -0.3..0.3f64),
        asked in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), 32),
    ) {
        let middle = place(&region, Grip::Whole, 0.0).unwrap();
        let to = World::new(middle.x + by.0, middle.y + by.1);
        let next = moved(&region, &corners(&region, 0.0), Grip::Whole, to);
        let now = place(&next, Grip::Whole, 0.0).unwrap().nearest_to(middle.x);
        let shift = World::new(now.x - middle.x, now.y - middle.y);
        prop_assert!((shift.x - by.0).abs() < 1e-9);
        let (before, after) = (unwrapped(ring(&region).iter().copied()), unwrapped(ring(&next).iter().copied()));
        for (before, after) in before.iter().zip(&after) {
            let after = after.nearest_to(before.x + shift.x);
            prop_assert!((after.x - before.x - shift.x).abs() < 1e-9, "{before:?} {after:?}");
            prop_assert!((after.y - before.y - shift.y).abs() < 1e-9, "{before:?} {after:?}");
        }
        for (x, y) in asked {
            let there = World::new(x + shift.x, y + shift.y);
            if (0.0..=1.0).contains(&there.y) {
                prop_assert_eq!(region.contains(World::new(x, y).lonlat()), next.contains(there.lonlat()));
            }
        }
    }

    #[test]
    fn whatever_the_hand_does_the_area_stays_one(
        region in region(), grip in grip(), to in world(), tolerance in 0.0..0.1f64, odd in any::<(f64, f64)>(),
    ) {
        let shown = corners(&region, tolerance);
        prop_assert!(shown.windows(2).all(|pair| pair[0] < pair[1]));
        for to in [to, World::new(odd.0, odd.1)] {
            let next = moved(&region, &shown, grip, to);
            prop_assert!(ring(&next).len() >= ring(&region).len());
            prop_assert_eq!(region.is_box(), next.is_box());
            // Edges that were not half the way round are not afterwards.
            let longest = |ring: &[LonLat]| {
                let mut flat = unwrapped(ring.iter().copied());
                flat.extend(flat.first().copied());
                let across = flat.windows(2).map(|pair| (pair[0].x - pair[1].x).abs());
                across.fold(0.0, f64::max)
            };
            if longest(ring(&region)) < 0.49 {
                prop_assert!(longest(ring(&next)) < 0.5, "{next:?}");
            }
            if let Region::Circle { radius_m, .. } = next {
                prop_assert!((1.0..=20_015_000.0).contains(&radius_m));
            }
        }
        if let Grip::Corner(at) = grip
            && let Some(left) = without(&region, &shown, at)
        {
            prop_assert!(can_lose(&region, &shown) && ring(&left).len() >= 3);
            prop_assert!(ring(&left).len() < ring(&region).len());
            prop_assert!(ring(&left).iter().all(|corner| ring(&region).contains(corner)));
        }
        let _ = is_plain_edge(&region, &shown, 3);
    }

    #[test]
    fn a_grip_goes_where_the_hand_goes_and_back(
        region in prop_oneof![a_box(), lasso()], nth in any::<prop::sample::Index>(),
        by in (-0.02..0.02f64, -0.02..0.02f64),
    ) {
        let shown = corners(&region, 1e-4);
        let at = *nth.get(&shown);
        for grip in [Grip::Corner(at), Grip::Whole] {
            let stands = place(&region, grip, 0.0).unwrap();
            let to = World::new(stands.x + by.0, (stands.y + by.1).clamp(0.2, 0.8));
            prop_assume!((0.2..0.8).contains(&stands.y));
            let next = moved(&region, &shown, grip, to);
            let now = place(&next, grip, 0.0).unwrap().nearest_to(to.x);
            if grip != Grip::Whole {
                prop_assert!((now.x - to.x).abs() < 1e-9 && (now.y - to.y).abs() < 1e-9);
            }
            // Where it was taken is where it stays: nothing jumps when a hand comes down.
            let still = moved(&region, &shown, grip, stands);
            let (a, b) = (ring(&still), ring(&region));
            prop_assert!(a.iter().zip(b).all(|(a, b)| distance_m(*a, *b) < 0.01));
        }
    }

    #[test]
    fn a_lasso_keeps_its_shape_where_it_is_not_pulled(
        region in lasso(), nth in any::<prop::sample::Index>(), by in (-0.02..0.02f64, -0.02..0.02f64),
    ) {
        let shown = corners(&region, 1e-3);
        prop_assert!((3..=120).contains(&shown.len()) && shown.len() < ring(&region).len());
        let at = *nth.get(&shown);
        let stands = place(&region, Grip::Corner(at), 0.0).unwrap();
        let next = moved(&region, &shown, Grip::Corner(at), World::new(stands.x + by.0, stands.y + by.1));
        let far = by.0.hypot(by.1);
        let pairs = unwrapped(ring(&region).iter().copied()).into_iter().zip(ring(&next));
        for (corner, (before, after)) in pairs.enumerate() {
            let after = World::from_lonlat(*after).nearest_to(before.x);
            let gone = (after.x - before.x).hypot(after.y - before.y);
            prop_assert!(gone <= far + 1e-9);
            // The other corners that are shown stay to the last digit, and with them all beyond.
            if corner != at && shown.contains(&corner) {
                prop_assert_eq!(ring(&region)[corner], ring(&next)[corner]);
            }
        }
    }
}

#[test]
fn a_box_is_widened_by_its_sides_and_stays_across_the_antimeridian() {
    let region = Region::rectangle(World::new(0.98, 0.4), World::new(1.02, 0.6));
    let east = (0..4).find(|at| place(&region, Grip::Edge(*at), 0.0).unwrap().x > 1.01).unwrap();
    let next = moved(&region, &[0, 1, 2, 3], Grip::Edge(east), World::new(1.05, 0.9));
    assert!(next.is_box());
    assert!(next.contains(LonLat::clamped(-163.0, 10.0)), "18 degrees east of the antimeridian");
    assert!(
        next.contains(LonLat::clamped(174.0, -10.0)) && !next.contains(LonLat::clamped(0.0, 0.0))
    );
    assert!(!next.contains(LonLat::clamped(180.0, 70.0)), "a side goes one way only");
}

#[test]
fn a_middle_becomes_a_corner_and_goes_again() {
    let corner = |lon, lat| LonLat::clamped(lon, lat);
    let region = Region::Polygon(vec![corner(0.0, 0.0), corner(20.0, 0.0), corner(10.0, 20.0)]);
    let to = World::from_lonlat(corner(10.0, -10.0));
    let more = moved(&region, &[0, 1, 2], Grip::Edge(0), to);
    assert_eq!(ring(&more).len(), 4);
    assert!(more.contains(corner(10.0, -5.0)) && !region.contains(corner(10.0, -5.0)));
    assert_eq!(without(&more, &[0, 1, 2, 3], 1), Some(region.clone()));
    assert_eq!(without(&region, &[0, 1, 2], 0), None, "three corners are the least");
}

#[test]
fn a_circle_is_as_wide_as_it_is_pulled() {
    let center = LonLat::clamped(36.3, 33.5);
    let region = Region::Circle { center, radius_m: 10_000.0 };
    let to = LonLat::clamped(36.3, 34.4);
    let next = moved(&region, &[], Grip::Rim, World::from_lonlat(to));
    let Region::Circle { center: same, radius_m } = next else { panic!("still a circle") };
    assert_eq!(same, center);
    assert!((radius_m - 100_075.0).abs() < 10.0, "{radius_m}");
    assert_eq!(with_radius(&region, f64::NAN), None);
    assert!(
        with_radius(&region, 1e12).is_some_and(|all| all.contains(LonLat::clamped(-143.0, -33.0)))
    );
    // The middle stays on the map, however far it is pulled.
    let up = moved(&region, &[], Grip::Whole, World::new(0.6, -3.0));
    assert!(matches!(up, Region::Circle { center, .. } if center.lat() < 85.06));
}

#[test]
fn an_area_is_put_back_and_left_when_the_others_change() {
    let mut state = State::new(crate::app::embedded().unwrap());
    let circle = |lon: f64| Region::Circle { center: LonLat::clamped(lon, 36.0), radius_m: 5e4 };
    let with = |regions: &[Region]| {
        let filter = Filter { regions: regions.to_vec(), ..Filter::default() };
        Action::SetFilter(Box::new(filter))
    };
    state.apply(with(&[circle(38.0), circle(40.0)]));
    // By key, one after the other is taken up, and then the first again.
    let next = |state: &State| next_area(state.filters().filter(), state.session.editing.as_ref());
    assert_eq!(next(&state), Some(0));
    state.apply(Action::EditArea(Some(1)));
    assert_eq!(next(&state), Some(0));
    state.apply(with(&[circle(38.0), circle(41.0)]));
    state.apply(Action::EditArea(Some(1)));
    let edit = state.session.editing.clone().expect("it is still taken up");
    assert_eq!(edit.before, circle(40.0), "as it was when it was taken up first");
    assert_eq!(edit.put_back(state.filters().filter()).regions, [circle(38.0), circle(40.0)]);
    // Another area goes: the numbers no longer say which one this is.
    state.apply(with(&[circle(41.0)]));
    assert_eq!(state.session.editing, None);
    state.apply(Action::EditArea(Some(7)));
    assert_eq!(state.session.editing, None, "there is no such area");
}
