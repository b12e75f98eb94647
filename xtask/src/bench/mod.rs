//! `cargo xtask bench`: sizes, load and memory of a release build, printed beside what they should be. Times
//! depend on the machine and on what else it does, so they are figures to read and never a test.

mod browser;
mod http;
mod load;
mod process;
mod searches;

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::build;
use crate::layout::Layout;
use load::Load;
use process::Server;

/// The inventory that the list is measured over: the demo has three accounts, each gets a third.
const SERVERS_EACH: &str = "3334";

/// How many that are together.
const SERVERS: u64 = 10_002;

/// Many servers, and no limit on how often one session may ask.
const LOADED: [&str; 3] = ["--seed-servers", SERVERS_EACH, "--no-rate-limit"];

/// The address of the measured page.
const PAGE: &str = "/servers";

/// How long the server is left alone before its memory is read: the allocator gives back what seeding the demo's
/// password hashes took some seconds after.
const SETTLE: Duration = Duration::from_secs(30);

/// Builds and measures.
pub fn all(arguments: &[String]) -> Result<ExitCode> {
    if let Some(extra) = arguments.first() {
        bail!("`{extra}` is not an option of `bench`");
    }
    load::find_or_install()?;
    let layout = Layout::find()?;
    build::everything(&layout)?;
    println!("\n== sizes (server list: goal 250 KiB, limit 321)");
    build::sizes::measure(&layout.site())?.print();
    idle(&layout)?;
    many(&layout)?;
    pinned(&layout)?;
    people(&layout)?;
    Ok(ExitCode::SUCCESS)
}

fn idle(layout: &Layout) -> Result<()> {
    println!("\n== the demo at rest");
    let server = Server::start(layout, &[], &[])?;
    println!("  ready after         {:>8.2} s", server.ready_after.as_secs_f32());
    thread::sleep(SETTLE);
    println!("  resident memory     {:>8.1} MiB  (goal 80)", server.resident_mib()?);
    Ok(())
}

fn many(layout: &Layout) -> Result<()> {
    println!("\n== the list of {SERVERS} servers, signed in");
    let server = Server::start(layout, &[], &LOADED)?;
    let cookie = server.sign_in()?;
    let page = server.wait_for_rows(PAGE, &cookie, SERVERS)?;
    println!("  first HTML          {:>8.1} KiB before compression", page as f64 / 1024.0);
    println!("  resident memory     {:>8.1} MiB", server.resident_mib()?);
    measure(&server, &cookie, 1, "one connection (goal: p50 10 ms)")?;
    measure(&server, &cookie, 50, "50 connections (goals: 1000 requests/s, p99 100 ms, 2 CPU-ms each)")?;
    searches::measure(&server, &cookie)?;
    println!("  resident afterwards {:>8.1} MiB", server.resident_mib()?);
    Ok(())
}

fn pinned(layout: &Layout) -> Result<()> {
    println!("\n== the same with the process pinned to one core");
    let server = Server::start(layout, &["taskset", "--cpu-list", "0"], &LOADED)?;
    let cookie = server.sign_in()?;
    server.wait_for_rows(PAGE, &cookie, SERVERS)?;
    measure(&server, &cookie, 50, "50 connections")
}

fn people(layout: &Layout) -> Result<()> {
    println!("\n== the list of {SERVERS} servers in a browser");
    let server = Server::start(layout, &[], &LOADED)?;
    let cookie = server.sign_in()?;
    server.wait_for_rows(PAGE, &cookie, SERVERS)?;
    browser::measure(layout, &server, &cookie)
}

fn measure(server: &Server, cookie: &str, connections: u32, about: &str) -> Result<()> {
    let before = server.cpu_ms()?;
    let load = Load { connections, seconds: 10 };
    let found = load.run(&format!("{}{PAGE}", server.url), cookie)?;
    let cpu = (server.cpu_ms()? - before) / found.requests.max(1) as f64;
    println!(
        "  {about}\n    {:.0} requests/s, p50 {:.1} ms, p99 {:.1} ms, {cpu:.2} CPU-ms each, {} failed",
        found.per_second, found.p50_ms, found.p99_ms, found.failed
    );
    Ok(())
}
