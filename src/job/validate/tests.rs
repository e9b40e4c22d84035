use std::fs;

use tempfile::TempDir;

use super::*;
use crate::error::{Error, ErrorKind};

mod good;
mod layers;
mod messages;
mod property;

const GOOD: &str = r#"job: retargeting
kafka:
  bootstrap.servers: localhost:9092
schema_registry:
  url: http://localhost:8081
source:
  topics: [tag-events]
  format: json
  schema: event.avsc
  key: user_id
  event_time: event_time
window: {age: 100ms, events: 50000, bytes: 16MiB}
tables:
  ads: {file: ads.csv, key: ad_id, columns: {ad_id: varchar}}
mapper:
  - view: matched
    sql: |
      SELECT *
      FROM events
  - into: activations
    sql: SELECT event_id FROM matched
outputs:
  activations: {topics: [ids-meta, ids-google], format: json, key: event_id}
dead_letters: {topic: tag-events-dead}
receipts: {topic: retargeting-receipts}
admin: {listen: 127.0.0.1:9464}
"#;

const SCHEMA: &str = r#"{"type": "record", "name": "E", "fields": [
    {"name": "event_id", "type": "string"},
    {"name": "user_id", "type": ["null", "string"], "default": null},
    {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}
]}"#;

/// A folder with the files that [`GOOD`] names.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("event.avsc", SCHEMA);
        folder.write("ads.csv", "ad_id\n1\n");
        folder
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn load(&self, name: &str, options: &LoadOptions) -> Result<Job> {
        load(&self.0.path().join(name), options)
    }

    fn job(&self, text: &str, options: &LoadOptions) -> Result<Job> {
        self.write("job.yaml", text);
        self.load("job.yaml", options)
    }

    /// The message, with the folder left out.
    fn message(&self, e: &Error) -> String {
        assert_eq!(e.kind(), ErrorKind::Job, "{e}");
        e.to_string().replace(&format!("{}/", self.0.path().display()), "")
    }
}

fn env(pairs: &[(&str, &str)]) -> LoadOptions {
    LoadOptions { env: pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect(), ..LoadOptions::default() }
}

fn sets(pairs: &[(&str, &str)]) -> LoadOptions {
    LoadOptions { sets: pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect(), ..LoadOptions::default() }
}

/// What [`GOOD`] says after `from` in it became `to`.
fn edited(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "{from:?} stands in the job once");
    GOOD.replace(from, to)
}
