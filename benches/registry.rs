//! A schema registry as small as it can be: it knows the events' schema, and nothing else.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use mubatch::{Error, Result};

use crate::workload::{AVRO_SCHEMA_ID, avro_schema};

/// A registry that answers until the program ends.
pub struct Registry {
    url: String,
}

impl Registry {
    pub fn start() -> Result<Self> {
        let failed = |error| Error::environment(format!("start a registry: {error}"));
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let url = format!("http://{}", listener.local_addr().map_err(failed)?);
        std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(answer(stream))));
        Ok(Self { url })
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = request.split(' ').nth(1).unwrap_or_default().split('?').next().unwrap_or_default();
    let (status, body) = match path == format!("/schemas/ids/{AVRO_SCHEMA_ID}") {
        true => ("200 OK", serde_json::json!({ "schema": avro_schema() })),
        false => ("404 Not Found", serde_json::json!({ "error_code": 40403, "message": "not found" })),
    };
    let body = body.to_string();
    let kind = "application/vnd.schemaregistry.v1+json";
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
