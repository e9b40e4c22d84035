//! Reading the small files that make up a job.

use std::io::{ErrorKind, Read};
use std::path::Path;

use super::units::show_size;

/// Reads a file of at most `bytes_max` bytes; the error says why it cannot be read.
pub fn read(path: &Path, bytes_max: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    // One byte more than is allowed, to see that there is more.
    let limit = bytes_max as u64 + 1;
    std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(|e| why(&e))?;
    if bytes.len() > bytes_max {
        return Err(format!("it has more than {}, the most that is read", show_size(bytes_max)));
    }
    Ok(bytes)
}

/// An I/O error in the words of who has to fix it.
pub fn why(e: &std::io::Error) -> String {
    match e.kind() {
        ErrorKind::NotFound => "there is no such file".into(),
        ErrorKind::PermissionDenied => "there is no permission to read it".into(),
        ErrorKind::IsADirectory => "it is a directory".into(),
        _ => e.to_string().to_lowercase(),
    }
}
