//! The channel of a visit, as Google Analytics 4 groups them.

use url::Url;

use super::referrer::{Medium, Origin, Referrers, from, given, parameter, url};
use super::suffixes::Suffixes;
use crate::functions::output::Bad;

pub(super) const ABOUT: &str = "\
The channel by which a visit to `page` came: the first of these rules that fits its source, medium and campaign, whose case does not \
matter. Sites are those of the list that [`referrer`](#referrer) reads, by host (`m.facebook.com`) or name (`fb`). *Paid*: the \
medium matches `^(.*cp.*|ppc|retargeting|paid.*)$`. *Shop*: the campaign matches `^(.*(([^a-df-z]|^)shop|shopping).*)$`.

1. `Direct`: the source is `(direct)` or `direct`, and the medium `(none)`, `(not set)` or absent;
2. `Cross-network`: the campaign contains `cross-network`;
3. `Paid Shopping`: the source is a shopping site or the campaign *shop*, and *paid*; `Paid Search`, `Paid Social`, `Paid Video`: the \
source is a search, social or video site, and *paid*;
4. `Display`: the medium is `display`, `banner`, `expandable`, `interstitial` or `cpm`;
5. `Paid Other`: *paid*;
6. `AI Assistant`: the medium is `ai-assistant`, or the source an AI assistant;
7. `Organic Shopping`: the source is a shopping site or the campaign *shop*;
8. `Organic Social`: the source is a social site, or the medium `social`, `social-network`, `social-media`, `sm`, `social network` or \
`social media`;
9. `Organic Video`: the source is a video site, or the medium contains `video`;
10. `Organic Search`: the source is a search site, or the medium `organic`;
11. `Referral`: the medium is `referral`, `app` or `link`;
12. `Email`: source or medium is `email`, `e-mail`, `e_mail` or `e mail`;
13. `Affiliates`: the medium is `affiliate`; `Audio`: it is `audio`;
14. `SMS`: source or medium is `sms`;
15. `Mobile Push Notifications`: the medium ends with `push` or contains `mobile` or `notification`, or the source is `firebase`;
16. `Unassigned`.

Source, medium and campaign are `utm_source`, `utm_medium` and `utm_campaign` of the page. If neither source nor medium is there, \
or with a source alone, one of Google's click IDs (`gclid`, `gbraid`, `wbraid`, `dclid`) stands for what is missing of `google` / \
`cpc`. Without any of these the referrer says both: its site; and `organic` for a search engine, `ai-assistant`, `email`, or else \
`referral`. No referrer, or one of the page's own site, is `(direct)` / `(none)`, unless there is a campaign. `page` null gives \
null; `ref` null or blank is no referrer. A page that is no URL gives null, counted; so does a referrer that is asked and is none.";

/// What the channel depends on, in lower case; absent is empty.
#[derive(Debug, Default)]
struct Visit {
    source: String,
    medium: String,
    campaign: String,
    /// The kind of site that the source is.
    site: Option<Medium>,
}

/// See [`ABOUT`].
pub(super) fn channel(
    page: &str,
    referrer: Option<&str>,
    sites: &Referrers,
    suffixes: &Suffixes,
) -> Result<&'static str, Bad> {
    Ok(Visit::new(&url(page)?, referrer, sites, suffixes)?.channel())
}

impl Visit {
    fn new(page: &Url, referrer: Option<&str>, sites: &Referrers, suffixes: &Suffixes) -> Result<Self, Bad> {
        let utm = |name| parameter(page, name).unwrap_or_default().to_lowercase();
        let campaign = utm("utm_campaign");
        let (mut source, mut medium) = (utm("utm_source"), utm("utm_medium"));
        if medium.is_empty() && CLICK_IDS.iter().any(|name| parameter(page, name).is_some()) {
            "cpc".clone_into(&mut medium);
            if source.is_empty() {
                "google".clone_into(&mut source);
            }
        }
        if source.is_empty() && medium.is_empty() {
            return Self::referred(page, campaign, referrer, sites, suffixes);
        }
        let site = sites.named(&source, suffixes).map(|site| site.medium);
        Ok(Self { source, medium, campaign, site })
    }

    /// Source and medium as the referrer says them.
    fn referred(
        page: &Url,
        campaign: String,
        referrer: Option<&str>,
        sites: &Referrers,
        suffixes: &Suffixes,
    ) -> Result<Self, Bad> {
        let referrer = given(referrer).map(url).transpose()?;
        let (source, medium, site) = match from(page, referrer.as_ref(), sites, suffixes) {
            // What a campaign brought is not direct, though nothing says how it came.
            Origin::Direct | Origin::Internal if !campaign.is_empty() => ("", "", None),
            Origin::Direct | Origin::Internal => ("(direct)", "(none)", None),
            Origin::Other => ("", "referral", None),
            Origin::Listed(site) => {
                let medium = match site.medium {
                    Medium::Search => "organic",
                    Medium::Ai => "ai-assistant",
                    Medium::Email => "email",
                    Medium::Shopping | Medium::Social | Medium::Video | Medium::Unknown => "referral",
                };
                ("", medium, Some(site.medium))
            }
        };
        Ok(Self { source: source.to_owned(), medium: medium.to_owned(), campaign, site })
    }

    /// The first rule that fits, in Google's order.
    fn channel(&self) -> &'static str {
        let (source, medium) = (self.source.as_str(), self.medium.as_str());
        let of = |kind| self.site == Some(kind);
        let source_or_medium = |words: &[&str]| words.contains(&source) || words.contains(&medium);
        let paid = medium.contains("cp") || matches!(medium, "ppc" | "retargeting") || medium.starts_with("paid");
        let shopping = of(Medium::Shopping) || is_shop(&self.campaign);
        let social =
            ["social", "social-network", "social-media", "sm", "social network", "social media"].contains(&medium);
        let push = medium.ends_with("push") || medium.contains("mobile") || medium.contains("notification");
        let rules = [
            ("Direct", matches!(source, "(direct)" | "direct") && matches!(medium, "(none)" | "(not set)" | "")),
            ("Cross-network", self.campaign.contains("cross-network")),
            ("Paid Shopping", shopping && paid),
            ("Paid Search", of(Medium::Search) && paid),
            ("Paid Social", of(Medium::Social) && paid),
            ("Paid Video", of(Medium::Video) && paid),
            ("Display", ["display", "banner", "expandable", "interstitial", "cpm"].contains(&medium)),
            ("Paid Other", paid),
            ("AI Assistant", of(Medium::Ai) || medium == "ai-assistant"),
            ("Organic Shopping", shopping),
            ("Organic Social", of(Medium::Social) || social),
            ("Organic Video", of(Medium::Video) || medium.contains("video")),
            ("Organic Search", of(Medium::Search) || medium == "organic"),
            ("Referral", ["referral", "app", "link"].contains(&medium)),
            ("Email", source_or_medium(&["email", "e-mail", "e_mail", "e mail"])),
            ("Affiliates", medium == "affiliate"),
            ("Audio", medium == "audio"),
            ("SMS", source_or_medium(&["sms"])),
            ("Mobile Push Notifications", push || source == "firebase"),
        ];
        rules.iter().find(|(_, fits)| *fits).map_or("Unassigned", |(name, _)| name)
    }
}

/// Google's own click IDs: of Google Ads, and of Display & Video 360 and Campaign Manager 360.
const CLICK_IDS: [&str; 4] = ["gclid", "gbraid", "wbraid", "dclid"];

/// Whether the campaign matches `^(.*(([^a-df-z]|^)shop|shopping).*)$`: `eshop` does, `workshop` does not.
fn is_shop(campaign: &str) -> bool {
    campaign.contains("shopping")
        || campaign
            .match_indices("shop")
            .any(|(at, _)| !campaign[..at].ends_with(|c| matches!(c, 'a'..='d' | 'f'..='z')))
}

#[cfg(test)]
#[path = "channel_tests.rs"]
mod tests;
