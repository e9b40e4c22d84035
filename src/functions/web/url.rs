//! Parts of URLs, and URLs without what follows a person.

use url::{Url, form_urlencoded};

use super::FAMILY;
use super::campaign::is_tracking;
use super::parts::{Parts, parse};
use crate::functions::Function;
use crate::functions::call::Call;
use crate::functions::context::Context;
use crate::functions::declare::text;
use crate::functions::row::Row;

const STANDARD: &str =
    "The [WHATWG URL standard](https://url.spec.whatwg.org/), as browsers follow it. A URL without a scheme is bad.";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![url_host(context), url_path(context), url_param(context), url_clean(context)]
}

fn url_host(context: &Context) -> Function {
    Call::new(FAMILY, "url_host", &[text("url")])
        .about(
            "The host of a URL, in lower case; international names in Punycode, IPv6 addresses in brackets. Null for URLs that have \
             none (`mailto:…`). Null, and counted as bad, for what is no URL.",
        )
        .source(STANDARD)
        .example(&["'https://Shop.Example.com:8443/cart?x=1'"], "shop.example.com")
        .example(&["'https://münchen.example/'"], "xn--mnchen-3ya.example")
        .text(context, |_| {
            Ok(|row: Row<'_>, out: &mut String| {
                Ok(Parts::of(row.text(0))?.host().map(|host| out.push_str(host)))
            })
        })
}

fn url_path(context: &Context) -> Function {
    Call::new(FAMILY, "url_path", &[text("url")])
        .about(
            "The path of a URL, `/` at least for web pages; percent-encoded as it is, with `.` and `..` resolved. Null, and counted \
             as bad, for what is no URL.",
        )
        .source(STANDARD)
        .example(&["'https://example.com/a/../b%20c?x=1#top'"], "/b%20c")
        .example(&["'https://example.com'"], "/")
        .text(context, |_| {
            Ok(|row: Row<'_>, out: &mut String| {
                out.push_str(Parts::of(row.text(0))?.path());
                Ok(Some(()))
            })
        })
}

fn url_param(context: &Context) -> Function {
    Call::new(FAMILY, "url_param", &[text("url"), text("name")])
        .about(
            "The value of a parameter in a URL's query, decoded (`+` is a space); of several with one name the first. Null where there is \
             none of that name. Null, and counted as bad, for what is no URL.",
        )
        .source("The WHATWG URL standard, application/x-www-form-urlencoded. Bytes that are no UTF-8 become U+FFFD. Names are compared exactly.")
        .example(&["'https://example.com/?q=red+shoes%21&page=2'", "'q'"], "red shoes!")
        .null_example(&["'https://example.com/?q=1'", "'page'"])
        .text(context, |_| {
            Ok(|row: Row<'_>, out: &mut String| {
                let (parts, wanted) = (Parts::of(row.text(0))?, row.text(1));
                let found = parts.parameters().find(|(name, _)| name == wanted);
                Ok(found.map(|(_, value)| out.push_str(&value)))
            })
        })
}

fn url_clean(context: &Context) -> Function {
    Call::new(FAMILY, "url_clean", &[text("url")])
        .about(
            "The URL without what follows a person through the web: user name and password, fragment, campaign parameters (`utm_…`, `mtm_…`, \
             `pk_…`), click and visitor ids and the like (`gclid`, `fbclid`, `_gl`, `mc_eid`, `__hstc`, …), their names in any case. The rest is written as a browser would: scheme and host in lower \
             case, no default port, path resolved. The parameters that stay keep their order and spelling. What else may name a person, \
             such as an e-mail address in a parameter, stays: `redact(url_clean(u))` takes that out, too.",
        )
        .source(
            "The WHATWG URL standard. The parameters are those of `data/tracking_parameters.txt`: of the networks' and platforms' \
             documents, and of [tidy-url](https://github.com/DrKain/tidy-url) (MIT). Names that sites use for other things as well, such as \
             `ref`, `cid` or `trk`, stay.",
        )
        .example(
            &["'https://Example.com:443/Shoes?size=42&utm_source=news&gclid=Abc&color=red#reviews'"],
            "https://example.com/Shoes?size=42&color=red",
        )
        .memoised()
        .text(context, |_| {
            Ok(|row: Row<'_>, out: &mut String| {
                out.push_str(clean(parse(row.text(0))?).as_str());
                Ok(Some(()))
            })
        })
}

fn clean(mut url: Url) -> Url {
    url.set_fragment(None);
    // Fails for URLs that can't have any.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(query) = url.query() {
        let stays = |pair: &&str| {
            let name = form_urlencoded::parse(pair.as_bytes()).next();
            !name.is_some_and(|(name, _)| is_tracking(&name))
        };
        let kept: Vec<&str> = query.split('&').filter(stays).collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
    url
}
