//! When families are due: after the lists of servers, few at once, and never at the expense of those lists.

use std::time::Duration;

use domain::capability::Family;
use domain::ids::CredentialId;
use tokio::time::Instant;

use super::Families;
use super::kept::Kept;
use super::source::Beside;
use crate::inventory::due::{Due, Job};
use crate::inventory::key::KeyState;
use crate::inventory::pace::{FamilyPace, RefreshConfig};
use crate::inventory::source::{Content, SourceKey};

/// Reads that families leave to the lists of servers and to operations, where a key's reads are counted.
const LEFT: u32 = 4;

/// So many times longer than the lists of servers are families left alone between two reads that changes ask for: a
/// batch ends in hundreds of changes.
const ASKED_LESS: u32 = 5;

/// Takes every family of a key that is due and marks it as being read. What someone waits for goes first.
pub(in crate::inventory) fn take_due_of(
    key: &mut KeyState,
    id: CredentialId,
    on_screen: bool,
    config: &RefreshConfig,
    now: Instant,
    due: &mut Due,
) {
    let KeyState { sources, limits, breaker, generation, families, .. } = key;
    families.forget_unseen(&config.families, now);
    // The lists of servers first: families wait until each was read, but not for one that hangs.
    let lists_read = sources.values().all(|source| source.read_at.is_some());
    let begin = if lists_read { now } else { families.since + config.families.after_lists };
    let accounts = families.accounts();
    let mut running = families.sources.values().filter(|beside| beside.source.running).count();
    for wanted in [true, false] {
        for (name, beside) in &mut families.sources {
            if beside.source.running || (beside.wanted || beside.source.asked) != wanted {
                continue;
            }
            let Some(at) = due_at(beside, name.family, on_screen, config, now) else { continue };
            let at = if wanted { at } else { at.max(begin) };
            if at > now {
                due.later(at);
                continue;
            }
            if !wanted && running >= config.families.at_once {
                // The end of a read leads here again.
                continue;
            }
            if let Some(until) = breaker.closed_until(now) {
                due.later(until);
                continue;
            }
            if let Err(until) = families.breaker.admit(now) {
                due.later(until);
                continue;
            }
            if let Err(until) = limits.take_leaving(LEFT, cost(name, accounts), now) {
                families.breaker.release();
                due.later(until);
                continue;
            }
            beside.source.running = true;
            (beside.source.asked, beside.wanted) = (false, false);
            running += 1;
            due.jobs.push(Job {
                credential: id,
                generation: *generation,
                source: name.clone(),
                beside: true,
            });
        }
    }
}

/// When a source is due; `None` for never, as long as nobody wants it.
fn due_at(
    beside: &Beside,
    family: Family,
    on_screen: bool,
    config: &RefreshConfig,
    now: Instant,
) -> Option<Instant> {
    let (source, span) = (&beside.source, span(family, on_screen, &config.families));
    let wanted = beside.wanted || source.asked;
    let Some(read_at) = source.read_at else { return (wanted || span.is_some()).then_some(now) };
    if source.asked {
        return Some(read_at + config.asked.saturating_mul(ASKED_LESS));
    }
    if let Some(until) = source.backoff_until {
        return (wanted || span.is_some()).then_some(until);
    }
    if beside.wanted {
        return Some(now);
    }
    span.map(|span| read_at + span.mul_f64(source.phase()))
}

/// Between two reads that nobody asks for; `None` where there are none.
pub(super) const fn span(family: Family, on_screen: bool, pace: &FamilyPace) -> Option<Duration> {
    match family {
        Family::Replicas => None,
        Family::Networks | Family::Addresses | Family::Disks if on_screen => Some(pace.around_watched),
        Family::Networks | Family::Addresses | Family::Disks => Some(pace.around_idle),
        Family::Billing | Family::Usage | Family::Allowance | Family::Projects => Some(pace.account),
        _ => Some(pace.catalogue),
    }
}

/// Requests that a read makes.
fn cost(name: &SourceKey, accounts: u32) -> u32 {
    match name.family {
        // One a kind.
        Family::Replicas => 2,
        Family::Usage => accounts.max(1),
        _ => 1,
    }
}

impl Families {
    /// How many billing accounts are known.
    fn accounts(&self) -> u32 {
        let accounts = self.sources.iter().find_map(|(_, beside)| match &beside.source.content {
            Some(Content::Kept(Kept::Accounts(accounts))) => Some(accounts.len()),
            _ => None,
        });
        u32::try_from(accounts.unwrap_or_default()).unwrap_or(u32::MAX)
    }
}
