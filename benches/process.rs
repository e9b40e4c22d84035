//! A process that is measured from outside, the same way whatever it runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use mubatch::clock::Clock;
use mubatch::{Error, Result};

/// What one tick of `/proc/PID/stat` stands for: USER_HZ is 100 on every Linux that mubatch is built for.
const CPU_TICK: Duration = Duration::from_millis(10);
/// What a process may take to end when it is asked to.
const END_WAIT: Duration = Duration::from_secs(30);

/// A running process. Killed when dropped.
pub struct Process {
    child: Child,
    log: PathBuf,
}

/// What a process took that has ended.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ended {
    /// User and system.
    pub cpu: Duration,
    /// The most memory that it was seen to have had resident.
    pub rss_peak_bytes: u64,
}

impl Process {
    /// Starts `command`, whose output goes to the file `log`.
    pub fn start(mut command: Command, log: &Path) -> Result<Self> {
        let program = command.get_program().display().to_string();
        let files = fs::File::create(log).and_then(|file| Ok((file.try_clone()?, file)));
        let child = files.and_then(|(out, err)| command.stdin(Stdio::null()).stdout(out).stderr(err).spawn());
        let child = child.map_err(|error| Error::environment(format!("start {program}: {error}")))?;
        Ok(Self { child, log: log.to_owned() })
    }

    /// CPU time of all its threads so far, user and system, in steps of 10 ms.
    pub fn cpu(&self) -> Result<Duration> {
        cpu_of(self.child.id())
    }

    /// The most memory that it has had resident, in bytes.
    pub fn rss_peak_bytes(&self) -> Result<u64> {
        self.memory_bytes("VmHWM:")
    }

    /// The memory that it has resident now, in bytes.
    pub fn rss_bytes(&self) -> Result<u64> {
        self.memory_bytes("VmRSS:")
    }

    fn memory_bytes(&self, of: &str) -> Result<u64> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
        let kilobytes = status.lines().find_map(|line| line.strip_prefix(of)?.trim().strip_suffix(" kB"));
        let kilobytes: Option<u64> = kilobytes.and_then(|number| number.parse().ok());
        kilobytes.map(|kilobytes| kilobytes * 1024).ok_or_else(|| unreadable(&path, format!("it has no {of}")))
    }

    /// Waits until it has ended, and well. Returns what it took.
    pub fn wait(mut self) -> Result<Ended> {
        let path = format!("/proc/{}/stat", self.child.id());
        let mut ended = Ended::default();
        loop {
            // What has ended and is not yet waited for still says what CPU it took, but not what memory.
            let stat = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            ended.cpu = cpu_in(&stat).ok_or_else(|| unreadable(&path, "it has no CPU times"))?;
            if stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('Z')) {
                break;
            }
            ended.rss_peak_bytes = self.rss_peak_bytes().unwrap_or(ended.rss_peak_bytes);
            std::thread::park_timeout(Duration::from_millis(5));
        }
        let status = self.child.wait().map_err(|error| Error::environment(format!("wait for it: {error}")))?;
        match status.success() {
            true => Ok(ended),
            false => Err(Error::environment(format!("it ended with {status}; its log ends so:\n{}", self.log_end()))),
        }
    }

    /// An error, with the end of its log, once it has ended.
    pub fn check_running(&mut self) -> Result<()> {
        match self.exit_status()? {
            None => Ok(()),
            Some(status) => {
                Err(Error::environment(format!("it ended with {status}; its log ends so:\n{}", self.log_end())))
            }
        }
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(mut self, clock: &dyn Clock) -> Result<ExitStatus> {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        if !sent.is_ok_and(|status| status.success()) {
            return Err(Error::environment("send it SIGTERM: the command kill failed"));
        }
        let asked = clock.now();
        while clock.now().since(asked) < END_WAIT {
            if let Some(status) = self.exit_status()? {
                return Ok(status);
            }
            std::thread::park_timeout(Duration::from_millis(10));
        }
        Err(Error::environment(format!("it did not end; its log ends so:\n{}", self.log_end())))
    }

    fn exit_status(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().map_err(|error| Error::environment(format!("wait for it: {error}")))
    }

    /// The last lines of its log.
    pub fn log_end(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail when it has ended already, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// CPU time of a process so far, user and system, in steps of 10 ms.
pub fn cpu_of(pid: u32) -> Result<Duration> {
    let path = format!("/proc/{pid}/stat");
    let stat = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
    cpu_in(&stat).ok_or_else(|| unreadable(&path, "it has no CPU times"))
}

/// Fields 14 and 15; the second field, a name in brackets, may contain anything.
fn cpu_in(stat: &str) -> Option<Duration> {
    let (_, from_third) = stat.rsplit_once(") ")?;
    let mut fields = from_third.split(' ').skip(11).map(str::parse::<u32>);
    let (user, system) = (fields.next()?.ok()?, fields.next()?.ok()?);
    Some(CPU_TICK * (user + system))
}

/// CPU time of the calling thread so far.
pub fn thread_cpu() -> Result<Duration> {
    // The kernel brings the figure up to date when the thread lets others run.
    std::thread::yield_now();
    let path = "/proc/thread-self/schedstat";
    let stat = fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
    let nanos = stat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    nanos.map(Duration::from_nanos).ok_or_else(|| unreadable(path, "it has no CPU time"))
}

fn unreadable(path: &str, why: impl std::fmt::Display) -> Error {
    Error::environment(format!("read {path}: {why}"))
}
