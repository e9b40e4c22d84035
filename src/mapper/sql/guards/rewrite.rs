//! The rule that guards what can fail. It runs once over an analyzed plan, before the optimizer.
//!
//! Afterwards expressions that can fail stand in projections, each in a guard, and (for joins that keep rows without a
//! match) in the filters of joins. A projection's guards stay where they are: no rule of DataFusion's moves a volatile
//! expression out of a projection, or a predicate on it below the projection.
//!
//! - The WHERE `m <> 0 AND n / m > 1` becomes a filter on `m <> 0`, and above it a projection that adds
//!   `guarded(n / m > 1)` and a filter on that column.
//! - Arguments and FILTERs of aggregates and window functions, keys of GROUP BY, ORDER BY and joins become columns of a
//!   projection below.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result, ScalarValue};
use datafusion::logical_expr::expr::{InSubquery, Sort as SortExpr};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{
    Aggregate, Distinct, DistinctOn, Expr, ExprSchemable, Filter, LogicalPlan, Projection, Sort, Window,
};
use datafusion::optimizer::AnalyzerRule;

use super::can_fail::can_fail;
use super::guard::guarded;
use super::join::is_equality;
use super::lazy::when;
use crate::mapper::sql::dialect::has_subquery;

/// See the [module](self).
#[derive(Debug)]
pub(in super::super) struct GuardRule {
    /// The names of mubatch's functions.
    own: HashSet<String>,
}

impl GuardRule {
    pub(in super::super) fn new(own: HashSet<String>) -> Self {
        Self { own }
    }
}

impl AnalyzerRule for GuardRule {
    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let own = |name: &str| self.own.contains(name);
        let rewrite = Rewrite { own: &own };
        plan.transform_up_with_subqueries(|node| rewrite.node(node)).data()
    }

    fn name(&self) -> &'static str {
        "guard_what_can_fail"
    }
}

pub(super) struct Rewrite<'a> {
    own: &'a dyn Fn(&str) -> bool,
}

/// Columns that are added to a plan.
pub(super) struct Added<'a> {
    pub(super) rewrite: &'a Rewrite<'a>,
    pub(super) schema: &'a DFSchema,
    prefix: &'static str,
    pub(super) columns: Vec<Expr>,
    /// What each of them was: the same expression is one column, or DISTINCT ON would not find its ORDER BY.
    lifted: Vec<Expr>,
}

impl Added<'_> {
    /// The expression, or where it can fail, the name of a column that holds it.
    pub(super) fn lift(&mut self, expr: Expr) -> Result<Expr> {
        if !self.rewrite.can_fail(&expr, self.schema) {
            return Ok(expr);
        }
        let at = match self.lifted.iter().position(|lifted| *lifted == expr) {
            Some(at) => at,
            None => {
                let name = format!("{}{}", self.prefix, self.columns.len());
                self.columns.push(self.rewrite.guarded(expr.clone(), self.schema)?.alias(name));
                self.lifted.push(expr);
                self.lifted.len() - 1
            }
        };
        let (_, name) = self.columns[at].qualified_name();
        Ok(Expr::Column(Column::new_unqualified(name)))
    }

    fn lift_all(&mut self, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
        exprs.into_iter().map(|expr| self.lift(expr)).collect()
    }

    fn lift_sorts(&mut self, sorts: Vec<SortExpr>) -> Result<Vec<SortExpr>> {
        sorts.into_iter().map(|sort| Ok(SortExpr { expr: self.lift(sort.expr)?, ..sort })).collect()
    }

    /// The plan, with these columns beside its own.
    pub(super) fn onto(self, input: Arc<LogicalPlan>) -> Result<Arc<LogicalPlan>> {
        if self.columns.is_empty() {
            return Ok(input);
        }
        let columns = columns_of(self.schema).into_iter().chain(self.columns).collect();
        Ok(Arc::new(LogicalPlan::Projection(Projection::try_new(columns, input)?)))
    }
}

impl Rewrite<'_> {
    pub(super) fn can_fail(&self, expr: &Expr, schema: &DFSchema) -> bool {
        can_fail(expr, schema, self.own)
    }

    /// The expression, guarded; as it is, if it has no columns: then it is a constant, and the planner's to evaluate.
    pub(super) fn guarded(&self, expr: Expr, schema: &DFSchema) -> Result<Expr> {
        guarded(expr, schema, self.own)
    }

    pub(super) fn add<'a>(&'a self, schema: &'a DFSchema, prefix: &'static str) -> Added<'a> {
        Added { rewrite: self, schema, prefix, columns: vec![], lifted: vec![] }
    }

    fn node(&self, plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
        match plan {
            LogicalPlan::Filter(filter) if self.can_fail(&filter.predicate, filter.input.schema()) => {
                self.filter(filter).map(Transformed::yes)
            }
            LogicalPlan::Projection(projection) => self.projection(projection),
            LogicalPlan::Aggregate(aggregate) => self.aggregate(aggregate),
            LogicalPlan::Window(window) => self.window(window),
            LogicalPlan::Sort(sort) => self.sort(sort),
            LogicalPlan::Join(join) => self.join(join),
            LogicalPlan::Distinct(Distinct::On(distinct)) => self.distinct_on(distinct),
            other => Ok(Transformed::no(other)),
        }
    }

    fn filter(&self, Filter { predicate, input, .. }: Filter) -> Result<LogicalPlan> {
        let schema = input.schema().clone();
        let (mut free, mut held): (Vec<Expr>, Vec<Expr>) = (vec![], vec![]);
        let over_join = matches!(*input, LogicalPlan::Join(_));
        for part in split_conjunction_owned(predicate) {
            let fails = self.can_fail(&part, &schema);
            match part {
                // Becomes a join with the subquery: what is asked for is computed only where the parts before it hold.
                Expr::InSubquery(subquery) if fails => {
                    let asked = *subquery.expr;
                    let asked = match all_of(free.iter().chain(&held).cloned()) {
                        Some(before) => {
                            let null = ScalarValue::try_from(asked.get_type(&schema)?)?;
                            when(before, asked, Expr::Literal(null, None))
                        }
                        None => asked,
                    };
                    let asked = Box::new(self.guarded(asked, &schema)?);
                    free.push(Expr::InSubquery(InSubquery { expr: asked, ..subquery }));
                }
                part if !fails && (held.is_empty() || has_subquery(&part) || (over_join && is_equality(&part))) => {
                    free.push(part);
                }
                part => held.push(part),
            }
        }
        if held.iter().any(Expr::contains_outer) {
            // The optimizer makes a join of this filter, and takes it as a whole.
            let before = free.iter().filter(|part| !has_subquery(part)).chain(&held).cloned();
            let guard = all_of(before).map(|all| self.guarded(all, &schema)).transpose()?;
            let whole = conjunction(free.into_iter().chain(guard));
            let whole = whole.ok_or_else(|| super::super::defect("a filter without a condition"))?;
            return Ok(LogicalPlan::Filter(Filter::try_new(whole, input)?));
        }
        let input = match conjunction(free) {
            Some(free) => Arc::new(LogicalPlan::Filter(Filter::try_new(free, input)?)),
            None => input,
        };
        match all_of(held) {
            Some(held) => self.held(held, input),
            None => Ok(Arc::unwrap_or_clone(input)),
        }
    }

    /// The rows for which a predicate that can fail holds.
    pub(super) fn held(&self, predicate: Expr, input: Arc<LogicalPlan>) -> Result<LogicalPlan> {
        let schema = input.schema().clone();
        let in_filter = predicate
            .exists(|expr| Ok(matches!(expr, Expr::Exists(_) | Expr::InSubquery(_) | Expr::SetComparison(_))))?;
        let guard = self.guarded(predicate, &schema)?;
        if in_filter {
            // The optimizer takes these out of filters only.
            return Ok(LogicalPlan::Filter(Filter::try_new(guard, input)?));
        }
        let keep = Column::new_unqualified(unused(&schema, "_keep"));
        let columns = columns_of(&schema).into_iter().chain([guard.alias(&keep.name)]).collect();
        let with_keep = LogicalPlan::Projection(Projection::try_new(columns, input)?);
        let kept = LogicalPlan::Filter(Filter::try_new(Expr::Column(keep), Arc::new(with_keep))?);
        Ok(LogicalPlan::Projection(Projection::try_new(columns_of(&schema), Arc::new(kept))?))
    }

    fn projection(&self, projection: Projection) -> Result<Transformed<LogicalPlan>> {
        let schema = projection.input.schema().clone();
        let guard: Vec<bool> = projection.expr.iter().map(|expr| self.can_fail(expr, &schema)).collect();
        if !guard.contains(&true) {
            return Ok(Transformed::no(LogicalPlan::Projection(projection)));
        }
        let names = NamePreserver::new_for_projection();
        let exprs = projection.expr.into_iter().zip(guard).map(|(expr, guard)| {
            if !guard {
                return Ok(expr);
            }
            let name = names.save(&expr);
            let (relation, bare) = match expr {
                Expr::Alias(alias) => (Some((alias.relation, alias.name)), *alias.expr),
                other => (None, other),
            };
            let guard = self.guarded(bare, &schema)?;
            Ok(match relation {
                Some((relation, name)) => guard.alias_qualified(relation, name),
                None => name.restore(guard),
            })
        });
        let exprs = exprs.collect::<Result<Vec<_>>>()?;
        let guarded = Projection::try_new(exprs, projection.input)?;
        Ok(Transformed::yes(LogicalPlan::Projection(guarded)))
    }

    fn aggregate(&self, aggregate: Aggregate) -> Result<Transformed<LogicalPlan>> {
        let schema = aggregate.input.schema().clone();
        let mut added = self.add(&schema, "_key");
        let group_expr = aggregate.group_expr.iter().cloned().map(|expr| match expr {
            Expr::GroupingSet(sets) => {
                // The columns of a set, all on one level: each is lifted by itself.
                Expr::GroupingSet(sets).map_children(|key| added.lift(key).map(Transformed::yes)).data()
            }
            key => added.lift(key),
        });
        let group_expr = group_expr.collect::<Result<Vec<_>>>()?;
        added.prefix = "_argument";
        let aggr_expr = aggregate.aggr_expr.iter().cloned().map(|expr| self.calls(expr, &mut added));
        let aggr_expr = aggr_expr.collect::<Result<Vec<_>>>()?;
        if added.columns.is_empty() {
            return Ok(Transformed::no(LogicalPlan::Aggregate(aggregate)));
        }
        let input = added.onto(aggregate.input)?;
        let lifted = Aggregate::try_new(input, group_expr, aggr_expr)?;
        named_as(LogicalPlan::Aggregate(lifted), &aggregate.schema, 0..aggregate.schema.fields().len())
    }

    fn window(&self, window: Window) -> Result<Transformed<LogicalPlan>> {
        let schema = window.input.schema().clone();
        let mut added = self.add(&schema, "_argument");
        let exprs = window.window_expr.iter().cloned().map(|expr| self.calls(expr, &mut added));
        let exprs = exprs.collect::<Result<Vec<_>>>()?;
        if added.columns.is_empty() {
            return Ok(Transformed::no(LogicalPlan::Window(window)));
        }
        let (before, more) = (schema.fields().len(), added.columns.len());
        let input = added.onto(window.input)?;
        let lifted = LogicalPlan::Window(Window::try_new(exprs, input)?);
        let all = window.schema.fields().len();
        named_as(lifted, &window.schema, (0..before).chain(before + more..all + more))
    }

    /// Lifts what aggregates and window functions evaluate for each row. An argument is evaluated where the FILTER holds.
    fn calls(&self, expr: Expr, added: &mut Added<'_>) -> Result<Expr> {
        let lifted = expr.transform_down(|expr| match expr {
            Expr::AggregateFunction(mut call) => {
                let params = &mut call.params;
                params.filter =
                    params.filter.take().and_then(|filter| all_of(split_conjunction_owned(*filter))).map(Box::new);
                params.args = lift_filtered(std::mem::take(&mut params.args), params.filter.as_deref(), added)?;
                params.order_by =
                    lift_sorts_filtered(std::mem::take(&mut params.order_by), params.filter.as_deref(), added)?;
                params.filter = params.filter.take().map(|filter| added.lift(*filter).map(Box::new)).transpose()?;
                Ok(Transformed::new(Expr::AggregateFunction(call), true, TreeNodeRecursion::Jump))
            }
            Expr::WindowFunction(mut call) => {
                let params = &mut call.params;
                params.filter =
                    params.filter.take().and_then(|filter| all_of(split_conjunction_owned(*filter))).map(Box::new);
                params.args = lift_filtered(std::mem::take(&mut params.args), params.filter.as_deref(), added)?;
                params.filter = params.filter.take().map(|filter| added.lift(*filter).map(Box::new)).transpose()?;
                params.partition_by = added.lift_all(std::mem::take(&mut params.partition_by))?;
                params.order_by = added.lift_sorts(std::mem::take(&mut params.order_by))?;
                Ok(Transformed::new(Expr::WindowFunction(call), true, TreeNodeRecursion::Jump))
            }
            other => Ok(Transformed::no(other)),
        });
        lifted.data()
    }

    fn sort(&self, Sort { expr, input, fetch }: Sort) -> Result<Transformed<LogicalPlan>> {
        let schema = input.schema().clone();
        let mut added = self.add(&schema, "_order");
        let lifted = added.lift_sorts(expr)?;
        if added.columns.is_empty() {
            return Ok(Transformed::no(LogicalPlan::Sort(Sort { expr: lifted, input, fetch })));
        }
        let sorted = LogicalPlan::Sort(Sort { expr: lifted, input: added.onto(input)?, fetch });
        named_as(sorted, &schema, 0..schema.fields().len())
    }

    fn distinct_on(&self, distinct: DistinctOn) -> Result<Transformed<LogicalPlan>> {
        let schema = distinct.input.schema().clone();
        let mut added = self.add(&schema, "_distinct");
        let on = added.lift_all(distinct.on_expr.clone())?;
        let sort = distinct.sort_expr.clone().map(|sort| added.lift_sorts(sort)).transpose()?;
        let selected = distinct.select_expr.iter().cloned().map(|expr| match expr {
            Expr::Alias(alias) => Ok(added.lift(*alias.expr)?.alias_qualified(alias.relation, alias.name)),
            other => {
                let (relation, name) = other.qualified_name();
                Ok(added.lift(other)?.alias_qualified(relation, name))
            }
        });
        let selected = selected.collect::<Result<Vec<_>>>()?;
        if added.columns.is_empty() {
            return Ok(Transformed::no(LogicalPlan::Distinct(Distinct::On(distinct))));
        }
        let input = added.onto(distinct.input)?;
        let lifted = DistinctOn::try_new(on, selected, sort, input)?;
        Ok(Transformed::yes(LogicalPlan::Distinct(Distinct::On(lifted))))
    }
}

/// Whether all of these conditions hold, of which one that is false or null decides: of a WHERE, that is, whose rows are the
/// same for both. (AND has to look on after a null, for what follows may be false.)
pub(super) fn all_of(conditions: impl IntoIterator<Item = Expr>) -> Option<Expr> {
    let mut conditions: Vec<Expr> = conditions.into_iter().collect();
    let last = conditions.pop()?;
    let not_all = || Expr::Literal(ScalarValue::Boolean(Some(false)), None);
    Some(conditions.into_iter().rev().fold(last, |rest, condition| when(condition, rest, not_all())))
}

/// Arguments of a call with this FILTER: evaluated where it holds, null elsewhere.
fn lift_filtered(args: Vec<Expr>, filter: Option<&Expr>, added: &mut Added<'_>) -> Result<Vec<Expr>> {
    let lift = |arg: Expr| match filter {
        Some(filter) if added.rewrite.can_fail(&arg, added.schema) => {
            let null = ScalarValue::try_from(arg.get_type(added.schema)?)?;
            added.lift(when(filter.clone(), arg, Expr::Literal(null, None)))
        }
        _ => added.lift(arg),
    };
    args.into_iter().map(lift).collect()
}

fn lift_sorts_filtered(sorts: Vec<SortExpr>, filter: Option<&Expr>, added: &mut Added<'_>) -> Result<Vec<SortExpr>> {
    let lift = |sort: SortExpr| {
        let lifted = lift_filtered(vec![sort.expr], filter, added)?.into_iter().next();
        let expr = lifted.ok_or_else(|| super::super::defect("one expression in, one out"))?;
        Ok(SortExpr { expr, asc: sort.asc, nulls_first: sort.nulls_first })
    };
    sorts.into_iter().map(lift).collect()
}

/// These columns of the plan, with the names that they had.
pub(super) fn named_as(
    plan: LogicalPlan,
    wanted: &DFSchema,
    columns: impl Iterator<Item = usize>,
) -> Result<Transformed<LogicalPlan>> {
    let has = plan.schema().clone();
    let renamed = columns.zip(wanted.iter()).map(|(at, (relation, field))| {
        let column = Column::from(has.qualified_field(at));
        let same = column.relation.as_ref() == relation && column.name == *field.name();
        let column = Expr::Column(column);
        if same { column } else { column.alias_qualified(relation.cloned(), field.name()) }
    });
    let renamed = renamed.collect();
    Ok(Transformed::yes(LogicalPlan::Projection(Projection::try_new(renamed, Arc::new(plan))?)))
}

pub(super) fn columns_of(schema: &DFSchema) -> Vec<Expr> {
    schema.iter().map(|field| Expr::Column(Column::from(field))).collect()
}

/// The name, or one like it that no column has.
pub(super) fn unused(schema: &DFSchema, name: &str) -> String {
    let taken = |name: &str| schema.fields().iter().any(|field| field.name() == name);
    let numbered = (1..).map(|n| format!("{name}{n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}
