//! One Skydeck per data folder: two would send the same operation twice.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Held while this process owns the data folder. The operating system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct InstanceLock {
    _file: File,
}

/// Takes the lock; `None` when another process holds it.
///
/// # Errors
/// When the lock file cannot be made.
pub fn take(data_dir: &Path) -> io::Result<Option<InstanceLock>> {
    let file =
        OpenOptions::new().create(true).append(true).mode(0o600).open(data_dir.join("skydeck.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(InstanceLock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
