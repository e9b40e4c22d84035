//! Requests that were sent and never answered. librdkafka sends such a request again by itself and says nothing of it;
//! the first one may still arrive, much later, and a coordinator would take it for part of the transaction of that time.

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::RDKafkaRespErr as E;

use super::raw;

/// AddPartitionsToTxn, AddOffsetsToTxn, EndTxn, TxnOffsetCommit. (A repeated Produce has its sequence number.)
const OF_TRANSACTIONS: [i16; 4] = [24, 25, 26, 28];

/// Whether such a request of a producer went without an answer.
#[derive(Default)]
pub(super) struct Strays(AtomicBool);

impl Strays {
    pub fn any(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Has the client that is made of this configuration look out for them.
    ///
    /// # Safety
    /// The configuration lives, and `self` outlives the client.
    pub unsafe fn watch(self: &Arc<Self>, conf: *mut sys::rd_kafka_conf_t) {
        let opaque = Arc::as_ptr(self).cast_mut().cast();
        // SAFETY: the caller vouches for both; the name is copied. It fails for a name that is taken only.
        unsafe { sys::rd_kafka_conf_interceptor_add_on_new(conf, c"strays".as_ptr(), Some(on_new), opaque) };
    }
}

unsafe extern "C" fn on_new(
    rk: *mut sys::rd_kafka_t,
    _conf: *const sys::rd_kafka_conf_t,
    opaque: *mut c_void,
    _text: *mut c_char,
    _size: usize,
) -> E {
    // SAFETY: the client lives during the callback, and what `opaque` points to outlives it.
    unsafe { raw::rd_kafka_interceptor_add_on_response_received(rk, c"strays".as_ptr(), on_response, opaque) };
    E::RD_KAFKA_RESP_ERR_NO_ERROR
}

/// Called for every request when its fate is known: its response has come, or it failed without one.
#[allow(clippy::too_many_arguments, reason = "librdkafka's")]
unsafe extern "C" fn on_response(
    _rk: *mut sys::rd_kafka_t,
    _socket: c_int,
    _broker: *const c_char,
    _broker_id: i32,
    api: i16,
    _version: i16,
    _correlation: i32,
    _size: usize,
    _rtt: i64,
    code: c_int,
    opaque: *mut c_void,
) -> c_int {
    if code != 0 && OF_TRANSACTIONS.contains(&api) {
        // SAFETY: it outlives the client.
        unsafe { &*opaque.cast::<Strays>() }.0.store(true, Ordering::SeqCst);
    }
    0
}
