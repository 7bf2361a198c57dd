//! What is said while files are held over the window: that they can be dropped, what they will be, and
//! what becomes of what is shown.

use crate::app::is_tile_file;
use crate::formats::project;
use crate::import::extension;
use crate::scene::palette::Palette;
use crate::task::grouped;
use crate::views::{parts, theme};
use egui::{Align2, Area, Context, CornerRadius, Id, Order, RichText, StrokeKind, Ui, vec2};
use std::path::{Path, PathBuf};

/// Width of the plate, in points; less where the window has less.
const WIDTH: f32 = 380.0;
/// How far the frame stands from the window's edges, in points.
const AWAY: f32 = 10.0;
/// Files beyond these are counted.
const NAMED: usize = 5;

/// Draws it over everything, while files are held over the window. `joins` says that what is dropped
/// joins what is shown; else it takes its place.
pub fn hint(ctx: &Context, palette: &Palette, joins: bool) {
    let held: Vec<Option<PathBuf>> =
        ctx.input(|i| i.raw.hovered_files.iter().map(|file| file.path.clone()).collect());
    if held.is_empty() {
        return;
    }
    let window = ctx.content_rect();
    let area = Area::new(Id::unique("files held over the window")).order(Order::Tooltip);
    area.interactable(false).fade_in(false).anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(
        ctx,
        |ui| {
            let veil = theme::color(palette.surface).gamma_multiply(0.72);
            let painter = ui.painter().with_clip_rect(window);
            painter.rect_filled(window, 0.0, veil);
            let stroke = egui::Stroke::new(2.0, theme::color(palette.accent));
            let round = CornerRadius::same(10);
            painter.rect_stroke(window.shrink(AWAY), round, stroke, StrokeKind::Inside);
            theme::overlay(palette, 18).show(ui, |ui| {
                ui.set_width(WIDTH.min(window.width() - 2.0 * AWAY - 80.0).max(120.0));
                ui.label(RichText::new("Drop to open").font(theme::strong(theme::HEADING)));
                ui.add_space(theme::GAP / 2.0);
                for path in held.iter().take(NAMED) {
                    row(ui, palette, path.as_deref());
                }
                if held.len() > NAMED {
                    let words = format!("and {} more", grouped((held.len() - NAMED) as u64));
                    ui.label(RichText::new(words).color(theme::color(palette.muted)));
                }
                let layers = |path: &Option<PathBuf>| path.as_deref().is_some_and(is_tile_file);
                let after = match (held.iter().all(layers), joins) {
                    (true, _) => "The map gets them as layers.",
                    (false, true) => "They join what is shown.",
                    (false, false) => "The built-in story gives way to them.",
                };
                ui.add_space(theme::GAP / 2.0);
                let small = theme::regular(theme::SMALL);
                ui.label(RichText::new(after).font(small).color(theme::color(palette.muted)));
            });
        },
    );
}

/// A file's name, and at the right what it will be.
fn row(ui: &mut Ui, palette: &Palette, path: Option<&Path>) {
    let name = path.map_or_else(|| "a file".into(), name_of);
    let kind = path.map_or("", kind_of);
    ui.horizontal(|ui| {
        let font = theme::regular(theme::BODY);
        let aside = parts::line(ui, kind, font.clone(), palette.muted, ui.available_width());
        let room = ui.available_width() - aside.size().x - theme::GAP;
        let galley = parts::line(ui, &name, font, palette.text, room);
        let (rect, response) = ui
            .allocate_exact_size(vec2(ui.available_width(), galley.size().y), egui::Sense::hover());
        response.widget_info(|| {
            let words = format!("{name}: {kind}");
            egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, words)
        });
        let right = egui::pos2(rect.right() - aside.size().x, rect.top());
        ui.painter().galley(rect.min, galley, theme::color(palette.text));
        ui.painter().galley(right, aside, theme::color(palette.muted));
    });
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// What a file will be, by its name; what is in it decides once it is read.
fn kind_of(path: &Path) -> &'static str {
    if is_tile_file(path) {
        return "a layer of the map";
    }
    if name_of(path).to_lowercase().ends_with(project::SUFFIX) {
        return "a project";
    }
    match extension(path).as_str() {
        "csv" | "tsv" | "tab" | "parquet" => "a table of events",
        "geojson" => "points, areas and lines",
        "txt" | "text" | "md" | "markdown" | "html" | "htm" | "xhtml" => "a report",
        _ if path.is_dir() => "a folder",
        _ => "whatever is in it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_names() {
        let kind = |name: &str| kind_of(Path::new(name));
        assert_eq!(kind("/a/Syria.chronotope.json"), "a project");
        assert_eq!(kind("/a/events.CSV"), "a table of events");
        assert_eq!(kind("city.pmtiles"), "a layer of the map");
        assert_eq!(kind("report.md"), "a report");
        assert_eq!(kind("README"), "whatever is in it");
        assert_eq!(kind_of(&std::env::temp_dir()), "a folder");
        assert_eq!(name_of(Path::new("/")), "/");
    }
}
