//! What every act looks at before its own rules: the person's role, a lock, another change, a key that is refused.

use domain::act::PlanCheck;
use domain::policy::{Decision, Membership, Verb, Whose, decide};

use super::act::Act;
use super::on::On;
use crate::access::lacks;
use crate::actor::Actor;

/// Why the person's role does not include `verb`; `None` when it does.
pub(crate) fn role_refusal(actor: &Actor, verb: Verb) -> Option<String> {
    let decision = decide(actor.role(), Membership::Active, verb, Whose::OwnTeam);
    (decision != Decision::Allow).then(|| lacks(actor))
}

/// Why `act` cannot be done to this server now, whoever asks; `None` when it can.
pub(crate) fn refusal(act: &dyn Act, on: &On<'_>) -> Option<String> {
    refusal_around(act, on).or_else(|| act.check(on).err())
}

/// As [`refusal`], without the act's own rules.
fn refusal_around(act: &dyn Act, on: &On<'_>) -> Option<String> {
    if act.is_ours() {
        return None;
    }
    locked(on).or_else(|| under_way(on)).or_else(|| on.backend.inventory().refusal(on.key().credential))
}

fn locked(on: &On<'_>) -> Option<String> {
    on.backend.marks().lock_of(on.key()).map(|lock| lock.refusal())
}

fn under_way(on: &On<'_>) -> Option<String> {
    on.backend.operations().bound(on.key())
}

/// Everything that must be true of one server, for its plan.
pub(super) fn checks(act: &dyn Act, on: &On<'_>) -> Vec<PlanCheck> {
    let state = check(act.check(on).err(), format!("The server is {}.", on.server().state.word()));
    if act.is_ours() {
        return if state.ok { Vec::new() } else { vec![state] };
    }
    let label = &on.facts.label;
    let refused = on.backend.inventory().refusal(on.key().credential);
    let mut checks = vec![
        state,
        check(under_way(on), "No other change of this server is under way.".to_owned()),
        check(refused, format!("The provider accepts the key “{label}”.")),
        passed(age(on)),
    ];
    if let Some(why) = locked(on) {
        checks.insert(0, failed(why));
    }
    checks
}

/// How old the facts are that the plan rests on. Old facts stop nobody: the provider decides.
fn age(on: &On<'_>) -> String {
    let read = on.view.taken_at(on.entry).map_or_else(|| "never".to_owned(), |at| at.ago(on.now));
    match on.source().and_then(|source| source.problem.as_ref()) {
        None => format!("Its state was read {read}."),
        Some(problem) => format!(
            "Its state was read {read}, and reading it anew fails at present: {} It may have changed since; the \
             provider decides.",
            problem.message
        ),
    }
}

/// True.
pub(super) fn passed(text: impl Into<String>) -> PlanCheck {
    PlanCheck { ok: true, text: text.into() }
}

/// Not true, and what to do about it.
pub(super) fn failed(text: impl Into<String>) -> PlanCheck {
    PlanCheck { ok: false, text: text.into() }
}

fn check(refusal: Option<String>, text: String) -> PlanCheck {
    refusal.map_or_else(|| passed(text), failed)
}
