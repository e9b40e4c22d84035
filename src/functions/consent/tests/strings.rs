//! Strings that the IAB's encoders do not build: what the specifications allow beside that, and what nobody should send.

use super::*;

/// Writes a TC string bit by bit, by the tables of the specification.
#[derive(Clone)]
struct Tc {
    created: u64,
    policy: u64,
    service_specific: u64,
    purposes: Vec<u64>,
    consent: Vendors,
    li: Vendors,
    restrictions: Vec<Restriction>,
    segments: Vec<String>,
}

/// A purpose, a type, and ranges of vendors.
type Restriction = (u64, u64, Vec<(u64, u64)>);

#[derive(Clone)]
enum Vendors {
    Bits(Vec<u64>, u64),
    Ranges(u64, Vec<(u64, u64)>),
}

/// A string that allows purposes 1, 3 and 4 for vendors 2 and 10 to 20, created in 2024.
fn tc() -> Tc {
    Tc {
        created: 17_100_000_000,
        policy: 4,
        service_specific: 1,
        purposes: vec![1, 3, 4],
        consent: Vendors::Ranges(20, vec![(2, 2), (10, 20)]),
        li: Vendors::Bits(vec![], 0),
        restrictions: vec![],
        segments: vec![],
    }
}

impl Tc {
    fn text(&self) -> String {
        let mut bits = String::new();
        for (value, width) in
            [(2, 6), (self.created, 36), (self.created, 36), (7, 12), (1, 12), (0, 6), (0b100_001_101, 12)]
        {
            put(&mut bits, value, width);
        }
        for (value, width) in [(99, 12), (self.policy, 6), (self.service_specific, 1), (0, 1), (0, 12)] {
            put(&mut bits, value, width);
        }
        (1..=24).for_each(|purpose| put(&mut bits, self.purposes.contains(&purpose).into(), 1));
        for (value, width) in [(0, 24), (0, 1), (0, 12)] {
            put(&mut bits, value, width);
        }
        put_vendors(&mut bits, &self.consent);
        put_vendors(&mut bits, &self.li);
        put(&mut bits, self.restrictions.len() as u64, 12);
        for (purpose, kind, ranges) in &self.restrictions {
            put(&mut bits, *purpose, 6);
            put(&mut bits, *kind, 2);
            put_ranges(&mut bits, ranges);
        }
        [vec![base64url(&bits)], self.segments.clone()].concat().join(".")
    }

    fn reason(&self) -> String {
        self.reason_for(2)
    }

    fn reason_for(&self, vendor: i64) -> String {
        tc_string_allows(&self.text(), vendor, &[1, 3, 4]).to_string()
    }
}

fn put(bits: &mut String, value: u64, width: usize) {
    bits.push_str(&format!("{value:0width$b}"));
}

fn put_ranges(bits: &mut String, ranges: &[(u64, u64)]) {
    put(bits, ranges.len() as u64, 12);
    for (from, to) in ranges {
        put(bits, (from != to).into(), 1);
        put(bits, *from, 16);
        if from != to {
            put(bits, *to, 16);
        }
    }
}

fn put_vendors(bits: &mut String, vendors: &Vendors) {
    match vendors {
        Vendors::Bits(ids, last) => {
            put(bits, *last, 16);
            put(bits, 0, 1);
            (1..=*last).for_each(|id| put(bits, ids.contains(&id).into(), 1));
        }
        Vendors::Ranges(last, ranges) => {
            put(bits, *last, 16);
            put(bits, 1, 1);
            put_ranges(bits, ranges);
        }
    }
}

fn base64url(bits: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let padded = bits.to_owned() + &"0".repeat(bits.len().next_multiple_of(6) - bits.len());
    let sextets =
        padded.as_bytes().chunks(6).map(|six| six.iter().fold(0, |all, bit| all * 2 + usize::from(bit - b'0')));
    sextets.map(|sextet| char::from(ALPHABET[sextet])).collect()
}

/// A segment of vendors.
fn segment(kind: u64, vendors: &Vendors) -> String {
    let mut bits = String::new();
    put(&mut bits, kind, 3);
    put_vendors(&mut bits, vendors);
    base64url(&bits)
}

fn disclosed(ids: &[u64]) -> String {
    segment(1, &Vendors::Bits(ids.to_vec(), 20))
}

#[test]
fn the_days_on_which_rules_begin() {
    let created = |created, policy| Tc { created, policy, ..tc() }.reason();
    // The last tenth of 2023-09-30, and the first of the next day.
    assert_eq!(created(16_961_183_999, 2), "ok");
    assert_eq!(created(16_961_184_000, 3), "policy_version");
    assert_eq!(created(16_961_184_000, 4), "ok");
    // The last tenth of 2026-02-28, and the first of the next day.
    assert_eq!(created(17_723_231_999, 5), "ok");
    assert_eq!(created(17_723_232_000, 5), "vendor");
    let with = |ids: &[u64]| Tc { created: 17_723_232_000, policy: 5, segments: vec![disclosed(ids)], ..tc() }.reason();
    assert_eq!(with(&[1, 2]), "ok");
    assert_eq!(with(&[1]), "vendor");
}

#[test]
fn a_vendor_that_was_not_disclosed_is_a_no_whenever_the_string_was_created() {
    let with = |segments: Vec<String>| Tc { segments, ..tc() };
    assert_eq!(with(vec![disclosed(&[2])]).reason(), "ok");
    assert_eq!(with(vec![disclosed(&[3])]).reason(), "vendor");
    assert_eq!(with(vec![segment(1, &Vendors::Bits(vec![], 0))]).reason(), "vendor");
    assert_eq!(with(vec![segment(1, &Vendors::Ranges(65_535, vec![(1, 65_535)]))]).reason(), "ok");
    // It is no consent.
    assert_eq!(with(vec![disclosed(&[2, 3])]).reason_for(3), "vendor");
    // Allowed vendors (2) are a remnant of the first version 2.0: they are not looked at.
    assert_eq!(with(vec![segment(2, &Vendors::Bits(vec![3], 20))]).reason(), "ok");
}

#[test]
fn segments_stand_in_any_order_and_those_of_unknown_types_are_passed_over() {
    let (core, disclosed, publisher) = (tc().text(), disclosed(&[10]), "YAAAAAAAAAA".to_owned());
    let unknown = segment(5, &Vendors::Bits(vec![], 0));
    let orders = [
        [&core, &disclosed, &publisher, &unknown],
        [&core, &publisher, &unknown, &disclosed],
        [&core, &unknown, &disclosed, &publisher],
        [&disclosed, &publisher, &core, &unknown],
    ];
    for order in orders {
        let text = order.map(String::as_str).join(".");
        assert_eq!(tc_string_allows(&text, 10, &[1]), Reason::Ok, "{text}");
        assert_eq!(tc_string_allows(&text, 2, &[1]), Reason::Vendor, "{text}");
    }
    for text in [format!("{core}.{disclosed}.{disclosed}"), format!("{core}.{core}"), disclosed.clone()] {
        assert_eq!(tc_string_allows(&text, 10, &[1]), Reason::Malformed, "{text}");
    }
}

#[test]
fn restrictions_are_a_no_unless_they_ask_for_consent() {
    let with = |purpose, kind, ranges: &[(u64, u64)]| {
        let restrictions = vec![(7, 0, vec![(1, 60_000)]), (purpose, kind, ranges.to_vec())];
        Tc { restrictions, ..tc() }
    };
    for (kind, says) in [(0, "restricted"), (1, "ok"), (2, "restricted"), (3, "restricted")] {
        assert_eq!(with(3, kind, &[(2, 2)]).reason(), says, "type {kind}");
        assert_eq!(with(3, kind, &[(9, 9), (1, 3)]).reason(), says, "type {kind}");
        assert_eq!(with(3, kind, &[(3, 65_535)]).reason(), "ok", "another vendor, type {kind}");
        assert_eq!(with(5, kind, &[(2, 2)]).reason(), "ok", "another purpose, type {kind}");
    }
    // Two of them for one vendor and purpose: either is respected.
    let both = Tc { restrictions: vec![(3, 1, vec![(2, 2)]), (3, 0, vec![(2, 2)])], ..tc() };
    assert_eq!(both.reason(), "restricted");
}

#[test]
fn vendors_in_bits_and_in_ranges_in_any_order() {
    let with = |consent: Vendors| Tc { consent, ..tc() };
    let bits = with(Vendors::Bits(vec![2, 65_535], 65_535));
    let ranges = with(Vendors::Ranges(65_535, vec![(60_000, 65_535), (2, 2), (2, 5)]));
    for vendor in [2, 65_535] {
        assert_eq!(bits.reason_for(vendor), "ok");
        assert_eq!(ranges.reason_for(vendor), "ok");
    }
    for vendor in [0, 1, 6, 59_999, 65_536, -1] {
        assert_eq!(bits.reason_for(vendor), "vendor");
        assert_eq!(ranges.reason_for(vendor), "vendor");
    }
    let ids = |tc: &Tc| {
        let Record(values) = decode::decode(&tc.text()).unwrap();
        values[decode::FIELDS.iter().position(|(name, _)| *name == "vendors_consent").unwrap()].clone()
    };
    assert_eq!(
        ids(&with(Vendors::Ranges(30, vec![(20, 22), (2, 2), (1, 3), (2, 4)]))),
        Value::Ints(vec![1, 2, 3, 4, 20, 21, 22])
    );
    let max = decode::VENDORS_MAX as u64;
    assert_eq!(ids(&with(Vendors::Ranges(max, vec![(1, max)]))), Value::Ints((1..=max as i32).collect()));
    assert_eq!(ids(&with(Vendors::Ranges(max + 1, vec![(1, max + 1)]))), Value::Null);
    assert_eq!(ids(&with(Vendors::Bits((1..=max + 1).collect(), max + 1))), Value::Null);
}

#[test]
fn purpose_one_needs_consent_and_a_global_string_is_none_since_policy_4() {
    let without = Tc { purposes: vec![3, 4], ..tc() };
    assert_eq!(without.reason(), "purpose_1");
    assert_eq!(Tc { service_specific: 0, ..tc() }.reason(), "global_scope");
    assert_eq!(Tc { service_specific: 0, policy: 2, created: 15_800_000_000, ..tc() }.reason(), "ok");
}

#[test]
fn base64url_may_be_padded_and_what_is_cut_off_or_contradicts_itself_is_not_read() {
    let text = Tc { restrictions: vec![(3, 1, vec![(1, 9)])], segments: vec![disclosed(&[2])], ..tc() }.text();
    let (core, segment) = text.split_once('.').unwrap();
    let says = |text: &str| tc_string_allows(text, 2, &[1]);
    assert_eq!(says(&text), Reason::Ok);
    assert_eq!(says(&format!("{core}==.{segment}=")), Reason::Ok);
    // More zeros than needed.
    assert_eq!(says(&format!("{core}AAAA.{segment}AA")), Reason::Ok);
    // All but the last character hold bits that count; the last but some zeros.
    for length in 0..core.len() - 1 {
        assert_eq!(says(&core[..length]), Reason::Malformed, "{length}");
    }
    let malformed = [
        format!("{text}."),
        format!(".{text}"),
        format!(" {text}"),
        format!("{core}+.{segment}"),
        format!("{core}/.{segment}"),
        format!("{core}é"),
        format!("{core}~{segment}"),
        format!("D{}", &core[1..]),
        format!("B{}", &core[1..]),
        format!("{core}.I"),
        format!("{core}.Y"),
        Tc { consent: Vendors::Ranges(20, vec![(5, 21)]), ..tc() }.text(),
        Tc { consent: Vendors::Ranges(20, vec![(5, 4)]), ..tc() }.text(),
        Tc { consent: Vendors::Ranges(20, vec![(0, 4)]), ..tc() }.text(),
        Tc { restrictions: vec![(3, 1, vec![(5, 4)])], ..tc() }.text(),
        // Version 1, of the specification's own examples.
        "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA".to_owned(),
    ];
    for text in malformed {
        assert_eq!(says(&text), Reason::Malformed, "{text}");
        assert_eq!(decode::decode(&text), None, "{text}");
    }
}

/// A GPP string that names sections without end takes no memory, and no time.
#[test]
fn headers_that_do_not_fit_their_sections_are_not_read() {
    let header = |entries: &str| {
        let mut bits = String::new();
        for (value, width) in [(3, 6), (1, 6)] {
            put(&mut bits, value, width);
        }
        base64url(&(bits + entries))
    };
    let ids = |text: &str| Gpp::read(text).map(|gpp| gpp.sections().map(|(id, _)| id).collect::<Vec<_>>());
    // One entry, a group: 5, and 1 more.
    assert_eq!(ids(&format!("{}~a~b", header("0000000000011 00011 11".replace(' ', "").as_str()))), Some(vec![5, 6]));
    // One entry, a group from 1 to 2 + 10946 + …: far more than there are.
    let many = header(&format!("0000000000011{}{}11", "11", "0".repeat(20)));
    assert_eq!(ids(&format!("{many}~a~b")), None);
    // A number beyond 16 bits, and one without an end.
    assert_eq!(ids(&format!("{}~a", header(&format!("0000000000010{}11", "0".repeat(60))))), None);
    assert_eq!(ids(&format!("{}~a", header(&format!("0000000000010{}", "0".repeat(600))))), None);
    // 4095 entries, of which there is one.
    assert_eq!(ids(&format!("{}~a", header("111111111111011"))), None);
    for text in
        ["", "~", "D", "DBAA~", "DBABMA", "DBABMA~", "DBABMA~a~b", "DBABMA~~", "CBABMA~a", "DCABMA~a", "DBAB/A~a", "~a"]
    {
        assert_eq!(ids(text), None, "{text}");
    }
    assert_eq!(ids("DBAA"), Some(vec![]));
    // The examples of the specification.
    let tc = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA";
    assert_eq!(ids(&format!("DBABMA~{tc}")), Some(vec![2]));
    assert_eq!(ids(&format!("DBACNYA~{tc}~1YNN")), Some(vec![2, 6]));
    assert_eq!(ids(&format!("DBABjw~{tc}~1YNN")), Some(vec![5, 6]));
}

#[test]
fn sections_of_the_states_need_their_whole_core_and_values_that_exist() {
    let core = |fields: &[(u64, usize)]| {
        let mut bits = String::new();
        fields.iter().for_each(|(value, width)| put(&mut bits, *value, *width));
        base64url(&bits)
    };
    let says = |opted_out| Some(OptOuts { opted_out, gpc: false });
    // California: version, three notices, sale, sharing, 26 bits more.
    let california = |version, sale, sharing| core(&[(version, 6), (0, 6), (sale, 2), (sharing, 2), (0, 30)]);
    assert_eq!(OptOuts::read(8, &california(1, 2, 0)), says(false));
    assert_eq!(OptOuts::read(8, &california(1, 0, 1)), says(true));
    assert_eq!(OptOuts::read(8, &california(1, 3, 2)), None);
    assert_eq!(OptOuts::read(8, &california(2, 2, 2)), None);
    assert_eq!(OptOuts::read(8, &california(0, 2, 2)), None);
    assert_eq!(OptOuts::read(8, &california(1, 2, 2)[..7]), None);
    assert_eq!(OptOuts::read(8, &format!("{}.", california(1, 2, 2))), None);
    // Maryland, with the header of its specification: section 24, version 1, subsections; then core and GPC.
    let header = |version| core(&[(24, 6), (version, 6), (1, 12), (0b0011, 4)]);
    let maryland = core(&[(1, 6), (1, 2), (0, 2), (1, 2), (1, 2), (1, 2), (2, 2), (1, 2), (0, 2)]);
    assert_eq!(OptOuts::read(24, &maryland), says(true));
    assert_eq!(OptOuts::read(24, &format!("{}.{maryland}", header(1))), says(true));
    assert_eq!(
        OptOuts::read(24, &format!("{}.{maryland}.YA", header(1))),
        Some(OptOuts { opted_out: true, gpc: true })
    );
    assert_eq!(OptOuts::read(24, &format!("{}.{maryland}", header(2))), None);
    assert_eq!(OptOuts::read(24, &header(1)), None);
    for id in [0, 6, 28, u16::MAX] {
        assert_eq!(OptOuts::read(id, &maryland), None, "{id}");
    }
}

#[test]
fn us_privacy_strings() {
    let says = |text| gpp::usp_opted_out(text);
    for text in ["1YNN", "1NNN", "1YNY", "1-N-", "1---"] {
        assert_eq!(says(text), Some(false), "{text}");
    }
    for text in ["1YYN", "1NYY", "1-Y-", "1NY-"] {
        assert_eq!(says(text), Some(true), "{text}");
    }
    for text in ["", "1", "1YN", "1YNNN", "2YNN", "1ynn", "1Y-N", "1YXN", "1Y N", "----", "ÿNN"] {
        assert_eq!(says(text), None, "{text}");
    }
}
