//! What the demo shows: everything is counted from what a read_committed consumer sees.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::broker::Header;
use crate::clock::UnixMillis;
use crate::job::Job;

/// Counts of what came out.
#[derive(Default)]
pub struct Tally {
    dead_letter_topic: Option<String>,
    receipt_topic: Option<String>,
    /// Campaign → topic → activations.
    activations: BTreeMap<String, BTreeMap<String, u64>>,
    activation_topics: Vec<String>,
    dead_letters: BTreeMap<String, u64>,
    /// From event to reader, milliseconds.
    freshness: Vec<UnixMillis>,
    receipts: Receipts,
}

/// The receipts' sums.
#[derive(Default)]
struct Receipts {
    windows: u64,
    events: u64,
    decoded: u64,
    tombstones: u64,
    dead_lettered: u64,
    /// Output → rows, produced, dead-lettered.
    outputs: BTreeMap<String, (u64, u64, u64)>,
}

/// The example's output of activations.
const ACTIVATIONS: &str = "activations";
/// Its column with the time of the latest event behind an activation.
const LAST_SEEN: &str = "last_seen";

impl Tally {
    /// Nothing yet.
    pub fn new(job: &Job) -> Self {
        Self {
            dead_letter_topic: job.dead_letters.as_ref().map(|dead| dead.topic.clone()),
            receipt_topic: job.receipts.clone(),
            activation_topics: job.outputs.get(ACTIVATIONS).map(|o| o.topics.clone()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Counts a record that was read at `now`.
    pub fn add(&mut self, topic: &str, value: Option<&[u8]>, headers: &[Header<'_>], now: UnixMillis) {
        if self.dead_letter_topic.as_deref() == Some(topic) {
            let reason = headers.iter().find(|header| header.name == b"mubatch.reason").and_then(|header| header.value);
            let reason = String::from_utf8_lossy(reason.unwrap_or(b"?")).into_owned();
            *self.dead_letters.entry(reason).or_default() += 1;
            return;
        }
        let Some(value) = value.and_then(|value| serde_json::from_slice::<Value>(value).ok()) else { return };
        if self.receipt_topic.as_deref() == Some(topic) {
            self.receipts.add(&value);
        } else if self.activation_topics.iter().any(|known| known == topic) {
            let campaign = value["campaign_id"].as_str().unwrap_or("?").to_owned();
            *self.activations.entry(campaign).or_default().entry(topic.to_owned()).or_default() += 1;
            if let Some(happened) = value[LAST_SEEN].as_str().and_then(parse_time) {
                self.freshness.push(now - happened);
            }
        }
    }

    /// How it goes, in one line.
    pub fn line(&self) -> String {
        format!(
            "{} events in, {} windows, {} activations, {} dead letters",
            thousands(self.receipts.events),
            thousands(self.receipts.windows),
            thousands(self.activation_count()),
            thousands(self.dead_letter_count()),
        )
    }

    /// The whole picture.
    pub fn picture(&self) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{text}");
        };
        let receipts = &self.receipts;
        line(String::new());
        line(format!("  events in     {:>10}", thousands(receipts.events)));
        line(format!("  windows       {:>10}   each committed in one transaction", thousands(receipts.windows)));
        line(format!("  activations   {:>10}   by campaign and partner topic:", thousands(self.activation_count())));
        let width = self.activations.keys().map(String::len).max().unwrap_or(0).max("campaign".len());
        let topics = self.activation_topics.iter().map(|topic| format!("{topic:>12}")).collect::<String>();
        line(format!("      {:<width$}{topics}", "campaign"));
        for (campaign, by_topic) in &self.activations {
            let counts: String = self
                .activation_topics
                .iter()
                .map(|topic| format!("{:>12}", by_topic.get(topic).map_or("-".to_owned(), |n| thousands(*n))))
                .collect();
            line(format!("      {campaign:<width$}{counts}"));
        }
        let reasons: Vec<_> =
            self.dead_letters.iter().map(|(reason, n)| format!("{reason} {}", thousands(*n))).collect();
        line(format!("  dead letters  {:>10}   {}", thousands(self.dead_letter_count()), reasons.join(", ")));
        line("  receipts add up".to_owned());
        line(format!("      {}", self.events_account()));
        for account in self.rows_accounts() {
            line(format!("      {account}"));
        }
        line(format!("  freshness, from the event to a read_committed reader: {}", self.percentiles()));
        out.pop();
        out
    }

    fn events_account(&self) -> String {
        let Receipts { events, decoded, tombstones, dead_lettered, .. } = self.receipts;
        let holds = events == decoded + tombstones + dead_lettered && dead_lettered <= self.dead_letter_count();
        format!(
            "{} events = {} decoded + {} tombstones + {} dead letters: {}",
            thousands(events),
            thousands(decoded),
            thousands(tombstones),
            thousands(dead_lettered),
            verdict(holds)
        )
    }

    fn rows_accounts(&self) -> Vec<String> {
        let account = |(output, (rows, produced, dead)): (&String, &(u64, u64, u64))| {
            let mut text = format!(
                "{output}: {} rows = {} produced + {} dead-lettered",
                thousands(*rows),
                thousands(*produced),
                thousands(*dead)
            );
            let mut holds = *rows == produced + dead;
            if output == ACTIVATIONS {
                let _ = write!(text, ", {} read back", thousands(self.activation_count()));
                holds &= *produced == self.activation_count();
            }
            format!("{text}: {}", verdict(holds))
        };
        self.receipts.outputs.iter().map(account).collect()
    }

    fn percentiles(&self) -> String {
        if self.freshness.is_empty() {
            return "nothing to measure".to_owned();
        }
        let mut sorted = self.freshness.clone();
        sorted.sort_unstable();
        let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
        format!("p50 {} ms, p90 {} ms, p99 {} ms, max {} ms", at(0.5), at(0.9), at(0.99), at(1.0))
    }

    fn activation_count(&self) -> u64 {
        self.activations.values().flat_map(BTreeMap::values).sum()
    }

    fn dead_letter_count(&self) -> u64 {
        self.dead_letters.values().sum()
    }
}

impl Receipts {
    fn add(&mut self, receipt: &Value) {
        let count = |value: &Value| value.as_u64().unwrap_or(0);
        self.windows += 1;
        self.events += count(&receipt["events"]);
        self.decoded += count(&receipt["decoded"]);
        self.tombstones += count(&receipt["tombstones"]);
        self.dead_lettered += count(&receipt["dead_lettered"]);
        for (output, counts) in receipt["outputs"].as_object().into_iter().flatten() {
            let sum = self.outputs.entry(output.clone()).or_default();
            sum.0 += count(&counts["rows"]);
            sum.1 += count(&counts["produced"]);
            sum.2 += count(&counts["dead_lettered"]);
        }
    }
}

fn verdict(holds: bool) -> &'static str {
    if holds { "yes" } else { "NO" }
}

fn parse_time(text: &str) -> Option<UnixMillis> {
    use arrow::array::types::TimestampMillisecondType;
    use arrow::compute::kernels::cast_utils::Parser;
    TimestampMillisecondType::parse(text)
}

/// 1234567 as 1,234,567.
fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally() -> Tally {
        Tally {
            dead_letter_topic: Some("dead".into()),
            receipt_topic: Some("receipts".into()),
            activation_topics: vec!["ids-meta".into(), "ids-google".into()],
            ..Tally::default()
        }
    }

    #[test]
    fn the_picture_adds_up_what_was_read() {
        let mut tally = tally();
        let activation = br#"{"campaign_id": "c1", "last_seen": "2026-01-01T00:00:00.000Z"}"#;
        let read_at = parse_time("2026-01-01T00:00:00.070Z").expect("a time");
        tally.add("ids-meta", Some(activation), &[], read_at);
        let reason = Header { name: b"mubatch.reason", value: Some(b"json_syntax") };
        tally.add("dead", Some(b"{"), &[reason], read_at);
        let receipt = br#"{"events": 1200, "decoded": 1199, "tombstones": 0, "dead_lettered": 1,
                           "outputs": {"activations": {"rows": 1, "produced": 1, "dead_lettered": 0}}}"#;
        tally.add("receipts", Some(receipt), &[], read_at);
        let picture = tally.picture();
        for expected in [
            "events in          1,200",
            "c1                 1           -",
            "json_syntax 1",
            "1,200 events = 1,199 decoded + 0 tombstones + 1 dead letters: yes",
            "activations: 1 rows = 1 produced + 0 dead-lettered, 1 read back: yes",
            "p50 70 ms",
        ] {
            assert!(picture.contains(expected), "{expected:?} not in\n{picture}");
        }
    }

    #[test]
    fn accounts_that_do_not_add_up_say_so() {
        let mut tally = tally();
        tally.add("receipts", Some(br#"{"events": 2, "decoded": 1}"#), &[], 0);
        assert!(tally.picture().contains("2 events = 1 decoded + 0 tombstones + 0 dead letters: NO"));
    }
}
