//! Automatic backups, on or off. The provider's call is a switch without a target, so the wish is compared with what was
//! read.

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::change::{Change, ReplicaChange};
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::rules::replica::toggle_backups;
use domain::rules::server;

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Backups;

impl Act for Backups {
    fn slug(&self) -> &'static str {
        "server.backups"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.has(Family::Replicas)?;
        on.offers("replica.auto_backup")?;
        server::can_change(&on.server().state).map_err(|error| error.message)
    }

    /// `to` is `on` or `off`; without it, the other of what is.
    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let now = on.server().backups;
        let enable = match fields.get("to") {
            Some("on") => true,
            Some("off") => false,
            _ => !now.unwrap_or(false),
        };
        toggle_backups(now, enable)?;
        let change = ReplicaChange::AutoBackup { server: on.key().id.clone(), enable };
        let word = |on: bool| if on { "on" } else { "off" };
        let draft = Draft {
            steps: vec![Change::Replica(change).into()],
            before: Before::of(on.server()),
            summary: format!("{} → {}", word(!enable), word(enable)),
            what: format!("backups {} → {}", word(!enable), word(enable)),
            cost: cost(on, enable),
            ..Draft::default()
        }
        .line("Automatic backups", word(!enable), word(enable));
        Ok(if enable {
            draft.effect("The provider makes backups by itself from now on. When, and how many it keeps, is its to say.")
        } else {
            let mut draft = draft.effect("No more backups are made from now on.");
            draft
                .stays
                .push("Backups that exist stay, and go on costing money until they are deleted.".to_owned());
            draft
        })
    }
}

fn cost(on: &On<'_>, enable: bool) -> String {
    if !enable {
        return "No new backups are billed. Those that exist are.".to_owned();
    }
    let each = on.prices().and_then(|prices| {
        let disk = on.server().disk_gib?;
        Some((disk, price::of(prices, &PricedItem::Backup, disk)?))
    });
    match each {
        Some((disk, price)) => format!(
            "Every backup costs money for each GiB it holds: one of all {disk} GiB costs {}.",
            price::words(&price)
        ),
        None => "Backups cost money for each GiB they hold. The provider's figures do not tell how much."
            .to_owned(),
    }
}
