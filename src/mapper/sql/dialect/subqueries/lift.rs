//! Makes columns of the scalar subqueries that DataFusion does not join: below the node that they stand in, which then reads
//! the columns.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, JoinType, Result, plan_err};
use datafusion::logical_expr::expr::{Exists, InSubquery, SetComparison, Sort as SortExpr};
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{Aggregate, Expr, Filter, Join, LogicalPlan, Projection, Sort, Subquery, Window};

use super::apply::apply;
use super::correlated::{is_plain_value, is_subquery, outside_columns, reads_outside};
use super::pull::Names;

/// Makes columns of the subqueries that read from around them and that DataFusion does not join.
pub(super) fn lift(node: LogicalPlan, names: &mut Names) -> Result<LogicalPlan> {
    let joins = matches!(node, LogicalPlan::Projection(_) | LogicalPlan::Filter(_));
    let mut found: Vec<Subquery> = vec![];
    node.apply_expressions(|expr| {
        expr.apply(|part| {
            if let Expr::ScalarSubquery(subquery) = part
                && reads_outside(&subquery.subquery)
                && !(joins && is_plain_value(&subquery.subquery))
                && !found.contains(subquery)
            {
                found.push(subquery.clone());
            }
            Ok(TreeNodeRecursion::Continue)
        })
    })?;
    if found.is_empty() {
        return Ok(node);
    }
    if let LogicalPlan::Join(join) = node {
        return lift_from_join(join, &found, names);
    }
    let inputs = node.inputs();
    let [input] = inputs.as_slice() else {
        return plan_err!("a subquery that reads columns from around it cannot stand here; write it as a JOIN");
    };
    let mut input = (*input).clone();
    let wanted = node.schema().clone();
    // Where the node has all columns of its input, all are kept; elsewhere those that it reads.
    let mut kept = input.schema().columns();
    if matches!(node, LogicalPlan::Projection(_) | LogicalPlan::Aggregate(_)) {
        let read = read_columns(&node)?;
        kept.retain(|column| read.contains(column));
    }
    let mut columns = vec![];
    for subquery in &found {
        let name = names.next();
        input = with_value(input, kept.clone(), subquery, &name, names)?;
        kept.push(Column::new_unqualified(&name));
        columns.push(name);
    }
    let replace = |expr: Expr| match &expr {
        Expr::ScalarSubquery(subquery) => match found.iter().position(|other| other == subquery) {
            Some(at) => Ok(Transformed::yes(Expr::Column(Column::new_unqualified(&columns[at])))),
            None => Ok(Transformed::no(expr)),
        },
        _ => Ok(Transformed::no(expr)),
    };
    let all =
        |exprs: Vec<Expr>| exprs.into_iter().map(|expr| expr.transform_up(replace).data()).collect::<Result<Vec<_>>>();
    let (input, added) = (Arc::new(input), columns.len());
    let count = wanted.fields().len();
    Ok(match node {
        LogicalPlan::Projection(projection) => {
            let exprs = all(projection.expr)?;
            let named = exprs
                .into_iter()
                .zip(wanted.iter())
                .map(|(expr, (relation, field))| expr.unalias().alias_qualified(relation.cloned(), field.name()));
            LogicalPlan::Projection(Projection::try_new(named.collect(), input)?)
        }
        LogicalPlan::Filter(filter) => {
            let predicate = filter.predicate.transform_up(replace).data()?;
            named_as(LogicalPlan::Filter(Filter::try_new(predicate, input)?), &wanted, 0..count)?
        }
        LogicalPlan::Aggregate(aggregate) => {
            let aggregate = Aggregate::try_new(input, all(aggregate.group_expr)?, all(aggregate.aggr_expr)?)?;
            named_as(LogicalPlan::Aggregate(aggregate), &wanted, 0..count)?
        }
        LogicalPlan::Window(window) => {
            let before = count - window.window_expr.len();
            let window = Window::try_new(all(window.window_expr)?, input)?;
            named_as(LogicalPlan::Window(window), &wanted, (0..before).chain(before + added..count + added))?
        }
        LogicalPlan::Sort(sort) => {
            let sorts = sort.expr.into_iter().map(|sort| {
                Ok(SortExpr {
                    expr: sort.expr.transform_up(replace).data()?,
                    asc: sort.asc,
                    nulls_first: sort.nulls_first,
                })
            });
            let sort = Sort { expr: sorts.collect::<Result<_>>()?, input, fetch: sort.fetch };
            named_as(LogicalPlan::Sort(sort), &wanted, 0..count)?
        }
        _ => return plan_err!("a subquery that reads columns from around it cannot stand here; write it as a JOIN"),
    })
}

/// The rows of `input` with a column for the subquery.
fn with_value(
    input: LogicalPlan,
    columns: Vec<Column>,
    subquery: &Subquery,
    name: &str,
    names: &mut Names,
) -> Result<LogicalPlan> {
    if !is_plain_value(&subquery.subquery) {
        return apply(input, columns, subquery, name, names);
    }
    let value = Expr::ScalarSubquery(subquery.clone()).alias(name);
    let exprs = columns.into_iter().map(Expr::Column).chain([value]).collect();
    Ok(LogicalPlan::Projection(Projection::try_new(exprs, Arc::new(input))?))
}

/// The columns that a node and its subqueries read.
pub(super) fn read_columns(node: &LogicalPlan) -> Result<Vec<Column>> {
    let mut columns = vec![];
    node.apply_expressions(|expr| {
        columns.extend(expr.column_refs().into_iter().cloned());
        expr.apply(|part| {
            columns.extend(subquery_of(part).into_iter().flat_map(|subquery| outside_columns(&subquery.subquery)));
            Ok(TreeNodeRecursion::Continue)
        })
    })?;
    Ok(columns)
}

/// Conditions of a join: those of one side become columns of that side, others of an inner join a filter above it.
fn lift_from_join(join: Join, found: &[Subquery], names: &mut Names) -> Result<LogicalPlan> {
    let wanted = join.schema.clone();
    let (mut left, mut right) = (join.left.as_ref().clone(), join.right.as_ref().clone());
    let mut columns: Vec<Option<String>> = vec![];
    for subquery in found {
        let read = outside_columns(&subquery.subquery);
        let of = |side: &LogicalPlan| read.iter().all(|column| side.schema().has_column(column));
        let name = names.next();
        columns.push(if of(&left) {
            let kept = left.schema().columns();
            left = with_value(left, kept, subquery, &name, names)?;
            Some(name)
        } else if of(&right) {
            let kept = right.schema().columns();
            right = with_value(right, kept, subquery, &name, names)?;
            Some(name)
        } else {
            None
        });
    }
    let replace = |expr: Expr| {
        let at = match &expr {
            Expr::ScalarSubquery(subquery) => found.iter().position(|other| other == subquery),
            _ => None,
        };
        match at.and_then(|at| columns[at].as_ref()) {
            Some(name) => Ok(Transformed::yes(Expr::Column(Column::new_unqualified(name)))),
            None => Ok(Transformed::no(expr)),
        }
    };
    let parts = join.filter.map(split_conjunction_owned).unwrap_or_default();
    let parts = parts.into_iter().map(|part| part.transform_up(replace).data()).collect::<Result<Vec<_>>>()?;
    let (above, within): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| {
        part.exists(|part| {
            Ok(is_subquery(part) && matches!(part, Expr::ScalarSubquery(subquery) if reads_outside(&subquery.subquery)))
        })
        .unwrap_or(true)
    });
    if !above.is_empty() && join.join_type != JoinType::Inner {
        return plan_err!(
            "the condition of an outer join cannot have a subquery that reads columns of both sides; write it as a JOIN"
        );
    }
    let joined = LogicalPlan::Join(Join::try_new(
        Arc::new(left),
        Arc::new(right),
        join.on,
        conjunction(within),
        join.join_type,
        join.join_constraint,
        join.null_equality,
        join.null_aware,
    )?);
    let joined = match conjunction(above) {
        Some(above) => lift(LogicalPlan::Filter(Filter::try_new(above, Arc::new(joined))?), names)?,
        None => joined,
    };
    let columns = wanted.columns().into_iter().map(Expr::Column).collect();
    Ok(LogicalPlan::Projection(Projection::try_new(columns, Arc::new(joined))?))
}

/// These columns of the plan, with the names that they had.
pub(super) fn named_as(
    plan: LogicalPlan,
    wanted: &DFSchema,
    columns: impl Iterator<Item = usize>,
) -> Result<LogicalPlan> {
    let has = plan.schema().clone();
    let renamed = columns.zip(wanted.iter()).map(|(at, (relation, field))| {
        let column = Column::from(has.qualified_field(at));
        // A condition that is taken out of a subquery asks for the column, and does not know it behind an alias.
        let same = column.relation.as_ref() == relation && column.name == *field.name();
        let column = Expr::Column(column);
        if same { column } else { column.alias_qualified(relation.cloned(), field.name()) }
    });
    Ok(LogicalPlan::Projection(Projection::try_new(renamed.collect(), Arc::new(plan))?))
}

pub(super) fn subquery_of(expr: &Expr) -> Option<&Subquery> {
    match expr {
        Expr::ScalarSubquery(subquery)
        | Expr::Exists(Exists { subquery, .. })
        | Expr::InSubquery(InSubquery { subquery, .. })
        | Expr::SetComparison(SetComparison { subquery, .. }) => Some(subquery),
        _ => None,
    }
}
