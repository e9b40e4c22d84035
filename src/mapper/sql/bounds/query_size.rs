//! What DataFusion writes out while it turns a query into a plan: grouping sets, windows, and what WITH names. They are counted
//! before that.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, Function, GroupByExpr, GroupByWithModifier, ObjectName, Query, Select, SetExpr, Statement, Visit, Visitor,
    WindowType,
};

use super::plan_size::{OPERATORS_MAX, WINDOWS_MAX, too_many_windows};
use crate::error::Result;
use crate::mapper::sql::text::SqlText;

/// Grouping sets that CUBE, ROLLUP and GROUPING SETS of one SELECT may stand for together, as PostgreSQL has it. `CUBE` of n
/// expressions has 2ⁿ.
const GROUPING_SETS_MAX: u64 = 4096;

/// Refuses a query that groups in too many ways, or has too many windows. To be called before the query is planned.
pub(in crate::mapper::sql) fn check_query(query: &Statement, sql: SqlText<'_>) -> Result<()> {
    let place = |word: &str| sql.find(None, word).map(|(place, _)| place);
    match query.visit(&mut Counts::default()) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(Exceeded::GroupingSets(word)) => {
            let message = format!(
                "GROUP BY stands for more than {GROUPING_SETS_MAX} grouping sets: CUBE of n expressions has 2 to the power of n, \
                 and several of them multiply; list those that are needed with GROUPING SETS"
            );
            Err(sql.error(place(word), message))
        }
        ControlFlow::Break(Exceeded::Reads { name }) => {
            let message = format!(
                "the statement is too large: {name} reads more than {OPERATORS_MAX} times from tables and views, as what WITH \
                 names is planned again each time it is read; read a name once where it is read twice"
            );
            Err(sql.error(place(&name), message))
        }
        ControlFlow::Break(Exceeded::Windows) => Err(sql.error(place("over"), too_many_windows())),
    }
}

#[derive(Default)]
struct Counts {
    /// The different windows, as they are written.
    windows: HashSet<String>,
}

enum Exceeded {
    /// The word to point at.
    GroupingSets(&'static str),
    Windows,
    /// What WITH names, or the statement.
    Reads {
        name: String,
    },
}

impl Visitor for Counts {
    type Break = Exceeded;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Exceeded> {
        if reads(query, &HashMap::new())? > OPERATORS_MAX {
            return ControlFlow::Break(Exceeded::Reads { name: "SELECT".into() });
        }
        selects(&query.body)
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Exceeded> {
        if let Expr::Function(Function { over: Some(WindowType::WindowSpec(window)), .. }) = expr {
            self.windows.insert(window.to_string());
            if self.windows.len() > WINDOWS_MAX {
                return ControlFlow::Break(Exceeded::Windows);
            }
        }
        ControlFlow::Continue(())
    }
}

/// How often a query reads from tables and views, where what WITH names is written out. `known`: the reads behind the names
/// of WITH around it.
fn reads(query: &Query, known: &HashMap<String, usize>) -> ControlFlow<Exceeded, usize> {
    let mut reads_of = Reads { known: known.clone(), total: 0 };
    for part in query.with.iter().flat_map(|with| &with.cte_tables) {
        let name = &part.alias.name.value;
        let total = reads(&part.query, &reads_of.known)?;
        if total > OPERATORS_MAX {
            return ControlFlow::Break(Exceeded::Reads { name: name.clone() });
        }
        reads_of.known.insert(name.to_lowercase(), total);
    }
    query.body.visit(&mut reads_of)?;
    ControlFlow::Continue(reads_of.total)
}

struct Reads {
    known: HashMap<String, usize>,
    total: usize,
}

impl Visitor for Reads {
    type Break = Exceeded;

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<Exceeded> {
        let name = relation.to_string().to_lowercase();
        self.total = self.total.saturating_add(self.known.get(&name).copied().unwrap_or(1));
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Exceeded> {
        if query.with.is_some() {
            self.total = self.total.saturating_add(reads(query, &self.known)?);
        }
        ControlFlow::Continue(())
    }
}

/// The selects of a query that are not queries of their own.
fn selects(body: &SetExpr) -> ControlFlow<Exceeded> {
    match body {
        SetExpr::Select(select) => grouping(select),
        SetExpr::SetOperation { left, right, .. } => {
            selects(left)?;
            selects(right)
        }
        _ => ControlFlow::Continue(()),
    }
}

fn grouping(select: &Select) -> ControlFlow<Exceeded> {
    let (expressions, modifiers) = match &select.group_by {
        GroupByExpr::Expressions(expressions, modifiers) => (expressions.as_slice(), modifiers),
        GroupByExpr::All(modifiers) => ([].as_slice(), modifiers),
    };
    let mut sets = expressions.iter().fold(1, |sets: u64, expr| sets.saturating_mul(grouping_sets(expr)));
    for modifier in modifiers {
        sets = sets.saturating_mul(match modifier {
            GroupByWithModifier::Cube => power_of_two(expressions.len()),
            GroupByWithModifier::Rollup => expressions.len() as u64 + 1,
            GroupByWithModifier::GroupingSets(expr) => grouping_sets(expr),
            GroupByWithModifier::Totals => 1,
        });
    }
    if sets <= GROUPING_SETS_MAX {
        return ControlFlow::Continue(());
    }
    let has_cube = expressions.iter().any(|expr| matches!(expr, Expr::Cube(_)));
    ControlFlow::Break(Exceeded::GroupingSets(if has_cube { "cube" } else { "group" }))
}

/// The sets that an expression in GROUP BY stands for.
fn grouping_sets(expr: &Expr) -> u64 {
    match expr {
        Expr::Cube(parts) => power_of_two(parts.len()),
        Expr::Rollup(parts) => parts.len() as u64 + 1,
        Expr::GroupingSets(sets) => {
            let sets = sets.iter().map(|set| match set.as_slice() {
                [one] => grouping_sets(one),
                _ => 1,
            });
            sets.fold(0, u64::saturating_add).max(1)
        }
        _ => 1,
    }
}

fn power_of_two(exponent: usize) -> u64 {
    u32::try_from(exponent).ok().and_then(|exponent| 1_u64.checked_shl(exponent)).unwrap_or(u64::MAX)
}
