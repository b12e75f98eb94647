//! Cards and other ways to pay on Warren.

mod wire;

use async_trait::async_trait;
use domain::billing::CardFace;
use domain::card::{Card, PaymentMethod};
use domain::change::CardChange;
use domain::ids::ProviderResourceId;

use super::money::{id, rows};
use super::{Warren, client};
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{Applied, Cards, Result, Secrets};
use crate::http::{Call, Pace, Reply};
use crate::wire::{List, object};

#[async_trait]
impl Cards for Warren {
    async fn list(&self, credential: &Credential, account: &ProviderResourceId) -> Result<Vec<Card>> {
        let call =
            Call::get("cards.list", "payment/card/list").query("billing_account_id", &account.0).exact();
        let reply = client::read(&self.http, credential, &call).await?;
        let list: List<wire::Card> = reply.json("list of cards")?;
        Ok(rows(credential, "cards", &list, card))
    }

    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Card> {
        let call = Call::get("cards.get", "payment/card").query("payment_object_id", &id.0).exact();
        one(&client::read(&self.http, credential, &call).await?)
    }
}

fn one(reply: &Reply) -> Result<Card> {
    card(&reply.object("card")?).ok_or_else(|| reply.unreadable(Unread::Shape("card")))
}

/// The request that makes the change.
pub(super) fn call(change: &CardChange, secrets: &Secrets) -> Call {
    const CARD: &str = "payment/card";
    match change {
        CardChange::Add { billing_account } => Call::post("cards.add", CARD)
            .field("billing_account_id", &billing_account.0)
            .field("token", &secrets.card_token)
            // The payment processor checks the card meanwhile.
            .pace(Pace::Power),
        CardChange::Remove { id } => Call::delete("cards.remove", CARD).field("payment_object_id", &id.0),
        CardChange::MakePrimary { id } => {
            Call::put("cards.make_primary", "payment/card/set_primary").field("payment_object_id", &id.0)
        }
        CardChange::ApplyForInvoice { billing_account } => {
            Call::post("cards.apply_for_invoice", "payment/apply_for_invoice_payment")
                .field("billing_account_id", &billing_account.0)
        }
    }
    .exact()
}

/// The answers to an addition and an application show what was attached.
pub(super) fn applied(change: &CardChange, reply: &Reply) -> Applied {
    match change {
        CardChange::Add { .. } | CardChange::ApplyForInvoice { .. } => {
            let row: wire::Card = reply.object("card").unwrap_or_default();
            Applied::made(id(&row.id).map(|id| id.0))
        }
        CardChange::Remove { .. } | CardChange::MakePrimary { .. } => Applied::done(),
    }
}

/// `None` without an id.
fn card(row: &wire::Card) -> Option<Card> {
    let extra = row.additional_data.text().unwrap_or_default();
    // For an application this was seen as Python writes it, which nothing but the word is read from.
    let face: wire::Face = object(extra).unwrap_or_default();
    let method = match face.kind.text() {
        Some("creditcard") => PaymentMethod::Card,
        _ if extra.contains("paying_by_invoice") => PaymentMethod::Invoice,
        other => PaymentMethod::Other(other.unwrap_or_default().to_owned()),
    };
    Some(Card {
        id: id(&row.id)?,
        billing_account: id(&row.billing_account_id),
        method,
        face: CardFace {
            brand: face.card_type.owned(),
            last4: face.last4.owned(),
            expires_month: face.expire_month.whole(),
            expires_year: face.expire_year.whole(),
            is_verified: row.is_verified.flag(),
        },
        is_primary: row.is_primary.flag() == Some(true),
        is_deleted: row.is_deleted.flag() == Some(true),
        valid_until: row.valid_thru.timestamp(),
        created_at: row.created.timestamp(),
    })
}

#[cfg(test)]
mod tests;
