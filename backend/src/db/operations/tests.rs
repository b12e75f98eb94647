//! Journals of older installations after the schema was brought up.

use std::borrow::Cow;

use domain::change::{Change, ServerChange};
use domain::operation::OperationState;
use domain::power::PowerCall;
use domain::server::ServerState;
use sqlx::migrate::Migrator;
use uuid::Uuid;

use super::*;
use crate::db::{migrate, sqlite};
use crate::operations::task::Then;

/// As the schema that knew power alone had them.
const OLD: [(&str, &str, &str, &str); 4] = [
    (
        "start",
        r#""stopped""#,
        "succeeded",
        r#"[{"call":"start","state":"succeeded","sent_at":1,"ended_at":2,"accepted":true}]"#,
    ),
    ("stop", r#""running""#, "failed", r#"[{"call":"stop","state":"failed","sent_at":1,"ended_at":2}]"#),
    (
        "force-stop",
        r#"{"other":"rescue"}"#,
        "unknown",
        r#"[{"call":"force-stop","state":"unknown","sent_at":1,"ended_at":null,"accepted":false}]"#,
    ),
    (
        "restart",
        r#""running""#,
        "succeeded",
        r#"[{"call":"stop","state":"succeeded","sent_at":1,"ended_at":2,"accepted":true},
            {"call":"start","state":"succeeded","sent_at":3,"ended_at":4,"accepted":true}]"#,
    ),
];

#[tokio::test]
async fn journals_that_knew_power_alone_are_read() {
    sqlx::any::install_default_drivers();
    let folder = tempfile::TempDir::new().unwrap();
    let pool = sqlite::open(&sqlite::file(folder.path())).await.unwrap();
    let all = migrate::migrator();
    let old: Vec<_> = all.iter().filter(|migration| migration.version <= 11).cloned().collect();
    Migrator { migrations: Cow::Owned(old), ..Migrator::DEFAULT }.run(&pool).await.unwrap();
    let (team, credential) = (TeamId(Uuid::new_v4()), Uuid::new_v4());
    for (number, (action, before, state, steps)) in (1..).zip(OLD) {
        sqlx::query(
            "INSERT INTO operations (team_id, id, actor_id, actor_name, request_id, credential_id, location, \
             server_id, server_name, brand, action, before, state, steps, message, created_at) \
             VALUES ($1, $2, $3, 'Ada', 'r', $4, 'jkt01', 'vm', 'web-1', 'elastis', $5, $6, $7, $8, 'm', $9)",
        )
        .bind(team.to_string())
        .bind(Uuid::from_u128(number).to_string())
        .bind(Uuid::nil().to_string())
        .bind(credential.to_string())
        .bind(action)
        .bind(before)
        .bind(state)
        .bind(steps)
        .bind(i64::try_from(number).unwrap())
        .execute(&pool)
        .await
        .unwrap();
    }

    all.run(&pool).await.unwrap();
    let scope = TeamScope::of_own_row(team);
    let rows = page(&pool, scope, &Filter::default(), (10, 0)).await.unwrap();
    let acts: Vec<_> = rows.iter().map(|row| row.act.as_str()).collect();
    assert_eq!(acts, ["server.restart", "server.force_stop", "server.stop", "server.start"]);
    for row in &rows {
        assert_eq!((&row.then, row.batch, &row.made), (&Then::default(), None, &None));
        assert_eq!(row.summary, "");
    }
    let [restart, forced, ..] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!(
        (restart.state(), restart.before.state()),
        (OperationState::Succeeded, Some(&ServerState::Running))
    );
    assert_eq!(
        restart.steps.view().iter().map(|step| step.label.as_str()).collect::<Vec<_>>(),
        ["Stop", "Start"]
    );
    assert_eq!(forced.before.state(), Some(&ServerState::Other("rescue".to_owned())));
    let step = forced.steps.current().unwrap();
    let stop = ServerChange::Power { id: ProviderResourceId("vm".to_owned()), call: PowerCall::ForceStop };
    assert_eq!((&step.change, step.state), (&Change::Server(stop), OperationState::Unknown));
    assert_eq!(all_open(&pool).await.unwrap().len(), 1, "and is still to be settled");

    let mut settled = forced.clone();
    settled.steps.settle(true, Timestamp(9)).unwrap();
    let mut connection = pool.acquire().await.unwrap();
    assert!(advance(&mut connection, &settled).await.unwrap());
    let again = get(&mut *connection, scope, settled.id).await.unwrap().unwrap();
    assert_eq!((again.state(), again.steps), (OperationState::Succeeded, settled.steps));
}
