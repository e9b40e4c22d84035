//! Numbers that are written as text, in PostgreSQL's forms: white space around it, a sign, digits with a point, an exponent.
//! `0x10` and `1_000` are not among them.

use datafusion::arrow::error::ArrowError;

use super::decimals::half_away;

fn not_a_number(what: &str) -> ArrowError {
    ArrowError::CastError(format!("a text is not a {what}"))
}

/// A text as a double: also `NaN`, `inf`, `-Infinity`.
pub(super) fn double(text: &str) -> Result<f64, ArrowError> {
    let text = trim(text);
    let value: f64 = text.parse().map_err(|_| not_a_number("double"))?;
    if value.is_infinite() && text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(ArrowError::ArithmeticOverflow("a text is a number beyond the range of double".into()));
    }
    Ok(value)
}

/// A text as a decimal, rounded half away from zero, or an error where `all_digits` are wanted and there are more.
pub(super) fn decimal(text: &str, precision: u8, scale: i8, all_digits: bool) -> Result<i128, ArrowError> {
    let wrong = || not_a_number("decimal");
    let overflow = || {
        ArrowError::ArithmeticOverflow(format!("a text is a number beyond the range of decimal({precision}, {scale})"))
    };
    let text = trim(text);
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i16>().map_err(|_| wrong())?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = || whole.bytes().chain(fraction.bytes());
    if all().next().is_none() || !all().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    // The point moves by the exponent; what remains behind the scale is cut off, but for the digit that rounds.
    let kept = i64::try_from(whole.len()).unwrap_or(i64::MAX) + i64::from(exponent) + i64::from(scale);
    let mut value: i128 = 0;
    let mut digits = all().map(|byte| i128::from(byte - b'0'));
    for position in 0..kept {
        let Some(digit) = digits.next() else {
            // Zeros that are not written.
            let power = u32::try_from(kept - position).ok().and_then(|zeros| 10_i128.checked_pow(zeros));
            value = match power.and_then(|power| value.checked_mul(power)) {
                Some(value) => value,
                None if value == 0 => 0,
                None => return Err(overflow()),
            };
            break;
        };
        value = value.checked_mul(10).and_then(|value| value.checked_add(digit)).ok_or_else(overflow)?;
    }
    // With a negative number of kept digits the first digit that is written is behind the one that rounds.
    let rounds = if kept >= 0 { digits.next().unwrap_or(0) } else { 0 };
    if all_digits && (rounds != 0 || digits.any(|digit| digit != 0)) {
        let message = format!("a text has more than {scale} digits after the point; cast it to decimal(p, s)");
        return Err(ArrowError::CastError(message));
    }
    value += half_away(rounds, 10).unwrap_or(0);
    if value.unsigned_abs() >= 10_u128.pow(precision.into()) {
        return Err(overflow());
    }
    Ok(if negative { -value } else { value })
}

/// Without what PostgreSQL takes for white space.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}'])
}
