//! What a person has consented to, or objected to: TCF, GPP, US Privacy, Global Privacy Control.

mod bits;
mod decode;
mod gate;
mod gpp;
mod reason;
mod tcf;

use std::fmt::Write;

use super::Function;
use super::call::Call;
use super::context::Context;
use super::declare::{int, ints, text};
use super::output::{Bad, Given};
use super::row::Row;
use gate::{CONSENT, Consent, Sids, UsSignals, tc_string_allows};
use gpp::Gpp;
use reason::Reason;

const FAMILY: &str = "consent";

/// The address of the document that defines TC strings.
macro_rules! tcf {
    ($rest:literal) => {
        concat!(
            "IAB Europe's [Transparency and Consent String](https://github.com/InteractiveAdvertisingBureau/\
             GDPR-Transparency-and-Consent-Framework/blob/master/TCFv2/IAB%20Tech%20Lab%20-%20Consent%20string%20and%20vendor%20list\
             %20formats%20v2.md), version 2.3",
            $rest
        )
    };
}

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![
        consent_allows(context),
        consent_reason(context),
        tcf_allows(context),
        tcf_decode(context),
        gpp_opted_out(context),
        usp_opted_out(context),
    ]
}

fn consent_allows(context: &Context) -> Function {
    Call::new(FAMILY, "consent_allows", &[CONSENT, int("vendor"), ints("purposes")])
        .about(
            "Whether a vendor, by its id in the IAB's global vendor list, may process an event's data for these TCF purposes: \
             whether `consent_reason` gives `ok`. False for a null, and for whatever can't be read. Retargeting needs the \
             purposes `[1, 3, 4]`.",
        )
        .source("As `consent_reason`.")
        .example(&["named_struct('gdpr_applies', true, 'tc_string', 'CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA')", "2", "[1, 3, 4]"], "true")
        .example(&["named_struct('gdpr_applies', true, 'tc_string', NULL)", "2", "[1, 3, 4]"], "false")
        .gate(context, |_| {
            Ok(|row: Row<'_>| given(Consent::new(row.record(0)).allows(Some(row.int(1)), Some(row.ints(2)))))
        })
}

fn consent_reason(context: &Context) -> Function {
    Call::new(FAMILY, "consent_reason", &[CONSENT.nullable(), int("vendor").nullable(), ints("purposes").nullable()])
        .about(REASON_ABOUT)
        .source(REASON_SOURCE)
        .example(&["named_struct('gdpr_applies', true, 'tc_string', 'CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA')", "2", "[1, 3, 4]"], "ok")
        .example(&["named_struct('gdpr_applies', true, 'tc_string', 'CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA')", "2", "[1, 5]"], "purpose_5")
        .example(&["named_struct('gdpr_applies', true, 'tc_string', 'CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA')", "3", "[1, 3, 4]"], "vendor")
        .example(&["named_struct('gdpr_applies', false, 'gpc', true)", "2", "[1, 3, 4]"], "gpc")
        .example(&["named_struct('gpp_string', 'DBABLA~CAAaAAAAAABA', 'gpp_sid', [7])", "2", "[1, 3, 4]"], "us_opt_out")
        .example(&["NULL", "2", "[1, 3, 4]"], "no_string")
        .text(context, |_| {
            Ok(|row: Row<'_>, out: &mut String| {
                let reason = Consent::new(row.record(0)).allows(row.int_or_none(1), row.ints_or_none(2));
                let _ = write!(out, "{reason}");
                Ok(Some(()))
            })
        })
}

const REASON_ABOUT: &str = "Why a vendor may (`ok`) or may not process an event's data for these TCF purposes. Never null.

`consent` is a struct with some of the fields `gdpr_applies` (boolean), `tc_string`, `gpp_string` (varchar), `gpp_sid` (a list of \
the GPP sections that apply), `us_privacy` (varchar) and `gpc` (boolean); a field that is missing is null, an empty string is like \
null. Each framework that applies has to allow it, and one has to say something: unknown is no. What applies, in the order in which \
a no is given:

| framework | applies | allows |
| --- | --- | --- |
| TCF | `gdpr_applies` is true; or `gpp_sid` has 2; or `gdpr_applies` is null and there is a `tc_string`, or section 2 in a GPP string without `gpp_sid` | `tcf_allows`, of `tc_string` and of section 2 of the GPP string, whichever are there; none: `no_string` |
| Global Privacy Control | `gpc` is true, or it is in a subsection of a US section that applies | never: `gpc` |
| GPP, US national and states | `gpp_sid` has 7 to 27; without `gpp_sid` each such section of the string | no opt-out of sale, of sharing or of targeted advertising: `us_opt_out`; a section that `gpp_sid` names but the string lacks: `no_string` |
| US Privacy | `us_privacy` or section 6 of the GPP string says anything but `1---` | no opt-out of sale: `us_opt_out` |
| none of these | `gdpr_applies` is false | yes |
| none of these | `gdpr_applies` is null or not there | never: `no_string` |

Other reasons: `vendor` (null, no consent to it, or not disclosed), `purpose_3` (no consent to that purpose), `restricted`, \
`policy_version`, `global_scope` and `no_purpose` as for `tcf_allows`; `malformed` (a string that counts can't be read, or is of \
another version); `unknown_section` (a GPP section applies that is not read: TCF Canada, or one newer than this program).";

const REASON_SOURCE: &str = "`tcf_allows`, `gpp_opted_out` and `usp_opted_out`; `gpp_sid` as in OpenRTB 2.6, `regs.gpp_sid`. Chosen: a \
`gpp_sid` that is null, empty or `[0]` says nothing, so whatever the string has applies; a negative id says that no section does. \
Global Privacy Control is respected everywhere. TCF Canada is not read, because its sections are written in two ways that can't be \
told apart. Notices, the flags of the MSPA and consent for sensitive data are not looked at.";

fn tcf_allows(context: &Context) -> Function {
    Call::new(FAMILY, "tcf_allows", &[text("tc_string"), int("vendor"), ints("purposes")])
        .about(
            "Whether a TC string of the TCF, version 2, allows a vendor these purposes on the basis of consent: there is consent \
             to each of the purposes and to the vendor, the vendor was disclosed, and the publisher does not restrict it. False \
             for a null, an empty list of purposes (`no_purpose`), and a string that can't be read. The reasons in brackets are \
             those of `consent_reason`, in this order:\n\n\
             - A string created after 2023-09-30 needs a policy version of 4 or more (`policy_version`).\n\
             - A string of policy version 4 or more has to be one of a service (`global_scope`).\n\
             - Each purpose, 1 to 24, needs consent (`purpose_3`).\n\
             - The vendor needs consent, and has to be in the segment of the disclosed vendors; a string created after \
             2026-02-28 has to have that segment (`vendor`).\n\
             - A publisher's restriction of one of the purposes for the vendor is a no, unless it is to require consent \
             (`restricted`).",
        )
        .source(tcf!(
            ": policy versions by \"Managing conflicting string versions\", disclosed vendors by IAB Europe's rules for the transition \
             to version 2.3. Chosen: `created` is what the dates are compared with. `global_scope` is not asked of strings of policy \
             versions 2 and 3, under which there were strings of global scope. Purpose 1 needs consent whatever the purpose one \
             treatment is, since the law of the publisher's country is not known here. Allowed vendors and the publisher's own \
             purposes are not looked at."
        ))
        .example(&["'CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA'", "2", "[1, 3, 4]"], "true")
        .example(&["'CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA'", "3", "[1, 3, 4]"], "false")
        .gate(context, |_| {
            Ok(|row: Row<'_>| match row.text(0) {
                "" => Ok(None),
                tc_string => given(tc_string_allows(tc_string, row.int(1), row.ints(2))),
            })
        })
}

fn tcf_decode(context: &Context) -> Function {
    Call::new(FAMILY, "tcf_decode", &[text("tc_string")])
        .about(
            "What a TC string of the TCF, version 2, says, whether it is valid for the gates or not. Lists have the numbers of what \
             is set, in rising order. `disclosed_vendors`, `allowed_vendors` and the fields from `publisher_purposes_consent` on are \
             null if the string does not have their segment; a list of more than 4096 vendors is null. `publisher_restrictions` is \
             JSON: `[{\"purpose\":3,\"type\":0,\"vendors\":[[2,2],[10,20]]}]`, where types are 0 not allowed, 1 require consent, 2 \
             require legitimate interest, and vendors are given from the first to the last of each range. Null for what is no TC \
             string of version 2, or not a whole one.",
        )
        .source(tcf!(
            ". Chosen: segments after the core may stand in any order, and those of unknown types are passed over; a segment that \
             is empty or there twice, and a range that ends before it begins or lies beyond the list's last vendor, make the \
             string unreadable. Base64url may be padded."
        ))
        .field_example(&["'CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA'"], "vendors_consent", "[2, 6, 8]")
        .field_example(&["'CQgYw8AQgYw8AAfABAENCWFgAPAAAAAAAAYgAEEUAAAAAAAA.IAEGUAAA.YAAAAAAAAAAA'"], "created", "2026-03-01T00:00:00Z")
        .null_example(&["'BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA'"])
        .record(context, decode::FIELDS, |_| {
            Ok(|row: Row<'_>| match row.text(0) {
                "" => Ok(None),
                tc_string => decode::decode(tc_string).map(Some).ok_or(Bad),
            })
        })
}

fn gpp_opted_out(context: &Context) -> Function {
    Call::new(FAMILY, "gpp_opted_out", &[text("gpp_string"), ints("sids")])
        .about(
            "Whether a GPP string says that the person opted out of sale, of sharing or of targeted advertising, or that Global \
             Privacy Control is on, in one of the US sections that apply: `sids` has their ids, 6 (US Privacy), 7 (US national) and 8 \
             to 27 (states). Other sections are not looked at. If `sids` is empty, every section of the string applies; if it has \
             a negative id, none. Null if nobody opted out, but a section that applies is not in the string or not known here, and \
             for what is no GPP string or a section that can't be read.",
        )
        .source(
            "IAB Tech Lab's [Global Privacy Platform](https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform), version \
             1, with sections 7 to 27. Chosen: of opt-outs, 0 (not applicable) and 2 (did not opt out) are none, 3 can't be read. \
             Sections 24 to 27 may have the section header that their specification asks for, or none, as the IAB's own library \
             writes them.",
        )
        .example(&["'DBABLA~CAAaAAAAAABA'", "[7]"], "true")
        .example(&["'DBABLA~CAAqAAAAAABA'", "[7]"], "false")
        .example(&["'DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN'", "[6]"], "false")
        .null_example(&["'DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN'", "[7]"])
        .boolean(context, |_| {
            Ok(|row: Row<'_>| {
                let gpp = match row.text(0) {
                    "" => return Ok(None),
                    text => Gpp::read(text).ok_or(Bad)?,
                };
                match UsSignals::read(Some(gpp), Sids::new(row.ints(1))).objection() {
                    None => Ok(Some(false)),
                    Some(Reason::Gpc | Reason::UsOptOut) => Ok(Some(true)),
                    Some(Reason::Malformed) => Err(Bad),
                    Some(_) => Ok(None),
                }
            })
        })
}

fn usp_opted_out(context: &Context) -> Function {
    Call::new(FAMILY, "usp_opted_out", &[text("us_privacy")])
        .about(
            "Whether a US Privacy string says that the person opted out of the sale of personal data: its third character. False for \
             `1---`, which says that the law does not apply. Null for anything that is no such string of version 1.",
        )
        .source(
            "IAB Tech Lab's [U.S. Privacy String](https://github.com/InteractiveAdvertisingBureau/USPrivacy/blob/master/CCPA/US%20Privacy%20String.md), \
             version 1, which knows capital letters only, and says that the opt-out may never be unknown: `1Y--` is none.",
        )
        .example(&["'1YNN'"], "false")
        .example(&["'1-Y-'"], "true")
        .null_example(&["'1YN'"])
        .boolean(context, |_| {
            Ok(|row: Row<'_>| match row.text(0) {
                "" => Ok(None),
                text => gpp::usp_opted_out(text).map(Some).ok_or(Bad),
            })
        })
}

/// What a gate gives for that reason: what can't be read is counted.
fn given(reason: Reason) -> Given<bool> {
    match reason {
        Reason::Malformed => Err(Bad),
        reason => Ok(Some(reason == Reason::Ok)),
    }
}

#[cfg(test)]
mod tests;
