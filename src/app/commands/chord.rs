//! Keys as commands name them: without a window, so that lists of them are made and tested anywhere.

use std::fmt;

/// A key, as it is written on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stroke {
    /// A letter (a capital), a digit or a sign: whatever key writes it on this board.
    Char(char),
    /// The space bar.
    Space,
    /// Escape.
    Escape,
    /// Enter.
    Enter,
    /// Tabulator.
    Tab,
    /// Delete.
    Delete,
    /// Arrow to the left.
    Left,
    /// Arrow to the right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
}

/// A key with those that are held down with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// Whether Ctrl is held (the command key on a Mac).
    pub command: bool,
    /// Whether Shift is held. Says nothing of signs, which need it on some boards and not on others.
    pub shift: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// The key.
    pub stroke: Stroke,
}

impl Chord {
    /// A key by itself.
    #[must_use]
    pub const fn key(stroke: Stroke) -> Self {
        Self { command: false, shift: false, alt: false, stroke }
    }

    /// A letter (a capital), a digit or a sign by itself.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::key(Stroke::Char(c))
    }

    /// Ctrl and a letter (a capital), a digit or a sign.
    #[must_use]
    pub const fn command(c: char) -> Self {
        Self { command: true, ..Self::char(c) }
    }

    /// The same with Shift.
    #[must_use]
    pub const fn with_shift(self) -> Self {
        Self { shift: true, ..self }
    }

    /// The same with Alt.
    #[must_use]
    pub const fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }

    /// Whether it is a sign such as `?`, for which boards differ in holding Shift.
    #[must_use]
    pub const fn is_sign(&self) -> bool {
        matches!(self.stroke, Stroke::Char(c) if !c.is_ascii_alphanumeric())
    }

    /// What it writes where a text is typed; nothing for keys that write nothing.
    #[must_use]
    pub const fn writes(&self) -> Option<char> {
        match self.stroke {
            _ if self.command || self.alt => None,
            Stroke::Char(c) => Some(c),
            Stroke::Space => Some(' '),
            _ => None,
        }
    }
}

impl fmt::Display for Stroke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A hyphen would be hard to see.
            Self::Char('-') => f.write_str("−"),
            Self::Char(c) => write!(f, "{c}"),
            Self::Space => f.write_str("Space"),
            Self::Escape => f.write_str("Esc"),
            Self::Enter => f.write_str("Enter"),
            Self::Tab => f.write_str("Tab"),
            Self::Delete => f.write_str("Del"),
            Self::Left => f.write_str("←"),
            Self::Right => f.write_str("→"),
            Self::Up => f.write_str("↑"),
            Self::Down => f.write_str("↓"),
            Self::Home => f.write_str("Home"),
            Self::End => f.write_str("End"),
            Self::PageUp => f.write_str("Page up"),
            Self::PageDown => f.write_str("Page down"),
        }
    }
}

impl fmt::Display for Chord {
    /// As people write it: `Ctrl+Shift+P`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const COMMAND: &str = if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" };
        for (held, name) in [(self.command, COMMAND), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        self.stroke.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_people_write_it() {
        let ctrl = if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" };
        let written = Chord::command('P').with_shift().to_string();
        assert_eq!(written, format!("{ctrl}+Shift+P"));
        assert_eq!(Chord::key(Stroke::Left).with_alt().to_string(), "Alt+←");
        assert_eq!(Chord::char('-').to_string(), "−");
    }

    #[test]
    fn only_keys_that_write_are_kept_from_text_fields() {
        assert_eq!(Chord::char('/').writes(), Some('/'));
        assert_eq!(Chord::command('F').writes(), None);
        assert_eq!(Chord::key(Stroke::Home).writes(), None);
        assert!(Chord::char('?').is_sign() && !Chord::char('T').is_sign());
    }
}
