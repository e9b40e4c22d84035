//! Identifiers, in the form that partners want them.

mod email;
mod phone;
mod plans;

use std::cell::RefCell;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use email::EmailRule;
use plans::{Plan, Region};
use sha2::{Digest, Sha256};

use super::Function;
use super::call::Call;
use super::context::Context;
use super::declare::{Argument, int, records, text, time};
use super::hashes::push_hex;
use super::output::{Bad, FieldType, Given};
use super::row::Row;
use crate::job::nearest::nearest;

const FAMILY: &str = "ids";

/// What a partner does with e-mail addresses and phone numbers.
#[derive(Debug, Clone, Copy)]
struct Rule {
    name: &'static str,
    /// Its versions, the latest last; none where the partner never changed the rule.
    versions: &'static [&'static str],
    email: EmailRule,
    base64: bool,
    phone: Phone,
}

/// What a partner does with a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phone {
    /// A plus, then so many digits or more.
    Plus {
        least: usize,
    },
    Digits,
    Refused,
}

const PLUS: Phone = Phone::Plus { least: 0 };
const LOWER_CASE: EmailRule = EmailRule { gmail: &[], inner_space: false };
const PLAIN: Rule = Rule { name: "", versions: &[], email: LOWER_CASE, base64: false, phone: PLUS };
const UID2: Rule = Rule {
    name: "uid2",
    email: EmailRule { gmail: &["gmail.com"], inner_space: false },
    base64: true,
    phone: Phone::Plus { least: 10 },
    ..PLAIN
};
const RULES: &[Rule] = &[
    UID2,
    Rule { name: "euid", ..UID2 },
    Rule { name: "ttd", ..UID2 },
    Rule {
        name: "google",
        versions: &["2026-06"],
        email: EmailRule { gmail: &["gmail.com", "googlemail.com"], inner_space: true },
        ..PLAIN
    },
    Rule { name: "meta", phone: Phone::Digits, ..PLAIN },
    Rule { name: "tiktok", ..PLAIN },
    Rule { name: "linkedin", phone: Phone::Refused, ..PLAIN },
];

const RULES_SOURCE: &str = "Rules: `uid2`, `euid`, `ttd` (UID2's \"Normalization and Encoding\": trimmed, lower case; in `gmail.com` no dots and \
no `+suffix`), `google` (Data Manager API, \"Format user data\": no white space, lower case; in `gmail.com` and `googlemail.com` no dots and \
no `+suffix`), `meta` (\"Customer information parameters\"), `tiktok`, `linkedin` (trimmed, lower case). `google@2026-06` names the version of the \
rule; without one the latest counts. Chosen: invisible characters (byte order mark, zero-width and direction marks, soft hyphens, no-break spaces) \
are dropped. What is left has to be an address by itself, by RFC 5321 and 6531: one `@`, before it letters, digits, ``!#$%&'*+-/=?^_`{|}~`` and single \
dots between them, after it a domain of two labels or more. So `mailto:…`, `<…>`, a display name, quotes, two addresses and full-width \
characters give null. Domains beyond ASCII stay as they are written.";

const PHONE_SOURCE: &str = "Rules: `uid2`, `euid`, `ttd` (UID2's \"Normalization and Encoding\": E.164 with a plus, 10 to 15 digits), `google` \
(Data Manager API, \"Format user data\"), `tiktok` (E.164 with a plus), `meta` (\"Customer information parameters\": digits only, calling code \
first); `linkedin` takes none. Which digits are a number, and which prefixes are written before it, is libphonenumber's: a number is one that is \
assigned to a landline, mobile, free-phone or other line. Digits without a plus that begin with the region's calling code and can be read both ways are \
an international number where something is written before national ones (0 in Germany), and a national one elsewhere. Chosen: a number of a plan in which all landlines and mobiles have the same \
length (the US, Singapore, …) is also taken if its range is not assigned, but only with a plus or a calling code before it: UID2's own examples have \
such numbers; `00` is taken before a calling code in regions with another prefix too; white space, `. - ( ) /`, their likes in Unicode and \
invisible characters are dropped, digits of other scripts taken.";

impl Rule {
    /// The rule of that name, with or without a version.
    fn named(given: &str) -> Result<Self, String> {
        let (name, version) = given.split_once('@').map_or((given, None), |(name, version)| (name, Some(version)));
        let Some(rule) = RULES.iter().find(|rule| rule.name == name) else {
            let near = nearest(name, RULES.iter().map(|rule| rule.name));
            let near = near.map_or(".".into(), |near| format!("; did you mean '{near}'?"));
            let names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
            return Err(format!("there is no rule '{given}'{near} Rules: {}", names.join(", ")));
        };
        match version {
            Some(version) if !rule.versions.contains(&version) => Err(match rule.versions {
                [] => format!("rule '{name}' has no versions: write '{name}'"),
                versions => format!("rule '{name}' has no version '{version}'; versions: {}", versions.join(", ")),
            }),
            _ => Ok(*rule),
        }
    }

    /// The rule of that name, if the partner takes phone numbers.
    fn for_phones(given: &str) -> Result<Self, String> {
        let rule = Self::named(given)?;
        match rule.phone {
            Phone::Refused => Err(format!("'{}' takes no phone numbers", rule.name)),
            _ => Ok(rule),
        }
    }

    /// Adds the normalised phone number.
    fn phone(&self, text: &str, region: Option<&str>, out: &mut String) -> Given<()> {
        phone::normalise(text, region.and_then(Region::named), out)?;
        if let Phone::Plus { least } = self.phone {
            if out.len() < least {
                return Err(Bad);
            }
            out.insert(0, '+');
        }
        Ok(Some(()))
    }

    /// Adds the hash, as the partner wants it written.
    fn hash(&self, normalised: &str, out: &mut String) {
        let hash = Sha256::digest(normalised);
        match self.base64 {
            true => STANDARD.encode_string(hash, out),
            false => push_hex(&hash, out),
        }
    }
}

/// Whether the digits are an assigned phone number, its calling code first.
pub(super) fn is_phone_number(digits: &str) -> bool {
    Plan::called(digits).is_some_and(|(plan, code)| plan.has(&digits[code..]))
}

pub(super) use email::is_invisible;

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![
        Call::new(FAMILY, "email_normalize", &[text("email"), text("rule").constant()])
            .about("The e-mail address as that partner's rule wants it before it is hashed. What is no address is bad: null.")
            .source(RULES_SOURCE)
            .example(&["' Jane.Saoirse+Work@gmail.com'", "'uid2'"], "janesaoirse@gmail.com")
            .example(&["'John_Smith@gmail.com '", "'meta'"], "john_smith@gmail.com")
            .null_example(&["'no address'", "'google@2026-06'"])
            .text(context, |constants| {
                let rule = Rule::named(constants.text(1))?;
                Ok(move |row: Row<'_>, out: &mut String| rule.email.normalise(row.text(0), out))
            }),
        Call::new(FAMILY, "email_hash", &[text("email"), text("rule").constant()])
            .about(
                "The SHA-256 of the normalised e-mail address (`email_normalize`), written as the partner wants it: `uid2`, `euid` and `ttd` \
                 in padded base64, the others in hex. Google takes both; for base64 write `sha256_base64(email_normalize(email, 'google'))`. \
                 What is no address is bad: null; so is a hash, which is sent as it is, without this function.",
            )
            .source(RULES_SOURCE)
            .example(&["'JANE.SAOIRSE@gmail.com'", "'uid2'"], "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8=")
            .example(
                &["'John_Smith@gmail.com'", "'meta'"],
                "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
            )
            .null_example(&["''", "'meta'"])
            .text(context, |constants| {
                let rule = Rule::named(constants.text(1))?;
                let normalised = RefCell::new(String::new());
                Ok(move |row: Row<'_>, out: &mut String| {
                    let normalised = &mut *normalised.borrow_mut();
                    normalised.clear();
                    let given = rule.email.normalise(row.text(0), normalised)?;
                    rule.hash(normalised, out);
                    Ok(given)
                })
            }),
        Call::new(FAMILY, "phone_normalize", &PHONE)
            .about(
                "The phone number as that partner's rule wants it before it is hashed. `region` is the ISO 3166-1 alpha-2 code of the country \
                 whose numbers are written nationally; without one, or with one that there is not, only numbers that begin with `+` or `00` \
                 are taken. What is no phone number is bad: null; so are letters and extensions.",
            )
            .source(PHONE_SOURCE)
            .example(&["'(650)555-1212'", "'google'", "'US'"], "+16505551212")
            .example(&["'+49 (0)30 1234567'", "'meta'"], "49301234567")
            .null_example(&["'555-1212'", "'uid2'", "'US'"])
            .text(context, |constants| {
                let rule = Rule::for_phones(constants.text(1))?;
                Ok(move |row: Row<'_>, out: &mut String| rule.phone(row.text(0), row.text_or_none(2), out))
            }),
        Call::new(FAMILY, "phone_hash", &PHONE)
            .about(
                "The SHA-256 of the normalised phone number (`phone_normalize`), written as the partner wants it: `uid2`, `euid` and `ttd` in \
                 padded base64, the others in hex. What is no phone number is bad: null.",
            )
            .source(PHONE_SOURCE)
            .example(&["'+1 (234) 567-8901'", "'uid2'"], "EObwtHBUqDNZR33LNSMdtt5cafsYFuGmuY4ZLenlue4=")
            .example(
                &["'(650)555-1212'", "'meta'", "'US'"],
                "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
            )
            .null_example(&["'650-GET-CASH'", "'meta'", "'US'"])
            .text(context, |constants| {
                let rule = Rule::for_phones(constants.text(1))?;
                let normalised = RefCell::new(String::new());
                Ok(move |row: Row<'_>, out: &mut String| {
                    let normalised = &mut *normalised.borrow_mut();
                    normalised.clear();
                    let given = rule.phone(row.text(0), row.text_or_none(2), normalised)?;
                    rule.hash(normalised, out);
                    Ok(given)
                })
            }),
        Call::new(FAMILY, "id_value", &[records("identifiers", IDENTIFIER), text("type")])
            .about(
                "The `id_value` of the first of the identifiers whose `id_type` is that one, letter for letter, as it was captured. Null, and \
                 nothing bad, where there is none.",
            )
            .source("Chosen: a value that is null is passed over, an empty one is not.")
            .example(
                &[
                    "[named_struct('id_type', 'IDFA', 'id_value', 'x'), named_struct('id_type', 'EMAIL', 'id_value', 'Ada@example.com')]",
                    "'EMAIL'",
                ],
                "Ada@example.com",
            )
            .null_example(&["[named_struct('id_type', 'IDFA', 'id_value', 'x')]", "'EMAIL'"])
            .text(context, |_| {
                Ok(|row: Row<'_>, out: &mut String| {
                    let wanted = row.text(1);
                    let mut of_type = row.records(0).filter(|identifier| identifier.text(0) == Some(wanted));
                    Ok(of_type.find_map(|identifier| identifier.text(1)).map(|value| out.push_str(value)))
                })
            }),
        Call::new(FAMILY, "device_id", &[text("id")])
            .about("An advertising ID (IDFA, GAID) as a lower-case UUID with hyphens. All zeros mean that there is none: null. Others are bad: null.")
            .source("RFC 9562, section 4. Chosen: 32 hex digits without hyphens are taken too, braces are not.")
            .example(&["'6D92078A-8246-4BA4-AE5B-76104861E7DC'"], "6d92078a-8246-4ba4-ae5b-76104861e7dc")
            .null_example(&["'00000000-0000-0000-0000-000000000000'"])
            .text(context, |_| Ok(|row: Row<'_>, out: &mut String| device_id(row.text(0), out))),
        Call::new(FAMILY, "activation_id", &ACTIVATION)
            .about(
                "The ID of a membership: SHA-256, in hex, over client, campaign, segment, partner, ID type and ID value, each as a \
                 netstring: its length in bytes as decimal digits, `:`, its UTF-8 bytes, `,`. So no two memberships share their bytes.",
            )
            .source("The framing is that of <https://cr.yp.to/proto/netstrings.txt>.")
            .example(
                &["'acme'", "'c1'", "'s1'", "'meta'", "'EMAIL'", "'x'"],
                "575c159c926e13edad22656116a136b7d28879a4b9030ac922791c6bcc60cad6",
            )
            .text(context, |_| {
                Ok(|row: Row<'_>, out: &mut String| {
                    let mut hash = Sha256::new();
                    for at in 0..ACTIVATION.len() {
                        let part = row.text(at);
                        out.clear();
                        out.push_str(itoa::Buffer::new().format(part.len()));
                        hash.update(&*out);
                        hash.update(b":");
                        hash.update(part);
                        hash.update(b",");
                    }
                    out.clear();
                    push_hex(&hash.finalize(), out);
                    Ok(Some(()))
                })
            }),
        Call::new(FAMILY, "fbc", &[text("fbclid"), time("time"), int("subdomain_index")])
            .about(
                "Meta's click ID: `fb.<subdomain index>.<milliseconds>.<fbclid>`, the fbclid's case kept. An index below 0, a time before \
                 1970, and a fbclid that is empty or has white space are bad: null.",
            )
            .source("Meta, \"fbp and fbc parameters\". The index is 0 for `com`, 1 for `example.com`, 2 for `www.example.com`.")
            .example(&["'AbC_d'", "TIMESTAMP '2017-10-16T19:47:22.658Z'", "1"], "fb.1.1508183242658.AbC_d")
            .null_example(&["''", "TIMESTAMP '2017-10-16T19:47:22.658Z'", "1"])
            .text(context, |_| {
                Ok(|row: Row<'_>, out: &mut String| {
                    let (fbclid, micros, index) = (row.text(0), row.time(1).0, row.int(2));
                    if fbclid.is_empty() || fbclid.contains(char::is_whitespace) || micros < 0 || index < 0 {
                        return Err(Bad);
                    }
                    out.push_str("fb.");
                    out.push_str(itoa::Buffer::new().format(index));
                    out.push('.');
                    out.push_str(itoa::Buffer::new().format(micros / 1000));
                    out.push('.');
                    out.push_str(fbclid);
                    Ok(Some(()))
                })
            }),
    ]
}

const PHONE: [Argument; 3] = [text("phone"), text("rule").constant(), text("region").optional().checked(check_region)];

fn check_region(name: &str) -> Result<(), String> {
    let unknown = || format!("there is no region '{name}': write a country's code of ISO 3166-1, like 'DE' or 'GB'");
    Region::named(name).map(|_| ()).ok_or_else(unknown)
}

const IDENTIFIER: &[(&str, FieldType)] = &[("id_type", FieldType::Text), ("id_value", FieldType::Text)];

const ACTIVATION: [Argument; 6] =
    [text("client"), text("campaign"), text("segment"), text("partner"), text("id_type"), text("id_value")];

fn device_id(id: &str, out: &mut String) -> Given<()> {
    let id = id.trim().as_bytes();
    let hyphens: &[usize] = match id.len() {
        36 => &[8, 13, 18, 23],
        32 => &[],
        _ => return Err(Bad),
    };
    let mut zeros = true;
    for (at, byte) in id.iter().enumerate() {
        match byte {
            b'-' if hyphens.contains(&at) => continue,
            _ if hyphens.contains(&at) || !byte.is_ascii_hexdigit() => return Err(Bad),
            _ => {}
        }
        if matches!(out.len(), 8 | 13 | 18 | 23) {
            out.push('-');
        }
        zeros &= *byte == b'0';
        out.push(char::from(byte.to_ascii_lowercase()));
    }
    Ok((!zeros).then_some(()))
}

#[cfg(test)]
mod tests;
