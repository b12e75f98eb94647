//! Another billing account for a server, and for what belongs to it and is paid for by itself.

mod along;

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
use crate::operations::task::{Before, StepDraft};
use along::Along;

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
        &[Family::Billing, Family::Addresses, Family::Disks]
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
        let payer = select("billing_account", "Billing account", fields, "", choices);
        section([payer].into_iter().chain(along::field(on, fields)).collect())
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
        let number = account.id.0.parse::<u64>().ok();
        let ticked: Vec<&str> = fields.all("along").collect();
        let others: Vec<Along<'_>> = along::all(on)
            .into_iter()
            .filter(|along| along.payer.is_none() || along.payer != number)
            .collect();
        let mut steps: Vec<StepDraft> = vec![Change::Billing(change).into()];
        let (mut moved, mut stays) = (Vec::new(), Vec::new());
        for along in &others {
            match number.filter(|_| ticked.contains(&along.id()) && along.can_move(on)) {
                Some(number) => {
                    steps.push(along.change(number).into());
                    moved.push((along.name(), along.payer(on).unwrap_or_default()));
                }
                None => stays.push(along.stays(on)),
            }
        }
        if on.has(Family::Addresses).is_ok() && on.addresses().is_none() {
            stays.push(format!(
                "Public addresses of {}, if it has any, stay with whoever pays for them: which ones is not known at \
                 present.",
                on.name()
            ));
        }
        let several = !moved.is_empty();
        let draft = Draft {
            steps,
            stays,
            before: Before::of(on.server()),
            summary: format!("{before} → {}", title(account)),
            cost: "The server costs what it cost; another account is billed for it.".to_owned(),
            ..Draft::default()
        };
        let draft = draft.line("Billing account", before, title(account));
        let draft = moved
            .into_iter()
            .fold(draft, |draft, (name, former)| draft.line(&name, former, title(account)))
            .effect(Warning::AnotherAccountPays.sentence())
            .effect("What was used until now stays with the former account.");
        let draft = if several {
            draft.effect(
                "A request each, in this order. If one fails, those before it have moved and the rest stay.",
            )
        } else {
            draft
        };
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
