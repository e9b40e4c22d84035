//! The one error type of the crate: what happened, where, and what to do about it.

use std::fmt;

/// What the person who reads the error can do; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The job is wrong: running it again changes nothing (exit code 2).
    Job,
    /// Something around the job failed: running it again may help (exit code 1).
    Environment,
    /// A defect in mubatch (exit code 1).
    Internal,
}

/// An error whose text is for the person who gets it: lower case, no final period, context as verb phrases
/// ("read job file: parse mapper 2: …").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// `Result` with the crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The job is wrong; running it again will not help.
    pub fn job(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Job, message: message.into() }
    }

    /// Something around the job failed; running it again may help.
    pub fn environment(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Environment, message: message.into() }
    }

    /// A defect in mubatch.
    pub fn internal(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Internal, message: message.into() }
    }

    /// What the reader can do about it.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Puts what was being done in front: `context("read job file")`.
    #[must_use]
    pub fn context(self, doing: impl fmt::Display) -> Self {
        Self { kind: self.kind, message: format!("{doing}: {}", self.message) }
    }

    /// 2 when the job is wrong, else 1.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            ErrorKind::Job => 2,
            ErrorKind::Environment | ErrorKind::Internal => 1,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
