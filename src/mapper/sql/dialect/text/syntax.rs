//! Rewrites syntax that DataFusion does not plan, or plans with another meaning than PostgreSQL: `ANY` and
//! `ALL`, `LIKE … ESCAPE`, casts to a type with a length, fields and slices, paths into JSON.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, Array, ArrayElemTypeDef, BinaryOperator, CastKind, CharacterLength, DataType, Expr, Function,
    FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments, Ident, ObjectName, Statement, Subscript,
    Value, ValueWithSpan, visit_expressions_mut,
};

use super::lists::compare::{ALL, ANY, Comparison};
use super::lists::literal::{Element, parse};
use super::{functions, like, refused};

/// Rewrites all of that in place.
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
            let Some(each) = elements(pattern) else {
                let why = "LIKE ANY takes patterns that are written out: LIKE ANY (ARRAY['a%', 'b%'])";
                return Some(call(refused::NAME, vec![text(why)]));
            };
            chain(each.into_iter().map(|one| with_pattern(expr, one)), BinaryOperator::Or)
        }
        Expr::Like { pattern, .. } | Expr::ILike { pattern, .. } if like_all(pattern).is_some() => {
            let each = like_all(pattern)?.into_iter().map(|one| with_pattern(expr, one));
            chain(each, BinaryOperator::And)
        }
        Expr::Like { pattern, escape_char, .. } | Expr::ILike { pattern, escape_char, .. } => {
            let is_literal = matches!(pattern.as_ref(), Expr::Value(_));
            // A backslash at the end of a pattern is an error, which a literal is refused for elsewhere.
            let own = escape_char.take().or_else(|| (!is_literal).then(|| string("\\")));
            let escape = own
                .filter(|escape| !is_literal || !matches!(&escape.value, Value::SingleQuotedString(c) if c == "\\"))?;
            **pattern = call(like::WITH_BACKSLASH, vec![pattern.as_ref().clone(), Expr::Value(escape)]);
            None
        }
        Expr::Cast { expr, data_type: DataType::Bytea, .. } => bytes(expr),
        Expr::Cast { kind, expr, data_type, format: None, array: false } => cast(kind, expr, data_type),
        Expr::TypedString(typed) => {
            let value = Expr::Value(typed.value.clone());
            match typed.data_type {
                DataType::Bytea => bytes(&value),
                _ => cast(&CastKind::Cast, &value, &mut typed.data_type),
            }
        }
        Expr::Value(value) => {
            if let Value::UnicodeStringLiteral(literal) = &mut value.value {
                value.value = Value::SingleQuotedString(std::mem::take(literal));
            }
            None
        }
        Expr::Collate { expr, collation } => {
            let name = collation.to_string();
            let is_ours = ["C", "POSIX", "C.UTF-8", "ucs_basic"].contains(&name.trim_matches('"'));
            Some(match is_ours {
                true => expr.as_ref().clone(),
                false => {
                    let why = "texts are compared by the numbers of their characters, as with COLLATE \"C\"";
                    call(refused::NAME, vec![text(format!("COLLATE {name} is not supported: {why}"))])
                }
            })
        }
        Expr::BinaryOp { left, op: BinaryOperator::PGStartsWith, right } => {
            Some(call("starts_with", vec![left.as_ref().clone(), right.as_ref().clone()]))
        }
        Expr::BinaryOp { op: BinaryOperator::Overlaps, .. } => {
            let why = "OVERLAPS is not supported; write start < other_end AND other_start < end";
            Some(call(refused::NAME, vec![text(why)]))
        }
        Expr::IsNormalized { .. } => Some(call(refused::NAME, vec![text(NORMALIZE)])),
        Expr::Function(function) => functions::rewritten(function),
        Expr::BinaryOp { op: BinaryOperator::LongArrow, .. } => {
            let mut path = vec![];
            steps(expr, &mut path);
            Some(call("json_text", path))
        }
        Expr::CompoundFieldAccess { root, access_chain } => {
            // In `e.list[1]` the parser takes the column for a field of `e`.
            let names = match root.as_ref() {
                Expr::Identifier(_) => {
                    access_chain.iter().take_while(|step| matches!(step, AccessExpr::Dot(_))).count()
                }
                _ => 0,
            };
            access_chain.iter_mut().skip(names).for_each(access);
            None
        }
        _ => None,
    }
}

/// Refuses what [`rewrite`] leaves of the operators that go into JSON.
pub(super) fn refuse_json(statement: &mut Statement) {
    let _: ControlFlow<()> = visit_expressions_mut(statement, |expr| {
        if let Expr::BinaryOp { op, .. } = expr {
            let why = match op {
                BinaryOperator::Arrow => {
                    "-> alone gives JSON, which is not a type here; end with ->> for text: j -> 'a' ->> 'b'"
                }
                BinaryOperator::HashArrow | BinaryOperator::HashLongArrow => {
                    "there is no operator for a path into JSON; write json_text(j, 'a', 'b')"
                }
                _ => return ControlFlow::Continue(()),
            };
            *expr = call(refused::NAME, vec![text(why)]);
        }
        ControlFlow::Continue(())
    });
}

/// The document and the keys of `j -> 'a' ->> 'b'`.
fn steps(expr: &Expr, path: &mut Vec<Expr>) {
    match expr {
        Expr::BinaryOp { left, op: BinaryOperator::Arrow | BinaryOperator::LongArrow, right } => {
            steps(left, path);
            path.push(right.as_ref().clone());
        }
        Expr::Nested(inner) if matches!(inner.as_ref(), Expr::BinaryOp { op: BinaryOperator::Arrow, .. }) => {
            steps(inner, path);
        }
        other => path.push(other.clone()),
    }
}

fn with_pattern(like: &Expr, one: Expr) -> Expr {
    let mut like = like.clone();
    if let Expr::Like { any, pattern, .. } | Expr::ILike { any, pattern, .. } = &mut like {
        *any = false;
        **pattern = one;
    }
    rewritten(&mut like).unwrap_or(like)
}

/// The patterns of `LIKE ALL (…)`, which the parser takes for a call.
fn like_all(pattern: &Expr) -> Option<Vec<Expr>> {
    let Expr::Function(function) = pattern else { return None };
    let FunctionArguments::List(list) = &function.args else { return None };
    if !function.name.to_string().eq_ignore_ascii_case("all") {
        return None;
    }
    let expr = |argument: &FunctionArg| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
        _ => None,
    };
    let patterns: Vec<_> = list.args.iter().map(expr).collect::<Option<_>>()?;
    match patterns.as_slice() {
        [one] => elements_of_array(one).or(Some(patterns)),
        _ => Some(patterns),
    }
}

/// `'\x00ff'::bytea`: two digits in base 16 for a byte.
fn bytes(expr: &Expr) -> Option<Expr> {
    let Expr::Value(value) = expr else { return None };
    let Value::SingleQuotedString(literal) = &value.value else { return None };
    Some(call("decode", vec![text(literal.strip_prefix("\\x")?), text("hex")]))
}

/// An expression in the place of what is refused for this reason.
pub(in crate::mapper::sql::dialect) fn refuse(why: &str) -> Expr {
    call(refused::NAME, vec![text(why)])
}

/// A call of a function by exactly this name.
pub(in crate::mapper::sql::dialect) fn call(name: &str, arguments: Vec<Expr>) -> Expr {
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

/// Why normal forms of Unicode are refused.
pub(super) const NORMALIZE: &str =
    "normal forms of Unicode are not supported: texts are compared character by character, as they come";

fn string(text: impl Into<String>) -> ValueWithSpan {
    ValueWithSpan::from(Value::SingleQuotedString(text.into()))
}

pub(super) fn text(text: impl Into<String>) -> Expr {
    Expr::Value(string(text))
}

fn number(number: impl ToString) -> Expr {
    Expr::Value(ValueWithSpan::from(Value::Number(number.to_string(), false)))
}

/// `x = ANY (list)` and the like. `None` leaves it to DataFusion.
fn quantified(left: &Expr, op: &BinaryOperator, right: &Expr, any: bool) -> Option<Expr> {
    let is_in = matches!((op, any), (BinaryOperator::Eq, true) | (BinaryOperator::NotEq, false));
    if let Expr::Subquery(query) = right {
        let (expr, subquery) = (Box::new(left.clone()), query.clone());
        return is_in.then_some(Expr::InSubquery { expr, subquery, negated: !any });
    }
    let elements = elements_of_array(right);
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
        // A list written as text.
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(written) => parse(written)?.iter().map(element).collect(),
            _ => None,
        },
        _ => None,
    }
}

/// An element of a list that is written as text.
fn element(element: &Element) -> Option<Expr> {
    match element {
        Element::Null => Some(Expr::Value(ValueWithSpan::from(Value::Null))),
        Element::Text(written) => Some(text(written)),
        Element::List(_) => None,
    }
}

/// `'{1,2}'::int[]`: each element is cast.
fn cast_list(kind: &CastKind, written: &str, list: &DataType) -> Expr {
    let of = |element: &Element, data_type: &DataType| {
        let (Element::Text(_) | Element::Null) = element else { return None };
        Some(Expr::Cast {
            kind: kind.clone(),
            expr: Box::new(self::element(element)?),
            data_type: data_type.clone(),
            array: false,
            format: None,
        })
    };
    fn build(elements: &[Element], list: &DataType, of: &dyn Fn(&Element, &DataType) -> Option<Expr>) -> Option<Expr> {
        let DataType::Array(ArrayElemTypeDef::SquareBracket(inner, _) | ArrayElemTypeDef::AngleBracket(inner)) = list
        else {
            return None;
        };
        let each = elements.iter().map(|element| match element {
            // PostgreSQL's int[] has any number of dimensions.
            Element::List(elements) if matches!(inner.as_ref(), DataType::Array(_)) => build(elements, inner, of),
            Element::List(elements) => build(elements, list, of),
            element => of(element, inner).map(|mut cast| {
                rewritten(&mut cast).inspect(|written| cast = written.clone());
                cast
            }),
        });
        let elem = each.collect::<Option<Vec<_>>>()?;
        let is_empty = elem.is_empty();
        let array = Expr::Array(Array { elem, named: true });
        Some(match is_empty {
            true => Expr::Cast {
                kind: CastKind::Cast,
                expr: Box::new(array),
                data_type: list.clone(),
                array: false,
                format: None,
            },
            false => array,
        })
    }
    let why = || {
        let why = format!("'{written}' is not a list; write it like '{{1,2}}', or ARRAY[1, 2]");
        call(refused::NAME, vec![text(why)])
    };
    parse(written).and_then(|elements| build(&elements, list, &of)).unwrap_or_else(why)
}

/// `ARRAY['a', 'b']`, or `('a', 'b')` as Snowflake writes it.
fn elements(expr: &Expr) -> Option<Vec<Expr>> {
    match expr {
        Expr::Tuple(elements) => Some(elements.clone()),
        Expr::Nested(inner) => elements_of_array(inner).or_else(|| {
            matches!(**inner, Expr::Value(_) | Expr::BinaryOp { .. }).then(|| vec![inner.as_ref().clone()])
        }),
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
        T::String(length) => length.take().map(|length| CharacterLength::IntegerLength { length, unit: None }),
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
            if let Expr::Value(value) = expr
                && let Value::SingleQuotedString(list) = &value.value
                && !bounded
            {
                return Some(cast_list(kind, list, data_type));
            }
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
                let folded = if name.quote_style.is_some() { name.value.clone() } else { name.value.to_lowercase() };
                *field = text(folded);
            }
        }
        AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, .. }) => {
            lower_bound.get_or_insert_with(|| number(1));
            upper_bound.get_or_insert_with(|| number(i32::MAX));
        }
        AccessExpr::Subscript(Subscript::Index { .. }) => {}
    }
}
