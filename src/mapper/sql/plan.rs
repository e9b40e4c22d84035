//! Planning: from the statements of a job to physical plans, once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::arrow::datatypes::{Field, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::catalog::view::ViewTable;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, TableReference};
use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, displayable};
use datafusion::sql::parser::Statement as SqlStatement;

use super::bounds::{check_query, check_size, check_sketches};
use super::data_errors::Literals;
use super::dialect::{Dialect, Rewrite};
use super::errors::{Names, explain};
use super::events_table::{EVENTS, EventsTable, Window, projection};
use super::failures::{self, SetAsideRows};
use super::lookup_table::LookupTable;
use super::output::{Shape, columns, merge, unique};
use super::text::SqlText;
use super::{PlannedStatement, SqlMapper, block_on, checks, session, warnings};
use crate::codec::schema::Columns;
use crate::error::{Error, Result};
use crate::functions::{self, Context};
use crate::job::{Location, Output, Statement, Target};
use crate::mapper::{OutputSchema, Projection};
use crate::table::Tables;

/// What statements are planned against.
#[derive(Clone, Copy)]
pub struct PlanInput<'a> {
    /// The fields of `events`.
    pub source: &'a Columns,
    /// In the order of the job file.
    pub statements: &'a [Statement],
    /// What the statements can join.
    pub tables: &'a Tables,
    /// By name.
    pub outputs: &'a BTreeMap<String, Output>,
    /// What functions know beside their arguments. Each plan has a window time of its own.
    pub functions: &'a Context,
}

/// Planned statements: what `check` shows, and what a mapper is made of.
pub struct SqlPlan {
    /// The statements that feed outputs, in the order of the job file.
    pub statements: Vec<StatementPlan>,
    /// What works, but perhaps not as its author thinks. Each says where.
    pub warnings: Vec<String>,
    mapper: SqlMapper,
}

/// How a statement is run.
#[derive(Debug, Clone)]
pub struct StatementPlan {
    /// Where it stands.
    pub at: Location,
    /// The output that it feeds.
    pub output: String,
    /// What it gives.
    pub schema: SchemaRef,
    /// The physical plan, as an indented tree.
    pub physical: String,
}

impl SqlPlan {
    /// The columns of `events` that the statements read.
    pub fn projection(&self) -> &Projection {
        &self.mapper.projection
    }

    /// The mapper for one worker. A plan holds a window, so each worker needs one of its own.
    pub fn into_mapper(self) -> SqlMapper {
        self.mapper
    }
}

/// A statement for an output, planned.
struct Planned<'a> {
    sql: SqlText<'a>,
    output: &'a str,
    /// What the output takes.
    columns: Vec<Field>,
    plan: Arc<dyn ExecutionPlan>,
}

/// See [`SqlMapper::plan`].
pub(super) fn plan(input: PlanInput<'_>) -> Result<SqlPlan> {
    let (window, functions) = (Window::default(), input.functions.for_worker());
    let mut planner = Planner::new(input, &window, &functions)?;
    let mut planned = vec![];
    for statement in input.statements {
        let sql = SqlText { statement };
        match &statement.target {
            Target::View(name) => planner.view(name, sql)?,
            Target::Output(name) => planned.push(planner.output(name, sql)?),
        }
    }
    planner.warn_of_unread_views();
    let columns = by_output(&planned)?;
    let mut statements = vec![];
    let mut runs = vec![];
    let read = projection(planned.iter().map(|p| &p.plan), input.source.schema.fields().len());
    for Planned { sql, output, plan, .. } in planned {
        let shape = Shape::new(&plan.schema(), columns[output].clone())?;
        statements.push(StatementPlan {
            at: sql.statement.at.clone(),
            output: output.to_owned(),
            schema: shape.schema.clone(),
            physical: sql.statement.hidden.hide(&displayable(plan.as_ref()).indent(false).to_string()),
        });
        let output = OutputSchema { output: output.to_owned(), schema: shape.schema.clone() };
        let set_aside = SetAsideRows::default();
        let plan = failures::set_rows_aside(plan, &set_aside)
            .map_err(|e| Error::internal(format!("{}: find whom errors concern: {e}", sql.statement.at)))?;
        let (at, literals) = (sql.statement.at.clone(), Literals::of(sql));
        runs.push(PlannedStatement { at, output, plan, set_aside, shape, literals });
    }
    let projection = read.map_err(|e| Error::internal(format!("find the columns that statements read: {e}")))?;
    let task = planner.context.task_ctx();
    let mapper = SqlMapper { window, window_time: functions.window_time, projection, statements: runs, task };
    Ok(SqlPlan { statements, warnings: planner.warnings, mapper })
}

/// The columns of every output that is fed.
fn by_output<'a>(planned: &[Planned<'a>]) -> Result<BTreeMap<&'a str, Vec<Field>>> {
    let mut outputs: BTreeMap<&str, (SqlText<'_>, Vec<Field>)> = BTreeMap::new();
    for Planned { sql, output, columns, .. } in planned {
        let merged = match outputs.get(output) {
            None => (*sql, columns.clone()),
            Some((first, merged)) => (*first, merge(merged, columns, output, [*first, *sql])?),
        };
        outputs.insert(output, merged);
    }
    Ok(outputs.into_iter().map(|(output, (_, columns))| (output, columns)).collect())
}

/// Plans statements in order: each sees the views above it.
struct Planner<'a> {
    input: PlanInput<'a>,
    context: SessionContext,
    rewrites: Vec<Rewrite>,
    names: Names,
    /// Views that no statement has read, and where they stand.
    unread: BTreeMap<&'a str, &'a Location>,
    warnings: Vec<String>,
}

impl<'a> Planner<'a> {
    fn new(input: PlanInput<'a>, window: &Window, functions: &Context) -> Result<Self> {
        let failed = |e: DataFusionError| Error::internal(format!("set up the SQL engine: {e}"));
        let functions = functions::all(functions).into_iter().map(|function| function.udf).collect();
        let table_bytes = input.tables.iter().map(|table| table.batch.get_array_memory_size()).sum();
        let context = session::session(functions, table_bytes).map_err(failed)?;
        let mut names = session::names(&context.state());
        let views = input.statements.iter().filter_map(|statement| match &statement.target {
            Target::View(name) => Some(name.clone()),
            Target::Output(_) => None,
        });
        names.views_below = views.collect();
        let rewrites = Dialect::new().rewrites;
        let mut planner = Self { input, context, rewrites, names, unread: BTreeMap::new(), warnings: vec![] };
        planner.register(EVENTS, Arc::new(EventsTable::new(input.source, window.clone())))?;
        for table in input.tables {
            if planner.names.relations.contains(&table.name) {
                return Err(Error::job(format!("table {}: there is another table of that name", table.name)));
            }
            planner.register(&table.name, Arc::new(LookupTable::new(table.clone()).map_err(failed)?))?;
        }
        Ok(planner)
    }

    fn register(&mut self, name: &str, table: Arc<dyn TableProvider>) -> Result<()> {
        let registered = self.context.register_table(TableReference::bare(name), table);
        registered.map_err(|e| Error::internal(format!("register table {name}: {e}")))?;
        self.names.relations.push(name.to_owned());
        Ok(())
    }

    fn view(&mut self, name: &'a str, sql: SqlText<'a>) -> Result<()> {
        if self.names.relations.iter().any(|relation| relation == name) {
            return Err(sql.error(None, format!("view {name}: there is another table or view of that name")));
        }
        let (logical, physical) = self.statement(sql)?;
        unique(&physical.schema(), sql)?;
        self.names.views_below.retain(|view| view != name);
        self.unread.insert(name, &sql.statement.at);
        self.register(name, Arc::new(ViewTable::new(logical, Some(sql.statement.sql.clone()))))
    }

    fn output(&mut self, name: &'a str, sql: SqlText<'a>) -> Result<Planned<'a>> {
        let output = self.input.outputs.get(name);
        let output = output.ok_or_else(|| sql.error(None, format!("there is no output {name}")))?;
        let (logical, plan) = self.statement(sql)?;
        let columns = columns(name, output, &plan.schema(), sql)?;
        let warned = warnings::whole_tables(&plan).and_then(|mut whole| {
            whole.extend(warnings::partial(&logical, name)?);
            Ok(whole)
        });
        let at = &sql.statement.at;
        let warned = warned.map_err(|e| Error::internal(format!("{at}: inspect the plan: {e}")))?;
        let hidden = &sql.statement.hidden;
        self.warnings.extend(warned.into_iter().map(|warning| format!("{at}: {}", hidden.hide(&warning))));
        Ok(Planned { sql, output: name, columns, plan })
    }

    /// The plans of a statement.
    fn statement(&mut self, sql: SqlText<'_>) -> Result<(LogicalPlan, Arc<dyn ExecutionPlan>)> {
        let mut query = sql.parse()?;
        self.rewrites.iter().for_each(|rewrite| rewrite(&mut query));
        check_query(&query, sql)?;
        let state = self.context.state();
        let explain = |e: DataFusionError| explain(&e, sql, &self.names);
        let statement = SqlStatement::Statement(Box::new(query));
        let read = state.resolve_table_references(&statement).map_err(explain)?;
        let logical = block_on(state.statement_to_plan(statement)).map_err(explain)?;
        check_size(&logical, &read, sql)?;
        check_sketches(&logical, sql)?;
        checks::check(&logical, sql)?;
        let physical = block_on(state.create_physical_plan(&logical)).map_err(explain)?;
        checks::check_frames(&physical, sql)?;
        one_partition(&physical, &sql.statement.at)?;
        read.iter().for_each(|relation| _ = self.unread.remove(relation.table()));
        Ok((logical, physical))
    }

    fn warn_of_unread_views(&mut self) {
        let warnings = self.unread.iter().map(|(view, at)| format!("{at}: no statement reads view {view}"));
        self.warnings.extend(warnings);
    }
}

/// With more than one partition anywhere the order of rows would depend on which of them is faster.
fn one_partition(plan: &Arc<dyn ExecutionPlan>, at: &Location) -> Result<()> {
    let mut several = BTreeSet::new();
    let walked = plan.apply(|node| {
        if node.output_partitioning().partition_count() != 1 {
            several.insert(node.name().to_owned());
        }
        Ok(TreeNodeRecursion::Continue)
    });
    match (walked, several.first()) {
        (Ok(_), None) => Ok(()),
        (Ok(_), Some(node)) => Err(Error::internal(format!("{at}: the plan has several partitions at {node}"))),
        (Err(e), _) => Err(Error::internal(format!("{at}: inspect the plan: {e}"))),
    }
}
