//! How large a panel is: as its user made it, less where the window has less room, and as before once
//! there is room again.

use egui::panel::PanelState;
use egui::{Id, Rect, Ui, UiBuilder, Vec2, vec2};
use std::ops::RangeInclusive;

/// Points by which a size may differ and still be the same.
const SAME: f32 = 0.5;

/// A panel keeps so much where its share of the room is less, in points: beside and below what it stands
/// next to.
const LEAST: (f32, f32) = (80.0, 40.0);

/// A panel at an edge of the window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// Its name in the toolkit's memory.
    pub name: &'static str,
    /// Whether it lies at the left or right, and its size is a width.
    pub beside: bool,
    /// Its size when it opens first, in points.
    pub opens: f32,
    /// The sizes that it may have where there is room, in points.
    pub range: (f32, f32),
    /// The most of the room that it takes.
    pub share: f32,
}

impl Edge {
    /// The sizes that the panel may have in a room. What its user chose comes back where it fits
    /// again: a window that was small for a while, or enlarged, leaves no small panels behind.
    pub fn sizes(self, ui: &Ui) -> RangeInclusive<f32> {
        let room = ui.available_size();
        let room = if self.beside { room.x } else { room.y };
        let least = if self.beside { LEAST.0 } else { LEAST.1 };
        // Never more than there is: panels would lie over one another.
        let most = self.range.1.min((room * self.share).max(least)).min(room.max(0.0));
        let range = self.range.0.min(most)..=most;
        let id = ui.scope_id().with_salt(egui::IdSalt::new(self.name));
        let kept = id.with("chosen");
        let state = PanelState::load(ui.ctx(), id).map(|state| state.size());
        let stands = state.map(|size| if self.beside { size.x } else { size.y });
        let (mut chosen, before) = ui
            .data_mut(|d| d.get_persisted::<(f32, f32)>(kept))
            .unwrap_or((stands.unwrap_or(self.opens), most));
        let fits = |size: f32| size.clamp(*range.start(), *range.end());
        match stands {
            Some(_) if (most - before).abs() > SAME => {
                let size =
                    if self.beside { vec2(fits(chosen), 0.0) } else { vec2(0.0, fits(chosen)) };
                let outer_rect = Rect::from_min_size(ui.cursor().min, size);
                ui.data_mut(|d| d.insert_persisted(id, PanelState { outer_rect }));
            }
            // Its edge was dragged.
            Some(stands) if (stands - fits(chosen)).abs() > SAME => chosen = stands,
            _ => {}
        }
        ui.data_mut(|d| d.insert_persisted(kept, (chosen, most)));
        range
    }
}

/// Draws a panel's content into the room that the panel has, and lets none of it push the panel's
/// edges: what is longer is cut or scrolls. Its widgets keep their ids, and with these the keyboard,
/// whichever panels come and go before it.
pub(super) fn bounded<R>(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    let rect = ui.available_rect_before_wrap();
    let rect = Rect::from_min_size(rect.min, rect.size().max(Vec2::ZERO));
    let id = Id::unique(("panel", name));
    let mut inner = ui.new_child(UiBuilder::new().scope_id(id).max_rect(rect));
    inner.set_clip_rect(rect.intersect(ui.clip_rect()));
    let result = content(&mut inner);
    ui.advance_cursor_after_rect(rect);
    result
}
