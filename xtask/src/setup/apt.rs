//! Debian packages, installed without questions.

use std::fs;
use std::io::{IsTerminal, stdin};
use std::process::Command;

use anyhow::{Result, bail};

use crate::command;

/// Whether this machine installs software with `apt-get`.
pub fn available() -> bool {
    command::find("apt-get").is_some()
}

/// Installs packages. `purpose` says in errors what they were for.
pub fn install(packages: &[&str], purpose: &str) -> Result<()> {
    let names = packages.join(" ");
    if !available() {
        bail!("{purpose} is missing and this machine has no apt-get; please install it by hand ({names})");
    }
    println!("installing {names} for {purpose}");
    let mut install: Vec<&str> = vec!["install", "-y", "--no-install-recommends"];
    install.extend(packages);
    if !lists_present() {
        update()?;
    }
    if apt_get(&install)?.status()?.success() {
        return Ok(());
    }
    // The lists may name versions that the mirror has already replaced, or the mirror was busy.
    update()?;
    if apt_get(&install)?.status()?.success() {
        return Ok(());
    }
    bail!("apt-get could not install {names}, needed for {purpose}");
}

fn update() -> Result<()> {
    let ok = apt_get(&["update"])?.status()?.success() || apt_get(&["update"])?.status()?.success();
    if !ok {
        bail!("`apt-get update` failed twice");
    }
    Ok(())
}

fn apt_get(arguments: &[&str]) -> Result<Command> {
    let mut command = as_root("env")?;
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
    command.args(["-o", "DPkg::Lock::Timeout=180", "-o", "Dpkg::Use-Pty=0"]).args(arguments);
    Ok(command)
}

/// A command that runs with root's rights: directly, or through sudo.
pub fn as_root(program: &str) -> Result<Command> {
    if command::capture(Command::new("id").arg("-u"))?.trim() == "0" {
        return Ok(Command::new(program));
    }
    let may_ask = stdin().is_terminal();
    if command::find("sudo").is_some()
        && (may_ask || command::succeeds(Command::new("sudo").args(["-n", "true"])))
    {
        let mut sudo = Command::new("sudo");
        sudo.arg(program);
        return Ok(sudo);
    }
    bail!("installing system packages needs root: run this command as root, or as a user who may use sudo");
}

fn lists_present() -> bool {
    fs::read_dir("/var/lib/apt/lists")
        .is_ok_and(|entries| entries.flatten().any(|e| e.file_name().to_string_lossy().contains("_Packages")))
}
