//! Whether an expression can fail on a row: whether some values of its columns make it an error.
//!
//! The answer errs on the side of yes, which costs time and never a value: a function that is not known here can fail.
//! To say no wrongly is the bug: the optimizer may then evaluate the expression for rows that a guard holds back.

use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{DFSchema, ScalarValue};
use datafusion::logical_expr::expr::{InList, Like};
use datafusion::logical_expr::{Case, Expr, ExprSchemable, Operator};

use super::guard::is_guard;
use crate::codec::UTC;
use crate::mapper::metadata::is_text;
use crate::mapper::sql::dialect::{RESCALE, is_member_test};

/// DataFusion's functions that give a value, or null, for all values of the types that they take.
const TOTAL: [&str; 77] = [
    "lower",
    "upper",
    "trim",
    "btrim",
    "ltrim",
    "rtrim",
    "length",
    "char_length",
    "character_length",
    "octet_length",
    "bit_length",
    "coalesce",
    "nullif",
    "nvl",
    "nvl2",
    "ifnull",
    "starts_with",
    "ends_with",
    "contains",
    "strpos",
    "position",
    "instr",
    "reverse",
    "ascii",
    "initcap",
    "md5",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "to_hex",
    "concat",
    "concat_ws",
    "string_concat",
    "left",
    "right",
    "find_in_set",
    "substr_index",
    "substring_index",
    "translate",
    "cbrt",
    "sin",
    "cos",
    "tan",
    "atan",
    "atan2",
    "tanh",
    "asinh",
    "degrees",
    "radians",
    "signum",
    "pi",
    "isnan",
    "iszero",
    "nanvl",
    "cardinality",
    "array_length",
    "array_has",
    "array_has_any",
    "array_has_all",
    "list_has",
    "array_contains",
    "array_to_string",
    "array_empty",
    "empty",
    "array_distinct",
    "make_array",
    "make_list",
    "struct",
    "row",
    "named_struct",
    "get_field",
    "greatest",
    "least",
    "null_where",
    "one_zero",
    "truncate",
];

/// Of these the second argument is a pattern: wrong ones are found when the statement is planned, if it is a literal.
const TOTAL_WITH_LITERAL_PATTERN: [&str; 4] = ["regexp_like", "regexp_match", "regexp_replace", "regexp_count"];

/// Whether some row of `schema` makes the expression an error. `own` says which of mubatch's functions are there: they
/// give null for a bad value.
pub(super) fn can_fail(expr: &Expr, schema: &DFSchema, own: &dyn Fn(&str) -> bool) -> bool {
    let any = |exprs: &mut dyn Iterator<Item = &Expr>| {
        let mut exprs = exprs;
        Iterator::any(&mut exprs, |expr| can_fail(expr, schema, own))
    };
    let of = |expr: &Expr| can_fail(expr, schema, own);
    match expr {
        Expr::Column(_)
        | Expr::Literal(..)
        | Expr::OuterReferenceColumn(..)
        | Expr::ScalarVariable(..)
        | Expr::Placeholder(_)
        | Expr::LambdaVariable(_)
        | Expr::Exists(_)
        | Expr::ScalarSubquery(_) => false,
        Expr::Alias(alias) => of(&alias.expr),
        Expr::Not(e)
        | Expr::IsNull(e)
        | Expr::IsNotNull(e)
        | Expr::IsTrue(e)
        | Expr::IsFalse(e)
        | Expr::IsUnknown(e)
        | Expr::IsNotTrue(e)
        | Expr::IsNotFalse(e)
        | Expr::IsNotUnknown(e) => of(e),
        Expr::Negative(e) => of(e) || !matches!(e.get_type(schema), Ok(t) if t.is_floating()),
        Expr::InSubquery(subquery) => of(&subquery.expr),
        Expr::SetComparison(comparison) => of(&comparison.expr),
        Expr::Between(between) => any(&mut [&between.expr, &between.low, &between.high].into_iter().map(|e| &**e)),
        Expr::InList(InList { expr, list, .. }) => any(&mut std::iter::once(&**expr).chain(list)),
        Expr::Like(Like { expr, pattern, .. }) | Expr::SimilarTo(Like { expr, pattern, .. }) => {
            of(expr) || !is_literal(pattern)
        }
        Expr::Case(Case { expr, when_then_expr, else_expr }) => {
            let branches = when_then_expr.iter().flat_map(|(when, then)| [&**when, &**then]);
            any(&mut expr.iter().chain(else_expr).map(|e| &**e).chain(branches))
        }
        Expr::TryCast(cast) => of(&cast.expr),
        Expr::Cast(cast) => {
            let from = cast.expr.get_type(schema);
            of(&cast.expr) || !from.is_ok_and(|from| cast_is_total(&from, cast.field.data_type()))
        }
        Expr::BinaryExpr(binary) => {
            of(&binary.left) || of(&binary.right) || operator_can_fail(&binary.left, binary.op, &binary.right, schema)
        }
        Expr::ScalarFunction(call) => {
            let (name, args) = (call.name(), &call.args);
            let divides =
                matches!((name, args.as_slice()), ("checked_div" | "checked_rem", [_, by]) if is_safe_divisor(by));
            let rescales = match (name, args.as_slice()) {
                (RESCALE, [decimal]) => match (decimal.get_type(schema), expr.get_type(schema)) {
                    (Ok(from), Ok(to)) => cast_is_total(&from, &to),
                    _ => false,
                },
                _ => false,
            };
            let total = divides
                || rescales
                || own(name)
                || is_guard(&call.func)
                || is_member_test(&call.func)
                || TOTAL.contains(&name)
                || (TOTAL_WITH_LITERAL_PATTERN.contains(&name) && args.iter().skip(1).all(is_literal))
                || takes_a_part(name, args);
            !total || any(&mut args.iter())
        }
        // What stands here is evaluated by the node of the plan that it stands in.
        Expr::AggregateFunction(_) | Expr::WindowFunction(_) | Expr::GroupingSet(_) => false,
        _ => true,
    }
}

/// Of a text, from a place to a place that both stand in the statement. A length below zero and part 0 are errors.
fn takes_a_part(name: &str, args: &[Expr]) -> bool {
    let number = |expr: &Expr| literal_number(expr).filter(|number| number.abs() < f64::from(i32::MAX));
    match (name, args) {
        ("substr" | "substring", [_, start]) => number(start).is_some(),
        ("substr" | "substring", [_, start, length]) => {
            number(start).is_some() && number(length).is_some_and(|length| length >= 0.0)
        }
        ("split_part", [_, delimiter, part]) => is_literal(delimiter) && number(part).is_some_and(|part| part != 0.0),
        _ => false,
    }
}

pub(super) fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(..) => true,
        Expr::Cast(cast) => is_literal(&cast.expr),
        Expr::Alias(alias) => is_literal(&alias.expr),
        _ => false,
    }
}

fn operator_can_fail(left: &Expr, op: Operator, right: &Expr, schema: &DFSchema) -> bool {
    use Operator as O;
    match op {
        O::And
        | O::Or
        | O::StringConcat
        | O::BitwiseAnd
        | O::BitwiseOr
        | O::BitwiseXor
        | O::IsDistinctFrom
        | O::IsNotDistinctFrom
        | O::Eq
        | O::NotEq
        | O::Lt
        | O::LtEq
        | O::Gt
        | O::GtEq => false,
        O::RegexMatch
        | O::RegexIMatch
        | O::RegexNotMatch
        | O::RegexNotIMatch
        | O::LikeMatch
        | O::ILikeMatch
        | O::NotLikeMatch
        | O::NotILikeMatch => !is_literal(right),
        O::Plus | O::Minus | O::Multiply | O::Divide | O::Modulo => {
            let (Ok(l), Ok(r)) = (left.get_type(schema), right.get_type(schema)) else { return true };
            arithmetic_can_fail(&l, op, &r, right)
        }
        _ => true,
    }
}

fn arithmetic_can_fail(left: &DataType, op: Operator, right: &DataType, divisor: &Expr) -> bool {
    let divides = matches!(op, Operator::Divide | Operator::Modulo);
    match (left, right) {
        (DataType::Null, _) | (_, DataType::Null) => false,
        (l, r) if l.is_floating() && r.is_floating() => false,
        // Sums and products wrap around. The smallest number divided by -1 does not fit.
        (l, r) if l.is_integer() && r.is_integer() => divides && !is_safe_divisor(divisor),
        (DataType::Decimal128(p1, s1), DataType::Decimal128(p2, s2)) => {
            let digits = |p: &u8, s: &i8| i16::from(*p) - i16::from(*s);
            match op {
                Operator::Plus | Operator::Minus => {
                    digits(p1, s1).max(digits(p2, s2)) + i16::from(*s1.max(s2)) + 1 > 38
                }
                Operator::Multiply => p1 + p2 + 1 > 38,
                _ => !is_safe_divisor(divisor) || p1 + p2 > 28,
            }
        }
        _ => true,
    }
}

/// Not zero, and not -1.
fn is_safe_divisor(expr: &Expr) -> bool {
    literal_number(expr).is_some_and(|value| value != 0.0 && value != -1.0)
}

fn literal_number(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Alias(alias) => literal_number(&alias.expr),
        Expr::Cast(cast) => literal_number(&cast.expr),
        Expr::Literal(value, _) => match value.cast_to(&DataType::Float64) {
            Ok(ScalarValue::Float64(value)) => value,
            _ => None,
        },
        _ => None,
    }
}

/// Whether every value of the one type has a value in the other.
fn cast_is_total(from: &DataType, to: &DataType) -> bool {
    use DataType as T;
    if from == to || *from == T::Null {
        return true;
    }
    let is_binary = |t: &T| matches!(t, T::Binary | T::LargeBinary | T::BinaryView);
    let bits = |t: &T| t.primitive_width().unwrap_or(0) * 8;
    let digits = |t: &T| match bits(t) {
        8 => 3,
        16 => 5,
        32 => 10,
        _ => 20,
    };
    match (from, to) {
        (f, t) if is_text(f) => is_text(t) || is_binary(t),
        (f, t) if is_binary(f) => is_binary(t),
        (T::Boolean, t) => is_text(t) || t.is_integer() || t.is_floating(),
        (f, t) if f.is_integer() && t.is_integer() => {
            let (signed_from, signed_to) = (f.is_signed_integer(), t.is_signed_integer());
            match (signed_from, signed_to) {
                (true, true) | (false, false) => bits(t) >= bits(f),
                (false, true) => bits(t) > bits(f),
                (true, false) => false,
            }
        }
        (f, t) if f.is_integer() && t.is_floating() => true,
        (f, T::Decimal128(p, s) | T::Decimal256(p, s)) if f.is_integer() => i16::from(*p) - i16::from(*s) >= digits(f),
        (f, t) if f.is_integer() || f.is_floating() => is_text(t) || (f.is_floating() && t.is_floating()),
        (T::Decimal128(p1, s1), T::Decimal128(p2, s2) | T::Decimal256(p2, s2)) => {
            let room = i16::from(*p2) - i16::from(*s2) - (i16::from(*p1) - i16::from(*s1));
            // To round up can take one digit more.
            if s2 >= s1 { room >= 0 } else { room >= 1 }
        }
        (T::Decimal128(..), t) => is_text(t) || t.is_floating(),
        (T::Date32, T::Timestamp(TimeUnit::Second | TimeUnit::Millisecond, zone)) => is_utc(zone.as_deref()),
        (T::Timestamp(a, zone_a), T::Timestamp(b, zone_b)) => {
            b <= a && is_utc(zone_a.as_deref()) && is_utc(zone_b.as_deref())
        }
        (T::Timestamp(_, zone), T::Date32) => is_utc(zone.as_deref()),
        (T::List(a) | T::LargeList(a), T::List(b) | T::LargeList(b)) => cast_is_total(a.data_type(), b.data_type()),
        (T::Struct(a), T::Struct(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| a.name() == b.name() && cast_is_total(a.data_type(), b.data_type()))
        }
        _ => false,
    }
}

fn is_utc(zone: Option<&str>) -> bool {
    zone.is_none_or(|zone| zone == UTC)
}
