//! Who is measured: each a process that reads the source, writes its output and commits both together.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use mubatch::{Error, Result};

use crate::audit::Expected;
use crate::limits::PassThrough;
use crate::workload::{COLUMNS, SQL, ads_csv};

/// The size of the job's output as JSON.
const OUTPUT_BYTES: usize = 203;

/// A processor, or a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contender {
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
    pub window_ms: u64,
    /// The most events of a window; the limit knows none.
    pub window_events: u64,
    /// A folder for its files.
    pub directory: &'a Path,
}

impl Contender {
    /// All of them, in the order in which they run.
    pub const ALL: [Self; 2] = [Self::PassThrough, Self::Mubatch];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::PassThrough => "L2",
            Self::Mubatch => "mubatch",
        }
    }

    /// Its name in topics and groups.
    pub fn slug(self) -> &'static str {
        match self {
            Self::PassThrough => "pass-through",
            Self::Mubatch => "mubatch",
        }
    }

    /// The process, not yet started.
    pub fn command(self, task: &Task<'_>) -> Result<Command> {
        match self {
            Self::PassThrough => pass_through(task),
            Self::Mubatch => mubatch(task),
        }
    }

    /// What must be in the output when the partitions of the source hold so many events.
    pub fn expected(self, partition_events: &[u64]) -> Expected {
        match self {
            Self::PassThrough => {
                let rows = partition_events.iter().map(|&events| PassThrough::passed_of(events)).sum();
                Expected::Copies { rows, bytes: OUTPUT_BYTES }
            }
            Self::Mubatch => Expected::Activations,
        }
    }

    /// Whether it ended as it should when it was asked to.
    pub fn ended_well(self, status: ExitStatus) -> bool {
        match self {
            Self::PassThrough => true, // the signal ends it: it has nothing to finish
            Self::Mubatch => status.success(),
        }
    }
}

fn pass_through(task: &Task<'_>) -> Result<Command> {
    let program = std::env::current_exe().map_err(|error| Error::environment(format!("find this program: {error}")))?;
    let mut command = Command::new(program);
    command.args(["pass-through", "--bootstrap", task.bootstrap, "--source", task.source, "--output", task.output]);
    command.args(["--group", task.group, "--output-bytes", &OUTPUT_BYTES.to_string()]);
    command.args(["--window-ms", &task.window_ms.to_string()]);
    Ok(command)
}

fn mubatch(task: &Task<'_>) -> Result<Command> {
    write(task.directory.join("ads.csv"), &ads_csv())?;
    let job = write(task.directory.join("job.yaml"), &job(task))?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_mubatch"));
    command.arg("run").arg(job).env("MUBATCH_INSTANCE", "bench");
    Ok(command)
}

fn job(task: &Task<'_>) -> String {
    let Task { bootstrap, source, output, group, window_ms, window_events, .. } = task;
    let columns: String = COLUMNS.iter().map(|(name, kind)| format!("    {name}: {kind}\n")).collect();
    let sql: String = SQL.lines().map(|line| format!("      {line}\n")).collect();
    format!(
        "\
job: {group}
kafka: {{bootstrap.servers: '{bootstrap}'}}
source:
  topics: [{source}]
  format: json
  columns:
{columns}  key: user_id
window: {{age: {window_ms}ms, events: {window_events}}}
tables:
  ads: {{file: ads.csv, key: ad_id}}
mapper:
  - into: activations
    sql: |
{sql}outputs:
  activations: {{topic: {output}, format: json, key: user_id}}
"
    )
}

fn write(path: PathBuf, content: &str) -> Result<PathBuf> {
    fs::write(&path, content).map_err(|error| Error::environment(format!("write {}: {error}", path.display())))?;
    Ok(path)
}
