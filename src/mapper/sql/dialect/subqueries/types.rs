//! The type in which a value is compared with those of a subquery, by the rules that the operators have: a double makes a
//! comparison one of doubles, times meet as instants, intervals are compared by their length.

use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::type_coercion::binary::comparison_coercion;
use datafusion::logical_expr::{Cast, Expr};

use crate::codec::UTC;
use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;
use crate::mapper::sql::dialect::numbers::types::{decimal, decimal_type, integer_digits, is_float, to_double};
use crate::mapper::sql::dialect::times::length_of;

/// What values of two types become before they are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meeting {
    /// They are of this type.
    Cast(DataType),
    /// They are intervals, or differences of timestamps.
    Length,
}

impl Meeting {
    pub(super) fn of(left: &DataType, right: &DataType) -> Result<Self> {
        let is_span = |t: &DataType| matches!(t, DataType::Interval(_) | DataType::Duration(_));
        if [left, right].into_iter().any(is_span) && [left, right].into_iter().all(|t| is_span(t) || t.is_null()) {
            return Ok(Self::Length);
        }
        match common(left, right) {
            Some(data_type) => Ok(Self::Cast(data_type)),
            None => {
                let (left, right) = (sql_type(left), sql_type(right));
                plan_err!("{left} is compared with {right} of a subquery; bring them to one type with CAST(… AS …)")
            }
        }
    }

    pub(super) fn apply(&self, expr: Expr, found: &DataType) -> Expr {
        match self {
            Self::Length if found.is_null() => expr,
            Self::Length => length_of(expr),
            Self::Cast(to) if to == found => expr,
            Self::Cast(DataType::Float64) if decimal(found).is_some() => to_double(expr),
            Self::Cast(to) => Expr::Cast(Cast::new(Box::new(expr), to.clone())),
        }
    }
}

fn common(left: &DataType, right: &DataType) -> Option<DataType> {
    use DataType as T;
    let is_number = |t: &T| decimal(t).is_some() || integer_digits(t).is_some() || is_float(t);
    match (left, right) {
        (T::Null, T::Null) => Some(T::Boolean),
        (left, right) if left == right => Some(left.clone()),
        (T::Null, other) | (other, T::Null) => Some(other.clone()),
        (left, right) if is_text(left) && is_text(right) => Some(T::Utf8View),
        // A literal, or the statement has been refused.
        (text, other) | (other, text) if is_text(text) => Some(other.clone()),
        (left, right) if is_number(left) && is_number(right) => {
            if is_float(left) || is_float(right) {
                return Some(T::Float64);
            }
            if decimal(left).is_none() && decimal(right).is_none() {
                return comparison_coercion(left, right);
            }
            let digits = |t: &T| match decimal(t) {
                Some((precision, scale)) => {
                    let scale = u8::try_from(scale).unwrap_or(0);
                    (precision.saturating_sub(scale), scale)
                }
                None => (integer_digits(t).unwrap_or(20), 0),
            };
            let ((whole_l, scale_l), (whole_r, scale_r)) = (digits(left), digits(right));
            Some(decimal_type(whole_l.max(whole_r), scale_l.max(scale_r)))
        }
        (T::Timestamp(a, zone_a), T::Timestamp(b, zone_b)) => {
            let zoned = zone_a.is_some() || zone_b.is_some();
            Some(T::Timestamp((*a).max(*b), zoned.then(|| UTC.into())))
        }
        (T::Timestamp(unit, zone), T::Date32) | (T::Date32, T::Timestamp(unit, zone)) => {
            Some(T::Timestamp((*unit).max(TimeUnit::Second), zone.clone()))
        }
        _ => comparison_coercion(left, right),
    }
}
