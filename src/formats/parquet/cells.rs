//! Values of a column as cells of delimited text.

use crate::model::Second;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;
use std::fmt::Display;
use std::io::Write as _;

/// How the values of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Plain,
    /// A number without a sign.
    Unsigned,
    /// Text.
    Text,
    /// Bytes that are no text, as hexadecimal digits.
    Bytes,
    /// A geometry in well-known binary.
    Geometry,
    /// Days since 1970.
    Date,
    /// An instant, in UTC where `utc`, else on its own clock.
    Timestamp { unit: Unit, utc: bool },
    /// A timestamp that stands for its day.
    Midnight { unit: Unit },
    /// Time of day.
    Time { unit: Unit },
    /// A number with so many decimals.
    Decimal { scale: u32 },
    /// A 128-bit identifier.
    Uuid,
    /// A floating-point number of 16 bits.
    Half,
}

/// What a timestamp counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Milli,
    Micro,
    Nano,
}

impl Unit {
    fn of(unit: &TimeUnit) -> Self {
        match unit {
            TimeUnit::MILLIS => Self::Milli,
            TimeUnit::MICROS => Self::Micro,
            TimeUnit::NANOS => Self::Nano,
        }
    }

    /// How many make a second.
    pub fn per_second(self) -> i64 {
        match self {
            Self::Milli => 1_000,
            Self::Micro => 1_000_000,
            Self::Nano => 1_000_000_000,
        }
    }
}

impl Form {
    pub fn of(column: &ColumnDescriptor) -> Self {
        let physical = column.physical_type();
        let scale = || u32::try_from(column.type_scale()).unwrap_or_default();
        if let Some(logical) = column.logical_type_ref() {
            return match logical {
                LogicalType::String | LogicalType::Enum | LogicalType::Json => Self::Text,
                LogicalType::Date => Self::Date,
                LogicalType::Timestamp(kind) => {
                    Self::Timestamp { unit: Unit::of(&kind.unit), utc: kind.is_adjusted_to_u_t_c }
                }
                LogicalType::Time(kind) => Self::Time { unit: Unit::of(&kind.unit) },
                LogicalType::Decimal(kind) => {
                    Self::Decimal { scale: u32::try_from(kind.scale).unwrap_or_default() }
                }
                LogicalType::Integer(kind) if !kind.is_signed => Self::Unsigned,
                LogicalType::Integer(_) => Self::Plain,
                LogicalType::Uuid => Self::Uuid,
                LogicalType::Float16 => Self::Half,
                LogicalType::Geometry(_) | LogicalType::Geography(_) => Self::Geometry,
                _ => Self::by_type(physical),
            };
        }
        match column.converted_type() {
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Self::Text,
            ConvertedType::DATE => Self::Date,
            ConvertedType::TIMESTAMP_MILLIS => Self::Timestamp { unit: Unit::Milli, utc: true },
            ConvertedType::TIMESTAMP_MICROS => Self::Timestamp { unit: Unit::Micro, utc: true },
            ConvertedType::TIME_MILLIS => Self::Time { unit: Unit::Milli },
            ConvertedType::TIME_MICROS => Self::Time { unit: Unit::Micro },
            ConvertedType::DECIMAL => Self::Decimal { scale: scale() },
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            _ => Self::by_type(physical),
        }
    }

    fn by_type(physical: Type) -> Self {
        match physical {
            // Older programs wrote text without saying so.
            Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY => Self::Bytes,
            // Of those 96 bits, days and nanoseconds without a zone, nothing else was ever made.
            Type::INT96 => Self::Timestamp { unit: Unit::Nano, utc: false },
            _ => Self::Plain,
        }
    }

    pub fn bool(self, value: Option<&bool>, out: &mut Vec<u8>) {
        if let Some(value) = value {
            out.extend_from_slice(if *value { b"true" } else { b"false" });
        }
    }

    pub fn float(self, value: Option<&impl Display>, out: &mut Vec<u8>) {
        if let Some(value) = value {
            put(out, value);
        }
    }

    /// `narrow` where the column has 32 bits.
    pub fn integer(self, value: Option<i64>, narrow: bool, out: &mut Vec<u8>) {
        let Some(value) = value else { return };
        match self {
            Self::Date => date(Second(value.saturating_mul(86_400)), out),
            Self::Midnight { unit } => date(Second(value.div_euclid(unit.per_second())), out),
            Self::Timestamp { unit, utc } => {
                let at = Second(value.div_euclid(unit.per_second()));
                let civil = at.civil();
                date(at, out);
                out.push(b'T');
                clock(out, [civil.hour, civil.minute, civil.second]);
                if utc {
                    out.push(b'Z');
                }
            }
            Self::Time { unit } => {
                let second = value.div_euclid(unit.per_second()).rem_euclid(86_400);
                let parts = [second / 3_600, second / 60 % 60, second % 60];
                clock(out, parts.map(|part| u8::try_from(part).unwrap_or_default()));
            }
            Self::Unsigned if narrow => put(out, &(value & 0xFFFF_FFFF)),
            Self::Unsigned => put(out, &value.cast_unsigned()),
            Self::Decimal { scale } => decimal(i128::from(value), scale, out),
            _ => put(out, &value),
        }
    }

    pub fn bytes(self, value: Option<&[u8]>, out: &mut Vec<u8>) {
        let Some(value) = value else { return };
        match self {
            Self::Text => text(&String::from_utf8_lossy(value), out),
            Self::Decimal { scale } if value.len() <= 16 => {
                let negative = value.first().is_some_and(|first| first & 0x80 != 0);
                let fill = if negative { -1_i128 } else { 0 };
                decimal(
                    value.iter().fold(fill, |sum, byte| sum << 8 | i128::from(*byte)),
                    scale,
                    out,
                );
            }
            Self::Uuid if value.len() == 16 => {
                for (at, byte) in value.iter().enumerate() {
                    if matches!(at, 4 | 6 | 8 | 10) {
                        out.push(b'-');
                    }
                    put(out, &format_args!("{byte:02x}"));
                }
            }
            Self::Half if value.len() == 2 => {
                if let Some(bits) = value.first_chunk::<2>() {
                    put(out, &half(u16::from_le_bytes(*bits)));
                }
            }
            _ => match std::str::from_utf8(value) {
                Ok(words) if !words.contains('\0') => text(words, out),
                _ => value.iter().for_each(|byte| put(out, &format_args!("{byte:02x}"))),
            },
        }
    }
}

fn put(out: &mut Vec<u8>, value: &impl Display) {
    // Writing into memory does not fail.
    let _ = write!(out, "{value}");
}

fn two(out: &mut Vec<u8>, number: u8) {
    out.push(b'0' + number / 10 % 10);
    out.push(b'0' + number % 10);
}

fn clock(out: &mut Vec<u8>, parts: [u8; 3]) {
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            out.push(b':');
        }
        two(out, part);
    }
}

/// The day of an instant; beyond the years of four digits, the year alone, as EDTF has it.
fn date(at: Second, out: &mut Vec<u8>) {
    if !(Second::MIN..Second::MAX).contains(&at) {
        return put(out, &at.0);
    }
    let civil = at.civil();
    if (0..=9_999).contains(&civil.year) {
        let year = civil.year.unsigned_abs();
        two(out, u8::try_from(year / 100).unwrap_or_default());
        two(out, u8::try_from(year % 100).unwrap_or_default());
        out.push(b'-');
        two(out, civil.month);
        out.push(b'-');
        two(out, civil.day);
    } else {
        put(out, &format_args!("Y{}", civil.year));
    }
}

fn decimal(value: i128, scale: u32, out: &mut Vec<u8>) {
    let Some(unit) = 10_u128.checked_pow(scale).filter(|unit| *unit > 1) else {
        return put(out, &value);
    };
    let (whole, part) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    if value < 0 {
        out.push(b'-');
    }
    put(out, &format_args!("{whole}.{part:0width$}", width = scale as usize));
}

/// The number of an IEEE 754 half.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1F), f32::from(bits & 0x3FF));
    sign * match exponent {
        0 => fraction * 2_f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction / 1_024.0) * 2_f32.powi(exponent - 15),
    }
}

/// A cell of text, in quotes where it needs them.
fn text(words: &str, out: &mut Vec<u8>) {
    let bytes = words.as_bytes();
    if memchr::memchr3(b',', b'"', b'\n', bytes).or_else(|| memchr::memchr(b'\r', bytes)).is_none()
    {
        return out.extend_from_slice(bytes);
    }
    out.push(b'"');
    for (at, part) in bytes.split(|byte| *byte == b'"').enumerate() {
        if at > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part);
    }
    out.push(b'"');
}

/// The cells of a batch of one column, one after the other.
#[derive(Debug, Default)]
pub(super) struct Cells {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Adds a cell that `write` appends.
    pub fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    pub fn get(&self, at: usize) -> &[u8] {
        let from = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let to = self.ends.get(at).copied().unwrap_or_default();
        self.bytes.get(from.unwrap_or_default()..to).unwrap_or_default()
    }

    pub fn bytes(&self) -> usize {
        self.bytes.len()
    }
}
