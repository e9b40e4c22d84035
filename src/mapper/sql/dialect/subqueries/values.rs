//! Makes scalar subqueries of `IN`, `EXISTS`, `ANY` and `ALL` that DataFusion does not join. See the [module](super).

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result, plan_err};
use datafusion::functions_aggregate::array_agg::array_agg_udaf;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::functions_aggregate::first_last::first_value_udaf;
use datafusion::functions_aggregate::min_max::{max_udaf, min_udaf};
use datafusion::logical_expr::expr::{
    AggregateFunction, Exists, InSubquery, ScalarFunction, SetComparison, SetQuantifier, Sort as SortExpr,
};
use datafusion::logical_expr::utils::{conjunction, merge_schema, split_conjunction_owned};
use datafusion::logical_expr::{
    Aggregate, AggregateUDF, Expr, ExprSchemable, Filter, LogicalPlan, LogicalPlanBuilder, Operator, Projection, Sort,
    Subquery, Window, binary_expr, lit,
};
use datafusion::optimizer::AnalyzerRule;

use super::apply::from_outside;
use super::attempt::or_null;
use super::correlated::{has_subquery, is_join, reads_outside};
use super::lift::{lift, named_as, read_columns, subquery_of};
use super::member::{Test, member};
use super::missing::has_one_row;
use super::only::only_row;
use super::peel::{Part, peel};
use super::pull::{Names, substituted};
use super::rows::ROW;
use super::summary::{with_bounds, with_equal};
use super::types::Meeting;
use crate::mapper::sql::dialect::rewrite_expressions;

#[derive(Debug)]
pub(super) struct SubqueryValues;

impl AnalyzerRule for SubqueryValues {
    fn name(&self) -> &'static str {
        "subquery_values"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let mut found = false;
        plan.apply(|node| {
            found |= holds_subquery(node)?;
            Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
        })?;
        if !found {
            return Ok(plan);
        }
        let mut names = Names::default();
        let rewritten = plan.transform_up_with_subqueries(|node| {
            let node = if holds_subquery(&node)? { rewrite(node, &mut names)? } else { node };
            // What reads a node that has changed may be null as well.
            Ok(Transformed::yes(node.recompute_schema()?))
        });
        rewritten.data()
    }
}

fn holds_subquery(node: &LogicalPlan) -> Result<bool> {
    let mut found = false;
    node.apply_expressions(|expr| {
        found |= has_subquery(expr);
        Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    Ok(found)
}

fn rewrite(node: LogicalPlan, names: &mut Names) -> Result<LogicalPlan> {
    let wanted = node.schema().clone();
    let (node, added) = with_sorted_columns(node)?;
    refuse_farther(&node)?;
    let node = match node {
        LogicalPlan::Filter(filter) => {
            let parts = split_conjunction_owned(filter.predicate).into_iter().map(|part| {
                if is_join(&part, &filter.input) { Ok(part) } else { in_values(part, filter.input.schema()) }
            });
            let predicate = conjunction(parts.collect::<Result<Vec<_>>>()?).unwrap_or_else(|| lit(true));
            LogicalPlan::Filter(Filter::try_new(predicate, filter.input)?)
        }
        // These have names of their own in their schema, and no room for aliases in their expressions.
        LogicalPlan::Aggregate(aggregate) => {
            let all = |exprs: Vec<Expr>| -> Result<Vec<Expr>> {
                exprs.into_iter().map(|expr| in_values(expr, aggregate.input.schema())).collect()
            };
            let (keys, calls) = (all(aggregate.group_expr)?, all(aggregate.aggr_expr)?);
            LogicalPlan::Aggregate(Aggregate::try_new(aggregate.input, keys, calls)?)
        }
        LogicalPlan::Window(window) => {
            let exprs = window.window_expr.into_iter().map(|expr| in_values(expr, window.input.schema()));
            LogicalPlan::Window(Window::try_new(exprs.collect::<Result<_>>()?, window.input)?)
        }
        other => {
            let schema = merge_schema(&other.inputs());
            rewrite_expressions(other, |expr| value(expr, &schema))?.data
        }
    };
    let node = lift(node, names)?;
    let renamed = matches!(node, LogicalPlan::Aggregate(_) | LogicalPlan::Window(_)) || node.schema() != &wanted;
    if added || renamed { named_as(node, &wanted, 0..wanted.fields().len()) } else { Ok(node) }
}

/// An ORDER BY can read what its SELECT list does not have. The planner adds such columns, but not those that a subquery
/// reads.
fn with_sorted_columns(node: LogicalPlan) -> Result<(LogicalPlan, bool)> {
    let LogicalPlan::Sort(sort) = node else { return Ok((node, false)) };
    let LogicalPlan::Projection(projection) = sort.input.as_ref() else { return Ok((LogicalPlan::Sort(sort), false)) };
    let mut exprs = projection.expr.clone();
    for column in read_columns(&LogicalPlan::Sort(sort.clone()))? {
        let read = Expr::Column(column.clone());
        if !projection.schema.has_column(&column)
            && projection.input.schema().has_column(&column)
            && !exprs.contains(&read)
        {
            exprs.push(read);
        }
    }
    if exprs.len() == projection.expr.len() {
        return Ok((LogicalPlan::Sort(sort), false));
    }
    let input = Arc::new(LogicalPlan::Projection(Projection::try_new(exprs, projection.input.clone())?));
    Ok((LogicalPlan::Sort(Sort { input, ..sort }), true))
}

/// DataFusion does not tell which of several statements around a subquery a column is of.
fn refuse_farther(node: &LogicalPlan) -> Result<()> {
    let inputs = node.inputs();
    node.apply_expressions(|expr| {
        expr.apply(|part| {
            if let Some(subquery) = subquery_of(part) {
                for read in subquery.subquery.all_out_ref_exprs() {
                    if let Expr::OuterReferenceColumn(_, column) = read
                        && !inputs.iter().any(|input| input.schema().has_column(&column))
                    {
                        return plan_err!(
                            "a subquery inside of another subquery reads column {column}, which is of the statement around both; \
                             write the inner subquery as a JOIN"
                        );
                    }
                }
            }
            Ok(TreeNodeRecursion::Continue)
        })
    })?;
    Ok(())
}

fn in_values(expr: Expr, schema: &DFSchema) -> Result<Expr> {
    expr.transform_up(|expr| value(expr, schema)).data()
}

/// The expression as a value.
fn value(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    match expr {
        Expr::Exists(Exists { subquery, negated }) => exists(&subquery, negated).map(Transformed::yes),
        Expr::InSubquery(InSubquery { expr, subquery, negated }) => {
            let op = if negated { Operator::NotEq } else { Operator::Eq };
            quantified(*expr, op, !negated, &subquery, schema).map(Transformed::yes)
        }
        Expr::SetComparison(SetComparison { expr, subquery, op, quantifier }) => {
            quantified(*expr, op, quantifier == SetQuantifier::Any, &subquery, schema).map(Transformed::yes)
        }
        Expr::ScalarSubquery(subquery) if reads_outside(&subquery.subquery) && has_one_row(&subquery.subquery) => {
            without_from(&subquery).map(Transformed::yes)
        }
        Expr::ScalarSubquery(subquery) if reads_outside(&subquery.subquery) && !is_one_row(&subquery.subquery) => {
            scalar(&subquery).map(Transformed::yes)
        }
        other => Ok(Transformed::no(other)),
    }
}

/// Whether a subquery has a row in any case, or none because of its HAVING.
fn is_one_row(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => is_one_row(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => is_one_row(&alias.input),
        LogicalPlan::Filter(filter) => is_one_row(&filter.input),
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.is_empty(),
        _ => false,
    }
}

fn exists(subquery: &Subquery, negated: bool) -> Result<Expr> {
    if has_one_row(&subquery.subquery) {
        return Ok(lit(!negated));
    }
    let (plan, part) = match reads_outside(&subquery.subquery) && !is_one_row(&subquery.subquery) {
        true => {
            let peeled = peel(&subquery.subquery, false)?;
            (peeled.plan, peeled.part)
        }
        // One row is enough.
        false if !reads_outside(&subquery.subquery) => {
            let one = LogicalPlanBuilder::from(subquery.subquery.clone()).limit(0, Some(1))?.build()?;
            (Arc::new(one), Part::default())
        }
        false => return having(subquery, negated),
    };
    if part.fetch == Some(0) {
        return Ok(lit(negated));
    }
    let count = aggregate(subquery, plan, count_udaf(), lit(1_i64), vec![])?;
    let skipped = lit(i64::try_from(part.skip).unwrap_or(i64::MAX));
    Ok(binary_expr(count, if negated { Operator::LtEq } else { Operator::Gt }, skipped))
}

/// Whether an aggregate's HAVING holds: then it has a row.
fn having(subquery: &Subquery, negated: bool) -> Result<Expr> {
    let plan = LogicalPlanBuilder::from(subquery.subquery.clone()).project([lit(true).alias("_holds")])?.build()?;
    let holds = Expr::ScalarSubquery(subquery.with_plan(Arc::new(plan)));
    Ok(if negated { Expr::IsNull(Box::new(holds)) } else { Expr::IsNotNull(Box::new(holds)) })
}

fn quantified(expr: Expr, op: Operator, any: bool, subquery: &Subquery, schema: &DFSchema) -> Result<Expr> {
    let fields = match expr {
        Expr::ScalarFunction(ScalarFunction { func, args }) if func.name() == ROW => args,
        one => vec![one],
    };
    let outside = reads_outside(&subquery.subquery);
    if let [one] = fields.as_slice()
        && has_one_row(&subquery.subquery)
    {
        return Ok(binary_expr(one.clone(), op, without_from(subquery)?));
    }
    let (plan, row, order, part) = match outside {
        true => {
            let peeled = peel(&subquery.subquery, false)?;
            (peeled.plan, peeled.value, peeled.order, peeled.part)
        }
        false => {
            let column = Expr::Column(Column::from(subquery.subquery.schema().qualified_field(0)));
            (subquery.subquery.clone(), column, vec![], Part::default())
        }
    };
    let (row, fields) = met(row, fields, &plan, schema)?;
    let test = Test { op, any, part };
    if outside
        && part.is_all()
        && let [field] = fields.as_slice()
    {
        if !test.is_in() {
            let summary = vec![
                call(count_udaf(), lit(1_i64), vec![]),
                call(count_udaf(), row.clone(), vec![]),
                call(min_udaf(), row.clone(), vec![]),
                call(max_udaf(), row, vec![]),
            ];
            return Ok(with_bounds(test, field.clone(), aggregates(subquery, plan, summary)?));
        }
        if !has_subquery(field) {
            let known = vec![call(count_udaf(), lit(1_i64), vec![]), call(count_udaf(), row.clone(), vec![])];
            let known = aggregates(subquery, plan.clone(), known)?;
            let asked = if is_safe(field) { field.clone() } else { or_null(field.clone()) };
            let equal = Expr::eq(row, to_outside(asked, schema)?);
            let equal = Arc::new(LogicalPlan::Filter(Filter::try_new(equal, plan)?));
            let equal = aggregate(subquery, equal, count_udaf(), lit(1_i64), vec![])?;
            return Ok(with_equal(test, field.clone(), known, equal));
        }
    }
    // The order of a list that is searched as a whole does not matter.
    let order = if part.is_all() { vec![] } else { order };
    let rows = aggregate(subquery, plan, array_agg_udaf(), row, order)?;
    Ok(member(test, rows, fields))
}

/// Whether a value cannot fail where the subquery is joined, which no CASE around it guards.
fn is_safe(expr: &Expr) -> bool {
    match expr {
        Expr::Column(_) | Expr::Literal(..) => true,
        Expr::Alias(alias) => is_safe(&alias.expr),
        Expr::ScalarFunction(call) => {
            ["lower", "upper", "btrim", "trim", "coalesce"].contains(&call.func.name()) && call.args.iter().all(is_safe)
        }
        _ => false,
    }
}

/// The expression as a subquery reads it.
fn to_outside(expr: Expr, schema: &DFSchema) -> Result<Expr> {
    let replace = |expr: Expr| match expr {
        Expr::Column(column) => {
            let (relation, field) = schema.qualified_field_from_column(&column)?;
            let column = Column::new(relation.cloned(), field.name());
            Ok(Transformed::yes(Expr::OuterReferenceColumn(field.clone(), column)))
        }
        other => Ok(Transformed::no(other)),
    };
    expr.transform_up(replace).data()
}

/// The rows of a subquery and the fields of a value, in the types in which they are compared.
fn met(row: Expr, fields: Vec<Expr>, plan: &LogicalPlan, schema: &DFSchema) -> Result<(Expr, Vec<Expr>)> {
    let row_type = row.get_type(plan.schema())?;
    let parts: Vec<Expr> = match (fields.len(), &row) {
        (1, _) => vec![row.clone()],
        (_, Expr::ScalarFunction(call)) if call.func.name() == ROW => call.args.clone(),
        (_, column) => match &row_type {
            datafusion::arrow::datatypes::DataType::Struct(names) => names
                .iter()
                .map(|name| datafusion::functions::core::expr_fn::get_field(column.clone(), name.name().as_str()))
                .collect(),
            _ => vec![],
        },
    };
    if parts.len() != fields.len() {
        return plan_err!("a row of {} fields is compared with a subquery of {} columns", fields.len(), parts.len());
    }
    let mut within = vec![];
    let mut outside = vec![];
    for (part, field) in parts.into_iter().zip(fields) {
        let (part_type, field_type) = (part.get_type(plan.schema())?, field.get_type(schema)?);
        let meeting = Meeting::of(&field_type, &part_type)?;
        within.push(meeting.apply(part, &part_type));
        outside.push(meeting.apply(field, &field_type));
    }
    let row = match within.len() {
        1 => within.swap_remove(0),
        _ => datafusion::functions::core::expr_fn::r#struct(within),
    };
    Ok((row, outside))
}

/// The expression of a subquery that reads no relation; another subquery as it is.
fn without_from(subquery: &Subquery) -> Result<Expr> {
    let mut plan = &subquery.subquery;
    let mut value = Expr::Column(Column::from(plan.schema().qualified_field(0)));
    loop {
        match plan.as_ref() {
            LogicalPlan::Projection(projection) => {
                let exprs: Vec<_> = projection.expr.iter().map(|expr| expr.clone().unalias()).collect();
                value = substituted(value, &projection.schema, &exprs)?;
                plan = &projection.input;
            }
            LogicalPlan::EmptyRelation(_) if !has_subquery(&value) => return from_outside(value),
            _ => return Ok(Expr::ScalarSubquery(subquery.clone())),
        }
    }
}

/// A scalar subquery that may have several rows.
fn scalar(subquery: &Subquery) -> Result<Expr> {
    let peeled = peel(&subquery.subquery, true)?;
    if peeled.part == (Part { skip: 0, fetch: Some(1) }) {
        return aggregate(subquery, peeled.plan, first_value_udaf(), peeled.value, peeled.order);
    }
    let rows = match peeled.part.is_all() {
        true => {
            let first = call(first_value_udaf(), peeled.value, vec![]);
            aggregates(subquery, peeled.plan, vec![call(count_udaf(), lit(1_i64), vec![]), first])?
        }
        false => aggregate(subquery, peeled.plan, array_agg_udaf(), peeled.value, peeled.order)?,
    };
    Ok(only_row(rows, peeled.part))
}

/// A scalar subquery of one aggregate over what another subquery reads.
fn aggregate(
    subquery: &Subquery,
    plan: Arc<LogicalPlan>,
    function: Arc<AggregateUDF>,
    argument: Expr,
    order: Vec<SortExpr>,
) -> Result<Expr> {
    aggregates(subquery, plan, vec![call(function, argument, order)])
}

fn call(function: Arc<AggregateUDF>, argument: Expr, order: Vec<SortExpr>) -> Expr {
    Expr::AggregateFunction(AggregateFunction::new_udf(function, vec![argument], false, None, order, None))
}

/// The same of several aggregates, as a struct.
fn aggregates(subquery: &Subquery, plan: Arc<LogicalPlan>, calls: Vec<Expr>) -> Result<Expr> {
    let aggregate = Aggregate::try_new(plan, vec![], calls)?;
    let mut columns: Vec<_> = aggregate.schema.columns().into_iter().map(Expr::Column).collect();
    let value = match columns.len() {
        1 => columns.swap_remove(0),
        _ => datafusion::functions::core::expr_fn::r#struct(columns),
    };
    let plan = Projection::try_new(vec![value.alias("_rows")], Arc::new(LogicalPlan::Aggregate(aggregate)))?;
    // With the columns of the value that the plan may read as well.
    let plan = LogicalPlan::Projection(plan);
    let outer_ref_columns = match subquery.outer_ref_columns.is_empty() {
        true => vec![],
        false => plan.all_out_ref_exprs(),
    };
    let subquery = Subquery { subquery: Arc::new(plan), outer_ref_columns, spans: Default::default() };
    Ok(Expr::ScalarSubquery(subquery))
}
