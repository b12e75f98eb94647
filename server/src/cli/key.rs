//! `skydeck key`: the master key and what it opens.

use std::path::PathBuf;

use backend::{Backend, Config};
use clap::Subcommand;

use super::{Failure, place, say};

/// What can be done with the master key.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Open every sealed secret and say how many there are.
    Verify {
        /// Where the data lies.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
}

/// Does it.
///
/// # Errors
/// When the key does not open something.
pub async fn run(command: KeyCommand) -> Result<(), Failure> {
    let KeyCommand::Verify { data_dir } = command;
    let backend =
        Backend::open(Config::new(place::existing_data_dir(data_dir)?, place::master_key()?)).await?;
    let verified = backend.vault().verify_all(backend.db()).await;
    backend.close().await;
    let verified = verified?;
    for bad in &verified.bad {
        say(format_args!("key: cannot open {} ({}): {}", bad.label, bad.credential, bad.why));
    }
    if !verified.bad.is_empty() {
        return Err(Failure::new(format!("{} secrets cannot be opened", verified.bad.len())));
    }
    say(format_args!("key: opened {} secrets", verified.good));
    Ok(())
}
