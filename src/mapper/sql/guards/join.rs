//! Joins whose keys or conditions can fail.

use std::sync::Arc;

use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, JoinType, Result, ScalarValue};
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Join, LogicalPlan, Operator, Projection, binary_expr};

use super::lazy::when;
use super::rewrite::{Added, Rewrite, all_of, columns_of};

impl Rewrite<'_> {
    pub(super) fn join(&self, join: Join) -> Result<Transformed<LogicalPlan>> {
        let filter_fails = join
            .filter
            .as_ref()
            .map(|filter| Ok::<_, datafusion::common::DataFusionError>(self.can_fail(filter, &join_schema(&join)?)));
        let filter_fails = filter_fails.transpose()?.unwrap_or(false);
        let (left_schema, right_schema) = (join.left.schema().clone(), join.right.schema().clone());
        let (mut left, mut right) = (self.add(&left_schema, "_left"), self.add(&right_schema, "_right"));
        let on = join.on.iter().cloned().map(|(l, r)| Ok((left.lift(l)?, right.lift(r)?)));
        let on = on.collect::<Result<Vec<_>>>()?;
        if left.columns.is_empty() && right.columns.is_empty() && !filter_fails {
            return Ok(Transformed::no(LogicalPlan::Join(join)));
        }
        let wanted = join.schema.clone();
        let pairs = join_schema(&join)?;
        let (mut filter, mut above) = (join.filter, None);
        if filter_fails {
            let parts = filter.take().map(split_conjunction_owned).unwrap_or_default();
            let parts = lift_keys(parts, &mut left, &mut right)?;
            let first = parts.iter().position(|part| self.can_fail(part, &pairs)).unwrap_or(parts.len());
            let (free, held) = parts.split_at(first);
            filter = conjunction(free.iter().cloned());
            match join.join_type {
                JoinType::Inner => above = all_of(held.iter().cloned()),
                // A join asks all of its conditions at once: those that protect stand in the guard as well.
                _ if !held.is_empty() => {
                    let protect = free.iter().filter(|part| !is_equality(part));
                    let guard =
                        all_of(protect.chain(held).cloned()).map(|all| self.guarded(all, &pairs)).transpose()?;
                    filter = conjunction(filter.into_iter().chain(guard));
                }
                _ => {}
            }
        }
        let lifts = !left.columns.is_empty() || !right.columns.is_empty();
        let joined = LogicalPlan::Join(Join::try_new(
            left.onto(join.left)?,
            right.onto(join.right)?,
            on,
            filter,
            join.join_type,
            join.join_constraint,
            join.null_equality,
            join.null_aware,
        )?);
        let joined = match above {
            Some(predicate) => self.held(predicate, Arc::new(joined))?,
            None => joined,
        };
        if !lifts {
            return Ok(Transformed::yes(joined));
        }
        let columns = columns_of(&wanted);
        Ok(Transformed::yes(LogicalPlan::Projection(Projection::try_new(columns, Arc::new(joined))?)))
    }
}

/// The conditions of a join, in which keys that can fail are columns of the sides. A key is evaluated for rows for which the
/// conditions before it hold, as far as they ask for that side alone; for others it is null, which equals nothing.
fn lift_keys(parts: Vec<Expr>, left: &mut Added<'_>, right: &mut Added<'_>) -> Result<Vec<Expr>> {
    let of = |side: &Added<'_>, expr: &Expr| {
        let columns = expr.column_refs();
        !columns.is_empty() && columns.into_iter().all(|column| side.schema.has_column(column))
    };
    let (mut lifted, mut before): (Vec<Expr>, Vec<Expr>) = (vec![], vec![]);
    for part in parts {
        let key = |side: &mut Added<'_>, key: Expr| {
            if !side.rewrite.can_fail(&key, side.schema) {
                return Ok(key);
            }
            let own = before.iter().filter(|part| of(side, part)).cloned();
            let key = match all_of(own) {
                Some(own) => {
                    let null = ScalarValue::try_from(key.get_type(side.schema)?)?;
                    when(own, key, Expr::Literal(null, None))
                }
                None => key,
            };
            side.lift(key)
        };
        let kept = match part.clone() {
            Expr::BinaryExpr(BinaryExpr { left: a, op: Operator::Eq, right: b }) if of(left, &a) && of(right, &b) => {
                binary_expr(key(left, *a)?, Operator::Eq, key(right, *b)?)
            }
            Expr::BinaryExpr(BinaryExpr { left: a, op: Operator::Eq, right: b }) if of(right, &a) && of(left, &b) => {
                binary_expr(key(right, *a)?, Operator::Eq, key(left, *b)?)
            }
            other => other,
        };
        lifted.push(kept);
        before.push(part);
    }
    Ok(lifted)
}

/// Both sides of a join, whichever of them its rows have.
fn join_schema(join: &Join) -> Result<DFSchema> {
    join.left.schema().join(join.right.schema())
}

/// `a = b` of two columns: where rows of two tables are joined in WHERE.
pub(super) fn is_equality(expr: &Expr) -> bool {
    let is_column = |expr: &Expr| match expr {
        Expr::Cast(cast) => matches!(*cast.expr, Expr::Column(_)),
        expr => matches!(expr, Expr::Column(_)),
    };
    matches!(expr, Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) if is_column(left) && is_column(right))
}
