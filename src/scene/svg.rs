//! A picture as SVG 1.1. Text stays in logical order: who renders it does the shaping and the order
//! of right-to-left scripts. The same scene gives the same bytes.

use super::palette::Rgba;
use super::shape::{Align, Pt, Rect, Scene, Shape, Stroke, Text};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Font families in the order in which glyphs are looked for.
pub const FAMILIES: &str = "Inter, 'Noto Sans Arabic', 'Noto Sans Hebrew', 'Noto Sans Syriac', 'Noto Sans Armenian', 'Noto Sans Georgian', 'Noto Sans Ethiopic', 'Noto Sans Devanagari', 'Noto Sans Thai', 'Noto Sans CJK SC', sans-serif";

/// Writes a scene on a background, `width` by `height` points.
#[must_use]
pub fn write(scene: &Scene, width: f32, height: f32, background: Rgba) -> String {
    let mut svg = String::with_capacity(64 * 1024);
    let (w, h) = (number(width), number(height));
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-family=\"{FAMILIES}\">"
    );
    let _ = writeln!(svg, "<rect width=\"{w}\" height=\"{h}\"{}/>", fill(background));
    for shape in &scene.shapes {
        write_shape(&mut svg, shape);
    }
    svg.push_str("</svg>\n");
    svg
}

fn write_shape(svg: &mut String, shape: &Shape) {
    let _ = match shape {
        Shape::Area { rings, fill: color } => {
            let mut path = String::new();
            rings.iter().for_each(|ring| outline(&mut path, ring, true));
            writeln!(svg, "<path d=\"{path}\" fill-rule=\"evenodd\"{}/>", fill(*color))
        }
        Shape::Line { points, closed, stroke } => {
            let mut path = String::new();
            outline(&mut path, points, *closed);
            writeln!(
                svg,
                "<path d=\"{path}\" fill=\"none\" stroke-linejoin=\"round\"{}/>",
                stroked(stroke)
            )
        }
        Shape::Circle { center, radius, fill: inner, stroke } => writeln!(
            svg,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>",
            number(center.x),
            number(center.y),
            number(*radius),
            inner.map_or_else(|| " fill=\"none\"".to_owned(), fill),
            stroke.as_ref().map_or_else(String::new, stroked)
        ),
        Shape::Rect { rect, corner, fill: inner, stroke } => writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"{}{}/>",
            number(rect.min.x),
            number(rect.min.y),
            number(rect.width().max(0.0)),
            number(rect.height().max(0.0)),
            number(*corner),
            inner.map_or_else(|| " fill=\"none\"".to_owned(), fill),
            stroke.as_ref().map_or_else(String::new, stroked)
        ),
        Shape::Cells(cells) => {
            write_cells(svg, cells);
            Ok(())
        }
        Shape::Text(text) => {
            write_text(svg, text);
            Ok(())
        }
    };
}

/// One path for each colour; edges are left hard, since soft ones would show between neighbours.
fn write_cells(svg: &mut String, cells: &[(Rect, Rgba)]) {
    let mut by_color: BTreeMap<[u8; 4], String> = BTreeMap::new();
    for (rect, Rgba(r, g, b, a)) in cells {
        let path = by_color.entry([*r, *g, *b, *a]).or_default();
        let (w, h) = (number(rect.width().max(0.0)), number(rect.height().max(0.0)));
        let _ = write!(path, "M{} {}h{w}v{h}h-{w}z", number(rect.min.x), number(rect.min.y));
    }
    for ([r, g, b, a], path) in by_color {
        let fill = fill(Rgba(r, g, b, a));
        let _ = writeln!(svg, "<path d=\"{path}\" shape-rendering=\"crispEdges\"{fill}/>");
    }
}

fn write_text(svg: &mut String, text: &Text) {
    let anchor = match text.align {
        Align::Left => "start",
        Align::Center => "middle",
        Align::Right => "end",
    };
    // The baseline of a line that is centred on its point: half of Inter's cap height (0.727 em)
    // below it, so that capitals stand in the middle.
    let baseline = text.at.y + text.size * super::text::CAP_HEIGHT / 2.0;
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{anchor}\"{}",
        number(text.at.x),
        number(baseline),
        number(text.size),
        fill(text.color)
    );
    if text.strong {
        svg.push_str(" font-weight=\"600\"");
    }
    if text.italic {
        svg.push_str(" font-style=\"italic\"");
    }
    if let Some(halo) = text.halo {
        let width = number((text.size * 0.22).clamp(1.6, 4.0));
        let _ = write!(
            svg,
            " paint-order=\"stroke\" stroke=\"{}\" stroke-opacity=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"",
            hex(halo),
            opacity(halo)
        );
    }
    svg.push_str(" xml:space=\"preserve\">");
    // The line stays left to right, so that "start" is its left end: with `direction` it would be the
    // right one in browsers, and not in those renderers that know no direction. The words turn within.
    let turned = super::text::is_right_to_left(&text.text);
    if turned {
        svg.push('\u{2067}');
    }
    escape(svg, &text.text);
    if turned {
        svg.push('\u{2069}');
    }
    svg.push_str("</text>\n");
}

fn outline(path: &mut String, points: &[Pt], closed: bool) {
    for (i, p) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if i == 0 { 'M' } else { 'L' }, number(p.x), number(p.y));
    }
    if closed && !points.is_empty() {
        path.push('Z');
    }
}

/// A number to a hundredth of a point; anything that is none becomes 0.
fn number(v: f32) -> String {
    let v = if v.is_finite() { f64::from(v) } else { 0.0 };
    let text = format!("{v:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn hex(Rgba(r, g, b, _): Rgba) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn opacity(Rgba(.., a): Rgba) -> String {
    number(f32::from(a) / 255.0)
}

fn fill(color: Rgba) -> String {
    match color.3 {
        255 => format!(" fill=\"{}\"", hex(color)),
        _ => format!(" fill=\"{}\" fill-opacity=\"{}\"", hex(color), opacity(color)),
    }
}

fn stroked(stroke: &Stroke) -> String {
    let mut text =
        format!(" stroke=\"{}\" stroke-width=\"{}\"", hex(stroke.color), number(stroke.width));
    if stroke.color.3 != 255 {
        let _ = write!(text, " stroke-opacity=\"{}\"", opacity(stroke.color));
    }
    if !stroke.dashes.is_empty() {
        let dashes: Vec<String> = stroke.dashes.iter().map(|d| number(*d)).collect();
        let _ = write!(text, " stroke-dasharray=\"{}\"", dashes.join(" "));
    }
    text
}

/// Text that is safe between tags; characters that XML forbids are left out.
fn escape(svg: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => svg.push_str("&lt;"),
            '>' => svg.push_str("&gt;"),
            '&' => svg.push_str("&amp;"),
            '\t' | '\n' | '\r' => svg.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => svg.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(words: &str) -> Text {
        Text {
            at: Pt::new(10.0, 10.0),
            align: Align::Left,
            text: words.to_owned(),
            size: 12.0,
            strong: true,
            italic: true,
            color: Rgba::hex(0x11_2233),
            halo: Some(Rgba(255, 255, 255, 128)),
        }
    }

    #[test]
    fn shapes_are_written() {
        let scene = Scene {
            shapes: vec![
                Shape::Area {
                    rings: vec![vec![Pt::new(0.0, 0.0), Pt::new(1.0, f32::NAN)]],
                    fill: Rgba(1, 2, 3, 51),
                },
                Shape::Rect {
                    rect: Rect::new(Pt::new(0.0, 0.0), Pt::new(5.0, -5.0)),
                    corner: 1.0,
                    fill: None,
                    stroke: Some(Stroke {
                        width: 1.0,
                        color: Rgba::hex(0),
                        dashes: vec![2.0, 1.5],
                    }),
                },
                Shape::Cells(vec![
                    (Rect::new(Pt::new(0.0, 0.0), Pt::new(8.0, 8.0)), Rgba::hex(0x01_0203)),
                    (Rect::new(Pt::new(8.0, 0.0), Pt::new(16.0, 8.0)), Rgba::hex(0x01_0203)),
                ]),
                Shape::Text(text("a<b>&\u{1}c")),
            ],
            hits: Vec::new(),
        };
        let svg = write(&scene, 100.0, 50.0, Rgba::hex(0xff_ffff));
        assert!(svg.contains("M0 0L1 0Z") && svg.contains("fill-opacity=\"0.2\""), "{svg}");
        assert!(svg.contains("M0 0h8v8h-8zM8 0h8v8h-8z\" shape-rendering"), "one path: {svg}");
        assert!(svg.contains("height=\"0\"") && svg.contains("stroke-dasharray=\"2 1.5\""));
        assert!(svg.contains("a&lt;b&gt;&amp;c") && svg.contains("paint-order=\"stroke\""));
    }

    #[test]
    fn every_embedded_family_is_named_in_its_turn() {
        let mut at = 0;
        for font in crate::scene::text::fonts() {
            let found = FAMILIES.find(font.family).unwrap();
            assert!(found >= at, "{}", font.family);
            at = found;
        }
    }

    #[test]
    fn right_to_left_text_stays_logical_and_keeps_its_side() {
        let scene = Scene { shapes: vec![Shape::Text(text("الحسكة"))], hits: Vec::new() };
        let svg = write(&scene, 100.0, 50.0, Rgba::hex(0xff_ffff));
        assert!(svg.contains(">\u{2067}الحسكة\u{2069}<") && !svg.contains("direction="));
        assert!(svg.contains("text-anchor=\"start\""));
    }

    proptest! {
        #[test]
        fn any_text_is_well_formed(words in any::<String>()) {
            let scene = Scene { shapes: vec![Shape::Text(text(&words))], hits: Vec::new() };
            let svg = write(&scene, 100.0, 50.0, Rgba::hex(0xff_ffff));
            prop_assert!(resvg::usvg::roxmltree::Document::parse(&svg).is_ok(), "{svg}");
        }
    }
}
