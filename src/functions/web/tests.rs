use crate::functions::tests::eval;

fn on(function: &str, url: &str) -> Option<String> {
    eval(&format!("{function}('{}')", url.replace('\'', "''")))
}

/// From web-platform-tests, url/resources/urltestdata.json: input, hostname, pathname.
#[test]
fn hosts_and_paths_are_those_of_the_standards_tests() {
    for (url, host, path) in [
        ("http://example\t.\norg", Some("example.org"), "/"),
        ("http://user:pass@foo:21/bar;par?b#c", Some("foo"), "/bar;par"),
        ("https://test:@test", Some("test"), "/"),
        ("http:foo.com", Some("foo.com"), "/"),
        ("\t   :foo.com   \n", None, ""),
        ("http://f:00000000000000/c", Some("f"), "/c"),
        ("http://f:999999/c", None, ""),
        ("http://f: 21 / b ? d # e ", None, ""),
        ("http://[1::2]:3:4", None, ""),
        ("http://2001::1", None, ""),
        ("http://[::1]/", Some("[::1]"), "/"),
        ("http://[::127.0.0.1]", Some("[::7f00:1]"), "/"),
        ("file:c:\\foo\\bar.html", None, "/c:/foo/bar.html"),
        ("http://example.com/././foo", Some("example.com"), "/foo"),
        ("http://example.com/foo/bar/../ton/../../a", Some("example.com"), "/a"),
        ("http://example.com/foo%2Ehtml", Some("example.com"), "/foo%2Ehtml"),
        ("http://example.com/%2e%2e/x", Some("example.com"), "/x"),
        ("http://example.com/\u{202e}/foo/\u{202d}/bar", Some("example.com"), "/%E2%80%AE/foo/%E2%80%AD/bar"),
        ("http://www.google.com/foo?bar=baz# \u{bb}", Some("www.google.com"), "/foo"),
        ("http://GOO\u{200b}\u{2060}\u{feff}goo.com", Some("googoo.com"), "/"),
        ("http://www.foo\u{3002}bar.com", Some("www.foo.bar.com"), "/"),
        ("http://\u{ff05}\u{ff14}\u{ff11}.com", None, ""),
        ("http://192.0x00A80001", Some("192.168.0.1"), "/"),
        ("http://0Xc0.0250.01", Some("192.168.0.1"), "/"),
        ("http://1e2", Some("1e2"), "/"),
        ("http://ho%20st/", None, ""),
        ("http://hello%00", None, ""),
        ("mailto:a@b.de", None, "a@b.de"),
        ("/some/path", None, ""),
        ("", None, ""),
    ] {
        assert_eq!(on("url_host", url).as_deref(), host, "{url:?}");
        let expected = (!path.is_empty()).then_some(path);
        assert_eq!(on("url_path", url).as_deref(), expected, "{url:?}");
    }
}

#[test]
fn a_parameter_is_decoded_as_a_form_is() {
    for (query, expected) in [
        ("q=a+b%20c%2B", Some("a b c+")),
        ("q=&q=2", Some("")),
        ("x=1&q", Some("")),
        ("q=%E9", Some("\u{fffd}")),
        ("q=%zz%4", Some("%zz%4")),
        ("Q=1", None),
        ("%71=1", Some("1")),
        ("a=1;q=2", None),
        ("q=1=2", Some("1=2")),
    ] {
        let sql = format!("url_param('https://example.com/?{query}', 'q')");
        assert_eq!(eval(&sql).as_deref(), expected, "{query}");
    }
    assert_eq!(eval("url_param('https://example.com/#?q=1', 'q')"), None);
}

#[test]
fn a_clean_url_keeps_what_a_page_needs() {
    for (url, expected) in [
        ("https://u:p@example.com/a?b=1#c", "https://example.com/a?b=1"),
        ("HTTPS://EXAMPLE.com:443/A/./b/../c", "https://example.com/A/c"),
        ("http://example.com:8080", "http://example.com:8080/"),
        ("https://e.de/?UTM_Source=x&b=%41+&a&a=&FBCLID=1", "https://e.de/?b=%41+&a&a="),
        ("https://e.de/?utm_source=x", "https://e.de/"),
        ("https://e.de/?%75tm_source=x&y=1", "https://e.de/?y=1"),
        ("https://e.de/?", "https://e.de/"),
    ] {
        assert_eq!(on("url_clean", url).as_deref(), Some(expected), "{url}");
    }
    assert_eq!(on("url_clean", "example.com/a"), None);
}

#[test]
fn campaigns_and_clicks_are_read_as_they_are_written() {
    let utm = |query: &str, field: &str| eval(&format!("(utm('https://e.de/?{query}'))['{field}']"));
    assert_eq!(utm("utm_source=Google&utm_source=bing", "source").as_deref(), Some("Google"));
    assert_eq!(utm("utm_source=&utm_source=bing", "source").as_deref(), Some("bing"));
    assert_eq!(utm("UTM_SOURCE=x&utm_id=1", "source"), None);
    assert_eq!(utm("utm_id=a%26b", "id").as_deref(), Some("a&b"));
    assert_eq!(utm("utm_source_platform=Search+Ads+360", "source_platform").as_deref(), Some("Search Ads 360"));
    let click = |query: &str, field: &str| eval(&format!("(click_id('https://e.de/?{query}'))['{field}']"));
    assert_eq!(click("gclid=AbC-_x", "value").as_deref(), Some("AbC-_x"));
    assert_eq!(click("ttclid=1&msclkid=2&gclid=", "name").as_deref(), Some("ttclid"));
    assert_eq!(click("gclid=1&gclid=2", "value").as_deref(), Some("1"));
    assert_eq!(click("GCLID=1", "name"), None);
    assert_eq!(eval("click_id('https://e.de/')"), None);
}

#[test]
fn what_follows_a_person_is_cleaned_off_and_the_rest_stays() {
    let clean = |name: &str| eval(&format!("url_clean('https://shop.example/a?size=42&{name}=1&color=red')")).unwrap();
    for name in [
        "__hstc",
        "__hssc",
        "__hsfp",
        "_kx",
        "ef_id",
        "s_kwcid",
        "oly_anon_id",
        "vero_conv",
        "ml_subscriber",
        "sfmc_id",
        "_branch_match_id",
        "ysclid",
        "ymclid",
        "ndclid",
        "rtid",
        "wickedid",
        "mtm_campaign",
        "mtm_anything",
        "pk_kwd",
        "piwik_cid",
        "hsa_cam",
        "hsCtaTracking",
        "UTM_Source",
        "GCLID",
        "ScCid",
        "elqTrackId",
        "ranSiteID",
        "_ga",
        "utm%5Fsource",
        "mibextid",
        "dicbo",
        "itm_source",
        "int_campaign",
        "cmpid",
    ] {
        assert_eq!(clean(name), "https://shop.example/a?size=42&color=red", "{name}");
    }
    for name in ["ref", "id", "cid", "q", "page", "utm", "gclids", "campaign", "pk", "email", "s", "trk", "source"] {
        assert_eq!(clean(name), format!("https://shop.example/a?size=42&{name}=1&color=red"));
    }
}
