//! How long a processor takes from its start until its first row can be read, committed.

use std::time::Duration;

use mubatch::clock::Clock;
use mubatch::{Error, Result};
use rdkafka::error::KafkaError;

use crate::cluster::{Cluster, failed};
use crate::contender::{Contender, Task};
use crate::drain::Machine;
use crate::job_file::{WINDOW_EVENTS, folder};
use crate::process::Process;
use crate::report::{Row, markdown, surroundings};
use crate::workload::{EventFormat, Workload};

/// How long the first row may take.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// How often each is started
    #[arg(long, default_value_t = 5)]
    pub runs: usize,
    #[command(flatten)]
    pub machine: Machine,
}

pub fn run(options: &Options, workload: Workload, clock: &dyn Clock) -> Result<()> {
    let cluster = Cluster::from_env()?;
    let prefix = format!("bench-{}-start", clock.unix_millis());
    let source = cluster.create(format!("{prefix}-events"))?;
    cluster.produce(&source, 1000, |sequence, value| Some(workload.write(sequence, EventFormat::Json, value)))?;
    let mut rows: Vec<Row> = Contender::WRITERS.map(|c| Row { title: c.name().into(), cells: vec![Vec::new()] }).into();
    for run in 1..=options.runs {
        for (contender, row) in Contender::WRITERS.into_iter().zip(&mut rows) {
            let name = format!("{prefix}-{}-{run}", contender.slug());
            let output = cluster.create(name.clone())?;
            let consumer = cluster.reader(&output)?;
            // Its connections are open once it has seen that there is nothing.
            while !matches!(consumer.poll(PATIENCE), Some(Err(KafkaError::PartitionEOF(_))) | None) {}
            let directory = folder()?;
            let command = contender.command(&Task {
                bootstrap: cluster.bootstrap(),
                source: &source.name,
                output: &output.name,
                group: &name,
                workers: 1,
                window_ms: 100,
                window_events: WINDOW_EVENTS,
                directory: directory.path(),
                registry: None,
                program: options.machine.bin.as_deref(),
            })?;
            let started = clock.now();
            let mut process = Process::start(command, &directory.path().join("log"))?;
            loop {
                process.check_running()?;
                match consumer.poll(Duration::from_millis(20)) {
                    Some(Ok(_)) => break,
                    Some(Err(KafkaError::PartitionEOF(_))) | None if clock.now().since(started) < PATIENCE => {}
                    Some(Err(KafkaError::PartitionEOF(_))) | None => {
                        return Err(Error::environment(format!(
                            "nothing came; its log ends so:\n{}",
                            process.log_end()
                        )));
                    }
                    Some(Err(error)) => return Err(failed("read the output")(error)),
                }
            }
            row.cells[0].push(clock.now().since(started).as_secs_f64());
            process.stop(clock)?;
        }
    }
    println!("\n### Start to the first committed row\n\nRuns: {}; minimum / median / maximum\n", options.runs);
    println!("{}\n{}", markdown("", &[("s", 2)], &rows), surroundings());
    Ok(())
}
