//! Another account pays for a server: what does not follow it is named, and moves where someone ticks it.

use domain::operation::OperationState::Succeeded;
use domain::policy::Role;

use crate::world::{World, fast, until};

#[tokio::test(flavor = "multi_thread")]
async fn addresses_and_further_disks_stay_with_their_payer_unless_they_are_ticked() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let web = world.server_named("web-01").await;
    assert_eq!(person.done("disk.add", &web, &[("size_gib", "25")]).await.state, Succeeded);
    let disk = person.part(&web, "disks", 2).await.rows[1].id.clone();
    let address = person.part(&web, "addresses", 1).await.rows[0].id.clone();
    // Who pays for a new disk stands in the list of all disks.
    let notes = async || {
        let form = person.form("server.billing", &web, &[], false).await;
        let along = form
            .sections
            .into_iter()
            .flat_map(|section| section.fields)
            .find(|field| field.name == "along")?;
        assert!(along.value.is_empty(), "nothing moves unless someone ticks it");
        let choices = along.choices.into_iter().map(|choice| (choice.value, choice.note));
        Some(choices.collect::<Vec<_>>())
    };
    let noted = async |payer: &str| {
        let paid = |id: &str| (id.to_owned(), format!("paid by {payer}"));
        let wanted = [paid(&address), paid(&disk)];
        until(&format!("{wanted:?}"), || async { notes().await.filter(|notes| *notes == wanted) }).await
    };
    let form = person.form("server.billing", &web, &[], false).await;
    let accounts = &form.sections[0].fields[0].choices;
    let of =
        |refused: bool| accounts.iter().find(|choice| choice.refusal.is_some() == refused).unwrap().clone();
    let (former, other) = (of(true), of(false));
    noted(&former.label).await;

    let on = [web.clone()];
    let alone = person.plan("server.billing", &on, &[("billing_account", &other.value)]).await;
    assert_eq!((alone.requests.len(), alone.stays.len()), (1, 2), "{alone:?}");
    for (line, what) in alone.stays.iter().zip([&address, "Disk "]) {
        assert!(line.contains(what) && line.contains(&format!("stays with {}", former.label)), "{line}");
    }
    // What is not the server's is not moved along with it.
    let foreign = [("billing_account", other.value.as_str()), ("along", "192.0.2.77")];
    assert_eq!(person.plan("server.billing", &on, &foreign).await.requests.len(), 1);

    let all = [("billing_account", other.value.as_str()), ("along", &address), ("along", &disk)];
    let plan = person.plan("server.billing", &on, &all).await;
    assert_eq!((plan.requests.len(), plan.lines.len(), plan.stays.len()), (3, 3, 0), "{plan:?}");
    let end = person.done("server.billing", &web, &all).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    let account = &other.value;
    assert_eq!(
        end.message,
        format!(
            "Account {account} pays for web-01 now. Account {account} pays for {address} now. Account {account} pays \
             for the disk now."
        )
    );
    let effects = world.providers.idcloudhost.control().effects();
    let last: Vec<&str> = effects.iter().rev().take(3).map(|effect| effect.action.as_str()).collect();
    assert_eq!(last, ["modify", "update", "payer"]);
    noted(&other.label).await;
}
