//! Before types are coerced: which calculations are exact, and in which decimal type.
//!
//! A decimal beside a double becomes a double, in arithmetic, comparisons, CASE, COALESCE and sets alike, as in PostgreSQL.
//! (DataFusion turns the double into a decimal, which fails for large ones and has 15 digits.) Functions that know doubles
//! only get their literals as doubles.

use datafusion::arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result, ScalarValue, plan_datafusion_err, plan_err};
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{BinaryExpr, Cast, Expr, ExprSchemable, LogicalPlan, Operator, TryCast};
use datafusion::optimizer::AnalyzerRule;
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::conversions::{Conversion, Rounding};
use super::decimals::{DecimalMath, Operation, long_product};
use super::doubles::{as_doubles, first_column, literals_to_double, unify_set, unify_union};
use super::integers::{Size, size};
use super::literals::ANY_NUMERIC;
use super::null_where::null_where;
use super::operators;
use super::types::{
    cast, decimal, decimal_type, integer_digits, integer_literal, is_float, is_number, signed_type, to_double,
};
use super::unify::{as_wide, digits, digits_of, room};
use crate::mapper::metadata::is_text;
use crate::mapper::sql::dialect::rewrite_expressions;

/// Functions that give one of their arguments, or a list of them: the arguments need one type.
const UNIFYING: [&str; 10] = [
    "coalesce",
    "nullif",
    "greatest",
    "least",
    "nvl",
    "ifnull",
    "make_array",
    "array_append",
    "array_prepend",
    "nanvl",
];

/// Functions whose decimal literals stay decimals.
const TAKES_DECIMALS: [&str; 14] = [
    "round",
    "trunc",
    "abs",
    "ceil",
    "floor",
    "concat",
    "concat_ws",
    "struct",
    "named_struct",
    "arrow_cast",
    "arrow_typeof",
    "nvl2",
    "map",
    "signum",
];

#[derive(Debug)]
pub(super) struct Exact;

impl AnalyzerRule for Exact {
    fn name(&self) -> &str {
        "exact_numbers"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(rewrite)?.data)
    }
}

fn rewrite(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    if let LogicalPlan::Union(union) = plan {
        return Ok(Transformed::yes(LogicalPlan::Union(unify_union(union)?)));
    }
    // Only what divides needs to know where its columns come from.
    let inputs: Vec<LogicalPlan> = match divides(&plan)? {
        true => plan.inputs().into_iter().cloned().collect(),
        false => vec![],
    };
    let mut schema = merge_schema(&plan.inputs());
    if let LogicalPlan::TableScan(scan) = &plan {
        schema.merge(&DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?);
    }
    let scope = Scope { inputs: &inputs, schema: &schema };
    let rewritten = rewrite_expressions(plan, |expr| scope.one(expr))?;
    let rewritten = rewritten.map_data(|plan| scope.join_keys(plan))?;
    match rewritten.transformed {
        true => rewritten.map_data(LogicalPlan::recompute_schema),
        false => Ok(rewritten),
    }
}

/// The literal places of `round(decimal, places)` in the type that DataFusion wants: a cast around them would hide the scale
/// of the result from its type.
fn whole_places(arguments: &mut [Expr]) -> bool {
    let [_, places] = arguments else { return false };
    let Some(value) = integer_literal(places).and_then(|value| i32::try_from(value).ok()) else { return false };
    *places = Expr::Literal(ScalarValue::Int32(Some(value)), None);
    true
}

fn divides(plan: &LogicalPlan) -> Result<bool> {
    let mut found = false;
    plan.apply_expressions(|expr| {
        found |= expr.exists(|expr| {
            Ok(match expr {
                Expr::BinaryExpr(binary) => binary.op == Operator::Divide,
                Expr::ScalarFunction(call) => operators::operator(call) == Some(Operator::Divide),
                _ => false,
            })
        })?;
        Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    Ok(found)
}

/// What the columns of an expression are.
pub(super) struct Scope<'a> {
    inputs: &'a [LogicalPlan],
    pub(super) schema: &'a DFSchema,
}

impl Scope<'_> {
    pub(super) fn type_of(&self, expr: &Expr) -> Result<DataType> {
        expr.get_type(self.schema)
    }

    fn one(&self, expr: Expr) -> Result<Transformed<Expr>> {
        match expr {
            // Larger than bigint: PostgreSQL's numeric.
            Expr::Literal(ScalarValue::UInt64(value), metadata) => {
                let value = ScalarValue::Decimal128(value.map(i128::from), 20, 0);
                Ok(Transformed::yes(Expr::Literal(value, metadata)))
            }
            Expr::BinaryExpr(binary) => self.binary(binary),
            Expr::Cast(Cast { expr, field }) if decimal(field.data_type()) == Some(ANY_NUMERIC) => {
                let from = self.type_of(&expr)?;
                if is_text(&from) {
                    let text = Conversion::AnyNumeric.function().call(vec![cast(*expr, DataType::Utf8View)]);
                    return Ok(Transformed::yes(text));
                }
                let to = numeric_type(&from);
                Ok(Transformed::yes(to.map_or_else(|| *expr.clone(), |to| cast(*expr.clone(), to))))
            }
            Expr::TryCast(TryCast { expr, field }) if decimal(field.data_type()) == Some(ANY_NUMERIC) => {
                let from = self.type_of(&expr)?;
                if is_text(&from) {
                    let text = Conversion::AnyNumeric.lenient().call(vec![cast(*expr, DataType::Utf8View)]);
                    return Ok(Transformed::yes(text));
                }
                let try_cast = |to: DataType| Expr::TryCast(TryCast::new(expr.clone(), to));
                Ok(Transformed::yes(numeric_type(&from).map_or_else(|| *expr.clone(), try_cast)))
            }
            Expr::InList(mut list) => {
                let is_real = |expr: &Expr| self.type_of(expr).is_ok_and(|t| t == DataType::Float32);
                let literals =
                    list.list.len() > 1 && is_real(&list.expr) && !list.list.iter().any(Expr::any_column_refs);
                let mut all: Vec<&mut Expr> = vec![&mut list.expr];
                all.extend(list.list.iter_mut());
                // PostgreSQL makes reals of several numbers beside one, and compares a single one as a double.
                let changed = if literals { self.unify_results(all)? } else { self.unify_compared(all)? };
                Ok(transformed(Expr::InList(list), changed))
            }
            Expr::InSubquery(mut query) => {
                let types = [self.type_of(&query.expr)?, first_column(&query.subquery.subquery)?];
                let changed = match &types {
                    [left, right] if is_float(left) && decimal(right).is_some() => {
                        let plan = as_doubles(query.subquery.subquery.clone())?;
                        query.subquery = query.subquery.with_plan(plan);
                        true
                    }
                    [left, right] if decimal(left).is_some() && is_float(right) => {
                        *query.expr = to_double(*query.expr.clone());
                        true
                    }
                    _ => false,
                };
                Ok(transformed(Expr::InSubquery(query), changed))
            }
            Expr::Between(mut between) => {
                let all: Vec<&mut Expr> = vec![&mut between.expr, &mut between.low, &mut between.high];
                let changed = self.unify_compared(all)?;
                Ok(transformed(Expr::Between(between), changed))
            }
            Expr::Case(mut case) => {
                let mut changed = false;
                if let Some(compared) = &mut case.expr {
                    let mut all: Vec<&mut Expr> = vec![compared];
                    all.extend(case.when_then_expr.iter_mut().map(|(when, _)| &mut **when));
                    changed |= self.unify_compared(all)?;
                }
                let mut results: Vec<&mut Expr> = case.when_then_expr.iter_mut().map(|(_, then)| &mut **then).collect();
                results.extend(case.else_expr.as_deref_mut());
                changed |= self.unify_results(results)?;
                Ok(transformed(Expr::Case(case), changed))
            }
            Expr::ScalarFunction(mut call) => {
                let name = call.func.name().to_owned();
                if let Some(operator) = operators::operator(&call) {
                    let [left, right] = two(call.args)?;
                    return Ok(Transformed::yes(self.operator_call(operator, left, right)?));
                }
                let changed = match name.as_str() {
                    "round" if matches!(call.args.as_slice(), [double] if is_float(&self.type_of(double)?)) => {
                        return Ok(Transformed::yes(Conversion::RoundHalfEven.function().call(call.args)));
                    }
                    "ceil" | "floor" if self.scale_of(&call.args)? => {
                        let argument = call.args.swap_remove(0);
                        let (precision, scale) = digits(&argument, self.schema)?;
                        let argument =
                            cast(argument, DataType::Decimal128(precision.min(DECIMAL128_MAX_PRECISION), scale));
                        let rounding = if name == "ceil" { Rounding::Up } else { Rounding::Down };
                        return Ok(Transformed::yes(
                            Conversion::WholeDecimal(rounding).function().call(vec![argument]),
                        ));
                    }
                    "trunc" if matches!(call.args.as_slice(), [double] if is_float(&self.type_of(double)?)) => {
                        return Ok(Transformed::yes(Conversion::Truncate.function().call(call.args)));
                    }
                    "round" => whole_places(&mut call.args),
                    "nullif" if call.args.len() == 2 && self.are_numbers(&call.args) => {
                        let [value, other] = two(call.args)?;
                        let equal = BinaryExpr::new(Box::new(value.clone()), Operator::Eq, Box::new(other));
                        return Ok(Transformed::yes(null_where(value, self.binary(equal)?.data)));
                    }
                    // What is cut off is no value of the type: as in any cast of numbers.
                    "arrow_cast" if self.number_cast(&call.args).is_some() => {
                        let to = self.number_cast(&call.args).unwrap_or(DataType::Null);
                        return Ok(Transformed::yes(cast(call.args.swap_remove(0), to)));
                    }
                    "nvl2" => self.unify_results(call.args.iter_mut().skip(1).collect())?,
                    name if UNIFYING.contains(&name) => self.unify_results(call.args.iter_mut().collect())?,
                    name if TAKES_DECIMALS.contains(&name) || is_own(name) => false,
                    _ => literals_to_double(&mut call.args),
                };
                Ok(match self.signed(Expr::ScalarFunction(call)) {
                    (expr, false) => transformed(expr, changed),
                    (expr, true) => Transformed::yes(expr),
                })
            }
            Expr::AggregateFunction(mut call) if call.params.args.len() > 1 => {
                let changed = literals_to_double(&mut call.params.args);
                Ok(transformed(Expr::AggregateFunction(call), changed))
            }
            Expr::WindowFunction(mut call) if self.has_narrow_range(&call) => {
                // The distance may be larger than the type of what is ordered.
                let key = &mut call.params.order_by[0].expr;
                *key = cast(key.clone(), DataType::Int64);
                Ok(Transformed::yes(Expr::WindowFunction(call)))
            }
            Expr::WindowFunction(mut call) if call.params.args.len() > 1 => {
                let changed = match call.fun.name() {
                    name @ ("lag" | "lead") if call.params.args.iter().skip(1).any(Expr::any_column_refs) => {
                        return plan_err!(
                            "the distance and the default of {name}() are the same for all rows; write CASE with \
                             row_number() for another default, and a join for another distance"
                        );
                    }
                    "lag" | "lead" => {
                        // The value and its default; the distance stands between them.
                        let unified = self.unify_results(call.params.args.iter_mut().step_by(2).collect())?;
                        unified || self.widen(&mut call.params.args)?
                    }
                    _ => literals_to_double(&mut call.params.args),
                };
                Ok(transformed(Expr::WindowFunction(call), changed))
            }
            other => Ok(Transformed::no(other)),
        }
    }

    /// Whether a call has one argument, a decimal with digits after the point.
    fn scale_of(&self, arguments: &[Expr]) -> Result<bool> {
        let [argument] = arguments else { return Ok(false) };
        Ok(decimal(&self.type_of(argument)?).is_some_and(|(_, scale)| scale > 0))
    }

    /// `mod(a, b)` and `div(a, b)`.
    fn operator_call(&self, operator: Operator, left: Expr, right: Expr) -> Result<Expr> {
        let types = [self.type_of(&left)?, self.type_of(&right)?];
        let exact = types.iter().any(|t| decimal(t).is_some()) && !types.iter().any(is_float);
        let binary = self.binary(BinaryExpr::new(Box::new(left), operator, Box::new(right)))?.data;
        if operator != Operator::Divide || !exact {
            return Ok(binary);
        }
        Ok(Conversion::WholeDecimal(Rounding::TowardsZero).function().call(vec![binary]))
    }

    /// SQL has no unsigned numbers; some functions of DataFusion give them.
    fn signed(&self, expr: Expr) -> (Expr, bool) {
        match self.type_of(&expr).ok().as_ref().and_then(signed_type) {
            Some(signed) => (cast(expr, signed), true),
            None => (expr, false),
        }
    }

    fn binary(&self, mut binary: BinaryExpr) -> Result<Transformed<Expr>> {
        let operator = binary.op;
        if !operator.is_numerical_operators() && !operator.supports_propagation() && !is_distinction(operator) {
            return Ok(Transformed::no(Expr::BinaryExpr(binary)));
        }
        // What has no type is reported by the coercion of types.
        let (Ok(left), Ok(right)) = (self.type_of(&binary.left), self.type_of(&binary.right)) else {
            return Ok(Transformed::no(Expr::BinaryExpr(binary)));
        };
        let types = [left, right];
        if !types.iter().all(is_number) {
            return Ok(Transformed::no(Expr::BinaryExpr(binary)));
        }
        if types.iter().any(is_float) {
            let changed = self.unify(vec![&mut binary.left, &mut binary.right])?;
            return Ok(transformed(Expr::BinaryExpr(binary), changed));
        }
        let exact = types.iter().any(|t| decimal(t).is_some());
        let numeric = || {
            let inputs: Vec<&LogicalPlan> = self.inputs.iter().collect();
            let sizes = [size(&binary.left, &inputs), size(&binary.right, &inputs)];
            sizes.contains(&Size::Numeric)
        };
        match operator {
            Operator::Divide if exact || numeric() => {
                decimal_math(Operation::Divide, *binary.left, *binary.right, self.schema).map(Transformed::yes)
            }
            Operator::Multiply if exact => {
                let [left, right] = [digits(&binary.left, self.schema)?, digits(&binary.right, self.schema)?];
                match long_product(left, right) {
                    Some(_) => decimal_math(Operation::Multiply, *binary.left, *binary.right, self.schema)
                        .map(Transformed::yes),
                    None => self.narrow_literals(binary),
                }
            }
            Operator::Plus | Operator::Minus if exact => self.narrow_literals(binary),
            _ if exact && !operator.is_numerical_operators() => self.comparison(binary),
            _ => Ok(Transformed::no(Expr::BinaryExpr(binary))),
        }
    }

    /// A whole number beside a decimal has the digits it is written with, not the 20 of every bigint: the result keeps room.
    fn narrow_literals(&self, mut binary: BinaryExpr) -> Result<Transformed<Expr>> {
        let mut changed = false;
        for side in [&mut binary.left, &mut binary.right] {
            if let Some(value) = integer_literal(side) {
                **side = Expr::Literal(ScalarValue::Decimal128(Some(value), digits_of(value), 0), None);
                changed = true;
            }
        }
        Ok(transformed(Expr::BinaryExpr(binary), changed))
    }

    /// Compares in a type that holds both sides.
    fn comparison(&self, mut binary: BinaryExpr) -> Result<Transformed<Expr>> {
        let (whole, scale) = room(&[digits(&binary.left, self.schema)?, digits(&binary.right, self.schema)?]);
        if whole + i16::from(scale) <= DECIMAL128_MAX_PRECISION.into() {
            return self.narrow_literals(binary);
        }
        [&mut binary.left, &mut binary.right].into_iter().for_each(|side| as_wide(side, whole, scale));
        Ok(Transformed::yes(Expr::BinaryExpr(binary)))
    }

    /// The pairs that a join compares.
    fn join_keys(&self, plan: LogicalPlan) -> Result<LogicalPlan> {
        let LogicalPlan::Join(join) = plan else { return Ok(plan) };
        let mut join = unify_set(join)?;
        for (left, right) in &mut join.on {
            self.unify_compared(vec![left, right])?;
        }
        LogicalPlan::Join(join).recompute_schema()
    }
}

/// A division, or a product that is rounded, of decimals and integers.
fn decimal_math(operation: Operation, left: Expr, right: Expr, schema: &DFSchema) -> Result<Expr> {
    Ok(DecimalMath::function(operation).call(vec![as_decimal(left, schema)?, as_decimal(right, schema)?]))
}

/// The same while a statement is planned, for the operators that DataFusion refuses or gives a type of too few digits; `None`
/// leaves it to DataFusion.
pub(super) fn planned(operator: &BinaryOperator, left: &Expr, right: &Expr, schema: &DFSchema) -> Option<Expr> {
    let types = [left.get_type(schema).ok()?, right.get_type(schema).ok()?];
    let is_exact = |t: &DataType| decimal(t).is_some() || integer_digits(t).is_some();
    if !types.iter().all(is_exact) || !types.iter().any(|t| decimal(t).is_some()) {
        return None;
    }
    let operation = match operator {
        BinaryOperator::Divide => Operation::Divide,
        BinaryOperator::Multiply => {
            long_product(digits(left, schema).ok()?, digits(right, schema).ok()?)?;
            Operation::Multiply
        }
        _ => return None,
    };
    decimal_math(operation, left.clone(), right.clone(), schema).ok()
}

/// The expression as a Decimal128.
fn as_decimal(expr: Expr, schema: &DFSchema) -> Result<Expr> {
    let (precision, scale) = digits(&expr, schema)?;
    let to = DataType::Decimal128(precision.min(DECIMAL128_MAX_PRECISION), scale);
    if let Some(value) = integer_literal(&expr) {
        return Ok(Expr::Literal(ScalarValue::Decimal128(Some(value), precision, scale), None));
    }
    Ok(if expr.get_type(schema)? == to { expr } else { cast(expr, to) })
}

/// What `numeric` without digits is for a value of this type; `None` leaves it as it is.
fn numeric_type(from: &DataType) -> Option<DataType> {
    match from {
        from if decimal(from).is_some() => None,
        from if is_float(from) => Some(DataType::Decimal128(DECIMAL128_MAX_PRECISION, 15)),
        from if is_text(from) => Some(DataType::Decimal128(DECIMAL128_MAX_PRECISION, 18)),
        DataType::Null => Some(DataType::Decimal128(DECIMAL128_MAX_PRECISION, 0)),
        other => Some(match integer_digits(other) {
            Some(digits) => decimal_type(digits, 0),
            None => DataType::Decimal128(DECIMAL128_MAX_PRECISION, 10),
        }),
    }
}

fn two(arguments: Vec<Expr>) -> Result<[Expr; 2]> {
    arguments.try_into().map_err(|_| plan_datafusion_err!("two arguments are expected"))
}

fn is_own(name: &str) -> bool {
    matches!(name, "divide" | "multiply")
}

fn is_distinction(operator: Operator) -> bool {
    matches!(operator, Operator::IsDistinctFrom | Operator::IsNotDistinctFrom | Operator::NotEq)
}

fn transformed(expr: Expr, changed: bool) -> Transformed<Expr> {
    if changed { Transformed::yes(expr) } else { Transformed::no(expr) }
}
