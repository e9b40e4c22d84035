//! A client's configuration while it is being put together.

use std::ffi::{CString, c_char, c_int};
use std::ptr::{self, NonNull};

use rdkafka_sys::bindings as sys;

use super::{ERROR_TEXT_BYTES, copy_text};

/// A configuration; [`super::new_client`] consumes it. Logs go to `tracing`.
pub(in crate::broker::kafka) struct Config(NonNull<sys::rd_kafka_conf_t>);

// SAFETY: plain memory, changed through one reference at a time only.
unsafe impl Send for Config {}

/// Why a property was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::broker::kafka) enum SetError {
    /// No property has this name.
    Unknown,
    /// The value is not one the property takes. The library's text quotes the value.
    Invalid(String),
}

impl Config {
    /// librdkafka's defaults.
    pub fn new() -> Self {
        // SAFETY: allocates; aborts when it cannot. The callback has the type and the lifetime it needs.
        let conf = unsafe {
            let conf = sys::rd_kafka_conf_new();
            sys::rd_kafka_conf_set_log_cb(conf, Some(log));
            conf
        };
        Self(NonNull::new(conf).expect("rd_kafka_conf_new aborts rather than return null"))
    }

    /// A copy, for one more client.
    pub fn duplicate(&self) -> Self {
        // SAFETY: the configuration lives; the copy is ours.
        let conf = unsafe { sys::rd_kafka_conf_dup(self.0.as_ptr()) };
        Self(NonNull::new(conf).expect("rd_kafka_conf_dup aborts rather than return null"))
    }

    /// Sets one property.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), SetError> {
        let Ok(name) = CString::new(name) else { return Err(SetError::Unknown) };
        let Ok(value) = CString::new(value) else { return Err(SetError::Invalid("has a zero byte".into())) };
        let mut text = [0; ERROR_TEXT_BYTES];
        // SAFETY: strings end with a zero byte, the buffer is as long as said; nothing is kept.
        let result = unsafe {
            let text = ptr::from_mut(&mut text).cast();
            sys::rd_kafka_conf_set(self.0.as_ptr(), name.as_ptr(), value.as_ptr(), text, ERROR_TEXT_BYTES)
        };
        match result {
            sys::rd_kafka_conf_res_t::RD_KAFKA_CONF_OK => Ok(()),
            sys::rd_kafka_conf_res_t::RD_KAFKA_CONF_UNKNOWN => Err(SetError::Unknown),
            // SAFETY: the buffer was all zeros and its last byte stays one.
            sys::rd_kafka_conf_res_t::RD_KAFKA_CONF_INVALID => {
                Err(SetError::Invalid(unsafe { copy_text(ptr::from_ref(&text).cast()) }))
            }
        }
    }

    /// The value of one property; `None` for one that does not exist or is not set.
    #[cfg(test)]
    pub fn get(&self, name: &str) -> Option<String> {
        let name = CString::new(name).ok()?;
        let mut value = vec![0; 4096];
        let mut size = value.len();
        // SAFETY: the name ends with a zero byte; the buffer is as long as said.
        let result =
            unsafe { sys::rd_kafka_conf_get(self.0.as_ptr(), name.as_ptr(), value.as_mut_ptr().cast(), &mut size) };
        value.truncate(size.checked_sub(1)?);
        (result == sys::rd_kafka_conf_res_t::RD_KAFKA_CONF_OK).then(|| String::from_utf8(value).ok())?
    }

    /// The names of the properties that librdkafka knows, aliases left out.
    pub fn names() -> Vec<String> {
        let config = Self::new();
        // SAFETY: both configurations live during the calls; the topic configuration is destroyed here.
        unsafe {
            let topic = sys::rd_kafka_topic_conf_new();
            let mut count = 0;
            let global = sys::rd_kafka_conf_dump(config.0.as_ptr(), &mut count);
            let mut names = take_names(global, count);
            let of_topics = sys::rd_kafka_topic_conf_dump(topic, &mut count);
            names.extend(take_names(of_topics, count));
            sys::rd_kafka_topic_conf_destroy(topic);
            names
        }
    }

    pub(super) fn as_ptr(&mut self) -> *mut sys::rd_kafka_conf_t {
        self.0.as_ptr()
    }

    /// Gives the configuration up without destroying it: a client owns it now.
    pub(super) fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Config {
    fn drop(&mut self) {
        // SAFETY: owned, and destroyed only here.
        unsafe { sys::rd_kafka_conf_destroy(self.0.as_ptr()) }
    }
}

/// Copies the names out of a dump (name, value, name, value, …) and frees it.
///
/// # Safety
/// `dump` is what one of the dump functions returned together with `count`.
unsafe fn take_names(dump: *mut *const c_char, count: usize) -> Vec<String> {
    // SAFETY: `count` strings stand there, values included; freed after the copy.
    unsafe {
        let names = (0..count).step_by(2).map(|i| copy_text(*dump.add(i))).collect();
        sys::rd_kafka_conf_dump_free(dump, count);
        names
    }
}

/// What librdkafka logs, with its syslog levels as ours. Called from its threads.
unsafe extern "C" fn log(rk: *const sys::rd_kafka_t, level: c_int, facility: *const c_char, text: *const c_char) {
    // SAFETY: librdkafka calls it with strings that live for the call, and a client or null.
    let (client, facility, text) = unsafe {
        let client = if rk.is_null() { String::new() } else { copy_text(sys::rd_kafka_name(rk)) };
        (client, copy_text(facility), copy_text(text))
    };
    match level {
        // Connections that fail are reported as errors as well, with what to do; here they come once per attempt.
        _ if facility == "FAIL" => tracing::debug!(target: "librdkafka", client, facility, "{text}"),
        ..=3 => tracing::error!(target: "librdkafka", client, facility, "{text}"),
        4 => tracing::warn!(target: "librdkafka", client, facility, "{text}"),
        5 | 6 => tracing::info!(target: "librdkafka", client, facility, "{text}"),
        _ => tracing::debug!(target: "librdkafka", client, facility, "{text}"),
    }
}
