//! The rule that takes a calculation which can fail out of a view, to where a guard can reach it. It runs before the guards
//! are put in.
//!
//! With `n / m AS rate` in a view, `CASE WHEN m <> 0 THEN rate END` does not divide by zero in PostgreSQL, which puts the
//! view's expressions in the place of its columns. Here that is done for expressions that can fail: into the projection or
//! the aggregate that reads them, and above the filter that leaves rows out.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result, TableReference};
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{
    Aggregate, Between, BinaryExpr, Case, Expr, Filter, LogicalPlan, Operator, Projection, SubqueryAlias,
};
use datafusion::optimizer::AnalyzerRule;

use super::can_fail::can_fail;
use super::rewrite::{named_as, unused};
use crate::mapper::sql::dialect::has_subquery;
use crate::mapper::sql::mixed_types::unaliased;

/// Nodes that the expressions of one step may have then. A column that is read twice is calculated twice, and in a chain of
/// views each step would double them. What is beyond stays in its view: it is calculated for all of the view's rows.
const NODES_MAX: usize = 1000;

/// What is taken out of one view may be what held a calculation back in the view below: `SELECT *, rate * 2 AS double`.
const PASSES_MAX: usize = 16;

/// See the [module](self).
#[derive(Debug)]
pub(in super::super) struct InlineRule {
    /// The names of mubatch's functions.
    own: HashSet<String>,
}

impl InlineRule {
    pub(in super::super) fn new(own: HashSet<String>) -> Self {
        Self { own }
    }
}

impl AnalyzerRule for InlineRule {
    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let mut plan = plan;
        for _ in 0..PASSES_MAX {
            let pass = plan.transform_up_with_subqueries(|node| self.node(node))?;
            plan = pass.data;
            if !pass.transformed {
                break;
            }
        }
        Ok(plan)
    }

    fn name(&self) -> &'static str {
        "inline_what_can_fail"
    }
}

/// A projection, as a view or a subquery has it: under names of its own.
struct View<'a> {
    /// The innermost first.
    names: Vec<&'a TableReference>,
    projection: &'a Projection,
    /// With these names.
    schema: &'a DFSchema,
}

impl<'a> View<'a> {
    fn of(plan: &'a LogicalPlan) -> Option<Self> {
        let (mut names, mut below) = (vec![], plan);
        while let LogicalPlan::SubqueryAlias(named) = below {
            names.insert(0, &named.alias);
            below = &named.input;
        }
        match below {
            LogicalPlan::Projection(projection) => Some(Self { names, projection, schema: plan.schema() }),
            _ => None,
        }
    }

    fn named(&self, plan: LogicalPlan) -> Result<LogicalPlan> {
        self.names.iter().try_fold(plan, |plan, name| {
            Ok(LogicalPlan::SubqueryAlias(SubqueryAlias::try_new(Arc::new(plan), (*name).clone())?))
        })
    }

    /// Which of the view's columns it is.
    fn position(&self, column: &Column) -> Option<usize> {
        self.schema.maybe_index_of_column(column)
    }

    /// The view without these columns, but with what they are calculated from; and by column, its expression over that.
    fn without(&self, left_out: &[bool]) -> Result<(LogicalPlan, Vec<Option<Expr>>)> {
        let given = &self.projection.expr;
        let mut columns: Vec<Expr> = vec![];
        let mut sources: Vec<(Column, usize)> = vec![];
        for (expr, _) in given.iter().zip(left_out).filter(|(_, out)| !**out) {
            if let Expr::Column(column) = unaliased(expr) {
                sources.push((column.clone(), columns.len()));
            }
            columns.push(expr.clone());
        }
        for (expr, _) in given.iter().zip(left_out).filter(|(_, out)| **out) {
            for column in expr.column_refs() {
                if !sources.iter().any(|(known, _)| known == column) {
                    sources.push((column.clone(), columns.len()));
                    let name = unused(self.schema, &format!("_source{}", columns.len()));
                    columns.push(Expr::Column(column.clone()).alias(name));
                }
            }
        }
        let projection = Projection::try_new(columns, self.projection.input.clone())?;
        let plan = self.named(LogicalPlan::Projection(projection))?;
        let schema = plan.schema().clone();
        let column_of = |column: &Column| {
            let at = sources.iter().find(|(known, _)| known == column).map(|(_, at)| *at);
            at.map(|at| Expr::Column(Column::from(schema.qualified_field(at))))
        };
        let above = given.iter().zip(left_out).map(|(expr, out)| {
            let put = || substitute(unaliased(expr).clone(), &column_of);
            out.then(put).transpose()
        });
        let above = above.collect::<Result<_>>()?;
        Ok((plan, above))
    }
}

impl InlineRule {
    fn node(&self, plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
        let inlined = match &plan {
            LogicalPlan::Projection(projection) => self.projection(projection)?,
            LogicalPlan::Aggregate(aggregate) => self.aggregate(aggregate)?,
            LogicalPlan::Filter(filter) => self.filter(filter)?,
            _ => None,
        };
        Ok(inlined.map_or_else(|| Transformed::no(plan), Transformed::yes))
    }

    fn projection(&self, projection: &Projection) -> Result<Option<LogicalPlan>> {
        let Some(view) = View::of(&projection.input) else { return Ok(None) };
        let Some(moved) = self.moved(&view, &projection.expr) else { return Ok(None) };
        let (input, above) = view.without(&moved)?;
        let names = NamePreserver::new_for_projection();
        let inline = |expr: &Expr| {
            let name = names.save(expr);
            Ok(name.restore(put(expr.clone(), &view, &above)?))
        };
        let exprs = projection.expr.iter().map(inline).collect::<Result<Vec<_>>>()?;
        if nodes(&exprs) > NODES_MAX {
            return Ok(None);
        }
        Ok(Some(LogicalPlan::Projection(Projection::try_new(exprs, Arc::new(input))?)))
    }

    fn aggregate(&self, aggregate: &Aggregate) -> Result<Option<LogicalPlan>> {
        let Some(view) = View::of(&aggregate.input) else { return Ok(None) };
        let exprs = [aggregate.group_expr.as_slice(), aggregate.aggr_expr.as_slice()].concat();
        let Some(moved) = self.moved(&view, &exprs) else { return Ok(None) };
        let (input, above) = view.without(&moved)?;
        let inline =
            |exprs: &[Expr]| exprs.iter().map(|expr| put(expr.clone(), &view, &above)).collect::<Result<Vec<_>>>();
        let (keys, calls) = (inline(&aggregate.group_expr)?, inline(&aggregate.aggr_expr)?);
        if nodes(&keys) + nodes(&calls) > NODES_MAX {
            return Ok(None);
        }
        let inlined = LogicalPlan::Aggregate(Aggregate::try_new(Arc::new(input), keys, calls)?);
        let all = 0..aggregate.schema.fields().len();
        Ok(Some(named_as(inlined, &aggregate.schema, all)?.data))
    }

    /// The filter below what it does not read, or reads only where something stands before it.
    fn filter(&self, filter: &Filter) -> Result<Option<LogicalPlan>> {
        let Some(view) = View::of(&filter.input) else { return Ok(None) };
        let mut moved = self.can_fail(&view);
        references(&filter.predicate, false, &mut |column, lazy| {
            if !lazy && let Some(at) = view.position(column) {
                moved[at] = false;
            }
        });
        if !moved.contains(&true) || has_subquery(&filter.predicate) {
            return Ok(None);
        }
        let (input, above) = view.without(&moved)?;
        let predicate = put(filter.predicate.clone(), &view, &above)?;
        if nodes([&predicate]) > NODES_MAX {
            return Ok(None);
        }
        let kept = LogicalPlan::Filter(Filter::try_new(predicate, Arc::new(input))?);
        let columns = view.schema.iter().zip(above).map(|((relation, field), above)| match above {
            Some(expr) => expr.alias_qualified(relation.cloned(), field.name()),
            None => Expr::Column(Column::new(relation.cloned(), field.name())),
        });
        Ok(Some(LogicalPlan::Projection(Projection::try_new(columns.collect(), Arc::new(kept))?)))
    }

    /// Which of the view's columns can fail, and may be calculated elsewhere.
    fn can_fail(&self, view: &View<'_>) -> Vec<bool> {
        let own = |name: &str| self.own.contains(name);
        let below = view.projection.input.schema();
        let fails = |expr: &Expr| {
            let reads = unaliased(expr);
            can_fail(reads, below, &own)
                && !reads.is_volatile()
                && !has_subquery(reads)
                && !reads.column_refs().is_empty()
                && !reads.contains_outer()
        };
        view.projection.expr.iter().map(fails).collect()
    }

    /// Which of the view's columns are calculated above it: those that these expressions read once, or only where something
    /// stands before them. What they read at once, more than once, is calculated for every row in any case.
    fn moved(&self, view: &View<'_>, exprs: &[Expr]) -> Option<Vec<bool>> {
        let fails = self.can_fail(view);
        if !fails.contains(&true) || exprs.iter().any(|expr| has_subquery(expr) || matches!(expr, Expr::GroupingSet(_)))
        {
            return None;
        }
        let mut reads = vec![(0, 0); fails.len()];
        for expr in exprs {
            references(expr, false, &mut |column, lazy| {
                if let Some(at) = view.position(column) {
                    let (all, at_once) = &mut reads[at];
                    *all += 1;
                    *at_once += usize::from(!lazy);
                }
            });
        }
        let moved = fails.iter().zip(reads);
        let moved: Vec<_> =
            moved.map(|(fails, (all, at_once))| *fails && (all == 1 || (all > 1 && at_once == 0))).collect();
        moved.contains(&true).then_some(moved)
    }
}

/// The columns that an expression reads, and whether something that stands before them may decide without them.
fn references(expr: &Expr, lazy: bool, found: &mut dyn FnMut(&Column, bool)) {
    match expr {
        Expr::Column(column) => found(column, lazy),
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::And | Operator::Or, right }) => {
            references(left, lazy, found);
            references(right, true, found);
        }
        Expr::Case(Case { expr, when_then_expr, else_expr }) => {
            let whens = when_then_expr.iter().flat_map(|(when, then)| [when, then]);
            let mut parts = expr.iter().chain(whens).chain(else_expr);
            parts.next().into_iter().for_each(|first| references(first, lazy, found));
            parts.for_each(|part| references(part, true, found));
        }
        Expr::Between(Between { expr, low, high, .. }) => {
            references(expr, lazy, found);
            references(low, lazy, found);
            references(high, true, found);
        }
        Expr::InList(InList { expr, list, .. }) => {
            references(expr, lazy, found);
            list.iter().enumerate().for_each(|(at, item)| references(item, lazy || at > 0, found));
        }
        Expr::ScalarFunction(call) if matches!(call.name(), "coalesce" | "nvl" | "ifnull") => {
            let mut args = call.args.iter();
            args.next().into_iter().for_each(|first| references(first, lazy, found));
            args.for_each(|arg| references(arg, true, found));
        }
        Expr::AggregateFunction(call) if call.params.filter.is_some() => {
            call.params.filter.iter().for_each(|filter| references(filter, lazy, found));
            call.params.args.iter().for_each(|arg| references(arg, true, found));
            call.params.order_by.iter().for_each(|sort| references(&sort.expr, true, found));
        }
        other => {
            let walked = other.apply_children(|child| {
                references(child, lazy, found);
                Ok(TreeNodeRecursion::Continue)
            });
            debug_assert!(walked.is_ok());
        }
    }
}

/// The expression, with what is known for a column of the view in its place.
fn put(expr: Expr, view: &View<'_>, known: &[Option<Expr>]) -> Result<Expr> {
    substitute(expr, &|column| view.position(column).and_then(|at| known[at].clone()))
}

fn substitute(expr: Expr, of: &dyn Fn(&Column) -> Option<Expr>) -> Result<Expr> {
    let put = |expr: Expr| match &expr {
        Expr::Column(column) => Ok(match of(column) {
            Some(known) => Transformed::new(known, true, TreeNodeRecursion::Jump),
            None => Transformed::no(expr),
        }),
        _ => Ok(Transformed::no(expr)),
    };
    expr.transform_down(put).data()
}

/// How many nodes they have together.
fn nodes<'a>(exprs: impl IntoIterator<Item = &'a Expr>) -> usize {
    let mut count = 0;
    for expr in exprs {
        let walked = expr.apply(|_| {
            count += 1;
            Ok(TreeNodeRecursion::Continue)
        });
        debug_assert!(walked.is_ok());
    }
    count
}
