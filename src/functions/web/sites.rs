//! What is known of sites: the domain that is registered, and what kind of site a visit came from.

use super::channel::{self, channel};
use super::referrer::{self, FIELDS, Referrers};
use super::suffixes::Suffixes;
use super::{Context, FAMILY, Function};
use crate::functions::call::Call;
use crate::functions::declare::text;
use crate::functions::row::Row;

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![registrable_domain(context), referrer(context), channel_of(context)]
}

fn registrable_domain(context: &Context) -> Function {
    let data = context.data.clone();
    Call::new(FAMILY, "registrable_domain", &[text("host")])
        .about(
            "The domain that somebody registered, of which the host is a part: the public suffix and one label more, in lower \
             case. A host in Unicode gives a domain in Unicode, one in punycode gives punycode; a dot at the end goes. Null \
             for IP addresses and for hosts that are public suffixes themselves (`co.uk`, `localhost`); null, counted, for \
             what is no host: also for one with a port, or with an empty label.",
        )
        .source(
            "The [public suffix list](https://publicsuffix.org/list/) and its algorithm, with the ICANN and the private \
             section, as browsers use it: `github.io` is a public suffix. `data.public_suffixes` of the job file names another \
             `public_suffix_list.dat`. Hosts are read as the [WHATWG's host parser](https://url.spec.whatwg.org/#host-parsing) \
             reads them.",
        )
        .example(&["'www.example.co.uk'"], "example.co.uk")
        .example(&["'shop.octocat.github.io'"], "octocat.github.io")
        .null_example(&["'co.uk'"])
        .null_example(&["'192.0.2.1'"])
        .text(context, move |_| {
            let suffixes = Suffixes::of(&data)?;
            Ok(move |row: Row<'_>, out: &mut String| suffixes.registrable_domain(row.text(0), out))
        })
}

fn referrer(context: &Context) -> Function {
    let data = context.data.clone();
    Call::new(FAMILY, "referrer", &[text("page"), text("ref").nullable()])
        .about(
            "Where a visit to `page` came from, by the URL `ref` of the page that linked to it. `medium`: `direct` if `ref` is \
             null or blank; `internal` if it has the page's [registrable domain](#registrable_domain), or the same host where \
             there is none; `search`, `social`, `video`, `shopping`, `email` or `ai` for the sites of a list; else `unknown`. \
             `source`: the site's name, if it is on the list. `term`: the search words, if the URL still carries them. Apps' \
             referrers (`android-app://com.google.android.gm/`) are sites too. Null if `page` is null; null, counted, if \
             either is no URL.",
        )
        .source(
            "A list of our own, `data/referrers.csv`; `data.referrers` of the job file names another, with the columns `site` (a host, \
             which means the hosts below it too; with `.*` for any registry's suffix, with or without `www.`; or a name that \
             campaigns give as `utm_source`), `medium`, `source`, `terms` (query parameters). The nearest line wins; \
             `unknown` takes what lies below a site out of it.",
        )
        .field_example(&["'https://shop.example/'", "'https://www.google.co.uk/search?q=red+shoes'"], "source", "Google")
        .field_example(&["'https://shop.example/'", "'https://www.bing.com/search?q=red+shoes'"], "term", "red shoes")
        .field_example(&["'https://shop.example/'", "'https://l.facebook.com/'"], "medium", "social")
        .field_example(&["'https://shop.example/'", "'https://www.shop.example/cart'"], "medium", "internal")
        .field_example(&["'https://shop.example/'", "NULL"], "medium", "direct")
        .memoised()
        .record(context, FIELDS, move |_| {
            let (sites, suffixes) = (Referrers::of(&data)?, Suffixes::of(&data)?);
            Ok(move |row: Row<'_>| referrer::record(row.text(0), row.text_or_none(1), &sites, &suffixes).map(Some))
        })
}

fn channel_of(context: &Context) -> Function {
    let data = context.data.clone();
    Call::new(FAMILY, "channel", &[text("page"), text("ref").nullable()])
        .about(channel::ABOUT)
        .source(
            "Google, [Default channel group](https://support.google.com/analytics/answer/9756891), the channels for manual \
             traffic in their order; and the medium `ai-assistant` of \
             [May 2026](https://support.google.com/analytics/answer/9164320). Chosen here, since Google does not say it or only \
             knows it of its own ads: which sites are of which kind beyond the sources that Google lists, mail providers among them; that campaign parameters win \
             over click IDs; that click IDs mean `google` / `cpc`; what a campaign without source and medium means; that \
             `utm_source=chatgpt.com`, which ChatGPT adds, is an AI assistant. `utm_source_platform` and others' click \
             IDs, which links of unpaid posts carry too, decide nothing.",
        )
        .example(&["'https://shop.example/?utm_source=google&utm_medium=cpc'", "NULL"], "Paid Search")
        .example(&["'https://shop.example/?gclid=EAIaIQ'", "'https://www.google.com/'"], "Paid Search")
        .example(&["'https://shop.example/?utm_source=news&utm_medium=email'", "'https://t.co/x'"], "Email")
        .example(&["'https://shop.example/'", "'https://www.google.com/'"], "Organic Search")
        .example(&["'https://shop.example/'", "'https://blog.example/'"], "Referral")
        .example(&["'https://shop.example/'", "NULL"], "Direct")
        .memoised()
        .text(context, move |_| {
            let (sites, suffixes) = (Referrers::of(&data)?, Suffixes::of(&data)?);
            Ok(move |row: Row<'_>, out: &mut String| {
                out.push_str(channel(row.text(0), row.text_or_none(1), &sites, &suffixes)?);
                Ok(Some(()))
            })
        })
}
