//! Floor 2: one file for each format: what it is, how it is read or written, how it fails.
//!
//! Readers take text that is already decoded; files, folders and encodings are `import`'s business.

pub mod dates;
pub mod geojson;
pub mod html;
mod html_meta;
pub mod jsonl;
pub mod parquet;
pub mod project;
mod quotes;
#[cfg(test)]
pub(crate) mod sample;
pub mod table;
pub mod text;

use crate::model::TimeSpan;

/// A document as its file gives it, before anything is read out of its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Headline; empty where the file gives none.
    pub title: String,
    /// Who published it; empty where the file does not say.
    pub publisher: String,
    /// Where it can be read; empty where the file does not say.
    pub url: String,
    /// Its date, and the words that name the field it stands in.
    pub dated: Option<(TimeSpan, String)>,
    /// The text that passages count in.
    pub text: String,
    /// What could not be understood about it, in words.
    pub notes: Vec<String>,
}

impl Document {
    /// Takes over the first of the fields' dates that can be read, and notes those before it that cannot.
    pub(crate) fn date_from<'a>(
        &mut self,
        fields: impl IntoIterator<Item = (&'static str, &'a str)>,
    ) {
        for (field, value) in fields {
            match dates::read_day(value) {
                Ok(span) => {
                    self.dated = Some((span, field.to_owned()));
                    return;
                }
                Err(why) => self.notes.push(format!("{field}: {why}")),
            }
        }
    }
}
