//! A short tour of the window, for those who open it for the first time: what is where, in five steps,
//! to be left at any of them. Nothing is covered and nothing is locked meanwhile.

use super::theme::{self, color};
use crate::scene::palette::Palette;
use egui::accesskit::Role;
use egui::{
    Area, Context, CornerRadius, Frame, Id, LayerId, Margin, Order, Pos2, Rect, RichText, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// A part of the window that a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The map.
    Map,
    /// The timeline.
    Timeline,
    /// The panel at the right.
    Inspector,
    /// The line at the bottom.
    Status,
    /// The line at the top.
    Toolbar,
}

/// One step: what it is about, a heading, and what to try.
struct Step {
    part: Part,
    heading: &'static str,
    words: &'static str,
}

const STEPS: [Step; 5] = [
    Step {
        part: Part::Timeline,
        heading: "When",
        words: "Drag the window's ends, or the window itself: map, lists and counts follow while \
                you drag. Press space to let it play.",
    },
    Step {
        part: Part::Map,
        heading: "Where",
        words: "Every mark is an event at its place; a ring with a number holds several. Click one \
                to see what is known of it. Fuzzy ground means that the place is known only roughly.",
    },
    Step {
        part: Part::Inspector,
        heading: "Who said so",
        words: "Each event quotes the sentences that it comes from. Click a quotation to read it \
                where it stands.",
    },
    Step {
        part: Part::Status,
        heading: "What is not shown",
        words: "Nothing disappears silently: events outside the window, without a date or a place, \
                or hidden by a filter are counted here. Click a number to list them.",
    },
    Step {
        part: Part::Toolbar,
        heading: "Your own",
        words: "Drop reports, tables or a folder onto the window. Nothing leaves this machine. \
                Press ? for the keys, Ctrl+K for every command by name.",
    },
];

/// Where the parts of the window lie this frame.
#[derive(Clone, Debug, Default)]
pub struct Parts(Vec<(Part, Rect)>);

impl Parts {
    /// Says where a part lies.
    pub fn put(&mut self, part: Part, rect: Rect) {
        self.0.retain(|(other, _)| *other != part);
        self.0.push((part, rect));
    }

    /// Where a part lies, once it was drawn.
    #[must_use]
    pub fn get(&self, part: Part) -> Option<Rect> {
        self.0.iter().find(|(other, _)| *other == part).map(|(_, rect)| *rect)
    }
}

/// The tour: which step is shown, if any.
#[derive(Debug, Default)]
pub struct Tour {
    step: Option<usize>,
    /// Whether it was ended before, by whatever way.
    seen: bool,
}

/// What the card's margins and frame take of its width, in points.
const AROUND: f32 = 30.0;
/// Width of the card, in points.
const CARD: f32 = 320.0;

impl Tour {
    /// Begins at the first step.
    pub fn begin(&mut self) {
        self.step = Some(0);
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.step.is_some()
    }

    /// Whether it was ended before.
    #[must_use]
    pub fn was_seen(&self) -> bool {
        self.seen
    }

    /// Says that it was ended before.
    pub fn remember(&mut self, seen: bool) {
        self.seen = seen;
    }

    /// Ends it.
    pub fn end(&mut self) {
        self.step = None;
        self.seen = true;
    }

    /// Draws the step over the window.
    pub fn ui(&mut self, ctx: &Context, parts: &Parts, palette: &Palette) {
        let Some(at) = self.step else { return };
        let Some(step) = STEPS.get(at) else { return self.end() };
        let screen = ctx.content_rect();
        let about = parts.get(step.part).unwrap_or(screen);
        let painter =
            ctx.layer_painter(LayerId::new(Order::Foreground, Id::unique("tour outline")));
        let pen = Stroke::new(2.5, color(palette.accent));
        let corner = CornerRadius::same(theme::CORNER);
        painter.rect_stroke(about.shrink(2.0), corner, pen, StrokeKind::Inside);
        let frame = Frame::NONE
            .fill(color(palette.raised))
            .stroke(Stroke::new(1.0, color(palette.accent)))
            .corner_radius(CornerRadius::same(8))
            .shadow(ctx.global_style().visuals.window_shadow)
            .inner_margin(Margin::same(14));
        let area =
            Area::new(Id::unique("tour")).order(Order::Tooltip).fixed_pos(place(about, screen));
        area.show(ctx, |ui| {
            frame.show(ui, |ui| {
                ui.set_width(width(screen) - AROUND);
                self.card(ui, at, step, palette);
            });
        });
    }

    fn card(&mut self, ui: &mut Ui, at: usize, step: &Step, palette: &Palette) {
        let heading = RichText::new(step.heading).font(theme::strong(theme::HEADING));
        let heading = ui.label(heading.color(color(palette.text)));
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, step.heading));
        ui.label(RichText::new(step.words).color(color(palette.text)));
        ui.add_space(theme::GAP / 2.0);
        ui.horizontal(|ui| {
            let count = format!("{} of {}", at + 1, STEPS.len());
            ui.label(
                RichText::new(count).font(theme::regular(theme::SMALL)).color(color(palette.muted)),
            );
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let last = at + 1 == STEPS.len();
                let next = ui.button(if last { "Done" } else { "Next" });
                let label = if last { "End the tour" } else { "Next step of the tour" };
                next.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
                // Enter goes on, wherever the tour has come to.
                if ui.memory(|m| m.focused().is_none()) {
                    next.request_focus();
                }
                if next.clicked() {
                    match last {
                        true => self.end(),
                        false => self.step = Some(at + 1),
                    }
                }
                if !last {
                    let skip = ui.button("Skip");
                    skip.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Skip the tour"));
                    if skip.on_hover_text("Escape").clicked() {
                        self.end();
                    }
                }
            });
        });
    }
}

/// How wide the card is with its margins: an enlarged window may be narrower than it would be.
fn width(screen: Rect) -> f32 {
    (CARD + AROUND).min(screen.width() - 2.0 * theme::GAP).max(AROUND + 60.0)
}

/// Where the card lies: beside what it is about, within the screen.
fn place(about: Rect, screen: Rect) -> Pos2 {
    /// Height that the card is taken to have, in points.
    const HEIGHT: f32 = 190.0;
    let width = width(screen);
    let at = if about.width() < screen.width() * 0.5 && about.left() > width {
        pos2(about.left() - width - theme::GAP, about.top() + theme::SECTION * 2.0)
    } else if about.top() > HEIGHT + theme::SECTION {
        // At the left: in the middle lie the marks, which are to be seen to follow.
        pos2(about.left() + theme::SECTION, about.top() - HEIGHT - theme::GAP)
    } else if about.bottom() + HEIGHT < screen.bottom() {
        pos2(about.left() + theme::SECTION, about.bottom() + theme::GAP)
    } else {
        about.center() - vec2(width, HEIGHT) / 2.0
    };
    let most = screen.max - vec2(width + theme::GAP, HEIGHT + theme::GAP);
    let least = screen.min + vec2(theme::GAP, theme::GAP);
    pos2(at.x.min(most.x).max(least.x), at.y.min(most.y).max(least.y))
}
