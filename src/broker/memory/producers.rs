//! Who a transactional producer is, and what a partition remembers of it.

use std::collections::HashMap;

use super::errors;
use crate::broker::BrokerError;

/// A transactional id, by number: it keeps its producer id over all epochs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProducerId(pub(super) u32);

/// A producer id and the epoch under which a producer may use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity {
    pub(super) producer: ProducerId,
    pub(super) epoch: u32,
}

impl Identity {
    /// Before the first answer of the coordinator.
    pub(super) const NONE: Self = Self { producer: ProducerId(u32::MAX), epoch: 0 };
}

/// The newest epoch of each producer that a partition has heard of: from records, and from markers. It learns of a new
/// epoch late, so an old producer is refused here only after the marker that ended its transaction.
#[derive(Debug, Default)]
pub(super) struct Epochs(HashMap<ProducerId, u32>);

impl Epochs {
    /// Refuses an epoch older than the newest, and remembers a newer one.
    pub(super) fn check(&mut self, identity: Identity) -> Result<(), BrokerError> {
        match self.0.get(&identity.producer) {
            Some(&newest) if identity.epoch < newest => Err(errors::fenced()),
            _ => {
                self.set(identity);
                Ok(())
            }
        }
    }

    /// Remembers the epoch of a marker.
    pub(super) fn set(&mut self, identity: Identity) {
        self.0.insert(identity.producer, identity.epoch);
    }
}
