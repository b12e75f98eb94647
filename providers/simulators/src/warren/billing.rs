//! Who pays for what a call creates or moves.

use super::errors::{error, forbidden};
use super::fields::whole_number;
use super::state::State;
use crate::http::{Call, Reply};

/// The billing account that a call names in `billing_account_id`, or the one that its key is restricted to. A key
/// that is not restricted must name one. That a restricted key may name no other is a guess.
pub(super) fn payer(call: &Call, state: &State) -> Result<u64, Reply> {
    let named = whole_number(call, "billing_account_id")?;
    let id = match (named, call.restricted_to) {
        (Some(named), Some(only)) if named != only => return Err(forbidden()),
        (Some(id), _) | (None, Some(id)) => id,
        (None, None) => return Err(error(400, "billing_account_id", "billing_account_id is required")),
    };
    existing(state, id)
}

/// The number back, if there is such an account. The words are documented for the deletion of one.
pub(super) fn existing(state: &State, id: u64) -> Result<u64, Reply> {
    let known = state.billing_accounts.iter().any(|account| account.id == id && !account.deleted);
    known.then_some(id).ok_or_else(|| error(400, "Error", "Provided billing account is incorrect."))
}

/// The number back, if the call's key may use the account. That a restricted key may not read of others is a guess.
pub(super) fn own(call: &Call, id: u64) -> Result<u64, Reply> {
    call.restricted_to.is_none_or(|only| only == id).then_some(id).ok_or_else(forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warren::testing::{MAIN, account, body_of, form};

    #[test]
    fn a_key_that_is_not_restricted_must_name_an_account_that_exists() {
        let state = account();
        assert_eq!(payer(&form(&format!("billing_account_id={MAIN}")), &state).unwrap(), MAIN);
        let missing = payer(&form(""), &state).unwrap_err();
        assert_eq!(missing.status, 400);
        assert_eq!(body_of(&missing)["errors"]["billing_account_id"], "billing_account_id is required");
        let unknown = payer(&form("billing_account_id=5"), &state).unwrap_err();
        assert_eq!(body_of(&unknown)["errors"]["Error"], "Provided billing account is incorrect.");
    }

    #[test]
    fn a_restricted_key_pays_with_its_own_account_and_no_other() {
        let state = account();
        let restricted = |body: &str| Call { restricted_to: Some(MAIN), ..form(body) };
        assert_eq!(payer(&restricted(""), &state).unwrap(), MAIN);
        assert_eq!(payer(&restricted(&format!("billing_account_id={MAIN}")), &state).unwrap(), MAIN);
        let other = state.billing_accounts[1].id;
        let refused = payer(&restricted(&format!("billing_account_id={other}")), &state).unwrap_err();
        assert_eq!(refused.status, 403);
        assert_eq!(body_of(&refused)["errors"]["consumer::resource_forbidden"]["type"], "consumer");
    }
}
