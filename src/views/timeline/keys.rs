//! The slider's keys: which presses are the timeline's, and what they mean.

use crate::app::commands::{COMMANDS, Run};
use crate::app::playback::Key as SliderKey;
use crate::views::commands::keys::take;
use egui::{Context, Id};

/// The keys that were pressed this frame for the slider, as the list of commands has them. They
/// count while nothing has the focus, or one of `own`; never while a text is being typed.
#[must_use]
pub fn pressed(ctx: &Context, own: &[Id]) -> Vec<SliderKey> {
    let focused = ctx.memory(|m| m.focused());
    if ctx.text_edit_focused() || focused.is_some_and(|id| !own.contains(&id)) {
        return Vec::new();
    }
    let mut pressed = Vec::new();
    for command in COMMANDS {
        let Run::Slider(key) = command.run else { continue };
        for chord in command.keys {
            pressed.extend(std::iter::repeat_n(key, take(ctx, *chord)));
        }
    }
    pressed
}
