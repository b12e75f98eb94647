//! Acts as a page offers them: on which button, with which fields, and why one cannot be used now. The role speaks first.

use domain::act::{Fields, words};
use domain::view::{ActOffer, ActPlace};

use crate::actor::Actor;
use crate::acts::act::{Act, Known};
use crate::acts::guard::{refusal, role_refusal};
use crate::acts::on::On;

/// What is offered of one server to one person.
#[derive(Clone, Copy)]
pub(super) struct Offers<'a> {
    pub(super) actor: &'a Actor,
    pub(super) on: &'a On<'a>,
}

impl Offers<'_> {
    /// The act of this name with the fields that it begins with. `label` in place of its verb, where the place says the
    /// rest.
    pub(super) fn offer(self, slug: &'static str, fields: &[(&str, &str)], label: &str) -> ActOffer {
        let Some(Known::On(act)) = Known::find(slug) else { return ActOffer::default() };
        let fields: Fields = fields.iter().copied().collect();
        ActOffer {
            act: slug.to_owned(),
            label: if label.is_empty() { words::words_of(slug).verb.to_owned() } else { label.to_owned() },
            refusal: self.refused(act, &fields),
            danger: is_danger(slug),
            place: place(slug),
            href: String::new(),
            fields,
        }
    }

    /// Why it cannot be used now; of an act that asks nothing more, its own rules on these fields as well.
    fn refused(self, act: &dyn Act, fields: &Fields) -> Option<String> {
        role_refusal(self.actor, act.right()).or_else(|| refusal(act, self.on)).or_else(|| {
            let asks = !act.form(std::slice::from_ref(self.on), fields).is_empty();
            let draft = if asks { None } else { act.draft(self.on, fields).err() };
            draft.map(|error| error.message)
        })
    }

    /// Everything that is offered for the server as a whole, in the order of menus; of a lock only the way out of what is.
    pub(super) fn all(self) -> Vec<ActOffer> {
        let locked = self.on.mark.lock.is_some();
        let idle = if locked { "server.lock" } else { "server.unlock" };
        let offered = WHOLE.iter().filter(|(slug, _)| *slug != idle);
        offered.map(|(slug, label)| self.offer(slug, &[], label)).collect()
    }
}

/// What is offered for the server as a whole; the rest stands with the part that it is about.
const WHOLE: &[(&str, &str)] = &[
    ("server.start", ""),
    ("server.stop", ""),
    ("server.restart", ""),
    ("server.force_stop", ""),
    ("server.resize", ""),
    ("server.rename", ""),
    ("server.password", ""),
    ("server.rescue", ""),
    ("server.clone", ""),
    ("snapshot.create", ""),
    ("server.tag", "Edit tags"),
    ("server.note", ""),
    ("server.lock", ""),
    ("server.unlock", ""),
    ("server.reinstall", ""),
    ("server.rebuild", ""),
    ("server.delete", ""),
];

fn place(slug: &str) -> ActPlace {
    match slug {
        "server.start" | "server.stop" | "server.restart" | "server.force_stop" => ActPlace::Head,
        "server.reinstall" | "server.rebuild" | "server.delete" => ActPlace::Danger,
        _ => ActPlace::Menu,
    }
}

fn is_danger(slug: &str) -> bool {
    matches!(
        slug,
        "server.force_stop"
            | "server.reinstall"
            | "server.rebuild"
            | "server.delete"
            | "snapshot.delete"
            | "disk.delete"
            | "address.release"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_offered_is_an_act() {
        for (slug, _) in WHOLE {
            assert!(matches!(Known::find(slug), Some(Known::On(_))), "{slug}");
        }
        let dangers = WHOLE.iter().filter(|(slug, _)| place(slug) == ActPlace::Danger);
        assert_eq!(dangers.count(), 3);
    }
}
