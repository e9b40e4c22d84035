//! What PostgreSQL makes of entries: `scripts/sql-diff` has started one.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;

use crate::corpus::{Entry, Outcome};
use crate::json::Json;

/// A server with the tables of tests/sql, by the directory of its socket.
pub struct Postgres {
    socket: String,
}

impl Postgres {
    pub fn new(socket: String, directory: &Path) -> Self {
        let postgres = Self { socket };
        let read = |name: &str| std::fs::read_to_string(directory.join(name)).expect("readable");
        let events: Vec<_> = read("events.ndjson").lines().map(str::to_owned).collect();
        postgres.psql(&format!(
            "BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public; {}
             INSERT INTO events SELECT * FROM json_populate_recordset(NULL::events, $events$[{}]$events$);
             COPY campaigns FROM STDIN (FORMAT csv, HEADER);\n{}\\.\nCOMMIT;",
            read("postgres.sql"),
            events.join(","),
            read("campaigns.csv"),
        ));
        postgres
    }

    /// What each entry gives.
    pub fn run(&self, entries: &[&Entry]) -> Vec<Outcome> {
        let mut script = String::from("SET statement_timeout = '10s';\n");
        for entry in entries {
            let function = if entry.is_statement() { "rows_of" } else { "values_of" };
            script.push_str(&format!("SELECT replace({function}($sql${}$sql$), E'\\n', ' ');\n", entry.sql));
        }
        let answers = self.psql(&script);
        let answers: Vec<_> = answers.lines().collect();
        assert_eq!(answers.len(), entries.len(), "one line for each entry");
        entries.iter().zip(answers).map(|(entry, answer)| outcome(entry, answer)).collect()
    }

    fn psql(&self, script: &str) -> String {
        let options = ["-X", "-q", "-A", "-t", "-U", "postgres", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-f", "-"];
        let mut psql = Command::new("psql");
        psql.args(options).arg("-h").arg(&self.socket).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut psql = psql.spawn().expect("psql starts: scripts/prereqs postgres installs it");
        let mut stdin = psql.stdin.take().expect("its input");
        let script = script.to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
        let output = psql.wait_with_output().expect("psql ends");
        assert!(output.status.success(), "psql fails");
        writer.join().expect("no panic").expect("psql reads all");
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}

fn outcome(entry: &Entry, answer: &str) -> Outcome {
    if let Some(message) = answer.strip_prefix("\"error\" ") {
        return Outcome::Error(message.to_owned());
    }
    let Ok(Json::List(mut values)) = Json::parse(answer) else { return Outcome::Error(format!("not JSON: {answer}")) };
    values.iter_mut().for_each(binary);
    if entry.is_statement() && !entry.is_ordered() {
        values.sort_by_cached_key(ToString::to_string);
    }
    Outcome::Values(values)
}

/// Bytes, which PostgreSQL writes as `\x…`, in base64, as mubatch does.
fn binary(value: &mut Json) {
    match value {
        Json::Text(text) => {
            let Some(hex) = text.strip_prefix("\\x").filter(|hex| hex.len() % 2 == 0) else { return };
            let bytes = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok());
            if let Some(bytes) = bytes.collect::<Option<Vec<u8>>>() {
                *text = base64::engine::general_purpose::STANDARD.encode(bytes);
            }
        }
        Json::List(items) => items.iter_mut().for_each(binary),
        Json::Object(members) => members.iter_mut().for_each(|(_, value)| binary(value)),
        _ => {}
    }
}
