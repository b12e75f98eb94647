//! Back to a snapshot or an automatic backup.

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::capability::Family;
use domain::change::{Change, ReplicaChange};
use domain::policy::Verb;
use domain::rules::server;
use domain::rules::warnings::Warning;

use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{choice, read_choice, section, select};
use crate::acts::on::On;
use crate::acts::snapshot::{described, found};
use crate::operations::task::Before;

pub(crate) struct Rebuild;

impl Act for Rebuild {
    fn slug(&self) -> &'static str {
        "server.rebuild"
    }

    fn right(&self) -> Verb {
        Verb::Delete
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Replicas]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.has(Family::Replicas)?;
        on.offers("replica.rebuild")?;
        server::can_change(&on.server().state).map_err(|error| error.message)
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let held = on.replicas();
        let replicas = held.value.as_deref().map(Vec::as_slice).unwrap_or_default();
        let choices: Vec<Choice> = replicas
            .iter()
            .map(|replica| choice(replica.id.0.clone(), described(replica), when(on, replica)))
            .collect();
        section(vec![select("replica", "Snapshot or backup", fields, "", choices)])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let wanted = read_choice(fields, "replica", "Choose a snapshot or a backup.")?;
        let replica = found(on, wanted)?;
        let change = ReplicaChange::Rebuild { server: on.key().id.clone(), replica: replica.id.clone() };
        let what = described(&replica);
        let draft = Draft {
            steps: vec![Change::Replica(change).into()],
            before: Before::of(on.server()),
            summary: format!("From {what}"),
            danger: true,
            typed: Some(on.name().to_owned()),
            dies: vec![format!("Everything on the disk that is newer than {what}.")],
            stays: vec!["The snapshot or backup itself, the server's size and its addresses.".to_owned()],
            cost: "The server costs what it cost.".to_owned(),
            ..Draft::default()
        };
        Ok(draft
            .line("Disk", "as it is now", format!("as {what} has it"))
            .effect("The provider writes the snapshot or backup over the disk that it was made of.")
            .effect(Warning::RebuildDiscardsDisk.sentence())
            .for_good("What was written since cannot be brought back. Make a snapshot first if it is worth anything."))
    }
}

fn when(on: &On<'_>, replica: &domain::replica::Replica) -> String {
    replica.created_at.map(|at| at.ago(on.now)).unwrap_or_default()
}
