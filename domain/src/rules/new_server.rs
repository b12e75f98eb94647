//! A whole new server, as a form has put it together, held against every rule that speaks of one.

use crate::change::{Ipv6Block, NewServer, ServerOrder, ServerSource};
use crate::error::DomainError;
use crate::rules::parameters::VmParameters;
use crate::rules::size::{PoolLimits, sizes};
use crate::rules::{cloud_init, label, name, password, server, ssh_key, user};

/// What a new Warren server is checked against, and what goes beside it.
#[derive(Clone, Copy, Default)]
pub struct Around<'a> {
    /// Limits of the chosen pool, or of the one that is chosen for those who do not.
    pub pool: Option<&'a PoolLimits>,
    /// The provider's own rules.
    pub live: Option<&'a VmParameters>,
    /// The password, when there is one.
    pub password: Option<&'a str>,
    /// The cloud-init configuration, when there is one.
    pub cloud_init: Option<&'a str>,
    /// Whether the key may use one billing account only, so that none need be named.
    pub restricted_key: bool,
}

/// Checks a new Warren server.
///
/// Only a system that is installed anew needs a user and a password: a copied or an existing disk brings its own.
///
/// # Errors
/// Beside the field, in the order of the form.
pub fn new_server(new: &NewServer, around: &Around<'_>) -> Result<(), DomainError> {
    let live = around.live;
    name::warren_server_name(&new.name, live)?;
    label::description(new.description.as_deref().unwrap_or_default())?;
    let (image, disk_gib) = match &new.source {
        ServerSource::Image { image, disk_gib } => (Some(image), Some(*disk_gib)),
        ServerSource::Replica { image, disk_gib, .. } => (Some(image), Some(*disk_gib)),
        ServerSource::Disk { image, .. } => (image.as_ref(), None),
    };
    let os_name = image.map(|image| image.name.as_str()).unwrap_or_default();
    let fresh = matches!(new.source, ServerSource::Image { .. });
    server::boot_source(&boot_source(&new.source))?;
    sizes(around.pool, live, os_name).check(new.vcpus, new.memory_mib, disk_gib)?;
    cloud_init::cloud_init(around.cloud_init.unwrap_or_default(), new.username.as_deref())?;
    let username = new.username.as_deref().unwrap_or_default();
    if fresh || !username.is_empty() {
        user::new_username(username, os_name, live)?;
    }
    if fresh || new.with_password {
        password::new_server_password(around.password.unwrap_or_default(), os_name, live)?;
    }
    for key in &new.public_keys {
        ssh_key::public_key(key)?;
    }
    if new.billing_account.is_none() && !around.restricted_key {
        return Err(DomainError::invalid("billing_account", "Choose who pays."));
    }
    Ok(())
}

/// The source in the words of the rule that holds what may stand together.
fn boot_source(source: &ServerSource) -> server::BootSource<'_> {
    match source {
        ServerSource::Image { image, disk_gib } => server::BootSource {
            os_name: &image.name,
            os_version: image.version.as_deref().unwrap_or_default(),
            disk_gib: Some(*disk_gib),
            ..server::BootSource::default()
        },
        ServerSource::Replica { server, replica, disk_gib, .. } => server::BootSource {
            source_server: &server.0,
            source_replica: &replica.0,
            disk_gib: Some(*disk_gib),
            ..server::BootSource::default()
        },
        ServerSource::Disk { disk, .. } => {
            server::BootSource { boot_disk: &disk.0, ..server::BootSource::default() }
        }
    }
}

/// Checks an order at Virtua. `used` and `most` are the account's servers and its limit.
///
/// # Errors
/// Beside the field, or a conflict when the account may have no more servers.
pub fn order(order: &ServerOrder, used: u32, most: Option<u32>) -> Result<(), DomainError> {
    for (field, id) in [("project", &order.project), ("plan", &order.plan), ("image", &order.system)] {
        server::virtua_id(field, &id.0)?;
    }
    let block = match order.ipv6 {
        Some(Ipv6Block::One) => Some(128),
        Some(Ipv6Block::Block) => Some(64),
        Some(Ipv6Block::Usual) | None => None,
    };
    server::virtua_ipv6(order.ipv6.is_some(), block)?;
    name::virtua_hostname(order.hostname.as_deref().unwrap_or_default())?;
    server::virtua_server_quota(used, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::ImageChoice;
    use crate::ids::ProviderResourceId;
    use crate::rules::size::Bounds;

    fn good() -> NewServer {
        let image = ImageChoice { name: "ubuntu".to_owned(), version: Some("24.04-lts".to_owned()) };
        NewServer {
            name: "web-01".to_owned(),
            description: None,
            source: ServerSource::Image { image, disk_gib: 40 },
            vcpus: 2,
            memory_mib: 4096,
            pool: None,
            network: None,
            public_ip: true,
            billing_account: Some(6),
            backups: false,
            username: Some("ops".to_owned()),
            with_password: true,
            public_keys: Vec::new(),
            with_cloud_init: false,
        }
    }

    const AROUND: Around<'static> = Around {
        pool: None,
        live: None,
        password: Some("Passw0rd-and-more"),
        cloud_init: None,
        restricted_key: false,
    };

    #[test]
    fn each_rule_speaks_beside_its_field() {
        assert_eq!(new_server(&good(), &AROUND), Ok(()));
        let image = |name: &str, version: Option<&str>| ServerSource::Image {
            image: ImageChoice { name: name.to_owned(), version: version.map(str::to_owned) },
            disk_gib: 40,
        };
        let replica = |server: &str, replica: &str| ServerSource::Replica {
            server: ProviderResourceId(server.to_owned()),
            replica: ProviderResourceId(replica.to_owned()),
            image: ImageChoice { name: "ubuntu".to_owned(), version: None },
            disk_gib: 40,
        };
        assert_eq!(new_server(&NewServer { source: replica("a", "b"), ..good() }, &AROUND), Ok(()));
        for (bad, field) in [
            (NewServer { name: "a".into(), ..good() }, "name"),
            (NewServer { source: image(" ", Some("22.04-lts")), ..good() }, "image"),
            (NewServer { source: replica("a", ""), ..good() }, "source_replica"),
            (NewServer { source: replica("", "b"), ..good() }, "source_server"),
            (NewServer { source: image("ubuntu", None), ..good() }, "os_version"),
            (NewServer { vcpus: 1, source: image("windows", Some("2022")), ..good() }, "vcpus"),
            (NewServer { memory_mib: 128, ..good() }, "memory_mib"),
            (NewServer { username: Some("root".into()), ..good() }, "username"),
            (NewServer { username: None, ..good() }, "username"),
            (NewServer { public_keys: vec!["AAAA".into()], ..good() }, "public_key"),
            (NewServer { billing_account: None, ..good() }, "billing_account"),
        ] {
            let error = new_server(&bad, &AROUND).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(field), "{error:?}");
        }
        for (around, field) in [
            (Around { password: None, ..AROUND }, "password"),
            (Around { cloud_init: Some(r#"{"users":[]}"#), ..AROUND }, "cloud_init"),
        ] {
            let error = new_server(&good(), &around).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(field), "{error:?}");
        }
        let pool = PoolLimits { vcpus: Bounds { least: Some(4), most: Some(8) }, ..PoolLimits::default() };
        let error = new_server(&good(), &Around { pool: Some(&pool), ..AROUND }).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("vcpus"));
    }

    #[test]
    fn what_is_on_a_disk_already_needs_no_user() {
        let disk = ServerSource::Disk { disk: ProviderResourceId("d".into()), image: None };
        let new =
            NewServer { source: disk, username: None, with_password: false, billing_account: None, ..good() };
        let around = Around { password: None, restricted_key: true, ..AROUND };
        assert_eq!(new_server(&new, &around), Ok(()));
    }

    #[test]
    fn an_order_names_what_it_wants_and_stays_within_the_limit() {
        let id = |id: &str| ProviderResourceId(id.to_owned());
        let good = ServerOrder {
            project: id("p"),
            plan: id("vcs-2-intel.par01fr"),
            system: id("debian-12-64"),
            ipv6: Some(Ipv6Block::Block),
            hostname: Some("a.example.com".to_owned()),
        };
        assert_eq!(order(&good, 7, Some(8)), Ok(()));
        assert_eq!(order(&good, 8, None), Ok(()));
        assert_eq!(order(&good, 8, Some(8)).unwrap_err().field, None);
        let error = order(&ServerOrder { plan: id(""), ..good.clone() }, 0, None).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("plan"));
        let error = order(&ServerOrder { hostname: Some("a b".into()), ..good }, 0, None).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("hostname"));
    }
}
