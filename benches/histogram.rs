//! Durations, counted in buckets that are at most 1/128 wide of what is in them.

use std::time::Duration;

/// Buckets for each doubling, as a power of two.
const FINE_BITS: u32 = 7;

/// See the module's documentation.
#[derive(Debug, Clone, Default)]
pub struct Histogram {
    buckets: Vec<u64>,
    count: u64,
}

impl Histogram {
    pub fn record(&mut self, took: Duration) {
        let bucket = bucket_of(took.as_micros() as u64);
        if bucket >= self.buckets.len() {
            self.buckets.resize(bucket + 1, 0);
        }
        self.buckets[bucket] += 1;
        self.count += 1;
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    /// What so great a share of the durations does not exceed, in milliseconds: the upper end of its bucket. `None`
    /// when there are none.
    pub fn quantile_ms(&self, share: f64) -> Option<f64> {
        let rank = (share * self.count as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        let bucket = self.buckets.iter().position(|count| {
            seen += count;
            seen >= rank
        })?;
        Some(end_of(bucket) as f64 / 1e3)
    }
}

/// Below 2^FINE_BITS a bucket each; above, each doubling in 2^FINE_BITS parts.
fn bucket_of(micros: u64) -> usize {
    let doublings = (u64::BITS - micros.leading_zeros()).saturating_sub(FINE_BITS + 1);
    ((u64::from(doublings) << FINE_BITS) + (micros >> doublings)) as usize
}

/// The greatest number in a bucket.
fn end_of(bucket: usize) -> u64 {
    let doublings = (bucket >> FINE_BITS).saturating_sub(1);
    let within = bucket - (doublings << FINE_BITS);
    ((within as u64 + 1) << doublings) - 1
}
