//! Everything that can be asked for by name or by key: one list, from which the command palette, the
//! shortcut sheet and the handling of keys are made.
//!
//! To add a command, put one entry into [`list`]. What only the window can do (open a dialog, give
//! a field the focus) is an [`Ask`]; everything else is made of [`Action`]s.

mod chord;
mod filter;
pub mod list;

pub use chord::{Chord, Stroke};
pub use filter::filtered;
pub use list::COMMANDS;

use super::{Action, Frame, List, playback};

/// What a command belongs to: the headings of the shortcut sheet, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Files and projects.
    File,
    /// Corrections.
    Edit,
    /// Looking for something.
    Find,
    /// The slider and the timeline.
    Time,
    /// The map.
    Map,
    /// What the inspector lists.
    Lists,
    /// The window and how it looks.
    Window,
}

impl Group {
    /// All, in the order of the sheet.
    pub const ALL: [Self; 7] =
        [Self::File, Self::Edit, Self::Find, Self::Time, Self::Map, Self::Lists, Self::Window];

    /// Its heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Find => "Find",
            Self::Time => "Time",
            Self::Map => "Map",
            Self::Lists => "Lists",
            Self::Window => "Window",
        }
    }
}

/// Where the keys of a command count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere; while a text is typed, those of its keys that would write there do not count.
    Everywhere,
    /// Everywhere but while a text is typed.
    Window,
    /// While nothing else has the focus: the slider's keys.
    Slider,
    /// While the map has the focus; the map sees to them.
    Map,
    /// The toolkit sees to them.
    Toolkit,
}

/// What only the window can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Shows the dialog that opens files.
    Open,
    /// Saves the project where it was saved before.
    Save,
    /// Saves it elsewhere.
    SaveAs,
    /// Shows what this is and whose data it shows.
    About,
    /// Asks where to write what is shown.
    Export,
    /// Begins the tour of the window.
    Tour,
    /// Closes what is open, or selects nothing.
    Close,
    /// Gives the search field the focus.
    Search,
    /// Shows or closes the command palette.
    Palette,
    /// Shows or closes the sheet of shortcuts.
    Shortcuts,
    /// Zooms the map by so many levels.
    ZoomMap(i8),
    /// Gives the map the focus.
    FocusMap,
    /// Opens or closes the panel of the map's layers.
    Layers,
    /// Begins or ends measuring on the map.
    Measure,
    /// Makes everything in the window larger (1) or smaller (-1), or as large as usual (0).
    Scale(i8),
}

/// What running a command comes to.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// Actions, worked out from what is shown.
    Actions(fn(&Frame<'_>) -> Vec<Action>),
    /// A list in the inspector.
    List(List),
    /// What a key does to time.
    Slider(playback::Key),
    /// What only the window can do.
    Ask(Ask),
    /// A view sees to its keys; it is on the sheet, and cannot be run by name.
    ByView,
}

/// What must be so for a command to be run.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// Whether it is so.
    pub met: fn(&Frame<'_>) -> bool,
    /// What to say where it is not: "Nothing was corrected yet".
    pub otherwise: &'static str,
}

/// Something that can be asked for by name or by key.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// What it is known by; stays the same when the name is worded anew.
    pub id: &'static str,
    /// What it does, as the palette lists it.
    pub name: &'static str,
    /// Other words by which it is found.
    pub also: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// Its keys; each of them will do.
    pub keys: &'static [Chord],
    /// Where its keys count.
    pub scope: Scope,
    /// What must be so for it to be run; nothing where it always can.
    pub needs: Option<Needs>,
    /// What it comes to.
    pub run: Run,
}

impl Command {
    /// A command without keys that can always be run.
    #[must_use]
    pub const fn new(id: &'static str, group: Group, name: &'static str, run: Run) -> Self {
        Self { id, name, also: "", group, keys: &[], scope: Scope::Window, needs: None, run }
    }

    /// The same by keys that count everywhere but while a text is typed.
    #[must_use]
    pub const fn keys(self, keys: &'static [Chord]) -> Self {
        Self { keys, ..self }
    }

    /// The same with keys that count elsewhere.
    #[must_use]
    pub const fn scope(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// The same, found by other words too.
    #[must_use]
    pub const fn also(self, also: &'static str) -> Self {
        Self { also, ..self }
    }

    /// The same, to be run only where something is so.
    #[must_use]
    pub const fn needs(self, met: fn(&Frame<'_>) -> bool, otherwise: &'static str) -> Self {
        Self { needs: Some(Needs { met, otherwise }), ..self }
    }

    /// Why it cannot be run as things are; nothing where it can.
    #[must_use]
    pub fn hindrance(&self, frame: &Frame<'_>) -> Option<&'static str> {
        self.needs.filter(|needs| !(needs.met)(frame)).map(|needs| needs.otherwise)
    }

    /// Whether the palette offers it.
    #[must_use]
    pub fn has_name(&self) -> bool {
        !matches!(self.run, Run::ByView)
    }

    /// Its keys as people write them: "Ctrl+K or Ctrl+Shift+P"; empty where it has none.
    #[must_use]
    pub fn keys_written(&self) -> String {
        let keys: Vec<String> = self.keys.iter().map(ToString::to_string).collect();
        keys.join(" or ")
    }

    /// The actions that it comes to; none where the window or a view must do it.
    #[must_use]
    pub fn actions(&self, frame: &Frame<'_>) -> Vec<Action> {
        match self.run {
            Run::Actions(of) => of(frame),
            Run::List(list) => vec![Action::ShowList(list)],
            Run::Slider(key) => {
                let extent = frame.subject.matches.index().extent();
                let extent = extent.unwrap_or(frame.session.span_in_view);
                playback::key_actions(key, frame.session, extent)
            }
            Run::Ask(_) | Run::ByView => Vec::new(),
        }
    }
}

/// The command of an id.
#[must_use]
pub fn command(id: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.id == id)
}

/// The command that does what only the window can do.
#[must_use]
pub fn asking(ask: Ask) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| matches!(command.run, Run::Ask(own) if own == ask))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn ids_and_names_are_each_given_once() {
        let mut seen = HashMap::new();
        for command in COMMANDS {
            let before = seen.insert(command.id, command.name);
            assert_eq!(before, None, "{} is given twice", command.id);
            let namesakes = COMMANDS.iter().filter(|other| other.name == command.name).count();
            assert_eq!(namesakes, 1, "“{}” is the name of two", command.name);
            assert!(command.has_name() || !command.keys.is_empty(), "{} does nothing", command.id);
        }
    }

    #[test]
    fn no_two_commands_have_the_same_key_where_both_count() {
        for (at, command) in COMMANDS.iter().enumerate() {
            for other in COMMANDS.iter().skip(at + 1) {
                // The map and the slider have their keys each while it has the focus.
                let apart = |a: Scope, b: Scope| a == Scope::Map && b == Scope::Slider;
                if apart(command.scope, other.scope) || apart(other.scope, command.scope) {
                    continue;
                }
                for key in command.keys {
                    assert!(!other.keys.contains(key), "{key}: {} and {}", command.id, other.id);
                }
            }
        }
    }

    #[test]
    fn letters_are_written_as_capitals() {
        for key in COMMANDS.iter().flat_map(|command| command.keys) {
            if let Stroke::Char(c) = key.stroke {
                assert!(!c.is_ascii_lowercase(), "{key}");
            }
        }
    }

    #[test]
    fn every_key_of_the_slider_is_listed() {
        use crate::app::playback::Key;
        let listed = |key: Key| {
            COMMANDS
                .iter()
                .any(|c| matches!(c.run, Run::Slider(own) if own == key) && !c.keys.is_empty())
        };
        for key in [
            Key::PlayPause,
            Key::StepBack,
            Key::StepForward,
            Key::CursorBack,
            Key::CursorForward,
            Key::Begin,
            Key::End,
            Key::ZoomIn,
            Key::ZoomOut,
        ] {
            assert!(listed(key), "{key:?}");
        }
    }
}
