//! Makes doubles of decimals: of a plan's columns, and of literals.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, plan_datafusion_err};
use datafusion::logical_expr::{Expr, LogicalPlan, Projection, Union};

use super::types::{cast, decimal, is_float, to_double};

/// Adds casts to the inputs of a union where one has decimals and another doubles.
pub(super) fn unify_union(union: Union) -> Result<Union> {
    let columns = union.schema.fields().len();
    let has = |column: usize, is: fn(&DataType) -> bool| {
        union.inputs.iter().any(|input| input.schema().fields().get(column).is_some_and(|f| is(f.data_type())))
    };
    let mixed: Vec<bool> = (0..columns).map(|c| has(c, is_float) && has(c, |t| decimal(t).is_some())).collect();
    let mut inputs = union.inputs;
    if mixed.contains(&true) {
        for input in &mut inputs {
            *input = as_doubles(input.clone(), &mixed)?;
        }
    }
    Union::try_new_with_loose_types(inputs)
}

/// The plan with these columns as doubles.
pub(super) fn as_doubles(plan: Arc<LogicalPlan>, which: &[bool]) -> Result<Arc<LogicalPlan>> {
    let columns = plan.schema().columns();
    let fields = plan.schema().fields().clone();
    let exprs = columns.into_iter().zip(fields.iter()).zip(which).map(|((column, field), to_double)| {
        let (relation, name) = (column.relation.clone(), column.name.clone());
        match *to_double && field.data_type().is_numeric() && *field.data_type() != DataType::Float64 {
            true => cast(Expr::Column(column), DataType::Float64).alias_qualified(relation, name),
            false => Expr::Column(column),
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
