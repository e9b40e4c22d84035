//! What functions know beside their arguments.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::WindowTime;
use super::data::Data;
use crate::job::DataFiles;
use crate::job::nearest::nearest;
use crate::metrics::FunctionNulls;

/// What functions know beside their arguments. Clones share everything.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// What `window_time()` gives. Each worker has its own.
    pub window_time: WindowTime,
    /// Counts results that bad values made null.
    pub nulls: Arc<FunctionNulls>,
    /// The variables that name secrets.
    pub secrets: Secrets,
    /// Data that ages.
    pub data: Data,
}

impl Context {
    /// For a job that names these files, read with that environment.
    pub fn new(files: DataFiles, environment: BTreeMap<String, String>) -> Self {
        Self { secrets: Secrets(Arc::new(environment)), data: Data::new(files), ..Self::default() }
    }

    /// The same, with a window time of its own: for another worker.
    pub fn for_worker(&self) -> Self {
        Self { window_time: WindowTime::default(), ..self.clone() }
    }
}

/// The environment that the job file was read with: keys of functions such as `hmac_sha256`, by the names of the variables that
/// hold them. `Debug` shows none.
#[derive(Clone, Default)]
pub struct Secrets(Arc<BTreeMap<String, String>>);

impl Secrets {
    /// The secret in the variable of that name; the error says what to do.
    pub(super) fn get(&self, name: &str) -> Result<&str, String> {
        if let Some(secret) = self.0.get(name).filter(|secret| !secret.is_empty()) {
            return Ok(secret);
        }
        let near = nearest(name, self.0.keys().map(String::as_str));
        let near = near.map(|near| format!("; did you mean '{near}'?")).unwrap_or_default();
        Err(format!("'{name}' names no secret: set the environment variable {name}{near}"))
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}
