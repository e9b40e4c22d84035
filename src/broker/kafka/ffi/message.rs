//! Messages: those that were read, and those to be sent.

use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::RDKafkaRespErr as E;

use super::client::{Client, Topic};
use super::{Code, NativeError, bytes, code, copy_text};
use crate::broker::Header;

/// A message from the client's queue. Lives inside an [`super::Inbox`], which keeps the client alive: it must not
/// outlive it, and librdkafka counts on that.
#[repr(transparent)]
pub(in crate::broker::kafka) struct Message(NonNull<sys::rd_kafka_message_t>);

// SAFETY: an owned message may move to and be destroyed on any thread.
unsafe impl Send for Message {}

impl Message {
    /// Takes ownership; `None` for null.
    ///
    /// # Safety
    /// `message` is null or a message that nobody else owns.
    pub(super) unsafe fn own(message: *mut sys::rd_kafka_message_t) -> Option<Self> {
        NonNull::new(message).map(Self)
    }

    /// Not OK: an error in a message's place, without key, value and headers.
    pub fn code(&self) -> Code {
        // SAFETY: alive; read as a number, because the enum may lack the broker's code.
        Code(unsafe { (&raw const (*self.0.as_ptr()).err).cast::<c_int>().read() })
    }

    fn topic(&self) -> *mut sys::rd_kafka_topic_t {
        // SAFETY: owned and alive. Fields are read one by one: a reference would cover `err`, which may lie outside
        // its enum.
        unsafe { (*self.0.as_ptr()).rkt }
    }

    /// The error in the message's place; without meaning where [`Message::code`] is OK.
    pub fn error(&self) -> NativeError {
        let text = self.value().map(|text| String::from_utf8_lossy(text).into_owned());
        NativeError::new(self.code(), text.unwrap_or_default())
    }

    /// The address of the topic's handle; equal to [`Topic::address`] of the same topic.
    pub fn topic_address(&self) -> usize {
        self.topic().addr()
    }

    /// The topic's name; empty for an error that is about no topic.
    pub fn topic_name(&self) -> String {
        let topic = self.topic();
        // SAFETY: a handle that the message holds; the name lives as long as the handle.
        if topic.is_null() { String::new() } else { unsafe { copy_text(sys::rd_kafka_topic_name(topic)) } }
    }

    /// The partition's number.
    pub fn partition(&self) -> i32 {
        // SAFETY: owned and alive.
        unsafe { (*self.0.as_ptr()).partition }
    }

    /// Its own offset.
    pub fn offset(&self) -> i64 {
        // SAFETY: owned and alive.
        unsafe { (*self.0.as_ptr()).offset }
    }

    /// Milliseconds since the epoch, -1 when it has none.
    pub fn timestamp(&self) -> i64 {
        // SAFETY: the message is alive; the kind of timestamp is not asked for.
        unsafe { sys::rd_kafka_message_timestamp(self.0.as_ptr(), ptr::null_mut()) }
    }

    /// The key, `None` for null.
    pub fn key(&self) -> Option<&[u8]> {
        // SAFETY: pointer and length belong together and live as long as the message.
        unsafe { bytes((*self.0.as_ptr()).key.cast(), (*self.0.as_ptr()).key_len) }
    }

    /// The value, `None` for null. Of an error: the library's text.
    pub fn value(&self) -> Option<&[u8]> {
        // SAFETY: as for the key.
        unsafe { bytes((*self.0.as_ptr()).payload.cast(), (*self.0.as_ptr()).len) }
    }

    /// Bytes of key and value.
    pub fn size(&self) -> usize {
        // SAFETY: owned and alive.
        unsafe { (*self.0.as_ptr()).len + (*self.0.as_ptr()).key_len }
    }

    /// The headers, appended to `headers`. A name ends at its first zero byte: the library tells no length.
    pub fn headers<'a>(&'a self, headers: &mut Vec<Header<'a>>) {
        let mut list = ptr::null_mut();
        // SAFETY: the message is alive and keeps the list; names and values live as long as the list.
        unsafe {
            if sys::rd_kafka_message_headers(self.0.as_ptr(), &mut list) != E::RD_KAFKA_RESP_ERR_NO_ERROR {
                return;
            }
            let (mut name, mut value, mut size) = (ptr::null(), ptr::null(), 0);
            for index in 0.. {
                let found = sys::rd_kafka_header_get_all(list, index, &mut name, &mut value, &mut size);
                if found != E::RD_KAFKA_RESP_ERR_NO_ERROR {
                    return;
                }
                let name = std::ffi::CStr::from_ptr(name).to_bytes();
                headers.push(Header { name, value: bytes(value.cast(), size) });
            }
        }
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        // SAFETY: owned, and destroyed only here.
        unsafe { sys::rd_kafka_message_destroy(self.0.as_ptr()) }
    }
}

/// A record on its way to the client, which copies everything.
pub(in crate::broker::kafka) struct Outgoing<'a> {
    pub partition: Option<i32>,
    /// Milliseconds since the epoch; zero would mean the present.
    pub timestamp: i64,
    pub key: Option<&'a [u8]>,
    pub value: Option<&'a [u8]>,
    pub headers: &'a [Header<'a>],
    /// Comes back with the delivery report.
    pub tag: usize,
}

impl Client {
    /// Puts a record into the producer's buffer.
    pub fn produce(&self, topic: &Topic, record: &Outgoing<'_>) -> Result<(), NativeError> {
        use sys::rd_kafka_vtype_t as Field;
        use sys::rd_kafka_vu_s__bindgen_ty_1 as Value;
        let field = |vtype, u| sys::rd_kafka_vu_s { vtype, u };
        let mem = |bytes: Option<&[u8]>| Value {
            mem: sys::rd_kafka_vu_s__bindgen_ty_1__bindgen_ty_1 {
                ptr: bytes.map_or(ptr::null_mut(), |b| b.as_ptr().cast_mut().cast::<c_void>()),
                size: bytes.map_or(0, <[u8]>::len),
            },
        };
        let headers = copy_headers(record.headers)?;
        let fields = [
            field(Field::RD_KAFKA_VTYPE_RKT, Value { rkt: topic.as_ptr() }),
            field(Field::RD_KAFKA_VTYPE_MSGFLAGS, Value { i: sys::RD_KAFKA_MSG_F_COPY }),
            field(Field::RD_KAFKA_VTYPE_PARTITION, Value { i32_: record.partition.unwrap_or(-1) }),
            field(Field::RD_KAFKA_VTYPE_TIMESTAMP, Value { i64_: record.timestamp }),
            field(Field::RD_KAFKA_VTYPE_KEY, mem(record.key)),
            field(Field::RD_KAFKA_VTYPE_VALUE, mem(record.value)),
            field(Field::RD_KAFKA_VTYPE_OPAQUE, Value { ptr: ptr::without_provenance_mut(record.tag) }),
            field(Field::RD_KAFKA_VTYPE_HEADERS, Value { headers: headers.0 }),
        ];
        let count = if headers.0.is_null() { fields.len() - 1 } else { fields.len() };
        // SAFETY: each field's kind matches its value; the library copies key and value (MSG_F_COPY) before it
        // returns, and takes the headers only when it returns no error.
        let result = unsafe { code::take(sys::rd_kafka_produceva(self.as_ptr(), fields.as_ptr(), count)) };
        if result.is_ok() {
            std::mem::forget(headers);
        }
        result
    }
}

/// Headers that no message owns yet; null when there are none.
struct Headers(*mut sys::rd_kafka_headers_t);

impl Drop for Headers {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: owned; a message that takes them over forgets this owner.
            unsafe { sys::rd_kafka_headers_destroy(self.0) }
        }
    }
}

fn copy_headers(headers: &[Header<'_>]) -> Result<Headers, NativeError> {
    if headers.is_empty() {
        return Ok(Headers(ptr::null_mut()));
    }
    // SAFETY: allocates; aborts when it cannot.
    let list = Headers(unsafe { sys::rd_kafka_headers_new(headers.len()) });
    for Header { name, value } in headers {
        let data = value.map_or(ptr::null(), <[u8]>::as_ptr).cast();
        let size = value.map_or(0, <[u8]>::len);
        // SAFETY: name and value are copied, with the lengths given. Lengths of slices fit isize.
        let code =
            unsafe { sys::rd_kafka_header_add(list.0, name.as_ptr().cast(), name.len() as isize, data, size as isize) };
        Code::from(code).check()?;
    }
    Ok(list)
}
