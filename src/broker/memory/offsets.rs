//! The offsets that a group has committed, and those in transactions that are still open.

use std::collections::{BTreeMap, HashMap};

use super::errors;
use super::producers::{Epochs, Identity, ProducerId};
use super::steps::TopicPartition;
use crate::broker::{BrokerError, Offset};
use crate::plants::{Bug, planted};

/// An offset and the place of its record in the coordinator's log.
#[derive(Debug, Clone, Copy)]
struct OffsetRecord {
    offset: Offset,
    place: u64,
}

/// One group's offsets.
#[derive(Debug, Default)]
pub(super) struct GroupOffsets {
    committed: HashMap<TopicPartition, OffsetRecord>,
    pending: BTreeMap<ProducerId, HashMap<TopicPartition, OffsetRecord>>,
    epochs: Epochs,
    records: u64,
}

impl GroupOffsets {
    /// Whether offsets of this producer wait for the end of its transaction.
    pub(super) fn has_open(&self, producer: ProducerId) -> bool {
        self.pending.contains_key(&producer)
    }

    /// Writes offset records into the producer's transaction. The caller has verified with the coordinator that a
    /// transaction which is not open here yet may be.
    pub(super) fn stage(
        &mut self,
        identity: Identity,
        offsets: &[(TopicPartition, Offset)],
    ) -> Result<(), BrokerError> {
        self.epochs.check(identity)?;
        let pending = self.pending.entry(identity.producer).or_default();
        for &(partition, offset) in offsets {
            self.records += 1;
            pending.insert(partition, OffsetRecord { offset, place: self.records });
        }
        Ok(())
    }

    /// Ends the producer's transaction here. Of two transactions on one partition the offset counts whose *record* is
    /// later, whichever is committed later.
    pub(super) fn write_marker(&mut self, identity: Identity, commit: bool) {
        self.epochs.set(identity);
        let pending = self.pending.remove(&identity.producer).unwrap_or_default();
        for (partition, record) in pending.into_iter().filter(|_| commit) {
            let committed = self.committed.entry(partition).or_insert(record);
            if committed.place < record.place {
                *committed = record;
            }
        }
    }

    /// The committed offset; an error while a transaction on it is open.
    pub(super) fn stable(&self, partition: TopicPartition) -> Result<Option<Offset>, BrokerError> {
        let is_pending = self.pending.values().any(|offsets| offsets.contains_key(&partition));
        if is_pending && !planted(Bug::UnstableOffsetsRead) {
            return Err(errors::unstable_offsets());
        }
        Ok(self.committed.get(&partition).map(|record| record.offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::memory::steps::TopicId;

    const PARTITION: TopicPartition = TopicPartition { topic: TopicId(0), number: 0 };

    fn producer(id: u32, epoch: u32) -> Identity {
        Identity { producer: ProducerId(id), epoch }
    }

    #[test]
    fn of_two_transactions_the_later_record_counts_not_the_later_commit() {
        let mut offsets = GroupOffsets::default();
        offsets.stage(producer(1, 0), &[(PARTITION, Offset(10))]).unwrap();
        offsets.stage(producer(2, 0), &[(PARTITION, Offset(20))]).unwrap();
        offsets.write_marker(producer(2, 0), true);
        offsets.write_marker(producer(1, 0), true);
        assert_eq!(offsets.stable(PARTITION), Ok(Some(Offset(20))));
    }

    #[test]
    fn an_abort_leaves_what_was_there() {
        let mut offsets = GroupOffsets::default();
        offsets.stage(producer(1, 0), &[(PARTITION, Offset(10))]).unwrap();
        offsets.write_marker(producer(1, 0), true);
        offsets.stage(producer(1, 0), &[(PARTITION, Offset(20))]).unwrap();
        assert_eq!(offsets.stable(PARTITION).unwrap_err().code, "UNSTABLE_OFFSET_COMMIT");
        offsets.write_marker(producer(1, 0), false);
        assert_eq!(offsets.stable(PARTITION), Ok(Some(Offset(10))));
    }

    #[test]
    fn an_old_epoch_is_fenced_once_the_marker_of_the_new_one_is_there() {
        let mut offsets = GroupOffsets::default();
        offsets.stage(producer(1, 0), &[(PARTITION, Offset(10))]).unwrap();
        offsets.stage(producer(1, 0), &[(PARTITION, Offset(11))]).unwrap();
        offsets.write_marker(producer(1, 1), false);
        let refused = offsets.stage(producer(1, 0), &[(PARTITION, Offset(12))]).unwrap_err();
        assert_eq!(refused.code, "_FENCED");
        assert_eq!(offsets.stable(PARTITION), Ok(None));
    }
}
