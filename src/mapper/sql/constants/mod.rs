//! Finds the constants of a statement that can never work, so that they are errors of the statement and not of every
//! event.
//!
//! - `fold` walks an expression from its leaves. A part without columns is evaluated: if that fails, the statement is
//!   wrong. A call with literal and other arguments is evaluated with samples of the others' types: if it fails for all
//!   of them, the literal is wrong.
//! - `samples` has the samples, `trial` evaluates.
//! - `reasons` says what is wrong with a literal, and which ones are valid: those of a list of candidates that work in
//!   the same place. So it holds for whatever a function accepts.
//!
//! It runs as the last analyzer rule: types are coerced, and no optimization has moved or removed anything yet.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, DataFusionError, ExprSchema, Result};
use datafusion::logical_expr::{Expr, LogicalPlan, ScalarUDF};
use datafusion::optimizer::AnalyzerRule;

mod fold;
mod reasons;
mod samples;
mod trial;

/// A part of a statement that fails for every event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    /// The author's literal, as the tokenizer has it: text without its quotes.
    pub(super) literal: Option<String>,
    /// What the literal is an argument of: the names of a function, or operators.
    pub(super) within: Vec<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// See the module.
pub(super) struct ConstantsRule {
    /// Functions that never fail, and that count what they are called with.
    trusted: HashSet<String>,
    /// `to_char`, as the statements have it: it writes samples in a format.
    to_char: Arc<ScalarUDF>,
    /// Expressions that are right, with the types of their columns: the plan of a view is part of the plan of every
    /// statement that reads it.
    checked: Mutex<HashSet<(Expr, Vec<DataType>)>>,
}

impl ConstantsRule {
    /// `trusted` are the names of functions that never fail.
    pub(super) fn new(trusted: HashSet<String>, to_char: Arc<ScalarUDF>) -> Self {
        Self { trusted, to_char, checked: Mutex::default() }
    }

    fn check(&self, expr: &Expr, inputs: &[&LogicalPlan]) -> Result<()> {
        if matches!(expr, Expr::Column(_) | Expr::Literal(..)) {
            return Ok(());
        }
        let schemas: Vec<&DFSchema> = inputs.iter().map(|input| input.schema().as_ref()).collect();
        let mut types = vec![];
        expr.apply(|part| {
            if let Expr::Column(column) = part
                && let Some(field) = schemas.iter().find_map(|schema| schema.field_from_column(column).ok())
            {
                types.push(field.data_type().clone());
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        let key = (expr.clone(), types);
        let checked = || self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if checked().contains(&key) {
            return Ok(());
        }
        fold::check(self, expr, schemas).map_err(|fault| DataFusionError::External(Box::new(fault)))?;
        checked().insert(key);
        Ok(())
    }
}

impl AnalyzerRule for ConstantsRule {
    fn name(&self) -> &str {
        "constants"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        plan.apply_with_subqueries(|node| {
            let inputs = node.inputs();
            node.apply_expressions(|expr| {
                self.check(expr, &inputs)?;
                Ok(TreeNodeRecursion::Continue)
            })
        })?;
        Ok(plan)
    }
}

impl fmt::Debug for ConstantsRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConstantsRule").finish_non_exhaustive()
    }
}
