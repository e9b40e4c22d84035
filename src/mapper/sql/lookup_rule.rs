//! Turns hash joins with a table's key into probes of the table's index.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{JoinSide, JoinType, NullEquality, Result};
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{BinaryExpr, CastExpr, Column};
use datafusion::physical_expr::utils::{collect_columns, reassign_expr_columns};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::limit::GlobalLimitExec;
use datafusion::physical_plan::projection::ProjectionExec;

use super::lookup_join::{Condition, Kind, LookupJoin, LookupJoinExec, Source};
use super::lookup_table::LookupScanExec;
use crate::codec::schema::sql_type;

/// The rule; goes last.
#[derive(Debug)]
pub(super) struct LookupRule;

impl PhysicalOptimizerRule for LookupRule {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let lookup = node.downcast_ref::<HashJoinExec>().and_then(|join| lookup(join).ok());
            Ok(lookup.map_or_else(|| Transformed::no(node), Transformed::yes))
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "lookup_join"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// Why a hash join is not a lookup.
#[derive(Debug)]
pub(super) enum NoLookup {
    /// Neither side is a table.
    NoTable,
    /// One side is this table, but…
    Because { table: String, why: String },
}

/// The lookup that does what `join` does.
pub(super) fn lookup(join: &HashJoinExec) -> Result<Arc<dyn ExecutionPlan>, NoLookup> {
    let left = lookup_in(join, JoinSide::Left);
    match left {
        Ok(plan) => Ok(plan),
        Err(NoLookup::NoTable) => lookup_in(join, JoinSide::Right),
        Err(because) => lookup_in(join, JoinSide::Right).map_err(|_| because),
    }
}

/// The lookup in the table that is this side of `join`.
fn lookup_in(join: &HashJoinExec, side: JoinSide) -> Result<Arc<dyn ExecutionPlan>, NoLookup> {
    let (table_side, input) = match side {
        JoinSide::Left => (join.left(), join.right()),
        _ => (join.right(), join.left()),
    };
    let Some(table) = TableSide::of(table_side) else { return Err(NoLookup::NoTable) };
    let lookup = table.lookup(join, side).map_err(|why| {
        let table = table.scan.table.table().name.clone();
        NoLookup::Because { table, why }
    })?;
    let plan: Arc<dyn ExecutionPlan> = Arc::new(LookupJoinExec::new(lookup, input.clone(), join.properties().clone()));
    Ok(match join.fetch() {
        Some(rows) => Arc::new(GlobalLimitExec::new(plan, 0, Some(rows))),
        None => plan,
    })
}

/// A side of a join that is nothing but a table.
struct TableSide<'a> {
    scan: &'a LookupScanExec,
    columns: Vec<TableColumn>,
}

/// What a column of that side is.
#[derive(Clone, Copy)]
enum TableColumn {
    /// This column of the table.
    Plain(usize),
    /// This column of the table in a type that has room for all of its values.
    Widened(usize),
    Computed,
}

impl<'a> TableSide<'a> {
    fn of(plan: &'a Arc<dyn ExecutionPlan>) -> Option<Self> {
        if let Some(scan) = plan.downcast_ref::<LookupScanExec>() {
            return Some(Self { scan, columns: scan.columns.iter().map(|i| TableColumn::Plain(*i)).collect() });
        }
        if let Some(cooperative) = plan.downcast_ref::<CooperativeExec>() {
            return Self::of(cooperative.input());
        }
        let projection = plan.downcast_ref::<ProjectionExec>()?;
        let below = Self::of(projection.input())?;
        let columns = projection.expr().iter().map(|column| below.column(&column.expr)).collect();
        Some(Self { scan: below.scan, columns })
    }

    fn column(&self, expr: &Arc<dyn PhysicalExpr>) -> TableColumn {
        if let Some(column) = expr.downcast_ref::<Column>() {
            return self.columns[column.index()];
        }
        let cast = expr.downcast_ref::<CastExpr>().map(|cast| (self.column(cast.expr()), cast.cast_type()));
        match cast {
            Some((TableColumn::Plain(i), to)) if widens(self.type_of(i), to) => TableColumn::Widened(i),
            _ => TableColumn::Computed,
        }
    }

    fn type_of(&self, column: usize) -> &DataType {
        self.scan.table.batch().schema_ref().field(column).data_type()
    }

    fn lookup(&self, join: &HashJoinExec, side: JoinSide) -> Result<LookupJoin, String> {
        let left = side == JoinSide::Left;
        let kind = match (join.join_type(), left) {
            (JoinType::Inner, _) => Kind::Inner,
            (JoinType::Left, false) | (JoinType::Right, true) => Kind::Outer,
            (JoinType::LeftSemi, false) | (JoinType::RightSemi, true) => Kind::Semi,
            (JoinType::LeftAnti, _) if join.null_aware => {
                return Err("NOT IN has to look for nulls in all of its rows; write NOT EXISTS".into());
            }
            (JoinType::LeftAnti, false) | (JoinType::RightAnti, true) => Kind::Anti,
            _ => return Err("only inner joins, left joins from the events, EXISTS and IN are index probes".into()),
        };
        if join.null_equality() != NullEquality::NullEqualsNothing {
            return Err("IS NOT DISTINCT FROM finds nulls, which no index holds".into());
        }
        let mut key = None;
        let mut conditions: Vec<Condition> = self.scan_condition().map_err(|e| e.to_string())?.into_iter().collect();
        for (on_left, on_right) in join.on() {
            let (on_table, on_input) = if left { (on_left, on_right) } else { (on_right, on_left) };
            match self.column(on_table) {
                TableColumn::Plain(i) | TableColumn::Widened(i)
                    if key.is_none() && i == self.scan.table.table().key =>
                {
                    key = Some(on_input.clone());
                }
                _ => conditions.push(self.equality(on_table, on_input)?),
            }
        }
        let key = key.ok_or_else(|| self.no_key())?;
        if let Some(filter) = join.filter() {
            let columns = filter.column_indices().iter().map(|c| self.source(c.index, c.side == side)).collect();
            let (predicate, schema) = (filter.expression().clone(), filter.schema().clone());
            conditions.push(Condition { predicate, columns: all(columns)?, schema });
        }
        let columns = self.result(join, kind, left)?;
        Ok(LookupJoin { table: self.scan.table.clone(), key, conditions, kind, columns })
    }

    /// What a row of the join consists of.
    fn result(&self, join: &HashJoinExec, kind: Kind, left: bool) -> Result<Vec<Source>, String> {
        let input_columns = if left { join.right() } else { join.left() }.schema().fields().len();
        let input = (0..input_columns).map(|i| (i, false));
        let table = (0..self.columns.len()).map(|i| (i, true));
        let joined: Vec<_> = match (kind, left) {
            (Kind::Semi | Kind::Anti, _) => input.collect(),
            (Kind::Inner | Kind::Outer, true) => table.chain(input).collect(),
            (Kind::Inner | Kind::Outer, false) => input.chain(table).collect(),
        };
        let joined = joined.into_iter().map(|(i, of_table)| self.source(i, of_table));
        match &join.projection {
            None => all(joined.collect()),
            Some(projection) => {
                let joined: Vec<_> = joined.collect();
                all(projection.iter().map(|i| joined[*i]).collect())
            }
        }
    }

    /// Where a column of one side comes from; `None` if it is computed from the table.
    fn source(&self, column: usize, of_table: bool) -> Option<Source> {
        match (of_table, self.columns.get(column)) {
            (false, _) => Some(Source::Input(column)),
            (true, Some(TableColumn::Plain(i))) => Some(Source::Table(*i)),
            (true, _) => None,
        }
    }

    /// The filter that the scan has.
    fn scan_condition(&self) -> Result<Option<Condition>> {
        let Some(filter) = &self.scan.filter else { return Ok(None) };
        let mut columns: Vec<_> = collect_columns(filter).iter().map(Column::index).collect();
        columns.sort_unstable();
        let schema = Arc::new(self.scan.table.batch().schema().project(&columns)?);
        let predicate = reassign_expr_columns(filter.clone(), &schema)?;
        Ok(Some(Condition { predicate, columns: columns.into_iter().map(Source::Table).collect(), schema }))
    }

    /// `table = input`, both columns.
    fn equality(&self, table: &Arc<dyn PhysicalExpr>, input: &Arc<dyn PhysicalExpr>) -> Result<Condition, String> {
        let (TableColumn::Plain(table), Some(input)) = (self.column(table), input.downcast_ref::<Column>()) else {
            return Err(self.no_key());
        };
        let data_type = self.type_of(table);
        let fields = ["table", "input"].map(|name| Field::new(name, data_type.clone(), true));
        let predicate =
            BinaryExpr::new(Arc::new(Column::new("table", 0)), Operator::Eq, Arc::new(Column::new("input", 1)));
        let columns = vec![Source::Table(table), Source::Input(input.index())];
        Ok(Condition { predicate: Arc::new(predicate), columns, schema: Arc::new(Schema::new(fields.to_vec())) })
    }

    fn no_key(&self) -> String {
        let table = self.scan.table.table();
        format!(
            "its key {} is not compared as it is, {}, with a column of that type",
            table.batch.schema_ref().field(table.key).name(),
            sql_type(table.index.key_type())
        )
    }
}

/// All of the columns, unless one is computed.
fn all(columns: Vec<Option<Source>>) -> Result<Vec<Source>, String> {
    columns.into_iter().collect::<Option<_>>().ok_or_else(|| "its columns are computed before the join".into())
}

/// Whether every value of `from` is a different value of `to`, and back.
fn widens(from: &DataType, to: &DataType) -> bool {
    let bits = |t: &DataType| t.primitive_width().unwrap_or(0);
    (from.is_signed_integer() && to.is_signed_integer() && bits(to) > bits(from))
        || (from.is_unsigned_integer() && to.is_integer() && bits(to) > bits(from))
}
