//! The schema registry that the tests run against, and messages in its wire format.

use std::sync::Arc;
use std::time::Duration;

use apache_avro::Schema;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use mubatch::codec::registry::{RegistryClient, SchemaSource};
use mubatch::job::Registry;
use tokio::runtime::{Builder, Runtime};

use super::test_env;

pub struct Schemas {
    client: Arc<RegistryClient>,
    _runtime: Runtime,
}

impl Schemas {
    pub fn new() -> Self {
        Self::at(&test_env("MUBATCH_TEST_REGISTRY"))
    }

    /// Those of the registry at this URL.
    pub fn at(url: &str) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let config = Registry { urls: vec![url.to_owned()], basic_auth: None, timeout: Duration::from_secs(10) };
        let client = RegistryClient::new(&config, runtime.handle().clone()).expect("a client");
        Self { client: Arc::new(client), _runtime: runtime }
    }

    /// The schema's id.
    pub fn register(&self, subject: &str, schema: &str) -> u32 {
        self.client.register(subject, schema).expect("the registry answers").expect("it takes the schema")
    }

    /// A message: a zero byte, the schema's id, the value.
    pub fn message(id: u32, schema: &str, fields: Vec<(&str, Value)>) -> Vec<u8> {
        let schema = Schema::parse_str(schema).expect("a schema");
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let mut message = vec![0];
        message.extend_from_slice(&id.to_be_bytes());
        let writer = GenericDatumWriter::builder(&schema).build().expect("a writer");
        message.extend(writer.write_value_to_vec(Value::Record(fields)).expect("a value"));
        message
    }

    /// The value of a message, by the schema that it names.
    pub fn read(&self, message: &[u8]) -> Value {
        assert_eq!(message[0], 0);
        let id = u32::from_be_bytes(message[1..5].try_into().expect("four bytes"));
        let stored = self.client.schema_by_id(id).expect("the registry answers").expect("it knows the id");
        let schema = Schema::parse_str(&stored.schema).expect("a schema");
        let reader = GenericDatumReader::builder(&schema).build().expect("a reader");
        reader.read_value(&mut &message[5..]).expect("a value")
    }
}
