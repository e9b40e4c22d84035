//! A subquery that gives no row is NULL: `SELECT (SELECT id FROM events WHERE id > 1000)`. DataFusion takes it for not
//! null where its column is not, and fails when it is.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Result, internal_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, LogicalPlan, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use datafusion::optimizer::AnalyzerRule;

use crate::mapper::sql::dialect::rewrite_expressions;

/// Marks the subqueries that may give no row.
#[derive(Debug)]
pub(super) struct NullWithoutRow {
    or_null: Arc<ScalarUDF>,
}

impl NullWithoutRow {
    pub(super) fn new() -> Self {
        let or_null = OrNull { signature: Signature::any(1, Volatility::Immutable) };
        Self { or_null: Arc::new(ScalarUDF::new_from_impl(or_null)) }
    }
}

impl AnalyzerRule for NullWithoutRow {
    fn name(&self) -> &str {
        "null_without_row"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        let mut found = false;
        plan.apply_with_subqueries(|node| {
            node.apply_expressions(|expr| {
                expr.apply(|part| {
                    found |= may_be_missing(part);
                    Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
                })
            })
        })?;
        if !found {
            return Ok(plan);
        }
        let marked = plan.transform_up_with_subqueries(|node| {
            let node = rewrite_expressions(node, |part| Ok(self.mark(part)))?;
            // What reads a node that has changed may be null as well.
            Ok(Transformed::yes(node.data.recompute_schema()?))
        })?;
        Ok(marked.data)
    }
}

impl NullWithoutRow {
    fn mark(&self, expr: Expr) -> Transformed<Expr> {
        match may_be_missing(&expr) {
            true => Transformed::yes(Expr::ScalarFunction(ScalarFunction::new_udf(self.or_null.clone(), vec![expr]))),
            false => Transformed::no(expr),
        }
    }
}

/// A subquery whose column is not null, but which may give no row.
fn may_be_missing(expr: &Expr) -> bool {
    match expr {
        Expr::ScalarSubquery(sub) => {
            sub.subquery.schema().fields().iter().any(|field| !field.is_nullable()) && !has_one_row(&sub.subquery)
        }
        _ => false,
    }
}

/// An aggregate without groups has one row, whatever it reads.
pub(super) fn has_one_row(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.is_empty(),
        LogicalPlan::Projection(projection) => has_one_row(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => has_one_row(&alias.input),
        LogicalPlan::EmptyRelation(relation) => relation.produce_one_row,
        _ => false,
    }
}

/// Its argument, which may be null whatever its type says.
#[derive(Debug, PartialEq, Eq, Hash)]
struct OrNull {
    signature: Signature,
}

impl ScalarUDFImpl for OrNull {
    fn name(&self) -> &str {
        "or_null"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _types: &[DataType]) -> Result<DataType> {
        internal_err!("the type of or_null() depends on its argument")
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let [argument] = args.arg_fields else { return internal_err!("or_null() has one argument") };
        Ok(Arc::new(Field::new(self.name(), argument.data_type().clone(), true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match args.args.into_iter().next() {
            Some(argument) => Ok(argument),
            None => internal_err!("or_null() has one argument"),
        }
    }
}
