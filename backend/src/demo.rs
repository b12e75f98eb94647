//! A team to look around in: one person per role, and a key for each simulated provider.

use domain::credential::CredentialHealth;
use domain::ids::{CredentialId, TeamId};
use domain::policy::{Membership, Role};
use domain::provider::Brand;
use futures::future::try_join_all;
use providers::{Credential, endpoint};
use secrecy::{ExposeSecret, SecretString};

use crate::access::TeamScope;
use crate::audit::{Entry, record};
use crate::auth::add_person;
use crate::backend::Backend;
use crate::db::credentials::StoredCredential;
use crate::db::{WriteTx, credentials, memberships, teams, users};
use crate::error::{BackendError, Result};

/// The team's name; what finds it again after a restart.
const TEAM: &str = "Harbour Works";

/// One seeded account, to be printed for whoever tries the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeededAccount {
    /// Role in the demo team.
    pub role: Role,
    /// Address to sign in with.
    pub email: String,
    /// Password. Published on purpose: the demo holds nothing of value.
    pub password: String,
}

/// A key of the demo team.
#[derive(Clone, Debug)]
pub struct DemoKey {
    /// At which provider. Its address comes from the provider options.
    pub brand: Brand,
    /// The key that its simulator accepts.
    pub key: SecretString,
}

const fn name(role: Role) -> &'static str {
    match role {
        Role::Owner => "Olga Brandt",
        Role::Admin => "Adam Reyes",
        Role::Operator => "Oskar Lind",
        Role::Billing => "Bea Santoso",
        Role::Viewer => "Vera Novak",
    }
}

fn account(role: Role) -> SeededAccount {
    SeededAccount {
        role,
        email: format!("{}@demo.skydeck.test", role.slug()),
        password: format!("harbour-lantern-{}-42", role.slug()),
    }
}

impl Backend {
    /// Makes the demo team with one account per role and these keys; what is there already stays. Nothing is read from the providers.
    ///
    /// # Errors
    /// When this is no demo, or the database does not answer.
    pub async fn seed_demo(&self, keys: &[DemoKey]) -> Result<Vec<SeededAccount>> {
        if !self.config().demo {
            return Err(BackendError::internal("demo accounts are made in a demo only"));
        }
        let accounts: Vec<_> = Role::ALL.into_iter().map(account).collect();
        // Hashed before the transaction, because a hash takes longer than a write may, and as many at a time as there are turns.
        let hashes = try_join_all(accounts.iter().map(async |account| {
            if users::by_email(self.db().read(), &account.email).await?.is_some() {
                return Ok::<_, BackendError>(None);
            }
            self.0.hasher.hash_in_peace(account.password.as_str().into()).await.map(Some)
        }))
        .await?;
        let now = self.now();
        let mut tx = self.db().write().await?;
        let team = match teams::shared_by_name(tx.conn(), TEAM).await? {
            Some(team) => team,
            None => {
                let team = TeamId(uuid::Uuid::new_v4());
                teams::insert(tx.conn(), team, TEAM, None, now).await?;
                record(&mut tx, self.vault(), now, Entry::by_skydeck("demo.seed", team).in_team(team))
                    .await?;
                team
            }
        };
        for (account, hash) in accounts.iter().zip(hashes) {
            if let Some(hash) = hash {
                let user = add_person(&mut tx, name(account.role), &account.email, hash, now).await?;
                memberships::put(tx.conn(), user.id, team, account.role, Membership::Active, now).await?;
                users::set_last_team(tx.conn(), user.id, team).await?;
            }
        }
        for key in keys {
            self.seed_key(&mut tx, team, key).await?;
        }
        tx.commit().await?;
        for row in credentials::list_by_team(self.db().read(), TeamScope::of_own_row(team)).await? {
            self.inventory().credential_changed(row.id).await?;
        }
        Ok(accounts)
    }

    /// Adds the key, or points the one there is at the address that its simulator has this time.
    async fn seed_key(&self, tx: &mut WriteTx, team: TeamId, demo: &DemoKey) -> Result<()> {
        let endpoint = endpoint::default_endpoint(demo.brand, self.registry().options())
            .ok_or_else(|| BackendError::internal("a demo key needs an address"))?;
        let scope = TeamScope::of_own_row(team);
        let existing = credentials::list_by_team(tx.conn(), scope)
            .await?
            .into_iter()
            .find(|row| row.brand == demo.brand);
        let now = self.now();
        let id = existing.as_ref().map_or_else(|| CredentialId(uuid::Uuid::new_v4()), |row| row.id);
        let before = existing.as_ref().map_or(0, |row| row.key_version);
        let fingerprint = self.vault().fingerprint(&demo.key)?;
        if existing.as_ref().is_some_and(|row| {
            row.base_url == endpoint.base_url.as_str() && row.fingerprint == fingerprint.hash
        }) {
            return Ok(());
        }
        let credential = Credential { endpoint, key: demo.key.expose_secret().into(), id: id.to_string() };
        let row = StoredCredential {
            id,
            team,
            brand: demo.brand,
            label: format!("{} demo", demo.brand.name()),
            base_url: credential.endpoint.base_url.to_string(),
            scheme: credential.endpoint.scheme,
            sealed_key: self.vault().seal_credential(id, team, &credential, before + 1)?,
            key_version: before + 1,
            fingerprint: fingerprint.hash,
            last_four: fingerprint.last_four,
            account: None,
            health: CredentialHealth::Unchecked,
            added_by: name(Role::Owner).to_owned(),
            created_at: now,
            key_since: now,
        };
        match existing {
            None => credentials::insert(tx.conn(), &row).await?,
            Some(_) => {
                credentials::replace_key(tx.conn(), scope, &row, before).await?;
            }
        }
        Ok(())
    }
}
