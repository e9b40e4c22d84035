//! The workload: tag events as a pure function of a seed and a sequence number, and what the job makes of each, so that
//! whoever reads the output can check every field of it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use mubatch::{Error, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Partitions of the source and of the output.
pub const PARTITIONS: i32 = 4;

const USERS: u64 = 1_000_000;
const ADS: u32 = 10_000;
const CAMPAIGNS: u32 = 1_000;
const AD_TYPES: [&str; 5] = ["banner", "modal", "sponsor", "mail", "mobile"];
const EVENT_TYPES: [&str; 3] = ["view", "click", "purchase"];

/// How events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventFormat {
    Json,
    /// Under the schema [`AVRO_SCHEMA_ID`] of the registry.
    Avro,
}

/// The id of [`avro_schema`].
pub const AVRO_SCHEMA_ID: u32 = 1;

impl std::str::FromStr for EventFormat {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "json" => Ok(Self::Json),
            "avro" => Ok(Self::Avro),
            _ => Err("the formats are json and avro"),
        }
    }
}

/// The columns of an event, as a job file names them.
pub const COLUMNS: [(&str, &str); 11] = [
    ("event_id", "varchar not null"),
    ("user_id", "varchar not null"),
    ("page_id", "varchar not null"),
    ("ad_id", "varchar not null"),
    ("ad_type", "varchar not null"),
    ("event_type", "varchar not null"),
    ("event_time", "bigint not null"),
    ("ip_address", "varchar not null"),
    ("tag_id", "varchar not null"),
    ("consent", "boolean not null"),
    ("sent_ns", "bigint not null"),
];

/// What the job makes of the events: views with consent, with the campaign of their ad. 30 % of them come out.
pub const SQL: &str = "\
SELECT e.event_id, e.user_id, a.campaign_id, substr(sha256_hex(e.user_id || a.campaign_id), 1, 32) AS activation_id,
       e.event_time, e.sent_ns
FROM events e JOIN ads a ON a.ad_id = e.ad_id WHERE e.consent AND e.event_type = 'view'";

/// The Avro schema of an event.
pub fn avro_schema() -> String {
    let of = |kind: &str| match kind.split(' ').next() {
        Some("bigint") => "long",
        Some("boolean") => "boolean",
        _ => "string",
    };
    let fields: Vec<String> =
        COLUMNS.iter().map(|(name, kind)| format!(r#"{{"name":"{name}","type":"{}"}}"#, of(kind))).collect();
    format!(r#"{{"type":"record","name":"TagEvent","fields":[{}]}}"#, fields.join(","))
}

/// The table `ads` as CSV: ads and their campaigns.
pub fn ads_csv() -> String {
    let mut csv = String::from("ad_id,campaign_id\n");
    for ad in 0..ADS {
        writeln!(csv, "{},{}", ad_id(ad), campaign_id(ad)).expect("writing to a string never fails");
    }
    csv
}

fn ad_id(ad: u32) -> String {
    format!("ad{ad:05}")
}

fn campaign_id(ad: u32) -> String {
    format!("c{:04}", (ad * 7919 + 13) % CAMPAIGNS)
}

/// A stream of events.
#[derive(Debug, Clone, Copy)]
pub struct Workload {
    pub seed: u64,
    /// When the first event is sent, or said to be sent: nanoseconds since the Unix epoch.
    pub first_sent_ns: u64,
    /// The time from one event to the next.
    pub interval_ns: u64,
}

/// One event.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    sequence: u64,
    user: u32,
    page: u32,
    ad: u32,
    ad_type: &'static str,
    event_type: &'static str,
    ip: [u8; 4],
    tag: u32,
    consent: bool,
    /// The part of the id that tells nothing.
    noise: u64,
    sent_ns: u64,
}

/// A row of the job's output.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activation {
    pub event_id: String,
    pub user_id: String,
    pub campaign_id: String,
    pub activation_id: String,
    pub event_time: u64,
    pub sent_ns: u64,
}

/// 2026-01-01T00:00:00Z, when the first event is said to be sent.
const FIRST_SENT_NS: u64 = 1_767_225_600_000_000_000;
/// The events are said to come at 20,000 a second.
const INTERVAL_NS: u64 = 50_000;

impl Workload {
    /// Events that are said to come at 20,000 a second from 2026 on.
    pub fn new(seed: u64) -> Self {
        Self { seed, first_sent_ns: FIRST_SENT_NS, interval_ns: INTERVAL_NS }
    }

    /// Replaces a value with that of the event with this sequence number. Returns its key.
    pub fn write(&self, sequence: u64, format: EventFormat, value: &mut Vec<u8>) -> String {
        let event = self.event(sequence);
        event.write(format, value);
        event.user_id()
    }

    /// Writes the first events to a file as JSON, one a line.
    pub fn write_lines(&self, events: u64, path: &Path) -> Result<()> {
        let failed = |error| Error::environment(format!("write {}: {error}", path.display()));
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        let mut line = Vec::new();
        for sequence in 0..events {
            self.event(sequence).write_json(&mut line);
            line.push(b'\n');
            file.write_all(&line).map_err(failed)?;
        }
        file.flush().map_err(failed)
    }

    /// The event with this sequence number.
    pub fn event(&self, sequence: u64) -> Event {
        let a = mix(self.seed ^ sequence.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        let b = mix(a);
        Event {
            sequence,
            user: (((a & 0xFFFF_FFFF) * USERS) >> 32) as u32,
            page: ((a >> 32) % 10_000) as u32,
            ad: ((a >> 44) % u64::from(ADS)) as u32,
            ad_type: AD_TYPES[((b >> 32) % 5) as usize],
            event_type: EVENT_TYPES[(((b & 0xFFFF) * 3) >> 16) as usize],
            ip: [b >> 35, b >> 43, b >> 51, b >> 56].map(|bits| 100 + (bits & 0xFF) as u8 % 100),
            tag: ((b >> 40) % 200) as u32,
            consent: (((b >> 16) & 0xFFFF) * 10) >> 16 != 0,
            noise: mix(b),
            sent_ns: self.first_sent_ns + sequence * self.interval_ns,
        }
    }
}

impl Event {
    /// Its number in the stream, from 0.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// A UUID whose last 15 hexadecimal digits are the sequence number.
    pub fn id(&self) -> String {
        let (noise, sequence) = (self.noise, self.sequence);
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            noise >> 32,
            (noise >> 16) & 0xFFFF,
            noise & 0xFFF,
            sequence >> 48,
            sequence & 0xFFFF_FFFF_FFFF
        )
    }

    /// The message's key.
    pub fn user_id(&self) -> String {
        format!("u{:08}", self.user)
    }

    fn event_time(&self) -> u64 {
        self.sent_ns / 1_000_000
    }

    /// Replaces `json` with the message's value.
    pub fn write_json(&self, json: &mut Vec<u8>) {
        json.clear();
        let Self { page, ad_type, event_type, ip: [a, b, c, d], tag, consent, sent_ns, .. } = self;
        let (id, user, ad, time) = (self.id(), self.user_id(), ad_id(self.ad), self.event_time());
        let written = write!(json, r#"{{"event_id":"{id}","user_id":"{user}","page_id":"p{page:05}","ad_id":"{ad}","#)
            .and_then(|()| write!(json, r#""ad_type":"{ad_type}","event_type":"{event_type}","event_time":{time},"#))
            .and_then(|()| write!(json, r#""ip_address":"{a}.{b}.{c}.{d}","tag_id":"t{tag:03}","#))
            .and_then(|()| write!(json, r#""consent":{consent},"sent_ns":{sent_ns}}}"#));
        written.expect("writing to memory never fails");
    }

    /// Replaces `value` with the message's value.
    pub fn write(&self, format: EventFormat, value: &mut Vec<u8>) {
        match format {
            EventFormat::Json => self.write_json(value),
            EventFormat::Avro => self.write_avro(value),
        }
    }

    /// Replaces `avro` with the message's value as Avro, in the registry's wire format.
    pub fn write_avro(&self, avro: &mut Vec<u8>) {
        avro.clear();
        avro.push(0);
        avro.extend_from_slice(&AVRO_SCHEMA_ID.to_be_bytes());
        let [a, b, c, d] = self.ip;
        let texts = [
            &self.id(),
            &self.user_id(),
            &format!("p{:05}", self.page),
            &ad_id(self.ad),
            self.ad_type,
            self.event_type,
        ];
        texts.iter().for_each(|text| avro_text(avro, text));
        avro_long(avro, self.event_time());
        avro_text(avro, &format!("{a}.{b}.{c}.{d}"));
        avro_text(avro, &format!("t{:03}", self.tag));
        avro.push(u8::from(self.consent));
        avro_long(avro, self.sent_ns);
    }

    /// Whether the job makes a row of it.
    pub fn comes_out(&self) -> bool {
        self.consent && self.event_type == "view"
    }

    /// The row that the job makes of it, worked out without SQL; `None` when it makes none.
    pub fn activation(&self) -> Option<Activation> {
        if !self.comes_out() {
            return None;
        }
        let (user_id, campaign_id) = (self.user_id(), campaign_id(self.ad));
        let digest = Sha256::new().chain_update(&user_id).chain_update(&campaign_id).finalize();
        let activation_id = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        Some(Activation {
            event_id: self.id(),
            user_id,
            campaign_id,
            activation_id,
            event_time: self.event_time(),
            sent_ns: self.sent_ns,
        })
    }
}

/// The sequence number in an event's id; `None` for what is no such id.
pub fn sequence_of(event_id: &str) -> Option<u64> {
    if event_id.len() != 36 {
        return None;
    }
    let (high, low) = (event_id.get(20..23)?, event_id.get(24..36)?);
    Some(u64::from_str_radix(high, 16).ok()? << 48 | u64::from_str_radix(low, 16).ok()?)
}

/// Zigzag, seven bits a byte.
fn avro_long(avro: &mut Vec<u8>, number: u64) {
    let mut rest = number << 1;
    while rest > 0x7F {
        avro.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    avro.push(rest as u8);
}

fn avro_text(avro: &mut Vec<u8>, text: &str) {
    avro_long(avro, text.len() as u64);
    avro.extend_from_slice(text.as_bytes());
}

/// SplitMix64: one number in, an unrelated one out.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
