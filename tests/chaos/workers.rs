//! The processes under test: `mubatch run`, started, killed, stopped, watched.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use crate::support::get;

/// How long a process may take to end when it is asked to.
const ENDS_WITHIN: Duration = Duration::from_secs(60);

/// A free port that no client's connection is given meanwhile: cells that run side by side start many processes.
fn admin_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let ports = std::iter::repeat_with(|| 12_000 + NEXT.fetch_add(1, Ordering::Relaxed) % 8_000);
    let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    ports.take(8_000).find(free).expect("a free port")
}

/// One process.
pub struct Worker {
    /// The number of its instance; a restarted one has the same.
    pub slot: usize,
    pub child: Child,
    pub log: PathBuf,
    admin: u16,
    /// What its metrics said last.
    counters: BTreeMap<String, f64>,
    owned: Vec<i32>,
    stopped: bool,
}

impl Worker {
    fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([format!("-{name}"), self.pid().to_string()]).status();
        assert!(sent.expect("kill runs").success(), "SIG{name} to {}", self.pid());
    }

    /// The most memory that it has had, in KiB; 0 when it is gone.
    fn peak_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
    }

    pub fn wait(&mut self) -> ExitStatus {
        let asked = Instant::now();
        loop {
            match self.child.try_wait().expect("waited") {
                Some(status) => return status,
                None if asked.elapsed() > ENDS_WITHIN => panic!("worker {} does not end", self.slot),
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

/// All processes of a cell, and what is left of those that are gone.
pub struct Workers {
    pub directory: PathBuf,
    binary: PathBuf,
    /// `--set` of every worker; `{slot}` stands for its number.
    settings: Vec<String>,
    pub running: Vec<Worker>,
    started: usize,
    /// Over those that are gone.
    counters: BTreeMap<String, f64>,
    pub peak_kib: u64,
}

impl Workers {
    pub fn new(directory: &Path, settings: Vec<String>) -> Self {
        let binary =
            std::env::var_os("MUBATCH_BIN").map_or_else(|| env!("CARGO_BIN_EXE_mubatch").into(), PathBuf::from);
        Self {
            directory: directory.to_owned(),
            binary,
            settings,
            running: Vec::new(),
            started: 0,
            counters: BTreeMap::new(),
            peak_kib: 0,
        }
    }

    /// Starts the process with this number.
    pub fn start(&mut self, slot: usize) {
        self.started += 1;
        let (admin, log) = (admin_port(), self.directory.join(format!("worker-{slot}-{}.log", self.started)));
        let mut command = Command::new(&self.binary);
        command.current_dir(&self.directory).env("TMPDIR", &self.directory).stdin(Stdio::null()).stdout(Stdio::null());
        command.env("MUBATCH_INSTANCE", format!("w{slot}")).args(["run", "job.yaml"]);
        command.args(["--set", &format!("admin.listen=127.0.0.1:{admin}")]);
        for setting in &self.settings {
            command.args(["--set", &setting.replace("{slot}", &slot.to_string())]);
        }
        let child = command.stderr(File::create(&log).expect("a log")).spawn().expect("mubatch starts");
        self.running.push(Worker {
            slot,
            child,
            log,
            admin,
            counters: BTreeMap::new(),
            owned: Vec::new(),
            stopped: false,
        });
    }

    fn at(&self, slot: usize) -> usize {
        self.running.iter().position(|worker| worker.slot == slot).expect("it runs")
    }

    pub fn slots(&self) -> Vec<usize> {
        self.running.iter().map(|worker| worker.slot).collect()
    }

    /// SIGKILL.
    pub fn kill(&mut self, slot: usize) {
        let mut worker = self.take(slot);
        worker.child.kill().expect("killed");
        worker.child.wait().expect("waited");
    }

    /// SIGTERM, then its end, which must be a good one.
    pub fn stop(&mut self, slot: usize) {
        let mut worker = self.take(slot);
        worker.signal("TERM");
        let status = worker.wait();
        assert!(status.success(), "worker {slot} ended with {status} when asked to stop; see {}", worker.log.display());
    }

    pub fn stop_all(&mut self) {
        for worker in &self.running {
            worker.signal("TERM");
        }
        for slot in self.slots() {
            self.stop_sent(slot);
        }
    }

    fn stop_sent(&mut self, slot: usize) {
        let mut worker = self.take(slot);
        let status = worker.wait();
        assert!(status.success(), "worker {slot} ended with {status} when asked to stop; see {}", worker.log.display());
    }

    /// SIGSTOP, SIGCONT.
    pub fn pause(&mut self, slot: usize, pause: bool) {
        let at = self.at(slot);
        self.running[at].signal(if pause { "STOP" } else { "CONT" });
        self.running[at].stopped = pause;
    }

    /// Waits until a process ends by itself: its log.
    pub fn ends_by_itself(&mut self, slot: usize) -> (ExitStatus, String) {
        let mut worker = self.take(slot);
        (worker.wait(), worker.log())
    }

    /// Takes one out of those that run, and keeps its figures.
    fn take(&mut self, slot: usize) -> Worker {
        self.look();
        let worker = self.running.remove(self.at(slot));
        for (name, value) in &worker.counters {
            *self.counters.entry(name.clone()).or_default() += value;
        }
        worker
    }

    /// Reads the metrics and the memory of those that run.
    pub fn look(&mut self) {
        for worker in self.running.iter_mut().filter(|worker| !worker.stopped) {
            self.peak_kib = self.peak_kib.max(worker.peak_kib());
            if let Some((200, metrics)) = get(worker.admin, "/metrics") {
                worker.counters = counters(&metrics);
                worker.owned = owned(&metrics);
            }
        }
    }

    /// The processes that have ended without being asked to.
    pub fn ended(&mut self) -> Vec<String> {
        let mut ended = Vec::new();
        for worker in &mut self.running {
            if let Some(status) = worker.child.try_wait().expect("waited") {
                let log = worker.log();
                let error = log.lines().rfind(|line| line.starts_with("error:")).unwrap_or("no error told");
                ended.push(format!("worker {} ended by itself with {status}: {error}", worker.slot));
            }
        }
        ended
    }

    /// How many windows a process has committed, asked now.
    pub fn commits_now(&self, slot: usize) -> u64 {
        let Some((200, metrics)) = get(self.running[self.at(slot)].admin, "/metrics") else { return 0 };
        counters(&metrics).get("mubatch_commits_total").copied().unwrap_or(0.0) as u64
    }

    /// The partitions that a process owns, as it said last.
    pub fn owned(&self, slot: usize) -> Vec<i32> {
        self.running[self.at(slot)].owned.clone()
    }

    /// The sum of a counter over all labels, and over all processes, as far as they could be asked.
    pub fn counter(&self, name: &str) -> u64 {
        let all = std::iter::once(&self.counters).chain(self.running.iter().map(|worker| &worker.counters));
        all.filter_map(|counters| counters.get(name)).sum::<f64>() as u64
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for worker in &mut self.running {
            // What it says of itself is needed to find out why a cell failed.
            for path in ["status", "metrics"].into_iter().filter(|_| std::thread::panicking() && !worker.stopped) {
                let answer = get(worker.admin, &format!("/{path}")).map_or_else(String::new, |(_, body)| body);
                let _ = fs::write(worker.log.with_extension(path), answer);
            }
            let _ = worker.child.kill();
            let _ = worker.child.wait();
        }
    }
}

/// The counters of an answer of `/metrics`, summed over their labels.
fn counters(metrics: &str) -> BTreeMap<String, f64> {
    let mut counters = BTreeMap::new();
    for line in metrics.lines().filter(|line| !line.starts_with('#')) {
        if let Some((series, value)) = line.rsplit_once(' ') {
            let name = series.split('{').next().unwrap_or(series);
            *counters.entry(name.to_owned()).or_default() += value.parse::<f64>().unwrap_or(0.0);
        }
    }
    counters
}

/// The partitions whose lag an answer of `/metrics` tells: those that the process owns.
fn owned(metrics: &str) -> Vec<i32> {
    let lags = metrics.lines().filter(|line| line.starts_with("mubatch_lag_events{"));
    let partition = |line: &str| line.split_once("partition=\"")?.1.split('"').next()?.parse().ok();
    lags.filter_map(partition).collect()
}
