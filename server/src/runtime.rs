//! The threads that everything runs on.

use std::io;
use std::thread::available_parallelism;

use tokio::runtime::{Builder, Runtime};

/// On one core, rendering a page would hold up everybody else if there were one worker only.
const FEWEST_WORKERS: usize = 2;

/// A runtime with as many workers as processors, and at least two.
///
/// # Errors
/// When the threads can't be started.
pub fn build() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(workers()).thread_name("skydeck").enable_all().build()
}

fn workers() -> usize {
    available_parallelism().map_or(FEWEST_WORKERS, |processors| processors.get().max(FEWEST_WORKERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_always_two_workers() {
        let runtime = build().unwrap();
        assert_eq!(runtime.metrics().num_workers(), workers());
        assert!(workers() >= 2);
    }
}
