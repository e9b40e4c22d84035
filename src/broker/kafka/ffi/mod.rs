//! librdkafka behind safe owners. Everything `unsafe` about the broker lives in this folder, and nothing else does:
//! what an object means is decided by its users.
//!
//! Rules that hold throughout: every owner destroys its object once, on drop; an object that belongs to a client keeps
//! the client alive; strings are copied before the next call into the library.
#![allow(unsafe_code, reason = "the one place that calls librdkafka")]

mod admin;
mod client;
mod code;
mod config;
mod list;
mod message;
mod queue;
mod strays;
mod transaction;

use std::ffi::{CStr, c_char, c_int};
use std::time::Duration;

pub(super) use admin::{TopicDescription, demands, describe_topics};
pub(super) use client::{Client, Kind, Signal, Topic, new_client};
pub(super) use code::{Code, NativeError};
pub(super) use config::{Config, SetError};
pub(super) use list::{Entry, PartitionList};
pub(super) use message::{Message, Outgoing};
pub(super) use queue::{Event, Inbox, Queue};

/// Functions that hand through an error code the broker chose, declared to return a plain integer. librdkafka passes
/// codes on that it does not know itself, and the bindings' enum must not hold such a value.
mod raw {
    use std::ffi::{c_char, c_int, c_void};

    use rdkafka_sys::bindings as sys;

    type OnResponse = unsafe extern "C" fn(
        *mut sys::rd_kafka_t,
        c_int,
        *const c_char,
        i32,
        i16,
        i16,
        i32,
        usize,
        i64,
        c_int,
        *mut c_void,
    ) -> c_int;

    unsafe extern "C" {
        pub fn rd_kafka_interceptor_add_on_response_received(
            rk: *mut sys::rd_kafka_t,
            name: *const c_char,
            on_response: OnResponse,
            opaque: *mut c_void,
        ) -> c_int;
        pub fn rd_kafka_err2name(code: c_int) -> *const c_char;
        pub fn rd_kafka_err2str(code: c_int) -> *const c_char;
        pub fn rd_kafka_error_code(error: *const sys::rd_kafka_error_t) -> c_int;
        pub fn rd_kafka_event_error(event: *mut sys::rd_kafka_event_t) -> c_int;
        pub fn rd_kafka_fatal_error(rk: *mut sys::rd_kafka_t, text: *mut c_char, size: usize) -> c_int;
        pub fn rd_kafka_TopicDescription_authorized_operations(
            topic: *const sys::rd_kafka_TopicDescription_t,
            count: *mut usize,
        ) -> *const c_int;
        pub fn rd_kafka_ConfigResource_error(config: *const sys::rd_kafka_ConfigResource_t) -> c_int;
        pub fn rd_kafka_metadata(
            rk: *mut sys::rd_kafka_t,
            all_topics: c_int,
            only: *mut sys::rd_kafka_topic_t,
            metadata: *mut *const sys::rd_kafka_metadata,
            timeout_ms: c_int,
        ) -> c_int;
        pub fn rd_kafka_committed(
            rk: *mut sys::rd_kafka_t,
            partitions: *mut sys::rd_kafka_topic_partition_list_t,
            timeout_ms: c_int,
        ) -> c_int;
        pub fn rd_kafka_offsets_for_times(
            rk: *mut sys::rd_kafka_t,
            times: *mut sys::rd_kafka_topic_partition_list_t,
            timeout_ms: c_int,
        ) -> c_int;
        pub fn rd_kafka_query_watermark_offsets(
            rk: *mut sys::rd_kafka_t,
            topic: *const c_char,
            partition: i32,
            low: *mut i64,
            high: *mut i64,
            timeout_ms: c_int,
        ) -> c_int;
    }
}

/// Size of the buffers that librdkafka writes error texts into, as in its own examples.
const ERROR_TEXT_BYTES: usize = 512;

/// Copies a C string; empty for null.
///
/// # Safety
/// `text` is null or points to a string that ends with a zero byte.
unsafe fn copy_text(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: not null, and the caller vouches for the zero byte.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// The bytes of a pointer and a length; `None` for null.
///
/// # Safety
/// `bytes` is null or points to `len` bytes that live for `'a`.
unsafe fn bytes<'a>(bytes: *const u8, len: usize) -> Option<&'a [u8]> {
    // SAFETY: not null, and the caller vouches for length and lifetime.
    if bytes.is_null() { None } else { Some(unsafe { std::slice::from_raw_parts(bytes, len) }) }
}

/// A wait in milliseconds as librdkafka counts it, rounded up: zero only where nothing is to be waited for; never negative,
/// which would mean for ever.
fn millis(wait: Duration) -> c_int {
    c_int::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(c_int::MAX)
}
