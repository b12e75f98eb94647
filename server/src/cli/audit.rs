//! `skydeck audit`: the log of who did what.

use std::path::PathBuf;

use backend::{Backend, Config, audit};
use clap::Subcommand;

use super::{Failure, place, say};

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that no entry was changed, removed or moved.
    Verify {
        /// Where the data lies.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
}

/// Does it.
///
/// # Errors
/// When the chain of entries is broken.
pub async fn run(command: AuditCommand) -> Result<(), Failure> {
    let AuditCommand::Verify { data_dir } = command;
    let backend =
        Backend::open(Config::new(place::existing_data_dir(data_dir)?, place::master_key()?)).await?;
    let verdict = verify(&backend).await;
    backend.close().await;
    let verdict = verdict?;
    match verdict.problem {
        Some(problem) => Err(Failure::new(format!(
            "the audit log is broken after {} entries: {problem:?}",
            verdict.entries
        ))),
        None => {
            say(format_args!("audit: {} entries, unbroken, head {}", verdict.entries, verdict.head.mac));
            Ok(())
        }
    }
}

async fn verify(backend: &Backend) -> Result<audit::Verdict, Failure> {
    let mut connection = backend.db().read().acquire().await?;
    let verdict = audit::verify(&mut connection, backend.vault(), None).await;
    verdict.map_err(|error| Failure::new(error.into_public("audit verify").message))
}
