//! Who is measured: each a process that reads the source, writes its output and commits both together.

use std::path::Path;
use std::process::{Command, ExitStatus};

use mubatch::{Error, Result};

use crate::audit::Expected;
use crate::job_file::JobFile;
use crate::limits::PassThrough;
use crate::workload::EventFormat;

/// What a limit puts out.
#[derive(Debug, Clone, Copy)]
pub struct PassedOn {
    /// Rows of a thousand events, at most 1000.
    pub per_thousand: u64,
    /// Bytes of each.
    pub bytes: usize,
}

/// What the workload's job puts out, as JSON.
const OF_WORKLOAD: PassedOn = PassedOn { per_thousand: 300, bytes: 203 };

/// A processor, or a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contender {
    /// L1, a process of this program.
    ConsumeOnly,
    /// L2, a process of this program.
    PassThrough,
    /// The program, with the workload's job.
    Mubatch,
}

/// What a contender is given.
pub struct Task<'a> {
    pub bootstrap: &'a str,
    pub source: &'a str,
    pub output: &'a str,
    /// The consumer group.
    pub group: &'a str,
    /// Members of the group, in mubatch's process.
    pub workers: usize,
    pub window_ms: u64,
    /// The most events of a window; the limit knows none.
    pub window_events: u64,
    /// A folder for its files.
    pub directory: &'a Path,
    /// The registry's URL, where events are Avro.
    pub registry: Option<&'a str>,
    /// The program, where it is not the one that was built with this.
    pub program: Option<&'a Path>,
}

impl Contender {
    /// All of them, in the order in which they run; figures are held against the first.
    pub const ALL: [Self; 3] = [Self::PassThrough, Self::ConsumeOnly, Self::Mubatch];
    /// Those that put something out.
    pub const WRITERS: [Self; 2] = [Self::PassThrough, Self::Mubatch];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::ConsumeOnly => "L1",
            Self::PassThrough => "L2",
            Self::Mubatch => "mubatch",
        }
    }

    /// Its name in topics and groups.
    pub fn slug(self) -> &'static str {
        match self {
            Self::ConsumeOnly => "consume-only",
            Self::PassThrough => "pass-through",
            Self::Mubatch => "mubatch",
        }
    }

    /// The process, not yet started.
    pub fn command(self, task: &Task<'_>) -> Result<Command> {
        match self {
            Self::ConsumeOnly | Self::PassThrough => self.limit(task, OF_WORKLOAD),
            Self::Mubatch => mubatch(task),
        }
    }

    /// The process of a limit, which puts out this.
    pub fn limit(self, task: &Task<'_>, passed_on: PassedOn) -> Result<Command> {
        let program =
            std::env::current_exe().map_err(|error| Error::environment(format!("find this program: {error}")))?;
        let mut command = Command::new(program);
        command.args(["pass-through", "--bootstrap", task.bootstrap, "--source", task.source, "--output", task.output]);
        command.args(["--group", task.group, "--output-bytes", &passed_on.bytes.to_string()]);
        command.args(["--output-per-thousand", &passed_on.per_thousand.to_string()]);
        command.args(["--window-ms", &task.window_ms.to_string()]);
        command.args((self == Self::ConsumeOnly).then_some("--consume-only"));
        Ok(command)
    }

    /// What must be in the output when the partitions of the source hold so many events.
    pub fn expected(self, partition_events: &[u64], format: EventFormat) -> Expected {
        match self {
            Self::ConsumeOnly => Expected::Copies { rows: 0, bytes: 0, format },
            Self::PassThrough => {
                let PassedOn { per_thousand, bytes } = OF_WORKLOAD;
                let rows = partition_events.iter().map(|&events| PassThrough::passed_of(per_thousand, events)).sum();
                Expected::Copies { rows, bytes, format }
            }
            Self::Mubatch => Expected::Activations,
        }
    }

    /// Whether it ended as it should when it was asked to.
    pub fn ended_well(self, status: ExitStatus) -> bool {
        match self {
            Self::ConsumeOnly | Self::PassThrough => true, // the signal ends it: it has nothing to finish
            Self::Mubatch => status.success(),
        }
    }
}

fn mubatch(task: &Task<'_>) -> Result<Command> {
    let &Task { bootstrap, source, output, group, workers, window_ms, window_events, registry, .. } = task;
    let job = JobFile { name: group, bootstrap, source, output, registry, workers, window_ms, window_events };
    let job = job.write(task.directory)?;
    Ok(run_job(&job, task.program))
}

/// The program, with a job of its own.
pub fn run_job(job: &Path, program: Option<&Path>) -> Command {
    let mut command = Command::new(program.unwrap_or(Path::new(env!("CARGO_BIN_EXE_mubatch"))));
    command.arg("run").arg(job).env("MUBATCH_INSTANCE", "bench");
    command
}
