//! L4: what the job does, written by hand, in memory, on one thread. It knows this one job, and takes its events for what
//! they are: it tells nothing about a bad one.

use std::collections::HashMap;

use ahash::RandomState;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::workload::ads_csv;

/// How events are parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parser {
    /// With serde_json, into borrowed text.
    Serde,
    /// Quote by quote: flat objects without escapes, not even checked for UTF-8.
    Scanner,
}

/// The map written by hand.
pub struct ByHand {
    parser: Parser,
    campaigns: HashMap<Vec<u8>, Vec<u8>, RandomState>,
    output: Vec<u8>,
    /// Of each row: where its key ends, and where its value ends.
    ends: Vec<(usize, usize)>,
}

/// The fields that the job reads.
#[derive(Default, Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    event_id: &'a str,
    user_id: &'a str,
    ad_id: &'a str,
    event_type: &'a str,
    event_time: i64,
    consent: bool,
    sent_ns: i64,
}

/// The same, not parsed further.
#[derive(Default)]
struct RawFields<'a> {
    event_id: &'a [u8],
    user_id: &'a [u8],
    ad_id: &'a [u8],
    event_type: &'a [u8],
    event_time: &'a [u8],
    consent: &'a [u8],
    sent_ns: &'a [u8],
}

impl ByHand {
    pub fn new(parser: Parser) -> Self {
        let csv = ads_csv();
        let ads = csv.lines().skip(1).filter_map(|line| line.split_once(','));
        let campaigns = ads.map(|(ad, campaign)| (ad.into(), campaign.into())).collect();
        Self { parser, campaigns, output: Vec::new(), ends: Vec::new() }
    }

    /// Maps one event. `false` for one that it cannot read.
    pub fn event(&mut self, json: &[u8]) -> bool {
        match self.parser {
            Parser::Serde => {
                let Ok(event) = serde_json::from_slice::<Fields<'_>>(json) else { return false };
                let (mut time, mut sent) = (itoa::Buffer::new(), itoa::Buffer::new());
                if event.consent && event.event_type == "view" {
                    self.row(&RawFields {
                        event_id: event.event_id.as_bytes(),
                        user_id: event.user_id.as_bytes(),
                        ad_id: event.ad_id.as_bytes(),
                        event_time: time.format(event.event_time).as_bytes(),
                        sent_ns: sent.format(event.sent_ns).as_bytes(),
                        ..RawFields::default()
                    });
                }
                true
            }
            Parser::Scanner => {
                let Some(event) = scan(json) else { return false };
                if event.consent == b"true" && event.event_type == b"view" {
                    self.row(&event);
                }
                true
            }
        }
    }

    fn row(&mut self, event: &RawFields<'_>) {
        let Some(campaign) = self.campaigns.get(event.ad_id) else { return };
        let digest = Sha256::new().chain_update(event.user_id).chain_update(campaign).finalize();
        let mut id = [0; 32];
        for (pair, byte) in id.chunks_exact_mut(2).zip(&digest) {
            let digit = |four: u8| b"0123456789abcdef"[usize::from(four)];
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        let output = &mut self.output;
        output.extend_from_slice(event.user_id);
        let key_end = output.len();
        let texts: [(&str, &[u8]); 4] = [
            (r#"{"event_id":""#, event.event_id),
            (r#"","user_id":""#, event.user_id),
            (r#"","campaign_id":""#, campaign),
            (r#"","activation_id":""#, &id),
        ];
        for (name, text) in texts {
            output.extend_from_slice(name.as_bytes());
            output.extend_from_slice(text);
        }
        output.extend_from_slice(br#"","event_time":"#);
        output.extend_from_slice(event.event_time);
        output.extend_from_slice(br#","sent_ns":"#);
        output.extend_from_slice(event.sent_ns);
        output.push(b'}');
        self.ends.push((key_end, output.len()));
    }

    /// Shows every row that is there, key and value, and forgets them.
    pub fn take(&mut self, mut see: impl FnMut(&[u8], &[u8])) {
        let mut start = 0;
        for (key_end, end) in self.ends.drain(..) {
            see(&self.output[start..key_end], &self.output[key_end..end]);
            start = end;
        }
        self.output.clear();
    }
}

/// The fields of a flat object without escapes.
fn scan(json: &[u8]) -> Option<RawFields<'_>> {
    let mut fields = RawFields::default();
    let mut rest = json.strip_prefix(b"{")?;
    while let Some(at_name) = rest.strip_prefix(b"\"") {
        let (name, after) = split_at_byte(at_name, b'"')?;
        let after = after.strip_prefix(b":")?;
        let (value, after) = match after.strip_prefix(b"\"") {
            Some(text) => split_at_byte(text, b'"')?,
            None => after.split_at(after.iter().position(|byte| matches!(byte, b',' | b'}'))?),
        };
        match name {
            b"event_id" => fields.event_id = value,
            b"user_id" => fields.user_id = value,
            b"ad_id" => fields.ad_id = value,
            b"event_type" => fields.event_type = value,
            b"event_time" => fields.event_time = value,
            b"consent" => fields.consent = value,
            b"sent_ns" => fields.sent_ns = value,
            _ => {}
        }
        rest = after.get(1..)?;
    }
    Some(fields)
}

/// What comes before the byte, and what comes behind it.
fn split_at_byte(bytes: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == wanted)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}
