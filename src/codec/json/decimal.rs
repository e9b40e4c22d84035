//! Decimal numbers as text and back, exactly.

/// More digits than any decimal of 128 bits has.
const DIGITS_MAX: usize = 38;

/// The unscaled value of a number written as JSON writes numbers. `None` is not a number; `Some(None)` has more digits
/// before or behind the point than the type holds.
pub(super) fn parse(text: &[u8], precision: u8, scale: i8) -> Option<Option<i128>> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (mantissa, exponent) = match text.iter().position(|c| matches!(c, b'e' | b'E')) {
        Some(at) => (&text[..at], parse_exponent(&text[at + 1..])?),
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.iter().position(|&c| c == b'.') {
        Some(at) => (&mantissa[..at], Some(&mantissa[at + 1..])),
        None => (mantissa, None),
    };
    let is_number = is_digits(whole) && (whole.len() == 1 || whole[0] != b'0') && fraction.is_none_or(is_digits);
    if !is_number {
        return None;
    }
    let fraction = fraction.unwrap_or_default();
    let digits: Vec<u8> = whole.iter().chain(fraction).copied().skip_while(|&c| c == b'0').collect();
    let zeros = digits.iter().rev().take_while(|&&c| c == b'0').count();
    let digits = &digits[..digits.len() - zeros];
    if digits.is_empty() {
        return Some(Some(0));
    }
    // The value is digits * 10^power, and its last digit is not 0.
    let power = exponent.saturating_add(zeros as i64).saturating_sub(fraction.len() as i64);
    let shift = power.saturating_add(i64::from(scale));
    let fits = shift >= 0 && (digits.len() as i64).saturating_add(shift) <= i64::from(precision);
    if !fits || digits.len() > DIGITS_MAX {
        return Some(None);
    }
    let digits = digits.iter().fold(0i128, |value, digit| value * 10 + i128::from(digit - b'0'));
    let value = digits * 10i128.pow(shift as u32);
    Some(Some(if negative { -value } else { value }))
}

/// Saturates: what does not fit is far outside of every type.
fn parse_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    if !is_digits(digits) {
        return None;
    }
    let value = digits.iter().fold(0i64, |value, digit| value.saturating_mul(10).saturating_add((digit - b'0').into()));
    Some(if negative { -value } else { value })
}

fn is_digits(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// Writes a decimal as a JSON number with `scale` digits behind the point.
pub(super) fn write(value: i128, scale: i8, out: &mut Vec<u8>) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(value.unsigned_abs());
    if value < 0 {
        out.push(b'-');
    }
    if scale <= 0 {
        out.extend_from_slice(digits.as_bytes());
        let zeros = if value == 0 { 0 } else { usize::from(scale.unsigned_abs()) };
        out.extend(std::iter::repeat_n(b'0', zeros));
        return;
    }
    let scale = usize::from(scale.unsigned_abs());
    let whole = digits.len().saturating_sub(scale);
    out.extend_from_slice(if whole == 0 { b"0" } else { &digits.as_bytes()[..whole] });
    out.push(b'.');
    out.extend(std::iter::repeat_n(b'0', scale.saturating_sub(digits.len())));
    out.extend_from_slice(&digits.as_bytes()[whole..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        for (text, precision, scale, expected) in [
            ("0", 5, 2, Some(Some(0))),
            ("-0.00", 5, 2, Some(Some(0))),
            ("12.5", 5, 2, Some(Some(1250))),
            ("-12.50", 5, 2, Some(Some(-1250))),
            ("12.500000", 5, 2, Some(Some(1250))),
            ("12.505", 5, 2, Some(None)),
            ("999.99", 5, 2, Some(Some(99_999))),
            ("1000", 5, 2, Some(None)),
            ("1.5e2", 5, 2, Some(Some(15_000))),
            ("1500e-3", 5, 2, Some(Some(150))),
            ("1e-3", 5, 2, Some(None)),
            ("0e99999999999999999999999", 5, 2, Some(Some(0))),
            ("1e99999999999999999999999", 5, 2, Some(None)),
            ("1e-99999999999999999999999", 5, 2, Some(None)),
            ("120", 3, -1, Some(Some(12))),
            ("125", 3, -1, Some(None)),
            ("99999999999999999999999999999999999999", 38, 0, Some(Some(10i128.pow(38) - 1))),
            ("100000000000000000000000000000000000000", 38, 0, Some(None)),
            ("0.00000000000000000000000000000000000001", 38, 38, Some(Some(1))),
            ("", 5, 2, None),
            ("-", 5, 2, None),
            ("+1", 5, 2, None),
            ("01", 5, 2, None),
            ("1.", 5, 2, None),
            (".5", 5, 2, None),
            ("1e", 5, 2, None),
            ("1e+-2", 5, 2, None),
            (" 1", 5, 2, None),
            ("NaN", 5, 2, None),
        ] {
            assert_eq!(parse(text.as_bytes(), precision, scale), expected, "{text} as decimal({precision}, {scale})");
        }
    }

    #[test]
    fn a_decimal_is_written_with_its_scale() {
        for (value, scale, expected) in [
            (0, 0, "0"),
            (0, 2, "0.00"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (1250, 2, "12.50"),
            (-123_456, 3, "-123.456"),
            (12, -2, "1200"),
            (0, -2, "0"),
            (i128::MIN, 0, "-170141183460469231731687303715884105728"),
        ] {
            let mut out = Vec::new();
            write(value, scale, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{value} at scale {scale}");
        }
    }
}
