//! What a URL says of the campaign and the click that led to it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use ahash::RandomState;

use super::FAMILY;
use super::parts::Parts;
use crate::functions::Function;
use crate::functions::call::Call;
use crate::functions::context::Context;
use crate::functions::declare::text;
use crate::functions::output::{FieldType, Record, Value};
use crate::functions::row::Row;

/// The fields of `utm`, and their parameters.
const UTM: [(&str, &str); 9] = [
    ("source", "utm_source"),
    ("medium", "utm_medium"),
    ("campaign", "utm_campaign"),
    ("term", "utm_term"),
    ("content", "utm_content"),
    ("id", "utm_id"),
    ("source_platform", "utm_source_platform"),
    ("creative_format", "utm_creative_format"),
    ("marketing_tactic", "utm_marketing_tactic"),
];

/// Parameters with click ids, in the order in which they count.
const CLICK_IDS: [&str; 30] = [
    "gclid",     // Google Ads
    "gbraid",    // Google Ads, from apps on iOS to the web
    "wbraid",    // Google Ads, from the web to apps on iOS
    "dclid",     // Google Marketing Platform
    "fbclid",    // Meta
    "ttclid",    // TikTok
    "msclkid",   // Microsoft Advertising
    "twclid",    // X
    "li_fat_id", // LinkedIn
    "rdt_cid",   // Reddit
    "epik",      // Pinterest
    "ScCid",     // Snapchat
    "sccid",
    "yclid",     // Yandex
    "irclickid", // Impact
    "awc",       // Awin
    "cjevent",   // CJ
    "obclid",    // Outbrain
    "tblci",     // Taboola
    "qclid",     // Quora
    "srsltid",   // Google Merchant Center
    "dicbo",     // Outbrain
    "ndclid",    // Nextdoor
    "rtid",      // RTB House
    "ysclid",    // Yandex
    "ymclid",    // Yandex Market
    "ef_id",     // Adobe Advertising
    "s_kwcid",   // Adobe Advertising, of a keyword
    "ranSiteID", // Rakuten
    "tduid",     // Tradedoubler
];

/// Parameters of campaigns and clicks, in lower case: whole names, and beginnings.
static TRACKING: LazyLock<(HashSet<&str, RandomState>, Vec<&str>)> = LazyLock::new(|| {
    let list = include_str!("../../../data/tracking_parameters.txt");
    let entries = || list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let names = entries().filter(|entry| !entry.ends_with('*')).collect();
    (names, entries().filter_map(|entry| entry.strip_suffix('*')).collect())
});

/// Whether a parameter of that name belongs to a campaign or a click.
pub(super) fn is_tracking(name: &str) -> bool {
    let mut name = Cow::Borrowed(name);
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        name.to_mut().make_ascii_lowercase();
    }
    let (names, beginnings) = &*TRACKING;
    names.contains(&*name) || beginnings.iter().any(|beginning| name.starts_with(beginning))
}

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![utm(context), click_id(context)]
}

fn utm(context: &Context) -> Function {
    let fields = UTM.map(|(field, _)| (field, FieldType::Text));
    Call::new(FAMILY, "utm", &[text("url")])
        .about(
            "The campaign parameters of a URL (`utm_source`, `utm_medium`, …), decoded, with their case kept; null where one is missing or \
             empty, or all of them are. Of several with one name the first that is not empty is taken. Null, and counted as bad, for what is not a \
             URL.",
        )
        .source(
            "Google Analytics, [URL builders](https://support.google.com/analytics/answer/10917952): the nine parameters of GA4. Their names \
             are compared exactly, as there.",
        )
        .field_example(&["'https://example.com/?utm_source=News&utm_medium=email&utm_campaign=spring%20sale'"], "campaign", "spring sale")
        .field_example(&["'https://example.com/?utm_source=&utm_source=b'"], "source", "b")
        .null_example(&["'https://example.com/?page=2'"])
        .memoised()
        .record(context, &fields, |_| {
            Ok(|row: Row<'_>| {
                let parts = Parts::of(row.text(0))?;
                let mut values = vec![Value::Null; UTM.len()];
                for (name, value) in parts.parameters().filter(|(_, value)| !value.is_empty()) {
                    let Some(at) = UTM.iter().position(|(_, parameter)| *parameter == name) else { continue };
                    if values[at] == Value::Null {
                        values[at] = value.into_owned().into();
                    }
                }
                Ok(values.iter().any(|value| *value != Value::Null).then_some(Record(values)))
            })
        })
}

fn click_id(context: &Context) -> Function {
    const FIELDS: [(&str, FieldType); 2] = [("name", FieldType::Text), ("value", FieldType::Text)];
    Call::new(FAMILY, "click_id", &[text("url")])
        .about(
            "The click id that an ad network put on a URL, and the name of its parameter. Click ids are opaque: their case is kept. Where there \
             are several the first of these counts: `gclid`, `gbraid`, `wbraid`, `dclid`, `fbclid`, `ttclid`, `msclkid`, `twclid`, `li_fat_id`, \
             `rdt_cid`, `epik`, `ScCid`, `sccid`, `yclid`, `irclickid`, `awc`, `cjevent`, `obclid`, `tblci`, `qclid`, `srsltid`, `dicbo`, \
             `ndclid`, `rtid`, `ysclid`, `ymclid`, `ef_id`, `s_kwcid`, `ranSiteID`, `tduid`. Null where \
             there is none. Null, and counted as bad, for what is no URL.",
        )
        .source("The networks' documents on tracking parameters. Names are compared exactly.")
        .field_example(&["'https://example.com/?fbclid=IwAR2xYz&gclid=EAIaIQobChMI'"], "name", "gclid")
        .field_example(&["'https://example.com/?fbclid=IwAR2xYz'"], "value", "IwAR2xYz")
        .memoised()
        .record(context, &FIELDS, |_| {
            Ok(|row: Row<'_>| {
                let parts = Parts::of(row.text(0))?;
                let found = parts.parameters().filter(|(_, value)| !value.is_empty()).filter_map(|(name, value)| {
                    let rank = CLICK_IDS.iter().position(|known| *known == name)?;
                    Some((rank, value))
                });
                // The first of those with one name: `min_by_key` keeps it.
                let best = found.min_by_key(|(rank, _)| *rank);
                Ok(best.map(|(rank, value)| Record(vec![CLICK_IDS[rank].into(), value.into_owned().into()])))
            })
        })
}
