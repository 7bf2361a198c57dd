//! The reports that are compared: each event of the imported dataset, with what is asked of it often.

use crate::model::{Dataset, Event, EventKind, Second, SourceId, SourceKind};

/// One event of an unfolded dataset.
#[derive(Clone, Copy, Debug)]
pub(super) struct Report<'a> {
    pub event: &'a Event,
    /// First instant that it may touch; the beginning of time where open or undated.
    pub begin: Second,
    /// The instant after the last.
    pub end: Second,
    /// The source that it stands in.
    pub source: SourceId,
    /// Whether that is a table.
    pub table: bool,
    /// The kind of event that it is compared under; what is shown is its category.
    pub kind: &'a str,
}

impl<'a> Report<'a> {
    /// The report of an event; nothing for one without evidence.
    pub fn new(dataset: &Dataset, event: &'a Event) -> Option<Self> {
        let source = event.evidence.first()?.source;
        let table = dataset.source(source).is_some_and(|s| s.kind == SourceKind::Table);
        let hull = event.when.as_ref().map(crate::model::TimeSpan::hull);
        let (begin, end) = hull.map_or((Second::MIN, Second::MAX), |h| (h.begin(), h.end()));
        let kind = super::kinds::kind(event.category.as_str());
        Some(Self { event, begin, end, source, table, kind })
    }

    /// The reports of a dataset, one for each event, in its order.
    pub fn all(dataset: &'a Dataset) -> Vec<Option<Self>> {
        dataset.events.iter().map(|event| Self::new(dataset, event)).collect()
    }

    /// Whether it is a state.
    pub fn is_state(&self) -> bool {
        matches!(self.event.kind, EventKind::State(_))
    }

    /// Whether both stand in one source, wholly or in part.
    pub fn shares_source(&self, other: &Self) -> bool {
        let of = |event: &Event, source| event.evidence.iter().any(|p| p.source == source);
        self.event.evidence.iter().any(|passage| of(other.event, passage.source))
    }

    /// An order of reports that does not depend on the order of documents, but for copies of one
    /// document, which are alike.
    pub fn rank(&self, dataset: &Dataset) -> impl Ord + use<'a> {
        let name = dataset.source(self.source).map(|s| (s.name.clone(), s.text.len()));
        let at = self.event.evidence.first().map(|p| (p.range.start, p.range.end));
        (self.begin, self.end, name, at, &self.event.category, &self.event.title)
    }
}
