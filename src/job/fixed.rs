//! Kafka properties that the guarantee fixes.

/// The property, the values it may be given, and why no other. The values are what mubatch sets itself, so writing one
/// down is no error.
const FIXED: &[(&str, &[&str], &str)] = &[
    ("acks", &["all", "-1"], "a result counts only when all in-sync replicas have it"),
    ("auto.commit.enable", &["false"], "offsets are committed in the transaction that carries the results"),
    (
        "auto.offset.reset",
        &["error"],
        "a partition without an offset starts where source.start says, and an offset out of range is never passed over",
    ),
    ("delivery.report.only.error", &["true"], "mubatch asks for failures only"),
    ("enable.auto.commit", &["false"], "offsets are committed in the transaction that carries the results"),
    ("enable.auto.offset.store", &["false"], "offsets are committed in the transaction that carries the results"),
    (
        "enable.gapless.guarantee",
        &["false"],
        "a failed delivery aborts the transaction, which leaves no gap; this would end the producer",
    ),
    ("enable.idempotence", &["true"], "transactions need it"),
    (
        "enable.partition.eof",
        &["false"],
        "librdkafka counts the end of a partition as a message, and after a pause it would pass over the next one",
    ),
    ("enabled_events", &[], "mubatch chooses them"),
    ("group.id", &[], "it is the job's name; change that"),
    ("group.protocol.type", &["consumer"], "brokers know no other"),
    ("isolation.level", &["read_committed"], "read_uncommitted would read what is later taken back"),
    ("log.queue", &["false"], "mubatch writes the client's log into its own"),
    ("offset.store.method", &["broker"], "offsets are committed in the transaction that carries the results"),
    ("request.required.acks", &["all", "-1"], "a result counts only when all in-sync replicas have it"),
    ("transaction.timeout.ms", &[], "it follows from mubatch's commit deadline"),
    ("transactional.id", &[], "it is made of the job's name, the instance and the slot"),
];

/// Kafka takes no other characters in a `group.instance.id`, nor more than 249; we append a slot number.
const INSTANCE_CHARS_MAX: usize = 240;

/// Why a Kafka property cannot have this value, as the end of a sentence that begins with its name; `None` when the
/// guarantee does not care.
pub fn property_refused(name: &str, value: &str) -> Option<String> {
    if name == "group.instance.id" {
        let legal = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let valid = (1..=INSTANCE_CHARS_MAX).contains(&value.len()) && value.chars().all(legal);
        return (!valid).then(|| {
            format!(
                "must be 1 to {INSTANCE_CHARS_MAX} letters, digits, '.', '_' or '-': each replica has one of its own"
            )
        });
    }
    let (_, allowed, why) = FIXED.iter().find(|(fixed, ..)| *fixed == name)?;
    match allowed.first() {
        _ if allowed.contains(&value.to_ascii_lowercase().as_str()) => None,
        Some(only) => Some(format!("must be {only}: {why}")),
        None => Some(format!("cannot be set: {why}")),
    }
}
