use super::{Decisions, Event, Mention, Passage, Place, Source, Table};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize, bytemuck::Pod, bytemuck::Zeroable)]
        #[serde(transparent)]
        #[repr(transparent)]
        pub struct $name(pub u32);
        impl $name {
            /// The position in the dataset's list.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
            /// The id of a position in the dataset's list; past four thousand million it saturates.
            #[must_use]
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    };
}

id!(
    /// Position of a source in [`Dataset::sources`].
    SourceId
);
id!(
    /// Position of a place in [`Dataset::places`].
    PlaceId
);
id!(
    /// Position of a mention in [`Dataset::mentions`].
    MentionId
);
id!(
    /// Position of an event in [`Dataset::events`].
    EventId
);

/// Sources, places, mentions and events: what a project file holds.
///
/// Large tables stay outside, in [`Self::tables`]: their events and places are numbered on after
/// those that are held here, table after table, and made when somebody asks for one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// What it is about, shown in the window's title.
    #[serde(default)]
    pub title: String,
    /// Where things were said.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Places that mentions and events refer to, losing candidates included.
    #[serde(default)]
    pub places: Vec<Place>,
    /// Passages that name a place or a time, in the order of sources and text.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// What happened, as far as it is held in memory.
    #[serde(default)]
    pub events: Vec<Event>,
    /// A person's corrections of which reports tell of the same event.
    #[serde(default, skip_serializing_if = "Decisions::is_empty")]
    pub decisions: Decisions,
    /// Tables too large to be held as events.
    #[serde(skip)]
    pub tables: Vec<Table>,
}

/// Something of a table: which table, its number within, and the numbers before the table's own.
struct Outside<'a> {
    table: &'a Table,
    number: usize,
    /// Of the dataset's places, those before the table's.
    first_place: usize,
}

impl Dataset {
    /// The source of an id.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.index())
    }

    /// The place of an id.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> Option<Cow<'_, Place>> {
        if let Some(place) = self.places.get(id.index()) {
            return Some(Cow::Borrowed(place));
        }
        let found = self.outside(id.index().checked_sub(self.places.len())?, Table::places)?;
        found.table.rows.place(found.number).map(Cow::Owned)
    }

    /// Where a place is, and its uncertainty radius in metres, without making one of a table.
    #[must_use]
    pub fn spot(&self, id: PlaceId) -> Option<(super::LonLat, f64)> {
        if let Some(place) = self.places.get(id.index()) {
            return Some((place.position, place.radius_m));
        }
        let found = self.outside(id.index().checked_sub(self.places.len())?, Table::places)?;
        found.table.rows.spot(found.number)
    }

    /// The mention of an id.
    #[must_use]
    pub fn mention(&self, id: MentionId) -> Option<&Mention> {
        self.mentions.get(id.index())
    }

    /// The event of an id.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<Cow<'_, Event>> {
        if let Some(event) = self.events.get(id.index()) {
            return Some(Cow::Borrowed(event));
        }
        let found = self.outside(id.index().checked_sub(self.events.len())?, Table::events)?;
        found.table.rows.event(found.number).map(|event| Cow::Owned(found.placed(event)))
    }

    /// The places of an event, without making one of a table.
    #[must_use]
    pub fn places_of(&self, id: EventId) -> Vec<PlaceId> {
        match self.events.get(id.index()) {
            Some(event) => event.places.clone(),
            None => self.row_key(id).and_then(|key| key.place).map(PlaceId).into_iter().collect(),
        }
    }

    /// What is counted of an event of a table, its place by the dataset's numbers; nothing for one
    /// that is held here.
    #[must_use]
    pub fn row_key(&self, id: EventId) -> Option<super::RowKey> {
        let found = self.outside(id.index().checked_sub(self.events.len())?, Table::events)?;
        let key = found.table.rows.key(found.number)?;
        let place = key.place.map(|place| place.saturating_add(found.first_place as u32));
        Some(super::RowKey { place, ..key })
    }

    /// How many events there are, those of tables included.
    #[must_use]
    pub fn event_count(&self) -> usize {
        self.events.len() + self.tables.iter().map(Table::events).sum::<usize>()
    }

    /// How many places there are, those of tables included.
    #[must_use]
    pub fn place_count(&self) -> usize {
        self.places.len() + self.tables.iter().map(Table::places).sum::<usize>()
    }

    /// All events in the order of their ids; those of tables are made one after the other.
    pub fn all_events(&self) -> impl Iterator<Item = (EventId, Cow<'_, Event>)> {
        let ids = (0..self.event_count()).map(EventId::from_index);
        ids.filter_map(|id| Some((id, self.event(id)?)))
    }

    /// The table that a source is, where it is one kept outside.
    #[must_use]
    pub fn table(&self, source: SourceId) -> Option<&Table> {
        self.tables.iter().find(|table| table.source == source)
    }

    /// The ids of a table's events: the first and the one after the last.
    #[must_use]
    pub fn events_of(&self, source: SourceId) -> Option<std::ops::Range<usize>> {
        let at = self.tables.iter().position(|table| table.source == source)?;
        let before = self.tables.iter().take(at).map(Table::events).sum::<usize>();
        let first = self.events.len() + before;
        Some(first..first + self.tables.get(at)?.events())
    }

    /// What a passage says; shorter where it reaches beyond its source, nothing where that is gone.
    #[must_use]
    pub fn quote(&self, passage: &Passage) -> Option<Cow<'_, str>> {
        if let Some(table) = self.table(passage.source) {
            return table.rows.text(passage.range.clone()).map(Cow::Owned);
        }
        Some(Cow::Borrowed(self.source(passage.source)?.quote(&passage.range)))
    }

    /// What has the number `number` among what the tables have, counted as `count` does.
    fn outside(&self, mut number: usize, count: fn(&Table) -> usize) -> Option<Outside<'_>> {
        let mut first_place = self.places.len();
        for table in &self.tables {
            let own = count(table);
            if number < own {
                return Some(Outside { table, number, first_place });
            }
            number -= own;
            first_place += table.places();
        }
        None
    }
}

impl Outside<'_> {
    /// An event with the table's own numbers, moved to the dataset's.
    fn placed(&self, mut event: Event) -> Event {
        for place in &mut event.places {
            *place = PlaceId::from_index(self.first_place + place.index());
        }
        let moved = |place: PlaceId| PlaceId::from_index(self.first_place + place.index());
        event.route = event.route.and_then(|route| route.moved(moved));
        for passage in &mut event.evidence {
            passage.source = self.table.source;
        }
        event
    }
}
