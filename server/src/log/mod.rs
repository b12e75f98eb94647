//! The log: one JSON object a line on standard error. Standard output belongs to the lines that scripts read.

mod scrub;

use std::io::{self, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// What is logged unless `SKYDECK_LOG` says otherwise. Idle connections that time out are no warning.
const DEFAULT: &str = "info,hyper=error";

/// Starts logging. Only the first call counts.
pub fn init() {
    let filter = EnvFilter::try_from_env("SKYDECK_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let started = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(true)
        .with_env_filter(filter)
        .with_writer(Scrubbed(io::stderr))
        .try_init();
    // An error means that a test has its own.
    drop(started);
}

/// Takes out of every line what looks like a secret, whoever wrote it.
#[derive(Clone, Debug)]
pub struct Scrubbed<M>(pub M);

/// One line on its way to `W`.
#[derive(Debug)]
pub struct Line<W>(W);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Scrubbed<M> {
    type Writer = Line<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line(self.0.make_writer())
    }
}

impl<W: Write> Write for Line<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // The formatter hands over whole lines.
        let scrubbed = scrub::line(&String::from_utf8_lossy(line)).into_owned();
        self.0.write_all(scrubbed.as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn d7_lines_are_json_and_without_secrets() {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber =
            tracing_subscriber::fmt().json().with_writer(Scrubbed(move || writer.clone())).finish();
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(header = "Authorization: Bearer s3cr3tvalue", "line\nbreak \u{1b}[31m");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 1, "a4: nobody can begin a line of their own");
        assert!(!text.contains("s3cr3tvalue") && !text.contains('\u{1b}'), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap()["level"], "INFO");
    }
}
