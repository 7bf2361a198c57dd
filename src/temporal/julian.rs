//! Dates on the Julian calendar: where a text says so of one of its dates, or its reader of all.

use super::expr::{Expr, Fields};
use super::grammar::Grammar;
use super::resolve::Context;
use crate::model::time::Calendar;

impl Grammar<'_> {
    /// The calendar of the date in `tokens[from..to]`.
    pub(super) fn calendar_at(self, from: usize, to: usize) -> Calendar {
        if self.julian_behind(to) || self.julian_before(from) {
            Calendar::Julian
        } else {
            self.calendar
        }
    }

    /// "(O.S.)", "O.S.", "OS", ", Old Style", "(Julian)", "Julian calendar".
    fn julian_behind(self, to: usize) -> bool {
        let bracket = matches!(self.mark(to), b'(' | b'[');
        let at = if bracket || self.mark(to) == b',' { to + 1 } else { to };
        // In "15 March [O.S. 2 March]" the words in the bracket belong to what follows in it.
        let ends = |end: usize| !bracket || matches!(self.mark(end), b')' | b']');
        match self.word(at) {
            "OS" => ends(at + 1),
            "O" => self.old_style(at) && ends(at + 4),
            "Old" | "old" => matches!(self.word(at + 1), "Style" | "style") && ends(at + 2),
            "Julian" => self.word(at + 1) == "calendar" || bracket && ends(at + 1),
            _ => false,
        }
    }

    /// "7 November [O.S. 25 October]".
    fn julian_before(self, from: usize) -> bool {
        let old = |back: usize| {
            from.checked_sub(back).is_some_and(|at| self.word(at) == "O" && self.old_style(at))
        };
        old(4) || from.checked_sub(1).is_some_and(|at| self.word(at) == "OS")
    }

    fn old_style(self, at: usize) -> bool {
        self.mark(at + 1) == b'.' && self.word(at + 2) == "S" && self.mark(at + 3) == b'.'
    }
}

impl Context {
    /// The calendar that an expression is written on: only what names days or months by their
    /// numbers and names is written on any.
    pub(super) fn calendar_of(&self, expr: &Expr) -> Calendar {
        match expr {
            Expr::Date(fields) if fields.names_numbers() => self.calendar_for(fields),
            Expr::InYear(..) | Expr::DayOfMonth(_) => self.calendar,
            _ => Calendar::Gregorian,
        }
    }

    pub(super) fn calendar_for(&self, fields: &Fields) -> Calendar {
        fields.calendar.max(self.calendar)
    }
}

impl Fields {
    /// Whether a calendar's numbers are named, rather than a weekday alone.
    fn names_numbers(&self) -> bool {
        self.year.is_some() || self.month.is_some() || self.day.is_some() || self.part.is_some()
    }
}
