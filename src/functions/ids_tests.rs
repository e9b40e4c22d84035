use super::super::tests::{eval, try_eval};

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
