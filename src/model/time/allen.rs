use super::{Second, TimeSpan, Window};

/// How one stretch of time lies to another: the thirteen relations of Allen's interval algebra, of
/// which always exactly one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Allen {
    /// Over before the other begins.
    Before,
    /// Over as the other begins.
    Meets,
    /// Begins first and ends within the other.
    Overlaps,
    /// Begins with the other and ends first.
    Starts,
    /// Begins and ends within the other.
    During,
    /// Begins within the other and ends with it.
    Finishes,
    /// The same.
    Equal,
    /// Ends with the other and begins first.
    FinishedBy,
    /// The other lies within it.
    Contains,
    /// Begins with the other and ends later.
    StartedBy,
    /// Begins within the other and ends later.
    OverlappedBy,
    /// Begins as the other is over.
    MetBy,
    /// Begins after the other is over.
    After,
}

impl Allen {
    /// How `a` lies to `b`.
    #[must_use]
    pub fn of(a: Window, b: Window) -> Self {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match (a.begin().cmp(&b.begin()), a.end().cmp(&b.end())) {
            _ if a.end() < b.begin() => Self::Before,
            _ if a.end() == b.begin() => Self::Meets,
            _ if b.end() < a.begin() => Self::After,
            _ if b.end() == a.begin() => Self::MetBy,
            (Less, Less) => Self::Overlaps,
            (Less, Equal) => Self::FinishedBy,
            (Less, Greater) => Self::Contains,
            (Equal, Less) => Self::Starts,
            (Equal, Equal) => Self::Equal,
            (Equal, Greater) => Self::StartedBy,
            (Greater, Less) => Self::During,
            (Greater, Equal) => Self::Finishes,
            (Greater, Greater) => Self::OverlappedBy,
        }
    }

    /// The relation seen from the other side.
    #[must_use]
    pub fn converse(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::Meets => Self::MetBy,
            Self::Overlaps => Self::OverlappedBy,
            Self::Starts => Self::StartedBy,
            Self::During => Self::Contains,
            Self::Finishes => Self::FinishedBy,
            Self::Equal => Self::Equal,
            Self::FinishedBy => Self::Finishes,
            Self::Contains => Self::During,
            Self::StartedBy => Self::Starts,
            Self::OverlappedBy => Self::Overlaps,
            Self::MetBy => Self::Meets,
            Self::After => Self::Before,
        }
    }
}

impl TimeSpan {
    /// Everything that it can touch, from its earliest instant to its latest; open and unknown sides
    /// reach to the calendar's ends.
    #[must_use]
    pub fn hull(&self) -> Window {
        Window::new(self.earliest().unwrap_or(Second::MIN), self.latest().unwrap_or(Second::MAX))
    }

    /// How its hull lies to that of another span.
    #[must_use]
    pub fn relation(&self, other: &Self) -> Allen {
        Allen::of(self.hull(), other.hull())
    }
}
