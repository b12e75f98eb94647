//! What providers know of the people who pay is neither stored nor shown.

use domain::act::Ask;
use domain::billing::BillingDetails;
use domain::change::{BillingChange, Change};
use domain::location::GLOBAL;
use domain::provider::Brand;
use providers::family::Secrets;
use providers::options::Options;
use providers::{Credential, Registry};

use crate::kept_nowhere::search;
use crate::world::{Providers, World, eager, fast, until};

const CANARY: &str = "Canary-9d40c2b7";

/// Has the canary in everything that says who pays at Elastis, the title apart.
async fn write_canary(providers: &Providers) {
    let options =
        Options::default().with_base_url(Brand::Elastis, providers.elastis.base_url().parse().unwrap());
    let registry = Registry::new(options).unwrap();
    let credential = Credential {
        endpoint: registry.default_endpoint(Brand::Elastis).unwrap(),
        key: providers.elastis.kind().demo_key().into(),
        id: "test".to_owned(),
    };
    let provider = registry.provider(Brand::Elastis);
    let accounts = provider.billing().unwrap().list(&credential, false).await.unwrap();
    for account in &accounts {
        let canary = || Some(CANARY.to_owned());
        let details = BillingDetails {
            title: account.details.title.clone(),
            email: Some(format!("{CANARY}@example.com")),
            send_invoice_email: Some(true),
            company_name: canary(),
            company_registration: canary(),
            company_vat: canary(),
            address_line1: canary(),
            address_line2: canary(),
            city: canary(),
            county: canary(),
            postal_code: canary(),
            country: canary(),
            provider_data: canary(),
        };
        let change = BillingChange::Update { id: account.id.clone(), details: Box::new(details) };
        let secrets = Secrets::default();
        provider.changes().apply(&credential, GLOBAL, &Change::Billing(change), &secrets).await.unwrap();
    }
    let now = provider.billing().unwrap().list(&credential, false).await.unwrap();
    assert!(now.len() > 1 && now.iter().all(|account| account.details.company_vat == canary_text()));
}

fn canary_text() -> Option<String> {
    Some(CANARY.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn k9_who_pays_is_kept_by_title_and_terms_alone() {
    let providers = Providers::start(fast()).await;
    write_canary(&providers).await;
    let world = World::over(providers, eager()).await.owned().await;
    world.settled().await;
    world.families_read().await;
    let body: String = until("the billing accounts are stored", || async {
        let sql = "SELECT body FROM snapshots JOIN credentials ON id = credential_id \
                   WHERE family = 'billing' AND brand = 'elastis'";
        sqlx::query_scalar(sql).fetch_optional(world.backend.db().read()).await.unwrap()
    })
    .await;
    assert!(body.contains("Client projects") && body.contains("\"can_pay\":true"), "{body}");
    let nothing =
        ["\"primary_card\":null", "\"referral_code\":null", "\"promotions\":[]", "\"created_at\":null"];
    assert!(nothing.iter().all(|field| body.contains(field)), "{body}");
    // The log beside the database too, which closing would empty.
    assert_eq!(search(world.folder.path(), CANARY).0, Vec::<String>::new());

    let server = world.server(Brand::Elastis, "running").await;
    let access = world.backend.access(&world.actor);
    let detail = access.servers().unwrap().get(&server.key).await.unwrap();
    let asked = ["server.create", "server.billing"].map(|act| Ask {
        act: act.to_owned(),
        on: if act == "server.create" { Vec::new() } else { vec![server.key.clone()] },
        ..Ask::default()
    });
    let mut pages = format!("{detail:?}{:?}", access.credentials().unwrap().page().await.unwrap());
    for ask in asked {
        pages.push_str(&format!("{:?}", access.acts().unwrap().ask(&ask).await.unwrap()));
    }
    assert!(pages.contains("Client projects") && !pages.contains(CANARY));

    world.backend.close().await;
    let (found, files) = search(world.folder.path(), CANARY);
    assert!(files > 0 && found.is_empty(), "{found:?}");
}
