//! What URLs say: their parts and their sites, campaigns and click ids, where a visit came from and by which channel.

use super::Function;
use super::context::Context;

mod campaign;
mod channel;
mod parts;
mod referrer;
mod sites;
mod suffixes;
mod url;

const FAMILY: &str = "web";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    [url::functions(context), campaign::functions(context), sites::functions(context)].concat()
}

#[cfg(test)]
mod tests;
