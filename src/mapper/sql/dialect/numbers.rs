//! Numbers: decimals, division, overflow, casts.

use super::Dialect;

pub(super) fn dialect() -> Dialect {
    Dialect::default()
}
