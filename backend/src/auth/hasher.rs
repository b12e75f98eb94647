//! Password hashes: Argon2id on threads of their own, a few at a time (security.md P1–P3, P5).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::error::{DomainError, ErrorKind};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::Argon2Config;
use crate::error::{BackendError, Result};
use crate::open::OpenError;

/// Makes and checks password hashes without ever holding up other work.
#[derive(Debug)]
pub struct Hasher {
    config: Argon2Config,
    /// Verified against when there is no such user, so that both cost the same.
    dummy: String,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// What checking a password showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checked {
    /// Whether it is the password.
    pub(crate) right: bool,
    /// Whether the hash costs less than new ones do.
    pub(crate) outdated: bool,
}

fn argon2(config: &Argon2Config) -> Result<Argon2<'static>> {
    let params = Params::new(config.memory_kib, config.iterations, config.parallelism, Some(32))
        .map_err(|error| BackendError::internal(format!("argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn make(config: &Argon2Config, password: &SecretString) -> Result<String> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)
        .map_err(|_| BackendError::internal("the operating system gave no random bytes"))?;
    let failed = |error| BackendError::internal(format!("argon2: {error}"));
    let salt = SaltString::encode_b64(&salt).map_err(failed)?;
    let hash = argon2(config)?.hash_password(password.expose_secret().as_bytes(), &salt).map_err(failed)?;
    Ok(hash.to_string())
}

fn check(config: &Argon2Config, hash: &str, password: &SecretString) -> Result<Checked> {
    let stored =
        PasswordHash::new(hash).map_err(|error| BackendError::internal(format!("stored hash: {error}")))?;
    let right = argon2(config)?.verify_password(password.expose_secret().as_bytes(), &stored).is_ok();
    let outdated = Params::try_from(&stored).map_or(true, |params| {
        params.m_cost() < config.memory_kib
            || params.t_cost() < config.iterations
            || params.p_cost() < config.parallelism
    });
    Ok(Checked { right, outdated })
}

/// Counts someone who waits, for as long as they do.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Hasher {
    /// A hasher of this cost. Makes one hash, so it takes as long as a sign-in.
    ///
    /// # Errors
    /// When the library does not take the cost.
    pub fn new(config: Argon2Config) -> std::result::Result<Self, OpenError> {
        let dummy = make(&config, &SecretString::from("nobody has this password"))?;
        Ok(Self {
            config,
            dummy,
            turns: Arc::new(Semaphore::new(config.concurrent)),
            waiting: AtomicUsize::new(0),
        })
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        let busy = || DomainError {
            retry_after_s: Some(5),
            ..DomainError::new(
                ErrorKind::Unavailable,
                "Too many people are signing in. Try again in a moment.",
            )
        };
        if let Ok(turn) = self.turns.clone().try_acquire_owned() {
            return Ok(turn);
        }
        let place = Place(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= self.config.queue {
            return Err(busy().into());
        }
        let turn = tokio::time::timeout(self.config.longest_wait, self.turns.clone().acquire_owned()).await;
        drop(place);
        match turn {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => Err(busy().into()),
        }
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// `Unavailable` when too many wait.
    pub(crate) async fn hash(&self, password: SecretString) -> Result<String> {
        let turn = self.turn().await?;
        self.make(turn, password).await
    }

    /// Like [`Hasher::hash`], for what Skydeck itself makes before anybody can sign in: waits for as long as it takes.
    pub(crate) async fn hash_in_peace(&self, password: SecretString) -> Result<String> {
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|_| BackendError::internal("no password is hashed any more"))?;
        self.make(turn, password).await
    }

    async fn make(&self, turn: OwnedSemaphorePermit, password: SecretString) -> Result<String> {
        let config = self.config;
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            make(&config, &password)
        })
        .await?
    }

    /// Checks a password; without a stored hash it costs the same and is wrong.
    ///
    /// # Errors
    /// `Unavailable` when too many wait.
    pub(crate) async fn check(&self, stored: Option<String>, password: SecretString) -> Result<Checked> {
        let (turn, config) = (self.turn().await?, self.config);
        let known = stored.is_some();
        let hash = stored.unwrap_or_else(|| self.dummy.clone());
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let checked = check(&config, &hash, &password)?;
            Ok(Checked { right: checked.right && known, outdated: checked.outdated })
        })
        .await?
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn hasher(change: impl FnOnce(&mut Argon2Config)) -> Hasher {
        let mut config = Argon2Config::FLOOR;
        change(&mut config);
        Hasher::new(config).unwrap()
    }

    #[tokio::test]
    async fn p1_hashes_are_phc_strings_of_the_configured_cost() {
        let hasher = hasher(|_| {});
        let hash = hasher.hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let right = hasher.check(Some(hash.clone()), "correct horse".into()).await.unwrap();
        assert_eq!(right, Checked { right: true, outdated: false });
        assert!(!hasher.check(Some(hash), "Correct horse".into()).await.unwrap().right);
    }

    #[tokio::test]
    async fn p2_a_full_queue_is_refused_with_a_time_to_come_back() {
        let hasher = hasher(|config| {
            config.concurrent = 1;
            config.queue = 0;
        });
        let turn = hasher.turn().await.unwrap();
        let refused = hasher.hash("correct horse".into()).await.unwrap_err();
        assert_eq!(refused.public().kind, ErrorKind::Unavailable);
        assert_eq!(refused.public().retry_after_s, Some(5));
        drop(turn);
        assert!(hasher.hash("correct horse".into()).await.is_ok());
    }

    #[tokio::test]
    async fn what_skydeck_itself_hashes_is_never_refused_for_want_of_a_turn() {
        let hasher = hasher(|config| {
            config.concurrent = 1;
            config.queue = 0;
            config.longest_wait = Duration::ZERO;
        });
        let turn = hasher.turn().await.unwrap();
        let (hash, ()) = tokio::join!(hasher.hash_in_peace("correct horse".into()), async {
            tokio::task::yield_now().await;
            drop(turn);
        });
        assert!(hash.unwrap().starts_with("$argon2id$"));
    }

    #[tokio::test]
    async fn p2_waiting_too_long_is_refused() {
        let hasher = hasher(|config| {
            config.concurrent = 1;
            config.longest_wait = Duration::from_millis(1);
        });
        let _turn = hasher.turn().await.unwrap();
        let refused = hasher.turn().await.unwrap_err();
        assert_eq!(refused.public().kind, ErrorKind::Unavailable);
        assert_eq!(hasher.waiting.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn p3_cheaper_hashes_are_outdated() {
        let old = hasher(|_| {}).hash("correct horse".into()).await.unwrap();
        let new = hasher(|config| config.iterations = 3);
        assert!(new.check(Some(old), "correct horse".into()).await.unwrap().outdated);
        assert_eq!(new.config.longest_wait, Duration::from_secs(5));
    }

    #[tokio::test]
    async fn p5_nobodys_password_is_never_right() {
        let hasher = hasher(|_| {});
        assert!(!hasher.check(None, "nobody has this password".into()).await.unwrap().right);
    }
}
