//! Every colour of the program, light and dark, and the marks of the categories.
//!
//! Category hues are the Okabe-Ito palette, which stays apart for the common forms of colour
//! blindness (<https://jfly.uni-koeln.de/color/>); shape tells categories apart a second time.

mod marks;

pub use marks::{MarkShape, MarkStyle};

use std::collections::BTreeMap;

/// A colour: red, green, blue, alpha (straight), 0..=255, sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgba(pub u8, pub u8, pub u8, pub u8);

impl Rgba {
    /// An opaque colour from `0xRRGGBB`.
    #[must_use]
    pub const fn hex(rgb: u32) -> Self {
        Self((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8, 255)
    }
    /// The same colour at an opacity of 0..=1.
    #[must_use]
    pub fn alpha(self, opacity: f32) -> Self {
        Self(self.0, self.1, self.2, (f32::from(self.3) * opacity.clamp(0.0, 1.0)).round() as u8)
    }
}

/// Colours of one appearance.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Whether it is the dark one.
    pub dark: bool,
    /// Sea, lakes and rivers.
    pub water: Rgba,
    /// Land.
    pub land: Rgba,
    /// Built-up land.
    pub urban: Rgba,
    /// Coast line.
    pub coast: Rgba,
    /// Country borders.
    pub border: Rgba,
    /// First-level borders within countries.
    pub admin_border: Rgba,
    /// Fill of disputed ground (its border is dashed).
    pub disputed: Rgba,
    /// Town labels and dots.
    pub label: Rgba,
    /// Country labels.
    pub country_label: Rgba,
    /// Labels of water.
    pub water_label: Rgba,
    /// Rim of labels.
    pub halo: Rgba,
    /// Panels.
    pub surface: Rgba,
    /// Things that lie on panels: cards, fields.
    pub raised: Rgba,
    /// Hair lines between things.
    pub line: Rgba,
    /// Text.
    pub text: Rgba,
    /// Less important text; still 4.5:1 on `surface`.
    pub muted: Rgba,
    /// Selection, focus, the slider.
    pub accent: Rgba,
    /// Text on `accent`.
    pub on_accent: Rgba,
    /// Hover.
    pub hover: Rgba,
    /// Trouble.
    pub warning: Rgba,
    /// Marks of categories of the data at hand; see [`Palette::marking`].
    own: BTreeMap<String, MarkStyle>,
}

impl Palette {
    /// For bright rooms.
    #[must_use]
    pub const fn light() -> Self {
        Self {
            dark: false,
            water: Rgba::hex(0xc9_dbe6),
            land: Rgba::hex(0xf4_f2ec),
            urban: Rgba::hex(0xe6_e1d6),
            coast: Rgba::hex(0x93_adbd),
            border: Rgba::hex(0x8a_8594),
            admin_border: Rgba::hex(0xcb_c7c0),
            disputed: Rgba(0xb0, 0x7a, 0x3c, 0x2e),
            label: Rgba::hex(0x3c_4048),
            country_label: Rgba::hex(0x6b_6678),
            water_label: Rgba::hex(0x4d_738c),
            halo: Rgba(0xf8, 0xf6, 0xf1, 0xd8),
            surface: Rgba::hex(0xfb_fafa),
            raised: Rgba::hex(0xff_ffff),
            line: Rgba::hex(0xdd_dce0),
            text: Rgba::hex(0x1d_1f24),
            muted: Rgba::hex(0x5c_6069),
            accent: Rgba::hex(0x0b_5cad),
            on_accent: Rgba::hex(0xff_ffff),
            hover: Rgba::hex(0xe9_eef5),
            warning: Rgba::hex(0xa1_4a00),
            own: BTreeMap::new(),
        }
    }

    /// For dark rooms.
    #[must_use]
    pub const fn dark() -> Self {
        Self {
            dark: true,
            water: Rgba::hex(0x12_1a22),
            land: Rgba::hex(0x23_282e),
            urban: Rgba::hex(0x2e_3339),
            coast: Rgba::hex(0x45_5a69),
            border: Rgba::hex(0x7d_7a88),
            admin_border: Rgba::hex(0x3b_4149),
            disputed: Rgba(0xd9, 0xa0, 0x5b, 0x2e),
            label: Rgba::hex(0xd5_d8dd),
            country_label: Rgba::hex(0xa3_a0b0),
            water_label: Rgba::hex(0x6f_9ab8),
            halo: Rgba(0x17, 0x1b, 0x20, 0xd8),
            surface: Rgba::hex(0x19_1c20),
            raised: Rgba::hex(0x22_262b),
            line: Rgba::hex(0x36_3b42),
            text: Rgba::hex(0xec_edef),
            muted: Rgba::hex(0xa4_a9b1),
            accent: Rgba::hex(0x6c_b4ff),
            on_accent: Rgba::hex(0x08_1a2b),
            hover: Rgba::hex(0x2b_323a),
            warning: Rgba::hex(0xff_b366),
            own: BTreeMap::new(),
        }
    }

    /// Glaciers and ice caps.
    #[must_use]
    pub const fn ice(&self) -> Rgba {
        if self.dark { Rgba::hex(0x2c_343c) } else { Rgba::hex(0xfc_fcfb) }
    }

    /// The outline of a box to tick: without it nobody would know that there is one.
    #[must_use]
    pub const fn edge(&self) -> Rgba {
        if self.dark { Rgba::hex(0x7d_838c) } else { Rgba::hex(0x85_878f) }
    }

    /// Names of first-level divisions: quieter than those of towns.
    #[must_use]
    pub const fn division_label(&self) -> Rgba {
        if self.dark { Rgba::hex(0x80_858e) } else { Rgba::hex(0x8e_8b86) }
    }

    /// Rivers: between water and coast, so that thin lines still read.
    #[must_use]
    pub const fn river(&self) -> Rgba {
        if self.dark { Rgba::hex(0x2a_3f50) } else { Rgba::hex(0xa9_c6d8) }
    }

    /// Woods, parks and grass of vector tiles.
    #[must_use]
    pub const fn green(&self) -> Rgba {
        if self.dark { Rgba::hex(0x22_2e29) } else { Rgba::hex(0xe4_ebd9) }
    }

    /// Roads of vector tiles, from motorways (0) to paths (4): quieter than any mark.
    #[must_use]
    pub const fn road(&self, rank: u8) -> Rgba {
        match (self.dark, rank) {
            (false, 0) => Rgba::hex(0xcd_b48b),
            (false, 1) => Rgba::hex(0xd3_c3a5),
            (false, 2) => Rgba::hex(0xd8_cebb),
            (false, _) => Rgba::hex(0xde_d8cc),
            (true, 0) => Rgba::hex(0x6a_6252),
            (true, 1) => Rgba::hex(0x55_5248),
            (true, 2) => Rgba::hex(0x46_4843),
            (true, _) => Rgba::hex(0x3a_3f42),
        }
    }

    /// Lines of the graticule.
    #[must_use]
    pub const fn graticule(&self) -> Rgba {
        if self.dark { Rgba(0xa4, 0xa9, 0xb1, 0x48) } else { Rgba(0x4d, 0x5a, 0x68, 0x46) }
    }

    /// How full a square of the density surface is: 0 for one event, 1 for the fullest. The middle
    /// of "magma" by Smith and van der Walt (CC0, <https://bids.github.io/colormap/>), which rises
    /// evenly in lightness for every common form of colour vision; away from the ground's own
    /// lightness, so that the emptiest square still stands out.
    #[must_use]
    pub fn density(&self, full: f32) -> Rgba {
        const MAGMA: [u32; 9] = [
            0x3b_0f70, 0x64_1a80, 0x8c_2981, 0xb7_3779, 0xde_4968, 0xf7_705c, 0xfe_9f6d, 0xfe_cf92,
            0xfc_fdbf,
        ];
        let full = if full.is_finite() { full.clamp(0.0, 1.0) } else { 0.0 };
        // Dark on light ground, light on dark: from 1.5 to 8 there, from 6.5 down to 0 here.
        let at = if self.dark { 1.5 + 6.5 * full } else { 6.5 * (1.0 - full) };
        let low = (at.floor() as usize).min(MAGMA.len() - 2);
        let part = at - low as f32;
        let stop = |at: usize| MAGMA.get(at).copied().map_or(Rgba::hex(0), Rgba::hex);
        let (a, b) = (stop(low), stop(low + 1));
        let mix =
            |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part).round() as u8;
        Rgba(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2), 255)
    }

    /// A square of the density surface whose events all lie outside the window.
    #[must_use]
    pub fn density_outside(&self) -> Rgba {
        self.muted.alpha(if self.dark { 0.22 } else { 0.2 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(c: Rgba) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2)
    }

    /// Contrast (WCAG 2.2), 1 to 21.
    fn contrast(a: Rgba, b: Rgba) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_and_marks_meet_wcag_aa() {
        for palette in [Palette::light(), Palette::dark()] {
            let p = &palette;
            // Text, 4.5:1 on every ground that it stands on.
            for ground in [p.surface, p.raised, p.hover] {
                for (name, ink) in [
                    ("text", p.text),
                    ("muted", p.muted),
                    ("accent", p.accent),
                    ("warning", p.warning),
                ] {
                    let ratio = contrast(ink, ground);
                    assert!(ratio >= 4.5, "{name} on {ground:?}: {ratio:.2}, dark {}", p.dark);
                }
            }
            assert!(contrast(p.on_accent, p.accent) >= 4.5);
            for (name, ink, ground) in [
                ("town", p.label, p.land),
                ("country", p.country_label, p.land),
                ("water", p.water_label, p.halo),
                ("text", p.text, p.halo),
            ] {
                let ratio = contrast(ink, ground);
                assert!(ratio >= 4.5, "label of a {name}: {ratio:.2}, dark {}", p.dark);
            }
            // What is no text, 3:1: the focus and the line between land and its countries' borders.
            assert!(contrast(p.accent, p.land) >= 3.0 && contrast(p.accent, p.water) >= 3.0);
            assert!(contrast(p.border, p.land) >= 3.0);
            assert!(contrast(p.edge(), p.raised) >= 3.0 && contrast(p.edge(), p.surface) >= 3.0);
        }
    }

    #[test]
    fn fuller_squares_stand_further_from_the_ground() {
        for palette in [Palette::light(), Palette::dark()] {
            let ground = luminance(palette.land);
            let steps: Vec<f64> =
                (0..=20_u8).map(|n| luminance(palette.density(f32::from(n) / 20.0))).collect();
            let away: Vec<f64> = steps.iter().map(|l| (l - ground).abs()).collect();
            assert!(away.is_sorted(), "{away:?}");
            assert!(away.iter().all(|away| *away > 0.03), "the emptiest is seen: {away:?}");
        }
        assert_eq!(Palette::light().density(f32::NAN), Palette::light().density(0.0));
    }
}
