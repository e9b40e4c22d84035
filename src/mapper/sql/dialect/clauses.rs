//! Clauses that DataFusion refuses, although it has the same under another name.
//!
//! - `FETCH FIRST 3 ROWS ONLY` is `LIMIT 3`.
//! - `GROUP BY ()` is one group of all rows.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    self, Expr, Fetch, GroupByExpr, LimitClause, Query, SetExpr, Value, VisitMut, VisitorMut,
};

use super::Dialect;

pub(super) fn dialect() -> Dialect {
    Dialect { rewrites: vec![rewrite], ..Dialect::default() }
}

fn rewrite(statement: &mut ast::Statement) {
    let _: ControlFlow<()> = statement.visit(&mut Clauses);
}

struct Clauses;

impl VisitorMut for Clauses {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        fetch_to_limit(query);
        if let SetExpr::Select(select) = query.body.as_mut()
            && let GroupByExpr::Expressions(keys, _) = &mut select.group_by
            && let [Expr::Tuple(none)] = keys.as_slice()
            && none.is_empty()
        {
            *keys = vec![Expr::GroupingSets(vec![vec![]])];
        }
        ControlFlow::Continue(())
    }
}

/// What means something else (`WITH TIES`, `PERCENT`) stays, and is refused.
fn fetch_to_limit(query: &mut Query) {
    let Some(Fetch { with_ties: false, percent: false, quantity }) = &query.fetch else { return };
    let first = quantity.clone().unwrap_or_else(|| Expr::Value(Value::Number("1".into(), false).into()));
    match &mut query.limit_clause {
        clause @ None => {
            *clause = Some(LimitClause::LimitOffset { limit: Some(first), offset: None, limit_by: vec![] })
        }
        Some(LimitClause::LimitOffset { limit: limit @ None, .. }) => *limit = Some(first),
        Some(_) => return,
    }
    query.fetch = None;
}
