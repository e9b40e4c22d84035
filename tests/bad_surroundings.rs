//! What a job needs and does not find: it waits for what may come back, and ends with code 2 over what only a person can
//! mend. Either way the person reads what to do.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::net::TcpListener;
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};
use serde_json::Value;
use support::forwarder::Forwarder;
use support::secure::{Access, Operation, PASSWORD, Secure, needed};
use support::{JobDir, Kafka, eventually, free_port, get, unique};

/// The certificate of an authority that has signed nothing.
const OTHER_CA: &str = include_str!("support/other-ca.crt");

/// A job that copies events; `kafka` is that section of the file.
fn job(name: &str, kafka: &str, admin: u16) -> JobDir {
    JobDir::new(&format!(
        "job: {name}
{kafka}
source: {{topics: [{name}-in], format: json, columns: {{id: varchar, size: bigint}}}}
window: {{age: 20ms}}
mapper:
  - into: out
    sql: SELECT id, repeat('x', coalesce(size, 0)) AS pad FROM events
outputs: {{out: {{topic: {name}-out, format: json, key: id}}}}
dead_letters: {{topic: {name}-dead}}
receipts: {{topic: {name}-receipts}}
admin: {{listen: '127.0.0.1:{admin}'}}
"
    ))
}

fn plain(servers: &str) -> String {
    format!("kafka: {{bootstrap.servers: '{servers}'}}")
}

/// Makes the job's topics, but not those left out.
fn create_topics(kafka: &Kafka, name: &str, left_out: &[&str]) {
    for role in ["in", "out", "dead", "receipts"].iter().filter(|role| !left_out.contains(role)) {
        kafka.create(&format!("{name}-{role}"), 1);
    }
}

/// A job that runs to its end, because of an error: the code and the error.
#[track_caller]
fn fails(directory: &JobDir, verb: &str, args: &[&str]) -> (i32, String) {
    let (code, out, errors) = directory.mubatch(verb, args);
    let error = errors.lines().find_map(|line| line.strip_prefix("error: "));
    let error = error.unwrap_or_else(|| panic!("no error, and code {code}:\n{out}\n{errors}"));
    for text in [&out, &errors] {
        assert!(!text.contains(PASSWORD), "{text}");
    }
    (code, error.to_owned())
}

#[test]
fn a_broker_that_is_away_is_waited_for() {
    let kafka = Kafka::from_env();
    let (name, admin) = (unique("no-broker"), free_port());
    create_topics(&kafka, &name, &[]);
    kafka.produce(&format!("{name}-in"), [("k", r#"{"id":"a"}"#)]);
    let mut broker = Forwarder::new(kafka.bootstrap.split(',').next().expect("a server"));
    let directory = job(&name, &plain(&broker.address()), admin);
    let process = directory.start("a", &[]);

    let why = format!(
        "no broker answers at {} over plaintext: check bootstrap.servers and security.protocol",
        broker.address()
    );
    eventually("it says what it waits for", || {
        get(admin, "/readyz").is_some_and(|(code, body)| code == 503 && body.contains(&why))
    });
    assert_eq!(get(admin, "/livez").expect("an answer").0, 200);
    let status: Value = serde_json::from_str(&get(admin, "/status").expect("an answer").1).expect("JSON");
    for field in [&status["not_ready"], &status["workers"][0]["waiting"][0]] {
        assert!(field.as_str().is_some_and(|text| text.contains(&why)), "{status:#}");
    }
    assert_eq!(status["not_live"], Value::Null);
    let waiting = format!("mubatch_waiting{{job=\"{name}\",on=\"broker\",worker=\"0\"}} 1");
    assert!(get(admin, "/metrics").expect("an answer").1.lines().any(|line| line == waiting));
    assert!(process.log().contains(&format!("{why} (_TIMED_OUT); trying again")), "{}", process.log());

    broker.open();
    eventually("the event is committed", || kafka.committed(&name, &format!("{name}-in"), 1) == 1);
    eventually("it is ready", || get(admin, "/readyz").expect("an answer").0 == 200);
    assert_eq!(kafka.read(&format!("{name}-out")).len(), 1);
    assert!(process.stop().success());
}

#[test]
fn a_job_that_waits_for_its_broker_ends_when_it_is_told_to() {
    let (name, admin) = (unique("no-broker"), free_port());
    let directory = job(&name, &plain("127.0.0.1:1"), admin);
    let process = directory.start("a", &[]);
    eventually("it waits", || process.log().contains("trying again"));
    let asked = std::time::Instant::now();
    assert_eq!(process.stop().code(), Some(1));
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());

    let (code, error) = fails(&directory, "check", &["--broker"]);
    assert!(error.starts_with("look at the topics: "), "{error}");
    assert!(error.contains("no broker answers at 127.0.0.1:1 over plaintext"), "{error}");
    assert_eq!(code, 1);
}

#[test]
fn topics_that_are_missing_are_named_with_what_they_are_for() {
    let kafka = Kafka::from_env();
    let name = unique("no-topic");
    create_topics(&kafka, &name, &["in"]);
    let directory = job(&name, &plain(&kafka.bootstrap), free_port());
    let way_out = "does not exist, or we may not see it: create it, or add DESCRIBE on it for this user";
    let missing = format!("source topic {name}-in {way_out}");
    assert_eq!(fails(&directory, "run", &[]), (2, missing.clone()));
    assert_eq!(fails(&directory, "check", &["--broker"]), (2, missing));

    let name = unique("no-topics");
    create_topics(&kafka, &name, &["out", "dead"]);
    let directory = job(&name, &plain(&kafka.bootstrap), free_port());
    let missing = format!(
        "output topic {name}-out, dead-letter topic {name}-dead do not exist, or we may not see them: create them, or add \
         DESCRIBE on them for this user"
    );
    assert_eq!(fails(&directory, "run", &[]), (2, missing));

    for role in ["out", "dead"] {
        kafka.create(&format!("{name}-{role}"), 3);
    }
    let (code, out, errors) = directory.mubatch("check", &["--broker"]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains(&format!("topic {name}-in: 1 partitions, records up to ")), "{out}");
    assert!(
        out.contains(&format!("topic {name}-out: 3 partitions, records up to ")) && out.ends_with("\nok\n"),
        "{out}"
    );
}

#[test]
fn an_admin_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let directory = job(&unique("port"), &plain("127.0.0.1:1"), port);
    let error = format!(
        "listen on 127.0.0.1:{port} for the admin server: Address already in use (os error 98); stop the process that \
         listens there, or choose another port (admin.listen)"
    );
    assert_eq!(fails(&directory, "run", &[]), (1, error));
}

#[test]
fn kafka_properties_that_are_wrong_are_named_by_check() {
    let directory =
        job(&unique("property"), "kafka: {bootstrap.servers: '127.0.0.1:1', sasl.mechanims: PLAIN}", free_port());
    let error = "job.yaml: kafka: librdkafka knows no property sasl.mechanims: did you mean sasl.mechanisms?";
    assert_eq!(fails(&directory, "check", &[]), (2, error.to_owned()));
}

#[test]
fn a_login_that_is_refused_says_what_to_check() {
    let Some(secure) = Secure::from_env() else { return };
    let name = unique("login");
    let wrong_password = job(&name, &secure.section(&format!("not-{PASSWORD}"), &secure.ca), free_port());
    let wrong_ca = job(&name, &secure.section(PASSWORD, "other-ca.crt"), free_port());
    wrong_ca.write("other-ca.crt", OTHER_CA);
    let no_ca = job(&name, &secure.section(PASSWORD, "nowhere.crt"), free_port());
    std::thread::scope(|scope| {
        for (verb, args) in [("run", &[][..]), ("check", &["--broker"])] {
            for (directory, says) in [
                (
                    &wrong_password,
                    "the broker refuses the login of user alice with SCRAM-SHA-256: check sasl.username, sasl.password and \
                     sasl.mechanism (_AUTHENTICATION)",
                ),
                (
                    &wrong_ca,
                    "check ssl.ca.location (who signed the broker's certificate), ssl.certificate.location and \
                     ssl.key.location (_",
                ),
                (
                    &no_ca,
                    "kafka settings: ssl.ca.location: cannot read nowhere.crt: No such file or directory (os error 2)",
                ),
            ] {
                scope.spawn(move || {
                    let (code, error) = fails(directory, verb, args);
                    assert!(error.starts_with("look at the topics: ") && error.contains(says), "{error}");
                    assert_eq!(code, 2);
                });
            }
        }
    });
}

/// Makes topics and ACLs of a job, and waits until they count.
fn allow(kafka: &Kafka, secure: &Secure, name: &str, allowed: &[Access]) {
    create_topics(kafka, name, &[]);
    kafka.produce(&format!("{name}-in"), [("k", r#"{"id":"a"}"#)]);
    kafka.allow(allowed);
    // Made last, for this only: what the job may use depends on the test.
    let last = format!("{name}-seen");
    kafka.create(&last, 1);
    let right = needed(name).pop().expect("a right on a topic");
    let seen = Access { name: last.clone(), operation: Operation::RD_KAFKA_ACL_OPERATION_DESCRIBE, ..right };
    kafka.allow(&[seen]);
    let user: BaseConsumer = secure.config().create().expect("a client");
    eventually("the ACLs count", || {
        let metadata = user.fetch_metadata(Some(&last), Duration::from_secs(10)).expect("metadata");
        metadata.topics()[0].error().is_none()
    });
}

#[test]
fn the_access_that_a_job_needs_is_enough_and_its_password_is_shown_nowhere() {
    let Some(secure) = Secure::from_env() else { return };
    let kafka = Kafka::from_env();
    let (name, admin) = (unique("acl-enough"), free_port());
    allow(&kafka, &secure, &name, &needed(&name));
    let source = format!("{name}-in");
    // One bad event, and one whose row the output's topic does not take: its limit may be seen.
    kafka.produce(&source, [("k", "no JSON"), ("k", r#"{"id":"b","size":2000000}"#), ("k", r#"{"id":"c"}"#)]);
    let directory = job(&name, &secure.section(PASSWORD, &secure.ca), admin);
    let process = directory.start("a", &["--log-level", "debug"]);
    eventually("all is committed", || kafka.committed(&name, &source, 1) == 4);
    let counts = ["out", "dead", "receipts"].map(|role| kafka.read(&format!("{name}-{role}")).len());
    assert_eq!(counts[..2], [2, 2]);
    assert!(counts[2] > 0);
    eventually("it is ready", || get(admin, "/readyz").expect("an answer").0 == 200);
    for path in ["/status", "/metrics", "/version"] {
        assert!(!get(admin, path).expect("an answer").1.contains(PASSWORD), "{path}");
    }
    let log = process.log();
    assert!(process.stop().success());
    assert!(log.contains("partition starts") && !log.contains(PASSWORD), "{log}");
}

#[test]
fn access_that_is_missing_is_named() {
    let Some(secure) = Secure::from_env() else { return };
    let kafka = Kafka::from_env();
    let describe = Some(Operation::RD_KAFKA_ACL_OPERATION_DESCRIBE);
    // What all rights are taken away from, the right that is left, and what the error says then.
    let cases = [
        ("", None, "add READ on group NAME for user alice (GROUP_AUTHORIZATION_FAILED)"),
        ("/", None, "add WRITE on transactional id NAME/"),
        (
            "-in",
            None,
            "add DESCRIBE on topic NAME-in for user alice (TOPIC_AUTHORIZATION_FAILED); the job needs READ on this source topic",
        ),
        ("-in", describe, "the job may not use its topics: add READ on source topic NAME-in for user alice"),
        ("-out", None, "; the job needs WRITE on this output topic"),
        ("-out", describe, "the job may not use its topics: add WRITE on output topic NAME-out for user alice"),
        ("-dead", None, "; the job needs WRITE on this dead-letter topic"),
        ("-dead", describe, "the job may not use its topics: add WRITE on dead-letter topic NAME-dead for user alice"),
        ("-receipts", None, "; the job needs WRITE on this receipts topic"),
        (
            "-receipts",
            describe,
            "the job may not use its topics: add WRITE on receipts topic NAME-receipts for user alice",
        ),
    ];
    std::thread::scope(|scope| {
        for (suffix, left, says) in cases {
            let (kafka, secure) = (&kafka, &secure);
            scope.spawn(move || {
                let name = unique("acl");
                let lost = format!("{name}{suffix}");
                let mut allowed: Vec<Access> = needed(&name);
                let resource = allowed.iter().find(|allow| allow.name == lost).expect("one that is needed").clone();
                allowed.retain(|allow| allow.name != lost);
                allowed.extend(left.map(|operation| Access { operation, ..resource }));
                allow(kafka, secure, &name, &allowed);
                let directory = job(&name, &secure.section(PASSWORD, &secure.ca), free_port());
                let (code, error) = fails(&directory, "run", &[]);
                assert!(error.contains(&says.replace("NAME", &name)), "without {lost}: {error}");
                assert_eq!(code, 2, "without {lost}");
                let checked = fails(&directory, "check", &["--broker"]);
                if suffix.starts_with('-') {
                    assert_eq!(checked, (2, error));
                } else {
                    assert!(
                        checked.0 == 2 && checked.1.contains(&says.replace("NAME", &name)),
                        "without {lost}: {checked:?}"
                    );
                }
                assert_eq!(kafka.committed(&name, &format!("{name}-in"), 1), 0);
            });
        }
    });
}

#[test]
fn access_that_is_taken_away_stops_the_job_and_costs_no_event() {
    let Some(secure) = Secure::from_env() else { return };
    let kafka = Kafka::from_env();
    let cases = [
        ("", "add READ on group NAME for user alice (GROUP_AUTHORIZATION_FAILED)"),
        ("-in", "add READ on topic NAME-in for user alice (TOPIC_AUTHORIZATION_FAILED)"),
        (
            "-out",
            "add WRITE on the one of these topics that lacks it, NAME-out, NAME-dead, NAME-receipts, for user alice (TOPIC_AUTHORIZATION_FAILED)",
        ),
    ];
    std::thread::scope(|scope| {
        for (suffix, says) in cases {
            let (kafka, secure) = (&kafka, &secure);
            scope.spawn(move || {
                let name = unique("acl-lost");
                let (source, lost) = (format!("{name}-in"), format!("{name}{suffix}"));
                let needed = needed(&name);
                allow(kafka, secure, &name, &needed);
                let directory = job(&name, &secure.section(PASSWORD, &secure.ca), free_port());
                let mut process = directory.start("a", &[]);
                eventually("the first event is committed", || kafka.committed(&name, &source, 1) == 1);
                let lost = needed.iter().find(|access| access.name == lost).expect("one that is needed");
                kafka.deny(std::slice::from_ref(lost));
                kafka.produce(&source, [("k", r#"{"id":"b"}"#)]);
                let says = says.replace("NAME", &name);
                assert_eq!(process.end().code(), Some(2), "{}", process.log());
                assert!(
                    process.log().lines().any(|line| line.starts_with("error: ") && line.contains(&says)),
                    "{says}"
                );
                assert_eq!(kafka.committed(&name, &source, 1), 1);
                assert_eq!(kafka.read(&format!("{name}-out")).len(), 1);
            });
        }
    });
}
