//! Which verbs and nouns say that something happened: `data/lexicon.tsv`, and what a user adds.

use super::grammar::{Forms, forms_of};
use crate::model::Category;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// Part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Verb,
    Noun,
}

/// A form that says that something happened or holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trigger {
    /// Its words, lower case.
    pub words: Box<[Box<str>]>,
    pub part: Part,
    pub category: Category,
    /// For states: subject, word while it holds, word once it is over.
    pub state: Option<Arc<[String; 3]>>,
    /// For verbs: the forms that its first word can be.
    pub forms: Forms,
}

/// The verbs and nouns that tell of events, by category.
///
/// A text of rows of four columns, separated by tabs: category, `verb` or `noun`, `happening` or
/// `state`, and the forms, separated by blanks, the words of one form joined by `_`. A state has
/// three more: what it is about, the word while it holds, the word once it is over. Lines that begin
/// with `#` are notes. `data/README.md` says the same at more length.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    forms: HashMap<Box<str>, Vec<Trigger>>,
    categories: Vec<Category>,
}

/// A row of a lexicon that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct LexiconProblem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and the way out.
    pub message: String,
}

impl Trigger {
    /// What stands for a verb that no row of the lexicon has.
    pub fn unlisted() -> &'static Self {
        static UNLISTED: LazyLock<Trigger> = LazyLock::new(|| Trigger {
            words: Box::new([Box::from("")]),
            part: Part::Verb,
            category: Category::new("other"),
            state: None,
            forms: Forms::default(),
        });
        &UNLISTED
    }

    /// Whether it stands for a verb that no row of the lexicon has.
    pub fn is_unlisted(&self) -> bool {
        self.words.first().is_some_and(|word| word.is_empty())
    }
}

/// The category that takes forms out instead of putting them in.
const NONE: &str = "none";

static BUILT_IN: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    // A problem here would be one of the program's own data; a test asserts that there is none.
    let _problems = lexicon.add(include_str!("../../data/lexicon.tsv"), false);
    Arc::new(lexicon)
});

struct Row<'t> {
    category: &'t str,
    part: Part,
    state: Option<Arc<[String; 3]>>,
    forms: &'t str,
}

impl Lexicon {
    /// The lexicon that the program comes with.
    #[must_use]
    pub fn built_in() -> Arc<Self> {
        BUILT_IN.clone()
    }

    /// This lexicon with the rows of a user's file, which outrank those that it has: a form that the
    /// file gives means what the file says and nothing else. The category `none` takes forms out.
    ///
    /// # Errors
    /// Every row that cannot be read, by line, with the way out; nothing is taken over then.
    pub fn extended(&self, text: &str) -> Result<Self, Vec<LexiconProblem>> {
        let mut lexicon = self.clone();
        let problems = lexicon.add(text, true);
        if problems.is_empty() { Ok(lexicon) } else { Err(problems) }
    }

    /// The categories, in the order in which they were first named.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    fn add(&mut self, text: &str, outranks: bool) -> Vec<LexiconProblem> {
        let mut problems = Vec::new();
        let mut rows = Vec::new();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match row(line) {
                Ok(row) => rows.push(row),
                Err(message) => problems.push(LexiconProblem { line: at + 1, message }),
            }
        }
        if outranks {
            rows.iter().for_each(|row| self.take_out(row));
        }
        rows.iter().for_each(|row| self.put_in(row));
        for forms in self.forms.values_mut() {
            forms.sort_by_key(|trigger| std::cmp::Reverse(trigger.words.len()));
        }
        problems
    }

    fn take_out(&mut self, row: &Row<'_>) {
        for words in forms(row.forms) {
            let first = words.first().cloned().unwrap_or_default();
            if let Some(known) = self.forms.get_mut(&first) {
                known.retain(|t| t.words != words || t.part != row.part);
            }
        }
    }

    fn put_in(&mut self, row: &Row<'_>) {
        if row.category == NONE {
            return;
        }
        let known = self.categories.iter().find(|c| c.as_str() == row.category).cloned();
        let category = known.unwrap_or_else(|| {
            let new = Category::new(row.category);
            self.categories.push(new.clone());
            new
        });
        for words in forms(row.forms) {
            let Some(first) = words.first() else { continue };
            let known = self.forms.entry(first.clone()).or_default();
            if !known.iter().any(|t| t.words == words && t.part == row.part) {
                let forms = forms_of(first);
                let (category, state) = (category.clone(), row.state.clone());
                known.push(Trigger { words, part: row.part, category, state, forms });
            }
        }
    }

    /// The triggers that begin with a word in lower case, longest first.
    pub(crate) fn beginning(&self, word: &str) -> &[Trigger] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }
}

fn forms(cell: &str) -> impl Iterator<Item = Box<[Box<str>]>> + '_ {
    // A hyphen is a word of its own, as the text is cut.
    let words =
        |form: &str| form.to_lowercase().replace('-', "_-_").split('_').map(Box::from).collect();
    cell.split_whitespace().map(words)
}

fn row(line: &str) -> Result<Row<'_>, String> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let [category, part, kind, forms, rest @ ..] = cells.as_slice() else {
        return Err(format!(
            "has {} of the 4 columns category, part of speech, kind, forms; separate them by tabs",
            cells.len()
        ));
    };
    if category.is_empty() || category.chars().any(|c| !(c.is_lowercase() || c == '-')) {
        return Err(format!("“{category}” is no category; write one word in small letters"));
    }
    let part = match *part {
        "verb" => Part::Verb,
        "noun" => Part::Noun,
        other => return Err(format!("“{other}” is no part of speech; write verb or noun")),
    };
    let state = match (*kind, rest) {
        ("happening", []) => None,
        ("happening", _) => {
            return Err("has words of a state; write state, or leave them out".to_owned());
        }
        ("state", [subject, holding, ended])
            if [subject, holding, ended].iter().all(|w| !w.is_empty()) =>
        {
            Some(Arc::new([(*subject).to_owned(), (*holding).to_owned(), (*ended).to_owned()]))
        }
        ("state", _) => {
            let words = "a state needs three more columns: what it is about, the word while it holds, the word once it is over";
            return Err(words.to_owned());
        }
        (other, _) => return Err(format!("“{other}” is no kind; write happening or state")),
    };
    if forms.is_empty() || forms.split(' ').any(|form| form.split('_').any(str::is_empty)) {
        return Err(
            "names no forms; write them with one blank between, the words of one form joined by _"
                .to_owned(),
        );
    }
    Ok(Row { category, part, state, forms })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The categories of a form of one word.
    fn category(lexicon: &Lexicon, word: &str) -> Vec<String> {
        let forms = lexicon.beginning(word).iter().filter(|t| t.words.len() == 1);
        forms.map(|t| t.category.as_str().to_owned()).collect()
    }

    #[test]
    fn every_row_of_the_built_in_lexicon_is_read() {
        let mut lexicon = Lexicon::default();
        assert_eq!(lexicon.add(include_str!("../../data/lexicon.tsv"), false), []);
        assert!(category(&lexicon, "withdrew").contains(&"withdrawal".to_owned()));
        assert!(lexicon.beginning("ceasefire").iter().any(|t| t.state.is_some()));
        assert!(lexicon.beginning("teapot").is_empty());
        assert_eq!(lexicon.categories().len(), 13);
    }

    #[test]
    fn a_users_rows_outrank_the_built_in_ones_and_may_name_new_categories() {
        let text = "# mine\nespionage\tverb\thappening\tspied spy_on attacked\nnone\tnoun\thappening\tvisit\n";
        let lexicon = Lexicon::built_in().extended(text).unwrap();
        assert_eq!(category(&lexicon, "attacked"), ["espionage"]);
        assert_eq!(category(&lexicon, "spied"), ["espionage"]);
        assert!(lexicon.beginning("visit").iter().all(|t| t.part == Part::Verb));
        assert_eq!(category(&Lexicon::built_in(), "attacked"), ["attack"]);
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named_by_its_line() {
        let text = "attack\tverb\thappening\tzapped\n\nattack\tverb\n\
            Attack\tverb\thappening\tzaps\nattack\tadverb\thappening\tzaps\n\
            attack\tnoun\tstate\tzaps\nattack\tnoun\tonce\tzaps\nattack\tnoun\thappening\t_\n";
        let problems = Lexicon::built_in().extended(text).unwrap_err();
        assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
        assert!(problems[0].to_string().starts_with("line 3: has 2 of the 4 columns"));
    }
}
