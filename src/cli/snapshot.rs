//! `chronotope snapshot`: map and timeline as a picture.

use super::args::{Snapshot, Theme};
use super::engine;
use super::exit::Exit;
use super::failure::Failure;
use super::progress::Progress;
use super::terminal;
use crate::app::save::replace_file;
use crate::app::{Action, Item, Loaded, Outside, Resources, State, embedded};
use crate::model::{Dataset, Decisions, EventId, PlaceId, Window};
use crate::scene::palette::Palette;
use crate::scene::snapshot::{SnapshotOptions, background, compose};
use crate::scene::{png, svg};
use crate::task::Task;

/// Seconds of a day.
const DAY: i64 = 86_400;

pub(super) fn run(args: &Snapshot, task: &Task) -> Result<Exit, Failure> {
    let dataset = if args.files.is_empty() {
        embedded().map_err(|why| Failure::cannot("chronotope", why))?
    } else {
        engine::dataset(&args.files, &args.reading, task)?
    };
    let failed = terminal::say_warnings(&task.take_warnings());
    if failed && dataset.sources.is_empty() {
        let name = args.out.display().to_string();
        return Err(Failure::cannot(name, "is not drawn: nothing could be read"));
    }
    let state = state(args, dataset, task)?;
    task.stage("Drawing", 0);
    let _bar = Progress::show(task);
    let picture = draw(args, &state)?;
    task.check()?;
    replace_file(&args.out, |out| out.write_all(&picture)).map_err(|why| {
        Failure::cannot(args.out.display().to_string(), format!("cannot be written: {why}"))
    })?;
    state.index().events().keep();
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

/// What the window would show after the same choices.
fn state(args: &Snapshot, dataset: Dataset, task: &Task) -> Result<State, Failure> {
    let selected = match &args.select {
        Some(name) => Some(find(&dataset, name).ok_or_else(|| {
            Failure::cannot(name, "is no place of these files; `chronotope read` lists them")
        })?),
        None => None,
    };
    let loaded = Loaded::new(dataset, &Decisions::default(), task)?;
    let mut state = State::showing(loaded);
    state.apply(Action::SetOutside(Outside::Dim));
    state.apply(Action::SetNames(args.names));
    if let Some(window) = args.window {
        state.apply(Action::SetWindow(window));
        state.apply(Action::SetSpanInView(window));
        // States are shown as of the window's last day, unless told otherwise.
        let last = crate::model::Second(window.end().0.saturating_sub(1).max(window.begin().0));
        state.apply(Action::SetCursor(last));
    }
    if let Some(at) = args.at {
        let window = state.session.window;
        if args.window.is_none() && !window.contains(at) {
            let end = crate::model::Second(at.0.saturating_add(DAY)).max(window.end());
            state.apply(Action::SetWindow(Window::new(at.min(window.begin()), end)));
        }
        state.apply(Action::SetCursor(at));
    }
    if let Some(place) = selected {
        state.apply(Action::Select(Some(Item::Place(place))));
    }
    Ok(state)
}

/// The place of a name: that with most events, of those named so in whatever language.
fn find(dataset: &Dataset, name: &str) -> Option<PlaceId> {
    let wanted = crate::gazetteer::fold(name);
    let named = |text: &str| crate::gazetteer::fold(text) == wanted;
    let mut events = vec![0_usize; dataset.place_count()];
    for id in (0..dataset.event_count()).flat_map(|at| dataset.places_of(EventId::from_index(at))) {
        if let Some(count) = events.get_mut(id.index()) {
            *count += 1;
        }
    }
    let counted = events.into_iter().enumerate().map(|(at, sum)| (PlaceId::from_index(at), sum));
    counted
        .filter(|(id, _)| {
            dataset.place(*id).is_some_and(|place| {
                named(&place.name) || place.names.iter().any(|other| named(&other.text))
            })
        })
        .max_by_key(|(id, events)| (*events, std::cmp::Reverse(*id)))
        .map(|(id, _)| id)
}

fn draw(args: &Snapshot, state: &State) -> Result<Vec<u8>, Failure> {
    let map = Resources::default().basemap().map_err(|why| Failure::cannot("chronotope", why))?;
    let palette = match args.theme {
        Theme::Light => Palette::light(),
        Theme::Dark => Palette::dark(),
    };
    let palette = palette.marking(state.index().category_names());
    let subject = state.subject(&palette);
    let (width, height) = (args.size.0 as f32, args.size.1 as f32);
    let open = state.selected().places.first().copied().filter(|_| args.select.is_some());
    let options =
        SnapshotOptions { width, height, bounds: args.bbox, open, ..SnapshotOptions::default() };
    let scene = compose(&map, &subject, &options);
    let svg = svg::write(&scene, width, height, background(&palette));
    let is_svg = args.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    if is_svg {
        return Ok(svg.into_bytes());
    }
    png::write(&svg, 1.0).map_err(|why| Failure::cannot(args.out.display().to_string(), why))
}
