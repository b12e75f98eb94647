//! Who a key belongs to.

use async_trait::async_trait;
use domain::account::Profile;
use domain::allowance::Allowance;

use super::Result;
use crate::credential::Credential;

/// What a key turned out to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInfo {
    /// Whose account it is, as the provider says; an e-mail address or a name.
    pub holder: Option<String>,
    /// What was found, in one sentence for people.
    pub summary: String,
    /// Who the provider knows as the holder, where it says.
    pub profile: Option<Profile>,
}

/// Who a key belongs to.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Reads the account that the key opens. One read call; this is how a key is validated.
    async fn account(&self, credential: &Credential) -> Result<AccountInfo>;

    /// Finds the base path and authentication scheme that this key works with (`facts.md`), by reads only.
    /// Returns the credential with both settled.
    async fn probe(&self, credential: &Credential) -> Result<(Credential, AccountInfo)>;
}

/// What the account may have and has.
#[async_trait]
pub trait Allowances: Send + Sync {
    /// Limits and figures as they are now.
    async fn read(&self, credential: &Credential) -> Result<Allowance>;
}
