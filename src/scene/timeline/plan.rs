//! Which event stands where on screen, before anything is drawn.

use super::Manner;
use super::entries::{Bounds, End, Entries, Entry, Lane, cut};
use super::grouping::shown_name;
use super::lanes::{self, Packed, Slot};
use super::layout::{LANE_PAD_PX, Layout, ROW_PX, TIGHT_ROW_PX};
use super::scale::TimeScale;
use crate::model::EventId;
use crate::scene::Subject;

/// Radius of an event's mark, in points.
pub const MARK_PX: f32 = 5.5;
/// Space between a mark and its label, in points.
pub const LABEL_GAP_PX: f32 = 4.0;
/// An event at least this wide is drawn as the stretch it is, in points.
const WIDE_PX: f64 = 26.0;
/// The same for those of a day or shorter, which are points until there is room.
const WIDE_DAY_PX: f64 = 64.0;
/// The least width of a state's bar, in points.
const BAR_LEAST_PX: f64 = 8.0;
/// How far from the data an open end is taken to reach, in points, when rows are packed.
const OPEN_PX: f64 = 1e7;
/// Length of a bar towards an end that nobody tells, in points.
const UNKNOWN_PX: f64 = 72.0;

/// Rows of a lane whose events stand as bars.
const CROWDED_ROWS: usize = 2;

/// The form in which an event is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A mark at the middle of its span.
    Point,
    /// A light stretch with the mark on it: it happened somewhere within.
    Stretch,
    /// A bar: a state, which holds throughout.
    Bar,
}

/// An event with its place on screen, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Which event.
    pub entry: Entry,
    /// Its form.
    pub form: Form,
    /// Left end of the stretch or bar (of the mark, for a point).
    pub x0: f32,
    /// Right end.
    pub x1: f32,
    /// Middle of its row.
    pub y: f32,
    /// How far right its label may reach.
    pub limit_x: f32,
}

/// Events of a lane for which no row was free, close to each other on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct More {
    /// Which.
    pub events: Vec<EventId>,
    /// How many, where only some are named.
    pub total: usize,
    /// Middle of the "+n".
    pub x: f32,
    /// Middle of its row.
    pub y: f32,
}

/// Events of a lane beyond the view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beyond {
    /// Some of them.
    pub events: Vec<EventId>,
    /// How many there are.
    pub total: usize,
}

/// A lane on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLane {
    /// What it is known by.
    pub name: String,
    /// What it is called, in the language that names are shown in.
    pub label: String,
    /// The category whose mark stands for it, where it is one.
    pub category: Option<String>,
    /// Its number among the lanes of the entries.
    pub number: u16,
    /// Whether it takes one row, in which its events are counted.
    pub collapsed: bool,
    /// Top, in points.
    pub top: f32,
    /// Bottom.
    pub bottom: f32,
    /// All its dated events; where only what the map shows counts, those in view of it, and nothing
    /// where these are not counted for all of time.
    pub total: Option<usize>,
    /// Those in rows.
    pub events: Vec<Placed>,
    /// Those without.
    pub more: Vec<More>,
    /// Whether its events stand as bars: they are too many, or it is collapsed.
    pub bars: bool,
    /// Events that lie before the view.
    pub before: Beyond,
    /// Events that lie after the view.
    pub after: Beyond,
    /// Middle of the first row.
    pub first_y: f32,
}

/// All lanes on screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// From top to bottom; those scrolled out are included.
    pub lanes: Vec<PlacedLane>,
    /// Height of all lanes together, in points.
    pub height_px: f32,
    /// Height of a row.
    pub row_px: f32,
}

/// How wide a text is, in points, at a font size.
pub type Measure<'a> = &'a dyn Fn(&str, f32) -> f32;

/// Places every dated event. Rows depend on the scale's density alone, not on where it begins:
/// panning moves nothing from row to row.
#[must_use]
pub fn plan(
    entries: &Entries,
    subject: &Subject<'_>,
    layout: &Layout,
    scale: &TimeScale,
    manner: &Manner<'_>,
) -> Plan {
    let scroll_px = manner.scroll_px;
    let part = entries.part.is_some();
    let mut drafts: Vec<Draft<'_>> = (0..=u16::MAX)
        .zip(&entries.lanes)
        .map(|(number, lane)| Draft::new((number, lane), part, subject, scale, manner))
        .filter(|draft| !draft.items.is_empty() || (draft.part && !subject.hide_outside))
        .collect();
    if let Some(arrangement) = manner.arrangement {
        drafts.sort_by_cached_key(|draft| arrangement.rank(&draft.lane.name));
    }
    // More rows than ever fit need not be counted.
    let most = (layout.lanes.height() / TIGHT_ROW_PX).clamp(2.0, 60.0) as usize;
    let wanted: Vec<usize> = drafts.iter().map(|draft| draft.wanted(most)).collect();
    let (row_px, given) = rows(&wanted, layout.lanes.height());
    let mut top = layout.lanes.min.y - scroll_px;
    let mut plan = Plan { row_px, ..Plan::default() };
    for (draft, given) in drafts.iter().zip(&given) {
        let lane = draft.placed(scale, top, row_px, *given);
        top = lane.bottom;
        plan.lanes.push(lane);
    }
    plan.height_px = top + scroll_px - layout.lanes.min.y;
    plan
}

/// The height of a row and how many each lane gets, so that all fits if it can.
fn rows(wanted: &[usize], height_px: f32) -> (f32, Vec<usize>) {
    let room = (height_px - wanted.len() as f32 * 2.0 * LANE_PAD_PX).max(0.0);
    let budget = |row_px: f32| (room / row_px).floor().max(0.0) as usize;
    let want: usize = wanted.iter().sum();
    let row_px = if want <= budget(ROW_PX) { ROW_PX } else { TIGHT_ROW_PX };
    (row_px, lanes::share(wanted, budget(row_px)))
}

struct Item<'a> {
    entry: &'a Entry,
    form: Form,
    slot: Slot,
}

struct Draft<'a> {
    lane: &'a Lane,
    label: String,
    number: u16,
    collapsed: bool,
    total: Option<usize>,
    items: Vec<Item<'a>>,
    /// Whether the lane may have more events than it holds.
    part: bool,
    view_flow: Option<[usize; 2]>,
}

impl<'a> Draft<'a> {
    fn new(
        (number, lane): (u16, &'a Lane),
        part: bool,
        subject: &Subject<'_>,
        scale: &TimeScale,
        manner: &Manner<'_>,
    ) -> Self {
        let index = subject.matches.index();
        let mut items: Vec<Item<'a>> = lane
            .entries
            .iter()
            .filter(|entry| manner.shows(subject, entry.id))
            .map(|entry| item(entry, scale))
            .collect();
        items.sort_by(|a, b| {
            a.slot.begin_px.total_cmp(&b.slot.begin_px).then(a.entry.id.cmp(&b.entry.id))
        });
        // Nothing outside the window is told of where it is hidden, nor what the map does not show.
        let tells = part && !subject.hide_outside && manner.seen.is_none();
        let view_flow = tells.then(|| lane.counts.beyond(index, scale.view(), lane.total));
        let collapsed = manner.arrangement.is_some_and(|a| a.collapsed.contains(&lane.name));
        let total = match manner.seen {
            None => Some(lane.total),
            Some(_) if part => None,
            Some(seen) => {
                Some(lane.entries.iter().filter(|entry| seen.has(index, entry.id)).count())
            }
        };
        let label = shown_name(&lane.name, lane.place, subject);
        Self { lane, label, number, collapsed, total, items, part, view_flow }
    }

    /// How many rows it would like.
    fn wanted(&self, most: usize) -> usize {
        if self.collapsed {
            1
        } else if self.lane.crowded {
            CROWDED_ROWS
        } else {
            lanes::pack(&self.slots(), most).row_count.max(usize::from(self.part))
        }
    }

    fn slots(&self) -> Vec<Slot> {
        self.items.iter().map(|item| item.slot).collect()
    }

    fn placed(&self, scale: &TimeScale, top: f32, row_px: f32, given: usize) -> PlacedLane {
        // With fewer rows than wanted labels are cut first; only what still finds no room goes to
        // the "+n" row below. A collapsed lane has no rows of its own.
        let slots = if self.collapsed { Vec::new() } else { self.slots() };
        let mut packed = lanes::pack(&slots, given.max(1));
        if given > 1 && packed.rows.iter().any(Option::is_none) {
            packed = lanes::pack(&slots, given - 1);
        }
        let zero_px = scale.begin_s() / scale.seconds_per_px();
        let on_screen = |px: f64| (f64::from(scale.left()) + px - zero_px).clamp(-1e6, 1e6) as f32;
        let row_y = |row: usize| top + LANE_PAD_PX + row_px * (row as f32 + 0.5);
        let overflows = packed.rows.iter().any(Option::is_none);
        let rows =
            if self.lane.crowded { given } else { packed.row_count + usize::from(overflows) };
        let events = self
            .items
            .iter()
            .zip(packed.rows.iter().zip(&packed.limits_px))
            .filter_map(|(item, (row, limit))| {
                let (x0, x1) = (on_screen(item.slot.begin_px), on_screen(item.slot.mark_end_px));
                let in_view = x1.max(on_screen(item.slot.label_end_px)) >= scale.left()
                    && x0 <= scale.right();
                let y = row_y((*row)?);
                in_view.then(|| Placed {
                    entry: item.entry.clone(),
                    form: item.form,
                    x0,
                    x1,
                    y,
                    limit_x: on_screen(*limit),
                })
            })
            .collect();
        let more = self.more(scale, &packed, &on_screen, row_y(packed.row_count));
        let bottom = top + 2.0 * LANE_PAD_PX + row_px * rows.max(1) as f32;
        let beyond = |far: &dyn Fn(&Slot) -> bool, further: &[EventId], side: usize| {
            let here = self.items.iter().filter(|item| far(&item.slot)).map(|item| item.entry.id);
            let mut events: Vec<EventId> = here.collect();
            if events.is_empty() {
                events.extend_from_slice(further);
            }
            let counted = self.view_flow.and_then(|flow| flow.get(side).copied());
            let total = counted.unwrap_or(events.len());
            Beyond { events, total }
        };
        PlacedLane {
            name: self.lane.name.clone(),
            label: self.label.clone(),
            category: self.lane.category.clone(),
            number: self.number,
            collapsed: self.collapsed,
            top,
            bottom,
            total: self.total,
            events,
            more,
            bars: self.lane.crowded || self.collapsed,
            before: beyond(
                &|slot| on_screen(slot.mark_end_px) < scale.left(),
                &self.lane.earlier,
                0,
            ),
            after: beyond(&|slot| on_screen(slot.begin_px) > scale.right(), &self.lane.later, 1),
            first_y: row_y(0),
        }
    }

    /// The events without a row, joined where their "+n" would touch.
    fn more(
        &self,
        scale: &TimeScale,
        packed: &Packed,
        on_screen: &dyn Fn(f64) -> f32,
        y: f32,
    ) -> Vec<More> {
        let mut spots: Vec<(f32, EventId)> = self
            .items
            .iter()
            .zip(&packed.rows)
            .filter(|(_, row)| row.is_none())
            .filter_map(|(item, _)| {
                let x0 = on_screen(item.slot.begin_px).max(scale.left() + 14.0);
                let x1 = on_screen(item.slot.mark_end_px).min(scale.right() - 14.0);
                let in_view = on_screen(item.slot.begin_px) <= scale.right()
                    && on_screen(item.slot.mark_end_px) >= scale.left();
                in_view.then_some(((x0 + x1) / 2.0, item.entry.id))
            })
            .collect();
        spots.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut out: Vec<More> = Vec::new();
        for (x, id) in spots {
            match out.last_mut().filter(|last| x - last.x < 34.0) {
                Some(last) => {
                    last.events.push(id);
                    last.total += 1;
                }
                None => out.push(More { events: vec![id], total: 1, x, y }),
            }
        }
        out
    }
}

fn item<'a>(entry: &'a Entry, scale: &TimeScale) -> Item<'a> {
    let (begin_px, end_px) = edges_px(&entry.bounds, scale.seconds_per_px());
    let form = form(entry, end_px - begin_px, scale.seconds_per_px());
    let slot = slot(form, begin_px, end_px, f64::from(entry.label_px));
    Item { entry, form, slot }
}

/// Outer edges in points from 1970; open ends are far out, ends that nobody tells fade soon.
fn edges_px(bounds: &Bounds, seconds_per_px: f64) -> (f64, f64) {
    let begin = bounds.first().map(|s| s / seconds_per_px);
    let end = bounds.last().map(|s| s / seconds_per_px);
    let far = OPEN_PX + end.or(begin).unwrap_or(0.0).abs() * 2.0;
    let begin_px = begin.unwrap_or(match (bounds.begin, end) {
        (End::Unknown, Some(end)) => end - UNKNOWN_PX,
        _ => -far,
    });
    let end_px = end.unwrap_or(match (bounds.end, begin) {
        (End::Unknown, Some(begin)) => begin + UNKNOWN_PX,
        _ => far,
    });
    (begin_px, end_px)
}

fn form(entry: &Entry, width_px: f64, seconds_per_px: f64) -> Form {
    let within_a_day = width_px * seconds_per_px <= 86_400.5;
    let wide = if within_a_day { WIDE_DAY_PX } else { WIDE_PX };
    match (entry.state, width_px >= wide) {
        (true, _) => Form::Bar,
        (false, true) => Form::Stretch,
        (false, false) => Form::Point,
    }
}

fn slot(form: Form, begin_px: f64, end_px: f64, label_px: f64) -> Slot {
    let reach = label_px + f64::from(LABEL_GAP_PX);
    let mark = f64::from(MARK_PX) + 1.0;
    match form {
        Form::Point => {
            let middle = (begin_px + end_px) / 2.0;
            Slot {
                begin_px: middle - mark,
                mark_end_px: middle + mark,
                label_end_px: middle + mark + reach,
            }
        }
        Form::Stretch => {
            let inside = (end_px - begin_px) / 2.0 - mark >= reach + 4.0;
            let label_end_px = if inside { end_px } else { end_px + reach };
            Slot { begin_px, mark_end_px: end_px, label_end_px }
        }
        Form::Bar => {
            let end_px = end_px.max(begin_px + BAR_LEAST_PX);
            let inside = end_px - begin_px >= label_px + 14.0;
            let label_end_px = if inside { end_px } else { end_px + reach };
            Slot { begin_px, mark_end_px: end_px, label_end_px }
        }
    }
}

/// As much of a text as fits into `room_px`, with "…"; nothing where not even a word's start does.
#[must_use]
pub fn fitted(text: &str, room_px: f32, size_pt: f32, measure: Measure<'_>) -> String {
    if measure(text, size_pt) <= room_px {
        return text.to_owned();
    }
    let (mut fits, mut too_many) = (0, text.chars().count());
    while fits + 1 < too_many {
        let middle = (fits + too_many) / 2;
        if measure(&cut(text, middle), size_pt) <= room_px {
            fits = middle;
        } else {
            too_many = middle;
        }
    }
    if fits < 4 { String::new() } else { cut(text, fits) }
}
