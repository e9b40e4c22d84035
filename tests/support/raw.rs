//! Messages byte for byte. To rdkafka a header's name is text, to Kafka it is not: here the client library itself is
//! asked.

use std::ffi::{CStr, CString, c_void};
use std::ptr;
use std::time::Duration;

use rdkafka::message::BorrowedMessage;
use rdkafka::producer::{BaseProducer, Producer};
use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::{RDKafkaHeaders, RDKafkaRespErr};

use super::Kafka;

/// A message to produce; `None` is Kafka's null.
#[derive(Debug, Clone, Default)]
pub struct RawMessage {
    pub key: Option<Vec<u8>>,
    pub value: Option<Vec<u8>>,
    pub headers: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

/// The headers of a message.
pub fn headers(message: &BorrowedMessage<'_>) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
    let mut found = Vec::new();
    let mut list: *mut RDKafkaHeaders = ptr::null_mut();
    // SAFETY: the message lives, and its headers with it; what they point to is copied.
    unsafe {
        if sys::rd_kafka_message_headers(message.ptr(), &mut list) != RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR {
            return found;
        }
        let (mut name, mut value, mut size) = (ptr::null(), ptr::null(), 0);
        while sys::rd_kafka_header_get_all(list, found.len(), &mut name, &mut value, &mut size)
            == RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR
        {
            let value = (!value.is_null()).then(|| std::slice::from_raw_parts(value.cast::<u8>(), size).to_vec());
            found.push((CStr::from_ptr(name).to_bytes().to_vec(), value));
        }
    }
    found
}

impl Kafka {
    /// Produces messages to partition 0 of a topic, in their order.
    pub fn produce_raw(&self, topic: &str, messages: &[RawMessage]) {
        let producer: BaseProducer = self.config().create().expect("a producer");
        let topic = CString::new(topic).expect("a topic's name");
        for message in messages {
            produce(&producer, &topic, message);
        }
        producer.flush(Duration::from_secs(60)).expect("flushed");
    }
}

fn produce(producer: &BaseProducer, topic: &CStr, message: &RawMessage) {
    use sys::rd_kafka_vtype_t as Kind;
    use sys::rd_kafka_vu_s__bindgen_ty_1 as Value;
    let field = |vtype, u| sys::rd_kafka_vu_s { vtype, u };
    let memory = |bytes: &Option<Vec<u8>>| Value {
        mem: sys::rd_kafka_vu_s__bindgen_ty_1__bindgen_ty_1 {
            ptr: bytes.as_ref().map_or(ptr::null_mut(), |b| b.as_ptr().cast_mut().cast::<c_void>()),
            size: bytes.as_ref().map_or(0, Vec::len),
        },
    };
    // SAFETY: each field's kind matches its value; the library copies topic, key, value and headers' parts before it
    // returns, and owns the list of headers then.
    unsafe {
        let headers = sys::rd_kafka_headers_new(message.headers.len());
        for (name, value) in &message.headers {
            let size = value.as_ref().map_or(0, Vec::len) as isize;
            let value = value.as_ref().map_or(ptr::null(), |value| value.as_ptr().cast());
            sys::rd_kafka_header_add(headers, name.as_ptr().cast(), name.len() as isize, value, size);
        }
        let fields = [
            field(Kind::RD_KAFKA_VTYPE_TOPIC, Value { cstr: topic.as_ptr() }),
            field(Kind::RD_KAFKA_VTYPE_MSGFLAGS, Value { i: sys::RD_KAFKA_MSG_F_COPY }),
            field(Kind::RD_KAFKA_VTYPE_PARTITION, Value { i32_: 0 }),
            field(Kind::RD_KAFKA_VTYPE_KEY, memory(&message.key)),
            field(Kind::RD_KAFKA_VTYPE_VALUE, memory(&message.value)),
            field(Kind::RD_KAFKA_VTYPE_HEADERS, Value { headers }),
        ];
        let error = sys::rd_kafka_produceva(producer.client().native_ptr(), fields.as_ptr(), fields.len());
        assert!(error.is_null(), "{:?} is not produced", message.key);
    }
}
