//! Which version of a job this is: a hash over what it says, whatever its layout.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::is_secret;
use super::tree::{Node, Value};

/// The first 12 hex digits of the SHA-256 of the resolved tree, without its secrets, and of the schemas it names.
pub fn version<'a>(root: &Node, schemas: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    add(&mut hash, root, Some(""));
    for schema in schemas {
        add_text(&mut hash, b'S', schema);
    }
    let digest = hash.finalize();
    digest.iter().take(6).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// `section` is the key at the root that this value stands under, empty for the root itself; `None` deeper down, where
/// there are no secrets.
fn add(hash: &mut Sha256, node: &Node, section: Option<&str>) {
    match &node.value {
        Value::Null => hash.update(b"N"),
        Value::Scalar(scalar) => add_text(hash, b'T', &scalar.text),
        Value::List(items) => {
            add_count(hash, b'L', items.len());
            for item in items {
                add(hash, item, None);
            }
        }
        Value::Map(entries) => {
            let mut entries: Vec<_> = entries.iter().filter(|e| !hidden(section, &e.key)).collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            add_count(hash, b'M', entries.len());
            for entry in entries {
                add_text(hash, b'K', &entry.key);
                add(hash, &entry.value, (section == Some("")).then_some(&entry.key));
            }
        }
    }
}

fn hidden(section: Option<&str>, key: &str) -> bool {
    match section {
        Some("kafka") => is_secret(key),
        Some("schema_registry") => key == "password",
        _ => false,
    }
}

// Kind and length stand before every text, so that no two trees give the same bytes.
fn add_text(hash: &mut Sha256, kind: u8, text: &str) {
    add_count(hash, kind, text.len());
    hash.update(text);
}

fn add_count(hash: &mut Sha256, kind: u8, count: usize) {
    hash.update([kind]);
    hash.update((count as u64).to_le_bytes());
}
