//! A snapshot of the boot disk.

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::change::{Change, ReplicaChange};
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::rules::server;

use crate::acts::act::Act;
use crate::acts::draft::{Draft, PriceChange};
use crate::acts::measure;
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Create;

impl Act for Create {
    fn slug(&self) -> &'static str {
        "snapshot.create"
    }

    fn right(&self) -> Verb {
        Verb::Create
    }

    fn many(&self) -> bool {
        true
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Replicas, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.has(Family::Replicas)?;
        on.offers("replica.create")?;
        server::can_change(&on.server().state).map_err(|error| error.message)
    }

    fn draft(&self, on: &On<'_>, _: &Fields) -> Result<Draft, DomainError> {
        let server = on.server();
        let disks = server.details.disks.as_deref().unwrap_or_default();
        let size = disks.iter().find(|disk| disk.primary).and_then(|disk| disk.size_gib);
        let replicas = on.replicas().value;
        // Those that the server's own answer shows, and those that were read by themselves.
        let listed = disks.iter().flat_map(|disk| &disk.replicas);
        let known = replicas.iter().flat_map(|replicas| replicas.iter()).chain(listed);
        let price =
            on.prices().zip(size).and_then(|(prices, size)| price::of(prices, &PricedItem::Snapshot, size));
        let draft = Draft {
            steps: vec![Change::Replica(ReplicaChange::Create { server: on.key().id.clone() }).into()],
            before: Before::of(server).knowing(known.map(|replica| replica.id.clone())),
            what: "one more snapshot".to_owned(),
            cost: match &price {
                Some(price) if on.alone => format!("It costs up to {} while it exists.", price::words(price)),
                _ => "It costs money for each GiB it holds while it exists.".to_owned(),
            },
            price: price.map(|after| PriceChange {
                before: None,
                after,
                note: "The snapshot alone, if it holds the whole disk.".to_owned(),
            }),
            ..Draft::default()
        };
        Ok(draft
            .line("Snapshot", "", format!("of the boot disk, {}", measure::disk(size)))
            .effect("The provider copies the boot disk as it is at that moment. The server may go on running.")
            .effect("What the server has in memory and not yet on disk is not in it; a stopped server gives a cleaner one."))
    }
}
