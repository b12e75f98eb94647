//! What belongs to a server and has a billing account of its own: its floating IPs and its further disks. The call that
//! lets another account pay for a server is about the machine (`resource_type=vm`), and no document says that these follow.

use domain::act::{Choice, Field, Fields};
use domain::change::{AddressChange, Change, DiskChange};
use domain::disk::AttachedDisk;
use domain::floating_ip::FloatingIp;

use super::{accounts, is, title};
use crate::acts::disk::disk_name;
use crate::acts::field::{choice, hint, ticks};
use crate::acts::measure;
use crate::acts::on::On;

/// One of them.
pub(super) struct Along<'a> {
    thing: Thing<'a>,
    /// Who pays for it, where that is known.
    pub(super) payer: Option<u64>,
}

enum Thing<'a> {
    Address(&'a FloatingIp),
    Disk(&'a AttachedDisk),
}

/// All of them, as far as they are known.
pub(super) fn all<'a>(on: &On<'a>) -> Vec<Along<'a>> {
    let addresses = on.own_addresses().into_iter();
    let addresses =
        addresses.map(|address| Along { thing: Thing::Address(address), payer: address.billing_account });
    let listed = on.facts.disks.get(&on.key().location).and_then(|held| held.value.as_deref());
    let disks = on.server().details.disks.iter().flatten().filter(|disk| !disk.primary);
    let disks = disks.map(|disk| {
        let known = listed.into_iter().flatten().find(|known| known.id == disk.id);
        Along { thing: Thing::Disk(disk), payer: known.and_then(|known| known.billing_account) }
    });
    addresses.chain(disks).collect()
}

/// Asks which of them move as well; `None` where none can.
pub(super) fn field(on: &On<'_>, fields: &Fields) -> Option<Field> {
    let choices: Vec<Choice> = all(on)
        .iter()
        .filter(|along| along.can_move(on))
        .map(|along| choice(along.id(), along.name(), along.paid(on)))
        .collect();
    let words = "The server's own call does not move these. What is not ticked stays with the account that pays for it now.";
    (!choices.is_empty()).then(|| hint(ticks("along", "Move these as well", fields, choices), words))
}

impl Along<'_> {
    pub(super) fn id(&self) -> &str {
        match self.thing {
            Thing::Address(address) => &address.id.0,
            Thing::Disk(disk) => &disk.id.0,
        }
    }

    /// "Address 203.0.113.7", "Disk vdb of 50 GiB".
    pub(super) fn name(&self) -> String {
        match self.thing {
            Thing::Address(address) => format!("Address {}", address.id),
            Thing::Disk(disk) => format!("Disk {} of {}", disk_name(disk), measure::disk(disk.size_gib)),
        }
    }

    /// Whether its provider lets another account pay for it.
    pub(super) fn can_move(&self, on: &On<'_>) -> bool {
        let kind = match self.thing {
            Thing::Address(_) => "address.update",
            Thing::Disk(_) => "disk.set_billing_account",
        };
        on.offers(kind).is_ok()
    }

    /// The request by which `account` pays for it.
    pub(super) fn change(&self, account: u64) -> Change {
        match self.thing {
            // With the name that it has, as in the documents' example.
            Thing::Address(address) => Change::Address(AddressChange::Update {
                id: address.id.clone(),
                name: address.name.clone().filter(|name| !name.is_empty()),
                billing_account: Some(account),
            }),
            Thing::Disk(disk) => {
                Change::Disk(DiskChange::SetBillingAccount { id: disk.id.clone(), billing_account: account })
            }
        }
    }

    /// Who pays for it, for people.
    pub(super) fn payer(&self, on: &On<'_>) -> Option<String> {
        let known = accounts(on).iter().find(|account| is(account, self.payer)).map(title);
        known.or_else(|| self.payer.map(|id| format!("Account {id}")))
    }

    fn paid(&self, on: &On<'_>) -> String {
        self.payer(on).map_or_else(|| "who pays is not known".to_owned(), |payer| format!("paid by {payer}"))
    }

    /// That it does not move.
    pub(super) fn stays(&self, on: &On<'_>) -> String {
        match self.payer(on) {
            Some(payer) => format!("{} stays with {payer}, which goes on paying for it.", self.name()),
            None => format!("{} stays with whoever pays for it, which is not known here.", self.name()),
        }
    }
}
