//! Points in well-known binary (OGC 06-103r4, 8.2), with or without height and reference system.

/// Longitude and latitude of a point; nothing for other geometries, empty points and broken ones.
pub(super) fn point(bytes: &[u8]) -> Option<(f64, f64)> {
    /// The extended form of PostGIS has a reference system in front of the coordinates.
    const HAS_SRID: u32 = 0x2000_0000;
    let (order, rest) = bytes.split_first()?;
    let little = match order {
        0 => false,
        1 => true,
        _ => return None,
    };
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let kind = if little { u32::from_le_bytes(*kind) } else { u32::from_be_bytes(*kind) };
    // 1 is a point, 1001, 2001 and 3001 one with height, measure or both.
    if (kind & 0xFFFF) % 1_000 != 1 {
        return None;
    }
    let rest = if kind & HAS_SRID == 0 { rest } else { rest.get(4..)? };
    let (x, rest) = rest.split_first_chunk::<8>()?;
    let y = rest.first_chunk::<8>()?;
    let number = |b: [u8; 8]| if little { f64::from_le_bytes(b) } else { f64::from_be_bytes(b) };
    let (x, y) = (number(*x), number(*y));
    (x.is_finite() && y.is_finite()).then_some((x, y))
}

#[cfg(test)]
mod tests {
    use super::point;
    use proptest::prelude::*;

    fn plain(x: f64, y: f64, kind: u32, little: bool) -> Vec<u8> {
        let mut bytes = vec![u8::from(little)];
        if little {
            bytes.extend(kind.to_le_bytes());
            bytes.extend(x.to_le_bytes());
            bytes.extend(y.to_le_bytes());
        } else {
            bytes.extend(kind.to_be_bytes());
            bytes.extend(x.to_be_bytes());
            bytes.extend(y.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn points_in_both_orders_and_with_heights() {
        for little in [true, false] {
            assert_eq!(point(&plain(41.2, 37.0, 1, little)), Some((41.2, 37.0)));
            assert_eq!(point(&plain(41.2, 37.0, 1001, little)), Some((41.2, 37.0)));
            assert_eq!(point(&plain(41.2, 37.0, 3, little)), None, "a polygon");
            assert_eq!(point(&plain(f64::NAN, f64::NAN, 1, little)), None, "an empty point");
        }
        let mut named = vec![1];
        named.extend(0x2000_0001_u32.to_le_bytes());
        named.extend(4326_u32.to_le_bytes());
        named.extend(41.2_f64.to_le_bytes());
        named.extend(37.0_f64.to_le_bytes());
        assert_eq!(point(&named), Some((41.2, 37.0)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = point(&bytes);
        }
    }
}
