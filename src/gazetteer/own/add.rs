//! Adds files of GeoNames to the user's index.

use super::adopt::Adopting;
use super::join::{Joiner, Whence};
use super::{FILE, OwnIndex, Source, Summary, file_name};
use crate::gazetteer::asset::Asset;
use crate::gazetteer::build::{self, Disk, Plan};
use crate::gazetteer::cache::open_any;
use crate::gazetteer::geonames::{self, PlaceRow};
use crate::gazetteer::overlay::{self, WithOverlay};
use crate::gazetteer::record::Record;
use crate::gazetteer::{GazetteerError, fold};
use crate::model::{Feature, Name};
use crate::task::Task;
use std::fs;
use std::path::{Path, PathBuf};

/// Records that are held in memory to be sorted at once, in bytes.
const RECORD_BYTES: usize = 192 << 20;

/// What is to be added.
#[derive(Clone, Debug, Default)]
pub struct Addition {
    /// Tables of places.
    pub places: Vec<PathBuf>,
    /// Tables of further names; those of places that are in no file are passed over.
    pub names: Vec<PathBuf>,
    /// Today, YYYY-MM-DD, to be remembered.
    pub day: String,
}

impl OwnIndex {
    /// Builds the index anew, of the places that the program carries, those that were added before,
    /// and those of some files. Without files it is brought up to date with the program.
    ///
    /// A row that cannot be read is a warning of the task's. An index that is there but cannot be read
    /// back is a warning too: the new one is made without it.
    ///
    /// # Errors
    /// When a file is no table of GeoNames, there is no room, another process is at it, or the task
    /// is cancelled: then the old index is as it was.
    pub fn add(&self, addition: &Addition, task: &Task) -> Result<Summary, GazetteerError> {
        let _lock = self.lock()?;
        let at = |source| GazetteerError::disk(self.folder.clone(), source);
        let disk = Disk::take(self.workshop(), self.limits.disk_bytes).map_err(at)?;
        let piece_bytes = self.limits.piece_bytes.unwrap_or(RECORD_BYTES);
        let mut joiner = Joiner::new(&disk, piece_bytes);
        self.carried(&mut joiner, task)?;
        let mut sources = self.read_back(&mut joiner, addition, task)?;
        for path in &addition.places {
            let counted = geonames::places(path, task, &mut |row| {
                joiner.record(Whence::File, &record_of(row))
            })?;
            remember(&mut sources, path, false, counted, &addition.day);
        }
        for path in &addition.names {
            let counted = geonames::names(path, task, &mut |row| {
                joiner.name(row.geonameid, row.lang, row.text).map(drop)
            })?;
            remember(&mut sources, path, true, counted, &addition.day);
        }
        self.build(joiner, &sources, &disk, task)?;
        self.summary()?.ok_or(GazetteerError::DamagedIndex)
    }

    /// Puts in what the program carries, all but the overlay.
    fn carried(&self, joiner: &mut Joiner<'_>, task: &Task) -> Result<(), GazetteerError> {
        let asset = Asset::unpack(self.program.0)?;
        for (at, record) in asset.records().enumerate() {
            if at % 4096 == 0 {
                task.check()?;
            }
            joiner.record(Whence::Program, &record)?;
        }
        Ok(())
    }

    fn read_back(
        &self,
        joiner: &mut Joiner<'_>,
        addition: &Addition,
        task: &Task,
    ) -> Result<Vec<Source>, GazetteerError> {
        match self.open_to_read_back() {
            Ok(Some(gazetteer)) => gazetteer.read_back(joiner, task),
            Ok(None) => Ok(Vec::new()),
            // With nothing to put in its place the old one is better left where it is.
            Err(error) if addition.places.is_empty() && addition.names.is_empty() => Err(error),
            Err(error) => {
                let message = format!(
                    "{error}: what was added before is not carried over; add its files again"
                );
                task.warn(self.path().display().to_string(), message);
                Ok(Vec::new())
            }
        }
    }

    /// Builds the index of what was joined and puts it in its place.
    fn build(
        &self,
        joiner: Joiner<'_>,
        sources: &[Source],
        disk: &Disk,
        task: &Task,
    ) -> Result<(), GazetteerError> {
        let sources = serde_json::to_vec(sources).unwrap_or_default();
        let mut plan = Plan::on_disk(self.key()?, sources, disk);
        plan.piece_bytes = self.limits.piece_bytes.unwrap_or(plan.piece_bytes);
        let places = overlay::parse(self.program.1)?;
        let (path, file) = disk.keep(FILE).map_err(|error| plan.failed(error))?;
        let records = WithOverlay::new(Adopting::new(joiner.finish(task)?), places);
        let file = build::build(records, &plan, file, task)?;
        task.stage("bringing the name index to the disk", 0);
        file.sync().map_err(|error| plan.failed(error))?;
        drop(file);
        // What does not open here would not open later, and the old one would be gone.
        drop(open_any(&path)?);
        task.check()?;
        put_in_place(&path, &self.path())
    }
}

/// Moves a file over another, and waits until the folder knows.
fn put_in_place(from: &Path, to: &Path) -> Result<(), GazetteerError> {
    let at = |source| GazetteerError::File { path: to.to_owned(), source };
    fs::rename(from, to).map_err(at)?;
    #[cfg(unix)]
    if let Some(folder) = to.parent() {
        // Some file systems cannot sync folders; the move stands all the same.
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// Remembers a file, in the place of an earlier one of the same name.
fn remember(
    sources: &mut Vec<Source>,
    path: &Path,
    names: bool,
    counted: geonames::Counted,
    day: &str,
) {
    let file = file_name(path);
    sources.retain(|source| (&source.file, source.names) != (&file, names));
    let (rows, left_out) = (counted.rows, counted.left_out);
    sources.push(Source { file, names, rows, left_out, day: day.to_owned() });
}

fn record_of(row: &PlaceRow<'_>) -> Record {
    let unknown = |text: &str| Name { text: text.to_owned(), lang: None };
    let alternates = row.alternates.split(',').map(str::trim).filter(|text| !text.is_empty());
    let mut names: Vec<Name> = alternates.map(unknown).collect();
    // Mostly the name without its accents, which is found all the same.
    let ascii = row.ascii_name;
    if !ascii.is_empty() && ascii != row.name && fold(ascii) != fold(row.name) {
        names.push(unknown(ascii));
    }
    Record {
        names,
        country: row.country.to_owned(),
        admin1: row.admin1.to_owned(),
        population: row.population,
        geonameid: row.geonameid,
        curated: false,
        added: true,
        ..Record::new(row.name, Feature::new(row.class, row.code), row.position)
    }
}
