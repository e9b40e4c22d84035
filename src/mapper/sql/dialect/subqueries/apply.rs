//! A subquery's value for each row around it, where DataFusion does not join it.
//!
//! ```text
//! SELECT (SELECT max(b.i) FROM b WHERE b.id < a.id) FROM a
//!
//! numbered:  a, row_number() AS _row
//! joined:    numbered LEFT JOIN (b, true AS _matched) ON b.id < a.id
//! grouped:   GROUP BY _row, a.…: max(b.i) FILTER (WHERE _matched)
//! ```

use std::sync::Arc;

use datafusion::common::NullEquality;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, JoinType, Result, ScalarValue};
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{
    Aggregate, BinaryExpr, Case, Expr, ExprSchemable, Join, JoinConstraint, LogicalPlan, LogicalPlanBuilder,
    Projection, Subquery, binary_expr, lit,
};

use super::correlated::has_subquery;
use super::pull::{Names, Pulled, pull, refused, substituted};

const ROW: &str = "_row";
const MATCHED: &str = "_matched";
/// Before the names of columns that a condition asks for.
const ASKED: &str = "_asked";

/// The rows of `input` with these columns, and the value of the subquery as a column of that name.
pub(super) fn apply(
    input: LogicalPlan,
    columns: Vec<Column>,
    subquery: &Subquery,
    name: &str,
    names: &mut Names,
) -> Result<LogicalPlan> {
    let Top { value, having, aggregate } = top(&subquery.subquery)?;
    let Pulled { plan, columns: found, conditions } = pull(&aggregate.input, names)?;
    let (input, conditions) = asked_before(input, conditions, names)?;

    let number = row_number();
    let number_column = Expr::Column(Column::new_unqualified(number.schema_name().to_string()));
    let around: Vec<Expr> = columns.iter().cloned().map(Expr::Column).collect();
    let numbered = around.iter().cloned().chain([number_column.alias(ROW)]);
    let asked = input.schema().columns().into_iter().filter(|column| column.name.starts_with(ASKED)).map(Expr::Column);
    let numbered = numbered.chain(asked.filter(|column| !around.contains(column))).collect::<Vec<_>>();
    let numbered = LogicalPlanBuilder::from(input).window(vec![number])?.project(numbered)?.build()?;

    let relation = names.next();
    let matched = Expr::Column(Column::new(Some(relation.as_str()), MATCHED));
    let within = plan.schema().columns().into_iter().map(Expr::Column);
    let within = within.chain([lit(true).alias_qualified(Some(relation.as_str()), MATCHED)]).collect();
    let within = LogicalPlan::Projection(Projection::try_new(within, Arc::new(plan))?);
    let on = conjunction(conditions).map_or(Ok(lit(true)), from_outside)?;
    let joined = LogicalPlan::Join(Join::try_new(
        Arc::new(numbered),
        Arc::new(within),
        vec![],
        Some(on),
        JoinType::Left,
        JoinConstraint::On,
        NullEquality::NullEqualsNothing,
        false,
    )?);

    let calls = aggregate.aggr_expr.iter().map(|call| {
        let call = from_outside(substituted(call.clone(), aggregate.input.schema(), &found)?)?;
        filtered(call, &matched)
    });
    let calls = calls.collect::<Result<Vec<_>>>()?;
    let keys: Vec<Expr> =
        [Expr::Column(Column::new_unqualified(ROW))].into_iter().chain(around.iter().cloned()).collect();
    let first_call = keys.len();
    let grouped = LogicalPlan::Aggregate(Aggregate::try_new(Arc::new(joined), keys, calls)?);

    let results = &grouped.schema().columns()[first_call..];
    let results: Vec<_> = results.iter().cloned().map(Expr::Column).collect();
    let over_results = |expr: Expr| from_outside(substituted(expr, &aggregate.schema, &results)?);
    let mut value = over_results(value)?;
    if let Some(having) = having {
        value = when(over_results(having)?, value, Expr::Literal(ScalarValue::Null, None));
    }
    let columns = around.into_iter().chain([value.alias(name)]).collect();
    Ok(LogicalPlan::Projection(Projection::try_new(columns, Arc::new(grouped))?))
}

/// The conditions, in which what is calculated from the row around alone is a column of that row: where it fails, it is the
/// row that is at fault. It is calculated where the conditions before it hold, as far as they ask for that row alone.
fn asked_before(input: LogicalPlan, conditions: Vec<Expr>, names: &mut Names) -> Result<(LogicalPlan, Vec<Expr>)> {
    let schema = input.schema().clone();
    let (mut asked, mut before): (Vec<Expr>, Vec<Expr>) = (vec![], vec![]);
    let mut rewritten = vec![];
    for condition in conditions {
        let mut side = |side: Expr| -> Result<Expr> {
            let plain = matches!(side, Expr::OuterReferenceColumn(..) | Expr::Literal(..));
            if plain || side.any_column_refs() || !side.contains_outer() || has_subquery(&side) {
                return Ok(side);
            }
            let mut value = from_outside(side)?;
            if let Some(holds) = conjunction(before.iter().cloned()) {
                let null = ScalarValue::try_from(value.get_type(&schema)?)?;
                value = when(holds, value, Expr::Literal(null, None));
            }
            let name = format!("{ASKED}{}", names.next());
            asked.push(value.alias(&name));
            Ok(Expr::Column(Column::new_unqualified(name)))
        };
        rewritten.push(match condition.clone() {
            Expr::BinaryExpr(BinaryExpr { left, op, right }) if op.supports_propagation() => {
                binary_expr(side(*left)?, op, side(*right)?)
            }
            other => other,
        });
        if !condition.any_column_refs() {
            before.push(from_outside(condition)?);
        }
    }
    if asked.is_empty() {
        return Ok((input, rewritten));
    }
    let columns = schema.columns().into_iter().map(Expr::Column).chain(asked).collect();
    Ok((LogicalPlan::Projection(Projection::try_new(columns, Arc::new(input))?), rewritten))
}

fn when(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    let branch = (Box::new(condition), Box::new(then));
    Expr::Case(Case { expr: None, when_then_expr: vec![branch], else_expr: Some(Box::new(otherwise)) })
}

/// What stands above the aggregate of a subquery.
struct Top<'a> {
    /// Over the columns of the aggregate.
    value: Expr,
    having: Option<Expr>,
    aggregate: &'a Aggregate,
}

fn top(plan: &LogicalPlan) -> Result<Top<'_>> {
    let mut exprs = vec![Expr::Column(Column::from(plan.schema().qualified_field(0)))];
    let mut plan = plan;
    loop {
        let (over, columns, input): (_, Vec<Expr>, &LogicalPlan) = match plan {
            LogicalPlan::Projection(projection) => {
                let columns = projection.expr.iter().map(|expr| expr.clone().unalias()).collect();
                (&projection.schema, columns, &projection.input)
            }
            LogicalPlan::SubqueryAlias(alias) => {
                let columns = alias.input.schema().columns().into_iter().map(Expr::Column).collect();
                (&alias.schema, columns, &alias.input)
            }
            LogicalPlan::Filter(filter) => {
                exprs.push(filter.predicate.clone());
                plan = &filter.input;
                continue;
            }
            LogicalPlan::Aggregate(aggregate) if aggregate.group_expr.is_empty() => {
                let mut exprs = exprs.into_iter();
                let value = exprs.next().unwrap_or(lit(true));
                return Ok(Top { value, having: conjunction(exprs), aggregate });
            }
            other => return refused(&other.display().to_string()),
        };
        exprs = exprs.into_iter().map(|expr| substituted(expr, over, &columns)).collect::<Result<_>>()?;
        plan = input;
    }
}

/// Columns from outside as columns.
pub(super) fn from_outside(expr: Expr) -> Result<Expr> {
    let replace = |expr: Expr| match expr {
        Expr::OuterReferenceColumn(_, column) => Ok(Transformed::yes(Expr::Column(column))),
        other => Ok(Transformed::no(other)),
    };
    expr.transform_up(replace).data()
}

/// The aggregate, of the rows that were matched.
fn filtered(call: Expr, matched: &Expr) -> Result<Expr> {
    let filter = |expr: Expr| match expr {
        Expr::AggregateFunction(mut call) => {
            let own = call.params.filter.take().map(|filter| *filter);
            call.params.filter = conjunction([matched.clone()].into_iter().chain(own)).map(Box::new);
            Ok(Transformed::new(Expr::AggregateFunction(call), true, TreeNodeRecursion::Jump))
        }
        other => Ok(Transformed::no(other)),
    };
    call.transform_down(filter).data()
}
