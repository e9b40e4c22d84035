use super::*;

const PAGE: &str = "https://www.shop.example/shoes";

/// Medium, source and term of a visit to that page; a dash is null.
fn visit(page: &str, referrer: &str) -> [String; 3] {
    let (data, shown) = (Data::default(), |value: &Value| match value {
        Value::Text(text) => text.clone(),
        _ => "-".to_owned(),
    });
    let (sites, suffixes) = (Referrers::of(&data).unwrap(), Suffixes::of(&data).unwrap());
    let Record(values) = super::record(page, Some(referrer), &sites, &suffixes).unwrap();
    [shown(&values[0]), shown(&values[1]), shown(&values[2])]
}

#[test]
fn search_engines_are_known_with_their_words() {
    for (referrer, source, term) in [
        ("https://www.google.com/", "Google", "-"),
        ("https://www.google.de/search?hl=de&q=rote+Schuhe", "Google", "rote Schuhe"),
        ("http://google.com.br/search?q=", "Google", "-"),
        ("https://images.google.co.jp/", "Google Images", "-"),
        ("android-app://com.google.android.googlequicksearchbox/", "Google", "-"),
        ("https://www.bing.com/search?q=caf%C3%A9", "Bing", "café"),
        ("https://cn.bing.com/", "Bing", "-"),
        ("https://de.search.yahoo.com/search?p=x%20y", "Yahoo", "x y"),
        ("https://duckduckgo.com/?q=a&t=b", "DuckDuckGo", "a"),
        ("https://m.baidu.com/s?word=%E9%9E%8B", "Baidu", "鞋"),
        ("https://yandex.com.tr/search/?text=z", "Yandex", "z"),
        ("https://www.ecosia.org/search?q=trees", "Ecosia", "trees"),
        ("https://www.startpage.com/do/search?query=s", "Startpage", "s"),
        ("https://search.naver.com/search.naver?query=n", "Naver", "n"),
        ("HTTPS://SEARCH.BRAVE.COM./search?q=b", "Brave", "b"),
    ] {
        assert_eq!(visit(PAGE, referrer), ["search", source, term], "{referrer}");
    }
}

#[test]
fn networks_and_others_have_their_medium() {
    for (referrer, medium, source) in [
        ("https://l.facebook.com/l.php?u=x", "social", "Facebook"),
        ("https://t.co/abc", "social", "Twitter"),
        ("https://lnkd.in/x", "social", "LinkedIn"),
        ("https://br.pinterest.com/", "social", "Pinterest"),
        ("https://www.pinterest.co.uk/", "social", "Pinterest"),
        ("android-app://com.linkedin.android/", "social", "LinkedIn"),
        ("https://old.reddit.com/r/shoes?q=x", "social", "Reddit"),
        ("https://m.youtube.com/watch?v=1", "video", "YouTube"),
        ("https://www.amazon.co.jp/dp/1", "shopping", "Amazon"),
        ("https://mail.google.com/mail/u/0/", "email", "Gmail"),
        ("https://outlook.live.com/", "email", "Outlook"),
        ("https://mail.yahoo.com/", "email", "Yahoo Mail"),
        ("https://chatgpt.com/", "ai", "ChatGPT"),
        ("https://gemini.google.com/app", "ai", "Gemini"),
        ("https://www.perplexity.ai/", "ai", "Perplexity"),
    ] {
        assert_eq!(visit(PAGE, referrer), [medium, source, "-"], "{referrer}");
    }
}

#[test]
fn what_only_looks_like_a_listed_site_is_unknown() {
    for referrer in [
        "https://docs.google.com/document/1",
        "https://google.github.io/",
        "https://google.evil.example/",
        "https://notfacebook.com/",
        "https://facebook.com.evil.example/",
        "https://aws.amazon.com/",
        "https://blog.example/?q=x",
        "https://com/",
        "https://[2001:db8::1]/",
        "about:blank",
    ] {
        assert_eq!(visit(PAGE, referrer), ["unknown", "-", "-"], "{referrer}");
    }
}

#[test]
fn the_same_registrable_domain_is_internal_whatever_the_list_says() {
    for (page, referrer) in [
        (PAGE, "http://checkout.shop.example:8080/?q=x"),
        (PAGE, "https://SHOP.EXAMPLE./"),
        ("https://www.google.com/a", "https://www.google.com/search?q=x"),
        ("http://localhost/a", "http://localhost/b"),
        ("http://192.0.2.1/a", "http://192.0.2.1:81/b"),
        ("https://bücher.example/", "https://www.xn--bcher-kva.example/"),
    ] {
        assert_eq!(visit(page, referrer)[0], "internal", "{page} {referrer}");
    }
    assert_eq!(visit("https://a.github.io/", "https://b.github.io/")[0], "unknown");
    assert_eq!(visit("http://192.0.2.1/", "http://10.0.2.1/")[0], "unknown");
}

#[test]
fn no_referrer_is_direct_and_what_is_no_url_is_bad() {
    assert_eq!(visit(PAGE, ""), ["direct", "-", "-"]);
    assert_eq!(visit(PAGE, " \t"), ["direct", "-", "-"]);
    let data = Data::default();
    let (sites, suffixes) = (Referrers::of(&data).unwrap(), Suffixes::of(&data).unwrap());
    for (page, referrer) in [(PAGE, Some("facebook.com")), ("/shoes", None), ("", Some("https://t.co/"))] {
        assert_eq!(super::record(page, referrer, &sites, &suffixes), Err(Bad), "{page} {referrer:?}");
    }
}

#[test]
fn a_list_that_is_wrong_says_where() {
    let error = |lines: &str| Referrers::new(&format!("# c\nsite,medium,source,terms\n{lines}")).err();
    assert_eq!(error("a.example,search,A,q p\n\nb.*,social,B,\na,video,C,\n"), None);
    for (lines, expected) in [
        ("a.example,serch,A,q\n", "line 3: 'serch' is no medium; did you mean 'search'?"),
        ("a.example,search,A\n", "line 3: there have to be four columns, and no quotes"),
        ("a.b,search,A,\na.b,search,B,\n", "line 4: 'a.b' is no site, or stands there twice"),
        ("https://a.b/,search,A,\n", "line 3: 'https://a.b/' is no site, or stands there twice"),
    ] {
        assert_eq!(error(lines).as_deref(), Some(expected));
    }
    assert!(Referrers::new("domain,medium\n").is_err());
}
