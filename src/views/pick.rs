//! Choosing from a list beneath a text field while the field keeps the keyboard: up, down, a page,
//! Enter, Escape.

use egui::{Context, Key, Modifiers};

/// How many rows a page is.
const PAGE: usize = 8;

/// What a key asked of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// The selected row.
    Chosen,
    /// To close the list.
    Closed,
}

/// Which row is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// The row's number.
    pub row: usize,
    /// Whether a key moved the selection this frame, so that it is to be scrolled into view.
    pub moved: bool,
}

impl Pick {
    /// Takes the list's keys of this frame, before the field sees them. The selection stays within
    /// `rows`, and goes round at the ends.
    pub fn keys(&mut self, ctx: &Context, rows: usize) -> Option<Picked> {
        let count = |key: Key| ctx.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        let (up, down) = (count(Key::ArrowUp), count(Key::ArrowDown));
        let (page_up, page_down) = (count(Key::PageUp), count(Key::PageDown));
        let (enter, escape) = (count(Key::Enter), count(Key::Escape));
        let last = rows.saturating_sub(1);
        let before = self.row;
        self.row = self.row.min(last);
        for _ in 0..up {
            self.row = if self.row == 0 { last } else { self.row - 1 };
        }
        for _ in 0..down {
            self.row = if self.row >= last { 0 } else { self.row + 1 };
        }
        self.row = self.row.saturating_sub(page_up * PAGE);
        self.row = (self.row + page_down * PAGE).min(last);
        self.moved = self.row != before;
        if escape > 0 {
            Some(Picked::Closed)
        } else if enter > 0 && rows > 0 {
            Some(Picked::Chosen)
        } else {
            None
        }
    }

    /// Selects the first row.
    pub fn first(&mut self) {
        *self = Self { row: 0, moved: true };
    }
}
