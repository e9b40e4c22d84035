//! Walks an expression from its leaves, and replaces what it has looked at: a part without columns by its value, any
//! other by a column that stands for it. So each node is small when its turn comes.
//!
//! As in PostgreSQL, what a constant condition excludes is not looked at: `CASE WHEN false THEN 1/0 END` is right.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion, TreeNodeRewriter};
use datafusion::common::{Column, DFSchema, DataFusionError, ExprSchema, Result, ScalarValue, plan_err};
use datafusion::logical_expr::expr::{AggregateFunction, AggregateFunctionParams, Case, ScalarFunction};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator, Volatility, WindowFunctionDefinition};

use super::trial::{Trial, part, part_index};
use super::{ConstantsRule, Fault, reasons};

/// Functions that give the first argument that is not null, and look at no other.
const FIRST_NOT_NULL: [&str; 3] = ["coalesce", "nvl", "ifnull"];

/// What in the expression fails for every event.
pub(super) fn check(rule: &ConstantsRule, expr: &Expr, inputs: Vec<&DFSchema>) -> Result<(), Fault> {
    let mut fold = Fold { rule, inputs, parts: vec![], fault: None };
    // The only error is the fault, which stands in `fold`.
    let _ = expr.clone().rewrite(&mut fold);
    fold.fault.map_or(Ok(()), Err)
}

#[derive(Debug)]
struct Fold<'a> {
    rule: &'a ConstantsRule,
    inputs: Vec<&'a DFSchema>,
    /// What the columns stand for that parts were replaced by; `None` where the type is not known.
    parts: Vec<Option<FieldRef>>,
    fault: Option<Fault>,
}

impl TreeNodeRewriter for Fold<'_> {
    type Node = Expr;

    fn f_down(&mut self, expr: Expr) -> Result<Transformed<Expr>> {
        let folded = match expr {
            Expr::Case(case) => self.case(case)?,
            Expr::BinaryExpr(BinaryExpr { left, op: op @ (Operator::And | Operator::Or), right }) => {
                self.logical(*left, op, *right)?
            }
            Expr::ScalarFunction(call) if FIRST_NOT_NULL.contains(&call.func.name()) => self.first_not_null(call)?,
            // A lambda is no expression of its own.
            Expr::HigherOrderFunction(_) | Expr::Lambda(_) | Expr::LambdaVariable(_) => self.opaque(&expr),
            // Plans within expressions are walked as plans.
            Expr::ScalarSubquery(_) | Expr::Exists(_) => self.opaque(&expr),
            Expr::InSubquery(sub) => {
                sub.expr.rewrite(self)?;
                self.part(Some(Field::new("", DataType::Boolean, true).into()))
            }
            Expr::SetComparison(sub) => {
                sub.expr.rewrite(self)?;
                self.part(Some(Field::new("", DataType::Boolean, true).into()))
            }
            other => return Ok(Transformed::no(other)),
        };
        Ok(Transformed::new(folded, true, TreeNodeRecursion::Jump))
    }

    fn f_up(&mut self, expr: Expr) -> Result<Transformed<Expr>> {
        let folded = match expr {
            Expr::Literal(..) => return Ok(Transformed::no(expr)),
            Expr::Column(ref column) if part_index(column).is_some() => return Ok(Transformed::no(expr)),
            Expr::Column(_) | Expr::OuterReferenceColumn(..) => self.opaque(&expr),
            Expr::Alias(alias) => *alias.expr,
            other => self.node(other)?,
        };
        Ok(Transformed::yes(folded))
    }
}

impl Fold<'_> {
    /// A node whose children were looked at.
    fn node(&mut self, expr: Expr) -> Result<Expr> {
        match &expr {
            Expr::ScalarFunction(call) => {
                let skipped = self.rule.trusted.contains(call.func.name())
                    || call.func.signature().volatility != Volatility::Immutable
                    || call.func.short_circuits();
                if skipped {
                    return Ok(self.opaque(&expr));
                }
            }
            Expr::AggregateFunction(call) => {
                if call.params.args.len() > 1 {
                    self.try_samples(&expr)?;
                }
                return Ok(self.opaque(&expr));
            }
            Expr::WindowFunction(call) => {
                if call.fun.name() == "nth_value"
                    && matches!(call.params.args.get(1), Some(Expr::Literal(n, _)) if is_zero(n))
                {
                    return self.fail(Fault {
                        message: "nth_value(): there is no row 0; the first one is 1, the last one -1".into(),
                        literal: Some("0".into()),
                        within: vec!["nth_value".into()],
                    });
                }
                let aggregate = match &call.fun {
                    WindowFunctionDefinition::AggregateUDF(function) => {
                        let params = AggregateFunctionParams {
                            args: call.params.args.clone(),
                            distinct: call.params.distinct,
                            filter: None,
                            order_by: vec![],
                            null_treatment: call.params.null_treatment,
                        };
                        Expr::AggregateFunction(AggregateFunction { func: function.clone(), params })
                    }
                    WindowFunctionDefinition::WindowUDF(_) => expr.clone(),
                };
                if call.params.args.len() > 1 || call.params.args.iter().any(is_literal) && !is_count(call.fun.name()) {
                    self.try_samples(&aggregate)?;
                }
                return Ok(self.opaque(&expr));
            }
            Expr::GroupingSet(_) | Expr::Unnest(_) | Expr::Placeholder(_) | Expr::ScalarVariable(..) => {
                return Ok(self.part(None));
            }
            _ => {}
        }
        if let Ok(data_type) = expr.get_type(self)
            && let Some(fault) = reasons::in_zone(&expr, &data_type)
        {
            return self.fail(fault);
        }
        let (mut literals, mut others) = (0, 0);
        expr.apply_children(|child| {
            *if is_literal(child) { &mut literals } else { &mut others } += 1;
            Ok(TreeNodeRecursion::Continue)
        })?;
        if others == 0 {
            return self.constant(expr);
        }
        if literals > 0 && can_fail(&expr) {
            self.try_samples(&expr)?;
        }
        Ok(self.opaque(&expr))
    }

    /// A node of literals: its value.
    fn constant(&mut self, expr: Expr) -> Result<Expr> {
        let Some(trial) = Trial::new(&expr, &[]) else { return Ok(self.opaque(&expr)) };
        match trial.run(&[]) {
            Ok(value) => Ok(Expr::Literal(value, None)),
            Err(error) if is_replaced_later(&error) => Ok(self.opaque(&expr)),
            Err(error) => {
                let fault = reasons::constant(&trial, &expr, &error);
                self.fail(fault)
            }
        }
    }

    /// A node with literals and columns: whether it works for any sample of these.
    fn try_samples(&mut self, expr: &Expr) -> Result<()> {
        let Some(trial) = Trial::new(expr, &self.parts) else { return Ok(()) };
        match reasons::literal(&trial, expr, &self.rule.to_char) {
            None => Ok(()),
            Some(fault) => self.fail(fault),
        }
    }

    fn fail<T>(&mut self, fault: Fault) -> Result<T> {
        self.fault = Some(fault);
        plan_err!("a constant that can never work")
    }

    /// A column in place of the expression.
    fn opaque(&mut self, expr: &Expr) -> Expr {
        let field = expr.get_type(self).ok().map(|data_type| Arc::new(Field::new("", data_type, true)));
        self.part(field)
    }

    fn part(&mut self, field: Option<FieldRef>) -> Expr {
        self.parts.push(field);
        part(self.parts.len() - 1)
    }

    fn folded(&mut self, expr: Expr) -> Result<Expr> {
        Ok(expr.rewrite(self)?.data)
    }

    fn logical(&mut self, left: Expr, op: Operator, right: Expr) -> Result<Expr> {
        let decides =
            |expr: &Expr| matches!(expr, Expr::Literal(ScalarValue::Boolean(Some(v)), _) if *v == (op == Operator::Or));
        for side in [left, right] {
            let side = self.folded(side)?;
            if decides(&side) {
                return Ok(side);
            }
        }
        Ok(self.part(Some(Field::new("", DataType::Boolean, true).into())))
    }

    fn first_not_null(&mut self, call: ScalarFunction) -> Result<Expr> {
        let whole = self.opaque(&Expr::ScalarFunction(call.clone()));
        for (i, argument) in call.args.into_iter().enumerate() {
            match self.folded(argument)? {
                first @ Expr::Literal(..) if i == 0 && !is_null(&first) => return Ok(first),
                literal if is_literal(&literal) && !is_null(&literal) => break,
                _ => {}
            }
        }
        Ok(whole)
    }

    fn case(&mut self, case: Case) -> Result<Expr> {
        let whole = self.opaque(&Expr::Case(case.clone()));
        let operand = case.expr.map(|operand| self.folded(*operand)).transpose()?;
        let mut undecided = false;
        for (when, then) in case.when_then_expr {
            let when = self.folded(*when)?;
            match decided(operand.as_ref(), &when) {
                Some(false) => continue,
                Some(true) => {
                    let then = self.folded(*then)?;
                    return Ok(if undecided { whole } else { then });
                }
                None => {
                    undecided = true;
                    self.folded(*then)?;
                }
            }
        }
        let otherwise = case.else_expr.map(|otherwise| self.folded(*otherwise)).transpose()?;
        Ok(otherwise.filter(|_| !undecided).unwrap_or(whole))
    }
}

/// Whether a branch of CASE is taken, if constants decide that.
fn decided(operand: Option<&Expr>, when: &Expr) -> Option<bool> {
    let Expr::Literal(when, _) = when else { return None };
    match operand {
        None => Some(*when == ScalarValue::Boolean(Some(true))),
        Some(Expr::Literal(operand, _)) => Some(!operand.is_null() && operand == when),
        Some(_) => None,
    }
}

/// The error of a function that is replaced when the plan is optimized, and never evaluated.
pub(super) fn is_replaced_later(error: &DataFusionError) -> bool {
    matches!(error.find_root(), DataFusionError::Internal(message) if message.contains("simplified"))
}

/// `count(*)` counts a literal.
fn is_count(name: &str) -> bool {
    name == "count"
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(..))
}

fn is_zero(value: &ScalarValue) -> bool {
    ScalarValue::new_zero(&value.data_type()).is_ok_and(|zero| *value == zero)
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(value, _) if value.is_null())
}

/// Whether the node can fail because of a literal. Comparisons of values of one type can't.
fn can_fail(expr: &Expr) -> bool {
    match expr {
        Expr::BinaryExpr(BinaryExpr { op, .. }) => {
            use Operator as O;
            let compares = matches!(op, O::Eq | O::NotEq | O::Lt | O::LtEq | O::Gt | O::GtEq);
            !compares && !matches!(op, O::IsDistinctFrom | O::IsNotDistinctFrom)
        }
        Expr::ScalarFunction(_) | Expr::Like(_) | Expr::SimilarTo(_) => true,
        _ => false,
    }
}

/// Types of the columns of the inputs, and of the columns that stand for parts.
impl ExprSchema for Fold<'_> {
    fn field_from_column(&self, column: &Column) -> Result<&FieldRef> {
        let found = match part_index(column) {
            Some(index) => self.parts.get(index).and_then(Option::as_ref),
            None => self.inputs.iter().find_map(|schema| schema.field_from_column(column).ok()),
        };
        found.map_or_else(|| plan_err!("the type of a column is not known"), Ok)
    }
}
