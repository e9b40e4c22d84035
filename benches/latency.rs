//! How long an event takes from the moment when it was to be sent until its row can be read, committed, at a steady rate
//! that waits for nobody; what that costs; and L3, what a transaction takes at least.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use mubatch::clock::{Clock, Tick};
use mubatch::{Error, Result};
use rdkafka::consumer::BaseConsumer;
use rdkafka::error::KafkaError;
use rdkafka::message::Message;

use crate::audit::{Audit, Expected, id_in};
use crate::cluster::{Cluster, Topic, failed};
use crate::contender::{Contender, Task};
use crate::drain::Machine;
use crate::histogram::Histogram;
use crate::job_file::{WINDOW_EVENTS, folder};
use crate::limits::{PassThrough, Producer, near_empty};
use crate::process::{Process, cpu_of};
use crate::report::{Row, markdown, surroundings};
use crate::workload::{EventFormat, Workload, sequence_of};

/// How long rows may fail to come.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the sender sends, unless told otherwise. Its requests are most of what the broker does.
pub const SEND_EVERY_MS: u64 = 2;
/// So many transactions first find coordinators and open connections; they are not measured.
const FIRST: usize = 20;

#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Events a second
    #[arg(long, default_value_t = 20_000)]
    pub rate: u64,
    /// Seconds of the same load beforehand, through L2: a broker that has just started compiles its code for a minute
    #[arg(long, default_value_t = 60)]
    pub warm_broker_s: u64,
    /// Seconds of each run before anything is measured
    #[arg(long, default_value_t = 5)]
    pub warm_up_s: u64,
    /// Seconds that are measured
    #[arg(long, default_value_t = 20)]
    pub seconds: u64,
    /// How often events that are due are sent, in milliseconds: all of them in one request a partition
    #[arg(long, default_value_t = SEND_EVERY_MS, value_parser = clap::value_parser!(u64).range(1..))]
    pub send_every_ms: u64,
    /// How often each is measured
    #[arg(long, default_value_t = 3)]
    pub runs: usize,
    /// The age at which a window closes, in milliseconds
    #[arg(long, value_delimiter = ',', default_value = "10,100")]
    pub window_ms: Vec<u64>,
    /// Near-empty transactions for L3
    #[arg(long, default_value_t = 500)]
    pub transactions: usize,
    #[command(flatten)]
    pub machine: Machine,
    /// Only whether the output is right
    #[arg(skip)]
    pub check: bool,
}

/// What a run showed.
struct Measured {
    latencies: Histogram,
    cpu_us: f64,
    broker_cpu_us: Option<f64>,
    rss_bytes: u64,
}

/// A run's plan: sequence numbers from `first` on are measured.
struct Load<'a> {
    options: &'a Options,
    clock: &'a dyn Clock,
    cluster: &'a Cluster,
    workload: Workload,
    window_ms: u64,
    /// When the first event is due.
    start: Tick,
    first: u64,
    events: u64,
}

pub fn run(options: &Options, workload: Workload, clock: &dyn Clock) -> Result<()> {
    let cluster = Cluster::from_env()?;
    if options.warm_broker_s > 0 {
        println!("warming the broker up");
        let load = Options { warm_up_s: 0, seconds: options.warm_broker_s, ..options.clone() };
        one(&load, workload, clock, &cluster, Contender::PassThrough, options.window_ms[0])?;
    }
    for &window_ms in &options.window_ms {
        let mut rows: Vec<Row> =
            Contender::WRITERS.map(|c| Row { title: c.name().into(), cells: vec![Vec::new(); 7] }).into();
        for run in 1..=options.runs {
            for (contender, row) in Contender::WRITERS.into_iter().zip(&mut rows) {
                let measured = one(options, workload, clock, &cluster, contender, window_ms);
                let measured = measured.map_err(|error| error.context(contender.name()))?;
                println!("run {run} of {}: {}: all rows as they must be", options.runs, contender.name());
                let quantiles = [0.5, 0.9, 0.99, 0.999].map(|share| measured.latencies.quantile_ms(share));
                for (cell, value) in row.cells.iter_mut().zip(quantiles) {
                    cell.extend(value);
                }
                row.cells[4].push(measured.cpu_us);
                row.cells[5].extend(measured.broker_cpu_us);
                row.cells[6].push(measured.rss_bytes as f64 / 1e6);
            }
        }
        if !options.check {
            let Options { rate, warm_up_s, seconds, runs, .. } = options;
            println!("\n### Latency at {rate} events a second, windows of {window_ms} ms\n");
            println!("Open loop, {seconds} s after {warm_up_s} s; runs: {runs}; minimum / median / maximum\n");
            let columns = [
                ("p50 ms", 1),
                ("p90 ms", 1),
                ("p99 ms", 1),
                ("p99.9 ms", 1),
                ("client CPU, µs an event", 1),
                ("broker CPU, µs an event", 1),
                ("memory (RSS), MB", 0),
            ];
            println!("{}", markdown("", &columns, &rows));
        }
    }
    transactions(options, clock, &cluster)?;
    if !options.check {
        println!("{}", surroundings());
    }
    Ok(())
}

/// L3: until a transaction is answered, and until its record can be read.
fn transactions(options: &Options, clock: &dyn Clock, cluster: &Cluster) -> Result<()> {
    let name = format!("bench-{}-l3", clock.unix_millis());
    let source = cluster.create(format!("{name}-events"))?;
    // Each transaction ends for us when `end` returns.
    let measure = |output: &Topic<'_>, end: &dyn Fn() -> Result<()>| {
        let spec = PassThrough {
            bootstrap: cluster.bootstrap().to_owned(),
            source: source.name.clone(),
            output: output.name.clone(),
            group: output.name.clone(),
            output_per_thousand: 0,
            output_bytes: 0,
            window_ms: 0,
            consume_only: false,
        };
        let mut took = Histogram::default();
        near_empty(&spec, FIRST + options.transactions, clock, |number, begun| {
            end()?;
            if number >= FIRST {
                took.record(clock.now().since(begun));
            }
            Ok(())
        })?;
        Result::Ok(took)
    };
    let answered = measure(&cluster.create(format!("{name}-answered"))?, &|| Ok(()))?;
    let output = cluster.create(format!("{name}-read"))?;
    let reader = cluster.reader(&output)?;
    let read = measure(&output, &|| read_one(&reader))?;
    if !options.check {
        let row = |title: &str, times: &Histogram| {
            let cell = |share| times.quantile_ms(share).into_iter().collect();
            Row { title: title.into(), cells: vec![cell(0.5), cell(0.99)] }
        };
        let rows = [row("L3, until it is answered", &answered), row("until it can be read", &read)];
        println!("\n### L3: {} near-empty transactions, one after the other\n", answered.count());
        println!("{}", markdown("", &[("p50 ms", 2), ("p99 ms", 2)], &rows));
    }
    Ok(())
}

/// Waits for the next record.
fn read_one(reader: &BaseConsumer) -> Result<()> {
    loop {
        match reader.poll(PATIENCE) {
            Some(Err(KafkaError::PartitionEOF(_))) => {}
            Some(record) => return record.map(drop).map_err(failed("read the output")),
            None => return Err(Error::environment(format!("read the output: nothing came for {PATIENCE:?}"))),
        }
    }
}

fn one(
    options: &Options,
    workload: Workload,
    clock: &dyn Clock,
    cluster: &Cluster,
    contender: Contender,
    window_ms: u64,
) -> Result<Measured> {
    let name = format!("bench-{}-{}", clock.unix_millis(), contender.slug());
    let (source, output) = (cluster.create(format!("{name}-events"))?, cluster.create(name.clone())?);
    let directory = folder()?;
    let command = contender.command(&Task {
        bootstrap: cluster.bootstrap(),
        source: &source.name,
        output: &output.name,
        group: &name,
        workers: 1,
        window_ms,
        window_events: WINDOW_EVENTS,
        directory: directory.path(),
        registry: None,
        program: options.machine.bin.as_deref(),
    })?;
    let mut process = Process::start(command, &directory.path().join("log"))?;

    // The events say when they were to be sent.
    let start = clock.now();
    let first_sent_ns = clock.unix_millis() as u64 * 1_000_000;
    let workload = Workload { first_sent_ns, interval_ns: 1_000_000_000 / options.rate, ..workload };
    let (first, events) = (options.warm_up_s * options.rate, (options.warm_up_s + options.seconds) * options.rate);
    let load = Load { options, clock, cluster, workload, window_ms, start, first, events };
    let sent = AtomicU64::new(0);
    let measured = std::thread::scope(|scope| {
        let sender = scope.spawn(|| load.send(&source, &sent));
        let measured = load.receive(contender, &mut process, &source, &output, &name, &sent);
        let sending = sender.join().map_err(|_| Error::internal("the sender panicked"))?;
        // Where sending failed nothing could come: that is the error to tell.
        sending.and(measured)
    });
    let measured = measured?;
    if !contender.ended_well(process.stop(clock)?) {
        return Err(Error::environment("it did not end as it should"));
    }
    Ok(measured)
}

impl Load<'_> {
    fn due(&self, sequence: u64) -> Tick {
        self.start + Duration::from_nanos(sequence * self.workload.interval_ns)
    }

    /// How long it is until events are to be sent again, however long sending has taken.
    fn until_next_send(&self) -> Duration {
        let every = Duration::from_millis(self.options.send_every_ms);
        let passed = self.clock.now().since(self.start).as_nanos() % every.as_nanos();
        every - Duration::from_nanos(passed as u64)
    }

    /// Sends every event when it is due, or as soon as possible after.
    fn send(&self, source: &Topic<'_>, sent: &AtomicU64) -> Result<()> {
        let producer = Producer::new(self.cluster.bootstrap(), &source.name)?;
        let mut json = Vec::new();
        let mut next = 0;
        while next < self.events {
            while next < self.events && self.due(next) <= self.clock.now() {
                let event = self.workload.event(next);
                event.write_json(&mut json);
                producer.produce_bytes(event.user_id().as_bytes(), &json)?;
                next += 1;
            }
            sent.store(next, Ordering::Relaxed);
            producer.send_now()?;
            std::thread::park_timeout(self.until_next_send());
        }
        producer.flush()
    }

    /// Reads the output until all of it is there, and checks it.
    fn receive(
        &self,
        contender: Contender,
        process: &mut Process,
        source: &Topic<'_>,
        output: &Topic<'_>,
        group: &str,
        sent: &AtomicU64,
    ) -> Result<Measured> {
        let failed = failed("read the output");
        let consumer = self.cluster.reader(output)?;
        let progress = self.cluster.progress(group, source)?;
        let (mut latencies, mut records) = (Histogram::default(), Vec::new());
        let (mut before, mut after, mut rss_bytes) = (None, None, 0);
        let mut moved = self.clock.now();
        loop {
            process.check_running()?;
            let cost =
                || -> Result<_> { Ok((process.cpu()?, self.options.machine.broker_pid.map(cpu_of).transpose()?)) };
            let so_far = sent.load(Ordering::Relaxed);
            if before.is_none() && so_far >= self.first {
                before = Some(cost()?);
            }
            if after.is_none() && so_far == self.events {
                after = Some(cost()?);
                rss_bytes = process.rss_bytes()?;
            }
            match consumer.poll(Duration::from_millis(20)) {
                Some(Ok(record)) => {
                    moved = self.clock.now();
                    let value = record.payload().unwrap_or_default();
                    let sequence = id_in(value, EventFormat::Json).and_then(sequence_of);
                    if let Some(sequence) = sequence.filter(|sequence| *sequence >= self.first) {
                        latencies.record(moved.since(self.due(sequence)));
                    }
                    records.push((record.key().unwrap_or_default().to_vec(), value.to_vec()));
                }
                Some(Err(KafkaError::PartitionEOF(_))) | None => {
                    let idle = self.clock.now().since(moved);
                    // All that is committed must also have come here; a little longer, to see what is there twice.
                    if after.is_some() && idle > Duration::from_secs(1) && progress.committed()? == Some(self.events) {
                        let expected = match contender.expected(&self.cluster.counts(source)?, EventFormat::Json) {
                            Expected::Copies { rows, .. } => rows,
                            Expected::Activations => {
                                (0..self.events).filter(|at| self.workload.event(*at).comes_out()).count() as u64
                            }
                        };
                        if records.len() as u64 >= expected {
                            break;
                        }
                    }
                    if idle > PATIENCE {
                        let (got, committed) = (records.len(), progress.committed()?);
                        return Err(Error::environment(format!(
                            "after {so_far} of {} events no more than {got} rows came, offsets add up to {committed:?}; \
                             its log ends so:\n{}",
                            self.events,
                            process.log_end()
                        )));
                    }
                }
                Some(Err(error)) => return Err(failed(error)),
            }
        }
        let expected = contender.expected(&self.cluster.counts(source)?, EventFormat::Json);
        let mut audit = Audit::new(self.workload, self.events, expected);
        records.iter().for_each(|(key, value)| audit.record(key, value));
        audit.finish().map_err(|fault| Error::internal(fault).context(format!("windows of {} ms", self.window_ms)))?;
        let ((cpu, broker), (cpu_after, broker_after)) =
            before.zip(after).ok_or_else(|| Error::internal("no phase"))?;
        let us = |took: Duration| took.as_secs_f64() * 1e6 / (self.events - self.first) as f64;
        Ok(Measured {
            latencies,
            cpu_us: us(cpu_after - cpu),
            broker_cpu_us: broker.zip(broker_after).map(|(before, after)| us(after - before)),
            rss_bytes,
        })
    }
}
