//! The list in a real browser: from a click to new rows, at rest and while a batch of two hundred runs.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::process::Server;
use crate::command;
use crate::layout::Layout;
use crate::setup::{chromium, npm};

/// Runs the script against `server` and prints what it found.
pub fn measure(layout: &Layout, server: &Server, cookie: &str) -> Result<()> {
    let folder = layout.file("end2end");
    npm::install(&folder)?;
    let mut node = Command::new("node");
    node.current_dir(&folder).args(["bench/list.mjs", &server.url, cookie]);
    node.env("SKYDECK_CHROMIUM", chromium::find_or_install()?);
    let text = command::capture(&mut node)?;
    let found: Value = serde_json::from_str(text.trim()).context("the browser's figures")?;
    let of = |name: &str| found.get(name).and_then(Value::as_i64).with_context(|| format!("no {name}"));
    println!(
        "  click to new rows   {:>5} ms median of {}, {} ms at worst  (goal 150)",
        of("click_median_ms")?,
        of("clicks")?,
        of("click_worst_ms")?
    );
    println!(
        "  stop of {} servers: plan {} ms, taken on after {} ms; while {} still ran: click to new rows {} ms median, \
         {} ms at worst, longest task {} ms",
        of("batch")?,
        of("plan_ms")?,
        of("taken_ms")?,
        of("still_running")?,
        of("busy_median_ms")?,
        of("busy_worst_ms")?,
        of("longest_task_ms")?
    );
    Ok(())
}
