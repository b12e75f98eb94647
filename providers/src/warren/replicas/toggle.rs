//! The switch of automatic backups has no target: pressed twice, it undoes itself. So the machine is read
//! first, and the switch is only pressed when it is not as it should be.

use domain::ids::ProviderResourceId;

use crate::credential::Credential;
use crate::error::{NotSent, ProviderError};
use crate::family::Result;
use crate::warren::{Warren, client, wire};

/// For people: why nothing was sent.
pub(in crate::warren) fn as_wished(enable: bool) -> String {
    let word = if enable { "on" } else { "off" };
    format!("Automatic backups were {word} already. Nothing was sent.")
}

impl Warren {
    /// Whether the machine's backups are on. When that cannot be told, nothing may be sent.
    ///
    /// # Errors
    /// `NotSent` with `Unread`, or the refusal of the read where that is definite.
    pub(in crate::warren) async fn backs_up(
        &self,
        credential: &Credential,
        location: &str,
        server: &ProviderResourceId,
    ) -> Result<bool> {
        let unread = ProviderError::NotSent { reason: NotSent::Unread };
        let reply = match self.read_at(credential, location, client::vm(&server.0)).await {
            Ok(reply) => reply,
            Err(error) if error.outcome_known_not_done() => return Err(error),
            Err(error) => {
                tracing::warn!(credential = %credential.id, %error, "backups are not switched: no state");
                return Err(unread);
            }
        };
        reply.object::<wire::Vm>("server").ok().and_then(|vm| vm.backup.flag()).ok_or(unread)
    }
}
