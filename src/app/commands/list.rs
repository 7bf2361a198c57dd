//! The list of commands. One entry each; the order is that of the palette and of the sheet.

use super::{Ask, Chord, Command, Group, Run, Scope, Stroke};
use crate::app::clock::Clock;
use crate::app::filters::edit::next_area;
use crate::app::playback::Key;
use crate::app::playback::PlayMode;
use crate::app::{
    Action, Appearance, AreaTool, Frame, List, MultiplesChange, Outside, Step, TimelineAction,
};
use crate::scene::timeline::Grouping;

/// All commands.
pub const COMMANDS: &[Command] = &[
    // Files and projects.
    ask("open", Group::File, "Open files…", Ask::Open)
        .keys(&[Chord::command('O')])
        .scope(Scope::Everywhere)
        .also("load import add report table folder"),
    ask("save", Group::File, "Save the project", Ask::Save)
        .keys(&[Chord::command('S')])
        .scope(Scope::Everywhere),
    ask("save-as", Group::File, "Save the project as…", Ask::SaveAs)
        .keys(&[Chord::command('S').with_shift()])
        .scope(Scope::Everywhere)
        .also("export copy elsewhere"),
    ask("export", Group::File, "Export what is shown…", Ask::Export)
        .keys(&[Chord::command('E')])
        .scope(Scope::Everywhere)
        .also("geojson csv markdown png svg picture image save write"),
    // Corrections.
    act("undo", Group::Edit, "Undo the last correction", |_| vec![Action::Undo])
        .keys(&[Chord::command('Z')])
        .needs(|frame| frame.project.history().undo_label().is_some(), "Nothing to undo"),
    act("redo", Group::Edit, "Redo what was undone", |_| vec![Action::Redo])
        .keys(&[Chord::command('Z').with_shift(), Chord::command('Y')])
        .needs(|frame| frame.project.history().redo_label().is_some(), "Nothing to redo"),
    // Looking for something.
    ask("search", Group::Find, "Search", Ask::Search)
        .keys(&[Chord::command('F'), Chord::char('/')])
        .scope(Scope::Everywhere)
        .also("find go to place event actor date coordinates passage"),
    ask("palette", Group::Find, "Run a command by name", Ask::Palette)
        .keys(&[Chord::command('K'), Chord::command('P').with_shift()])
        .scope(Scope::Everywhere)
        .also("palette"),
    ask("shortcuts", Group::Find, "Keyboard shortcuts", Ask::Shortcuts)
        .keys(&[Chord::char('?')])
        .also("help keys sheet"),
    act("filters", Group::Find, "Filters: choose which events are shown", |frame| {
        vec![Action::ShowFilters(!frame.filters.is_open())]
    })
    .keys(&[Chord::char('F')]),
    act("clear-filters", Group::Find, "Take all filters away", |_| {
        vec![Action::SetFilter(Box::default())]
    })
    .needs(|frame| !frame.filters.filter().is_empty(), "No filter is set"),
    act("table", Group::Find, "Show the events as a table", |frame| {
        vec![Action::ShowTable(!frame.session.table.open)]
    })
    .keys(&[Chord::char('T')])
    .also("rows list spreadsheet csv copy close"),
    act("area-box", Group::Find, "Filter by a box on the map", |_| mark(AreaTool::Box))
        .also("area region rectangle brush select"),
    act("area-lasso", Group::Find, "Filter by a lasso on the map", |_| mark(AreaTool::Lasso))
        .also("area region draw brush select"),
    act("area-polygon", Group::Find, "Filter by a polygon on the map", |_| mark(AreaTool::Polygon))
        .also("area region draw corners"),
    act("area-circle", Group::Find, "Filter by a distance on the map", |_| mark(AreaTool::Circle))
        .also("area region within km radius near"),
    act("area-edit", Group::Find, "Edit the drawn area", |frame| {
        let next = next_area(frame.filters.filter(), frame.session.editing.as_ref());
        vec![Action::EditArea(next)]
    })
    .keys(&[Chord::char('E')])
    .also("change move corners handles radius region shape vertex next")
    .needs(|frame| !frame.filters.filter().regions.is_empty(), "No area is drawn"),
    Command::new("area-corner", Group::Find, "Remove the corner that has the focus", Run::ByView)
        .keys(&[Chord::key(Stroke::Delete)])
        .scope(Scope::Map),
    // The slider and the timeline.
    slider("play", "Play or pause", Key::PlayPause, &[Chord::key(Stroke::Space)])
        .also("animate start stop"),
    slider("step-back", "Step back", Key::StepBack, &[Chord::key(Stroke::Left)]),
    slider("step-on", "Step forward", Key::StepForward, &[Chord::key(Stroke::Right)]),
    slider(
        "cursor-back",
        "Move the cursor alone back",
        Key::CursorBack,
        &[Chord::key(Stroke::Left).with_shift()],
    ),
    slider(
        "cursor-on",
        "Move the cursor alone forward",
        Key::CursorForward,
        &[Chord::key(Stroke::Right).with_shift()],
    ),
    slider("begin", "Go to the beginning of the data", Key::Begin, &[Chord::key(Stroke::Home)])
        .also("first start"),
    slider("end", "Go to the end of the data", Key::End, &[Chord::key(Stroke::End)]).also("last"),
    slider(
        "zoom-time-in",
        "Zoom in on the timeline",
        Key::ZoomIn,
        &[Chord::char('+'), Chord::char('=')],
    ),
    slider("zoom-time-out", "Zoom out of the timeline", Key::ZoomOut, &[Chord::char('-')]),
    act("fit-time", Group::Time, "Fit all of time", |_| vec![Action::FitTime])
        .also("whole span reset window"),
    act("fit-selection-time", Group::Time, "Fit the selection's stretch of time", |_| {
        timeline(TimelineAction::ShowSelection)
    })
    .keys(&[Chord::char('S')])
    .also("zoom extent when")
    .needs(|frame| frame.session.selection.is_some(), "Nothing is selected"),
    act("lanes-category", Group::Time, "Lanes by category", |_| lanes(Grouping::Category)),
    act("lanes-place", Group::Time, "Lanes by place", |_| lanes(Grouping::Place)),
    act("lanes-actor", Group::Time, "Lanes by actor", |_| lanes(Grouping::Actor)),
    act("lanes-source", Group::Time, "Lanes by source", |_| lanes(Grouping::Source)),
    act("lanes-none", Group::Time, "One lane for all events", |_| lanes(Grouping::None)),
    act("lanes-usual", Group::Time, "Lanes in their usual order", |_| {
        timeline(TimelineAction::UsualLanes)
    })
    .also("expand reset"),
    act("count-in-view", Group::Time, "Count only what the map shows", |frame| {
        timeline(TimelineAction::CountInView(!frame.session.timeline.in_view))
    })
    .also("timeline viewport brush all"),
    act("play-window", Group::Time, "Play a sliding window", |_| mode(PlayMode::Window)),
    act("play-cumulative", Group::Time, "Play cumulatively", |_| mode(PlayMode::Cumulative)),
    act("play-instant", Group::Time, "Play instants", |_| mode(PlayMode::Instant)),
    act("play-skip", Group::Time, "Skip quiet stretches while playing", |frame| {
        timeline(TimelineAction::Skip(!frame.session.timeline.skips))
    })
    .also("gaps jump"),
    act("play-repeat", Group::Time, "Repeat while playing", |frame| {
        timeline(TimelineAction::Repeat(!frame.session.timeline.again))
    })
    .also("loop again"),
    act("play-marked", Group::Time, "Play through the window alone", |frame| {
        timeline(TimelineAction::Mark(Some(frame.session.window)))
    })
    .also("loop range mark"),
    act("play-all", Group::Time, "Play through all of the data", |_| {
        timeline(TimelineAction::Mark(None))
    }),
    act("clock-written", Group::Time, "Tell times as written", |_| {
        timeline(TimelineAction::Clock(Clock::AsWritten))
    })
    .also("zone clock"),
    act("clock-utc", Group::Time, "Tell times in UTC", |_| {
        timeline(TimelineAction::Clock(Clock::Utc))
    })
    .also("zone clock gmt"),
    act("clock-machine", Group::Time, "Tell times on this machine's clock", |_| {
        timeline(TimelineAction::Clock(Clock::Machine))
    })
    .also("zone local"),
    act("step-minute", Group::Time, "Step by minutes", |_| vec![Action::SetStep(Step::Minute)]),
    act("step-hour", Group::Time, "Step by hours", |_| vec![Action::SetStep(Step::Hour)]),
    act("step-day", Group::Time, "Step by days", |_| vec![Action::SetStep(Step::Day)]),
    act("step-week", Group::Time, "Step by weeks", |_| vec![Action::SetStep(Step::Week)]),
    act("step-month", Group::Time, "Step by months", |_| vec![Action::SetStep(Step::Month)]),
    act("step-year", Group::Time, "Step by years", |_| vec![Action::SetStep(Step::Year)]),
    // The map.
    ask("zoom-map-in", Group::Map, "Zoom in on the map", Ask::ZoomMap(1))
        .keys(&[Chord::char('+'), Chord::char('=')])
        .scope(Scope::Map),
    ask("zoom-map-out", Group::Map, "Zoom out of the map", Ask::ZoomMap(-1))
        .keys(&[Chord::char('-')])
        .scope(Scope::Map),
    Command::new("pan-map", Group::Map, "Move the map", Run::ByView)
        .keys(&[
            Chord::key(Stroke::Left),
            Chord::key(Stroke::Right),
            Chord::key(Stroke::Up),
            Chord::key(Stroke::Down),
        ])
        .scope(Scope::Map),
    act("fit-map", Group::Map, "Fit all events on the map", |_| vec![Action::FitMap])
        .also("zoom to everything"),
    act("fit-selection-places", Group::Map, "Show the selection's places on the map", |_| {
        vec![Action::FitSelection]
    })
    .keys(&[Chord::char('Z')])
    .also("zoom extent fly go to")
    .needs(|frame| !frame.subject.selected.places.is_empty(), "Nothing with a place is selected"),
    act("remove-pin", Group::Map, "Remove the pin", |_| vec![Action::RemovePin])
        .needs(|frame| frame.session.pin.is_some(), "There is no pin"),
    ask("focus-map", Group::Map, "Go to the map by keyboard", Ask::FocusMap).also("focus"),
    act("side-by-side", Group::Map, "Maps at several dates side by side, or one again", |frame| {
        let open = frame.session.multiples.are_shown();
        let change = if open { MultiplesChange::Close } else { MultiplesChange::Show(2) };
        vec![Action::Multiples(change)]
    })
    .keys(&[Chord::char('D')])
    .also("compare small multiples before after"),
    ask("layers", Group::Map, "Layers of the map", Ask::Layers)
        .keys(&[Chord::char('L')])
        .also("tiles pmtiles mbtiles online openstreetmap graticule density borders names"),
    ask("measure", Group::Map, "Measure a distance or an area", Ask::Measure)
        .keys(&[Chord::char('M')])
        .also("ruler length geodesic"),
    act("outside-dim", Group::Map, "Dim events outside the window", |_| {
        vec![Action::SetOutside(Outside::Dim)]
    })
    .needs(|frame| frame.session.outside != Outside::Dim, "They are dimmed already"),
    act("outside-hide", Group::Map, "Hide events outside the window", |_| {
        vec![Action::SetOutside(Outside::Hide)]
    })
    .needs(|frame| frame.session.outside != Outside::Hide, "They are hidden already"),
    act("names", Group::Map, "Language of names…", |_| vec![Action::ChooseNames(true)])
        .keys(&[Chord::char('N')])
        .also("arabic hebrew kurdish russian turkish chinese japanese persian translate labels script"),
    act("names-usual", Group::Map, "Names as usual", |_| vec![Action::SetNames(None)])
        .also("language own default")
        .needs(|frame| frame.session.names.is_some(), "They are shown as usual already"),
    // What the inspector lists.
    list("list-shown", "List the events in the window", List::Shown),
    list("list-outside", "List the events outside the window", List::Outside),
    list("list-filtered", "List the events that filters hide", List::Filtered),
    list("list-changes", "List what changed between two dates", List::Changes)
        .keys(&[Chord::char('C')])
        .also("compare since difference states began ended"),
    list("list-undated", "List the events without a date", List::Undated),
    list("list-unplaced", "List the events without a place", List::Unplaced),
    list("list-folded", "List the events told by several reports", List::Folded),
    list("list-corrections", "List the corrections", List::Corrections),
    list("list-unresolved", "List the names that were not resolved", List::Unresolved),
    list("list-sources", "List the sources", List::Sources).also("documents tables reports"),
    list("list-warnings", "List the warnings", List::Warnings).also("errors trouble"),
    // The window.
    ask("close", Group::Window, "Close what is open, or select nothing", Ask::Close)
        .keys(&[Chord::key(Stroke::Escape)]),
    act("appearance-light", Group::Window, "Light appearance", |_| {
        vec![Action::SetAppearance(Appearance::Light)]
    })
    .also("theme bright colours"),
    act("appearance-dark", Group::Window, "Dark appearance", |_| {
        vec![Action::SetAppearance(Appearance::Dark)]
    })
    .also("theme night colours"),
    act("appearance-system", Group::Window, "Appearance as the system says", |_| {
        vec![Action::SetAppearance(Appearance::System)]
    })
    .also("theme"),
    act("less-motion", Group::Window, "Less motion: no flights, glides or fades", |frame| {
        vec![Action::SetLessMotion(!frame.session.less_motion)]
    })
    .also("reduced reduce animation accessibility"),
    ask("scale-up", Group::Window, "Everything larger", Ask::Scale(1))
        .keys(&[Chord::command('+')])
        .scope(Scope::Toolkit)
        .also("scale font text size"),
    ask("scale-down", Group::Window, "Everything smaller", Ask::Scale(-1))
        .keys(&[Chord::command('-')])
        .scope(Scope::Toolkit)
        .also("scale font text size"),
    ask("scale-usual", Group::Window, "Everything in its usual size", Ask::Scale(0))
        .keys(&[Chord::command('0')])
        .scope(Scope::Toolkit)
        .also("scale font text reset"),
    Command::new("focus-next", Group::Window, "On to the next control, and back", Run::ByView)
        .keys(&[Chord::key(Stroke::Tab), Chord::key(Stroke::Tab).with_shift()])
        .scope(Scope::Toolkit),
    ask("tour", Group::Window, "Take the tour", Ask::Tour).also("help first introduction"),
    ask("about", Group::Window, "About Chronotope", Ask::About).also("licence credits version"),
];

fn mark(tool: AreaTool) -> Vec<Action> {
    vec![Action::MarkArea(Some(tool))]
}

const fn ask(id: &'static str, group: Group, name: &'static str, ask: Ask) -> Command {
    Command::new(id, group, name, Run::Ask(ask))
}

const fn act(
    id: &'static str,
    group: Group,
    name: &'static str,
    actions: fn(&Frame<'_>) -> Vec<Action>,
) -> Command {
    Command::new(id, group, name, Run::Actions(actions))
}

const fn slider(id: &'static str, name: &'static str, key: Key, keys: &'static [Chord]) -> Command {
    Command::new(id, Group::Time, name, Run::Slider(key)).keys(keys).scope(Scope::Slider)
}

const fn list(id: &'static str, name: &'static str, list: List) -> Command {
    Command::new(id, Group::Lists, name, Run::List(list))
}

fn timeline(change: TimelineAction) -> Vec<Action> {
    vec![Action::Timeline(change)]
}

fn lanes(by: Grouping) -> Vec<Action> {
    timeline(TimelineAction::Group(by))
}

fn mode(mode: PlayMode) -> Vec<Action> {
    timeline(TimelineAction::Mode(mode))
}
