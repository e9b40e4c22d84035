//! Hashes of text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Function;
use super::call::Call;
use super::context::Context;
use super::declare::text;
use super::row::Row;

const FAMILY: &str = "hashes";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![
        Call::new(FAMILY, "sha256_hex", &[text("text")])
            .about("The SHA-256 of the text's UTF-8 bytes as 64 lower-case hex digits.")
            .source("FIPS 180-4.")
            .example(&["'abc'"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            .text(context, |_| {
                Ok(|row: Row<'_>, out: &mut String| {
                    push_hex(&Sha256::digest(row.text(0)), out);
                    Ok(Some(()))
                })
            }),
        Call::new(FAMILY, "sha256_base64", &[text("text")])
            .about("The SHA-256 of the text's UTF-8 bytes in base64, padded: 44 characters, as UID2 wants its hashes.")
            .source("FIPS 180-4; RFC 4648, section 4.")
            .example(&["'abc'"], "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
            .text(context, |_| {
                Ok(|row: Row<'_>, out: &mut String| {
                    STANDARD.encode_string(Sha256::digest(row.text(0)), out);
                    Ok(Some(()))
                })
            }),
    ]
}

/// Adds the bytes as lower-case hex digits.
pub(super) fn push_hex(bytes: &[u8], out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.reserve(2 * bytes.len());
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
#[path = "hashes_tests.rs"]
mod tests;
