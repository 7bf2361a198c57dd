//! One row for each layer of tiles, the topmost first: shown or not, how opaque, in which order.

use super::super::tiles::{Standing, Tiles};
use super::{sign, small};
use crate::app::{Layers, TileLayer, TilesFrom};
use crate::scene::palette::Palette;
use crate::tiles::online::Template;
use crate::tiles::{About, Content};
use crate::views::theme;
use egui::accesskit::Role;
use egui::{Align, Layout, RichText, Slider, Ui, WidgetInfo};

/// What a row asks for.
enum Ask {
    Up,
    Down,
    Remove,
}

/// The rows of all layers.
pub fn rows(ui: &mut Ui, palette: &Palette, tiles: &Tiles, layers: &mut Layers) {
    if layers.tiles.is_empty() {
        let words = "None. Drop a PMTiles or MBTiles file on the window, or open it (Ctrl+O).";
        small(ui, words, palette.muted);
    }
    let last = layers.tiles.len().saturating_sub(1);
    let mut asked = None;
    for (i, layer) in layers.tiles.iter_mut().enumerate().rev() {
        ui.push_id(("tile layer", i), |ui| {
            if let Some(ask) = row(ui, palette, tiles, layer, (i < last, i > 0)) {
                asked = Some((i, ask));
            }
        });
    }
    match asked {
        Some((i, Ask::Up)) if i < last => layers.tiles.swap(i, i + 1),
        Some((i, Ask::Down)) if i > 0 => layers.tiles.swap(i, i - 1),
        Some((i, Ask::Remove)) if i <= last => drop(layers.tiles.remove(i)),
        _ => {}
    }
}

/// A layer's name as people know it.
pub fn name_of(from: &TilesFrom) -> String {
    match from {
        TilesFrom::File(path) => {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        }
        TilesFrom::Online(template) if template == Template::OPENSTREETMAP => {
            "OpenStreetMap (online)".to_owned()
        }
        TilesFrom::Online(template) => match Template::new(template) {
            Ok(template) => format!("{} (online)", template.host()),
            Err(_) => template.clone(),
        },
    }
}

fn row(
    ui: &mut Ui,
    palette: &Palette,
    tiles: &Tiles,
    layer: &mut TileLayer,
    (can_up, can_down): (bool, bool),
) -> Option<Ask> {
    let mut ask = None;
    let name = name_of(&layer.from);
    let size = egui::vec2(ui.available_width(), theme::CONTROL);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        if sign(ui, "×", &format!("Remove layer {name}"), true).clicked() {
            ask = Some(Ask::Remove);
        }
        if sign(ui, "↓", &format!("Move layer {name} down"), can_down).clicked() {
            ask = Some(Ask::Down);
        }
        if sign(ui, "↑", &format!("Move layer {name} up"), can_up).clicked() {
            ask = Some(Ask::Up);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let words = RichText::new(&name).font(theme::regular(theme::BODY));
            let room = ui.available_width() - 30.0;
            let cut = crate::scene::text::fitting(&name, theme::BODY, false, room.max(40.0));
            let shown = if cut == name { words } else { RichText::new(cut) };
            let check = ui.checkbox(&mut layer.shown, shown);
            let is_shown = layer.shown;
            check.widget_info(|| {
                WidgetInfo::selected(Role::CheckBox, true, is_shown, format!("Layer {name}"))
            });
            check.on_hover_text(hint(&layer.from));
        });
    });
    let standing = tiles.standing(&layer.from);
    let drawn = !matches!(standing, Some(Standing::Failed(_)));
    if drawn && layer.shown {
        opacity(ui, palette, layer, &name);
        let pictures = matches!(
            standing,
            Some(Standing::There(about, _)) if about.content == Content::Raster
        );
        if palette.dark && pictures {
            ui.horizontal(|ui| {
                ui.add_space(22.0);
                let words = RichText::new("Dim in the dark").font(theme::regular(theme::SMALL));
                let check = ui.checkbox(&mut layer.dimmed, words);
                let (is, label) = (layer.dimmed, format!("Dim {name} in the dark appearance"));
                check.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is, &label));
                check.on_hover_text("Names and marks are easier to read on a darker picture");
            });
        }
    }
    match standing {
        Some(Standing::Failed(error)) => small(ui, &error.to_string(), palette.warning),
        Some(Standing::There(_, Some(trouble))) if layer.shown => {
            small(ui, &trouble.to_string(), palette.warning);
        }
        Some(Standing::There(about, None)) => small(ui, &what_it_is(about), palette.muted),
        Some(Standing::Opening) => small(ui, "Opening…", palette.muted),
        _ => {}
    }
    ui.add_space(4.0);
    ask
}

fn opacity(ui: &mut Ui, palette: &Palette, layer: &mut TileLayer, name: &str) {
    ui.horizontal(|ui| {
        ui.add_space(22.0);
        let words = RichText::new("Opacity").font(theme::regular(theme::SMALL));
        ui.label(words.color(theme::color(palette.muted)));
        ui.spacing_mut().slider_width = (ui.available_width() - 74.0).clamp(60.0, 150.0);
        // On a raised ground the toolkit's own rail would not be seen.
        ui.visuals_mut().widgets.inactive.bg_fill = theme::color(palette.line);
        ui.visuals_mut().slider_trailing_fill = true;
        let mut percent = (layer.opacity * 100.0).round();
        let slider =
            Slider::new(&mut percent, 10.0..=100.0).step_by(5.0).fixed_decimals(0).suffix(" %");
        let response = ui.add(slider);
        let enabled = WidgetInfo::slider(true, f64::from(percent), format!("Opacity of {name}"));
        response.widget_info(|| enabled.clone());
        if response.changed() {
            layer.opacity = percent / 100.0;
        }
    });
}

fn what_it_is(about: &About) -> String {
    let kind = match about.content {
        Content::Raster => "Raster",
        Content::Vector => "Vector",
    };
    format!("{kind} tiles, zoom {} to {}", about.zooms.start(), about.zooms.end())
}

fn hint(from: &TilesFrom) -> String {
    match from {
        TilesFrom::File(path) => path.display().to_string(),
        TilesFrom::Online(template) => template.clone(),
    }
}
