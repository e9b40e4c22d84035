//! Secrets are shown nowhere: not in what is printed, not in logs of any level and format, not over HTTP; neither when all
//! is well nor when something is wrong with them.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;

use support::secure::{PASSWORD, Secure, USER, needed};
use support::{JobDir, Kafka, eventually, free_port, get, unique};

/// What is planted, each in its place. None is part of another, of a name, or of an error's words.
const PLANTED: [&str; 8] = [
    PASSWORD,
    "plantedpassword",
    "plantedregistry",
    "plantedsalt",
    "plantedkeypass",
    "PlantedKeyText",
    "plantedtoken",
    // The registry's credentials as HTTP sends them: me:plantedregistry.
    "bWU6cGxhbnRlZHJlZ2lzdHJ5",
];

#[track_caller]
fn shows_nothing(what: &str, text: &str) {
    for secret in PLANTED {
        let at = text.find(secret);
        let around = at.map(|at| text[..at].lines().last().unwrap_or_default());
        assert!(at.is_none(), "{what} shows {secret} after: {around:?}");
    }
}

/// A registry that refuses everybody, and says to whom it did; its address.
fn refusing_registry() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let body = r#"{"error_code":40101,"message":"Unauthorized"}"#;
            let head =
                format!("HTTP/1.1 401 Unauthorized\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all((head + body).as_bytes());
        }
    });
    format!("http://{address}")
}

/// A job with a secret in every place that takes one. `kafka` and `registry` are lines of those sections.
fn job(name: &str, kafka: &str, registry: &str, admin: u16) -> JobDir {
    let job = JobDir::new(&format!(
        "job: {name}
kafka:
{kafka}
schema_registry: {{{registry}}}
source: {{topics: [{name}-in], format: json, columns: {{id: varchar, day: varchar}}}}
window: {{age: 20ms}}
mapper:
  - into: out
    sql: |
      SELECT sha256_hex(id || '${{SALT}}') AS id, CAST(concat(day, '${{SALT:none}}') AS date) AS day FROM events
      WHERE id <> '${{SALT}}'
outputs: {{out: {{topic: {name}-out, format: json, key: id}}}}
dead_letters: {{topic: {name}-dead}}
receipts: {{topic: {name}-receipts}}
admin: {{listen: '127.0.0.1:{admin}'}}
"
    ));
    job.write("secrets.env", "SALT=plantedsalt\nTOKEN=plantedtoken\nREGISTRY=plantedregistry\nWRONG=plantedpassword\n");
    job
}

const ENV: [&str; 2] = ["--env-file", "secrets.env"];

fn login(secure: &Secure, password: &str) -> String {
    format!(
        "  bootstrap.servers: '{}'
  security.protocol: SASL_SSL
  sasl.mechanism: SCRAM-SHA-512
  sasl.username: {USER}
  sasl.password: '{password}'
  ssl.ca.location: '{}'
  debug: all",
        secure.address, secure.ca
    )
}

const NO_REGISTRY: &str = "url: 'http://127.0.0.1:1', user: me, password: '${REGISTRY}'";

#[test]
fn a_job_that_runs_shows_none_at_any_level_in_any_format() {
    let Some(secure) = Secure::from_env() else { return };
    let kafka = Kafka::from_env();
    std::thread::scope(|scope| {
        for format in ["text", "json"] {
            let (kafka, secure) = (&kafka, &secure);
            scope.spawn(move || {
                let (name, admin) = (unique("secrets"), free_port());
                for role in ["in", "out", "dead", "receipts"] {
                    kafka.create(&format!("{name}-{role}"), 1);
                }
                kafka.allow(&needed(&name));
                // The second fails in the statement, on a value made with the salt; the third is no JSON.
                let events = [r#"{"id":"a"}"#, r#"{"id":"b","day":"x"}"#, "plantedtoken"];
                kafka.produce(&format!("{name}-in"), events.map(|event| ("plantedtoken", event)));
                let directory = job(&name, &login(secure, PASSWORD), NO_REGISTRY, admin);
                let mut checked = (0, String::new(), String::new());
                eventually("the ACLs count", || {
                    checked = directory.mubatch("check", &[&ENV[..], &["--broker"]].concat());
                    checked.0 == 0
                });
                shows_nothing("check", &checked.1);
                shows_nothing("check, on standard error,", &checked.2);
                assert!(checked.1.contains("${SALT}"), "the plan shows the variable: {}", checked.1);

                let args = [&ENV[..], &["--log-level", "trace", "--log-format", format]].concat();
                let process = directory.start("a", &args);
                eventually("all is committed", || kafka.committed(&name, &format!("{name}-in"), 1) == 3);
                for path in ["/status", "/metrics", "/version", "/readyz", "/"] {
                    shows_nothing(path, &get(admin, path).expect("an answer").1);
                }
                let log = process.log();
                assert!(process.stop().success());
                shows_nothing("the log", &log);
                assert!(log.contains("SASL") && log.contains("(map, map)"), "the log has what would show it");
                // The dead letters' headers are read by more people than the job file.
                for letter in kafka.read(&format!("{name}-dead")) {
                    shows_nothing("a dead letter's message", letter.header("mubatch.message"));
                }
            });
        }
    });
}

#[test]
fn a_job_that_cannot_log_in_shows_none() {
    let Some(secure) = Secure::from_env() else { return };
    let key = "-----BEGIN PRIVATE KEY-----PlantedKeyText-----END PRIVATE KEY-----";
    let with_key = |more: &str| {
        let (ca, server) = (&secure.ca, secure.listener(2));
        format!(
            "  bootstrap.servers: '{server}'\n  security.protocol: SSL\n  ssl.ca.location: '{ca}'\n  debug: all\n{more}"
        )
    };
    let certificate = format!("  ssl.certificate.location: '{}'\n", secure.file("client.crt"));
    let key_file =
        format!("{certificate}  ssl.key.location: '{}'\n  ssl.key.password: plantedkeypass", secure.file("ca.crt"));
    let oauth = "  sasl.mechanism: OAUTHBEARER\n  security.protocol: SASL_PLAINTEXT\n  sasl.oauthbearer.method: oidc\n  \
                 sasl.oauthbearer.client.id: me\n  sasl.oauthbearer.client.secret: '${TOKEN}'\n  \
                 sasl.oauthbearer.token.endpoint.url: 'http://127.0.0.1:1/'\n  debug: all\n  bootstrap.servers: '127.0.0.1:1'";
    let cases = [
        ("a wrong password", login(&secure, "${WRONG}")),
        (
            "a key that is none",
            with_key(&format!("{certificate}  ssl.key.pem: '{key}'\n  ssl.key.password: plantedkeypass")),
        ),
        ("a key file that is none", with_key(&key_file)),
        ("a certificate that is none", with_key("  ssl.certificate.pem: plantedtoken\n  ssl.key.pem: PlantedKeyText")),
        ("a token that nobody gives", oauth.to_owned()),
    ];
    std::thread::scope(|scope| {
        for (what, kafka) in &cases {
            scope.spawn(move || {
                let directory = job(&unique("secrets"), kafka, NO_REGISTRY, free_port());
                let level = ["--log-level", "trace"];
                let (code, out, errors) = directory.mubatch("check", &[&ENV[..], &["--broker"], &level].concat());
                assert_ne!(code, 0, "{what}: {out}");
                shows_nothing(what, &(out + &errors));
                let mut process = directory.start("a", &[&ENV[..], &level].concat());
                eventually("it ends, or says that it waits", || {
                    !process.is_running() || process.log().contains("trying again")
                });
                shows_nothing(what, &process.log());
            });
        }
    });
}

#[test]
fn a_job_whose_surroundings_are_away_shows_none() {
    let kafka = Kafka::from_env();
    let name = unique("secrets");
    for role in ["in", "out", "dead", "receipts"] {
        kafka.create(&format!("{name}-{role}"), 1);
    }
    // The registry is asked because of the output's format.
    let registry = format!("url: '{}', user: me, password: '${{REGISTRY}}'", refusing_registry());
    let broker = format!("  bootstrap.servers: '{}'\n  sasl.password: '${{WRONG}}'", kafka.bootstrap);
    let no_broker = "  bootstrap.servers: '127.0.0.1:1'\n  sasl.password: '${WRONG}'\n  debug: all".to_owned();
    for (what, kafka, registry, says) in [
        ("a registry that refuses us", &broker, registry.as_str(), "check the registry's user, password and rights"),
        ("a registry that is away", &broker, NO_REGISTRY, "schema registry http://127.0.0.1:1"),
        ("a broker that is away", &no_broker, NO_REGISTRY, "no broker answers"),
    ] {
        let admin = free_port();
        let directory = job(&name, kafka, registry, admin);
        let text = std::fs::read_to_string(directory.job()).expect("the job");
        directory.write("job.yaml", text.replace("-out, format: json", "-out, format: avro"));
        let process = directory.start("a", &[&ENV[..], &["--log-level", "trace"]].concat());
        eventually("it says what it waits for", || process.log().contains(says));
        for path in ["/status", "/metrics", "/readyz"] {
            shows_nothing(what, &get(admin, path).expect("an answer").1);
        }
        shows_nothing(what, &process.log());
        process.kill();
    }
}

#[test]
fn a_job_file_that_is_wrong_shows_none() {
    let good = "job: wrong
kafka: {bootstrap.servers: '127.0.0.1:1', sasl.username: me, sasl.password: plantedpassword}
schema_registry: {url: 'http://127.0.0.1:1', user: me, password: plantedregistry}
source: {topics: [in], format: json, columns: {id: varchar}}
mapper:
  - into: out
    sql: SELECT id || '${SALT}' AS id FROM events
outputs: {out: {topic: out, format: json}}
";
    let cases = [
        ("sasl.password: plantedpassword", "sasl.password: [plantedpassword]"),
        ("sasl.password: plantedpassword", "sasl.password: {plantedpassword: 1}"),
        ("sasl.password: plantedpassword", "sasl.password:plantedpassword"),
        ("sasl.password: plantedpassword", "sasl.pasword: plantedpassword"),
        ("sasl.password: plantedpassword", "ssl.key.pem: plantedpassword, sasl.jaas.config: plantedtoken"),
        ("sasl.password: plantedpassword", "sasl.password: \"plantedpassword"),
        ("sasl.password: plantedpassword", "sasl.password: plantedpassword: x"),
        ("sasl.password: plantedpassword", "sasl.password: *plantedpassword"),
        ("sasl.password: plantedpassword", "sasl.password: !plantedpassword x"),
        ("sasl.password: plantedpassword", "sasl.password: '${WRONG}', linger.ms: '${TOKEN}'"),
        ("sasl.password: plantedpassword", "sasl.password: a, sasl.password: plantedpassword"),
        ("kafka: {", "kafka: plantedpassword\nx: {"),
        ("password: plantedregistry", "passwort: plantedregistry"),
        ("password: plantedregistry", "password:plantedregistry"),
        ("password: plantedregistry", "password: [plantedregistry]"),
        ("password: plantedregistry", "password: plantedregistry, timeout: '${TOKEN}'"),
        ("user: me, password: plantedregistry", "password: plantedregistry"),
        ("schema_registry: {", "schema_registry: plantedregistry\nx: {"),
        ("http://127.0.0.1:1', user", "http://me:plantedregistry@127.0.0.1:1', user"),
        ("http://127.0.0.1:1', user", "http://me:planted/plantedregistry@127.0.0.1:1', user"),
        ("http://127.0.0.1:1', user", "me:plantedregistry@127.0.0.1:1', user"),
        ("format: json, columns", "format: '${TOKEN}', columns"),
        ("FROM events", "FORM events"),
        ("id || '${SALT}' AS id", "'${SALT}'"),
        ("id || '${SALT}' AS id", "CAST('${SALT}' AS date) AS id"),
        ("id || '${SALT}' AS id", "id || '${SALT}' AS id, x"),
        ("id || '${SALT}' AS id", "id || ${SALT} AS id"),
        ("id || '${SALT}' AS id", "'${SALT}' AS id, '${SALT}' AS id"),
        ("id || '${SALT}' AS id", "arrow_cast(id, '${SALT}') AS id"),
        ("id || '${SALT}' AS id", "regexp_like(id, '(${SALT}') AS id"),
        ("id || '${SALT}' AS id", "id + INTERVAL '${SALT}' AS id"),
    ];
    std::thread::scope(|scope| {
        for (from, to) in cases {
            assert_eq!(good.matches(from).count(), 1, "{from}");
            scope.spawn(move || {
                let directory = JobDir::new(&good.replace(from, to));
                directory.write("secrets.env", "SALT=plantedsalt\nTOKEN=plantedtoken\nWRONG=plantedpassword\n");
                let (code, out, errors) = directory.mubatch("check", &[&ENV[..], &["--log-level", "trace"]].concat());
                shows_nothing(to, &(out + &errors));
                assert!(errors.starts_with("error: ") && code == 2, "{to}: {errors}");
            });
        }
    });
    let directory = JobDir::new(good);
    for args in [
        &["--set", "kafka.sasl.password:plantedpassword"][..],
        &["--set", "kafka.sasl.password plantedpassword"],
        &["--set", "kafka.sasl.password.x=plantedpassword"],
        &["--set", "window.age=plantedtoken", "--set", "kafka.linger.ms=plantedtoken"],
        &["--env-file", "broken.env"],
    ] {
        directory.write("broken.env", "plantedtoken\n");
        directory.write("secrets.env", "SALT=plantedsalt\n");
        let (code, out, errors) = directory.mubatch("check", &[&ENV[..], args].concat());
        let errors = errors.replace("\"plantedtoken\"", ""); // a value of no secret may be quoted
        shows_nothing(args[1], &(out + &errors));
        assert_eq!(code, 2, "{args:?}: {errors}");
    }
}
