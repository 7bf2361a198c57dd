//! Forms of EDTF and its neighbours that are not read: what each is, and what to write instead.

/// What a date is that looks like a form which is known and not supported.
pub(super) fn foreign(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let rest = text.strip_prefix("J:").unwrap_or(text);
    let date = rest.split_once('T').map_or(rest, |(date, _)| date);
    if date.len() > 20 {
        return None;
    }
    if matches!(text, "open" | "unknown" | "uuuu") {
        return Some(
            "an open end is written `..`, and one that nobody tells is left empty: 2015-09/..",
        );
    }
    if date.starts_with('P') {
        return Some("a length of time (`P3M`) is no date; write begin and end: 2026-01/2026-03");
    }
    if date.starts_with('y') {
        return Some("a year of more than four digits begins with a capital `Y`: Y12345");
    }
    if date.contains('E') && digit_before(date, 'E') {
        return Some(
            "exponential years (`Y17E7`) are not supported; years go from -999999 to 999999",
        );
    }
    if date.contains('S') && digit_before(date, 'S') {
        return Some(
            "significant digits (`1950S2`) are not supported; leave digits open instead: 19XX",
        );
    }
    if date.contains("-W") {
        return Some(
            "weeks (`2026-W04`) are not supported; write their days: 2026-01-19/2026-01-25",
        );
    }
    if date.contains(['u', 'x']) && digit_before(date, 'u') | digit_before(date, 'x') {
        return Some("a digit left open is a capital `X`: 199X");
    }
    if bytes.len() == 8 && digits(0..8) {
        return Some("a date is written with hyphens: 2026-01-18");
    }
    if bytes.len() == 8 && digits(0..4) && bytes.get(4) == Some(&b'-') && digits(5..8) {
        return Some("a day by its number in the year is not supported; write month and day");
    }
    scattered(date)
}

/// Digits left open before known ones, or within a month or day: `XXXX-12`, `1984-1X`, `1X56`.
fn scattered(date: &str) -> Option<&'static str> {
    let date = date.trim_end_matches(['~', '?', '%']);
    let mut parts = date.trim_start_matches(['Y', '-']).split('-');
    let year = parts.next()?;
    let open =
        |part: &str| part.contains('X') && part.bytes().all(|b| b == b'X' || b.is_ascii_digit());
    let known_behind = year.trim_end_matches('X').contains('X');
    let all = year.len() > 3 && year.bytes().all(|b| b == b'X');
    let mixed = parts.clone().any(|part| open(part) && part != "XX");
    let month_only = parts.next() == Some("XX") && parts.next().is_some_and(|day| day != "XX");
    (open(year) && (known_behind || all) || mixed || month_only).then_some(
        "digits can be left open at the end of the year (199X), and months and days as a whole \
         (2004-XX, 2004-07-XX); other open digits are not supported: list the dates, [1984-10,1984-11]",
    )
}

/// Whether a letter stands right behind a digit, as in `1950S2`.
fn digit_before(text: &str, letter: char) -> bool {
    text.find(letter)
        .and_then(|at| text.as_bytes().get(at.checked_sub(1)?))
        .is_some_and(u8::is_ascii_digit)
}
