//! Writing what is shown to a file: the system's dialog where there is one, a path typed where there
//! is none.

use super::asking::Asking;
use crate::app::export::{ExportAs, Shown};
use crate::app::jobs::{Job, Outcome, Revision};
use crate::basemap::Basemap;
use crate::task::grouped;
use crate::views::{dialog, theme};
use egui::{RichText, Ui};
use std::path::PathBuf;
use std::sync::Arc;

const TITLE: &str = "Export what is shown";
/// Width of the endings, and of the button beside the path with the space around it, in points.
const COLUMN: f32 = 70.0;
const BUTTON: f32 = 110.0;

/// The window that asks where to, and the writing itself.
#[derive(Default)]
pub struct Exporting {
    /// Whether the window is shown.
    pub open: bool,
    asking: Asking<PathBuf>,
    job: Option<Job<Result<PathBuf, String>>>,
    /// The file that was written last.
    written: Option<PathBuf>,
}

/// What exporting needs of the window.
pub struct Source<'a> {
    /// What is shown, taken when it is written.
    pub shown: &'a dyn Fn() -> Shown,
    /// How many events a file would hold.
    pub events: usize,
    /// The base map, once it is there.
    pub map: Option<Arc<Basemap>>,
}

impl Exporting {
    /// Draws the window while it is open, and takes what was chosen or written.
    pub fn ui(&mut self, ui: &Ui, source: &Source<'_>) {
        self.advance(ui.ctx(), source);
        if self.open && dialog::show(ui.ctx(), TITLE, 500.0, |ui| self.body(ui, source)) {
            self.open = false;
        }
    }

    /// What is being written, was written, or why not.
    pub fn status(&self, ui: &mut Ui) {
        let font = theme::regular(12.5);
        if self.job.is_some() {
            ui.add(egui::Spinner::new().size(14.0));
            ui.label(RichText::new("Exporting").font(font));
        } else if let Some(trouble) = self.asking.trouble.as_ref().filter(|_| !self.open) {
            ui.label(RichText::new(trouble).font(font).color(ui.visuals().warn_fg_color));
        } else if let Some(path) = &self.written {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let said = ui.label(RichText::new(format!("Exported {name}")).font(font));
            said.on_hover_text(path.display().to_string());
        }
    }

    fn body(&mut self, ui: &mut Ui, source: &Source<'_>) {
        let count = grouped(source.events as u64);
        ui.label(format!(
            "Writes the {count} events that the window and the filters leave, or a picture of the \
             map and the timeline as they are. The file's ending says which:"
        ));
        ui.add_space(theme::GAP / 2.0);
        for (_, ending, use_of) in ExportAs::ALL {
            dialog::row(ui, &format!(".{ending}"), COLUMN, use_of);
        }
        ui.add_space(theme::GAP);
        if ui.add_enabled(!self.asking.is_choosing(), egui::Button::new("Choose where…")).clicked()
        {
            self.choose(ui.ctx());
        }
        ui.add_space(theme::GAP);
        if self.asking.line(ui, "events.geojson", "Export here", BUTTON) {
            self.write_typed(ui.ctx(), source);
        }
        dialog::trouble(ui, self.asking.trouble.as_deref());
    }

    fn write_typed(&mut self, ctx: &egui::Context, source: &Source<'_>) {
        let path = PathBuf::from(self.asking.typed.trim());
        if ExportAs::of(&path).is_none() {
            let endings = ExportAs::ALL.map(|(_, ending, _)| format!(".{ending}")).join(", ");
            self.asking.trouble = Some(format!("Name a file that ends with one of {endings}."));
        } else if self.asking.may_write(&path, "Export") {
            self.start(ctx, source, path);
        }
    }

    fn start(&mut self, ctx: &egui::Context, source: &Source<'_>, path: PathBuf) {
        let drawn = matches!(ExportAs::of(&path), Some(ExportAs::Png | ExportAs::Svg));
        if drawn && source.map.is_none() {
            self.asking.trouble =
                Some("The base map is still being unpacked: try again in a moment.".to_owned());
            return;
        }
        let (shown, map, wake) = ((source.shown)(), source.map.clone(), ctx.clone());
        self.asking.answered();
        (self.open, self.written) = (false, None);
        let work = move |_: &crate::task::Task| {
            let written = shown.write(&path, map.as_deref());
            written.map(|()| path).map_err(|why| why.to_string())
        };
        let job =
            Job::start("exporting", Revision::default(), work, move || wake.request_repaint());
        self.job = Some(job);
    }

    fn choose(&mut self, ctx: &egui::Context) {
        self.asking
            .choose(ctx, || rfd::FileDialog::new().set_file_name("events.geojson").save_file());
    }

    fn advance(&mut self, ctx: &egui::Context, source: &Source<'_>) {
        if let Some(outcome) = self.job.as_mut().and_then(|job| job.poll(Revision::default())) {
            self.job = None;
            match outcome {
                Outcome::Done(Ok(path)) => self.written = Some(path),
                Outcome::Done(Err(why)) | Outcome::Failed(why) => self.asking.trouble = Some(why),
                Outcome::Cancelled | Outcome::Stale => {}
            }
        }
        let Some(path) = self.asking.take_chosen() else { return };
        // The dialog has asked whether to replace what is there.
        if ExportAs::of(&path).is_some() {
            self.start(ctx, source, path);
        } else {
            self.asking.typed = path.to_string_lossy().into_owned();
            self.write_typed(ctx, source);
        }
    }
}
