//! Queues: the consumer's, with its messages, and those that carry events.

use std::collections::VecDeque;
use std::ptr::NonNull;
use std::sync::Arc;
use std::time::Duration;

use rdkafka_sys::bindings as sys;

use super::client::Client;
use super::{Code, Message, NativeError, code, copy_text, millis, raw};

/// One of a client's queues.
pub(in crate::broker::kafka) struct Queue {
    queue: NonNull<sys::rd_kafka_queue_t>,
    client: Arc<Client>,
}

// SAFETY: a queue may be used from any thread.
unsafe impl Send for Queue {}
// SAFETY: and from several at once; librdkafka locks it.
unsafe impl Sync for Queue {}

/// What a queue of events brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::broker::kafka) enum Event {
    /// Deliveries that failed: topic, the record's tag, why.
    Failed(Vec<(String, usize, NativeError)>),
    /// An error that concerns the client as a whole.
    Error(NativeError),
    /// Something else, without interest.
    Other,
}

/// An event, while it is looked at.
pub(super) struct RawEvent(NonNull<sys::rd_kafka_event_t>);

impl Queue {
    /// The queue of the client's own events.
    pub fn main(client: &Arc<Client>) -> Self {
        // SAFETY: the client lives.
        Self::own(unsafe { sys::rd_kafka_queue_get_main(client.as_ptr()) }, client)
    }

    /// The queue of the group's messages and callbacks; `None` for a client without a group.
    pub fn consumer(client: &Arc<Client>) -> Option<Self> {
        // SAFETY: the client lives; null stands for no group.
        let queue = NonNull::new(unsafe { sys::rd_kafka_queue_get_consumer(client.as_ptr()) })?;
        Some(Self { queue, client: Arc::clone(client) })
    }

    /// A queue of our own.
    pub fn new(client: &Arc<Client>) -> Self {
        // SAFETY: the client lives.
        Self::own(unsafe { sys::rd_kafka_queue_new(client.as_ptr()) }, client)
    }

    fn own(queue: *mut sys::rd_kafka_queue_t, client: &Arc<Client>) -> Self {
        let queue = NonNull::new(queue).expect("librdkafka allocates the queue or aborts");
        Self { queue, client: Arc::clone(client) }
    }

    pub(super) fn as_ptr(&self) -> *mut sys::rd_kafka_queue_t {
        self.queue.as_ptr()
    }

    /// Ends a wait on this queue: the one in progress, or else the next one.
    pub fn wake(&self) {
        // SAFETY: the queue lives.
        unsafe { sys::rd_kafka_queue_yield(self.as_ptr()) }
    }

    /// Waits for one message. Callbacks are served on the way, and end the wait.
    pub fn consume(&self, wait: Duration) -> Option<Message> {
        // SAFETY: the queue lives; the message is ours.
        let take = || unsafe { Message::own(sys::rd_kafka_consume_queue(self.as_ptr(), millis(wait))) };
        self.client.recorder().while_waiting(take)
    }

    /// Appends messages that are there, at most `max`, without waiting. Callbacks are served on the way.
    fn consume_batch(&self, messages: &mut Vec<Message>, max: usize) {
        messages.reserve(max);
        let end = messages.spare_capacity_mut().as_mut_ptr().cast();
        // SAFETY: there is room for `max` pointers behind the vector's end, and a `Message` is one such pointer. The
        // library fills in as many as it returns, none of them null, and gives them up.
        unsafe {
            let count = sys::rd_kafka_consume_batch_queue(self.as_ptr(), 0, end, max);
            messages.set_len(messages.len() + usize::try_from(count).unwrap_or(0));
        }
    }

    /// Waits for one event and shows it to `see`; false when none came. A flush counts a failed record as under way
    /// until `see` has returned.
    pub fn poll(&self, wait: Duration, see: impl FnOnce(Event)) -> bool {
        self.poll_raw(wait).map(|event| see(event.read())).is_some()
    }

    pub(super) fn poll_raw(&self, wait: Duration) -> Option<RawEvent> {
        // SAFETY: the queue lives; the event is ours.
        NonNull::new(unsafe { sys::rd_kafka_queue_poll(self.as_ptr(), millis(wait)) }).map(RawEvent)
    }

    /// Begins to leave the group. This queue must then be served until [`Client::is_closed`].
    pub fn start_close(&self) -> Result<(), NativeError> {
        // SAFETY: client and queue live; the error is ours.
        unsafe { code::take(sys::rd_kafka_consumer_close_queue(self.client.as_ptr(), self.as_ptr())) }
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        // SAFETY: owned; the client still lives, because `client` is dropped after this.
        unsafe { sys::rd_kafka_queue_destroy(self.as_ptr()) }
    }
}

impl RawEvent {
    pub(super) fn as_ptr(&self) -> *mut sys::rd_kafka_event_t {
        self.0.as_ptr()
    }

    /// The event's error; `Ok` for an event that is none and carries none.
    pub(super) fn error(&self) -> Result<(), NativeError> {
        let event = self.as_ptr();
        // SAFETY: the event lives; the text is copied.
        unsafe {
            let code = Code(raw::rd_kafka_event_error(event));
            if code == Code::OK {
                return Ok(());
            }
            // Other kinds of events have something else in its place.
            let is_error = sys::rd_kafka_event_type(event) == sys::RD_KAFKA_EVENT_ERROR;
            let fatal = is_error && sys::rd_kafka_event_error_is_fatal(event) != 0;
            let text = copy_text(sys::rd_kafka_event_error_string(event));
            Err(NativeError { fatal, ..NativeError::new(code, text) })
        }
    }

    fn read(&self) -> Event {
        let event = self.as_ptr();
        // SAFETY: the event lives, and so do the messages it hands out until it is destroyed.
        match unsafe { sys::rd_kafka_event_type(event) } {
            sys::RD_KAFKA_EVENT_DR => {
                // SAFETY: as above.
                let next = || NonNull::new(unsafe { sys::rd_kafka_event_message_next(event).cast_mut() });
                // SAFETY: as above. The code is read as a number, because the enum may lack it.
                let failure = |message: NonNull<sys::rd_kafka_message_t>| unsafe {
                    let message = message.as_ptr();
                    let code = Code((&raw const (*message).err).cast::<i32>().read());
                    let topic = copy_text(sys::rd_kafka_topic_name((*message).rkt));
                    (code != Code::OK).then(|| (topic, (*message)._private.addr(), code.into()))
                };
                Event::Failed(std::iter::from_fn(next).filter_map(failure).collect())
            }
            sys::RD_KAFKA_EVENT_ERROR => self.error().err().map_or(Event::Other, Event::Error),
            _ => Event::Other,
        }
    }
}

impl Drop for RawEvent {
    fn drop(&mut self) {
        // SAFETY: owned, and destroyed only here.
        unsafe { sys::rd_kafka_event_destroy(self.as_ptr()) }
    }
}

/// Messages taken from the consumer's queue that nobody has consumed yet, in order. They are destroyed before the
/// queue, and so before the client.
pub(in crate::broker::kafka) struct Inbox {
    messages: VecDeque<Message>,
    bytes: usize,
    batch: Vec<Message>,
    queue: Arc<Queue>,
}

impl Inbox {
    /// An empty inbox in front of the consumer's queue.
    pub fn new(queue: Arc<Queue>) -> Self {
        Self { messages: VecDeque::new(), bytes: 0, batch: Vec::new(), queue }
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Bytes of their keys and values.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes messages from the queue, at most `max`; waits up to `wait` for the first of them, or for a callback or
    /// [`Queue::wake`]. Errors in messages' places go to `error`. Returns how many were there, errors included.
    pub fn fill(&mut self, wait: Duration, max: usize, mut error: impl FnMut(&Message)) -> usize {
        if !wait.is_zero() {
            self.batch.extend(self.queue.consume(wait));
            if self.batch.is_empty() {
                return 0;
            }
        }
        // The batch call waits until the batch is full: so never with a timeout.
        let rest = max - self.batch.len();
        self.queue.consume_batch(&mut self.batch, rest);
        let count = self.batch.len();
        for message in self.batch.drain(..) {
            if message.code() == Code::OK {
                self.bytes += message.size();
                self.messages.push_back(message);
            } else {
                error(&message);
            }
        }
        count
    }

    /// The message at `index`, counted from the oldest.
    pub fn get(&self, index: usize) -> Option<&Message> {
        self.messages.get(index)
    }

    /// Removes and destroys the message at `index`; cheap at the front.
    pub fn remove(&mut self, index: usize) {
        if let Some(message) = self.messages.remove(index) {
            self.bytes -= message.size();
        }
    }

    /// Keeps those that `keep` says.
    pub fn retain(&mut self, keep: impl FnMut(&Message) -> bool) {
        self.messages.retain(keep);
        self.bytes = self.messages.iter().map(Message::size).sum();
    }
}
