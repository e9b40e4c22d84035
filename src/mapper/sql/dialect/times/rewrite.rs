//! Changes of the parsed statement: what DataFusion's planner would read otherwise.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    ArrayElemTypeDef, BinaryOperator, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList,
    FunctionArguments, Ident, Interval, ObjectName, Statement, TimezoneInfo, UnaryOperator, Value,
    visit_expressions_mut,
};

use super::at_zone::AT_TIME_ZONE;
use super::extract::{DATE_PART, WHOLE_PART};
use super::interval;

/// `timestamp` has microseconds; `AT TIME ZONE` is a function; intervals are read as PostgreSQL reads them.
pub(super) fn rewrite(statement: &mut Statement) {
    _ = visit_expressions_mut(statement, |expr| {
        rewrite_expr(expr);
        ControlFlow::<()>::Continue(())
    });
}

fn rewrite_expr(expr: &mut Expr) {
    match expr {
        Expr::Cast { data_type, expr, .. } => {
            micros(data_type);
            if is_integer(data_type) {
                whole_part(expr);
            }
        }
        Expr::TypedString(typed) => micros(&mut typed.data_type),
        Expr::Interval(interval) => plain_interval(interval),
        // DataFusion puts the minus before the text, where it is that of the months alone.
        Expr::UnaryOp { op: UnaryOperator::Minus, expr: inner } => {
            if let Some(negative) = negative_interval(inner) {
                *expr = negative;
            }
        }
        Expr::Function(function) if function.name.to_string().eq_ignore_ascii_case("make_interval") => {
            if let Some(sum) = made_interval(function) {
                *expr = sum;
            }
        }
        Expr::AtTimeZone { timestamp, time_zone } => {
            let args = [timestamp.as_ref(), time_zone.as_ref()]
                .map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg.clone())));
            *expr = Expr::Function(call(AT_TIME_ZONE.name(), args.into()));
        }
        _ => {}
    }
}

fn is_integer(data_type: &DataType) -> bool {
    use DataType as T;
    matches!(
        data_type,
        T::TinyInt(_)
            | T::SmallInt(_)
            | T::Int(_)
            | T::Integer(_)
            | T::BigInt(_)
            | T::Int2(_)
            | T::Int4(_)
            | T::Int8(_)
    )
}

/// `extract()` within a cast to an integer, which divides as one.
fn whole_part(expr: &mut Expr) {
    match expr {
        Expr::Nested(inner) => whole_part(inner),
        Expr::Extract { field, expr: time, .. } => {
            let field = Expr::Value(Value::SingleQuotedString(field.to_string()).with_empty_span());
            let args = [field, time.as_ref().clone()].map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)));
            *expr = Expr::Function(call(WHOLE_PART.name(), args.into()));
        }
        Expr::Function(function) if function.name.to_string().eq_ignore_ascii_case(DATE_PART.name()) => {
            function.name = ObjectName::from(vec![Ident::new(WHOLE_PART.name())]);
        }
        _ => {}
    }
}

fn call(name: &str, args: Vec<FunctionArg>) -> Function {
    Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList { duplicate_treatment: None, args, clauses: vec![] }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: vec![],
    }
}

/// Says the digits of a timestamp's seconds where the statement does not: DataFusion would take nine.
fn micros(data_type: &mut DataType) {
    match data_type {
        DataType::Timestamp(precision @ None, _) => *precision = Some(6),
        DataType::Datetime(precision) if precision.is_none_or(|precision| precision == 6) => {
            *data_type = DataType::Timestamp(Some(6), TimezoneInfo::None);
        }
        // SQL's precisions between those that columns can have: the next finer one.
        DataType::Timestamp(Some(precision @ (1 | 2)), _) => *precision = 3,
        DataType::Timestamp(Some(precision @ (4 | 5)), _) => *precision = 6,
        DataType::Array(
            ArrayElemTypeDef::AngleBracket(element)
            | ArrayElemTypeDef::SquareBracket(element, _)
            | ArrayElemTypeDef::Parenthesis(element),
        ) => micros(element),
        DataType::Struct(fields, _) => fields.iter_mut().for_each(|field| micros(&mut field.field_type)),
        _ => {}
    }
}

/// `make_interval(days => n)` as `n * interval '1 day'`, and so on.
fn made_interval(function: &Function) -> Option<Expr> {
    const UNITS: [&str; 7] = ["years", "months", "weeks", "days", "hours", "mins", "secs"];
    let FunctionArguments::List(list) = &function.args else { return None };
    let of = |count: &Expr, unit: &str| {
        let length = interval::Interval::parse(&format!("1 {unit}"))?;
        let value = Expr::Value(Value::SingleQuotedString(plain(length)).with_empty_span());
        let interval = Interval {
            value: Box::new(value),
            leading_field: None,
            leading_precision: None,
            last_field: None,
            fractional_seconds_precision: None,
        };
        let (left, right) = (Box::new(Expr::Nested(Box::new(count.clone()))), Box::new(Expr::Interval(interval)));
        Some(Expr::Nested(Box::new(Expr::BinaryOp { left, op: BinaryOperator::Multiply, right })))
    };
    let parts = list.args.iter().enumerate().map(|(index, arg)| match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(count)) => of(count, UNITS.get(index)?),
        FunctionArg::Named { name, arg: FunctionArgExpr::Expr(count), .. } => {
            of(count, UNITS.iter().find(|unit| name.value.eq_ignore_ascii_case(unit))?)
        }
        _ => None,
    });
    let sum = parts.collect::<Option<Vec<_>>>()?.into_iter().reduce(|left, right| {
        let (left, right) = (Box::new(left), Box::new(right));
        Expr::BinaryOp { left, op: BinaryOperator::Plus, right }
    });
    sum.map(|sum| Expr::Nested(Box::new(sum)))
}

/// `- interval '1 day'` as an interval of its own.
fn negative_interval(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Nested(inner) => negative_interval(inner),
        Expr::Interval(interval) => {
            let Expr::Value(value) = interval.value.as_ref() else { return None };
            let Value::SingleQuotedString(text) = &value.value else { return None };
            let written = interval::Interval::parse(text)?.negative()?;
            let mut negative = interval.clone();
            negative.value = Box::new(Expr::Value(Value::SingleQuotedString(plain(written)).with_span(value.span)));
            Some(Expr::Interval(negative))
        }
        _ => None,
    }
}

/// In the words that DataFusion reads.
fn plain(interval: interval::Interval) -> String {
    let interval::Interval { months, days, nanos } = interval;
    format!("{months} months {days} days {nanos} nanoseconds")
}

/// An interval as months, days and nanoseconds. What PostgreSQL does not read is left to DataFusion.
fn plain_interval(interval: &mut Interval) {
    let Expr::Value(value) = interval.value.as_mut() else { return };
    let (Value::SingleQuotedString(text) | Value::Number(text, _)) = &value.value else { return };
    let is_number = text.trim().parse::<f64>().is_ok();
    let text = match &interval.leading_field {
        Some(unit) if is_number => format!("{} {unit}", text.trim()),
        Some(_) | None => text.clone(),
    };
    if let Some(parsed) = interval::Interval::parse(&text) {
        value.value = Value::SingleQuotedString(plain(parsed));
        interval.leading_field = None;
        interval.last_field = None;
    }
}
