//! Addresses as they are written.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The address in the text, if it is one; an IPv4 address within IPv6 as IPv4. A zone goes.
pub(super) fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim_ascii();
    let ip: IpAddr = match text.split_once('%') {
        Some((ip, zone)) if !zone.is_empty() => IpAddr::V6(ip.parse().ok()?),
        _ => text.parse().ok()?,
    };
    Some(ip.to_canonical())
}

/// The address with only so many leading bits.
pub(super) fn masked(ip: IpAddr, v4: u32, v6: u32) -> IpAddr {
    match ip {
        IpAddr::V4(ip) => Ipv4Addr::from_bits(ip.to_bits() & u32::MAX.checked_shl(32 - v4).unwrap_or(0)).into(),
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & u128::MAX.checked_shl(128 - v6).unwrap_or(0)).into(),
    }
}

/// An element of `X-Forwarded-For`.
pub(super) enum Forwarded {
    Address(IpAddr),
    /// The proxy does not say: `unknown`, or a name of its own that begins with an underscore (RFC 7239, section 6).
    Hidden,
    Wrong,
}

impl Forwarded {
    pub(super) fn parse(element: &str) -> Self {
        let element = element.trim_matches('"');
        let host = match element.strip_prefix('[') {
            Some(rest) => match rest.split_once(']') {
                Some((host, port)) if port.is_empty() || is_port(port) => host,
                _ => return Self::Wrong,
            },
            // One colon is a port's; more are an IPv6 address's.
            None => match element.split_once(':') {
                Some((host, port)) if !port.contains(':') => host,
                _ => element,
            },
        };
        match parse(host) {
            Some(ip) => Self::Address(ip),
            None if host.eq_ignore_ascii_case("unknown") || host.starts_with('_') => Self::Hidden,
            None => Self::Wrong,
        }
    }
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
}
