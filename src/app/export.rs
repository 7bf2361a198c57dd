//! What is shown, written to a file: as data that other programs read, or as a picture.

use super::State;
use super::save::replace_file;
use super::table::{Column, CopyAs, MOST_COPIED, copied};
use crate::basemap::Basemap;
use crate::formats::geojson;
use crate::model::{Dataset, EventId, Language, Second, Window};
use crate::projection::Bounds;
use crate::query::Matches;
use crate::scene::palette::Palette;
use crate::scene::snapshot::{self, Shows, SnapshotOptions};
use crate::scene::{Highlight, Subject, png, svg};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A form in which what is shown is written, told by the file's ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportAs {
    /// Features with every date as EDTF and every passage.
    GeoJson,
    /// A line an event, with citations.
    Csv,
    /// A list of events with their passages, for notes and articles.
    Markdown,
    /// A picture of map and timeline, in points.
    Png,
    /// The same as shapes.
    Svg,
}

impl ExportAs {
    /// All forms with the ending of their files and what they are good for.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::GeoJson, "geojson", "events with passages, for maps and programs"),
        (Self::Csv, "csv", "events with citations, for spreadsheets"),
        (Self::Markdown, "md", "events with quotations, for notes and articles"),
        (Self::Png, "png", "a picture of map and timeline"),
        (Self::Svg, "svg", "the same as shapes that can be edited"),
    ];

    /// The form of a file; nothing where its ending names none.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        Self::ALL.iter().find(|(_, other, _)| *other == ending).map(|(form, ..)| *form)
    }
}

/// Why something was not exported; one line with the way out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file's ending names no form.
    #[error("{}: name a file that ends with .geojson, .csv, .md, .png or .svg", .0.display())]
    Form(PathBuf),
    /// More events than a file of that form holds.
    #[error(
        "{shown} events are more than the {most} that are written at once: narrow the window or filter first, or use `chronotope convert` for the whole table"
    )]
    TooMany {
        /// How many are shown.
        shown: usize,
        /// How many are written at most.
        most: usize,
    },
    /// It cannot be drawn.
    #[error("the picture cannot be drawn: {0}")]
    Picture(String),
    /// It cannot be written.
    #[error("{} cannot be written: {cause}; choose another place", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

/// What is shown at one moment, to be written beside the window.
#[derive(Clone, Debug)]
pub struct Shown {
    dataset: Arc<Dataset>,
    matches: Matches,
    columns: Vec<Column>,
    window: Window,
    cursor: Second,
    selected: Highlight,
    hide_outside: bool,
    language: Option<Language>,
    palette: Palette,
    /// The part of the map in view.
    bounds: Option<Bounds>,
    /// The stretch of time in view on the timeline.
    span: Window,
    /// What the map is made of.
    shows: Shows,
    size: (f32, f32),
}

impl Shown {
    /// What a state shows. `bounds` is the part of the map in view; `size` that of a picture, in points.
    #[must_use]
    pub fn of(state: &State, palette: &Palette, bounds: Option<Bounds>, size: (f32, f32)) -> Self {
        let session = &state.session;
        Self {
            dataset: Arc::clone(state.dataset()),
            matches: state.matches().clone(),
            columns: session.table.columns.clone(),
            window: session.window,
            cursor: session.cursor,
            selected: state.selected().clone(),
            hide_outside: session.outside == super::Outside::Hide,
            language: session.names,
            palette: palette.clone(),
            bounds,
            span: session.span_in_view,
            shows: session.layers.pictured(),
            size,
        }
    }

    /// Events that a file would hold: those in the window that no filter hides, and undated ones.
    #[must_use]
    pub fn events(&self) -> usize {
        self.matches.counts.shown + self.matches.counts.undated
    }

    fn ids(&self) -> Vec<EventId> {
        let (index, query) = (self.matches.index(), self.matches.query());
        let dated = index.shown(query);
        let dated = dated.iter().filter_map(|rank| index.order().id(rank));
        dated.chain(index.undated().iter().copied()).collect()
    }

    /// Writes it in the form that the path's ending names; what was there before stays whole until the
    /// new file is. The base map is needed for pictures alone.
    ///
    /// # Errors
    /// When the ending names no form, there are too many events, or the file cannot be written.
    pub fn write(&self, path: &Path, map: Option<&Basemap>) -> Result<(), ExportError> {
        let form = ExportAs::of(path).ok_or_else(|| ExportError::Form(path.to_owned()))?;
        let drawn = matches!(form, ExportAs::Png | ExportAs::Svg);
        if !drawn && self.events() > MOST_COPIED {
            return Err(ExportError::TooMany { shown: self.events(), most: MOST_COPIED });
        }
        let bytes = match form {
            ExportAs::Csv => self.table(CopyAs::Csv).into_bytes(),
            ExportAs::Markdown => self.table(CopyAs::Markdown).into_bytes(),
            ExportAs::GeoJson => self.features(),
            ExportAs::Svg => self.svg(map)?.into_bytes(),
            ExportAs::Png => png::write(&self.svg(map)?, 1.0)
                .map_err(|why| ExportError::Picture(why.to_string()))?,
        };
        replace_file(path, |out| out.write_all(&bytes))
            .map_err(|cause| ExportError::Write { path: path.to_owned(), cause })
    }

    fn table(&self, form: CopyAs) -> String {
        copied(&self.dataset, &self.ids(), &self.columns, form)
    }

    fn features(&self) -> Vec<u8> {
        let mut ids = self.ids();
        ids.sort_unstable();
        let events = ids.iter().filter_map(|id| self.dataset.event(*id));
        let events = events.map(std::borrow::Cow::into_owned).collect();
        // Rows of tables refer to the dataset's places, which are made for those that are named.
        let places = (0..self.dataset.place_count())
            .filter_map(|at| self.dataset.place(crate::model::PlaceId::from_index(at)));
        let places = match self.dataset.tables.is_empty() {
            true => self.dataset.places.clone(),
            false => places.map(std::borrow::Cow::into_owned).collect(),
        };
        let tables = Vec::new();
        let shown = Dataset { events, places, tables, ..(*self.dataset).clone() };
        let mut out = Vec::new();
        // Writing into memory does not fail.
        let _ = geojson::write(&shown, &mut out);
        out
    }

    fn svg(&self, map: Option<&Basemap>) -> Result<String, ExportError> {
        let map = map.ok_or_else(|| {
            ExportError::Picture("the base map is not unpacked yet; try again".to_owned())
        })?;
        let none = Highlight::default();
        let subject = Subject {
            dataset: &self.dataset,
            matches: &self.matches,
            window: self.window,
            cursor: self.cursor,
            hide_outside: self.hide_outside,
            selected: &self.selected,
            hovered: &none,
            palette: &self.palette,
            language: self.language,
        };
        let (width, height) = self.size;
        let options = SnapshotOptions {
            width,
            height,
            bounds: self.bounds,
            span: Some(self.span),
            shows: self.shows,
            ..SnapshotOptions::default()
        };
        let scene = snapshot::compose(map, &subject, &options);
        Ok(svg::write(&scene, width, height, snapshot::background(&self.palette)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Action, embedded};
    use crate::query::Standing;

    fn shown(state: &State) -> Shown {
        Shown::of(state, &Palette::light(), None, (900.0, 600.0))
    }

    #[test]
    fn what_is_written_is_what_the_window_and_the_filters_leave() {
        let folder = std::env::temp_dir().join(format!("chronotope-export-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let map = Basemap::embedded().unwrap();
        let mut state = State::new(embedded().unwrap());
        let mut filter = state.filters().filter().clone();
        filter.categories.insert(state.index().events().categories()[0].category.clone());
        state.apply(Action::SetFilter(Box::new(filter)));
        let extent = state.extent();
        let middle = Second((extent.begin().0 + extent.end().0) / 2);
        state.apply(Action::SetWindow(Window::new(extent.begin(), middle)));
        let what = shown(&state);
        let c = state.matches().counts;
        assert!(c.filtered > 0 && c.outside > 0);
        for (_, ending, _) in ExportAs::ALL {
            let path = folder.join(format!("out.{ending}"));
            what.write(&path, Some(&map)).unwrap();
            let bytes = std::fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            match ending {
                "geojson" => {
                    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
                    let mut titles: Vec<&str> = json["features"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .filter_map(|feature| feature["properties"]["title"].as_str())
                        .collect();
                    titles.sort_unstable();
                    titles.dedup();
                    assert_eq!(titles.len(), what.events(), "{titles:?}");
                }
                "csv" => assert_eq!(text.lines().count(), what.events() + 1),
                "md" => assert_eq!(text.matches("\n- **").count() + 1, what.events()),
                "png" => assert!(bytes.starts_with(b"\x89PNG")),
                _ => assert!(text.contains("<svg")),
            }
        }
        let odd = what.write(&folder.join("out.docx"), None).unwrap_err().to_string();
        assert!(odd.contains(".geojson"), "{odd}");
        let gone = what.write(&folder.join("no/such/out.csv"), None).unwrap_err().to_string();
        assert!(gone.contains("choose another place"), "{gone}");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_timeline_without_events_says_what_left_none() {
        let mut state = State::new(embedded().unwrap());
        let filter = crate::query::Filter { text: "zzzz".to_owned(), ..Default::default() };
        state.apply(Action::SetFilter(Box::new(filter)));
        let map = Basemap::embedded().unwrap();
        let svg = shown(&state).svg(Some(&map)).unwrap();
        assert!(svg.contains("The filters leave no event with a date"));
    }

    #[test]
    fn a_picture_has_the_layers_and_the_time_that_are_on_screen() {
        let map = Basemap::embedded().unwrap();
        let mut state = State::new(embedded().unwrap());
        let svg = |state: &State| shown(state).svg(Some(&map)).unwrap();
        let whole = svg(&state);
        assert!(whole.contains(">Cairo<") && whole.contains(">Apr<"), "names and months");
        let layers = super::super::Layers { names: false, ..state.session.layers.clone() };
        state.apply(Action::SetLayers(Box::new(layers)));
        let at = |day: u8| Second::from_civil(2026, 1, day, 0, 0, 0).unwrap();
        state.apply(Action::SetSpanInView(Window::new(at(10), at(30))));
        let less = svg(&state);
        assert!(!less.contains(">Cairo<"), "no names were shown");
        assert!(!less.contains(">Apr<"), "no other month is in view");
    }

    #[test]
    fn undated_events_are_written_whatever_the_window() {
        let state = State::new(embedded().unwrap());
        assert_eq!(
            shown(&state).events() + state.matches().counts.outside,
            state.dataset().event_count()
        );
        assert!(shown(&state).ids().iter().all(|id| state.matches().of(*id) != Standing::Outside));
    }
}
