//! The command line: one file per verb.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::broker::kafka::KafkaBroker;
use crate::error::{Error, Result};
use crate::functions::Context;
use crate::job::{Job, LoadOptions};
use crate::mapper::Mapper;
use crate::mapper::sql::{PlanInput, SqlMapper, SqlPlan};
use crate::metrics::FunctionNulls;
use crate::pipeline::blueprint::MapperFactory;
use crate::table::{Table, Tables, file};

mod check;
mod demo;
mod embedded;
mod examples;
mod functions;
mod logging;
mod map;
mod new;
mod run;

/// Kafka-native stream-to-microbatch processor: windows of events through SQL into topics, exactly once.
#[derive(Parser)]
#[command(name = "mubatch", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    logging: LoggingArgs,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Run the job
    Run(run::RunArgs),
    /// Check the job: parse it, plan every statement, print plans and output schemas
    Check(check::CheckArgs),
    /// Run the mapper over files, without a broker
    Map(map::MapArgs),
    /// Run the retargeting example on an embedded broker and show what flows
    Demo(demo::DemoArgs),
    /// Write a working job to start from
    New(new::NewArgs),
    /// Print the reference of the SQL functions
    Functions(functions::FunctionsArgs),
}

#[derive(Args, Clone)]
struct LoggingArgs {
    /// What is logged: error, warn, info, debug, trace, or a filter like `mubatch=debug,librdkafka=info`
    #[arg(long, global = true, value_name = "LEVEL")]
    log_level: Option<String>,
    /// How it is logged
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    log_format: LogFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

/// How a job file is read: what every verb that takes one takes.
#[derive(Args, Clone)]
struct JobArgs {
    /// The job file
    job: PathBuf,
    /// A file of NAME=value lines for the job's ${NAME}; the process's own environment goes before it
    #[arg(short, long, value_name = "FILE")]
    env_file: Vec<PathBuf>,
    /// Overrides a value of the job file, like `--set window.age=50ms`
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

/// Where the job's mapper comes from.
#[derive(Clone)]
pub enum MapperSource {
    /// The job file's statements.
    Sql,
    /// Rust: called once for each worker, and once to look at what it reads and writes.
    Rust(RustMapper),
}

/// Makes a mapper for a job.
pub type RustMapper = Arc<dyn Fn(&Job) -> Result<Box<dyn Mapper>> + Send + Sync>;

/// The program. Exit codes: 0 done, 1 the job failed (retry may help), 2 the job is wrong (retry won't help).
pub fn main() -> ExitCode {
    main_from(MapperSource::Sql)
}

/// The program, with a mapper written in Rust in place of the job file's statements.
pub fn main_with_mapper<M, F>(make: F) -> ExitCode
where
    M: Mapper + 'static,
    F: Fn(&Job) -> Result<M> + Send + Sync + 'static,
{
    main_from(MapperSource::Rust(Arc::new(move |job| Ok(Box::new(make(job)?)))))
}

fn main_from(source: MapperSource) -> ExitCode {
    let cli = Cli::parse();
    let result = logging::start(&cli.logging, matches!(cli.verb, Verb::Demo(_))).and_then(|()| match cli.verb {
        Verb::Run(args) => run::run(&args, &source),
        Verb::Check(args) => check::check(&args, &source),
        Verb::Map(args) => map::map(&args, &source),
        Verb::Demo(args) => demo::demo(&args),
        Verb::New(args) => new::new(&args),
        Verb::Functions(args) => functions::functions(&args),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

/// A job with its tables read and its statements planned.
struct Prepared {
    job: Job,
    mapper: MapperFactory,
    /// What `check` prints; `None` for a mapper in Rust.
    plan: Option<SqlPlan>,
    /// What the statements' functions count.
    nulls: Arc<FunctionNulls>,
}

fn prepare(args: &JobArgs, source: &MapperSource, embedded: bool) -> Result<Prepared> {
    let options = LoadOptions {
        env: environment(&args.env_file)?,
        sets: args.set.iter().map(|set| key_value(set)).collect::<Result<_>>()?,
        embedded,
        rust_mapper: matches!(source, MapperSource::Rust(_)),
    };
    prepare_from(&args.job, &options, source)
}

fn prepare_from(path: &Path, options: &LoadOptions, source: &MapperSource) -> Result<Prepared> {
    let job = crate::job::load(path, options)?;
    if let MapperSource::Rust(make) = source {
        let (make, job_of) = (make.clone(), job.clone());
        return Ok(Prepared { job, mapper: Arc::new(move || make(&job_of)), plan: None, nulls: Arc::default() });
    }
    let tables = load_tables(&job)?;
    let planned = job.clone();
    let functions = Context::new(job.data.clone(), options.env.clone());
    let nulls = functions.nulls.clone();
    let plan = move || {
        let Job { source, mapper, outputs, .. } = &planned;
        let (source, functions) = (&source.schema, &functions);
        SqlMapper::plan(PlanInput { source, statements: mapper, tables: &tables, outputs, functions })
    };
    let shown = plan()?;
    Ok(Prepared { job, mapper: Arc::new(move || Ok(Box::new(plan()?.into_mapper()))), plan: Some(shown), nulls })
}

/// The job's Kafka: its properties are checked, and nothing is connected to yet.
fn kafka(job: &Job) -> Result<KafkaBroker> {
    KafkaBroker::new(&job.name, &job.kafka.0).map_err(|error| error.context(job.file.display()))
}

fn load_tables(job: &Job) -> Result<Tables> {
    let load = |(name, spec): (&String, &crate::job::TableSpec)| -> Result<Arc<Table>> {
        let crate::job::TableKind::File(path) = &spec.kind;
        file::load(name, path, &spec.key, spec.columns.as_ref()).map(Arc::new)
    };
    job.tables.iter().map(load).collect()
}

/// The process's environment over the env files', later files over earlier ones.
fn environment(files: &[PathBuf]) -> Result<BTreeMap<String, String>> {
    let mut environment = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Error::job(format!("read env file {}: {error}", file.display())))?;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = || Error::job(format!("{}:{}: expected NAME=value", file.display(), number + 1));
            let (name, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=').ok_or_else(wrong)?;
            environment.insert(name.trim().to_owned(), unquoted(value.trim()).to_owned());
        }
    }
    environment.extend(std::env::vars_os().filter_map(|(name, value)| {
        Some((name.into_string().ok()?, value.into_string().ok()?)) // what is not UTF-8 cannot stand in a job file
    }));
    Ok(environment)
}

fn unquoted(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

fn key_value(set: &str) -> Result<(String, String)> {
    // Up to what may stand in place of the equals sign: what follows may be a password.
    let shown = || set.split([':', ' ']).next().unwrap_or_default();
    let (key, value) = set
        .split_once('=')
        .ok_or_else(|| Error::job(format!("--set {}: expected KEY=VALUE, like window.age=50ms", shown())))?;
    Ok((key.to_owned(), value.to_owned()))
}
