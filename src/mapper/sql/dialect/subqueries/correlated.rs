//! Subqueries that read columns from around them: which DataFusion makes the right join of.

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, ExprSchema, JoinType};
use datafusion::logical_expr::expr::{Exists, InSubquery};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{BinaryExpr, Distinct, Expr, ExprSchemable, LogicalPlan, Operator, Subquery};

use super::missing::has_one_row;
use crate::mapper::metadata::is_text;

/// Whether a plan reads columns from around it.
pub(super) fn reads_outside(plan: &LogicalPlan) -> bool {
    plan.exists(|node| Ok(node.contains_outer_reference())).unwrap_or(true)
}

pub(in crate::mapper::sql) fn has_subquery(expr: &Expr) -> bool {
    expr.exists(|expr| Ok(is_subquery(expr))).unwrap_or(true)
}

pub(super) fn is_subquery(expr: &Expr) -> bool {
    matches!(expr, Expr::ScalarSubquery(_) | Expr::Exists(_) | Expr::InSubquery(_) | Expr::SetComparison(_))
}

/// The columns from outside that a plan reads.
pub(super) fn outside_columns(plan: &LogicalPlan) -> Vec<Column> {
    let mut columns = vec![];
    let walked = plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|part| {
                if let Expr::OuterReferenceColumn(_, column) = part {
                    columns.push(column.clone());
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    });
    debug_assert!(walked.is_ok(), "the closures never fail");
    columns
}

/// Whether a condition of a WHERE is best left to DataFusion, which makes a semi join of it, or an anti join.
pub(super) fn is_join(condition: &Expr, over: &LogicalPlan) -> bool {
    match condition {
        Expr::Not(inner) => match inner.as_ref() {
            Expr::Exists(Exists { subquery, .. }) => is_semi_join(subquery),
            _ => false,
        },
        Expr::Exists(Exists { subquery, .. }) => is_semi_join(subquery),
        Expr::InSubquery(InSubquery { expr, subquery, negated }) => {
            let plain = !has_subquery(expr) && !expr.contains_outer() && is_semi_join(subquery) && !is_row(expr);
            // An anti join knows what NULL means, but only where it compares a column with a column.
            let aware = || {
                let types = (expr.get_type(over.schema()), subquery.subquery.schema().field(0).data_type());
                matches!(expr.as_ref(), Expr::Column(_))
                    && !reads_outside(&subquery.subquery)
                    && matches!(types, (Ok(left), right) if left == *right)
            };
            plain && (!negated || aware())
        }
        _ => false,
    }
}

/// Whether it is a row of several fields.
fn is_row(expr: &Expr) -> bool {
    matches!(expr, Expr::ScalarFunction(call) if call.name() == super::rows::ROW)
}

fn is_semi_join(subquery: &Subquery) -> bool {
    !reads_outside(&subquery.subquery)
        || (!has_one_row(&subquery.subquery) && conditions_rise(&subquery.subquery, |_, _| true))
}

/// Whether DataFusion's join gives what this subquery gives in the place of a value: an aggregate of rows that are equal in
/// some columns.
pub(super) fn is_plain_value(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => !plan.contains_outer_reference() && is_plain_value(&projection.input),
        LogicalPlan::Aggregate(aggregate) => {
            aggregate.group_expr.is_empty()
                && !plan.contains_outer_reference()
                && conditions_rise(&aggregate.input, is_equality)
        }
        _ => false,
    }
}

/// Whether all that is read from outside are such conditions, which can be taken out without another meaning.
fn conditions_rise(plan: &LogicalPlan, rises: fn(&Expr, &DFSchema) -> bool) -> bool {
    if !reads_outside(plan) {
        return true;
    }
    match plan {
        LogicalPlan::Filter(filter) => {
            let outside = split_conjunction(&filter.predicate).into_iter().filter(|part| part.contains_outer());
            outside.into_iter().all(|part| rises(part, filter.input.schema()) && !has_subquery(part))
                && conditions_rise(&filter.input, rises)
        }
        LogicalPlan::Join(join) if join.join_type == JoinType::Inner => {
            !plan.contains_outer_reference()
                && conditions_rise(&join.left, rises)
                && conditions_rise(&join.right, rises)
        }
        LogicalPlan::Projection(projection) => {
            !plan.contains_outer_reference() && conditions_rise(&projection.input, rises)
        }
        LogicalPlan::Distinct(Distinct::All(input)) => conditions_rise(input, is_equality),
        _ => false,
    }
}

/// A column within equals one from outside, of such a type that no value fails on the way to a common one.
fn is_equality(condition: &Expr, within: &DFSchema) -> bool {
    let Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) = condition else { return false };
    let (column, other) = match (left.as_ref(), right.as_ref()) {
        (Expr::Column(column), other) | (other, Expr::Column(column)) => (column, other),
        _ => return false,
    };
    let Expr::OuterReferenceColumn(outside, _) = other else { return false };
    let Ok(inside) = within.field_from_column(column) else { return false };
    let (inside, outside) = (inside.data_type(), outside.data_type());
    inside == outside
        || (inside.is_signed_integer() && outside.is_signed_integer())
        || (is_text(inside) && is_text(outside))
}
