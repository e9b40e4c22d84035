use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;

use super::*;

/// An HTTP server that gives the same answer to every request, and hands the requests out.
fn server(status: &'static str, body: &'static str) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (requests, received) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = requests.send(request(&mut stream));
            let head = "content-type: application/json\r\nconnection: close";
            let answer = format!("HTTP/1.1 {status}\r\n{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (url, received)
}

/// Head and body of a request, as they came.
fn request(stream: &mut TcpStream) -> String {
    let (mut text, mut part) = (String::new(), [0; 4096]);
    loop {
        let n = stream.read(&mut part).unwrap();
        assert!(n > 0, "the request ends in the middle");
        text.push_str(std::str::from_utf8(&part[..n]).unwrap());
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let len = head.lines().find_map(|l| l.strip_prefix("content-length: ")).map_or(0, |l| l.parse().unwrap());
        if body.len() >= len {
            return text;
        }
    }
}

struct Bench {
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    fn new() -> Self {
        Self { runtime: tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap() }
    }

    fn client(&self, urls: &[&str]) -> RegistryClient {
        self.login(urls, None)
    }

    fn login(&self, urls: &[&str], basic_auth: Option<(String, String)>) -> RegistryClient {
        let urls = urls.iter().map(|u| u.to_string()).collect();
        let config = Registry { urls, basic_auth, timeout: Duration::from_millis(500) };
        RegistryClient::new(&config, self.runtime.handle().clone()).unwrap()
    }
}

#[test]
fn only_the_registrys_own_not_found_says_that_there_is_none() {
    let bench = Bench::new();
    let (url, _requests) = server("404 Not Found", r#"{"error_code": 40403, "message": "Schema 7 not found"}"#);
    assert_eq!(bench.client(&[&url]).schema_by_id(7), Ok(None));
    assert_eq!(bench.client(&[&url]).lookup("s", "{}"), Ok(None));
    for body in [r#"{"error_code": 404, "message": "HTTP 404 Not Found"}"#, "<html>no such page</html>", ""] {
        let (url, _requests) = server("404 Not Found", body);
        let message = bench.client(&[&url]).schema_by_id(7).unwrap_err().message;
        assert!(message.starts_with(&format!("schema registry {url}: get schema 7: ")), "{message}");
        assert!(message.ends_with("Apicurio's ends in /apis/ccompat/v7"), "{message}");
    }
}

#[test]
fn every_other_failure_is_the_registrys_and_says_what_to_do() {
    let bench = Bench::new();
    let failures = [
        ("401 Unauthorized", r#"{"error_code": 401, "message": "who are you"}"#, "who are you (HTTP 401): check the"),
        ("403 Forbidden", "nothing", "(HTTP 403): check the registry's user, password and rights"),
        ("500 Internal Server Error", r#"{"error_code": 50001, "message": "oh\nno"}"#, "oh no (HTTP 500)"),
        ("503 Service Unavailable", "", "(HTTP 503)"),
        ("422 Unprocessable Content", r#"{"error_code": 42201, "message": "bad"}"#, "refused: bad"),
        ("200 OK", "<html>hello</html>", "expected value"),
        ("200 OK", r#"{"id": 7}"#, "Could not get raw schema"),
    ];
    for (status, body, expected) in failures {
        let (url, _requests) = server(status, body);
        let message = bench.client(&[&url]).schema_by_id(7).unwrap_err().message;
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_registry_that_is_down_or_hangs_is_unavailable() {
    let bench = Bench::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let message = bench.client(&[&format!("http://{free}")]).schema_by_id(7).unwrap_err().message;
    assert!(message.contains("onnection refused"), "{message}");
    let hanging = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", hanging.local_addr().unwrap());
    let message = bench.client(&[&url]).register("s", "{}").unwrap_err().message;
    assert!(message.contains("timed out") || message.contains("no answer in time"), "{message}");
}

#[test]
fn the_second_url_answers_when_the_first_does_not() {
    let bench = Bench::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (url, requests) = server("200 OK", r#"{"id": 12}"#);
    let client = bench.client(&[&format!("http://{free}"), &format!("{url}/base/")]);
    assert_eq!(client.register("my-value", r#"{"type": "long"}"#), Ok(Ok(12)));
    let request = requests.recv().unwrap();
    assert!(request.starts_with("POST /base/subjects/my-value/versions HTTP/1.1\r\n"), "{request}");
    assert!(request.contains(r#""schema":"{\"type\": \"long\"}""#), "{request}");
}

#[test]
fn a_refused_schema_is_not_an_unavailable_registry() {
    let bench = Bench::new();
    let (url, _requests) = server("409 Conflict", r#"{"error_code": 409, "message": "not compatible: field x"}"#);
    assert_eq!(bench.client(&[&url]).register("s", "{}"), Ok(Err("not compatible: field x".into())));
}

#[test]
fn a_schema_that_is_not_avro_is_as_good_as_none() {
    let bench = Bench::new();
    let (url, _requests) = server("200 OK", r#"{"schema": "message X {}", "schemaType": "PROTOBUF"}"#);
    assert_eq!(bench.client(&[&url]).schema_by_id(7), Ok(None));
}

#[test]
fn passwords_are_sent_but_never_shown() {
    let bench = Bench::new();
    let (url, requests) = server("500 Internal Server Error", "");
    let login = Some(("me".to_owned(), "hunter2".to_owned()));
    let error = bench.login(&[&url], login).schema_by_id(7).unwrap_err();
    assert!(requests.recv().unwrap().to_lowercase().contains("authorization: basic bwu6ahvudgvymg=="));
    assert!(!error.message.contains("hunter2"), "{}", error.message);

    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [format!("http://me:hunter2@{free}/x"), format!("http://me:hunter2@{free}")] {
        let error = bench.client(&[&url]).schema_by_id(7).unwrap_err();
        assert!(error.message.contains(&format!("schema registry http://{free}")), "{}", error.message);
        assert!(!error.message.contains("hunter2"), "{}", error.message);
    }
}

#[test]
fn the_memory_registry_keeps_ids_per_schema_and_versions_per_subject() {
    let registry = MemoryRegistry::default();
    let (long, int) = (r#"{"type": "long"}"#, r#""int""#);
    assert_eq!(registry.register("a", long), Ok(Ok(1)));
    assert_eq!(registry.register("a", int), Ok(Ok(2)));
    assert_eq!(registry.register("b", r#"{ "type":"long" }"#), Ok(Ok(1)));
    assert_eq!(registry.register("a", long), Ok(Ok(1)));
    assert_eq!(registry.lookup("a", int), Ok(Some(2)));
    assert_eq!(registry.lookup("b", int), Ok(None));
    assert_eq!(registry.schema_by_id(1).unwrap().map(|s| s.schema), Some(long.to_owned()));
    assert_eq!((registry.schema_by_id(0), registry.schema_by_id(3)), (Ok(None), Ok(None)));
    assert!(registry.register("a", r#"{"type": "nope"}"#).unwrap().unwrap_err().contains("unknown type"));
}
