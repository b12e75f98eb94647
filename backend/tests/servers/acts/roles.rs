//! Who may do what: each act as each role.

use backend::Confirmed;
use domain::ErrorKind;
use domain::policy::Role;

use super::fields;
use crate::world::{World, fast, new_id};

/// The roles that may, for each act: everything else is refused. Reviewed as it stands.
const TABLE: &str = "\
server.start owner admin operator
server.stop owner admin operator
server.restart owner admin operator
server.force_stop owner admin operator
server.rename owner admin
server.resize owner admin
server.password owner admin
server.rescue owner admin
server.clone owner admin
server.backups owner admin
server.billing owner admin
server.tag owner admin operator
server.note owner admin operator
server.lock owner admin operator
server.unlock owner admin operator
snapshot.create owner admin
snapshot.delete owner admin
disk.add owner admin
disk.grow owner admin
disk.attach owner admin
disk.detach owner admin
disk.delete owner admin
address.reserve owner admin
address.assign owner admin
address.unassign owner admin
address.release owner admin
server.reinstall owner admin
server.rebuild owner admin
server.delete owner admin
";

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_right_is_a_check_that_fails_and_a_refusal_when_confirmed() {
    let world = World::start(fast()).await;
    let key = world.server_named("web-01").await;
    for role in Role::ALL {
        let person = world.person(role).await;
        let offers = person.detail(&key).await;
        for line in TABLE.lines() {
            let mut words = line.split(' ');
            let act = words.next().unwrap();
            let may = words.any(|allowed| allowed == role.slug());
            let lacks = |text: &str| text.starts_with("Your role in ") && text.contains(role.slug());
            let sheet = person.ask(act, std::slice::from_ref(&key), &[], true).await;
            let said = match (sheet.form, sheet.plan) {
                (Some(form), _) => form.refusal.is_some_and(|why| lacks(&why)),
                (None, Some(plan)) => plan.checks.iter().any(|check| !check.ok && lacks(&check.text)),
                (None, None) => panic!("{act} shows nothing"),
            };
            assert_eq!(said, !may, "{act} as {}", role.slug());
            if !may {
                let error = person
                    .run(Confirmed {
                        operation: new_id(),
                        act: act.to_owned(),
                        on: vec![key.clone()],
                        fields: fields(&[]),
                        typed: String::new(),
                        password: None,
                    })
                    .await
                    .unwrap_err();
                assert_eq!(error.public().kind, ErrorKind::Forbidden, "{act} as {}", role.slug());
            }
            if let Some(offer) = offers.acts.iter().find(|offer| offer.act == act) {
                let refused = offer.refusal.as_ref().is_some_and(|why| lacks(why));
                assert_eq!(refused, !may, "the page offers {act} to {}", role.slug());
            }
        }
    }
    assert_eq!(world.providers.all().map(|(_, simulator)| simulator.control().writes()), [0; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_the_teams_is_not_there() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let known = world.server_named("web-01").await;
    let foreign = domain::ids::ServerKey {
        id: domain::ids::ProviderResourceId("elsewhere".to_owned()),
        ..known.clone()
    };
    let acts = world.backend.access(&person.actor);
    for (act, on) in
        [("server.stop", vec![known.clone(), foreign.clone()]), ("server.none", vec![known.clone()])]
    {
        let ask = domain::act::Ask { act: act.to_owned(), on: on.clone(), ..domain::act::Ask::default() };
        let error = acts.acts().unwrap().ask(&ask).await.unwrap_err();
        assert_eq!(error.public().kind, ErrorKind::NotFound, "{act}");
    }
    for (act, on) in
        [("server.stop", vec![]), ("server.rename", vec![known.clone(), world.server_named("web-02").await])]
    {
        let ask = domain::act::Ask { act: act.to_owned(), on, ..domain::act::Ask::default() };
        let error = acts.acts().unwrap().ask(&ask).await.unwrap_err();
        assert_eq!(error.public().field.as_deref(), Some("on"), "{act}");
    }
}
