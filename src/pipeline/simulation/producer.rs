//! A producer whose calls go wrong on demand.

use std::time::Duration;

use super::network::{CallFault, Network, error, outcome, refused, timed_out};
use crate::broker::memory::Mishap;
use crate::broker::{BrokerError, ErrorClass, GroupMetadata, Offset, Partition, Producer, ProducerSpec, Record};
use crate::plants::{Bug, planted};

/// What can happen to a request for a new epoch.
const INIT: &[CallFault] =
    &[CallFault::Lost, CallFault::AnswerLost, CallFault::Late, CallFault::Refused, CallFault::DoneButRefused];
/// What can happen to a request to end a transaction.
const END: &[CallFault] = &[
    CallFault::Lost,
    CallFault::AnswerLost,
    CallFault::Late,
    CallFault::Stray,
    CallFault::Refused,
    CallFault::DoneButRefused,
];
/// What can happen to a record.
const PRODUCE: &[CallFault] = &[CallFault::QueueFull, CallFault::Refused, CallFault::Undelivered];
/// What can happen to a flush.
const FLUSH: &[CallFault] = &[CallFault::Undelivered, CallFault::Refused, CallFault::Lost, CallFault::AnswerLost];
/// What can happen to a request with offsets.
const OFFSETS: &[CallFault] =
    &[CallFault::Lost, CallFault::AnswerLost, CallFault::Stray, CallFault::Refused, CallFault::DoneButRefused];

pub(super) struct SimProducer {
    inner: Box<dyn Producer>,
    network: Network,
    id: String,
    transaction_timeout: Duration,
    /// A record was lost: only an abort helps.
    undelivered: bool,
    /// The end of the transaction was decided, and the answer lost.
    unheard: bool,
}

impl SimProducer {
    pub(super) fn new(inner: Box<dyn Producer>, network: &Network, spec: &ProducerSpec) -> Self {
        Self {
            inner,
            network: network.clone(),
            id: spec.transactional_id.clone(),
            transaction_timeout: spec.transaction_timeout,
            undelivered: false,
            unheard: false,
        }
    }

    fn told(&self, call: &str, fault: Option<CallFault>, result: Result<(), BrokerError>) -> Result<(), BrokerError> {
        self.network.tell(|| {
            let fault = fault.map(|fault| format!(" [{fault:?}]")).unwrap_or_default();
            format!("    {}: {call}{fault}: {}", self.id, outcome(&result))
        });
        result
    }

    /// What a commit thread would get that asks the consumer itself, if that bug is planted.
    fn group_now(&self, then: &GroupMetadata) -> GroupMetadata {
        let state = self.network.state();
        let now = state.groups.get(&self.id).filter(|_| planted(Bug::GroupOfAnotherMoment));
        now.unwrap_or(then).clone()
    }

    /// The end of a transaction, with everything that can happen to it.
    fn end(&mut self, fault: Option<CallFault>, commit: bool) -> Result<(), BrokerError> {
        if std::mem::take(&mut self.unheard) {
            return Ok(());
        }
        match fault {
            Some(CallFault::Lost) => return Err(timed_out()),
            Some(CallFault::Refused) => return Err(error(ErrorClass::Abortable, "INVALID_TXN_STATE")),
            Some(CallFault::Late) => self.network.broker.order(Mishap::LateEnd),
            Some(CallFault::Stray) => self.network.broker.order(Mishap::StrayEnd),
            _ => {}
        }
        let ended = match commit {
            true => self.inner.commit(Duration::ZERO),
            false => self.inner.abort(Duration::ZERO),
        };
        ended?;
        match fault {
            Some(CallFault::AnswerLost) => {
                self.unheard = true;
                Err(timed_out())
            }
            Some(CallFault::DoneButRefused) => Err(refused()),
            _ => Ok(()),
        }
    }
}

impl Producer for SimProducer {
    fn init(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        let fault = self.network.fault(INIT);
        let result = match fault {
            Some(CallFault::Lost | CallFault::Refused) => Err(timed_out()),
            Some(CallFault::Late) => {
                self.network.broker.late_init(&self.id, self.transaction_timeout);
                Err(timed_out())
            }
            Some(CallFault::AnswerLost | CallFault::DoneButRefused) => {
                self.inner.init(Duration::ZERO).and(Err(timed_out()))
            }
            _ => self.inner.init(Duration::ZERO),
        };
        self.told("init", fault, result)
    }

    fn begin(&mut self) -> Result<(), BrokerError> {
        let result = self.inner.begin();
        self.told("begin", None, result)
    }

    fn produce(&mut self, record: &Record<'_>) -> Result<(), BrokerError> {
        let fault = self.network.fault(PRODUCE);
        let result = match fault {
            Some(CallFault::QueueFull) => Err(error(ErrorClass::QueueFull, "_QUEUE_FULL")),
            Some(CallFault::Refused) => Err(refused()),
            Some(CallFault::Undelivered) => {
                self.undelivered = true; // the flush tells; the other records may arrive
                Ok(())
            }
            _ => self.inner.produce(record),
        };
        if result.is_err() { self.told("produce", fault, result) } else { result }
    }

    fn flush(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        let fault = self.network.fault(FLUSH);
        self.undelivered |= matches!(fault, Some(CallFault::Undelivered | CallFault::Refused));
        if self.undelivered {
            let _ = self.inner.flush(Duration::ZERO); // some have arrived
        }
        let result = match fault {
            _ if self.undelivered => Err(error(ErrorClass::Abortable, "_MSG_TIMED_OUT")),
            Some(CallFault::Lost | CallFault::Late) => Err(timed_out()),
            Some(CallFault::AnswerLost) => self.inner.flush(Duration::ZERO).and(Err(timed_out())),
            _ => self.inner.flush(Duration::ZERO),
        };
        self.told("flush", fault, result)
    }

    fn send_offsets(
        &mut self,
        offsets: &[(Partition, Offset)],
        group: &GroupMetadata,
        _timeout: Duration,
    ) -> Result<(), BrokerError> {
        let fault = self.network.fault(OFFSETS);
        if fault == Some(CallFault::Stray) {
            self.network.broker.order(Mishap::StrayOffsets);
        }
        let result = match fault {
            Some(CallFault::Lost | CallFault::Late) => Err(timed_out()),
            Some(CallFault::Refused | CallFault::Undelivered) => Err(refused()),
            _ => self.inner.send_offsets(offsets, &self.group_now(group), Duration::ZERO),
        };
        let result = match fault {
            Some(CallFault::AnswerLost) => result.and(Err(timed_out())),
            Some(CallFault::DoneButRefused) => result.and(Err(refused())),
            _ => result,
        };
        let call = || {
            let offsets: Vec<_> = offsets.iter().map(|(p, offset)| format!("{}@{offset}", p.number)).collect();
            format!("send_offsets({} of generation {} {})", offsets.join(" "), group.generation, group.member)
        };
        self.told(&call(), fault, result)
    }

    fn commit(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        let fault = self.network.fault(END);
        let result = match fault {
            _ if self.undelivered => Err(error(ErrorClass::Abortable, "_INCONSISTENT")),
            _ => self.end(fault, true),
        };
        self.told("commit", fault, result)
    }

    fn abort(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        let fault = self.network.fault(END);
        let result = self.end(fault, false);
        if result.is_ok() {
            self.undelivered = false;
        }
        self.told("abort", fault, result)
    }

    fn has_strays(&self) -> bool {
        self.inner.has_strays()
    }
}
