#![doc = include_str!("../README.md")]

mod bench;
mod build;
mod command;
mod layout;
mod run;
mod setup;
mod test;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask COMMAND

  run [-- ARGS]       set up what is missing, build, and start the demo on http://127.0.0.1:3000
  build               leave a release `skydeck` and its `site` folder under target/release
  site                build the site folder alone
  test [--only STEP]  every check, in order; `--list` names the steps
  bench               sizes, load and latency of a release build
  setup               the tools of `build` and `test`, without building
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_else(|| "help".into());
    match dispatch(&command, arguments.collect()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, arguments: Vec<String>) -> Result<ExitCode> {
    match command {
        "run" => run::demo(&arguments),
        "build" => {
            nothing_else(&arguments)?;
            let layout = layout::Layout::find()?;
            build::everything(&layout)?;
            Ok(ExitCode::SUCCESS)
        }
        "site" => {
            nothing_else(&arguments)?;
            build::site(&layout::Layout::find()?)?;
            Ok(ExitCode::SUCCESS)
        }
        "test" => test::all(&arguments),
        "bench" => bench::all(&arguments),
        "setup" => {
            nothing_else(&arguments)?;
            setup::everything(&layout::Layout::find()?)?;
            Ok(ExitCode::SUCCESS)
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

fn nothing_else(arguments: &[String]) -> Result<()> {
    match arguments.first() {
        Some(extra) => bail!("`{extra}` is not an option of this command\n\n{HELP}"),
        None => Ok(()),
    }
}
