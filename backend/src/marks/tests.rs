//! Marks in the database and in memory, and in which order memory learns of them.

use std::net::{IpAddr, Ipv4Addr};

use domain::ErrorKind;
use domain::ids::{CredentialId, ProviderResourceId, ServerKey, TeamId, UserId};
use domain::policy::Role;
use domain::provider::Brand;
use domain::view::{SessionView, TeamChoice};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::config::{Argon2Config, Config};
use crate::db::{credentials, teams};
use crate::vault::master_key::MasterKeySource;
use crate::{Backend, TeamScope};

struct Deck {
    backend: Backend,
    team: TeamId,
    server: ServerKey,
    actor: Actor,
    _folder: TempDir,
}

async fn deck() -> Deck {
    let folder = TempDir::new().unwrap();
    let key = MasterKeySource::FileOrNew(folder.path().join("key").join("master.key"));
    let mut config = Config::new(folder.path().join("data"), key);
    config.argon2 = Argon2Config::FLOOR;
    let backend = Backend::open(config).await.unwrap();
    let (team, credential) = (TeamId(Uuid::new_v4()), CredentialId(Uuid::new_v4()));
    let mut tx = backend.db().write().await.unwrap();
    teams::insert(tx.conn(), team, "Ours", None, backend.now()).await.unwrap();
    credentials::insert(tx.conn(), &stored(credential, team)).await.unwrap();
    tx.commit().await.unwrap();
    let choice = TeamChoice { id: team, name: "Ours".to_owned(), role: Role::Operator };
    let session = SessionView {
        user: UserId(Uuid::new_v4()),
        name: "Ana".to_owned(),
        email: "ana@example.com".to_owned(),
        team: choice.clone(),
        teams: vec![choice],
    };
    let actor = Actor { session, request_id: "request".to_owned(), ip: IpAddr::V4(Ipv4Addr::LOCALHOST) };
    let server =
        ServerKey { credential, location: "jkt01".to_owned(), id: ProviderResourceId("a".to_owned()) };
    Deck { backend, team, server, actor, _folder: folder }
}

fn stored(id: CredentialId, team: TeamId) -> credentials::StoredCredential {
    credentials::StoredCredential {
        id,
        team,
        brand: Brand::Elastis,
        label: "Main".to_owned(),
        base_url: "https://api.example.com/".to_owned(),
        scheme: domain::credential::AuthScheme::Bearer,
        sealed_key: Vec::new(),
        key_version: 1,
        fingerprint: String::new(),
        last_four: String::new(),
        account: None,
        health: domain::credential::CredentialHealth::Unchecked,
        added_by: "Ana".to_owned(),
        created_at: Timestamp(0),
        key_since: Timestamp(0),
    }
}

impl Deck {
    async fn write(&self, edit: &MarkEdit) -> Written {
        let mut tx = self.backend.db().write().await.unwrap();
        let marks = self.backend.marks();
        let by = By::Person(&self.actor);
        let written = marks.write(&mut tx, by, self.team, &self.server, edit).await.unwrap();
        tx.commit().await.unwrap();
        written
    }

    fn mark(&self) -> Mark {
        self.backend.marks().team(self.team).get(&self.server).cloned().unwrap_or_default()
    }

    async fn audited(&self) -> Vec<String> {
        use sqlx::Row as _;
        let sql = "SELECT action FROM audit WHERE action LIKE 'server.%' ORDER BY seq";
        let rows = sqlx::query(sql).fetch_all(self.backend.db().read()).await.unwrap();
        rows.iter().map(|row| row.try_get("action").unwrap()).collect()
    }
}

fn tags(tags: &[&str]) -> MarkEdit {
    MarkEdit::SetTags(tags.iter().map(|tag| (*tag).to_owned()).collect())
}

#[tokio::test]
async fn what_was_stored_later_stays_in_whatever_order_memory_hears_of_it() {
    let deck = deck().await;
    let first = deck.write(&tags(&["first"])).await;
    let second = deck.write(&tags(&["second"])).await;
    deck.backend.inventory().marked(vec![second]);
    deck.backend.inventory().marked(vec![first]);
    assert_eq!(deck.mark().tags, ["second"]);
    let lock = deck.write(&MarkEdit::Lock { reason: "Audit".to_owned() }).await;
    let unlock = deck.write(&MarkEdit::Unlock).await;
    deck.backend.inventory().marked(vec![unlock]);
    deck.backend.inventory().marked(vec![lock]);
    assert_eq!(deck.backend.marks().lock_of(&deck.server), None);
    assert_eq!(deck.audited().await, ["server.tag", "server.tag", "server.lock", "server.unlock"]);
}

#[tokio::test]
async fn what_is_undone_is_neither_stored_nor_known() {
    let deck = deck().await;
    let mut tx = deck.backend.db().write().await.unwrap();
    let by = By::Person(&deck.actor);
    let written = deck.backend.marks().write(&mut tx, by, deck.team, &deck.server, &tags(&["web"])).await;
    drop((written, tx));
    assert!(deck.mark().is_empty());
    let again = deck.write(&tags(&["web"])).await;
    deck.backend.inventory().marked(vec![again]);
    let same = deck.write(&tags(&["web"])).await;
    deck.backend.inventory().marked(vec![same]);
    assert_eq!(deck.audited().await, ["server.tag"], "what changes nothing is no entry");
    let forgotten = deck.write(&MarkEdit::Forget).await;
    deck.backend.inventory().marked(vec![forgotten]);
    assert!(deck.mark().is_empty());
    assert_eq!(db::marks::all(deck.backend.db().read()).await.unwrap(), []);
}

#[tokio::test]
async fn r2_another_teams_server_does_not_exist() {
    let deck = deck().await;
    let stranger = TeamId(Uuid::new_v4());
    let mut tx = deck.backend.db().write().await.unwrap();
    let by = By::Operation(OperationId(Uuid::new_v4()));
    let marks = deck.backend.marks();
    let error = marks.write(&mut tx, by, stranger, &deck.server, &MarkEdit::Unlock).await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn marks_go_with_their_key() {
    let deck = deck().await;
    let written = deck.write(&MarkEdit::Lock { reason: String::new() }).await;
    deck.backend.inventory().marked(vec![written]);
    assert_eq!(deck.backend.marks().lock_of(&deck.server).map(|lock| lock.by), Some("Ana".to_owned()));
    let mut tx = deck.backend.db().write().await.unwrap();
    let scope = TeamScope::of_own_row(deck.team);
    assert!(credentials::delete(tx.conn(), scope, deck.server.credential).await.unwrap());
    tx.commit().await.unwrap();
    deck.backend.marks().forget(deck.team, deck.server.credential);
    assert_eq!(deck.backend.marks().lock_of(&deck.server), None);
    assert_eq!(db::marks::all(deck.backend.db().read()).await.unwrap(), []);
}

#[tokio::test]
async fn a_lock_binds_by_every_key_of_the_address_and_by_no_other() {
    let deck = deck().await;
    let marks = deck.backend.marks();
    let key = |credential: CredentialId| ServerKey { credential, ..deck.server.clone() };
    let [same, elsewhere, theirs] = [1, 2, 3].map(|n| key(CredentialId(Uuid::from_u128(n))));
    let strangers = TeamId(Uuid::from_u128(9));
    marks.learn(deck.team, deck.server.credential, "https://api.example.com/");
    marks.learn(deck.team, same.credential, "https://api.example.com/v1");
    marks.learn(deck.team, elsewhere.credential, "https://api.example.org/v1");
    let written = deck.write(&MarkEdit::Lock { reason: "Audit".to_owned() }).await;
    deck.backend.inventory().marked(vec![written]);
    marks.learn(strangers, theirs.credential, "https://api.example.com/v1");

    let by = |server: &ServerKey| marks.lock_of(server).map(|lock| (lock.by, lock.reason));
    let ours = Some(("Ana".to_owned(), "Audit".to_owned()));
    assert_eq!([by(&deck.server), by(&same), by(&elsewhere)], [ours.clone(), ours, None]);
    assert_eq!(by(&theirs), Some(("Another team".to_owned(), String::new())));
    let mut tx = deck.backend.db().write().await.unwrap();
    for server in [&deck.server, &same, &elsewhere, &theirs] {
        assert_eq!(marks.lock_in(tx.conn(), server).await.unwrap(), marks.lock_of(server), "{server}");
    }
    drop(tx);
    let other = ServerKey { id: ProviderResourceId("b".to_owned()), ..same.clone() };
    assert_eq!(by(&other), None);
    assert_eq!(marks.team(deck.team).kept_of(same.credential), KeptOf::default(), "lent, not kept");

    marks.forget(deck.team, deck.server.credential);
    assert_eq!([by(&same), by(&theirs)], [None, None]);
    assert!(marks.team(deck.team).get(&same).is_none());
}
