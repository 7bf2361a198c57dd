//! The events that are shown as a table: its columns, their order, and rows as text to be taken along.

mod cells;
mod copy;
mod sort;
#[cfg(test)]
mod tests;

pub use cells::{Column, cell};
pub use copy::{CopyAs, MOST_COPIED, copied};
pub use sort::{SORTED_MOST, Sort, TableRows};

use serde::{Deserialize, Serialize};

/// How the table is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableChoices {
    /// Whether it is open.
    #[serde(skip)]
    pub open: bool,
    /// The columns that are shown, in the order of [`Column::ALL`].
    pub columns: Vec<Column>,
    /// What its rows are ordered by.
    #[serde(skip)]
    pub sort: Sort,
}

impl Default for TableChoices {
    fn default() -> Self {
        use Column::{Actors, Category, Certainty, Place, Source, Title, When};
        let columns = vec![When, Title, Category, Place, Actors, Certainty, Source];
        Self { open: false, columns, sort: Sort::default() }
    }
}

impl TableChoices {
    /// Shows a column, or takes it away; the last one stays.
    pub fn toggle(&mut self, column: Column) {
        if !self.columns.contains(&column) {
            self.columns.push(column);
            self.columns.sort_unstable();
        } else if self.columns.len() > 1 {
            self.columns.retain(|shown| *shown != column);
        }
    }
}
