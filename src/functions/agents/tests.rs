use super::*;
use crate::functions::data::Data;

/// Of uap-core's tests (tests/test_ua.yaml, test_os.yaml, test_device.yaml as crate ua-parser 0.2.2 carries them, Apache-2.0)
/// every tenth, fifth and hundred-and-fiftieth.
#[test]
fn uap_cores_own_tests_hold() {
    let rules = Rules::of(&Data::default()).unwrap();
    let vectors: serde_json::Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    let mut wrong = vec![];
    for (set, at) in [("ua", 0), ("os", 4), ("device", 8)] {
        for case in vectors[set].as_array().unwrap() {
            let [ua, expected @ ..] = &case.as_array().unwrap()[..] else { panic!("{case}") };
            let Record(found) = parsed(&rules, ua.as_str().unwrap());
            let expected: Vec<Value> = expected.iter().map(|part| Value::from(part.as_str())).collect();
            if found[at..at + expected.len()] != expected {
                wrong.push(format!("{set} {ua}: {:?}, not {expected:?}", &found[at..at + expected.len()]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The instances that crawler-user-agents (MIT) lists, two for each pattern.
#[test]
fn listed_crawlers_are_bots() {
    let bots = Bots::of(&Data::default()).unwrap();
    let missed: Vec<_> = include_str!("bots.txt").lines().filter(|ua| !bots.has(ua)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(!bots.has("mozilla/5.0 googleBOT/2.1"), "case matters");
    assert!(bots.has(" "));
}

/// Of three lists of real devices (PyPI's crawlerdetect, MIT; npm's user-agents, BSD-2-Clause; PyPI's fake-useragent, Apache-2.0):
/// whatever a pattern of crawler-user-agents matches as it is upstream, and a sample of the rest.
#[test]
fn people_are_not_taken_for_bots() {
    let bots = Bots::of(&Data::default()).unwrap();
    let people: Vec<_> = include_str!("people.txt").lines().collect();
    assert!(people.len() > 500);
    let taken: Vec<_> = people.into_iter().filter(|ua| bots.has(ua)).collect();
    assert!(taken.is_empty(), "{taken:#?}");
    let rules = Rules::of(&Data::default()).unwrap();
    let people = include_str!("people.txt").lines();
    let taken: Vec<_> = people.filter(|ua| device::class(&bots, &rules, ua) == "bot").collect();
    assert!(taken.is_empty(), "{taken:#?}");
}

#[test]
fn an_apps_browser_is_a_person_and_its_link_preview_is_a_bot() {
    let bots = Bots::of(&Data::default()).unwrap();
    let android = |device: &str, app: &str| {
        format!(
            "Mozilla/5.0 (Linux; Android 15; {device}) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 \
             Chrome/131.0.0.0 Mobile Safari/537.36{app}"
        )
    };
    let iphone = |app: &str| {
        format!(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Mobile/22B83{app}"
        )
    };
    let desktop = |app: &str| {
        format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) {app} Safari/537.36")
    };
    let mut people = vec![
        desktop("Code/1.115.0 Chrome/142.0.7444.265 Electron/39.8.5"),
        desktop("Notion/4.3.0 Chrome/130.0.6723.59 Electron/33.0.2"),
        desktop("Slack/4.4.2 Chrome/78.0.3904.130 Electron/7.2.1"),
        "Viber/12.8.0.1 CFNetwork/1121.2.2 Darwin/19.3.0".to_owned(),
        "MozacFetch/49.0.20200702190156".to_owned(),
        "Opera/9.80 (MAUI Runtime; Opera Mini/4.4.39008/37.8625; U; en) Presto/2.12.423 Version/12.16".to_owned(),
    ];
    for device in [
        "CPH2581 Build/AP3A.240617.008; wv", // the build of an Android release
        "Pixel 9 Build/AP4A.250205.002; wv",
        "HTC Butterfly 2 Build/MMB29M",
        "ViewSonic V500 Build/KVT49L",
        "Fever_Plus_J",
        "Expanse",
        "CUBOT NOTE PLUS",
    ] {
        for app in [
            "",
            " MetaIAB Facebook",
            " [FB_IAB/FB4A;FBAV/492.0.0.0.1;]",
            " Instagram 406.0.0.58.159 Android (35/15; 480dpi; 1080x2400; OPPO; CPH2581)",
            " Viber/25.1.0.3",
            " WhatsApp/2.24.10.80",
            " Snapchat/13.10.0.41 (Android 15)",
            " musical_ly_2023708040 BytedanceWebview/d8a21c6",
            " GSA/15.45.37.28.arm64",
            " SogouMSE,SogouMobileBrowser/5.24.6",
            " Line/14.20.0/IAB",
            " MicroMessenger/8.0.54.2741(0x2800365B) WeChat/arm64 Weixin",
        ] {
            people.push(android(device, app));
        }
    }
    for app in [
        "",
        " [FBAN/FBIOS;FBAV/490.0.0.27.109;FBBV/667]",
        " Viber",
        " WhatsApp/24.23.80",
        " Blackboard/3.7.0",
        " Tumblr/38.1",
    ] {
        people.push(iphone(app));
    }
    for ua in people {
        assert!(!bots.has(&ua), "{ua}");
    }
    for robot in [
        "WhatsApp/2.23.20.0",
        "WhatsApp/2.22.20.72 A",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Viber",
        "TelegramBot (like TwitterBot)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
        "Mozilla/5.0 (compatible; Butterfly/1.0; +http://labs.topsy.com/butterfly/) Gecko/2009032608 Firefox/3.0.8",
        "Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.6261.94 Mobile Safari/537.36 (compatible; GoogleOther)",
        "Mozilla/5.0 (Linux; Android 5.0; AspiegelBot) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36",
    ] {
        assert!(bots.has(robot), "{robot}");
    }
}

#[test]
fn devices_have_the_class_that_their_makers_mark() {
    let chrome = |system: &str, rest: &str| {
        format!("'Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 {rest}Safari/537.36'")
    };
    let cases = [
        (chrome("Linux; Android 14; Pixel 8", "Mobile "), "phone"),
        (chrome("Linux; Android 13; Lenovo TB-J606F", ""), "tablet"),
        (chrome("Linux; Android 12; BRAVIA 4K VH2", ""), "tv"),
        (chrome("Linux; Android 9; AFTKA Build/PS7704", "Mobile "), "tv"),
        (chrome("Web0S; Linux/SmartTV", ""), "tv"),
        (chrome("Linux; Android 11; MiTV-MSSP2 Build/RTM7.220726.001", "Mobile "), "tv"),
        (chrome("Linux; Android 9; SWTV-20AE", ""), "tv"),
        (chrome("Linux; Android 10; Chromecast HD Build/QTS2", "Mobile "), "tv"),
        (chrome("Linux; Android 7.1.2; TVBOX", ""), "tv"),
        (chrome("Linux; Android 10; X96Max_Plus2", ""), "tv"),
        (chrome("Linux; Tizen 6.0; SMART-TV", ""), "tv"),
        ("'Roku/DVP-12.5 (12.5.0.4178-88)'".to_owned(), "tv"),
        ("'AppleCoreMedia/1.0.0.20L563 (Apple TV; U; CPU OS 16_5 like Mac OS X; en_us)'".to_owned(), "tv"),
        ("'Opera/9.80 (Linux mips; ) Presto/2.12.407 Version/12.51 MB95/3.6.3.J (POLAROID, Si2157LG32, wireless)'".to_owned(), "tv"),
        // A phone that receives television, and one whose name has a maker's mark in it.
        (chrome("Linux; Android 8.1.0; Superion S1 Plus DTV", "Mobile "), "phone"),
        (chrome("Linux; Android 7.0; RIVIERA F23", "Mobile "), "phone"),
        (chrome("Linux; Android 6.0.1; NEXBOX-A1 Build/NEXBOX-A1; wv", ""), "tv"),
        (chrome("Windows NT 10.0; Win64; x64; Xbox; Xbox One", ""), "console"),
        (chrome("Nintendo Switch; WifiWebAuthApplet", ""), "console"),
        ("'Mozilla/5.0 (PS3) AppleWebKit/535.11 (KHTML, like Gecko) NuantiMeta/2.0'".to_owned(), "console"),
        ("'SonyEricssonK800i/R1AA Browser/NetFront/3.3 Profile/MIDP-2.0 Configuration/CLDC-1.1'".to_owned(), "phone"),
        ("'Nokia6230i/2.0 (03.80) Profile/MIDP-2.0 Configuration/CLDC-1.1'".to_owned(), "phone"),
        ("'BlackBerry9700/5.0.0.862 Profile/MIDP-2.1 Configuration/CLDC-1.1 VendorID/331'".to_owned(), "phone"),
        ("'Mozilla/5.0 (BB10; Touch) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.0.9.2372 Mobile Safari/537.10+'".to_owned(), "phone"),
        ("'Mozilla/5.0 (Mobile; Nokia_2720_Flip; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5.2'".to_owned(), "phone"),
        ("'DoCoMo/2.0 P902i(c100;TB;W24H12)'".to_owned(), "phone"),
        ("'SAMSUNG-SGH-T259/1.0 SHP/VPP/R5 NetFront/4.1 SMM-MMS/1.2.0'".to_owned(), "phone"),
        ("'SIE-S40/2.3 UP/4.1.16r'".to_owned(), "phone"),
        ("'Mozilla/5.0 (PlayBook; U; RIM Tablet OS 2.1.0; en-US) AppleWebKit/536.2+ (KHTML, like Gecko) Safari/536.2+'".to_owned(), "tablet"),
        (chrome("Linux; Android 9; MediaPad T5", "Mobile "), "tablet"),
        (chrome("Linux; Android 8.0; TicWatch C2+", "Mobile "), "wearable"),
        ("'Mozilla/5.0 (compatible; U; Webpositive/533.4; Haiku) AppleWebkit/533.4 (KHTML, like gecko)'".to_owned(), "desktop"),
        ("'mozilla/5.0 (linux; android 10; aka-l29; wv) applewebkit/537.36 (khtml, like gecko) mobile safari/537.36'".to_owned(), "phone"),
        ("'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; Banca Caboto s.p.a.; rv:11.0) like Gecko'".to_owned(), "desktop"),
        (chrome("X11; CrOS x86_64 14541.0.0", ""), "desktop"),
        (chrome("Macintosh; Intel Mac OS X 10_15_7", ""), "desktop"),
        (chrome("PlayStation; PlayStation 5/6.00", ""), "console"),
        (chrome("iPad; CPU OS 17_5 like Mac OS X", "Mobile/15E148 "), "tablet"),
        ("'atc/1.0 watchOS/10.5 model/Watch6,7 hwp/t8301 build/21T576 (6; dt:295)'".to_owned(), "wearable"),
        ("''".to_owned(), "bot"),
    ];
    let (bots, rules) = (Bots::of(&Data::default()).unwrap(), Rules::of(&Data::default()).unwrap());
    for (ua, class) in cases {
        assert_eq!(device::class(&bots, &rules, ua.trim_matches('\'')), class, "{ua}");
    }
}
