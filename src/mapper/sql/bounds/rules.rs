//! DataFusion's optimizer rules, kept from growing a plan without end.
//!
//! A filter that is pushed below a projection has the projection's expressions put in the place of their names. A chain of
//! views that clean up a column, each with a filter on what it made, doubles the filter with every view: nine are a million
//! parts. Here a filter is pushed only if it stays small, and otherwise runs where it was written.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{Expr, Filter, LogicalPlan};
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::push_down_filter::PushDownFilter;
use datafusion::optimizer::{Optimizer, OptimizerConfig, OptimizerRule};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::filter_pushdown::FilterPushdown;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;

use super::plan_size::count;

/// Parts by which a condition may grow when it is pushed below a projection.
const GROWTH_MAX: usize = 16;

/// Parts that a condition which grows may have afterwards.
const PUSHED_MAX: usize = 128;

/// Parts that the expressions of one operator may have after a rule.
const OPERATOR_MAX: usize = 120_000;

type Rule = Arc<dyn OptimizerRule + Send + Sync>;

/// DataFusion's rules in their order.
pub(in crate::mapper::sql) fn optimizer_rules() -> Vec<Rule> {
    let bounded = |rule: Rule| -> Rule {
        Arc::new(Guarded(match rule.name() {
            "push_down_filter" => Arc::new(SmallFilters(PushDownFilter::new())),
            "single_distinct_aggregation_to_group_by" => Arc::new(NoDecimalSums(rule)),
            _ => rule,
        }))
    };
    Optimizer::new().rules.into_iter().map(bounded).collect()
}

/// DataFusion's rules in their order, without those that push filters into scans: no scan here takes any, and on the way
/// down they grow as above.
pub(in crate::mapper::sql) fn physical_rules() -> Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>> {
    let pushes = [FilterPushdown::new().name().to_owned(), FilterPushdown::new_post_optimization().name().to_owned()];
    PhysicalOptimizer::new().rules.into_iter().filter(|rule| !pushes.iter().any(|name| name == rule.name())).collect()
}

/// `count(DISTINCT a), sum(b)` as two aggregates, one above the other, but for sums of decimals: the sum of sums would have
/// ten digits more than the sum in whose place it stands.
#[derive(Debug)]
struct NoDecimalSums(Rule);

impl OptimizerRule for NoDecimalSums {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        if let LogicalPlan::Aggregate(aggregate) = &plan {
            let groups = aggregate.schema.fields().len() - aggregate.aggr_expr.len();
            let mut results = aggregate.schema.fields().iter().skip(groups);
            if results.any(|field| field.data_type().is_decimal()) {
                return Ok(Transformed::no(plan));
            }
        }
        self.0.rewrite(plan, config)
    }
}

/// A rule whose result is refused if it is too large.
#[derive(Debug)]
struct Guarded(Rule);

impl OptimizerRule for Guarded {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        let result = self.0.rewrite(plan, config)?;
        if result.transformed {
            match self.0.apply_order() {
                Some(_) => check_operator(&result.data)?,
                None => _ = result.data.apply(|plan| check_operator(plan).map(|()| TreeNodeRecursion::Continue))?,
            }
        }
        Ok(result)
    }
}

fn check_operator(plan: &LogicalPlan) -> Result<()> {
    let mut parts = 0;
    plan.apply_expressions(|expr| {
        parts += count(expr, OPERATOR_MAX);
        Ok(if parts > OPERATOR_MAX { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    if parts > OPERATOR_MAX {
        return plan_err!(
            "an expression of the statement is too large: with the expressions of the views that it reads put in the place of \
             their columns it has more than {OPERATOR_MAX} parts; use a column fewer times, or fewer views on top of one another"
        );
    }
    Ok(())
}

/// Pushes the conditions of a filter that stay small.
#[derive(Debug)]
struct SmallFilters(PushDownFilter);

impl OptimizerRule for SmallFilters {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        let LogicalPlan::Filter(filter) = plan else { return self.0.rewrite(plan, config) };
        let (filter, merged) = merge(filter);
        let Some(sizes) = sizes_of_columns(&filter.input) else {
            return self.0.rewrite(LogicalPlan::Filter(filter), config);
        };
        let conditions = split_conjunction_owned(filter.predicate);
        let (push, keep): (Vec<_>, Vec<_>) = conditions.into_iter().partition(|expr| stays_small(expr, &sizes));
        let (Some(keep), push) = (conjunction(keep), conjunction(push.clone())) else {
            let Some(predicate) = conjunction(push) else { return plan_err!("a filter has no condition") };
            return self.0.rewrite(LogicalPlan::Filter(Filter::try_new(predicate, filter.input)?), config);
        };
        let pushed = match push {
            None => Transformed::no(filter.input),
            Some(push) => {
                self.0.rewrite(LogicalPlan::Filter(Filter::try_new(push, filter.input)?), config)?.update_data(Arc::new)
            }
        };
        let kept = LogicalPlan::Filter(Filter::try_new(keep, pushed.data)?);
        Ok(Transformed::new_transformed(kept, pushed.transformed || merged))
    }
}

/// A filter with those directly below it, whose conditions come first.
fn merge(mut filter: Filter) -> (Filter, bool) {
    let mut merged = false;
    while let LogicalPlan::Filter(below) = filter.input.as_ref() {
        let mut conditions = split_conjunction_owned(below.predicate.clone());
        for condition in split_conjunction_owned(filter.predicate.clone()) {
            if !conditions.contains(&condition) {
                conditions.push(condition);
            }
        }
        filter.predicate = conjunction(conditions).unwrap_or(filter.predicate);
        filter.input = below.input.clone();
        merged = true;
    }
    (filter, merged)
}

/// How large the expressions behind the columns of an operator are, where a filter would have them in their place.
fn sizes_of_columns(plan: &LogicalPlan) -> Option<HashMap<String, usize>> {
    let exprs = match plan {
        LogicalPlan::Projection(projection) => &projection.expr,
        LogicalPlan::Aggregate(aggregate) => &aggregate.group_expr,
        _ => return None,
    };
    let columns = plan.schema().iter().zip(exprs).map(|((_, field), expr)| {
        let expr = expr.clone().unalias();
        (field.name().clone(), count(&expr, PUSHED_MAX))
    });
    // Columns of the same name in different relations: the larger counts.
    let mut sizes = HashMap::new();
    for (name, size) in columns {
        let known: &mut usize = sizes.entry(name).or_default();
        *known = size.max(*known);
    }
    Some(sizes)
}

fn stays_small(condition: &Expr, sizes: &HashMap<String, usize>) -> bool {
    let (mut parts, mut growth) = (0, 0);
    let counted = condition.apply(|expr| {
        parts += 1;
        if let Expr::Column(column) = expr {
            growth += sizes.get(&column.name).map_or(0, |size| size - 1);
        }
        Ok(TreeNodeRecursion::Continue)
    });
    counted.is_ok() && (growth == 0 || (growth <= GROWTH_MAX && parts + growth <= PUSHED_MAX))
}
