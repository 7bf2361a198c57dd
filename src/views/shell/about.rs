//! What this is, and whose data it shows.

use crate::views::{dialog, theme};
use egui::Ui;

/// Credits, as the licences of the data ask for them.
pub const CREDITS: [(&str, &str); 7] = [
    ("Place names", "© GeoNames (geonames.org), CC BY 4.0, modified."),
    ("Base map", "Made with Natural Earth. Public domain."),
    ("Airfields", "OurAirports. Public domain."),
    ("Positions of countries", "CIA World Factbook. Public domain."),
    ("Countries, cities", "Names: Unicode CLDR, © Unicode, Inc., Unicode License v3."),
    ("Word list", "SCOWL, © Kevin Atkinson and others; notice in data/LICENSE-SCOWL."),
    (
        "Typefaces",
        "Inter; Noto Sans (Arabic, Hebrew, Syriac, Armenian, Georgian, Ethiopic, Devanagari, Thai, CJK). SIL Open Font License 1.1.",
    ),
];

/// Width of what a credit is for, in points.
const COLUMN: f32 = 150.0;

/// Draws the window while `open`.
pub fn window(ui: &Ui, open: &mut bool) {
    if !*open {
        return;
    }
    let closed = dialog::show(ui.ctx(), "About Chronotope", 600.0, |ui| {
        let version = env!("CARGO_PKG_VERSION");
        ui.label(format!("Version {version}. What happened where and when, and who said so."));
        ui.label("Nothing leaves this machine: map, gazetteer and fonts are inside the program.");
        ui.add_space(theme::GAP);
        for (what, credit) in CREDITS {
            dialog::row(ui, what, COLUMN, credit);
        }
        ui.add_space(theme::GAP);
        ui.label("Program: MIT or Apache-2.0.");
    });
    *open = !closed;
}
