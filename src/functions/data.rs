//! Data that ages: what the program brings along, or the job's files in its place.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::job::DataFiles;

/// What there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum DataSet {
    Geo,
    PublicSuffixes,
    UserAgents,
    Bots,
    Referrers,
}

/// Data that ages, read once for all workers, when the first statement that needs it is planned. Clones share it.
#[derive(Clone, Default)]
pub struct Data {
    files: Arc<DataFiles>,
    of_files: Loaded,
}

/// What is loaded. A set is always loaded as one and the same type.
type Loaded = Arc<Mutex<HashMap<DataSet, Arc<dyn Any + Send + Sync>>>>;

/// What the program brings along is the same for everybody.
static BUILT_IN: LazyLock<Loaded> = LazyLock::new(Loaded::default);

impl Data {
    /// With the job's files.
    pub fn new(files: DataFiles) -> Self {
        Self { files: Arc::new(files), ..Self::default() }
    }

    /// What `load` makes of a set: of the job's file, or without one of what the program brings along.
    pub(super) fn load<T: Send + Sync + 'static>(
        &self,
        set: DataSet,
        load: impl FnOnce(Option<&Path>) -> Result<T, String>,
    ) -> Result<Arc<T>, String> {
        let file = match set {
            DataSet::Geo => &self.files.geo,
            DataSet::PublicSuffixes => &self.files.public_suffixes,
            DataSet::UserAgents => &self.files.user_agents,
            DataSet::Bots => &self.files.bots,
            DataSet::Referrers => &self.files.referrers,
        };
        let loaded = if file.is_some() { &self.of_files } else { &*BUILT_IN };
        let mut loaded = loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = loaded.get(&set) {
            return Ok(known.clone().downcast().expect("a set is loaded as one type"));
        }
        let of_file = |why| match file {
            Some(file) => format!("read {}: {why}", file.display()),
            None => why,
        };
        let made = Arc::new(load(file.as_deref()).map_err(of_file)?);
        loaded.insert(set, made.clone());
        Ok(made)
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.fmt(f)
    }
}
