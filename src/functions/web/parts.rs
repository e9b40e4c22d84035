//! The parts of a URL, as the WHATWG URL standard has them.

use url::{Url, form_urlencoded};

use crate::functions::output::Bad;

/// A URL, taken apart.
pub(super) enum Parts<'a> {
    /// One that nothing has to be done to: each part stands in it as it is.
    Plain { host: &'a str, path: &'a str, query: Option<&'a str> },
    /// Any other.
    Parsed(Box<Url>),
}

impl<'a> Parts<'a> {
    /// Takes it apart. What is no absolute URL is bad.
    pub(super) fn of(text: &'a str) -> Result<Self, Bad> {
        match plain(text) {
            Some(plain) => Ok(plain),
            None => parse(text).map(|url| Self::Parsed(Box::new(url))),
        }
    }

    pub(super) fn host(&self) -> Option<&str> {
        match self {
            Self::Plain { host, .. } => Some(host),
            Self::Parsed(url) => url.host_str(),
        }
    }

    pub(super) fn path(&self) -> &str {
        match self {
            Self::Plain { path: "", .. } => "/",
            Self::Plain { path, .. } => path,
            Self::Parsed(url) => url.path(),
        }
    }

    pub(super) fn query(&self) -> Option<&str> {
        match self {
            Self::Plain { query, .. } => *query,
            Self::Parsed(url) => url.query(),
        }
    }

    /// The parameters of the query, decoded.
    pub(super) fn parameters(&self) -> form_urlencoded::Parse<'_> {
        form_urlencoded::parse(self.query().unwrap_or_default().as_bytes())
    }
}

/// The whole URL, parsed.
pub(super) fn parse(text: &str) -> Result<Url, Bad> {
    Url::parse(text).map_err(|_| Bad)
}

/// Takes a URL of the usual form apart, of which it is certain that the parser would leave its parts as they are. That
/// is most of them, and takes a tenth of the time.
fn plain(text: &str) -> Option<Parts<'_>> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let end = |of: &str, stop: fn(u8) -> bool| of.bytes().position(stop).unwrap_or(of.len());
    let (host, rest) = rest.split_at(end(rest, |byte| matches!(byte, b'/' | b'?' | b'#')));
    let (path, rest) = rest.split_at(end(rest, |byte| matches!(byte, b'?' | b'#')));
    let query = rest.strip_prefix('?').map(|rest| &rest[..end(rest, |byte| byte == b'#')]);
    let all = is_plain_host(host) && is_plain_path(path) && query.is_none_or(is_plain_query);
    all.then_some(Parts::Plain { host, path, query })
}

/// A name in lower case: no number (which may be an address), no Punycode (which may be wrong).
fn is_plain_host(host: &str) -> bool {
    let is_name = |label: &str| !label.is_empty() && label.len() <= 63;
    host.len() <= 253
        && host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
        && host.split('.').all(is_name)
        && host.rsplit('.').next().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_lowercase()))
        && !host.contains("--")
}

/// No segment that begins with a dot, which may lead up, nor a percent sign that may write one.
fn is_plain_path(path: &str) -> bool {
    path.bytes().all(is_plain) && !path.contains("/.") && !path.contains("%2e") && !path.contains("%2E")
}

fn is_plain_query(query: &str) -> bool {
    query.bytes().all(|byte| is_plain(byte) || byte == b'?')
}

/// A byte that stays as it is in paths and queries.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
                | b'/'
                | b'%'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is taken apart without the parser comes out as from the parser.
        #[test]
        fn plain_urls_have_the_parts_that_the_parser_gives(
            text in "https?://[a-z0-9.x:@%-]{0,12}(/[a-zA-Z0-9/.%2eE_~'()\\\\ -]{0,12})?(\\?[a-z0-9=&+%?'{ ]{0,12})?(#.{0,4})?"
        ) {
            let parsed = Url::parse(&text);
            if let Some(plain) = plain(&text) {
                let parsed = parsed.expect("the parser takes it");
                prop_assert_eq!(plain.host(), parsed.host_str());
                prop_assert_eq!(plain.path(), parsed.path());
                prop_assert_eq!(plain.query(), parsed.query());
            }
        }
    }

    #[test]
    fn the_usual_url_is_plain() {
        for text in [
            "https://www.example.com",
            "https://www.example.com/",
            "http://shop.example.co.uk/a/b.html?utm_source=x&y=%20z+1#top",
            "https://example.com?q=1",
        ] {
            assert!(plain(text).is_some(), "{text}");
        }
        for text in
            ["https://EXAMPLE.com/", "https://example.com:443/", "https://1.2.3.4/", "https://a@b.de/", "https://ü.de/"]
        {
            assert!(plain(text).is_none(), "{text}");
        }
    }
}
