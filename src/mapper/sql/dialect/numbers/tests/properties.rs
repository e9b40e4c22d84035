//! Exact arithmetic against a calculation by hand: digits in a list, as on paper.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::super::decimals::Operation;
use super::super::numeric_text;

/// The decimal digits of a number without its sign, the last one first.
fn digits(value: u128) -> Vec<u8> {
    value.to_string().bytes().rev().map(|byte| byte - b'0').collect()
}

fn trimmed(mut digits: Vec<u8>) -> Vec<u8> {
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

fn product(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut sums = vec![0_u32; left.len() + right.len() + 1];
    for (i, l) in left.iter().enumerate() {
        for (j, r) in right.iter().enumerate() {
            sums[i + j] += u32::from(*l) * u32::from(*r);
        }
    }
    let mut carry = 0;
    let all = sums.into_iter().map(|sum| {
        carry += sum;
        let digit = (carry % 10) as u8;
        carry /= 10;
        digit
    });
    trimmed(all.collect())
}

/// `value` with `zeros` at its end.
fn shifted(value: u128, zeros: usize) -> Vec<u8> {
    trimmed([vec![0; zeros], digits(value)].concat())
}

fn compare(left: &[u8], right: &[u8]) -> Ordering {
    left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev()))
}

/// Numbers of any length up to 38 digits.
fn decimal() -> impl Strategy<Value = i128> {
    (1..10_i128.pow(38), 0..38_u32, any::<bool>()).prop_map(|(value, fewer, negative)| {
        let value = value / 10_i128.pow(fewer);
        if negative { -value } else { value }
    })
}

proptest! {
    /// The quotient q of a/b is the nearest: (2q - 1) b <= 2a < (2q + 1) b, with the half away from zero.
    #[test]
    fn a_quotient_is_the_nearest_one(left in decimal(), right in decimal(), shift in 0_i16..40) {
        prop_assume!(right != 0);
        let dividend = product(&digits(2), &shifted(left.unsigned_abs(), shift as usize));
        let divisor = digits(right.unsigned_abs());
        match Operation::Divide.one(left, right, shift) {
            Ok(quotient) => {
                let size = quotient.unsigned_abs();
                prop_assert!(quotient == 0 || (quotient < 0) == ((left < 0) != (right < 0)));
                let above = product(&digits(2 * size + 1), &divisor);
                prop_assert_eq!(compare(&dividend, &above), Ordering::Less);
                if size > 0 {
                    let below = product(&digits(2 * size - 1), &divisor);
                    prop_assert_ne!(compare(&dividend, &below), Ordering::Less);
                }
            }
            // The quotient has more than 38 digits: (2 * 10^38 - 1) b <= 2a.
            Err(_) => {
                let least = product(&digits(2 * 10_u128.pow(38) - 1), &divisor);
                prop_assert_ne!(compare(&dividend, &least), Ordering::Less);
            }
        }
    }

    /// The rounded product is the nearest to the exact one.
    #[test]
    fn a_product_is_rounded_to_the_nearest(left in decimal(), right in decimal(), cut in 0_i16..38) {
        let exact = product(&digits(2), &product(&digits(left.unsigned_abs()), &digits(right.unsigned_abs())));
        match Operation::Multiply.one(left, right, cut) {
            Ok(rounded) => {
                let size = rounded.unsigned_abs();
                prop_assert_eq!(compare(&exact, &shifted(2 * size + 1, cut as usize)), Ordering::Less);
                if size > 0 {
                    prop_assert_ne!(compare(&exact, &shifted(2 * size - 1, cut as usize)), Ordering::Less);
                }
            }
            Err(_) => {
                let least = shifted(2 * 10_u128.pow(38) - 1, cut as usize);
                prop_assert_ne!(compare(&exact, &least), Ordering::Less);
            }
        }
    }

    /// A decimal that is written out, with or without an exponent, reads as itself.
    #[test]
    fn a_decimal_reads_as_it_is_written(value in decimal(), scale in 0_i8..38, exponent in -20_i16..20) {
        let sign = if value < 0 { "-" } else { "" };
        let padded = format!("{:0>width$}", value.unsigned_abs(), width = scale as usize + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale as usize);
        let plain = format!(" {sign}{whole}.{fraction}\n");
        prop_assert_eq!(numeric_text::decimal(&plain, 38, scale, true).unwrap(), value);
        // The same number, the point moved by its exponent.
        let moved = i16::from(scale) + exponent;
        let with_exponent = format!("{value}e{}", -moved);
        if let Ok(scale) = i8::try_from(moved) && (0..=38).contains(&scale) {
            prop_assert_eq!(numeric_text::decimal(&with_exponent, 38, scale, true).unwrap(), value);
        }
    }
}

#[test]
fn halves_go_away_from_zero() {
    let divide = |left, right, shift| Operation::Divide.one(left, right, shift).unwrap();
    assert_eq!([divide(5, 2, 0), divide(-5, 2, 0), divide(5, -2, 0), divide(-5, -2, 0)], [3, -3, -3, 3]);
    assert_eq!([divide(1, 3, 20), divide(2, 3, 20)], [33_333_333_333_333_333_333, 66_666_666_666_666_666_667]);
    assert_eq!([divide(1, 2, -1), divide(5, 1, -1), divide(4, 1, -1)], [0, 1, 0]);
    assert!(Operation::Divide.one(1, 0, 0).is_err());
}
