//! The SQL mapper: the job's statements, planned once by DataFusion and run for every window.
//!
//! - `plan` goes from statements to physical plans; `session` is DataFusion's set-up for that.
//! - `events_table` is the window as a table, `lookup_table` a job's table; `lookup_rule` turns joins with a
//!   table's key into probes of its index (`lookup_join`), `union_all` keeps every plan in one partition.
//! - `dialect` makes statements mean what the standard and PostgreSQL say, where DataFusion has it otherwise.
//! - `text`, `checks`, `mixed_types`, `constants`, `output` and `errors` refuse what can't work, with the place;
//!   `warnings` name what works in a way that surprises; `data_errors` say why a window could not be mapped.
//!
//! Easy to break: every plan is reset before it runs, or a join answers from the window before; plans have one partition
//! and no tasks of their own, so that `block_on` runs them and the order of rows follows from the statement; nothing in
//! a plan may differ from run to run.

use std::collections::BTreeMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, SchedulingType, reset_plan_states};
use datafusion::physical_plan::memory::MemoryStream;
use datafusion::physical_plan::{ExecutionPlan, Partitioning, PlanProperties};
use futures::StreamExt;

use super::{Events, FailedEvent, FailedRow, MapError, MapResult, Mapper, OutputSchema, Projection, Rows};
use crate::error::{Error, Result};
use crate::functions::WindowTime;
use crate::job::Location;
use data_errors::Literals;
use events_table::Window;
use failures::{GroupCount, GroupSizes, SetAside, SetAsideRows};
use output::Shape;

mod bounds;
mod checks;
mod constants;
mod data_errors;
mod dialect;
mod errors;
mod events_table;
mod failures;
mod grammar;
mod guards;
mod lookup_join;
mod lookup_rule;
mod lookup_table;
mod mixed_types;
mod output;
mod plan;
mod session;
mod text;
mod union_all;
mod warnings;

pub use plan::{PlanInput, SqlPlan, StatementPlan};

/// Runs a job's statements over windows.
pub struct SqlMapper {
    window: Window,
    window_time: WindowTime,
    projection: Projection,
    statements: Vec<PlannedStatement>,
    task: Arc<TaskContext>,
}

/// A statement for an output.
struct PlannedStatement {
    at: Location,
    output: OutputSchema,
    plan: Arc<dyn ExecutionPlan>,
    /// Where the plan puts rows that it cannot compute.
    set_aside: SetAsideRows,
    shape: Shape,
    literals: Literals,
}

impl SqlMapper {
    /// Plans the statements; takes milliseconds. Views are planned as well, for their errors, but run only as parts of
    /// the statements that read them.
    ///
    /// # Errors
    /// A statement is no query, does not plan, gives something else on every run, or does not fit its output. The
    /// message names the place in the job file and shows the line.
    pub fn plan(input: PlanInput<'_>) -> Result<SqlPlan> {
        plan::plan(input)
    }
}

impl Mapper for SqlMapper {
    fn projection(&self) -> Projection {
        self.projection.clone()
    }

    /// One entry per statement.
    fn outputs(&self) -> Vec<OutputSchema> {
        self.statements.iter().map(|statement| statement.output.clone()).collect()
    }

    /// A statement that gives no rows has no [`Rows`]; one that gives many may have several. Events that a statement
    /// fails on are left out of all statements.
    fn map(&mut self, events: &Events) -> Result<MapResult, MapError> {
        self.window_time.set(events.window_time);
        let mut failed_events: Vec<FailedEvent> = vec![];
        let mut kept: Option<Vec<u32>> = None;
        loop {
            let batch = match &kept {
                None => events.batch.clone(),
                Some(kept) => events.only(kept)?.batch,
            };
            match self.map_batch(&batch)? {
                Mapping::Mapped(mut result) => {
                    failed_events.sort_by_key(|event| event.row);
                    result.failed_events = failed_events;
                    return Ok(result);
                }
                Mapping::Failed(failed) => {
                    let rows = kept.unwrap_or_else(|| (0..events.batch.num_rows() as u32).collect());
                    kept = Some(
                        rows.iter()
                            .enumerate()
                            .filter(|(at, _)| !failed.contains_key(at))
                            .map(|(_, row)| *row)
                            .collect(),
                    );
                    let original =
                        failed.into_iter().map(|(at, message)| FailedEvent { row: rows[at] as usize, message });
                    failed_events.extend(original);
                }
            }
        }
    }
}

/// What the statements make of some events.
enum Mapping {
    Mapped(MapResult),
    /// The events (by row) that statements fail on, with what is wrong; at least one.
    Failed(BTreeMap<usize, String>),
}

impl SqlMapper {
    fn map_batch(&self, batch: &RecordBatch) -> Result<Mapping, MapError> {
        let mut result = MapResult::default();
        let (mut failed, mut unexplained) = (BTreeMap::new(), None);
        for (output, statement) in self.statements.iter().enumerate() {
            let at_fault = |e: &DataFusionError| {
                data_errors::message(e, &statement.output.output, &statement.at, &statement.literals)
            };
            let stop = |e: &DataFusionError| {
                data_errors::stop(e, &statement.output.output, &statement.at, &statement.literals)
            };
            statement.set_aside.take();
            match self.run(batch, || statement.rows(&self.task)) {
                Ok(batches) => {
                    result.rows.extend(batches.into_iter().map(|batch| Rows { output, batch }));
                    let mut counted = vec![];
                    for row in statement.set_aside.take() {
                        let message = at_fault(&row.error);
                        let events = self.events_of(&row, batch, &mut counted).map_err(|e| stop(&e))?;
                        let values = failures::to_json(&row.values).map_err(|e| stop(&e))?;
                        result.failed_rows.push(FailedRow { output, message, values, events });
                    }
                }
                Err(error) if !data_errors::is_of_data(&error) => return Err(stop(&error)),
                Err(error) => {
                    let found = self.failing_events(statement, batch).map_err(|e| stop(&e))?;
                    if found.is_empty() {
                        unexplained.get_or_insert_with(|| stop(&error));
                    }
                    for (row, error) in found {
                        failed.entry(row).or_insert_with(|| at_fault(&error));
                    }
                }
            }
        }
        match (failed.is_empty(), unexplained) {
            (false, _) => Ok(Mapping::Failed(failed)),
            (true, Some(stop)) => Err(stop),
            (true, None) => Ok(Mapping::Mapped(result)),
        }
    }

    /// Runs a plan, or several, over these events. A panic is an error of theirs.
    fn run<T, F: Future<Output = Result<T, DataFusionError>>>(
        &self,
        batch: &RecordBatch,
        run: impl Fn() -> F,
    ) -> Result<T, DataFusionError> {
        let _loaded = self.window.load(batch.clone());
        let run = AssertUnwindSafe(|| block_on(run()));
        catch_unwind(run).unwrap_or_else(|_| Err(data_errors::panicked()))
    }

    /// The events that the statement's row-wise parts fail on.
    fn failing_events(
        &self,
        statement: &PlannedStatement,
        batch: &RecordBatch,
    ) -> Result<Vec<(usize, DataFusionError)>, DataFusionError> {
        let mut failing = vec![];
        for part in failures::row_wise_parts(&statement.plan) {
            let whole = Arc::ptr_eq(&part, &statement.plan);
            failing.extend(failures::failing_rows(batch, &|events| {
                self.run(&events, || async {
                    let batches = collect(&part, &self.task).await?;
                    // The output's form is the last thing that can fail on a row.
                    let shape = batches.iter().filter(|_| whole);
                    Ok(shape.map(|batch| statement.shape.apply(batch)).try_for_each(|batch| batch.map(|_| ()))?)
                })
            })?);
        }
        Ok(failing)
    }

    /// How many events are in the group of a row. Groups are counted once for all rows that fail in one place.
    fn events_of(
        &self,
        row: &SetAside,
        batch: &RecordBatch,
        counted: &mut Vec<(Arc<GroupCount>, GroupSizes)>,
    ) -> Result<Option<u64>, DataFusionError> {
        let Some(count) = &row.count else { return Ok(None) };
        if !counted.iter().any(|(known, _)| Arc::ptr_eq(known, count)) {
            let sizes = count.sizes(&self.run(batch, || collect(&count.plan, &self.task))?)?;
            counted.push((count.clone(), sizes));
        }
        let key = count.key(&row.values)?;
        let sizes = counted.iter().find(|(known, _)| Arc::ptr_eq(known, count));
        Ok(sizes.and_then(|(_, sizes)| sizes.get(&key).copied()))
    }
}

impl PlannedStatement {
    /// The statement's rows for the window that is loaded.
    async fn rows(&self, task: &Arc<TaskContext>) -> Result<Vec<RecordBatch>, DataFusionError> {
        let batches = collect(&self.plan, task).await?;
        batches.iter().map(|batch| Ok(self.shape.apply(batch)?)).collect()
    }
}

/// What a plan returns for the window that is loaded, without empty batches. A join of all rows with all rows returns the
/// square of the window: what cannot fit is given up.
async fn collect(plan: &Arc<dyn ExecutionPlan>, task: &Arc<TaskContext>) -> Result<Vec<RecordBatch>, DataFusionError> {
    let plan = reset_plan_states(plan.clone())?;
    // What a row takes at least: the text of a text may be shared.
    let row_bytes: usize = plan.schema().fields().iter().map(|f| f.data_type().primitive_width().unwrap_or(8)).sum();
    let mut stream = plan.execute(0, task.clone())?;
    let (mut batches, mut rows) = (vec![], 0_usize);
    while let Some(batch) = stream.next().await {
        let batch = batch?;
        rows += batch.num_rows();
        if rows.saturating_mul(row_bytes) > session::MEMORY_BYTES_MAX {
            return Err(DataFusionError::ResourcesExhausted("rows of a statement".into()));
        }
        if batch.num_rows() > 0 {
            batches.push(batch);
        }
    }
    Ok(batches)
}

/// Runs a future on this thread. Plans wait for nothing outside of themselves, so no runtime is needed; and unlike one
/// this can be called from anywhere.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// Of a node that gives rows of its own accord, in one partition and no particular order. "Cooperative": it need not be
/// interrupted for the sake of other tasks, since there are none.
fn leaf_properties(schema: SchemaRef) -> Arc<PlanProperties> {
    let order = EquivalenceProperties::new(schema);
    let partitions = Partitioning::UnknownPartitioning(1);
    let properties = PlanProperties::new(order, partitions, EmissionType::Incremental, Boundedness::Bounded);
    Arc::new(properties.with_scheduling_type(SchedulingType::Cooperative))
}

/// Rows in batches of the session's size.
fn stream(rows: &RecordBatch, context: &TaskContext) -> datafusion::common::Result<SendableRecordBatchStream> {
    let (count, batch) = (rows.num_rows(), context.session_config().batch_size());
    let batches = (0..count).step_by(batch).map(|start| rows.slice(start, batch.min(count - start))).collect();
    Ok(Box::pin(MemoryStream::try_new(batches, rows.schema(), None)?))
}

/// A defect in mubatch that a plan comes across.
fn defect(what: impl std::fmt::Display) -> DataFusionError {
    DataFusionError::External(Box::new(Error::internal(what.to_string())))
}

#[cfg(test)]
mod tests;
