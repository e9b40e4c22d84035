//! What works, but perhaps not as its author thinks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::common::Result;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::joins::HashJoinExec;

use super::events_table::EVENTS;
use super::lookup_rule::{NoLookup, lookup};
use super::lookup_table::LookupScanExec;

/// Tables that a plan reads whole for every window, and why it does not look up their rows.
pub(super) fn whole_tables(plan: &Arc<dyn ExecutionPlan>) -> Result<Vec<String>> {
    let (mut read, mut reasons) = (BTreeSet::new(), BTreeMap::new());
    plan.apply(|node| {
        if let Some(scan) = node.downcast_ref::<LookupScanExec>() {
            read.insert(scan.table.table().name.clone());
        }
        if let Some(join) = node.downcast_ref::<HashJoinExec>()
            && let Err(NoLookup::Because { table, why }) = lookup(join)
        {
            reasons.insert(table, why);
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    let warn = |table: String| match reasons.get(&table) {
        Some(why) => format!("table {table} is read whole for every window, not by its index: {why}"),
        None => format!("table {table} is read whole for every window, not by its index"),
    };
    Ok(read.into_iter().map(warn).collect())
}

/// What in a statement holds for one worker's window only.
pub(super) fn partial(plan: &LogicalPlan, output: &str) -> Result<Vec<String>> {
    let mut found = BTreeSet::new();
    plan.apply_with_subqueries(|node| {
        let what = match node {
            LogicalPlan::Aggregate(_) => "aggregates",
            LogicalPlan::Distinct(_) => "DISTINCT",
            LogicalPlan::Window(_) => "window functions",
            LogicalPlan::Limit(_) => "LIMIT",
            _ => return Ok(TreeNodeRecursion::Continue),
        };
        if reads_events(node)? {
            found.insert(what);
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    let found = found.into_iter().collect::<Vec<_>>().join(", ");
    Ok(match found.is_empty() {
        true => vec![],
        false => vec![format!("output {output} is partial, per worker and window: the statement has {found}")],
    })
}

fn reads_events(plan: &LogicalPlan) -> Result<bool> {
    let mut reads = false;
    plan.apply_with_subqueries(|node| {
        reads |= matches!(node, LogicalPlan::TableScan(scan) if scan.table_name.table() == EVENTS);
        Ok(if reads { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    Ok(reads)
}
