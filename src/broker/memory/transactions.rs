//! The transaction coordinator: epochs, what takes part in a transaction, and its way from open to ended.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use super::errors;
use super::producers::{Identity, ProducerId};
use super::steps::{Participant, Step, Steps};
use crate::broker::BrokerError;
use crate::clock::Tick;

/// Where the newest transaction of a transactional id is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// None yet.
    Empty,
    /// Open; the coordinator aborts it at the deadline.
    Open { deadline: Tick },
    /// The end is decided and markers are on their way.
    Ending { commit: bool },
    /// All markers are written.
    Ended { commit: bool },
}

#[derive(Debug)]
struct Transaction {
    epoch: u32,
    state: State,
    timeout: Duration,
    /// While open, who takes part; while ending, who has no marker yet.
    participants: BTreeSet<Participant>,
}

/// All transactional ids.
#[derive(Debug, Default)]
pub(super) struct Transactions {
    ids: HashMap<String, ProducerId>,
    transactions: Vec<Transaction>,
}

impl Transactions {
    /// A new epoch, which fences all before it. While a transaction is open or ending the answer is
    /// [`errors::concurrent_transactions`]; an open one begins to be aborted, and its producer is fenced at once.
    pub(super) fn init(&mut self, id: &str, timeout: Duration, steps: &mut Steps) -> Result<Identity, BrokerError> {
        let producer = self.ids.get(id).copied().unwrap_or_else(|| {
            let producer = ProducerId(self.transactions.len() as u32);
            let transaction = Transaction { epoch: 0, state: State::Empty, timeout, participants: BTreeSet::new() };
            self.transactions.push(transaction);
            self.ids.insert(id.to_owned(), producer);
            producer
        });
        let transaction = self.at(producer);
        match transaction.state {
            State::Open { .. } => {
                transaction.fence(producer, steps);
                Err(errors::concurrent_transactions())
            }
            State::Ending { .. } => Err(errors::concurrent_transactions()),
            State::Empty | State::Ended { .. } => {
                transaction.epoch += 1;
                transaction.state = State::Empty;
                transaction.timeout = timeout;
                Ok(Identity { producer, epoch: transaction.epoch })
            }
        }
    }

    /// Adds a participant to the producer's transaction, and opens it if there is none.
    pub(super) fn add(&mut self, identity: Identity, participant: Participant, now: Tick) -> Result<(), BrokerError> {
        let transaction = self.current(identity)?;
        match transaction.state {
            State::Ending { .. } => return Err(errors::concurrent_transactions()),
            State::Empty | State::Ended { .. } => {
                transaction.state = State::Open { deadline: now + transaction.timeout };
                transaction.participants.clear();
            }
            State::Open { .. } => {}
        }
        transaction.participants.insert(participant);
        Ok(())
    }

    /// Whether the participant may take records of this producer now.
    pub(super) fn verify(&mut self, identity: Identity, participant: Participant) -> Result<(), BrokerError> {
        let transaction = self.current(identity)?;
        match transaction.state {
            State::Open { .. } if transaction.participants.contains(&participant) => Ok(()),
            _ => Err(errors::invalid_transaction_state()),
        }
    }

    /// Decides the end of the transaction: from here on it ends this way, whatever becomes of the producer.
    /// Asking again for the same end is fine.
    pub(super) fn end(&mut self, identity: Identity, commit: bool, steps: &mut Steps) -> Result<(), BrokerError> {
        let transaction = self.current(identity)?;
        match transaction.state {
            State::Open { .. } => {
                transaction.end(identity, commit, steps);
                Ok(())
            }
            State::Ending { commit: decided } | State::Ended { commit: decided } if decided == commit => Ok(()),
            State::Empty | State::Ending { .. } | State::Ended { .. } => Err(errors::invalid_transaction_state()),
        }
    }

    /// Notes that a participant has its marker.
    pub(super) fn marked(&mut self, identity: Identity, participant: Participant) {
        let transaction = self.at(identity.producer);
        if let State::Ending { commit } = transaction.state
            && transaction.participants.remove(&participant)
            && transaction.participants.is_empty()
        {
            transaction.state = State::Ended { commit };
        }
    }

    /// Aborts what has been open for too long, and fences its producer.
    pub(super) fn expire(&mut self, now: Tick, steps: &mut Steps) {
        for (number, transaction) in self.transactions.iter_mut().enumerate() {
            if matches!(transaction.state, State::Open { deadline } if deadline <= now) {
                transaction.fence(ProducerId(number as u32), steps);
            }
        }
    }

    /// The transaction, if nobody has taken over from this producer.
    fn current(&mut self, identity: Identity) -> Result<&mut Transaction, BrokerError> {
        let transaction = self.at(identity.producer);
        if transaction.epoch == identity.epoch { Ok(transaction) } else { Err(errors::fenced()) }
    }

    fn at(&mut self, producer: ProducerId) -> &mut Transaction {
        &mut self.transactions[producer.0 as usize]
    }
}

impl Transaction {
    /// Aborts under a new epoch, so that the producer which opened it cannot go on.
    fn fence(&mut self, producer: ProducerId, steps: &mut Steps) {
        self.epoch += 1;
        self.end(Identity { producer, epoch: self.epoch }, false, steps);
    }

    fn end(&mut self, identity: Identity, commit: bool, steps: &mut Steps) {
        self.state = State::Ending { commit };
        steps.extend(self.participants.iter().map(|&to| Step::WriteMarker { identity, to, commit }));
    }
}
