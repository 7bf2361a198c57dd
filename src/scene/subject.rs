use super::palette::Palette;
use crate::model::{Dataset, EventId, Language, Place, PlaceId, Second, Window};
use crate::query::Matches;

/// What a picture is of, besides its viewport.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What is known.
    pub dataset: &'a Dataset,
    /// Which events the window and the filters show.
    pub matches: &'a Matches,
    /// The slider's window.
    pub window: Window,
    /// The instant "as of" which states are shown.
    pub cursor: Second,
    /// Whether events outside the window are left out instead of dimmed.
    pub hide_outside: bool,
    /// What is selected.
    pub selected: &'a Highlight,
    /// What the pointer is over, in whichever view.
    pub hovered: &'a Highlight,
    /// Colours.
    pub palette: &'a Palette,
    /// In which language names are shown; nothing means the usual ones.
    pub language: Option<Language>,
}

impl Subject<'_> {
    /// What a place is called in the language that names are shown in.
    #[must_use]
    pub fn name_of<'p>(&self, place: &'p Place) -> &'p str {
        place.name_in(self.language)
    }

    /// As [`Subject::name_of`], of the place of a number.
    #[must_use]
    pub fn name_of_id(&self, id: PlaceId) -> Option<String> {
        let place = self.dataset.place(id)?;
        Some(self.name_of(&place).to_owned())
    }
}

#[cfg(test)]
impl<'a> Subject<'a> {
    /// What a query found, as of the beginning of its window, with nothing marked out.
    pub(crate) fn of(matches: &'a Matches, palette: &'a Palette) -> Self {
        static NONE: Highlight = Highlight { places: Vec::new(), events: Vec::new() };
        Self {
            dataset: matches.index().dataset(),
            matches,
            window: matches.window(),
            cursor: matches.window().begin(),
            hide_outside: false,
            selected: &NONE,
            hovered: &NONE,
            palette,
            language: None,
        }
    }
}

/// Places and events that are marked out together: an event with its places, a place with its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// Places, sorted.
    pub places: Vec<PlaceId>,
    /// Events, sorted.
    pub events: Vec<EventId>,
}

impl Highlight {
    /// Whether a place is marked out.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> bool {
        self.places.binary_search(&id).is_ok()
    }
    /// Whether an event is marked out.
    #[must_use]
    pub fn event(&self, id: EventId) -> bool {
        self.events.binary_search(&id).is_ok()
    }
    /// Whether nothing is marked out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.events.is_empty()
    }
}
