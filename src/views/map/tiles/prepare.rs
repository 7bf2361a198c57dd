//! What a thread beside the window makes of a tile's bytes: a texture, or triangles with names.

use crate::scene::palette::Palette;
use crate::scene::vector::{self, Name};
use crate::tiles::{Content, Problem, TileError, TileId, TileSource, Work, picture};
use crate::views::map::ground::triangles;
use egui::{ColorImage, Context, Mesh, TextureHandle, TextureOptions};
use std::sync::Arc;

/// A tile, and the zoom that it is made ready for.
pub type Key = (TileId, u8);

/// A tile made ready.
pub enum Tile {
    /// A picture on its way to the graphics device.
    Picture(TextureHandle),
    /// Triangles and names.
    Ground {
        /// In points from the tile's left top corner, at zoom `level`.
        mesh: Mesh,
        /// Names of places.
        names: Arc<[Name]>,
        /// Whether it covers what lies behind.
        covers: bool,
        /// The zoom that the triangles were made for.
        level: u8,
    },
}

/// The work of a layer's threads.
pub fn work(source: Arc<dyn TileSource>, palette: Palette, ctx: Context) -> Arc<Work<Key, Tile>> {
    Arc::new(move |(id, level): &Key| {
        let Some(bytes) = source.tile(*id)? else { return Ok(None) };
        let about = source.about();
        let damaged = |how: String| {
            let tile = format!("tile {}/{}/{}: {how}", id.zoom(), id.x(), id.y());
            TileError::new(&about.name, Problem::Damaged(tile))
        };
        match about.content {
            Content::Raster => {
                let picture = picture(&bytes).map_err(damaged)?;
                let size = [picture.width, picture.height];
                let image = ColorImage::from_rgba_unmultiplied(size, &picture.rgba);
                let texture = ctx.load_texture("map tile", image, TextureOptions::LINEAR);
                Ok(Some((Tile::Picture(texture), picture.rgba.len())))
            }
            Content::Vector => {
                let drawn = vector::draw(&bytes, *id, *level, &palette);
                let drawn = drawn.map_err(|why| damaged(why.to_string()))?;
                let mesh = triangles(&drawn.shapes, ctx.pixels_per_point());
                let bytes = mesh.vertices.len() * size_of::<egui::epaint::Vertex>()
                    + mesh.indices.len() * size_of::<u32>()
                    + drawn.names.iter().map(|n| n.text.len() + size_of::<Name>()).sum::<usize>();
                let names = drawn.names.into();
                let tile = Tile::Ground { mesh, names, covers: drawn.covers, level: *level };
                Ok(Some((tile, bytes)))
            }
        }
    })
}
