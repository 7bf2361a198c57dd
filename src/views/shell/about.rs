//! What this is, and whose data it shows.

use crate::views::theme;
use egui::{RichText, Ui};

/// Credits, as the licences of the data ask for them.
pub const CREDITS: [(&str, &str); 7] = [
    ("Place names", "© GeoNames (geonames.org), CC BY 4.0, modified."),
    ("Base map", "Made with Natural Earth. Public domain."),
    ("Airfields", "OurAirports. Public domain."),
    ("Positions of countries", "CIA World Factbook. Public domain."),
    ("Country names", "Unicode CLDR, © Unicode, Inc., Unicode License v3."),
    ("Word list", "SCOWL, © Kevin Atkinson and others; notice in data/LICENSE-SCOWL."),
    (
        "Typefaces",
        "Inter; Noto Sans (Arabic, Hebrew, Syriac, Armenian, Georgian, Ethiopic, Devanagari, Thai, CJK). SIL Open Font License 1.1.",
    ),
];

/// Draws the window while `open`.
pub fn window(ui: &Ui, open: &mut bool) {
    egui::Window::new("About Chronotope")
        .open(open)
        .resizable(false)
        .collapsible(false)
        .default_width(420.0)
        .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
        .show(ui.ctx(), |ui| {
            ui.label(format!(
                "Version {}. What happened where and when, and who said so.",
                env!("CARGO_PKG_VERSION")
            ));
            ui.label(
                "Nothing leaves this machine: map, gazetteer and fonts are inside the program.",
            );
            ui.add_space(theme::GAP);
            egui::Grid::new("credits").num_columns(2).spacing([theme::SECTION, 6.0]).show(
                ui,
                |ui| {
                    for (what, credit) in CREDITS {
                        ui.label(RichText::new(what).font(theme::strong(theme::BODY)));
                        ui.label(credit);
                        ui.end_row();
                    }
                },
            );
            ui.add_space(theme::GAP);
            ui.label("Program: MIT or Apache-2.0.");
        });
}
