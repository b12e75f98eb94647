//! Where Skydeck keeps its data and finds its key, unless told otherwise.

use std::path::PathBuf;

use backend::MasterKeySource;

use super::Failure;

/// The folder for this person's data.
///
/// # Errors
/// When neither `XDG_DATA_HOME` nor `HOME` is set.
pub fn data_dir(chosen: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    chosen
        .or_else(|| set("XDG_DATA_HOME").map(|folder| folder.join("skydeck")))
        .or_else(|| set("HOME").map(|home| home.join(".local/share/skydeck")))
        .ok_or_else(|| Failure::new("cannot tell where to keep data: give --data-dir DIR"))
}

/// The operator's master key.
///
/// # Errors
/// When it is not clear where it lies.
pub fn master_key() -> Result<MasterKeySource, Failure> {
    MasterKeySource::from_env()
        .ok_or_else(|| Failure::new("cannot tell where the master key is: set SKYDECK_MASTER_KEY_FILE"))
}

/// The folder of data that must be there already, for commands that only look.
///
/// # Errors
/// When there is none.
pub fn existing_data_dir(chosen: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let folder = data_dir(chosen)?;
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(Failure::new(format!("there is no data in {}", folder.display())))
    }
}
