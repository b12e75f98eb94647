//! `skydeck audit`: the log of who did what.

use std::path::PathBuf;

use backend::Inspection;
use clap::Subcommand;

use super::{Failure, place, say};

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that no entry was changed, removed or moved. Changes nothing; Skydeck may be running.
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
    let mut data = Inspection::open(&place::existing_data_dir(data_dir)?, &place::master_key()?).await?;
    let verdict =
        data.audit(None).await.map_err(|error| Failure::new(error.into_public("audit verify").message))?;
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
