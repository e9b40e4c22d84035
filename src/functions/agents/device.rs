//! The class of a device.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexSet};

use super::bots::Bots;
use super::rules::Rules;

pub(super) const ABOUT: &str = "\
The class of the device that the user agent names; the first of these that fits:

1. `bot`: [`is_bot`](#is_bot) is true, or uap-core's device family is `Spider` and a word such as `bot` or `crawler` is there;
2. `console`: PlayStation, Xbox, Nintendo;
3. `tv`: HbbTV, Smart TV, Android TV and boxes, Google TV, Apple TV, webOS TV, Tizen TV, Roku, Fire TV, Chromecast, BRAVIA, VIERA and the like;
4. `wearable`: watches by Apple, Samsung and with Wear OS; headsets for virtual reality;
5. `tablet`: iPad, Kindle Fire, Samsung's and others' that say so, and Android without `Mobile`;
6. `phone`: iPhone and iPod, other Android, Windows Phone, BlackBerry, KaiOS, Nokia, other feature phones (MIDP, BREW, i-mode), and what else \
says `Mobile` or `Phone`;
7. `desktop`: Windows, macOS, Linux, Chrome OS, BSD, Solaris;
8. `other`.";

/// Marks in the text of a user agent, in the order in which they are looked for.
const MARKS: [(&str, &str); 8] = [
    (
        "console",
        r"(?i)playstation|\bps[345]\b|\bpsp\b|\bxbox|nintendo|\bwii\b|\bouya\b|steam ?deck|retroid pocket|dreamcast",
    ),
    // The names of systems and services, and of devices: `MiTV-MSSP2`, `SWTV-20AE`, but not phones that receive television (`DTV`).
    (
        "tv",
        r"(?i)hbbtv|smart-?_? ?tv|\btv\b|appletv|googletv|android ?tv|webtv|youview|web0s|webos\.tv|netcast|nettv|dtv\d|\broku|\baft[a-z0-9]{1,10}\b|crkey|chromecast|bravia|\bviera|vidaa|tvos|tizen.*\btv\b|pov_tv|philipstv|opera tv|\bomi/\d|sonycebrowser|large screen|ce-html|\bvizio|\baquos-?tv|\bregza|brightsign/|set-?top|\bstb\b|, ?(?:wired|wireless)\)",
    ),
    ("tv", r"(?:^|[^D])TV(?:[-_ ;)/]|$)"),
    // The models of boxes and sticks.
    (
        "tv",
        r"(?i)\bandroid [^;)]*;(?:[^;)]*;)?[^;)]*(?:box(?:[ _\-;)\d]|$)|\bstick\b|\bstb|\bott\b|led\d\d|\bshell\b|streamer|\b(?:x96|h96|t95|tx3|tx6|tx9|a95x|mxq|ugoos|mecool|vontar|gtking|formuler))",
    ),
    (
        "wearable",
        r"(?i)\b(?:tic|i)?watch(?:os)?\b|apple ?watch|wear ?os|\bsm-[rl]\d{3}|galaxy watch|pixel watch|gear live|oculusbrowser|picobrowser| vr safari",
    ),
    (
        "tablet",
        r"(?i)ipad|(?:android|arm).*\btab(?:let)?\b|\btablet;|kindle|\bkf[a-z]{2,6}\b|\bsilk/|playbook|touchpad|\bsm-[txp]\d{3}|\bgt-p\d{4}|nexus (?:7|9|10)\b|\bnook\b|mediapad|matepad|\b(?:mi|redmi|galaxy|honor) (?:pad|tab)|\btb-?[x\d]\d{3}|\bdv\(ipd",
    ),
    // What is older than smart phones, or says little of itself.
    (
        "phone",
        r"(?i)\bmidp\b|\bcldc\b|midp-\d|blackberry|\bbb10\b|nokia|kaios|\bup\.(?:browser|link)|\bup/\d|docomo/|j-phone|softbank/|vodafone/|kddi-|willcom|sonyericsson|\bsie-|\bmot-|\bsamsung-(?:sgh|gt|sch|sph)|\blge?-?[a-z]{1,2}\d{3}|\bbrew\b|jig browser|\bobigo|maui (?:runtime|wap)|symbian|series ?[46]0|palmos|palmsource|\bdv\(iph|com\.facebook\.katana",
    ),
    ("phone", r"(?i)\bandroid\b.*\bmobile\b"),
];

static MARKED: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(MARKS.map(|(_, pattern)| format!("(?-u){pattern}"))).expect("the patterns are valid")
});

/// See [`ABOUT`].
pub(super) fn class(bots: &Bots, rules: &Rules, ua: &str) -> &'static str {
    let (_, os, device) = rules.extract(ua);
    let device = device.as_ref().map_or("Other", |device| &device.device);
    if bots.has(ua) || device == "Spider" && SAYS_ROBOT.is_match(ua.as_bytes()) {
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
        _ if ANDROID.is_match(ua.as_bytes()) => "tablet",
        _ if mobile || matches!(device, "Generic Smartphone" | "Generic Feature Phone") => "phone",
        os if DESKTOP.iter().any(|desktop| os.starts_with(desktop)) => "desktop",
        _ if WORKSTATION.is_match(ua.as_bytes()) => "desktop",
        _ => "other",
    }
}

/// What a robot says of itself. uap-core takes more for one: any word with "bot" in it, such as a bank's name.
static SAYS_ROBOT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"bot\b|bot[^a-z]|crawl|spider|slurp|scan|fetch|index|monitor|check|feed|https?:|archiv"));

/// Android, where nothing more is known of it; some browsers spell it otherwise.
static ANDROID: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bandr[o0]id\b"));

/// Desktop systems that uap-core does not know.
static WORKSTATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bx11\b|amiga|\bhaiku\b|\bos/2\b|\bbeos\b|macintosh|mac_powerpc|\bwin(?:32|64|9\d|dows|7|10|11)\b|openvms|\birix\b|\bsunos\b|risc os",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i-u){text}")).expect("the pattern is valid")
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
