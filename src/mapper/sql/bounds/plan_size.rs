//! How large the plan of a statement may be, with the views that it reads.
//!
//! DataFusion puts the plan of a view in the place of its name. A view that is read twice is planned twice, and with it every
//! view below: ten such views on top of one another are a thousand scans.

use std::collections::{BTreeMap, HashSet};

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion, TreeNodeVisitor};
use datafusion::common::{Result as DataFusionResult, TableReference};
use datafusion::logical_expr::{Expr, LogicalPlan};

use crate::error::{Error, Result};
use crate::mapper::sql::text::SqlText;

/// Operators of a plan: scans, filters, projections, joins. A thousand take DataFusion about a second.
pub(super) const OPERATORS_MAX: usize = 1_500;

/// Columns of all operators together: every optimizer rule walks over them.
const COLUMNS_MAX: usize = 60_000;

/// Parts of all expressions of a plan: columns, literals, operators, calls.
const EXPRESSIONS_MAX: usize = 60_000;

/// Window functions of different windows in one statement: each sorts all rows again, and carries the columns of those before
/// it.
pub(super) const WINDOWS_MAX: usize = 100;

/// Subqueries in expressions, one inside the other: DataFusion checks each of them once for every way to it, which is twice as
/// often with every level.
const NESTED_MAX: usize = 10;

/// Refuses a plan that would take DataFusion too long to optimize. `read`: what the statement itself reads. To be called before anything else walks the plan.
pub(in crate::mapper::sql) fn check_size(plan: &LogicalPlan, read: &[TableReference], sql: SqlText<'_>) -> Result<()> {
    let read = read.iter().map(|relation| relation.table().to_owned()).collect();
    let mut size = Size { read, ..Size::default() };
    plan.visit_with_subqueries(&mut size)
        .map_err(|e| Error::internal(format!("{}: measure the plan: {e}", sql.statement.at)))?;
    match size.exceeded {
        None => Ok(()),
        Some(what) => {
            let views = size.views.iter().max_by_key(|(_, operators)| **operators);
            let place = views.and_then(|(view, _)| sql.find(None, view)).map(|(place, _)| place);
            Err(sql.error(place, size.message(what, views.map(|(view, _)| view.as_str()))))
        }
    }
}

#[derive(Default)]
struct Size {
    operators: usize,
    columns: usize,
    expressions: usize,
    windows: usize,
    /// Subqueries that the operator is inside of.
    nested: usize,
    /// The tables and views that the statement itself reads.
    read: HashSet<String>,
    /// The operators below each name that the statement itself reads.
    views: BTreeMap<String, usize>,
    /// The names that the operator is below, the outermost first.
    open: Vec<String>,
    exceeded: Option<Exceeded>,
}

#[derive(Clone, Copy)]
enum Exceeded {
    Operators,
    Columns,
    Expressions,
    Windows,
    Nested,
}

impl Size {
    fn over(&self) -> Option<Exceeded> {
        if self.operators > OPERATORS_MAX {
            Some(Exceeded::Operators)
        } else if self.windows > WINDOWS_MAX {
            Some(Exceeded::Windows)
        } else if self.nested > NESTED_MAX {
            Some(Exceeded::Nested)
        } else if self.columns > COLUMNS_MAX {
            Some(Exceeded::Columns)
        } else if self.expressions > EXPRESSIONS_MAX {
            Some(Exceeded::Expressions)
        } else {
            None
        }
    }

    fn message(&self, what: Exceeded, view: Option<&str>) -> String {
        let whose = match view {
            Some(view) => format!(", most of them from {view}, which is planned again each time it is read"),
            None => String::new(),
        };
        match what {
            Exceeded::Operators => format!(
                "the statement is too large: with the views that it reads it has more than {OPERATORS_MAX} scans, joins, filters \
                 and other steps{whose}; read a view once where it is read twice, or split the job"
            ),
            Exceeded::Columns => format!(
                "the statement is too large: the steps of its plan have more than {COLUMNS_MAX} columns together{whose}; name \
                 the columns that are needed instead of *, or use fewer steps"
            ),
            Exceeded::Expressions => format!(
                "the statement is too large: its expressions have more than {EXPRESSIONS_MAX} parts{whose}; put long lists into a \
                 table and join it"
            ),
            Exceeded::Nested => format!(
                "subqueries in expressions (IN, EXISTS, or in place of a value) are more than {NESTED_MAX} levels deep, together \
                 with those of the views that the statement reads; write the inner ones as joins"
            ),
            Exceeded::Windows => too_many_windows(),
        }
    }
}

impl TreeNodeVisitor<'_> for Size {
    type Node = LogicalPlan;

    fn f_down(&mut self, plan: &LogicalPlan) -> DataFusionResult<TreeNodeRecursion> {
        if let LogicalPlan::SubqueryAlias(alias) = plan {
            self.open.push(alias.alias.table().to_owned());
        }
        self.nested += usize::from(matches!(plan, LogicalPlan::Subquery(_)));
        self.operators += 1;
        self.columns += plan.schema().fields().len();
        self.windows += usize::from(matches!(plan, LogicalPlan::Window(_)));
        let view = self.open.iter().find(|name| self.read.contains(*name));
        match view.map(|view| (view, self.views.get_mut(view))) {
            Some((_, Some(operators))) => *operators += 1,
            Some((view, None)) => _ = self.views.insert(view.clone(), 1),
            None => {}
        }
        plan.apply_expressions(|expr| {
            self.expressions += count(expr, EXPRESSIONS_MAX);
            Ok(TreeNodeRecursion::Continue)
        })?;
        self.exceeded = self.over();
        Ok(if self.exceeded.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    }

    fn f_up(&mut self, plan: &LogicalPlan) -> DataFusionResult<TreeNodeRecursion> {
        match plan {
            LogicalPlan::SubqueryAlias(_) => _ = self.open.pop(),
            LogicalPlan::Subquery(_) => self.nested -= 1,
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    }
}

pub(super) fn too_many_windows() -> String {
    format!(
        "the statement has more than {WINDOWS_MAX} different windows (OVER …), and each sorts all rows again; use the same \
         PARTITION BY and ORDER BY for several functions, or split the statement"
    )
}

/// The parts of an expression; counting ends soon after `max`.
pub(super) fn count(expr: &Expr, max: usize) -> usize {
    let mut parts = 0;
    let counted = expr.apply(|_| {
        parts += 1;
        Ok(if parts > max { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    counted.map_or(max + 1, |_| parts)
}
