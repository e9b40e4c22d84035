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
