//! The SQL functions that mubatch adds to DataFusion's: one file per family.
//!
//! A family's `functions()` lists what it has. A function is its SQL function, made with a helper from `text` or by
//! hand, and what the reference says of it, with an example that runs as a test. Conventions: null in, null out; a bad
//! value gives null, never an error.

use datafusion::logical_expr::ScalarUDF;

mod hashes;
mod text;
mod time;

pub use time::WindowTime;

/// A function and what the reference says of it.
#[derive(Debug, Clone)]
pub struct Function {
    /// The family it belongs to: a heading of the reference.
    pub family: &'static str,
    /// How it is called: `sha256_hex(text)`.
    pub signature: &'static str,
    /// What it gives, for which inputs null, and the public document it follows. Markdown.
    pub about: &'static str,
    /// An expression that shows it.
    pub example: &'static str,
    /// What the example gives, as text.
    pub gives: &'static str,
    /// The function itself.
    pub udf: ScalarUDF,
}

impl Function {
    /// Its name in SQL.
    pub fn name(&self) -> &str {
        self.udf.name()
    }
}

/// All functions, family by family. `window_time()` among them reads `window_time`.
pub fn all(window_time: &WindowTime) -> Vec<Function> {
    [hashes::functions(), time::functions(window_time)].concat()
}

#[cfg(test)]
mod tests;
