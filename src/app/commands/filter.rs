//! Which commands a few typed letters mean.

use super::{COMMANDS, Command};
use crate::gazetteer::fold;

/// What a word costs that stands inside another, or whose letters merely come in order.
const INSIDE: usize = 4;
const SCATTERED: usize = 20;
/// What it costs more to be found by other words than those of the name.
const BY_OTHER_WORDS: usize = 8;

/// The commands that the palette offers for a text, best first: all of them, in their order, for
/// none. Every word of the text must begin a word of the command, stand within one, or have its
/// letters there in order ("thm" for "theme").
#[must_use]
pub fn filtered(typed: &str) -> Vec<&'static Command> {
    let typed = fold(typed);
    let offered = COMMANDS.iter().filter(|command| command.has_name());
    let mut found: Vec<(usize, &Command)> =
        offered.filter_map(|command| Some((cost(command, &typed)?, command))).collect();
    // Stable: what fits as well stays in the list's order.
    found.sort_by_key(|(cost, _)| *cost);
    found.into_iter().map(|(_, command)| command).collect()
}

/// How badly a folded text fits a command; nothing where it does not.
fn cost(command: &Command, typed: &str) -> Option<usize> {
    let name = fold(command.name);
    let other = fold(&format!("{} {} {}", command.also, command.group.name(), command.id));
    let mut sum = 0;
    for word in typed.split(' ').filter(|word| !word.is_empty()) {
        let own = word_cost(&name, word);
        let elsewhere = word_cost(&other, word).map(|cost| cost + BY_OTHER_WORDS);
        sum += own.into_iter().chain(elsewhere).min()?;
    }
    Some(sum)
}

fn word_cost(text: &str, word: &str) -> Option<usize> {
    if let Some(at) = text.split(' ').position(|own| own.starts_with(word)) {
        // The first words of a name say most.
        return Some(at.min(INSIDE - 1));
    }
    if text.contains(word) {
        return Some(INSIDE);
    }
    // Of fewer letters than three, scattered ones mean anything.
    let letters = word.chars().count();
    if letters < 3 {
        return None;
    }
    let scattered = |own: &str| {
        let mut rest = own.chars();
        let begins = own.chars().next() == word.chars().next();
        let there = begins && word.chars().all(|letter| rest.any(|c| c == letter));
        there.then(|| SCATTERED + own.chars().count().saturating_sub(letters))
    };
    text.split(' ').filter_map(scattered).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(typed: &str) -> &'static str {
        filtered(typed).first().map_or("nothing", |command| command.id)
    }

    #[test]
    fn a_few_letters_find_a_command() {
        assert_eq!(first("open"), "open");
        assert_eq!(first("sav as"), "save-as");
        assert_eq!(first("DARK"), "appearance-dark");
        assert_eq!(first("theme lig"), "appearance-light");
        assert_eq!(first("shrtc"), "shortcuts");
        assert_eq!(first("fit time"), "fit-time");
        assert_eq!(first("zzzz"), "nothing");
    }

    #[test]
    fn nothing_typed_lists_all_that_can_be_run_by_name() {
        let named = COMMANDS.iter().filter(|command| command.has_name()).count();
        assert_eq!(filtered("  ").len(), named);
    }

    proptest! {
        #[test]
        fn every_command_is_first_by_its_own_name(at in 0..COMMANDS.len()) {
            let command = &COMMANDS[at];
            if command.has_name() {
                prop_assert_eq!(first(command.name), command.id);
            }
        }

        #[test]
        fn any_text_is_answered(typed in any::<String>()) {
            let found = filtered(&typed);
            prop_assert!(found.len() <= COMMANDS.len());
        }
    }
}
