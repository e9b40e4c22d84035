//! One transaction as a pure sequence of steps: what to do next, given how the last step went.
//!
//! Produce, add the offsets, wait until everything is delivered, commit. The records go first because librdkafka lets a
//! millisecond pass before it adds their partitions, in which the offsets are added. But where the broker may still be
//! finishing the transaction before, the offsets go first: it then refuses whatever opens the next one, and librdkafka asks
//! again after a millisecond for offsets (`retry.backoff.ms`), for partitions after 20. A worker that is behind would lose
//! these with every window.

use std::time::Duration;

use crate::broker::{BrokerError, ErrorClass};
use crate::clock::Tick;
use crate::pipeline::machine::CommitOutcome;
use crate::plants::{Bug, planted};

/// What the producer is asked to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Begin the transaction.
    Begin,
    /// Add the offsets.
    SendOffsets,
    /// Produce the records, from the first that has not been produced.
    Produce,
    /// Wait for deliveries.
    Flush,
    /// Commit.
    Commit,
    /// Abort.
    Abort,
    /// Nothing more; whether the producer must be made anew before the next transaction.
    Done(CommitOutcome, NextProducer),
}

/// Whether a producer can be used for another transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextProducer {
    /// The same.
    Same,
    /// A new one: a delayed EndTxn of this one could finish the next transaction, or it is broken.
    New,
}

/// What goes first into a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The records: faster.
    Records,
    /// The offsets, while the transaction before may not be finished.
    Offsets,
}

impl First {
    /// What goes first now, where the broker has most likely finished the transaction before by `settled`.
    pub fn after(settled: Tick, now: Tick) -> Self {
        if now < settled { Self::Offsets } else { Self::Records }
    }
}

/// So many times what the answer took the broker may need after it: it writes markers into all partitions, and notes
/// that it has. Where that is too little it costs 20 ms; where it is too much, one. (Partitions are added a millisecond after
/// the transaction begins, which is time as well.)
const FINISHING: u32 = 3;

/// By when the broker has most likely finished a transaction whose end, commit or abort, was asked for and answered then.
pub fn settled(asked: Tick, answered: Tick) -> Tick {
    answered + answered.since(asked) * FINISHING
}

/// A commit or abort that took longer than this may have been sent twice.
const SLOW_END: Duration = Duration::from_secs(1);
/// What an abort may take beyond the commit deadline.
const ABORT_WITHIN: Duration = Duration::from_secs(3);

/// See the module's documentation.
#[derive(Debug)]
pub struct Transaction {
    first: First,
    step: Step,
    deadline: Tick,
    /// When the end of the transaction, commit or abort, was asked for first.
    end_since: Option<Tick>,
    end_retried: bool,
    /// What the outcome will be once the abort has succeeded.
    after_abort: Option<CommitOutcome>,
}

impl Transaction {
    /// Starts with [`Step::Begin`]; what has not succeeded by `deadline` is aborted, or unknown.
    pub fn new(first: First, deadline: Tick) -> Self {
        Self { first, step: Step::Begin, deadline, end_since: None, end_retried: false, after_abort: None }
    }

    /// The step to do now.
    pub fn step(&self) -> &Step {
        &self.step
    }

    /// How long the step may take; it is repeated if that was not enough and the deadline allows it.
    pub fn timeout(&self, now: Tick) -> Duration {
        let deadline = if self.step == Step::Abort { self.deadline + ABORT_WITHIN } else { self.deadline };
        deadline.since(now).clamp(Duration::from_millis(1), Duration::from_secs(1))
    }

    /// Before a commit or an abort is called.
    pub fn end_begins(&mut self, now: Tick) {
        self.end_since.get_or_insert(now);
    }

    /// Whether the producer can go on. If the end was slow or asked for again, the same request may still be under way,
    /// and would end the next transaction.
    fn next_producer(&self, now: Tick) -> NextProducer {
        let slow = self.end_since.is_some_and(|since| now.since(since) > SLOW_END);
        if slow || self.end_retried { NextProducer::New } else { NextProducer::Same }
    }

    /// Takes in how the step went.
    pub fn advance(&mut self, now: Tick, result: Result<(), BrokerError>) {
        let step = std::mem::replace(&mut self.step, Step::Begin);
        self.step = match result {
            Ok(()) => self.succeeded(step, now),
            Err(error) => self.failed(step, error, now),
        };
    }

    fn succeeded(&mut self, step: Step, now: Tick) -> Step {
        match step {
            Step::Begin => match self.first {
                First::Records => Step::Produce,
                First::Offsets => Step::SendOffsets,
            },
            Step::Produce if self.first == First::Records => Step::SendOffsets,
            Step::SendOffsets if self.first == First::Offsets => Step::Produce,
            Step::Produce | Step::SendOffsets => Step::Flush,
            Step::Flush => Step::Commit,
            Step::Commit if planted(Bug::ProducerKeptAfterSlowCommit) => {
                Step::Done(CommitOutcome::Committed, NextProducer::Same)
            }
            Step::Commit => Step::Done(CommitOutcome::Committed, self.next_producer(now)),
            Step::Abort => match self.after_abort.take() {
                Some(outcome) if planted(Bug::ProducerKeptAfterSlowAbort) => Step::Done(outcome, NextProducer::Same),
                Some(outcome) => Step::Done(outcome, self.next_producer(now)),
                None => Step::Abort,
            },
            done @ Step::Done(..) => done,
        }
    }

    fn failed(&mut self, step: Step, error: BrokerError, now: Tick) -> Step {
        let in_time = now < self.deadline;
        match (step, error.class) {
            (Step::Commit, ErrorClass::Retriable) if in_time => {
                self.end_retried = true;
                Step::Commit
            }
            // The one commit error after which EndTxn was certainly not sent: a delivery had failed.
            (Step::Commit, ErrorClass::Abortable) if error.code == "_INCONSISTENT" => self.abort(error),
            (Step::Commit, _) if planted(Bug::UnknownIsCommitted) => {
                Step::Done(CommitOutcome::Committed, NextProducer::New)
            }
            (Step::Commit, _) => unknown(error),
            (Step::Abort, ErrorClass::Retriable) if now < self.deadline + ABORT_WITHIN => {
                self.end_retried = true;
                Step::Abort
            }
            // The job stops anyway, and the cause is worth more than what became of the transaction: EndTxn was never
            // sent, so the broker aborts it.
            (Step::Abort, _) if matches!(self.after_abort, Some(CommitOutcome::Refused(_))) => {
                let outcome = self.after_abort.take().unwrap_or(CommitOutcome::Unknown(error));
                Step::Done(outcome, NextProducer::New)
            }
            (Step::Abort, _) => unknown(error),
            // Nothing can have been committed, but only a new producer can go on: RESYNC makes one.
            (_, ErrorClass::Fatal | ErrorClass::Fenced) => unknown(error),
            (Step::Begin, ErrorClass::Denied | ErrorClass::Missing) => {
                Step::Done(CommitOutcome::Refused(error), NextProducer::New)
            }
            (Step::Begin, _) => unknown(error),
            (step, ErrorClass::Retriable | ErrorClass::QueueFull) if in_time => step,
            (_, _) => self.abort(error),
        }
    }

    fn abort(&mut self, error: BrokerError) -> Step {
        self.end_since = None; // a commit that was called before was not sent
        self.after_abort = Some(match error.class {
            ErrorClass::Denied | ErrorClass::Missing | ErrorClass::TooLarge => CommitOutcome::Refused(error),
            _ => CommitOutcome::Aborted(error),
        });
        Step::Abort
    }
}

fn unknown(error: BrokerError) -> Step {
    Step::Done(CommitOutcome::Unknown(error), NextProducer::New)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEADLINE: Tick = Tick(Duration::from_secs(10));

    fn error(class: ErrorClass, code: &str) -> BrokerError {
        BrokerError { class, code: code.into(), message: "m".into(), topic: None }
    }

    fn at(seconds: f64) -> Tick {
        Tick(Duration::from_secs_f64(seconds))
    }

    /// Runs a transaction up to `step`, everything before succeeding at time 0.
    fn up_to(step: Step) -> Transaction {
        let mut transaction = Transaction::new(First::Records, DEADLINE);
        while *transaction.step() != step {
            transaction.advance(at(0.0), Ok(()));
        }
        transaction.end_begins(at(0.0));
        transaction
    }

    fn outcome(transaction: &Transaction) -> &CommitOutcome {
        match transaction.step() {
            Step::Done(outcome, _) => outcome,
            step => panic!("not done: {step:?}"),
        }
    }

    /// The steps of a transaction in which all goes well.
    fn steps(first: First) -> Vec<Step> {
        let mut transaction = Transaction::new(first, DEADLINE);
        let mut steps = Vec::new();
        while !matches!(transaction.step(), Step::Done(..)) {
            steps.push(transaction.step().clone());
            transaction.advance(at(0.0), Ok(()));
        }
        assert_eq!(*transaction.step(), Step::Done(CommitOutcome::Committed, NextProducer::Same));
        steps
    }

    #[test]
    fn what_goes_first_is_chosen_and_everything_is_delivered_before_the_commit() {
        let records_first = [Step::Begin, Step::Produce, Step::SendOffsets, Step::Flush, Step::Commit];
        assert_eq!(steps(First::Records), records_first);
        let offsets_first = [Step::Begin, Step::SendOffsets, Step::Produce, Step::Flush, Step::Commit];
        assert_eq!(steps(First::Offsets), offsets_first);
    }

    #[test]
    fn the_offsets_go_first_while_the_broker_may_be_finishing_the_transaction_before() {
        let settled = settled(at(0.99), at(1.0));
        assert_eq!(First::after(settled, at(1.0)), First::Offsets);
        assert_eq!(First::after(settled, at(1.029)), First::Offsets);
        assert_eq!(First::after(settled, at(1.03)), First::Records);
    }

    #[test]
    fn a_commit_that_timed_out_is_resumed_until_the_deadline_and_then_unknown() {
        let mut transaction = up_to(Step::Commit);
        transaction.advance(at(9.0), Err(error(ErrorClass::Retriable, "_TIMED_OUT")));
        assert_eq!(*transaction.step(), Step::Commit);
        transaction.advance(at(10.0), Err(error(ErrorClass::Retriable, "_TIMED_OUT")));
        assert!(matches!(outcome(&transaction), CommitOutcome::Unknown(_)));
    }

    #[test]
    fn a_slow_or_resumed_commit_taints_the_producer() {
        let mut slow = up_to(Step::Commit);
        slow.advance(at(1.5), Ok(()));
        assert_eq!(*slow.step(), Step::Done(CommitOutcome::Committed, NextProducer::New));
        let mut resumed = up_to(Step::Commit);
        resumed.advance(at(0.1), Err(error(ErrorClass::Retriable, "_TIMED_OUT")));
        resumed.advance(at(0.2), Ok(()));
        assert_eq!(*resumed.step(), Step::Done(CommitOutcome::Committed, NextProducer::New));
    }

    #[test]
    fn a_slow_or_resumed_abort_taints_the_producer() {
        let aborting = || {
            let mut transaction = up_to(Step::SendOffsets);
            transaction.advance(at(0.0), Err(error(ErrorClass::StaleGroup, "ILLEGAL_GENERATION")));
            transaction.end_begins(at(0.0));
            transaction
        };
        let next = |transaction: &Transaction| match transaction.step() {
            Step::Done(CommitOutcome::Aborted(_), next) => *next,
            step => panic!("{step:?}"),
        };
        let mut quick = aborting();
        quick.advance(at(0.1), Ok(()));
        assert_eq!(next(&quick), NextProducer::Same);
        let mut slow = aborting();
        slow.advance(at(1.5), Ok(()));
        assert_eq!(next(&slow), NextProducer::New);
        let mut resumed = aborting();
        resumed.advance(at(0.1), Err(error(ErrorClass::Retriable, "_TIMED_OUT")));
        resumed.advance(at(0.2), Ok(()));
        assert_eq!(next(&resumed), NextProducer::New);
    }

    #[test]
    fn any_other_error_of_a_commit_is_unknown_but_for_a_failed_delivery() {
        for class in [ErrorClass::Abortable, ErrorClass::Fatal, ErrorClass::Fenced, ErrorClass::StaleGroup] {
            let mut transaction = up_to(Step::Commit);
            transaction.advance(at(0.0), Err(error(class, "UNKNOWN_PRODUCER_ID")));
            assert!(matches!(outcome(&transaction), CommitOutcome::Unknown(_)), "{class:?}");
        }
        let mut transaction = up_to(Step::Commit);
        transaction.advance(at(0.0), Err(error(ErrorClass::Abortable, "_INCONSISTENT")));
        assert_eq!(*transaction.step(), Step::Abort);
    }

    #[test]
    fn a_stale_generation_is_aborted_and_may_be_tried_again() {
        let mut transaction = up_to(Step::SendOffsets);
        transaction.advance(at(0.0), Err(error(ErrorClass::StaleGroup, "ILLEGAL_GENERATION")));
        assert_eq!(*transaction.step(), Step::Abort);
        transaction.advance(at(0.0), Ok(()));
        assert!(matches!(outcome(&transaction), CommitOutcome::Aborted(e) if e.class == ErrorClass::StaleGroup));
    }

    #[test]
    fn a_missing_right_is_refused_after_the_abort() {
        for step in [Step::SendOffsets, Step::Produce, Step::Flush] {
            let mut transaction = up_to(step);
            transaction.advance(at(0.0), Err(error(ErrorClass::Denied, "TOPIC_AUTHORIZATION_FAILED")));
            transaction.advance(at(0.0), Ok(()));
            assert!(matches!(outcome(&transaction), CommitOutcome::Refused(_)));
        }
    }

    #[test]
    fn an_abort_that_fails_leaves_the_result_unknown() {
        let mut transaction = up_to(Step::Produce);
        transaction.advance(at(0.0), Err(error(ErrorClass::Abortable, "x")));
        transaction.advance(at(0.0), Err(error(ErrorClass::Abortable, "INVALID_TXN_STATE")));
        assert!(matches!(outcome(&transaction), CommitOutcome::Unknown(_)));
    }

    #[test]
    fn a_missing_right_is_what_the_job_stops_with_even_if_the_abort_fails() {
        let mut transaction = up_to(Step::Flush);
        transaction.advance(at(0.0), Err(error(ErrorClass::Denied, "TOPIC_AUTHORIZATION_FAILED")));
        transaction.advance(at(0.0), Err(error(ErrorClass::Fatal, "INVALID_TXN_STATE")));
        assert!(matches!(outcome(&transaction), CommitOutcome::Refused(e) if e.class == ErrorClass::Denied));
    }

    #[test]
    fn a_full_buffer_and_a_slow_flush_are_waited_for_until_the_deadline_and_then_aborted() {
        for (step, class) in [(Step::Produce, ErrorClass::QueueFull), (Step::Flush, ErrorClass::Retriable)] {
            let mut transaction = up_to(step.clone());
            transaction.advance(at(9.9), Err(error(class, "x")));
            assert_eq!(*transaction.step(), step);
            transaction.advance(at(10.0), Err(error(class, "x")));
            assert_eq!(*transaction.step(), Step::Abort);
        }
    }
}
