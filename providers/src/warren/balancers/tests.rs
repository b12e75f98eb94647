//! Load balancers against the documents' own bodies, and against arbitrary ones.

use domain::change::{BalancerChange, ForwardedPort, NewBalancer};
use domain::server::AddressScope;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::golden;

fn id(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

fn ports(source_port: u16, target_port: u16) -> ForwardedPort {
    ForwardedPort { source_port, target_port }
}

#[test]
fn the_documented_answers() {
    let public = map::Public::new();
    golden::list("warren/balancers/list.json", |row| map::balancer(row, &public));
    for file in ["get", "create-reply", "rename-reply", "set-billing-reply"] {
        let file = format!("warren/balancers/{file}.json");
        golden::check(&file, &one(&golden::reply(&file), &public).unwrap());
    }
    let new = NewBalancer {
        name: None,
        billing_account: None,
        network: None,
        public_ip: false,
        rules: Vec::new(),
        targets: Vec::new(),
    };
    let made =
        applied(&BalancerChange::Create(Box::new(new)), &golden::reply("warren/balancers/create-reply.json"));
    assert_eq!(made.id, Some(id("438ac62f-e97b-4ef0-8940-507b9e94af43")));
    for (file, change) in [
        (
            "warren/balancers/add-target-reply.json",
            BalancerChange::AddTarget { id: id("b"), target: id("145cc106-e067-419a-85fd-333ded30f169") },
        ),
        (
            "warren/balancers/add-rule-reply.json",
            BalancerChange::AddRule { id: id("b"), ports: ports(8080, 80) },
        ),
    ] {
        golden::check(file, &applied(&change, &golden::reply(file)));
    }
}

#[test]
fn the_documented_requests() {
    let base = "https://api.example.net/v1".parse().unwrap();
    let new = NewBalancer {
        name: Some("my LB".to_owned()),
        billing_account: Some(130_157),
        network: Some(id("438ac62f-e97b-4ef0-8940-507b9e94af43")),
        public_ip: true,
        rules: vec![ports(8080, 80)],
        targets: vec![id("145cc106-e067-419a-85fd-333ded30f169"), id("e9717243-59df-4847-bd50-dca5b090432b")],
    };
    let (of, target) = (id("b"), id("145cc106-e067-419a-85fd-333ded30f169"));
    for (change, line, file) in [
        (BalancerChange::Create(Box::new(new)), "POST ", "create-request"),
        (
            BalancerChange::Rename { id: of.clone(), name: "my new LB Name".to_owned() },
            "PATCH /b",
            "rename-request",
        ),
        (BalancerChange::AddTarget { id: of.clone(), target }, "POST /b/targets", "add-target-request"),
        (
            BalancerChange::AddRule { id: of.clone(), ports: ports(8080, 80) },
            "POST /b/forwarding_rules",
            "add-rule-request",
        ),
        (
            BalancerChange::SetBillingAccount { id: of, billing_account: 123_456 },
            "PUT /b/billing_account",
            "set-billing-request",
        ),
    ] {
        let text = golden::sample(&format!("warren/balancers/{file}.json"));
        let mut sample: Value = serde_json::from_str(&text).unwrap();
        if sample.get("reserve_public_ip").is_some() {
            // The table says Boolean, the example sends a text.
            sample["reserve_public_ip"] = json!(true);
        }
        let sent = call(&change).describe(&base);
        let (head, body) = sent.split_once("  ").unwrap();
        let head = head.replace("https://api.example.net/v1/network/load_balancers", "");
        assert_eq!((head.as_str(), serde_json::from_str(body).ok()), (line, Some(sample)), "{file}");
    }
}

#[test]
fn a_balancer_has_the_addresses_that_lead_to_it() {
    let floating = |address: &str, to: &str, kind: &str| {
        format!(r#"{{"address":"{address}","assigned_to":"{to}","assigned_to_resource_type":"{kind}"}}"#)
    };
    let rows = [
        floating("198.51.100.7", "b", "load_balancer"),
        floating("198.51.100.8", "b", "virtual_machine"),
        floating("198.51.100.9", "other", "load_balancer"),
    ];
    let list: List<super::super::addresses::wire::FloatingIp> =
        Reply::test(200, &format!("[{}]", rows.join(","))).json("list").unwrap();
    let public =
        map::public(list.items.iter().filter_map(super::super::addresses::map::floating_ip).collect());
    let reply = Reply::test(200, r#"{"uuid":"b","private_address":"10.1.1.2","is_deleted":true}"#);
    let balancer = one(&reply, &public).unwrap();
    let shown: Vec<_> =
        balancer.addresses.iter().map(|address| (address.ip.to_string(), address.scope)).collect();
    assert_eq!(
        shown,
        [("198.51.100.7".to_owned(), AddressScope::Public), ("10.1.1.2".to_owned(), AddressScope::Private)]
    );
    assert_eq!((balancer.name.as_str(), balancer.deleted), ("b", true));
}

#[test]
fn a_rule_without_an_id_is_shown_because_its_port_is_open() {
    let text = r#"{"uuid":"b","forwarding_rules":[{"source_port":"80","target_port":70000}],"targets":[{},{"target_uuid":"t"}]}"#;
    let balancer = one(&Reply::test(200, text), &map::Public::new()).unwrap();
    let rule = &balancer.rules[0];
    assert_eq!((&rule.id, rule.source_port, rule.target_port), (&None, Some(80), None));
    assert_eq!(balancer.targets.len(), 1);
}

proptest! {
    #[test]
    fn no_json_panics(text in crate::wire::json(), field in 0_usize..5) {
        let name = ["display_name", "forwarding_rules", "targets", "private_address", "created_at"][field];
        let rule = format!(r#"{{"uuid":1,"forwarding_rules":[{{"settings":{text},"source_port":{text}}}]}}"#);
        for text in [text.clone(), format!(r#"{{"uuid":1,"{name}":{text}}}"#), rule] {
            let reply = Reply::test(200, &text);
            let _balancer = one(&reply, &map::Public::new());
            let change = BalancerChange::AddRule { id: id("b"), ports: ports(1, 2) };
            let _applied = applied(&change, &reply);
        }
    }
}
