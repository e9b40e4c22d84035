//! Times: timestamps, dates, time zones, intervals.

use super::Dialect;

pub(super) fn dialect() -> Dialect {
    Dialect::default()
}
