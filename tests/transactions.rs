//! Commits that go wrong on a real Kafka: whatever becomes of a transaction's requests, a window counts once.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use support::case::Case;
use support::eventually;
use support::proxy::{ADD_OFFSETS_TO_TXN, END_TXN, Fault, Proxy, TXN_OFFSET_COMMIT};

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
                let proxy = Proxy::new(&support::test_env("MUBATCH_TEST_BOOTSTRAP"));
                let case = Case::behind(&proxy, "unknown");
                let job = case.start("a");
                feed_and_wait(&case, 0, 500);
                proxy.once(END_TXN, fault);
                feed_and_wait(&case, 500, 1_000);
                assert_eq!(proxy.faults(), 1);
                let log = job.log();
                for says in ["commit has an unknown result", "recovering: a new producer"] {
                    assert!(log.contains(says), "{fault:?}: no {says}");
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
                let proxy = Proxy::new(&support::test_env("MUBATCH_TEST_BOOTSTRAP"));
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
