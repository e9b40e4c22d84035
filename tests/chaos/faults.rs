//! What is done to a job while it works. Each fault leaves everything healed when it returns.

use std::time::Duration;

use crate::cell::Stage;
use crate::job::Job;
use crate::support::proxy::{END_TXN, Fault as Injected};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Fault {
    /// kill -9 of a worker, which is started again at once
    Kill,
    /// SIGSTOP of a worker past the session timeout
    StopSession,
    /// SIGSTOP of a worker past the transaction timeout
    StopTransaction,
    /// kill -9 of a broker, which is started again
    BrokerKill,
    /// All brokers restarted, one after the other
    Rolling,
    /// Other brokers become the coordinators of group and transactions
    CoordinatorMoves,
    /// The source gets more partitions
    Partitions,
    /// 1 → 3 → 1 processes
    Scale,
    /// EndTxn reaches the coordinator, and its response is lost
    EndtxnLost,
    /// EndTxn reaches the coordinator five seconds late
    EndtxnDelayed,
    /// All connections together get a fraction of what they need
    SlowNetwork,
    /// A right is taken away; when the job has stopped and named it, it is given back, and the job started again
    Acl,
    /// Events come with a schema that is new, and the registry does not answer
    Registry,
}

/// What a fault needs to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surroundings {
    Nothing,
    Proxy,
    Login,
    Registry,
}

/// As little as the job cannot live on.
const SLOW_BYTES_PER_SECOND: u32 = 200_000;
/// Past the session timeout of 3 s.
const PAST_SESSION: Duration = Duration::from_secs(5);
/// Past the transaction timeout of 20 s.
const PAST_TRANSACTION: Duration = Duration::from_secs(23);
/// The source never gets more partitions.
const PARTITIONS_MAX: i32 = 12;

impl Fault {
    pub const ALL: &[Self] = &[
        Self::Kill,
        Self::StopSession,
        Self::StopTransaction,
        Self::BrokerKill,
        Self::Rolling,
        Self::CoordinatorMoves,
        Self::Partitions,
        Self::Scale,
        Self::EndtxnLost,
        Self::EndtxnDelayed,
        Self::SlowNetwork,
        Self::Acl,
        Self::Registry,
    ];

    pub fn surroundings(self) -> Surroundings {
        match self {
            Self::EndtxnLost | Self::EndtxnDelayed | Self::SlowNetwork => Surroundings::Proxy,
            Self::Acl => Surroundings::Login,
            Self::Registry => Surroundings::Registry,
            _ => Surroundings::Nothing,
        }
    }

    pub fn name(self) -> String {
        clap::ValueEnum::to_possible_value(&self).expect("none is hidden").get_name().to_owned()
    }

    /// Whether it can happen there.
    pub fn applies(self, brokers: usize) -> bool {
        brokers > 1 || self != Self::CoordinatorMoves
    }

    /// Whether jobs of other cells on the same brokers would feel it.
    pub fn is_felt_by_others(self) -> bool {
        matches!(self, Self::BrokerKill | Self::Rolling | Self::CoordinatorMoves)
    }

    /// How many processes there are at first.
    pub fn workers(self) -> usize {
        if self == Self::Scale { 1 } else { 2 }
    }

    /// How often it is injected at least, however soon all events are fed.
    pub fn rounds_min(self) -> usize {
        match self {
            Self::Kill => 3,
            Self::StopTransaction | Self::Rolling | Self::Scale | Self::Acl => 1,
            _ => 2,
        }
    }

    /// The time between two of them, in milliseconds.
    pub fn every(self) -> (u64, u64) {
        match self {
            Self::Kill => (1_500, 4_000),
            _ => (1_000, 3_000),
        }
    }

    /// Injects it once. Returns how many faults that were.
    pub fn inject(self, stage: &mut Stage<'_>) -> usize {
        match self {
            Self::Kill => kill(stage),
            Self::StopSession => pause(stage, PAST_SESSION),
            Self::StopTransaction => pause(stage, PAST_TRANSACTION),
            Self::BrokerKill => broker_kill(stage),
            Self::Rolling => rolling(stage),
            Self::CoordinatorMoves => coordinator_moves(stage),
            Self::Partitions => partitions(stage),
            Self::Scale => scale(stage),
            Self::EndtxnLost => endtxn_lost(stage),
            Self::EndtxnDelayed => endtxn_delayed(stage),
            Self::SlowNetwork => slow_network(stage),
            Self::Acl => acl(stage),
            Self::Registry => registry(stage),
        }
    }
}

fn any_worker(stage: &mut Stage<'_>) -> usize {
    let slots = stage.workers.slots();
    *stage.random.pick(&slots)
}

fn kill(stage: &mut Stage<'_>) -> usize {
    let slot = any_worker(stage);
    stage.note(format!("kill -9 worker {slot}"));
    stage.workers.kill(slot);
    stage.workers.start(slot);
    1
}

fn pause(stage: &mut Stage<'_>, past: Duration) -> usize {
    let slot = any_worker(stage);
    stage.note(format!("SIGSTOP worker {slot} for {past:?}"));
    stage.workers.pause(slot, true);
    stage.pass(past);
    stage.workers.pause(slot, false);
    1
}

fn broker_kill(stage: &mut Stage<'_>) -> usize {
    let number = stage.random.below(stage.cluster.brokers) + 1;
    let away = stage.random.millis(500, 2_500);
    stage.note(format!("kill -9 broker {number}, away for {away:?} and its start"));
    stage.cluster.broker("kill", number);
    stage.pass(away);
    stage.cluster.broker("up", number);
    stage.note(format!("broker {number} serves again"));
    1
}

fn rolling(stage: &mut Stage<'_>) -> usize {
    for number in 1..=stage.cluster.brokers {
        stage.note(format!("restart broker {number}"));
        if !stage.cluster.end_broker(number) {
            stage.note(format!("broker {number} did not end, and was killed"));
        }
        stage.cluster.broker("up", number);
        stage.pass(Duration::from_secs(1));
    }
    stage.cluster.brokers
}

fn coordinator_moves(stage: &mut Stage<'_>) -> usize {
    stage.note("move the coordinators".into());
    stage.cluster.move_coordinators();
    1
}

fn partitions(stage: &mut Stage<'_>) -> usize {
    let partitions = stage.feeder.partitions() + 3;
    if partitions > PARTITIONS_MAX {
        stage.pass(Duration::from_secs(1));
        return 0;
    }
    stage.note(format!("the source gets {partitions} partitions"));
    stage.job.grow(stage.cluster, partitions);
    stage.feeder.spread(partitions);
    1
}

fn scale(stage: &mut Stage<'_>) -> usize {
    for slot in [1, 2] {
        stage.note(format!("worker {slot} joins"));
        stage.workers.start(slot);
    }
    let together = stage.random.millis(4_000, 8_000);
    stage.pass(together);
    for slot in [0, 1] {
        stage.note(format!("worker {slot} leaves"));
        stage.workers.stop(slot);
        let alone = stage.random.millis(1_000, 3_000);
        stage.pass(alone);
    }
    // As it was at first: one, under the first number.
    stage.note("worker 0 takes over from worker 2".into());
    stage.workers.start(0);
    stage.pass(Duration::from_secs(2));
    stage.workers.stop(2);
    5
}

fn endtxn_lost(stage: &mut Stage<'_>) -> usize {
    // The client waits for it in vain, or learns at once that its connection is gone.
    let fault = *stage.random.pick(&[Injected::LoseResponse, Injected::CutAfter]);
    stage.note(format!("EndTxn: {fault:?}"));
    stage.job.proxy().once(END_TXN, fault);
    stage.faults_take_place(1)
}

fn endtxn_delayed(stage: &mut Stage<'_>) -> usize {
    let cut = *stage.random.pick(&[false, true]);
    let fault = Injected::DelayRequest { by: Duration::from_secs(5), cut };
    stage.note(format!("EndTxn: {fault:?}"));
    stage.job.proxy().once(END_TXN, fault);
    let injected = stage.faults_take_place(1);
    stage.pass(Duration::from_secs(5));
    injected
}

fn slow_network(stage: &mut Stage<'_>) -> usize {
    let lasts = stage.random.millis(4_000, 8_000);
    stage.note(format!("the network carries {SLOW_BYTES_PER_SECOND} bytes a second for {lasts:?}"));
    stage.job.proxy().bytes_per_second(Some(SLOW_BYTES_PER_SECOND));
    stage.pass(lasts);
    stage.job.proxy().bytes_per_second(None);
    1
}

fn acl(stage: &mut Stage<'_>) -> usize {
    let mut rights = stage.job.rights();
    rights.truncate(4); // group, source, both outputs: what is used in every window
    let denied = stage.random.pick(&rights).clone();
    stage.note(format!("deny {denied:?}"));
    stage.cluster.kafka.deny(std::slice::from_ref(&denied));
    let slots = stage.workers.slots();
    for &slot in &slots {
        let (status, log) = stage.workers.ends_by_itself(slot);
        let error = log.lines().rfind(|line| line.starts_with("error: ")).unwrap_or_default();
        let named = error.contains(&denied.name) && error.contains("for user alice");
        assert!(status.code() == Some(2) && named, "without {denied:?} worker {slot} ends with {status}: {error}");
        stage.note(format!("worker {slot} stops: {error}"));
    }
    Job::restore(stage.cluster, &denied);
    stage.note("the right is given back".into());
    for slot in slots {
        stage.workers.start(slot);
    }
    1
}

fn registry(stage: &mut Stage<'_>) -> usize {
    let hangs = stage.random.millis(3_000, 6_000);
    stage.note(format!("a new schema; the registry hangs for {hangs:?}"));
    let subject = format!("{}-value", stage.job.source);
    let avro = stage.job.avro.as_mut().expect("events in Avro");
    avro.forwarder.hang(true);
    stage.feeder.encode_as(avro.next_version(&subject));
    stage.pass(hangs);
    stage.job.avro.as_ref().expect("events in Avro").forwarder.hang(false);
    1
}
