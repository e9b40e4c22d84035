//! Structured logs, text or JSON, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::{LogFormat, LoggingArgs};
use crate::error::{Error, Result};

/// A panic goes to the log, with its place. Its text only if it was fixed when the program was compiled: what was
/// formatted may hold a payload.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let text = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("(text withheld)");
        let thread = std::thread::current().name().unwrap_or("?").to_owned();
        tracing::error!(%place, %thread, "panicked: {text}");
    }));
}

/// Starts logging. `quiet`: only errors, where the program has a picture of its own to show.
pub fn start(args: &LoggingArgs, quiet: bool) -> Result<()> {
    let level = args.log_level.clone().unwrap_or_else(|| if quiet { "error" } else { "info" }.to_owned());
    let filter = EnvFilter::try_new(&level).map_err(|error| {
        Error::job(format!("--log-level {level}: {error}; use error, warn, info, debug, trace or a filter of targets"))
    })?;
    let to = || std::io::stderr();
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(to);
    let started = match args.log_format {
        LogFormat::Text => builder.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    log_panics();
    started.map_err(|error| Error::internal(format!("start logging: {error}")))
}
