//! Hashes of text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Function;
use super::text::text_to_text;

const FAMILY: &str = "hashes";

pub(super) fn functions() -> Vec<Function> {
    vec![
        Function {
            family: FAMILY,
            signature: "sha256_hex(text)",
            about: "The SHA-256 of the text's UTF-8 bytes (FIPS 180-4) as 64 lower-case hex digits.",
            example: "sha256_hex('abc')",
            gives: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            udf: text_to_text("sha256_hex", |text, out| {
                push_hex(&Sha256::digest(text), out);
                true
            }),
        },
        Function {
            family: FAMILY,
            signature: "sha256_base64(text)",
            about: "The SHA-256 of the text's UTF-8 bytes (FIPS 180-4) in base64 (RFC 4648, section 4), padded: 44 \
                    characters, as UID2 wants its hashes.",
            example: "sha256_base64('abc')",
            gives: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
            udf: text_to_text("sha256_base64", |text, out| {
                STANDARD.encode_string(Sha256::digest(text), out);
                true
            }),
        },
    ]
}

fn push_hex(bytes: &[u8], out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.reserve(2 * bytes.len());
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}
