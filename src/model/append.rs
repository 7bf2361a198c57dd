use super::{
    Candidate, Dataset, MentionKind, Passage, Place, PlaceId, PlaceShape, SourceId, Table,
};
use std::collections::HashMap;
use std::sync::Arc;

/// What makes two entries the same place: the GeoNames number, or else name and position.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    GeoName(u32),
    Named(String, u64, u64),
    /// Ground that is drawn: the same name may stand for other ground at another time.
    Drawn(String, Vec<[u64; 2]>),
}

impl Identity {
    fn of(place: &Place) -> Self {
        if let (None, PlaceShape::Area(polygons)) = (place.geonameid, &place.shape) {
            let corners = polygons.iter().flatten().flatten();
            let bits = corners.map(|p| [p.lon().to_bits(), p.lat().to_bits()]).collect();
            return Self::Drawn(place.name.clone(), bits);
        }
        place.geonameid.map_or_else(
            || {
                let p = place.position;
                Self::Named(place.name.clone(), p.lon().to_bits(), p.lat().to_bits())
            },
            Self::GeoName,
        )
    }
}

impl Dataset {
    /// Adds another dataset's sources, mentions and events after one's own. Places that both have
    /// become one, so that what is said of them stands together.
    pub fn append(&mut self, other: Self) {
        let known: HashMap<Identity, PlaceId> = self
            .places
            .iter()
            .enumerate()
            .map(|(i, place)| (Identity::of(place), PlaceId::from_index(i)))
            .collect();
        let mut moved = Vec::with_capacity(other.places.len());
        for place in other.places {
            let id = known.get(&Identity::of(&place)).copied().unwrap_or_else(|| {
                self.places.push(place);
                PlaceId::from_index(self.places.len() - 1)
            });
            moved.push(id);
        }
        let place = |id: PlaceId| moved.get(id.index()).copied().unwrap_or(id);
        let first_source = self.sources.len();
        let passage = |p: Passage| Passage {
            source: SourceId::from_index(first_source + p.source.index()),
            range: p.range,
        };
        self.sources.extend(other.sources);
        let mut shared = Shared::default();
        self.mentions.extend(other.mentions.into_iter().map(|mut mention| {
            mention.passage = passage(mention.passage);
            if let MentionKind::Toponym { place: at, candidates, .. } = &mut mention.kind {
                *at = at.map(place);
                *candidates = shared.moved(candidates, &place);
            }
            mention
        }));
        self.events.extend(other.events.into_iter().map(|mut event| {
            event.places = event.places.into_iter().map(place).collect();
            event.evidence = event.evidence.into_iter().map(passage).collect();
            event.route = event.route.and_then(|route| route.moved(place));
            for account in &mut event.accounts {
                account.route = account.route.and_then(|route| route.moved(place));
                for at in &mut account.places {
                    *at = place(*at);
                }
                for at in &mut account.evidence {
                    *at = passage(at.clone());
                }
            }
            event
        }));
        self.tables.extend(other.tables.into_iter().map(|table| Table {
            source: SourceId::from_index(first_source + table.source.index()),
            ..table
        }));
        self.decisions.absorb(other.decisions);
        if self.title.is_empty() {
            self.title = other.title;
        }
    }
}

/// Lists of candidates that mentions share, before and after their places have moved. The old list
/// is kept, so that its address stays its own.
#[derive(Default)]
struct Shared {
    moved: HashMap<*const Candidate, [Arc<[Candidate]>; 2]>,
}

impl Shared {
    fn moved(
        &mut self,
        old: &Arc<[Candidate]>,
        place: &impl Fn(PlaceId) -> PlaceId,
    ) -> Arc<[Candidate]> {
        if old.is_empty() {
            return old.clone();
        }
        let known = self.moved.entry(old.as_ptr()).or_insert_with(|| {
            let new =
                old.iter().map(|c| Candidate { place: place(c.place), ..c.clone() }).collect();
            [old.clone(), new]
        });
        let [_, new] = known;
        new.clone()
    }
}

#[cfg(test)]
mod tests {
    use crate::model::fixture::{event, place, source};
    use crate::model::{Dataset, Event, Passage, SourceId};

    fn one(name: &str, at: &str) -> Dataset {
        let evidence = vec![Passage { source: SourceId(0), range: 3..4 }];
        Dataset {
            title: name.to_owned(),
            sources: vec![source(name, &format!("In {at}."))],
            places: vec![place(at, 1.0, 2.0, 100.0)],
            events: vec![Event { evidence, ..event(name, "other", None, &[0]) }],
            ..Dataset::default()
        }
    }

    #[test]
    fn what_is_appended_keeps_pointing_at_its_own_source_and_at_shared_places() {
        let mut all = one("first", "Here");
        all.append(one("second", "Here"));
        all.append(one("third", "There"));
        assert_eq!(all.title, "first");
        assert_eq!(all.places.len(), 2, "the shared place is one");
        for (i, (event, name)) in all.events.iter().zip(["first", "second", "third"]).enumerate() {
            let source = event.evidence.first().map(|p| p.source).unwrap();
            assert_eq!(source.index(), i);
            assert_eq!(all.source(source).unwrap().name, name);
        }
        assert_eq!(all.events[1].places, all.events[0].places);
        assert_ne!(all.events[2].places, all.events[0].places);
    }
}
