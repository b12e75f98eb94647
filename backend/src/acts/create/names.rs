//! What the servers are called, and how many there are.

use domain::DomainError;
use domain::act::{Field, FieldKind, FormSection};
use domain::provider::Platform;
use domain::rules::name::{virtua_hostname, warren_server_name};
use domain::rules::numbered::{MOST_AT_ONCE, hostnames, names};

use super::asking::Asking;
use super::given::Place;
use super::settled::Settled;

/// Name and count.
pub(super) fn section(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> FormSection {
    let mut section =
        FormSection { id: "name".to_owned(), title: "Name".to_owned(), ..FormSection::default() };
    let room = room(place);
    let most = room.map_or(MOST_AT_ONCE, |room| room.clamp(1, MOST_AT_ONCE));
    let above = asking.troubles.len();
    // Of an account that is full, that is to be said, and not that so many do not fit.
    let typed = asking.get("count").filter(|_| room != Some(0)).or(Some("1"));
    let (mut count_field, count) = asking.number(("count", "How many", "servers"), typed, (1, most), 1);
    if count > 1 {
        count_field.hint =
            format!("{} They are made one by one, each by itself.", count_field.hint).trim().to_owned();
    }
    if let Some(allowance) = place.facts.allowance.value.as_deref()
        && room == Some(0)
        && let Err(error) = domain::rules::server::virtua_server_quota(
            allowance.used.servers.unwrap_or_default(),
            allowance.servers_most,
        )
    {
        asking.wrong(&mut count_field, error.message);
    }
    // The name is judged by how many there are, and stands above that.
    let of_count = asking.troubles.split_off(above);
    let mut name_field = match place.platform() {
        Platform::Warren => name(place, asking, out, count),
        Platform::Virtua => hostname(asking, out, count),
    };
    // An outcome that is not known is settled by the name: two of one name could not be told apart.
    if name_field.error.is_none()
        && let Some(why) = out.names.iter().find_map(|name| place.making.refusal(name.as_deref()))
    {
        asking.taken(&mut name_field, why);
    }
    asking.troubles.extend(of_count);
    section.fields.extend([name_field, count_field]);
    section
}

/// How many more servers the account may have; `None` when nobody says.
pub(super) fn room(place: &Place) -> Option<u32> {
    let allowance = place.facts.allowance.value.as_deref()?;
    Some(allowance.servers_most?.saturating_sub(allowance.used.servers?))
}

fn name(place: &Place, asking: &mut Asking<'_>, out: &mut Settled, count: u32) -> Field {
    // Coming from a provider that asks for a host name, its first part will do.
    let carried = || asking.get("hostname").and_then(|host| host.split('.').next());
    let typed = asking.raw("name").or_else(carried).unwrap_or_default().to_owned();
    let mut field = super::asking::field(("name", "Name"), FieldKind::Text, vec![typed.clone()]);
    field.required = true;
    field.placeholder = "web".to_owned();
    field.hint = "The host name inside the server, too.".to_owned();
    let live = place.facts.parameters.value.as_deref();
    let all = names(&typed, count);
    let checked: Result<Vec<_>, DomainError> =
        all.iter().map(|name| warren_server_name(name, live)).collect();
    match checked {
        Ok(names) => finish(place, &mut field, names, out),
        Err(error) => {
            out.names = vec![None; count as usize];
            asking.refused(&mut field, error);
        }
    }
    field
}

fn hostname(asking: &mut Asking<'_>, out: &mut Settled, count: u32) -> Field {
    let typed = asking.raw("hostname").or_else(|| asking.raw("name")).unwrap_or_default().to_owned();
    let mut field = super::asking::field(("hostname", "Host name"), FieldKind::Text, vec![typed.clone()]);
    field.placeholder = "web.example.com".to_owned();
    field.hint = "May be left out; the provider then makes one of its own.".to_owned();
    out.names = vec![None; count as usize];
    if typed.trim().is_empty() {
        return field;
    }
    let all: Result<Vec<_>, DomainError> =
        hostnames(&typed, count).iter().map(|name| virtua_hostname(name)).collect();
    match all {
        Ok(names) => {
            if count > 1 {
                field.hint = listed(names.iter().flatten());
            }
            out.names = names;
        }
        Err(error) => asking.refused(&mut field, error),
    }
    field
}

fn finish(place: &Place, field: &mut Field, names: Vec<String>, out: &mut Settled) {
    let taken = names.iter().find(|name| place.servers.iter().any(|(_, server)| server.name == **name));
    if let Some(name) = taken {
        field.hint = format!("A server here is called {name} already; another name tells them apart.");
    } else if names.len() > 1 {
        field.hint = listed(&names);
    }
    out.names = names.into_iter().map(Some).collect();
}

/// "web-01, web-02 … web-20".
fn listed<'n>(names: impl IntoIterator<Item = &'n String>) -> String {
    let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
    match names.as_slice() {
        [first, second, .., last] if names.len() > 3 => format!("{first}, {second} … {last}"),
        few => few.join(", "),
    }
}
