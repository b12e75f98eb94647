//! Making and changing servers, as clients other than Skydeck's ask for it.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulators::{SimKind, SimOptions};

use crate::support::{Peer, json as read, peer};

const VM: &str = "/v1/jkt01/user-resource/vm";
const MAIN: u64 = 1_200_132_376;

fn instant() -> SimOptions {
    SimOptions { speed: 0.0, ..SimOptions::default() }
}

/// A whole form, to which `more` is added.
fn create(more: &str) -> String {
    format!(
        "name=new-01&os_name=debian&os_version=12&disks=20&vcpu=2&ram=2048&username=ops&password=Passw0rd\
         &billing_account_id={MAIN}{more}"
    )
}

#[tokio::test]
async fn a_create_is_taken_as_a_form_as_json_and_with_fields_that_nobody_knows() {
    let idc = peer(SimKind::IdCloudHost, instant()).await;
    let (status, vm) = idc.post(VM, &create("&location=jkt01&private_network_uuid=x")).await;
    assert_eq!((status, &vm["status"], &vm["name"]), (StatusCode::OK, &json!("running"), &json!("new-01")));
    let body = json!({
        "name": "new-02", "os_name": "ubuntu", "os_version": "24.04-lts", "disks": 30, "vcpu": 2, "ram": 2048,
        "username": "ops", "password": "Passw0rd", "backup": false, "reserve_public_ip": false,
        "billing_account_id": MAIN, "cloud_init": {"runcmd": ["true"]}, "public_key": "ssh-ed25519 AAAA",
    });
    let (status, vm) = read(sent(&idc, Method::POST, VM, &body)).await;
    assert_eq!(
        (status, &vm["storage"][0]["size"], &vm["backup"]),
        (StatusCode::OK, &json!(30), &json!(false))
    );
    for field in ["hypervisor_id", "public_ipv4", "network_uuid", "id", "tags"] {
        assert!(vm.get(field).is_none(), "{field}");
    }
    let (_, addresses) =
        idc.get(&format!("/v1/jkt01/network/ip_addresses?vm_uuid={}", text(&vm["uuid"]))).await;
    assert_eq!(addresses, json!([]));
    let (_, networks) = idc.get("/v1/jkt01/network/networks").await;
    let members = networks[0]["vm_uuids"].as_array().expect("members");
    assert!(members.contains(&vm["uuid"]), "the default network");
}

/// The documents' own example names Ubuntu 16.04, and clients of that age refuse anything newer themselves.
#[tokio::test]
async fn a_version_that_is_no_longer_published_can_still_be_named() {
    let idc = peer(SimKind::IdCloudHost, instant()).await;
    let (_, images) = idc.get("/v1/config/vm_images").await;
    for version in ["16.04", "20.04"] {
        let mut listed = images[0]["versions"].as_array().expect("versions").iter();
        let row = listed.find(|row| row["os_version"] == version).expect("the version");
        assert_eq!(row["published"], false);
        let form = create("").replace("os_name=debian&os_version=12", "os_name=ubuntu&os_version=");
        let (status, vm) = idc.post(VM, &form.replace("os_version=", &format!("os_version={version}"))).await;
        assert_eq!((status, &vm["os_version"]), (StatusCode::OK, &json!(version)));
    }
}

fn sent(peer: &Peer, method: Method, path: &str, body: &Value) -> reqwest::RequestBuilder {
    peer.request(method, path).header("Content-Type", "application/json").body(body.to_string())
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[tokio::test]
async fn every_field_of_a_create_that_is_missing_is_named() {
    let idc = peer(SimKind::IdCloudHost, instant()).await;
    let whole = create("");
    for field in ["name", "os_name", "os_version", "disks", "vcpu", "ram", "username", "password"] {
        let without: Vec<&str> =
            whole.split('&').filter(|pair| !pair.starts_with(&format!("{field}="))).collect();
        let (status, body) = idc.post(VM, &without.join("&")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{field}");
        let words = format!("Required parameter '{field}' not supplied");
        assert_eq!(body["errors"][field], words.as_str());
    }
    let (_, body) = idc.post(VM, &create("").replace("vcpu=2", "vcpu=two")).await;
    assert_eq!(body["errors"]["vcpu"], "Invalid whole number provided");
}

#[tokio::test]
async fn a_new_vm_boots_from_a_disk_that_was_free() {
    let idc = peer(SimKind::IdCloudHost, instant()).await;
    let form = format!("size_gb=30&billing_account_id={MAIN}");
    let (status, disk) = idc.post("/v1/jkt01/storage/disks", &form).await;
    assert_eq!(status, StatusCode::CREATED, "{disk}");
    let uuid = text(&disk["uuid"]);
    let form = format!("name=from-disk&vcpu=2&ram=2048&billing_account_id={MAIN}&disk_uuid={uuid}");
    let (status, vm) = idc.post(VM, &form).await;
    assert_eq!((status, &vm["storage"][0]["uuid"]), (StatusCode::OK, &disk["uuid"]), "{vm}");
    assert_eq!((&vm["storage"][0]["primary"], &vm["storage"][0]["size"]), (&json!(true), &json!(30)));
    let (status, body) = idc.post(VM, &form).await;
    assert_eq!(
        (status, body),
        (StatusCode::NOT_FOUND, json!({"message": "Disk not found"})),
        "it has one by now"
    );
}

#[tokio::test]
async fn a_new_vm_is_made_from_a_snapshot_of_another() {
    let idc = peer(SimKind::IdCloudHost, instant()).await;
    let source = idc.id("web-01");
    let (status, disk) = idc.post(&format!("{VM}/replica"), &format!("uuid={source}")).await;
    assert_eq!(status, StatusCode::OK, "{disk}");
    let replica = text(&disk["replica"][0]["uuid"]);
    let form = format!("name=from-snap&vcpu=2&ram=2048&billing_account_id={MAIN}&source_uuid={source}");
    let (_, body) = idc.post(VM, &form).await;
    assert_eq!(body["errors"]["source_replica"], "Required parameter 'source_replica' not supplied");
    let (status, _) = idc.post(VM, &format!("{form}&source_replica=x")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, vm) = idc.post(VM, &format!("{form}&source_replica={replica}")).await;
    assert_eq!((status, &vm["os_name"]), (StatusCode::OK, &json!("ubuntu")), "{vm}");
    assert_eq!(vm["storage"][0]["size"], disk["size"]);
}

#[tokio::test]
async fn the_old_state_is_shown_until_a_create_is_done() {
    let slow = SimOptions { speed: 0.02, ..SimOptions::default() };
    let idc = peer(SimKind::IdCloudHost, slow).await;
    let before = idc.sim.control().servers().len();
    let form = create("");
    let (created, ()) = tokio::join!(idc.post(VM, &form), async {
        crate::support::until("it began", || !idc.sim.control().effects().is_empty()).await;
        assert_eq!(idc.sim.control().servers().len(), before);
    });
    assert_eq!((created.0, idc.sim.control().servers().len()), (StatusCode::OK, before + 1));
}

#[tokio::test]
async fn a_restricted_key_need_not_name_who_pays_and_a_delete_answers_with_an_object() {
    let idc = peer(SimKind::IdCloudHost, instant()).await;
    let token = format!("description=narrow&restricted=true&billing_account_id={MAIN}");
    let (_, tokens) = idc.post("/v1/user-resource/token", &token).await;
    let narrow = tokens.as_array().expect("rows").iter().find(|row| row["description"] == "narrow");
    let key = text(&narrow.expect("the new one")["token"]);
    let form = create("").replace(&format!("&billing_account_id={MAIN}"), "");
    let (status, body) = idc.post(VM, &form).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["errors"]["billing_account_id"], "billing_account_id is required");
    let request = idc.bare(Method::POST, VM).header("apikey", key);
    let request = request.header("Content-Type", "application/x-www-form-urlencoded").body(form);
    let (status, vm) = read(request).await;
    assert_eq!((status, &vm["billing_account"]), (StatusCode::OK, &json!(MAIN)));
    let id = idc.id("web-02");
    let (status, body) = read(idc.request(Method::DELETE, &format!("{VM}?uuid={id}"))).await;
    assert_eq!((status, body.is_object()), (StatusCode::OK, true));
    let (status, body) = read(sent(&idc, Method::DELETE, VM, &json!({"uuid": id}))).await;
    let words = format!("No such virtual machine exists: {id}");
    assert_eq!((status, body), (StatusCode::BAD_REQUEST, json!({"errors": {"Error": words}})));
}

/// An order and a resize in every spelling on record.
#[tokio::test]
async fn virtua_takes_every_spelling_of_an_order_and_a_resize() {
    let virtua = peer(SimKind::Virtua, instant()).await;
    let (_, projects) = virtua.get("/v1/project").await;
    let project = text(&projects["projects"][0]["uuid"]);
    let (offer, system) = ("vcs-1-ryzen.par01fr", "debian-12-64");
    let table = json!({"PROJECT_UUID": project, "OFFER_UUID": offer, "SYSTEM_UUID": system, "ipv6_enabled": true,
        "ipv6_block_size": 64, "hostname": "a.example"});
    let client = json!({"PROJECT_UUID": project, "offer": offer, "system": system, "ipv6_enable": 0});
    let example =
        format!("offer={offer}&system={system}&ipv6_enable=0&hostname=my.server.cloud&project={project}");
    let mut made = Vec::new();
    for (path, body) in [
        ("/v1/cloud/order", table.to_string()),
        ("/v1/cloud-server", table.to_string()),
        ("/v1/cloud/order", client.to_string()),
        ("/v1/cloud/order", example),
    ] {
        let request =
            virtua.request(Method::POST, path).header("Content-Type", "application/json").body(body);
        let (status, reply) = read(request).await;
        assert_eq!((status, &reply["success"]), (StatusCode::OK, &json!(true)), "{reply}");
        made.push(text(&reply["uuid"]));
    }
    let (_, first) = virtua.get(&format!("/v1/cloud-server/{}", made[0])).await;
    assert_eq!((&first["hostname"], &first["is_ipv6_enabled"]), (&json!("a.example"), &json!("1")));
    assert_eq!(first["cloud_server"]["uuid"], first["uuid"], "flat and nested");
    for (id, body) in made.iter().zip([
        json!({"NEW_OFFER_UUID": "vcs-2-ryzen.par01fr", "resize_disk": true}).to_string(),
        "offer=vcs-2-ryzen.par01fr&resize_disk=1".to_owned(),
        "NEW_OFFER_UUID=vcs-2-ryzen.par01fr&resize_disk=0".to_owned(),
    ]) {
        let request = virtua.request(Method::POST, &format!("/v1/cloud-server/{id}/resize"));
        let (status, reply) = read(request.header("Content-Type", "application/json").body(body)).await;
        assert_eq!(
            (status, &reply["messages"][0]["content"]),
            (StatusCode::OK, &json!("Update in progress..."))
        );
        let (_, now) = virtua.get(&format!("/v1/cloud-server/{id}")).await;
        assert_eq!((&now["vcpus"], &now["status"]), (&json!("2"), &json!("running")));
    }
}

#[tokio::test]
async fn virtua_sets_a_server_up_within_one_to_two_minutes() {
    let virtua = peer(SimKind::Virtua, SimOptions::default()).await;
    let (_, projects) = virtua.get("/v1/project").await;
    let body = json!({"PROJECT_UUID": projects["projects"][0]["uuid"], "offer": "vcs-1-ryzen.fra01de",
        "system": "ubuntu-24.04-64", "ipv6_enable": 1});
    let (_, reply) = read(sent(&virtua, Method::POST, "/v1/cloud/order", &body)).await;
    let path = format!("/v1/cloud-server/{}", text(&reply["uuid"]));
    let flags = async |virtua: &Peer| {
        let (_, now) = virtua.get(&path).await;
        (text(&now["is_setup"]), text(&now["is_processing"]), now["setup_step"].clone(), text(&now["status"]))
    };
    let (setup, processing, step, _) = flags(&virtua).await;
    assert_eq!((setup.as_str(), processing.as_str(), step), ("0", "1", json!("installing")));
    // Real time goes on besides.
    virtua.sim.control().advance(Duration::from_secs(30));
    assert_eq!(flags(&virtua).await.0, "0");
    let password = format!("{path}/password?password=root");
    assert_eq!(virtua.get(&password).await.0, StatusCode::CONFLICT);
    virtua.sim.control().advance(Duration::from_secs(91));
    let ready = ("1".to_owned(), "0".to_owned(), Value::Null, "running".to_owned());
    assert_eq!(flags(&virtua).await, ready);
    let (status, reply) = virtua.get(&password).await;
    assert_eq!((status, text(&reply["password"]).len()), (StatusCode::OK, 16));
    assert_eq!(
        virtua.get(&format!("{path}/password?password=manager")).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

/// A published client waits after a resize until it reads `running`, and then goes on as if all were done.
#[tokio::test]
async fn virtua_reads_running_again_only_when_a_resize_is_done() {
    let virtua = peer(SimKind::Virtua, SimOptions::default()).await;
    let (_, list) = virtua.get("/v1/cloud-server").await;
    let mut servers = list["cloud_servers"].as_array().expect("servers").iter();
    let small = servers.find(|row| {
        row["status"] == "running"
            && row["is_suspended"] == "0"
            && row["offer"]["uuid"] == "vcs-1-ryzen.fra01de"
    });
    let path = format!("/v1/cloud-server/{}", text(&small.expect("a small one")["uuid"]));
    let body = json!({"NEW_OFFER_UUID": "vcs-2-ryzen.fra01de", "resize_disk": true});
    let (status, _) = read(sent(&virtua, Method::POST, &format!("{path}/resize"), &body)).await;
    assert_eq!(status, StatusCode::OK);
    let (_, now) = virtua.get(&path).await;
    assert_eq!(
        (&now["status"], &now["is_processing"], &now["vcpus"]),
        (&json!("stopped"), &json!("1"), &json!("1"))
    );
    virtua.sim.control().advance(Duration::from_secs(41));
    let (_, now) = virtua.get(&path).await;
    assert_eq!(
        (&now["status"], &now["is_processing"], &now["vcpus"]),
        (&json!("running"), &json!("0"), &json!("2"))
    );
}

#[tokio::test]
async fn only_name_vcpu_and_ram_can_be_changed() {
    let idc = peer(SimKind::IdCloudHost, instant()).await;
    let (_, vm) = idc.post(VM, &create("&description=as+made")).await;
    let form = format!("uuid={}&name=renamed&description=new&username=other", text(&vm["uuid"]));
    let patch = idc.request(Method::PATCH, VM).header("Content-Type", "application/x-www-form-urlencoded");
    let (status, now) = read(patch.body(form)).await;
    assert_eq!((status, &now["name"]), (StatusCode::OK, &json!("renamed")), "{now}");
    assert_eq!((&now["description"], &now["username"]), (&vm["description"], &vm["username"]));
}
