//! `mubatch functions [NAME]`: the reference of the SQL functions.

use clap::Args;

use crate::error::{Error, Result};
use crate::functions::{Context, all, text};
use crate::job::nearest::nearest;

#[derive(Args)]
pub struct FunctionsArgs {
    /// The function; without it, a line for each
    name: Option<String>,
}

/// Prints the reference.
pub fn functions(args: &FunctionsArgs) -> Result<()> {
    let functions = all(&Context::default());
    let name = args.name.as_ref().map(|name| name.trim_end_matches("()").to_lowercase());
    if let Some(text) = text(&functions, name.as_deref()) {
        print!("{text}");
        return Ok(());
    }
    let name = name.unwrap_or_default();
    let near = nearest(&name, functions.iter().map(|function| function.name()));
    let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    Err(Error::job(format!(
        "mubatch has no function {name} of its own{near} (those of DataFusion, such as date_trunc, are at hand as well)"
    )))
}
