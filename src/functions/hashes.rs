//! Hashes of text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::Function;
use super::call::Call;
use super::context::Context;
use super::declare::{Argument, text};
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
        keyed(
            Call::new(FAMILY, "hmac_sha256", &KEYED)
                .about(
                    "The HMAC-SHA-256 of the text's UTF-8 bytes as 64 lower-case hex digits. A secret that is not set is an error of the \
                     statement.",
                )
                .source(
                    "RFC 2104 with FIPS 180-4. `secret` is the name of an environment variable whose UTF-8 bytes are the key: no key stands \
                     in SQL.",
                )
                .example(
                    &["'what do ya want for nothing?'", "'EXAMPLE_KEY'"],
                    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                ),
            context,
            32,
        ),
        keyed(
            Call::new(FAMILY, "pseudonym", &KEYED)
                .about(
                    "A stable pseudonym: the first 16 bytes of the text's HMAC-SHA-256 (`hmac_sha256`) as 32 lower-case hex digits. The same \
                     text and key give the same one, and without the key nobody can try texts until one fits. The text is taken as it is: \
                     normalise it first. A secret that is not set is an error of the statement.",
                )
                .source(
                    "RFC 2104, section 5 (truncated output). `secret` is the name of an environment variable, as for `hmac_sha256`. Chosen: \
                     hex, which survives stores that ignore case.",
                )
                .example(&["'what do ya want for nothing?'", "'EXAMPLE_KEY'"], "5bdcc146bf60754e6a042426089575c7"),
            context,
            16,
        ),
    ]
}

const KEYED: [Argument; 2] = [text("text"), text("secret").constant()];

/// Gives the first bytes of the text's HMAC, in hex, with the secret that the second argument names.
fn keyed(call: Call, context: &Context, bytes: usize) -> Function {
    let secrets = context.secrets.clone();
    call.text(context, move |constants| {
        let keyed = hmac(secrets.get(constants.text(1))?.as_bytes());
        Ok(move |row: Row<'_>, out: &mut String| {
            let code = keyed.clone().chain_update(row.text(0)).finalize().into_bytes();
            push_hex(&code[..bytes], out);
            Ok(Some(()))
        })
    })
}

/// HMAC-SHA-256, its key taken in.
fn hmac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// Adds the bytes as lower-case hex digits.
pub(super) fn push_hex(bytes: &[u8], out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // A piece at a time: text is taken on as a whole faster than digit by digit.
    for piece in bytes.chunks(32) {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(piece) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        out.push_str(std::str::from_utf8(&digits[..2 * piece.len()]).expect("digits are ASCII"));
    }
}

#[cfg(test)]
#[path = "hashes_tests.rs"]
mod tests;
