//! Rows: `(a, b) = (c, d)` is `a = c AND b = d`, `(a, b) < (c, d)` is `a < c OR (a = c AND b < d)`, and so NULL where a
//! field decides that is NULL.
//!
//! A subquery of rows becomes one of a struct: `(a, b) IN (SELECT c, d …)` is
//! `struct(a, b) IN (SELECT struct(c, d) …)`, whose fields are compared one by one all the same (see `values`).

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator as Op, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Query, SelectItem, SetExpr,
    Statement, TableFactor, UnaryOperator, visit_expressions_mut,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

use crate::mapper::sql::dialect::text::{call, refuse};

/// The function that a row compared with those of a subquery is a call of.
pub(super) const ROW: &str = "struct";

const SIZES: &str = "rows are compared field by field, and these have different numbers of fields";

/// Rewrites comparisons of rows.
pub(super) fn rewrite(statement: &mut Statement) {
    let _: ControlFlow<()> = visit_expressions_mut(statement, |expr| {
        if let Some(written) = rewritten(expr) {
            *expr = written;
        }
        ControlFlow::Continue(())
    });
}

fn rewritten(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::BinaryOp { left, op, right } if is_comparison(op) => match (row(left), row(right)) {
            (Some(left), Some(right)) => Some(compare(&left, op, &right)),
            (Some(left), None) => Some(with_one(&left, op, right)),
            (None, Some(right)) => Some(with_one(&right, &mirrored(op), left)),
            (None, None) => None,
        },
        Expr::IsDistinctFrom(left, right) => Some(distinct(&row(left)?, &row(right)?, true)),
        Expr::IsNotDistinctFrom(left, right) => Some(distinct(&row(left)?, &row(right)?, false)),
        Expr::IsNull(inner) => chain(row(inner)?.into_iter().map(|field| Expr::IsNull(Box::new(field))), Op::And),
        Expr::IsNotNull(inner) => chain(row(inner)?.into_iter().map(|field| Expr::IsNotNull(Box::new(field))), Op::And),
        Expr::InList { expr, list, negated } => {
            let left = row(expr)?;
            let each = list.iter().map(|item| match row(item) {
                Some(item) => compare(&left, &Op::Eq, &item),
                None => with_one(&left, &Op::Eq, item),
            });
            let any = chain(each, Op::Or)?;
            Some(if *negated { not(any) } else { any })
        }
        Expr::Between { expr, negated, low, high } => {
            let (value, low, high) = (row(expr)?, row(low)?, row(high)?);
            let within = both(compare(&value, &Op::GtEq, &low), Op::And, compare(&value, &Op::LtEq, &high));
            Some(if *negated { not(within) } else { within })
        }
        Expr::InSubquery { expr, subquery, negated } => {
            let left = row(expr)?;
            let subquery = as_struct(subquery, left.len())?;
            Some(Expr::InSubquery { expr: Box::new(call(ROW, left)), subquery, negated: *negated })
        }
        Expr::AnyOp { left, compare_op, right, is_some } => {
            let (left, right) = of_subquery(left, right)?;
            Some(Expr::AnyOp { left, compare_op: compare_op.clone(), right, is_some: *is_some })
        }
        Expr::AllOp { left, compare_op, right } => {
            let (left, right) = of_subquery(left, right)?;
            Some(Expr::AllOp { left, compare_op: compare_op.clone(), right })
        }
        Expr::Case { case_token, end_token, operand: Some(operand), conditions, else_result } => {
            let operand = row(operand)?;
            let mut conditions = conditions.clone();
            for when in &mut conditions {
                when.condition = distinct(&operand, &row(&when.condition)?, false);
            }
            let (case_token, end_token) = (case_token.clone(), end_token.clone());
            Some(Expr::Case { case_token, end_token, operand: None, conditions, else_result: else_result.clone() })
        }
        _ => None,
    }
}

fn of_subquery(left: &Expr, right: &Expr) -> Option<(Box<Expr>, Box<Expr>)> {
    let left = row(left)?;
    let Expr::Subquery(query) = right else { return None };
    let query = as_struct(query, left.len())?;
    Some((Box::new(call(ROW, left)), Box::new(Expr::Subquery(query))))
}

fn is_comparison(op: &Op) -> bool {
    matches!(op, Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq)
}

/// The comparison with its sides exchanged.
fn mirrored(op: &Op) -> Op {
    match op {
        Op::Lt => Op::Gt,
        Op::LtEq => Op::GtEq,
        Op::Gt => Op::Lt,
        Op::GtEq => Op::LtEq,
        other => other.clone(),
    }
}

/// The fields of `(a, b)` or `ROW(a, b)`.
fn row(expr: &Expr) -> Option<Vec<Expr>> {
    match expr {
        Expr::Tuple(fields) if fields.len() > 1 => Some(fields.clone()),
        Expr::Nested(inner) => row(inner),
        Expr::Function(function) if function.name.to_string().eq_ignore_ascii_case("row") => {
            let FunctionArguments::List(list) = &function.args else { return None };
            let field = |argument: &FunctionArg| match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
                _ => None,
            };
            let fields: Vec<_> = list.args.iter().map(field).collect::<Option<_>>()?;
            (!fields.is_empty()).then_some(fields)
        }
        _ => None,
    }
}

/// A row compared with an expression that is not written as one.
fn with_one(left: &[Expr], op: &Op, right: &Expr) -> Expr {
    match right {
        Expr::Nested(inner) => with_one(left, op, inner),
        Expr::Subquery(query) => {
            let field = |at: usize| columns_of(query, left.len(), &format!("\"_{at}\"")).map(Expr::Subquery);
            match (0..left.len()).map(field).collect::<Option<Vec<_>>>() {
                Some(right) => compare(left, op, &right),
                None => refuse(SIZES),
            }
        }
        _ => refuse("a row such as (a, b) is compared with a row, or with those of a subquery"),
    }
}

fn compare(left: &[Expr], op: &Op, right: &[Expr]) -> Expr {
    if left.len() != right.len() {
        return refuse(SIZES);
    }
    let fields = left.iter().zip(right);
    let all = match op {
        Op::Eq => chain(fields.map(|(l, r)| one(l, Op::Eq, r)), Op::And),
        Op::NotEq => chain(fields.map(|(l, r)| one(l, Op::NotEq, r)), Op::Or),
        ordered => {
            // The last field decides with the operator itself, those before it strictly.
            let strict = if matches!(ordered, Op::Lt | Op::LtEq) { Op::Lt } else { Op::Gt };
            fields.rev().fold(None, |rest: Option<Expr>, (l, r)| {
                Some(match rest {
                    None => one(l, ordered.clone(), r),
                    Some(rest) => both(one(l, strict.clone(), r), Op::Or, both(one(l, Op::Eq, r), Op::And, rest)),
                })
            })
        }
    };
    all.unwrap_or_else(|| refuse(SIZES))
}

/// Two fields, which may be rows again.
fn one(left: &Expr, op: Op, right: &Expr) -> Expr {
    match (row(left), row(right)) {
        (Some(left), Some(right)) => compare(&left, &op, &right),
        (Some(left), None) => with_one(&left, &op, right),
        (None, Some(right)) => with_one(&right, &mirrored(&op), left),
        (None, None) => both(left.clone(), op, right.clone()),
    }
}

fn distinct(left: &[Expr], right: &[Expr], is_distinct: bool) -> Expr {
    if left.len() != right.len() {
        return refuse(SIZES);
    }
    let each = left.iter().zip(right).map(|(l, r)| match (row(l), row(r), is_distinct) {
        (Some(l), Some(r), _) => distinct(&l, &r, is_distinct),
        (_, _, true) => nested(Expr::IsDistinctFrom(operand(l), operand(r))),
        (_, _, false) => nested(Expr::IsNotDistinctFrom(operand(l), operand(r))),
    });
    chain(each, if is_distinct { Op::Or } else { Op::And }).unwrap_or_else(|| refuse(SIZES))
}

/// The query, with a struct of its columns in their place.
fn as_struct(query: &Query, columns: usize) -> Option<Box<Query>> {
    let names: Vec<_> = (0..columns).map(|at| format!("\"_{at}\"")).collect();
    columns_of(query, columns, &format!("{ROW}({})", names.join(", ")))
}

/// A query of one expression over the columns of another, which are named `_0`, `_1` and so on.
fn columns_of(query: &Query, columns: usize, expr: &str) -> Option<Box<Query>> {
    let names: Vec<_> = (0..columns).map(|at| format!("\"_{at}\"")).collect();
    let outer = format!("SELECT {expr} FROM (SELECT 1) AS \"_rows\" ({})", names.join(", "));
    let mut outer = Parser::new(&GenericDialect {}).try_with_sql(&outer).ok()?.parse_query().ok()?;
    let SetExpr::Select(select) = outer.body.as_mut() else { return None };
    match &mut select.from.first_mut()?.relation {
        TableFactor::Derived { subquery, .. } => {
            **subquery = query.clone();
            name_columns(subquery.body.as_mut());
        }
        _ => return None,
    }
    Some(outer)
}

/// Names the columns that have no name, so that no two are alike: `SELECT 0, 0`.
fn name_columns(body: &mut SetExpr) {
    match body {
        SetExpr::Select(select) => {
            for (at, item) in select.projection.iter_mut().enumerate() {
                if let SelectItem::UnnamedExpr(expr) = item {
                    *item = SelectItem::ExprWithAlias {
                        expr: expr.clone(),
                        alias: Ident::with_quote('"', format!("_column{at}")),
                    };
                }
            }
        }
        SetExpr::Query(query) => name_columns(query.body.as_mut()),
        SetExpr::SetOperation { left, right, .. } => {
            name_columns(left);
            name_columns(right);
        }
        _ => {}
    }
}

fn chain(each: impl Iterator<Item = Expr>, op: Op) -> Option<Expr> {
    each.reduce(|left, right| both(left, op.clone(), right))
}

fn both(left: Expr, op: Op, right: Expr) -> Expr {
    nested(Expr::BinaryOp { left: operand(&left), op, right: operand(&right) })
}

fn not(expr: Expr) -> Expr {
    nested(Expr::UnaryOp { op: UnaryOperator::Not, expr: operand(&expr) })
}

fn nested(expr: Expr) -> Expr {
    Expr::Nested(Box::new(expr))
}

fn operand(expr: &Expr) -> Box<Expr> {
    Box::new(expr.clone())
}
