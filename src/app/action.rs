use super::changes::Between;
use super::search::{FoundList, Pin};
use super::table::{Column, Sort};
use super::{
    Appearance, AreaTool, Item, Layers, List, MultiplesChange, Outside, Step, TimelineAction,
};
use crate::model::{EventId, Language, Pair, PlaceId, Second, SourceId, TimeSpan, Window};
use crate::projection::World;
use crate::query::Filter;
use std::path::PathBuf;

/// What a view asks for. Views push actions while they draw; the owner applies them afterwards.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Selects something, or nothing. Shows it in the inspector.
    Select(Option<Item>),
    /// Says what the pointer is over this frame.
    Hover(Item),
    /// Shows a list in the inspector.
    ShowList(List),
    /// Moves the slider's window.
    SetWindow(Window),
    /// Moves the "as of" cursor.
    SetCursor(Second),
    /// Moves what the timeline shows.
    SetSpanInView(Window),
    /// Shows the whole dataset's span on the timeline and selects it.
    FitTime,
    /// Brings a span of time into view and selects it.
    GoToTime(TimeSpan),
    /// Moves the map at once (a drag, a wheel turn).
    SetMap {
        /// Middle of the map.
        center: World,
        /// Zoom.
        zoom: f64,
    },
    /// Flies the map to a place.
    FlyToPlace(PlaceId),
    /// Flies the map to all places of what is selected.
    FitSelection,
    /// Flies the map to all events in the window.
    FitMap,
    /// Starts or stops playing.
    Play(bool),
    /// Moves the window and the cursor by so many steps.
    StepBy(i32),
    /// Chooses what a step is.
    SetStep(Step),
    /// Chooses steps a second.
    SetSpeed(f32),
    /// Chooses what becomes of events outside the window.
    SetOutside(Outside),
    /// Chooses light or dark.
    SetAppearance(Appearance),
    /// Chooses what the map is made of.
    SetLayers(Box<Layers>),
    /// Chooses in which language names are shown; nothing means the usual ones.
    SetNames(Option<Language>),
    /// Opens or closes the list of those languages.
    ChooseNames(bool),
    /// Opens files beside what is open; projects replace it.
    OpenFiles(Vec<PathBuf>),
    /// Says as of when a document is to be read; it is read again.
    DateDocument(SourceId, TimeSpan),
    /// Leaves a document undated and stops asking.
    LeaveUndated(SourceId),
    /// Makes one event of two: they are reports of the same.
    FoldEvents(EventId, EventId),
    /// Takes an account of an event, by its position, out of it: it tells of another.
    TakeApart(EventId, usize),
    /// Takes back what was decided about two reports.
    Forget(Box<Pair>),
    /// Takes the last correction back.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Sets what is left in.
    SetFilter(Box<Filter>),
    /// Opens or closes the panel of filters.
    ShowFilters(bool),
    /// Marks ground on the map for a filter, in some way; nothing stops it.
    MarkArea(Option<AreaTool>),
    /// Takes up one of the filter's areas to change it, by its place among them; nothing leaves it as
    /// it is now.
    EditArea(Option<usize>),
    /// Leaves flights, glides and fades out, or not.
    SetLessMotion(bool),
    /// Opens or closes the table.
    ShowTable(bool),
    /// Orders the table's rows.
    SortTable(Sort),
    /// Shows a column of the table, or takes it away.
    ToggleColumn(Column),
    /// Saves the filters as they are under a name.
    SaveFilter(String),
    /// Forgets the filters saved under a name.
    ForgetFilter(String),
    /// Changes what was chosen about the timeline, or what it shows.
    Timeline(TimelineAction),
    /// Chooses the instants between which changes are listed; nothing for the window's begin and the
    /// cursor.
    Compare(Option<Between>),
    /// Changes the maps that are shown side by side.
    Multiples(MultiplesChange),
    /// Selects an event and goes to it, in space and in time.
    ShowEvent(EventId),
    /// Lists events that were looked for.
    ShowFound(FoundList),
    /// Puts a pin on the map and flies there.
    DropPin(Pin),
    /// Takes the pin off the map.
    RemovePin,
    /// Closes the open document.
    CloseDocument,
}
