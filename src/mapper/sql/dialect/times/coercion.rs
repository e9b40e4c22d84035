//! One type for what is compared or chosen between, before DataFusion would go through nanoseconds, or compare intervals
//! by their months alone.

use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result, ScalarValue, plan_err};
use datafusion::logical_expr::expr::{
    AggregateFunction, Between, BinaryExpr, Case, InList, ScalarFunction, WindowFunction,
};
use datafusion::logical_expr::{
    Cast, Distinct, Expr, ExprSchemable, LogicalPlan, Operator, WindowFunctionDefinition, lit, when,
};

use super::average::average;
use super::casts::{literal, scalar};
use super::function::TimeFunction;
use super::interval::Interval;
use super::spans::{GREATEST, INTERVAL, INTERVAL_OF, LEAST, LENGTH_OF, NULLIF};
use crate::codec::UTC;
use crate::mapper::metadata::is_text;

/// Why two values meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meeting {
    /// They are compared.
    Compared,
    /// One of them is the result.
    Chosen,
}

/// Changes an expression of a node of the plan, whose inputs have that schema.
pub(super) fn change(expr: Expr, schema: &DFSchema, plan: &LogicalPlan) -> Result<Transformed<Expr>> {
    let expr = match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if is_comparison(op) => {
            let (changed, sides) = meet(vec![*left, *right], schema, Meeting::Compared)?;
            let mut sides = sides.into_iter().map(Box::new);
            let [Some(left), Some(right)] = [sides.next(), sides.next()] else {
                return plan_err!("a comparison lost an operand");
            };
            return Ok(transformed(changed, Expr::BinaryExpr(BinaryExpr { left, op, right })));
        }
        Expr::Between(Between { expr, negated, low, high }) => {
            let (changed, sides) = meet(vec![*expr, *low, *high], schema, Meeting::Compared)?;
            let mut sides = sides.into_iter().map(Box::new);
            let [Some(expr), Some(low), Some(high)] = [sides.next(), sides.next(), sides.next()] else {
                return plan_err!("BETWEEN lost an operand");
            };
            return Ok(transformed(changed, Expr::Between(Between { expr, negated, low, high })));
        }
        Expr::InList(InList { expr, list, negated }) => {
            let all = std::iter::once(*expr).chain(list).collect();
            let (changed, mut all) = meet(all, schema, Meeting::Compared)?;
            let list = all.split_off(1);
            let Some(expr) = all.pop().map(Box::new) else { return plan_err!("IN lost its operand") };
            return Ok(transformed(changed, Expr::InList(InList { expr, list, negated })));
        }
        Expr::Case(case) => return change_case(case, schema),
        Expr::ScalarFunction(ScalarFunction { func, args }) if is_choice(func.name()) => {
            let first = usize::from(func.name() == "nvl2").min(args.len());
            let mut args = args;
            let chosen = args.split_off(first);
            let (changed, chosen) = meet(chosen, schema, Meeting::Chosen)?;
            // These compare as well.
            if let Some(of_spans) = comparing(func.name()) {
                let types = chosen.iter().map(|expr| expr.get_type(schema)).collect::<Result<Vec<_>>>()?;
                if types.iter().any(|found| matches!(found, DataType::Interval(_))) {
                    return Ok(Transformed::yes(of_spans.call(chosen)));
                }
            }
            // What is left of a date is a date, whatever it was compared with.
            if changed
                && func.name() == "nullif"
                && let [Expr::Cast(Cast { expr: first, .. }), other] = chosen.as_slice()
                && matches!(first.get_type(schema)?, DataType::Date32)
            {
                let none = lit(ScalarValue::Date32(None));
                return Ok(Transformed::yes(
                    when(chosen[0].clone().eq(other.clone()), none).otherwise(first.as_ref().clone())?,
                ));
            }
            args.extend(chosen);
            return Ok(transformed(changed, Expr::ScalarFunction(ScalarFunction { func, args })));
        }
        Expr::AggregateFunction(AggregateFunction { func, params }) => {
            refuse_aggregate(func.name(), params.distinct, &params.args, schema)?;
            if is_average(func.name(), &params.args, schema) {
                let call = AggregateFunction { func: average(), params };
                return Ok(Transformed::yes(Expr::AggregateFunction(call)));
            }
            Expr::AggregateFunction(AggregateFunction { func, params })
        }
        Expr::WindowFunction(window) => return change_window(window, schema),
        other => other,
    };
    match plan {
        LogicalPlan::Sort(sort) if sort.expr.iter().any(|sort| sort.expr == expr) && is_interval(&expr, schema) => {
            Ok(Transformed::yes(LENGTH_OF.call(vec![expr])))
        }
        LogicalPlan::Aggregate(aggregate) if aggregate.group_expr.contains(&expr) && is_interval(&expr, schema) => {
            refuse_intervals(&[INTERVAL], "GROUP BY").map(|()| Transformed::no(expr))
        }
        LogicalPlan::Distinct(Distinct::All(input)) => {
            let types: Vec<_> = input.schema().fields().iter().map(|field| field.data_type().clone()).collect();
            refuse_intervals(&types, "DISTINCT").map(|()| Transformed::no(expr))
        }
        _ => Ok(Transformed::no(expr)),
    }
}

fn transformed(changed: bool, expr: Expr) -> Transformed<Expr> {
    if changed { Transformed::yes(expr) } else { Transformed::no(expr) }
}

fn is_comparison(op: Operator) -> bool {
    use Operator as Op;
    let ordered = matches!(op, Op::Lt | Op::LtEq | Op::Gt | Op::GtEq);
    ordered || matches!(op, Op::Eq | Op::NotEq | Op::IsDistinctFrom | Op::IsNotDistinctFrom)
}

fn is_choice(function: &str) -> bool {
    ["coalesce", "nvl", "nvl2", "ifnull", "nullif", "greatest", "least"].contains(&function)
}

/// The function of that name for intervals.
fn comparing(function: &str) -> Option<TimeFunction> {
    match function {
        "greatest" => Some(GREATEST),
        "least" => Some(LEAST),
        "nullif" => Some(NULLIF),
        _ => None,
    }
}

fn is_interval(expr: &Expr, schema: &DFSchema) -> bool {
    matches!(expr.get_type(schema), Ok(DataType::Interval(_)))
}

/// Intervals such as `1 month` and `30 days` are alike or not depending on what is asked; what DataFusion does with them is
/// neither.
fn refuse_intervals(types: &[DataType], what: &str) -> Result<()> {
    match types.iter().any(|data_type| matches!(data_type, DataType::Interval(_))) {
        true => plan_err!("{what} does not take intervals; write extract(epoch from x) for their seconds"),
        false => Ok(()),
    }
}

fn refuse_aggregate(name: &str, distinct: bool, args: &[Expr], schema: &DFSchema) -> Result<()> {
    if !distinct && !["min", "max", "avg", "mean", "median"].contains(&name) {
        return Ok(());
    }
    let types = args.iter().map(|arg| arg.get_type(schema)).collect::<Result<Vec<_>>>()?;
    refuse_intervals(&types, &format!("{name}()"))
}

/// Of differences of timestamps.
fn is_average(name: &str, args: &[Expr], schema: &DFSchema) -> bool {
    let is_difference = |arg: &Expr| matches!(arg.get_type(schema), Ok(DataType::Duration(_)));
    ["avg", "mean"].contains(&name) && args.first().is_some_and(is_difference)
}

fn change_window(mut window: Box<WindowFunction>, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let name = window.fun.name().to_lowercase();
    let params = &mut window.params;
    refuse_aggregate(&name, params.distinct, &params.args, schema)?;
    let mut changed = false;
    if is_average(&name, &params.args, schema) {
        window.fun = WindowFunctionDefinition::AggregateUDF(average());
        changed = true;
    }
    let sorted = params.order_by.iter_mut().map(|sort| &mut sort.expr);
    for expr in params.partition_by.iter_mut().chain(sorted) {
        if is_interval(expr, schema) {
            *expr = LENGTH_OF.call(vec![expr.clone()]);
            changed = true;
        }
    }
    Ok(transformed(changed, Expr::WindowFunction(window)))
}

fn change_case(case: Case, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let Case { expr: base, when_then_expr, else_expr } = case;
    let (has_base, has_else) = (base.is_some(), else_expr.is_some());
    let (whens, thens): (Vec<_>, Vec<_>) = when_then_expr.into_iter().map(|(when, then)| (*when, *then)).unzip();
    // Without a base the conditions are booleans, which are left as they are.
    let compared = base.map(|base| *base).into_iter().chain(whens).collect();
    let (compared_changed, mut whens) = meet(compared, schema, Meeting::Compared)?;
    let chosen = thens.into_iter().chain(else_expr.map(|chosen| *chosen)).collect();
    let (chosen_changed, mut thens) = meet(chosen, schema, Meeting::Chosen)?;
    let base = has_base.then(|| Box::new(whens.remove(0)));
    let else_expr = if has_else { thens.pop().map(Box::new) } else { None };
    let when_then_expr = whens.into_iter().zip(thens).map(|(when, then)| (Box::new(when), Box::new(then))).collect();
    let case = Expr::Case(Case { expr: base, when_then_expr, else_expr });
    Ok(transformed(compared_changed || chosen_changed, case))
}

/// The expressions in one type, and whether that changed any; without times among them they stay as they are.
fn meet(exprs: Vec<Expr>, schema: &DFSchema, meeting: Meeting) -> Result<(bool, Vec<Expr>)> {
    let types: Vec<_> = exprs.iter().map(|expr| expr.get_type(schema)).collect::<Result<_>>()?;
    let is_span = |data_type: &DataType| matches!(data_type, DataType::Interval(_) | DataType::Duration(_));
    let is_time = |data_type: &DataType| matches!(data_type, DataType::Timestamp(..) | DataType::Date32);
    match (types.iter().any(is_span), types.iter().any(is_time)) {
        (true, false) => spans(exprs, &types, meeting),
        (false, true) => times(exprs, &types),
        _ => Ok((false, exprs)),
    }
}

/// The text of a literal.
fn text_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten(),
        _ => None,
    }
}

fn spans(exprs: Vec<Expr>, types: &[DataType], meeting: Meeting) -> Result<(bool, Vec<Expr>)> {
    let is_plain = types.windows(2).all(|two| two[0] == two[1]);
    if is_plain && (meeting == Meeting::Chosen || matches!(types[0], DataType::Duration(_))) {
        return Ok((false, exprs));
    }
    // Literals of a fixed length are compared with differences as differences: as fast as numbers.
    let unit = types.iter().find_map(|data_type| match data_type {
        DataType::Duration(unit) => Some(*unit),
        _ => None,
    });
    if let Some(unit) = unit {
        let of = DataType::Duration(unit);
        let lengths: Option<Vec<_>> =
            exprs.iter().zip(types).map(|(expr, found)| duration(expr, found, &of, meeting)).collect();
        if let Some(exprs) = lengths {
            return Ok((true, exprs));
        }
    }
    let mut changed = Vec::with_capacity(exprs.len());
    for (expr, found) in exprs.into_iter().zip(types) {
        let expr = match (text_of(&expr), found) {
            (Some(text), _) => literal(text, &INTERVAL, false)?,
            (None, text) if is_text(text) => Expr::Cast(Cast::new(Box::new(expr), INTERVAL)),
            _ => expr,
        };
        let is_span = is_text(found) || matches!(found, DataType::Interval(_) | DataType::Duration(_));
        changed.push(match (meeting, is_span) {
            (_, false) => expr,
            (Meeting::Compared, true) => LENGTH_OF.call(vec![expr]),
            (Meeting::Chosen, true) if matches!(found, DataType::Duration(_)) => INTERVAL_OF.call(vec![expr]),
            (Meeting::Chosen, true) => expr,
        });
    }
    Ok((true, changed))
}

/// The expression as a difference of timestamps of that type, if it is one, null, or a literal that has that length.
fn duration(expr: &Expr, found: &DataType, of: &DataType, meeting: Meeting) -> Option<Expr> {
    if found == of || *found == DataType::Null {
        return Some(expr.clone());
    }
    let interval = match expr {
        Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(value)), _) => Interval::from(*value),
        expr => Interval::parse(text_of(expr)?)?,
    };
    // A month that is chosen may be added to a time, and then it is not 30 days. And 25 hours stay 25 hours, where a
    // difference is a day and an hour.
    if meeting == Meeting::Chosen && Interval::of_nanos(interval.length()) != Some(interval) {
        return None;
    }
    let DataType::Duration(unit) = of else { return None };
    let nanos = match unit {
        TimeUnit::Second => 1_000_000_000,
        TimeUnit::Millisecond => 1_000_000,
        TimeUnit::Microsecond => 1000,
        TimeUnit::Nanosecond => 1,
    };
    let length = interval.length();
    let value = (length % nanos == 0).then(|| i64::try_from(length / nanos).ok()).flatten();
    Some(Expr::Literal(
        match unit {
            TimeUnit::Second => ScalarValue::DurationSecond(Some(value?)),
            TimeUnit::Millisecond => ScalarValue::DurationMillisecond(Some(value?)),
            TimeUnit::Microsecond => ScalarValue::DurationMicrosecond(Some(value?)),
            TimeUnit::Nanosecond => ScalarValue::DurationNanosecond(Some(value?)),
        },
        None,
    ))
}

fn times(exprs: Vec<Expr>, types: &[DataType]) -> Result<(bool, Vec<Expr>)> {
    if types.windows(2).all(|two| two[0] == two[1]) {
        return Ok((false, exprs));
    }
    let units = types.iter().filter_map(|data_type| match data_type {
        DataType::Timestamp(unit, _) => Some(*unit),
        _ => None,
    });
    let to = match units.max() {
        None => DataType::Date32,
        Some(unit) => {
            // With a zone among them they are instants.
            let zoned = types.iter().any(|found| matches!(found, DataType::Timestamp(_, Some(_))));
            let zone = zoned.then(|| UTC.into());
            // A literal may be finer than a column of seconds.
            let fits = |text: &str| {
                let [micros, coarse] = [TimeUnit::Microsecond, unit]
                    .map(|unit| scalar(text, &DataType::Timestamp(unit, zone.clone())))
                    .map(|value| {
                        value.and_then(|value| value.cast_to(&DataType::Timestamp(TimeUnit::Microsecond, None)).ok())
                    });
                micros == coarse
            };
            let all_fit = exprs.iter().filter_map(text_of).all(fits);
            let unit = if all_fit { unit } else { unit.max(TimeUnit::Microsecond) };
            DataType::Timestamp(unit, zone)
        }
    };
    let mut changed = Vec::with_capacity(exprs.len());
    for (expr, found) in exprs.into_iter().zip(types) {
        let is_time = is_text(found) || matches!(found, DataType::Timestamp(..) | DataType::Date32);
        changed.push(match text_of(&expr) {
            Some(text) => literal(text, &to, false)?,
            None if *found != to && is_time => Expr::Cast(Cast::new(Box::new(expr), to.clone())),
            None => expr,
        });
    }
    Ok((true, changed))
}
