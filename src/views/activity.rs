//! A small chart of how much happened when, at one place or in one list.

use crate::app::Frame;
use crate::model::{EventId, EventKind, Second};
use crate::scene::timeline::bins::weight_span;
use crate::scene::timeline::entries::Bounds;
use crate::scene::timeline::instant_label;
use crate::scene::timeline::ticks::Every;
use crate::views::theme::{self, color};
use egui::accesskit::Role;
use egui::{Align2, Sense, Ui, WidgetInfo, vec2};
use egui_plot::{Bar, BarChart, Plot};

/// At most so many bars; longer stretches get longer bars.
const BARS_MOST: f64 = 48.0;
/// Height of the bars, in points.
const HEIGHT: f32 = 54.0;

/// One bar: where it begins and ends, and what it weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// Its first instant.
    pub begin: Second,
    /// The instant after its last.
    pub end: Second,
    /// Events, those of imprecise date in parts.
    pub weight: f64,
}

/// Draws the activity of some events by month, or by longer units where months are too many; nothing
/// where fewer than two of them are dated.
pub fn ui(ui: &mut Ui, frame: &Frame<'_>, events: &[EventId]) {
    let (every, counts) = counts(frame, events);
    if counts.len() < 2 {
        return;
    }
    let palette = frame.subject.palette;
    let (inside, outside) = (color(palette.accent.alpha(0.8)), color(palette.muted.alpha(0.5)));
    let window = frame.session.window;
    // Bars stand at their number, labels say when: months differ in length, bars need not.
    let bars: Vec<Bar> = counts
        .iter()
        .enumerate()
        .map(|(i, count)| {
            let shown = count.begin < window.end() && window.begin() < count.end;
            Bar::new(i as f64, count.weight)
                .width(0.86)
                .fill(if shown { inside } else { outside })
                .stroke(egui::Stroke::NONE)
        })
        .collect();
    let most = counts.iter().map(|c| c.weight).fold(1.0, f64::max);
    let response = Plot::new("activity")
        .height(HEIGHT)
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_x(false)
        .show_y(false)
        .default_x_bounds(-0.6, counts.len() as f64 - 0.4)
        .default_y_bounds(0.0, most * 1.05)
        .show(ui, |plot| plot.bar_chart(BarChart::new("activity", bars).allow_hover(false)))
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words(every, &counts)));
    ends(ui, frame, every, &counts);
}

/// When the first and the last bar stand, below them and within their width.
fn ends(ui: &mut Ui, frame: &Frame<'_>, every: Every, counts: &[Count]) {
    let (Some(first), Some(last)) = (counts.first(), counts.last()) else { return };
    let size = vec2(ui.available_width(), theme::SMALL * 1.4);
    let (row, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut left = row.left();
    for (at, align, label) in [
        (first.begin, Align2::LEFT_TOP, "Activity from"),
        (last.begin, Align2::RIGHT_TOP, "Activity to"),
    ] {
        let words = unit_label(every, at);
        let (font, ink) = (theme::regular(theme::SMALL), color(frame.subject.palette.muted));
        let galley = ui.painter().layout_no_wrap(words.clone(), font, ink);
        let place = align.align_size_within_rect(galley.size(), row);
        // The second is written where it has room beside the first.
        if place.left() < left {
            continue;
        }
        left = place.right() + theme::GAP;
        ui.painter().galley(place.min, galley, ink);
        let said = ui.interact(place, ui.scope_id().with(label), Sense::hover());
        said.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label} {words}")));
    }
}

/// How many of some events there were in each unit of time, from the first to the last.
#[must_use]
pub fn counts(frame: &Frame<'_>, events: &[EventId]) -> (Every, Vec<Count>) {
    let spans: Vec<(f64, f64)> = events
        .iter()
        .filter_map(|id| frame.subject.dataset.event(*id))
        .filter_map(|event| {
            let state = matches!(event.kind, EventKind::State(_));
            weight_span(&Bounds::of(event.when.as_ref()?), state)
        })
        .collect();
    let first = spans.iter().map(|s| s.0).fold(f64::INFINITY, f64::min);
    let last = spans.iter().map(|s| s.1).fold(f64::NEG_INFINITY, f64::max);
    if spans.len() < 2 || first > last {
        return (Every::Months(1), Vec::new());
    }
    let least = ((last - first) / BARS_MOST).max(Every::Months(1).seconds() * 0.99);
    let every = Every::at_least(least);
    let mut counts = empty(every, first, last);
    for (from, to) in spans {
        spread(&mut counts, from, to);
    }
    (every, counts)
}

fn empty(every: Every, first_s: f64, last_s: f64) -> Vec<Count> {
    let mut begin = every.floor(Second(first_s as i64));
    let mut counts = Vec::new();
    while (begin.0 as f64) < last_s.max(first_s + 1.0) && counts.len() < 1000 {
        let end = every.next(begin);
        if end <= begin {
            break;
        }
        counts.push(Count { begin, end, weight: 0.0 });
        begin = end;
    }
    counts
}

fn spread(counts: &mut [Count], from: f64, to: f64) {
    for count in counts {
        let (begin, end) = (count.begin.0 as f64, count.end.0 as f64);
        if from >= to {
            count.weight += f64::from(u8::from(begin <= from && from < end));
        } else {
            count.weight += ((to.min(end) - from.max(begin)) / (to - from)).max(0.0);
        }
    }
}

fn unit_label(every: Every, at: Second) -> String {
    let words = instant_label(at);
    let from = match every {
        Every::Years(_) => words.splitn(3, ' ').nth(2),
        _ => words.split_once(' ').map(|(_, rest)| rest),
    };
    from.unwrap_or(&words).to_owned()
}

fn words(every: Every, counts: &[Count]) -> String {
    let total: f64 = counts.iter().map(|c| c.weight).sum();
    let most = counts.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let most =
        most.map_or_else(String::new, |c| format!(", most in {}", unit_label(every, c.begin)));
    format!("Activity by {}: {total:.0} dated events{most}", every.label())
}
