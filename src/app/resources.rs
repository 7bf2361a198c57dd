use crate::basemap::Basemap;
use crate::gazetteer::Gazetteer;
use crate::geocode::Geocoder;
use crate::import::lexicon;
use crate::model::time::Calendar;
use crate::reading::Reader;
use crate::task::Task;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// What is embedded in the program and unpacked when it is first asked for, once for all who ask.
/// The default knows the places of the program alone, whatever the user added.
#[derive(Default)]
pub struct Resources {
    of_user: bool,
    lexicon: Option<PathBuf>,
    calendar: Calendar,
    basemap: OnceLock<Result<Arc<Basemap>, String>>,
    gazetteer: OnceLock<Result<Arc<Gazetteer>, String>>,
    reader: OnceLock<Result<Arc<Reader>, String>>,
}

/// An embedded resource could not be unpacked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the embedded {what} cannot be used: {cause}")]
pub struct ResourceError {
    what: &'static str,
    cause: String,
}

impl Resources {
    /// With the gazetteer of this user, [`Gazetteer::of_user`], and with their lexicon where it
    /// lies in its usual place.
    #[must_use]
    pub fn of_user() -> Self {
        let usual = lexicon::usual_place().filter(|path| path.is_file());
        Self { of_user: true, lexicon: usual, ..Self::default() }
    }

    /// With the rows of this lexicon; nothing leaves it as it is.
    #[must_use]
    pub fn with_lexicon(mut self, path: Option<PathBuf>) -> Self {
        self.lexicon = path.or(self.lexicon);
        self
    }

    /// For texts and tables that write their dates on this calendar.
    #[must_use]
    pub fn with_calendar(self, calendar: Calendar) -> Self {
        Self { calendar, ..self }
    }

    /// The base map. Waits while another thread unpacks it.
    ///
    /// # Errors
    /// When the embedded file is damaged.
    pub fn basemap(&self) -> Result<Arc<Basemap>, ResourceError> {
        self.basemap
            .get_or_init(|| Basemap::embedded().map(Arc::new).map_err(|e| e.to_string()))
            .clone()
            .map_err(|cause| ResourceError { what: "base map", cause })
    }

    /// The names of places. On the first start on a machine this builds their index, with progress in
    /// `task`.
    ///
    /// # Errors
    /// When an embedded file is damaged, or the task was asked to stop.
    pub fn gazetteer(&self, task: &Task) -> Result<Arc<Gazetteer>, ResourceError> {
        let open = if self.of_user { Gazetteer::of_user } else { Gazetteer::embedded };
        self.gazetteer
            .get_or_init(|| open(task).map(Arc::new).map_err(|e| e.to_string()))
            .clone()
            .map_err(|cause| ResourceError { what: "gazetteer", cause })
    }

    /// The calendar that dates are taken to be written on.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// The reader of documents, with gazetteer and base map behind it. On the first start on a
    /// machine this builds the gazetteer's index, with progress in `task`. What is wrong with the
    /// user's lexicon stands in the task's warnings, and the program's own takes its place.
    ///
    /// # Errors
    /// When an embedded file is damaged.
    pub fn reader(&self, task: &Task) -> Result<Arc<Reader>, ResourceError> {
        let basemap = self.basemap()?;
        self.reader
            .get_or_init(|| {
                let gazetteer = self.gazetteer(task).map_err(|e| e.cause)?;
                let geocoder = Geocoder::new(gazetteer, basemap);
                let reader = Reader::new(geocoder).with_calendar(self.calendar);
                Ok(Arc::new(match &self.lexicon {
                    Some(path) => reader.with_lexicon(lexicon::lexicon(path, task)),
                    None => reader,
                }))
            })
            .clone()
            .map_err(|cause| ResourceError { what: "gazetteer", cause })
    }
}
