//! A Kafka that asks for a login over TLS and denies what no ACL allows.

use std::ffi::CString;
use std::io::Write;
use std::ptr;

use rdkafka::admin::AdminClient;
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka_sys::bindings as sys;
use rdkafka_sys::bindings::rd_kafka_AclPermissionType_t as Permission;
use rdkafka_sys::types::RDKafkaRespErr;

use super::Kafka;

pub use sys::rd_kafka_AclOperation_t as Operation;
pub use sys::rd_kafka_ResourcePatternType_t as Pattern;
pub use sys::rd_kafka_ResourceType_t as Resource;

/// The login of the tests' user.
pub const USER: &str = "alice";
/// What must stand in no log, no status, no metric and no error.
pub const PASSWORD: &str = "alice-secret";

/// The secured listener of the tests' Kafka, which [`Kafka::from_env`] administers as its super user.
pub struct Secure {
    /// Host and port.
    pub address: String,
    /// The file with the certificate of the authority that signed the broker's.
    pub ca: String,
}

impl Secure {
    /// `None`, said aloud, where the tests run against a cluster of the user's own that was not set up for them.
    pub fn from_env() -> Option<Self> {
        let found = std::env::var("MUBATCH_TEST_SASL_SSL").ok().zip(std::env::var("MUBATCH_TEST_CA").ok());
        if found.is_none() {
            // Not by eprintln, which is shown for tests that fail only.
            let why = "left out: logins and ACLs need MUBATCH_TEST_SASL_SSL and MUBATCH_TEST_CA; see scripts/test";
            writeln!(std::io::stderr(), "{why}").expect("written");
        }
        found.map(|(address, ca)| Self { address, ca })
    }

    /// The file with a certificate or key that `scripts/kafka-cluster` made.
    pub fn file(&self, name: &str) -> String {
        let folder = std::path::Path::new(&self.ca).parent().expect("a folder");
        folder.join(name).to_str().expect("a path in UTF-8").to_owned()
    }

    /// Another listener of the same broker: 2 is SSL, 3 SASL_PLAINTEXT, 4 SASL_SSL.
    pub fn listener(&self, number: u16) -> String {
        let (host, port) = self.address.rsplit_once(':').expect("host:port");
        let port: u16 = port.parse().expect("a port");
        format!("{host}:{}", port - 4 + number)
    }

    /// For a client of the tests' user.
    pub fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        for (name, value) in self.properties(PASSWORD, &self.ca) {
            config.set(name, value);
        }
        config
    }

    fn properties<'a>(&'a self, password: &'a str, ca: &'a str) -> [(&'static str, &'a str); 6] {
        [
            ("bootstrap.servers", &self.address),
            ("security.protocol", "SASL_SSL"),
            ("sasl.mechanism", "SCRAM-SHA-256"),
            ("sasl.username", USER),
            ("sasl.password", password),
            ("ssl.ca.location", ca),
        ]
    }

    /// The `kafka` section of a job that logs in.
    pub fn section(&self, password: &str, ca: &str) -> String {
        let line = |(name, value)| format!("\n  {name}: '{value}'");
        "kafka:".to_owned() + &self.properties(password, ca).into_iter().map(line).collect::<String>()
    }
}

/// The access that `docs/security.md` says a job needs, for a job whose topics are called after it.
pub fn needed(job: &str) -> Vec<Access> {
    const DOCUMENT: &str = include_str!("../../docs/security.md");
    let named = |text: &str| {
        let names = [
            ("$JOB", ""),
            ("$SOURCE", "-in"),
            ("$OUTPUT", "-out"),
            ("$DEAD_LETTERS", "-dead"),
            ("$RECEIPTS", "-receipts"),
        ];
        names
            .iter()
            .fold(text.trim_matches('"').to_owned(), |text, (name, role)| text.replace(name, &format!("{job}{role}")))
    };
    let mut needed = Vec::new();
    for line in DOCUMENT.lines().filter_map(|line| line.strip_prefix("acls ")) {
        let (mut operations, mut on, mut pattern) = (Vec::new(), None, Pattern::RD_KAFKA_RESOURCE_PATTERN_LITERAL);
        let words: Vec<&str> = line.split(' ').collect();
        for pair in words.chunks(2) {
            match *pair {
                ["--operation", "Read"] => operations.push(Operation::RD_KAFKA_ACL_OPERATION_READ),
                ["--operation", "Write"] => operations.push(Operation::RD_KAFKA_ACL_OPERATION_WRITE),
                ["--operation", "DescribeConfigs"] => {
                    operations.push(Operation::RD_KAFKA_ACL_OPERATION_DESCRIBE_CONFIGS)
                }
                ["--topic", name] => on = Some((Resource::RD_KAFKA_RESOURCE_TOPIC, named(name))),
                ["--group", name] => on = Some((Resource::RD_KAFKA_RESOURCE_GROUP, named(name))),
                ["--transactional-id", name] => on = Some((Resource::RD_KAFKA_RESOURCE_TRANSACTIONAL_ID, named(name))),
                ["--resource-pattern-type", "prefixed"] => pattern = Pattern::RD_KAFKA_RESOURCE_PATTERN_PREFIXED,
                _ => panic!("docs/security.md: {pair:?} in {line}"),
            }
        }
        let (resource, name) = on.unwrap_or_else(|| panic!("docs/security.md: no resource in {line}"));
        needed.extend(operations.into_iter().map(|operation| Access {
            operation,
            resource,
            pattern,
            name: name.clone(),
        }));
    }
    assert!(!needed.is_empty(), "docs/security.md has no line that begins with acls");
    needed
}

/// One operation of the tests' user.
#[derive(Debug, Clone)]
pub struct Access {
    pub operation: Operation,
    pub resource: Resource,
    pub pattern: Pattern,
    pub name: String,
}

impl Kafka {
    /// Makes ACLs that allow the tests' user something.
    pub fn allow(&self, access: &[Access]) {
        self.allow_to(USER, access);
    }

    /// Makes ACLs that allow somebody something.
    pub fn allow_to(&self, user: &str, access: &[Access]) {
        self.create_acls(user, access, Permission::RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW);
    }

    /// Makes ACLs that deny the tests' user something, whatever else is allowed.
    pub fn deny(&self, access: &[Access]) {
        self.create_acls(USER, access, Permission::RD_KAFKA_ACL_PERMISSION_TYPE_DENY);
    }

    fn create_acls(&self, user: &str, access: &[Access], permission: Permission) {
        let admin: AdminClient<DefaultClientContext> = self.config().create().expect("an admin client");
        let client = admin.inner().native_ptr();
        let principal = CString::new(format!("User:{user}")).expect("a principal");
        // SAFETY: the client lives; the bindings copy their texts; queue, bindings and event are ours and destroyed
        // here; what hangs on the event is read while it lives.
        unsafe {
            let binding = |access: &Access| {
                let name = CString::new(access.name.as_str()).expect("a name");
                let binding = sys::rd_kafka_AclBinding_new(
                    access.resource,
                    name.as_ptr(),
                    access.pattern,
                    principal.as_ptr(),
                    c"*".as_ptr(),
                    access.operation,
                    permission,
                    ptr::null_mut(),
                    0,
                );
                assert!(!binding.is_null(), "{access:?}");
                binding
            };
            let mut bindings: Vec<_> = access.iter().map(binding).collect();
            let queue = sys::rd_kafka_queue_new(client);
            sys::rd_kafka_CreateAcls(client, bindings.as_mut_ptr(), bindings.len(), ptr::null(), queue);
            sys::rd_kafka_AclBinding_destroy_array(bindings.as_mut_ptr(), bindings.len());
            let event = sys::rd_kafka_queue_poll(queue, 30_000);
            assert!(!event.is_null(), "no answer to CreateAcls");
            let ok = RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR;
            assert_eq!(sys::rd_kafka_event_error(event), ok);
            let mut count = 0;
            let results =
                sys::rd_kafka_CreateAcls_result_acls(sys::rd_kafka_event_CreateAcls_result(event), &mut count);
            for (at, access) in access.iter().enumerate().take(count) {
                let error = sys::rd_kafka_acl_result_error(*results.add(at));
                assert!(error.is_null() || sys::rd_kafka_error_code(error) == ok, "{access:?}");
            }
            sys::rd_kafka_event_destroy(event);
            sys::rd_kafka_queue_destroy(queue);
        }
    }
}
