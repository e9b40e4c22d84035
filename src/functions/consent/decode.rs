//! What a TC string says, as a struct.

use std::fmt::Write;

use super::bits::Bits;
use super::tcf::{Publisher, TcString, Vendors, field};
use crate::functions::output::{FieldType, Micros, Record, Value};

/// A longer list of vendors is null: a few bytes can name them all, and would fill the memory with the windows of a crowd.
/// The ids that are given out so far end below the half of that.
pub(super) const VENDORS_MAX: usize = 4096;

/// The fields of the struct.
pub(super) const FIELDS: &[(&str, FieldType)] = &[
    ("version", FieldType::Int),
    ("created", FieldType::Time),
    ("last_updated", FieldType::Time),
    ("cmp_id", FieldType::Int),
    ("cmp_version", FieldType::Int),
    ("consent_screen", FieldType::Int),
    ("consent_language", FieldType::Text),
    ("vendor_list_version", FieldType::Int),
    ("policy_version", FieldType::Int),
    ("is_service_specific", FieldType::Bool),
    ("use_non_standard_texts", FieldType::Bool),
    ("special_feature_opt_ins", FieldType::Ints),
    ("purposes_consent", FieldType::Ints),
    ("purposes_li", FieldType::Ints),
    ("purpose_one_treatment", FieldType::Bool),
    ("publisher_country", FieldType::Text),
    ("vendors_consent", FieldType::Ints),
    ("vendors_li", FieldType::Ints),
    ("publisher_restrictions", FieldType::Text),
    ("disclosed_vendors", FieldType::Ints),
    ("allowed_vendors", FieldType::Ints),
    ("publisher_purposes_consent", FieldType::Ints),
    ("publisher_purposes_li", FieldType::Ints),
    ("publisher_custom_consent", FieldType::Ints),
    ("publisher_custom_li", FieldType::Ints),
];

/// The values of [`FIELDS`]; `None`: it is no TC string of version 2.
pub(super) fn decode(text: &str) -> Option<Record> {
    let read = TcString::read(text)?;
    let int = |field| i32::try_from(read.int(field)).map_or(Value::Null, Value::from);
    let bit = |at| Value::from(read.core.bit(at));
    let time = |field| Value::from(Micros(read.int(field) as i64 * 100_000));
    let set = |(at, count)| Value::from(read.core.set(at, count));
    let list = |vendors: Option<Vendors<'_>>| Value::from(vendors.and_then(|vendors| vendors.ids(VENDORS_MAX)));
    let [consent, li, custom_consent, custom_li] = read.publisher.map(Publisher::lists).unwrap_or_default();
    Some(Record(vec![
        int(field::VERSION),
        time(field::CREATED),
        time(field::LAST_UPDATED),
        int(field::CMP_ID),
        int(field::CMP_VERSION),
        int(field::CONSENT_SCREEN),
        Value::from(letters(read.core, field::CONSENT_LANGUAGE)),
        int(field::VENDOR_LIST_VERSION),
        int(field::POLICY_VERSION),
        bit(field::IS_SERVICE_SPECIFIC),
        bit(field::USE_NON_STANDARD_TEXTS),
        set(field::SPECIAL_FEATURE_OPT_INS),
        set(field::PURPOSES_CONSENT),
        set(field::PURPOSES_LI),
        bit(field::PURPOSE_ONE_TREATMENT),
        Value::from(letters(read.core, field::PUBLISHER_COUNTRY)),
        list(Some(read.vendors_consent)),
        list(Some(read.vendors_li)),
        Value::from(restrictions(&read)),
        list(read.disclosed),
        list(read.allowed),
        Value::from(consent),
        Value::from(li),
        Value::from(custom_consent),
        Value::from(custom_li),
    ]))
}

/// Two letters, of six bits each.
fn letters(bits: Bits<'_>, at: usize) -> Option<String> {
    let letter = |at| bits.int(at, 6).filter(|letter| *letter < 26).map(|letter| char::from(b'A' + letter as u8));
    Some([letter(at)?, letter(at + 6)?].into_iter().collect())
}

/// The publisher's restrictions as JSON.
fn restrictions(read: &TcString<'_>) -> String {
    let mut json = String::from("[");
    read.each_restriction(|restriction| {
        let comma = if json.len() > 1 { "," } else { "" };
        let (purpose, kind) = (restriction.purpose, restriction.kind);
        let _ = write!(json, "{comma}{{\"purpose\":{purpose},\"type\":{kind},\"vendors\":[");
        for (at, (from, to)) in restriction.vendors.each_range().enumerate() {
            let _ = write!(json, "{}[{from},{to}]", if at > 0 { "," } else { "" });
        }
        json.push_str("]}");
    });
    json.push(']');
    json
}
