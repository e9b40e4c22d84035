//! Makes floats of other numbers: of a plan's columns, and of literals.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{NullEquality, Result, plan_datafusion_err};
use datafusion::logical_expr::{Distinct, Expr, Join, JoinType, LogicalPlan, Projection, Union};

use super::types::{cast, decimal, float_of, is_number, to_double};

/// Adds casts to the inputs of a union where one has floats and another other numbers.
pub(super) fn unify_union(union: Union) -> Result<Union> {
    let floats = floats(&union.inputs.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    let mut inputs = union.inputs;
    if floats.iter().any(Option::is_some) {
        for input in &mut inputs {
            *input = as_floats(input.clone(), &floats)?;
        }
    }
    Union::try_new_with_loose_types(inputs)
}

/// The same for INTERSECT and EXCEPT, which are planned as joins in which NULL equals NULL.
pub(super) fn unify_set(mut join: Join) -> Result<Join> {
    let is_set = matches!(join.join_type, JoinType::LeftSemi | JoinType::LeftAnti)
        && join.null_equality == NullEquality::NullEqualsNull
        && join.filter.is_none();
    if !is_set {
        return Ok(join);
    }
    let floats = floats(&[&join.left, &join.right]);
    if floats.iter().any(Option::is_some) {
        join.left = match join.left.as_ref() {
            LogicalPlan::Distinct(Distinct::All(input)) => {
                Arc::new(LogicalPlan::Distinct(Distinct::All(as_floats(input.clone(), &floats)?)))
            }
            _ => as_floats(join.left, &floats)?,
        };
        join.right = as_floats(join.right, &floats)?;
    }
    Ok(join)
}

/// The floats that columns of these plans become together.
fn floats(plans: &[&LogicalPlan]) -> Vec<Option<DataType>> {
    let columns = plans.first().map_or(0, |plan| plan.schema().fields().len());
    let of = |column: usize| {
        let field = |plan: &&LogicalPlan| Some(plan.schema().fields().get(column)?.data_type().clone());
        let types: Vec<DataType> = plans.iter().filter_map(field).collect();
        let first = types.first();
        let mixed = types.iter().any(|t| is_number(t) && Some(t) != first);
        float_of(&types).filter(|_| mixed)
    };
    (0..columns).map(of).collect()
}

/// The plan with its first column as doubles.
pub(super) fn as_doubles(plan: Arc<LogicalPlan>) -> Result<Arc<LogicalPlan>> {
    as_floats(plan, &[Some(DataType::Float64)])
}

/// The plan with its columns of numbers as these floats.
fn as_floats(plan: Arc<LogicalPlan>, floats: &[Option<DataType>]) -> Result<Arc<LogicalPlan>> {
    let columns = plan.schema().columns();
    let fields = plan.schema().fields().clone();
    let none = std::iter::repeat(&None);
    let exprs =
        columns.into_iter().zip(fields.iter()).zip(floats.iter().chain(none)).map(|((column, field), float)| {
            let (relation, name) = (column.relation.clone(), column.name.clone());
            match float {
                Some(float) if is_number(field.data_type()) && field.data_type() != float => {
                    cast(Expr::Column(column), float.clone()).alias_qualified(relation, name)
                }
                _ => Expr::Column(column),
            }
        });
    let projection = Projection::try_new(exprs.collect(), plan)?;
    Ok(Arc::new(LogicalPlan::Projection(projection)))
}

pub(super) fn first_column(plan: &LogicalPlan) -> Result<DataType> {
    let field = plan.schema().fields().first().map(|field| field.data_type().clone());
    field.ok_or_else(|| plan_datafusion_err!("the subquery of IN has no column"))
}

/// Makes decimal literals among these doubles.
pub(super) fn literals_to_double(arguments: &mut [Expr]) -> bool {
    let mut changed = false;
    for argument in arguments {
        let literal = match &*argument {
            Expr::Negative(inner) => inner,
            other => other,
        };
        if let Expr::Literal(value, _) = literal
            && decimal(&value.data_type()).is_some()
        {
            *argument = to_double(argument.clone());
            changed = true;
        }
    }
    changed
}
