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
#[path = "chaos/figures.rs"]
mod figures;
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
use std::sync::Mutex;
use std::time::Duration;

use clap::Parser;

use cell::Plan;
use cluster::{Cluster, Registry};
use faults::{Fault, Surroundings};
use figures::{Figure, Setting};
use job::Protocol;

#[derive(Parser)]
#[command(about = "Runs a job on real brokers under faults, and checks that every event counts once")]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    figure: Option<Figure>,
}

#[derive(clap::Args)]
struct Options {
    /// These faults only
    #[arg(global = true, long, value_delimiter = ',')]
    only: Vec<Fault>,
    /// These group protocols only
    #[arg(global = true, long, value_delimiter = ',')]
    protocol: Vec<Protocol>,
    /// On one broker, on three, or both
    #[arg(global = true, long, value_delimiter = ',', default_value = "1,3", value_parser = clap::builder::PossibleValuesParser::new(["1", "3"]))]
    brokers: Vec<String>,
    /// The chosen third of the cells that every change must pass
    #[arg(global = true, long)]
    ci: bool,
    /// How many cells run side by side, where no fault of one is felt by the others
    #[arg(global = true, long, value_name = "CELLS", default_value_t = 4)]
    beside: usize,
    /// Instead of cells: random faults of all kinds for so many seconds
    #[arg(global = true, long, value_name = "SECONDS")]
    soak: Option<u64>,
    /// How long each cell lasts at least, in seconds
    #[arg(global = true, long, value_name = "SECONDS", default_value_t = 0)]
    lasts: u64,
    /// The time between two faults; each kind has its own otherwise
    #[arg(global = true, long, value_name = "SECONDS")]
    every: Option<f64>,
    /// Events of a cell, at least
    #[arg(global = true, long, default_value_t = 100_000)]
    events: i64,
    /// Events a second
    #[arg(global = true, long, default_value_t = 4_000)]
    rate: i64,
    /// The same seed gives the same schedule of faults
    #[arg(global = true, long, default_value_t = 1)]
    seed: u64,
    /// More of the job file for every process, as for `mubatch run --set`; {slot} stands for the process's number
    #[arg(global = true, long = "set", value_name = "KEY=VALUE")]
    settings: Vec<String>,
    /// Keep the logs of good cells as well
    #[arg(global = true, long)]
    keep: bool,
    /// Where the brokers' data and the cells' logs go
    #[arg(global = true, long)]
    directory: Option<PathBuf>,
    /// The first port of the brokers; 0: free ones
    #[arg(global = true, long, default_value_t = 0)]
    port: u16,
}

impl Options {
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
    let Cli { options, figure } = Cli::parse();
    if let Some(Figure::Member { properties }) = &figure {
        figures::member(properties);
        return ExitCode::SUCCESS;
    }
    let good = match figure {
        None => options.run_cells(),
        Some(figure) => options.measure(&figure),
    };
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs it, and turns a panic into its message.
fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
    })
}

impl Options {
    fn directory(&self) -> PathBuf {
        self.directory.clone().expect("--directory is given by scripts/chaos")
    }

    fn cluster(&self, brokers: usize) -> Cluster {
        println!("starting {brokers} broker(s)");
        Cluster::start(self.directory().join(format!("kafka-{brokers}")), brokers, self.port)
    }

    fn brokers(&self) -> Vec<usize> {
        self.brokers.iter().map(|brokers| brokers.parse().expect("a number")).collect()
    }

    /// Returns whether all are good.
    fn run_cells(&self) -> bool {
        let table = Mutex::<report::Table>::default();
        for brokers in self.brokers() {
            let felt = |plan: &Plan| plan.faults.iter().any(|fault| fault.is_felt_by_others());
            let (alone, beside): (Vec<_>, Vec<_>) = self.plans(brokers).into_iter().partition(felt);
            let mut cluster = None;
            if !beside.is_empty() {
                self.run_beside(beside, cluster.insert(self.cluster(brokers)), &table);
            }
            for plan in alone {
                let running = cluster.get_or_insert_with(|| self.cluster(brokers));
                if !self.run_cell(&plan, running, None, &table) {
                    cluster = None; // the next cell starts with brokers that nothing has happened to
                }
            }
        }
        let table = table.into_inner().expect("no panic");
        table.print();
        table.all_good()
    }

    /// Runs cells whose faults only their own job feels, several at a time.
    fn run_beside(&self, plans: Vec<Plan>, cluster: &Cluster, table: &Mutex<report::Table>) {
        let needs_registry = plans.iter().any(|plan| plan.faults.contains(&Fault::Registry));
        let registry = needs_registry.then(|| Registry::start(self.directory().join("registry")));
        let queue = Mutex::new(plans.into_iter());
        let next = || queue.lock().expect("no panic").next();
        std::thread::scope(|scope| {
            for _ in 0..self.beside {
                scope.spawn(|| {
                    while let Some(plan) = next() {
                        self.run_cell(&plan, cluster, registry.as_ref(), table);
                    }
                });
            }
        });
    }

    /// Returns whether it is good.
    fn run_cell(
        &self,
        plan: &Plan,
        cluster: &Cluster,
        registry: Option<&Registry>,
        table: &Mutex<report::Table>,
    ) -> bool {
        let directory = cell::directory(&self.directory().join("cells"), plan);
        let _ = std::fs::remove_dir_all(&directory); // of an earlier run
        std::fs::create_dir_all(&directory).expect("a directory");
        let before = cluster.markers_given_up();
        let outcome = caught(|| cell::run(plan, cluster, registry, &directory));
        let given_up = cluster.markers_given_up() - before;
        let good = table.lock().expect("no panic").add(plan, outcome, given_up, &directory);
        if !good {
            cluster.save(&directory);
        } else if !self.keep {
            std::fs::remove_dir_all(&directory).expect("removed");
        }
        good
    }

    fn measure(&self, figure: &Figure) -> bool {
        let brokers = *self.brokers().first().expect("one or three");
        let protocol = self.protocol.first().copied().unwrap_or(Protocol::Cooperative);
        let cluster = self.cluster(brokers);
        let directory = figures::directory(&self.directory());
        let settings = self.settings.clone();
        let setting = Setting { cluster: &cluster, protocol, rate: self.rate, settings, directory };
        let measured = caught(|| match figure {
            Figure::Restart { runs } => setting.restart(*runs),
            Figure::PlannedRestart => setting.planned_restart(),
            Figure::Backlog { backlog, padding, stopped } => {
                setting.backlog(*backlog, *padding, Duration::from_secs(*stopped))
            }
            Figure::Member { .. } => unreachable!("needs no brokers"),
        });
        if let Err(why) = &measured {
            println!("FAILED: {why}; logs in {}", setting.directory.display());
        }
        measured.is_ok()
    }
}
