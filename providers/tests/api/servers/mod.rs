//! Servers: what is done to them, what may be done, and what the reads then show.

mod virtua;
mod warren;

use domain::change::{
    Change, ImageChoice, Ipv6Block, NewServer, RebuildFrom, ServerChange, ServerOrder, ServerSource,
};
use domain::ids::ProviderResourceId;
use domain::power::PowerCall;
use domain::provider::Platform;
use domain::server::Server;
use providers::ProviderError;
use providers::error::Refusal;
use providers::family::{Applied, Result, Secrets};

use crate::common::{Deck, KINDS, fast, patient};

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

fn image(name: &str, version: &str) -> ImageChoice {
    ImageChoice { name: name.to_owned(), version: Some(version.to_owned()) }
}

/// A server with everything that can be asked for.
fn everything() -> NewServer {
    NewServer {
        name: "walk-01".to_owned(),
        description: Some("50 % for tests & more".to_owned()),
        source: ServerSource::Image { image: image("ubuntu", "24.04-lts"), disk_gib: 40 },
        vcpus: 4,
        memory_mib: 4096,
        pool: None,
        network: None,
        public_ip: true,
        billing_account: None,
        backups: true,
        username: Some("ops".to_owned()),
        with_password: true,
        public_keys: vec!["ssh-ed25519 AAAAC3Nza+ a@b".to_owned(), "ssh-rsa AAAAB3Nza c@d".to_owned()],
        with_cloud_init: true,
    }
}

fn secrets() -> Secrets {
    Secrets {
        password: Some("Passw0rd with spaces".into()),
        cloud_init: Some(r#"{"runcmd": ["echo +1 & echo 2"]}"#.into()),
        ..Secrets::default()
    }
}

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let server = || id("aaaaaaaa-0000-4bbb-8111-cccccccccccc");
    let power = |call| ServerChange::Power { id: server(), call };
    let from_replica = NewServer {
        source: ServerSource::Replica {
            server: server(),
            replica: id("aaaaaaaa-0000-4bbb-8111-cccccccccccc2018-02-22-14-24-32"),
            image: image("debian", "12"),
            disk_gib: 40,
        },
        pool: Some(id("p")),
        network: Some(id("n")),
        billing_account: Some(6),
        public_keys: vec!["ssh-ed25519 AAAA".to_owned()],
        ..everything()
    };
    let on_disk = NewServer {
        source: ServerSource::Disk { disk: id("d"), image: None },
        username: None,
        with_password: false,
        public_keys: Vec::new(),
        with_cloud_init: false,
        public_ip: false,
        backups: false,
        ..everything()
    };
    let order = ServerOrder {
        project: id("p"),
        plan: id("vcs-2-intel.par01fr"),
        system: id("debian-12-64"),
        ipv6: Some(Ipv6Block::Block),
        hostname: Some("a.example.com".to_owned()),
    };
    [
        ServerChange::Create(Box::new(everything())),
        ServerChange::Create(Box::new(from_replica)),
        ServerChange::Create(Box::new(on_disk)),
        ServerChange::Order(order.clone()),
        ServerChange::Order(ServerOrder { ipv6: None, hostname: None, ..order }),
        ServerChange::Modify {
            id: server(),
            name: Some("new name".to_owned()),
            vcpus: Some(4),
            memory_mib: Some(8192),
        },
        ServerChange::Resize { id: server(), plan: id("vcs-4-ryzen.par01fr"), grow_disk: false },
        power(PowerCall::Start),
        power(PowerCall::Stop),
        power(PowerCall::ForceStop),
        power(PowerCall::Restart),
        ServerChange::StartRescue { id: server() },
        ServerChange::Reinstall { id: server(), image: None },
        ServerChange::Reinstall { id: server(), image: Some(image("debian", "12")) },
        ServerChange::Rebuild { id: server(), from: RebuildFrom::System(id("debian-12-64")) },
        ServerChange::Clone { id: server(), name: "Name of the Clone".to_owned() },
        ServerChange::SetPassword { id: server(), username: "ops".to_owned() },
        ServerChange::Delete { id: server() },
    ]
    .into_iter()
    .map(|change| (Change::Server(change), secrets()))
    .collect()
}

async fn apply(deck: &Deck, slug: &str, change: ServerChange) -> Result<Applied> {
    deck.apply(slug, &Change::Server(change), &secrets()).await
}

/// The server as it is now.
async fn read(deck: &Deck, slug: &str, id: &ProviderResourceId) -> Server {
    deck.compute().get(&deck.credential, slug, id).await.unwrap()
}

/// Class, field and words of a definite refusal.
fn refused(outcome: Result<Applied>) -> (Refusal, Option<String>, String) {
    match outcome.unwrap_err() {
        ProviderError::Refused { status: 400..=499, class, field, message, correlation_id: _ } => {
            (class, field, message)
        }
        other => panic!("{other:?}"),
    }
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    match deck.brand.platform() {
        Platform::Warren => warren::walk(deck).await,
        Platform::Virtua => virtua::walk(deck).await,
    }
}

#[tokio::test]
async fn servers_are_made_changed_and_destroyed() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
