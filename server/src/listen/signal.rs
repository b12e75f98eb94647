//! Signals that end the server: the first softly, the second at once.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Turns `stop` true on SIGTERM or SIGINT, and ends the process on the next one.
///
/// # Errors
/// When the signals can't be listened for.
pub fn stop_on_signal(stop: watch::Sender<bool>) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        let mut told = false;
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if told {
                std::process::exit(1);
            }
            told = true;
            tracing::info!("stopping");
            stop.send_replace(true);
        }
    });
    Ok(())
}
