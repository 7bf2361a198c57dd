//! A table kept outside as a line: written row by row, since the whole of it may not fit in memory.

use super::{EventLine, TimeLine, dated_from, edtf, place_line, written};
use crate::model::{MentionKind, Source, Table, ToponymForm};
use serde::Serialize;
use std::io;

pub(super) fn write(source: &Source, table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    let dated = source.dated.as_ref().map(edtf);
    let from = source.dated_from.as_ref().map(dated_from);
    let rows = &table.rows;
    out.write_all(b"{\"doc\":")?;
    serde_json::to_writer(&mut *out, &source.name)?;
    out.write_all(b",\"dated\":")?;
    serde_json::to_writer(&mut *out, &dated)?;
    out.write_all(b",\"dated_from\":")?;
    serde_json::to_writer(&mut *out, &from)?;
    let mut list = List::open(out, "places")?;
    for row in 0..rows.len() {
        let Some((event, place)) = rows.event(row).and_then(|event| {
            let place = event.places.first().and_then(|id| rows.place(id.index()))?;
            Some((event, place))
        }) else {
            continue;
        };
        let mut named = rows.mentions(row).into_iter();
        let named = named.find(|mention| matches!(mention.kind, MentionKind::Toponym { .. }));
        let whole = event.evidence.first().map(|passage| passage.range.clone());
        let range = named.map(|mention| mention.passage.range).or(whole).unwrap_or_default();
        let line = place_line(range, &place.name, Some(&place), ToponymForm::Literal, 1.0);
        list.push(&line)?;
    }
    let mut list = list.next("times")?;
    for row in 0..rows.len() {
        for mention in rows.mentions(row) {
            let MentionKind::Time { timex, value, span, .. } = &mention.kind else { continue };
            let range = mention.passage.range;
            let text = rows.text(range.clone()).unwrap_or_default();
            list.push(&TimeLine {
                start: range.start,
                end: range.end,
                text: &text,
                timex: *timex,
                edtf: span.as_ref().map(edtf),
                written: span.as_ref().and_then(written),
                value,
            })?;
        }
    }
    let mut list = list.next("events")?;
    let mut placed = 0;
    for row in 0..rows.len() {
        let Some(event) = rows.event(row) else { continue };
        let known = event.places.first().is_some_and(|id| rows.place(id.index()).is_some());
        let range = event.evidence.first().map(|passage| passage.range.clone()).unwrap_or_default();
        list.push(&EventLine {
            title: &event.title,
            category: event.category.as_str(),
            edtf: event.when.as_ref().map(edtf),
            written: event.when.as_ref().and_then(written),
            places: if known { vec![placed] } else { Vec::new() },
            actors: &event.actors,
            certainty: event.certainty.label(),
            start: range.start,
            end: range.end,
            reasons: &event.reasons,
        })?;
        placed += usize::from(known);
    }
    list.close()?.write_all(b"}\n")
}

/// A list that is written as it comes.
struct List<'w> {
    out: &'w mut dyn io::Write,
    any: bool,
}

impl<'w> List<'w> {
    fn open(out: &'w mut dyn io::Write, name: &str) -> io::Result<Self> {
        write!(out, ",\"{name}\":[")?;
        Ok(Self { out, any: false })
    }

    fn push(&mut self, value: &impl Serialize) -> io::Result<()> {
        if self.any {
            self.out.write_all(b",")?;
        }
        self.any = true;
        Ok(serde_json::to_writer(&mut *self.out, value)?)
    }

    fn close(self) -> io::Result<&'w mut dyn io::Write> {
        self.out.write_all(b"]")?;
        Ok(self.out)
    }

    fn next(self, name: &str) -> io::Result<Self> {
        List::open(self.close()?, name)
    }
}
