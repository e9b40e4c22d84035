//! Transactional ids: `<job>/<instance>/<slot>`. Correctness never depends on them; how long an abandoned transaction
//! blocks readers does.

use std::collections::HashSet;
use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// More processes of one job on one host than this are a mistake.
const SLOTS_MAX: usize = 1000;

/// Gives every worker of this process an id that no other process on this host has: the first slot whose lock file is
/// free, held for as long as this lives.
pub struct Identity {
    job: String,
    instance: String,
    directory: PathBuf,
    held: Mutex<(HashSet<usize>, Vec<File>)>,
}

impl Identity {
    /// Lock files stand in the system's directory for temporary files.
    pub fn new(job: &str, instance: &str) -> Self {
        Self::in_directory(job, instance, std::env::temp_dir())
    }

    fn in_directory(job: &str, instance: &str, directory: PathBuf) -> Self {
        Self { job: job.to_owned(), instance: instance.to_owned(), directory, held: Mutex::default() }
    }

    /// The slot of a worker. Worker 0 of the first process gets slot 0, and gets it again after a restart: its
    /// transactional id fences its predecessor at once.
    pub fn slot(&self, worker: usize) -> Result<usize> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        for slot in worker..SLOTS_MAX {
            if held.0.contains(&slot) {
                continue;
            }
            let path = self.directory.join(self.lock_name(slot));
            let opened = File::options().create(true).truncate(false).write(true).open(&path);
            let file = opened.map_err(|error| {
                Error::environment(format!("open lock file {}: {error}; TMPDIR chooses its directory", path.display()))
            })?;
            match file.try_lock() {
                Ok(()) => {
                    held.0.insert(slot);
                    held.1.push(file);
                    return Ok(slot);
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    return Err(Error::environment(format!("lock {}: {error}", path.display())));
                }
            }
        }
        Err(Error::environment(format!("{SLOTS_MAX} workers of job {} run on this host already", self.job)))
    }

    /// The transactional id of a slot.
    pub fn transactional_id(&self, slot: usize) -> String {
        format!("{}/{}/{slot}", self.job, self.instance)
    }

    /// Names of jobs and instances need not be file names.
    fn lock_name(&self, slot: usize) -> String {
        let digest = Sha256::digest(format!("{}/{}", self.job, self.instance));
        let short: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("mubatch-{short}-{slot}.lock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_one_workers_until_its_process_ends_and_then_the_next_gets_it() {
        let directory = tempfile::tempdir().expect("a directory");
        let identity = || Identity::in_directory("job", "host", directory.path().to_owned());
        let first = identity();
        assert_eq!(first.slot(0).expect("a slot"), 0);
        assert_eq!(first.slot(1).expect("a slot"), 1);
        let second = identity();
        assert_eq!(second.slot(0).expect("a slot"), 2);
        drop(first);
        let third = identity();
        assert_eq!(third.slot(0).expect("a slot"), 0);
        assert_eq!(third.transactional_id(0), "job/host/0");
    }

    #[test]
    fn instances_do_not_get_in_each_others_way() {
        let directory = tempfile::tempdir().expect("a directory");
        let a = Identity::in_directory("job", "pod-0", directory.path().to_owned());
        let b = Identity::in_directory("job", "pod-1", directory.path().to_owned());
        assert_eq!(a.slot(0).expect("a slot"), 0);
        assert_eq!(b.slot(0).expect("a slot"), 0);
    }
}
