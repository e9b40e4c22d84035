//! Addresses of the internet: masked, matched, found behind proxies.

mod address;
mod geo;
mod networks;

use std::net::IpAddr;

use super::Function;
use super::call::Call;
use super::context::Context;
use super::declare::{Constants, int, text};
use super::output::{Bad, Given};
use super::row::Row;

use address::Forwarded;
use networks::Networks;

const FAMILY: &str = "network";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![ip_mask(context), ip_in(context), client_ip(context), geo::geo(context)]
}

fn ip_mask(context: &Context) -> Function {
    let prefixes = [int("ipv4_prefix").constant().optional(), int("ipv6_prefix").constant().optional()];
    Call::new(FAMILY, "ip_mask", &[text("ip"), prefixes[0], prefixes[1]])
        .about(
            "The address with its last bits zero, so that it no longer names a person: the first 24 bits of an IPv4 address \
             and the first 48 of an IPv6 address stay, or as many as the literals say. An IPv6 address that holds an IPv4 \
             address (`::ffff:1.2.3.4`) is that; a zone (`%eth0`) goes. Written as RFC 5952 has it. What is no address \
             is null.",
        )
        .source(
            "Google Analytics' IP masking: the last octet of IPv4 and the last 80 bits of IPv6 addresses are set to zero. \
             RFC 5952.",
        )
        .example(&["'203.0.113.77'"], "203.0.113.0")
        .example(&["'2001:db8:85a3:8d3:1319:8a2e:370:7348'"], "2001:db8:85a3::")
        .example(&["'203.0.113.77'", "16", "32"], "203.0.0.0")
        .null_example(&["'203.0.113.777'"])
        .text(context, |constants| {
            let (v4, v6) = (prefix(constants, 1, 24, 32)?, prefix(constants, 2, 48, 128)?);
            Ok(move |row: Row<'_>, out: &mut String| {
                write(address::masked(address::parse(row.text(0)).ok_or(Bad)?, v4, v6), out)
            })
        })
}

/// The literal length of a prefix at that place.
fn prefix(constants: &Constants<'_>, at: usize, default: u32, max: u32) -> Result<u32, String> {
    match constants.int_or_none(at)? {
        None => Ok(default),
        Some(bits) => u32::try_from(bits)
            .ok()
            .filter(|bits| *bits <= max)
            .ok_or_else(|| format!("a prefix of {bits} bits does not exist; write a number from 0 to {max}")),
    }
}

fn write(address: IpAddr, out: &mut String) -> Given<()> {
    use std::fmt::Write;
    Ok(write!(out, "{address}").ok())
}

fn ip_in(context: &Context) -> Function {
    Call::new(FAMILY, "ip_in", &[text("ip"), text("networks").constant()])
        .about(
            "Whether the address is in one of the networks, a literal: CIDR notation, or single addresses, with commas \
             between them; `private` stands for all networks that are not of the public internet. IPv6 addresses that hold \
             an IPv4 address match IPv4 networks. Bits beyond a prefix mean nothing (`10.1.2.3/8` is `10.0.0.0/8`). What is \
             no address is null.",
        )
        .source("RFC 4632 and RFC 4291 for the notation; for `private`: RFC 1918, 6598, 1122, 3927, 4193, 4291.")
        .example(&["'10.1.2.3'", "'10.0.0.0/8, 2001:db8::/32'"], "true")
        .example(&["'::ffff:10.1.2.3'", "'private'"], "true")
        .example(&["'192.0.2.1'", "'10.0.0.0/8'"], "false")
        .boolean(context, |constants| {
            let networks = Networks::parse(constants.text(1))?;
            Ok(move |row: Row<'_>| address::parse(row.text(0)).map(|ip| Some(networks.has(ip))).ok_or(Bad))
        })
}

fn client_ip(context: &Context) -> Function {
    Call::new(
        FAMILY,
        "client_ip",
        &[text("forwarded_for").nullable(), text("remote").nullable(), text("trusted").constant()],
    )
    .about(
        "The client's address behind proxies. `remote` is the peer of the connection and `forwarded_for` the header \
         `X-Forwarded-For`, whose right end is next to it: the first address from there that is not in `trusted` (networks \
         as [`ip_in`](#ip_in) takes them), or the leftmost one if all are. A peer that is not trusted is the client, \
         whatever the header says; without a peer the header is believed. Ports, brackets, quotes and zones go. Null if \
         `unknown` or a hidden name (`_abc`) stands where the client is looked for, if there is nothing at all, and, \
         counted, for what is no address.",
    )
    .source(
        "MDN, [X-Forwarded-For](https://developer.mozilla.org/docs/Web/HTTP/Headers/X-Forwarded-For), with a list of \
         trusted proxies; RFC 7239, section 6, for what may stand in the place of an address. The header `Forwarded` is not read.",
    )
    .example(&["'203.0.113.7, 10.0.0.1'", "'10.0.0.2'", "'10.0.0.0/8'"], "203.0.113.7")
    .example(&["'6.6.6.6, 203.0.113.7:4711'", "'10.0.0.2'", "'private'"], "203.0.113.7")
    .example(&["'6.6.6.6'", "'203.0.113.7'", "'private'"], "203.0.113.7")
    .null_example(&["'unknown'", "'10.0.0.2'", "'private'"])
    .text(context, |constants| {
        let trusted = Networks::parse(constants.text(2))?;
        Ok(move |row: Row<'_>, out: &mut String| match client(row.text_or_none(0), row.text_or_none(1), &trusted)? {
            Some(client) => write(client, out),
            None => Ok(None),
        })
    })
}

/// See `client_ip`.
fn client(forwarded_for: Option<&str>, remote: Option<&str>, trusted: &Networks) -> Given<IpAddr> {
    let hops = forwarded_for.unwrap_or_default().rsplit(',').map(str::trim).filter(|hop| !hop.is_empty());
    let remote = remote.map(str::trim).filter(|remote| !remote.is_empty());
    let mut last = None;
    for hop in remote.into_iter().chain(hops) {
        match Forwarded::parse(hop) {
            Forwarded::Address(ip) if trusted.has(ip) => last = Some(ip),
            Forwarded::Address(ip) => return Ok(Some(ip)),
            Forwarded::Hidden => return Ok(None),
            Forwarded::Wrong => return Err(Bad),
        }
    }
    Ok(last)
}

#[cfg(test)]
mod tests;
