//! Who can log in: SSH keys, a user, and whether a password goes along.

use domain::act::{Choice, Field, FieldKind, FormSection};
use domain::provider::Platform;
use domain::rules::{ssh_key, user};

use super::asking::{Asking, off};
use super::given::{Given, Place, RingKey};
use super::settled::Settled;
use crate::acts::field::choice;

/// Keys and user.
pub(super) fn section(
    given: &Given,
    place: &Place,
    asking: &mut Asking<'_>,
    out: &mut Settled,
) -> FormSection {
    let mut section =
        FormSection { id: "access".to_owned(), title: "Access".to_owned(), ..FormSection::default() };
    if place.platform() == Platform::Virtua {
        let why = "The provider's order takes no key, user or password. It makes a root password, which the \
                   server's page shows on request once the server is there.";
        section.fields.push(off(("ssh_key", "SSH keys"), FieldKind::Ticks, why));
        return section;
    }
    section.fields.push(ring(given, asking, out));
    let (pasted, readable) = pasted(given, asking, out);
    section.fields.push(pasted);
    section.fields.push(username(place, asking, out));
    section.fields.extend(password(place, asking, out));
    // A key that cannot be read is not one that is missing.
    if out.fresh() && !out.password && readable && out.ring.is_empty() && out.pasted.is_empty() {
        let field = if given.ring.is_empty() { "public_key" } else { "ssh_key" };
        asking.missing(field, "Choose an SSH key or set a password: nobody could log in otherwise.");
    }
    section
}

fn ring(given: &Given, asking: &mut Asking<'_>, out: &mut Settled) -> Field {
    let wanted = asking.all("ssh_key");
    let (known, gone): (Vec<&str>, Vec<&str>) =
        wanted.into_iter().partition(|id| given.ring.iter().any(|key| key.id == *id));
    out.ring = given.ring.iter().filter(|key| known.contains(&key.id.as_str())).cloned().collect();
    let value = out.ring.iter().map(|key| key.id.clone()).collect();
    let mut field = super::asking::field(("ssh_key", "SSH keys of the team"), FieldKind::Ticks, value);
    field.choices = given.ring.iter().map(ring_choice).collect();
    field.hint = match given.ring.is_empty() {
        true => "The team keeps no SSH keys yet. Add some under SSH keys, or paste one below.".to_owned(),
        false => "They can log in as the user below.".to_owned(),
    };
    if !gone.is_empty() {
        asking.changed(&mut field, "A key that was ticked is no longer kept by the team.");
    }
    field
}

fn ring_choice(key: &RingKey) -> Choice {
    choice(&key.id, &key.name, &key.note)
}

/// The field, and whether what was pasted can be read.
fn pasted(given: &Given, asking: &mut Asking<'_>, out: &mut Settled) -> (Field, bool) {
    let label = if given.ring.is_empty() { "Public key" } else { "Another public key" };
    let mut field = asking.text(("public_key", label), FieldKind::Lines);
    field.mono = true;
    field.placeholder = "ssh-ed25519 AAAA… you@laptop".to_owned();
    field.hint = "One OpenSSH line, or several. Never a private key.".to_owned();
    match ssh_key::public_keys(asking.raw("public_key").unwrap_or_default()) {
        Ok(keys) => {
            // A key that is ticked above already is not sent twice.
            let body = |line: &str| line.split(' ').take(2).map(str::to_owned).collect::<Vec<_>>();
            out.pasted = keys
                .into_iter()
                .filter(|key| !out.ring.iter().any(|had| body(&had.line) == body(key)))
                .collect();
            (field, true)
        }
        Err(error) => {
            // What was pasted may be a private key: it is not sent back.
            field.value.clear();
            asking.wrong(&mut field, error.message);
            (field, false)
        }
    }
}

fn username(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> Field {
    let mut field = asking.text(("username", "User name"), FieldKind::Text);
    field.placeholder = "ops".to_owned();
    field.mono = true;
    let live = place.facts.parameters.value.as_deref();
    let typed = asking.get("username").unwrap_or_default();
    let optional = user::new_username("", out.os_name(), live).is_ok();
    field.required = out.fresh() && !optional;
    field.hint = if out.fresh() && optional {
        "May be left out: the system brings an administrator.".to_owned()
    } else if out.fresh() {
        "You log in as this user, which is made inside the server. Not root; it can become root.".to_owned()
    } else {
        "Leave it out to keep the users that are on the disk.".to_owned()
    };
    if out.fresh() || !typed.is_empty() {
        match user::new_username(typed, out.os_name(), live) {
            Ok(name) => out.username = name,
            // Whether one is needed depends on the system.
            Err(_) if typed.is_empty() && out.boot.is_none() => {}
            Err(error) => asking.refused(&mut field, error),
        }
    }
    field
}

/// The password is asked for in the plan. Here only whether there is one, where that is open.
fn password(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> Option<Field> {
    let live = place.facts.parameters.value.as_deref();
    let row = live.and_then(|live| live.password.as_ref());
    let may_lack = row.is_some_and(|row| row.is_optional_for(out.os_name()));
    if out.fresh() && may_lack {
        let (mut field, on) = asking.tick(("with_password", "Set a password too"));
        field.changes_form = true;
        out.password = on;
        return Some(field);
    }
    out.password = out.fresh() || out.username.is_some();
    out.password.then(|| {
        crate::acts::field::fact(
            "password_fact",
            "Password",
            "You enter it after the review. Skydeck keeps it nowhere.",
        )
    })
}
