//! `mubatch new NAME [DIR]`: a working job to start from.

use std::path::PathBuf;

use clap::Args;

use super::examples::{EXAMPLES, Example};
use crate::error::{Error, Result};
use crate::job::nearest::hint;

#[derive(Args)]
pub struct NewArgs {
    /// Which one: retargeting, enrichment, pseudonymised-export, channel-report
    name: String,
    /// Where to; by default a directory of that name
    directory: Option<PathBuf>,
}

/// Writes the example, and says how to run it.
pub fn new(args: &NewArgs) -> Result<()> {
    let known = EXAMPLES.iter().map(|example| example.name);
    let unknown = || Error::job(format!("there is no example {}{}", args.name, hint(&args.name, "there are", known)));
    let example = EXAMPLES.iter().find(|example| example.name == args.name).ok_or_else(unknown)?;
    let directory = args.directory.clone().unwrap_or_else(|| PathBuf::from(example.name));
    example.write(&directory)?;
    let Example { name, about, has_secrets, .. } = example;
    let env = if *has_secrets { " -e example.env" } else { "" };
    println!("wrote {name} to {}: {about}\n", directory.display());
    println!("  cd {}", directory.display());
    println!("  mubatch check job.yaml{env}                                    # plans the SQL, prints what comes out");
    println!("  mubatch map job.yaml{env} --input events.ndjson --output out   # files in, files out");
    println!(
        "  mubatch run job.yaml{env} --embedded --input events.ndjson     # windows and transactions, inside the process"
    );
    println!("  mubatch run job.yaml{env}                                      # on Kafka, at KAFKA_BOOTSTRAP");
    Ok(())
}
