use super::ranked::{MOST, Ranked};
use super::values::{self, Press, Value};
use crate::app::filters::words;
use crate::app::{Action, AreaTool, Frame, NamedFilter};
use crate::model::Certainty;
use crate::query::{DatePrecision, Facet, Filter, FilterSums, PlacePrecision};
use crate::views::field::Field;
use crate::views::{focus, parts, theme};
use egui::accesskit::Role;
use egui::{RichText, Ui, WidgetInfo};
use std::collections::BTreeSet;

/// So many values of a long list are shown before somebody asks for more.
const LISTED: usize = 8;

/// What the panel keeps between frames: what is typed, which lists are long.
#[derive(Debug, Default)]
pub struct FilterPanel {
    text: Option<String>,
    actor: String,
    name: String,
    long: BTreeSet<Facet>,
    ranked: Ranked,
}

impl FilterPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let margin = egui::Margin::same(theme::MARGIN as i8);
        egui::Frame::NONE.inner_margin(margin).show(ui, |ui| {
            self.head(ui, frame, actions);
            self.saved(ui, frame, actions);
            parts::scroll("filters").show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 4.0);
                ui.spacing_mut().item_spacing.y = 1.0;
                let mut filter = frame.filters.filter().clone();
                let all = &mut filter;
                parts::steady(ui, "words", |ui| self.words(ui, frame, all));
                parts::steady(ui, "names", |ui| self.named_values(ui, frame, all));
                parts::steady(ui, "actors", |ui| self.actors(ui, frame, all));
                parts::steady(ui, "scales", |ui| scales(ui, frame, all));
                parts::steady(ui, "ground", |ui| ground(ui, frame, all, actions));
                if filter != *frame.filters.filter() {
                    actions.push(Action::SetFilter(Box::new(filter)));
                }
                ui.add_space(theme::SECTION);
            });
        });
    }

    fn head(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let palette = frame.subject.palette;
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let close = ui.button("Close");
                close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close filters"));
                if close.clicked() {
                    focus::hand_to(&close, "Filters");
                    actions.push(Action::ShowFilters(false));
                }
                close.on_hover_text("Close the panel; filters stay (F)");
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let heading = RichText::new("Filters").font(theme::strong(theme::HEADING));
                    let heading = heading.color(theme::color(palette.text));
                    ui.add(egui::Label::new(heading).truncate());
                });
            });
        });
    }

    fn words(&mut self, ui: &mut Ui, frame: &Frame<'_>, filter: &mut Filter) {
        section(ui, frame, Facet::Text, filter);
        let typed = self.text.get_or_insert_with(|| filter.text.clone());
        // Set elsewhere: by a chip, or by a filter that was saved. Each field has an id of its own: what
        // stands before it comes and goes with what is typed.
        let edited = Field::new(typed)
            .id(ui.scope_id().with("words"))
            .hint_text("Words in titles, names, passages");
        let response = ui.add(edited.desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Filter by words"));
        if response.changed() {
            filter.text.clone_from(typed);
        } else if !response.has_focus() {
            self.text = None;
        }
    }

    /// Categories and sources: lists that the data bring.
    fn named_values(&mut self, ui: &mut Ui, frame: &Frame<'_>, filter: &mut Filter) {
        let sums = frame.filters.sums();
        let palette = frame.subject.palette;
        section(ui, frame, Facet::Category, filter);
        let entries = frame.index.events().categories();
        let most = self.most(Facet::Category, entries.len());
        for (at, entry) in entries.iter().enumerate().take(most) {
            let name = entry.category.as_str();
            let value = Value {
                number: at,
                name,
                color: Some(palette.mark(name).color),
                count: count(sums, |sums| &sums.categories, at),
                shown: !filter.categories.contains(&entry.category),
            };
            let all = || entries.iter().map(|entry| entry.category.clone());
            if let Some(press) = values::row(ui, frame, "Category", &value) {
                take(&mut filter.categories, &entry.category, press, all());
            }
        }
        self.more(ui, frame, Facet::Category, entries.len());
        let sources = &frame.subject.dataset.sources;
        if sources.len() > 1 {
            section(ui, frame, Facet::Source, filter);
            let most = self.most(Facet::Source, sources.len());
            for (at, source) in sources.iter().enumerate().take(most) {
                let value = Value {
                    number: at,
                    name: source.heading(),
                    color: None,
                    count: count(sums, |sums| &sums.sources, at),
                    shown: !filter.sources.contains(&source.name),
                };
                let all = || sources.iter().map(|source| source.name.clone());
                if let Some(press) = values::row(ui, frame, "Source", &value) {
                    take(&mut filter.sources, &source.name, press, all());
                }
            }
            self.more(ui, frame, Facet::Source, sources.len());
        }
    }

    fn most(&self, facet: Facet, count: usize) -> usize {
        if self.long.contains(&facet) || count <= LISTED + 1 { count.min(300) } else { LISTED }
    }

    fn more(&mut self, ui: &mut Ui, frame: &Frame<'_>, facet: Facet, count: usize) {
        if count <= LISTED + 1 {
            return;
        }
        let long = self.long.contains(&facet);
        let words = if long { "Show fewer".to_owned() } else { format!("Show all {count}") };
        let label = format!("{}: {words}", facet.label());
        ui.add_space(3.0);
        if parts::link(ui, frame.subject.palette, &words, &label).clicked() {
            match long {
                true => self.long.remove(&facet),
                false => self.long.insert(facet),
            };
        }
    }

    fn actors(&mut self, ui: &mut Ui, frame: &Frame<'_>, filter: &mut Filter) {
        let Some(filtered) = frame.filters.filtered() else { return };
        let actors = filtered.traits().actors();
        if actors.is_empty() {
            return;
        }
        section(ui, frame, Facet::Actor, filter);
        if actors.len() > LISTED {
            let edit = Field::new(&mut self.actor)
                .id(ui.scope_id().with("actor"))
                .hint_text("Find an actor");
            let response = ui.add(edit.desired_width(f32::INFINITY));
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find an actor"));
            ui.add_space(2.0);
        }
        let sums = frame.filters.sums();
        let of = sums.map(|sums| sums.actors.as_slice()).unwrap_or_default();
        self.ranked.refresh(of, &self.actor, |at| actors.name(at));
        let most = if self.long.contains(&Facet::Actor) { MOST } else { LISTED };
        for at in self.ranked.actors.iter().take(most) {
            let name = actors.name(*at).unwrap_or_default().to_owned();
            let value = Value {
                number: *at as usize,
                name: &name,
                color: None,
                count: of.get(*at as usize).copied(),
                shown: filter.actors.contains(&name),
            };
            if values::row(ui, frame, "Actor", &value).is_some() && !filter.actors.remove(&name) {
                filter.actors.insert(name);
            }
        }
        let count = self.ranked.actors.len().min(MOST);
        self.more(ui, frame, Facet::Actor, count);
    }

    fn saved(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let saved = frame.filters.saved();
        if saved.is_empty() {
            return self.save(ui, frame, actions);
        }
        parts::caption(ui, frame.subject.palette, "Saved filters");
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for NamedFilter { name, filter } in saved {
                let used = filter == frame.filters.filter();
                let button = ui.add(egui::Button::new(name).selected(used));
                let label = format!("Use filter {name}");
                button.widget_info(|| WidgetInfo::selected(Role::Button, true, used, &label));
                if button.clicked() {
                    actions.push(Action::SetFilter(Box::new(filter.clone())));
                }
                let forget = ui.small_button("×");
                let label = format!("Forget filter {name}");
                forget.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if forget.on_hover_text(label).clicked() {
                    actions.push(Action::ForgetFilter(name.clone()));
                }
                ui.add_space(theme::GAP);
            }
        });
        self.save(ui, frame, actions);
    }

    /// The name under which what is in force is kept. There whether a filter is set or not, so that
    /// setting the first one moves nothing from under the pointer.
    fn save(&mut self, ui: &mut Ui, frame: &Frame<'_>, actions: &mut Vec<Action>) {
        let filter = frame.filters.filter();
        let known = frame.filters.saved().iter().any(|saved| saved.filter == *filter);
        let (can, hint) = match (filter.is_empty(), known) {
            (true, _) => (false, "Set a filter first: it can be kept under a name"),
            (false, true) => (false, "These filters are kept already"),
            (false, false) => (true, "Keep the filters in force under a name"),
        };
        ui.horizontal(|ui| {
            let width = (ui.available_width() - 64.0).max(20.0);
            let edit = Field::new(&mut self.name)
                .id(ui.scope_id().with("name"))
                .hint_text("Name these filters");
            let response = ui.add_enabled(can, edit.desired_width(width));
            response.widget_info(|| {
                WidgetInfo::labeled(Role::TextInput, can, "Name for these filters")
            });
            let entered = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            response.on_hover_text(hint).on_disabled_hover_text(hint);
            let named = can && !self.name.trim().is_empty();
            let save = ui.add_enabled(named, egui::Button::new("Save"));
            save.widget_info(|| WidgetInfo::labeled(Role::Button, named, "Save filters"));
            if named && (entered || save.clicked()) {
                actions.push(Action::SaveFilter(self.name.trim().to_owned()));
                self.name.clear();
            }
        });
    }
}

/// Certainty and the two precisions: scales that are always the same. Values that no event has are
/// left out.
fn scales(ui: &mut Ui, frame: &Frame<'_>, filter: &mut Filter) {
    let sums = frame.filters.sums();
    let all = Certainty::ALL.map(|one| (one, one.label()));
    scale(ui, frame, Facet::Certainty, &all, sums.map(|s| &s.certainties), filter, |filter| {
        &mut filter.certainties
    });
    let all = PlacePrecision::ALL.map(|one| (one, one.label()));
    scale(ui, frame, Facet::PlacePrecision, &all, sums.map(|s| &s.places), filter, |filter| {
        &mut filter.places
    });
    let all = DatePrecision::ALL.map(|one| (one, one.label()));
    scale(ui, frame, Facet::DatePrecision, &all, sums.map(|s| &s.dates), filter, |filter| {
        &mut filter.dates
    });
}

fn scale<T: Ord + Copy>(
    ui: &mut Ui,
    frame: &Frame<'_>,
    facet: Facet,
    all: &[(T, &'static str)],
    sums: Option<&Vec<usize>>,
    filter: &mut Filter,
    hidden: impl Fn(&mut Filter) -> &mut BTreeSet<T>,
) {
    let count = |at: usize| sums.and_then(|sums| sums.get(at).copied());
    // No heading over nothing, where other filters leave no event.
    let any = (0..all.len()).any(|at| count(at) != Some(0));
    if !any && !filter.uses(facet) {
        return;
    }
    section(ui, frame, facet, filter);
    for (at, (one, name)) in all.iter().enumerate() {
        let count = count(at);
        let shown = !hidden(filter).contains(one);
        if count == Some(0) && shown {
            continue;
        }
        let value = Value { number: at, name, color: None, count, shown };
        if let Some(press) = values::row(ui, frame, facet.label(), &value) {
            take(hidden(filter), one, press, all.iter().map(|(one, _)| *one));
        }
    }
}

/// Ground marked on the map.
fn ground(ui: &mut Ui, frame: &Frame<'_>, filter: &mut Filter, actions: &mut Vec<Action>) {
    let palette = frame.subject.palette;
    section(ui, frame, Facet::Region, filter);
    ui.horizontal_wrapped(|ui| {
        for one in AreaTool::ALL {
            let on = frame.session.marking == Some(one);
            let button = ui.add(egui::Button::new(one.label()).selected(on));
            let label = format!("Mark an area: {}", one.label());
            button.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &label));
            if button.on_hover_text(one.hint()).clicked() {
                actions.push(Action::MarkArea((!on).then_some(one)));
            }
        }
    });
    if let Some(tool) = frame.session.marking {
        let hint = RichText::new(tool.hint()).font(theme::regular(theme::SMALL));
        ui.label(hint.color(theme::color(palette.muted)));
    }
    let edited = frame.session.editing.as_ref().map(|edit| edit.area);
    let mut gone = None;
    for (at, region) in filter.regions.iter().enumerate() {
        ui.horizontal(|ui| {
            let words = words::region(region);
            let remove = ui.small_button("×");
            let label = format!("Remove area {}: {words}", at + 1);
            remove.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            if remove.on_hover_text(label).clicked() {
                gone = Some(at);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let on = edited == Some(at);
                let edit = ui.add(egui::Button::new("Edit").small().selected(on));
                let label = format!("Edit area {}: {words}", at + 1);
                edit.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &label));
                if edit.on_hover_text("Move, widen or reshape it on the map (E)").clicked() {
                    actions.push(Action::EditArea((!on).then_some(at)));
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let font = theme::regular(theme::SMALL + 0.5);
                    // A panel is as wide as its user made it: what is longer is cut, and told in
                    // full above it.
                    let label = egui::Label::new(RichText::new(&words).font(font)).truncate();
                    ui.add(label).on_hover_text(&words);
                });
            });
        });
    }
    if let Some(at) = gone {
        filter.regions.remove(at);
    }
}

/// A filter's heading; where it is set, with a way to set it back.
fn section(ui: &mut Ui, frame: &Frame<'_>, facet: Facet, filter: &mut Filter) {
    let palette = frame.subject.palette;
    let heading = parts::caption(ui, palette, facet.label());
    if !filter.uses(facet) {
        // The way to set it back has a number too.
        ui.skip_ahead_auto_ids(1);
    } else {
        let place = heading.rect.with_max_x(ui.max_rect().right());
        // Beside the heading, and of no height of its own: what lies below stays where it is.
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        let mut beside = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout));
        let label = format!("Show all: {}", facet.label());
        if parts::link(&mut beside, palette, "show all", &label).clicked() {
            *filter = filter.without(facet);
        }
    }
    ui.add_space(2.0);
}

fn count(
    sums: Option<&FilterSums>,
    of: impl Fn(&FilterSums) -> &Vec<usize>,
    at: usize,
) -> Option<usize> {
    sums.and_then(|sums| of(sums).get(at).copied())
}

/// What a press does to a set of hidden values.
fn take<T: Ord + Clone>(
    hidden: &mut BTreeSet<T>,
    one: &T,
    press: Press,
    all: impl Iterator<Item = T>,
) {
    match press {
        Press::Only => {
            hidden.extend(all);
            hidden.remove(one);
        }
        Press::Toggle => {
            if !hidden.remove(one) {
                hidden.insert(one.clone());
            }
        }
    }
}
