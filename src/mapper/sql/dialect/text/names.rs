//! The names of columns that have none of their own: PostgreSQL's, where it takes them from a column. A cast is named like
//! what is cast, a field of a struct like the field, an element like its list.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, Expr, Ident, Select, SelectItem, Statement, Subscript, Value, VisitMut, VisitorMut,
};

/// Gives such columns their names.
pub(super) fn name_columns(statement: &mut Statement) {
    struct Names;
    impl VisitorMut for Names {
        type Break = ();

        fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<()> {
            for item in &mut select.projection {
                if let SelectItem::UnnamedExpr(expr) = item
                    && !is_column(expr)
                    && let Some(alias) = name(expr)
                {
                    *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias };
                }
            }
            ControlFlow::Continue(())
        }
    }
    let _: ControlFlow<()> = statement.visit(&mut Names);
}

/// Whether it has its name already.
fn is_column(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_column(inner),
        other => matches!(other, Expr::Identifier(_) | Expr::CompoundIdentifier(_)),
    }
}

fn name(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Identifier(name) => Some(name.clone()),
        Expr::CompoundIdentifier(names) => names.last().cloned(),
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => name(inner),
        Expr::AtTimeZone { timestamp, .. } => name(timestamp),
        Expr::CompoundFieldAccess { root, access_chain } => {
            let field = access_chain.iter().rev().find_map(|access| match access {
                AccessExpr::Dot(Expr::Identifier(field)) => Some(field.clone()),
                AccessExpr::Dot(field) | AccessExpr::Subscript(Subscript::Index { index: field }) => match field {
                    Expr::Value(value) => match &value.value {
                        Value::SingleQuotedString(name) => Some(Ident::with_quote('"', name)),
                        _ => None,
                    },
                    _ => None,
                },
                AccessExpr::Subscript(Subscript::Slice { .. }) => None,
            });
            field.or_else(|| name(root))
        }
        _ => None,
    }
}
