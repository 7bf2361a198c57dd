//! Which cells of a row are looked at, found by column.

use crate::formats::table::Role;
use crate::formats::table::rows::RawCell;
use crate::formats::table::sheet::Sheet;

/// The roles that a quick row needs.
const QUICK: [Role; 9] = [
    Role::Date,
    Role::Begin,
    Role::End,
    Role::Latitude,
    Role::Longitude,
    Role::Place,
    Role::Country,
    Role::Admin1,
    Role::Category,
];

/// How many roles there are.
pub(super) const ROLES: usize = Role::Country as usize + 1;

/// Columns of actors that a quick row may have.
pub(super) const ACTORS: usize = 8;

/// The cells of a row by role, and behind them those that name actors.
pub(super) type Cells = [RawCell; ROLES + ACTORS];

/// Which role each column has, and which roles have one: looked up for every cell.
#[derive(Clone, Debug)]
pub(super) struct Seats {
    pub of_column: Vec<u8>,
    has: [bool; ROLES],
    actors: usize,
}

impl Seats {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let of_column = vec![u8::MAX; sheet.width];
        let actors = sheet.columns.actors.len();
        let mut seats = Self { of_column, has: [false; ROLES], actors };
        for role in QUICK {
            let column = sheet.columns.at(role).and_then(|at| seats.of_column.get_mut(at));
            if let (Some(column), Some(has)) = (column, seats.has.get_mut(role as usize)) {
                *column = role as u8;
                *has = true;
            }
        }
        for (at, column) in sheet.columns.actors.iter().take(ACTORS).enumerate() {
            if let Some(column) = seats.of_column.get_mut(*column) {
                *column = (ROLES + at) as u8;
            }
        }
        seats
    }

    /// How many columns name actors; nothing where they are too many for a quick row.
    pub(super) fn count_of_actors(&self) -> Option<usize> {
        Some(self.actors).filter(|count| *count <= ACTORS)
    }

    /// The cells that name actors, in order; nothing where there are too many for a quick row.
    pub(super) fn actors<'c>(&self, cells: &'c Cells) -> Option<&'c [RawCell]> {
        cells.get(ROLES..ROLES + self.actors)
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.has.get(role as usize).copied().unwrap_or_default()
    }
}
