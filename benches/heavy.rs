//! A job full of functions beside the workload's own, over the same events, in memory, on one thread: what consent, the
//! hash of an e-mail address, a URL and a user agent add.

use mubatch::{Error, Result};

use crate::job_file::{folder, write};
use crate::kernel::{Kernel, Payloads, job_file};
use crate::report::{Row, markdown, surroundings};
use crate::workload::{EventFormat, SQL, Workload};

#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Events that are mapped in a run
    #[arg(long, default_value_t = 300_000)]
    pub events: u64,
    /// How often each is measured
    #[arg(long, default_value_t = 5)]
    pub runs: usize,
    /// Events of a window
    #[arg(long, default_value_t = 10_000)]
    pub window_events: usize,
}

/// Columns beside the workload's.
const COLUMNS: &str = "    email: varchar\n    page_url: varchar\n    ua: varchar\n    tc: varchar\n";

/// The workload's statement with functions: consent is asked of every event, the rest of what comes out.
const HEAVY_SQL: &str = "\
SELECT e.event_id, e.user_id, a.campaign_id, substr(sha256_hex(e.user_id || a.campaign_id), 1, 32) AS activation_id,
       e.event_time, e.sent_ns,
       email_hash(e.email, 'uid2') AS email_hash, url_host(e.page_url) AS host, device_class(e.ua) AS device
FROM events e JOIN ads a ON a.ad_id = e.ad_id
WHERE consent_allows(named_struct('gdpr_applies', true, 'tc_string', e.tc), 2, [1, 3, 4])
  AND e.consent AND e.event_type = 'view'";

/// Allows everything to vendor 2 (from the vectors of the TCF functions).
const TC_STRING: &str = "CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA";

/// Of which `{}` is a browser's version.
const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{}.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:{}.0) Gecko/20100101 Firefox/{}.0",
];

/// Both jobs, run once.
struct Pair {
    payloads: Payloads,
    plain: Kernel,
    heavy: Kernel,
    rows: usize,
}

impl Pair {
    /// Fails if a row is missing, or one of the heavy job has nothing in one of its functions' columns.
    fn new(events: u64, window_events: usize, workload: Workload) -> Result<Self> {
        let mut payloads = Payloads::default();
        for sequence in 0..events {
            payloads.push(&event(&workload, sequence));
        }
        let directory = folder()?;
        job_file(EventFormat::Json).write(directory.path())?;
        let kernel = |name: &str, sql: &str| {
            let text = job_file(EventFormat::Json).text_with(COLUMNS, sql);
            Kernel::new(&write(directory.path().join(name), text.as_bytes())?, EventFormat::Json)
        };
        let (mut plain, mut heavy) = (kernel("plain.yaml", SQL)?, kernel("heavy.yaml", HEAVY_SQL)?);
        let (mut plain_rows, mut rows) = (0, 0);
        plain.run(&payloads, window_events, |mapped| plain_rows += mapped.records.len())?;
        heavy.run(&payloads, window_events, |mapped| {
            for at in 0..mapped.records.len() {
                mapped.records.with(at, |row| rows += usize::from(is_full(row.value.unwrap_or_default())));
            }
        })?;
        if plain_rows != rows || rows == 0 {
            let text =
                format!("{plain_rows} rows without functions, {rows} full ones with them: consent is there for all");
            return Err(Error::internal(text));
        }
        Ok(Self { payloads, plain, heavy, rows })
    }
}

/// Whether each of the functions has given something.
fn is_full(row: &[u8]) -> bool {
    let row: serde_json::Value = serde_json::from_slice(row).unwrap_or_default();
    ["email_hash", "host", "device"].iter().all(|column| row[column].is_string())
}

/// Checks what comes out, without figures.
pub fn check(events: u64, workload: Workload) -> Result<()> {
    let rows = Pair::new(events, 1_000, workload)?.rows;
    println!("a job full of functions: {rows} rows, as many as without, all full");
    Ok(())
}

/// Measures both in turn, and prints a table.
pub fn run(options: &Options, workload: Workload) -> Result<()> {
    let Pair { payloads, mut plain, mut heavy, rows: rows_out } =
        Pair::new(options.events, options.window_events, workload)?;
    let (mut plain_ns, mut heavy_ns) = (Vec::new(), Vec::new());
    for _ in 0..options.runs {
        plain_ns.push(plain.run(&payloads, options.window_events, |_| {})?.stage_ns());
        heavy_ns.push(heavy.run(&payloads, options.window_events, |_| {})?.stage_ns());
    }
    let ratio = heavy_ns.iter().zip(&plain_ns).map(|(heavy, plain)| heavy / plain).collect();
    let rows = [
        Row { title: "the workload's job".into(), cells: vec![plain_ns, Vec::new()] },
        Row { title: "with consent, e-mail hash, URL and user agent".into(), cells: vec![heavy_ns, ratio] },
    ];
    println!("\n### A job full of functions: {rows_out} rows of {} events\n", options.events);
    println!("Windows of {}; runs: {}; minimum / median / maximum\n", options.window_events, options.runs);
    println!("{}", markdown("", &[("map stage, ns of CPU an event", 0), ("beside the first", 2)], &rows));
    println!("{}", surroundings());
    Ok(())
}

/// An event of the workload with more fields: everybody has an address, pages and browsers repeat themselves.
fn event(workload: &Workload, sequence: u64) -> Vec<u8> {
    let mut json = Vec::new();
    workload.event(sequence).write_json(&mut json);
    json.pop();
    let (user, page) = (sequence * 7919 % 1_000_003, sequence * 31 % 10_007);
    let agent = AGENTS[(user % 4) as usize].replace("{}", &(60 + user % 80).to_string());
    let more = format!(
        r#","email":"user{user}@example.com","page_url":"https://shop{}.example.com/p/{page}?utm_source=mail&gclid=x{page}","ua":"{agent}","tc":"{TC_STRING}"}}"#,
        page % 20
    );
    json.extend_from_slice(more.as_bytes());
    json
}
