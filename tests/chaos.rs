//! Chaos on real Kafka: a job under load, faults, two readers, and the oracle. `make chaos` runs it; `--help` tells the
//! options.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

#[path = "chaos/cell.rs"]
mod cell;
#[path = "chaos/cluster.rs"]
mod cluster;
#[path = "chaos/faults.rs"]
mod faults;
#[path = "chaos/feeder.rs"]
mod feeder;
#[path = "chaos/job.rs"]
mod job;
#[path = "chaos/random.rs"]
mod random;
#[path = "chaos/report.rs"]
mod report;
mod support;
#[path = "chaos/watch.rs"]
mod watch;
#[path = "chaos/workers.rs"]
mod workers;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use cell::Plan;
use cluster::{Cluster, Registry};
use faults::{Fault, Surroundings};
use job::Protocol;

#[derive(Parser)]
#[command(about = "Runs a job on real brokers under faults, and checks that every event counts once")]
struct Cli {
    /// These faults only
    #[arg(long, value_delimiter = ',')]
    only: Vec<Fault>,
    /// These group protocols only
    #[arg(long, value_delimiter = ',')]
    protocol: Vec<Protocol>,
    /// On one broker, on three, or both
    #[arg(long, value_delimiter = ',', default_value = "1,3", value_parser = clap::builder::PossibleValuesParser::new(["1", "3"]))]
    brokers: Vec<String>,
    /// The chosen third of the cells that every change must pass
    #[arg(long)]
    ci: bool,
    /// Instead of cells: random faults of all kinds for so many seconds
    #[arg(long, value_name = "SECONDS")]
    soak: Option<u64>,
    /// How long each cell lasts at least, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    lasts: u64,
    /// The time between two faults; each kind has its own otherwise
    #[arg(long, value_name = "SECONDS")]
    every: Option<f64>,
    /// Events of a cell, at least
    #[arg(long, default_value_t = 100_000)]
    events: i64,
    /// Events a second
    #[arg(long, default_value_t = 8_000)]
    rate: i64,
    /// The same seed gives the same schedule of faults
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// More of the job file for every process, as for `mubatch run --set`; {slot} stands for the process's number
    #[arg(long = "set", value_name = "KEY=VALUE")]
    settings: Vec<String>,
    /// Keep the logs of good cells as well
    #[arg(long)]
    keep: bool,
    /// Where the brokers' data and the cells' logs go
    #[arg(long)]
    directory: PathBuf,
    /// The first port of the brokers; 0: free ones
    #[arg(long, default_value_t = 0)]
    port: u16,
}

impl Cli {
    fn plans(&self, brokers: usize) -> Vec<Plan> {
        let faults = if self.only.is_empty() { Fault::ALL } else { &self.only };
        let protocols = if self.protocol.is_empty() { Protocol::ALL } else { &self.protocol };
        let lasts = Duration::from_secs(self.lasts);
        let plan = |protocol, faults, lasts| Plan {
            brokers,
            protocol,
            faults,
            events: self.events,
            rate: self.rate,
            lasts,
            every: self.every.map(Duration::from_secs_f64),
            seed: self.seed,
            settings: self.settings.clone(),
        };
        let mut plans = Vec::new();
        for &protocol in protocols {
            let applies: Vec<Fault> = faults.iter().copied().filter(|fault| fault.applies(brokers)).collect();
            if let Some(seconds) = self.soak {
                let alike = [Surroundings::Nothing, Surroundings::Proxy];
                let applies = applies.into_iter().filter(|fault| alike.contains(&fault.surroundings())).collect();
                plans.push(plan(protocol, applies, Duration::from_secs(seconds)));
            } else {
                let chosen = applies.into_iter().filter(|fault| !self.ci || report::in_ci(*fault, protocol, brokers));
                plans.extend(chosen.map(|fault| plan(protocol, vec![fault], lasts)));
            }
        }
        plans
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let logs = cli.directory.join("cells");
    let mut table = report::Table::default();
    let mut registry = None;
    for brokers in [1, 3] {
        if !cli.brokers.contains(&brokers.to_string()) {
            continue;
        }
        let plans = cli.plans(brokers);
        if plans.is_empty() {
            continue;
        }
        println!("starting {brokers} broker(s)");
        let start = || Cluster::start(cli.directory.join(format!("kafka-{brokers}")), brokers, cli.port);
        let mut cluster = start();
        for plan in plans {
            if plan.faults.contains(&Fault::Registry) && registry.is_none() {
                registry = Some(Registry::start(cli.directory.join("registry")));
            }
            let directory = cell::directory(&logs, &plan);
            let _ = std::fs::remove_dir_all(&directory); // of an earlier run
            std::fs::create_dir_all(&directory).expect("a directory");
            let outcome = catch_unwind(AssertUnwindSafe(|| cell::run(&plan, &mut cluster, registry.as_ref(), &directory)));
            let outcome = outcome.map_err(|panic| {
                let text = panic.downcast_ref::<String>().cloned();
                text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
            });
            let good = table.add(&plan, outcome, &directory);
            if good && !cli.keep {
                std::fs::remove_dir_all(&directory).expect("removed");
            }
            if !good {
                // The next cell starts with brokers that nothing has happened to.
                drop(cluster);
                cluster = start();
            }
        }
    }
    table.print();
    if table.all_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
