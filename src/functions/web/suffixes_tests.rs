use super::*;

fn registrable(host: &str) -> Result<Option<String>, Bad> {
    let suffixes = Suffixes::of(&Data::default()).unwrap();
    let mut out = String::new();
    Ok(suffixes.registrable_domain(host, &mut out)?.map(|()| out))
}

fn given(domain: &str) -> Result<Option<String>, Bad> {
    Ok(Some(domain.to_owned()))
}

/// publicsuffix.org's own tests (tests/test_psl.txt, CC0), all of them, as PyPI's publicsuffixlist 1.1.2.20261023 carries them.
#[test]
fn the_lists_own_tests_hold() {
    let checks = include_str!("test_psl.txt").lines().filter_map(|line| line.strip_prefix("checkPublicSuffix("));
    let mut count = 0;
    for check in checks {
        let (host, expected) = check.strip_suffix(");").unwrap().split_once(", ").unwrap();
        let unquoted = |text: &'static str| text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
        // Null is for the declaration to answer.
        let Some(host) = unquoted(host) else { continue };
        count += 1;
        assert_eq!(registrable(host).ok().flatten().as_deref(), unquoted(expected), "{host}");
    }
    assert_eq!(count, 77);
}

#[test]
fn a_host_is_what_browsers_take_for_one() {
    assert_eq!(registrable("www.example.com."), given("example.com"));
    assert_eq!(registrable("WWW.EXAMPLE.CO.UK"), given("example.co.uk"));
    assert_eq!(registrable("a_b.example.com"), given("example.com"));
    assert_eq!(registrable("www.bücher.example"), given("bücher.example"));
    assert_eq!(registrable("www.BÜCHER.example"), given("bücher.example"));
    assert_eq!(registrable("www.xn--bcher-kva.example"), given("xn--bcher-kva.example"));
    // The dots of Chinese and Japanese part labels too.
    assert_eq!(registrable("www。食狮。中国"), given("食狮.中国"));
}

#[test]
fn a_host_without_a_registrable_domain_is_null_and_what_is_no_host_is_bad() {
    for host in ["com", "co.uk", "github.io", "localhost", "192.0.2.1", "0x7f.1", "::1", "[2001:db8::1]", "com."] {
        assert_eq!(registrable(host), Ok(None), "{host}");
    }
    for host in ["", " ", ".", "..", "a..b", ".example.com", "example.com..", "a b.com", "https://example.com/"] {
        assert_eq!(registrable(host), Err(Bad), "{host}");
    }
    for host in ["example.com:80", "a@b.com", "1.2.3.4.5", "256.1.1.1", "xn--a.com", "fe80::1%eth0"] {
        assert_eq!(registrable(host), Err(Bad), "{host}");
    }
}

/// Of the list's private section, as browsers have it.
#[test]
fn a_firms_customers_are_sites_of_their_own() {
    assert_eq!(registrable("www.octocat.github.io"), given("octocat.github.io"));
    assert_eq!(registrable("a.b.compute.amazonaws.com"), given("a.b.compute.amazonaws.com"));
    assert_eq!(registrable("shop.myshopify.com"), given("shop.myshopify.com"));
}

#[test]
fn an_exception_prevails_over_a_longer_rule() {
    let suffixes = Suffixes::new("jp\n*.kobe.jp // comment\n!city.kobe.jp\ndeep.city.kobe.jp\n").unwrap();
    let mut out = String::new();
    suffixes.registrable_domain("a.deep.city.kobe.jp", &mut out).unwrap();
    assert_eq!(out, "city.kobe.jp");
}

#[test]
fn a_list_that_is_none_is_refused() {
    assert!(Suffixes::new("// nothing\n").is_err());
    let error = Suffixes::new("com\na.*.com\n").err().unwrap();
    assert_eq!(error, "line 2: \"a.*.com\" is no rule of the public suffix list");
}

/// The short way past the parser gives what the parser gives.
#[test]
fn a_plain_host_is_parsed_to_itself() {
    for host in ["example.com", "a-b.c1.example", "1and1.com", "localhost", "a.0x", "a.b1"] {
        assert!(!is_plain(host) || Host::parse(host) == Ok(Host::Domain(host.to_owned())), "{host}");
    }
    for host in ["1.2.3.4", "a.0x1", "a.1", "xn--a.com", "A.com", "a..b", "a.", ""] {
        assert!(!is_plain(host), "{host}");
    }
}
