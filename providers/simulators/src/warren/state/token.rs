//! The account's tokens: which keys are accepted, and what each may do.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::State;
use crate::clock::stamp;
use crate::platform::{Admission, Stock};

/// Has no `Debug`, so that no key is printed.
pub(in crate::warren) struct Token {
    pub(in crate::warren) id: u64,
    pub(in crate::warren) key: String,
    pub(in crate::warren) description: String,
    /// The billing account that it is for; nought means that nobody said.
    pub(in crate::warren) billing_account: u64,
    /// Whether it may act for that billing account only.
    pub(in crate::warren) restricted: bool,
    /// The gateway's own number for it.
    pub(in crate::warren) kong_id: String,
    pub(in crate::warren) created_at: OffsetDateTime,
    pub(in crate::warren) updated_at: Option<OffsetDateTime>,
}

impl Token {
    /// The one billing account that it may act for; none means all.
    pub(in crate::warren) fn restricted_to(&self) -> Option<u64> {
        self.restricted.then_some(self.billing_account)
    }

    /// With its value, as every list of tokens shows it.
    pub(in crate::warren) fn wire(&self, user_id: u64, consumer_id: &str) -> Value {
        json!({
            "billing_account_id": self.billing_account,
            "consumer_id": consumer_id,
            "created_at": stamp(self.created_at),
            "description": self.description,
            "id": self.id,
            "kong_id": self.kong_id,
            "restricted": self.restricted,
            "token": self.key,
            "updated_at": self.updated_at.map(stamp),
            "user_id": user_id,
        })
    }
}

impl State {
    /// Every payment call that changes something is closed to restricted keys.
    pub(in crate::warren) fn admit(
        &self,
        key: &str,
        method: &str,
        segments: &[&str],
    ) -> Result<Admission, Stock> {
        let token = self.tokens.iter().find(|token| token.key == key).ok_or(Stock::BadKey)?;
        let pays = segments.first() == Some(&"payment") && !matches!(method, "GET" | "HEAD");
        if pays && token.restricted {
            return Err(Stock::Closed);
        }
        Ok(Admission { restricted_to: token.restricted_to() })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
    use serde_json::{Value, json};
    use tokio::sync::watch;

    use super::*;
    use crate::clock::before_epoch;
    use crate::engine::{Arrived, Core, Machine};
    use crate::options::SimOptions;
    use crate::warren::testing::{MAIN, account, body_of};
    use crate::warren::{Brand, Warren};

    fn token(key: &str, restricted_to: Option<u64>) -> Token {
        Token {
            id: 1,
            key: key.to_owned(),
            description: String::new(),
            billing_account: restricted_to.unwrap_or_default(),
            restricted: restricted_to.is_some(),
            kong_id: String::new(),
            created_at: before_epoch(0, 0),
            updated_at: None,
        }
    }

    #[test]
    fn a_key_is_accepted_when_it_is_one_of_the_tokens() {
        let mut state = account();
        state.tokens = vec![token("first", None), token("second", Some(MAIN))];
        let admit = |key| state.admit(key, "POST", &["user-resource", "vm"]).ok().map(|to| to.restricted_to);
        assert_eq!((admit("first"), admit("second"), admit("third")), (Some(None), Some(Some(MAIN)), None));
        assert!(matches!(state.admit("third", "GET", &["payment"]), Err(Stock::BadKey)));
    }

    #[test]
    fn payments_are_closed_to_a_restricted_key() {
        let mut state = account();
        state.tokens.push(token("narrow", Some(MAIN)));
        let owner = state.tokens[0].key.clone();
        let pay = ["payment", "pay_all"];
        assert!(matches!(state.admit("narrow", "POST", &pay), Err(Stock::Closed)));
        assert!(matches!(
            state.admit("narrow", "PUT", &["payment", "card", "set_primary"]),
            Err(Stock::Closed)
        ));
        assert!(state.admit("narrow", "GET", &["payment", "billing_account", "list"]).is_ok());
        assert!(state.admit(&owner, "POST", &pay).is_ok());
    }

    #[tokio::test]
    async fn a_call_knows_what_its_key_is_restricted_to() {
        let options = SimOptions { key: "owner".to_owned(), ..SimOptions::default() };
        let (_stop, stopping) = watch::channel(false);
        let machine = Machine::new(Warren(Brand::IdCloudHost), Arc::new(Core::new(options, stopping)));
        let second = machine.state().billing_accounts[1].id;
        machine.state().tokens.push(token("narrow", Some(second)));
        let send = async |key: &'static str, path: &str, kind: &'static str, body: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("apikey", HeaderValue::from_static(key));
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            let request = Arrived {
                method: "POST".to_owned(),
                path: path.to_owned(),
                query: String::new(),
                headers,
                body: body.as_bytes().to_vec(),
            };
            let (reply, _) = machine.perform(&request).await;
            (reply.status, body_of(&reply))
        };
        let addresses = "/v1/network/ip_addresses";
        let (status, created) = send("narrow", addresses, "application/json", "{}").await;
        assert_eq!((status, &created["billing_account_id"]), (200, &json!(second)));
        assert_eq!(send("owner", addresses, "application/json", "{}").await.0, 400);

        let pay = ("/v1/payment/billing_account/set_default", "application/x-www-form-urlencoded");
        let form = format!("billing_account_id={second}");
        let refusal = json!({
            "msg": "Consumer not allowed to access resource.",
            "subtype": "resource_forbidden",
            "type": "consumer",
        });
        let closed: Value = json!({"errors": {"consumer::resource_forbidden": refusal}});
        assert_eq!(send("narrow", pay.0, pay.1, &form).await, (403, closed));
        assert_eq!(send("owner", pay.0, pay.1, &form).await.0, 200);
    }
}
