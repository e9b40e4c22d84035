//! Sums that cannot overflow. A sum is calculated in a wider type, and a cast above the aggregate brings it to its own: where
//! it does not fit, that row fails, not the aggregate with all of its groups. The mean of decimals is their sum by their
//! number, with the digits of a division. Unsigned results, such as that of `row_number()`, become signed here as well.
//!
//! | argument | added as | result |
//! | --- | --- | --- |
//! | `bigint` | `decimal(19, 0)`, in 128 bits | `bigint` |
//! | `decimal(p, s)`, p up to 28 | itself: 10^10 of them have room | `decimal(p + 10, s)` |
//! | `decimal(p, s)`, p above 28 | 256 bits | `decimal(38, s)` |
//! | `double` | itself | `double`; infinity is an error |

use std::sync::Arc;

use datafusion::arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{Column, Result};
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::expr::{AggregateFunction, WindowFunction};
use datafusion::logical_expr::{
    Aggregate, AggregateUDF, Expr, ExprSchemable, LogicalPlan, Projection, Window, WindowFunctionDefinition,
};
use datafusion::optimizer::AnalyzerRule;

use super::conversions::Conversion;
use super::decimals::{DecimalMath, Operation};
use super::types::{cast, decimal, decimal_type, integer_literal, signed_type};

/// Decimals of this precision at most have room for ten more digits in 128 bits.
const ROOMY_PRECISION_MAX: u8 = DECIMAL128_MAX_PRECISION - 10;

/// Begins the name of the column below that a call is calculated in. A number and a space follow, which make it unique, and
/// then the call.
pub(in crate::mapper::sql) const WIDE: &str = "__wide_";

#[derive(Debug)]
pub(super) struct Sums;

impl AnalyzerRule for Sums {
    fn name(&self) -> &str {
        "sums_without_overflow"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(rewrite)?.data)
    }
}

fn rewrite(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    match plan {
        LogicalPlan::Aggregate(aggregate) => {
            let calls: Vec<Wide> = wide_calls(&aggregate.aggr_expr, &aggregate.input)?;
            if calls.iter().all(|call| matches!(call, Wide::Same)) {
                // Arguments may have other types than before.
                return Ok(Transformed::no(LogicalPlan::Aggregate(aggregate)));
            }
            let first = aggregate.schema.fields().len() - aggregate.aggr_expr.len();
            let (exprs, above) = replace(calls, &aggregate.aggr_expr, &aggregate.schema.columns(), first);
            let below = Aggregate::try_new(aggregate.input, aggregate.group_expr, exprs)?;
            above_it(LogicalPlan::Aggregate(below), above)
        }
        LogicalPlan::Window(window) => {
            let calls = wide_calls(&window.window_expr, &window.input)?;
            if calls.iter().all(|call| matches!(call, Wide::Same)) {
                return Ok(Transformed::no(LogicalPlan::Window(window)));
            }
            let first = window.input.schema().fields().len();
            let (exprs, above) = replace(calls, &window.window_expr, &window.schema.columns(), first);
            let below = Window::try_new(exprs, window.input)?;
            above_it(LogicalPlan::Window(below), above)
        }
        other => {
            let recomputed = other.recompute_schema()?;
            Ok(Transformed::yes(recomputed))
        }
    }
}

fn above_it(below: LogicalPlan, above: Vec<Expr>) -> Result<Transformed<LogicalPlan>> {
    Ok(Transformed::yes(LogicalPlan::Projection(Projection::try_new(above, Arc::new(below))?)))
}

/// How a call is calculated.
enum Wide {
    Same,
    /// As it is, then as this type.
    Cast(DataType),
    /// The sum of the argument as `from`, then as `to`.
    Sum {
        call: Call,
        from: Option<DataType>,
        to: DataType,
    },
    /// As it is; infinity is an error.
    Finite,
    /// The same function of the argument as `from`, then as `to`.
    Other {
        call: Call,
        from: DataType,
        to: DataType,
    },
    /// A sum, as `from` and then as `to`, by the number of values.
    Mean {
        call: Call,
        from: Option<DataType>,
        to: DataType,
    },
}

/// An aggregate, or one over a window.
#[derive(Clone)]
enum Call {
    Aggregate(AggregateFunction),
    Window(Box<WindowFunction>),
}

impl Call {
    fn of(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Alias(alias) => Self::of(&alias.expr),
            Expr::AggregateFunction(call) => Some(Self::Aggregate(call.clone())),
            Expr::WindowFunction(call) => Some(Self::Window(call.clone())),
            _ => None,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Aggregate(call) => call.func.name(),
            Self::Window(call) => call.fun.name(),
        }
    }

    fn function(&self) -> Option<Arc<AggregateUDF>> {
        match self {
            Self::Aggregate(call) => Some(call.func.clone()),
            Self::Window(call) => match &call.fun {
                WindowFunctionDefinition::AggregateUDF(function) => Some(function.clone()),
                WindowFunctionDefinition::WindowUDF(_) => None,
            },
        }
    }

    fn argument(&self) -> Option<&Expr> {
        match self {
            Self::Aggregate(call) => call.params.args.first(),
            Self::Window(call) => call.params.args.first(),
        }
    }

    /// The same call of another function, with its argument in another type.
    fn with(mut self, function: Arc<AggregateUDF>, from: Option<&DataType>) -> Expr {
        let arguments = match &mut self {
            Self::Aggregate(call) => &mut call.params.args,
            Self::Window(call) => &mut call.params.args,
        };
        if let Some(from) = from {
            arguments.iter_mut().for_each(|argument| *argument = cast(argument.clone(), from.clone()));
        }
        match self {
            Self::Aggregate(mut call) => {
                call.func = function;
                Expr::AggregateFunction(call)
            }
            Self::Window(mut call) => {
                call.fun = WindowFunctionDefinition::AggregateUDF(function);
                Expr::WindowFunction(call)
            }
        }
    }
}

fn wide_calls(exprs: &[Expr], input: &LogicalPlan) -> Result<Vec<Wide>> {
    let of = |expr: &Expr| -> Result<Wide> {
        if let Some(signed) = expr.get_type(input.schema()).ok().as_ref().and_then(signed_type) {
            return Ok(Wide::Cast(signed));
        }
        let Some(call) = Call::of(expr) else { return Ok(Wide::Same) };
        let name = call.name().to_owned();
        let (is_sum, is_mean) = (name == "sum", name == "avg");
        let argument = call.argument().filter(|_| is_sum || is_mean || name == "median");
        let Some(argument) = argument else { return Ok(Wide::Same) };
        let from = argument.get_type(input.schema())?;
        Ok(match (&from, decimal(&from)) {
            (DataType::Int64, _) if is_sum && !is_small(argument) => {
                Wide::Sum { call, from: Some(DataType::Decimal128(19, 0)), to: DataType::Int64 }
            }
            (_, Some((precision, scale))) if precision > ROOMY_PRECISION_MAX => {
                let wide = DataType::Decimal256(precision.min(DECIMAL256_MAX_PRECISION - 10), scale);
                let (from, to) = (Some(wide), DataType::Decimal128(DECIMAL128_MAX_PRECISION, scale));
                if is_sum { Wide::Sum { call, from, to } } else { Wide::Mean { call, from, to } }
            }
            (_, Some((precision, scale))) if is_mean => {
                Wide::Mean { call, from: None, to: DataType::Decimal128(precision + 10, scale) }
            }
            (DataType::Float64 | DataType::Float32, _) if is_sum || is_mean => Wide::Finite,
            // The mean of the two in the middle has one digit more.
            (_, Some((precision, scale))) if name == "median" => {
                let more = decimal_type(precision - scale.unsigned_abs(), scale.unsigned_abs() + 1);
                let to = DataType::Decimal128((precision + 1).min(DECIMAL128_MAX_PRECISION), (scale + 1).min(38));
                Wide::Other { call, from: more, to }
            }
            _ => Wide::Same,
        })
    };
    exprs.iter().map(of).collect()
}

/// Whether an expression only gives literals within the range of int, as in `sum(CASE WHEN … THEN 1 ELSE 0 END)`: a window
/// has room for so few events that these do not reach the end of bigint.
fn is_small(expr: &Expr) -> bool {
    match expr {
        Expr::Alias(alias) => is_small(&alias.expr),
        Expr::Case(case) => {
            let mut results = case.when_then_expr.iter().map(|(_, then)| &**then).chain(case.else_expr.as_deref());
            results.all(is_small)
        }
        Expr::Literal(value, _) if value.is_null() => true,
        other => integer_literal(other).is_some_and(|value| i32::try_from(value).is_ok()),
    }
}

/// The calls of a plan in wide types, and the columns above them. `columns` are the plan's; its calls begin with `first`.
fn replace(calls: Vec<Wide>, exprs: &[Expr], columns: &[Column], first: usize) -> (Vec<Expr>, Vec<Expr>) {
    let mut below = vec![];
    let mut above: Vec<Expr> = columns[..first].iter().cloned().map(Expr::Column).collect();
    for ((call, expr), column) in calls.into_iter().zip(exprs).zip(&columns[first..]) {
        // What the row of a dead letter shows is the call that was written.
        let called = |function: &str| match column.name.split_once('(') {
            Some((_, arguments)) => format!("{function}({arguments}"),
            None => column.name.clone(),
        };
        let own = column.name.clone();
        let mut add_as = |written: &str, expr: Expr| {
            let name = format!("{WIDE}{} {written}", below.len());
            below.push(expr.alias(&name));
            Expr::Column(Column::new_unqualified(name))
        };
        let value = match call {
            Wide::Same => {
                below.push(expr.clone());
                above.push(Expr::Column(column.clone()));
                continue;
            }
            Wide::Cast(to) => cast(add_as(&own, expr.clone()), to),
            Wide::Finite => Conversion::Finite.function().call(vec![add_as(&own, expr.clone())]),
            Wide::Sum { call, from, to } => cast(add_as(&own, call.with(sum_udaf(), from.as_ref())), to),
            Wide::Other { call, from, to } => match call.function() {
                Some(function) => cast(add_as(&own, call.with(function, Some(&from))), to),
                None => cast(add_as(&own, expr.clone()), to),
            },
            Wide::Mean { call, from, to } => {
                let sum = cast(add_as(&called("sum"), call.clone().with(sum_udaf(), from.as_ref())), to);
                let count = cast(add_as(&called("count"), call.with(count_udaf(), None)), DataType::Decimal128(19, 0));
                DecimalMath::new(Operation::Divide).call(vec![sum, count])
            }
        };
        above.push(value.alias_qualified(column.relation.clone(), &column.name));
    }
    (below, above)
}
