//! Operators that are something else while a statement is planned: `a ^ b` is a power, as in PostgreSQL, and always a double (in
//! DataFusion it is the exclusive or of bits); decimals are divided, and multiplied, with the digits that `decimals` gives them.

use datafusion::common::{DFSchema, Result};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::exact::planned;
use super::finite;
use super::types::to_double;

#[derive(Debug)]
pub(super) struct OperatorPlanner;

impl ExprPlanner for OperatorPlanner {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        if matches!(expr.op, BinaryOperator::BitwiseXor) {
            let arguments = vec![to_double(expr.left), to_double(expr.right)];
            return Ok(PlannerResult::Planned(finite::power().call(arguments)));
        }
        Ok(match planned(&expr.op, &expr.left, &expr.right, schema) {
            Some(planned) => PlannerResult::Planned(planned),
            None => PlannerResult::Original(expr),
        })
    }
}
