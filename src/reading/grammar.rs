//! `data/grammar.txt`: the forms of verbs, and what some words do to the words beside them.

use crate::geocode::cues::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The forms that a word may be of a verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forms(u8);

impl Forms {
    pub const BASE: Self = Self(1);
    pub const THIRD: Self = Self(2);
    pub const PAST: Self = Self(4);
    pub const PARTICIPLE: Self = Self(8);
    pub const GERUND: Self = Self(16);

    pub fn has(self, form: Self) -> bool {
        self.0 & form.0 != 0
    }

    pub fn any(self) -> bool {
        self.0 != 0
    }

    /// A form that can be nothing but the past: "took", not "captured".
    pub fn only_past(self) -> bool {
        self == Self::PAST
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a word does, beside being a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles(u16);

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $bit:literal);+ $(;)?) => {
        impl Roles {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)+
        }

        fn role(kind: &str) -> Option<Roles> {
            match kind { $($word => Some(Roles::$name),)+ _ => None }
        }
    };
}

roles! {
    /// Somebody's words follow.
    REPORT = "report", 0;
    /// It says that something is not so.
    DENY = "deny", 1;
    /// What follows with "to" is still to come.
    PLAN = "plan", 2;
    /// What follows with "to" came about.
    START = "start", 3;
    /// What follows with "to" did not come about, or nobody knows.
    UNREAL = "unreal", 4;
    /// What follows with "to" is asked for.
    ASK = "ask", 5;
    /// A noun beside it says what happened.
    LIGHT = "light", 6;
    /// As often says something else.
    ROUGH = "rough", 7;
    PLAIN = "plain", 8;
    /// Who fights, and what with.
    FORCE = "force", 9;
    /// Who acts.
    ROLE = "role", 10;
    /// What is fought with, or comes and goes.
    WEAPON = "weapon", 11;
    /// Says no more than that its subject came about.
    OCCUR = "occur", 12;
    /// Tells how things stand, or too little by itself.
    STILL = "still", 13;
}

impl Roles {
    pub fn has(self, role: Self) -> bool {
        self.0 & role.0 != 0
    }

    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A word of `data/grammar.txt`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    /// The verb that it is a form of, if it is one.
    pub base: &'static str,
    pub forms: Forms,
    pub roles: Roles,
}

static IRREGULAR: LazyLock<HashMap<&'static str, [&'static str; 2]>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for cells in words("irregular").map(|word| word.split('/').collect::<Vec<_>>()) {
        if let [base, past, participle] = cells.as_slice() {
            map.insert(*base, [*past, *participle]);
        }
    }
    map
});

static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let mut map: HashMap<String, Known> = HashMap::with_capacity(4096);
    let bases = IRREGULAR.keys().copied();
    bases.for_each(|base| inflect(base, Roles::default(), &mut map));
    for line in rows(include_str!("../../data/grammar.txt")) {
        let Some((kind, list)) = line.split_once(':') else { continue };
        let Some(role) = role(kind) else { continue };
        for word in list.split_whitespace() {
            if role == Roles::FORCE || role == Roles::ROLE || role == Roles::WEAPON {
                let known = map.entry(word.to_owned()).or_default();
                known.roles = known.roles.with(role);
            } else {
                inflect(word, role, &mut map);
            }
        }
    }
    map
});

fn words(kind: &str) -> impl Iterator<Item = &'static str> {
    let lines = rows(include_str!("../../data/grammar.txt"));
    lines
        .filter_map(|line| line.split_once(':'))
        .filter(move |(named, _)| *named == kind)
        .flat_map(|(_, list)| list.split_whitespace())
}

fn inflect(base: &'static str, role: Roles, map: &mut HashMap<String, Known>) {
    let mut add = |word: String, form: Forms| {
        // "travelled" is written "traveled" too.
        let single = word.replacen("lled", "led", 1).replacen("lling", "ling", 1);
        if matches!(base, "travel" | "cancel") && single != word {
            let known = map.entry(single).or_default();
            *known = Known { base, forms: known.forms.with(form), roles: known.roles.with(role) };
        }
        let known = map.entry(word).or_default();
        // "lay" is a verb of its own before it is the past of "lie".
        if known.base.is_empty() || form == Forms::BASE {
            known.base = base;
        }
        known.forms = known.forms.with(form);
        known.roles = known.roles.with(role);
    };
    add(base.to_owned(), Forms::BASE);
    add(third(base), Forms::THIRD);
    let stem = stem(base);
    add(format!("{stem}ing"), Forms::GERUND);
    match IRREGULAR.get(base) {
        Some([past, participle]) => {
            add((*past).to_owned(), Forms::PAST);
            add((*participle).to_owned(), Forms::PARTICIPLE);
        }
        None => add(past(base), Forms::PAST.with(Forms::PARTICIPLE)),
    }
}

fn consonant(letter: u8) -> bool {
    letter.is_ascii_lowercase() && !matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// "visits", "clashes", "carries".
fn third(base: &str) -> String {
    match base.as_bytes() {
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] | [.., b'g', b'o'] => {
            format!("{base}es")
        }
        [.., c, b'y'] if consonant(*c) => format!("{}ies", base.trim_end_matches('y')),
        _ => format!("{base}s"),
    }
}

/// What "-ing" is put to: "seiz", "bann", "attack".
fn stem(base: &str) -> String {
    match base.as_bytes() {
        [.., b'i', b'e'] => format!("{}y", base.trim_end_matches("ie")),
        [.., b'e', b'e'] => base.to_owned(),
        [.., b'e'] => base.strip_suffix('e').unwrap_or(base).to_owned(),
        _ if doubles(base) => format!("{base}{}", base.chars().next_back().unwrap_or_default()),
        _ => base.to_owned(),
    }
}

/// A short word that ends in consonant, vowel, consonant doubles the last: "ban", "plan", "commit".
fn doubles(base: &str) -> bool {
    let short = base.bytes().filter(|b| !consonant(*b)).count() == 1;
    let stressed = matches!(
        base,
        "commit"
            | "admit"
            | "expel"
            | "compel"
            | "refer"
            | "permit"
            | "control"
            | "patrol"
            | "kidnap"
            | "occur"
            | "cancel"
            | "travel"
            | "repel"
            | "deter"
            | "handicap"
    );
    match base.as_bytes() {
        [.., a, v, c] => {
            (short || stressed)
                && consonant(*a)
                && !consonant(*v)
                && consonant(*c)
                && !matches!(c, b'w' | b'x' | b'y')
        }
        _ => false,
    }
}

fn past(base: &str) -> String {
    match base.as_bytes() {
        [.., b'e'] => format!("{base}d"),
        [.., c, b'y'] if consonant(*c) => format!("{}ied", base.trim_end_matches('y')),
        _ => format!("{}ed", stem(base)),
    }
}

/// What is known of a word, given in lower case.
pub(crate) fn known(lower: &str) -> Known {
    KNOWN.get(lower).copied().unwrap_or_default()
}

/// The forms that a word of the lexicon can be, going by its ending where the word is not known.
pub(crate) fn forms_of(lower: &str) -> Forms {
    let known = known(lower).forms;
    if known.any() { known } else { by_ending(lower) }
}

/// The form that a word's ending tells of.
pub(crate) fn by_ending(lower: &str) -> Forms {
    if lower.ends_with("ing") {
        Forms::GERUND
    } else if lower.ends_with("ed") {
        Forms::PAST.with(Forms::PARTICIPLE)
    } else if lower.ends_with('s') && !lower.ends_with("ss") {
        Forms::THIRD
    } else {
        Forms::BASE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected_as_they_are_written() {
        for (word, form) in [
            ("withdrew", Forms::PAST),
            ("withdrawn", Forms::PARTICIPLE),
            ("carries", Forms::THIRD),
            ("carried", Forms::PAST),
            ("committing", Forms::GERUND),
            ("planned", Forms::PARTICIPLE),
            ("opened", Forms::PAST),
            ("seizing", Forms::GERUND),
            ("reaches", Forms::THIRD),
        ] {
            assert!(forms_of(word).has(form), "{word}");
        }
        assert!(forms_of("took").only_past() && !forms_of("held").only_past());
        assert!(!known("teapot").forms.any());
        for (word, base) in
            [("held", "hold"), ("traveled", "travel"), ("left", "leave"), ("fell", "fall")]
        {
            assert_eq!(known(word).base, base);
        }
    }

    #[test]
    fn every_line_of_the_data_file_is_read() {
        for line in rows(include_str!("../../data/grammar.txt")) {
            let kind = line.split(':').next().unwrap();
            assert!(kind == "irregular" || role(kind).is_some(), "{kind}");
        }
        for cells in words("irregular") {
            assert_eq!(cells.split('/').count(), 3, "{cells}");
        }
        assert!(known("expected").roles.has(Roles::PLAN));
        assert!(known("soldiers").roles.has(Roles::FORCE));
    }
}
