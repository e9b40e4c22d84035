//! Commits that go wrong on a real Kafka: whatever becomes of a transaction's requests, a window counts once.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use support::case::{Case, has_partitions};
use support::in_process::InProcess;
use support::proxy::{ADD_OFFSETS_TO_TXN, END_TXN, Fault, INIT_PRODUCER_ID, Proxy, TXN_OFFSET_COMMIT};
use support::{JobDir, eventually, test_env};

/// How long the broker leaves a transaction open at least; it looks every ten seconds.
const TRANSACTION_TIMEOUT: Duration = Duration::from_secs(20);

fn proxy() -> Proxy {
    Proxy::new(&test_env("MUBATCH_TEST_BOOTSTRAP"))
}

/// Feeds a batch and waits for its commit.
fn feed_and_wait(case: &Case, from: i64, to: i64) {
    case.feed(from, to);
    eventually("all is committed", || case.committed() == to);
}

#[test]
fn a_commit_whose_answer_is_lost_is_asked_about_and_never_assumed() {
    // Either the broker has committed, or it has never heard of it.
    std::thread::scope(|scope| {
        for fault in [Fault::LoseResponse, Fault::DropRequest] {
            scope.spawn(move || {
                let proxy = proxy();
                let case = Case::behind(&proxy, "unknown");
                let job = case.start("a");
                feed_and_wait(&case, 0, 500);
                proxy.once(END_TXN, fault);
                feed_and_wait(&case, 500, 1_000);
                assert_eq!(proxy.faults(), 1);
                // A commit that was carried out is visible before the job knows that it has no answer.
                for says in ["commit has an unknown result", "recovering: a new producer"] {
                    eventually(&format!("{fault:?}: {says}"), || job.log().contains(says));
                }
                assert!(job.stop().success());
                case.holds(1_000);
            });
        }
    });
}

#[test]
fn a_request_that_arrives_late_counts_for_no_other_transaction() {
    // What is sent twice, since its connection was cut, and at which request the next transaction is when the first one
    // arrives: it has records and no offsets, or it has all and is about to be committed.
    std::thread::scope(|scope| {
        for (late, next_is_at) in [(END_TXN, ADD_OFFSETS_TO_TXN), (TXN_OFFSET_COMMIT, END_TXN)] {
            scope.spawn(move || {
                let proxy = proxy();
                let case = Case::behind(&proxy, "late");
                let job = case.start("a");
                feed_and_wait(&case, 0, 500);
                proxy.once(late, Fault::KeepRequest { cut: true });
                feed_and_wait(&case, 500, 540); // every partition has some
                assert_eq!(proxy.kept(), 1);
                proxy.once(next_is_at, Fault::Gate);
                case.feed(540, 580);
                eventually("the next transaction is open", || proxy.faults() == 2);
                proxy.deliver();
                if next_is_at == END_TXN {
                    proxy.open_gates();
                    eventually("it is committed", || case.outputs().len() == 580);
                }
                job.kill();
                // Had its records been committed alone, or with the offsets of the one before, they would be there twice.
                let job = case.start("a");
                feed_and_wait(&case, 580, 581);
                assert!(job.stop().success());
                case.holds(581);
            });
        }
    });
}

#[test]
fn a_commit_thread_that_hangs_in_send_offsets_is_left_behind() {
    let proxy = proxy();
    let case = Case::behind(&proxy, "hang");
    let job = case.start("a");
    feed_and_wait(&case, 0, 500);
    // The group's coordinator falls silent, for this request alone: librdkafka waits for it as long as for a transaction,
    // whatever timeout its caller gave.
    proxy.once(TXN_OFFSET_COMMIT, Fault::DropRequest);
    feed_and_wait(&case, 500, 1_000);
    for says in ["has not answered in time: leaving it behind", "reason=\"watchdog\""] {
        assert!(job.log().contains(says), "{says}");
    }
    assert!(job.stop().success());
    case.holds(1_000);
}

#[test]
fn errors_of_every_class_cost_no_event_and_double_none() {
    const ILLEGAL_GENERATION: i16 = 22;
    const UNKNOWN_MEMBER_ID: i16 = 25;
    const NOT_COORDINATOR: i16 = 16;
    const CONCURRENT_TRANSACTIONS: i16 = 51;
    const INVALID_PRODUCER_EPOCH: i16 = 47;
    const INVALID_TXN_STATE: i16 = 48;
    const UNKNOWN_PRODUCER_ID: i16 = 59;
    const UNKNOWN_SERVER_ERROR: i16 = -1;
    let (aborted, unknown) = ("transaction aborted; trying again", "commit has an unknown result");
    // What is answered with which error, and what the log says then; nothing where librdkafka tries again by itself.
    let cases = [
        (TXN_OFFSET_COMMIT, ILLEGAL_GENERATION, Some(aborted)),
        (TXN_OFFSET_COMMIT, UNKNOWN_MEMBER_ID, Some(aborted)),
        (TXN_OFFSET_COMMIT, UNKNOWN_SERVER_ERROR, Some(aborted)),
        (TXN_OFFSET_COMMIT, NOT_COORDINATOR, None),
        (TXN_OFFSET_COMMIT, INVALID_PRODUCER_EPOCH, Some(unknown)),
        (ADD_OFFSETS_TO_TXN, CONCURRENT_TRANSACTIONS, None),
        (ADD_OFFSETS_TO_TXN, UNKNOWN_SERVER_ERROR, Some(aborted)),
        (END_TXN, CONCURRENT_TRANSACTIONS, None),
        // The broker has committed, and says that it has not.
        (END_TXN, UNKNOWN_PRODUCER_ID, Some(unknown)),
        (END_TXN, INVALID_TXN_STATE, Some(unknown)),
        (END_TXN, UNKNOWN_SERVER_ERROR, Some(unknown)),
    ];
    let proxy = proxy();
    let case = Case::behind(&proxy, "classes");
    let job = case.start("a");
    feed_and_wait(&case, 0, 100);
    let mut fed = 100;
    for (number, (api, code, says)) in cases.into_iter().enumerate() {
        let before = job.log().len();
        proxy.once(api, Fault::Error(code));
        feed_and_wait(&case, fed, fed + 50);
        fed += 50;
        assert_eq!(proxy.faults(), number + 1, "API {api}, code {code}");
        // A commit that the broker has carried out is visible before the job hears what it is told of it.
        eventually(&format!("API {api}, code {code}: the job says so"), || {
            says.is_none_or(|says| job.log()[before..].contains(says))
        });
    }
    assert!(job.stop().success());
    case.holds(fed);
}

#[test]
fn an_abort_that_fails_is_followed_by_a_recovery() {
    const ILLEGAL_GENERATION: i16 = 22;
    const INVALID_TXN_STATE: i16 = 48;
    let proxy = proxy();
    let case = Case::behind(&proxy, "abort");
    let job = case.start("a");
    feed_and_wait(&case, 0, 500);
    proxy.once(END_TXN, Fault::Error(INVALID_TXN_STATE));
    proxy.once(TXN_OFFSET_COMMIT, Fault::Error(ILLEGAL_GENERATION));
    feed_and_wait(&case, 500, 1_000);
    assert_eq!(proxy.faults(), 2);
    assert!(job.log().contains("recovering: a new producer"));
    assert!(job.stop().success());
    case.holds(1_000);
}

#[test]
fn two_processes_with_one_instance_on_two_hosts_are_told_apart_and_one_of_them_ends() {
    let case = Case::new("twins");
    // What tells processes of one host apart are lock files, in a directory for each host.
    let job = std::fs::read_to_string(case.directory.job()).expect("a job");
    let other_host = JobDir::new(&job);
    let mut twins = [case.start("a"), other_host.start("a", &[])];
    let mut fed = 0;
    let mut ended = None;
    eventually("one of them ends", || {
        case.feed(fed, fed + 40);
        fed += 40;
        ended = twins.iter_mut().position(|twin| !twin.is_running());
        ended.is_some()
    });
    let [first, second] = &mut twins;
    let (ended, other) = if ended == Some(0) { (first, second) } else { (second, first) };
    assert_eq!(ended.end().code(), Some(1), "{}", ended.log());
    assert!(ended.log().contains("give each replica an instance of its own (MUBATCH_INSTANCE)"), "{}", ended.log());
    // The other may have met its limit at the same moment; whoever is started next goes on.
    let again = (!other.is_running()).then(|| case.start("b"));
    eventually("all is committed", || case.committed() == fed);
    drop(again);
    case.holds(fed);
}

#[test]
fn a_mapper_slower_than_the_transaction_timeout_and_the_poll_interval_costs_nothing() {
    let nap = Arc::new(AtomicU64::new(0));
    let case = Case::new("slow");
    let taken = nap.clone();
    let poll_interval = ("kafka.max.poll.interval.ms", "7000");
    let job = InProcess::start(&case.directory.job(), &[poll_interval], move || {
        std::thread::sleep(Duration::from_secs(taken.swap(0, Ordering::SeqCst)));
    });
    feed_and_wait(&case, 0, 500);
    nap.store(TRANSACTION_TIMEOUT.as_secs() + 1, Ordering::SeqCst);
    feed_and_wait(&case, 500, 3_000);
    assert_eq!(nap.load(Ordering::SeqCst), 0, "it was slow once");
    let metrics = job.metrics.render();
    for counter in ["mubatch_aborts_total", "mubatch_recoveries_total", "kind=\"revoked\"", "kind=\"lost\""] {
        let counted = metrics.lines().find(|line| line.contains(counter) && !line.starts_with('#'));
        assert!(counted.is_none_or(|line| line.ends_with(" 0")), "{counted:?}");
    }
    job.stop().expect("stopped");
    case.holds(3_000);
}

#[test]
fn a_process_that_stood_still_before_its_commit_for_longer_than_the_transaction_may_take_starts_over() {
    let proxy = proxy();
    let case = Case::behind(&proxy, "still");
    let job = case.start("a");
    feed_and_wait(&case, 0, 500);
    proxy.once(END_TXN, Fault::Gate);
    case.feed(500, 1_000);
    eventually("it is about to commit", || proxy.faults() == 1);
    job.signal("STOP");
    // Nobody else's: this waits until the broker has aborted the transaction.
    eventually("the broker gives the transaction up", || case.committed() == 500);
    job.signal("CONT");
    proxy.open_gates();
    eventually("all is committed", || case.committed() == 1_000);
    assert!(job.stop().success());
    case.holds(1_000);
}

#[test]
fn the_next_owner_waits_until_the_transaction_of_the_one_before_is_decided() {
    let proxy = proxy();
    let case = Case::behind(&proxy, "zombie");
    let first = case.start("a");
    feed_and_wait(&case, 0, 500);
    // Its offsets are in the transaction, its commit is on the way, and there it stops.
    proxy.once(END_TXN, Fault::Gate);
    case.feed(500, 1_000);
    eventually("it is about to commit", || proxy.faults() == 1);
    first.signal("STOP");
    let second = case.start("b");
    second.says(" assigned ");
    assert!(!has_partitions(&second), "it has begun before the transaction was decided");
    eventually("all is committed", || case.committed() == 1_000);
    assert!(has_partitions(&second));
    // Now it comes back, and so does its commit.
    first.signal("CONT");
    proxy.open_gates();
    feed_and_wait(&case, 1_000, 1_500);
    assert!(first.stop().success());
    assert!(second.stop().success());
    case.holds(1_500);
}

#[test]
fn a_restart_with_the_same_instance_fences_its_predecessor_at_once() {
    let proxy = proxy();
    let case = Case::behind(&proxy, "restart");
    let job = case.start("a");
    feed_and_wait(&case, 0, 500);
    proxy.once(END_TXN, Fault::KeepRequest { cut: false });
    case.feed(500, 1_000);
    eventually("it is about to commit", || proxy.kept() == 1);
    job.kill();
    let killed = Instant::now();
    let job = case.start("a");
    eventually("all is committed", || case.committed() == 1_000);
    // Most of it is the group's session timeout; an abandoned transaction would take longer than that.
    assert!(killed.elapsed() < TRANSACTION_TIMEOUT, "{:?}", killed.elapsed());
    proxy.deliver();
    feed_and_wait(&case, 1_000, 1_100);
    assert!(job.stop().success());
    case.holds(1_100);
}

#[test]
fn a_process_fences_its_predecessor_before_it_has_anything_to_commit() {
    let proxy = proxy();
    let case = Case::behind(&proxy, "early");
    let job = case.start("a");
    feed_and_wait(&case, 0, 500);
    assert!(job.stop().success());
    let before = proxy.seen(INIT_PRODUCER_ID);
    let job = case.start("a");
    eventually("its producer is ready", || proxy.seen(INIT_PRODUCER_ID) > before);
    assert!(job.stop().success());
    case.holds(500);
}
