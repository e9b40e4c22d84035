//! What URLs say: their parts, campaigns, click ids.

use super::Function;
use super::context::Context;

mod campaign;
mod parts;
mod url;

const FAMILY: &str = "web";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    [url::functions(context), campaign::functions(context)].concat()
}

#[cfg(test)]
mod tests;
