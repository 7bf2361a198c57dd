//! Scene shapes onto an egui painter: the one place where the two meet.

use super::theme::{self, color};
use crate::scene::palette::Rgba;
use crate::scene::shape::{Align, Pt, Shape, Stroke, Text};
use crate::scene::text::visual_line;
use egui::epaint::{Mesh, PathShape, PathStroke, Vertex, WHITE_UV};
use egui::{Align2, Color32, CornerRadius, Painter, Pos2, StrokeKind, Vec2, pos2};
use geo::{Contains as _, LineString, Polygon, TriangulateEarcut as _};

/// Paints shapes, moved by `origin` from the scene's corner to the screen's.
pub fn shapes(painter: &Painter, origin: Vec2, shapes: &[Shape]) {
    for shape in shapes {
        paint(painter, origin, shape);
    }
}

fn paint(painter: &Painter, origin: Vec2, shape: &Shape) {
    let at = |p: &Pt| pos2(p.x, p.y) + origin;
    match shape {
        Shape::Area { rings, fill } => {
            painter.add(area(rings, color(*fill), origin));
        }
        Shape::Line { points, closed, stroke } => {
            line(painter, points.iter().map(at).collect(), *closed, stroke);
        }
        Shape::Circle { center, radius, fill, stroke } => {
            painter.circle(
                at(center),
                *radius,
                fill.map_or(Color32::TRANSPARENT, color),
                stroke
                    .as_ref()
                    .map_or(egui::Stroke::NONE, |s| egui::Stroke::new(s.width, color(s.color))),
            );
        }
        Shape::Rect { rect, corner, fill, stroke } => {
            painter.rect(
                egui::Rect::from_min_max(at(&rect.min), at(&rect.max)),
                CornerRadius::same(corner.clamp(0.0, 255.0) as u8),
                fill.map_or(Color32::TRANSPARENT, color),
                stroke
                    .as_ref()
                    .map_or(egui::Stroke::NONE, |s| egui::Stroke::new(s.width, color(s.color))),
                StrokeKind::Middle,
            );
        }
        Shape::Cells(rects) => {
            painter.add(cells(rects, origin));
        }
        Shape::Text(t) => text(painter, at(&t.at), t),
    }
}

/// Rectangles as one mesh. Neighbours share their edges exactly, so none shows between them.
#[must_use]
pub fn cells(rects: &[(crate::scene::shape::Rect, Rgba)], origin: Vec2) -> Mesh {
    let mut mesh = Mesh::default();
    mesh.reserve_vertices(rects.len() * 4);
    mesh.reserve_triangles(rects.len() * 2);
    for (rect, fill) in rects {
        let rect = egui::Rect::from_min_max(
            pos2(rect.min.x, rect.min.y) + origin,
            pos2(rect.max.x, rect.max.y) + origin,
        );
        mesh.add_colored_rect(rect, color(*fill));
    }
    mesh
}

/// Triangles of even-odd rings.
#[must_use]
pub fn area(rings: &[Vec<Pt>], fill: Color32, origin: Vec2) -> Mesh {
    let mut mesh = Mesh::default();
    for polygon in polygons(rings) {
        let base = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
        let raw = polygon.earcut_triangles_raw();
        mesh.vertices.extend(raw.vertices.iter().map(|&[x, y]| Vertex {
            pos: pos2(x, y) + origin,
            uv: WHITE_UV,
            color: fill,
        }));
        mesh.indices.extend(
            raw.triangle_indices
                .iter()
                .map(|&i| base.saturating_add(u32::try_from(i).unwrap_or(u32::MAX))),
        );
    }
    mesh
}

/// Sorts even-odd rings into polygons: a ring within an odd number of others is a hole of the
/// smallest of them that is no hole.
fn polygons(rings: &[Vec<Pt>]) -> Vec<Polygon<f32>> {
    let bare: Vec<Polygon<f32>> = rings
        .iter()
        .filter(|ring| ring.len() > 2)
        .map(|ring| {
            Polygon::new(ring.iter().map(|p| (p.x, p.y)).collect::<LineString<f32>>(), vec![])
        })
        .collect();
    if bare.len() < 2 {
        return bare;
    }
    let holders: Vec<Vec<usize>> = bare
        .iter()
        .enumerate()
        .map(|(i, inner)| {
            let Some(&first) = inner.exterior().0.first() else { return Vec::new() };
            (0..bare.len())
                .filter(|&j| {
                    j != i && bare.get(j).is_some_and(|o| o.contains(&geo::Point::from(first)))
                })
                .collect()
        })
        .collect();
    let depth = |i: usize| holders.get(i).map_or(0, Vec::len);
    let mut out: Vec<(usize, Polygon<f32>)> = bare
        .iter()
        .enumerate()
        .filter(|(i, _)| depth(*i) % 2 == 0)
        .map(|(i, p)| (i, p.clone()))
        .collect();
    for (i, hole) in bare.iter().enumerate().filter(|(i, _)| depth(*i) % 2 == 1) {
        let holder = holders.get(i).into_iter().flatten().copied().max_by_key(|&j| depth(j));
        if let Some((_, outer)) = out.iter_mut().find(|(j, _)| Some(*j) == holder) {
            outer.interiors_push(hole.exterior().clone());
        }
    }
    out.into_iter().map(|(_, p)| p).collect()
}

fn line(painter: &Painter, mut points: Vec<Pos2>, closed: bool, stroke: &Stroke) {
    let pen = egui::Stroke::new(stroke.width, color(stroke.color));
    if stroke.dashes.is_empty() {
        painter.add(PathShape {
            points,
            closed,
            fill: Color32::TRANSPARENT,
            stroke: PathStroke::from(pen),
        });
        return;
    }
    if closed && let Some(&first) = points.first() {
        points.push(first);
    }
    painter.extend(dashes(&points, stroke));
}

/// The dashes of a line; none where its lengths are not pairs of dash and gap above a tenth of a point.
#[must_use]
pub fn dashes(points: &[Pos2], stroke: &Stroke) -> Vec<egui::Shape> {
    let pen = egui::Stroke::new(stroke.width, color(stroke.color));
    let dashes: Vec<f32> = stroke.dashes.iter().copied().step_by(2).collect();
    let gaps: Vec<f32> = stroke.dashes.iter().copied().skip(1).step_by(2).collect();
    // Lengths of nothing would never come to an end.
    if dashes.len() != gaps.len() || dashes.iter().chain(&gaps).any(|v| v.is_nan() || *v < 0.1) {
        return Vec::new();
    }
    egui::Shape::dashed_line_with_offset(points, pen, &dashes, &gaps, 0.0)
}

/// Where a halo's copies of a text stand, in points.
const HALO: [Vec2; 8] = [
    Vec2::new(-1.2, 0.0),
    Vec2::new(1.2, 0.0),
    Vec2::new(0.0, -1.2),
    Vec2::new(0.0, 1.2),
    Vec2::new(-0.85, -0.85),
    Vec2::new(0.85, -0.85),
    Vec2::new(-0.85, 0.85),
    Vec2::new(0.85, 0.85),
];

fn text(painter: &Painter, at: Pos2, t: &Text) {
    let font = if t.strong { theme::strong(t.size) } else { theme::regular(t.size) };
    let align = match t.align {
        Align::Left => Align2::LEFT_CENTER,
        Align::Center => Align2::CENTER_CENTER,
        Align::Right => Align2::RIGHT_CENTER,
    };
    let mut format = egui::TextFormat::simple(font, color(t.color));
    format.italics = t.italic;
    let line =
        painter.layout_job(egui::text::LayoutJob::single_section(visual_line(&t.text), format));
    let corner = align.anchor_size(at, line.size()).min;
    if let Some(halo) = t.halo {
        for offset in HALO {
            painter.galley_with_override_text_color(corner + offset, line.clone(), color(halo));
        }
    }
    painter.galley(corner, line, color(t.color));
}
