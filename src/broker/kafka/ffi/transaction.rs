//! The transactional producer's calls.

use std::ffi::CString;
use std::ptr;
use std::time::Duration;

use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::RDKafkaRespErr as E;

use super::client::Client;
use super::list::PartitionList;
use super::{Code, NativeError, code, millis};
use crate::broker::GroupMetadata;

impl Client {
    /// Fences older producers with the same transactional id.
    pub fn init_transactions(&self, timeout: Duration) -> Result<(), NativeError> {
        // SAFETY: the client lives; the error is ours.
        unsafe { code::take(sys::rd_kafka_init_transactions(self.as_ptr(), millis(timeout))) }
    }

    /// Begins a transaction; local.
    pub fn begin_transaction(&self) -> Result<(), NativeError> {
        // SAFETY: the client lives; the error is ours.
        unsafe { code::take(sys::rd_kafka_begin_transaction(self.as_ptr())) }
    }

    /// Waits until nothing is in flight: linger is ignored, and the wait is on a condition because delivery reports
    /// are events. `Ok` says nothing about failures.
    pub fn flush(&self, timeout: Duration) -> Result<(), NativeError> {
        // SAFETY: the client lives.
        Code::from(unsafe { sys::rd_kafka_flush(self.as_ptr(), millis(timeout)) }).check()
    }

    /// Adds offsets to the transaction, in the name of a group's member.
    pub fn send_offsets(
        &self,
        offsets: &PartitionList,
        group: &GroupMetadata,
        timeout: Duration,
    ) -> Result<(), NativeError> {
        let group = Group::new(group)?;
        // SAFETY: client, list and group live, the last two are copied; the error is ours.
        unsafe {
            let (offsets, group) = (offsets.as_ptr(), group.0);
            code::take(sys::rd_kafka_send_offsets_to_transaction(self.as_ptr(), offsets, group, millis(timeout)))
        }
    }

    /// Commits the transaction.
    pub fn commit_transaction(&self, timeout: Duration) -> Result<(), NativeError> {
        // SAFETY: the client lives; the error is ours.
        unsafe { code::take(sys::rd_kafka_commit_transaction(self.as_ptr(), millis(timeout))) }
    }

    /// Aborts the transaction. Failed deliveries must be taken from the main queue meanwhile.
    pub fn abort_transaction(&self, timeout: Duration) -> Result<(), NativeError> {
        // SAFETY: the client lives; the error is ours.
        unsafe { code::take(sys::rd_kafka_abort_transaction(self.as_ptr(), millis(timeout))) }
    }
}

/// librdkafka's object for a group's member.
struct Group(*mut sys::rd_kafka_consumer_group_metadata_t);

impl Group {
    fn new(group: &GroupMetadata) -> Result<Self, NativeError> {
        let text = |s: &str| {
            CString::new(s).map_err(|_| {
                NativeError::new(E::RD_KAFKA_RESP_ERR__INVALID_ARG, "a group's or member's name has a zero byte")
            })
        };
        let (id, member) = (text(&group.group)?, text(&group.member)?);
        let instance = group.instance.as_deref().map(text).transpose()?;
        let instance = instance.as_ref().map_or(ptr::null(), |i| i.as_ptr());
        // SAFETY: the strings are copied; a null instance stands for none.
        Ok(Self(unsafe {
            let (id, member) = (id.as_ptr(), member.as_ptr());
            sys::rd_kafka_consumer_group_metadata_new_with_genid(id, group.generation, member, instance)
        }))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // SAFETY: owned, and destroyed only here.
        unsafe { sys::rd_kafka_consumer_group_metadata_destroy(self.0) }
    }
}
