//! The months as English calls them.

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "January" of 1; nothing where there is no such month.
#[must_use]
pub fn month_name(month: u8) -> &'static str {
    NAMES.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

/// "Jan" of 1: the first three letters; nothing where there is no such month.
#[must_use]
pub fn month_short(month: u8) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}
