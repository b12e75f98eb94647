//! Passwords that Virtua keeps for a server. Two documents disagree on the call.

use std::fmt;

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server_password::ServerPassword;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;

use super::{Virtua, client};
use crate::credential::Credential;
use crate::error::{ProviderError, Refusal, Unread};
use crate::family::{PasswordRead, Passwords, Result, Revealed};
use crate::http::{Call, Reply};
use crate::wire::Scalar;

/// The answer. `Debug` redacts the password.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    password: Scalar,
    username: Scalar,
    user: Scalar,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("username", &self.username).finish_non_exhaustive()
    }
}

#[async_trait]
impl Passwords for Virtua {
    /// The GET of the OpenAPI file, which a client in use calls; where there is no such route, the POST of the newest
    /// README, whose fields are not known and taken to be the same. The GET knows no manager.
    async fn read(
        &self,
        credential: &Credential,
        _location: &str,
        id: &ProviderResourceId,
        which: ServerPassword,
    ) -> Result<PasswordRead> {
        let word = match which {
            ServerPassword::Root => "root",
            ServerPassword::Rescue => "rescue",
            ServerPassword::Manager => "manager",
        };
        let path = |call: Call| call.part(&id.0).part("password").exact();
        let get = path(Call::get("compute.password", "cloud-server")).query("password", word);
        let post = path(Call::post("compute.password", "cloud-server")).json(json!({ "password": word }));
        if which != ServerPassword::Manager {
            match client::read(&self.http, credential, &get).await {
                Err(ProviderError::Refused { class: Refusal::UnknownRoute, .. }) => {}
                outcome => return password(&outcome?, which),
            }
        }
        // Sent once: a POST is not repeated, whatever it is for.
        password(&client::write(&self.http, credential, &post).await?, which)
    }
}

/// The answer's bytes are not kept even when they make no sense: they may hold the password.
fn password(reply: &Reply, which: ServerPassword) -> Result<PasswordRead> {
    let unreadable = || ProviderError::Unreadable {
        status: reply.status,
        why: Unread::Shape("password"),
        bytes: crate::error::Evidence::default(),
        correlation_id: reply.correlation_id.clone(),
    };
    let answer: Answer = reply.object("password").map_err(|_| unreadable())?;
    let value = answer.password.raw().filter(|text| !text.is_empty()).ok_or_else(unreadable)?;
    Ok(PasswordRead {
        username: answer.username.owned().or_else(|| answer.user.owned()),
        password: Revealed { what: which.noun(), value: SecretString::from(value) },
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_password_is_read_to_the_letter_and_shown_nowhere() {
        let reply =
            Reply::test(200, r#"{"success":true,"uuid":"a","password":" s3cret n/a ","username":"root"}"#);
        let read = password(&reply, ServerPassword::Root).unwrap();
        assert_eq!(read.password.value.expose_secret(), " s3cret n/a ");
        assert_eq!((read.password.what, read.username.as_deref()), ("root password", Some("root")));
        assert!(!format!("{read:?}").contains("s3cret"));
        let answer: Answer = reply.object("password").unwrap();
        assert!(!format!("{answer:?}").contains("s3cret"));
    }

    #[test]
    fn an_answer_without_one_is_an_error_that_keeps_no_bytes() {
        for body in ["", "{}", r#"{"password":""}"#, r#"{"pass":"s3cret"}"#, r#"["s3cret"]"#, "s3cret"] {
            match password(&Reply::test(200, body), ServerPassword::Rescue) {
                Err(ProviderError::Unreadable { why, bytes, .. }) => {
                    assert_eq!((why, bytes.bytes()), (Unread::Shape("password"), &[][..]), "{body}");
                }
                other => panic!("{body}: {other:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn no_answer_panics(body in crate::wire::json()) {
            let _read = password(&Reply::test(200, &body), ServerPassword::Root);
        }
    }
}
