//! How the threads of a worker speak to each other: facts to the poll thread, and one switch that says "stop".

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::broker::Waker;
use crate::error::{Error, Result};
use crate::pipeline::machine::{Fact, WindowId};
use crate::pipeline::map::Mapped;

/// What the other threads of a worker report to its poll thread.
pub enum Report {
    /// A fact for the machine.
    Fact(Fact),
    /// A window is mapped.
    Mapped {
        /// Which.
        window: WindowId,
        /// How many partitions were left out.
        without: usize,
        /// What it came to.
        mapped: Box<Mapped>,
    },
}

/// Where the poll thread finds the reports.
pub struct Inbox {
    reports: Receiver<Report>,
    /// Whether anybody else can run while the poll thread waits: not in a simulation.
    waits: bool,
}

impl Inbox {
    /// Of a thread.
    pub fn new(reports: Receiver<Report>) -> Self {
        Self { reports, waits: true }
    }

    /// Of a simulated thread: it never waits.
    #[cfg(test)]
    pub fn that_never_waits(reports: Receiver<Report>) -> Self {
        Self { reports, waits: false }
    }

    /// The next report, if there is one.
    pub fn next(&self) -> Option<Report> {
        self.reports.try_recv().ok()
    }

    /// The next report; waits for it.
    pub fn next_within(&self, time: Duration) -> Option<Report> {
        if self.waits { self.reports.recv_timeout(time).ok() } else { self.next() }
    }
}

/// Sends reports, and wakes the poll thread for each.
#[derive(Clone)]
pub struct Reports {
    sender: Sender<Report>,
    waker: Waker,
}

impl Reports {
    /// `waker` is the consumer's.
    pub fn new(sender: Sender<Report>, waker: Waker) -> Self {
        Self { sender, waker }
    }

    /// Sends; when the poll thread is gone nobody wants to know.
    pub fn send(&self, report: Report) {
        if self.sender.send(report).is_ok() {
            (self.waker)();
        }
    }

    /// Sends a fact.
    pub fn fact(&self, fact: Fact) {
        self.send(Report::Fact(fact));
    }
}

/// Starts a thread of a worker. Should it panic, the poll thread hears of it, and the worker stops instead of waiting
/// for an answer that never comes.
pub fn spawn(name: String, reports: Reports, run: impl FnOnce() + Send + 'static) -> Result<()> {
    let title = name.clone();
    let run = move || {
        if catch_unwind(AssertUnwindSafe(run)).is_err() {
            let failed = Error::internal(format!("thread {title} panicked: a defect in mubatch"));
            reports.fact(Fact::Failed(failed));
        }
    };
    let thread = std::thread::Builder::new().name(name.clone()).spawn(run);
    thread.map(drop).map_err(|error| Error::environment(format!("start thread {name}: {error}")))
}

/// A switch that goes on once. Cloned, it is the same switch.
#[derive(Clone, Default)]
pub struct StopSwitch {
    inner: Arc<(Mutex<bool>, Condvar)>,
}

impl StopSwitch {
    /// Ends every wait.
    pub fn stop(&self) {
        *self.inner.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.inner.1.notify_all();
    }

    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        *self.inner.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for `time`, or until it goes on; whether it is on.
    pub fn wait(&self, time: Duration) -> bool {
        let on = self.inner.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.inner.1.wait_timeout_while(on, time, |on| !*on);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Grows from 50 ms to 5 s.
pub struct Backoff {
    next: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { next: Duration::from_millis(50) }
    }
}

impl Backoff {
    /// How long to wait this time.
    pub fn pause(&mut self) -> Duration {
        let now = self.next;
        self.next = (now * 2).min(Duration::from_secs(5));
        now
    }
}
