//! The cases of the contract, by area, and what they need: a broker, and a way to write that is not the one under
//! test.

use std::time::Duration;

use mubatch::broker::{Broker, Header};
use mubatch::clock::{SystemClock, UnixMillis};

mod actors;
pub mod groups;
pub mod kafka;
pub mod memory;
pub mod questions;
pub mod reading;
pub mod transactions;

/// For calls that must succeed.
pub const TIMEOUT: Duration = Duration::from_secs(30);

/// How long something that must not happen is waited for.
pub const QUIET: Duration = Duration::from_millis(700);

/// A broker to test.
pub trait Fixture {
    fn broker(&self) -> &dyn Broker;

    /// A broker over the same topics whose groups soon give up a member that does not poll.
    fn impatient_broker(&self) -> &dyn Broker;

    /// A name that no other case uses.
    fn name(&self, what: &str) -> String;

    /// Makes a topic with a name of its own.
    fn create_topic(&self, partitions: i32, max_message_bytes: Option<usize>) -> String;

    /// Writes outside of any transaction; returns partition and offset.
    fn append(&self, topic: &str, plain: &Plain<'_>) -> (i32, i64);
}

/// A message to write outside of any transaction.
#[derive(Clone, Default)]
pub struct Plain<'a> {
    pub partition: Option<i32>,
    pub key: Option<&'a [u8]>,
    pub value: Option<&'a [u8]>,
    pub headers: &'a [Header<'a>],
    pub timestamp: UnixMillis,
}

impl<'a> Plain<'a> {
    /// A value in a partition.
    pub fn value(partition: i32, value: &'a str) -> Self {
        Self { partition: Some(partition), value: Some(value.as_bytes()), timestamp: 1_000, ..Self::default() }
    }
}

/// Tries until it is so; fails the test when it takes too long.
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    eventually_with(&mut (), |()| what.to_owned(), |()| is_so());
}

/// The same on a state, which is also what a failure is told from.
pub fn eventually_with<S>(state: &mut S, what: impl Fn(&S) -> String, mut is_so: impl FnMut(&mut S) -> bool) {
    let clock = SystemClock::shared();
    let start = clock.now();
    while !is_so(state) {
        assert!(clock.now().since(start) < 2 * TIMEOUT, "waited in vain: {}", what(state));
    }
}

/// Does something again and again for a while.
pub fn for_a_while(time: Duration, mut act: impl FnMut()) {
    let clock = SystemClock::shared();
    let start = clock.now();
    while clock.now().since(start) < time {
        act();
    }
}
