use super::*;
use crate::model::LonLat;
use crate::projection::{Viewport, World};
use crate::scene::shape::Rect;
use proptest::prelude::*;

use crate::tiles::files::{Feature as Made, layer, square, vector_tile};

fn id() -> TileId {
    TileId::new(6, 38, 25).unwrap()
}

fn line(from: [i32; 2], to: [i32; 2]) -> Vec<Vec<[i32; 2]>> {
    vec![vec![from, to]]
}

/// The same ground in the words of the two schemas.
fn openmaptiles() -> Vec<u8> {
    vector_tile(&[
        layer(
            "water",
            &[Made { kind: 3, tags: &[("class", "ocean")], parts: vec![square(0, 2048)] }],
        ),
        layer(
            "transportation",
            &[
                Made { kind: 2, tags: &[("class", "motorway")], parts: line([0, 9], [4096, 9]) },
                Made { kind: 2, tags: &[("class", "service")], parts: line([0, 90], [4096, 90]) },
            ],
        ),
        layer(
            "boundary",
            &[
                Made { kind: 2, tags: &[("admin_level", "2")], parts: line([0, 0], [4096, 4096]) },
                Made {
                    kind: 2,
                    tags: &[("admin_level", "2"), ("disputed", "1")],
                    parts: line([4096, 0], [0, 4096]),
                },
                Made {
                    kind: 2,
                    tags: &[("admin_level", "2"), ("maritime", "1")],
                    parts: line([0, 7], [7, 0]),
                },
            ],
        ),
        layer("building", &[Made { kind: 3, tags: &[], parts: vec![square(5, 50)] }]),
        layer(
            "place",
            &[
                Made {
                    kind: 1,
                    tags: &[
                        ("class", "city"),
                        ("name", "حلب"),
                        ("name:en", "Aleppo"),
                        ("rank", "3"),
                    ],
                    parts: vec![vec![[2048, 2048]]],
                },
                Made {
                    kind: 1,
                    tags: &[("class", "village"), ("name", "Next door")],
                    parts: vec![vec![[-40, 2048]]],
                },
            ],
        ),
    ])
}

fn protomaps() -> Vec<u8> {
    vector_tile(&[
        layer(
            "earth",
            &[Made { kind: 3, tags: &[("kind", "earth")], parts: vec![square(0, 4096)] }],
        ),
        layer(
            "water",
            &[Made { kind: 3, tags: &[("kind", "ocean")], parts: vec![square(0, 2048)] }],
        ),
        layer(
            "roads",
            &[
                Made {
                    kind: 2,
                    tags: &[("kind", "highway"), ("kind_detail", "motorway")],
                    parts: line([0, 9], [4096, 9]),
                },
                Made { kind: 2, tags: &[("kind", "minor_road")], parts: line([0, 90], [4096, 90]) },
            ],
        ),
        layer(
            "boundaries",
            &[Made { kind: 2, tags: &[("kind", "country")], parts: line([0, 0], [4096, 4096]) }],
        ),
        layer(
            "places",
            &[Made {
                kind: 1,
                tags: &[
                    ("kind", "locality"),
                    ("kind_detail", "city"),
                    ("name", "Aleppo"),
                    ("population_rank", "12"),
                ],
                parts: vec![vec![[2048, 2048]]],
            }],
        ),
    ])
}

fn colors(drawn: &Drawn) -> Vec<Rgba> {
    let color = |shape: &Shape| match shape {
        Shape::Area { fill, .. } => Some(*fill),
        Shape::Line { stroke, .. } => Some(stroke.color),
        _ => None,
    };
    drawn.shapes.iter().filter_map(color).collect()
}

#[test]
fn both_schemas_are_drawn_alike() {
    for palette in [Palette::light(), Palette::dark()] {
        for (tile, name) in [(openmaptiles(), "OpenMapTiles"), (protomaps(), "Protomaps")] {
            let drawn = draw(&tile, id(), 7, &palette).unwrap();
            assert!(drawn.covers, "{name}");
            let colors = colors(&drawn);
            for wanted in [palette.land, palette.water, palette.road(0), palette.border] {
                assert!(colors.contains(&wanted), "{name}: {wanted:?} in {colors:?}");
            }
            assert!(!colors.contains(&palette.road(3)), "{name}: no small roads from afar");
            let close = draw(&tile, id(), 14, &palette).unwrap();
            assert!(self::colors(&close).contains(&palette.road(3)), "{name}");
            assert_eq!(drawn.names.len(), 1, "{name}");
            let found = &drawn.names[0];
            assert_eq!((found.text.as_str(), found.rank), ("Aleppo", Rank::City), "{name}");
            let middle = World::new(
                id().corner().x + id().side() / 2.0,
                id().corner().y + id().side() / 2.0,
            );
            assert!((found.at.x - middle.x).abs() < 1e-9 && (found.at.y - middle.y).abs() < 1e-9);
        }
    }
}

#[test]
fn disputed_borders_are_dashed_and_those_at_sea_left_out() {
    let drawn = draw(&openmaptiles(), id(), 7, &Palette::light()).unwrap();
    let borders: Vec<bool> = drawn
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Line { stroke, .. } if stroke.color == Palette::light().border => {
                Some(stroke.dashes.is_empty())
            }
            _ => None,
        })
        .collect();
    assert_eq!(borders, [false, true]);
}

#[test]
fn somebodys_own_data_lie_over_the_map() {
    let tile = vector_tile(&[layer(
        "flood_zones",
        &[
            Made { kind: 3, tags: &[], parts: vec![square(100, 900)] },
            Made { kind: 1, tags: &[], parts: vec![vec![[5, 5]]] },
        ],
    )]);
    let palette = Palette::light();
    let drawn = draw(&tile, id(), 7, &palette).unwrap();
    assert!(!drawn.covers && !colors(&drawn).contains(&palette.land));
    assert!(drawn.shapes.iter().any(|s| matches!(s, Shape::Area { .. })));
    assert!(drawn.shapes.iter().any(|s| matches!(s, Shape::Circle { .. })));
}

#[test]
fn nothing_leaves_the_tile() {
    let wide = vector_tile(&[layer(
        "water",
        &[
            Made { kind: 3, tags: &[], parts: vec![square(-300, 5000)] },
            Made { kind: 2, tags: &[], parts: line([-500, 80], [6000, 90]) },
        ],
    )]);
    let drawn = draw(&wide, id(), 8, &Palette::light()).unwrap();
    let inside = |p: &Pt| (0.0..=1024.0).contains(&p.x) && (0.0..=1024.0).contains(&p.y);
    for shape in &drawn.shapes {
        match shape {
            Shape::Area { rings, .. } => assert!(rings.iter().flatten().all(inside)),
            Shape::Line { points, .. } => assert!(points.iter().all(inside), "{points:?}"),
            _ => {}
        }
    }
}

#[test]
fn names_never_overlap_and_leave_marks_alone() {
    let view = Viewport::new(LonLat::new(38.0, 35.0).unwrap(), 7.0, 800.0, 600.0);
    let names: Vec<Name> = (0..200)
        .map(|i| Name {
            at: World::new(
                view.center.x + f64::from(i % 20) * 1e-3,
                view.center.y + f64::from(i / 20) * 6e-4,
            ),
            rank: if i % 3 == 0 { Rank::City } else { Rank::Village },
            weight: f64::from(i),
            text: format!("Place {i}"),
        })
        .collect();
    let mark = Rect::new(Pt::new(390.0, 290.0), Pt::new(500.0, 400.0));
    let mut occupied = vec![mark];
    let shapes = place(&names, &view, &Palette::light(), &mut occupied);
    assert!(shapes.len() > 5 && occupied.len() == shapes.len() + 1);
    for (i, a) in occupied.iter().enumerate() {
        assert!(!occupied[i + 1..].iter().any(|b| a.intersects(*b)));
    }
    let twice = names.iter().chain(&names);
    assert_eq!(place(twice, &view, &Palette::light(), &mut vec![mark]).len(), shapes.len());
}

proptest! {
    #[test]
    fn any_tile_is_safe(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8), level in 0..24u8) {
        for mut tile in [openmaptiles(), protomaps()] {
            for (at, to) in &at {
                let at = at.index(tile.len());
                tile[at] = *to;
            }
            let _ = draw(&tile, id(), level, &Palette::dark());
        }
    }
}
