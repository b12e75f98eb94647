//! A demo server of its own for a measurement.

use std::cell::RefCell;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::http;
use crate::command;
use crate::layout::Layout;

/// Seeding ten thousand servers takes a while.
const START_LIMIT: Duration = Duration::from_secs(120);

/// The role that may see everything.
const ROLE: &str = "owner";

/// A running server; dropping it ends the process.
pub struct Server {
    /// Its address, without a trailing slash.
    pub url: String,
    /// How long it took until it said where it listens.
    pub ready_after: Duration,
    child: Child,
    lines: Receiver<String>,
    seen: RefCell<Vec<String>>,
    _home: TempDir,
}

impl Server {
    /// Starts a demo in an empty home folder. `wrapper` is a command that starts it, `extra` follows its arguments.
    pub fn start(layout: &Layout, wrapper: &[&str], extra: &[&str]) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let mut words: Vec<String> = wrapper.iter().map(|&word| word.to_owned()).collect();
        words.push(layout.server("release").to_string_lossy().into_owned());
        let (program, arguments) = words.split_first().context("there is nothing to start")?;
        let mut server = Command::new(program);
        server.args(arguments).args(["serve", "--demo", "--listen", "127.0.0.1:0"]).args(extra);
        server.env("SKYDECK_SITE", layout.site()).env("HOME", home.path()).env("TMPDIR", home.path());
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            server.env(name, home.path().join(name));
        }
        let start = Instant::now();
        let mut child =
            server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("cannot start the server")?;
        let lines = read(child.stdout.take().context("the server has no output")?);
        let mut server = Self {
            url: String::new(),
            ready_after: Duration::ZERO,
            child,
            lines,
            seen: RefCell::default(),
            _home: home,
        };
        server.url = server.line("skydeck: ")?.trim_end_matches('/').to_owned();
        server.ready_after = start.elapsed();
        Ok(server)
    }

    /// Signs in as the demo's owner and gives the session cookie.
    pub fn sign_in(&self) -> Result<String> {
        let words = self.line(&format!("sign-in: {ROLE} "))?;
        let (email, password) = words.split_once(' ').context("the sign-in line is not complete")?;
        let form =
            format!("email={}&password={}&next=", http::form_value(email), http::form_value(password.trim()));
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Accept", "text/html"),
            ("Origin", &self.url),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        let answer = http::send(&self.url, "POST", "/api/session/sign_in", &headers, &form)?;
        let cookie =
            answer.headers.iter().rev().find(|(name, value)| name == "set-cookie" && value.contains("sid="));
        match cookie.and_then(|(_, value)| value.split(';').next()) {
            Some(cookie) => Ok(cookie.to_owned()),
            None => bail!("signing in failed with status {}: {}", answer.status, answer.body),
        }
    }

    /// Waits until the page tells of this many servers and gives its length in bytes.
    pub fn wait_for_rows(&self, path: &str, cookie: &str, rows: u64) -> Result<usize> {
        let deadline = Instant::now() + START_LIMIT;
        let (plain, grouped) = (rows.to_string(), format!("{},{:03}", rows / 1000, rows % 1000));
        loop {
            let answer =
                http::send(&self.url, "GET", path, &[("Cookie", cookie), ("Accept", "text/html")], "")?;
            if answer.status != 200 {
                bail!("{path} answers with status {}", answer.status);
            }
            if answer.body.contains(&plain) || answer.body.contains(&grouped) {
                return Ok(answer.body.len());
            }
            if Instant::now() > deadline {
                bail!("{path} does not tell of {rows} servers");
            }
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// Memory that is its own or its share of what others use too, in MiB.
    pub fn resident_mib(&self) -> Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let line =
            text.lines().find_map(|line| line.strip_prefix("Pss:")).context("the kernel tells no Pss")?;
        let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kib / 1024.0)
    }

    /// CPU time so far, in milliseconds.
    pub fn cpu_ms(&self) -> Result<f64> {
        let ticks_a_second: f64 = command::capture(Command::new("getconf").arg("CLK_TCK"))?.trim().parse()?;
        let text = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in brackets may hold anything; user and system time are the 12th and 13th field after it.
        let (_, after) = text.rsplit_once(')').context("/proc/PID/stat reads differently")?;
        let ticks =
            after.split_whitespace().skip(11).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
        Ok(ticks * 1000.0 / ticks_a_second)
    }

    /// The rest of the first line with this beginning, whichever line is printed first.
    fn line(&self, start: &str) -> Result<String> {
        let deadline = Instant::now() + START_LIMIT;
        loop {
            if let Some(rest) = self.seen.borrow().iter().find_map(|line| line.strip_prefix(start)) {
                return Ok(rest.to_owned());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let line =
                self.lines.recv_timeout(left).with_context(|| format!("the server printed no `{start}…`"))?;
            self.seen.borrow_mut().push(line);
        }
    }
}

/// Reads on after the lines that are waited for, so that the server never blocks on a full pipe.
fn read(output: ChildStdout) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody waits for the later ones.
            let _ = sender.send(line);
        }
    });
    lines
}

impl Drop for Server {
    fn drop(&mut self) {
        // Errors mean that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
