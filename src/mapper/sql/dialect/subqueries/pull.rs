//! Takes the conditions that read columns from around a subquery out of it, so that they become those of a join.
//!
//! What remains reads nothing from outside. Projections on the way disappear: each column of the subquery is given as an
//! expression over what remains, in which columns from outside may stand.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Column, DFSchema, JoinType, Result, plan_err};
use datafusion::logical_expr::utils::{conjunction, split_conjunction};
use datafusion::logical_expr::{
    Aggregate, BinaryExpr, Distinct, Expr, Filter, Join, LogicalPlan, Operator, Projection, SubqueryAlias,
};

use super::correlated::{has_subquery, reads_outside};

/// What is left of a subquery.
pub(super) struct Pulled {
    pub(super) plan: LogicalPlan,
    /// The columns of the subquery, over those of the plan and those from outside.
    pub(super) columns: Vec<Expr>,
    /// The conditions, over the same.
    pub(super) conditions: Vec<Expr>,
}

/// Names relations that no statement has.
#[derive(Default)]
pub(super) struct Names {
    used: usize,
}

impl Names {
    pub(super) fn next(&mut self) -> String {
        self.used += 1;
        format!("_subquery_{}", self.used)
    }
}

pub(super) fn pull(plan: &LogicalPlan, names: &mut Names) -> Result<Pulled> {
    if !reads_outside(plan) {
        return renamed(plan.clone(), names);
    }
    match plan {
        LogicalPlan::Filter(filter) => pull_filter(filter, names),
        LogicalPlan::Projection(projection) => {
            let input = pull(&projection.input, names)?;
            let over = projection.input.schema();
            let exprs = projection.expr.iter().map(|expr| substituted(expr.clone().unalias(), over, &input.columns));
            Ok(Pulled { columns: exprs.collect::<Result<_>>()?, ..input })
        }
        LogicalPlan::SubqueryAlias(alias) => pull(&alias.input, names),
        LogicalPlan::Sort(sort) if sort.fetch.is_none() => pull(&sort.input, names),
        LogicalPlan::Join(join) => pull_join(join, names),
        LogicalPlan::Distinct(Distinct::All(input)) => {
            let pulled = pull(input, names)?;
            let keys = pulled.columns.clone();
            pull_groups(pulled, keys, vec![], names)
        }
        LogicalPlan::Aggregate(aggregate) if !aggregate.group_expr.is_empty() => {
            let pulled = pull(&aggregate.input, names)?;
            let over = aggregate.input.schema();
            let within = |exprs: &[Expr]| -> Result<Vec<Expr>> {
                exprs.iter().map(|expr| substituted(expr.clone(), over, &pulled.columns)).collect()
            };
            let (keys, calls) = (within(&aggregate.group_expr)?, within(&aggregate.aggr_expr)?);
            if keys.iter().any(|key| matches!(key, Expr::GroupingSet(_))) {
                return refused("GROUPING SETS");
            }
            pull_groups(pulled, keys, calls, names)
        }
        LogicalPlan::Aggregate(_) => refused("an aggregate in a subquery of it"),
        LogicalPlan::Limit(_) => refused("LIMIT in a subquery of it, or a second LIMIT"),
        LogicalPlan::Window(_) => refused("a window function"),
        LogicalPlan::Union(_) => refused("UNION"),
        LogicalPlan::Unnest(_) => refused("unnest()"),
        LogicalPlan::Distinct(Distinct::On(_)) => refused("DISTINCT ON"),
        other => refused(&other.display().to_string()),
    }
}

/// Why a subquery cannot be made a join.
pub(super) fn refused<T>(what: &str) -> Result<T> {
    plan_err!(
        "a subquery that reads columns from around it cannot have {what}; calculate it in a subquery of FROM or in a view, and \
         JOIN that"
    )
}

fn pull_filter(filter: &Filter, names: &mut Names) -> Result<Pulled> {
    let (outside, within): (Vec<_>, Vec<_>) =
        split_conjunction(&filter.predicate).into_iter().cloned().partition(Expr::contains_outer);
    if outside.iter().any(has_subquery) {
        return refused("another subquery in the condition that reads them");
    }
    let over = filter.input.schema();
    let mut pulled = if reads_outside(&filter.input) {
        let mut pulled = pull(&filter.input, names)?;
        for condition in within {
            if has_subquery(&condition) {
                return refused("another subquery beside them");
            }
            pulled.conditions.push(substituted(condition, over, &pulled.columns)?);
        }
        pulled
    } else {
        let input = match conjunction(within) {
            Some(within) => LogicalPlan::Filter(Filter::try_new(within, filter.input.clone())?),
            None => filter.input.as_ref().clone(),
        };
        renamed(input, names)?
    };
    for condition in outside {
        pulled.conditions.push(substituted(condition, over, &pulled.columns)?);
    }
    Ok(pulled)
}

fn pull_join(join: &Join, names: &mut Names) -> Result<Pulled> {
    if join.join_type != JoinType::Inner {
        return refused("an outer join");
    }
    let (left, right) = (pull(&join.left, names)?, pull(&join.right, names)?);
    let (over_left, over_right) = (join.left.schema(), join.right.schema());
    let over = over_left.join(over_right)?;
    let columns: Vec<Expr> = left.columns.iter().chain(&right.columns).cloned().collect();
    let on = join.on.iter().map(|(l, r)| {
        let l = substituted(l.clone(), over_left, &left.columns)?;
        Ok(Expr::eq(l, substituted(r.clone(), over_right, &right.columns)?))
    });
    let filter = join.filter.iter().flat_map(split_conjunction).map(|part| substituted(part.clone(), &over, &columns));
    let parts = on.chain(filter).collect::<Result<Vec<Expr>>>()?;
    let (outside, within): (Vec<_>, Vec<_>) = parts.into_iter().partition(Expr::contains_outer);
    let plan = LogicalPlan::Join(Join::try_new(
        Arc::new(left.plan),
        Arc::new(right.plan),
        vec![],
        conjunction(within),
        JoinType::Inner,
        join.join_constraint,
        join.null_equality,
        false,
    )?);
    Ok(Pulled {
        plan,
        columns,
        conditions: left.conditions.into_iter().chain(right.conditions).chain(outside).collect(),
    })
}

/// Groups below which conditions stand: each condition has to be that a value within equals one from outside, which is
/// then a key of the groups.
fn pull_groups(pulled: Pulled, keys: Vec<Expr>, calls: Vec<Expr>, names: &mut Names) -> Result<Pulled> {
    if keys.iter().chain(&calls).any(Expr::contains_outer) {
        return refused("GROUP BY or DISTINCT of such a column");
    }
    let (found, calls_at) = (keys.len(), keys.len());
    let mut all = keys;
    let mut equal = vec![];
    for condition in pulled.conditions {
        let (inside, outside) = match condition {
            Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => match (side(&left), side(&right)) {
                (Side::Inside, Side::Outside) => (*left, *right),
                (Side::Outside, Side::Inside) => (*right, *left),
                _ => return refused("GROUP BY or DISTINCT with a comparison other than ="),
            },
            _ => return refused("GROUP BY or DISTINCT with a comparison other than ="),
        };
        let at = all.iter().position(|key| *key == inside).unwrap_or(all.len());
        if at == all.len() {
            all.push(inside);
        }
        equal.push((at, outside));
    }
    let more = all.len() - found;
    let calls_count = calls.len();
    let grouped = LogicalPlan::Aggregate(Aggregate::try_new(Arc::new(pulled.plan), all, calls)?);
    let Pulled { plan, columns, .. } = renamed(grouped, names)?;
    let conditions = equal.into_iter().map(|(at, outside)| Expr::eq(columns[at].clone(), outside)).collect();
    let calls = columns[calls_at + more..calls_at + more + calls_count].to_vec();
    Ok(Pulled { plan, columns: columns[..found].iter().cloned().chain(calls).collect(), conditions })
}

#[derive(PartialEq, Eq)]
enum Side {
    Inside,
    Outside,
    Mixed,
}

fn side(expr: &Expr) -> Side {
    match (expr.any_column_refs(), expr.contains_outer()) {
        (_, false) => Side::Inside,
        (false, true) => Side::Outside,
        (true, true) => Side::Mixed,
    }
}

/// The plan, with names of its own for its relation and columns.
pub(super) fn renamed(plan: LogicalPlan, names: &mut Names) -> Result<Pulled> {
    let relation = names.next();
    let name = |at: usize| format!("_{at}");
    let columns = plan.schema().columns().into_iter().map(Expr::Column);
    let columns: Vec<_> = columns.enumerate().map(|(at, column)| column.alias(name(at))).collect();
    let count = columns.len();
    let projection = LogicalPlan::Projection(Projection::try_new(columns, Arc::new(plan))?);
    let plan = LogicalPlan::SubqueryAlias(SubqueryAlias::try_new(Arc::new(projection), relation.as_str())?);
    let columns = (0..count).map(|at| Expr::Column(Column::new(Some(relation.as_str()), name(at)))).collect();
    Ok(Pulled { plan, columns, conditions: vec![] })
}

/// The expression with these in the place of the columns of a schema.
pub(super) fn substituted(expr: Expr, schema: &DFSchema, columns: &[Expr]) -> Result<Expr> {
    let replace = |expr: Expr| match &expr {
        Expr::Column(column) => match schema.maybe_index_of_column(column).and_then(|at| columns.get(at)) {
            Some(found) => Ok(Transformed::yes(found.clone())),
            None => plan_err!("column {column} of a subquery is not found"),
        },
        _ => Ok(Transformed::no(expr)),
    };
    // From the top down would go on into what has been put in.
    expr.transform_up(replace).data()
}
