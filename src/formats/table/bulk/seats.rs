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
const ROLES: usize = Role::Country as usize + 1;

/// The cells of a row by role.
pub(super) type Cells = [RawCell; ROLES];

/// Which role each column has, and which roles have one: looked up for every cell.
#[derive(Clone, Debug)]
pub(super) struct Seats {
    pub of_column: Vec<u8>,
    has: [bool; ROLES],
}

impl Seats {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut seats = Self { of_column: vec![u8::MAX; sheet.width], has: [false; ROLES] };
        for role in QUICK {
            let column = sheet.columns.at(role).and_then(|at| seats.of_column.get_mut(at));
            if let (Some(column), Some(has)) = (column, seats.has.get_mut(role as usize)) {
                *column = role as u8;
                *has = true;
            }
        }
        seats
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.has.get(role as usize).copied().unwrap_or_default()
    }
}
