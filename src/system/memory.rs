//! How much memory is free.

/// Bytes of memory that can be had without pushing others out, as the system reckons it
/// (`MemAvailable` of `/proc/meminfo`); nothing where the system does not say so in a file.
#[must_use]
pub fn available_memory_bytes() -> Option<u64> {
    available_in(&std::fs::read_to_string("/proc/meminfo").ok()?)
}

/// The figure of a text in the form of `/proc/meminfo`.
fn available_in(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1_024)
}

#[cfg(test)]
mod tests {
    use super::available_in;

    #[test]
    fn the_system_s_figure_is_read() {
        let text = "MemTotal:       24576000 kB\nMemAvailable:   20480000 kB\nBuffers: 1 kB\n";
        assert_eq!(available_in(text), Some(20_480_000 * 1_024));
        for none in ["", "MemAvailable: lots", "MemAvailable: 99999999999999999999 kB"] {
            assert_eq!(available_in(none), None, "{none}");
        }
    }
}
