//! Jobs that load, and what they become.

use super::*;
use crate::job::{Format, Location, Registry, Start, StopAbove, TableKind, Target};

#[test]
fn a_whole_job() {
    let folder = Folder::new();
    let job = folder.job(GOOD, &LoadOptions::default()).unwrap();
    assert_eq!(job.name, "retargeting");
    assert_eq!(job.file, folder.0.path().join("job.yaml"));
    assert_eq!(job.kafka.0, BTreeMap::from([("bootstrap.servers".into(), "localhost:9092".into())]));
    let registry = Registry { urls: vec!["http://localhost:8081".into()], basic_auth: None, timeout: ms(10_000) };
    assert_eq!(job.registry, Some(registry));
    assert_eq!(job.workers, 1);
    assert_eq!(job.source.topics, ["tag-events"]);
    assert_eq!((job.source.format, job.source.start), (Format::Json, Start::Earliest));
    assert_eq!((job.source.key, job.source.event_time), (Some(1), Some(2)));
    assert_eq!(job.source.schema.schema.fields().len(), 3);
    assert_eq!(job.window, WindowLimits { age: ms(100), events: 50_000, bytes: 16 << 20 });
    let ads = &job.tables["ads"];
    assert_eq!((&ads.kind, ads.key.as_str()), (&TableKind::File(folder.0.path().join("ads.csv")), "ad_id"));
    assert!(ads.columns.is_some());
    let [matched, activations] = job.mapper.as_slice() else { panic!("two statements") };
    assert_eq!(matched.target, Target::View("matched".into()));
    assert_eq!(matched.sql, "SELECT *\nFROM events\n");
    assert_eq!(matched.at, Location { file: job.file.clone(), line: 18, column: 7 });
    assert_eq!(activations.target, Target::Output("activations".into()));
    assert_eq!(activations.at, Location { file: job.file.clone(), line: 21, column: 10 });
    let output = &job.outputs["activations"];
    assert_eq!(output.topics, ["ids-meta", "ids-google"]);
    assert_eq!((output.routed, output.format, output.register), (true, Format::Json, true));
    assert_eq!((output.key.as_deref(), output.schema.as_deref()), (Some("event_id"), None));
    let dead_letters = job.dead_letters.unwrap();
    assert_eq!(dead_letters.topic, "tag-events-dead");
    assert_eq!(dead_letters.stop_above, StopAbove { share: 0.5, of_last: 1000, within: ms(60_000) });
    assert_eq!(job.receipts.as_deref(), Some("retargeting-receipts"));
    assert_eq!(job.admin, Admin { listen: Some(([127, 0, 0, 1], 9464).into()), commit_within: ms(60_000) });
}

#[test]
fn a_small_job_has_defaults() {
    let folder = Folder::new();
    let text = "
job: small
kafka:
source: {topics: [in], format: raw}
window:
tables:
mapper:
- {into: out, sql: SELECT value FROM events}
outputs: {out: {topic: out, format: raw}}
dead_letters: ~
";
    let job = folder.job(text, &LoadOptions { embedded: true, ..LoadOptions::default() }).unwrap();
    assert_eq!(job.window, WindowLimits { age: ms(100), events: 20_000, bytes: 16 << 20 });
    assert!(job.kafka.0.is_empty() && job.tables.is_empty() && job.registry.is_none());
    assert!(job.dead_letters.is_none() && job.receipts.is_none() && job.admin.listen.is_none());
    assert_eq!(job.source.schema.index_of("value"), Some(0));
    assert!(!job.outputs["out"].routed);
}

#[test]
fn every_setting_can_be_given() {
    let folder = Folder::new();
    let text = "
job: all
workers: 4
kafka:
  bootstrap.servers: a:1,b:2
  enable.idempotence: true
  queued.max.messages.kbytes: 1024
schema_registry: {url: 'http://a:8081/, https://b/path', user: me, password: 12345, timeout: 2s}
source:
  topics: [in]
  format: avro
  columns: {id: bigint not null, price: 'decimal(18, 4)', at: timestamp}
  key: id
  event_time: at
  start: 2026-01-31T12:30:00Z
window: {age: 1s, events: 10, bytes: 64KiB}
mapper: [{into: out, sql: SELECT id FROM events}]
outputs: {out: {topic: out, format: avro, schema: event.avsc, register: false}}
dead_letters: {topic: dead, stop_above: {share: 0.25, of_last: 10, within: 5m}}
admin: {listen: '[::1]:0', commit_within: 5s}
";
    let job = folder.job(text, &LoadOptions::default()).unwrap();
    assert_eq!(job.workers, 4);
    assert_eq!(job.kafka.0["queued.max.messages.kbytes"], "1024");
    assert_eq!(
        job.registry,
        Some(Registry {
            urls: vec!["http://a:8081".into(), "https://b/path".into()],
            basic_auth: Some(("me".into(), "12345".into())),
            timeout: ms(2_000),
        })
    );
    assert_eq!(job.source.start, Start::Time(1_769_862_600_000));
    assert_eq!((job.source.key, job.source.event_time), (Some(0), Some(2)));
    assert_eq!(job.window, WindowLimits { age: ms(1_000), events: 10, bytes: 64 << 10 });
    assert_eq!(job.outputs["out"].schema.as_deref(), Some(SCHEMA));
    assert!(!job.outputs["out"].register);
    let stop_above = job.dead_letters.unwrap().stop_above;
    assert_eq!(stop_above, StopAbove { share: 0.25, of_last: 10, within: ms(300_000) });
    assert_eq!(job.admin.commit_within, ms(5_000));
}

#[test]
fn a_program_with_its_own_mapper_needs_no_statements() {
    let folder = Folder::new();
    let text = "job: own\nkafka: {bootstrap.servers: 'a:1'}\nsource: {topics: [in], format: raw}\n\
                outputs: {out: {topic: out, format: raw}}\n";
    let job = folder.job(text, &LoadOptions { rust_mapper: true, ..LoadOptions::default() }).unwrap();
    assert!(job.mapper.is_empty());
    assert_eq!(job.outputs.len(), 1);
}

#[test]
fn sql_knows_the_line_its_text_begins_on() {
    let folder = Folder::new();
    let at = |sql: &str| {
        let job = folder.job(&edited("sql: SELECT event_id FROM matched", sql), &LoadOptions::default()).unwrap();
        let statement = &job.mapper[1];
        (statement.at.line, statement.at.column, statement.sql.clone())
    };
    assert_eq!(at("sql: |\n        SELECT 1"), (22, 9, "SELECT 1\n".into()));
    assert_eq!(at("sql: |-  # why\n      SELECT 1,\n        2"), (22, 7, "SELECT 1,\n  2".into()));
    // Blank lines in front belong to the text.
    assert_eq!(at("sql: |\n\n\n      SELECT 1"), (22, 7, "\n\nSELECT 1\n".into()));
    // With an indentation indicator the spaces after it belong to the text.
    assert_eq!(at("sql: |2\n        SELECT 1"), (22, 7, "  SELECT 1\n".into()));
    assert_eq!(at("sql: |\r\n      SELECT 1,\r\n      2"), (22, 7, "SELECT 1,\n2\n".into()));
    assert_eq!(at("sql: >\n      SELECT 1,\n      2"), (22, 7, "SELECT 1, 2\n".into()));
    assert_eq!(at("sql: \"SELECT 1\""), (21, 11, "SELECT 1".into()));
    assert_eq!(at("sql: 'SELECT 1,\n      2'"), (21, 11, "SELECT 1, 2".into()));
    assert_eq!(at("sql: SELECT 1,\n      2"), (21, 10, "SELECT 1, 2".into()));
    assert_eq!(at("sql:\n      SELECT 1"), (22, 7, "SELECT 1".into()));
}

#[test]
fn the_shipped_schema_of_tag_events_fits_a_source() {
    let folder = Folder::new();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/tag_event.avsc");
    let text = edited("schema: event.avsc", &format!("schema: {schema}"))
        .replace("key: user_id", "key: domain_userid")
        .replace("event_time: event_time", "event_time: collector_tstamp");
    let source = folder.job(&text, &LoadOptions::default()).unwrap().source;
    assert_eq!(source.schema.index_of("domain_userid"), source.key);
    assert_eq!(source.schema.index_of("collector_tstamp"), source.event_time);
}

/// The job that the documentation shows, as far as this version has its kinds of tables.
#[test]
fn the_documented_job_loads() {
    let text = r#"job: retargeting
kafka:                                   # librdkafka properties pass through, safe defaults under them
  bootstrap.servers: ${KAFKA_BOOTSTRAP:localhost:9092}
schema_registry:
  url: ${SCHEMA_REGISTRY_URL:http://localhost:8081}
workers: 1                               # members of the group in this process
source:
  topics: [tag-events]                   # several only with one schema
  format: json                           # json | avro (registry wire format) | raw
  schema: event.avsc                     # the columns and their types, for JSON as well
  key: user_id                           # the column that is the message key
  event_time: event_time                 # for the freshness figures
  start: earliest                        # earliest | latest | a time
window: {age: 100ms, events: 50000, bytes: 16MiB}
tables:
  ads:      {file: ads.csv, key: ad_id}
  #~partners: {broadcast: partners, format: json, schema: event.avsc, key: event_id}
  #~profiles:
  #~  state: profiles
  #~  key: user_id
  #~  ttl: 90d
  #~  columns: {user_id: varchar, views: bigint, first_campaign: varchar, last_seen: timestamp}
  #~  merge: {views: sum, first_campaign: first, last_seen: max}
mapper:
  - view: matched
    sql: |
      SELECT e.*, a.campaign_id, a.partner_id FROM events e JOIN ads a ON a.ad_id = e.ad_id WHERE e.consent AND e.event_type = 'view'
  - into: activations
    sql: |
      SELECT p.topic AS _topic, m.event_id, m.user_id, m.campaign_id, sha256_hex(m.user_id || m.campaign_id) AS activation_id
      FROM matched m JOIN partners p ON p.partner_id = m.partner_id
outputs:
  activations: {topics: [ids-meta, ids-google], format: json, key: activation_id}
dead_letters: {topic: tag-events-dead, stop_above: {share: 50%, of_last: 1000, within: 60s}}
receipts: {topic: retargeting-receipts}  # optional
admin: {listen: 127.0.0.1:9464}
"#;
    let folder = Folder::new();
    let job = folder.job(text, &LoadOptions::default()).unwrap();
    assert_eq!(job.kafka.0["bootstrap.servers"], "localhost:9092");
    assert_eq!(job.registry.unwrap().urls, ["http://localhost:8081"]);
    assert_eq!((job.mapper.len(), job.mapper[1].at.line), (2, 30));

    // The tables that are still to come are known, not misspelt.
    let all = text
        .replace("  #~", "  ")
        .replace("  - into: activations", "  - into: profiles\n    sql: SELECT 1\n  - into: activations");
    let e = folder.job(&all, &LoadOptions::default()).unwrap_err();
    assert_eq!(
        folder.message(&e),
        "job.yaml:17:25: table \"partners\": broadcast tables are not available yet in this version; \
         a file table is: partners: {file: partners.csv, key: …}"
    );
}
