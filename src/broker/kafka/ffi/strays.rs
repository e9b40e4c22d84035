//! Requests that were sent and never answered. librdkafka sends such a request again by itself and says nothing of it.
//!
//! - A producer's: the first one may still arrive, much later, and a coordinator would take it for part of the transaction
//!   of that time.
//! - A member's heartbeat (KIP-848): what the answer said is lost. The coordinator tells a change of the assignment once,
//!   unless it is asked in full, and after a timeout librdkafka does not: partitions would stand still for good.

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::RDKafkaRespErr as E;

use super::{Code, raw};

/// AddPartitionsToTxn, AddOffsetsToTxn, EndTxn, TxnOffsetCommit. (A repeated Produce has its sequence number.)
const OF_TRANSACTIONS: [i16; 4] = [24, 25, 26, 28];

/// ConsumerGroupHeartbeat.
const HEARTBEAT: i16 = 68;

/// What a member knows of its assignment. It waits for the second answer after the one that is missing: a member that the
/// group has put out meanwhile hears of that with the first, and joins again by itself.
mod heartbeats {
    pub const FINE: u8 = 0;
    pub const ANSWER_MISSING: u8 = 1;
    pub const ANSWERED_SINCE: u8 = 2;
    pub const IN_DOUBT: u8 = 3;
}

/// Which requests of a client went without an answer.
#[derive(Default)]
pub(super) struct Strays {
    of_transactions: AtomicBool,
    heartbeats: AtomicU8,
}

impl Strays {
    /// Whether a request about a transaction did.
    pub fn any_of_transactions(&self) -> bool {
        self.of_transactions.load(Ordering::SeqCst)
    }

    /// Whether a change of the assignment may have been lost. Asked once, it is forgotten.
    pub fn take_doubt(&self) -> bool {
        let (old, new) = (heartbeats::IN_DOUBT, heartbeats::FINE);
        self.heartbeats.compare_exchange(old, new, Ordering::SeqCst, Ordering::Relaxed).is_ok()
    }

    /// The group gives its assignment in full now.
    pub fn forget_doubt(&self) {
        self.heartbeats.store(heartbeats::FINE, Ordering::SeqCst);
    }

    fn heartbeat(&self, code: Code) {
        let next = |state| match (code, state) {
            (Code::OK, heartbeats::ANSWER_MISSING | heartbeats::ANSWERED_SINCE) => Some(state + 1),
            (Code::OK, _) => None,
            _ if code.is(&[E::RD_KAFKA_RESP_ERR__TIMED_OUT]) => Some(heartbeats::ANSWER_MISSING),
            // After any other error it asks in full.
            _ => Some(heartbeats::FINE),
        };
        // Nothing to change is no failure.
        let _ = self.heartbeats.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next);
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
    // SAFETY: it outlives the client.
    let strays = unsafe { &*opaque.cast::<Strays>() };
    if code != 0 && OF_TRANSACTIONS.contains(&api) {
        strays.of_transactions.store(true, Ordering::SeqCst);
    }
    if api == HEARTBEAT {
        strays.heartbeat(Code(code));
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether there is doubt after heartbeats that ended with these codes.
    fn doubts(codes: &[E]) -> bool {
        let strays = Strays::default();
        codes.iter().for_each(|&code| strays.heartbeat(code.into()));
        strays.take_doubt()
    }

    #[test]
    fn a_heartbeat_without_an_answer_leaves_doubt_once_two_were_answered_after_it() {
        use E::{RD_KAFKA_RESP_ERR__TIMED_OUT as LATE, RD_KAFKA_RESP_ERR_NO_ERROR as OK};
        assert!(doubts(&[OK, LATE, OK, OK, OK]));
        assert!(doubts(&[LATE, OK, LATE, OK, OK]), "it counts from the last");
        assert!(!doubts(&[OK, OK, OK]));
        assert!(!doubts(&[LATE, OK]), "the group may be putting the member out");
        assert!(!doubts(&[LATE, LATE]), "nobody answers");
    }

    #[test]
    fn after_any_other_error_the_client_asks_in_full() {
        use E::{
            RD_KAFKA_RESP_ERR__TIMED_OUT as LATE, RD_KAFKA_RESP_ERR__TRANSPORT as CUT, RD_KAFKA_RESP_ERR_NO_ERROR as OK,
        };
        assert!(!doubts(&[LATE, CUT, OK, OK]));
    }

    #[test]
    fn doubt_is_told_once_and_ends_when_the_member_joins_anew() {
        use E::{RD_KAFKA_RESP_ERR__TIMED_OUT as LATE, RD_KAFKA_RESP_ERR_NO_ERROR as OK};
        let strays = Strays::default();
        [LATE, OK, OK].into_iter().for_each(|code| strays.heartbeat(code.into()));
        assert!(strays.take_doubt() && !strays.take_doubt());
        [LATE, OK].into_iter().for_each(|code| strays.heartbeat(code.into()));
        strays.forget_doubt();
        strays.heartbeat(OK.into());
        assert!(!strays.take_doubt());
    }
}
