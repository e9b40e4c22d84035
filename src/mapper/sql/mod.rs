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

use super::{Events, MapError, Mapper, OutputSchema, Projection, Rows};
use crate::error::{Error, Result};
use crate::functions::WindowTime;
use crate::job::Location;
use data_errors::Literals;
use events_table::Window;
use output::Shape;

mod checks;
mod constants;
mod data_errors;
mod dialect;
mod errors;
mod events_table;
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

    /// A statement that gives no rows has no [`Rows`]; one that gives many may have several.
    fn map(&mut self, events: &Events) -> Result<Vec<Rows>, MapError> {
        self.window_time.set(events.window_time);
        let _loaded = self.window.load(events.batch.clone());
        let mut rows = vec![];
        for (output, statement) in self.statements.iter().enumerate() {
            let run = AssertUnwindSafe(|| block_on(statement.run(&self.task)));
            let batches = catch_unwind(run).unwrap_or_else(|_| Err(data_errors::panicked()));
            let batches = batches.map_err(|e| {
                data_errors::map_error(&e, &statement.output.output, &statement.at, &statement.literals)
            })?;
            rows.extend(batches.into_iter().map(|batch| Rows { output, batch }));
        }
        Ok(rows)
    }
}

impl PlannedStatement {
    /// The statement's rows for the window that is loaded.
    async fn run(&self, task: &Arc<TaskContext>) -> Result<Vec<RecordBatch>, DataFusionError> {
        let plan = reset_plan_states(self.plan.clone())?;
        let mut stream = plan.execute(0, task.clone())?;
        let mut batches = vec![];
        while let Some(batch) = stream.next().await {
            let batch = batch?;
            if batch.num_rows() > 0 {
                batches.push(self.shape.apply(&batch)?);
            }
        }
        Ok(batches)
    }
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
