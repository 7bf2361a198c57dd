//! Reads the places that were added before out of an index.

use super::join::{Joiner, Whence};
use super::{OwnIndex, Source};
use crate::gazetteer::entry::EntryId;
use crate::gazetteer::format::{ADDED, Layout, Section};
use crate::gazetteer::record::Record;
use crate::gazetteer::{Gazetteer, GazetteerError};
use crate::model::{Feature, Name};
use crate::system::Bytes;
use crate::task::Task;
use std::fs::File;
use std::io::{self, Read};

impl OwnIndex {
    /// The index that is there, made by whichever builder of this format; `None` where there is none.
    ///
    /// # Errors
    /// When what is needed to read places back is damaged, or the file is of another format.
    pub(super) fn open_to_read_back(&self) -> Result<Option<Gazetteer>, GazetteerError> {
        let path = self.path();
        let at = |source| GazetteerError::File { path: path.clone(), source };
        let mut file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(at)?,
        };
        let length = file.metadata().map_err(at)?.len();
        let mut head = Vec::new();
        (&mut file).take(Layout::BYTES as u64).read_to_end(&mut head).map_err(at)?;
        let layout = Layout::read_any_builder(&head, length)?;
        let bytes = Bytes::map(&file).map_err(at)?;
        for section in [Section::Entries, Section::Names, Section::Tables, Section::Sources] {
            layout.check(section, &mut layout.section(bytes.as_ref(), section))?;
        }
        Gazetteer::open(bytes, layout).map(Some)
    }
}

impl Gazetteer {
    /// Puts every place that a file told of into `joiner`.
    ///
    /// # Errors
    /// When the task is cancelled, or the joiner fails.
    pub(super) fn read_back(
        &self,
        joiner: &mut Joiner<'_>,
        task: &Task,
    ) -> Result<Vec<Source>, GazetteerError> {
        task.stage("reading what was added before", self.len() as u64);
        for number in 0..self.layout.entries {
            if number % 4096 == 0 {
                task.check()?;
                task.advance(4096);
            }
            let id = EntryId(number);
            if self.marks(id) & ADDED != 0
                && let Some(record) = self.added_record(id)
            {
                joiner.record(Whence::Before, &record)?;
            }
        }
        Ok(self.sources())
    }

    /// What was added of a place. What the program itself knows of it comes from the program again.
    fn added_record(&self, id: EntryId) -> Option<Record> {
        let entry = self.entry(id)?;
        let mut names = self.names(id);
        let (_, name) = names.next()?;
        let names =
            names.map(|(lang, text)| Name { text: text.to_owned(), lang: lang.map(str::to_owned) });
        Some(Record {
            names: names.collect(),
            country: entry.country.unwrap_or_default().to_owned(),
            admin1: entry.admin1.unwrap_or_default().to_owned(),
            population: entry.population,
            geonameid: entry.geonameid.unwrap_or_default(),
            curated: false,
            added: true,
            ..Record::new(name, Feature::new(entry.class, entry.code), entry.position)
        })
    }
}
