//! `skydeck key`: the master key and what it opens.

use std::path::PathBuf;

use backend::vault::{KeyUse, Verified};
use backend::{Config, Inspection, RotateError, Rotation};
use clap::Subcommand;

use super::{Failure, place, say};

/// What can be done with the master key.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Open every sealed secret, say how many there are and by which master keys they are wrapped.
    ///
    /// Changes nothing; Skydeck may be running.
    Verify {
        /// Where the data lies.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Put every sealed secret under the first of several master keys, while Skydeck runs
    ///
    /// 1. Put a new key on a line before the one in the key file:
    ///    (umask 077; { openssl rand -hex 32; cat master.key; } > next) && mv next master.key
    /// 2. Restart Skydeck. It seals with the first key and opens with either.
    /// 3. skydeck key rotate
    ///    A run that was killed is taken up by running it again.
    /// 4. skydeck key verify
    ///    Says which key can be removed; remove its line and restart Skydeck.
    ///
    /// Keep the old key as long as you keep backups from before: they open with nothing else.
    #[command(verbatim_doc_comment)]
    Rotate {
        /// Where the data lies.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
}

/// Does it.
///
/// # Errors
/// When a key does not open something.
pub async fn run(command: KeyCommand) -> Result<(), Failure> {
    match command {
        KeyCommand::Verify { data_dir } => verify(data_dir).await,
        KeyCommand::Rotate { data_dir } => rotate(data_dir).await,
    }
}

async fn verify(data_dir: Option<PathBuf>) -> Result<(), Failure> {
    let mut data = Inspection::open(&place::existing_data_dir(data_dir)?, &place::master_key()?).await?;
    let Verified { good, bad, keys } =
        data.secrets().await.map_err(|error| Failure::new(error.into_public("key verify").message))?;
    for bad in &bad {
        say(format_args!("key: cannot open {} ({}): {}", bad.label, bad.row, bad.why));
    }
    say(format_args!("key: opened {good} secrets"));
    for key in &keys {
        say(format_args!("key: {} {}", key.id, words(key)));
    }
    if bad.is_empty() { Ok(()) } else { Err(Failure::new(format!("{} secrets cannot be opened", bad.len()))) }
}

/// What an operator needs to know of a key.
fn words(key: &KeyUse) -> String {
    match key {
        KeyUse { held: false, values, .. } => format!("is named by {values} values and was not offered"),
        KeyUse { seals: true, values, .. } => format!("seals, and wraps {values} values"),
        _ if key.removable() => "is not used; it can be removed".to_owned(),
        KeyUse { values, .. } => format!("wraps {values} values; it is still needed"),
    }
}

async fn rotate(data_dir: Option<PathBuf>) -> Result<(), Failure> {
    let config = Config::new(place::existing_data_dir(data_dir)?, place::master_key()?);
    let rotated = match Rotation::open(&config).await?.run().await {
        Err(RotateError::Bad(bad)) => {
            for bad in &bad {
                say(format_args!("key: cannot re-wrap {} ({}): {}", bad.label, bad.row, bad.why));
            }
            return Err(RotateError::Bad(bad).into());
        }
        outcome => outcome?,
    };
    say(format_args!("key: re-wrapped {} secrets; everything is under {}", rotated.secrets, rotated.to));
    Ok(())
}
