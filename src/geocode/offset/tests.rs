use super::*;
use crate::geocode::names::double::Rows;
use crate::geocode::{Geocoder, Ground, Standing, StandingCountry};
use geo::{MultiPolygon, polygon};
use proptest::prelude::*;

/// A coast that runs from north to south at 35.88 degrees east, with one province.
struct Coast;

impl Ground for Coast {
    fn country_area(&self, _: &str) -> Option<MultiPolygon<f64>> {
        None
    }
    fn admin1_area(&self, iso2: &str, name: &str) -> Option<MultiPolygon<f64>> {
        let homs = polygon![(x: 36.4, y: 33.6), (x: 39.2, y: 33.6), (x: 39.2, y: 35.2), (x: 36.4, y: 35.2)];
        (iso2 == "SY" && name == "Homs").then(|| MultiPolygon(vec![homs]))
    }
    fn standing(&self, at: LonLat) -> Option<Standing> {
        let iso2 = if at.lat() > 36.8 { "TR" } else { "SY" };
        let country = StandingCountry { iso2: iso2.to_owned(), name: iso2.to_owned() };
        let country = (at.lon() > 35.88).then_some(country);
        Some(Standing { country, ..Standing::default() })
    }
}

fn read(text: &str) -> Vec<ToponymMention> {
    Geocoder::over(Arc::new(Rows::story()), Arc::new(Coast)).toponyms(text)
}

fn only(text: &str) -> ToponymMention {
    let mut found = read(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

/// Distance in kilometres and bearing in degrees of the derived place from the one named.
fn moved(mention: &ToponymMention) -> (f64, f64) {
    use geo::{Bearing as _, Geodesic, Point};
    let [to, from] = [0, 1].map(|at| mention.candidates[at].place.position);
    let [a, b] = [from, to].map(|p| Point::new(p.lon(), p.lat()));
    (shape::distance_m(from, to) / 1000.0, Geodesic.bearing(a, b).rem_euclid(360.0))
}

#[test]
fn figures_move_the_place_along_the_geodesic() {
    for (text, name, km, degrees, radius_km) in [
        ("A base 30 km north of Hama was hit.", "30 km north of Hama", 30.0, 0.0, 13.5),
        (
            "It lies about 15 miles south-east of Homs.",
            "about 15 miles south-east of Homs",
            24.14,
            135.0,
            11.5,
        ),
        (
            "A village 40 km (25 miles) to the west of the city of Hama fell.",
            "40 km (25 miles) to the west of Hama",
            40.0,
            270.0,
            16.9,
        ),
        ("Ten miles due east of Homs.", "ten miles due east of Homs", 16.09, 90.0, 8.9),
    ] {
        let mention = only(text);
        let place = &mention.candidates[0].place;
        assert_eq!(place.name.replace("the city of ", ""), name, "{text}");
        let (far_km, bearing) = moved(&mention);
        assert!((far_km - km).abs() < 0.05, "{text}: {far_km} km");
        let off = (bearing - degrees + 180.0).rem_euclid(360.0) - 180.0;
        assert!(off.abs() < 0.01, "{text}: {bearing} degrees");
        assert!((place.radius_m / 1000.0 - radius_km).abs() < 0.1, "{text}: {}", place.radius_m);
        assert!(mention.candidates[0].reasons[0].contains("±"), "{:?}", mention.candidates[0]);
        assert!(mention.candidates[1].place.geonameid.is_none() && mention.resolved);
        assert_eq!(&text[mention.range.clone()], mention.candidates[1].place.name);
    }
}

#[test]
fn a_moved_place_is_told_the_country_it_comes_to_lie_in() {
    let hasakah = only("The crossing 60 km north of al-Hasakah is open.");
    assert_eq!(hasakah.candidates[0].place.country.as_deref(), Some("TR"));
    let near = only("The crossing near al-Hasakah is open.");
    assert_eq!(near.candidates[0].place.country.as_deref(), Some("SY"));
}

#[test]
fn words_of_nearness_widen_and_leave_the_place_where_it_is() {
    for (text, name) in [
        ("A blast near Homs.", "near Homs"),
        ("They camped outside Homs.", "outside Homs"),
        ("Clashes on the outskirts of Homs went on.", "outskirts of Homs"),
        ("Fighting in the Homs area went on.", "the area of Homs"),
        ("They hold hills north of Homs.", "north of Homs"),
        ("Farms in the countryside of Homs burned.", "countryside of Homs"),
        ("Farms in rural Homs burned.", "rural Homs"),
        ("They are 30 km from Homs.", "30 km from Homs"),
        ("Everything within 10 km of Homs shook.", "within 10 km of Homs"),
    ] {
        let mention = only(text);
        let [derived, base] = [0, 1].map(|at| &mention.candidates[at].place);
        assert_eq!((derived.name.as_str(), derived.position), (name, base.position), "{text}");
        assert!(derived.radius_m > base.radius_m, "{text}: {}", derived.radius_m);
        assert_eq!(base.name, "Homs");
    }
    assert!(only("They are 30 km from Homs.").candidates[0].place.radius_m > 30_000.0);
}

#[test]
fn off_the_coast_is_out_at_sea() {
    let ship = only("A ship sank 20 km off the coast of Tartous.");
    let (km, bearing) = moved(&ship);
    assert!((km - 20.0).abs() < 0.05 && (bearing - 270.0).abs() < 12.0, "{km} {bearing}");
    assert_eq!(ship.candidates[0].place.country, None);
    let vague = only("A ship sank off the coast of Tartous.");
    assert_eq!(vague.candidates[0].place.position, vague.candidates[1].place.position);
    let inland = only("It is 20 km off the coast of Hama.");
    assert_eq!(inland.candidates[0].place.position, inland.candidates[1].place.position);
}

#[test]
fn directions_cut_provinces_and_halve_towns() {
    for (text, name) in [
        ("Shops in southern Hama closed.", "southern Hama"),
        ("Shops in south Hama closed.", "southern Hama"),
        ("Shops in the southern outskirts of Hama closed.", "southern outskirts of Hama"),
        ("Shops in Hama’s southern countryside closed.", "southern countryside of Hama"),
    ] {
        let mention = only(text);
        let place = &mention.candidates[0].place;
        assert_eq!(place.name, name, "{text}");
        let (km, bearing) = moved(&mention);
        assert!(km > 1.0 && km < 20.0 && (bearing - 180.0).abs() < 0.1, "{text}: {km} {bearing}");
        assert!(matches!(&place.shape, PlaceShape::Area(area) if area[0][0].len() > 10));
    }
    assert_eq!(
        only("Shops in north west Hama closed.").candidates[0].place.name,
        "northwestern Hama"
    );
    let province = only("Farms in the eastern countryside of Homs burned.");
    let place = &province.candidates[0].place;
    assert!((place.position.lon() - 38.5).abs() < 0.1, "{:?}", place.position);
    assert!(province.candidates[0].reasons[0].contains("province"), "{province:?}");
}

#[test]
fn pairs_are_the_ground_between() {
    let named = |text: &str| {
        let found = read(text);
        assert_eq!(found.len(), 2, "{text}: {found:?}");
        let [a, b] = [0, 1].map(|at| found[at].candidates[0].place.clone());
        assert_eq!(a, b, "{text}");
        a
    };
    let half = named("The convoy stopped halfway between Homs and Hama.");
    assert_eq!(half.name, "halfway between Homs and Hama");
    assert!((half.position.lat() - 34.932).abs() < 0.001, "{:?}", half.position);
    assert!(half.radius_m < 10_000.0, "{}", half.radius_m);
    let road = named("The convoy was hit on the road between Homs and Hama.");
    assert!(road.radius_m > 22_000.0 && matches!(road.shape, PlaceShape::Area(_)));
    assert_eq!(named("Along the Homs-Hama highway it is calm.").name, "the road from Homs to Hama");
    let far = read("The road between Homs and Moscow is long.");
    assert_eq!(far[0].candidates[0].place.name, "Homs");
}

#[test]
fn what_is_no_such_phrase_is_left_alone() {
    for text in [
        "They met in Homs.",
        "They came from Homs.",
        "They drove 30 km to Homs.",
        "The 30 km road to Homs is shut.",
        "A ceasefire between Homs and Hama held.",
        "He took off. Homs was calm.",
        "It was near. Homs was calm.",
        "They fled outside Syria.",
        "They live north of Russia.",
        "They ran 30 km from Homs to Hama.",
        "It stands near the Homs Voice.",
        "It stands near the Homs border.",
    ] {
        for mention in read(text) {
            let first = &mention.candidates[0].place;
            assert_ne!((first.feature.class, first.feature.code.as_str()), ('L', "AREA"), "{text}");
        }
    }
}

proptest! {
    #[test]
    fn any_phrase_gives_honest_ground(
        text in "((about|some|30|1,5|2\\.5|10-15|a few|half a|0|9e9|km|miles|\\(|\\)|-|to the|due|north|south-east|NNE|of|from|off|the coast of|outside|near|between|halfway|and|the|western|countryside of|within|Homs|Hama|Tartous|’s outskirts|\\.)[ -]?){1,14}"
    ) {
        for mention in read(&text) {
            for candidate in mention.candidates.iter() {
                let place = &candidate.place;
                prop_assert!(place.radius_m.is_finite() && place.radius_m >= 0.0, "{:?}", place);
                prop_assert!(place.radius_m < 4_000_000.0, "{:?}", place);
            }
            let surface = &text[mention.range.clone()];
            let names = ["Homs", "Hama", "Tartous"];
            prop_assert!(names.iter().any(|name| surface.contains(name)), "{}", surface);
        }
    }
}
