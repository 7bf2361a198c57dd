use super::*;
use crate::model::LonLat;
use std::sync::OnceLock;

fn map() -> &'static Basemap {
    static MAP: OnceLock<Basemap> = OnceLock::new();
    MAP.get_or_init(|| Basemap::embedded().unwrap())
}

fn view(lon: f64, lat: f64, zoom: f64) -> Viewport {
    Viewport::new(LonLat::new(lon, lat).unwrap(), zoom, 1280.0, 800.0)
}

fn names(shapes: &[Shape]) -> Vec<(String, Pt)> {
    shapes
        .iter()
        .filter_map(|s| match s {
            Shape::Text(t) => Some((t.text.clone(), t.at)),
            _ => None,
        })
        .collect()
}

#[test]
fn nothing_overlaps_and_marks_are_respected() {
    for (lon, lat, zoom) in
        [(38.0, 34.8, 6.0), (10.0, 48.0, 5.0), (20.0, 20.0, 2.0), (36.3, 33.5, 10.0)]
    {
        let mark = Rect::new(Pt::new(500.0, 300.0), Pt::new(760.0, 500.0));
        let mut taken = vec![mark];
        let shapes = shapes(map(), &view(lon, lat, zoom), &Palette::light(), None, &mut taken);
        assert!(!shapes.is_empty());
        for (i, a) in taken.iter().enumerate() {
            assert!(!taken[i + 1..].iter().any(|b| a.intersects(*b)), "zoom {zoom}: {a:?}");
        }
    }
}

#[test]
fn the_story_s_towns_are_named() {
    let shapes = shapes(map(), &view(38.6, 35.0, 7.0), &Palette::light(), None, &mut Vec::new());
    let names: Vec<String> = names(&shapes).into_iter().map(|n| n.0).collect();
    for town in ["Damascus", "Aleppo", "Homs"] {
        assert!(names.iter().any(|n| n == town), "{town} in {names:?}");
    }
}

#[test]
fn names_are_in_the_language_asked_for_and_else_the_usual_ones() {
    let shown = |code: &str| -> Vec<String> {
        let view = view(38.6, 35.0, 7.0);
        let language = Language::of(code);
        let shapes = shapes(map(), &view, &Palette::light(), language, &mut Vec::new());
        names(&shapes).into_iter().map(|n| n.0).collect()
    };
    for (code, wanted) in [
        ("ar", ["دمشق", "حلب", "حمص"]),
        ("ru", ["Дамаск", "Халеб", "Хомс"]),
        ("zh", ["大马士革", "阿勒颇", "霍姆斯"]),
    ] {
        let names = shown(code);
        for name in wanted {
            assert!(names.iter().any(|n| n == name), "{name} in {names:?}");
        }
    }
    // What nobody tells the Kurdish name of keeps its usual one.
    let kurdish = shown("ku");
    for name in ["Heleb", "Şam", "Homs"] {
        assert!(kurdish.iter().any(|n| n == name), "{name} in {kurdish:?}");
    }
}

#[test]
fn every_name_has_its_letters_in_the_embedded_fonts() {
    for (language, _) in crate::basemap::names::counts() {
        for name in map().names(*language).unwrap().texts() {
            assert!(text::is_drawable(name), "{language:?}: {name}");
            let capitals = capitals(name, Some(*language));
            assert!(text::is_drawable(&capitals), "{language:?}: {capitals}");
        }
    }
}

#[test]
fn capitals_are_those_of_the_language() {
    assert_eq!(capitals("Diyarbakir ili", Language::of("tr")), "DİYARBAKİR İLİ");
    assert_eq!(capitals("Hasakah", None), "HASAKAH");
    assert_eq!(capitals("აჭარა", Language::of("ka")), "აჭარა");
}

#[test]
fn a_pan_moves_names_and_changes_none() {
    let before = view(38.0, 34.8, 6.4);
    let after = before.dragged(40.0, -25.0);
    let draw = |v: &Viewport| names(&shapes(map(), v, &Palette::dark(), None, &mut Vec::new()));
    let (a, b) = (draw(&before), draw(&after));
    // Names well inside both pictures.
    let inner = |p: Pt| (300.0..980.0).contains(&p.x) && (150.0..650.0).contains(&p.y);
    let mut same = 0;
    for (name, at) in a.iter().filter(|(_, p)| inner(*p)) {
        let moved = b.iter().any(|(n, p)| {
            n == name && (p.x - at.x - 40.0).abs() < 0.1 && (p.y - at.y + 25.0).abs() < 0.1
        });
        same += usize::from(moved);
        assert!(moved, "{name} at {at:?}");
    }
    assert!(same > 10);
}
