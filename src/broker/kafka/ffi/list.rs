//! Lists of partitions with offsets, the way librdkafka takes and returns them.

use std::ffi::CStr;
use std::ptr::NonNull;

use rdkafka_sys::bindings as sys;

use super::{Code, copy_text};

/// A list of partitions, each with an offset and a result.
pub(in crate::broker::kafka) struct PartitionList(NonNull<sys::rd_kafka_topic_partition_list_t>);

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::broker::kafka) struct Entry {
    pub topic: String,
    pub partition: i32,
    /// Negative where there is none.
    pub offset: i64,
    /// The result of the call that the list went through.
    pub code: Code,
}

// SAFETY: plain memory, used through one reference at a time.
unsafe impl Send for PartitionList {}

impl PartitionList {
    /// An empty list.
    pub fn new() -> Self {
        // SAFETY: allocates; aborts when it cannot.
        let list = unsafe { sys::rd_kafka_topic_partition_list_new(8) };
        Self(NonNull::new(list).expect("the list is allocated or the process aborts"))
    }

    /// Adds a partition, with an offset (or, for a question by time, milliseconds).
    pub fn add(&mut self, topic: &CStr, partition: i32, offset: i64) {
        // SAFETY: the topic's name is copied; the entry returned belongs to the list, which lives.
        unsafe {
            let entry = sys::rd_kafka_topic_partition_list_add(self.0.as_ptr(), topic.as_ptr(), partition);
            (*entry).offset = offset;
        }
    }

    /// Adds a partition without an offset.
    pub fn add_bare(&mut self, topic: &CStr, partition: i32) {
        self.add(topic, partition, i64::from(sys::RD_KAFKA_OFFSET_INVALID));
    }

    /// A copy of what stands in the list.
    pub fn entries(&self) -> Vec<Entry> {
        // SAFETY: the list lives, and is not changed during the call.
        unsafe { entries(self.0.as_ptr()) }
    }

    pub(super) fn as_ptr(&self) -> *mut sys::rd_kafka_topic_partition_list_t {
        self.0.as_ptr()
    }
}

impl Drop for PartitionList {
    fn drop(&mut self) {
        // SAFETY: owned, and destroyed only here.
        unsafe { sys::rd_kafka_topic_partition_list_destroy(self.0.as_ptr()) }
    }
}

/// Copies the entries of a list.
///
/// # Safety
/// `list` is a living list that nobody changes during the call.
pub(super) unsafe fn entries(list: *const sys::rd_kafka_topic_partition_list_t) -> Vec<Entry> {
    // SAFETY: `elems` points to `cnt` entries. The code is read as a number, because the enum may lack it.
    unsafe {
        let count = usize::try_from((*list).cnt).unwrap_or(0);
        (0..count)
            .map(|i| {
                let entry = (*list).elems.add(i);
                Entry {
                    topic: copy_text((*entry).topic),
                    partition: (*entry).partition,
                    offset: (*entry).offset,
                    code: Code((&raw const (*entry).err).cast::<i32>().read()),
                }
            })
            .collect()
    }
}
