//! Expressions that run in SQL's order: what AND, OR, CASE, COALESCE, BETWEEN and IN decide without is not evaluated.
//!
//! DataFusion evaluates both sides of AND and OR for a batch, unless one of them decides for all of its rows. Here the
//! right side sees the rows that the left side leaves open, and no others. CASE is DataFusion's own, which is lazy.

use std::fmt::{self, Display, Formatter};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, BooleanArray, RecordBatch, new_null_array};
use datafusion::arrow::compute::kernels::boolean::{and_kleene, is_null, not, or_kleene};
use datafusion::arrow::compute::{concat, or, prep_null_mask_filter};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema};
use datafusion::common::cast::as_boolean_array;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result};
use datafusion::logical_expr::execution_props::ExecutionProps;
use datafusion::logical_expr::expr::{InList, ScalarFunction};
use datafusion::logical_expr::physical_planning_context::PhysicalPlanningContext;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{Between, BinaryExpr, Case, ColumnarValue, Expr, ExprSchemable, Operator, binary_expr};
use datafusion::optimizer::simplify_expressions::ExprSimplifier;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::create_physical_expr;
use datafusion::physical_expr::expressions::{Column as ColumnExpr, case};

use super::can_fail::can_fail;
use crate::mapper::sql::data_errors::is_of_data;
use crate::mapper::sql::dialect::is_attempt;

/// The expression over `schema`, ready to run in SQL's order.
pub(super) fn compile(expr: &Expr, schema: &DFSchema, own: &dyn Fn(&str) -> bool) -> Result<Arc<dyn PhysicalExpr>> {
    let mut lazy: Vec<(FieldRef, Arc<dyn PhysicalExpr>)> = vec![];
    let base = schema.fields().len();
    let context = SimplifyContext::builder().with_schema(Arc::new(schema.clone())).build();
    let simplifier = ExprSimplifier::new(context.clone());
    // What is lazy is compiled on its own, and a column stands in its place until the rest has become an expression.
    let strict = expr.clone().transform_down(|node| {
        if !can_fail(&node, schema, own) {
            return Ok(Transformed::new(simplifier.simplify(node)?, true, TreeNodeRecursion::Jump));
        }
        let Some(compiled) = compile_lazy(&node, schema, own)? else { return for_the_planner(node, &context) };
        let (_, field) = node.to_field(schema)?;
        let name = format!("?{}", lazy.len());
        let column = Expr::Column(Column::new_unqualified(&name));
        lazy.push((Arc::new(Field::new(name, field.data_type().clone(), field.is_nullable())), compiled));
        Ok(Transformed::new(column, true, TreeNodeRecursion::Jump))
    });
    let strict = strict.data()?;
    let fields = schema.iter().map(|(qualifier, field)| (qualifier.cloned(), field.clone()));
    let fields = fields.chain(lazy.iter().map(|(field, _)| (None, field.clone())));
    let extended = DFSchema::new_with_metadata(fields.collect(), schema.metadata().clone())?;
    let planning = PhysicalPlanningContext::default();
    let physical = create_physical_expr(&strict, &extended, &ExecutionProps::new(), &planning)?;
    if lazy.is_empty() {
        return Ok(physical);
    }
    let restored = physical.transform(|node| match node.downcast_ref::<ColumnExpr>() {
        Some(column) if column.index() >= base => {
            Ok(Transformed::new(lazy[column.index() - base].1.clone(), true, TreeNodeRecursion::Jump))
        }
        _ => Ok(Transformed::no(node)),
    });
    restored.data()
}

/// Some functions exist for the planner only, and others are faster for these arguments: what they want to be instead. Nothing
/// else is simplified where something can fail: `(10 / n) IS NULL` would be false without a division.
fn for_the_planner(expr: Expr, context: &SimplifyContext) -> Result<Transformed<Expr>> {
    let Expr::ScalarFunction(ScalarFunction { func, args }) = expr else { return Ok(Transformed::no(expr)) };
    Ok(match func.simplify(args, context)? {
        ExprSimplifyResult::Simplified(expr) => Transformed::yes(expr),
        ExprSimplifyResult::Original(args) => Transformed::no(Expr::ScalarFunction(ScalarFunction { func, args })),
    })
}

/// The expression, if it decides which of its parts are evaluated.
fn compile_lazy(expr: &Expr, schema: &DFSchema, own: &dyn Fn(&str) -> bool) -> Result<Option<Arc<dyn PhysicalExpr>>> {
    let part = |expr: &Expr| compile(expr, schema, own);
    Ok(Some(match expr {
        Expr::BinaryExpr(BinaryExpr { left, op: op @ (Operator::And | Operator::Or), right }) => {
            Arc::new(Logical { left: part(left)?, right: part(right)?, is_and: *op == Operator::And })
        }
        Expr::Between(Between { expr, negated, low, high }) => {
            let from = binary_expr((**expr).clone(), Operator::GtEq, (**low).clone());
            let to = binary_expr((**expr).clone(), Operator::LtEq, (**high).clone());
            let within = binary_expr(from, Operator::And, to);
            part(&if *negated { Expr::Not(Box::new(within)) } else { within })?
        }
        Expr::InList(InList { expr, list, negated }) if list.iter().any(|item| can_fail(item, schema, own)) => {
            let equal = |item: &Expr| binary_expr((**expr).clone(), Operator::Eq, item.clone());
            let any = list.iter().map(equal).reduce(|a, b| binary_expr(a, Operator::Or, b));
            let Some(any) = any else { return Ok(None) };
            part(&if *negated { Expr::Not(Box::new(any)) } else { any })?
        }
        Expr::Case(Case { expr, when_then_expr, else_expr }) => {
            let base = expr.as_ref().map(|expr| part(expr)).transpose()?;
            let branches = when_then_expr.iter().map(|(when, then)| Ok((part(when)?, part(then)?)));
            let otherwise = else_expr.as_ref().map(|expr| part(expr)).transpose()?;
            case(base, branches.collect::<Result<Vec<_>>>()?, otherwise)?
        }
        Expr::ScalarFunction(ScalarFunction { func, args }) => match (func.name(), args.as_slice()) {
            ("coalesce" | "nvl" | "ifnull", [first, rest @ ..]) if !rest.is_empty() => {
                let rest = match rest {
                    [last] => last.clone(),
                    _ => Expr::ScalarFunction(ScalarFunction::new_udf(func.clone(), rest.to_vec())),
                };
                part(&when(Expr::IsNotNull(Box::new(first.clone())), first.clone(), rest))?
            }
            ("nvl2", [test, then, otherwise]) => {
                part(&when(Expr::IsNotNull(Box::new(test.clone())), then.clone(), otherwise.clone()))?
            }
            (_, [argument]) if is_attempt(func) => Arc::new(Attempt { value: part(argument)? }),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

/// `CASE WHEN condition THEN then ELSE otherwise END`
pub(super) fn when(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    let branch = (Box::new(condition), Box::new(then));
    Expr::Case(Case { expr: None, when_then_expr: vec![branch], else_expr: Some(Box::new(otherwise)) })
}

/// A value, and NULL for the rows on which it fails.
#[derive(Debug, Eq)]
struct Attempt {
    value: Arc<dyn PhysicalExpr>,
}

impl PartialEq for Attempt {
    fn eq(&self, other: &Self) -> bool {
        self.value.eq(&other.value)
    }
}

impl Hash for Attempt {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl PhysicalExpr for Attempt {
    fn return_field(&self, schema: &Schema) -> Result<FieldRef> {
        Ok(Arc::new(self.value.return_field(schema)?.as_ref().clone().with_nullable(true)))
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        let rows = batch.num_rows();
        match self.value.evaluate(batch) {
            Err(error) if is_of_data(&error) && rows > 1 => {
                let halves = [(0, rows / 2), (rows / 2, rows - rows / 2)];
                let halves = halves.map(|(start, count)| self.evaluate(&batch.slice(start, count))?.into_array(count));
                let [first, second] = halves;
                Ok(ColumnarValue::Array(concat(&[&first?, &second?])?))
            }
            Err(error) if is_of_data(&error) => {
                let data_type = self.value.data_type(&batch.schema())?;
                Ok(ColumnarValue::Array(new_null_array(&data_type, rows)))
            }
            other => other,
        }
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.value]
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        let [value] = children.as_slice() else { return Err(super::super::defect("one value is attempted")) };
        Ok(Arc::new(Self { value: value.clone() }))
    }

    fn fmt_sql(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Display for Attempt {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "attempt({})", self.value)
    }
}

/// AND or OR, whose right side is evaluated for the rows alone that the left side leaves open.
#[derive(Debug, Eq)]
struct Logical {
    left: Arc<dyn PhysicalExpr>,
    right: Arc<dyn PhysicalExpr>,
    is_and: bool,
}

impl Logical {
    /// The rows that the left side does not decide: those that are not false for AND, not true for OR.
    fn open(&self, left: &BooleanArray) -> Result<BooleanArray> {
        let undecided = if self.is_and { left.clone() } else { not(left)? };
        Ok(match undecided.null_count() {
            0 => undecided,
            _ => or(&prep_null_mask_filter(&undecided), &is_null(left)?)?,
        })
    }
}

impl PartialEq for Logical {
    fn eq(&self, other: &Self) -> bool {
        self.is_and == other.is_and && self.left.eq(&other.left) && self.right.eq(&other.right)
    }
}

impl Hash for Logical {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.is_and.hash(state);
        self.left.hash(state);
        self.right.hash(state);
    }
}

impl PhysicalExpr for Logical {
    fn return_field(&self, schema: &Schema) -> Result<FieldRef> {
        let nullable = self.left.nullable(schema)? || self.right.nullable(schema)?;
        Ok(Arc::new(Field::new("", DataType::Boolean, nullable)))
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        let rows = batch.num_rows();
        let left = self.left.evaluate(batch)?.into_array(rows)?;
        let left = as_boolean_array(&left)?;
        let open = self.open(left)?;
        if !open.has_true() {
            return Ok(ColumnarValue::Array(Arc::new(left.clone())));
        }
        let right = self.right.evaluate_selection(batch, &open)?.into_array(rows)?;
        let right = as_boolean_array(&right)?;
        // Rows that were left out are null on the right, which the left side outweighs.
        let both = if self.is_and { and_kleene(left, right)? } else { or_kleene(left, right)? };
        Ok(ColumnarValue::Array(Arc::new(both)))
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.left, &self.right]
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        let [left, right] = children.as_slice() else { return Err(super::super::defect("AND has two sides")) };
        Ok(Arc::new(Self { left: left.clone(), right: right.clone(), is_and: self.is_and }))
    }

    fn fmt_sql(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Display for Logical {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "({} {} {})", self.left, if self.is_and { "AND" } else { "OR" }, self.right)
    }
}
