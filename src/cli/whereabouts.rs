//! `chronotope geocode --at`: what is at a position.

use super::args::NameFormat;
use super::failure::Failure;
use super::report::distance;
use super::terminal::{SafeJson, clean, fit, table};
use crate::geocode::{Geocoder, Neighbour, StandingCountry, StandingDispute, Whereabouts};
use crate::model::LonLat;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Answer<'a> {
    lat: f64,
    lon: f64,
    words: String,
    country: Option<Country<'a>>,
    division: Option<&'a str>,
    disputed: Option<Dispute<'a>>,
    coast: Option<Coast<'a>>,
    near: Vec<Near<'a>>,
}

#[derive(Serialize)]
struct Country<'a> {
    iso2: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Dispute<'a> {
    name: &'a str,
    claims: &'a str,
}

#[derive(Serialize)]
struct Coast<'a> {
    lat: f64,
    lon: f64,
    distance_m: f64,
    bearing_deg: f64,
    country: Option<Country<'a>>,
}

#[derive(Serialize)]
struct Near<'a> {
    name: &'a str,
    words: String,
    distance_m: f64,
    bearing_deg: f64,
    lat: f64,
    lon: f64,
    kind: &'static str,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    population: Option<u64>,
    geonameid: Option<u32>,
}

pub(super) fn answer(
    position: LonLat,
    format: NameFormat,
    geocoder: &Geocoder,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let found = geocoder.whereabouts(position);
    let written = match format {
        NameFormat::Text => out.write_all(text(&found).as_bytes()),
        NameFormat::Jsonl => {
            let mut out = SafeJson::new(out);
            serde_json::to_writer(&mut out, &json(&found))
                .map_err(io::Error::from)
                .and_then(|()| out.write_all(b"\n"))
        }
    };
    written.map_err(|why| Failure::output(&why))
}

fn json(found: &Whereabouts) -> Answer<'_> {
    fn country(country: &StandingCountry) -> Country<'_> {
        Country { iso2: &country.iso2, name: &country.name }
    }
    fn dispute(dispute: &StandingDispute) -> Dispute<'_> {
        Dispute { name: &dispute.name, claims: &dispute.claims }
    }
    let standing = found.standing.as_ref();
    Answer {
        lat: found.position.lat(),
        lon: found.position.lon(),
        words: found.words(),
        country: standing.and_then(|s| s.country.as_ref()).map(country),
        division: standing.and_then(|s| s.division.as_deref()),
        disputed: standing.and_then(|s| s.disputed.as_ref()).map(dispute),
        coast: found.coast.as_ref().map(|coast| Coast {
            lat: coast.position.lat(),
            lon: coast.position.lon(),
            distance_m: coast.distance_m,
            bearing_deg: coast.bearing_deg,
            country: coast.country.as_ref().map(country),
        }),
        near: found.near.iter().map(near).collect(),
    }
}

fn near(neighbour: &Neighbour) -> Near<'_> {
    let place = &neighbour.place;
    Near {
        name: &place.name,
        words: neighbour.words(),
        distance_m: neighbour.distance_m,
        bearing_deg: neighbour.bearing_deg,
        lat: place.position.lat(),
        lon: place.position.lon(),
        kind: place.feature.label(),
        country: place.country.as_deref(),
        admin1: place.admin1.as_deref(),
        population: place.population,
        geonameid: place.geonameid,
    }
}

fn text(found: &Whereabouts) -> String {
    let (lat, lon) = (found.position.lat(), found.position.lon());
    let mut out = format!("{lat:.4} {lon:.4}\n");
    let standing = found.standing.clone().unwrap_or_default();
    let country = standing.country.map(|country| country.name);
    let division = standing.division.filter(|division| Some(division) != country.as_ref());
    let within: Vec<String> = division.into_iter().chain(country).collect();
    let sea = found.coast.as_ref().map(|coast| format!("at sea, {}", coast.words()));
    let within = (!within.is_empty()).then(|| within.join(", "));
    let dispute = standing.disputed.map(|d| format!("disputed: {}: {}", d.name, d.claims));
    for line in [within, sea, dispute].into_iter().flatten() {
        out.push_str(&format!("  {}\n", clean(&line)));
    }
    let rows: Vec<Vec<String>> = found
        .near
        .iter()
        .map(|neighbour| {
            let place = &neighbour.place;
            let people = place.population.filter(|people| *people > 0);
            vec![
                fit(&clean(&neighbour.words()), 60),
                place.feature.label().to_owned(),
                people.map_or_else(String::new, |people| format!("{people} inhabitants")),
                distance(neighbour.distance_m),
            ]
        })
        .collect();
    out.push_str(&table(&rows, "  "));
    out
}
