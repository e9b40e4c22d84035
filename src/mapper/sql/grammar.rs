//! The grammar of statements: sqlparser's generic one, with the operators of PostgreSQL, which bind as they do there.
//!
//! Generic, `a IS DISTINCT FROM b AND c` compares `a` with `b AND c`, `1 + 2 || 'a'` adds to `'2a'`, and `2 * 3 ^ 2` is 36.
//!
//! <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE>

use std::any::TypeId;

use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, UnaryOperator};
use datafusion::sql::sqlparser::dialect::{Dialect, GenericDialect, Precedence};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::Token;

/// A sign binds more tightly than all operators but `.`, `::` and `[ ]`.
const SIGN: u8 = 120;

/// All operators that the others do not name: `||`, `~`, `->`, `&`.
const OTHER: u8 = 70;

const IS: u8 = 40;

/// See the module.
#[derive(Debug)]
pub(super) struct Grammar;

/// What the generic dialect says of these.
macro_rules! generic {
    ($($question:ident)*) => { $(fn $question(&self) -> bool { GenericDialect.$question() })* };
}

impl Dialect for Grammar {
    /// The parser asks for it where it knows dialects by name.
    fn dialect(&self) -> TypeId {
        TypeId::of::<GenericDialect>()
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        GenericDialect.is_delimited_identifier_start(ch)
    }

    /// `#` is an operator.
    fn is_identifier_start(&self, ch: char) -> bool {
        ch != '#' && GenericDialect.is_identifier_start(ch)
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        ch != '#' && GenericDialect.is_identifier_part(ch)
    }

    fn supports_notnull_operator(&self) -> bool {
        true
    }

    generic! {
        allow_extract_custom allow_extract_single_quotes support_map_literal_syntax supports_array_join_syntax
        supports_array_typedef_with_brackets supports_bitwise_shift_operators supports_comma_separated_trim
        supports_connect_by supports_cte_without_as supports_dictionary_syntax supports_empty_projections
        supports_extract_comma_syntax supports_filter_during_aggregation supports_from_first_select
        supports_group_by_expr supports_group_by_with_modifier supports_interpolate supports_interval_options
        supports_left_associative_joins_without_parens supports_limit_by supports_limit_comma supports_match_against
        supports_match_recognize supports_named_fn_args_with_assignment_operator supports_nested_comments
        supports_parens_around_table_factor supports_partition_by_after_order_by supports_pipe_operator
        supports_prewhere supports_projection_trailing_commas supports_quote_delimited_string
        supports_select_format supports_select_item_multi_column_alias supports_select_wildcard_except
        supports_select_wildcard_exclude supports_select_wildcard_ilike supports_select_wildcard_rename
        supports_select_wildcard_replace supports_settings supports_string_escape_constant supports_struct_literal
        supports_try_convert supports_unicode_string_literal supports_values_as_table_factor
        supports_window_clause_named_window_reference supports_window_function_null_treatment_arg supports_with_fill
        supports_xml_expressions
    }

    fn prec_value(&self, operators: Precedence) -> u8 {
        match operators {
            Precedence::Period => 200,
            Precedence::DoubleColon => 140,
            Precedence::AtTz => 110,
            Precedence::Caret => 100,
            Precedence::MulDivModOp => 90,
            Precedence::PlusMinus => 80,
            Precedence::Ampersand | Precedence::Pipe | Precedence::Colon | Precedence::PgOther => OTHER,
            Precedence::Between | Precedence::Like => 60,
            Precedence::Eq => 50,
            Precedence::Is => IS,
            Precedence::UnaryNot => 30,
            Precedence::And => 20,
            // PostgreSQL has no XOR.
            Precedence::Xor => 15,
            Precedence::Or => 10,
        }
    }

    /// How tightly the next operator binds, where the parser has it in another group than PostgreSQL.
    fn get_next_precedence(&self, parser: &Parser<'_>) -> Option<Result<u8, ParserError>> {
        let binds = match &parser.peek_token_ref().token {
            Token::StringConcat
            | Token::Sharp
            | Token::ShiftLeft
            | Token::ShiftRight
            | Token::CaretAt
            | Token::Tilde
            | Token::TildeAsterisk
            | Token::ExclamationMarkTilde
            | Token::ExclamationMarkTildeAsterisk
            | Token::DoubleTilde
            | Token::DoubleTildeAsterisk
            | Token::ExclamationMarkDoubleTilde
            | Token::ExclamationMarkDoubleTildeAsterisk => OTHER,
            Token::Word(_) if next_is_isnull(parser) => IS,
            _ => return None,
        };
        Some(Ok(binds))
    }

    fn parse_prefix(&self, parser: &mut Parser<'_>) -> Option<Result<Expr, ParserError>> {
        let op = match parser.peek_token_ref().token {
            Token::Minus => UnaryOperator::Minus,
            Token::Plus => UnaryOperator::Plus,
            _ => return None,
        };
        parser.advance_token();
        Some(parser.parse_subexpr(SIGN).map(|expr| Expr::UnaryOp { op, expr: Box::new(expr) }))
    }

    fn parse_infix(&self, parser: &mut Parser<'_>, expr: &Expr, binds: u8) -> Option<Result<Expr, ParserError>> {
        let left = || Box::new(expr.clone());
        if next_is_isnull(parser) {
            parser.advance_token();
            return Some(Ok(Expr::IsNull(left())));
        }
        if parser.parse_keywords(&[Keyword::IS, Keyword::DISTINCT, Keyword::FROM]) {
            return Some(parser.parse_subexpr(binds).map(|right| Expr::IsDistinctFrom(left(), Box::new(right))));
        }
        if parser.parse_keywords(&[Keyword::IS, Keyword::NOT, Keyword::DISTINCT, Keyword::FROM]) {
            return Some(parser.parse_subexpr(binds).map(|right| Expr::IsNotDistinctFrom(left(), Box::new(right))));
        }
        if parser.consume_token(&Token::Sharp) {
            let operation = |right| Expr::BinaryOp { left: left(), op: BinaryOperator::PGBitwiseXor, right };
            return Some(parser.parse_subexpr(binds).map(|right| operation(Box::new(right))));
        }
        for (negated, keywords) in [
            (false, &[Keyword::BETWEEN, Keyword::SYMMETRIC][..]),
            (true, &[Keyword::NOT, Keyword::BETWEEN, Keyword::SYMMETRIC]),
        ] {
            if parser.parse_keywords(keywords) {
                return Some(parser.parse_between(expr.clone(), negated).map(symmetric));
            }
        }
        None
    }
}

/// The parser has no keyword for it.
fn next_is_isnull(parser: &Parser<'_>) -> bool {
    matches!(&parser.peek_token_ref().token, Token::Word(w) if w.quote_style.is_none() && w.value.eq_ignore_ascii_case("isnull"))
}

/// `x BETWEEN SYMMETRIC a AND b`: between the two, whichever is greater.
fn symmetric(between: Expr) -> Expr {
    let Expr::Between { expr, negated, low, high } = between else { return between };
    let either = |low: &Expr, high: &Expr| {
        let (expr, low, high) = (expr.clone(), Box::new(low.clone()), Box::new(high.clone()));
        Box::new(Expr::Between { expr, negated, low, high })
    };
    let (op, left, right) =
        (if negated { BinaryOperator::And } else { BinaryOperator::Or }, either(&low, &high), either(&high, &low));
    Expr::Nested(Box::new(Expr::BinaryOp { left, op, right }))
}
