//! How much room is free on a disk.

use std::path::Path;
use std::process::{Command, Stdio};

/// Bytes that can still be written into a folder, as `df` reckons them for whoever asks, since the
/// standard library does not; nothing where there is no such program (POSIX has it) or it does not know.
#[must_use]
pub fn available_disk_bytes(folder: &Path) -> Option<u64> {
    // The folder may have to be made first: what counts is the disk that it will be on.
    let there = folder.ancestors().find(|folder| folder.exists())?;
    let asked = Command::new("df")
        .args(["-P", "-k"])
        .arg(there)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    available_in(&String::from_utf8_lossy(&asked.stdout))
}

/// The figure of a table in the form that POSIX gives `df -P -k`: a header, and a line of device, blocks,
/// used, available, share and folder. Device and folder may have blanks in them.
fn available_in(table: &str) -> Option<u64> {
    let words: Vec<&str> = table.lines().nth(1)?.split_whitespace().collect();
    let share = words.iter().rposition(|word| is_share(word))?;
    let blocks: u64 = words.get(share.checked_sub(1)?)?.parse().ok()?;
    blocks.checked_mul(1_024)
}

/// Whether a word is a share of a whole, or the dash for none.
fn is_share(word: &str) -> bool {
    word == "-" || word.strip_suffix('%').is_some_and(|number| number.parse::<u32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_is_found_whatever_the_names() {
        let head = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n";
        for (line, bytes) in [
            ("/dev/vda         263174212 81000000  12345678      88% /", Some(12_345_678 * 1_024)),
            ("//server/my disk 100 40 60 40% /mnt/my disk", Some(60 * 1_024)),
            ("overlay 100 100 0 100% /a 5% b", None),
            ("tmpfs 100 40 lots 40% /tmp", None),
            ("", None),
        ] {
            // A folder that looks like a share is not to be told from one.
            assert_eq!(available_in(&format!("{head}{line}\n")), bytes, "{line}");
        }
        assert_eq!(available_in(""), None);
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_on_a_disk() {
        let folder = std::env::temp_dir();
        let there = available_disk_bytes(&folder);
        assert_eq!(available_disk_bytes(&folder.join("not/there")).is_some(), there.is_some());
    }
}
