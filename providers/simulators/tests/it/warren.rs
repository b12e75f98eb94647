//! Rules and shapes of Warren, over real HTTP.

use crate::support::{json as read, peer, quick, until, watched};
use reqwest::{Method, StatusCode};
use serde_json::json;
use simulators::{Effect, SimKind, SimOptions};

const LIST: &str = "/v1/user-resource/vm/list";

#[tokio::test]
async fn a_slug_scopes_a_list_and_none_means_the_default_location() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let (_, locations) = idc.get("/v1/config/locations").await;
    let slugs: Vec<&str> =
        locations.as_array().expect("rows").iter().filter_map(|row| row["slug"].as_str()).collect();
    assert_eq!(slugs, ["jkt01", "jkt02", "sgp01"]);
    assert_eq!(locations[0]["is_default"], true);
    assert_eq!(locations[0]["country_code"], "idn");

    let mut total = 0;
    for slug in slugs {
        let (status, vms) = idc.get(&format!("/v1/{slug}/user-resource/vm/list/")).await;
        assert_eq!(status, StatusCode::OK);
        total += vms.as_array().expect("rows").len();
    }
    assert_eq!(total, 10);
    assert_eq!(idc.get(LIST).await.1, idc.get("/v1/jkt01/user-resource/vm/list").await.1);
    assert_ne!(idc.get(LIST).await.1, idc.get("/v1/sgp01/user-resource/vm/list").await.1);
}

#[tokio::test]
async fn calls_that_act_on_no_location_take_a_slug_and_a_trailing_slash_too() {
    let elastis = peer(SimKind::Elastis, quick()).await;
    for path in [
        "user-resource/user",
        "config/locations",
        "config/vm_images",
        "config/vm_images/plain_os",
        "config/vm_images/app_catalog",
        "api/parameters/vm",
        "pricing/policy",
        "payment/billing_account/list",
        "user-resource/host_pool/list",
        "network/networks",
        "network/ip_addresses",
    ] {
        let (status, plain) = elastis.get(&format!("/v1/{path}")).await;
        let (slugged_status, slugged) = elastis.get(&format!("/v1/jkt01/{path}/")).await;
        assert_eq!((status, slugged_status), (StatusCode::OK, StatusCode::OK), "{path}");
        if path != "user-resource/user" {
            assert_eq!(plain, slugged, "{path}");
        }
    }
}

#[tokio::test]
async fn refusals_have_the_status_and_shape_that_were_seen() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let no_route = json!({"message": "no route and no API found with those values"});
    for path in ["/v1/jkt99/user-resource/vm/list", "/v1/no/such/thing", "/user-resource/vm/list", "/"] {
        assert_eq!(idc.get(path).await, (StatusCode::NOT_FOUND, no_route.clone()), "{path}");
    }
    let (status, body) = read(idc.bare(Method::GET, LIST)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(body["message"].is_string());
    assert_eq!(
        read(idc.bare(Method::GET, LIST).header("apikey", "wrong")).await,
        (StatusCode::FORBIDDEN, json!({"message": "Invalid authentication credentials"}))
    );
    let unknown = "00000000-0000-4000-8000-000000000000";
    let text = format!("No such virtual machine exists: {unknown}");
    let gone = (StatusCode::BAD_REQUEST, json!({"errors": {"Error": text}}));
    assert_eq!(idc.get(&format!("/v1/user-resource/vm?uuid={unknown}")).await, gone);
    assert_eq!(idc.post("/v1/user-resource/vm/start", &format!("uuid={unknown}")).await, gone);
    let missing = json!({"errors": {"uuid": "Required parameter 'uuid' not supplied"}});
    assert_eq!(idc.get("/v1/user-resource/vm").await, (StatusCode::BAD_REQUEST, missing.clone()));
    assert_eq!(idc.post("/v1/user-resource/vm/stop", "").await, (StatusCode::BAD_REQUEST, missing));
    assert_eq!(
        idc.get("/v1/user-resource/vm/list?billing_account_id=x").await,
        (StatusCode::BAD_REQUEST, json!({"errors": {"billing_account_id": "Invalid whole number provided"}}))
    );
    assert_eq!(
        idc.get("/v1/network/ip_addresses/192.0.2.1").await,
        (StatusCode::NOT_FOUND, json!({"message": "Ip address 192.0.2.1 was not found."}))
    );
    assert_eq!(idc.post(LIST, "").await.0, StatusCode::METHOD_NOT_ALLOWED);
    assert!(idc.sim.control().effects().is_empty());
}

#[tokio::test]
async fn a_vm_of_another_location_is_unknown() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let id = idc.id("edge-sgp-01");
    assert_eq!(idc.get(&format!("/v1/user-resource/vm?uuid={id}")).await.0, StatusCode::BAD_REQUEST);
    let (status, vm) = idc.get(&format!("/v1/sgp01/user-resource/vm?uuid={id}")).await;
    assert_eq!((status, &vm["name"]), (StatusCode::OK, &json!("edge-sgp-01")));
}

#[tokio::test]
async fn every_answer_carries_a_correlation_id_of_its_own() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let mut seen = Vec::new();
    for path in [LIST, LIST, "/v1/jkt99/user-resource/vm/list"] {
        let response = idc.request(Method::GET, path).send().await.expect("an answer");
        let id = response.headers().get("x-warren-correlation-id").expect("an id").clone();
        assert!(!seen.contains(&id));
        seen.push(id);
    }
}

#[tokio::test]
async fn addresses_and_networks_know_the_vms_and_the_vms_do_not_know_them() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let id = idc.id("web-01");
    let (_, vm) = idc.get(&format!("/v1/user-resource/vm?uuid={id}")).await;
    for absent in ["id", "tags", "public_ipv4", "public_ipv6", "network_uuid", "license_type"] {
        assert!(vm.get(absent).is_none(), "{absent}");
    }
    assert_eq!((&vm["status"], &vm["vcpu"], &vm["memory"]), (&json!("running"), &json!(2), &json!(4096)));
    assert_eq!(vm["storage"][0]["size"], 40);

    let (_, addresses) = idc.get(&format!("/v1/network/ip_addresses?vm_uuid={id}")).await;
    assert_eq!(addresses.as_array().map(Vec::len), Some(1));
    assert_eq!(addresses[0]["assigned_to"], id);
    assert_eq!(addresses[0]["assigned_to_private_ip"], vm["private_ipv4"]);
    let one = addresses[0]["address"].as_str().expect("an address");
    assert_eq!(idc.get(&format!("/v1/network/ip_addresses/{one}/")).await.1, addresses[0]);

    let (_, all) = idc.get("/v1/network/ip_addresses").await;
    let free = all.as_array().expect("rows").iter().find(|row| row["name"] == "old-web").expect("a free one");
    assert!(free.get("assigned_to").is_none());
    assert!(free["unassigned_at"].is_string());

    let (_, networks) = idc.get("/v1/network/networks").await;
    let members = networks[0]["vm_uuids"].as_array().expect("members");
    assert!(members.contains(&json!(id)));
    assert_eq!(networks[0]["resources_count"], members.len());
}

#[tokio::test]
async fn lists_of_choices_have_their_live_shapes() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let count = |rows: &serde_json::Value| rows.as_array().map_or(0, Vec::len);
    let all = count(&idc.get("/v1/config/vm_images").await.1);
    let (_, plain) = idc.get("/v1/config/vm_images/plain_os").await;
    let (_, apps) = idc.get("/v1/config/vm_images/app_catalog").await;
    assert_eq!(all, count(&plain) + count(&apps));
    assert_eq!((&plain[0]["is_app_catalog"], &apps[0]["is_app_catalog"]), (&json!(false), &json!(true)));
    assert!(plain[0]["versions"][0]["os_version"].is_string());

    let (_, pools) = idc.get("/v1/jkt02/user-resource/host_pool/list").await;
    assert_eq!(pools[0]["guest_limits"]["cpu"], json!({"min": 2, "max": 32}));

    let (_, parameters) = idc.get("/v1/api/parameters/vm").await;
    let names: Vec<_> =
        parameters.as_array().expect("rows").iter().map(|row| row["parameter"].clone()).collect();
    assert_eq!(names, ["os_name", "os_version", "password", "username"]);

    let (_, policy) = idc.get("/v1/pricing/policy").await;
    assert_eq!(policy["policy"][0]["resourceType"], "CPU");
    assert!(policy["policy"][0]["price"].is_number());

    let (_, accounts) = idc.get("/v1/payment/billing_account/list").await;
    assert!(accounts[0]["id"].is_number() && accounts[0]["title"].is_string());
    assert!(accounts[0]["running_totals"]["credit_available"].is_number());
    assert!(accounts[0]["additional_data"].is_string());
}

#[tokio::test]
async fn a_stop_answers_with_the_final_state_and_a_start_undoes_it() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let id = idc.id("web-01");
    let (status, vm) = idc.post("/v1/jkt01/user-resource/vm/stop/", &format!("uuid={id}")).await;
    assert_eq!((status, &vm["status"]), (StatusCode::OK, &json!("stopped")));
    assert!(vm["updated_at"].is_string());
    let (status, vm) = idc.post("/v1/user-resource/vm/start", &format!("uuid={id}")).await;
    assert_eq!((status, &vm["status"]), (StatusCode::OK, &json!("running")));
    let did = |action: &str| Effect { action: action.to_owned(), subject: id.clone() };
    assert_eq!(idc.sim.control().effects(), [did("stop"), did("start")]);
}

#[tokio::test]
async fn while_a_write_blocks_reads_go_on_and_a_second_write_is_refused() {
    let idc = peer(SimKind::IdCloudHost, watched()).await;
    let id = idc.id("web-01");
    let form = format!("uuid={id}");
    let first = tokio::spawn(read(idc.form("/v1/user-resource/vm/stop", &form)));
    let control = idc.sim.control().clone();
    until("the VM is locked", || control.server(&id).is_some_and(|vm| vm.busy)).await;
    let (status, body) = idc.post("/v1/user-resource/vm/start", &form).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(body["errors"]["Error"].as_str().is_some_and(|text| text.contains("locked")));
    let (_, vm) = idc.get(&format!("/v1/user-resource/vm?uuid={id}")).await;
    assert_eq!(vm["status"], "running", "no state in between is ever shown");
    let (status, vm) = first.await.expect("the first write");
    assert_eq!((status, &vm["status"]), (StatusCode::OK, &json!("stopped")));
    assert_eq!((control.writes(), control.effects().len()), (2, 1));
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_stop_the_work() {
    let idc = peer(SimKind::IdCloudHost, watched()).await;
    let id = idc.id("web-01");
    let request = idc.form("/v1/user-resource/vm/stop", &format!("uuid={id}"));
    let caller = tokio::spawn(request.send());
    let control = idc.sim.control().clone();
    until("the VM is locked", || control.server(&id).is_some_and(|vm| vm.busy)).await;
    caller.abort();
    until("the VM is stopped", || control.server(&id).is_some_and(|vm| vm.status == "stopped")).await;
}

#[tokio::test]
async fn vm_calls_take_form_json_and_query_and_nothing_else() {
    let idc = peer(SimKind::IdCloudHost, quick()).await;
    let id = idc.id("web-01");
    let stop = "/v1/user-resource/vm/stop";
    let json_body = idc
        .request(Method::POST, stop)
        .header("Content-Type", "application/json")
        .body(json!({"uuid": id, "force": true}).to_string());
    assert_eq!(read(json_body).await.0, StatusCode::OK);
    let query = format!("/v1/user-resource/vm/start?uuid={id}");
    assert_eq!(idc.post(&query, "").await.0, StatusCode::OK);
    let untyped = idc.request(Method::POST, stop).body(format!("uuid={id}"));
    assert_eq!(read(untyped).await.0, StatusCode::BAD_REQUEST);
    let (status, body) = idc.post(stop, &format!("uuid={id}&force=maybe")).await;
    assert_eq!((status, body["errors"]["force"].is_string()), (StatusCode::BAD_REQUEST, true));
    for (spelling, ok) in [("True", true), ("false", true), ("%74rue", true), ("+true", false)] {
        let (status, _) = idc.post(stop, &format!("uuid={id}&force={spelling}")).await;
        assert_eq!(status.is_success(), ok, "{spelling}");
    }
}

#[tokio::test]
async fn a_seed_gives_the_same_account_again_and_another_seed_another() {
    let names = |kind, seed| async move {
        let options = SimOptions { seed, ..quick() };
        peer(kind, options).await.sim.control().servers()
    };
    let first = names(SimKind::Elastis, 1).await;
    assert_eq!(first.len(), 5);
    assert_eq!(first, names(SimKind::Elastis, 1).await);
    assert_ne!(first, names(SimKind::Elastis, 2).await);
    let idc = names(SimKind::IdCloudHost, 1).await;
    assert!(idc.iter().any(|vm| vm.name.len() == 60));
    assert!(idc.iter().any(|vm| vm.status == "stopped") && idc.iter().any(|vm| vm.status == "running"));
}

#[tokio::test]
async fn no_rate_limit_is_enforced_where_none_is_published() {
    let elastis = peer(SimKind::Elastis, SimOptions { rate_limits: true, ..quick() }).await;
    for _ in 0..61 {
        assert_eq!(elastis.get(LIST).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn any_number_of_servers_can_be_seeded() {
    let idc = peer(SimKind::IdCloudHost, SimOptions { servers: Some(10_000), ..quick() }).await;
    let servers = idc.sim.control().servers();
    assert_eq!(servers.len(), 10_000);
    let (_, vms) = idc.get("/v1/sgp01/user-resource/vm/list").await;
    assert_eq!(vms.as_array().map(Vec::len), Some(3_333));
    let ids: std::collections::HashSet<_> = servers.iter().map(|vm| &vm.id).collect();
    assert_eq!(ids.len(), 10_000);
}
