//! Calls that are written as others: of functions that DataFusion does not have, or takes other arguments for.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Value,
};

use super::lists::shape::FILL;
use super::refused;
use super::syntax::{NORMALIZE, call, text};

pub(super) fn rewritten(function: &Function) -> Option<Expr> {
    let name = function.name.to_string().to_lowercase();
    let args = arguments(function)?;
    Some(match (name.as_str(), args.as_slice()) {
        ("array_cat" | "array_concat" | "list_cat" | "list_concat", [list, null] | [null, list]) if is_null(null) => {
            list.clone()
        }
        ("array_fill", [value, dimensions]) => match dimensions {
            Expr::Array(lengths) if !lengths.elem.is_empty() => {
                // The first length is that of the outermost list.
                let fill = |value, length: &Expr| call(FILL, vec![value, length.clone()]);
                lengths.elem.iter().rev().fold(value.clone(), fill)
            }
            _ => refuse("the second argument of array_fill() is a list of lengths: array_fill(x, ARRAY[3])"),
        },
        ("array_fill", [_, _, _]) => {
            refuse("array_fill() takes a value and lengths, as in array_fill(x, ARRAY[3]): lists begin at 1")
        }
        ("array_upper", [list, dimension]) => call("array_length", vec![list.clone(), dimension.clone()]),
        ("array_lower", [list, dimension]) => {
            let length = call("array_length", vec![list.clone(), dimension.clone()]);
            when(compare(length, BinaryOperator::GtEq, one()), one())
        }
        ("array_ndims", [list]) => {
            let filled = compare(call("cardinality", vec![list.clone()]), BinaryOperator::GtEq, one());
            when(filled, Expr::Function(function.clone()))
        }
        ("array_dims", [_]) => refuse("array_dims() is text in PostgreSQL, such as [1:3]; write array_length(list, 1)"),
        ("convert_from", [bytes, encoding]) if is_utf8(encoding) => cast(bytes.clone(), DataType::Varchar(None)),
        ("convert_to", [written, encoding]) if is_utf8(encoding) => cast(written.clone(), DataType::Bytea),
        ("convert_from" | "convert_to", [_, _]) => {
            refuse(&format!("{name}() takes 'UTF8' as the encoding, which all text has here"))
        }
        ("normalize", [_] | [_, _]) => refuse(NORMALIZE),
        ("quote_ident", [_]) => {
            refuse("quote_ident() is for names, which statements here do not make; write quote_literal(x)")
        }
        ("encode" | "decode", [_, format]) if is_text(format, "escape") => {
            refuse(&format!("{name}() has no format 'escape'; write 'hex' or 'base64'"))
        }
        _ => return None,
    })
}

/// The arguments of a plain call.
fn arguments(function: &Function) -> Option<Vec<Expr>> {
    let FunctionArguments::List(list) = &function.args else { return None };
    let plain = function.over.is_none() && function.filter.is_none() && list.clauses.is_empty();
    let expr = |argument: &FunctionArg| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
        _ => None,
    };
    plain.then(|| list.args.iter().map(expr).collect()).flatten()
}

fn refuse(why: &str) -> Expr {
    call(refused::NAME, vec![text(why)])
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if value.value == Value::Null)
}

fn is_text(expr: &Expr, wanted: &str) -> bool {
    matches!(expr, Expr::Value(value) if matches!(&value.value, Value::SingleQuotedString(text)
        if text.eq_ignore_ascii_case(wanted)))
}

fn is_utf8(encoding: &Expr) -> bool {
    ["utf8", "utf-8", "unicode"].iter().any(|name| is_text(encoding, name))
}

fn cast(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast { kind: CastKind::Cast, expr: Box::new(expr), data_type, array: false, format: None }
}

fn one() -> Expr {
    Expr::Value(Value::Number("1".into(), false).with_empty_span())
}

fn compare(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) }
}

fn when(condition: Expr, result: Expr) -> Expr {
    Expr::Case {
        case_token: datafusion::sql::sqlparser::ast::helpers::attached_token::AttachedToken::empty(),
        end_token: datafusion::sql::sqlparser::ast::helpers::attached_token::AttachedToken::empty(),
        operand: None,
        conditions: vec![CaseWhen { condition, result }],
        else_result: None,
    }
}
