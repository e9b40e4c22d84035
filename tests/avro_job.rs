//! A job that reads and writes Avro through a real registry, from producers that are not all of the same version.

mod support;

use apache_avro::types::Value;
use support::schemas::Schemas;
use support::{JobDir, Kafka, eventually, test_env, unique};

#[test]
fn producers_of_two_schema_versions_are_read_as_the_jobs_own_and_written_with_the_outputs_schema() {
    const EACH: i64 = 500;
    let (kafka, schemas) = (Kafka::from_env(), Schemas::new());
    let job = unique("avro");
    let (source, output) = (format!("{job}-in"), format!("{job}-out"));
    kafka.create(&source, 3);
    kafka.create(&output, 3);

    // The second version has another order, a wider amount, a new field in front, and no `note`.
    let name = job.replace('-', "_");
    let old = format!(
        r#"{{"type":"record","name":"{name}","fields":[{{"name":"id","type":"string"}},{{"name":"amount","type":"int"}},
            {{"name":"note","type":"string"}}]}}"#
    );
    let new = format!(
        r#"{{"type":"record","name":"{name}","fields":[{{"name":"trace","type":["null","string"],"default":null}},
            {{"name":"amount","type":"long"}},{{"name":"currency","type":["null","string"],"default":null}},
            {{"name":"id","type":"string"}}]}}"#
    );
    let subject = format!("{source}-value");
    let (old_id, new_id) = (schemas.register(&subject, &old), schemas.register(&subject, &new));
    assert_ne!(old_id, new_id);
    kafka.produce(
        &source,
        (0..2 * EACH).map(|n| {
            let id = Value::String(format!("e{n}"));
            let message = if n % 2 == 0 {
                let note = Value::String("nobody reads this".into());
                Schemas::message(old_id, &old, vec![("id", id), ("amount", Value::Int(n as i32)), ("note", note)])
            } else {
                let text = |text: &str| Value::Union(1, Box::new(Value::String(text.into())));
                let fields =
                    vec![("trace", text("t")), ("amount", Value::Long(n)), ("currency", text("EUR")), ("id", id)];
                Schemas::message(new_id, &new, fields)
            };
            (format!("k{}", n % 7), message)
        }),
    );

    let directory = JobDir::new(&format!(
        "job: {job}
kafka: {{bootstrap.servers: '{bootstrap}'}}
schema_registry: {{url: '{registry}'}}
source: {{topics: [{source}], format: avro, schema: event.avsc}}
window: {{age: 50ms}}
mapper:
  - into: out
    sql: |
      SELECT id, amount, coalesce(currency, 'USD') AS currency FROM events
outputs:
  out: {{topic: {output}, format: avro, key: id, schema: out.avsc}}
",
        bootstrap = kafka.bootstrap,
        registry = test_env("MUBATCH_TEST_REGISTRY"),
    ));
    directory.write(
        "event.avsc",
        format!(
            r#"{{"type":"record","name":"{name}","fields":[{{"name":"id","type":"string"}},
                {{"name":"amount","type":"long"}},{{"name":"currency","type":["null","string"],"default":null}}]}}"#
        ),
    );
    directory.write(
        "out.avsc",
        format!(
            r#"{{"type":"record","name":"{name}_out","fields":[{{"name":"id","type":["null","string"]}},
                {{"name":"amount","type":["null","long"]}},{{"name":"currency","type":["null","string"]}}]}}"#
        ),
    );
    let process = directory.start("a", &[]);
    eventually("all is committed", || kafka.committed(&job, &source, 3) == 2 * EACH);
    assert!(process.stop().success());

    let mut seen: Vec<(i64, String, String)> = Vec::new();
    for record in kafka.read(&output) {
        let Value::Record(fields) = schemas.read(record.value.as_deref().expect("a value")) else {
            panic!("no record")
        };
        let plain = |at: usize| match &fields[at].1 {
            Value::Union(_, inner) => inner.as_ref().clone(),
            other => other.clone(),
        };
        let (Value::String(id), Value::Long(amount), Value::String(currency)) = (plain(0), plain(1), plain(2)) else {
            panic!("{fields:?}")
        };
        assert_eq!(record.key.as_deref(), Some(id.as_bytes()));
        seen.push((amount, id, currency));
    }
    seen.sort();
    let currency = |n: i64| if n % 2 == 0 { "USD" } else { "EUR" };
    let expected: Vec<_> = (0..2 * EACH).map(|n| (n, format!("e{n}"), currency(n).to_owned())).collect();
    assert_eq!(seen, expected);
}
