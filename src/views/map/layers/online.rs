//! Turning online tiles on: who provides them, and what is sent, said before anything is.

use super::super::tiles::Tiles;
use super::small;
use crate::app::{Layers, TilesFrom};
use crate::scene::palette::Palette;
use crate::tiles::online::Template;
use crate::views::theme;
use egui::{ComboBox, RichText, TextEdit, Ui, WidgetInfo};

/// Limits of the disk cache to choose from, in megabytes.
const LIMITS_MB: [u32; 5] = [50, 200, 500, 2_000, 10_000];

/// What is being typed.
#[derive(Debug, Default)]
pub struct Asking {
    other: bool,
    typed: String,
    emptied: bool,
}

impl Asking {
    /// The choice of a provider while none is on, and the cache.
    pub fn ui(&mut self, ui: &mut Ui, palette: &Palette, tiles: &Tiles, layers: &mut Layers) {
        let is_on = layers.tiles.iter().any(|layer| matches!(layer.from, TilesFrom::Online(_)));
        if is_on {
            small(
                ui,
                "On, as a layer above. Hide or remove it there, and nothing is sent.",
                palette.muted,
            );
        } else {
            self.choose(ui, palette, layers);
        }
        self.cache(ui, palette, tiles, layers);
    }

    fn choose(&mut self, ui: &mut Ui, palette: &Palette, layers: &mut Layers) {
        ui.radio_value(&mut self.other, false, "OpenStreetMap standard");
        ui.radio_value(&mut self.other, true, "Another service");
        let mut typed = false;
        if self.other {
            let field = TextEdit::singleline(&mut self.typed)
                .hint_text("https://example.org/{z}/{x}/{y}.png")
                .desired_width(ui.available_width() - 8.0);
            let field = ui.add(field);
            let label = "Address of the tiles";
            field
                .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, label));
            typed = field.changed();
            field.on_hover_text("The web address of a tile, with {z}, {x} and {y} in it");
        }
        let template =
            Template::new(if self.other { &self.typed } else { Template::OPENSTREETMAP });
        match &template {
            Ok(template) => {
                let open = if template.is_secure() { "" } else { ", unencrypted" };
                let host = template.host();
                let words = format!(
                    "Off. Turned on, the numbers of the map squares you look at, and with them your network address, are sent to {host}{open}. No file, event or text is."
                );
                small(ui, &words, palette.muted);
            }
            Err(why) if !self.typed.trim().is_empty() => {
                small(ui, &why.to_string(), palette.warning)
            }
            Err(_) => small(ui, "Off. Type the address of a service's tiles.", palette.muted),
        }
        let button = ui.add_enabled(template.is_ok(), egui::Button::new("Turn on online tiles"));
        if typed {
            // What is said above it may have grown.
            button.scroll_to_me(None);
        }
        if let (true, Ok(template)) = (button.clicked(), template) {
            layers.add(TilesFrom::Online(template.text().to_owned()));
        }
    }

    fn cache(&mut self, ui: &mut Ui, palette: &Palette, tiles: &Tiles, layers: &mut Layers) {
        ui.horizontal(|ui| {
            let words = RichText::new("Kept on disk").font(theme::regular(theme::SMALL));
            ui.label(words.color(theme::color(palette.muted)));
            let words = |mb: u32| {
                if mb >= 1_000 {
                    format!("up to {} GB", mb / 1_000)
                } else {
                    format!("up to {mb} MB")
                }
            };
            let now = words(layers.cache_mb);
            let combo = ComboBox::from_id_salt("tile cache").selected_text(&now).width(96.0);
            let response = combo.show_ui(ui, |ui| {
                for mb in LIMITS_MB {
                    ui.selectable_value(&mut layers.cache_mb, mb, words(mb));
                }
            });
            response.response.widget_info(|| {
                let label = format!("Online tiles kept on disk: {now}");
                WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, label)
            });
            let label = if self.emptied { "Emptied" } else { "Empty" };
            let button = ui.button(label);
            button.widget_info(|| {
                WidgetInfo::labeled(
                    egui::accesskit::Role::Button,
                    true,
                    "Empty the cache of online tiles",
                )
            });
            if button.on_hover_text("Remove the online tiles that are kept on disk").clicked() {
                tiles.clear_cache();
                self.emptied = true;
            }
        });
    }
}
