//! The card of a place.

use super::quote;
use crate::app::place_card::{
    LanguageNames, PlaceCard, Status, StatusLine, distance_words, place_card,
};
use crate::app::{Action, Frame, Item};
use crate::model::{PlaceId, Second, TimeSpan};
use crate::query::Region;
use crate::scene::palette::Palette;
use crate::scene::text;
use crate::views::{parts, theme};
use egui::accesskit::Role;
use egui::{Color32, CursorIcon, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Languages shown before the rest is folded away.
const LANGUAGES: usize = 6;
/// Width of the column of languages, in points.
const LANGUAGE_WIDTH: f32 = 104.0;

/// So many events of a place are shown; a town in a table may have ten thousand.
const LISTED: usize = 400;
/// Fewer events are read faster in the list than in a chart.
const ENOUGH_FOR_A_CHART: usize = 4;

pub fn ui(
    ui: &mut Ui,
    frame: &Frame<'_>,
    id: PlaceId,
    all_names: &mut bool,
    actions: &mut Vec<Action>,
) {
    let palette = frame.subject.palette;
    let subject = &frame.subject;
    let all = &subject.selected.events;
    let listed = all.get(..all.len().min(LISTED)).unwrap_or_default();
    let Some(card) = place_card(subject.dataset, id, listed, subject.cursor, subject.language)
    else {
        parts::paragraph(ui, "This place is gone.", theme::regular(theme::BODY), palette.muted);
        return;
    };
    head(ui, palette, id, &card, actions);
    near(ui, frame, id, actions);
    states(ui, frame, &card, actions);
    names(ui, palette, &card.names, all_names);
    if (ENOUGH_FOR_A_CHART..=LISTED).contains(&all.len()) {
        parts::caption(ui, palette, "Activity here");
        crate::views::activity::ui(ui, frame, &subject.selected.events);
    }
    events(ui, frame, &card, all.len(), actions);
    if !card.note.is_empty() {
        parts::caption(ui, palette, "Where this entry comes from");
        parts::paragraph(ui, &card.note, theme::regular(theme::SMALL), palette.muted);
    }
}

fn head(ui: &mut Ui, palette: &Palette, id: PlaceId, card: &PlaceCard, actions: &mut Vec<Action>) {
    parts::paragraph(ui, &card.name, theme::strong(theme::HEADING), palette.text);
    if let Some(usual) = &card.usual_name {
        parts::paragraph(ui, usual, theme::regular(theme::BODY), palette.muted);
    }
    parts::paragraph(ui, &capitalised(&card.kind), theme::regular(theme::BODY), palette.text);
    ui.horizontal_wrapped(|ui| {
        let label = format!("Fly to {}", card.name);
        if parts::link(ui, palette, &card.coordinates, &label).clicked() {
            actions.push(Action::FlyToPlace(id));
        }
    });
    if let Some(population) = &card.population {
        parts::paragraph(ui, &capitalised(population), theme::regular(theme::SMALL), palette.muted);
    }
}

/// Radii in metres that a place offers to filter by.
const NEAR_M: [f64; 3] = [10_000.0, 50_000.0, 200_000.0];

/// What filters hide here, and filtering by what lies around.
fn near(ui: &mut Ui, frame: &Frame<'_>, id: PlaceId, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let left = frame.subject.matches.index().count_at(id);
    let hidden = frame.index.events().count_at(id).saturating_sub(left);
    if hidden > 0 {
        let words = match hidden {
            1 => "1 event here is hidden by filters".to_owned(),
            n => format!("{} events here are hidden by filters", crate::task::grouped(n as u64)),
        };
        parts::paragraph(ui, &words, theme::regular(theme::SMALL), palette.warning);
    }
    let Some((center, _)) = frame.subject.dataset.spot(id) else { return };
    ui.horizontal_wrapped(|ui| {
        let muted = theme::color(palette.muted);
        let said = egui::RichText::new("Only events within").font(theme::regular(theme::SMALL));
        ui.label(said.color(muted));
        for radius_m in NEAR_M {
            let words = distance_words(radius_m);
            let label = format!("Only events within {words}");
            if parts::link(ui, palette, &words, &label).clicked() {
                let mut filter = frame.filters.filter().clone();
                filter.regions = vec![Region::Circle { center, radius_m }];
                actions.push(Action::SetFilter(Box::new(filter)));
            }
        }
    });
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn states(ui: &mut Ui, frame: &Frame<'_>, card: &PlaceCard, actions: &mut Vec<Action>) {
    if card.states.is_empty() {
        return;
    }
    let palette = frame.subject.palette;
    parts::caption(ui, palette, &format!("As of {}", day(frame.subject.cursor)));
    for state in &card.states {
        state_row(ui, frame, state, actions);
    }
}

/// The day of an instant in words.
fn day(at: Second) -> String {
    TimeSpan::from(at.day()).label()
}

/// "● Russian presence: withdrawn", the disc filled while it holds.
fn state_row(ui: &mut Ui, frame: &Frame<'_>, state: &StatusLine, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let width = ui.available_width();
    let left = 22.0;
    let head = format!("{}: {}", state.subject, state.word);
    let ink = if state.status == Status::Over { palette.muted } else { palette.text };
    let words = parts::line(ui, &head, theme::strong(theme::BODY), ink, width - left);
    let small = theme::regular(theme::SMALL);
    let detail = parts::line(ui, &state.detail, small, palette.muted, width - left);
    let tall = if state.detail.is_empty() { 0.0 } else { detail.size().y };
    let size = vec2(width, words.size().y + tall + theme::GAP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = if state.detail.is_empty() { head } else { format!("{head}, {}", state.detail) };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let item = Item::Event(state.event);
    let lit = response.hovered() || parts::is_lit(frame, &item);
    parts::ground(ui, rect, palette, lit, false, response.has_focus());
    let top = rect.top() + theme::GAP / 2.0;
    let center = pos2(rect.left() + 10.0, top + words.size().y / 2.0);
    disc(ui, palette, center, state.status);
    let below = top + words.size().y;
    ui.painter().galley(pos2(rect.left() + left, top), words, Color32::PLACEHOLDER);
    ui.painter().galley(pos2(rect.left() + left, below), detail, Color32::PLACEHOLDER);
    parts::hover(&response, frame, item.clone(), actions);
    if response.clicked() {
        actions.push(Action::Select(Some(item)));
    }
}

fn disc(ui: &Ui, palette: &Palette, center: egui::Pos2, status: Status) {
    let accent = theme::color(palette.accent);
    let painter = ui.painter();
    match status {
        Status::Holds => painter.circle_filled(center, 4.5, accent),
        Status::MayHold => painter.circle(
            center,
            4.0,
            theme::color(palette.accent.alpha(0.35)),
            Stroke::new(1.0, accent),
        ),
        Status::Over => {
            painter.circle_stroke(center, 4.0, Stroke::new(1.3, theme::color(palette.muted)))
        }
    };
}

fn names(ui: &mut Ui, palette: &Palette, groups: &[LanguageNames], all: &mut bool) {
    if groups.is_empty() {
        return;
    }
    parts::caption(ui, palette, "Names");
    let can_draw = |ui: &Ui, group: &&LanguageNames| parts::drawable(ui, &group.names.concat());
    let (shown, hidden): (Vec<_>, Vec<_>) = groups.iter().partition(|group| can_draw(ui, group));
    let most = if *all { usize::MAX } else { LANGUAGES };
    for group in shown.iter().take(most) {
        language(ui, palette, group);
    }
    if shown.len() > LANGUAGES {
        let words = if *all {
            "Show fewer names".to_owned()
        } else {
            format!("Show all {} languages", shown.len())
        };
        if parts::link(ui, palette, &words, &words).clicked() {
            *all = !*all;
        }
    }
    if !hidden.is_empty() && (*all || shown.len() <= LANGUAGES) {
        let list: Vec<&str> = hidden.iter().map(|group| group.language.as_str()).collect();
        let words = format!("Also in {}: no font here draws these scripts.", list.join(", "));
        let copied: Vec<String> = hidden.iter().map(|g| g.names.join(", ")).collect();
        parts::paragraph(ui, &words, theme::regular(theme::SMALL), palette.muted);
        if parts::link(ui, palette, "Copy them", "Copy the names that cannot be drawn").clicked() {
            ui.ctx().copy_text(copied.join("\n"));
        }
    }
}

fn language(ui: &mut Ui, palette: &Palette, group: &LanguageNames) {
    let small = theme::regular(theme::SMALL);
    let name = parts::line(ui, &group.language, small, palette.muted, LANGUAGE_WIDTH);
    ui.horizontal_top(|ui| {
        let height = theme::BODY + 4.0;
        // Lines of text, not rows of controls: the first stands level with its language.
        ui.spacing_mut().interact_size.y = height;
        let (rect, _) = ui.allocate_exact_size(vec2(LANGUAGE_WIDTH, height), Sense::hover());
        let at = pos2(rect.left(), rect.center().y - name.size().y / 2.0);
        ui.painter().galley(at, name, Color32::PLACEHOLDER);
        // A right-to-left name is put in drawing order as one line: wrapped, its words would change lines.
        if group.names.iter().any(|name| text::is_right_to_left(name)) {
            ui.vertical(|ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                for name in &group.names {
                    one_name(ui, palette, name, false);
                }
            });
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP / 2.0;
            for (at, word) in group.names.iter().enumerate() {
                let more = at + 1 < group.names.len();
                one_name(ui, palette, word, more);
            }
        });
    });
}

/// One name, drawn in its own direction; double-click selects it, so that it can be copied.
fn one_name(ui: &mut Ui, palette: &Palette, name: &str, more: bool) {
    let drawn = parts::visual(name);
    let shown = if more { format!("{drawn},") } else { drawn };
    let ink = theme::color(palette.text);
    let shown = egui::RichText::new(shown).font(theme::regular(theme::BODY)).color(ink);
    let response = ui.add(egui::Label::new(shown));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    response.context_menu(|ui| {
        if ui.button("Copy name").clicked() {
            ui.ctx().copy_text(name.to_owned());
            ui.close();
        }
    });
}

fn events(ui: &mut Ui, frame: &Frame<'_>, card: &PlaceCard, all: usize, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    let words = match all {
        0 => "No events here".to_owned(),
        1 => "1 event here".to_owned(),
        n if n > card.events.len() => {
            format!("{n} events here; {} of them, as they were read", card.events.len())
        }
        n => format!("{n} events here, in order of time"),
    };
    parts::caption(ui, palette, &words);
    for event in &card.events {
        quote::event_row(ui, frame, event.id, actions);
        ui.horizontal_top(|ui| {
            ui.add_space(2.0 * parts::MARK + theme::GAP);
            ui.vertical(|ui| {
                for quote in &event.quotes {
                    quote::card(ui, frame, quote, actions);
                }
            });
        });
    }
}
