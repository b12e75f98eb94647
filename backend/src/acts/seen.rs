//! What a person has read, as marks: a plan has one for each thing that it would do something to, the confirmation
//! brings them along, and what is done is what was read. Nothing that changes by itself goes into a mark, such as an age,
//! an id of an operation, or whether a server runs that is only to be switched.

use domain::DomainError;
use domain::act::{Fields, PLAN_WAS, PlanLine};
use domain::change::Change;
use domain::policy::Verb;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::draft::Draft;
use super::field::conflict;
use crate::error::{BackendError, Result};
use crate::operations::task::Then;
use crate::vault::to_hex;

/// Characters of one mark: half of a SHA-256.
const MARK: usize = 32;

/// The marks that a confirmation brings along; `None` when it brings none at all.
#[derive(Clone, Debug)]
pub(super) struct Seen(Option<String>);

/// Everything that makes a thing of a plan what it is.
#[derive(Serialize)]
struct Told<'d> {
    act: &'d str,
    place: &'d str,
    name: &'d str,
    requests: Vec<(&'d Change, bool)>,
    then: &'d Then,
    lines: Vec<&'d PlanLine>,
    dies: Vec<&'d str>,
    /// Two disks may be called alike.
    disks: Vec<&'d str>,
    stays: Vec<&'d str>,
    costs: Option<(&'d str, Option<(String, String)>)>,
}

/// Marks one thing of a plan: `draft` of `act`, which takes `right`, on what is called `name` and stands in `place`.
///
/// # Errors
/// When what the draft holds cannot be written down.
pub(super) fn mark((act, right): (&str, Verb), (place, name): (&str, &str), draft: &Draft) -> Result<String> {
    // A switch looks at the state itself and says what it found; tags that others set meanwhile stay.
    let is_own_check = right == Verb::Power || !draft.then.tag.is_nothing();
    // What is saved, and what goes on as it was, is no reason to read again: a price is unknown for a moment after each
    // change of a server.
    let may_cost = matches!(right, Verb::Create | Verb::Change);
    let told = Told {
        act,
        place,
        name,
        requests: draft.steps.iter().map(|step| (&step.change, step.uses_made)).collect(),
        then: &draft.then,
        lines: if is_own_check { Vec::new() } else { draft.lines.iter().collect() },
        dies: sorted(&draft.dies),
        disks: if right == Verb::Delete { disks(draft) } else { Vec::new() },
        stays: sorted(&draft.stays),
        costs: may_cost.then(|| {
            let after = draft.price.as_ref().map(|price| &price.after);
            (draft.cost.as_str(), after.map(|price| (price.hour.in_full(), price.month.to_string())))
        }),
    };
    let text = serde_json::to_vec(&told)
        .map_err(|error| BackendError::internal(format!("a plan could not be marked: {error}")))?;
    let mut mark = to_hex(Sha256::digest(text));
    mark.truncate(MARK);
    Ok(mark)
}

/// The disks that the server had, by their ids.
fn disks(draft: &Draft) -> Vec<&str> {
    let server = draft.before.server.iter();
    let all = server.flat_map(|server| server.details.disks.iter().flatten());
    let mut ids: Vec<&str> = all.map(|disk| disk.id.0.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// Lists come in any order.
fn sorted(all: &[String]) -> Vec<&str> {
    let mut all: Vec<&str> = all.iter().map(String::as_str).collect();
    all.sort_unstable();
    all
}

/// `fields` with `marks` in place of those that they had, as a plan gives them.
pub(super) fn with_marks(mut fields: Fields, marks: &[String]) -> Fields {
    fields.0.retain(|(name, _)| name != PLAN_WAS);
    fields.push(PLAN_WAS, marks.concat());
    fields
}

impl Seen {
    /// Takes the marks out of the fields.
    pub(super) fn take(fields: &mut Fields) -> Self {
        let marks = fields.raw(PLAN_WAS).map(str::to_owned);
        fields.0.retain(|(name, _)| name != PLAN_WAS);
        Self(marks)
    }

    /// Whether the plan had this mark. Without any, only for what neither destroys nor interrupts nor costs: a switch,
    /// and what Skydeck keeps.
    ///
    /// # Errors
    /// `Conflict`, when there has to be a plan and there is none.
    pub(super) fn has(
        &self,
        mark: &str,
        right: Verb,
        draft: &Draft,
    ) -> std::result::Result<bool, DomainError> {
        match &self.0 {
            Some(marks) => Ok(marks.as_bytes().chunks(MARK).any(|one| one == mark.as_bytes())),
            None if matches!(right, Verb::Power | Verb::Mark) && !draft.danger => Ok(true),
            None => Err(conflict(
                "No plan was read before this was confirmed: nothing was sent. Read the plan first.",
            )),
        }
    }
}

/// What is not any more what was read.
pub(super) fn changed(names: &[&str]) -> DomainError {
    let what = match names {
        [] => "What is on offer, or what it costs,".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, others @ ..] => format!("{one} and {} others", others.len()),
    };
    let have = if names.len() > 1 { "have" } else { "has" };
    let why =
        format!("{what} {have} changed since this plan was made: nothing was sent. Read the plan again.");
    DomainError { field: Some(PLAN_WAS.to_owned()), ..conflict(why) }
}

#[cfg(test)]
mod tests {
    use domain::change::ServerChange;
    use domain::ids::ProviderResourceId;
    use domain::money::{Money, Price};

    use super::*;
    use crate::acts::draft::PriceChange;

    fn price(month: u32) -> Option<PriceChange> {
        let money = |amount: u32| Money::new(amount.into(), "EUR");
        let after = Price { hour: money(1), month: money(month) };
        Some(PriceChange { before: None, after, note: String::new() })
    }

    fn draft() -> Draft {
        let delete = ServerChange::Delete { id: ProviderResourceId("42".to_owned()) };
        Draft {
            steps: vec![delete.into()],
            dies: vec!["Boot disk vda: 20 GiB.".to_owned(), "Disk vdb: 50 GiB.".to_owned()],
            danger: true,
            price: price(20),
            ..Draft::default()
        }
        .line("Server", "running", "deleted")
    }

    fn marked(right: Verb, name: &str, draft: &Draft) -> String {
        mark(("server.delete", right), ("key~jkt01~42", name), draft).unwrap()
    }

    #[test]
    fn whatever_a_person_relies_on_is_in_the_mark() {
        let of = |draft: &Draft| marked(Verb::Create, "web", draft);
        let first = of(&draft());
        assert_eq!(first.len(), MARK);
        assert_eq!(first, of(&draft()));
        assert_ne!(first, marked(Verb::Create, "web-2", &draft()));
        let more = Draft { dies: vec!["Boot disk vda: 20 GiB.".to_owned()], ..draft() };
        let stays = Draft { stays: vec!["Address 192.0.2.1.".to_owned()], ..draft() };
        let cost = Draft { price: price(21), ..draft() };
        let sent = Draft { steps: Vec::new(), ..draft() };
        let then = Draft { then: Then { forget: true, ..Then::default() }, ..draft() };
        for other in [more, stays, cost, sent, then, draft().line("Disk", "", "50 GiB")] {
            assert_ne!(first, of(&other), "{other:?}");
        }
    }

    #[test]
    fn what_changes_by_itself_is_not() {
        let of = |right, draft: &Draft| marked(right, "web", draft);
        let turned = Draft { dies: draft().dies.into_iter().rev().collect(), ..draft() };
        let aged = Draft { checks: vec![crate::acts::guard::passed("Read just now.")], ..draft() };
        for other in [turned, aged] {
            assert_eq!(of(Verb::Delete, &draft()), of(Verb::Delete, &other));
        }
        let cheaper = Draft { price: price(21), ..draft() };
        assert_eq!(of(Verb::Delete, &draft()), of(Verb::Delete, &cheaper), "what is saved");
        let stopped = Draft { lines: Vec::new(), ..draft() }.line("Server", "stopped", "deleted");
        assert_eq!(of(Verb::Power, &draft()), of(Verb::Power, &stopped), "a switch has its own words");
        assert_ne!(of(Verb::Delete, &draft()), of(Verb::Delete, &stopped));
    }

    #[test]
    fn marks_travel_among_the_fields_and_are_no_field() {
        let (one, two) = (marked(Verb::Delete, "a", &draft()), marked(Verb::Delete, "b", &draft()));
        let fields: Fields = [("release", "192.0.2.1"), (PLAN_WAS, "old")].into_iter().collect();
        let mut fields = with_marks(fields, &[one.clone(), two.clone()]);
        let seen = Seen::take(&mut fields);
        assert_eq!(fields, [("release", "192.0.2.1")].into_iter().collect());
        let has = |seen: &Seen, mark: &str| seen.has(mark, Verb::Delete, &draft());
        assert_eq!((has(&seen, &one), has(&seen, &two)), (Ok(true), Ok(true)));
        assert_eq!(has(&seen, &marked(Verb::Delete, "c", &draft())), Ok(false));
        // Two halves of what was read are nothing that was read.
        assert_eq!(has(&seen, &format!("{}{}", &one[16..], &two[..16])), Ok(false));
        let none = Seen::take(&mut with_marks(Fields::default(), &[]));
        assert_eq!(has(&none, &one), Ok(false), "nothing of that plan could be done");
    }

    #[test]
    fn without_a_plan_only_a_switch_goes_through() {
        let none = Seen::take(&mut Fields::default());
        let harmless = Draft { danger: false, ..draft() };
        for right in Verb::ALL {
            let free = matches!(right, Verb::Power | Verb::Mark);
            assert_eq!(none.has("", right, &harmless).is_ok(), free, "{right:?}");
            assert!(none.has("", right, &draft()).is_err(), "{right:?}");
        }
    }
}
