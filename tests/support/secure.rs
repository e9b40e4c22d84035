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
        self.create_acls(access, Permission::RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW);
    }

    /// Makes ACLs that deny the tests' user something, whatever else is allowed.
    pub fn deny(&self, access: &[Access]) {
        self.create_acls(access, Permission::RD_KAFKA_ACL_PERMISSION_TYPE_DENY);
    }

    fn create_acls(&self, access: &[Access], permission: Permission) {
        let admin: AdminClient<DefaultClientContext> = self.config().create().expect("an admin client");
        let client = admin.inner().native_ptr();
        let principal = CString::new(format!("User:{USER}")).expect("a principal");
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
