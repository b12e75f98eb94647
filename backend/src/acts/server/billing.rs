//! Another billing account for a server.

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::billing::BillingAccount;
use domain::capability::Family;
use domain::change::{BillingChange, Change};
use domain::policy::Verb;
use domain::rules::server;
use domain::rules::warnings::Warning;

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{choice, read_choice, section, select};
use crate::acts::on::On;
use crate::operations::task::Before;

pub(crate) struct Billing;

impl Act for Billing {
    fn slug(&self) -> &'static str {
        "server.billing"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Billing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.has(Family::Billing)?;
        on.offers("billing.set_payer")?;
        server::can_change(&on.server().state).map_err(|error| error.message)
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let now = on.server().details.billing_account;
        let choices: Vec<Choice> = accounts(on)
            .iter()
            .map(|account| {
                let mut one = choice(account.id.0.clone(), title(account), words(account));
                if is(account, now) {
                    one.refusal = Some("It pays for this server already.".to_owned());
                }
                one
            })
            .collect();
        section(vec![select("billing_account", "Billing account", fields, "", choices)])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let wanted = read_choice(fields, "billing_account", "Choose who pays.")?;
        let invalid = |why: &str| DomainError::invalid("billing_account", why);
        let account = accounts(on).iter().find(|account| account.id.0 == wanted);
        let account =
            account.ok_or_else(|| invalid("This key sees no such billing account. Choose from the list."))?;
        let now = on.server().details.billing_account;
        if is(account, now) {
            return Err(invalid("It pays for this server already."));
        }
        let former = accounts(on).iter().find(|account| is(account, now)).map(title);
        let before = former.or_else(|| now.map(|id| id.to_string())).unwrap_or_default();
        let change = BillingChange::SetPayer { id: account.id.clone(), resource: on.key().id.clone() };
        let draft = Draft {
            steps: vec![Change::Billing(change).into()],
            before: Before::of(on.server()),
            summary: format!("{before} → {}", title(account)),
            cost: "The server costs what it cost; another account is billed for it.".to_owned(),
            ..Draft::default()
        };
        let draft = draft
            .line("Billing account", before, title(account))
            .effect(Warning::AnotherAccountPays.sentence())
            .effect("What was used until now stays with the former account.");
        // What the provider makes of that is its to say.
        Ok(if account.can_pay == Some(false) {
            draft.effect(
                "The provider says that this account cannot pay for new things at present, and may refuse.",
            )
        } else {
            draft
        })
    }
}

fn accounts<'a>(on: &On<'a>) -> &'a [BillingAccount] {
    on.facts.accounts.value.as_deref().map(Vec::as_slice).unwrap_or_default()
}

fn is(account: &BillingAccount, id: Option<u64>) -> bool {
    id.is_some_and(|id| account.id.0 == id.to_string())
}

/// Its name; its number where it has none.
pub(crate) fn title(account: &BillingAccount) -> String {
    account.details.title.clone().unwrap_or_else(|| format!("Account {}", account.id))
}

fn words(account: &BillingAccount) -> String {
    let default = account.is_default.then(|| "default".to_owned());
    let number = Some(format!("number {}", account.id));
    let cannot = (account.can_pay == Some(false)).then(|| "cannot pay at present".to_owned());
    [number, default, cannot].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
