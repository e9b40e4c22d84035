//! Text: patterns, replacements, lists, sets of rows, names.

use super::Dialect;

pub(super) fn dialect() -> Dialect {
    Dialect::default()
}
