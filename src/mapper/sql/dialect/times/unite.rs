//! One type for the times that a union, `VALUES`, `EXCEPT`, `INTERSECT` or a list brings together. DataFusion goes through
//! nanoseconds without a time zone; PostgreSQL makes instants of all if one of them is an instant.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, JoinType, NullEquality, Result};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Cast, Expr, ExprSchemable, Join, LogicalPlan, Projection, Union, Values};
use datafusion::optimizer::AnalyzerRule;

use super::choice::time_type;
use super::coercion::change;
use crate::mapper::sql::dialect::rewrite_expressions;

/// One type for all times that meet, here and in [`coercion`](super::coercion). From the innermost node outwards, because what
/// a CASE gives decides what a union of it is, and that decides what it is compared with.
#[derive(Debug)]
pub(super) struct TimeCoercion;

impl AnalyzerRule for TimeCoercion {
    fn name(&self) -> &str {
        "time_coercion"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let plan = plan.transform_up_with_subqueries(|plan| {
            let plan = match plan {
                LogicalPlan::Union(union) => unite(union)?,
                LogicalPlan::Values(values) => unite_values(values)?,
                LogicalPlan::Join(join) if join.null_equality == NullEquality::NullEqualsNull => unite_sets(join)?,
                other if other.inputs().is_empty() => other,
                other => other.recompute_schema()?,
            };
            let (schema, node) = (merge_schema(&plan.inputs()), plan.clone());
            let plan = rewrite_expressions(plan, |expr| {
                let listed = lists(expr, &schema)?;
                let changed = change(listed.data, &schema, &node)?;
                Ok(Transformed { transformed: changed.transformed || listed.transformed, ..changed })
            })?;
            if plan.transformed { plan.map_data(LogicalPlan::recompute_schema) } else { Ok(plan) }
        })?;
        Ok(plan.data)
    }
}

/// The type of different times.
fn common(types: &[DataType]) -> Option<DataType> {
    let is_time = |found: &DataType| matches!(found, DataType::Timestamp(..) | DataType::Date32);
    let mut times = types.iter().filter(|found| is_time(found));
    let first = times.next()?;
    let all_times = types.iter().all(|found| is_time(found) || found.is_null());
    (all_times && times.any(|other| other != first)).then(|| time_type(types)).flatten()
}

fn cast(expr: Expr, to: &DataType) -> Expr {
    Expr::Cast(Cast::new(Box::new(expr), to.clone()))
}

/// The types of each column of some plans of equally many columns.
fn common_columns(plans: &[&LogicalPlan]) -> Vec<Option<DataType>> {
    let columns = plans.first().map_or(0, |plan| plan.schema().fields().len());
    let types = |column: usize| {
        let of = |plan: &&LogicalPlan| plan.schema().fields().get(column).map(|field| field.data_type().clone());
        plans.iter().filter_map(of).collect::<Vec<_>>()
    };
    (0..columns).map(|column| common(&types(column))).collect()
}

/// The plan with columns of these types.
fn with_types(plan: Arc<LogicalPlan>, types: &[Option<DataType>]) -> Result<Arc<LogicalPlan>> {
    let fields = plan.schema().fields().clone();
    let columns = plan.schema().columns().into_iter().zip(fields.iter()).zip(types);
    let exprs = columns.map(|((column, field), to)| match to {
        Some(to) if field.data_type() != to => {
            let (relation, name) = (column.relation.clone(), column.name.clone());
            cast(Expr::Column(column), to).alias_qualified(relation, name)
        }
        _ => Expr::Column(column),
    });
    let exprs = exprs.collect();
    Ok(Arc::new(LogicalPlan::Projection(Projection::try_new(exprs, plan)?)))
}

fn unite(union: Union) -> Result<LogicalPlan> {
    let types = common_columns(&union.inputs.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    let mut inputs = union.inputs;
    if types.iter().any(Option::is_some) {
        for input in &mut inputs {
            *input = with_types(input.clone(), &types)?;
        }
    }
    Ok(LogicalPlan::Union(Union::try_new_with_loose_types(inputs)?))
}

/// `EXCEPT` and `INTERSECT` are joins of all columns, in which NULL is like NULL.
fn unite_sets(join: Join) -> Result<LogicalPlan> {
    let is_set = matches!(join.join_type, JoinType::LeftSemi | JoinType::LeftAnti);
    let types = common_columns(&[&join.left, &join.right]);
    if !is_set || types.iter().all(Option::is_none) || join.on.len() != types.len() {
        return LogicalPlan::Join(join).recompute_schema();
    }
    let (left, right) = (with_types(join.left.clone(), &types)?, with_types(join.right.clone(), &types)?);
    let join = Join::try_new(
        left,
        right,
        join.on,
        join.filter,
        join.join_type,
        join.join_constraint,
        join.null_equality,
        join.null_aware,
    )?;
    Ok(LogicalPlan::Join(join))
}

/// The rows of `VALUES` have been cast to one type already: what was cast tells which.
fn unite_values(values: Values) -> Result<LogicalPlan> {
    let none = DFSchema::empty();
    let mut to = Vec::with_capacity(values.schema.fields().len());
    for (column, field) in values.schema.fields().iter().enumerate() {
        let mut types = vec![];
        for row in &values.values {
            types.push(uncast(&row[column], field.data_type()).get_type(&none)?);
        }
        let zoned = |found: &DataType| matches!(found, DataType::Timestamp(_, Some(_)));
        let needed = matches!(field.data_type(), DataType::Timestamp(_, None))
            && types.iter().any(zoned)
            && !types.iter().all(zoned);
        to.push(if needed { common(&types) } else { None });
    }
    if to.iter().all(Option::is_none) {
        return Ok(LogicalPlan::Values(values));
    }
    let Values { schema, mut values } = values;
    let mut fields = vec![];
    for (column, ((relation, field), to)) in schema.iter().zip(&to).enumerate() {
        let Some(to) = to else {
            fields.push((relation.cloned(), field.clone()));
            continue;
        };
        for row in &mut values {
            row[column] = cast(uncast(&row[column], field.data_type()).clone(), to);
        }
        fields.push((relation.cloned(), Arc::new(field.as_ref().clone().with_data_type(to.clone()))));
    }
    let schema = Arc::new(DFSchema::new_with_metadata(fields, schema.metadata().clone())?);
    Ok(LogicalPlan::Values(Values { schema, values }))
}

fn uncast<'a>(expr: &'a Expr, to: &DataType) -> &'a Expr {
    match expr {
        Expr::Cast(cast) if cast.field.data_type() == to && !matches!(*cast.expr, Expr::Literal(..)) => &cast.expr,
        other => other,
    }
}

/// Lists that are made of times, and functions of a list of times and a time.
fn lists(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    const WITH_ELEMENTS: [&str; 8] = [
        "array_append",
        "array_prepend",
        "array_cat",
        "array_concat",
        "array_position",
        "array_positions",
        "array_remove",
        "array_replace",
    ];
    let Expr::ScalarFunction(ScalarFunction { func, args }) = expr else { return Ok(Transformed::no(expr)) };
    let makes = ["make_array", "make_list"].contains(&func.name());
    // What `= ANY (list)` and `@>` are planned as has a blank in its name.
    if !makes && !WITH_ELEMENTS.contains(&func.name()) && !func.name().contains(' ') {
        return Ok(Transformed::no(Expr::ScalarFunction(ScalarFunction { func, args })));
    }
    let types = args.iter().map(|arg| arg.get_type(schema)).collect::<Result<Vec<_>>>()?;
    let element = |found: &DataType| match found {
        DataType::List(field) if !makes => field.data_type().clone(),
        other => other.clone(),
    };
    // The place from which array_position() looks is not a time.
    let elements: Vec<_> = types.iter().map(element).filter(|found| !found.is_integer()).collect();
    let Some(to) = common(&elements) else {
        return Ok(Transformed::no(Expr::ScalarFunction(ScalarFunction { func, args })));
    };
    let args = args.into_iter().zip(types).map(|(arg, found)| match found {
        DataType::List(_) if !makes => cast(arg, &DataType::List(Arc::new(Field::new_list_field(to.clone(), true)))),
        DataType::Timestamp(..) | DataType::Date32 => cast(arg, &to),
        _ => arg,
    });
    Ok(Transformed::yes(Expr::ScalarFunction(ScalarFunction { func, args: args.collect() })))
}
