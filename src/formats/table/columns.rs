//! Which column says what, by the names that the formats in use give them.

use super::route::Ends;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// When, in one value.
    Date,
    /// When, in one value, of rows that have neither a begin nor an end, where others do.
    DateInstead,
    /// When it began.
    Begin,
    /// When it ended.
    End,
    /// What happened, in short.
    Title,
    /// What happened, at length.
    Notes,
    /// What sort of event.
    Category,
    /// Who says so.
    Source,
    /// Name of the place.
    Place,
    /// Name of the first-level division.
    Admin1,
    /// Name or code of the country.
    Country,
}

/// Names by role, the preferred one first: of two columns for one role, the earlier name counts.
const NAMES: [(Role, &[&str]); 12] = [
    (Role::Latitude, &["latitude", "lat", "actiongeo_lat", "y_coord"]),
    (Role::Longitude, &["longitude", "lon", "lng", "long", "actiongeo_long", "x_coord"]),
    (
        Role::Date,
        &["event_date", "date", "datetime", "date_time", "when", "sqldate", "edtf", "day"],
    ),
    (
        Role::Begin,
        &["date_start", "start_date", "start", "begin", "begin_date", "from", "start_time"],
    ),
    (Role::End, &["date_end", "end_date", "end", "until", "to", "end_time"]),
    (Role::Title, &["title", "event", "headline", "name", "summary", "source_headline"]),
    (Role::Notes, &["notes", "description", "details", "text", "comments", "where_description"]),
    (Role::Category, &["category", "event_type", "type", "disorder_type", "type_of_violence"]),
    (
        Role::Source,
        &["source", "sources", "publisher", "source_office", "source_article", "sourceurl", "url"],
    ),
    (
        Role::Place,
        &["location", "place", "place_name", "where_coordinates", "city", "town", "site"],
    ),
    (Role::Admin1, &["admin1", "adm_1", "province", "governorate", "state"]),
    (Role::Country, &["country", "country_name"]),
];

/// The columns of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    roles: Vec<(Role, usize)>,
    /// Columns that name an actor, in order.
    pub actors: Vec<usize>,
    /// The ends of a movement, where columns give both. An event without a position of its own is
    /// placed where it set out.
    pub ends: Option<Ends>,
}

impl Columns {
    /// Reads a header.
    #[must_use]
    pub fn of(header: &[&str]) -> Self {
        let names: Vec<String> = header.iter().map(|name| normal(name)).collect();
        let find = |wanted: &[&str]| {
            wanted.iter().find_map(|name| names.iter().position(|have| have == name))
        };
        let mut roles: Vec<(Role, usize)> =
            NAMES.iter().filter_map(|(role, names)| Some((*role, find(names)?))).collect();
        let ends = Ends::of(&names);
        if let Some(ends) = &ends {
            roles.retain(|(_, at)| !ends.names(*at));
            let placed = roles.iter().any(|(role, _)| *role == Role::Latitude);
            let own = [
                (Role::Latitude, Some(ends.from.latitude)),
                (Role::Longitude, Some(ends.from.longitude)),
                (Role::Place, ends.from.name),
            ];
            if !placed {
                roles.retain(|(role, _)| !own.iter().any(|(of, _)| of == role));
                roles.extend(own.into_iter().filter_map(|(role, at)| Some((role, at?))));
            }
        }
        // A date column beside a pair of begin and end is the pair's duplicate, or stands in for it:
        // features of one file need not have the same properties.
        let has = |wanted| roles.iter().any(|(role, _)| *role == wanted);
        if has(Role::Begin) && has(Role::End) {
            let dates = roles.iter_mut().filter(|(role, _)| *role == Role::Date);
            dates.for_each(|(role, _)| *role = Role::DateInstead);
        } else if has(Role::End)
            && let Some((role, _)) = roles.iter_mut().find(|(role, _)| *role == Role::Date)
        {
            // A date beside nothing but an end is the begin.
            *role = Role::Begin;
        }
        let actors = (0..names.len()).filter(|at| names.get(*at).is_some_and(|n| is_actor(n)));
        Self { actors: actors.collect(), roles, ends }
    }

    /// The position of a column.
    #[must_use]
    pub fn at(&self, role: Role) -> Option<usize> {
        self.roles.iter().find(|(r, _)| *r == role).map(|(_, at)| *at)
    }

    /// How many columns are understood.
    #[must_use]
    pub fn known(&self) -> usize {
        self.roles.len() + self.actors.len()
    }

    /// Whether there is enough for an event: when or where, or at least what.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        let has = |role| self.at(role).is_some();
        let placed = has(Role::Latitude) && has(Role::Longitude);
        let dated = has(Role::Date) || has(Role::Begin) || has(Role::End);
        placed || dated
    }
}

fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.trim().trim_start_matches('\u{feff}').chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

fn is_actor(name: &str) -> bool {
    let rest = name.strip_prefix("actor").or_else(|| name.strip_prefix("assoc_actor"));
    if let Some(rest) = rest {
        let rest = rest.trim_start_matches('s').trim_start_matches('_');
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('_');
        return matches!(rest, "" | "name");
    }
    matches!(name, "side_a" | "side_b" | "who")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_tables_in_use() {
        let acled = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";
        let header: Vec<&str> = acled.split(',').collect();
        let columns = Columns::of(&header);
        let name = |role| columns.at(role).map(|at| header[at]);
        assert_eq!(name(Role::Date), Some("event_date"));
        assert_eq!(name(Role::Category), Some("event_type"));
        assert_eq!(name(Role::Place), Some("location"));
        assert_eq!(name(Role::Source), Some("source"));
        let actors: Vec<&str> = columns.actors.iter().map(|at| header[*at]).collect();
        assert_eq!(actors, ["actor1", "assoc_actor_1", "actor2", "assoc_actor_2"]);
    }

    #[test]
    fn knows_the_ends_of_movements() {
        let header = [
            "start",
            "end",
            "Origin Lat",
            "origin_lng",
            "dest_latitude",
            "Dest Longitude",
            "origin",
            "destination",
        ];
        let columns = Columns::of(&header);
        let ends = columns.ends.as_ref().unwrap();
        assert_eq!((ends.from.latitude, ends.from.longitude, ends.from.name), (2, 3, Some(6)));
        assert_eq!((ends.to.latitude, ends.to.longitude, ends.to.name), (4, 5, Some(7)));
        assert_eq!((columns.at(Role::Begin), columns.at(Role::End)), (Some(0), Some(1)));
        assert_eq!((columns.at(Role::Latitude), columns.at(Role::Place)), (Some(2), Some(6)));
        let named =
            Columns::of(&["date", "from", "to", "from_lat", "from_lon", "to_lat", "to_lon"]);
        assert_eq!((named.at(Role::Begin), named.at(Role::End)), (None, None));
        assert_eq!(named.at(Role::Date), Some(0));
        assert_eq!(Columns::of(&["from", "to", "from_lat", "from_lon"]).ends, None);
    }

    #[test]
    fn folds_case_and_signs() {
        let columns = Columns::of(&["\u{feff}Event Date", " LAT ", "Lng", "Actor-1", "Factor"]);
        assert_eq!(columns.at(Role::Date), Some(0));
        assert_eq!(columns.at(Role::Longitude), Some(2));
        assert_eq!(columns.actors, [3]);
        assert!(columns.is_enough());
        assert!(!Columns::of(&["a", "b"]).is_enough());
    }
}
