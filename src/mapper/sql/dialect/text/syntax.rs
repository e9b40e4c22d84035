//! What is written in a way that DataFusion does not plan, or plans otherwise than PostgreSQL, is written anew: `ANY` and
//! `ALL` of a list, `LIKE … ESCAPE`, casts to a type with a length, fields and slices.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, BinaryOperator, CastKind, CharacterLength, DataType, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentList, FunctionArguments, Ident, ObjectName, Statement, Subscript, Value, ValueWithSpan,
    visit_expressions_mut,
};

use super::lists::compare::{ALL, ANY, Comparison};
use super::{like, refused};

/// Writes all of that anew.
pub(super) fn rewrite(statement: &mut Statement) {
    let _: ControlFlow<()> = visit_expressions_mut(statement, |expr| {
        if let Some(written) = rewritten(expr) {
            *expr = written;
        }
        ControlFlow::Continue(())
    });
}

fn rewritten(expr: &mut Expr) -> Option<Expr> {
    match expr {
        Expr::AnyOp { left, compare_op, right, .. } => quantified(left, compare_op, right, true),
        Expr::AllOp { left, compare_op, right } => quantified(left, compare_op, right, false),
        Expr::Like { any: true, pattern, .. } | Expr::ILike { any: true, pattern, .. } => {
            let patterns = elements(pattern)?;
            let each = patterns.into_iter().map(|one| {
                let mut like = expr.clone();
                if let Expr::Like { any, pattern, .. } | Expr::ILike { any, pattern, .. } = &mut like {
                    *any = false;
                    **pattern = one;
                }
                rewritten(&mut like).unwrap_or(like)
            });
            chain(each, BinaryOperator::Or)
        }
        Expr::Like { pattern, escape_char, .. } | Expr::ILike { pattern, escape_char, .. } => {
            let escape =
                escape_char.take_if(|escape| !matches!(&escape.value, Value::SingleQuotedString(c) if c == "\\"))?;
            **pattern = call(like::WITH_BACKSLASH, vec![pattern.as_ref().clone(), Expr::Value(escape)]);
            None
        }
        Expr::Cast { kind, expr, data_type, format: None, array: false } => cast(kind, expr, data_type),
        Expr::CompoundFieldAccess { access_chain, .. } => {
            access_chain.iter_mut().for_each(access);
            None
        }
        _ => None,
    }
}

/// A call of a function by exactly this name.
fn call(name: &str, arguments: Vec<Expr>) -> Expr {
    let argument = |expr| FunctionArg::Unnamed(FunctionArgExpr::Expr(expr));
    let args = arguments.into_iter().map(argument).collect();
    Expr::Function(Function {
        name: ObjectName::from(Ident::with_quote('"', name)),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList { duplicate_treatment: None, args, clauses: vec![] }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: vec![],
    })
}

fn text(text: impl Into<String>) -> Expr {
    Expr::Value(ValueWithSpan::from(Value::SingleQuotedString(text.into())))
}

fn number(number: impl ToString) -> Expr {
    Expr::Value(ValueWithSpan::from(Value::Number(number.to_string(), false)))
}

/// `x = ANY (list)` and the like. `None` leaves it to DataFusion.
fn quantified(left: &Expr, op: &BinaryOperator, right: &Expr, any: bool) -> Option<Expr> {
    if matches!(right, Expr::Subquery(_)) {
        return None;
    }
    let elements = elements_of_array(right);
    let is_in = matches!((op, any), (BinaryOperator::Eq, true) | (BinaryOperator::NotEq, false));
    match (elements, Comparison::of(op)) {
        (Some(list), Some(_)) if is_in && !list.is_empty() => {
            Some(Expr::InList { expr: Box::new(left.clone()), list, negated: !any })
        }
        (_, Some(comparison)) => {
            let names = if any { ANY } else { ALL };
            Some(call(names[comparison as usize], vec![right.clone(), left.clone()]))
        }
        (Some(list), None) => {
            let each = list.into_iter().map(|element| {
                let (left, right) = (Box::new(left.clone()), Box::new(element));
                Expr::Nested(Box::new(Expr::BinaryOp { left, op: op.clone(), right }))
            });
            chain(each, if any { BinaryOperator::Or } else { BinaryOperator::And })
        }
        (None, None) => None,
    }
}

fn elements_of_array(expr: &Expr) -> Option<Vec<Expr>> {
    match expr {
        Expr::Array(array) => Some(array.elem.clone()),
        Expr::Nested(inner) => elements_of_array(inner),
        _ => None,
    }
}

/// `ARRAY['a', 'b']`, or `('a', 'b')` as Snowflake writes it.
fn elements(expr: &Expr) -> Option<Vec<Expr>> {
    match expr {
        Expr::Tuple(elements) => Some(elements.clone()),
        Expr::Nested(inner) => elements_of_array(inner).or_else(|| Some(vec![inner.as_ref().clone()])),
        other => elements_of_array(other),
    }
}

fn chain(each: impl Iterator<Item = Expr>, op: BinaryOperator) -> Option<Expr> {
    let all = each.reduce(|left, right| {
        let (left, right) = (Box::new(left), Box::new(right));
        Expr::BinaryOp { left, op: op.clone(), right }
    });
    all.map(|all| Expr::Nested(Box::new(all)))
}

/// A cast to a text type with a length: of `varchar(3)` only the first three characters are left. What `char(3)` means is
/// different from database to database, so it is refused.
fn cast(kind: &CastKind, expr: &Expr, data_type: &mut DataType) -> Option<Expr> {
    use DataType as T;
    let length = match data_type {
        T::Varchar(length) | T::Nvarchar(length) | T::CharacterVarying(length) | T::CharVarying(length) => {
            length.take()
        }
        T::Char(length) | T::Character(length) => {
            let n = match length {
                Some(CharacterLength::IntegerLength { length, .. }) => length.to_string(),
                _ => "n".to_owned(),
            };
            let written = data_type.to_string().to_lowercase();
            let why = format!(
                "{written} pads with blanks in some databases and is any text in others; write varchar({n}) to cut, rpad(…, {n}) to pad"
            );
            return Some(call(refused::NAME, vec![text(why)]));
        }
        T::Array(_) => {
            let written = data_type.to_string();
            let bounded = written.to_uppercase().contains("CHAR") && written.contains('(') && !written.contains('<');
            return bounded.then(|| {
                call(
                    refused::NAME,
                    vec![text(format!("the length in {written} would have no effect; write varchar without it"))],
                )
            });
        }
        _ => return None,
    };
    *data_type = T::Varchar(None);
    let Some(CharacterLength::IntegerLength { length, .. }) = length else { return None };
    if length == 0 {
        return Some(call(refused::NAME, vec![text("a varchar has a length of at least 1")]));
    }
    let whole = Expr::Cast {
        kind: kind.clone(),
        expr: Box::new(expr.clone()),
        data_type: T::Varchar(None),
        array: false,
        format: None,
    };
    Some(call("left", vec![whole, number(length)]))
}

/// `(struct).field` and `list[2:]`.
fn access(access: &mut AccessExpr) {
    match access {
        AccessExpr::Dot(field) => {
            if let Expr::Identifier(name) = field {
                *field = text(name.value.clone());
            }
        }
        AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, .. }) => {
            lower_bound.get_or_insert_with(|| number(1));
            upper_bound.get_or_insert_with(|| number(i32::MAX));
        }
        AccessExpr::Subscript(Subscript::Index { .. }) => {}
    }
}
