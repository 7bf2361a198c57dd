//! How many steps a second are offered, and how they are called.

/// Steps a second that are offered.
pub(super) const ALL: [f32; 7] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0];

/// "4 /s".
pub(super) fn short(steps: f32) -> String {
    if steps < 1.0 { format!("{steps:.1} /s") } else { format!("{steps:.0} /s") }
}
