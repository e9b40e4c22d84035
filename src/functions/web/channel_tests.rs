use super::*;
use crate::functions::data::Data;

/// The channel of a visit with that query, from there.
fn visit(query: &str, referrer: &str) -> &'static str {
    let data = Data::default();
    let (sites, suffixes) = (Referrers::of(&data).unwrap(), Suffixes::of(&data).unwrap());
    channel(&format!("https://www.shop.example/?{query}"), Some(referrer), &sites, &suffixes).unwrap()
}

fn tagged(source: &str, medium: &str, campaign: &str) -> &'static str {
    visit(&format!("utm_source={source}&utm_medium={medium}&utm_campaign={campaign}"), "")
}

/// Google's table, https://support.google.com/analytics/answer/9756891, "Channels for manual traffic": an example or more for
/// each condition.
#[test]
fn every_row_of_googles_table_holds() {
    for (source, medium, campaign, channel) in [
        ("(direct)", "(not set)", "", "Direct"),
        ("(direct)", "(none)", "", "Direct"),
        ("google", "cpc", "2026-cross-network-eu", "Cross-network"),
        ("google+shopping", "cpc", "", "Paid Shopping"),
        ("amazon.co.uk", "ppc", "", "Paid Shopping"),
        ("newsletter", "paid", "spring-shop", "Paid Shopping"),
        ("google", "cpc", "spring", "Paid Search"),
        ("bing", "retargeting", "", "Paid Search"),
        ("duckduckgo", "paidsearch", "", "Paid Search"),
        ("yandex.ru", "ecpc", "", "Paid Search"),
        ("facebook", "paid_social", "", "Paid Social"),
        ("ig", "cpm", "", "Paid Social"),
        ("m.facebook.com", "cpc", "", "Paid Social"),
        ("youtube", "cpv", "", "Paid Video"),
        ("vimeo.com", "ppc", "", "Paid Video"),
        ("partner", "display", "", "Display"),
        ("partner", "banner", "", "Display"),
        ("partner", "expandable", "", "Display"),
        ("partner", "interstitial", "", "Display"),
        ("partner", "cpm", "", "Display"),
        ("partner", "cpc", "", "Paid Other"),
        ("partner", "retargeting", "", "Paid Other"),
        ("partner", "paid-listing", "", "Paid Other"),
        ("partner", "ai-assistant", "(ai-assistant)", "AI Assistant"),
        ("chatgpt.com", "", "", "AI Assistant"),
        ("etsy", "post", "", "Organic Shopping"),
        ("partner", "post", "eshop", "Organic Shopping"),
        ("twitter", "post", "", "Organic Social"),
        ("partner", "social", "", "Organic Social"),
        ("partner", "social-network", "", "Organic Social"),
        ("partner", "social-media", "", "Organic Social"),
        ("partner", "sm", "", "Organic Social"),
        ("partner", "social+network", "", "Organic Social"),
        ("partner", "social+media", "", "Organic Social"),
        ("twitch", "", "", "Organic Video"),
        ("partner", "myvideos", "", "Organic Video"),
        ("baidu", "", "", "Organic Search"),
        ("partner", "organic", "", "Organic Search"),
        ("partner", "referral", "", "Referral"),
        ("partner", "app", "", "Referral"),
        ("partner", "link", "", "Referral"),
        ("partner", "email", "", "Email"),
        ("partner", "e-mail", "", "Email"),
        ("partner", "e_mail", "", "Email"),
        ("partner", "e+mail", "", "Email"),
        ("email", "newsletter", "", "Email"),
        ("partner", "affiliate", "", "Affiliates"),
        ("partner", "audio", "", "Audio"),
        ("partner", "sms", "", "SMS"),
        ("sms", "text", "", "SMS"),
        ("partner", "webpush", "", "Mobile Push Notifications"),
        ("partner", "mobile-app", "", "Mobile Push Notifications"),
        ("partner", "notifications", "", "Mobile Push Notifications"),
        ("firebase", "message", "", "Mobile Push Notifications"),
        ("partner", "qr", "", "Unassigned"),
        ("partner", "", "", "Unassigned"),
        ("(direct)", "qr", "", "Unassigned"),
    ] {
        assert_eq!(tagged(source, medium, campaign), channel, "{source} / {medium} / {campaign}");
        let upper = tagged(&source.to_uppercase(), &medium.to_uppercase(), &campaign.to_uppercase());
        assert_eq!(upper, channel, "case does not matter");
    }
}

#[test]
fn the_first_rule_that_fits_wins() {
    assert_eq!(tagged("google", "cpm", ""), "Paid Search", "before Display");
    assert_eq!(tagged("facebook", "cpc", "workwear-shopping"), "Paid Shopping", "before Paid Social");
    assert_eq!(tagged("chatgpt.com", "cpc", ""), "Paid Other", "before AI Assistant");
    assert_eq!(tagged("facebook", "email", "shop"), "Organic Shopping", "before Organic Social and Email");
    assert_eq!(tagged("facebook", "video", ""), "Organic Social", "before Organic Video");
    assert_eq!(tagged("youtube", "organic", ""), "Organic Video", "before Organic Search");
    assert_eq!(tagged("google", "email", ""), "Organic Search", "before Email");
    assert_eq!(tagged("email", "referral", ""), "Referral", "before Email");
    assert_eq!(tagged("sms", "affiliate", ""), "Affiliates", "before SMS");
    assert_eq!(tagged("direct", "(none)", "cross-network"), "Direct", "before Cross-network");
}

/// `^(.*(([^a-df-z]|^)shop|shopping).*)$`
#[test]
fn a_shopping_campaign_is_what_googles_pattern_says() {
    let pattern = regex::Regex::new("^(.*(([^a-df-z]|^)shop|shopping).*)$").unwrap();
    for campaign in [
        "shop",
        "eshop",
        "my-shop-2",
        "workshop",
        "bishop",
        "workshopping",
        "photoshop shop",
        "shoe",
        "sho",
        "1shop",
        "éshop",
        "workshop-eshop",
        "",
    ] {
        assert_eq!(is_shop(campaign), pattern.is_match(campaign), "{campaign}");
    }
}

#[test]
fn without_campaign_parameters_the_referrer_says_it() {
    for (referrer, channel) in [
        ("", "Direct"),
        ("https://shop.example/cart", "Direct"),
        ("https://www.google.com/", "Organic Search"),
        ("android-app://com.google.android.googlequicksearchbox/", "Organic Search"),
        ("https://l.instagram.com/", "Organic Social"),
        ("https://www.youtube.com/watch", "Organic Video"),
        ("https://www.amazon.de/", "Organic Shopping"),
        ("https://claude.ai/chat", "AI Assistant"),
        ("https://mail.google.com/", "Email"),
        ("https://blog.example/", "Referral"),
        ("https://docs.google.com/", "Referral"),
        ("https://aws.amazon.com/", "Referral"),
    ] {
        assert_eq!(visit("id=7&utm_source=&utm_medium=+", referrer), channel, "{referrer}");
    }
}

#[test]
fn campaign_parameters_win_over_click_ids_and_those_over_the_referrer() {
    for id in ["gclid", "gbraid", "wbraid", "dclid"] {
        assert_eq!(visit(&format!("{id}=EAIaIQ"), "https://t.co/"), "Paid Search", "{id}");
        assert_eq!(visit(&format!("{id}="), "https://t.co/"), "Organic Social", "{id}");
    }
    assert_eq!(visit("gclid=x&utm_source=news&utm_medium=email", ""), "Email");
    assert_eq!(visit("gclid=x&utm_source=youtube", ""), "Paid Video");
    assert_eq!(visit("gclid=x&utm_campaign=eu-cross-network", ""), "Cross-network");
    assert_eq!(visit("gclid=x&utm_campaign=shopping", ""), "Paid Shopping");
    assert_eq!(visit("fbclid=x", "https://l.facebook.com/"), "Organic Social");
    assert_eq!(visit("utm_source=a&utm_medium=b", "no URL"), "Unassigned", "the referrer is not asked");
}

#[test]
fn a_campaign_alone_is_not_direct() {
    assert_eq!(visit("utm_campaign=spring", ""), "Unassigned");
    assert_eq!(visit("utm_campaign=cross-network", ""), "Cross-network");
    assert_eq!(visit("utm_campaign=spring", "https://www.bing.com/"), "Organic Search");
}

#[test]
fn what_is_no_url_is_bad() {
    let data = Data::default();
    let (sites, suffixes) = (Referrers::of(&data).unwrap(), Suffixes::of(&data).unwrap());
    for (page, referrer) in [("/?gclid=x", None), ("", None), ("https://shop.example/", Some("bing.com"))] {
        assert_eq!(channel(page, referrer, &sites, &suffixes), Err(Bad), "{page} {referrer:?}");
    }
}

/// Of the sources that Google lists for the categories of its default channel group, some of each kind: as hosts and as names.
#[test]
fn sources_have_the_category_that_google_gives_them() {
    let categories = [
        (
            "Organic Social",
            "askubuntu superuser serverfault stackapps stackoverflow stackexchange hackernews 43things anobii.com ancestry.com \
             bebo blackplanet.com bit.ly buzzfeed cafemom.com care2 chegg.com classmates.com crunchyroll deviantart dzone fark \
             fc2 flickr fotolog.com foursquare gaiaonline geni.com glassdoor goodreads googleplus google%2B habbo hi5 houzz.com \
             hubpages imvu instapaper italki kakao last.fm librarything livejournal meetup mouthshut.com mubi myanimelist.net \
             myheritage netvibes ning photobucket plurk pocket.co quora ravelry reverbnation scribd secondlife sharethis \
             slashdot.org smartnews.com tagged.com tinyurl trustpilot tuenti typepad wattpad webshots weebly wikihow.com \
             woot.com wordpress xanga yammer zalo l.facebook.com old.reddit.com br.pinterest.com answers.yahoo.com",
        ),
        (
            "Organic Video",
            "crackle curiositystream.com dailymotion disneyplus hulu iqiyi justin.tv netflix ted twitch utreon veoh vimeo \
             wistia youku youtube music.youtube.com player.vimeo.com fast.wistia.net",
        ),
        (
            "Organic Shopping",
            "IGShopping alibaba amazon.co.uk ebay.com.au etsy mercadolibre.com.mx shop.app shopify shopzilla simplycodes.com \
             stripe walmart shopping.yahoo.co.jp uk.shopping.net checkout.stripe.com",
        ),
        (
            "Organic Search",
            "360.cn aol ask auone avg babylon baidu biglobe bing comcast conduit daum dogpile duckduckgo ecosia.org eniro \
             exalead globo google incredimail kvasir lycos msn najdi naver onet pchome qwant rakuten rambler search-results \
             seznam sogou startsiden terra virgilio yahoo yandex cn.bing.com uk.search.yahoo.com yandex.kz ntp.msn.com",
        ),
    ];
    let all = categories
        .iter()
        .flat_map(|(channel, sources)| sources.split_whitespace().map(move |source| (source, channel)));
    let wrong: Vec<_> = all.filter(|(source, channel)| tagged(source, "", "") != **channel).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    for source in ["newsletter", "partner", "blog", "max", "hr", "care"] {
        assert_eq!(tagged(source, "", ""), "Unassigned", "{source}");
    }
}
