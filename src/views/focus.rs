//! Where the keyboard goes when the control that it was on is gone: a page that gave way to another, a
//! panel that was closed by its own button, a value that was filtered away, a dialog. Without a
//! successor, whoever uses no mouse would begin again at the window's first button.
//!
//! What the pointer did is left alone: nothing is ringed that nobody asked for.

use egui::{Context, Event, Id, LayerId, Memory, Rect, Response, Ui};

/// Follows the keyboard from frame to frame.
#[derive(Debug, Default)]
pub struct Focus {
    /// What had the keyboard at the end of the last frame, and where it stood.
    held: Option<Held>,
    /// Whether the last thing that was done was done by keyboard.
    by_keys: bool,
    /// Whether a dialog is in front, and what had the keyboard in the window below it.
    dialog: bool,
    below: Option<Id>,
    /// The page that the panel at the right showed, by a number of its own.
    page: Option<u64>,
    /// What had the keyboard on pages that gave way to the next, the last one behind.
    left: Vec<(u64, Id)>,
    /// Frames for which a part of the window is still to be led into: what is in it comes a frame later.
    into: Option<(Rect, u8)>,
}

/// A control that has the keyboard.
#[derive(Clone, Copy, Debug)]
struct Held {
    id: Id,
    layer: LayerId,
    rect: Rect,
}

/// Pages that are remembered, so that the way back leads to where one came from.
const PAGES: usize = 64;
/// What is not so wide or high, in points, is an edge that can be dragged.
const THIN: f32 = 12.0;
/// Frames until what was asked for is drawn.
const PATIENCE: u8 = 3;

impl Focus {
    /// Leads the keyboard to the first control in a part of the window, once that is drawn.
    pub fn lead_into(&mut self, part: Rect) {
        self.into = Some((part, PATIENCE));
    }

    /// Looks at what became of the keyboard, at the end of a frame. `panel` is the panel at the right,
    /// `page` a number that tells one of its pages from others.
    pub fn follow(&mut self, ctx: &Context, panel: Option<Rect>, page: u64) {
        let deliberate = self.look_at_input(ctx);
        let (focused, front) = ctx.memory(|memory| (memory.focused(), memory.top_modal_layer()));
        self.dialogs(ctx, front, focused);
        let before = self.page.replace(page);
        let turned = before.filter(|before| *before != page);
        if let (Some(before), Some(panel), Some(held)) = (turned, panel, self.held)
            && self.by_keys
            && panel.contains(held.rect.center())
        {
            self.turn(ctx, (before, held.id), page, panel);
        } else if let (Some(held), None) = (self.held, focused)
            && self.by_keys
            && !deliberate
            && front.is_none()
            && self.into.is_none()
            && let Some(heir) = nearest(ctx, held)
        {
            ctx.memory_mut(|memory| memory.request_focus(heir));
        }
        self.arrive(ctx);
        let focused = ctx.memory(Memory::focused);
        match focused.map(|id| (id, standing(ctx, id))) {
            Some((_, Some(held))) => self.held = Some(held),
            // What is gone loses the keyboard by the next frame; what was asked to take it comes then.
            Some((id, None)) => {
                ctx.request_repaint();
                self.held = self.held.filter(|held| held.id == id);
            }
            None => self.held = None,
        }
        if !self.dialog {
            self.below = self.held.map(|held| held.id);
        }
    }

    /// Whether the keyboard was let go on purpose: by Escape, by a click.
    fn look_at_input(&mut self, ctx: &Context) -> bool {
        ctx.input(|input| {
            let mut deliberate = false;
            for event in &input.events {
                match event {
                    Event::Key { pressed: true, key, .. } => {
                        self.by_keys = true;
                        deliberate |= *key == egui::Key::Escape;
                    }
                    Event::AccessKitActionRequest(_) => self.by_keys = true,
                    Event::PointerButton { .. } | Event::Touch { .. } => {
                        (self.by_keys, deliberate) = (false, true);
                    }
                    _ => {}
                }
            }
            deliberate
        })
    }

    /// A dialog takes the keyboard, and gives it back.
    fn dialogs(&mut self, ctx: &Context, front: Option<LayerId>, focused: Option<Id>) {
        match front {
            Some(layer) if !self.dialog => {
                self.dialog = true;
                let inside = focused.and_then(|id| standing(ctx, id));
                if self.by_keys && inside.is_none_or(|held| held.layer != layer) {
                    first(ctx, layer, Rect::EVERYTHING);
                }
            }
            None if self.dialog => {
                self.dialog = false;
                if let Some(below) = self.below.filter(|_| self.by_keys && focused.is_none()) {
                    ctx.memory_mut(|memory| memory.request_focus(below));
                }
            }
            _ => {}
        }
    }

    /// Another page stands in the panel: the keyboard goes to its first control, on the way back to the
    /// one that led away.
    fn turn(&mut self, ctx: &Context, left: (u64, Id), page: u64, panel: Rect) {
        if let Some(at) = self.left.iter().rposition(|(of, _)| *of == page) {
            let (_, id) = self.left.remove(at);
            self.left.truncate(at);
            if standing(ctx, id).is_some() {
                ctx.memory_mut(|memory| memory.request_focus(id));
                return;
            }
        } else {
            self.left.push(left);
            if self.left.len() > PAGES {
                self.left.remove(0);
            }
        }
        self.lead_into(panel);
    }

    /// Gives the keyboard to what it is led to, once that is there.
    fn arrive(&mut self, ctx: &Context) {
        let Some((part, patience)) = self.into else { return };
        let layer = LayerId::background();
        self.into = if first(ctx, layer, part) || patience == 0 {
            None
        } else {
            ctx.request_repaint();
            Some((part, patience - 1))
        };
    }
}

/// Names a control, so that [`hand_to`] finds it.
pub fn name(response: &Response, name: &'static str) {
    response.ctx.data_mut(|data| data.insert_temp(Id::unique(("named", name)), response.id));
}

/// A control closes what it stands in, and hands the keyboard to the one that opens it, where it has
/// the keyboard.
pub fn hand_to(closing: &Response, name: &'static str) {
    let ctx = &closing.ctx;
    let opens = ctx.data(|data| data.get_temp::<Id>(Id::unique(("named", name))));
    if let Some(id) = opens.filter(|_| closing.has_focus()) {
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
}

/// Draws what scrolls, and brings a control of it into view once it is given the keyboard.
pub fn in_view<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let of_layer = |ui: &Ui| -> usize {
        let layer = ui.layer_id();
        ui.viewport(|viewport| {
            let mut layers = viewport.this_pass.widgets.layers();
            layers.find(|(of, _)| **of == layer).map_or(0, |(_, widgets)| widgets.len())
        })
    };
    let before = of_layer(ui);
    let result = content(ui);
    let focused = ui.memory(Memory::focused);
    let known = ui.unique_id().with("had the keyboard");
    if ui.data(|data| data.get_temp::<Option<Id>>(known)) == Some(focused) {
        return result;
    }
    ui.data_mut(|data| data.insert_temp(known, focused));
    let layer = ui.layer_id();
    let rect = ui.viewport(|viewport| {
        let mut layers = viewport.this_pass.widgets.layers();
        let (_, widgets) = layers.find(|(of, _)| **of == layer)?;
        let own = widgets.get(before..)?.iter();
        own.filter(|widget| Some(widget.id) == focused).map(|widget| widget.rect).next()
    });
    if let Some(rect) = rect {
        ui.scroll_to_rect(rect, None);
    }
    result
}

/// A control that was drawn in this frame, and where.
fn standing(ctx: &Context, id: Id) -> Option<Held> {
    ctx.viewport(|viewport| {
        let widget = viewport.this_pass.widgets.get(id)?;
        Some(Held { id, layer: widget.layer_id, rect: widget.rect })
    })
}

/// The controls of a layer that can have the keyboard, in their order, with where they stand.
fn controls(ctx: &Context, layer: LayerId) -> Vec<(Id, Rect)> {
    ctx.viewport(|viewport| {
        let layers = viewport.this_pass.widgets.layers();
        let widgets = layers.filter(|(of, _)| **of == layer).flat_map(|(_, widgets)| widgets);
        let can = widgets.filter(|widget| {
            let seen = widget.visible && widget.interact_rect.is_positive();
            widget.enabled && widget.sense.is_focusable() && seen
        });
        can.map(|widget| (widget.id, widget.rect)).collect()
    })
}

/// Gives the keyboard to the first control of a layer in a part of it. False where there is none.
fn first(ctx: &Context, layer: LayerId, part: Rect) -> bool {
    let found = controls(ctx, layer).into_iter().find(|(_, rect)| part.contains(rect.center()));
    if let Some((id, _)) = found {
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
    found.is_some()
}

/// What stands nearest to where a control stood, of the same layer; of the window where that is gone.
/// The edges of panels, which are thin, are no successors.
fn nearest(ctx: &Context, gone: Held) -> Option<Id> {
    let mut all = controls(ctx, gone.layer);
    if all.is_empty() {
        all = controls(ctx, LayerId::background());
    }
    let middle = gone.rect.center();
    let away = |rect: &Rect| rect.distance_sq_to_pos(middle);
    let broad = |(_, rect): &(Id, Rect)| rect.width().min(rect.height()) >= THIN;
    let near = all.into_iter().filter(broad).min_by(|(_, a), (_, b)| {
        let size = |rect: &Rect| rect.width() * rect.height();
        // What lies around it, such as the map, comes after what stands beside.
        away(a).total_cmp(&away(b)).then(size(a).total_cmp(&size(b)))
    });
    near.map(|(id, _)| id)
}
