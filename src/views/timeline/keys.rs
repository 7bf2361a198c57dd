//! The slider's keys: which presses are the timeline's, and what they mean.

use crate::app::playback::Key as SliderKey;
use egui::{Context, Id, Key, Modifiers};

/// Whether S asks for the selection's stretch of time, while nothing else has the keyboard.
#[must_use]
pub fn shows_selection(ctx: &Context) -> bool {
    let free = ctx.memory(|m| m.focused()).is_none() && !ctx.text_edit_focused();
    free && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::S))
}

/// The keys that were pressed this frame for the slider. They count while nothing has the focus, or
/// one of `own`; never while a text is being typed.
#[must_use]
pub fn pressed(ctx: &Context, own: &[Id]) -> Vec<SliderKey> {
    let focused = ctx.memory(|m| m.focused());
    if ctx.text_edit_focused() || focused.is_some_and(|id| !own.contains(&id)) {
        return Vec::new();
    }
    // Those with shift first: a press with shift also counts as one without.
    let table = [
        (Modifiers::SHIFT, Key::ArrowLeft, SliderKey::CursorBack),
        (Modifiers::SHIFT, Key::ArrowRight, SliderKey::CursorForward),
        (Modifiers::NONE, Key::ArrowLeft, SliderKey::StepBack),
        (Modifiers::NONE, Key::ArrowRight, SliderKey::StepForward),
        (Modifiers::NONE, Key::Space, SliderKey::PlayPause),
        (Modifiers::NONE, Key::Home, SliderKey::Begin),
        (Modifiers::NONE, Key::End, SliderKey::End),
        (Modifiers::NONE, Key::Plus, SliderKey::ZoomIn),
        (Modifiers::NONE, Key::Equals, SliderKey::ZoomIn),
        (Modifiers::NONE, Key::Minus, SliderKey::ZoomOut),
    ];
    ctx.input_mut(|input| {
        if input.modifiers.alt {
            return Vec::new();
        }
        let press = |(modifiers, key, meaning)| {
            std::iter::repeat_n(meaning, input.count_and_consume_key(modifiers, key))
        };
        table.into_iter().flat_map(press).collect()
    })
}
