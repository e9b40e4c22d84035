//! Sets of networks.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use ipnet::IpNet;

use super::address;
use crate::job::nearest::nearest;

/// What `private` stands for: addresses that are not of the public internet.
const PRIVATE: &str =
    "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,::1/128,fc00::/7,fe80::/10";

/// A set of networks.
#[derive(Debug)]
pub(super) struct Networks {
    v4: Vec<RangeInclusive<u128>>,
    v6: Vec<RangeInclusive<u128>>,
}

impl Networks {
    /// A list with commas: networks in CIDR notation, addresses, `private`.
    pub(super) fn parse(list: &str) -> Result<Self, String> {
        let (mut v4, mut v6) = (vec![], vec![]);
        for element in list.split(',').map(str::trim) {
            for part in if element == "private" { PRIVATE } else { element }.split(',') {
                match network(part)? {
                    IpNet::V4(net) => v4.push(net.network().to_bits().into()..=net.broadcast().to_bits().into()),
                    IpNet::V6(net) => v6.push(net.network().to_bits()..=net.broadcast().to_bits()),
                }
            }
        }
        Ok(Self { v4: merged(v4), v6: merged(v6) })
    }

    /// Whether the address is in one of them.
    pub(super) fn has(&self, ip: IpAddr) -> bool {
        let (ranges, bits) = match ip {
            IpAddr::V4(ip) => (&self.v4, ip.to_bits().into()),
            IpAddr::V6(ip) => (&self.v6, ip.to_bits()),
        };
        let after = ranges.partition_point(|range| *range.start() <= bits);
        after.checked_sub(1).is_some_and(|at| bits <= *ranges[at].end())
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    if let Some(ip) = address::parse(text) {
        return Ok(ip.into());
    }
    let near = nearest(text, ["private"]).map(|near| format!("; did you mean '{near}'?")).unwrap_or_default();
    let net = text.parse().map_err(|_| {
        format!("'{text}' is no network: write it like 10.0.0.0/8, 2001:db8::/32 or 192.0.2.1, with commas between them{near}")
    })?;
    // IPv4 within IPv6 is IPv4, as addresses are.
    Ok(match net {
        IpNet::V6(v6) if v6.prefix_len() >= 96 => match v6.addr().to_ipv4_mapped() {
            Some(v4) => IpNet::new(v4.into(), v6.prefix_len() - 96).unwrap_or(net),
            None => net,
        },
        net => net,
    })
}

/// The ranges in their order, those that touch as one.
fn merged(mut ranges: Vec<RangeInclusive<u128>>) -> Vec<RangeInclusive<u128>> {
    ranges.sort_unstable_by_key(|range| *range.start());
    let mut merged: Vec<RangeInclusive<u128>> = vec![];
    for range in ranges {
        match merged.last_mut() {
            Some(last) if *range.start() <= *last.end() => *last = *last.start()..=*last.end().max(range.end()),
            _ => merged.push(range),
        }
    }
    merged
}
