//! Files of both kinds: good ones, and whatever can be wrong with them.

use super::mvt::{self, Kind, Value};
use super::*;
use proptest::prelude::*;
use std::fs;
use std::sync::Arc;

use files::{Feature, Folder, Pm};

const RASTER: Pm = Pm { kind: 2, inner: 2, outer: 1, leaf: false };
const VECTOR: Pm = Pm { kind: 1, inner: 2, outer: 2, leaf: true };

fn id(zoom: u8, x: u32, y: u32) -> TileId {
    TileId::new(zoom, x, y).unwrap()
}

fn written(folder: &Folder, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = folder.file(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn some_tiles() -> Vec<(u8, u32, u32, Vec<u8>)> {
    let at = [(0, 0, 0), (1, 0, 1), (1, 1, 1), (5, 19, 12), (14, 9825, 6543)];
    at.into_iter().map(|(z, x, y)| (z, x, y, format!("{z}/{x}/{y}").into_bytes())).collect()
}

#[test]
fn pmtiles_are_read_in_every_packing_with_and_without_leaves() {
    let folder = Folder::new("packings");
    for kind in [1, 2] {
        for (inner, outer) in [(1, 1), (2, 2), (4, 4), (2, 1), (2, 0)] {
            for leaf in [false, true] {
                let how = Pm { kind, inner, outer, leaf };
                let path = written(&folder, "a.pmtiles", &files::pmtiles(how, &some_tiles()));
                let source = open(&path).unwrap();
                for (z, x, y, bytes) in some_tiles() {
                    assert_eq!(source.tile(id(z, x, y)).unwrap(), Some(bytes), "{inner} {outer}");
                }
                assert_eq!(source.tile(id(1, 0, 0)).unwrap(), None);
                assert_eq!(source.tile(id(20, 5, 5)).unwrap(), None);
                let about = source.about();
                assert_eq!(about.name, "a.pmtiles");
                assert_eq!(about.zooms, 0..=14);
                assert_eq!(about.attribution, "© Testers");
                assert_eq!(
                    about.content,
                    if kind == 1 { Content::Vector } else { Content::Raster }
                );
            }
        }
    }
}

#[test]
fn a_run_of_equal_tiles_is_one_entry() {
    let folder = Folder::new("run");
    let mut bytes = files::pmtiles(Pm { inner: 1, ..RASTER }, &[(1, 0, 0, b"sea".to_vec())]);
    // The root directory: one entry, number 1, run of 1, 3 bytes, offset 0.
    assert_eq!(bytes[127..132], [1, 1, 1, 3, 1]);
    bytes[129] = 4;
    let source = open(&written(&folder, "run.pmtiles", &bytes)).unwrap();
    for (x, y) in [(0, 0), (0, 1), (1, 1), (1, 0)] {
        assert_eq!(source.tile(id(1, x, y)).unwrap().as_deref(), Some(&b"sea"[..]));
    }
    assert_eq!(source.tile(id(2, 0, 0)).unwrap(), None);
    assert_eq!(source.tile(id(0, 0, 0)).unwrap(), None);
}

#[test]
fn mbtiles_count_rows_from_the_south() {
    let folder = Folder::new("mb");
    let path = folder.file("a.mbtiles");
    let metadata = [
        ("format", "png"),
        ("minzoom", "0"),
        ("maxzoom", "14"),
        ("bounds", "35.5,32,42.5,37.5"),
        ("attribution", "&copy; Testers"),
    ];
    files::mbtiles(&path, &metadata, &some_tiles());
    let source = open(&path).unwrap();
    for (z, x, y, bytes) in some_tiles() {
        assert_eq!(source.tile(id(z, x, y)).unwrap(), Some(bytes));
    }
    assert_eq!(source.tile(id(1, 0, 0)).unwrap(), None);
    let about = source.about();
    assert_eq!((about.zooms.clone(), about.attribution.as_str()), (0..=14, "© Testers"));
    assert!(
        about.covers(id(5, 19, 12)) && !about.covers(id(5, 0, 12)) && !about.covers(id(1, 1, 1))
    );
}

#[test]
fn mbtiles_without_metadata_are_known_by_their_tiles() {
    let folder = Folder::new("bare");
    let png = folder.file("png.mbtiles");
    files::mbtiles(&png, &[], &[(3, 1, 2, files::png(4, [1, 2, 3, 255])), (6, 9, 9, vec![0])]);
    let about = open(&png).unwrap().about().clone();
    assert_eq!((about.content, about.zooms), (Content::Raster, 3..=6));
    let mvt = folder.file("mvt.mbtiles");
    let tile = files::vector_tile(&[files::layer("water", &[])]);
    files::mbtiles(&mvt, &[], &[(2, 1, 2, files::gzip(&tile))]);
    let source = open(&mvt).unwrap();
    assert_eq!(source.about().content, Content::Vector);
    assert_eq!(source.tile(id(2, 1, 2)).unwrap(), Some(tile));
}

#[test]
fn what_cannot_be_opened_is_one_line_with_the_file_and_the_way_out() {
    let folder = Folder::new("refused");
    let database = folder.file("other.mbtiles");
    rusqlite::Connection::open(&database).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let empty = folder.file("no-tiles.mbtiles");
    files::mbtiles(&empty, &[], &[]);
    let avif = folder.file("avif.mbtiles");
    files::mbtiles(&avif, &[("format", "avif")], &some_tiles());
    let mlt = files::pmtiles(Pm { kind: 6, ..RASTER }, &some_tiles());
    let mut zooms = files::pmtiles(RASTER, &some_tiles());
    zooms[100] = 30;
    let cases = [
        (folder.file("gone.pmtiles"), "remove the layer"),
        (written(&folder, "text.pmtiles", b"hello"), "neither a PMTiles nor an MBTiles"),
        (written(&folder, "empty.mbtiles", b""), "neither a PMTiles nor an MBTiles"),
        (written(&folder, "old.pmtiles", b"PM\x02\x00 and more bytes"), "version 2"),
        (written(&folder, "new.pmtiles", &[&b"PMTiles\x09"[..], &[0; 200]].concat()), "version 9"),
        (written(&folder, "short.pmtiles", b"PMTiles\x03 too short"), "ends before the header"),
        (written(&folder, "mlt.pmtiles", &mlt), "MLT"),
        (written(&folder, "zooms.pmtiles", &zooms), "zooms from 30 to 14"),
        (written(&folder, "broken.mbtiles", b"SQLite format 3\0garbage"), "SQLite"),
        (database, "without a table of tiles"),
        (empty, "empty"),
        (avif, "AVIF"),
    ];
    for (path, part) in cases {
        let line = open(&path).unwrap_err().to_string();
        assert!(line.starts_with(&path.display().to_string()), "{line}");
        assert!(line.contains(part) && !line.contains('\n'), "{line}");
    }
}

#[test]
fn directories_in_a_circle_come_to_an_end() {
    let folder = Folder::new("circle");
    let mut bytes = files::pmtiles(Pm { inner: 1, leaf: true, ..RASTER }, &some_tiles());
    // Leaves begin at the root directory: it leads to itself.
    bytes[40..48].copy_from_slice(&127u64.to_le_bytes());
    bytes[130] = 5;
    let source = open(&written(&folder, "circle.pmtiles", &bytes)).unwrap();
    let line = source.tile(id(0, 0, 0)).unwrap_err().to_string();
    assert!(line.contains("circle"), "{line}");
}

#[test]
fn a_database_that_computes_for_ever_or_without_measure_is_stopped() {
    let folder = Folder::new("endless");
    for (name, select) in [
        (
            "endless.mbtiles",
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n)
             SELECT i - 9 AS zoom_level, 0 AS tile_column, 0 AS tile_row, 'x' AS tile_data FROM n WHERE i < 0",
        ),
        (
            "huge.mbtiles",
            "SELECT 0 AS zoom_level, 0 AS tile_column, 0 AS tile_row, zeroblob(900000000) AS tile_data",
        ),
    ] {
        let path = folder.file(name);
        let database = rusqlite::Connection::open(&path).unwrap();
        database
            .execute_batch(&format!(
                "CREATE TABLE metadata (name text, value text);
                 INSERT INTO metadata VALUES ('format', 'png'), ('minzoom', '0'), ('maxzoom', '3');
                 CREATE VIEW tiles AS {select};"
            ))
            .unwrap();
        drop(database);
        let line = open(&path).unwrap().tile(id(0, 0, 0)).unwrap_err().to_string();
        assert!(line.contains("has no end") || line.contains("too large"), "{line}");
    }
}

#[test]
fn an_mbtiles_file_that_cannot_be_written_is_read() {
    let folder = Folder::new("wal dir é%");
    let path = folder.file("a b.mbtiles");
    files::mbtiles(&path, &[("format", "png")], &some_tiles());
    let database = rusqlite::Connection::open(&path).unwrap();
    database.pragma_update(None, "journal_mode", "wal").unwrap();
    drop(database);
    let mut can = fs::metadata(&path).unwrap().permissions();
    can.set_readonly(true);
    fs::set_permissions(&path, can).unwrap();
    assert!(open(&path).unwrap().tile(id(0, 0, 0)).unwrap().is_some());
}

#[test]
fn vector_tiles_give_their_features() {
    let hole = vec![[200, 200], [200, 300], [300, 300], [300, 200]];
    let tile = files::vector_tile(&[
        files::layer(
            "water",
            &[Feature {
                kind: 3,
                tags: &[("class", "ocean"), ("kind", "ocean")],
                parts: vec![files::square(0, 4096), hole.clone(), files::square(-50, -10)],
            }],
        ),
        files::layer(
            "roads",
            &[
                Feature {
                    kind: 2,
                    tags: &[("class", "motorway")],
                    parts: vec![vec![[0, 0], [10, -4]], vec![[5, 5], [6, 6]]],
                },
                Feature { kind: 1, tags: &[], parts: vec![vec![[7, 8]]] },
            ],
        ),
    ]);
    let layers = mvt::layers(&tile).unwrap();
    assert_eq!(layers.iter().map(|l| l.name).collect::<Vec<_>>(), ["water", "roads"]);
    let water: Vec<_> = layers[0].features().collect();
    assert_eq!(water[0].kind(), Kind::Areas);
    assert_eq!(water[0].get("class"), Some(Value::Text("ocean")));
    assert_eq!(water[0].get("name"), None);
    let areas = water[0].areas();
    assert_eq!(areas, [vec![files::square(0, 4096), hole], vec![files::square(-50, -10)]]);
    let roads: Vec<_> = layers[1].features().collect();
    assert_eq!(roads[0].parts(), [[[0, 0], [10, -4]], [[5, 5], [6, 6]]]);
    assert_eq!(roads[1].parts(), [[[7, 8]]]);
}

fn good_files() -> Vec<(String, Vec<u8>)> {
    let folder = Folder::new(&format!("good-{:?}", std::thread::current().id()));
    let path = folder.file("a.mbtiles");
    files::mbtiles(&path, &[("format", "pbf")], &some_tiles());
    vec![
        ("a.pmtiles".into(), files::pmtiles(VECTOR, &some_tiles())),
        ("b.pmtiles".into(), files::pmtiles(Pm { inner: 1, ..RASTER }, &some_tiles())),
        ("a.mbtiles".into(), fs::read(path).unwrap()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_errors_or_files_and_never_a_panic(
        at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let folder = Folder::new(&format!("damage-{:?}", std::thread::current().id()));
        for (name, mut bytes) in good_files() {
            // Damage lies at the beginning more often than chance has it: there it does most.
            for (i, (at, to)) in at.iter().enumerate() {
                let span = if i % 2 == 0 { bytes.len().min(200) } else { bytes.len() };
                bytes[at.index(span)] = *to;
            }
            if cuts {
                bytes.truncate(cut.index(bytes.len()));
            }
            let path = folder.file(&name);
            fs::write(&path, &bytes).unwrap();
            let source: Result<Arc<dyn TileSource>, TileError> = open(&path);
            if let Ok(source) = source {
                for (z, x, y, _) in some_tiles() {
                    let _ = source.tile(id(z, x, y));
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_safe_as_a_vector_tile(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let mut tile = files::vector_tile(&[files::layer("water", &[Feature {
            kind: 3,
            tags: &[("class", "ocean")],
            parts: vec![files::square(0, 4096), files::square(5, 9)],
        }])]);
        for (at, to) in at {
            let at = at.index(tile.len());
            tile[at] = to;
        }
        for bytes in [bytes, tile] {
            for layer in mvt::layers(&bytes).unwrap_or_default() {
                for feature in layer.features() {
                    let _ = (feature.areas(), feature.parts(), feature.text("class"), feature.number("class"));
                }
            }
        }
    }

    #[test]
    fn numbers_of_tiles_agree_with_another_way_to_count(zoom in 0..=DEEPEST, x in any::<u32>(), y in any::<u32>()) {
        let side = 1u32 << zoom;
        let (x, y) = (x % side, y % side);
        prop_assert_eq!(id(zoom, x, y).number(), files::number(zoom, x, y));
    }

    #[test]
    fn geometry_comes_back(parts in prop::collection::vec(prop::collection::vec((-5000..9000i32, -5000..9000i32), 2..9), 1..5)) {
        let parts: Vec<Vec<[i32; 2]>> = parts.into_iter().map(|p| p.into_iter().map(|(x, y)| [x, y]).collect()).collect();
        let tile = files::vector_tile(&[files::layer("roads", &[Feature { kind: 2, tags: &[], parts: parts.clone() }])]);
        let layers = mvt::layers(&tile).unwrap();
        let feature = layers[0].features().next().unwrap();
        prop_assert_eq!(feature.parts(), parts);
    }
}
