//! What the IAB's own libraries read in strings that they built.

use std::sync::LazyLock;

use datafusion::arrow::temporal_conversions::timestamp_us_to_datetime;

use super::*;

#[derive(Deserialize)]
struct Vectors {
    tc: Vec<TcVector>,
    gpp: Vec<GppVector>,
}

#[derive(Deserialize)]
struct TcVector {
    text: String,
    decoded: BTreeMap<String, Json>,
    /// A vendor, purposes, and why it may or may not.
    questions: Vec<(i64, Vec<i32>, String)>,
}

#[derive(Deserialize)]
struct GppVector {
    text: String,
    ids: Vec<u16>,
    /// Of the sections of the United States.
    sections: BTreeMap<u16, UsVector>,
}

#[derive(Deserialize)]
struct UsVector {
    opted_out: bool,
    gpc: bool,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../vectors.json")).unwrap()
}

/// The TC strings, and the GPP strings.
pub(super) fn texts() -> (&'static [String], &'static [String]) {
    static TEXTS: LazyLock<(Vec<String>, Vec<String>)> = LazyLock::new(|| {
        let Vectors { tc, gpp } = vectors();
        (tc.into_iter().map(|vector| vector.text).collect(), gpp.into_iter().map(|vector| vector.text).collect())
    });
    (&TEXTS.0, &TEXTS.1)
}

/// A field as the vectors have it.
fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => text.as_str().into(),
        Value::Int(int) => (*int).into(),
        Value::Bool(truth) => (*truth).into(),
        Value::Ints(ints) => ints.clone().into(),
        Value::Time(time) => {
            timestamp_us_to_datetime(time.0).unwrap().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string().into()
        }
        Value::Double(_) => unreachable!("there are none"),
    }
}

/// The ids that stand in a list of runs.
fn expand(runs: &Json) -> Json {
    let runs: Option<Vec<(i32, i32)>> = serde_json::from_value(runs.clone()).unwrap();
    runs.map_or(Json::Null, |runs| runs.into_iter().flat_map(|(from, to)| from..=to).collect())
}

/// Purpose, type and vendor of every restriction.
fn restrictions(list: &Json) -> BTreeSet<(u64, u64, i64)> {
    let each = list.as_array().unwrap().iter().flat_map(|restriction| {
        let number = |name: &str| restriction[name].as_u64().unwrap();
        let (purpose, kind) = (number("purpose"), number("type"));
        let vendors = expand(&restriction["vendors"]);
        vendors.as_array().unwrap().iter().map(|id| (purpose, kind, id.as_i64().unwrap())).collect::<Vec<_>>()
    });
    each.collect()
}

#[test]
fn tc_strings_are_decoded_as_by_the_iab() {
    for TcVector { text, decoded, .. } in vectors().tc {
        let Record(values) = decode::decode(&text).unwrap_or_else(|| panic!("{text}"));
        let ours: BTreeMap<_, _> = decode::FIELDS.iter().map(|(name, _)| *name).zip(&values).collect();
        for (name, theirs) in &decoded {
            match name.as_str() {
                "restrictions" => {
                    let Value::Text(found) = ours["publisher_restrictions"] else { panic!("restrictions are text") };
                    let found = restrictions(&serde_json::from_str(found).unwrap());
                    assert_eq!(restrictions(theirs), found, "{text}");
                }
                "vendors_consent" | "vendors_li" | "disclosed_vendors" | "allowed_vendors" => {
                    assert_eq!(json(ours[name.as_str()]), expand(theirs), "{name} of {text}");
                }
                _ => assert_eq!(json(ours[name.as_str()]), *theirs, "{name} of {text}"),
            }
        }
        assert_eq!(decoded.len(), decode::FIELDS.len());
    }
}

#[test]
fn tc_strings_allow_what_the_lists_that_the_iab_reads_in_them_allow() {
    let mut seen = BTreeSet::new();
    for TcVector { text, questions, .. } in vectors().tc {
        for (vendor, purposes, reason) in questions {
            assert_eq!(
                tc_string_allows(&text, vendor, &purposes).to_string(),
                reason,
                "{vendor}, {purposes:?} of {text}"
            );
            seen.insert(reason);
        }
    }
    for reason in ["ok", "policy_version", "global_scope", "purpose_3", "vendor", "restricted"] {
        assert!(seen.contains(reason), "no vector is about {reason}");
    }
}

#[test]
fn sections_of_gpp_strings_are_read_as_by_the_iab() {
    let mut seen = BTreeSet::new();
    for GppVector { text, ids, sections } in vectors().gpp {
        let gpp = Gpp::read(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(gpp.sections().map(|(id, _)| id).collect::<Vec<_>>(), ids, "{text}");
        for (id, UsVector { opted_out, gpc }) in sections {
            let read = OptOuts::read(id, gpp.section(id).unwrap());
            assert_eq!(read, Some(OptOuts { opted_out, gpc }), "section {id} of {text}");
            seen.insert((id, opted_out, gpc));
        }
    }
    for id in US {
        let says = |opted_out| seen.iter().any(|(of, said, _)| *of == id && *said == opted_out);
        assert!(says(true) && says(false), "no vectors for section {id}");
    }
}
