//! Whether an output is right: every row that must be there, once, with the values that follow from its event.

use crate::workload::{Activation, Event, EventFormat, Workload, sequence_of};

/// How many faults are told in full.
const FAULTS_TOLD: usize = 5;

/// What must come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The job's rows: an [`Activation`] of every event that comes out, under its user's key.
    Activations,
    /// So many events, whichever, each cut off behind so many bytes, or filled up to them with
    /// zeros.
    Copies { rows: u64, bytes: usize, format: EventFormat },
}

/// The audit of one output.
pub struct Audit {
    workload: Workload,
    expected: Expected,
    /// By sequence number: whether it has come.
    seen: Vec<bool>,
    rows: u64,
    faults: u64,
    told: Vec<String>,
    written: Vec<u8>,
}

impl Audit {
    /// Of what a processor makes of the first `events` events.
    pub fn new(workload: Workload, events: u64, expected: Expected) -> Self {
        let seen = vec![false; events as usize];
        Self { workload, expected, seen, rows: 0, faults: 0, told: Vec::new(), written: Vec::new() }
    }

    /// Looks at one record of the output.
    pub fn record(&mut self, key: &[u8], value: &[u8]) {
        self.rows += 1;
        let checked = match self.expected {
            Expected::Activations => self.activation(key, value),
            Expected::Copies { bytes, format, .. } => self.copy(key, value, bytes, format),
        };
        if let Err(fault) = checked {
            self.fault(fault);
        }
    }

    /// The verdict, when all has been read: the number of rows, or what is wrong.
    pub fn finish(mut self) -> Result<u64, String> {
        match self.expected {
            Expected::Activations => {
                for sequence in 0..self.seen.len() as u64 {
                    if !self.seen[sequence as usize] && self.workload.event(sequence).comes_out() {
                        self.fault(format!("event {sequence} is missing"));
                    }
                }
            }
            Expected::Copies { rows, .. } if rows != self.rows => {
                self.fault(format!("there are {} rows instead of {rows}", self.rows));
            }
            Expected::Copies { .. } => {}
        }
        match self.faults {
            0 => Ok(self.rows),
            faults => Err(format!("{faults} faults in {} rows, such as: {}", self.rows, self.told.join("; "))),
        }
    }

    fn activation(&mut self, key: &[u8], value: &[u8]) -> Result<(), String> {
        let row: Activation = serde_json::from_slice(value).map_err(|error| format!("no activation: {error}"))?;
        let event = self.first_of(&row.event_id)?;
        let sequence = event.sequence();
        let expected = event.activation().ok_or_else(|| format!("event {sequence} must not come out"))?;
        let fields = [
            ("key", key == expected.user_id.as_bytes()),
            ("event_id", row.event_id == expected.event_id),
            ("user_id", row.user_id == expected.user_id),
            ("campaign_id", row.campaign_id == expected.campaign_id),
            ("activation_id", row.activation_id == expected.activation_id),
            ("event_time", row.event_time == expected.event_time),
            ("sent_ns", row.sent_ns == expected.sent_ns),
        ];
        match fields.iter().find(|(_, equal)| !equal) {
            None => Ok(()),
            Some((field, _)) => Err(format!("event {sequence} has a wrong {field}")),
        }
    }

    fn copy(&mut self, key: &[u8], value: &[u8], bytes: usize, format: EventFormat) -> Result<(), String> {
        let event = self.first_of(id_in(value, format).ok_or("no copy of an event")?)?;
        event.write(format, &mut self.written);
        self.written.resize(bytes, 0);
        let equal = self.written == value && key == event.user_id().as_bytes();
        if equal { Ok(()) } else { Err(format!("event {} is not as it was", event.sequence())) }
    }

    /// The event with this id, of which there must have been nothing yet.
    fn first_of(&mut self, event_id: &str) -> Result<Event, String> {
        let unknown = || format!("no event of the workload has the id {event_id}");
        let sequence = sequence_of(event_id).ok_or_else(unknown)?;
        let seen = self.seen.get_mut(sequence as usize).ok_or_else(unknown)?;
        if std::mem::replace(seen, true) {
            return Err(format!("event {sequence} is there twice"));
        }
        Ok(self.workload.event(sequence))
    }

    fn fault(&mut self, fault: String) {
        self.faults += 1;
        if self.told.len() < FAULTS_TOLD {
            self.told.push(fault);
        }
    }
}

/// The id of the event that a value, or the start of one, says.
pub fn id_in(value: &[u8], format: EventFormat) -> Option<&str> {
    let start = match format {
        EventFormat::Json => br#"{"event_id":""#.len(),
        EventFormat::Avro => 6, // behind the schema's id and the text's length
    };
    std::str::from_utf8(value.get(start..start + 36)?).ok()
}
