//! Time, injected: nothing else in the crate may ask the operating system for it (`clippy.toml` bans that).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since the Unix epoch, as Kafka counts them.
pub type UnixMillis = i64;

/// A point on a monotonic clock, counted from an arbitrary start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Tick(pub Duration);

impl Tick {
    /// Time from `earlier` to here; zero when `earlier` is later.
    pub fn since(self, earlier: Tick) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl std::ops::Add<Duration> for Tick {
    type Output = Tick;

    fn add(self, d: Duration) -> Tick {
        Tick(self.0.saturating_add(d))
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The monotonic clock: for deadlines and durations.
    fn now(&self) -> Tick;
    /// The wall clock, in milliseconds: for what people read and for freshness.
    fn unix_millis(&self) -> UnixMillis;
}

/// The operating system's clocks.
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A shared clock that starts counting now.
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the operating system for the time")]
    pub fn shared() -> Arc<dyn Clock> {
        Arc::new(Self { start: Instant::now() })
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Tick {
        Tick(self.start.elapsed())
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the operating system for the time")]
    fn unix_millis(&self) -> UnixMillis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

/// A clock that moves only when told to; both readings move together.
#[derive(Default)]
pub struct ManualClock {
    millis: AtomicU64,
}

impl ManualClock {
    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.millis.fetch_add(by.as_millis() as u64, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Tick {
        Tick(Duration::from_millis(self.millis.load(Ordering::SeqCst)))
    }

    fn unix_millis(&self) -> UnixMillis {
        self.millis.load(Ordering::SeqCst) as i64
    }
}
