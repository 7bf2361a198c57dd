//! The command line, as its user sees it.

use super::values::{bbox, day, instant, language, picture, position, size, window};
use crate::model::time::Calendar;
use crate::model::{Language, LonLat, Second, TimeSpan, Window};
use crate::projection::Bounds;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What happened where and when.
///
/// Without a command, the window opens on the files named, or on the built-in dataset: a map linked
/// to a timeline, where every mark leads to the passage it came from. Files are news reports (plain
/// text, Markdown, HTML), event tables (CSV, TSV), projects (.chronotope.json), or folders of these.
#[derive(Debug, Parser)]
#[command(
    name = "chronotope",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 fine, 1 something could not be done (standard error says what), 2 wrong usage, 130 stopped by Ctrl-C.\nNo byte leaves this machine: map, place names and fonts are inside the program."
)]
pub struct Cli {
    /// Without one the window opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How documents and tables are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Files or folders to open.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the places, times and events that are found in files.
    #[command(
        long_about = "Print the places, times and events that are found in files.\n\nRelative times (“last week”) count from a document's own date: that of its front matter, its page's metadata or its file name, or the one given with --dated. Where none is known they stay open, and a date that the text suggests is mentioned on standard error.\n\nReports of the same event are folded into one that keeps every source, except as jsonl, where every document stands for itself."
    )]
    Read(Read),
    /// Print what places a name can mean, best first, with the reasons.
    Geocode(Geocode),
    /// Draw map and timeline into a picture; needs no display and no graphics card.
    Snapshot(Snapshot),
    /// Say what is wrong with files, row by row.
    Check(Check),
    /// Turn a file into another format.
    #[command(
        long_about = "Turn a file into another format.\n\nThe ending of OUT says which: .chronotope.json is a project, .geojson is GeoJSON, .jsonl is JSON lines. Documents are read on the way. An OUT that is there already is replaced, as a whole or not at all."
    )]
    Convert(Convert),
    /// Add places of GeoNames to those that the program carries.
    #[command(
        subcommand,
        disable_help_subcommand = true,
        long_about = "Add places of GeoNames to those that the program carries.\n\nThe program carries towns of 500 inhabitants and more, countries, divisions, airfields and a few hundred places besides. Villages, hills, rivers and further names come from the files of https://download.geonames.org/export/dump/, which you download yourself: SY.zip for Syria, allCountries.zip for all, alternateNamesV2.zip for names in other languages.\n\nThe larger index lies in the user's data folder; the variable CHRONOTOPE_DATA names another."
    )]
    Gazetteer(Gazetteer),
}

/// What can be done to the user's places.
#[derive(Debug, Subcommand)]
pub enum Gazetteer {
    /// Add files of GeoNames; what was added before stays.
    #[command(
        long_about = "Add files of GeoNames; what was added before stays.\n\nA place that is there already is brought up to date and keeps its names. All twelve million places with all their names take a few minutes, 1 GB of memory, and about as much room on the disk as the files unpacked (2.5 GB). Until it is done, and whenever it is stopped, the places that were there before are used."
    )]
    Add(GazetteerAdd),
    /// Say what was added.
    List,
    /// Bring the index up to date with this version of the program.
    Rebuild,
    /// Forget all that was added.
    Reset,
}

/// Add files of GeoNames; what was added before stays.
#[derive(Debug, Args)]
pub struct GazetteerAdd {
    /// Names by language: alternateNamesV2.zip or the .txt in it. Those of places that are neither
    /// in the program nor in a file are passed over.
    #[arg(long = "alternate", value_name = "FILE")]
    pub names: Vec<PathBuf>,
    /// Places: XX.zip, allCountries.zip, citiesN.zip, or the .txt in it.
    #[arg(value_name = "FILE", required_unless_present = "names")]
    pub places: Vec<PathBuf>,
}

/// How documents and tables are read, whatever is done with them.
#[derive(Debug, Default, Args)]
pub struct Reading {
    /// Read the documents as of this day (YYYY-MM-DD), whatever they say themselves.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub dated: Option<TimeSpan>,
    /// Know events by this file's verbs and nouns too; they outrank the program's own.
    #[arg(long, value_name = "FILE.tsv")]
    pub lexicon: Option<PathBuf>,
    /// The calendar that texts and tables write their dates on. Without it, single dates are Julian
    /// where they say so: “25 October 1917 (O.S.)”, J:1917-10-25.
    #[arg(long, value_enum, default_value = "gregorian")]
    pub calendar: CalendarName,
}

/// A calendar by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CalendarName {
    /// That of today, also before 1582.
    #[default]
    Gregorian,
    /// That of Europe before its reform.
    Julian,
}

impl From<CalendarName> for Calendar {
    fn from(name: CalendarName) -> Self {
        match name {
            CalendarName::Gregorian => Self::Gregorian,
            CalendarName::Julian => Self::Julian,
        }
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object for each document, with offsets in code points.
    Jsonl,
    /// The events as a GeoJSON feature collection.
    Geojson,
    /// A project, to be opened again.
    Project,
}

/// Print the places, times and events that are found in files.
#[derive(Debug, Args)]
pub struct Read {
    /// How documents and tables are read.
    #[command(flatten)]
    pub reading: Reading,
    /// How to print: `text` for files and `jsonl` for a corpus where nothing is said.
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Leave several reports of the same event as several events.
    #[arg(long, conflicts_with = "corpus")]
    pub no_fold: bool,
    /// Read a corpus, lines of {"doc", "date", "text"}; `-` for standard input.
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "files")]
    pub corpus: Option<PathBuf>,
    /// Files or folders; `-` for standard input.
    #[arg(value_name = "FILE", required_unless_present = "corpus")]
    pub files: Vec<PathBuf>,
}

/// How names are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NameFormat {
    /// For people: a line for each place.
    Text,
    /// One JSON object for each name.
    Jsonl,
}

/// Print what places a name can mean, best first, with the reasons; or what is at a position.
#[derive(Debug, Args)]
pub struct Geocode {
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: NameFormat,
    /// Tell what is at a position: 36.50,40.75 or 36°30′N 40°45′E. May be given more than once.
    #[arg(
        long,
        value_name = "LAT,LON",
        value_parser = position,
        allow_hyphen_values = true,
        conflicts_with = "names"
    )]
    pub at: Vec<LonLat>,
    /// Names; without any, one a line from standard input.
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
}

/// Draw map and timeline into a picture; needs no display and no graphics card.
#[derive(Debug, Args)]
pub struct Snapshot {
    /// Size of the picture in points.
    #[arg(long, value_name = "WxH", default_value = "1280x800", value_parser = size)]
    pub size: (u32, u32),
    /// Show the states as of this date (EDTF, such as 2026-01-28).
    #[arg(long, value_name = "DATE", value_parser = instant)]
    pub at: Option<Second>,
    /// Show the events of this time (EDTF, such as 2026-01-01/2026-01-31 or 2026-01).
    #[arg(long, value_name = "A/B", value_parser = window)]
    pub window: Option<Window>,
    /// Show this part of the map, in degrees.
    #[arg(long, value_name = "W,S,E,N", value_parser = bbox, allow_hyphen_values = true)]
    pub bbox: Option<Bounds>,
    /// Mark out a place and its events, by name.
    #[arg(long, value_name = "PLACE")]
    pub select: Option<String>,
    /// Show names in this language, by its ISO 639 code, such as ar, ckb or zh.
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub names: Option<Language>,
    /// Colours.
    #[arg(long, value_enum, default_value = "light")]
    pub theme: Theme,
    /// How documents and tables are read.
    #[command(flatten)]
    pub reading: Reading,
    /// The picture, .png or .svg.
    #[arg(long, value_name = "FILE", value_parser = picture)]
    pub out: PathBuf,
    /// Files or folders; without any, the built-in dataset.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Say what is wrong with files, row by row, without looking for places and times in texts.
#[derive(Debug, Args)]
pub struct Check {
    /// The calendar that texts and tables write their dates on. Without it, single dates are Julian
    /// where they say so: “25 October 1917 (O.S.)”, J:1917-10-25.
    #[arg(long, value_enum, default_value = "gregorian")]
    pub calendar: CalendarName,
    /// Files or folders.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// Turn a file into another format.
#[derive(Debug, Args)]
pub struct Convert {
    /// How documents and tables are read.
    #[command(flatten)]
    pub reading: Reading,
    /// The file or folder to read.
    #[arg(value_name = "IN")]
    pub input: PathBuf,
    /// The file to write.
    #[arg(value_name = "OUT")]
    pub output: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn files_and_commands_do_not_mix_up() {
        let parse = |args: &[&str]| Cli::try_parse_from([&["chronotope"], args].concat());
        let cli = parse(&["--dated", "2026-01-28", "a.txt", "b"]).unwrap();
        assert_eq!(cli.files.len(), 2);
        assert!(cli.command.is_none());
        let cli = parse(&["snapshot", "--bbox", "-10,-20,10,20", "--out", "a.png"]).unwrap();
        assert!(matches!(cli.command, Some(Command::Snapshot(_))));
        assert!(parse(&["read"]).is_err());
        assert!(parse(&["read", "--corpus", "x", "y"]).is_err());
        assert!(parse(&["geocode", "--format", "project", "Homs"]).is_err());
        assert!(parse(&["gazetteer"]).is_err() && parse(&["gazetteer", "add"]).is_err());
        assert!(parse(&["gazetteer", "add", "--alternate", "names.zip"]).is_ok());
    }
}
