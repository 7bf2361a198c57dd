//! Floor 2: reports into events.
//!
//! A document is cut into sentences and clauses; a clause with a verb or noun of `data/lexicon.tsv`
//! becomes an event, placed by the places named where things happen in it, dated by its own time
//! expression or by what it inherits (and says so in [`crate::model::Event::reasons`]), with the actors it names
//! and how sure its words are. What is denied, only supposed or only possible is no event. A capital
//! that stands for its government ("Moscow's reluctance") places nothing.
//!
//! English only. One event a clause, and one more for each noun with a date of its own; reports of
//! the same thing in different documents are left to `folding`.

mod actors;
mod append;
mod beside;
mod build;
mod clause;
mod closed;
mod dateline;
mod grammar;
mod group;
mod hedge;
mod kinds;
mod lexicon;
mod line;
mod near;
mod phrase;
mod pick;
mod place;
mod points;
mod settle;
mod site;
mod tag;
mod things;
mod title;
mod turn;
mod vouch;
mod way;
mod when;
mod who;

pub use lexicon::{Lexicon, LexiconProblem};

#[cfg(test)]
mod tests;

use crate::geocode::people::People;
use crate::geocode::text::Words;
use crate::geocode::{Geocoder, Origin};
use crate::model::time::Calendar;
use crate::model::{Dataset, DatedFrom, Source, SourceId, SourceKind, TimeSpan};
use crate::task::{Cancelled, Task};
use crate::temporal;
use actors::Actors;
use append::Read;
use build::Document;
use std::sync::Arc;

/// Reads documents: places, times, events.
#[derive(Clone, Debug)]
pub struct Reader {
    geocoder: Geocoder,
    lexicon: Arc<Lexicon>,
    calendar: Calendar,
}

impl Reader {
    /// A reader that places names by a geocoder and knows events by the built-in lexicon.
    #[must_use]
    pub fn new(geocoder: Geocoder) -> Self {
        Self { geocoder, lexicon: Lexicon::built_in(), calendar: Calendar::Gregorian }
    }

    /// The same reader with another lexicon.
    #[must_use]
    pub fn with_lexicon(self, lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon, ..self }
    }

    /// The same reader for texts and tables that write their dates on another calendar.
    #[must_use]
    pub fn with_calendar(self, calendar: Calendar) -> Self {
        Self { calendar, ..self }
    }

    /// The calendar that dates are taken to be written on.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// The geocoder that it places names by.
    #[must_use]
    pub fn geocoder(&self) -> &Geocoder {
        &self.geocoder
    }

    /// Appends a source to a dataset, with its mentions, the places that they could be (each place
    /// once) and its events. Tables are appended as they are. Advances the task by the bytes of the
    /// text.
    ///
    /// A source without a date takes the one that its text states outright in a dateline. Else it
    /// gets [`Source::suggested_date`] where one can be worked out, and its relative expressions stay
    /// undated.
    ///
    /// # Errors
    /// When the task was asked to stop; the dataset is as it was then.
    pub fn read(
        &self,
        mut source: Source,
        dataset: &mut Dataset,
        task: &Task,
    ) -> Result<(), Cancelled> {
        let id = SourceId::from_index(dataset.sources.len());
        if source.dated.is_none() && source.suggested_date.is_none() {
            match temporal::infer_date(&source.text) {
                Some(date) if date.stated && source.kind == SourceKind::Document => {
                    source.dated = Some(date.span);
                    source.dated_from = Some(DatedFrom::Text(date.reasoning));
                }
                inferred => {
                    source.suggested_date = inferred.map(|date| (date.span, date.reasoning));
                }
            }
        }
        if source.kind == SourceKind::Document {
            let origin = Origin { publisher: &source.publisher, url: &source.url };
            let read = self.document(&source.text, &origin, source.dated.as_ref(), task)?;
            append::append(&source.text, id, read, dataset);
        }
        dataset.sources.push(source);
        Ok(())
    }

    fn document(
        &self,
        text: &str,
        origin: &Origin<'_>,
        dated: Option<&TimeSpan>,
        task: &Task,
    ) -> Result<Read, Cancelled> {
        let words = Words::read(text);
        task.check()?;
        let people = People::read(&words);
        let mentions = self.geocoder.toponyms_in(&words, &people, origin);
        task.check()?;
        let times = temporal::read_times_on(text, dated, self.calendar);
        task.check()?;
        let actors =
            Actors::read(&words, &people, &mentions, &|iso| self.geocoder.country_name(iso));
        let dateline = dateline::find(&words, &mentions);
        let names = build::names(&words);
        let document = Document {
            words: &words,
            lexicon: &self.lexicon,
            times: &times,
            mentions: &mentions,
            actors: &actors,
            dated,
            dateline: dateline.as_ref(),
            names: &names,
        };
        let events = build::events(&document, task)?;
        Ok(Read { mentions, times, events })
    }
}
