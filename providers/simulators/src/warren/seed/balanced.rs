//! What stands before the demo's VMs: a load balancer with an address of its own, and a firewall.

use super::build::Builder;
use crate::clock::before_epoch;
use crate::warren::brand::Brand;
use crate::warren::state::{Assigned, Balancer, Firewall, FirewallRule, Forwarding, Target};

pub(super) fn fill(builder: &mut Builder<'_>, brand: Brand) {
    match brand {
        Brand::IdCloudHost => {
            balancer(builder, "web", &["web-01", "web-02"], &[(80, 8_080), (443, 8_443)]);
            firewall(builder, "office only", &["db-primary"]);
        }
        Brand::Elastis => balancer(builder, "shop", &["shop-frontend"], &[(443, 8_443)]),
    }
}

/// In the default network of the first location.
fn balancer(builder: &mut Builder<'_>, name: &str, vms: &[&str], ports: &[(u16, u16)]) {
    let created_at = before_epoch(40, 7_200);
    let uuid = builder.uuid();
    let rules = ports.iter().map(|(source_port, target_port)| Forwarding {
        uuid: builder.uuid(),
        source_port: *source_port,
        target_port: *target_port,
        created_at,
    });
    let rules = rules.collect();
    let (user_id, billing_account) = builder.payer();
    let Some(location) = builder.first() else { return };
    let Some(network) = location.default_network() else { return };
    let Some(private_address) = location.free_private_ipv4(network) else { return };
    let known = location.vms.iter().filter(|vm| vms.contains(&vm.name.as_str()));
    let balancer = Balancer {
        uuid: uuid.clone(),
        name: name.to_owned(),
        network_uuid: network.uuid.clone(),
        user_id,
        billing_account,
        private_address: private_address.clone(),
        rules,
        targets: known
            .map(|vm| Target { vm_uuid: vm.uuid.clone(), private_ipv4: vm.private_ipv4.clone(), created_at })
            .collect(),
        created_at,
        updated_at: created_at,
        deleted_at: None,
    };
    location.balancers.push(balancer);
    builder.address(0, Some(name.to_owned()), Some(Assigned::balancer(&uuid, &private_address)));
}

/// In the first location.
fn firewall(builder: &mut Builder<'_>, name: &str, vms: &[&str]) {
    let rule = |uuid, direction: &str, ports, endpoints| FirewallRule {
        uuid,
        protocol: "tcp".to_owned(),
        direction: direction.to_owned(),
        ports,
        endpoints,
    };
    let office = vec!["192.0.2.0/24".to_owned()];
    let rules = vec![
        rule(builder.uuid(), "inbound", Some((5_432, 5_432)), Some(office)),
        rule(builder.uuid(), "outbound", None, None),
    ];
    let (uuid, (user_id, billing_account)) = (builder.uuid(), builder.payer());
    let Some(location) = builder.first() else { return };
    let known = location.vms.iter().filter(|vm| vms.contains(&vm.name.as_str()));
    let vm_uuids = known.map(|vm| vm.uuid.clone()).collect();
    location.firewalls.push(Firewall {
        uuid,
        name: name.to_owned(),
        description: String::new(),
        billing_account,
        user_id,
        rules,
        vm_uuids,
        created_at: before_epoch(30, 0),
    });
}
