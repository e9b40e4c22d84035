//! The class of a device.

use std::sync::LazyLock;

use regex::bytes::RegexSet;

use super::bots::Bots;
use super::rules::Rules;

pub(super) const ABOUT: &str = "\
The class of the device that the user agent names; the first of these that fits:

1. `bot`: [`is_bot`](#is_bot) is true, or uap-core's device family is `Spider`;
2. `console`: PlayStation, Xbox, Nintendo;
3. `tv`: HbbTV, Smart TV, Android TV, Google TV, Apple TV, webOS TV, Tizen TV, Roku, Fire TV, Chromecast, BRAVIA, VIERA and the like;
4. `wearable`: watches by Apple, Samsung and with Wear OS;
5. `tablet`: iPad, Kindle Fire, Samsung's and others' that say so, and Android without `Mobile`;
6. `phone`: iPhone and iPod, other Android, Windows Phone, feature phones and what else says `Mobile` or `Phone`;
7. `desktop`: Windows, macOS, Linux, Chrome OS, BSD, Solaris;
8. `other`.";

/// Marks in the text of a user agent, in the order in which they are looked for.
const MARKS: [(&str, &str); 4] = [
    ("console", r"(?i)playstation|xbox|nintendo|\bouya\b"),
    (
        "tv",
        r"(?i)hbbtv|smart-?_? ?tv|\btv\b|appletv|googletv|android ?tv|web0s|webos\.tv|netcast|nettv|dtv|\broku|\baft[a-z0-9]{1,6}\b|crkey|bravia|viera|vidaa|tvos|tizen.*\btv\b|pov_tv|philipstv|opera tv|large screen|ce-html",
    ),
    ("wearable", r"(?i)\bwatch(?:os)?\b|apple ?watch|wear ?os|\bsm-[rl]\d{3}|galaxy watch|pixel watch"),
    (
        "tablet",
        r"(?i)ipad|(?:android|arm).*\btablet\b|\btablet;|kindle|\bkf[a-z]{2,6}\b|\bsilk/|playbook|touchpad|\bsm-[txp]\d{3}|\bgt-p\d{4}|nexus (?:7|9|10)\b",
    ),
];

static MARKED: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(MARKS.map(|(_, pattern)| format!("(?-u){pattern}"))).expect("the patterns are valid")
});

/// See [`ABOUT`].
pub(super) fn class(bots: &Bots, rules: &Rules, ua: &str) -> &'static str {
    let (_, os, device) = rules.extract(ua);
    let device = device.as_ref().map_or("Other", |device| &device.device);
    if bots.has(ua) || device == "Spider" {
        return "bot";
    }
    if let Some(first) = MARKED.matches(ua.as_bytes()).iter().next() {
        return MARKS[first].0;
    }
    let has = |word: &str| ua.contains(word);
    let mobile = has("Mobile") || has("Phone") || has("Opera Mini") || has("Mobi");
    match os.as_ref().map_or("Other", |os| &os.os) {
        "iOS" => "phone",
        "watchOS" => "wearable",
        "tvOS" | "ATV OS X" => "tv",
        "Android" if mobile || has("Opera Mobi") => "phone",
        // An app's own user agent, such as `okhttp`'s, does not follow the browsers' rule.
        "Android" => {
            if has("AppleWebKit") || has("Gecko/") {
                "tablet"
            } else {
                "phone"
            }
        }
        "Windows Phone" | "Windows Mobile" | "Windows CE" | "BlackBerry OS" | "KaiOS" | "Bada" | "Firefox OS"
        | "Maemo" | "MeeGo" => "phone",
        os if os.starts_with("Symbian") || os.starts_with("Nokia") || os.starts_with("Series") => "phone",
        _ if mobile || matches!(device, "Generic Smartphone" | "Generic Feature Phone") => "phone",
        os if DESKTOP.iter().any(|desktop| os.starts_with(desktop)) => "desktop",
        _ => "other",
    }
}

/// Beginnings of desktop systems' names.
const DESKTOP: [&str; 22] = [
    "Windows",
    "Mac OS",
    "Linux",
    "Chrome OS",
    "Ubuntu",
    "Debian",
    "Fedora",
    "Red Hat",
    "CentOS",
    "SUSE",
    "openSUSE",
    "Mandriva",
    "Gentoo",
    "Arch Linux",
    "Slackware",
    "Kubuntu",
    "Linux Mint",
    "FreeBSD",
    "OpenBSD",
    "NetBSD",
    "Solaris",
    "PCLinuxOS",
];
