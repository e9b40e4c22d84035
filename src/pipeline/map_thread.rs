//! The map thread: maps the windows it is given, one at a time, and waits where a codec has to wait.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use tracing::warn;

use crate::broker::Partition;
use crate::error::Result;
use crate::metrics::Metrics;
use crate::pipeline::machine::{Fact, WindowId};
use crate::pipeline::map::{Fault, MapStage, Mapped};
use crate::pipeline::signals::{Backoff, Report, Reports, StopSwitch, spawn};
use crate::pipeline::window::Window;
use crate::status::WorkerStatus;

/// A window to map.
pub struct Request {
    /// Its id.
    pub id: WindowId,
    /// Its events.
    pub window: Arc<Window>,
    /// The partitions to leave out.
    pub without: Vec<Partition>,
}

/// What the map thread works with.
pub struct MapThread {
    /// Decode, map, encode.
    pub stage: MapStage,
    /// Where results go.
    pub reports: Reports,
    /// Ends every wait.
    pub stop: StopSwitch,
    /// Where it says what it waits for.
    pub status: Arc<WorkerStatus>,
    /// The same, for dashboards.
    pub metrics: Arc<Metrics>,
    /// The worker's number.
    pub worker: usize,
}

impl MapThread {
    /// Starts the thread. It ends when the returned sender is dropped.
    pub fn spawn(mut self, name: String) -> Result<Sender<Request>> {
        let (sender, requests): (_, Receiver<Request>) = channel();
        let reports = self.reports.clone();
        let run = move || {
            while let Ok(request) = requests.recv() {
                if let Some(mapped) = self.map(&request) {
                    let without = request.without.len();
                    self.reports.send(Report::Mapped { window: request.id, without, mapped: Box::new(mapped) });
                }
            }
        };
        spawn(name, reports, run)?;
        Ok(sender)
    }

    /// Maps; as long as something that a codec needs cannot be reached, tries again: the group's member stays, and no
    /// event is lost to it.
    fn map(&mut self, request: &Request) -> Option<Mapped> {
        let mut backoff = Backoff::default();
        let mut waited = false;
        loop {
            match self.stage.map(&request.window, &request.without) {
                Ok(mapped) => {
                    if waited {
                        self.waits_for(None);
                    }
                    return Some(mapped);
                }
                Err(Fault::Stop(error)) => {
                    self.reports.fact(Fact::Failed(error));
                    return None;
                }
                Err(Fault::Unavailable(unavailable)) => {
                    warn!(worker = self.worker, "{}; trying again", unavailable.message);
                    self.waits_for(Some(unavailable.message));
                    waited = true;
                }
            }
            if self.stop.wait(backoff.pause()) {
                return None;
            }
        }
    }

    fn waits_for(&self, what: Option<String>) {
        self.metrics.waiting(self.worker, "registry", what.is_some());
        self.status.waiting("registry", what);
    }
}
