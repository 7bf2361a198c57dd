use std::sync::LazyLock;

/// What a word can mean in a time expression; `None` for every other word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lex {
    None,
    /// 1..=12, and whether it is the full name.
    Month(u8, bool),
    /// 0..=6 from Monday, and whether it is the full name (or its plural).
    Weekday(u8, bool),
    /// A unit; plural or not.
    Unit(Unit, bool),
    /// A unit in adverb form: daily, weekly.
    Every(Unit),
    /// A number word below a hundred.
    Number(u8),
    Hundred,
    Thousand,
    Million,
    /// An ordinal word, 1..=31 and beyond.
    Ordinal(u8),
    /// A decade by its word: 60 for "sixties". The twenties may be of either century and are none.
    Decade(u8),
    /// `st`, `nd`, `rd`, `th` after digits.
    Suffix,
    /// EDTF number of a season, 21..=24.
    Season(u8),
    Part(DayPart),
    Today,
    Yesterday,
    Tomorrow,
    Tonight,
    Now,
    Currently,
    Recently,
    Right,
    Nowadays,
    Former,
    Future,
    Past,
    Last,
    Next,
    This,
    That,
    These,
    Those,
    Previous,
    Following,
    Coming,
    Same,
    Each,
    Current,
    Early,
    Mid,
    Late,
    Later,
    Earlier,
    End,
    Start,
    Middle,
    Half,
    Latter,
    Rest,
    The,
    A,
    Of,
    In,
    On,
    At,
    And,
    Or,
    To,
    From,
    Since,
    Until,
    By,
    Between,
    For,
    Over,
    During,
    Within,
    Before,
    After,
    Afterwards,
    Ago,
    Hence,
    Back,
    /// A word that makes a quantity rough, which belongs to it: nearly, almost, about, roughly.
    Roughly,
    Than,
    More,
    Less,
    Least,
    Most,
    Just,
    Only,
    Mere,
    Up,
    Full,
    Very,
    Several,
    Few,
    Couple,
    Many,
    Dozen,
    Weekend,
    Workday,
    Fiscal,
    Per,
    Other,
    Long,
    Old,
    Age,
    Bc,
    Ad,
    Buddhist,
    Am,
    Pm,
    Oclock,
    Noon,
    Midnight,
    /// Minutes from UTC.
    Zone(i16),
    /// `s` after digits or an apostrophe.
    S,
    T,
    Z,
    Q,
    Time,
    Moment,
    Being,
    /// A noun that a number names: "Resolution 2254".
    Numbered,
    Period,
    Will,
    Would,
    PastVerb,
    PresentVerb,
    Scheduled,
    Not,
    Ides,
    Abbreviated(Unit),
    /// The first word of a feast's name.
    Feast,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

impl DayPart {
    /// Its TIMEX3 code.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Midday => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
        }
    }
}

/// The longest word of the lexicon in bytes.
const LONGEST: usize = 16;
const SLOTS: usize = 2048;

static TABLE: LazyLock<Vec<(u128, Lex)>> = LazyLock::new(|| {
    let mut table = vec![(0, Lex::None); SLOTS];
    for (words, lex) in super::words::WORDS {
        for word in words.split(' ') {
            let key = pack(word.as_bytes());
            let mut slot = hash(key);
            while table.get(slot).is_some_and(|(taken, _)| *taken != 0 && *taken != key) {
                slot = (slot + 1) % SLOTS;
            }
            if let Some(place) = table.get_mut(slot) {
                *place = (key, *lex);
            }
        }
    }
    table
});

/// What a word means, whatever its case.
pub(super) fn lookup(word: &[u8]) -> Lex {
    if word.len() > LONGEST {
        return past_by_ending(word);
    }
    let key = pack(word);
    let mut slot = hash(key);
    while let Some((taken, lex)) = TABLE.get(slot) {
        if *taken == key {
            return *lex;
        }
        if *taken == 0 {
            break;
        }
        slot = (slot + 1) % SLOTS;
    }
    past_by_ending(word)
}

/// Words of four letters and more that end in "-ed" are taken for verbs in the past.
fn past_by_ending(word: &[u8]) -> Lex {
    if word.len() > 4 && word.ends_with(b"ed") && !word.ends_with(b"eed") {
        Lex::PastVerb
    } else {
        Lex::None
    }
}

fn pack(word: &[u8]) -> u128 {
    word.iter().fold(0, |key, byte| (key << 8) | u128::from(byte.to_ascii_lowercase()))
}

fn hash(key: u128) -> usize {
    #[expect(clippy::cast_possible_truncation, reason = "folding the halves is the point")]
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    // Fibonacci hashing: 2^64 divided by the golden ratio.
    let spread = folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53;
    usize::try_from(spread).unwrap_or(0) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_is_found_once() {
        let mut seen = std::collections::HashSet::new();
        for (words, lex) in super::super::words::WORDS {
            for word in words.split(' ') {
                assert!(word.len() <= LONGEST, "{word} is too long");
                assert!(seen.insert(word), "{word} stands twice");
                assert_eq!(lookup(word.to_uppercase().as_bytes()), *lex, "{word}");
            }
        }
        assert!(seen.len() * 2 < SLOTS);
        assert_eq!(lookup(b"qamishli"), Lex::None);
    }
}
