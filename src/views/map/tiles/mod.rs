//! Layers of tiles between the base map and what happened: files and, where turned on, an online
//! service. Where a tile is still on its way, the one above it or those below stand in for it.

mod prepare;
mod slots;

use crate::app::jobs::{Job, Outcome, Revision};
use crate::app::{Layers, TileLayer, TilesFrom};
use crate::projection::{Screen, Viewport, World};
use crate::scene::palette::Palette;
use crate::scene::shape::{Pt, Rect as SceneRect, Shape};
use crate::scene::vector::{self, Name};
use crate::tiles::online::{Cache, Online, Template, Traffic};
use crate::tiles::{About, Content, Loader, Problem, TileError, TileSource, open};
use egui::{Color32, Context, Mesh, Painter, Rect, pos2};
use prepare::{Key, Tile};
use slots::{Slot, Stand};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Memory for the tiles of one layer, in bytes: some hundred pictures of 512 pixels.
const MOST_BYTES: usize = 192 * 1024 * 1024;
/// Threads that make tiles of a file ready.
const THREADS: usize = 2;
/// The light that is left of a picture that is dimmed, of 255.
const DIMMED: u8 = 150;
/// A layer fainter than this leaves the names of the base map in place.
const HIDES_NAMES: f32 = 0.35;
/// While the network is used, the sign of it is looked after this often.
const LOOK: Duration = Duration::from_millis(300);

/// The layers that are open.
#[derive(Debug)]
pub struct Tiles {
    open: Vec<Open>,
    cache: Cache,
    names: Vec<Arc<[Name]>>,
    covered: Vec<Rect>,
}

/// One layer.
#[derive(Debug)]
struct Open {
    from: TilesFrom,
    state: State,
}

#[derive(Debug)]
enum State {
    Opening(Job<Result<Arc<dyn TileSource>, TileError>>),
    There(Box<There>),
    Failed(TileError),
}

#[derive(Debug)]
struct There {
    source: Arc<dyn TileSource>,
    traffic: Option<Arc<Traffic>>,
    loader: Option<(bool, Loader<Key, Tile>)>,
}

/// How a layer stands.
#[derive(Debug)]
pub enum Standing<'a> {
    /// Its file is being looked at.
    Opening,
    /// It can be drawn; what went wrong with its tiles last.
    There(&'a About, Option<&'a TileError>),
    /// It cannot be drawn.
    Failed(&'a TileError),
}

/// What passes between here and a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The service's name.
    pub host: String,
    /// Whether something is sent or received now.
    pub busy: bool,
    /// Why nothing comes.
    pub trouble: Option<String>,
}

impl Default for Tiles {
    fn default() -> Self {
        Self { open: Vec::new(), cache: Cache::at(None, 0), names: Vec::new(), covered: Vec::new() }
    }
}

impl Tiles {
    /// Keeps online tiles there from now on.
    pub fn keep_in(&mut self, cache: Cache) {
        self.cache = cache;
    }

    /// Removes what is kept of online tiles.
    pub fn clear_cache(&self) {
        self.cache.clear();
    }

    /// Opens what is wanted and not open, and closes what is not wanted any more.
    fn follow(&mut self, layers: &Layers, ctx: &Context) {
        self.cache.limit(u64::from(layers.cache_mb) * 1_000_000);
        // An online layer that is hidden sends nothing: it is closed.
        let wanted = |layer: &TileLayer| layer.shown || matches!(layer.from, TilesFrom::File(_));
        self.open.retain(|open| layers.tiles.iter().any(|l| l.from == open.from && wanted(l)));
        for layer in layers.tiles.iter().filter(|layer| wanted(layer)) {
            if !self.open.iter().any(|open| open.from == layer.from) {
                let state = self.begin(&layer.from, ctx);
                self.open.push(Open { from: layer.from.clone(), state });
            }
        }
        for open in &mut self.open {
            let State::Opening(job) = &mut open.state else { continue };
            open.state = match job.poll(Revision::default()) {
                Some(Outcome::Done(Ok(source))) => State::of(source, None),
                Some(Outcome::Done(Err(error))) => State::Failed(error),
                Some(Outcome::Failed(why)) => {
                    State::Failed(TileError::new("The layer", Problem::Unreadable(why)))
                }
                Some(Outcome::Cancelled | Outcome::Stale) | None => continue,
            };
        }
    }

    fn begin(&self, from: &TilesFrom, ctx: &Context) -> State {
        match from {
            TilesFrom::File(path) => {
                let (path, wake) = (path.clone(), ctx.clone());
                let work = move |_: &crate::task::Task| open(&path);
                let wake = move || wake.request_repaint();
                State::Opening(Job::start("tile file", Revision::default(), work, wake))
            }
            TilesFrom::Online(template) => match Template::new(template) {
                Ok(template) => {
                    let credit = credit_of(&template);
                    let service = Online::new(template, credit, self.cache.clone());
                    let traffic = service.traffic();
                    State::of(Arc::new(service), Some(traffic))
                }
                Err(why) => {
                    let problem = Problem::Unreadable(why.to_string());
                    State::Failed(TileError::new(template.clone(), problem))
                }
            },
        }
    }

    /// Paints the layers that are shown, from back to front, and asks for what is missing.
    pub fn paint(
        &mut self,
        painter: &Painter,
        layers: &Layers,
        view: &Viewport,
        rect: Rect,
        palette: &Palette,
    ) {
        self.follow(layers, painter.ctx());
        self.names.clear();
        self.covered.clear();
        for layer in &layers.tiles {
            let open = self.open.iter_mut().find(|open| open.from == layer.from);
            let Some(Open { state: State::There(there), .. }) = open else { continue };
            if !layer.shown {
                there.loader = None;
                continue;
            }
            let dimmed = layer.dimmed && palette.dark;
            let page = Page { painter, view, rect, opacity: layer.opacity, dimmed };
            let names = matches!(&layer.from, TilesFrom::Online(t) if t == Template::OPENSTREETMAP);
            there.paint(&page, palette, names, &mut self.names, &mut self.covered);
        }
    }

    /// The names of places in vector tiles, where there is room. The ground that tiles with names of
    /// their own cover is added to `occupied`: the base map names nothing there.
    pub fn names(
        &self,
        view: &Viewport,
        rect: Rect,
        palette: &Palette,
        occupied: &mut Vec<SceneRect>,
    ) -> Vec<Shape> {
        let names = self.names.iter().flat_map(|names| names.iter());
        let shapes = vector::place(names, view, palette, occupied);
        let at = |p: egui::Pos2| Pt::new(p.x - rect.left(), p.y - rect.top());
        occupied.extend(self.covered.iter().map(|r| SceneRect::new(at(r.min), at(r.max))));
        shapes
    }

    /// How a layer stands; nothing where it is not open.
    #[must_use]
    pub fn standing(&self, from: &TilesFrom) -> Option<Standing<'_>> {
        let open = self.open.iter().find(|open| open.from == *from)?;
        Some(match &open.state {
            State::Opening(_) => Standing::Opening,
            State::There(there) => {
                let trouble = there.loader.as_ref().and_then(|(_, loader)| loader.trouble());
                Standing::There(there.source.about(), trouble)
            }
            State::Failed(error) => Standing::Failed(error),
        })
    }

    /// Layers that cannot be drawn.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.open.iter().filter(|open| matches!(open.state, State::Failed(_))).count()
    }

    /// Whom to name on the map for the layers that are shown, in turn and once each.
    #[must_use]
    pub fn credits(&self, layers: &Layers) -> Vec<String> {
        let mut credits: Vec<String> = Vec::new();
        for layer in layers.tiles.iter().filter(|layer| layer.shown) {
            let Some(Standing::There(about, _)) = self.standing(&layer.from) else { continue };
            if !about.attribution.is_empty() && !credits.contains(&about.attribution) {
                credits.push(about.attribution.clone());
            }
        }
        credits
    }

    /// The network as it is used; nothing where no online layer is shown.
    #[must_use]
    pub fn network(&self, ctx: &Context) -> Option<Network> {
        let there = self.open.iter().find_map(|open| match &open.state {
            State::There(there) => there.traffic.as_ref().map(|traffic| (there, traffic)),
            _ => None,
        })?;
        let (there, traffic) = there;
        let busy = traffic.is_busy();
        if busy {
            ctx.request_repaint_after(LOOK);
        }
        let trouble = there.loader.as_ref().and_then(|(_, loader)| loader.trouble());
        Some(Network {
            host: there.source.about().name.clone(),
            busy,
            trouble: trouble.map(ToString::to_string),
        })
    }
}

/// Whom a service's tiles are to be credited to; of one that the user typed nothing is known but its name.
fn credit_of(template: &Template) -> String {
    if template.text() == Template::OPENSTREETMAP {
        "© OpenStreetMap contributors".to_owned()
    } else {
        format!("Tiles: {}", template.host())
    }
}

impl State {
    fn of(source: Arc<dyn TileSource>, traffic: Option<Arc<Traffic>>) -> Self {
        Self::There(Box::new(There { source, traffic, loader: None }))
    }
}

/// Where a layer is painted.
struct Page<'a> {
    painter: &'a Painter,
    view: &'a Viewport,
    rect: Rect,
    opacity: f32,
    /// Whether pictures are drawn darker.
    dimmed: bool,
}

impl Page<'_> {
    fn at(&self, world: World) -> egui::Pos2 {
        let Screen { x, y } = self.view.screen_from_world(world);
        pos2(self.rect.left() + x, self.rect.top() + y)
    }

    /// The ground of a tile on screen. Edges fall on whole pixels, so that neighbours meet.
    fn ground(&self, slot: &Slot) -> Rect {
        let scale = self.painter.ctx().pixels_per_point();
        let whole = |v: f32| (v * scale).round() / scale;
        let (low, high) = (self.at(slot.corner()), self.at(slot.end()));
        Rect::from_min_max(pos2(whole(low.x), whole(low.y)), pos2(whole(high.x), whole(high.y)))
    }
}

impl There {
    fn paint(
        &mut self,
        page: &Page<'_>,
        palette: &Palette,
        has_names: bool,
        names: &mut Vec<Arc<[Name]>>,
        covered: &mut Vec<Rect>,
    ) {
        let ctx = page.painter.ctx();
        let about = self.source.about().clone();
        let online = self.traffic.is_some();
        let vector = about.content == Content::Vector;
        if self.loader.as_ref().is_some_and(|(dark, _)| vector && *dark != palette.dark) {
            self.loader = None;
        }
        let (_, loader) = self.loader.get_or_insert_with(|| {
            let source = Arc::clone(&self.source);
            let work = prepare::work(source, palette.clone(), ctx.clone());
            let wake = ctx.clone();
            let wake = Arc::new(move || wake.request_repaint());
            let threads = if online { crate::tiles::online::CONNECTIONS } else { THREADS };
            (palette.dark, Loader::start(threads, MOST_BYTES, !online, work, wake))
        });
        loader.begin();
        let slots = slots::of(page.view, &about);
        let painter = match self.source.about().bounds.filter(|_| vector) {
            // Beyond its bounds a tile of a region holds nothing, which is no ground either.
            Some(bounds) => {
                let clips = slots::bounds_on_screen(page.view, bounds, page.rect);
                page.painter.with_clip_rect(clips.intersect(page.painter.clip_rect()))
            }
            None => page.painter.clone(),
        };
        for slot in &slots {
            let Some(stand) = slots::stand_in(slot, loader, !vector) else { continue };
            let ground = page.ground(slot);
            let mut covers = has_names;
            match stand {
                Stand::Above(key, levels) => {
                    let Some(tile) = loader.get(&key) else { continue };
                    covers |= draw(tile, page, &painter, slot, ground, levels, names);
                }
                Stand::Below(keys) => {
                    for (part, key) in keys {
                        let Some(tile) = loader.get(&key) else { continue };
                        let ground = page.ground(&part);
                        covers |= draw(tile, page, &painter, &part, ground, 0, names);
                    }
                }
            }
            if covers && page.opacity >= HIDES_NAMES {
                covered.push(ground.intersect(painter.clip_rect()));
            }
        }
        let wanted: Vec<Key> =
            slots.iter().map(|slot| slots::wanted(slot, loader, !vector)).collect();
        loader.want(wanted);
        if let Some(again) = loader.again() {
            ctx.request_repaint_after(again.saturating_duration_since(Instant::now()));
        }
    }
}

/// Draws a tile, or the part of it that lies in a slot `levels` below it. Says whether it has the names
/// of its ground.
fn draw(
    tile: &Tile,
    page: &Page<'_>,
    painter: &Painter,
    slot: &Slot,
    ground: Rect,
    levels: u8,
    names: &mut Vec<Arc<[Name]>>,
) -> bool {
    match tile {
        Tile::Picture(texture) => {
            let light = if page.dimmed { Color32::from_gray(DIMMED) } else { Color32::WHITE };
            let tint = light.gamma_multiply(page.opacity);
            painter.image(texture.id(), ground, slot.part_of_ancestor(levels), tint);
            false
        }
        Tile::Ground { mesh, names: own, covers, level } => {
            let Some(ancestor) = slot.ancestor(levels) else { return false };
            let corner = page.at(ancestor.corner());
            let scale = (page.view.zoom - f64::from(*level)).exp2() as f32;
            let placed = placed(mesh, corner, scale, page.opacity);
            if levels == 0 {
                painter.add(placed);
            } else {
                painter.with_clip_rect(ground.intersect(painter.clip_rect())).add(placed);
            }
            if !names.iter().any(|there| Arc::ptr_eq(there, own)) {
                names.push(Arc::clone(own));
            }
            *covers
        }
    }
}

fn placed(mesh: &Mesh, corner: egui::Pos2, scale: f32, opacity: f32) -> Mesh {
    let mut mesh = mesh.clone();
    for vertex in &mut mesh.vertices {
        vertex.pos = corner + vertex.pos.to_vec2() * scale;
        if opacity < 1.0 {
            vertex.color = vertex.color.gamma_multiply(opacity);
        }
    }
    mesh
}
