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

    pub fn float(self, value: Option<&f32>, out: &mut Vec<u8>) {
        if let Some(value) = value {
            put(out, value);
        }
    }

    pub fn double(self, value: Option<&f64>, out: &mut Vec<u8>) {
        if let Some(value) = value
            && !short(*value, out)
        {
            put(out, value);
        }
    }

    /// `narrow` where the column has 32 bits.
    pub fn integer(self, value: Option<i64>, narrow: bool, days: &mut Days, out: &mut Vec<u8>) {
        let Some(value) = value else { return };
        match self {
            Self::Date => days.put(value, out),
            Self::Midnight { unit } => {
                days.put(value.div_euclid(unit.per_second()).div_euclid(86_400), out);
            }
            Self::Timestamp { unit, utc } => {
                let second = value.div_euclid(unit.per_second());
                days.put(second.div_euclid(86_400), out);
                let [h0, h1, m0, m1, s0, s1] = clock(second);
                let time = [b'T', h0, h1, b':', m0, m1, b':', s0, s1, b'Z'];
                out.extend_from_slice(&time);
                out.truncate(out.len() - usize::from(!utc));
            }
            Self::Time { unit } => {
                let [h0, h1, m0, m1, s0, s1] = clock(value.div_euclid(unit.per_second()));
                out.extend_from_slice(&[h0, h1, b':', m0, m1, b':', s0, s1]);
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
            Self::Text => text(String::from_utf8_lossy(value).as_bytes(), out),
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
                Ok(words) if !words.contains('\0') => text(value, out),
                _ => value.iter().for_each(|byte| put(out, &format_args!("{byte:02x}"))),
            },
        }
    }
}

fn put(out: &mut Vec<u8>, value: &impl Display) {
    // Writing into memory does not fail.
    let _ = write!(out, "{value}");
}

/// Writes a number that has at most six decimals, as positions have; leaves others to the long way,
/// which finds the shortest digits that mean the same number.
fn short(value: f64, out: &mut Vec<u8>) -> bool {
    const UNIT: f64 = 1e6;
    let scaled = (value * UNIT).round();
    // Up to here all products and quotients of the unit are told apart.
    if scaled.abs() > 1e12 || scaled / UNIT != value || value == 0.0 {
        return false;
    }
    let number = scaled.abs() as u64;
    let (mut whole, mut part) = (number / 1_000_000, number % 1_000_000);
    let mut digits = [0_u8; 24];
    let mut at = digits.len();
    let mut put = |digit: u8| {
        at -= 1;
        if let Some(slot) = digits.get_mut(at) {
            *slot = digit;
        }
    };
    let mut places = 6;
    while places > 0 && part % 10 == 0 {
        part /= 10;
        places -= 1;
    }
    for _ in 0..places {
        put(b'0' + (part % 10) as u8);
        part /= 10;
    }
    if places > 0 {
        put(b'.');
    }
    loop {
        put(b'0' + (whole % 10) as u8);
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    if value < 0.0 {
        put(b'-');
    }
    out.extend_from_slice(digits.get(at..).unwrap_or_default());
    true
}

fn two(out: &mut Vec<u8>, number: u8) {
    out.push(b'0' + number / 10 % 10);
    out.push(b'0' + number % 10);
}

/// The digits of the time of day of a second: hours, minutes and seconds.
fn clock(second: i64) -> [u8; 6] {
    let second = u32::try_from(second.rem_euclid(86_400)).unwrap_or_default();
    let digit = |number: u32| b'0' + (number % 10) as u8;
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    [hour / 10, hour, minute / 10, minute, second / 10, second].map(digit)
}

/// How many days are remembered: eleven years of them.
const DAYS: usize = 4_096;

/// A day as it is usually written.
type Day = [u8; 10];

/// Days that were written before: those of a column are few, and each is written many times.
#[derive(Debug)]
pub(super) struct Days {
    known: Vec<Option<(i64, Day)>>,
}

impl Default for Days {
    fn default() -> Self {
        Self { known: vec![None; DAYS] }
    }
}

impl Days {
    /// Writes a day, counted from 1970.
    fn put(&mut self, day: i64, out: &mut Vec<u8>) {
        let slot = self.known.get_mut(day.cast_unsigned() as usize % DAYS);
        if let Some(Some((known, text))) = &slot
            && *known == day
        {
            return out.extend_from_slice(text);
        }
        let from = out.len();
        date(Second(day.saturating_mul(86_400)), out);
        let text = out.get(from..).and_then(|text| Day::try_from(text).ok());
        if let (Some(slot), Some(text)) = (slot, text) {
            *slot = Some((day, text));
        }
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
pub(super) fn text(bytes: &[u8], out: &mut Vec<u8>) {
    /// From so many bytes on, a search is worth its call.
    const LONG: usize = 32;
    let needs = if bytes.len() < LONG {
        bytes.iter().fold(false, |any, b| any | matches!(*b, b',' | b'"' | b'\n' | b'\r'))
    } else {
        memchr::memchr3(b',', b'"', b'\n', bytes).is_some()
            || memchr::memchr(b'\r', bytes).is_some()
    };
    if !needs {
        return out.extend_from_slice(bytes);
    }
    out.push(b'"');
    let mut rest = bytes;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        let (part, behind) = rest.split_at(quote + 1);
        out.extend_from_slice(part);
        out.push(b'"');
        rest = behind;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_the_long_way_does(
            value in prop_oneof![
                any::<f64>(),
                -1_000.0..1_000.0,
                (-1_800_000_000_i64..1_800_000_000).prop_map(|n| n as f64 / 1e7),
                (-1_800_000_i64..1_800_000).prop_map(|n| n as f64 / 1e4),
                (-180_i64..180).prop_map(|n| n as f64),
            ],
        ) {
            let mut out = Vec::new();
            Form::Plain.double(Some(&value), &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
        }

        #[test]
        fn days_are_written_alike_however_often(days in prop::collection::vec(-800_000_i64..3_000_000, 1..40)) {
            let mut known = Days::default();
            for day in days.iter().chain(&days) {
                let (mut once, mut again) = (Vec::new(), Vec::new());
                known.put(*day, &mut once);
                date(Second(day * 86_400), &mut again);
                prop_assert_eq!(once, again);
            }
        }
    }
}
