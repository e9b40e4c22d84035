//! Questions about topics, through the admin protocol.

use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::RDKafkaRespErr as E;

use super::client::Client;
use super::queue::{Queue, RawEvent};
use super::{Code, ERROR_TEXT_BYTES, NativeError, code, copy_text, millis, raw};

/// The longest timeout an admin request takes.
const TIMEOUT_MAX: Duration = Duration::from_secs(3600);

/// What the broker says of a topic.
pub(in crate::broker::kafka) struct TopicDescription {
    pub partitions: usize,
    /// True where the broker does not tell.
    pub may_read: bool,
    /// True where the broker does not tell.
    pub may_write: bool,
}

/// A topic, or why nothing is said of it.
pub(in crate::broker::kafka) type TopicAnswer = (String, Result<TopicDescription, NativeError>);

/// How often a request that is under way is looked after.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Asks for the topics without creating them; one answer each. Waits no longer for one that is `hopeless`.
pub(in crate::broker::kafka) fn describe_topics(
    client: &Arc<Client>,
    names: &[CString],
    timeout: Duration,
    hopeless: impl Fn() -> bool,
) -> Result<Vec<TopicAnswer>, NativeError> {
    let queue = Queue::new(client);
    let options = Options::new(client, sys::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_DESCRIBETOPICS, timeout)?;
    options.with_rights()?;
    let mut pointers: Vec<*const c_char> = names.iter().map(|name| name.as_ptr()).collect();
    // SAFETY: client, queue and options live; the names are copied, into a collection that is destroyed here.
    unsafe {
        let topics = sys::rd_kafka_TopicCollection_of_topic_names(pointers.as_mut_ptr(), pointers.len());
        sys::rd_kafka_DescribeTopics(client.as_ptr(), topics, options.0, queue.as_ptr());
        sys::rd_kafka_TopicCollection_destroy(topics);
    }
    let event = wait(&queue, timeout, hopeless)?;
    // SAFETY: the event lives until the end of the function, and with it everything it points to.
    unsafe {
        let mut count = 0;
        let result = sys::rd_kafka_event_DescribeTopics_result(event.as_ptr());
        let topics = sys::rd_kafka_DescribeTopics_result_topics(result, &mut count);
        Ok((0..count).map(|i| answer(*topics.add(i))).collect())
    }
}

/// Reads one answer.
///
/// # Safety
/// `topic` is alive.
unsafe fn answer(topic: *const sys::rd_kafka_TopicDescription_t) -> TopicAnswer {
    // SAFETY: everything hangs on the topic, which lives; strings are copied.
    unsafe {
        let name = copy_text(sys::rd_kafka_TopicDescription_name(topic));
        let error = sys::rd_kafka_TopicDescription_error(topic);
        if !error.is_null() && Code(raw::rd_kafka_error_code(error)) != Code::OK {
            let code = Code(raw::rd_kafka_error_code(error));
            return (name, Err(NativeError::new(code, copy_text(sys::rd_kafka_error_string(error)))));
        }
        let mut partitions = 0;
        sys::rd_kafka_TopicDescription_partitions(topic, &mut partitions);
        let mut count = 0;
        let rights = raw::rd_kafka_TopicDescription_authorized_operations(topic, &mut count);
        let has = |right: sys::rd_kafka_AclOperation_t| {
            rights.is_null() || (0..count).any(|i| *rights.add(i) == right as c_int)
        };
        let may_read = has(sys::rd_kafka_AclOperation_t::RD_KAFKA_ACL_OPERATION_READ);
        let may_write = has(sys::rd_kafka_AclOperation_t::RD_KAFKA_ACL_OPERATION_WRITE);
        (name, Ok(TopicDescription { partitions, may_read, may_write }))
    }
}

/// What a topic's configuration demands of its records.
pub(in crate::broker::kafka) struct Demands {
    pub topic: String,
    /// `max.message.bytes`.
    pub max_message_bytes: usize,
    /// A compacted topic takes no record without a key.
    pub needs_key: bool,
}

/// Asks what the topics demand; those whose configuration we may not see are left out.
pub(in crate::broker::kafka) fn demands(
    client: &Arc<Client>,
    names: &[CString],
    timeout: Duration,
) -> Result<Vec<Demands>, NativeError> {
    let queue = Queue::new(client);
    let options = Options::new(client, sys::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeout)?;
    // SAFETY: client, queue and options live; the resources are copied, and destroyed here.
    unsafe {
        let resource = |name: &CString| {
            sys::rd_kafka_ConfigResource_new(sys::rd_kafka_ResourceType_t::RD_KAFKA_RESOURCE_TOPIC, name.as_ptr())
        };
        let mut resources: Vec<_> = names.iter().map(resource).collect();
        let (first, count) = (resources.as_mut_ptr(), resources.len());
        sys::rd_kafka_DescribeConfigs(client.as_ptr(), first, count, options.0, queue.as_ptr());
        sys::rd_kafka_ConfigResource_destroy_array(first, count);
    }
    let event = wait(&queue, timeout, || false)?;
    // SAFETY: the event lives until the end of the function, and with it everything it points to.
    unsafe {
        let mut count = 0;
        let result = sys::rd_kafka_event_DescribeConfigs_result(event.as_ptr());
        let resources = sys::rd_kafka_DescribeConfigs_result_resources(result, &mut count);
        Ok((0..count).filter_map(|i| demanded(*resources.add(i))).collect())
    }
}

/// Reads what one topic demands.
///
/// # Safety
/// `resource` is alive.
unsafe fn demanded(resource: *const sys::rd_kafka_ConfigResource_t) -> Option<Demands> {
    // SAFETY: everything hangs on the resource, which lives; strings are copied.
    unsafe {
        if Code(raw::rd_kafka_ConfigResource_error(resource)) != Code::OK {
            return None;
        }
        let mut count = 0;
        let entries = sys::rd_kafka_ConfigResource_configs(resource, &mut count);
        let value = |wanted: &CStr| {
            let entry = (0..count).map(|i| *entries.add(i));
            let mut entry = entry.filter(|&entry| CStr::from_ptr(sys::rd_kafka_ConfigEntry_name(entry)) == wanted);
            entry.next().map(|entry| copy_text(sys::rd_kafka_ConfigEntry_value(entry)))
        };
        Some(Demands {
            topic: copy_text(sys::rd_kafka_ConfigResource_name(resource)),
            max_message_bytes: value(c"max.message.bytes")?.parse().ok()?,
            needs_key: value(c"cleanup.policy").is_some_and(|policy| policy.contains("compact")),
        })
    }
}

/// Waits for the one result. The request's own timeout ends first; the little more is for its answer to arrive.
fn wait(queue: &Queue, timeout: Duration, hopeless: impl Fn() -> bool) -> Result<RawEvent, NativeError> {
    let mut left = timeout + Duration::from_millis(100);
    while !left.is_zero() {
        let look = left.min(LOOK_EVERY);
        if let Some(event) = queue.poll_raw(look) {
            return event.error().map(|()| event);
        }
        if hopeless() {
            break;
        }
        left -= look;
    }
    Err(Code::from(E::RD_KAFKA_RESP_ERR__TIMED_OUT).into())
}

/// An admin request's options.
struct Options(*mut sys::rd_kafka_AdminOptions_t);

impl Options {
    fn new(client: &Client, request: sys::rd_kafka_admin_op_t, timeout: Duration) -> Result<Self, NativeError> {
        let mut text = [0; ERROR_TEXT_BYTES];
        // SAFETY: the client lives; options are owned by the value returned; the buffer is as long as said.
        unsafe {
            let options = Self(sys::rd_kafka_AdminOptions_new(client.as_ptr(), request));
            let text = ptr::from_mut(&mut text).cast();
            let set = sys::rd_kafka_AdminOptions_set_request_timeout(
                options.0,
                millis(timeout.min(TIMEOUT_MAX)),
                text,
                ERROR_TEXT_BYTES,
            );
            Code::from(set).check()?;
            Ok(options)
        }
    }

    /// Asks what we may do as well.
    fn with_rights(&self) -> Result<(), NativeError> {
        // SAFETY: the options live; the error is ours.
        unsafe { code::take(sys::rd_kafka_AdminOptions_set_include_authorized_operations(self.0, 1)) }
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: owned, and destroyed only here.
        unsafe { sys::rd_kafka_AdminOptions_destroy(self.0) }
    }
}
