//! Which frameworks apply to an event, and what they say together: the table in the text of `consent_reason`, row by row.

use datafusion::prelude::SessionContext;

use super::*;
use crate::functions::tests::{query, session};

/// Consent to purposes 1 to 4 for the vendors 2, 6 and 8; disclosed are 2, 3, 6 and 8. Created on 2026-03-01.
const TC: &str = "CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA";
/// The same without any consent.
const TC_NONE: &str = "CQgYw8AQgYw8AAfABAENCWFgAAAAAAAAAAYgAAAAAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA";
/// US national: nobody opted out; opted out of sale.
const USNAT: &str = "DBABLA~CAAqAAAAAABA";
const USNAT_SALE: &str = "DBABLA~CAAaAAAAAABA";

/// The reason for vendor 2 and retargeting, from the fields of the struct.
fn reason(fields: &[(&str, &str)]) -> String {
    reason_for(fields, "2", "[1, 3, 4]")
}

fn reason_for(fields: &[(&str, &str)], vendor: &str, purposes: &str) -> String {
    let fields: Vec<_> = fields.iter().map(|(name, sql)| format!("'{name}', {sql}")).collect();
    let arguments = format!("named_struct({}), {vendor}, {purposes}", fields.join(", "));
    let both = format!("consent_reason({arguments}) || ' ' || CAST(consent_allows({arguments}) AS varchar)");
    let both = eval(&both).expect("neither is ever null");
    let (reason, allowed) = both.split_once(' ').unwrap();
    assert_eq!(allowed == "true", reason == "ok", "{arguments}: {reason}");
    reason.to_owned()
}

/// What an expression gives. A session serves a whole test.
fn eval(expression: &str) -> Option<String> {
    thread_local!(static SESSION: SessionContext = session(&Context::default()));
    SESSION.with(|session| query(session, &format!("SELECT {expression}")).unwrap().remove(0))
}

fn quoted(text: &str) -> String {
    format!("'{text}'")
}

/// A GPP string of these sections.
fn gpp(header: &str, sections: &[&str]) -> String {
    quoted(&format!("{header}~{}", sections.join("~")))
}

/// Version 2 in the length of version 1, as encoders from before the lists grew write it: 10 and 11 characters of the core.
#[test]
fn us_national_is_read_in_all_lengths_that_encoders_write() {
    let opted_out = |gpp: &str| eval(&format!("gpp_opted_out('{gpp}', [7])"));
    for (core, expected) in [
        ("CAAqAAAAAA", "false"),
        ("CAAqAAAAAAA", "false"),
        ("CAAqAAAAAABA", "false"),
        ("CAAaAAAAAA", "true"),
        ("CAAaAAAAAAA", "true"),
        ("CAAaAAAAAABA", "true"),
        ("BAAqAAAAAA", "false"),
        ("BAAaAAAAAAA", "true"),
        ("CAAAAAAAAQA", "false"),
    ] {
        assert_eq!(opted_out(&format!("DBABLA~{core}")).as_deref(), Some(expected), "{core}");
        assert_eq!(opted_out(&format!("DBABLA~{core}.QA")).as_deref(), Some(expected), "{core}");
        // The subsection says that Global Privacy Control is on.
        assert_eq!(opted_out(&format!("DBABLA~{core}.YA")).as_deref(), Some("true"), "{core}");
    }
    assert_eq!(opted_out("DBABLA~CAAqAAAAA"), None, "too short for either version");
}

#[test]
fn where_gdpr_applies_the_tc_string_decides() {
    let applies = ("gdpr_applies", "true");
    assert_eq!(reason(&[applies, ("tc_string", &quoted(TC))]), "ok");
    assert_eq!(reason(&[applies, ("tc_string", &quoted(TC_NONE))]), "purpose_1");
    assert_eq!(reason(&[applies]), "no_string");
    assert_eq!(reason(&[applies, ("tc_string", "''")]), "no_string");
    assert_eq!(reason(&[applies, ("tc_string", "CAST(NULL AS varchar)")]), "no_string");
    assert_eq!(reason(&[applies, ("tc_string", "'CP'")]), "malformed");
    // What holds in America says nothing in Europe.
    assert_eq!(reason(&[applies, ("us_privacy", "'1YNN'")]), "no_string");
    assert_eq!(reason(&[applies, ("gpp_string", &quoted(USNAT)), ("gpp_sid", "[7]")]), "no_string");
}

#[test]
fn where_gdpr_does_not_apply_the_tc_string_is_not_looked_at() {
    let applies_not = ("gdpr_applies", "false");
    assert_eq!(reason(&[applies_not]), "ok");
    assert_eq!(reason(&[applies_not, ("tc_string", &quoted(TC_NONE))]), "ok");
    assert_eq!(reason(&[applies_not, ("tc_string", "'CP'")]), "ok");
    let european = gpp("DBABMA", &[TC_NONE]);
    assert_eq!(reason(&[applies_not, ("gpp_string", &european)]), "ok");
    // The sections that apply say otherwise.
    assert_eq!(reason(&[applies_not, ("gpp_string", &european), ("gpp_sid", "[2]")]), "purpose_1");
    assert_eq!(reason(&[applies_not, ("gpp_sid", "[2]")]), "no_string");
}

#[test]
fn where_it_is_not_known_whether_gdpr_applies_a_tc_string_counts_and_nothing_is_no() {
    assert_eq!(reason(&[("tc_string", &quoted(TC))]), "ok");
    assert_eq!(reason(&[("gdpr_applies", "CAST(NULL AS boolean)"), ("tc_string", &quoted(TC_NONE))]), "purpose_1");
    assert_eq!(reason(&[("gpc", "false")]), "no_string");
    assert_eq!(reason(&[("us_privacy", "'1---'")]), "no_string");
    assert_eq!(reason(&[("gpp_string", "'DBAA'")]), "no_string");
    assert_eq!(reason(&[("gpp_string", &quoted(USNAT)), ("gpp_sid", "[-1]")]), "no_string");
    assert_eq!(eval("consent_reason(NULL, 2, [1])").as_deref(), Some("no_string"));
    assert_eq!(eval("consent_allows(NULL, 2, [1])").as_deref(), Some("false"));
}

#[test]
fn the_tc_string_in_a_gpp_string_counts_as_well() {
    let (yes, no) = (gpp("DBABMA", &[TC]), gpp("DBABMA", &[TC_NONE]));
    for sid in ["[2]", "CAST([] AS int[])", "[0]", "CAST(NULL AS int[])"] {
        assert_eq!(reason(&[("gpp_string", &yes), ("gpp_sid", sid)]), "ok", "{sid}");
        assert_eq!(reason(&[("gpp_string", &no), ("gpp_sid", sid)]), "purpose_1", "{sid}");
    }
    assert_eq!(reason(&[("gdpr_applies", "true"), ("gpp_string", &yes)]), "ok");
    // Two strings: each has to allow it.
    assert_eq!(reason(&[("tc_string", &quoted(TC)), ("gpp_string", &no), ("gpp_sid", "[2]")]), "purpose_1");
    assert_eq!(reason(&[("tc_string", &quoted(TC_NONE)), ("gpp_string", &yes), ("gpp_sid", "[2]")]), "purpose_1");
    assert_eq!(reason(&[("tc_string", &quoted(TC)), ("gpp_string", &yes), ("gpp_sid", "[2]")]), "ok");
    assert_eq!(reason(&[("tc_string", &quoted(TC)), ("gpp_sid", "[2]")]), "ok");
}

#[test]
fn global_privacy_control_is_a_no_everywhere() {
    let gpc = ("gpc", "true");
    assert_eq!(reason(&[gpc]), "gpc");
    assert_eq!(reason(&[gpc, ("gdpr_applies", "true"), ("tc_string", &quoted(TC))]), "gpc");
    assert_eq!(reason(&[gpc, ("gpp_string", &quoted(USNAT_SALE)), ("gpp_sid", "[7]")]), "gpc");
    // A subsection of type 1 says whether it is on; other types say nothing of it.
    for (subsection, says) in [("YA", "gpc"), ("QA", "ok"), ("IA", "ok"), ("oA", "ok"), ("Q", "ok"), ("", "malformed")]
    {
        let with = quoted(&format!("{USNAT}.{subsection}"));
        assert_eq!(reason(&[("gpp_string", &with), ("gpp_sid", "[7]")]), says, "{subsection}");
    }
}

#[test]
fn opt_outs_of_the_sections_that_apply_are_a_no() {
    assert_eq!(reason(&[("gpp_string", &quoted(USNAT)), ("gpp_sid", "[7]")]), "ok");
    assert_eq!(reason(&[("gpp_string", &quoted(USNAT_SALE)), ("gpp_sid", "[7]")]), "us_opt_out");
    assert_eq!(reason(&[("gpp_string", &quoted(USNAT_SALE))]), "us_opt_out");
    assert_eq!(reason(&[("gpp_string", &quoted(USNAT)), ("gpp_sid", "[8]")]), "no_string");
    assert_eq!(reason(&[("gpp_sid", "[7]")]), "no_string");
    assert_eq!(reason(&[("gpp_string", &quoted(USNAT_SALE)), ("gpp_sid", "[7, 8]")]), "us_opt_out");
    assert_eq!(reason(&[("gpp_string", "'DBABLA~CAA'"), ("gpp_sid", "[7]")]), "malformed");
    assert_eq!(reason(&[("gpp_string", "'DBABLA'"), ("gpp_sid", "[7]")]), "malformed");
    // Where Europe's law applies too, both have to allow it.
    let europe = [("gdpr_applies", "true"), ("tc_string", &*quoted(TC))];
    assert_eq!(reason(&[&europe[..], &[("gpp_string", &quoted(USNAT)), ("gpp_sid", "[7]")]].concat()), "ok");
    assert_eq!(
        reason(&[&europe[..], &[("gpp_string", &quoted(USNAT_SALE)), ("gpp_sid", "[7]")]].concat()),
        "us_opt_out"
    );
}

#[test]
fn the_us_privacy_string_is_a_no_if_its_third_character_is_yes() {
    assert_eq!(reason(&[("us_privacy", "'1YNN'")]), "ok");
    assert_eq!(reason(&[("us_privacy", "'1YYN'")]), "us_opt_out");
    assert_eq!(reason(&[("us_privacy", "'1ynn'")]), "malformed");
    let with = |usp| gpp("DBACNYA", &[TC, usp]);
    assert_eq!(reason(&[("gpp_string", &with("1YNN")), ("gpp_sid", "[6]")]), "ok");
    assert_eq!(reason(&[("gpp_string", &with("1-Y-")), ("gpp_sid", "[6]")]), "us_opt_out");
    assert_eq!(reason(&[("gpp_string", &with("1-Y-")), ("gpp_sid", "[2]")]), "ok");
    assert_eq!(reason(&[("gdpr_applies", "false"), ("us_privacy", "'1---'")]), "ok");
}

#[test]
fn a_section_that_applies_and_is_not_read_is_a_no() {
    // 5 is TCF Canada, 1 the first TCF, 99 is not given out.
    for sid in ["[5]", "[1]", "[99]", "[2, 5]", "[7, 2000000000]"] {
        let fields = [("gpp_string", &*quoted(USNAT)), ("gpp_sid", sid), ("tc_string", &*quoted(TC))];
        assert_eq!(reason(&fields), "unknown_section", "{sid}");
    }
    assert_eq!(reason(&[("gdpr_applies", "false"), ("gpp_string", &gpp("DBABjw", &[TC, "1YNN"]))]), "unknown_section");
    // The header and the signal integrity section need no reading.
    assert_eq!(reason(&[("gpp_string", &quoted(USNAT)), ("gpp_sid", "[3, 4, 7]")]), "ok");
}

#[test]
fn without_vendor_or_purposes_it_is_a_no() {
    let fields = [("gdpr_applies", "true"), ("tc_string", &*quoted(TC))];
    assert_eq!(reason_for(&fields, "CAST(NULL AS int)", "[1]"), "vendor");
    assert_eq!(reason_for(&fields, "7", "[1]"), "vendor");
    assert_eq!(reason_for(&fields, "3", "[1]"), "vendor");
    for vendor in ["0", "-2", "65538", "CAST(9223372036854775807 AS bigint)"] {
        assert_eq!(reason_for(&fields, vendor, "[1]"), "vendor");
    }
    assert_eq!(reason_for(&fields, "2", "CAST([] AS int[])"), "no_purpose");
    assert_eq!(reason_for(&fields, "2", "CAST(NULL AS int[])"), "no_purpose");
    assert_eq!(reason_for(&fields, "2", "[1, NULL]"), "purpose_0");
    for (purposes, missing) in [("[1, 5, 6]", "5"), ("[25]", "25"), ("[-1]", "-1"), ("[33, 1]", "33")] {
        assert_eq!(reason_for(&fields, "2", purposes), format!("purpose_{missing}"));
    }
}

/// The gates count what they can't read.
#[test]
fn what_can_not_be_read_is_counted() {
    let context = Context::default();
    let session = session(&context);
    let query = |sql: &str| query(&session, &format!("SELECT {sql}")).unwrap();
    query("consent_allows(named_struct('tc_string', 'CP'), 2, [1])");
    query("consent_allows(named_struct('tc_string', ''), 2, [1])");
    query("tcf_allows('CP', 2, [1])");
    query("tcf_allows('', 2, [1])");
    query("tcf_decode('BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA')");
    query("usp_opted_out('1ynn')");
    query("gpp_opted_out('DBABLA~CAA', [7])");
    for name in ["consent_allows", "tcf_allows", "tcf_decode", "usp_opted_out", "gpp_opted_out"] {
        assert_eq!(context.nulls.of(name), 1, "{name}");
    }
}
