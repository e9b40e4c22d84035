//! How large an integer PostgreSQL takes an expression for. There the sum of ints is a bigint, and the sum of bigints a numeric,
//! so that dividing by it gives a fraction: `count(*) / sum(count(*)) OVER ()` is a share. Here all of these are bigints; their
//! origin tells them apart.

use std::cell::RefCell;
use std::collections::HashMap;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::Column;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Cast, Expr, ExprSchemable, LogicalPlan, Operator};

use super::null_where;
use super::types::integer_literal;

/// The size of an integer: the larger of two is that of their sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    Int,
    Bigint,
    /// A sum of bigints, or calculated from one.
    Numeric,
}

/// The size of an expression over these inputs. What is not an integer is an int.
pub(super) fn size(expr: &Expr, inputs: &[&LogicalPlan]) -> Size {
    Sizes::default().of(expr, inputs)
}

/// Sizes of columns that were asked for: views may read a column several times each, one above the other.
#[derive(Default)]
struct Sizes {
    /// By the plan's address and the column's index.
    columns: RefCell<HashMap<(usize, usize), Size>>,
}

impl Sizes {
    fn of(&self, expr: &Expr, inputs: &[&LogicalPlan]) -> Size {
        let of = |expr: &Expr| self.of(expr, inputs);
        let largest = |exprs: &mut dyn Iterator<Item = &Expr>| exprs.map(of).max().unwrap_or(Size::Int);
        if let Some(value) = integer_literal(expr) {
            return if i32::try_from(value).is_ok() { Size::Int } else { Size::Bigint };
        }
        match expr {
            Expr::Alias(alias) => of(&alias.expr),
            Expr::Negative(inner) => of(inner),
            Expr::Column(column) => inputs.iter().find_map(|input| self.of_column(column, input)).unwrap_or(Size::Int),
            Expr::Cast(Cast { field, .. }) => of_type(field.data_type()),
            Expr::TryCast(cast) => of_type(cast.field.data_type()),
            Expr::BinaryExpr(binary) if is_arithmetic(binary.op) => of(&binary.left).max(of(&binary.right)),
            Expr::Case(case) => {
                let results = case.when_then_expr.iter().map(|(_, then)| &**then).chain(case.else_expr.as_deref());
                largest(&mut { results })
            }
            Expr::ScalarFunction(call) => match call.func.name() {
                "coalesce" | "greatest" | "least" | "nvl" | "ifnull" | "abs" => largest(&mut call.args.iter()),
                "nullif" | null_where::NAME => largest(&mut call.args.iter().take(1)),
                // Bigints here, ints in PostgreSQL.
                "cardinality" | "array_length" | "array_ndims" | "array_position" | "regexp_count" => Size::Int,
                _ => by_schema(expr, inputs),
            },
            Expr::AggregateFunction(call) => self.of_aggregate(call.func.name(), &call.params.args, expr, inputs),
            Expr::WindowFunction(call) => self.of_aggregate(call.fun.name(), &call.params.args, expr, inputs),
            Expr::ScalarSubquery(query) => self.at(&query.subquery, 0),
            _ => by_schema(expr, inputs),
        }
    }

    fn of_aggregate(&self, name: &str, arguments: &[Expr], expr: &Expr, inputs: &[&LogicalPlan]) -> Size {
        let argument = || arguments.first().map_or(Size::Int, |argument| self.of(argument, inputs));
        match name {
            "sum" => match argument() {
                Size::Int => Size::Bigint,
                Size::Bigint | Size::Numeric => Size::Numeric,
            },
            "min" | "max" | "lag" | "lead" | "first_value" | "last_value" | "nth_value" | "any_value" => argument(),
            "ntile" => Size::Int,
            _ => by_schema(expr, inputs),
        }
    }

    fn of_column(&self, column: &Column, plan: &LogicalPlan) -> Option<Size> {
        plan.schema().maybe_index_of_column(column).map(|index| self.at(plan, index))
    }

    /// The size of a plan's column.
    fn at(&self, plan: &LogicalPlan, index: usize) -> Size {
        let key = (std::ptr::from_ref(plan).addr(), index);
        if let Some(known) = self.columns.borrow().get(&key) {
            return *known;
        }
        let size = self.find(plan, index);
        self.columns.borrow_mut().insert(key, size);
        size
    }

    /// The size of the expression that a plan's column comes from.
    fn find(&self, plan: &LogicalPlan, index: usize) -> Size {
        let schema_type = || plan.schema().fields().get(index).map_or(Size::Int, |field| of_type(field.data_type()));
        if !plan.schema().fields().get(index).is_some_and(|field| field.data_type().is_integer()) {
            return Size::Int;
        }
        let of = |expr: &Expr| self.of(expr, &plan.inputs());
        match plan {
            LogicalPlan::Projection(projection) => projection.expr.get(index).map_or_else(schema_type, of),
            LogicalPlan::Aggregate(aggregate) => {
                let groups = aggregate.schema.fields().len() - aggregate.aggr_expr.len();
                let expr = match index.checked_sub(groups) {
                    Some(index) => aggregate.aggr_expr.get(index),
                    None => aggregate.group_expr.get(index),
                };
                match expr {
                    Some(Expr::GroupingSet(_)) | None => schema_type(),
                    Some(expr) => of(expr),
                }
            }
            LogicalPlan::Window(window) => {
                let before = window.input.schema().fields().len();
                match index.checked_sub(before) {
                    None => self.at(&window.input, index),
                    Some(index) => window.window_expr.get(index).map_or_else(schema_type, of),
                }
            }
            LogicalPlan::Join(join) if join.schema.fields().len() > join.left.schema().fields().len() => {
                let left = join.left.schema().fields().len();
                match index.checked_sub(left) {
                    None => self.at(&join.left, index),
                    Some(index) => self.at(&join.right, index),
                }
            }
            LogicalPlan::Union(union) => {
                union.inputs.iter().map(|input| self.at(input, index)).max().unwrap_or(Size::Int)
            }
            LogicalPlan::SubqueryAlias(_)
            | LogicalPlan::Filter(_)
            | LogicalPlan::Sort(_)
            | LogicalPlan::Limit(_)
            | LogicalPlan::Distinct(_)
            | LogicalPlan::Subquery(_)
            | LogicalPlan::Repartition(_)
            | LogicalPlan::Join(_) => plan.inputs().first().map_or_else(schema_type, |input| self.at(input, index)),
            _ => schema_type(),
        }
    }
}

fn by_schema(expr: &Expr, inputs: &[&LogicalPlan]) -> Size {
    let schema = merge_schema(inputs);
    expr.get_type(&schema).map_or(Size::Int, |data_type| of_type(&data_type))
}

fn of_type(data_type: &DataType) -> Size {
    match data_type {
        DataType::Int64 | DataType::UInt64 | DataType::UInt32 => Size::Bigint,
        _ => Size::Int,
    }
}

fn is_arithmetic(operator: Operator) -> bool {
    matches!(operator, Operator::Plus | Operator::Minus | Operator::Multiply | Operator::Divide | Operator::Modulo)
}
