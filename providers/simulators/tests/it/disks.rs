//! Disks and snapshots of Warren, over real HTTP.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use simulators::SimKind;

use crate::support::{Peer, json as read, peer, quick, until, watched};

const DISKS: &str = "/v1/jkt01/storage/disks";
const STORAGE: &str = "/v1/jkt01/user-resource/vm/storage";
const REPLICA: &str = "/v1/jkt01/user-resource/vm/replica";

fn form(peer: &Peer, method: Method, path: &str, body: &str) -> RequestBuilder {
    let typed = peer.request(method, path).header("Content-Type", "application/x-www-form-urlencoded");
    typed.body(body.to_owned())
}

async fn account(peer: &Peer) -> u64 {
    peer.get("/v1/payment/billing_account/list").await.1[0]["id"].as_u64().expect("an account")
}

async fn vm(peer: &Peer, id: &str) -> Value {
    peer.get(&format!("/v1/jkt01/user-resource/vm?uuid={id}")).await.1
}

/// The uuids that a disk list shows.
async fn listed(peer: &Peer) -> Vec<String> {
    let (status, rows) = peer.get(DISKS).await;
    assert_eq!(status, StatusCode::OK);
    let rows = rows.as_array().expect("rows").iter();
    rows.map(|row| row["uuid"].as_str().expect("a uuid").to_owned()).collect()
}

#[tokio::test]
async fn a_json_body_is_not_read_and_the_complaint_misleads() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let body = json!({"billing_account_id": account(&idc).await, "size_gb": 20}).to_string();
    let sent = idc.request(Method::POST, DISKS).header("Content-Type", "application/json").body(body);
    let words = json!({"errors": {"billing_account_id": "billing_account_id is required"}});
    assert_eq!(read(sent).await, (StatusCode::BAD_REQUEST, words));
}

#[tokio::test]
async fn a_disk_is_made_attached_detached_and_deleted() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let (web, account) = (idc.id("web-01"), account(&idc).await);
    let body = format!("billing_account_id={account}&size_gb=50&source_image_type=EMPTY&display_name=data");
    let (status, disk) = idc.post(DISKS, &body).await;
    assert_eq!(status, StatusCode::CREATED);
    let uuid = disk["uuid"].as_str().expect("a uuid").to_owned();
    assert_eq!((&disk["status"], &disk["size_gb"]), (&json!("Active"), &json!(50)));
    assert_eq!((disk.get("snapshots"), disk.get("source_image")), (None, None));
    let exact = format!("{DISKS}/{uuid}");
    // The official client's path, and a slash at the end.
    let singular = format!("/v1/jkt01/storage/disk/{uuid}/");
    assert_eq!(idc.get(&exact).await, idc.get(&singular).await);
    assert_eq!(idc.get(&exact).await.1["snapshots"], json!([]));

    let both = format!("uuid={web}&storage_uuid={uuid}");
    let (status, row) = idc.post(&format!("{STORAGE}/attach"), &both).await;
    assert_eq!((status, &row["uuid"], &row["name"]), (StatusCode::OK, &json!(uuid), &json!("vdb")));
    assert_eq!(vm(&idc, &web).await["storage"][1]["uuid"], json!(uuid));
    assert!(listed(&idc).await.contains(&uuid));
    let again = idc.post(&format!("{STORAGE}/attach"), &both).await;
    assert_eq!(again.0, StatusCode::BAD_REQUEST);

    let detached = idc.post(&format!("{STORAGE}/detach"), &both).await;
    assert_eq!(detached, (StatusCode::OK, json!({"success": true})));
    assert_eq!(vm(&idc, &web).await["storage"].as_array().map(Vec::len), Some(1));
    for path in [&exact, &singular] {
        let deleted = read(idc.request(Method::DELETE, path)).await;
        assert_eq!(deleted, (StatusCode::NO_CONTENT, json!("")));
    }
    let (status, tombstone) = idc.get(&exact).await;
    assert_eq!((status, &tombstone["status"]), (StatusCode::OK, &json!("Deleted")));
    assert!(!listed(&idc).await.contains(&uuid));
    let gone = (StatusCode::NOT_FOUND, json!({"message": "Disk not found"}));
    assert_eq!(idc.post(&format!("{STORAGE}/attach"), &both).await, gone);
    assert_eq!(idc.get(&format!("{DISKS}/no-such-disk")).await, gone);
    // What belongs to another location is unknown here.
    let elsewhere = exact.replace("jkt01", "sgp01");
    assert_eq!(idc.get(&elsewhere).await, gone);
}

#[tokio::test]
async fn a_vm_s_disk_grows_and_can_be_deleted_twice() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let web = idc.id("web-01");
    let (status, row) = idc.post(STORAGE, &format!("uuid={web}&size_gb=50")).await;
    assert_eq!((status, &row["size"], &row["primary"]), (StatusCode::OK, &json!(50), &json!(false)));
    let uuid = row["uuid"].as_str().expect("a uuid").to_owned();
    let grow = |size: u32| {
        form(&idc, Method::PATCH, STORAGE, &format!("uuid={web}&disk_uuid={uuid}&size_gb={size}"))
    };
    let (status, row) = read(grow(60)).await;
    assert_eq!((status, &row["size"]), (StatusCode::OK, &json!(60)));
    assert!(row["updated_at"].is_string());
    assert_eq!(idc.get(&format!("{DISKS}/{uuid}")).await.1["size_gb"], json!(60));
    let words = json!({"errors": {"Error": "New disk size cannot be smaller than current size."}});
    assert_eq!(read(grow(59)).await, (StatusCode::BAD_REQUEST, words));
    assert_eq!(read(grow(1_001)).await.0, StatusCode::BAD_REQUEST);

    let remove = || form(&idc, Method::DELETE, STORAGE, &format!("uuid={web}&storage_uuid={uuid}"));
    assert_eq!(read(remove()).await, (StatusCode::OK, json!({"success": true})));
    assert_eq!(read(remove()).await.0, StatusCode::NOT_FOUND);
    // Ansible's collection sends both.
    let deleted = read(idc.request(Method::DELETE, &format!("{DISKS}/{uuid}"))).await;
    assert_eq!(deleted.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_disk_that_a_vm_starts_from_stays_with_it() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let web = idc.id("web-01");
    let boot = vm(&idc, &web).await["storage"][0]["uuid"].as_str().expect("a uuid").to_owned();
    let both = format!("uuid={web}&storage_uuid={boot}");
    for refused in [form(&idc, Method::DELETE, STORAGE, &both), idc.form(&format!("{STORAGE}/detach"), &both)]
    {
        assert_eq!(read(refused).await.0, StatusCode::BAD_REQUEST);
    }
    let refused = read(idc.request(Method::DELETE, &format!("{DISKS}/{boot}"))).await;
    assert_eq!(refused.0, StatusCode::BAD_REQUEST);
    assert!(listed(&idc).await.contains(&boot));
    // Another one may be deleted where it is, as the official client does.
    let data = idc.post(STORAGE, &format!("uuid={web}&size_gb=5")).await.1["uuid"].clone();
    let path = format!("{DISKS}/{}", data.as_str().expect("a uuid"));
    assert_eq!(read(idc.request(Method::DELETE, &path)).await.0, StatusCode::NO_CONTENT);
    assert_eq!(vm(&idc, &web).await["storage"].as_array().map(Vec::len), Some(1));
    assert_eq!(idc.get(&path).await.1["status"], "Deleted");
    // It goes with its VM, and leaves a tombstone.
    assert!(idc.sim.control().remove_server(&web));
    assert_eq!(idc.get(&format!("{DISKS}/{boot}")).await.1["status"], "Deleted");
}

#[tokio::test]
async fn copies_take_the_size_of_what_they_copy() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let account = account(&idc).await;
    let create =
        async |fields: &str| idc.post(DISKS, &format!("billing_account_id={account}&{fields}")).await;
    // As the official provider sends it.
    let (status, plain) = create("source_image_type=&source_image=&size_gb=20").await;
    assert_eq!((status, &plain["source_image_type"]), (StatusCode::CREATED, &json!("EMPTY")));
    let (status, image) = create("source_image_type=OS_BASE&source_image=ubuntu_24.04-lts&size_gb=25").await;
    assert_eq!((status, &image["source_image"]), (StatusCode::CREATED, &json!("ubuntu_24.04-lts")));
    let id = image["uuid"].as_str().expect("a uuid");
    let (status, copy) = create(&format!("source_image_type=DISK&source_image={id}")).await;
    assert_eq!((status, &copy["size_gb"]), (StatusCode::CREATED, &json!(25)));
    for (fields, status, key) in [
        ("source_image_type=EMPTY", 400, "size_gb"),
        ("source_image_type=DISK&size_gb=20", 400, "source_image"),
        ("source_image_type=ISO&size_gb=20", 400, "source_image_type"),
        (&format!("source_image_type=DISK&source_image={id}&size_gb=24"), 400, "size_gb"),
        ("size_gb=0", 400, "size_gb"),
        ("size_gb=ten", 400, "size_gb"),
    ] {
        let (got, body) = create(fields).await;
        assert_eq!(got.as_u16(), status, "{fields}: {body}");
        assert!(body["errors"][key].is_string(), "{fields}: {body}");
    }
    for fields in
        ["source_image_type=OS_BASE&source_image=beos_5", "source_image_type=SNAPSHOT&source_image=x"]
    {
        assert_eq!(create(fields).await.0, StatusCode::NOT_FOUND, "{fields}");
    }
}

#[tokio::test]
async fn a_disk_changes_its_billing_account() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let account = account(&idc).await;
    let exact = format!("{DISKS}/{}", listed(&idc).await.pop().expect("a disk"));
    let patch = |body: &str| form(&idc, Method::PATCH, &exact, body);
    let (status, disk) = read(patch(&format!("billing_account_id={}", account + 77))).await;
    assert_eq!((status, &disk["billing_account_id"]), (StatusCode::OK, &json!(account + 77)));
    assert_eq!(disk.get("snapshots"), None);
    assert_eq!(read(patch("billing_account_id=1")).await.0, StatusCode::BAD_REQUEST);
    assert!(read(patch("")).await.1["errors"]["billing_account_id"].is_string());
    assert_eq!(read(patch("display_name=logs")).await.1["display_name"], "logs");
}

#[tokio::test]
async fn snapshots_are_made_shown_in_three_places_and_deleted() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let web = idc.id("web-01");
    let (status, disk) = idc.post(REPLICA, &format!("uuid={web}&name=ignored")).await;
    assert_eq!((status, &disk["primary"]), (StatusCode::OK, &json!(true)));
    let replica = disk["replica"][0].clone();
    let name = replica["uuid"].as_str().expect("a name").to_owned();
    assert!(name.starts_with(disk["uuid"].as_str().expect("a uuid")), "{name}");
    assert_eq!((&replica["type"], &replica["size"]), (&json!("snapshot"), &disk["size"]));
    let list = async |query: &str| idc.get(&format!("{REPLICA}?uuid={web}{query}")).await.1;
    assert_eq!(list("").await, json!([replica.clone()]));
    assert_eq!((list("&r_type=snapshot").await, list("&r_type=backup").await), (json!([replica]), json!([])));
    assert_eq!(vm(&idc, &web).await["storage"][0]["replica"][0]["uuid"], json!(name));
    let block = idc.get(&format!("{DISKS}/{}", disk["uuid"].as_str().unwrap_or_default())).await.1;
    let snapshot = &block["snapshots"][0];
    assert_eq!((&snapshot["sizeGb"], &snapshot["size_gb"]), (&disk["size"], &disk["size"]));
    assert_ne!(snapshot["uuid"], json!(name));
    // It can become a disk, under the uuid that disks list.
    let copy = format!(
        "billing_account_id={}&source_image_type=SNAPSHOT&source_image={}",
        account(&idc).await,
        snapshot["uuid"].as_str().unwrap_or_default()
    );
    let (status, copy) = idc.post(DISKS, &copy).await;
    assert_eq!((status, &copy["size_gb"]), (StatusCode::CREATED, &disk["size"]));

    let delete = || form(&idc, Method::DELETE, REPLICA, &format!("replica_uuid={name}"));
    assert_eq!(read(delete()).await, (StatusCode::OK, json!({"success": true})));
    let gone = (StatusCode::NOT_FOUND, json!({"message": "Replica not found"}));
    assert_eq!(read(delete()).await, gone);
    let rebuild = format!("uuid={web}&replica_uuid={name}");
    assert_eq!(idc.post("/v1/jkt01/user-resource/vm/rebuild", &rebuild).await, gone);
    assert_eq!(list("").await, json!([]));
}

#[tokio::test]
async fn a_rebuild_holds_the_vm_and_answers_with_it() {
    let idc = peer(SimKind::IdCloudHost, watched()).await;
    let (db, other) = (idc.id("db-primary"), idc.id("web-01"));
    let backups = idc.get(&format!("{REPLICA}?uuid={db}&r_type=backup")).await.1;
    assert!(backups.as_array().is_some_and(|rows| rows.len() >= 3), "{backups}");
    assert_eq!(vm(&idc, &db).await["storage"][0]["replica"], json!([]));
    let name = backups[0]["uuid"].as_str().expect("a name").to_owned();
    let path = "/v1/jkt01/user-resource/vm/rebuild";
    let foreign = idc.post(path, &format!("uuid={other}&replica_uuid={name}")).await;
    assert_eq!(foreign.0, StatusCode::NOT_FOUND);
    let work = tokio::spawn(read(idc.form(path, &format!("uuid={db}&replica_uuid={name}"))));
    until("the VM is held", || idc.sim.control().server("db-primary").is_some_and(|server| server.busy))
        .await;
    assert_eq!(idc.post(REPLICA, &format!("uuid={db}")).await.0, StatusCode::CONFLICT);
    let (status, body) = work.await.expect("a task");
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&body["uuid"], &body["status"]), (&json!(db), &json!("running")));
}

#[tokio::test]
async fn backups_come_by_themselves_while_they_are_switched_on() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let web = idc.id("web-01");
    let list = async || idc.get(&format!("{REPLICA}?uuid={web}&r_type=backup")).await.1;
    let count = async || list().await.as_array().map(Vec::len);
    let toggle = async || idc.post("/v1/jkt01/user-resource/vm/backup", &format!("uuid={web}")).await.1;
    let days = |days: u64| idc.sim.control().advance(std::time::Duration::from_secs(days * 86_400));
    days(2);
    assert_eq!(count().await, Some(0));
    assert_eq!(toggle().await["backup"], true);
    days(2);
    assert_eq!(count().await, Some(2));
    // A switch without a target: pressed again, it is off.
    assert_eq!(toggle().await["backup"], false);
    days(30);
    assert_eq!(count().await, Some(2));
    toggle().await;
    days(30);
    assert_eq!(count().await, Some(7));
}
