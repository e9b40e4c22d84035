//! Error codes and librdkafka's error objects.

use std::ffi::c_int;
use std::ptr;

use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::RDKafkaRespErr as E;

use super::{ERROR_TEXT_BYTES, copy_text, raw};

/// An error code: negative ones are librdkafka's own, positive ones the broker's. A plain number, because brokers send
/// codes that the bindings do not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::broker::kafka) struct Code(pub c_int);

impl Code {
    pub const OK: Code = Code(0);

    /// The library's name of the code, like `TOPIC_AUTHORIZATION_FAILED`.
    pub fn name(self) -> String {
        // SAFETY: takes any number and returns a string with a zero byte, which lives until the next call.
        unsafe { copy_text(raw::rd_kafka_err2name(self.0)) }
    }

    /// The library's sentence about the code.
    pub fn text(self) -> String {
        // SAFETY: as for `name`.
        unsafe { copy_text(raw::rd_kafka_err2str(self.0)) }
    }

    /// `Ok` for zero.
    pub fn check(self) -> Result<(), NativeError> {
        if self == Code::OK { Ok(()) } else { Err(self.into()) }
    }

    /// Whether it is one of these.
    pub fn is(self, any_of: &[E]) -> bool {
        any_of.iter().any(|&e| self == e.into())
    }
}

impl From<E> for Code {
    fn from(e: E) -> Self {
        Code(e as c_int)
    }
}

/// An error with what librdkafka knows about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::broker::kafka) struct NativeError {
    pub code: Code,
    pub text: String,
    /// The client can no longer be used.
    pub fatal: bool,
    /// The same call may be made again.
    pub retriable: bool,
    /// The transaction must be aborted.
    pub abort: bool,
}

impl NativeError {
    /// An error without flags.
    pub fn new(code: impl Into<Code>, text: impl Into<String>) -> Self {
        Self { code: code.into(), text: text.into(), fatal: false, retriable: false, abort: false }
    }
}

impl From<Code> for NativeError {
    fn from(code: Code) -> Self {
        Self::new(code, code.text())
    }
}

/// Turns an error object into a result, and destroys it.
///
/// # Safety
/// `error` is null or an error object that the caller owns.
pub(super) unsafe fn take(error: *mut sys::rd_kafka_error_t) -> Result<(), NativeError> {
    if error.is_null() {
        return Ok(());
    }
    // SAFETY: not null; owned by the caller, who gives it up here. The text is copied before it is destroyed.
    unsafe {
        let copy = NativeError {
            code: Code(raw::rd_kafka_error_code(error)),
            text: copy_text(sys::rd_kafka_error_string(error)),
            fatal: sys::rd_kafka_error_is_fatal(error) != 0,
            retriable: sys::rd_kafka_error_is_retriable(error) != 0,
            abort: sys::rd_kafka_error_txn_requires_abort(error) != 0,
        };
        sys::rd_kafka_error_destroy(error);
        Err(copy)
    }
}

/// The fatal error of a client, if it has one.
///
/// # Safety
/// `rk` is a living client.
pub(super) unsafe fn fatal(rk: *mut sys::rd_kafka_t) -> Option<NativeError> {
    let mut text = [0; ERROR_TEXT_BYTES];
    // SAFETY: the buffer is as long as said; the library ends what it writes with a zero byte.
    let code = Code(unsafe { raw::rd_kafka_fatal_error(rk, ptr::from_mut(&mut text).cast(), text.len()) });
    if code == Code::OK {
        return None;
    }
    // SAFETY: the buffer was all zeros, so there is a zero byte.
    let text = unsafe { copy_text(ptr::from_ref(&text).cast()) };
    Some(NativeError { fatal: true, ..NativeError::new(code, text) })
}
