//! Texts that stand for values of another type, as in PostgreSQL, where DataFusion takes them for text:
//! `COALESCE(d, '2024-01-01')` of a date, `condition = 'true'`.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{DFSchema, Result, ScalarValue};
use datafusion::functions::core::coalesce::CoalesceFunc;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ExprSchemable, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature,
};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::Dialect;
use crate::mapper::metadata::is_text;

pub(super) fn dialect() -> Dialect {
    Dialect {
        planners: vec![Arc::new(TruthValues)],
        scalars: vec![ScalarUDF::new_from_impl(Coalesce {
            of_datafusion: CoalesceFunc::new(),
            aliases: ["nvl", "ifnull"].map(str::to_owned).into(),
        })],
        ..Dialect::default()
    }
}

/// COALESCE, whose texts become times or truth values where the other arguments are.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Coalesce {
    of_datafusion: CoalesceFunc,
    /// The same with two arguments.
    aliases: Vec<String>,
}

impl ScalarUDFImpl for Coalesce {
    fn name(&self) -> &str {
        self.of_datafusion.name()
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        self.of_datafusion.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.of_datafusion.return_type(types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        self.of_datafusion.return_field_from_args(args)
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        self.of_datafusion.simplify(args, info)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        self.of_datafusion.invoke_with_args(args)
    }

    fn conditional_arguments<'a>(&self, args: &'a [Expr]) -> Option<(Vec<&'a Expr>, Vec<&'a Expr>)> {
        self.of_datafusion.conditional_arguments(args)
    }

    fn short_circuits(&self) -> bool {
        self.of_datafusion.short_circuits()
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let time = types.iter().find(|t| t.is_temporal());
        let truth = types.iter().find(|t| **t == DataType::Boolean);
        match time.or(truth) {
            Some(wanted)
                if types.iter().any(is_text) && types.iter().all(|t| is_text(t) || t == wanted || t.is_null()) =>
            {
                Ok(vec![wanted.clone(); types.len()])
            }
            _ => self.of_datafusion.coerce_types(types),
        }
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.of_datafusion.documentation()
    }
}

/// Compares truth values with `'true'` and `'false'`.
#[derive(Debug)]
struct TruthValues;

impl ExprPlanner for TruthValues {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        use BinaryOperator as Op;
        let RawBinaryExpr { op, left, right } = expr;
        let compares = matches!(op, Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq);
        let (left, right) = match (truth_value(&left), truth_value(&right)) {
            (Some(value), None) if compares && is_boolean(&right, schema) => (value, right),
            (None, Some(value)) if compares && is_boolean(&left, schema) => (left, value),
            _ => (left, right),
        };
        Ok(PlannerResult::Original(RawBinaryExpr { op, left, right }))
    }
}

/// The truth value that a literal text is.
fn truth_value(expr: &Expr) -> Option<Expr> {
    let Expr::Literal(value, _) = expr else { return None };
    let text = value.try_as_str().flatten()?;
    let value = match text.trim().to_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "on" | "1" => true,
        "false" | "f" | "no" | "n" | "off" | "0" => false,
        _ => return None,
    };
    Some(Expr::Literal(ScalarValue::Boolean(Some(value)), None))
}

fn is_boolean(expr: &Expr, schema: &DFSchema) -> bool {
    expr.get_type(schema).is_ok_and(|data_type| data_type == DataType::Boolean)
}
