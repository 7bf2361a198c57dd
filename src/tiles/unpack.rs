//! Taking the packing off, within a limit: a few bytes can be made to unpack to any length.

use super::error::damaged;
use super::{Problem, TileError};
use std::io::{BufReader, Read};

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
}

impl Packing {
    /// What the first bytes say; Brotli has no sign of its own.
    pub fn guess(bytes: &[u8]) -> Self {
        match bytes {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// Unpacks bytes to at most `most` bytes; `from` and `what` are for the error.
pub fn unpack(
    bytes: Vec<u8>,
    packing: Packing,
    most: usize,
    from: &str,
    what: &str,
) -> Result<Vec<u8>, TileError> {
    let reader: Box<dyn Read + '_> = match packing {
        Packing::Plain if bytes.len() <= most => return Ok(bytes),
        Packing::Plain => return Err(too_large(from, what, most)),
        Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(bytes.as_slice())),
        Packing::Brotli => {
            Box::new(brotli_decompressor::Decompressor::new(bytes.as_slice(), 16 * 1024))
        }
        Packing::Zstd => {
            let mut decoder =
                zstd::stream::read::Decoder::with_buffer(BufReader::new(bytes.as_slice()))
                    .map_err(|why| damaged(from, format!("{what} does not unpack ({why})")))?;
            // A frame may ask for a window of any size; what is larger than the limit is of no use.
            decoder
                .window_log_max(25)
                .map_err(|why| damaged(from, format!("{what} does not unpack ({why})")))?;
            Box::new(decoder)
        }
    };
    let mut out = Vec::new();
    reader
        .take(most as u64 + 1)
        .read_to_end(&mut out)
        .map_err(|why| damaged(from, format!("{what} does not unpack ({why})")))?;
    if out.len() > most { Err(too_large(from, what, most)) } else { Ok(out) }
}

fn too_large(from: &str, what: &str, most: usize) -> TileError {
    let most = most / (1024 * 1024);
    TileError::new(from, Problem::TooLarge(format!("{what} has more than {most} MB")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;

    fn packed(bytes: &[u8], packing: Packing) -> Vec<u8> {
        match packing {
            Packing::Plain => bytes.to_vec(),
            Packing::Gzip => {
                let mut out =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                out.write_all(bytes).unwrap();
                out.finish().unwrap()
            }
            Packing::Zstd => zstd::encode_all(bytes, 1).unwrap(),
            // There is no encoder here: "tile" six times with spaces, by that of Node.
            Packing::Brotli => vec![
                27, 28, 0, 248, 141, 148, 110, 222, 180, 44, 75, 163, 43, 16, 182, 96, 39, 10, 208,
                5,
            ],
        }
    }

    #[test]
    fn every_packing_comes_off() {
        let words = b"a tile, a tile, a tile".repeat(50);
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let bytes = packed(&words, packing);
            assert_eq!(Packing::guess(&bytes), packing);
            assert_eq!(unpack(bytes, packing, 2000, "f", "a tile").unwrap(), words);
        }
        let brotli = packed(&[], Packing::Brotli);
        let words = unpack(brotli, Packing::Brotli, 2000, "f", "a tile").unwrap();
        assert_eq!(words, b"tile tile tile tile tile tile");
    }

    #[test]
    fn a_bomb_is_refused() {
        let zeros = vec![0; 3_000_000];
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let bytes = packed(&zeros, packing);
            let error =
                unpack(bytes, packing, 2_000_000, "world.pmtiles", "tile 1/0/0").unwrap_err();
            let line = error.to_string();
            assert!(matches!(error.problem, Problem::TooLarge(_)), "{line}");
            assert!(line.starts_with("world.pmtiles holds") && line.contains("1/0/0"), "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_safe(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0..40usize) {
            for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd, Packing::Brotli] {
                let _ = unpack(bytes.clone(), packing, 10_000, "f", "a tile");
                let mut short = packed(&bytes, packing);
                short.truncate(short.len().saturating_sub(cut));
                let _ = unpack(short, packing, 10_000, "f", "a tile");
            }
        }
    }
}
