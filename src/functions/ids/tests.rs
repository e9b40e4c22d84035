use super::super::tests::{context, eval, query, session, try_eval};

fn email_hash(email: &str, rule: &str) -> Option<String> {
    eval(&format!("email_hash('{email}', '{rule}')"))
}

#[test]
fn uid2_hashes_follow_the_table_of_its_documents() {
    for (email, hash) in [
        ("MYEMAIL@example.com", "FsGNM28LJQ8OLZB0Us65ZYp07NrovJSGTCMSKnLMJ6U="),
        ("My.Email@example.com", "4itTvG+HEnTzpiqzejyu1yFPwU1nYhWpaiQvz62hyB8="),
        ("JaneSaoirse@example.com", "1mcOepIAfxtf94Xx/IHlOqbT170GvfXEc83HKGwoS20="),
        ("Jane.Saoirse@example.com", "sZZDLHuYmiypHIN5mVfFFdpT5sE6vyC3j+qU8RfpC/g="),
        ("JaneSaoirse+Work@example.com", "KKruSBUjDNO069iMUVImVQZm6RrAGZKeOtrD9mwogYA="),
        ("JaneSaoirse+Work@gmail.com", "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8="),
    ] {
        for rule in ["uid2", "euid", "ttd"] {
            assert_eq!(email_hash(email, rule).as_deref(), Some(hash), "{email}, {rule}");
        }
    }
}

#[test]
fn google_removes_all_white_space_and_knows_two_domains() {
    let normalize = |email: &str| eval(&format!("email_normalize('{email}', 'google')"));
    let gmail = Some("cloudysanfrancisco@gmail.com");
    assert_eq!(normalize("cloudy.san francisco+shopping@gmail.com").as_deref(), gmail);
    assert_eq!(normalize("a.b+c@GoogleMail.com").as_deref(), Some("ab@googlemail.com"));
    assert_eq!(normalize("user.name+NYC@Example.com").as_deref(), Some("user.name+nyc@example.com"));
    let hash = "509e933019bb285a134a9334b8bb679dff79d0ce023d529af4bd744d47b4fd8a";
    assert_eq!(email_hash("  ALEXZ@example.com   ", "google@2026-06").as_deref(), Some(hash));
}

#[test]
fn what_is_no_address_is_never_hashed() {
    let hashed = "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514";
    for email in ["a@", "@b.de", "a@b", "a@b@c.de", "a@b..de", "a@.de", "+x@gmail.com", "..@gmail.com", hashed] {
        for rule in ["uid2", "google"] {
            assert_eq!(email_hash(email, rule), None, "{email}");
        }
    }
    assert_eq!(email_hash("a b@c.de", "meta"), None);
}

/// As `email_normalize` has it.
fn email(text: &str, rule: &str) -> Option<String> {
    let mut out = String::new();
    let found = super::Rule::named(rule).unwrap().email.normalise(text, &mut out);
    found.ok().map(|_| out)
}

#[test]
fn invisible_characters_are_dropped_from_addresses() {
    for invisible in
        ["\u{feff}", "\u{200b}", "\u{200e}", "\u{202a}", "\u{2060}", "\u{2069}", "\u{ad}", "\u{a0}", "\u{202f}"]
    {
        for rule in ["uid2", "google", "meta", "tiktok", "linkedin"] {
            let address = format!("{invisible} A{invisible}da@exa{invisible}mple.com{invisible} ");
            assert_eq!(email(&address, rule).as_deref(), Some("ada@example.com"), "{invisible:?}, {rule}");
        }
    }
}

#[test]
fn only_an_address_by_itself_is_one() {
    for text in [
        "mailto:ada@example.com",
        "<ada@example.com>",
        "Jane Doe <jane@example.com>",
        "jane@example.com (Jane)",
        "\"jane doe\"@example.com",
        "ada@example.com,bob@example.com",
        "ada@example.com;",
        "ada@example.com.",
        "ada@example.com>",
        "ada@@example.com",
        ".ada@example.com",
        "ada.@example.com",
        "ada..l@example.com",
        "ada@-example.com",
        "ada@example-.com",
        "ada@exa_mple.com",
        "ada@example.c",
        "ada@127.0.0.1",
        "ada@[127.0.0.1]",
        "ada@localhost",
        "ada%40example.com",
        "ada＠example.com",
        "ada@ｅxample.com",
        "ada@example。com",
        "ada@\u{0}example.com",
        "https://example.com/@ada",
        "null",
    ] {
        for rule in ["uid2", "google", "meta", "tiktok", "linkedin"] {
            assert_eq!(email(text, rule), None, "{text}, {rule}");
        }
    }
    for (text, address) in [
        ("o'Brien+news/x=1@Example.co.uk", "o'brien+news/x=1@example.co.uk"),
        ("ADA@MÜNCHEN.example", "ada@münchen.example"),
        ("ada@xn--mnchen-3ya.xn--p1ai", "ada@xn--mnchen-3ya.xn--p1ai"),
        ("用户@例子.公司", "用户@例子.公司"),
        ("1@2.de", "1@2.de"),
    ] {
        assert_eq!(email(text, "meta").as_deref(), Some(address), "{text}");
    }
}

#[test]
fn an_unknown_rule_is_refused_when_the_statement_is_planned() {
    let refused = |rule: &str| try_eval(&format!("email_hash('a@b.de', '{rule}')")).unwrap_err();
    assert!(refused("gogle").contains("did you mean 'google'?"), "{}", refused("gogle"));
    assert!(refused("google@2020").contains("versions: 2026-06"));
    assert!(refused("meta@1").contains("write 'meta'"));
}

#[test]
fn device_ids_are_hyphenated_hex_digits() {
    let id = Some("6d92078a-8246-4ba4-ae5b-76104861e7dc");
    assert_eq!(eval("device_id('6D92078A82464BA4AE5B76104861E7DC')").as_deref(), id);
    for bad in ["6d92078a-8246-4ba4-ae5b-76104861e7d", "6d92078a-82464-ba4-ae5b-76104861e7dc", "{}"] {
        assert_eq!(eval(&format!("device_id('{bad}')")), None, "{bad}");
    }
}

#[test]
fn the_first_identifier_of_the_type_counts() {
    let id = |id_type: &str, value: &str| {
        format!("named_struct('atype', 1, 'id_type', {id_type}, 'id_value', {value}, 'x', NULL)")
    };
    let list = format!(
        "[{}]",
        [id("'EMAIL'", "NULL"), id("NULL", "'a'"), id("'EMAIL'", "''"), id("'email'", "'b'"), id("'GAID'", "'G'")]
            .join(", ")
    );
    for (id_type, value) in
        [("'EMAIL'", Some("")), ("'email'", Some("b")), ("'GAID'", Some("G")), ("'IDFA'", None), ("NULL", None)]
    {
        assert_eq!(eval(&format!("id_value({list}, {id_type})")).as_deref(), value, "{id_type}");
        let large = format!(
            "id_value(arrow_cast({list}, 'LargeList({})'), {id_type})",
            "Struct(\"atype\": Int64, \"id_type\": Utf8, \"id_value\": Utf8, \"x\": Null)"
        );
        assert_eq!(try_eval(&large).unwrap_or_else(|error| panic!("{large}: {error}")).as_deref(), value, "{id_type}");
    }
    assert_eq!(eval("id_value(NULL, 'EMAIL')"), None);
}

#[test]
fn identifiers_are_looked_up_row_by_row() {
    let sql = "WITH t AS (SELECT column1 AS n, [named_struct('id_type', 'A', 'id_value', 'a' || column1), \
               named_struct('id_type', 'B', 'id_value', 'b' || column1)] AS ids, column2 AS kind \
               FROM (VALUES (1, 'A'), (2, 'B'), (3, NULL), (4, 'C'), (5, 'A'))) \
               SELECT id_value(CASE WHEN n = 2 THEN NULL ELSE ids END, kind) FROM t ORDER BY n OFFSET 1";
    let rows = query(&session(&context()), sql).unwrap();
    assert_eq!(rows, [None, None, None, Some("a5".into())]);
}

#[test]
fn what_is_no_list_of_identifiers_is_refused() {
    for list in ["['a']", "'a'", "[named_struct('id_type', 'A')]", "[named_struct('id_type', 'A', 'id_value', 1)]"] {
        let refused = try_eval(&format!("id_value({list}, 'EMAIL')")).unwrap_err();
        let told = "identifiers has to be a list of structs with the fields id_type varchar, id_value varchar, found";
        assert!(refused.contains(told), "{refused}");
    }
}

fn phone(text: &str, region: &str) -> Option<String> {
    eval(&format!("phone_normalize('{text}', 'google', {region})"))
}

#[test]
fn phone_numbers_follow_the_partners_documents() {
    // UID2, "Normalization and Encoding": the US, Singapore, Australia.
    assert_eq!(phone("1 (234) 567-8901", "'US'").as_deref(), Some("+12345678901"));
    assert_eq!(phone("+1 (123) 456-7890", "NULL").as_deref(), Some("+11234567890"));
    assert_eq!(phone("+65 6587 654 321", "NULL"), None);
    assert_eq!(phone("65 1243 5678", "'SG'").as_deref(), Some("+6512435678"));
    assert_eq!(phone("(02) 1234 5678", "'AU'").as_deref(), Some("+61212345678"));
    let hash = |rule: &str| eval(&format!("phone_hash('(234) 567-8901', '{rule}', 'US')"));
    for rule in ["uid2", "euid", "ttd"] {
        assert_eq!(hash(rule).as_deref(), Some("EObwtHBUqDNZR33LNSMdtt5cafsYFuGmuY4ZLenlue4="), "{rule}");
    }
    for rule in ["google", "tiktok"] {
        let hex = "10e6f0b47054a83359477dcb35231db6de5c69fb1816e1a6b98e192de9e5b9ee";
        assert_eq!(hash(rule).as_deref(), Some(hex), "{rule}");
    }
    // Google, "Format user data".
    assert_eq!(phone("(800)555-0100", "'US'").as_deref(), Some("+18005550100"));
}

/// Example numbers of every region and kind, by PyPI's phonenumbers 9.0.43 (Apache-2.0), a port of libphonenumber: with a plus,
/// without it, after the prefix of calls abroad, nationally with and without the prefix; and what is not a number.
#[test]
fn phone_numbers_are_those_of_libphonenumber() {
    let (mut wrong, mut texts) = (vec![], 0);
    for line in include_str!("phone_vectors.tsv").lines().skip(1) {
        let [region, number, written] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        for text in written.split(' ') {
            let mut digits = String::new();
            let found = super::phone::normalise(text, super::plans::Region::named(region), &mut digits);
            let found = found.map_or("-".to_owned(), |()| format!("+{digits}"));
            texts += 1;
            // Beyond libphonenumber a number of the right length counts although it is not assigned.
            let unassigned = number == "-" && text.trim_start_matches('+') == digits;
            if found != number && !unassigned {
                wrong.push(format!("{text} in {region:?}: {found}, not {number}"));
            }
        }
    }
    assert!(texts > 7000, "{texts}");
    assert!(wrong.is_empty(), "{} of {texts}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_calling_code_is_never_doubled_or_taken_for_a_number() {
    for (text, region, number) in [
        ("31612345678", "NL", Some("31612345678")),
        ("393123456789", "IT", Some("393123456789")),
        ("3123456789", "IT", Some("393123456789")),
        ("43664123456", "AT", Some("43664123456")),
        ("4915112345678", "DE", Some("4915112345678")),
        ("33612345678", "FR", Some("33612345678")),
        ("5511987654321", "BR", Some("5511987654321")),
        ("011 15 2345-6789", "AR", Some("5491123456789")),
        ("0049 151 12345678", "US", Some("4915112345678")),
        ("011 49 151 12345678", "US", Some("4915112345678")),
        ("0012345678", "US", None),
        ("1234567890", "US", None),
        ("+1 012 345 6789", "US", None),
    ] {
        let found = eval(&format!("phone_normalize('{text}', 'meta', '{region}')"));
        assert_eq!(found.as_deref(), number, "{text} in {region}");
    }
}

#[test]
fn a_phone_number_is_one_and_the_same_however_it_is_written() {
    let cases = [
        (
            "+493012345678",
            "DE",
            &["030 12345678", "0049 30/123456-78", "+49 (0)30 123 456 78", "(+49) 30.12345678", "+49 030 12345678"][..],
        ),
        (
            "+442079460958",
            "GB",
            &["020 7946 0958", "(020) 7946 0958", "+44 (0)20 7946 0958", "00442079460958", "442079460958"],
        ),
        ("+390669812345", "IT", &["06 6981 2345", "+39 06 6981 2345", "0039 06 69812345"]),
        ("+79161234567", "RU", &["8 (916) 123-45-67", "+7 916 123-45-67", "916 1234567", "8107 916 1234567"]),
        ("+78005553535", "RU", &["8 800 555-35-35", "800 555 35 35"]),
        ("+3612345678", "HU", &["06 1 234 5678", "1 234 5678", "+36 1 234 5678"]),
        ("+375291234567", "BY", &["8 029 123-45-67", "+375 29 123 45 67"]),
        (
            "+16505551212",
            "us",
            &["1-650-555-1212", "650.555.1212", "011 1 650 555 1212", "\u{202a}+1 650\u{a0}555\u{2011}1212\u{202c}"],
        ),
        ("+919876543210", "IN", &["09876543210", "98765 43210", "०९८७६५४३२१०", "+９１ ９８７６５ ４３２１０"]),
        ("+2250701020304", "CI", &["07 01 02 03 04", "+225 0701020304"]),
        ("+80012345678", "DE", &["+800 1234 5678", "00 800 1234 5678"]),
    ];
    for (number, region, written) in cases {
        for text in written {
            assert_eq!(phone(text, &format!("'{region}'")).as_deref(), Some(number), "{text} in {region}");
        }
    }
}

#[test]
fn digits_of_other_scripts_are_those_of_unicode() {
    let digits = regex::Regex::new(r"^\p{Nd}{10}$").unwrap();
    for zero in super::phone::ZEROS {
        let ten: String = (0..10).map(|n| char::from_u32(zero as u32 + n).unwrap()).collect();
        assert!(digits.is_match(&ten), "{ten}");
        let number: String = ten.chars().rev().collect();
        assert_eq!(phone(&number, "'IN'").as_deref(), Some("+919876543210"), "{number}");
        let before = char::from_u32(zero as u32 - 1).unwrap();
        assert!(!digits.is_match(&format!("{before}{}", &ten[..ten.len() - zero.len_utf8()])), "{before}");
    }
}

#[test]
fn what_is_no_phone_number_is_never_hashed() {
    for (text, region) in [
        ("", "'US'"),
        ("+", "'US'"),
        ("1", "'US'"),
        ("650 555 121", "'US'"),
        ("650 555 1212 x12", "'US'"),
        ("650 555 1212 ext. 3", "'US'"),
        ("1-800-FLOWERS", "'US'"),
        ("000 000 0000", "'US'"),
        ("650;555;1212", "'US'"),
        ("+1+6505551212", "'US'"),
        ("16505551212+", "'US'"),
        ("+999 123 456 78", "'US'"),
        ("+1 650 555 12123", "'US'"),
        ("+49 1234567890123456", "'DE'"),
        ("030 1234567", "NULL"),
        ("030 1234567", "column1"),
        // 55 is a carrier in the prefix of calls abroad; what remains is not a number.
        ("0055 11 99999 8888", "'BR'"),
        ("½ 650 555 1212", "'US'"),
    ] {
        let sql = format!("SELECT phone_hash('{text}', 'tiktok', {region}) FROM (VALUES ('XX'))");
        assert_eq!(query(&session(&context()), &sql).unwrap(), [None], "{text}");
    }
    // Long enough for E.164, too short for UID2.
    assert_eq!(eval("phone_normalize('+290 22222', 'tiktok')").as_deref(), Some("+29022222"));
    assert_eq!(eval("phone_normalize('+290 22222', 'uid2')"), None);
}

#[test]
fn a_rule_without_phones_and_a_region_that_is_none_are_refused() {
    let refused = |arguments: &str| try_eval(&format!("phone_hash('+16505551212', {arguments})")).unwrap_err();
    assert!(refused("'linkedin'").contains("'linkedin' takes no phone numbers"));
    assert!(refused("'metta'").contains("did you mean 'meta'?"));
    assert!(
        refused("'meta', 'UK'")
            .contains("there is no region 'UK': write a country's code of ISO 3166-1, like 'DE' or 'GB'")
    );
    // In a column it is as if none was given: the number's own calling code is enough.
    let sql = "SELECT phone_normalize('+16505551212', 'meta', column1) FROM (VALUES ('UK'))";
    assert_eq!(query(&session(&context()), sql).unwrap(), [Some("16505551212".into())]);
}
