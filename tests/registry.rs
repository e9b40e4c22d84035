//! The registry's client, and the codecs over it, against a real registry: `MUBATCH_TEST_REGISTRY` is the base URL of
//! its Confluent-compatible API.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use arrow::array::{ArrayRef, AsArray, Int64Array, RecordBatch, StringViewArray};
use arrow::buffer::Buffer;
use arrow::datatypes::Int64Type;
use mubatch::clock::ManualClock;
use mubatch::codec::avro::{AvroDecoder, AvroEncoder, Subjects};
use mubatch::codec::registry::{RegistryClient, SchemaSource};
use mubatch::codec::schema::Columns;
use mubatch::codec::{Decoder, Encoder, Span, reason};
use mubatch::job::Registry;
use tokio::runtime::Runtime;

fn url() -> String {
    std::env::var("MUBATCH_TEST_REGISTRY").expect("MUBATCH_TEST_REGISTRY is not set: run through `make test`")
}

/// A client, and the runtime that it works on.
struct Bench {
    client: Arc<RegistryClient>,
    _runtime: Runtime,
}

impl Bench {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let config = Registry { urls: vec![url()], basic_auth: None, timeout: Duration::from_secs(10) };
        let client = RegistryClient::new(&config, runtime.handle().clone()).unwrap();
        Self { client: Arc::new(client), _runtime: runtime }
    }
}

/// A subject that no other test, and no earlier run, has used.
fn subject(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{name}-{}-{}-value", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A record that is like no other in the registry.
fn record(subject: &str, fields: &str) -> String {
    let name = subject.replace('-', "_");
    format!(r#"{{"type":"record","name":"{name}","fields":[{fields}]}}"#)
}

/// A request that the client has no method for. Gives the body of the answer, which must be 200.
fn http(method: &str, path: &str, body: &str) -> String {
    let url = url();
    let (host, base) = url.trim_start_matches("http://").split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!(
        "Host: {host}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}",
        body.len()
    );
    write!(stream, "{method} /{base}{path} HTTP/1.1\r\n{head}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{method} {path}: {answer}");
    answer
}

const LONG: &str = r#"{"name":"n","type":"long"}"#;

#[test]
fn a_registered_schema_is_found_by_id_and_by_text() {
    let Bench { client, _runtime } = Bench::new();
    let name = subject("orders");
    let schema = record(&name, LONG);
    assert_eq!(client.lookup(&name, &schema), Ok(None));
    let id = client.register(&name, &schema).unwrap().unwrap();
    assert_eq!(client.register(&name, &schema), Ok(Ok(id)), "again: nothing new");
    assert_eq!(client.lookup(&name, &schema), Ok(Some(id)));
    assert_eq!(client.lookup(&name, &record(&name, "")), Ok(None), "the subject is there, the schema is not");
    let found = client.schema_by_id(id).unwrap().unwrap();
    assert_eq!((found.id, found.schema.as_str(), found.references.len()), (id, schema.as_str(), 0));
}

#[test]
fn schemas_that_the_registry_refuses() {
    let Bench { client, _runtime } = Bench::new();
    let name = subject("orders");
    client.register(&name, &record(&name, LONG)).unwrap().unwrap();
    http("PUT", &format!("/config/{name}"), r#"{"compatibility":"BACKWARD"}"#);
    let other = record(&name, r#"{"name":"n","type":"string"}"#);
    let why = client.register(&name, &other).unwrap().unwrap_err();
    assert!(!why.is_empty());
    assert!(client.register(&subject("broken"), r#"{"type":"no-such-type"}"#).unwrap().is_err());
    assert_eq!(client.lookup(&name, &other), Ok(None));
}

#[test]
fn a_schema_comes_with_those_it_refers_to() {
    let Bench { client, _runtime } = Bench::new();
    let (inner, middle, outer) = (subject("inner"), subject("middle"), subject("outer"));
    let named = |name: &str| name.replace('-', "_");
    let inner_schema = record(&inner, LONG);
    client.register(&inner, &inner_schema).unwrap().unwrap();
    let register = |name: &str, schema: &str, refers: &str| -> u32 {
        let reference = serde_json::json!({"name": named(refers), "subject": refers, "version": 1});
        let body = serde_json::json!({"schema": schema, "schemaType": "AVRO", "references": [reference]});
        let answer = http("POST", &format!("/subjects/{name}/versions"), &body.to_string());
        let id = answer.split_once("\"id\":").map(|(_, rest)| rest.split(|c: char| !c.is_ascii_digit()).next());
        id.flatten().and_then(|id| id.parse().ok()).expect("an id")
    };
    let middle_schema = record(&middle, &format!(r#"{{"name":"i","type":"{}"}}"#, named(&inner)));
    register(&middle, &middle_schema, &inner);
    let outer_schema = record(&outer, &format!(r#"{{"name":"m","type":"{}"}}"#, named(&middle)));
    let id = register(&outer, &outer_schema, &middle);
    let found = client.schema_by_id(id).unwrap().unwrap();
    assert_eq!(found.schema, outer_schema);
    assert_eq!(found.references, [inner_schema, middle_schema]);
}

/// The window of these messages.
fn window(messages: &[Vec<u8>]) -> (Buffer, Vec<Span>) {
    let (mut arena, mut spans) = (Vec::new(), Vec::new());
    for message in messages {
        spans.push(Span { start: arena.len() as u32, len: message.len() as u32 });
        arena.extend_from_slice(message);
        arena.push(b' ');
    }
    (Buffer::from_vec(arena), spans)
}

#[test]
fn an_id_that_is_registered_later_is_read_from_then_on() {
    let Bench { client, _runtime } = Bench::new();
    let name = subject("late");
    let schema = record(&name, LONG);
    let clock = Arc::new(ManualClock::default());
    let columns = Columns::from_avsc(&schema).unwrap();
    let mut decoder = AvroDecoder::new(&columns, client.clone(), clock.clone()).unwrap();
    // Ids are given in order: other tests take some of those that come next, so ask for a few of them.
    let last = client.register(&subject("before"), &record(&subject("before"), LONG)).unwrap().unwrap();
    let messages: Vec<_> = (1..40).map(|n| [&[0][..], &(last + n).to_be_bytes(), &[14]].concat()).collect();
    let (arena, spans) = window(&messages);
    let first = decoder.decode(&arena, &spans).unwrap();
    let unknown: Vec<u32> = first.bad.iter().filter(|b| b.reason == reason::UNKNOWN_SCHEMA).map(|b| b.index).collect();
    assert!(!unknown.is_empty());

    let id = (0..40)
        .map(|_| subject("filler"))
        .map(|filler| client.register(&filler, &record(&filler, LONG)).unwrap().unwrap())
        .find(|id| id.checked_sub(last + 1).is_some_and(|index| unknown.contains(&index)))
        .unwrap();
    clock.advance(Duration::from_secs(10));
    let second = decoder.decode(&arena, &spans).unwrap();
    let row = second.rows.iter().position(|index| *index == id - last - 1).unwrap();
    assert_eq!(second.columns[0].as_primitive::<Int64Type>().value(row), 7);
}

#[test]
fn what_is_encoded_with_the_registry_is_decoded_with_it() {
    let Bench { client, _runtime } = Bench::new();
    let name = subject("round");
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None]));
    let texts: ArrayRef = Arc::new(StringViewArray::from(vec!["a", "a text of more than twelve bytes"]));
    let batch = RecordBatch::try_from_iter([("n", numbers), ("s", texts)]).unwrap();
    let subjects = |register| Subjects { registry: client.clone(), names: vec![name.clone()], register };
    let record_name = name.replace('-', "_");
    let make = |register| AvroEncoder::new(&batch.schema(), None, &record_name, subjects(register)).unwrap();
    assert!(make(false).prepare().unwrap().is_err(), "it is not registered yet, and may not be");
    let mut encoder = make(true);
    let (mut out, mut ends) = (Vec::new(), Vec::new());
    encoder.encode(&batch, &mut out, &mut ends).unwrap();
    let id = make(false).prepare().unwrap().unwrap();
    assert_eq!(out[1..5], id.to_be_bytes());

    let columns = Columns::from_avsc(encoder.avro_schema()).unwrap();
    let mut decoder = AvroDecoder::new(&columns, client.clone(), Arc::new(ManualClock::default())).unwrap();
    let messages = [out[..ends[0] as usize].to_vec(), out[ends[0] as usize..].to_vec()];
    let (arena, spans) = window(&messages);
    let decoded = decoder.decode(&arena, &spans).unwrap();
    assert_eq!((decoded.rows, decoded.bad), (vec![0, 1], vec![]));
    assert_eq!(decoded.columns, batch.columns());
}

#[test]
fn a_wrong_url_is_not_an_unknown_schema() {
    let Bench { _runtime, .. } = Bench::new();
    let wrong = url().trim_end_matches("/apis/ccompat/v7").to_owned() + "/no-such-path";
    let config = Registry { urls: vec![wrong], basic_auth: None, timeout: Duration::from_secs(10) };
    let client = RegistryClient::new(&config, _runtime.handle().clone()).unwrap();
    let message = client.schema_by_id(1).unwrap_err().message;
    assert!(message.contains("is the URL that of a Confluent-compatible API?"), "{message}");
}

#[test]
fn a_registry_that_is_down_is_unavailable() {
    let Bench { _runtime, .. } = Bench::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let config = Registry { urls: vec![format!("http://{free}")], basic_auth: None, timeout: Duration::from_secs(10) };
    let client = RegistryClient::new(&config, _runtime.handle().clone()).unwrap();
    assert!(client.schema_by_id(1).unwrap_err().message.contains("onnection refused"));
    assert!(client.register("s", "{}").is_err() && client.lookup("s", "{}").is_err());
}
