//! The end of a snapshot or a backup.

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::change::{Change, ReplicaChange};
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::rules::server;

use super::{described, found};
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::read_choice;
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Delete;

impl Act for Delete {
    fn slug(&self) -> &'static str {
        "snapshot.delete"
    }

    fn right(&self) -> Verb {
        Verb::Delete
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Replicas, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.has(Family::Replicas)?;
        on.offers("replica.delete")?;
        server::can_delete(&on.server().state).map_err(|error| error.message)
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let replica = found(on, read_choice(fields, "replica", "Choose a snapshot or a backup.")?)?;
        let what = described(&replica);
        let price = on
            .prices()
            .zip(replica.size_gib)
            .and_then(|(prices, size)| price::of(prices, &PricedItem::Snapshot, size));
        let draft = Draft {
            steps: vec![Change::Replica(ReplicaChange::Delete { id: replica.id.clone() }).into()],
            before: Before::of(on.server()),
            summary: what.clone(),
            danger: true,
            dies: vec![format!("The {what}.")],
            cost: match price {
                Some(price) => format!("It no longer costs up to {}.", price::words(&price)),
                None => "It is no longer billed.".to_owned(),
            },
            ..Draft::default()
        };
        Ok(draft
            .line("Snapshot", what, "deleted")
            .effect("The server and its disk stay as they are.")
            .for_good("Going back to that moment will not be possible any more."))
    }
}
