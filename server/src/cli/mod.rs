//! The command line: what can be asked of `skydeck`, one command a file.

mod audit;
mod key;
mod origin;
mod place;
mod serve;
mod simulate;

use std::fmt;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use serve::ServeArgs;
pub use simulate::SimulateArgs;

/// One deck over all of a team's clouds.
#[derive(Debug, Parser)]
#[command(name = "skydeck", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the panel.
    Serve(Box<ServeArgs>),
    /// Serve simulated providers only.
    Simulate(SimulateArgs),
    /// The master key.
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// The audit log.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
}

/// Why a command ended early, in one line for the terminal.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// In these words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Does what was asked and says how it ended.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    crate::log::init();
    crate::middleware::panic::install_hook();
    crate::hardening::keep_memory_private();
    let done = match crate::runtime::build() {
        Ok(runtime) => runtime.block_on(Box::pin(perform(cli.command))),
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure);
            ExitCode::FAILURE
        }
    }
}

async fn perform(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(args) => serve::run(*args).await,
        Command::Simulate(args) => simulate::run(args).await,
        Command::Key(command) => key::run(command).await,
        Command::Audit(command) => audit::run(command).await,
    }
}

/// Prints a line that scripts read, at once. Nobody reading is fine.
fn say(line: fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let _nobody_reads = out.write_fmt(line).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
}

fn complain(failure: &Failure) {
    let _nobody_reads = writeln!(std::io::stderr().lock(), "error: {failure}");
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_the_scripts_write_is_understood() {
        for line in [
            "skydeck serve",
            "skydeck serve --demo --listen 127.0.0.1:0 --speed 20 --seed-servers 10000",
            "skydeck serve --data-dir /srv/skydeck --provider-url virtua=http://127.0.0.1:1/v1 --provider-url elastis=https://x.test/v1",
            "skydeck serve --public-origin https://deck.example.com --trusted-proxy 10.0.0.0/8 --allow-custom-base-urls",
            "skydeck simulate --virtua 127.0.0.1:0 --speed 2",
            "skydeck key verify",
            "skydeck key rotate --data-dir /srv/skydeck",
            "skydeck audit verify --data-dir /srv/skydeck",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).is_ok(), "{line}");
        }
        for line in [
            "skydeck",
            "skydeck serve --provider-url nobody=https://x.test",
            "skydeck serve --speed 0",
            "skydeck serve --speed NaN",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
