//! The provider's own API tokens.

use async_trait::async_trait;
use domain::token::Token;

use super::Result;
use crate::credential::Credential;

/// The provider's own API tokens.
#[async_trait]
pub trait Tokens: Send + Sync {
    /// Every token of the account. The answer carries the tokens' values, which go no further than this call.
    async fn list(&self, credential: &Credential) -> Result<Vec<Token>>;
}
