//! Strings that were built well, changed at random: nothing panics, and what is allowed is allowed by what is read.

use proptest::prelude::*;
use proptest::sample::Index;

use super::vectors::texts;
use super::*;

/// A character of a string is replaced, or characters are taken out, put twice or cut off at the end.
#[derive(Debug, Clone)]
enum Change {
    Replace(Index, char),
    Remove(Index, usize),
    Repeat(Index, usize),
    Cut(Index),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let character = prop_oneof![
        20 => proptest::char::range('A', 'Z'),
        20 => proptest::char::range('a', 'z'),
        5 => proptest::sample::select("0129-_.~=+/ é\0".chars().collect::<Vec<_>>()),
    ];
    let change = prop_oneof![
        5 => (any::<Index>(), character).prop_map(|(at, character)| Change::Replace(at, character)),
        1 => (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        1 => (any::<Index>(), 1..400_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        1 => any::<Index>().prop_map(Change::Cut),
    ];
    proptest::collection::vec(change, 0..6)
}

fn changed(text: &str, changes: Vec<Change>) -> String {
    let mut chars: Vec<_> = text.chars().collect();
    for change in changes {
        let place = |at: Index| at.index(chars.len().max(1)).min(chars.len());
        match change {
            Change::Replace(at, character) => {
                let at = place(at);
                chars.splice(at..(at + 1).min(chars.len()), [character]);
            }
            Change::Remove(at, length) => {
                let at = place(at);
                chars.drain(at..(at + length).min(chars.len()));
            }
            Change::Repeat(at, length) => {
                let at = place(at);
                let part = chars[at..(at + length).min(chars.len())].to_vec();
                chars.splice(at..at, part);
            }
            Change::Cut(at) => chars.truncate(place(at)),
        }
    }
    chars.into_iter().collect()
}

/// The ids in a field of the struct.
fn ids<'a>(record: &'a Record, name: &str) -> Option<&'a [i32]> {
    match &record.0[decode::FIELDS.iter().position(|(field, _)| *field == name).unwrap()] {
        Value::Ints(ids) => Some(ids),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_tc_string_is_read_by_the_gate_as_by_the_decoder(
        which in any::<Index>(), changes in changes(), vendor in 1..1600_i64, purposes in proptest::collection::vec(1..12_i32, 1..4),
    ) {
        let texts = texts().0;
        let text = changed(&texts[which.index(texts.len())], changes);
        let reason = tc_string_allows(&text, vendor, &purposes);
        let Some(decoded) = decode::decode(&text) else {
            prop_assert_eq!(reason, Reason::Malformed);
            return Ok(());
        };
        prop_assert_ne!(reason, Reason::Malformed);
        let has = |name: &str, id: i32| ids(&decoded, name).is_none_or(|ids| ids.contains(&id));
        if reason == Reason::Ok {
            prop_assert!(has("vendors_consent", vendor as i32) && has("disclosed_vendors", vendor as i32));
            prop_assert!(purposes.iter().all(|purpose| has("purposes_consent", *purpose)));
        }
    }

    #[test]
    fn a_changed_gpp_string_is_read_or_not(
        which in any::<Index>(), changes in changes(), sids in proptest::collection::vec(-1..70_i32, 0..4),
    ) {
        let texts = texts().1;
        let text = changed(&texts[which.index(texts.len())], changes);
        if let Some(gpp) = Gpp::read(&text) {
            prop_assert!(gpp.sections().map(|(id, _)| id).is_sorted());
            prop_assert_eq!(gpp.sections().count(), text.matches('~').count());
            UsSignals::read(Some(gpp), Sids::new(&sids)).objection();
        }
    }
}

/// The longest texts that fit an event, of the parts that ask for the most work.
#[test]
fn work_is_in_proportion_to_the_text() {
    let core = &texts().0[0];
    let (core, _) = core.split_once('.').unwrap();
    let texts = [
        "A".repeat(1 << 20),
        "_".repeat(1 << 20),
        "C".to_owned() + &"_".repeat(1 << 20),
        ".".repeat(1 << 20),
        format!("{core}{}", ".oAAA".repeat(1 << 18)),
        format!("{core}{}", "A".repeat(1 << 20)),
        // Every restriction has the most ranges, as long as there are bits.
        format!("{}{}", &core[..36], "_".repeat(1 << 20)),
        format!("DBB_____{}", "~BA".repeat(1 << 18)),
        format!("DBB__{}", "~A".repeat(1 << 19)),
        "~".repeat(1 << 20),
    ];
    for text in texts {
        let reason = tc_string_allows(&text, 65_535, &[1; 100]);
        assert_eq!(decode::decode(&text).is_none(), reason == Reason::Malformed);
        if let Some(gpp) = Gpp::read(&text) {
            UsSignals::read(Some(gpp), Sids::new(&(0..70).collect::<Vec<_>>()));
        }
    }
}
