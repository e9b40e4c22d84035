//! A client: a consumer or a producer, with what its callbacks recorded.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::RDKafkaRespErr as E;

use super::list::{self, Entry, PartitionList};
use super::strays::Strays;
use super::{Code, Config, ERROR_TEXT_BYTES, NativeError, code, copy_text, millis, raw};
use crate::broker::GroupMetadata;

/// What a client is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::broker::kafka) enum Kind {
    /// Reads; also asks questions about groups and offsets. Its callbacks record into the client's [`Recorder`].
    Consumer,
    /// Writes in transactions. Reports failed deliveries and errors as events of [`super::Queue::main`].
    Producer,
    /// Asks. Reports errors as events of [`super::Queue::main`].
    Reader,
}

/// What a consumer's callbacks saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::broker::kafka) enum Signal {
    Assigned(Vec<Entry>),
    Revoked(Vec<Entry>),
    Lost(Vec<Entry>),
    Error(NativeError),
}

/// Where a consumer's callbacks leave what they saw, for the thread that polls.
#[derive(Default)]
pub(in crate::broker::kafka) struct Recorder {
    signals: Mutex<Vec<Signal>>,
    closing: AtomicBool,
    /// The thread that polls waits for one message.
    waiting: AtomicBool,
}

impl Recorder {
    /// Takes what was recorded so far.
    pub fn take(&self) -> Vec<Signal> {
        std::mem::take(&mut self.signals.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on rebalances acknowledge themselves: nobody listens any more.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
    }

    /// Runs a wait for one message, which a callback ends. Nothing else may be ended that way: a call for many messages
    /// drops the one that it takes next.
    pub(super) fn while_waiting<T>(&self, wait: impl FnOnce() -> T) -> T {
        self.waiting.store(true, Ordering::SeqCst);
        let ended = wait();
        self.waiting.store(false, Ordering::SeqCst);
        ended
    }

    /// Keeps what was seen, and ends a wait.
    ///
    /// # Safety
    /// `rk` is the client whose callback this is, on the thread that polls.
    unsafe fn record(&self, rk: *mut sys::rd_kafka_t, signal: Signal) {
        self.signals.lock().unwrap_or_else(PoisonError::into_inner).push(signal);
        if self.waiting.load(Ordering::SeqCst) {
            // SAFETY: the client lives during its callback.
            unsafe { sys::rd_kafka_yield(rk) }
        }
    }
}

/// How long a client's drop waits for its threads to end, before it leaves them behind.
const DROP_WAIT: Duration = Duration::from_secs(3);

/// A librdkafka client. The last owner's drop ends it, in bounded time.
pub(in crate::broker::kafka) struct Client {
    rk: NonNull<sys::rd_kafka_t>,
    /// Callbacks point here until the client is destroyed.
    recorder: Arc<Recorder>,
    strays: Arc<Strays>,
}

// SAFETY: librdkafka's client object may be used from any thread, and from several at once.
unsafe impl Send for Client {}
// SAFETY: as above.
unsafe impl Sync for Client {}

/// Makes a client. The error is librdkafka's text about a setting it refuses.
pub(in crate::broker::kafka) fn new_client(kind: Kind, mut config: Config) -> Result<Arc<Client>, String> {
    // Before librdkafka does it: this way OpenSSL leaves its data alone when the process ends. A client's threads may outlive
    // `main` (a drop does not wait for ever), and would crash on what OpenSSL's exit handler has freed.
    openssl_sys::init();
    let (recorder, strays) = (Arc::<Recorder>::default(), Arc::<Strays>::default());
    let mut text = [0; ERROR_TEXT_BYTES];
    // SAFETY: the configuration lives until the client takes it over, which it does only on success. Recorder and
    // strays are kept by the client and so outlive every callback. The text's buffer is as long as said.
    let rk = unsafe {
        let conf = config.as_ptr();
        sys::rd_kafka_conf_set_opaque(conf, Arc::as_ptr(&recorder).cast_mut().cast());
        match kind {
            Kind::Consumer => {
                sys::rd_kafka_conf_set_rebalance_cb(conf, Some(on_rebalance));
                sys::rd_kafka_conf_set_error_cb(conf, Some(on_error));
                strays.watch(conf);
            }
            Kind::Producer => {
                strays.watch(conf);
                sys::rd_kafka_conf_set_events(conf, sys::RD_KAFKA_EVENT_DR | sys::RD_KAFKA_EVENT_ERROR);
            }
            Kind::Reader => sys::rd_kafka_conf_set_events(conf, sys::RD_KAFKA_EVENT_ERROR),
        }
        let native = match kind {
            Kind::Producer => sys::rd_kafka_type_t::RD_KAFKA_PRODUCER,
            Kind::Consumer | Kind::Reader => sys::rd_kafka_type_t::RD_KAFKA_CONSUMER,
        };
        sys::rd_kafka_new(native, conf, ptr::from_mut(&mut text).cast(), ERROR_TEXT_BYTES)
    };
    let Some(rk) = NonNull::new(rk) else {
        // SAFETY: the buffer was all zeros and its last byte stays one.
        return Err(unsafe { copy_text(ptr::from_ref(&text).cast()) });
    };
    config.forget();
    Ok(Arc::new(Client { rk, recorder, strays }))
}

impl Client {
    pub(super) fn as_ptr(&self) -> *mut sys::rd_kafka_t {
        self.rk.as_ptr()
    }

    /// What the consumer's callbacks recorded.
    pub fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    /// Whether a producer's request about a transaction went without an answer: it may still arrive.
    pub fn has_strays(&self) -> bool {
        self.strays.any_of_transactions()
    }

    /// Whether the group may have given a member partitions that the client does not know of. Asked once, it is forgotten.
    pub fn take_doubt(&self) -> bool {
        self.strays.take_doubt()
    }

    /// The group gives its assignment in full now: nothing of it is in doubt.
    pub fn forget_doubt(&self) {
        self.strays.forget_doubt();
    }

    /// The error that ended the client's life, if there is one.
    pub fn fatal(&self) -> Option<NativeError> {
        // SAFETY: the client lives.
        unsafe { code::fatal(self.as_ptr()) }
    }

    /// Serves the client's own events from the consumer's queue, and subscribes.
    pub fn subscribe(&self, topics: &PartitionList) -> Result<(), NativeError> {
        // SAFETY: the client lives; the list is copied.
        let (events, subscribed) = unsafe {
            let events = sys::rd_kafka_poll_set_consumer(self.as_ptr());
            (events, sys::rd_kafka_subscribe(self.as_ptr(), topics.as_ptr()))
        };
        Code::from(events).check()?;
        Code::from(subscribed).check()
    }

    /// Leaves the group, once the partitions are given back.
    pub fn unsubscribe(&self) -> Result<(), NativeError> {
        // SAFETY: the client lives.
        Code::from(unsafe { sys::rd_kafka_unsubscribe(self.as_ptr()) }).check()
    }

    /// Whether partitions come and go one by one (cooperative, KIP-848) rather than all at once.
    pub fn is_cooperative(&self) -> bool {
        // SAFETY: the client lives; the string is constant.
        unsafe { copy_text(sys::rd_kafka_rebalance_protocol(self.as_ptr())) == "COOPERATIVE" }
    }

    /// Replaces the whole assignment (eager); `None` takes everything away.
    pub fn assign(&self, partitions: Option<&PartitionList>) -> Result<(), NativeError> {
        let list = partitions.map_or(ptr::null_mut(), PartitionList::as_ptr);
        // SAFETY: the client lives; the list is copied, null is allowed.
        Code::from(unsafe { sys::rd_kafka_assign(self.as_ptr(), list) }).check()
    }

    /// Adds to the assignment (cooperative).
    pub fn incremental_assign(&self, partitions: &PartitionList) -> Result<(), NativeError> {
        // SAFETY: the client lives; the list is copied; the error is ours.
        unsafe { code::take(sys::rd_kafka_incremental_assign(self.as_ptr(), partitions.as_ptr())) }
    }

    /// Takes from the assignment (cooperative).
    pub fn incremental_unassign(&self, partitions: &PartitionList) -> Result<(), NativeError> {
        // SAFETY: the client lives; the list is copied; the error is ours.
        unsafe { code::take(sys::rd_kafka_incremental_unassign(self.as_ptr(), partitions.as_ptr())) }
    }

    /// Pauses the partitions; each entry of the list then has its result.
    pub fn pause(&self, partitions: &mut PartitionList) -> Result<(), NativeError> {
        // SAFETY: client and list live.
        Code::from(unsafe { sys::rd_kafka_pause_partitions(self.as_ptr(), partitions.as_ptr()) }).check()
    }

    /// Resumes the partitions; each entry of the list then has its result.
    pub fn resume(&self, partitions: &mut PartitionList) -> Result<(), NativeError> {
        // SAFETY: client and list live.
        Code::from(unsafe { sys::rd_kafka_resume_partitions(self.as_ptr(), partitions.as_ptr()) }).check()
    }

    /// Moves the partitions to their offsets; each entry of the list then has its result, also after an error.
    pub fn seek(&self, partitions: &mut PartitionList, timeout: Duration) -> Result<(), NativeError> {
        // SAFETY: client and list live; the error is ours.
        unsafe { code::take(sys::rd_kafka_seek_partitions(self.as_ptr(), partitions.as_ptr(), millis(timeout))) }
    }

    /// Fills in the offsets behind the last messages taken from the queue; negative where there is none.
    pub fn position(&self, partitions: &mut PartitionList) -> Result<(), NativeError> {
        // SAFETY: client and list live.
        Code::from(unsafe { sys::rd_kafka_position(self.as_ptr(), partitions.as_ptr()) }).check()
    }

    /// The log's end as last heard, without I/O.
    pub fn cached_end(&self, topic: &CStr, partition: i32) -> Option<i64> {
        let (mut low, mut high) = (-1, -1);
        // SAFETY: the client lives; the name ends with a zero byte; the numbers are written before it returns.
        let code = unsafe {
            sys::rd_kafka_get_watermark_offsets(self.as_ptr(), topic.as_ptr(), partition, &mut low, &mut high)
        };
        (Code::from(code) == Code::OK && high >= 0).then_some(high)
    }

    /// What the client says about its membership: generation and member id may be those of no member.
    pub fn group(&self) -> Option<GroupMetadata> {
        // SAFETY: the client lives; the object is ours, its strings are copied before it is destroyed.
        unsafe {
            let group = sys::rd_kafka_consumer_group_metadata(self.as_ptr());
            if group.is_null() {
                return None;
            }
            let instance = sys::rd_kafka_consumer_group_metadata_group_instance_id(group);
            let copy = GroupMetadata {
                group: copy_text(sys::rd_kafka_consumer_group_metadata_group_id(group)),
                generation: sys::rd_kafka_consumer_group_metadata_generation_id(group),
                member: copy_text(sys::rd_kafka_consumer_group_metadata_member_id(group)),
                instance: (!instance.is_null()).then(|| copy_text(instance)),
            };
            sys::rd_kafka_consumer_group_metadata_destroy(group);
            Some(copy)
        }
    }

    /// Whether [`super::Queue::start_close`] has come to its end.
    pub fn is_closed(&self) -> bool {
        // SAFETY: the client lives.
        unsafe { sys::rd_kafka_consumer_closed(self.as_ptr()) != 0 }
    }

    /// Waits until a broker has told of itself and of the topics in use.
    pub fn hear_of_topics(&self, timeout: Duration) -> Result<(), NativeError> {
        let mut metadata = ptr::null();
        let (rk, timeout) = (self.as_ptr(), millis(timeout));
        // SAFETY: the client lives; a null topic stands for those in use; what is given is destroyed once.
        let code = unsafe {
            let code = raw::rd_kafka_metadata(rk, 0, ptr::null_mut(), &mut metadata, timeout);
            if !metadata.is_null() {
                sys::rd_kafka_metadata_destroy(metadata);
            }
            code
        };
        Code(code).check()
    }

    /// Fills in the group's committed offsets; negative where there is none.
    pub fn committed(&self, partitions: &mut PartitionList, timeout: Duration) -> Result<(), NativeError> {
        // SAFETY: client and list live.
        Code(unsafe { raw::rd_kafka_committed(self.as_ptr(), partitions.as_ptr(), millis(timeout)) }).check()
    }

    /// Replaces each entry's time by the first offset at or after it; negative where there is none.
    pub fn offsets_for_times(&self, times: &mut PartitionList, timeout: Duration) -> Result<(), NativeError> {
        // SAFETY: client and list live.
        Code(unsafe { raw::rd_kafka_offsets_for_times(self.as_ptr(), times.as_ptr(), millis(timeout)) }).check()
    }

    /// First and last offset, as the client's isolation level sees them.
    pub fn watermarks(&self, topic: &CStr, partition: i32, timeout: Duration) -> Result<(i64, i64), NativeError> {
        let (mut low, mut high) = (-1, -1);
        let (rk, timeout) = (self.as_ptr(), millis(timeout));
        // SAFETY: the client lives; the name ends with a zero byte; the numbers are written before it returns.
        let code = unsafe {
            raw::rd_kafka_query_watermark_offsets(rk, topic.as_ptr(), partition, &mut low, &mut high, timeout)
        };
        Code(code).check().map(|()| (low, high))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let kept = (Arc::clone(&self.recorder), Arc::clone(&self.strays));
        let doomed = Doomed { rk: self.rk, _kept: kept };
        let (done, ended) = mpsc::channel();
        let destroy = move || {
            drop(doomed);
            // Nobody waits any more when it took too long.
            let _ = done.send(());
        };
        // Where no thread can be made, the closure is dropped here, and the client with it.
        if std::thread::Builder::new().name("kafka-destroy".into()).spawn(destroy).is_ok() {
            let _ = ended.recv_timeout(DROP_WAIT);
        }
    }
}

/// A client that nobody else can reach.
struct Doomed {
    rk: NonNull<sys::rd_kafka_t>,
    _kept: (Arc<Recorder>, Arc<Strays>),
}

// SAFETY: as for `Client`.
unsafe impl Send for Doomed {}

impl Drop for Doomed {
    fn drop(&mut self) {
        // SAFETY: made by the last owner's drop; whatever belongs to the client holds an owner itself and is gone.
        // Without the consumer's close, which would wait for callbacks to be served: who wants it closes before.
        unsafe { sys::rd_kafka_destroy_flags(self.rk.as_ptr(), sys::RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE) }
    }
}

/// A handle for a topic.
pub(in crate::broker::kafka) struct Topic {
    topic: NonNull<sys::rd_kafka_topic_t>,
    _client: Arc<Client>,
}

// SAFETY: a topic handle may be used from any thread.
unsafe impl Send for Topic {}

impl Topic {
    /// The client's handle for a topic; while it is held, no other topic has its address.
    pub fn new(client: &Arc<Client>, name: &CStr) -> Result<Self, NativeError> {
        // SAFETY: the client lives; the name is copied; without a configuration the client's is used.
        let topic = unsafe { sys::rd_kafka_topic_new(client.as_ptr(), name.as_ptr(), ptr::null_mut()) };
        match NonNull::new(topic) {
            Some(topic) => Ok(Self { topic, _client: Arc::clone(client) }),
            // SAFETY: the last error is this thread's.
            None => Err(Code::from(unsafe { sys::rd_kafka_last_error() }).into()),
        }
    }

    /// Tells topics apart: see [`super::Message::topic_address`].
    pub fn address(&self) -> usize {
        self.topic.as_ptr().addr()
    }

    pub(super) fn as_ptr(&self) -> *mut sys::rd_kafka_topic_t {
        self.topic.as_ptr()
    }
}

impl Drop for Topic {
    fn drop(&mut self) {
        // SAFETY: owned; the client still lives, because `_client` is dropped after this.
        unsafe { sys::rd_kafka_topic_destroy(self.topic.as_ptr()) }
    }
}

/// Records a rebalance; it is acknowledged later, from the thread that polls. While closing it acknowledges itself, or
/// close would wait for ever.
unsafe extern "C" fn on_rebalance(
    rk: *mut sys::rd_kafka_t,
    code: sys::rd_kafka_resp_err_t,
    partitions: *mut sys::rd_kafka_topic_partition_list_t,
    opaque: *mut c_void,
) {
    // SAFETY: `opaque` is the recorder, which outlives the client. Client and list live during the callback, and both
    // codes are librdkafka's own, so the enum has them.
    unsafe {
        let recorder = &*opaque.cast::<Recorder>();
        if recorder.closing.load(Ordering::SeqCst) {
            // A group that has ended meanwhile waits for nothing, and never answers.
            if sys::rd_kafka_consumer_closed(rk) == 0 {
                sys::rd_kafka_assign(rk, ptr::null());
            }
            return;
        }
        let entries = list::entries(partitions);
        let signal = match code {
            E::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS => Signal::Assigned(entries),
            _ if sys::rd_kafka_assignment_lost(rk) != 0 => Signal::Lost(entries),
            _ => Signal::Revoked(entries),
        };
        recorder.record(rk, signal);
    }
}

/// Records an error that concerns the client as a whole.
unsafe extern "C" fn on_error(rk: *mut sys::rd_kafka_t, error: c_int, text: *const c_char, opaque: *mut c_void) {
    // SAFETY: `opaque` is the recorder, which outlives the client; client and text live during the callback.
    unsafe {
        let recorder = &*opaque.cast::<Recorder>();
        let seen = NativeError::new(Code(error), copy_text(text));
        let is_fatal = Code(error) == E::RD_KAFKA_RESP_ERR__FATAL.into();
        recorder.record(rk, Signal::Error(if is_fatal { code::fatal(rk).unwrap_or(seen) } else { seen }));
    }
}
