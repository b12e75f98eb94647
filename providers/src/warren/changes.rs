//! Changes on Warren. Which request a change is, and what its answer tells, is each noun's own matter.

use async_trait::async_trait;
use domain::change::{Change, ReplicaChange};

use super::{
    Warren, account, addresses, balancers, billing, buckets, cards, client, compute, credit, databases,
    disks, invoices, networks, replicas, tokens,
};
use crate::credential::{Credential, Endpoint};
use crate::error::{NotSent, ProviderError};
use crate::family::{Applied, Changes, Result, Secrets};
use crate::http::{Call, Reply};

/// The request that makes the change; `None` where the API has none.
fn call(change: &Change, secrets: &Secrets) -> Option<Call> {
    match change {
        Change::Account(change) => Some(account::call(change, secrets)),
        Change::Address(change) => Some(addresses::call(change)),
        Change::Balancer(change) => Some(balancers::call(change)),
        Change::Billing(change) => Some(billing::call(change)),
        Change::Bucket(change) => Some(buckets::call(change)),
        Change::Card(change) => Some(cards::call(change, secrets)),
        Change::Credit(change) => Some(credit::call(change)),
        Change::Database(change) => Some(databases::call(change)),
        Change::Disk(change) => Some(disks::call(change)),
        Change::Invoice(change) => Some(invoices::call(change)),
        Change::Network(change) => Some(networks::call(change)),
        Change::Replica(change) => Some(replicas::call(change)),
        Change::Server(change) => compute::call(change, secrets),
        Change::StorageKey(change) => Some(buckets::key_call(change)),
        Change::Token(change) => Some(tokens::call(change)),
    }
}

/// What the answer tells.
fn applied(change: &Change, reply: &Reply) -> Result<Applied> {
    match change {
        Change::Account(_) => Ok(Applied::done()),
        Change::Address(change) => Ok(addresses::applied(change, reply)),
        Change::Balancer(change) => Ok(balancers::applied(change, reply)),
        Change::Billing(change) => Ok(billing::applied(change, reply)),
        Change::Bucket(change) => Ok(buckets::applied(change)),
        Change::Card(change) => Ok(cards::applied(change, reply)),
        Change::Credit(_) => Ok(credit::applied()),
        Change::Database(change) => Ok(databases::applied(change, reply)),
        Change::Disk(change) => Ok(disks::applied(change, reply)),
        Change::Invoice(change) => Ok(invoices::applied(change, reply)),
        Change::Network(change) => Ok(networks::applied(change, reply)),
        Change::Replica(change) => Ok(replicas::applied(change, reply)),
        Change::Server(change) => Ok(compute::applied(change, reply)),
        Change::StorageKey(change) => Ok(buckets::key_applied(change, reply)),
        Change::Token(change) => tokens::applied(change, reply),
    }
}

impl Warren {
    /// The request that makes the change, where this brand's API has one.
    fn request(&self, change: &Change, secrets: &Secrets) -> Result<Call> {
        if !self.capabilities.change(change.kind()).is_yes() {
            return Err(UNSUPPORTED);
        }
        call(change, secrets).ok_or(UNSUPPORTED)
    }
}

#[async_trait]
impl Changes for Warren {
    fn describe(&self, endpoint: &Endpoint, location: &str, change: &Change) -> Result<String> {
        let call = self.request(change, &Secrets::default())?;
        Ok(self.at_address(&endpoint.base_url, location, call).describe(&endpoint.base_url))
    }

    async fn apply(
        &self,
        credential: &Credential,
        location: &str,
        change: &Change,
        secrets: &Secrets,
    ) -> Result<Applied> {
        let call = self.request(change, secrets)?;
        if let Change::Replica(ReplicaChange::AutoBackup { server, enable }) = change
            && self.backs_up(credential, location, server).await? == *enable
        {
            return Ok(Applied { note: Some(replicas::as_wished(*enable)), ..Applied::done() });
        }
        let call = self.at(credential, location, call);
        let reply = client::write(&self.http, credential, &call).await?;
        // Half an answer says nothing about the other half, whatever it is for.
        if !reply.is_empty() {
            reply.json::<serde::de::IgnoredAny>("answer")?;
        }
        let mut applied = applied(change, &reply)?;
        let here = || self.known_location(credential, location);
        match change {
            Change::Server(change) => applied.server = compute::shown(change, &reply, &here()),
            Change::Replica(change) => applied.server = replicas::shown(change, &reply, &here()),
            _ => {}
        }
        Ok(applied)
    }
}

const UNSUPPORTED: ProviderError = ProviderError::NotSent { reason: NotSent::Unsupported };

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::change::{
        AddressChange, BalancerChange, BillingChange, BucketChange, CreditChange, DatabaseChange, DiskChange,
        ImageChoice, NewDisk, NewDiskSource, NewServer, ServerChange, ServerSource, TokenChange,
    };
    use domain::ids::ProviderResourceId;
    use domain::power::PowerCall;

    use super::*;
    use crate::error::Refusal;
    use crate::options::WriteTimeouts;
    use crate::warren::refusal;

    fn id() -> ProviderResourceId {
        ProviderResourceId("a".to_owned())
    }

    fn class(change: &Change) -> Option<Refusal> {
        let call = call(change, &Secrets::default()).unwrap();
        let reply = Reply::test(404, r#"{"message":"It does not exist."}"#);
        refusal::check(reply, &call).err().unwrap().refusal()
    }

    #[test]
    fn what_names_a_second_thing_cannot_say_that_the_first_is_gone() {
        let image = ImageChoice { name: "ubuntu".to_owned(), version: None };
        let entry = "10.0.0.1".to_owned();
        let update = |billing_account| DatabaseChange::Update { id: id(), name: None, billing_account };
        let token = |restrict_to| TokenChange::Update { id: id(), description: None, restrict_to };
        for two in [
            Change::Server(ServerChange::SetPassword { id: id(), username: "ops".to_owned() }),
            Change::Server(ServerChange::Reinstall { id: id(), image: Some(image) }),
            Change::Balancer(BalancerChange::RemoveTarget { id: id(), target: id() }),
            Change::Balancer(BalancerChange::RemoveRule { id: id(), rule: id() }),
            Change::Address(AddressChange::DeprecatedRelease { server: id() }),
            Change::Billing(BillingChange::SetPayer { id: id(), resource: id() }),
            Change::Bucket(BucketChange::SetPayer { id: id(), billing_account: 6 }),
            Change::Database(update(Some(6))),
            Change::Database(DatabaseChange::Disallow { id: id(), entry }),
            Change::Token(token(Some(6))),
            Change::Credit(CreditChange::Buy { billing_account: id(), card: id(), amount: 1.into() }),
        ] {
            assert_eq!(class(&two), Some(Refusal::Other), "{}", two.kind());
        }
        for one in [
            Change::Server(ServerChange::Reinstall { id: id(), image: None }),
            Change::Server(ServerChange::Delete { id: id() }),
            Change::Database(update(None)),
            Change::Token(token(None)),
        ] {
            assert_eq!(class(&one), Some(Refusal::Gone), "{}", one.kind());
        }
    }

    #[test]
    fn what_a_server_is_held_for_is_waited_for_as_long_as_warren_may_work_on_it() {
        let image = ImageChoice { name: "ubuntu".to_owned(), version: None };
        let new = NewServer {
            name: "web-1".to_owned(),
            description: None,
            source: ServerSource::Image { image, disk_gib: 20 },
            vcpus: 2,
            memory_mib: 2048,
            pool: None,
            network: None,
            public_ip: false,
            billing_account: None,
            backups: false,
            username: None,
            with_password: false,
            public_keys: Vec::new(),
            with_cloud_init: false,
        };
        let disk =
            NewDisk { source: NewDiskSource::Empty, size_gib: Some(20), name: None, billing_account: None };
        let (server, replica, resource) = (id(), id(), id());
        let modify = ServerChange::Modify { id: id(), name: None, vcpus: Some(2), memory_mib: None };
        let servers = [
            ServerChange::Create(Box::new(new)),
            modify,
            ServerChange::Power { id: id(), call: PowerCall::Start },
            ServerChange::Power { id: id(), call: PowerCall::Stop },
            ServerChange::Power { id: id(), call: PowerCall::ForceStop },
            ServerChange::StartRescue { id: id() },
            ServerChange::Reinstall { id: id(), image: None },
            ServerChange::Clone { id: id(), name: "copy".to_owned() },
            ServerChange::SetPassword { id: id(), username: "ops".to_owned() },
            ServerChange::Delete { id: id() },
        ];
        let disks = [
            DiskChange::Create(disk),
            DiskChange::SetBillingAccount { id: id(), billing_account: 6 },
            DiskChange::Delete { id: id() },
            DiskChange::Add { server: id(), size_gib: 20 },
            DiskChange::Grow { server: id(), disk: id(), size_gib: 40 },
            DiskChange::DeleteAttached { server: id(), disk: id() },
            DiskChange::Attach { server: id(), disk: id() },
            DiskChange::Detach { server: id(), disk: id() },
        ];
        let replicas = [
            ReplicaChange::Create { server: id() },
            ReplicaChange::Delete { id: id() },
            ReplicaChange::Rebuild { server: id(), replica },
            ReplicaChange::AutoBackup { server, enable: true },
        ];
        let payer = Change::Billing(BillingChange::SetPayer { id: id(), resource });
        let mut seen = Vec::new();
        for change in servers
            .map(Change::Server)
            .into_iter()
            .chain(disks.map(Change::Disk))
            .chain(replicas.map(Change::Replica))
            .chain([payer])
        {
            let limit = call(&change, &Secrets::default()).unwrap().pace.limit(&WriteTimeouts::default());
            assert!(limit >= Duration::from_secs(600), "{}: {limit:?}", change.kind());
            seen.push(change.kind());
        }
        let only_virtua = ["server.restart", "server.order", "server.resize", "server.rebuild"];
        let held = [ServerChange::KINDS, DiskChange::KINDS, ReplicaChange::KINDS].into_iter().flatten();
        for kind in held {
            assert!(seen.contains(kind) || only_virtua.contains(kind), "{kind}");
        }
    }

    #[test]
    fn an_answer_that_denies_is_no_yes() {
        let denied = |body: &str| refusal::done(Reply::test(200, body)).err();
        for (body, words) in [
            (r#"{"success":false}"#, "The provider says that it did not do this."),
            (r#" {"success":"False","message":"Card was declined"}"#, "Card was declined"),
            (r#"{"success":0,"error_log":"No card","message":"x","paid_invoices":[]}"#, "No card"),
        ] {
            let error = denied(body).unwrap();
            assert_eq!(error.public_message(), words);
            assert!(!error.outcome_known_not_done(), "it may have happened: {body}");
        }
        for body in
            ["", "true", "[]", "{}", r#"{"success":true}"#, r#"{"success":null}"#, r#"[{"success":false}]"#]
        {
            assert!(denied(body).is_none(), "{body}");
        }
    }
}
