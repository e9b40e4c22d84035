//! Who else uses the broker: the producer that writes the source, and a stranger who commits in the group's name.

use std::time::Duration;

use super::mapping::{self, TOPICS};
use super::network::Network;
use super::process::{GROUP, SOURCE};
use crate::broker::memory::{Cursor, Isolation, MemoryBroker};
use crate::broker::{Broker, BrokerError, GroupMetadata, Message, Offset, Partition, Producer, ProducerSpec, Record};
use crate::pipeline::window::OpenWindow;

/// Writes the source, in transactions now and then.
pub(super) struct Feeder {
    network: Network,
    producer: Option<Box<dyn Producer>>,
}

impl Feeder {
    pub(super) fn new(network: &Network) -> Self {
        Self { network: network.clone(), producer: None }
    }

    /// Writes events in one transaction, if the broker is ready for another.
    pub(super) fn transaction(&mut self, partition: i32, events: &[(Vec<u8>, Vec<u8>)], commit: bool) -> bool {
        let done = self.try_transaction(partition, events, commit);
        if done.is_err() {
            self.producer = None;
        }
        done.is_ok()
    }

    fn try_transaction(
        &mut self,
        partition: i32,
        events: &[(Vec<u8>, Vec<u8>)],
        commit: bool,
    ) -> Result<(), BrokerError> {
        if self.producer.is_none() {
            let spec = ProducerSpec {
                transactional_id: "feeder".to_owned(),
                topics: vec![SOURCE.to_owned()],
                sources: Vec::new(),
                transaction_timeout: Duration::from_secs(20),
            };
            let mut producer = self.network.broker.producer(&spec)?;
            producer.init(Duration::ZERO)?;
            self.producer = Some(producer);
        }
        let Some(producer) = &mut self.producer else { return Ok(()) };
        producer.begin()?;
        for (key, value) in events {
            let (key, value) = (Some(key.as_slice()), Some(value.as_slice()));
            producer.produce(&Record {
                topic: 0,
                partition: Some(partition),
                timestamp: 1,
                key,
                value,
                headers: &[],
            })?;
        }
        producer.flush(Duration::ZERO)?;
        if commit { producer.commit(Duration::ZERO) } else { producer.abort(Duration::ZERO) }
    }
}

/// Maps and commits as many events of a partition as it is told, from its committed offset on, as somebody who is no
/// member of the group: with nobody's generation. Up to where it got; nothing if there is no event.
pub(super) fn commit_as_stranger(
    broker: &MemoryBroker,
    id: &str,
    partition: Partition,
    from: Offset,
    events: usize,
) -> Option<Result<Offset, BrokerError>> {
    let source = broker.read(SOURCE, Isolation::ReadCommitted, &mut Cursor::default(), usize::MAX).unwrap_or_default();
    let mut window = OpenWindow::default();
    let mut next = from;
    for record in source.iter().filter(|r| r.partition == partition.number && r.offset >= from.0).take(events) {
        let (offset, timestamp, key, value) = (record.offset, record.timestamp, record.key(), record.value());
        window.push(&Message { partition, offset, timestamp, key, value, headers: &[] });
        next = Offset::after(offset);
    }
    let commit = |window: OpenWindow| {
        let mapped = mapping::map(&window.seal(), &[]);
        let mut producer = broker.producer(&ProducerSpec {
            transactional_id: id.to_owned(),
            topics: TOPICS.map(str::to_owned).to_vec(),
            sources: vec![SOURCE.to_owned()],
            transaction_timeout: Duration::from_secs(20),
        })?;
        producer.init(Duration::ZERO)?;
        producer.begin()?;
        for record in 0..mapped.records.len() {
            mapped.records.with(record, |record| producer.produce(record))?;
        }
        producer.flush(Duration::ZERO)?;
        let nobody = GroupMetadata { group: GROUP.to_owned(), generation: -1, member: String::new(), instance: None };
        producer.send_offsets(&[(partition, next)], &nobody, Duration::ZERO)?;
        producer.commit(Duration::ZERO).map(|()| next)
    };
    (!window.is_empty()).then(|| commit(window))
}
