//! What egui would have a graphics card draw, drawn here: triangles with colours and the atlas of
//! glyphs, blended as egui blends. Slow and plain; a picture is the same on every machine to a hair.

use egui::epaint::{ClippedPrimitive, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, Context, Pos2, Rect, TextureId};

/// Pixels, row by row from above, opaque.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<[f32; 3]>,
}

/// Draws shapes that were laid out for a context.
pub fn draw(
    ctx: &Context,
    primitives: &[ClippedPrimitive],
    size: egui::Vec2,
    scale: f32,
) -> Picture {
    let (width, height) = ((size.x * scale) as usize, (size.y * scale) as usize);
    let mut picture = Picture { width, height, rgb: vec![[0.0; 3]; width * height] };
    let atlas = ctx.fonts_mut(|fonts| fonts.image());
    for ClippedPrimitive { clip_rect, primitive } in primitives {
        if let Primitive::Mesh(mesh) = primitive
            && mesh.texture_id == TextureId::default()
        {
            picture.mesh(mesh, *clip_rect, &atlas, scale);
        }
    }
    picture
}

impl Picture {
    fn mesh(&mut self, mesh: &Mesh, clip: Rect, atlas: &ColorImage, scale: f32) {
        let edge = |at: f32, most: usize| (at * scale).round().clamp(0.0, most as f32) as usize;
        let (left, right) = (edge(clip.left(), self.width), edge(clip.right(), self.width));
        let (top, bottom) = (edge(clip.top(), self.height), edge(clip.bottom(), self.height));
        for corners in mesh.indices.chunks_exact(3) {
            let [a, b, c] = [0, 1, 2].map(|n| mesh.vertices[corners[n] as usize]);
            let [pa, pb, pc] = [a, b, c].map(|v| Pos2::new(v.pos.x * scale, v.pos.y * scale));
            let area = cross(pa, pb, pc);
            if area.abs() < 1e-9 {
                continue;
            }
            let xs = [pa.x, pb.x, pc.x];
            let ys = [pa.y, pb.y, pc.y];
            let low =
                |all: [f32; 3]| all.into_iter().fold(f32::MAX, f32::min).floor().max(0.0) as usize;
            let high =
                |all: [f32; 3]| all.into_iter().fold(f32::MIN, f32::max).ceil().max(0.0) as usize;
            for y in low(ys).max(top)..high(ys).min(bottom) {
                for x in low(xs).max(left)..high(xs).min(right) {
                    let at = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                    let weights = [cross(pb, pc, at), cross(pc, pa, at), cross(pa, pb, at)];
                    let weights = weights.map(|weight| weight / area);
                    if is_inside(weights, [pa, pb, pc], area) {
                        self.blend(x, y, shade([a, b, c], weights, atlas));
                    }
                }
            }
        }
    }

    fn blend(&mut self, x: usize, y: usize, [r, g, b, a]: [f32; 4]) {
        let pixel = &mut self.rgb[y * self.width + x];
        for (under, over) in pixel.iter_mut().zip([r, g, b]) {
            *under = over + *under * (1.0 - a);
        }
    }

    /// As bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let byte = |part: &f32| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
        self.rgb.iter().flatten().map(byte).collect()
    }
}

fn cross(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Whether a point lies within; of two triangles that share an edge, one has it.
fn is_inside(weights: [f32; 3], corners: [Pos2; 3], area: f32) -> bool {
    let [a, b, c] = corners;
    let edges = [(b, c), (c, a), (a, b)];
    weights.into_iter().zip(edges).all(|(weight, (from, to))| {
        if weight != 0.0 {
            return weight > 0.0;
        }
        let (dx, dy) = ((to.x - from.x) * area.signum(), (to.y - from.y) * area.signum());
        dy < 0.0 || (dy == 0.0 && dx > 0.0)
    })
}

/// Colour of a pixel, premultiplied: what the corners say times what the atlas says.
fn shade(corners: [Vertex; 3], weights: [f32; 3], atlas: &ColorImage) -> [f32; 4] {
    let (mut color, mut u, mut v) = ([0.0; 4], 0.0, 0.0);
    for (vertex, weight) in corners.iter().zip(weights) {
        for (sum, part) in color.iter_mut().zip(vertex.color.to_array()) {
            *sum += f32::from(part) / 255.0 * weight;
        }
        u += vertex.uv.x * weight;
        v += vertex.uv.y * weight;
    }
    let texel = sample(atlas, u, v);
    [0, 1, 2, 3].map(|n| color[n] * texel[n])
}

fn sample(atlas: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = atlas.size;
    let (x, y) = (u * width as f32 - 0.5, v * height as f32 - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let at = |column: f32, row: f32| -> Color32 {
        let column = column.clamp(0.0, width as f32 - 1.0) as usize;
        let row = row.clamp(0.0, height as f32 - 1.0) as usize;
        atlas.pixels[row * width + column]
    };
    let mut sum = [0.0; 4];
    for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        let across = 1.0 - (x - left - dx).abs();
        let down = 1.0 - (y - top - dy).abs();
        for (sum, part) in sum.iter_mut().zip(at(left + dx, top + dy).to_array()) {
            *sum += f32::from(part) / 255.0 * across * down;
        }
    }
    sum
}
