use super::changes::Between;
use super::filters::edit::AreaEdit;
use super::search::{FoundList, Pin};
use super::{Layers, Multiples, TimelineChoices};
use crate::model::{EventId, Language, MentionId, PlaceId, Second, SourceId, TimeSpan, Window};
use crate::projection::World;
use crate::store::Cell;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Something that can be pointed at or selected, in any view.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// A place.
    Place(PlaceId),
    /// An event.
    Event(EventId),
    /// A place or time mention in a document.
    Mention(MentionId),
    /// A document, opened at a passage (code points; empty for its start).
    Passage(SourceId, Range<usize>),
    /// The events of a square of the map.
    Cell(Cell),
}

/// A list that the inspector shows when one of the counts is clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// Events in the window.
    Shown,
    /// Dated events outside the window.
    Outside,
    /// Events without a date.
    Undated,
    /// Events without a place.
    Unplaced,
    /// Events that filters hide.
    Filtered,
    /// Events that several reports tell.
    Folded,
    /// States that began or ended between two instants.
    Changes,
    /// What was corrected by hand.
    Corrections,
    /// Places that were named but not resolved.
    Unresolved,
    /// All documents.
    Sources,
    /// What went wrong while reading.
    Warnings,
    /// Events that were looked for.
    Found,
}

/// What becomes of events outside the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outside {
    /// They stay, faint.
    #[default]
    Dim,
    /// They go.
    Hide,
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Appearance {
    /// As the system says; light where it says nothing.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How ground is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaTool {
    /// From corner to corner.
    Box,
    /// Around, with the button held.
    Lasso,
    /// From click to click.
    Polygon,
    /// Out from a middle.
    Circle,
}

impl AreaTool {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Box, Self::Lasso, Self::Polygon, Self::Circle];

    /// Its word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Box => "Box",
            Self::Lasso => "Lasso",
            Self::Polygon => "Polygon",
            Self::Circle => "Within km",
        }
    }

    /// How it is used.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Box => "Drag a box on the map, or press Enter for one in its middle.",
            Self::Lasso => "Drag around an area on the map, or press Enter for one in its middle.",
            Self::Polygon => {
                "Click corners on the map; Enter or a double click closes. Enter alone marks the middle."
            }
            Self::Circle => {
                "Drag from the middle outward, or press Enter for a circle in the map's middle."
            }
        }
    }
}

/// How far one step of the slider goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
    /// 60 seconds.
    Minute,
    /// 3,600 seconds.
    Hour,
    /// A calendar day.
    #[default]
    Day,
    /// Seven days.
    Week,
    /// A calendar month: 31 January steps to the last of February.
    Month,
    /// A calendar year.
    Year,
}

/// Selection, hover, window, map view: what is looked at, not what is known. Not undoable.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// What is selected, if anything.
    pub selection: Option<Item>,
    /// What the pointer is over, in any view, as of the last frame.
    pub hover: Option<Item>,
    /// The list shown in the inspector while nothing is selected.
    pub list: List,
    /// The range that the slider selects.
    pub window: Window,
    /// The instant "as of" which states are shown.
    pub cursor: Second,
    /// The range that the timeline shows, from left to right edge.
    pub span_in_view: Window,
    /// Middle of the map.
    pub map_center: World,
    /// Zoom of the map: the world is `TILE_PX * 2^zoom` points wide.
    pub map_zoom: f64,
    /// What becomes of events outside the window.
    pub outside: Outside,
    /// Light or dark.
    pub appearance: Appearance,
    /// In which language names are shown; nothing means the usual ones.
    pub names: Option<Language>,
    /// Whether the list of those languages is open.
    pub choosing_names: bool,
    /// Whether the slider runs by itself.
    pub playing: bool,
    /// Steps a second while it runs.
    pub speed: f32,
    /// What one step is.
    pub step: Step,
    /// The document that is open, and the passage it was opened at.
    pub document: Option<(SourceId, Range<usize>)>,
    /// Documents whose date the user has yet to confirm, with what the text suggests.
    pub asking_date: Vec<(SourceId, Option<TimeSpan>)>,
    /// Events that were looked for, for [`List::Found`].
    pub found: Option<FoundList>,
    /// The pin on the map.
    pub pin: Option<Pin>,
    /// Whether files are being read.
    pub reading: bool,
    /// Whether flights, glides and fades are left out.
    pub less_motion: bool,
    /// How the table is looked at.
    pub table: super::table::TableChoices,
    /// How ground is being marked on the map, if it is.
    pub marking: Option<AreaTool>,
    /// The filter's area that is being changed, if one is.
    pub editing: Option<AreaEdit>,
    /// What was chosen about the timeline.
    pub timeline: TimelineChoices,
    /// What the map is made of.
    pub layers: Layers,
    /// The instants between which changes are listed; nothing for the window's begin and the cursor.
    pub compared: Option<Between>,
    /// The instants at which maps are shown side by side, if they are.
    pub multiples: Multiples,
}

impl Session {
    /// The instants between which changes are listed.
    #[must_use]
    pub fn between(&self) -> Between {
        self.compared.unwrap_or_else(|| Between::new(self.window.begin(), self.cursor))
    }
}
