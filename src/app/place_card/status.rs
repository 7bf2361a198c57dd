use crate::model::{
    Dataset, Edge, Event, EventId, EventKind, Overlap, Second, StateWords, TimeSpan, Window,
};

/// Whether a state holds at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It holds.
    Holds,
    /// It may hold: the instant lies in the doubtful part of its span.
    MayHold,
    /// It held and is over.
    Over,
}

/// How one state stands at a place at an instant: "Russian presence: withdrawn".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusLine {
    /// The event that says so.
    pub event: EventId,
    /// What it is about: "Russian presence".
    pub subject: String,
    /// Its word at the instant: "in place", "possibly in place", "withdrawn".
    pub word: String,
    /// Since when or until when, in words; empty where nobody says.
    pub detail: String,
    /// Whether it holds.
    pub status: Status,
}

/// The states among some events at an instant, one line for each subject: the one that holds, else
/// the one that may, else the one that ended last. A state that has not begun yet says nothing.
#[must_use]
pub fn statuses(dataset: &Dataset, events: &[EventId], at: Second) -> Vec<StatusLine> {
    let mut best: Vec<(StatusLine, Option<Second>)> = Vec::new();
    for id in events {
        let Some(event) = dataset.event(*id) else { continue };
        let EventKind::State(words) = &event.kind else { continue };
        let Some(status) = status(&event, at) else { continue };
        let line = line(*id, &event, words, status);
        let ended = event.when.as_ref().and_then(TimeSpan::latest);
        match best.iter_mut().find(|(there, _)| there.subject == line.subject) {
            Some(there) => {
                let key = |line: &StatusLine, ended: Option<Second>| (rank(line.status), ended);
                if key(&line, ended) > key(&there.0, there.1) {
                    *there = (line, ended);
                }
            }
            None => best.push((line, ended)),
        }
    }
    best.sort_by(|(a, _), (b, _)| {
        rank(b.status).cmp(&rank(a.status)).then_with(|| a.subject.cmp(&b.subject))
    });
    best.into_iter().map(|(line, _)| line).collect()
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Over => 0,
        Status::MayHold => 1,
        Status::Holds => 2,
    }
}

/// How a state stands; nothing before it began, and where it has no date.
fn status(event: &Event, at: Second) -> Option<Status> {
    let when = event.when.as_ref()?;
    match when.overlap(Window::new(at, Second(at.0.saturating_add(1)))) {
        Overlap::Certain => Some(Status::Holds),
        Overlap::Possible => Some(Status::MayHold),
        Overlap::No => when.latest().filter(|end| *end <= at).map(|_| Status::Over),
    }
}

fn line(id: EventId, event: &Event, words: &StateWords, status: Status) -> StatusLine {
    let when = event.when.as_ref();
    let (word, detail) = match status {
        Status::Holds => (words.holding.clone(), when.map(since).unwrap_or_default()),
        Status::MayHold => {
            (format!("possibly {}", words.holding), when.map(TimeSpan::label).unwrap_or_default())
        }
        Status::Over => (words.ended.clone(), when.map(|w| until(w, words)).unwrap_or_default()),
    };
    StatusLine { event: id, subject: words.subject.clone(), word, detail, status }
}

/// "since December 2024", or nothing where the begin is not known.
fn since(when: &TimeSpan) -> String {
    match when.begin() {
        Edge::Known { .. } => TimeSpan::since(when).label(),
        Edge::Open | Edge::Unknown => String::new(),
    }
}

/// "in place until 25 January 2026", or nothing where the end is not known.
fn until(when: &TimeSpan, words: &StateWords) -> String {
    match when.end() {
        Edge::Known { .. } => format!("{} {}", words.holding, TimeSpan::until(when).label()),
        Edge::Open | Edge::Unknown => String::new(),
    }
}
