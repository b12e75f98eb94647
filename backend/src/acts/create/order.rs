//! From what the form came to, to requests: one for each server, and what the plan says of it.

use std::sync::Arc;

use domain::DomainError;
use domain::act::Fields;
use domain::change::{Change, NewServer, ServerChange, ServerOrder, ServerSource};
use domain::ids::{ProviderResourceId, ServerKey};
use domain::provider::Platform;
use domain::rules::new_server::{self, Around};
use domain::rules::size::PoolLimits;
use providers::family::Secrets;
use secrecy::SecretString;

use super::form::{Understood, refusal, understand};
use super::given::{Given, Place};
use super::settled::{Boot, Settled};
use super::words;
use crate::acts::draft::{Draft, New};
use crate::acts::field::{conflict, password};
use crate::acts::secret;
use crate::acts::troubles::Troubles;
use crate::operations::task::{Before, Then};

/// Everything that is to be made, one draft each.
///
/// # Errors
/// Beside every field that is missing, wrong or changed; or, when none is, that nobody has confirmed yet.
pub(super) fn drafts(given: &Given, fields: &Fields) -> Result<Vec<New>, Troubles> {
    let (place, settled) = settled(given, fields)?;
    let secrets = secret_fields(place, &settled);
    let each = settled.names.iter().enumerate().map(|(n, name)| {
        let change = change(place, &settled, name.as_deref())?;
        let servers = place.servers.iter().map(|(_, server)| Arc::as_ref(server));
        let tags = (!settled.tags.is_empty()).then(|| settled.tags.clone());
        let draft = Draft {
            steps: vec![change.into()],
            before: Before::among(servers, name.as_deref()),
            then: Then { tags, ..Then::default() },
            secrets: secrets.clone(),
            ..words::draft(given, place, &settled, name.as_deref())
        };
        let name = name.clone().unwrap_or_else(|| unnamed(place, n, settled.names.len()));
        Ok(New { place: at(place), brand: place.brand(), name, draft })
    });
    each.collect::<Result<_, DomainError>>().map_err(Troubles::from)
}

/// The secrets of every request, held against the rules once more with the password.
///
/// # Errors
/// As [`drafts`], and beside `password`.
pub(super) fn secrets(
    given: &Given,
    fields: &Fields,
    password: Option<SecretString>,
) -> Result<Secrets, DomainError> {
    let (place, settled) = settled(given, fields).map_err(Troubles::into_first)?;
    let password = secret::given(password.filter(|_| settled.password));
    if settled.password && password.is_none() {
        return Err(DomainError::invalid("password", "Enter a password."));
    }
    for name in &settled.names {
        if let Change::Server(ServerChange::Create(new)) = change(place, &settled, name.as_deref())? {
            check(place, &settled, &new, password.as_ref())?;
        }
    }
    Ok(Secrets { password, cloud_init: settled.cloud_init, ..Secrets::default() })
}

fn settled<'g>(given: &'g Given, fields: &Fields) -> Result<(&'g Place, Settled), Troubles> {
    if let Some(why) = refusal(given) {
        return Err(conflict(why).into());
    }
    let place = given.place.as_ref().ok_or_else(|| conflict("Choose a provider account."))?;
    let Understood { settled, troubles, .. } = understand(given, fields);
    match Troubles::of(troubles) {
        Some(troubles) => Err(troubles),
        None => Ok((place, settled)),
    }
}

/// Where it is made; the id stands for nothing yet.
pub(super) fn at(place: &Place) -> ServerKey {
    ServerKey {
        credential: place.credential,
        location: place.slug().to_owned(),
        id: ProviderResourceId("new".to_owned()),
    }
}

/// What people read before the provider has given a name.
fn unnamed(place: &Place, n: usize, of: usize) -> String {
    match of {
        1 => format!("new server in {}", place.name()),
        _ => format!("new server {} in {}", n + 1, place.name()),
    }
}

/// The request for one.
fn change(place: &Place, settled: &Settled, name: Option<&str>) -> Result<Change, DomainError> {
    let change = match place.platform() {
        Platform::Virtua => ServerChange::Order(order(place, settled, name)?),
        Platform::Warren => {
            let new = new(settled, name)?;
            if !settled.password {
                check(place, settled, &new, None)?;
            }
            ServerChange::Create(Box::new(new))
        }
    };
    Ok(Change::Server(change))
}

fn order(place: &Place, settled: &Settled, name: Option<&str>) -> Result<ServerOrder, DomainError> {
    let missing = |field: &str| DomainError::invalid(field, "Choose one from the list.");
    let Some(Boot::Image(image)) = &settled.boot else { return Err(missing("image")) };
    let order = ServerOrder {
        project: settled.project.as_ref().ok_or_else(|| missing("project"))?.id.clone(),
        plan: ProviderResourceId(settled.plan.as_ref().ok_or_else(|| missing("plan"))?.id.clone()),
        system: ProviderResourceId(image.name.clone()),
        ipv6: settled.ipv6,
        hostname: name.map(str::to_owned),
    };
    let allowance = place.facts.allowance.value.as_deref();
    let used = allowance.and_then(|allowance| allowance.used.servers);
    let known = u32::try_from(place.servers.len()).unwrap_or(u32::MAX);
    let others = settled.count().saturating_sub(1);
    let used = used.unwrap_or(known).saturating_add(others);
    new_server::order(&order, used, allowance.and_then(|allowance| allowance.servers_most))?;
    Ok(order)
}

fn new(settled: &Settled, name: Option<&str>) -> Result<NewServer, DomainError> {
    let disk_gib =
        || settled.disk_gib.ok_or_else(|| DomainError::invalid("disk_gib", "Choose the size of the disk."));
    let source = match settled.boot.clone() {
        Some(Boot::Image(image)) => ServerSource::Image { image, disk_gib: disk_gib()? },
        Some(Boot::Replica { server, replica, image, .. }) => {
            ServerSource::Replica { server, replica, image, disk_gib: disk_gib()? }
        }
        Some(Boot::Disk { disk, image, .. }) => ServerSource::Disk { disk, image },
        None => return Err(DomainError::invalid("image", "Choose what to install.")),
    };
    let name = name.ok_or_else(|| DomainError::invalid("name", "Enter a name."))?;
    let account = settled.account.as_ref().and_then(|account| account.id.0.parse().ok());
    let keys = settled.ring.iter().map(|key| key.line.clone()).chain(settled.pasted.iter().cloned());
    Ok(NewServer {
        name: name.to_owned(),
        description: settled.description.clone(),
        source,
        vcpus: settled.vcpus,
        memory_mib: settled.memory_mib,
        pool: settled.plan.as_ref().map(|pool| ProviderResourceId(pool.id.clone())),
        network: settled.network.as_ref().map(|network| network.id.clone()),
        public_ip: settled.public_ip,
        billing_account: account,
        backups: settled.backups,
        username: settled.username.clone(),
        with_password: settled.password,
        public_keys: keys.collect(),
        with_cloud_init: settled.cloud_init.is_some(),
    })
}

/// Every rule at once, with what goes beside the request.
fn check(
    place: &Place,
    settled: &Settled,
    new: &NewServer,
    password: Option<&SecretString>,
) -> Result<(), DomainError> {
    let pool = settled.plan.as_ref().map(|pool| PoolLimits {
        vcpus: pool.vcpus.into(),
        memory_mib: pool.memory_mib.into(),
        disk_gib: pool.disk_gib.into(),
    });
    secret::judged_both((password, settled.cloud_init.as_ref()), |password, cloud_init| {
        let around = Around {
            pool: pool.as_ref(),
            live: place.facts.parameters.value.as_deref(),
            password,
            cloud_init,
            restricted_key: settled.restricted,
        };
        new_server::new_server(new, &around)
    })
}

/// What the plan asks for.
fn secret_fields(place: &Place, settled: &Settled) -> Vec<domain::act::Field> {
    if !settled.password {
        return Vec::new();
    }
    let whose = settled.username.as_deref().unwrap_or("the administrator");
    let field = password(place.platform(), &format!("Password of {whose}"));
    let live = place.facts.parameters.value.as_ref().and_then(|live| live.password.as_ref());
    let expression = live.and_then(|row| row.expression.as_deref());
    field
        .into_iter()
        .map(|mut field| {
            if let Some(other) = expression.filter(|it| *it != domain::rules::parameters::PASSWORD_EXPRESSION)
            {
                field.hint = format!(
                    "The provider accepts what fits this expression: {other} Skydeck keeps it nowhere."
                );
            }
            field
        })
        .collect()
}
