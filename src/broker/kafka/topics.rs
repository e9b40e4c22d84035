//! Topic names, as the traits count them and as librdkafka takes them.

use std::ffi::{CStr, CString};

use rdkafka_sys::types::RDKafkaRespErr as E;

use super::ffi::{NativeError, PartitionList};
use crate::broker::{Offset, Partition};

/// The topics that a client was made with.
pub(super) struct Topics {
    names: Vec<String>,
    native: Vec<CString>,
}

impl Topics {
    /// Numbers the topics in the order given.
    pub fn new(names: &[String]) -> Result<Self, NativeError> {
        let native = names.iter().map(|name| native_name(name)).collect::<Result<_, _>>()?;
        Ok(Self { names: names.to_vec(), native })
    }

    /// The topics in their order.
    pub fn native(&self) -> &[CString] {
        &self.native
    }

    /// The names in their order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a topic; empty for a number that none has.
    pub fn name(&self, topic: u16) -> &str {
        self.names.get(usize::from(topic)).map_or("", String::as_str)
    }

    /// The name as librdkafka takes it.
    pub fn native_of(&self, topic: u16) -> &CStr {
        self.native.get(usize::from(topic)).map_or(c"", CString::as_c_str)
    }

    /// The topic's number.
    pub fn number(&self, name: &str) -> Option<u16> {
        self.names.iter().position(|n| n == name).and_then(|i| u16::try_from(i).ok())
    }

    /// A list of partitions.
    pub fn list(&self, partitions: &[Partition]) -> PartitionList {
        let mut list = PartitionList::new();
        for partition in partitions {
            list.add_bare(self.native_of(partition.topic), partition.number);
        }
        list
    }

    /// A list of partitions with offsets.
    pub fn list_at(&self, at: &[(Partition, Offset)]) -> PartitionList {
        let mut list = PartitionList::new();
        for (partition, offset) in at {
            list.add(self.native_of(partition.topic), partition.number, offset.0);
        }
        list
    }
}

/// A name as librdkafka takes it.
pub(super) fn native_name(name: &str) -> Result<CString, NativeError> {
    CString::new(name)
        .map_err(|_| NativeError::new(E::RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, "a topic's name has a zero byte"))
}
