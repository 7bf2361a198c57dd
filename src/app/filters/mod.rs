//! The filters in force, what they leave, and the counts beside their values.
//!
//! Of few events all of it is worked out at once; of many in a job, while the last answer stays in
//! view. What is still to be worked out is asked for ([`super::State::filtering_due`]) and given back.

pub mod edit;
pub mod words;

#[cfg(test)]
mod edit_tests;
#[cfg(test)]
mod tests;

use crate::model::Window;
use crate::query::{EventIndex, Facet, Failing, Filter, FilterSums, TextIndex, Traits};
use crate::task::{Cancelled, Task};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Up to so many events are filtered while the frame waits: a few milliseconds.
const AT_ONCE: usize = 4_000;

/// A filter under a name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamedFilter {
    /// The name that the user gave it.
    pub name: String,
    /// What it leaves in.
    pub filter: Filter,
}

/// What a filter made of a dataset.
#[derive(Debug)]
pub struct Filtered {
    whole: Arc<EventIndex>,
    filter: Filter,
    traits: Arc<Traits>,
    text: Arc<TextIndex>,
    failing: Failing,
    /// Nothing where everything passes.
    narrowed: Option<Arc<EventIndex>>,
}

impl Filtered {
    /// Filters the events of an index; what an earlier answer worked out is used again.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn make(
        whole: &Arc<EventIndex>,
        filter: &Filter,
        earlier: Option<&Self>,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let earlier = earlier.filter(|earlier| Arc::ptr_eq(&earlier.whole, whole));
        let traits = match earlier {
            Some(earlier) => Arc::clone(&earlier.traits),
            None => Arc::new(Traits::build(whole, task)?),
        };
        let words = filter.text.trim();
        let text = match earlier.filter(|earlier| earlier.text.words() == words) {
            Some(earlier) => Arc::clone(&earlier.text),
            None => Arc::new(TextIndex::build(whole.dataset(), words, task)?),
        };
        let failing = filter.failing(whole, &traits, &text, task)?;
        let narrowed = match filter.is_empty() {
            true => None,
            false => Some(Arc::new(whole.narrowed(&traits, Arc::clone(failing.kept()), task)?)),
        };
        let (whole, filter) = (Arc::clone(whole), filter.clone());
        Ok(Self { whole, filter, traits, text, failing, narrowed })
    }

    /// Counts beside the values of filters, in a window.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn count(&self, window: Window, task: &Task) -> Result<FilterSums, Cancelled> {
        FilterSums::count(&self.whole, &self.traits, &self.failing, Some(window), task)
    }

    /// Whether it is what a filter makes of an index.
    fn is_of(&self, whole: &Arc<EventIndex>, filter: &Filter) -> bool {
        Arc::ptr_eq(&self.whole, whole) && self.filter == *filter
    }

    /// Whether all windows of what it leaves are quick.
    fn is_counted_ahead(&self) -> bool {
        self.narrowed.as_ref().is_none_or(|narrowed| narrowed.is_counted_ahead())
    }

    /// The filters that hide each event.
    #[must_use]
    pub fn failing(&self) -> &Failing {
        &self.failing
    }

    /// What filters ask of each event.
    #[must_use]
    pub fn traits(&self) -> &Traits {
        &self.traits
    }
}

/// What is to be worked out.
#[derive(Clone, Debug)]
pub struct Due {
    /// The events that nothing was filtered out of.
    pub whole: Arc<EventIndex>,
    /// What is to be left in.
    pub filter: Filter,
    /// An earlier answer.
    pub earlier: Option<Arc<Filtered>>,
    /// The window to count in, where counts are shown.
    pub window: Option<Window>,
    /// Counts up with every change of what is asked.
    pub revision: u64,
}

/// What was worked out.
#[derive(Debug)]
pub struct Made {
    /// What the filter leaves.
    pub filtered: Arc<Filtered>,
    /// Counts in the window that was asked for.
    pub sums: Option<(Window, FilterSums)>,
    /// As in [`Due::revision`].
    pub revision: u64,
}

impl Due {
    /// Works out the next step: what the filter leaves, where that is not known, and only then what
    /// makes it quick to count and the counts beside the values.
    ///
    /// # Errors
    /// When the task was asked to stop.
    pub fn make(self, task: &Task) -> Result<Made, Cancelled> {
        let (earlier, revision) = (self.earlier.as_ref(), self.revision);
        let Some(same) = earlier.filter(|made| made.is_of(&self.whole, &self.filter)) else {
            let earlier = self.earlier.as_deref();
            let filtered = Arc::new(Filtered::make(&self.whole, &self.filter, earlier, task)?);
            return Ok(Made { filtered, sums: None, revision });
        };
        let filtered = Arc::clone(same);
        if let Some(narrowed) = &filtered.narrowed {
            narrowed.count_ahead();
            task.check()?;
        }
        let sums = match self.window {
            Some(window) => Some((window, filtered.count(window, task)?)),
            None => None,
        };
        Ok(Made { filtered, sums, revision })
    }
}

/// The filters of the window.
#[derive(Debug, Default)]
pub struct Filters {
    filter: Filter,
    /// Whether the counts beside the values are looked at.
    open: bool,
    saved: Vec<NamedFilter>,
    revision: u64,
    filtered: Option<Arc<Filtered>>,
    /// Counts, and the filters and the window that they are of.
    sums: Option<(Filter, Window, FilterSums)>,
}

impl Filters {
    /// What is to be left in.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Whether the panel of filters is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Filters under names, in the order in which they were saved.
    #[must_use]
    pub fn saved(&self) -> &[NamedFilter] {
        &self.saved
    }

    /// Counts beside the values of filters; those of the last filters and window while newer are
    /// worked out.
    #[must_use]
    pub fn sums(&self) -> Option<&FilterSums> {
        self.sums.as_ref().map(|(.., sums)| sums)
    }

    /// What the filters made of the events, as far as it is worked out.
    #[must_use]
    pub fn filtered(&self) -> Option<&Filtered> {
        self.filtered.as_deref()
    }

    /// Whether what is in view is that of the filters as they are now.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match &self.filtered {
            Some(filtered) => filtered.filter == self.filter,
            None => self.filter.is_empty(),
        }
    }

    /// The filters that hide an event.
    #[must_use]
    pub fn hiding(&self, id: crate::model::EventId) -> Vec<Facet> {
        self.filtered.as_ref().map(|f| f.failing.of(id).collect()).unwrap_or_default()
    }

    /// The filters that are set.
    pub fn in_use(&self) -> impl Iterator<Item = Facet> + '_ {
        Facet::ALL.into_iter().filter(|facet| self.filter.uses(*facet))
    }

    pub(super) fn set(&mut self, filter: Filter) {
        self.filter = filter;
        self.revision += 1;
    }

    pub(super) fn show(&mut self, open: bool) {
        self.open = open;
    }

    pub(super) fn save(&mut self, name: &str) {
        let named = NamedFilter { name: name.to_owned(), filter: self.filter.clone() };
        match self.saved.iter_mut().find(|saved| saved.name == name) {
            Some(saved) => *saved = named,
            None => self.saved.push(named),
        }
    }

    pub(super) fn forget(&mut self, name: &str) {
        self.saved.retain(|saved| saved.name != name);
    }

    pub(super) fn give_saved(&mut self, saved: Vec<NamedFilter>) {
        self.saved = saved;
    }

    /// Goes on with other events: what was worked out of the former ones is gone.
    pub(super) fn restart(&mut self) {
        self.filtered = None;
        self.sums = None;
        self.revision += 1;
    }

    /// The events that every view shows.
    pub(super) fn index<'a>(&'a self, whole: &'a Arc<EventIndex>) -> &'a Arc<EventIndex> {
        if self.filter.is_empty() {
            return whole;
        }
        let of_these = self.filtered.as_ref().filter(|made| Arc::ptr_eq(&made.whole, whole));
        of_these.and_then(|made| made.narrowed.as_ref()).unwrap_or(whole)
    }

    /// What is still to be worked out for a window; nothing where everything is. Of many events it
    /// is got ready what filters ask of each, so that the first filter takes no longer than others.
    #[must_use]
    pub(super) fn due(&self, whole: &Arc<EventIndex>, window: Window) -> Option<Due> {
        let made = self.filtered.as_ref();
        let of_these = |(filter, of, _): &(Filter, Window, FilterSums)| {
            *of == window && *filter == self.filter
        };
        let counted = !self.open || self.sums.as_ref().is_some_and(of_these);
        let idle = self.filter.is_empty() && !self.open && Self::at_once(whole);
        let nothing_left_out = self.index(whole).filtered() == 0;
        let fresh = made.is_some_and(|made| {
            made.is_of(whole, &self.filter) && made.is_counted_ahead() && counted
        });
        if fresh || (idle && nothing_left_out) {
            return None;
        }
        Some(Due {
            whole: Arc::clone(whole),
            filter: self.filter.clone(),
            earlier: self.filtered.clone(),
            window: self.open.then_some(window),
            revision: self.revision,
        })
    }

    /// Whether so few events are filtered while the frame waits.
    #[must_use]
    pub(super) fn at_once(whole: &EventIndex) -> bool {
        whole.dataset().event_count() <= AT_ONCE
    }

    /// Takes what was worked out; false where the filters have changed meanwhile.
    pub(super) fn take(&mut self, made: Made) -> bool {
        if made.revision != self.revision {
            return false;
        }
        if let Some((window, sums)) = made.sums {
            self.sums = Some((made.filtered.filter.clone(), window, sums));
        }
        self.filtered = Some(made.filtered);
        true
    }
}
