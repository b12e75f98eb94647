//! The master key: where it comes from, and what is refused as one (security.md K5).

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use hkdf::Hkdf;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::Sha256;

use super::hex;

/// Where the master key comes from.
#[derive(Clone, Debug)]
pub enum MasterKeySource {
    /// This file, which must exist: one key, raw or in digits, or several in digits, one a line, newest first.
    File(PathBuf),
    /// This text: 64 hexadecimal digits, or several keys of as many with white space between, newest first.
    Value(SecretString),
    /// This file, which is made when it is missing and nothing sealed exists.
    FileOrNew(PathBuf),
}

/// Names a master key without giving it away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyId([u8; 8]);

impl KeyId {
    pub(super) const fn new(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// From the bytes that a stored form names; `None` when they are not 8.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// From its text.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        Self::from_slice(&hex::decode(text)?)
    }

    pub(crate) const fn bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why there is no master key. No text form holds any of the key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file is not there.
    #[error("there is no master key at {0}")]
    Missing(PathBuf),
    /// The file cannot be read or made.
    #[error("the master key at {0} cannot be read or made: {1}")]
    Io(PathBuf, #[source] io::Error),
    /// Others may read the file.
    #[error("the master key at {0} can be read by others; run: chmod 600 {0}")]
    Readable(PathBuf),
    /// The key lies beside what it protects.
    #[error(
        "the master key at {0} is inside the data folder; keep it elsewhere, so that a copy of the data opens nothing"
    )]
    InDataDir(PathBuf),
    /// Not 32 bytes.
    #[error("the master key must be 32 bytes: 64 hexadecimal digits, or raw in a file")]
    Length,
    /// More keys than a rotation needs.
    #[error("there are more than {MOST} master keys; remove those that `skydeck key verify` calls unused")]
    TooMany,
    /// Not random.
    #[error("the master key is not random; make one with: openssl rand -hex 32")]
    Weak,
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandom,
}

/// 32 random bytes. Not printable, wiped when dropped.
pub struct MasterKey(SecretBox<[u8; 32]>);

impl MasterKey {
    pub(super) const fn bytes(&self) -> &SecretBox<[u8; 32]> {
        &self.0
    }

    /// From 32 raw bytes.
    ///
    /// # Errors
    /// When they are not 32 or not random.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| KeyError::Length)?;
        if is_weak(bytes) {
            return Err(KeyError::Weak);
        }
        Ok(Self(SecretBox::init_with_mut(|key: &mut [u8; 32]| key.copy_from_slice(bytes))))
    }

    fn from_text(text: &str) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(hex::decode(text.trim()).ok_or(KeyError::Length)?);
        Self::from_bytes(&bytes)
    }

    /// The key's public name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let mut id = [0; 8];
        // Fails only for more than 8,160 bytes.
        let _always = Hkdf::<Sha256>::new(None, self.0.expose_secret()).expand(b"skydeck/v1/kek-id", &mut id);
        KeyId(id)
    }
}

/// Keys that one source may hold: two do for a rotation, more let the next one begin before the last is cleared away.
const MOST: usize = 4;

/// Bytes that are read of a key file: more than [`MOST`] keys take, so that a longer one is seen to be none.
const LONGEST: usize = 512;

/// The master keys of one source, newest first (security.md K7).
pub struct MasterKeys {
    first: MasterKey,
    older: Vec<MasterKey>,
}

impl MasterKeys {
    /// The one that seals.
    pub(super) const fn first(&self) -> &MasterKey {
        &self.first
    }

    /// Those that only open.
    pub(super) fn older(&self) -> &[MasterKey] {
        &self.older
    }

    /// Every key's public name, first the one that seals.
    #[must_use]
    pub fn ids(&self) -> Vec<KeyId> {
        std::iter::once(&self.first).chain(&self.older).map(MasterKey::id).collect()
    }

    fn from_text(text: &str) -> Result<Self, KeyError> {
        let mut keys = text.split_ascii_whitespace().map(MasterKey::from_text);
        let first = keys.next().unwrap_or(Err(KeyError::Length))?;
        let older = keys.collect::<Result<Vec<_>, _>>()?;
        if older.len() < MOST { Ok(Self { first, older }) } else { Err(KeyError::TooMany) }
    }

    fn from_file_content(content: &[u8]) -> Result<Self, KeyError> {
        // 32 random bytes are no text; 32 bytes that are one are refused as a key below.
        match std::str::from_utf8(content) {
            Ok(text) if content.len() != 32 => Self::from_text(text),
            _ => Ok(Self { first: MasterKey::from_bytes(content)?, older: Vec::new() }),
        }
    }
}

/// Whether bytes that should be random plainly are not: few different ones, an even progression, or a typed text.
fn is_weak(bytes: &[u8; 32]) -> bool {
    let mut seen = [false; 256];
    for byte in bytes {
        if let Some(flag) = seen.get_mut(usize::from(*byte)) {
            *flag = true;
        }
    }
    let different = seen.iter().filter(|flag| **flag).count();
    let mut steps = bytes.iter().zip(bytes.iter().skip(1)).map(|(one, next)| next.wrapping_sub(*one));
    let first = steps.next();
    let even = steps.all(|step| Some(step) == first);
    let typed = bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    // Of 32 random bytes 30 differ on average; fewer than 20 happens once in more than 10^12 keys.
    different < 20 || even || typed
}

/// Reads the keys. `sealed_exists` forbids making one: what is sealed needs the key that sealed it.
///
/// # Errors
/// When there is none, or none that is fit.
pub fn load(source: &MasterKeySource, data_dir: &Path, sealed_exists: bool) -> Result<MasterKeys, KeyError> {
    match source {
        MasterKeySource::Value(text) => MasterKeys::from_text(text.expose_secret()),
        MasterKeySource::File(path) => read(path, data_dir),
        MasterKeySource::FileOrNew(path) => match read(path, data_dir) {
            Err(KeyError::Missing(_)) if !sealed_exists => {
                make(path, data_dir)?;
                read(path, data_dir)
            }
            outcome => outcome,
        },
    }
}

/// The path without links and detours, as far as it exists.
fn real(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(folder), Some(name)) => real(folder).join(name),
        (Err(_), ..) => path.to_owned(),
    }
}

fn outside(path: &Path, data_dir: &Path) -> Result<(), KeyError> {
    if real(path).starts_with(real(data_dir)) {
        return Err(KeyError::InDataDir(path.to_owned()));
    }
    Ok(())
}

fn read(path: &Path, data_dir: &Path) -> Result<MasterKeys, KeyError> {
    outside(path, data_dir)?;
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => KeyError::Missing(path.to_owned()),
        _ => KeyError::Io(path.to_owned(), error),
    };
    let file = File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(KeyError::Readable(path.to_owned()));
    }
    let mut content = Zeroizing::new(Vec::with_capacity(LONGEST));
    file.take(LONGEST as u64).read_to_end(&mut content).map_err(failed)?;
    MasterKeys::from_file_content(&content)
}

fn make(path: &Path, data_dir: &Path) -> Result<(), KeyError> {
    let failed = |error: io::Error| KeyError::Io(path.to_owned(), error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    outside(path, data_dir)?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| KeyError::NoRandom)?;
    let text = Zeroizing::new(hex::encode(bytes.as_slice()) + "\n");
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    tracing::info!(path = %path.display(), "master key made; keep a copy of it apart from the data");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "9f3c1be07a5d8842f016cd99b3e45a7721c8de0496fb3a6d5812e7c0af4d936b";

    fn file(folder: &Path, content: &[u8], mode: u32) -> PathBuf {
        let path = folder.join("key");
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    #[test]
    fn k5_hex_and_raw_files_are_the_same_key() {
        let (keys, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let load = |path| load(&MasterKeySource::File(path), data.path(), false).unwrap().ids();
        let text = load(file(keys.path(), format!("{GOOD}\n").as_bytes(), 0o600));
        let raw = load(file(keys.path(), &hex::decode(GOOD).unwrap(), 0o400));
        assert_eq!(text, raw);
        assert_eq!((text.len(), text[0].to_string().len()), (1, 16));
    }

    #[test]
    fn k7_a_file_holds_several_keys_newest_first() {
        const NEWER: &str = "5b1d0c9a7e62f4381f9930ab6cd7e8521046bf7793ce2d8f0a64b5e1c93f8d27";
        let (keys, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let load = |text: &str| {
            let source = MasterKeySource::File(file(keys.path(), text.as_bytes(), 0o600));
            load(&source, data.path(), true).map(|keys| keys.ids())
        };
        let id = |text: &str| MasterKey::from_text(text).unwrap().id();
        assert_eq!(load(&format!("{NEWER}\n{GOOD}\n")).unwrap(), [id(NEWER), id(GOOD)]);
        assert!(matches!(load(&format!("{NEWER}\nzz\n")), Err(KeyError::Length)));
        assert!(matches!(load(&format!("{NEWER}\n{}\n", "00".repeat(32))), Err(KeyError::Weak)));
        assert!(matches!(load(&format!("{GOOD}\n").repeat(5)), Err(KeyError::TooMany)));
        assert!(matches!(load(""), Err(KeyError::Length)));
    }

    #[test]
    fn k5_unfit_keys_are_refused() {
        let data = tempfile::tempdir().unwrap();
        let value =
            |text: &str| load(&MasterKeySource::Value(text.into()), data.path(), false).err().unwrap();
        assert!(matches!(value(""), KeyError::Length));
        assert!(matches!(value(&GOOD[2..]), KeyError::Length));
        assert!(matches!(value(&"00".repeat(32)), KeyError::Weak));
        assert!(matches!(value(&"deadbeef".repeat(8)), KeyError::Weak));
        let progression: Vec<u8> = (0..32).collect();
        assert!(matches!(value(&hex::encode(progression)), KeyError::Weak));
        assert!(matches!(value(&hex::encode("correct horse battery staple 123")), KeyError::Weak));
    }

    #[test]
    fn k5_a_key_that_others_may_read_is_refused() {
        let (keys, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for mode in [0o640, 0o604, 0o660] {
            let source = MasterKeySource::File(file(keys.path(), GOOD.as_bytes(), mode));
            assert!(matches!(load(&source, data.path(), false), Err(KeyError::Readable(_))));
        }
    }

    #[test]
    fn k5_a_key_in_the_data_folder_is_refused() {
        let data = tempfile::tempdir().unwrap();
        let path = file(data.path(), GOOD.as_bytes(), 0o600);
        for source in [MasterKeySource::File(path), MasterKeySource::FileOrNew(data.path().join("sub/new"))] {
            assert!(matches!(load(&source, data.path(), false), Err(KeyError::InDataDir(_))), "{source:?}");
        }
    }

    #[test]
    fn k6_a_key_is_made_only_while_nothing_is_sealed() {
        let (keys, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = keys.path().join("skydeck/master.key");
        let source = MasterKeySource::FileOrNew(path.clone());
        assert!(matches!(load(&source, data.path(), true), Err(KeyError::Missing(_))));
        assert!(!path.exists());
        let made = load(&source, data.path(), false).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(load(&source, data.path(), true).unwrap().ids(), made.ids());
    }
}
