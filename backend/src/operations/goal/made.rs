//! Something new among things of its kind: found by what is known of it, or not found, never guessed.

use domain::Timestamp;
use domain::ids::ProviderResourceId;

use super::{Case, Goal};
use crate::operations::sight::Sight;

/// How far a provider's clock may be behind ours.
const CLOCKS_DIFFER_MS: i64 = 60_000;

/// One thing that could be what the request made.
pub(super) struct Candidate<'a> {
    pub(super) id: &'a ProviderResourceId,
    pub(super) created_at: Option<Timestamp>,
}

/// Looks for what the request made among `candidates`, which are like it in everything but their time. `what` is it in
/// words: "a server of this name".
pub(super) fn find<'a>(
    case: &Case<'_>,
    sight: &Sight,
    candidates: impl IntoIterator<Item = Candidate<'a>>,
    what: &str,
) -> Result<&'a ProviderResourceId, Goal> {
    let new = |candidate: &Candidate<'_>| {
        !case.before.known.contains(candidate.id) && !sight.claimed.contains(candidate.id)
    };
    let mut fresh: Vec<Candidate<'a>> = candidates.into_iter().filter(new).collect();
    let old = |candidate: &Candidate<'_>| {
        let (Some(made), Some(sent)) = (candidate.created_at, case.sent_at) else { return false };
        sent.since_ms(made) > CLOCKS_DIFFER_MS
    };
    let count = fresh.len();
    fresh.retain(|candidate| !old(candidate));
    match (fresh.as_slice(), count) {
        // Whose it is shows once the other one is settled.
        ([_], _) if sight.rival => {
            Err(Goal::Elsewhere(format!("another change may have made the one {what} that is new")))
        }
        ([one], _) => Ok(one.id),
        (_, 0) => Err(Goal::Unmoved(format!("there is no {what} that was not there before"))),
        // Its time may be in another zone than ours: too much to call it something else.
        ([], _) => Err(Goal::Ask(format!(
            "there is a {what} that Skydeck did not know, and the provider says that it was made earlier"
        ))),
        _ => Err(Goal::Ask(format!("there is more than one {what} that Skydeck did not know"))),
    }
}
