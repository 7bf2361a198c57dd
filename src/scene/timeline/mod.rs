//! The timeline as a picture: activity above, a calendar axis, a lane for each category, the undated
//! below, and over it the window and the "as of" cursor.
//!
//! What is drawn says how well it is known. A happening of a day or shorter is its category's mark;
//! one that is only known to lie within a longer stretch is that stretch, light, with the mark in its
//! middle. A state is a bar; where its ends are doubtful it fades over the doubt, where it has no end
//! it runs to the edge of the view with an arrow, where nobody tells it fades out. Rims are dashed for
//! what is reported, planned, approximate or doubted. What finds no row is counted as "+n".

mod axis;
mod bars;
pub mod bins;
mod calendar;
pub mod entries;
mod events;
mod grouping;
mod groups;
mod heads;
pub mod lanes;
mod layout;
mod overview;
mod part;
pub mod plan;
mod scale;
mod seen;
pub mod ticks;

pub use calendar::{date_label, end_label, instant_label, year_label};
pub use entries::Entries;
pub use grouping::{Arrangement, Grouping};
pub use groups::{Groups, Times};
pub use heads::LaneHead;
pub use layout::{Handle, Layout};
pub use overview::Overview;
pub use part::WHOLE_MOST;
pub use scale::TimeScale;
pub use seen::Seen;

use super::marks::Look;
use super::shape::{Align, Hit, Pt, Rect, Scene, Shape, Stroke, Target};
use super::{Subject, text as fonts};
use crate::model::{EventId, Window};
use crate::query::Standing;
use crate::task::grouped;
use axis::{Ground, text};
use entries::spoken;
use events::Pen;
use plan::{Measure, More, PlacedLane, Plan, fitted};

/// Undated events that a "+n" names: there may be a hundred thousand.
const NAMED: usize = 200;
/// Font size of lane names, in points.
const NAME_PT: f32 = 12.0;

/// The picture of a timeline, and what a view needs to work with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Shapes and what can be pointed at.
    pub scene: Scene,
    /// The ground of the cursor's label.
    pub cursor: Rect,
    /// Height of all lanes, in points; what exceeds the layout's lanes can be scrolled to.
    pub lanes_px: f32,
    /// The heads of all lanes in their order, those that are scrolled out included.
    pub heads: Vec<LaneHead>,
}

/// How a timeline is looked at, besides the stretch in view.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner<'a> {
    /// The user's order of lanes, and which are collapsed.
    pub arrangement: Option<&'a Arrangement>,
    /// What the map shows, where nothing else counts.
    pub seen: Option<&'a Seen>,
    /// How far the lanes are scrolled down, in points.
    pub scroll_px: f32,
    /// The part of time that was marked for playing.
    pub marked: Option<Window>,
}

impl Manner<'_> {
    /// Whether an event is drawn and counted.
    #[must_use]
    pub fn shows(&self, subject: &Subject<'_>, id: EventId) -> bool {
        let in_time = !(subject.hide_outside && subject.matches.of(id) == Standing::Outside);
        in_time && self.seen.is_none_or(|seen| seen.has(subject.matches.index(), id))
    }
}

/// The timeline of a subject within a rectangle, showing `view` from left to right.
#[must_use]
pub fn scene(subject: &Subject<'_>, view: Window, rect: Rect) -> Scene {
    let entries = Entries::for_view(subject.matches.index(), view);
    let layout = Layout::new(rect, !entries.undated.is_empty());
    picture(subject, &entries, &layout, view, &Manner::default()).scene
}

/// As [`scene`], from entries made before, looked at in some manner.
#[must_use]
pub fn picture(
    subject: &Subject<'_>,
    entries: &Entries,
    layout: &Layout,
    view: Window,
    manner: &Manner<'_>,
) -> Picture {
    let scale = layout.scale(view);
    let measure: Measure<'_> = &|text, size| fonts::width(text, size, false);
    let ground = Ground {
        layout,
        scale: &scale,
        palette: subject.palette,
        measure,
        window: subject.window,
        cursor: subject.cursor,
    };
    let plan = plan::plan(entries, subject, layout, &scale, manner);
    let mut scene = Scene::default();
    let ticks = ground.ticks();
    ground.grid(&ticks, &mut scene.shapes);
    ground.window_ground(&mut scene.shapes);
    let shown = |id: EventId| manner.shows(subject, id);
    let counted = entries.part.map(|_| {
        let (index, only) = (subject.matches.index(), subject.hide_outside);
        let only = only.then_some(subject.window);
        bins::Counted::new(index, &scale, bins::LEAST_PX, only, manner.seen)
    });
    let histogram = match &counted {
        Some(counted) => counted.all(),
        None => bins::bins(entries, &scale, bins::LEAST_PX, &shown),
    };
    ground.histogram(&histogram, &mut scene.shapes);
    ground.marked(manner.marked, &mut scene.shapes);
    ground.outside(&mut scene.shapes);
    ground.cursor_line(&mut scene.shapes);
    let pen = Pen { subject, scale: &scale, row_px: plan.row_px, measure };
    let bars = |lane: &PlacedLane| match (&counted, entries.lanes.get(usize::from(lane.number))) {
        (Some(counted), Some(lane)) => counted.lane(&lane.counts),
        (None, Some(lane)) => bins::of_lane(&lane.entries, &scale, &shown),
        (_, None) => bins::of_lane(&[], &scale, &shown),
    };
    let scrolled_out = lanes(&pen, layout, &plan, &bars, &mut scene);
    if scrolled_out > 0 {
        scrolled_out_words(&pen, layout, scrolled_out, &mut scene);
    }
    ground.axis(&ticks, &mut scene.shapes);
    ground.handles(&mut scene.shapes);
    ground.cursor(&mut scene.shapes);
    let in_view =
        |id: &EventId| manner.seen.is_none_or(|seen| seen.has(subject.matches.index(), *id));
    let undated_shown: Vec<EventId> = entries.undated.iter().copied().filter(in_view).collect();
    undated(&pen, layout, &undated_shown, &mut scene);
    // Where there is no room a text is fitted to nothing.
    scene.shapes.retain(|shape| !matches!(shape, Shape::Text(text) if text.text.is_empty()));
    let heads = plan.lanes.iter().map(|lane| heads::head(layout, lane, plan.row_px)).collect();
    Picture { cursor: ground.cursor_rect(), lanes_px: plan.height_px, heads, scene }
}

/// The lanes in view. Gives how many events in view in time stand in lanes that are scrolled out.
fn lanes(
    pen: &Pen<'_>,
    layout: &Layout,
    plan: &Plan,
    bars_of: &dyn Fn(&PlacedLane) -> bins::Bins,
    scene: &mut Scene,
) -> usize {
    let area = layout.lanes;
    let fits = |y: f32| {
        y - plan.row_px / 2.0 >= area.min.y - 1.0 && y + plan.row_px / 2.0 <= area.max.y + 1.0
    };
    let mut below = 0;
    for lane in &plan.lanes {
        if lane.bottom > area.min.y && lane.top < area.max.y {
            heads::draw(pen, layout, lane, scene);
        }
        if lane.bars {
            bars::draw(pen, layout, lane, &bars_of(lane), scene);
        } else if lane.events.is_empty() && lane.more.is_empty() && fits(lane.first_y) {
            beyond(pen, lane, scene);
        }
        for placed in &lane.events {
            if fits(placed.y) {
                pen.event(placed, scene);
            } else {
                below += 1;
            }
        }
        for more in &lane.more {
            if fits(more.y) {
                more_pill(pen, more, scene);
            } else {
                below += more.total;
            }
        }
    }
    if plan.lanes.is_empty() && area.height() > 20.0 {
        let at = Pt::new((area.min.x + area.max.x) / 2.0, (area.min.y + area.max.y) / 2.0);
        let counts = pen.subject.matches.counts;
        let none_dated = pen.subject.matches.index().order().is_empty();
        let words = if pen.subject.hide_outside && counts.outside > 0 {
            "All dated events lie outside the window"
        } else if none_dated && counts.filtered > 0 {
            "The filters leave no event with a date"
        } else if none_dated {
            "No event has a date"
        } else {
            "No dated event is in view of the map"
        };
        let muted = pen.subject.palette.muted;
        scene.shapes.push(Shape::Text(text(at, Align::Center, words.into(), NAME_PT, muted)));
    }
    below
}

/// What a lane that is empty in view has to its left and right.
fn beyond(pen: &Pen<'_>, lane: &PlacedLane, scene: &mut Scene) {
    let p = pen.subject.palette;
    let (left, right) = (pen.scale.left() + 6.0, pen.scale.right() - 6.0);
    let sides =
        [(&lane.before, left, Align::Left, "earlier"), (&lane.after, right, Align::Right, "later")];
    for (far, x, align, way) in sides {
        if far.total == 0 {
            continue;
        }
        let words = match align {
            Align::Left => format!("‹ {}", far.total),
            _ => format!("{} ›", far.total),
        };
        let width = (pen.measure)(&words, 10.5) + 10.0;
        let x0 = if align == Align::Left { left - 5.0 } else { right + 5.0 - width };
        let rect =
            Rect::new(Pt::new(x0, lane.first_y - 8.0), Pt::new(x0 + width, lane.first_y + 8.0));
        scene.shapes.push(Shape::Text(text(Pt::new(x, lane.first_y), align, words, 10.5, p.muted)));
        let label = format!("{}: {} {way}", lane.label, far.total);
        if !far.events.is_empty() {
            scene.hits.push(Hit { rect, target: Target::Stack(far.events.clone()), label });
        }
    }
}

/// "+n" for events that found no row.
fn more_pill(pen: &Pen<'_>, more: &More, scene: &mut Scene) {
    let p = pen.subject.palette;
    let words = format!("+{}", more.total);
    let half = (pen.measure)(&words, 10.5) / 2.0 + 6.0;
    let rect =
        Rect::new(Pt::new(more.x - half, more.y - 7.0), Pt::new(more.x + half, more.y + 7.0));
    let marked = more
        .events
        .iter()
        .any(|id| pen.subject.selected.event(*id) || pen.subject.hovered.event(*id));
    let stroke = Stroke::new(1.0, if marked { p.accent } else { p.muted.alpha(0.6) });
    let fill = Some(p.raised);
    scene.shapes.push(Shape::Rect { rect, corner: 7.0, fill, stroke: Some(stroke) });
    let at = Pt::new(more.x, more.y);
    scene.shapes.push(Shape::Text(text(at, Align::Center, words, 10.5, p.text)));
    let titles: Vec<String> = more
        .events
        .iter()
        .filter_map(|id| Some(pen.subject.dataset.event(*id)?.title.clone()))
        .take(5)
        .collect();
    let noun = if more.total == 1 { "event" } else { "events" };
    let label = format!("{} more {noun} here: {}", more.total, titles.join("; "));
    scene.hits.push(Hit { rect, target: Target::Stack(more.events.clone()), label });
}

/// Beside the axis: events in view in time whose lanes are scrolled out.
fn scrolled_out_words(pen: &Pen<'_>, layout: &Layout, count: usize, scene: &mut Scene) {
    let p = pen.subject.palette;
    if layout.axis.height() < layout::AXIS_PX - 1.0 {
        return;
    }
    let at = Pt::new(layout.rect.min.x + 12.0, layout.axis.max.y - 7.5);
    let room = layout.axis.min.x - at.x - 6.0;
    let words = fitted(&format!("+{count} in lanes out of sight"), room, 10.0, pen.measure);
    scene.shapes.push(Shape::Text(text(at, Align::Left, words, 10.0, p.muted)));
}

/// The row of undated events: as many by name as fit, the rest as "+n".
fn undated(pen: &Pen<'_>, layout: &Layout, ids: &[EventId], scene: &mut Scene) {
    let (p, area) = (pen.subject.palette, layout.footer);
    if ids.is_empty() || area.height() < 12.0 {
        return;
    }
    let y = (area.min.y + area.max.y) / 2.0;
    let points =
        vec![Pt::new(layout.rect.min.x, area.min.y), Pt::new(layout.rect.max.x, area.min.y)];
    scene.shapes.push(Shape::Line { points, closed: false, stroke: Stroke::new(1.0, p.line) });
    let left = layout.rect.min.x + 12.0;
    let name = text(Pt::new(left, y), Align::Left, "No date".into(), NAME_PT, p.muted);
    scene.shapes.push(Shape::Text(name));
    let count =
        text(Pt::new(area.min.x - 10.0, y), Align::Right, grouped(ids.len() as u64), 10.5, p.muted);
    scene.shapes.push(Shape::Text(count));
    let mut x = area.min.x;
    for (i, id) in ids.iter().enumerate() {
        let Some(event) = pen.subject.dataset.event(*id) else { continue };
        let title = entries::cut(&event.title, 32);
        let width = 18.0 + (pen.measure)(&title, entries::LABEL_PT) + 12.0;
        let last = i + 1 == ids.len();
        if x + width + if last { 0.0 } else { 40.0 } > area.max.x {
            let rest = ids.get(i..).unwrap_or_default();
            let named = rest.get(..rest.len().min(NAMED)).unwrap_or_default().to_vec();
            let rest = More { events: named, total: rest.len(), x: x + 18.0, y };
            more_pill(pen, &rest, scene);
            return;
        }
        undated_chip(pen, *id, Pt::new(x, y), width, &title, scene);
        x += width;
    }
}

fn undated_chip(pen: &Pen<'_>, id: EventId, at: Pt, width: f32, title: &str, scene: &mut Scene) {
    let Some(event) = pen.subject.dataset.event(id) else { return };
    let p = pen.subject.palette;
    let rect = Rect::new(Pt::new(at.x, at.y - 9.0), Pt::new(at.x + width - 4.0, at.y + 9.0));
    let (selected, hovered) = (pen.subject.selected.event(id), pen.subject.hovered.event(id));
    if selected || hovered {
        let fill = Some(p.accent.alpha(if selected { 0.18 } else { 0.10 }));
        let stroke = Some(Stroke::new(1.0, p.accent.alpha(0.8)));
        scene.shapes.push(Shape::Rect { rect, corner: 4.0, fill, stroke });
    }
    let center = Pt::new(at.x + 8.0, at.y);
    Look::of(&event, id, pen.subject).draw(p, center, plan::MARK_PX, &mut scene.shapes);
    let words =
        text(Pt::new(at.x + 18.0, at.y), Align::Left, title.to_owned(), entries::LABEL_PT, p.text);
    scene.shapes.push(Shape::Text(words));
    scene.hits.push(Hit { rect, target: Target::Event(id), label: spoken(&event) });
}

/// A category's name as a heading.
#[must_use]
pub fn titled(category: &str) -> String {
    let mut chars = category.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    first + &chars.as_str().replace('_', " ")
}

#[cfg(test)]
mod tests;
