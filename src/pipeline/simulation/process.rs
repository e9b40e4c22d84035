//! A worker with its threads, which the simulation takes a step at a time.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::mapping::{self, TOPICS};
use super::network::Network;
use super::plan::Setting;
use crate::broker::{Broker, ConsumerSpec, Partition, ProducerSpec};
use crate::clock::{Clock, ManualClock};
use crate::metrics::Metrics;
use crate::pipeline::commit_stage::{CommitStage, Desk, Progress, Request};
use crate::pipeline::machine::{Deadlines, Limits, Machine};
use crate::pipeline::map_thread;
use crate::pipeline::report::Reporter;
use crate::pipeline::signals::{Inbox, Report, Reports, StopSwitch};
use crate::pipeline::starts::{Question, Starts};
use crate::pipeline::worker::{Parts, Worker};
use crate::status::{self, Status};

pub(super) const SOURCE: &str = "source";
pub(super) const GROUP: &str = "job";

/// One commit thread.
struct CommitThread {
    desk: Desk,
    requests: Receiver<Request>,
    busy: bool,
    /// Nobody will ask anything of it any more.
    abandoned: bool,
}

/// A worker that runs, with its threads.
pub(super) struct Process {
    pub(super) worker: Worker,
    stage: CommitStage,
    starts: Starts,
    /// Oldest first: all but the last were left behind.
    commit: Vec<CommitThread>,
    commit_made: Receiver<Receiver<Request>>,
    map: Receiver<map_thread::Request>,
    questions: Vec<Question>,
    asked: Receiver<Question>,
    /// Reports that the poll thread has not got yet.
    reports: Vec<Report>,
    inbox: Sender<Report>,
    shutdown: StopSwitch,
}

/// Metrics are dear to make, and nobody looks at them here.
fn metrics() -> Arc<Metrics> {
    static METRICS: OnceLock<Arc<Metrics>> = OnceLock::new();
    METRICS.get_or_init(|| Metrics::new(GROUP, Arc::new(ManualClock::default()))).clone()
}

impl Process {
    /// A worker that begins. Nothing if the broker refuses it.
    pub(super) fn start(network: &Network, setting: &Setting, at: usize, transactional_id: &str) -> Option<Self> {
        let sources = vec![SOURCE.to_owned()];
        let spec = ConsumerSpec {
            group: GROUP.to_owned(),
            topics: sources.clone(),
            fetch_queue_bytes_max: 1 << 20,
            gather: Duration::ZERO,
            headers: true,
            instance: None,
        };
        let consumer = network.consumer(&spec, transactional_id).ok()?;
        let deadlines = Deadlines::default();
        let status = Status::new(GROUP, "1", 1, network.clock.clone(), status::Limits::new(Duration::from_secs(30)));
        let status = status.workers()[0].clone();
        let (inbox, reports_in) = channel();
        // The threads hand over what they have to say to the simulation, which delivers it.
        let reports = Reports::new(channel().0, consumer.waker());
        let (stop, shutdown) = (StopSwitch::default(), StopSwitch::default());
        let broker: Arc<dyn Broker> = Arc::new(network.clone());
        let stage = CommitStage {
            broker: broker.clone(),
            producer: ProducerSpec {
                transactional_id: transactional_id.to_owned(),
                topics: TOPICS.map(str::to_owned).to_vec(),
                sources: sources.clone(),
                transaction_timeout: deadlines.transaction,
            },
            group: GROUP.to_owned(),
            deadlines,
            clock: network.clock.clone(),
            metrics: metrics(),
            status: status.clone(),
            worker: at,
            reports: reports.clone(),
            stop: stop.clone(),
        };
        let starts = Starts {
            broker,
            group: GROUP.to_owned(),
            sources: sources.clone(),
            start: setting.start,
            partitions: vec![Some(setting.partitions)],
            reports,
            stop: stop.clone(),
            status: status.clone(),
        };
        let limits = Limits { age: Duration::from_millis(100), events: setting.window_events, bytes: 1 << 20 };
        let (map_in, map) = channel();
        let (made, commit_made) = channel();
        let (ask, asked) = channel();
        let internal = |_| crate::Error::internal("the simulation has ended");
        let worker = Worker::new(Parts {
            number: at,
            machine: Machine::new(limits, deadlines, None, network.clock.now()),
            consumer,
            map: map_in,
            start_commit: Box::new(move |_| {
                let (sender, requests) = channel();
                made.send(requests).map_err(|_| internal(()))?;
                Ok(sender)
            }),
            ask: Box::new(move |question| ask.send(question).map_err(|_| internal(()))),
            sources: sources.clone(),
            reports: Inbox::that_never_waits(reports_in),
            shutdown: shutdown.clone(),
            stop,
            clock: network.clock.clone(),
            metrics: metrics(),
            reporter: Reporter::new(at, sources, network.clock.clone(), metrics(), status),
        });
        Some(Self {
            worker: worker.ok()?,
            stage,
            starts,
            commit: Vec::new(),
            commit_made,
            map,
            questions: Vec::new(),
            asked,
            reports: Vec::new(),
            inbox,
            shutdown,
        })
    }

    /// Asks it to stop.
    pub(super) fn shut_down(&mut self) {
        self.shutdown.stop();
    }

    /// Whether a commit of this partition is under way.
    pub(super) fn commits(&self, partition: Partition) -> bool {
        let permit = self.commit.last().and_then(|thread| thread.desk.permit());
        permit.is_some_and(|permit| permit.offsets.iter().any(|(p, _)| *p == partition))
    }

    /// Whose committed offsets it is about to ask for, because it does not know how its commit ended.
    pub(super) fn asks_about(&self) -> &[Partition] {
        self.commit.last().and_then(|thread| thread.desk.asks_about()).unwrap_or_default()
    }

    /// Whether it asks something, or has an answer that it has not heard yet.
    pub(super) fn is_told_something(&self) -> bool {
        !self.questions.is_empty() || !self.reports.is_empty()
    }

    /// Takes over what the poll thread has asked for.
    pub(super) fn gather(&mut self) {
        self.questions.extend(self.asked.try_iter());
        for requests in self.commit_made.try_iter() {
            self.commit.iter_mut().for_each(|thread| thread.abandoned = true);
            let desk = Desk::new(self.stage.clone());
            self.commit.push(CommitThread { desk, requests, busy: false, abandoned: false });
        }
    }

    pub(super) fn map(&mut self) {
        if let Ok(request) = self.map.try_recv() {
            let mapped = Box::new(mapping::map(&request.window, &request.without));
            // Tables that change between the first mapping and a second one belong here, once there are such tables.
            self.reports.push(Report::Mapped { window: request.id, without: request.without.len(), mapped });
        }
    }

    pub(super) fn ask(&mut self, question: usize) {
        if self.questions.is_empty() {
            return;
        }
        let at = question % self.questions.len();
        if let Some(fact) = self.starts.ask(&self.questions[at], 0) {
            self.questions.remove(at);
            self.reports.push(Report::Fact(fact));
        }
    }

    /// The current commit thread is number 0, those left behind follow. False when it has to wait or has nothing to do.
    pub(super) fn commit(&mut self, thread: usize) -> bool {
        if self.commit.is_empty() {
            return false;
        }
        let at = self.commit.len() - 1 - thread % self.commit.len();
        let thread = &mut self.commit[at];
        if !thread.busy {
            match thread.requests.try_recv() {
                Ok(request) => thread.desk.accept(request),
                Err(_) if thread.abandoned => {
                    self.commit.remove(at);
                    return false;
                }
                Err(_) => return false,
            }
            thread.busy = true;
            if thread.abandoned {
                // It takes up what was asked of it before it was left behind, and looks after every step whether somebody
                // still wants the answer: no further. What it had begun already may go on here for longer than there.
                thread.desk.step();
                self.commit.remove(at);
                return false;
            }
        }
        match thread.desk.step() {
            Progress::Again => true,
            Progress::Wait(_) => false,
            Progress::Ended(fact) => {
                thread.busy = false;
                self.reports.extend(fact.map(Report::Fact));
                false
            }
        }
    }

    pub(super) fn deliver(&mut self, report: usize) {
        if !self.reports.is_empty() {
            let at = report % self.reports.len();
            let _ = self.inbox.send(self.reports.remove(at));
        }
    }

    /// All threads but poll and commit thread do what they have to do.
    pub(super) fn prepare(&mut self) {
        (0..self.questions.len()).for_each(|_| self.ask(0));
        self.map();
        while !self.reports.is_empty() {
            self.deliver(0);
        }
    }

    /// All threads but the poll thread do what they have to do.
    pub(super) fn work(&mut self) {
        self.prepare();
        for thread in (0..self.commit.len()).rev() {
            while self.commit(thread) {}
        }
        while !self.reports.is_empty() {
            self.deliver(0);
        }
    }
}
