//! What there is to say about the dates of a document that was read.

use crate::model::{Dataset, Mention, MentionKind, Source, SourceId};

/// What to say about dates of the last source whose day and month may stand in either order.
pub(super) fn ambiguous(dataset: &Dataset) -> Option<String> {
    let id = SourceId::from_index(dataset.sources.len().checked_sub(1)?);
    let source = dataset.source(id)?;
    let is_set = |mention: &&Mention| matches!(&mention.kind, MentionKind::Time { span: Some(span), .. } if span.is_set());
    let of_source =
        dataset.mentions.iter().rev().take_while(|mention| mention.passage.source == id);
    let found: Vec<&Mention> = of_source.filter(is_set).collect();
    let first = source.quote(&found.last()?.passage.range);
    Some(either_order(first, found.len()))
}

/// The words for dates in digits that may be two days each.
pub(super) fn either_order(first: &str, count: usize) -> String {
    let more = match count {
        0 | 1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    format!(
        "puts day and month in an order that nothing in it tells (“{first}”{more}): both days are kept as possible; write such dates as 2026-01-28 where you know"
    )
}

/// What to say about a document without a date: relative times in it stay open.
pub(super) fn undated(source: &Source) -> String {
    let open = "carries no date, so relative times stay open";
    match &source.suggested_date {
        Some((span, why)) if span.as_day().is_some() => {
            format!(
                "{open}; its text suggests {span} ({why}): read it with `--dated {span}` if that is right"
            )
        }
        Some((span, why)) => {
            format!("{open}; its text suggests {span} ({why}): read it with `--dated` and the day")
        }
        None => format!("{open}; read it with `--dated` and the day"),
    }
}
