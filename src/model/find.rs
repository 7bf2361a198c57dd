/// Where in a row words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// In what tells of the event: title and notes, each by itself; in the whole row where the rows have
    /// neither.
    Telling,
    /// In the row as it stands, dates and numbers included, as passages are searched.
    Row,
}

/// What came of looking for words in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The rows that have them, ascending.
    pub rows: Vec<u32>,
    /// The first row that was not looked at: where to go on.
    pub next: usize,
    /// Whether all rows were looked at.
    pub done: bool,
}
