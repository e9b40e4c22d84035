//! What a user agent says of itself: browser, system, device; and which ones are bots.

mod bots;
mod device;
mod rules;

use super::Function;
use super::call::Call;
use super::context::Context;
use super::declare::text;
use super::output::{FieldType, Record, Value};
use super::row::Row;

use bots::Bots;
use rules::Rules;

const FAMILY: &str = "agents";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![is_bot(context), ua_parse(context), device_class(context)]
}

fn is_bot(context: &Context) -> Function {
    let data = context.data.clone();
    Call::new(FAMILY, "is_bot", &[text("ua").nullable()])
        .about(
            "Whether the user agent is a known crawler: one of the list's patterns is found in it, case sensitively, and not only \
             in the name of an Android device. Link previews of messengers are crawlers, their built-in browsers are not. Null \
             and blank are true: browsers always say who they are. The result is never null.",
        )
        .source(
            "[crawler-user-agents](https://github.com/monperrus/crawler-user-agents) (MIT), without the patterns that match people: the \
             update checks each pattern against 170,000 user agents of real devices. `data.bots` of the job file names another `crawler-user-agents.json`. `\\w`, `\\d` and `\\b` mean ASCII, as in JavaScript.",
        )
        .example(&["'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'"], "true")
        .example(
            &["'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36'"],
            "false",
        )
        .example(&["CAST(NULL AS varchar)"], "true")
        .memoised()
        .boolean(context, move |_| {
            let bots = Bots::of(&data)?;
            Ok(move |row: Row<'_>| Ok(Some(row.text_or_none(0).is_none_or(|ua| bots.has(ua)))))
        })
}

const FIELDS: &[(&str, FieldType)] = &[
    ("family", FieldType::Text),
    ("major", FieldType::Text),
    ("minor", FieldType::Text),
    ("patch", FieldType::Text),
    ("os_family", FieldType::Text),
    ("os_major", FieldType::Text),
    ("os_minor", FieldType::Text),
    ("os_patch", FieldType::Text),
    ("device_family", FieldType::Text),
    ("device_brand", FieldType::Text),
    ("device_model", FieldType::Text),
];

fn ua_parse(context: &Context) -> Function {
    let data = context.data.clone();
    Call::new(FAMILY, "ua_parse", &[text("ua")])
        .about(
            "Browser, operating system and device that the user agent names. A family that is not known is `Other`; parts \
             that are not known are null. Versions are text: they hold letters at times.",
        )
        .source(
            "[uap-core](https://github.com/ua-parser/uap-core) (Apache-2.0): its rules and its specification, by the \
             official Rust implementation; `data.user_agents` of the job file names another `regexes.yaml`.",
        )
        .field_example(&[IPHONE], "os_family", "iOS")
        .field_example(&[IPHONE], "device_model", "iPhone")
        .field_example(&["'curl/8.5.0'"], "family", "curl")
        .memoised()
        .record(context, FIELDS, move |_| {
            let rules = Rules::of(&data)?;
            Ok(move |row: Row<'_>| Ok(Some(parsed(&rules, row.text(0)))))
        })
}

const IPHONE: &str = "'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/17.5 Mobile/15E148 Safari/604.1'";

fn parsed(rules: &Rules, ua: &str) -> Record {
    let (agent, os, device) = rules.extract(ua);
    let mut values: Vec<Value> = Vec::with_capacity(FIELDS.len());
    match agent {
        Some(agent) => {
            let version = [agent.major, agent.minor, agent.patch];
            values.push(Value::Text(agent.family.into_owned()));
            values.extend(version.map(Value::from));
        }
        None => values.extend(other(3)),
    }
    match os {
        Some(os) => {
            let version = [os.major, os.minor, os.patch];
            values.push(Value::Text(os.os.into_owned()));
            values.extend(version.map(|part| Value::from(part.as_deref())));
        }
        None => values.extend(other(3)),
    }
    match device {
        Some(device) => {
            values.push(Value::Text(device.device.into_owned()));
            values.extend([device.brand, device.model].map(|part| Value::from(part.as_deref())));
        }
        None => values.extend(other(2)),
    }
    Record(values)
}

/// What no rule knows: the specification's word for the family, and so many nulls.
fn other(nulls: usize) -> impl Iterator<Item = Value> {
    std::iter::once(Value::from("Other")).chain(std::iter::repeat_n(Value::Null, nulls))
}

fn device_class(context: &Context) -> Function {
    let data = context.data.clone();
    Call::new(FAMILY, "device_class", &[text("ua")])
        .about(device::ABOUT)
        .source(
            "The marks of vendors' own documents ([Chrome for Android](https://developer.chrome.com/docs/multidevice/user-agent): \
             `Mobile` tells phones from tablets; [HbbTV](https://www.hbbtv.org); \
             [Fire TV](https://developer.amazon.com/docs/fire-tv/user-agent-strings.html)), then what uap-core says of the \
             device and the system. An iPad that asks for desktop pages calls itself a Macintosh, and is a `desktop`.",
        )
        .example(&[IPHONE], "phone")
        .example(&["'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0'"], "desktop")
        .example(&["'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'"], "bot")
        .example(&["'?'"], "other")
        .memoised()
        .text(context, move |_| {
            let (bots, rules) = (Bots::of(&data)?, Rules::of(&data)?);
            Ok(move |row: Row<'_>, out: &mut String| {
                out.push_str(device::class(&bots, &rules, row.text(0)));
                Ok(Some(()))
            })
        })
}

#[cfg(test)]
mod tests;
