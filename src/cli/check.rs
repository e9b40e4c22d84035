//! `mubatch check JOB`: everything that can be known without running.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::{JobArgs, MapperSource, Prepared, kafka, prepare};
use crate::broker::kafka::KafkaBroker;
use crate::broker::{Broker, ProducerSpec, TopicInfo};
use crate::codec::registry::MemoryRegistry;
use crate::codec::schema::sql_type;
use crate::error::{Error, Result};
use crate::mapper::sql::{SqlPlan, StatementPlan};
use crate::pipeline::blueprint::Blueprint;
use crate::pipeline::preflight;

#[derive(Args)]
pub struct CheckArgs {
    #[command(flatten)]
    job: JobArgs,
    /// Also look at the broker: topics, partition counts, record sizes, the rights on them, on the group and on
    /// transactional ids
    #[arg(long)]
    broker: bool,
}

/// What one call to the broker may take.
const CALL: Duration = Duration::from_secs(5);

/// Prints plans and output schemas; an error says what is wrong with the job.
pub fn check(args: &CheckArgs, source: &MapperSource) -> Result<()> {
    let Prepared { job, mapper, plan, .. } = prepare(&args.job, source, false)?;
    println!("job {} (version {})", job.name, job.version);
    if let Some(plan) = &plan {
        print_plan(plan);
    }
    let format = job.source.format;
    let broker = kafka(&job)?;
    // No registry is asked: whether what is written fits it shows with the first window.
    let blueprint = Blueprint::new(job, mapper, format, Some(Arc::new(MemoryRegistry::default())))?;
    if args.broker {
        check_broker(&broker, &blueprint)?;
    }
    println!("ok");
    Ok(())
}

fn print_plan(plan: &SqlPlan) {
    for StatementPlan { at, output, schema, physical } in &plan.statements {
        println!("\n{at}: into {output}");
        for field in schema.fields() {
            let null = if field.is_nullable() { "" } else { " not null" };
            println!("  {} {}{null}", field.name(), sql_type(field.data_type()));
        }
        println!("  plan:");
        for line in physical.lines() {
            println!("    {line}");
        }
    }
    for warning in &plan.warnings {
        println!("\nwarning: {warning}");
    }
    println!();
}

fn check_broker(broker: &KafkaBroker, blueprint: &Blueprint) -> Result<()> {
    let job = &blueprint.job;
    let wanted: Vec<String> = job.source.topics.iter().chain(blueprint.topics.names()).cloned().collect();
    let known = broker.topics(&wanted, CALL).map_err(|error| match error.class.is_final() {
        true => preflight::refused(blueprint, &error),
        false => Error::environment(format!("look at the topics: {error}")),
    })?;
    for (topic, info) in &known {
        let bytes = info.max_message_bytes.map_or_else(
            || "record size limit unknown (DESCRIBE_CONFIGS on the topic is missing)".to_owned(),
            |bytes| format!("records up to {bytes} bytes"),
        );
        println!("topic {topic}: {} partitions, {bytes}", info.partitions);
    }
    preflight::unusable_topics(blueprint, &known).map_or(Ok(()), Err)?;
    check_group(broker, blueprint, &known)?;
    check_transactional_id(broker, blueprint)
}

/// Whether we may see the group's offsets: who was given no right on the group is told now, not at the first rebalance.
fn check_group(broker: &KafkaBroker, blueprint: &Blueprint, known: &BTreeMap<String, TopicInfo>) -> Result<()> {
    let job = &blueprint.job;
    let sources = known.iter().filter(|(topic, _)| job.source.topics.contains(topic));
    let partitions: Vec<_> =
        sources.flat_map(|(topic, info)| (0..info.partitions).map(|number| (topic.clone(), number))).collect();
    match broker.committed(&job.name, &partitions, CALL) {
        // Offsets whose transaction is open are no offsets yet, and the question goes without an answer: it was allowed.
        Err(error) if error.class.is_final() => Err(Error::job(format!("look at group {}: {error}", job.name))),
        Err(_) | Ok(_) => Ok(()),
    }
}

/// Whether we may have a transactional id that begins as the job's do. No worker has this one: none is fenced by it.
fn check_transactional_id(broker: &KafkaBroker, blueprint: &Blueprint) -> Result<()> {
    let spec = ProducerSpec {
        transactional_id: format!("{}/check", blueprint.job.name),
        topics: blueprint.topics.names().to_vec(),
        sources: blueprint.job.source.topics.clone(),
        transaction_timeout: CALL,
    };
    let asked = broker.producer(&spec).and_then(|mut producer| producer.init(CALL));
    asked.map_err(|error| error.while_doing(&format!("get transactional id {}", spec.transactional_id)))
}
