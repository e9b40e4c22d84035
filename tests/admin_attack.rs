//! The admin server of a running job under clients that mean harm: the job goes on, and its probes answer.
//! (What each single request gets is tested beside the server, in `src/admin/tests.rs`.)
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use support::{JobDir, Kafka, eventually, free_port, get, unique};

fn job(name: &str, bootstrap: &str, admin: &str) -> JobDir {
    JobDir::new(&format!(
        "job: {name}
kafka: {{bootstrap.servers: '{bootstrap}'}}
source: {{topics: [{name}-in], format: json, columns: {{id: varchar}}}}
window: {{age: 20ms}}
mapper: [{{into: out, sql: SELECT id FROM events}}]
outputs: {{out: {{topic: {name}-out, format: json, key: id}}}}
{admin}"
    ))
}

#[test]
fn clients_that_hold_connections_delay_neither_the_job_nor_its_probes() {
    let kafka = Kafka::from_env();
    let (name, admin) = (unique("attack"), free_port());
    kafka.create(&format!("{name}-in"), 1);
    kafka.create(&format!("{name}-out"), 1);
    let directory = job(&name, &kafka.bootstrap, &format!("admin: {{listen: '127.0.0.1:{admin}'}}\n"));
    let process = directory.start("a", &[]);
    eventually("it is ready", || get(admin, "/readyz").is_some_and(|(code, _)| code == 200));

    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Far more than the server has room for, and whoever is cut comes again.
        let kinds: [&[u8]; 4] =
            [b"", b"GET /livez HTTP/1.1\r\nX: ", b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01"];
        for kind in kinds {
            let over = &over;
            scope.spawn(move || {
                let mut clients: Vec<TcpStream> = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    // A byte from each, and never a byte read.
                    clients.retain_mut(|client| client.write_all(b"a").is_ok());
                    while clients.len() < 50 {
                        let Ok(mut client) = TcpStream::connect(("127.0.0.1", admin)) else { break };
                        let _ = client.write_all(kind);
                        clients.push(client);
                    }
                    std::thread::sleep(Duration::from_millis(50));
                }
            });
        }
        for event in 1..=20 {
            kafka.produce(&format!("{name}-in"), [("k", format!(r#"{{"id":"e{event}"}}"#))]);
            eventually("the next event is committed", || kafka.committed(&name, &format!("{name}-in"), 1) == event);
            // One answer may be cut when many come at once: a prober asks again.
            eventually("it is alive", || get(admin, "/livez").is_some_and(|(code, _)| code == 200));
        }
        over.store(true, Ordering::Relaxed);
    });
    let (code, status) = get(admin, "/readyz").expect("an answer");
    assert_eq!(code, 200, "{status}");
    assert_eq!(kafka.read(&format!("{name}-out")).len(), 20);
    let log = process.log();
    assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
    assert!(process.stop().success());
}

/// The local addresses of a process's listening sockets, as `/proc/net/tcp` has them: 0100007F:2508.
fn listens_on(process: u32) -> BTreeSet<String> {
    let mut inodes = BTreeSet::new();
    for file in std::fs::read_dir(format!("/proc/{process}/fd")).expect("its files").flatten() {
        let target = std::fs::read_link(file.path()).unwrap_or_default();
        let inode = target.to_str().and_then(|text| text.strip_prefix("socket:[")?.strip_suffix(']'));
        inodes.extend(inode.map(str::to_owned));
    }
    let mut found = BTreeSet::new();
    for table in ["tcp", "tcp6"] {
        let table = std::fs::read_to_string(format!("/proc/{process}/net/{table}")).unwrap_or_default();
        for line in table.lines().skip(1) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let listening = columns[3] == "0A";
            if listening && inodes.contains(columns[9]) {
                found.insert(columns[1].to_owned());
            }
        }
    }
    found
}

#[test]
fn it_listens_on_loopback_where_it_is_told_to_and_nowhere_otherwise() {
    let port = free_port();
    for (admin, expected) in [
        (format!("admin: {{listen: '127.0.0.1:{port}'}}\n"), vec![format!("0100007F:{port:04X}")]),
        (String::new(), vec![]),
    ] {
        let directory = job(&unique("listens"), "127.0.0.1:1", &admin);
        let process = directory.start("a", &[]);
        eventually("it waits for its broker", || process.log().contains("trying again"));
        assert_eq!(listens_on(process.id()), expected.into_iter().collect(), "{admin}");
        process.kill();
    }
    for file in ["docker-compose.yml", "examples/retargeting/job.yaml", "examples/avro/job.yaml", "README.md"] {
        let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("read");
        assert!(
            !text.contains("listen: 0.0.0.0") && !text.contains("listen: '0.0.0.0"),
            "{file} shows it on all interfaces"
        );
    }
}
