//! The account's API tokens on Warren.

mod wire;

use async_trait::async_trait;
use domain::change::TokenChange;
use domain::ids::ProviderResourceId;
use domain::token::Token;
use secrecy::SecretString;

use super::{Warren, client};
use crate::credential::Credential;
use crate::family::{Applied, Result, Revealed, Tokens};
use crate::http::{Call, Reply};
use crate::wire::List;

#[async_trait]
impl Tokens for Warren {
    async fn list(&self, credential: &Credential) -> Result<Vec<Token>> {
        let call = Call::get("tokens.list", "user-resource/token/list").sealed();
        let reply = client::read(&self.http, credential, &call).await?;
        let rows: List<wire::Token> = reply.json("list of tokens")?;
        Ok(rows.items.iter().filter_map(token).collect())
    }
}

/// The request that makes the change.
pub(super) fn call(change: &TokenChange) -> Call {
    const PATH: &str = "user-resource/token";
    match change {
        TokenChange::Create { description, billing_account } => Call::post("tokens.create", PATH)
            .field("description", description)
            .field("restricted", billing_account.is_some())
            .maybe("billing_account_id", *billing_account)
            .sealed(),
        // `restricted` is left out rather than sent as false: any value sets it to true (`facts.md`, "Encodings").
        TokenChange::Update { id, description, restrict_to } => {
            let call = Call::patch("tokens.update", PATH)
                .field("token_id", &id.0)
                .maybe("description", description.as_ref())
                .maybe("restricted", restrict_to.map(|_| true))
                .maybe("billing_account_id", *restrict_to);
            // The account may be what does not exist.
            if restrict_to.is_none() { call.exact() } else { call }
        }
        TokenChange::Delete { id } => Call::delete("tokens.delete", PATH).field("token_id", &id.0).exact(),
    }
}

/// A create answers with every token of the account; the new one has these words and the highest number.
pub(super) fn applied(change: &TokenChange, reply: &Reply) -> Result<Applied> {
    let TokenChange::Create { description, .. } = change else { return Ok(Applied::done()) };
    let rows = reply.json::<List<wire::Token>>("list of tokens").unwrap_or_default();
    let new = rows
        .items
        .into_iter()
        .filter(|row| row.description.text() == Some(description.trim()))
        .max_by_key(|row| row.id.decimal());
    let Some(row) = new else { return Ok(Applied::done()) };
    let value = row.token.owned().map(SecretString::from);
    Ok(Applied {
        revealed: value.into_iter().map(|value| Revealed { what: "API token", value }).collect(),
        ..Applied::made(row.id.owned())
    })
}

/// `None` without an id.
fn token(row: &wire::Token) -> Option<Token> {
    let letters: Vec<char> = row.token.text().unwrap_or_default().chars().collect();
    Some(Token {
        id: ProviderResourceId(row.id.owned()?),
        description: row.description.owned().unwrap_or_default(),
        // Of a short text four characters would be too much to tell.
        last4: letters.last_chunk::<4>().filter(|_| letters.len() >= 16).map(|last| last.iter().collect()),
        restricted: row.restricted.flag() == Some(true),
        billing_account: row.billing_account_id.number().filter(|id| *id != 0),
        created_at: row.created_at.timestamp(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;
    use crate::warren::refusal;

    #[test]
    fn the_documented_answers() {
        golden::list("warren/tokens/list.json", |row: &wire::Token| token(row));
        golden::list("warren/tokens/create.json", |row: &wire::Token| token(row));
    }

    #[test]
    fn the_documented_refusals() {
        let id = || ProviderResourceId("0".to_owned());
        for (file, change) in [
            ("warren/tokens/delete-error.json", TokenChange::Delete { id: id() }),
            (
                "warren/tokens/update-error.json",
                TokenChange::Update { id: id(), description: None, restrict_to: None },
            ),
        ] {
            let reply = Reply::test(400, &golden::sample(file));
            golden::check(file, &refusal::check(reply, &call(&change)).err());
        }
    }

    #[test]
    fn of_all_tokens_in_the_answer_only_the_new_one_is_shown() {
        let create =
            TokenChange::Create { description: "Token Description".to_owned(), billing_account: Some(6) };
        let applied = applied(&create, &golden::reply("warren/tokens/create.json")).unwrap();
        assert_eq!(applied.id.as_ref().map(|id| id.0.as_str()), Some("7"));
        let [shown] = &applied.revealed[..] else { panic!("not one") };
        assert!(secrecy::ExposeSecret::expose_secret(&shown.value).ends_with("ken2"));
        assert!(!format!("{applied:?}").contains("EXAMPLE"));
    }
}
