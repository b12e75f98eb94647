//! The account's API tokens.

use domain::change::{Change, TokenChange};
use domain::ids::ProviderResourceId;
use providers::family::Secrets;

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let id = || ProviderResourceId("7".to_owned());
    [
        TokenChange::Create { description: "Deploys & backups".to_owned(), billing_account: Some(6) },
        TokenChange::Update { id: id(), description: Some("Deploys".to_owned()), restrict_to: None },
        TokenChange::Delete { id: id() },
    ]
    .into_iter()
    .map(|change| (Change::Token(change), Secrets::default()))
    .collect()
}
