use super::*;
use crate::model::LonLat;
use proptest::prelude::*;
use std::sync::OnceLock;

fn map() -> &'static Basemap {
    static MAP: OnceLock<Basemap> = OnceLock::new();
    MAP.get_or_init(|| Basemap::embedded().unwrap())
}

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn area_degrees(polygons: &geo::MultiPolygon<f64>) -> f64 {
    use geo::Area as _;
    polygons.unsigned_area()
}

#[test]
fn it_fits_in_memory() {
    assert!(PACKED.len() <= 3_500_000, "{} bytes packed", PACKED.len());
    assert!(map().bytes() < 40_000_000, "{} bytes", map().bytes());
    assert!(map().divisions.len() > 4_500 && map().towns.len() > 60_000);
}

#[test]
fn positions_lie_in_their_countries() {
    let cases = [
        ("Damascus", 36.2913, 33.5102, Some("SY")),
        ("Qamishli", 41.2315, 37.0522, Some("SY")),
        ("Quneitra", 35.8246, 33.1257, Some("SY")),
        ("Nusaybin", 41.2146, 37.0753, Some("TR")),
        ("Beirut", 35.5018, 33.8938, Some("LB")),
        ("Moscow", 37.6173, 55.7558, Some("RU")),
        ("Washington", -77.0369, 38.9072, Some("US")),
        ("Suva", 178.4419, -18.1416, Some("FJ")),
        ("South Pole", 0.0, -89.9, None),
        ("off Tartus", 35.0, 34.8, None),
        ("Null Island", 0.0, 0.0, None),
    ];
    for (name, lon, lat, expected) in cases {
        let found = map().country_at(at(lon, lat)).map(|c| &*c.iso2).filter(|c| *c != "AQ");
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(&*map().country_near(at(35.86, 34.88), 8_000.0).unwrap().iso2, "SY");
}

#[test]
fn disputed_ground_names_both_claims() {
    let cases = [
        ("Golan Heights", 35.75, 33.0, "SY"),
        ("Crimea", 34.1, 45.2, "UA"),
        ("Western Sahara", -13.0, 25.0, "MA"),
        ("Abkhazia", 41.2, 43.0, "GE"),
        ("Jammu and Kashmir, Ladakh", 74.8, 34.0, "IN"),
        ("Northern Cyprus", 33.6, 35.3, "CY"),
        ("South Ossetia", 43.97, 42.3, "GE"),
        ("Transnistria", 29.6, 46.85, "MD"),
    ];
    for (name, lon, lat, filed) in cases {
        let found = map().disputed_at(at(lon, lat)).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(&*found.name, name);
        assert!(found.claims.contains("claimed") || found.claims.contains("territory"), "{name}");
        assert_eq!(&*map().country_at(at(lon, lat)).unwrap().iso2, filed, "{name}");
    }
    assert!(map().disputed_at(at(36.3, 33.5)).is_none());
}

#[test]
fn areas_come_by_name_and_code() {
    let syria = map().country_area("sy").unwrap();
    // 185,000 km2 and the Golan Heights: about 18.2 square degrees at this latitude.
    assert!((area_degrees(&syria) - 18.2).abs() < 0.6, "{}", area_degrees(&syria));
    let hasakah = map().admin1_area("SY", "SY-HA").unwrap();
    let sum: f64 = map()
        .divisions
        .iter()
        .filter(|d| &*map().countries[d.country as usize].iso2 == "SY")
        .filter_map(|d| map().admin1_area("SY", &d.names[0]))
        .map(|a| area_degrees(&a))
        .sum();
    // Quneitra is two divisions in the data and comes as one under either.
    assert!(sum >= area_degrees(&syria) - 1e-6);
    assert!(area_degrees(&hasakah) > 1.5 && area_degrees(&hasakah) < 3.5);
    assert!(map().admin1_area("SY", "al-Raqqah").is_some());
    assert!(map().admin1_area("SY", "").is_none());
    assert!(map().country_area("ZZ").is_none() && map().country_area("").is_none());
    use geo::Contains as _;
    assert!(syria.contains(&geo::Point::new(36.29, 33.51)));
    assert!(!syria.contains(&geo::Point::new(35.5, 33.89)));
}

#[test]
fn land_rings_are_closed_at_every_level() {
    let mut nodes = Vec::new();
    for polygon in map().land.iter().take(200) {
        for level in [0, 3, FINEST] {
            for ring in &polygon.rings {
                nodes.clear();
                map().ground.walk(ring, level, &mut nodes);
                let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { continue };
                // A joint may be too fine for a level; then the gap is less than its detail.
                let gap = (first[0] - last[0]).abs().max((first[1] - last[1]).abs());
                assert!(gap <= 40 * (GRID >> (8 + level)), "level {level}: {gap}");
            }
        }
    }
}

#[test]
fn damage_is_said_and_not_survived() {
    assert!(matches!(Basemap::decode(b"nonsense"), Err(BasemapError::Packed(_))));
    let empty = zstd::bulk::compress(&[], 1).unwrap();
    assert!(matches!(Basemap::decode(&empty), Err(BasemapError::Damaged(_))));
    let bytes = zstd::bulk::decompress(PACKED, MOST_BYTES).unwrap();
    for cut in [1, 1000, bytes.len() / 2, bytes.len() - 1] {
        assert!(file::read(&bytes[..cut]).is_err());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_safe(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = file::read(&bytes);
    }

    #[test]
    fn any_position_is_safe(lon in -180.0..=180.0f64, lat in -90.0..=90.0f64) {
        let p = at(lon, lat);
        let country = map().country_at(p).map(|c| c.a3.clone());
        let division = map().admin1_at(p).map(|d| map().countries[d.country as usize].a3.clone());
        prop_assert_eq!(country, division);
    }
}
