//! Addresses of the web: sites, where a visit came from, and the channel that this is.

mod channel;
mod referrer;
mod sites;
mod suffixes;

use super::Function;
use super::context::Context;

const FAMILY: &str = "web";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    sites::functions(context)
}
