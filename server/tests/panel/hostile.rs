//! Words of providers and of people that would like to be markup.

use domain::policy::Role;
use domain::query::ServerQuery;
use domain::view::{ServerList, ServerRow};
use serde_json::{Value, json};
use simulators::{Fault, FaultKind, SimKind, Simulator};

use crate::harness::{TestApp, Visitor, text, until};

/// Leaves an attribute, an element, a script and a template, and turns what follows around.
const NAME: &str = "\"'><img src=x onerror=alert(1)></script></title><!--{{7*7}}\u{202e}&amp;";

fn elastis(app: &TestApp) -> &Simulator {
    app.demo.simulators().iter().find(|simulator| simulator.kind() == SimKind::Elastis).unwrap()
}

async fn list(person: &Visitor<'_>) -> ServerList {
    person.ask("/api/servers/list", json!({ "query": ServerQuery::from_parts(None, None, None, None) })).await
}

async fn found(person: &Visitor<'_>, is_it: impl Fn(&ServerRow) -> bool) -> ServerRow {
    until("the server as it is now", async || list(person).await.rows.into_iter().find(&is_it)).await
}

/// No word of a provider begins an element, ends a script or an attribute, or hides the rest of the page.
fn is_tame(page: &str, what: &str) {
    for markup in ["<img", "</script></title>", "<!--{{"] {
        let at = page.find(markup).map(|at| &page[at.saturating_sub(200)..]);
        assert_eq!(at, None, "{what}: {markup}");
    }
    // The data in scripts have quotation marks of their own.
    let mut parts = page.split("<script");
    let shown: String =
        parts.next().into_iter().chain(parts.filter_map(|part| part.split("</script>").nth(1))).collect();
    for end in ["=\"\"'", "\"'>"] {
        assert!(!shown.contains(end), "{what}: {end}");
    }
    assert!(page.is_empty() || shown.contains("</html>"), "{what} is not whole");
}

#[tokio::test]
async fn a_servers_name_is_text_on_every_page() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let brand = domain::provider::Brand::Elastis;
    let server = servers.into_iter().find(|server| server.brand == brand).unwrap();
    let operator = app.person(Role::Operator).await;
    #[expect(clippy::disallowed_methods, reason = "the VM's owner does this elsewhere, without Skydeck")]
    let client = reqwest::Client::new();
    let renamed = client
        .patch(format!("{}/{}/user-resource/vm", elastis(&app).base_url(), server.key.location))
        .header("apikey", SimKind::Elastis.demo_key())
        .header("content-type", "application/json")
        .body(json!({ "uuid": server.key.id.0, "name": NAME }).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(renamed.status(), 200);
    let row = found(&operator, |row| row.name == NAME).await;
    let key = &row.key;

    for page in [
        "/servers".to_owned(),
        "/servers?q=provider%3Aelastis&sort=name".to_owned(),
        format!("/servers?do=server.restart&on={key}"),
        format!("/servers/{key}"),
        format!("/servers/{key}?do=server.restart"),
        format!("/servers/{key}?do=server.start"),
        format!("/servers/{key}?do=server.delete&review=1"),
        format!("/servers/{key}?do=server.rename"),
        format!("/servers/{key}?do=snapshot.create"),
    ] {
        let answer = operator.open(&page).await;
        assert_eq!(answer.status(), 200, "{page}");
        let html = text(answer).await;
        is_tame(&html, &page);
        assert!(
            html.contains("&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&lt;/title&gt;&lt;!--{{7*7}}"),
            "{page}"
        );
    }
    let html = text(operator.open("/servers").await).await;
    assert!(html.contains(" &quot;&#39;&gt;&lt;img src=x onerror"), "{html}");
}

#[tokio::test]
async fn what_stands_in_an_address_is_text_too() {
    let app = TestApp::start().await;
    app.servers().await;
    let viewer = app.person(Role::Viewer).await;
    let typed = url::form_urlencoded::byte_serialize(NAME.as_bytes()).collect::<String>();
    for page in [
        format!("/servers?q={typed}"),
        format!("/servers?q={typed}%3Ax&sort={typed}&page={typed}"),
        format!("/servers?do={typed}&on={typed}"),
        format!("/servers?group={typed}&batch={typed}"),
        format!("/team/keys?do={typed}&on={typed}"),
        format!("/activity?q={typed}&state={typed}"),
        format!("/team/credentials?do={typed}&on={typed}"),
        format!("/servers/{typed}"),
        format!("/{typed}"),
        format!("/api/{typed}"),
        format!("/sign-in?next={typed}"),
    ] {
        let html = text(viewer.open(&page).await).await;
        is_tame(&html, &page);
        assert!(!text(app.anonymous().open(&page).await).await.contains("<img"), "{page}");
    }
    // `javascript:` leads nowhere: addresses begin with a path of ours.
    for page in
        ["/sign-in?next=javascript:alert(1)", "/servers?q=javascript:alert(1)&sort=javascript:alert(1)"]
    {
        for html in [text(viewer.open(page).await).await, text(app.anonymous().open(page).await).await] {
            for attribute in ["href", "action", "src", "content"] {
                assert!(!html.contains(&format!("{attribute}=\"javascript:")), "{page}: {attribute}");
            }
        }
    }
}

/// One thing with a strange id must not make the whole list unreadable in the browser, which reads ids strictly.
#[tokio::test]
async fn a_server_with_any_id_has_a_page_and_leaves_the_list_readable() {
    let app = TestApp::start().await;
    app.servers().await;
    let viewer = app.person(Role::Viewer).await;
    let vm = json!([{ "uuid": NAME, "name": "strange", "status": "running", "vcpu": 1, "memory": 1024 }]);
    let answer = FaultKind::Answer { status: 200, body: vm.to_string() };
    let fault = Fault { count: None, ..Fault::new("/user-resource/vm/list", answer) };
    elastis(&app).control().inject(fault);
    let row = found(&viewer, |row| row.name == "strange").await;
    assert_eq!(row.key.id.0, NAME);
    let page = viewer.open(&format!("/servers/{}", row.key)).await;
    assert_eq!(page.status(), 200);
    is_tame(&text(page).await, "the server's page");
    let html = text(viewer.open("/servers").await).await;
    is_tame(&html, "the list");
    assert!(html.contains(&format!("href=\"/servers/{}\"", row.key)), "{html}");
    let detail: Value = viewer.ask("/api/servers/get", json!({ "server": row.key })).await;
    assert_eq!(detail["row"]["key"], json!(row.key));
}
