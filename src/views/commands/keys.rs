//! Which commands were asked for by key.

use crate::app::commands::{COMMANDS, Chord, Command, Run, Scope, Stroke};
use crate::app::playback;
use egui::{Context, Event, Key, Modifiers, Popup};

/// The commands whose keys were pressed this frame, for all but the slider and the map: those two
/// take theirs themselves, by [`take`]. The space bar plays while the map has the focus too.
#[must_use]
pub fn pressed(ctx: &Context, map_focused: bool) -> Vec<&'static Command> {
    let typing = ctx.text_edit_focused();
    // Whatever menu is open takes Escape for itself.
    let left_alone = |chord: &Chord| {
        (typing && chord.writes().is_some())
            || (chord.stroke == Stroke::Escape && Popup::is_any_open(ctx))
    };
    let mut found = Vec::new();
    for command in COMMANDS {
        let counts = match command.scope {
            Scope::Everywhere => true,
            Scope::Window => !typing,
            Scope::Slider => map_focused && plays(command),
            Scope::Map | Scope::Toolkit => false,
        };
        let counting = command.keys.iter().filter(|chord| !left_alone(chord));
        if counts && counting.fold(0, |sum, chord| sum + take(ctx, *chord)) > 0 {
            found.push(command);
        }
    }
    found
}

fn plays(command: &Command) -> bool {
    matches!(command.run, Run::Slider(playback::Key::PlayPause))
}

/// How often a chord was pressed this frame. Nobody else sees those presses, nor what they write.
pub fn take(ctx: &Context, chord: Chord) -> usize {
    let Some(wanted) = key(chord.stroke) else { return 0 };
    let pattern =
        Modifiers { alt: chord.alt, shift: chord.shift, command: chord.command, ..Modifiers::NONE };
    let held = |modifiers: &Modifiers| {
        // Boards differ in which signs need Shift.
        let shift = modifiers.shift && !chord.is_sign();
        Modifiers { shift, ..*modifiers }.matches_exact(pattern)
    };
    ctx.input_mut(|input| {
        let mut times = 0;
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } if *key == wanted => {
                let taken = held(modifiers);
                times += usize::from(taken);
                !taken
            }
            _ => true,
        });
        if let Some(c) = chord.writes().filter(|_| times > 0) {
            let writes = |text: &str| text.chars().eq([c]) || text.chars().eq(c.to_lowercase());
            input.events.retain(|event| !matches!(event, Event::Text(text) if writes(text)));
        }
        times
    })
}

/// The toolkit's name for a key.
fn key(stroke: Stroke) -> Option<Key> {
    Some(match stroke {
        Stroke::Char(c) => Key::from_name(c.encode_utf8(&mut [0; 4]))?,
        Stroke::Space => Key::Space,
        Stroke::Escape => Key::Escape,
        Stroke::Enter => Key::Enter,
        Stroke::Tab => Key::Tab,
        Stroke::Delete => Key::Delete,
        Stroke::Left => Key::ArrowLeft,
        Stroke::Right => Key::ArrowRight,
        Stroke::Up => Key::ArrowUp,
        Stroke::Down => Key::ArrowDown,
        Stroke::Home => Key::Home,
        Stroke::End => Key::End,
        Stroke::PageUp => Key::PageUp,
        Stroke::PageDown => Key::PageDown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_toolkit_knows_every_key_of_a_command() {
        for chord in COMMANDS.iter().flat_map(|command| command.keys) {
            assert!(key(chord.stroke).is_some(), "{chord}");
        }
    }

    fn press(key: Key, modifiers: Modifiers, text: &str) -> Context {
        let ctx = Context::default();
        let event = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        let events = vec![event, Event::Text(text.to_owned())];
        ctx.begin_pass(egui::RawInput { events, ..egui::RawInput::default() });
        ctx
    }

    #[test]
    fn a_chord_is_taken_with_exactly_its_modifiers() {
        let ctrl = Chord::command('Z');
        let both = Modifiers::COMMAND | Modifiers::SHIFT;
        assert_eq!(take(&press(Key::Z, both, ""), ctrl), 0);
        assert_eq!(take(&press(Key::Z, both, ""), ctrl.with_shift()), 1);
        assert_eq!(take(&press(Key::Z, Modifiers::COMMAND, ""), ctrl), 1);
        assert_eq!(take(&press(Key::Z, Modifiers::NONE, "z"), ctrl), 0);
    }

    #[test]
    fn a_sign_counts_with_shift_and_without_and_writes_nothing() {
        for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
            let ctx = press(Key::Slash, modifiers, "/");
            assert_eq!(take(&ctx, Chord::char('/')), 1);
            assert!(ctx.input(|i| i.events.is_empty()));
        }
        let ctx = press(Key::Slash, Modifiers::ALT, "/");
        assert_eq!(take(&ctx, Chord::char('/')), 0);
        assert_eq!(ctx.input(|i| i.events.len()), 2, "it is somebody else's");
    }
}
