use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::connections::{self, Limits};
use super::{bind, routes, serve};
use crate::clock::ManualClock;
use crate::metrics::Metrics;
use crate::status::{self, Status};

/// A server of one worker on a free port.
struct Server {
    address: SocketAddr,
    metrics: Arc<Metrics>,
    status: Arc<Status>,
    clock: Arc<ManualClock>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

async fn start(limits: Option<Limits>) -> Server {
    let clock = Arc::new(ManualClock::default());
    let metrics = Metrics::new("demo", clock.clone());
    let status = Status::new("demo", "abc", 1, clock.clone(), status::Limits::new(Duration::from_secs(60)));
    let listener = bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let shutdown = async { stopped.await.unwrap() };
    let (m, s) = (metrics.clone(), status.clone());
    let task = match limits {
        None => tokio::spawn(serve(listener, m, s, shutdown)),
        Some(limits) => tokio::spawn(connections::serve(listener, routes::routes(m, s), limits, shutdown)),
    };
    Server { address, metrics, status, clock, stop, task }
}

/// Sends `request` as it is and gives everything that comes back until the server closes.
async fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A reset after the answer is the server's way to refuse what it did not read.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// Status code, head and body.
async fn ask(address: SocketAddr, method: &str, path: &str) -> (u16, String, String) {
    let answer = raw(address, &format!("{method} {path} HTTP/1.1\r\nHost: test\r\n\r\n")).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), head.to_lowercase(), body.into())
}

async fn get(address: SocketAddr, path: &str) -> (u16, String, String) {
    ask(address, "GET", path).await
}

#[tokio::test]
async fn probes_follow_the_status_and_say_why() {
    let s = start(None).await;
    assert_eq!(get(s.address, "/livez").await.0, 200);
    let (code, _, why) = get(s.address, "/readyz").await;
    assert_eq!((code, why.as_str()), (503, "worker 0: has not joined the consumer group yet\n"));
    let worker = &s.status.workers()[0];
    worker.assignment(vec![]);
    worker.loop_moved();
    assert_eq!(get(s.address, "/readyz").await.2, "ok\n");
    s.clock.advance(Duration::from_secs(31));
    let (code, _, why) = get(s.address, "/livez").await;
    assert_eq!((code, why.as_str()), (503, "worker 0: its loop has not moved for 31 s (limit 30 s)\n"));
}

#[tokio::test]
async fn metrics_status_and_versions_have_their_types() {
    let s = start(None).await;
    s.metrics.window_closed("age", 5, 50);
    let (code, head, body) = get(s.address, "/metrics").await;
    assert_eq!(code, 200);
    assert!(head.contains("content-type: text/plain; version=0.0.4; charset=utf-8"), "{head}");
    assert!(head.contains("cache-control: no-store"), "{head}");
    assert!(body.contains("mubatch_windows_closed_total{job=\"demo\",reason=\"age\"} 1\n"), "{body}");
    let (code, head, body) = get(s.address, "/status").await;
    assert_eq!(code, 200);
    assert!(head.contains("content-type: application/json"), "{head}");
    let json: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(json["workers"][0]["worker"], 0);
    let (_, _, body) = get(s.address, "/version").await;
    let json: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&json["job"], &json["mubatch"]), (&"demo".into(), &env!("CARGO_PKG_VERSION").into()));
}

#[tokio::test]
async fn the_index_names_every_route() {
    let s = start(None).await;
    let (_, _, index) = get(s.address, "/").await;
    let paths: Vec<_> =
        index.lines().filter_map(|line| line.split(' ').next().filter(|w| w.starts_with('/'))).collect();
    assert_eq!(paths, ["/livez", "/readyz", "/metrics", "/status", "/version"]);
    for path in paths {
        assert_ne!(get(s.address, path).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn unknown_paths_methods_and_bodies_are_refused() {
    let s = start(None).await;
    assert_eq!(get(s.address, "/metric").await.0, 404);
    let (code, head, _) = ask(s.address, "DELETE", "/livez").await;
    assert_eq!(code, 405);
    assert!(head.contains("allow: get,head"), "{head}");
    assert_eq!(ask(s.address, "HEAD", "/status").await.0, 200);
    let answer = raw(s.address, "GET /livez HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello").await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    let answer = raw(s.address, "GET /livez HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    let head = format!("GET /livez HTTP/1.1\r\nHost: test\r\nX-Long: {}\r\n\r\n", "x".repeat(1 << 20));
    assert!(!raw(s.address, &head).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_client_that_does_not_finish_its_headers_is_cut_though_it_keeps_sending() {
    let limits = Limits { headers: Duration::from_millis(200), ..Limits::default() };
    let s = start(Some(limits)).await;
    let mut stream = TcpStream::connect(s.address).await.unwrap();
    stream.write_all(b"GET /livez HTTP/1.1\r\nHost: test\r\n").await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let drip = tokio::spawn(async move {
        while write.write_all(b"X-A: b\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut answer = Vec::new();
    let cut = tokio::time::timeout(Duration::from_secs(5), read.read_to_end(&mut answer)).await;
    assert!(cut.is_ok(), "the connection was still open after 5 s");
    assert!(!String::from_utf8_lossy(&answer).contains(" 200 "));
    drip.await.unwrap();
}

#[tokio::test]
async fn however_many_clients_hold_connections_open_one_that_asks_is_answered() {
    // Their time is not up within the test.
    let limits = Limits {
        connections: 4,
        headers: Duration::from_secs(3600),
        whole: Duration::from_secs(3600),
        ..Limits::default()
    };
    let s = start(Some(limits)).await;
    let mut holding = Vec::new();
    for begun in [&b""[..], b"GET /livez HTTP/1.1\r\nHost: te", b"G"].iter().cycle().take(20) {
        let mut stream = TcpStream::connect(s.address).await.unwrap();
        stream.write_all(begun).await.unwrap();
        holding.push(stream);
        assert_eq!(get(s.address, "/livez").await.0, 200, "beside {} others", holding.len());
    }
    // No more than the limit are left open: the others read their end.
    let mut cut = 0;
    for mut stream in holding {
        cut += usize::from(tokio::time::timeout(Duration::from_millis(50), stream.read_u8()).await.is_ok());
    }
    assert!(cut >= 20 - 4, "{cut} of 20 were cut");
}

#[tokio::test]
async fn a_client_that_does_not_read_its_answer_is_cut() {
    let limits = Limits { whole: Duration::from_millis(500), ..Limits::default() };
    let s = start(Some(limits)).await;
    // More than the kernel keeps for a reader that is away.
    for worker in 0..150_000 {
        s.metrics.waiting(worker, "broker", true);
    }
    let whole = s.metrics.render().len();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stuck = socket.connect(s.address).await.unwrap();
    stuck.write_all(b"GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut got = Vec::new();
    let _ = stuck.read_to_end(&mut got).await;
    assert!(got.len() < whole, "it was cut before its {whole} bytes were sent");
}

#[tokio::test]
async fn requests_in_one_packet_get_one_answer() {
    let s = start(None).await;
    let one = "GET /livez HTTP/1.1\r\nHost: test\r\n\r\n";
    let answers = raw(s.address, &one.repeat(1000)).await;
    assert_eq!(answers.matches("HTTP/1.1 ").count(), 1, "{answers}");
}

#[tokio::test]
async fn what_is_no_request_or_too_large_a_one_is_refused_and_the_next_is_answered() {
    let s = start(None).await;
    let long = "x".repeat(1 << 20);
    for request in [
        format!("GET /{long} HTTP/1.1\r\nHost: test\r\n\r\n"),
        format!("GET /livez HTTP/1.1\r\nHost: test\r\n{}\r\n", "X-A: b\r\n".repeat(10_000)),
        format!("{long} / HTTP/1.1\r\n\r\n"),
        "GET /livez HTTP/1.1\r\nHost: test\r\nContent-Length: 99999999999999999999\r\n\r\n".into(),
        "GET /livez HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n".into(),
        "\0\0\0\0\r\n\r\n".into(),
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0".into(),
        "GET /../../etc/passwd HTTP/1.1\r\nHost: test\r\n\r\n".into(),
        "GET /livez HTTP/9.9\r\n\r\n".into(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
    ] {
        let answer = raw(s.address, &request).await;
        assert!(!answer.starts_with("HTTP/1.1 200"), "{:.80}: {answer:.200}", request);
        assert_eq!(get(s.address, "/livez").await.0, 200);
    }
}

#[tokio::test]
async fn nothing_can_be_changed_every_route_takes_get_and_head_only() {
    let s = start(None).await;
    for path in ["/", "/livez", "/readyz", "/metrics", "/status", "/version"] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"] {
            let (code, ..) = ask(s.address, method, path).await;
            assert!([400, 404, 405].contains(&code), "{method} {path}: {code}");
        }
    }
}

#[tokio::test]
async fn shutdown_closes_the_port_and_does_not_wait_for_idle_clients() {
    let limits = Limits { shutdown: Duration::from_millis(100), ..Limits::default() };
    let s = start(Some(limits)).await;
    let idle = TcpStream::connect(s.address).await.unwrap();
    assert_eq!(get(s.address, "/livez").await.0, 200);
    s.stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(3), s.task).await.expect("stops in time").unwrap();
    assert!(TcpStream::connect(s.address).await.is_err(), "the port is still open");
    drop(idle);
}

#[tokio::test]
async fn a_port_in_use_is_an_error_that_says_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap();
    let error = bind(address).await.unwrap_err();
    assert_eq!(error.exit_code(), 1);
    let text = error.to_string();
    assert!(text.contains(&address.to_string()) && text.contains("(admin.listen)"), "{text}");
}
