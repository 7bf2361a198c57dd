//! Actors in the order in which the panel lists them.

use std::cmp::Reverse;

/// So many actors are listed at most; a search narrows them.
pub const MOST: usize = 40;

/// Actors by how many events they have, as of the counts they were ranked by.
#[derive(Debug, Default)]
pub struct Ranked {
    of: Vec<usize>,
    searched: String,
    /// Their numbers, most events first.
    pub actors: Vec<u32>,
}

impl Ranked {
    /// Ranks them anew where the counts or the words that are looked for have changed. `of` has the
    /// events of each, by number.
    pub fn refresh<'a>(
        &mut self,
        of: &[usize],
        searched: &str,
        name: impl Fn(u32) -> Option<&'a str>,
    ) {
        if self.of == of && self.searched == searched {
            return;
        }
        (self.of, self.searched) = (of.to_vec(), searched.to_owned());
        let key = crate::gazetteer::fold(searched);
        let fits = |at: &u32| {
            key.is_empty()
                || name(*at).is_some_and(|name| crate::gazetteer::fold(name).contains(&key))
        };
        let all = 0..u32::try_from(of.len()).unwrap_or(u32::MAX);
        self.actors = all.filter(fits).collect();
        self.actors.sort_by_key(|at| (Reverse(of.get(*at as usize).copied()), *at));
        self.actors.truncate(MOST);
    }
}
