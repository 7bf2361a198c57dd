//! Sizes, type and colours of the window. Everything that is drawn takes them from here.

use crate::scene::palette::{Palette, Rgba};
use crate::scene::text;
use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke,
    TextStyle, vec2,
};
use std::sync::Arc;

/// Space between things that belong together, in points.
pub const GAP: f32 = 8.0;
/// Space between things that do not.
pub const SECTION: f32 = 16.0;
/// Margin inside panels.
pub const MARGIN: f32 = 12.0;
/// Corner radius of cards and buttons.
pub const CORNER: u8 = 5;
/// Font size of body text.
pub const BODY: f32 = 13.5;
/// Font size of small print.
pub const SMALL: f32 = 11.5;
/// Font size of headings.
pub const HEADING: f32 = 18.0;
/// Font size of quoted passages and documents.
pub const READING: f32 = 14.5;
/// Height of toolbar and transport buttons.
pub const CONTROL: f32 = 26.0;
/// Width of the inspector when the window opens.
pub const INSPECTOR_WIDTH: f32 = 340.0;

/// Width of the panel of filters when it opens.
pub const FILTERS_WIDTH: f32 = 240.0;

/// Height of the timeline when a window of some height opens: a good third, so that most lanes fit
/// and the map stays the largest thing.
#[must_use]
pub fn timeline_height(window_height: f32) -> f32 {
    (window_height * 0.37).clamp(210.0, 460.0)
}

/// The semi-bold face, for headings and names.
#[must_use]
pub fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("strong".into()))
}

/// The regular face.
#[must_use]
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// A scene colour as egui has it.
#[must_use]
pub fn color(c: Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(c.0, c.1, c.2, c.3)
}

/// Installs the embedded fonts: Latin, Greek and Cyrillic first, all other scripts as fallbacks, so
/// that digits and line heights stay those of the first.
pub fn install_fonts(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for font in text::fonts() {
        let data = Arc::new(FontData::from_static(font.bytes));
        fonts.font_data.insert(font.key.to_owned(), data);
    }
    let family = |first: text::Font| {
        let keys = [first].into_iter().chain(text::FALLBACKS).map(|font| font.key.to_owned());
        keys.collect::<Vec<_>>()
    };
    fonts.families.insert(FontFamily::Proportional, family(text::REGULAR));
    fonts.families.insert(FontFamily::Monospace, family(text::REGULAR));
    fonts.families.insert(FontFamily::Name("strong".into()), family(text::STRONG));
    fonts
}

/// The ground of what lies over the window: a palette, a sheet, a list that drops down.
pub fn overlay(palette: &Palette, margin: i8) -> egui::Frame {
    egui::Frame::NONE
        .fill(color(palette.raised))
        .stroke(Stroke::new(1.0, color(palette.line)))
        .corner_radius(8)
        .inner_margin(Margin::same(margin))
        .shadow(shadow(palette))
}

fn shadow(palette: &Palette) -> egui::Shadow {
    egui::Shadow {
        offset: [0, 3],
        blur: 14,
        spread: 0,
        color: Color32::from_black_alpha(if palette.dark { 110 } else { 38 }),
    }
}

/// Gives egui's own widgets our sizes and colours.
pub fn apply(ctx: &egui::Context, palette: &Palette) {
    let theme = if palette.dark { egui::Theme::Dark } else { egui::Theme::Light };
    ctx.set_theme(theme);
    ctx.style_mut_of(theme, |style| {
        sizes(style);
        visuals(&mut style.visuals, palette);
    });
}

/// Draws what is ticked in a menu with outlines that are seen without looking for them.
pub fn edged(ui: &mut egui::Ui, palette: &Palette) {
    ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, color(palette.edge()));
}

/// Leaves flights, glides and fades out, or brings them back.
pub fn move_less(ctx: &egui::Context, less: bool) {
    let usual = egui::Style::default().animation_time;
    ctx.all_styles_mut(|style| style.animation_time = if less { 0.0 } else { usual });
}

fn sizes(style: &mut egui::Style) {
    style.text_styles = [
        (TextStyle::Small, regular(SMALL)),
        (TextStyle::Body, regular(BODY)),
        (TextStyle::Monospace, regular(BODY)),
        (TextStyle::Button, regular(BODY)),
        (TextStyle::Heading, strong(HEADING)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(GAP, 6.0);
    spacing.button_padding = vec2(9.0, 4.0);
    spacing.interact_size = vec2(CONTROL, CONTROL);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(14);
    spacing.tooltip_width = 320.0;
    spacing.scroll = scroll_bars();
    style.interaction.selectable_labels = true;
    style.interaction.tooltip_delay = 0.25;
}

/// Thin bars in the ink of text: the toolkit's own have the ground's colour, and are not seen on it.
/// At rest 3:1 against every ground (WCAG 2.2, 1.4.11).
fn scroll_bars() -> egui::style::ScrollStyle {
    egui::style::ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: 0.5,
        active_handle_opacity: 0.5,
        interact_handle_opacity: 0.8,
        ..egui::style::ScrollStyle::thin()
    }
}

fn visuals(v: &mut egui::Visuals, p: &Palette) {
    let line = Stroke::new(1.0, color(p.line));
    v.dark_mode = p.dark;
    v.override_text_color = None;
    v.panel_fill = color(p.surface);
    v.window_fill = color(p.raised);
    v.window_stroke = line;
    v.window_corner_radius = CornerRadius::same(8);
    v.menu_corner_radius = CornerRadius::same(6);
    v.extreme_bg_color = color(p.raised);
    v.faint_bg_color = color(p.hover);
    v.code_bg_color = color(p.hover);
    v.hyperlink_color = color(p.accent);
    v.warn_fg_color = color(p.warning);
    v.error_fg_color = color(p.warning);
    v.weak_text_color = Some(color(p.muted));
    v.selection.bg_fill = color(p.accent.alpha(0.24));
    v.selection.stroke = Stroke::new(1.5, color(p.accent));
    let shadow = shadow(p);
    v.window_shadow = shadow;
    v.popup_shadow = shadow;
    let corner = CornerRadius::same(CORNER);
    let w = &mut v.widgets;
    for state in
        [&mut w.noninteractive, &mut w.inactive, &mut w.hovered, &mut w.active, &mut w.open]
    {
        state.corner_radius = corner;
        state.expansion = 0.0;
        state.fg_stroke = Stroke::new(1.0, color(p.text));
        state.bg_stroke = line;
        state.bg_fill = color(p.raised);
        state.weak_bg_fill = color(p.raised);
    }
    w.noninteractive.bg_fill = color(p.surface);
    w.hovered.bg_fill = color(p.hover);
    w.hovered.weak_bg_fill = color(p.hover);
    w.open.weak_bg_fill = color(p.hover);
    w.hovered.bg_stroke = Stroke::new(1.0, color(p.muted.alpha(0.7)));
    w.active.bg_stroke = Stroke::new(1.5, color(p.accent));
    w.active.weak_bg_fill = color(p.accent.alpha(0.18));
    w.active.bg_fill = color(p.accent.alpha(0.18));
}
