//! What is handed to the journal: one act on one thing, understood and checked, with its requests.

use domain::change::{Change, ServerChange};
use domain::ids::{OperationId, ProviderResourceId, ServerKey};
use domain::provider::Brand;
use domain::server::{Server, ServerState};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One act on one server, understood and checked: what is journalled and carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    /// The server; [`to_be_made`] for what does not exist yet.
    pub(crate) subject: ServerKey,
    /// Its name, for people; of what is to be made, the name that it will have.
    pub(crate) name: String,
    pub(crate) brand: Brand,
    /// The act's slug, such as `server.resize`. Stored.
    pub(crate) act: String,
    /// The requests in their order. Empty for what only Skydeck keeps: such an operation has succeeded once it is stored.
    pub(crate) steps: Vec<StepDraft>,
    /// What outcomes are judged against.
    pub(crate) before: Before,
    /// What Skydeck does itself when all requests have succeeded.
    pub(crate) then: Then,
    /// What changes, in a line: "2 vCPU, 4 GiB → 4 vCPU, 8 GiB". May be empty.
    pub(crate) summary: String,
}

/// One request that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StepDraft {
    pub(crate) change: Change,
    /// The id in the change is replaced by that of what the step before made: reserve an address, then assign it.
    pub(crate) uses_made: bool,
}

impl From<Change> for StepDraft {
    fn from(change: Change) -> Self {
        Self { change, uses_made: false }
    }
}

impl From<ServerChange> for StepDraft {
    fn from(change: ServerChange) -> Self {
        Change::Server(change).into()
    }
}

/// What was known before anything was sent. Stored as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Before {
    /// The server as last read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) server: Option<Box<Server>>,
    /// Ids of things that were there and could be taken for what is to be made: servers of the same name, snapshots,
    /// addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) known: Vec<ProviderResourceId>,
    /// The server's state alone, as older journals have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<ServerState>,
}

impl Before {
    /// Of a change of a server.
    pub(crate) fn of(server: &Server) -> Self {
        Self { server: Some(Box::new(server.clone())), ..Self::default() }
    }

    /// Of a server that is to be made, among `servers` of the same key and location. With a name, those that have it are
    /// remembered; without one, all are, because the provider chooses the name.
    pub(crate) fn among<'s>(servers: impl IntoIterator<Item = &'s Server>, name: Option<&str>) -> Self {
        let alike = |server: &&Server| {
            name.is_none_or(|name| server.name == name || server.hostname.as_deref() == Some(name))
        };
        let known = servers.into_iter().filter(alike).map(|server| server.id.clone()).collect();
        Self { known, ..Self::default() }
    }

    /// With things that were there already and could be taken for what is made.
    pub(crate) fn knowing(mut self, known: impl IntoIterator<Item = ProviderResourceId>) -> Self {
        self.known.extend(known);
        self
    }

    /// The server's state before.
    pub(crate) fn state(&self) -> Option<&ServerState> {
        self.server.as_deref().map(|server| &server.state).or(self.state.as_ref())
    }

    /// As stored; older journals have the state alone.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Ok(state) = serde_json::from_str::<ServerState>(text) {
            return Some(Self { state: Some(state), ..Self::default() });
        }
        serde_json::from_str(text).ok()
    }
}

/// What Skydeck does itself, in the transaction in which an operation has succeeded. Stored as JSON; holds no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Then {
    /// The tags from then on: of what was made, or else of the subject. `None` leaves them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tags: Option<Vec<String>>,
    /// Tags that are added to and taken off those that there are by then.
    #[serde(skip_serializing_if = "TagEdit::is_nothing")]
    pub(crate) tag: TagEdit,
    /// The note from then on, as the tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    /// Whether the subject is locked from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lock: Option<LockTo>,
    /// Forgets tags, note and lock of the subject, which is no more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) forget: bool,
}

impl Then {
    /// Whether there is nothing to do.
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What changes about tags. The change is kept and not what it comes to, so that of two people who tag a server at once
/// neither undoes the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TagEdit {
    /// Added, where they are not there yet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) add: Vec<String>,
    /// Taken off before, where they are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) remove: Vec<String>,
}

impl TagEdit {
    /// Whether it leaves every tag.
    pub(crate) fn is_nothing(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }

    /// The tags afterwards, in their order.
    pub(crate) fn applied(&self, before: &[String]) -> Vec<String> {
        let mut after: Vec<String> =
            before.iter().filter(|tag| !self.remove.contains(tag)).cloned().collect();
        for tag in &self.add {
            if !after.contains(tag) {
                after.push(tag.clone());
            }
        }
        after
    }
}

/// A lock that is placed or lifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LockTo {
    /// Placed, with the person's words.
    Placed(String),
    /// Lifted.
    Lifted,
}

/// Names what `operation` is about to make in the credential and location of `place`.
pub(crate) fn to_be_made(operation: OperationId, place: &ServerKey) -> ServerKey {
    ServerKey { id: ProviderResourceId(format!("new-{operation}")), ..place.clone() }
}

/// The id of the operation on one server of a batch: made from the batch's id and the server's key, so that confirming
/// twice is one operation a server.
pub(crate) fn id_in_batch(batch: OperationId, server: &ServerKey) -> OperationId {
    let mut hash = Sha256::new();
    hash.update(batch.0.as_bytes());
    hash.update(server.to_string().as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(digest.split_at(16).0);
    OperationId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn key(id: &str) -> ServerKey {
        ServerKey {
            credential: domain::ids::CredentialId(Uuid::nil()),
            location: "jkt01".to_owned(),
            id: ProviderResourceId(id.to_owned()),
        }
    }

    #[test]
    fn an_operation_of_a_batch_has_one_id_however_often_it_is_asked_for() {
        let (batch, other) = (OperationId(Uuid::new_v4()), OperationId(Uuid::new_v4()));
        let id = id_in_batch(batch, &key("a"));
        assert_eq!(id, id_in_batch(batch, &key("a")));
        assert_eq!(id.0.get_version_num(), 8);
        assert!(![id_in_batch(batch, &key("b")), id_in_batch(other, &key("a")), batch].contains(&id));
    }

    #[test]
    fn what_was_known_before_survives_the_journal_and_older_journals_are_read() {
        let before = Before { known: vec![ProviderResourceId("a".to_owned())], ..Before::default() };
        let text = serde_json::to_string(&before).unwrap();
        assert_eq!(Before::read(&text), Some(before));
        assert_eq!(Before::read("{}"), Some(Before::default()));
        for (text, state) in [
            (r#""running""#, ServerState::Running),
            (r#"{"other":"state"}"#, ServerState::Other("state".to_owned())),
        ] {
            assert_eq!(Before::read(text).unwrap().state(), Some(&state), "{text}");
        }
        assert_eq!(Before::read("nonsense"), None);
    }

    #[test]
    fn nothing_to_do_is_stored_as_nothing() {
        assert_eq!(serde_json::to_string(&Then::default()).unwrap(), "{}");
        let tag = TagEdit { add: vec!["web".to_owned()], remove: vec!["db".to_owned()] };
        let then = Then { lock: Some(LockTo::Placed("busy".to_owned())), tag, ..Then::default() };
        let text = serde_json::to_string(&then).unwrap();
        assert_eq!(serde_json::from_str::<Then>(&text).unwrap(), then);
    }
}
