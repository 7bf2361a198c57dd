//! Positions that a file gives without a name are called after what is there: "12 km north of
//! Al-Hasakah" tells a reader more than two numbers do. The numbers stay in the place's note.

use crate::geocode::{Geocoder, Whereabouts};
use crate::model::{Dataset, Place, PlaceShape};
use crate::task::{Cancelled, Task};

/// So many positions of one file are called so at most; more keep their numbers, which cost nothing.
const MOST: usize = 2_000;

/// Degrees by which a written position and the place's own may differ and still be the same.
const SAME_DEG: f64 = 1e-6;

/// Names the places of a table that are called by their degrees.
///
/// # Errors
/// When the task was asked to stop.
pub(super) fn name_positions(
    rows: &mut Dataset,
    geocoder: &Geocoder,
    task: &Task,
) -> Result<(), Cancelled> {
    for place in rows.places.iter_mut().filter(|place| is_bare(place)).take(MOST) {
        task.check()?;
        let Some(name) = words(&geocoder.whereabouts(place.position)) else { continue };
        let given = std::mem::replace(&mut place.name, name);
        let note = format!("the file says {given} and no name: called after what is near");
        place.note = if place.note.is_empty() { note } else { format!("{}; {note}", place.note) };
        for known in place.names.iter_mut().filter(|known| known.text == given) {
            known.text.clone_from(&place.name);
        }
    }
    Ok(())
}

/// Whether a place is a point called by nothing but its degrees.
fn is_bare(place: &Place) -> bool {
    let Some((lat, lon)) = place.name.split_once(',') else { return false };
    let is = |text: &str, degrees: f64| {
        text.trim().parse::<f64>().is_ok_and(|said| (said - degrees).abs() < SAME_DEG)
    };
    matches!(place.shape, PlaceShape::Point)
        && is(lat, place.position.lat())
        && is(lon, place.position.lon())
}

/// The town that it lies in or near, or at sea the coast.
fn words(there: &Whereabouts) -> Option<String> {
    let near = there.near.first().map(|near| {
        let words = near.words();
        words.strip_prefix("in ").map_or(words.clone(), str::to_owned)
    });
    let coast = there.coast.as_ref().map(crate::geocode::Coast::words);
    coast.or(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basemap::Basemap;
    use crate::formats::table;
    use crate::gazetteer::Gazetteer;
    use crate::model::time::Calendar;
    use std::sync::Arc;

    fn named(text: &str) -> Vec<(String, String)> {
        let task = Task::new();
        let geocoder = Geocoder::new(
            Arc::new(Gazetteer::embedded(&task).unwrap()),
            Arc::new(Basemap::embedded().unwrap()),
        );
        let (mut rows, problems) =
            table::read_on("t.csv", text.to_owned(), Calendar::Gregorian, &task).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        name_positions(&mut rows, &geocoder, &task).unwrap();
        rows.places.into_iter().map(|place| (place.name, place.note)).collect()
    }

    #[test]
    fn bare_positions_are_called_after_what_is_near() {
        let rows = "title,date,latitude,longitude\nStrike,2026-01-20,36.8,40.9\n\
                    Talks,2026-01-21,33.5102,36.2913\nShip seen,2026-01-22,34.4,34.6\n";
        let places = named(rows);
        let [strike, talks, ship] = places.as_slice() else { panic!("{places:?}") };
        assert!(strike.0.contains(" km ") && strike.0.contains(" of "), "{strike:?}");
        assert!(strike.1.contains("36.8, 40.9"), "the numbers stay: {strike:?}");
        assert_eq!(talks.0, "Damascus");
        assert!(ship.0.contains("coast"), "{ship:?}");
    }

    #[test]
    fn what_has_a_name_keeps_it() {
        let rows = "title,date,place,latitude,longitude\nStrike,2026-01-20,Tell Abyad road,36.8,40.9\n\
                    Strike,2026-01-20,\"36.9, 40.9\",36.8,40.9\n";
        let names: Vec<String> = named(rows).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Tell Abyad road", "36.9, 40.9"], "that it means these is not known");
    }
}
