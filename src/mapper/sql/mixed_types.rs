//! Refuses text that is compared or united with numbers, times or truth values, where DataFusion casts one of them
//! without a word: the cast would fail for ordinary values (`user_id = 42` for the user `u1`). PostgreSQL refuses the
//! same. A literal text that is a value of the other type is taken as that value (`n = '5'`).

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, ScalarValue};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::type_coercion::functions::fields_with_udf;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, Operator};
use datafusion::sql::sqlparser::tokenizer::Location;

use super::dialect::reads_time;
use super::errors::{start, type_name, with_article};
use super::text::SqlText;
use crate::error::{Error, Result};
use crate::mapper::metadata::is_text;

/// Functions whose arguments are all brought to one type.
const UNITE: [&str; 6] = ["coalesce", "nvl", "ifnull", "nullif", "greatest", "least"];

/// An expression and its type.
type Typed<'a> = (&'a Expr, DataType);

/// See the module.
pub(super) fn check(plan: &LogicalPlan, sql: SqlText<'_>) -> Result<()> {
    let mut refused = None;
    let walked = plan.apply_with_subqueries(|node| {
        let schemas: Vec<&DFSchema> = node.inputs().iter().map(|input| input.schema().as_ref()).collect();
        let types = Types { schemas, sql };
        let found = match node {
            LogicalPlan::Union(union) => types.union(union.inputs.iter().map(|input| input.schema().as_ref())),
            LogicalPlan::Join(join) => join.on.iter().try_for_each(|(l, r)| types.compared(Some(&Operator::Eq), l, r)),
            _ => Ok(()),
        };
        let found = found.and_then(|()| types.node(node));
        refused = found.err();
        Ok(if refused.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    walked.map_err(|e| Error::internal(format!("{}: walk the plan: {e}", sql.statement.at)))?;
    refused.map_or(Ok(()), Err)
}

/// What the expressions of a node can read.
struct Types<'a> {
    schemas: Vec<&'a DFSchema>,
    sql: SqlText<'a>,
}

impl Types<'_> {
    fn node(&self, node: &LogicalPlan) -> Result<()> {
        let mut refused = None;
        let walked = node.apply_expressions(|expr| {
            expr.apply(|part| {
                refused = self.expr(part).err();
                Ok(if refused.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
            })
        });
        debug_assert!(walked.is_ok(), "the closures never fail");
        refused.map_or(Ok(()), Err)
    }

    fn expr(&self, expr: &Expr) -> Result<()> {
        match expr {
            Expr::BinaryExpr(binary) if compares(&binary.op) => {
                self.compared(Some(&binary.op), &binary.left, &binary.right)
            }
            Expr::Between(between) => {
                self.compared(None, &between.expr, &between.low)?;
                self.compared(None, &between.expr, &between.high)
            }
            Expr::InList(list) => list.list.iter().try_for_each(|item| self.compared(None, &list.expr, item)),
            Expr::Case(case) => {
                if let Some(operand) = &case.expr {
                    case.when_then_expr.iter().try_for_each(|(when, _)| self.compared(None, operand, when))?;
                }
                if case.expr.is_none() {
                    case.when_then_expr.iter().try_for_each(|(when, _)| self.condition(when))?;
                }
                let branches = case.when_then_expr.iter().map(|(_, then)| then).chain(&case.else_expr);
                self.united("the branches of CASE", &branches.map(AsRef::as_ref).collect::<Vec<_>>())
            }
            Expr::InSubquery(sub) => self.subquery(&sub.expr, &sub.subquery.subquery),
            Expr::SetComparison(sub) => self.subquery(&sub.expr, &sub.subquery.subquery),
            Expr::ScalarFunction(call) if UNITE.contains(&call.func.name()) => {
                let first = call.args.iter().find(|argument| !is_literal(argument)).or(call.args.first());
                let Some(first) = first else { return Ok(()) };
                call.args.iter().try_for_each(|other| self.compared(None, first, other))
            }
            Expr::ScalarFunction(call) if call.func.name() == "nvl2" => {
                self.united("the values of nvl2()", &call.args.iter().skip(1).collect::<Vec<_>>())
            }
            Expr::ScalarFunction(call) => self.arguments(call),
            _ => Ok(()),
        }
    }

    /// What decides a branch of CASE.
    fn condition(&self, when: &Expr) -> Result<()> {
        match self.of(when) {
            Some(data_type) if is_text(&data_type) || data_type.is_numeric() => {
                let (name, data_type) = (written(when), type_name(&data_type));
                let hint = format!("write a comparison such as {name} <> …");
                let message = format!("WHEN needs a condition, and {name} is {data_type}; {hint}");
                Err(self.sql.error(self.place(&[when]), message))
            }
            _ => Ok(()),
        }
    }

    /// Two values that are brought to one type.
    fn compared(&self, operator: Option<&Operator>, left: &Expr, right: &Expr) -> Result<()> {
        let (Some(left_type), Some(right_type)) = (self.of(left), self.of(right)) else { return Ok(()) };
        let (left, right) = ((left, left_type), (right, right_type));
        if is_nested(&left.1) && is_nested(&right.1) {
            return self.nested(&left, &right);
        }
        self.time_and_number(&left, &right)?;
        let (text, other, text_first) = match (is_text(&left.1), is_text(&right.1)) {
            (true, false) => (left, right, true),
            (false, true) => (right, left, false),
            _ => return Ok(()),
        };
        if !is_plain(&other.1) {
            return Ok(());
        }
        if let Expr::Literal(value, _) = unaliased(text.0) {
            return self.literal(value, &other);
        }
        let (a, b) = (written(text.0), written(other.0));
        let (is, wanted) = (type_name(&text.1), type_name(&other.1));
        let as_other = format!("CAST({a} AS {wanted})");
        let as_text = match unaliased(other.0) {
            Expr::Literal(value, _) => format!("'{value}'"),
            _ => format!("CAST({b} AS varchar)"),
        };
        let pair = |text: &str, other: &str| match operator {
            Some(operator) if text_first => format!("{text} {} {other}", symbol(operator)),
            Some(operator) => format!("{other} {} {text}", symbol(operator)),
            None if text == a => other.to_owned(),
            None => text.to_owned(),
        };
        let (texts, others) = (pair(&a, &as_text), pair(&as_other, &b));
        let purpose = if operator.is_some() { " to compare text" } else { "" };
        let message = format!("{a} is {is} and {b} is {wanted}; write {texts}{purpose}, or {others}");
        Err(self.sql.error(self.place(&[text.0, other.0]), message))
    }

    /// A date or a timestamp beside a number, which DataFusion takes for days or nanoseconds since 1970.
    fn time_and_number(&self, left: &Typed<'_>, right: &Typed<'_>) -> Result<()> {
        let is_time = |t: &DataType| matches!(t, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..));
        let (time, number) = match (is_time(&left.1), is_time(&right.1)) {
            (true, false) if right.1.is_numeric() => (left, right),
            (false, true) if left.1.is_numeric() => (right, left),
            _ => return Ok(()),
        };
        let example = match time.1 {
            DataType::Timestamp(..) => "TIMESTAMP '2024-01-31 12:00:00'; to_timestamp(…) makes one of seconds",
            _ => "DATE '2024-01-31'",
        };
        let (name, number_name) = (written(time.0), written(number.0));
        let (time_type, number_type) = (type_name(&time.1), type_name(&number.1));
        let message =
            format!("{name} is {time_type} and {number_name} is {number_type}; a {time_type} is written {example}");
        Err(self.sql.error(self.place(&[time.0, number.0]), message))
    }

    /// Rows of values, or lists: their parts are compared.
    fn nested(&self, left: &Typed<'_>, right: &Typed<'_>) -> Result<()> {
        if !differ_within(&left.1, &right.1) {
            return Ok(());
        }
        let (a, b) = (written(left.0), written(right.0));
        let message = format!(
            "{a} and {b} have text beside another type in the same place; write CAST(… AS …) for one of the two"
        );
        Err(self.sql.error(self.place(&[left.0, right.0]), message))
    }

    /// A literal text beside a value of another type.
    fn literal(&self, text: &ScalarValue, other: &Typed<'_>) -> Result<()> {
        let Some(written_text) = text.try_as_str().flatten() else { return Ok(()) };
        let as_time = reads_time(written_text, &other.1);
        let fits = match &as_time {
            Some(read) => read.is_ok(),
            None => text.cast_to(&other.1).is_ok_and(|v| !v.is_null()) && !loses_digits(written_text, &other.1),
        };
        if fits {
            return Ok(());
        }
        if let Some(Err(Some(why))) = as_time {
            let message = format!("'{written_text}' {why}");
            return Err(self.sql.error(self.sql.find_argument(&[], Some(written_text)), message));
        }
        let like = match &other.1 {
            DataType::Date32 => "; write it like '2026-01-31'",
            DataType::Timestamp(..) => "; write it like '2026-01-31 12:34:56'",
            DataType::Interval(_) => "; write it like '1 day 12:30'",
            _ => "",
        };
        let message = format!(
            "{} is {} and '{written_text}' is not {}{like}",
            written(other.0),
            type_name(&other.1),
            with_article(&other.1)
        );
        Err(self.sql.error(self.sql.find_argument(&[], Some(written_text)), message))
    }

    /// Values of which one becomes the result, of whatever type the result then has.
    fn united(&self, what: &str, values: &[&Expr]) -> Result<()> {
        let typed: Vec<Typed<'_>> = values.iter().filter_map(|value| Some((*value, self.of(value)?))).collect();
        let text = typed.iter().find(|(_, data_type)| is_text(data_type));
        let other = typed.iter().find(|(_, data_type)| is_plain(data_type));
        let (Some(text), Some(other)) = (text, other) else { return Ok(()) };
        if other.1.is_temporal()
            && let Expr::Literal(value, _) = unaliased(text.0)
        {
            return self.literal(value, other);
        }
        let message = format!(
            "{what} are {} and {}: {} and {}; write {}",
            type_name(&text.1),
            type_name(&other.1),
            written(text.0),
            written(other.0),
            as_varchar(other.0)
        );
        Err(self.sql.error(self.place(&[other.0, text.0]), message))
    }

    fn subquery(&self, expr: &Expr, plan: &LogicalPlan) -> Result<()> {
        let Some((_, field)) = plan.schema().iter().next() else { return Ok(()) };
        let Some(data_type) = self.of(expr) else { return Ok(()) };
        if !differ(&data_type, field.data_type()) {
            return Ok(());
        }
        let (name, column) = (written(expr), plain_name(field.name()));
        let (here, there) = (type_name(&data_type), type_name(field.data_type()));
        let cast = format!("write CAST({name} AS {there}), or SELECT CAST({column} AS {here}) in the subquery");
        let message = format!("{name} is {here} and column {column} of the subquery is {there}; {cast}");
        Err(self.sql.error(self.place(&[expr]), message))
    }

    fn union<'b>(&self, mut branches: impl Iterator<Item = &'b DFSchema>) -> Result<()> {
        let Some(first) = branches.next() else { return Ok(()) };
        for branch in branches {
            for (a, b) in first.fields().iter().zip(branch.fields()) {
                if differ(a.data_type(), b.data_type()) {
                    let (a_type, b_type) = (type_name(a.data_type()), type_name(b.data_type()));
                    let (other, text) =
                        if is_text(a.data_type()) { (b, a_type.as_str()) } else { (a, b_type.as_str()) };
                    let (name, other) = (a.name(), plain_name(other.name()));
                    let cast = format!("write CAST({other} AS {text}) AS {name}");
                    let message =
                        format!("column {name} of the UNION is {a_type} in one branch and {b_type} in another; {cast}");
                    return Err(self.sql.error(self.sql.find(None, "union").map(|(place, _)| place), message));
                }
            }
        }
        Ok(())
    }

    /// A column of texts where a function wants a number.
    fn arguments(&self, call: &ScalarFunction) -> Result<()> {
        if !call.args.iter().any(|argument| !is_literal(argument)) {
            return Ok(());
        }
        let fields = call.args.iter().map(|argument| {
            self.schemas.iter().find_map(|schema| argument.to_field(*schema).ok()).map(|(_, field)| field)
        });
        let Some(fields) = fields.collect::<Option<Vec<_>>>() else { return Ok(()) };
        if !fields.iter().any(|field| is_text(innermost(field.data_type()))) {
            return Ok(());
        }
        let Ok(wanted) = fields_with_udf(&fields, call.func.as_ref()) else { return Ok(()) };
        for ((argument, field), wanted) in call.args.iter().zip(&fields).zip(&wanted) {
            let (has, wants) = (innermost(field.data_type()), innermost(wanted.data_type()));
            if is_text(has) && (wants.is_numeric() || *wants == DataType::Boolean) && !is_literal(argument) {
                let (name, function) = (written(argument), call.func.name());
                let (found, wanted) = (type_name(field.data_type()), type_name(wanted.data_type()));
                let message = format!("{function}(): {name} is {found}, not {wanted}; write CAST({name} AS {wanted})");
                let message = match field.data_type() {
                    // A list is rarely what is wrong.
                    DataType::List(_) => {
                        format!("{function}(): {name} is {found}; write its elements as texts, in single quotes")
                    }
                    _ => message,
                };
                return Err(self.sql.error(self.place(&[argument]), message));
            }
        }
        Ok(())
    }

    fn of(&self, expr: &Expr) -> Option<DataType> {
        match expr {
            Expr::Literal(value, _) => Some(value.data_type()),
            Expr::OuterReferenceColumn(field, _) => Some(field.data_type().clone()),
            _ if self.schemas.is_empty() => expr.get_type(&DFSchema::empty()).ok(),
            _ => self.schemas.iter().find_map(|schema| expr.get_type(*schema).ok()),
        }
    }

    /// Where one of these stands: a column or a literal of it.
    fn place(&self, exprs: &[&Expr]) -> Option<Location> {
        let mut place = None;
        for expr in exprs {
            let walked = expr.apply(|part| {
                let found = match part {
                    Expr::Column(column) => column.spans().first().map(start),
                    Expr::Literal(value, _) => self.sql.find_argument(&[], Some(&value.to_string())),
                    _ => None,
                };
                place = place.or(found);
                Ok(if place.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
            });
            debug_assert!(walked.is_ok(), "the closure never fails");
        }
        place
    }
}

/// An expression as its author may have written it.
fn written(expr: &Expr) -> String {
    match unaliased(expr) {
        Expr::Column(column) | Expr::OuterReferenceColumn(_, column) => match &column.relation {
            Some(relation) if relation.table() != super::events_table::EVENTS => column.quoted_flat_name(),
            // The name of an expression: that of a column, as a plan has it.
            _ if column.name.contains('(') => column.name.replace("events.", ""),
            _ => datafusion::common::Column::new_unqualified(column.name.clone()).quoted_flat_name(),
        },
        Expr::ScalarFunction(call) if call.func.name() == "get_field" && call.args.len() == 2 => {
            format!("{}[{}]", written(&call.args[0]), written(&call.args[1]))
        }
        Expr::Literal(value, _) => match value.try_as_str().flatten() {
            Some(text) => format!("'{text}'"),
            None => value.to_string(),
        },
        Expr::ScalarFunction(call) => {
            format!("{}({})", call.func.name(), call.args.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        Expr::AggregateFunction(call) => {
            let arguments: Vec<_> = call.params.args.iter().map(written).collect();
            format!("{}({})", call.func.name(), arguments.join(", "))
        }
        Expr::Cast(cast) => format!("CAST({} AS {})", written(&cast.expr), type_name(cast.field.data_type())),
        Expr::BinaryExpr(binary) => format!("({} {} {})", written(&binary.left), binary.op, written(&binary.right)),
        Expr::Negative(inner) => format!("-{}", written(inner)),
        Expr::ScalarSubquery(_) => "(SELECT …)".into(),
        Expr::Case(_) => "(CASE … END)".into(),
        _ => "(…)".into(),
    }
}

fn as_varchar(expr: &Expr) -> String {
    match unaliased(expr) {
        Expr::Literal(value, _) => format!("'{value}'"),
        other => format!("CAST({} AS varchar)", written(other)),
    }
}

pub(super) fn unaliased(expr: &Expr) -> &Expr {
    match expr {
        Expr::Alias(alias) => unaliased(&alias.expr),
        other => other,
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(unaliased(expr), Expr::Literal(..))
}

fn compares(operator: &Operator) -> bool {
    use Operator as O;
    matches!(operator, O::Eq | O::NotEq | O::Lt | O::LtEq | O::Gt | O::GtEq | O::IsDistinctFrom | O::IsNotDistinctFrom)
}

/// The name of a column, unless it is an expression as a plan shows it.
fn plain_name(name: &str) -> &str {
    if name.contains('(') { "…" } else { name }
}

/// `!=` and `<>` are one operator.
fn symbol(operator: &Operator) -> String {
    if *operator == Operator::NotEq { "<>".into() } else { operator.to_string() }
}

fn is_nested(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Struct(_) | DataType::List(_) | DataType::LargeList(_))
}

/// Text beside something else, in the same place of two rows or lists.
fn differ_within(a: &DataType, b: &DataType) -> bool {
    match (a, b) {
        (DataType::Struct(a), DataType::Struct(b)) => {
            a.iter().zip(b).any(|(a, b)| differ_within(a.data_type(), b.data_type()))
        }
        (DataType::List(a), DataType::List(b)) => differ_within(a.data_type(), b.data_type()),
        _ => differ(a, b),
    }
}

/// Whether a decimal of this type rounds the number.
fn loses_digits(text: &str, data_type: &DataType) -> bool {
    let scale = match data_type {
        DataType::Decimal32(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal128(_, scale)
        | DataType::Decimal256(_, scale) => usize::try_from(*scale).unwrap_or_default(),
        _ => return false,
    };
    let fraction = text.trim().split_once('.').map_or("", |(_, fraction)| fraction);
    fraction.trim_end_matches('0').len() > scale
}

/// Text beside something that is none.
fn differ(a: &DataType, b: &DataType) -> bool {
    is_text(a) && is_plain(b) || is_plain(a) && is_text(b)
}

/// The type of a list's elements, else the type itself.
fn innermost(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::List(item) | DataType::LargeList(item) => innermost(item.data_type()),
        other => other,
    }
}

/// A number, a time or a truth value.
fn is_plain(data_type: &DataType) -> bool {
    data_type.is_numeric() || data_type.is_temporal() || *data_type == DataType::Boolean
}
